"""A message of a referral as a sealed package: to whose cards that count, with its files, and noted in the history of the case."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial
from secrets import token_bytes
from uuid import UUID

from alongside.desk.cases.evidence import files
from alongside.desk.cases.evidence.leaving import Leaving
from alongside.desk.cases.evidence.taking import instant
from alongside.desk.cases.exporting import leaving, partners
from alongside.desk.cases.exporting.gathering import stored
from alongside.desk.cases.exporting.leaving import MayNotLeave
from alongside.desk.cases.exporting.package import ID_BYTES, Enclosed, Package, Packed
from alongside.desk.cases.exporting.partners import Partner
from alongside.desk.cases.opening import Opened
from alongside.desk.people import clock, logins
from alongside.desk.people.unlocked import Unlocked
from alongside.facts.evidence import Evidence
from alongside.facts.fact import Fact
from alongside.facts.publicity import Referral
from alongside.vault.errors import NotVouched


class FileMissing(MayNotLeave):
    """A file that should go is not in the store, or not whole. `evidence`: the id of its record."""

    def __init__(self, evidence: str) -> None:
        super().__init__()
        self.evidence = evidence


def as_it_counts(unlocked: Unlocked, partner: Partner) -> Partner:
    """She as the desk knows her in this moment. NotVouched where her card no longer counts, or is another one."""
    found = next((one for one in partners.trusted(unlocked) if one.id == partner.id and one.card == partner.card), None)
    if found is None:
        raise NotVouched
    return found


def receivers(unlocked: Unlocked, desk: str) -> list[Partner]:
    """Everybody at a desk whose card counts: the yes is to the desk, and who first wrote may be gone. NotVouched where nobody is left."""
    found = [one for one in partners.trusted(unlocked) if one.recipient == desk]
    if not found:
        raise NotVouched
    return found


def sealed(
    unlocked: Unlocked, opened: Opened, to: Sequence[Partner], letter: Referral, goes: Sequence[Fact], now: datetime
) -> Package:
    """The package, and that it leaves in the history of the case."""
    enclosed = [_enclosed(opened, one) for one in goes if isinstance(one, Evidence)]
    made = package(unlocked, to, Packed([stored(letter), *map(stored, goes)], enclosed), now)
    told = {"form": "referral", "digest": made.digest.hex(), "card": to[0].card.digest().hex(), "name": to[0].called}
    leaving.note(unlocked, [opened], "exported-package", told, now)
    for one in goes:
        if isinstance(one, Evidence):
            leaving.note_file(unlocked, opened, UUID(one.id), told, now)
    return made


def package(unlocked: Unlocked, to: Sequence[Partner], packed: Packed, now: datetime) -> Package:
    receivers = [leaving.admitted(unlocked, one) for one in to]
    return Package([packed], receivers, unlocked.secret, unlocked.card, instant(now), token_bytes(ID_BYTES))


def _enclosed(opened: Opened, evidence: Evidence) -> Enclosed:
    """The one file of a piece of evidence as it goes. FileMissing."""
    try:
        pieces = files.content(opened.held, UUID(evidence.file), evidence.size)
    except files.NoFile:
        raise FileMissing(evidence.id) from None
    return Enclosed(evidence.file, evidence.sha256, evidence.size, partial(iter, pieces))


def leave(unlocked: Unlocked, made: Callable[[], Package]) -> tuple[Package, Leaving]:
    """A package on its way out of her browser's login, counted among her downloads. TooManyLeaving, MayNotLeave, NotVouched."""
    packages: list[Package] = []

    def content() -> Iterator[bytes]:
        packages.append(made())
        return leaving.while_in(packages[0].pieces(), lambda: logins.goes_on(unlocked, clock.now()))

    going = Leaving(unlocked.person.pk, content)
    return packages[0], going
