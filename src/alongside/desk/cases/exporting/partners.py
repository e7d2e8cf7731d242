"""People at other desks to whom a package may be sealed: each with the card that she handed over, and the vouch of the member here who
compared its six words with her by voice. Without such a vouch, by somebody who counts, nothing is sealed to anybody.

The rows lie under the desk's key; who holds that key can read them and put one in, but a vouch is signed with a member's own key.
"""

from __future__ import annotations

import base64
import json
import textwrap
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from alongside.desk.cases.models import Partner as Row
from alongside.desk.cases.models import TakenPackage
from alongside.desk.people import accounts, cards
from alongside.desk.people.models import Desk
from alongside.desk.people.unlocked import Unlocked
from alongside.facts.consent import DESK
from alongside.facts.fields import LINE, writable
from alongside.vault import statements
from alongside.vault.context import Context
from alongside.vault.encoding import Cursor, prefixed
from alongside.vault.epochs import Ring
from alongside.vault.errors import NotVouched, Refused
from alongside.vault.persons import Card
from alongside.vault.vouches import Circle

TITLE = "alongside card/1"
COMPARED, WAITING, CHANGED = "compared", "waiting", "changed"
MOST = 200
_SAID = "partner/1"  # what a member signs
_LONGEST = 4000  # of a card as text


class NoPartner(LookupError):
    """There is no such person at another desk."""


class BadCard(ValueError):
    """This is no card of another desk. `code` is not-a-card, own-desk or too-many."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Partner:
    """Somebody at another desk. `by` is the card of who compared, `signature` hers; `was` the digest of a card that this one replaces."""

    id: UUID
    card: Card
    desk_name: str
    name: str
    by: str = ""
    signature: str = ""
    since: str = ""
    was: str = ""

    @property
    def recipient(self) -> str:
        """How a consent names her desk: who receives there may change."""
        return recipient_of(self.card)

    @property
    def called(self) -> str:
        return f"{self.name}, {self.desk_name}"

    @property
    def words(self) -> tuple[str, ...]:
        return cards.six_words(self.card)


def recipient_of(card: Card) -> str:
    """The desk of a card as a consent names it."""
    return DESK + card.desk.hex()


def own_text(unlocked: Unlocked) -> str:
    """The card that she hands to another desk: her public keys and two names."""
    desk = accounts.desk_name(unlocked)
    name = accounts.names(unlocked).get(unlocked.person.pk, "")
    data = prefixed(unlocked.card.to_bytes(), desk.encode(), name.encode())
    return "\n".join([TITLE, *textwrap.wrap(base64.b64encode(data).decode(), 64)]) + "\n"


def read(text: str) -> tuple[Card, str, str]:
    """The card, the desk and the name in such a text, however a mail has broken its lines. BadCard."""
    title, _, rest = text.strip().partition("\n")
    if len(text) > _LONGEST or title.strip() != TITLE:
        raise BadCard("not-a-card")
    try:
        cursor = Cursor(base64.b64decode("".join(rest.split()), validate=True))
        card, desk, name = Card.from_bytes(cursor.field()), cursor.field().decode(), cursor.field().decode()
        cursor.end()
        UUID(bytes=card.desk)
        UUID(bytes=card.holder)
    except (ValueError, Refused):
        raise BadCard("not-a-card") from None
    if not all(0 < len(one) <= LINE and one.strip() and writable(one) and "\n" not in one for one in (desk, name)):
        raise BadCard("not-a-card")
    return card, desk, name


def mine(unlocked: Unlocked) -> list[Partner]:
    """Everybody at other desks whom this desk knows, by name. A row that does not open hides no other."""
    return sorted(_opened(unlocked), key=lambda one: (one.desk_name, one.name, one.id.hex))


def get(unlocked: Unlocked, partner: UUID) -> Partner:
    """One of them. NoPartner."""
    for one in _opened(unlocked):
        if one.id == partner:
            return one
    raise NoPartner


def standing(unlocked: Unlocked, partner: Partner) -> str:
    """Compared where a vouch stands, by somebody who counts today; changed where the card replaced one that was compared."""
    try:
        by = Card.from_bytes(bytes.fromhex(partner.by))
        genuine = statements.genuine(by, _SAID, _content(partner), bytes.fromhex(partner.signature))
        if genuine and unlocked.circle.admits(by):
            return COMPARED
    except (Refused, ValueError):
        pass
    return CHANGED if partner.was else WAITING


def circle(unlocked: Unlocked, partner: Partner) -> Circle:
    """What admits her card, and no other. NotVouched where no vouch stands."""
    if standing(unlocked, partner) != COMPARED:
        raise NotVouched
    return Circle(partner.card.desk, partner.card.digest(), partner.card, ())


def sender(unlocked: Unlocked, card: Card) -> Partner | None:
    """Who at another desk has this card, if somebody compared it."""
    return next((one for one in mine(unlocked) if one.card == card and standing(unlocked, one) == COMPARED), None)


def desks(unlocked: Unlocked) -> dict[str, str]:
    """The other desks by how a consent names them."""
    return {one.recipient: one.desk_name for one in reversed(mine(unlocked))}


def take(unlocked: Unlocked, text: str) -> Partner:
    """Keep a card that somebody handed over. The same person with another card stands in red until the new words are compared. BadCard."""
    card, desk, name = read(text)
    if card.desk == unlocked.desk.bytes:
        raise BadCard("own-desk")
    with transaction.atomic():
        cards.locked_desk(unlocked)
        known = mine(unlocked)
        same = next((one for one in known if (one.card.desk, one.card.holder) == (card.desk, card.holder)), None)
        if same is not None and (same.card, same.desk_name, same.name) == (card, desk, name):
            return same
        if same is None and len(known) >= MOST:
            raise BadCard("too-many")
        was = "" if same is None else same.was if same.card == card or not same.signature else same.card.digest().hex()
        made = Partner(same.id if same else uuid4(), card, desk, name, was=was)
        _write(unlocked, made)
    return made


def compare(unlocked: Unlocked, partner: UUID, seen: bytes, today: date) -> Partner:
    """She compared the words by voice: sign for the card. `seen` is the digest of the card whose words stood on her page. NotVouched where
    that is another one by now, or where she does not count herself; NoPartner."""
    with transaction.atomic():
        cards.locked_desk(unlocked)
        found = get(unlocked, partner)
        if found.card.digest() != seen:
            raise NotVouched
        unlocked.circle.must_admit(unlocked.card)
        signature = statements.sign(unlocked.secret, unlocked.card, _SAID, _content(found))
        made = replace(found, by=unlocked.card.to_bytes().hex(), signature=signature.hex(), since=today.isoformat(), was="")
        _write(unlocked, made)
    return made


def forget(unlocked: Unlocked, partner: UUID) -> None:
    """Nothing is sealed to her any more."""
    Row.objects.filter(pk=partner, desk=unlocked.desk).delete()


def reseal(desk: Desk, ring: Ring) -> None:
    """Partners and packages under a new key of the desk, in the transaction that makes it."""
    for table, place in ((Row, _place), (TakenPackage, taken_place)):
        for row in table.objects.filter(desk=desk):
            with suppress(Refused):
                row.blob = ring.resealed(row.blob, place(desk.pk, row.pk))
                row.save(update_fields=["blob"])


def taken_place(desk: UUID, row: UUID) -> Context:
    """Where it is noted that a package was taken in."""
    return Context(desk.bytes, "taken_package", row.bytes, "taken", 1, 0)


def _content(partner: Partner) -> bytes:
    """What a vouch is about: the card and the names that stood on the page."""
    return prefixed(partner.card.to_bytes(), partner.desk_name.encode(), partner.name.encode())


def _opened(unlocked: Unlocked) -> Iterator[Partner]:
    for row in Row.objects.filter(desk=unlocked.desk):
        with suppress(Refused, ValueError, KeyError, TypeError):
            plain: dict[str, Any] = json.loads(unlocked.desk_ring.unseal(row.blob, _place(unlocked.desk, row.pk)))
            card = Card.from_bytes(bytes.fromhex(plain.pop("card")))
            yield Partner(row.pk, card, **plain)


def _write(unlocked: Unlocked, partner: Partner) -> None:
    plain = {name: value for name, value in asdict(replace(partner)).items() if name not in ("id", "card")}
    data = json.dumps({"card": partner.card.to_bytes().hex(), **plain}, ensure_ascii=False).encode()
    blob = unlocked.desk_ring.seal(data, _place(unlocked.desk, partner.id))
    Row.objects.update_or_create(pk=partner.id, desk_id=unlocked.desk, defaults={"blob": blob})


def _place(desk: UUID, row: UUID) -> Context:
    return Context(desk.bytes, "partner", row.bytes, "partner", 1, 0)
