"""A large file that arrives in parts, so that a broken line costs one part and not all of it.

Each part is a sealed file of its own in `arriving`, under a fresh key; a row sealed to the person says which parts are here, in which order
and under which keys. A part counts once that row names it: killed anywhere, the file goes on behind the last part that was confirmed. When
all of it is here, the parts are opened one after the other into the file that the case keeps, and go. The row stays for a day and says
which piece it became, without name and keys: an answer that was lost is asked for again, and must not make a second piece. What nobody goes
on with is gone after a day: the parts with the nightly sweep, the row when its owner logs in.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from alongside.desk.cases import at_hand
from alongside.desk.cases.evidence import files, taking
from alongside.desk.cases.evidence.files import Arrived, Arriving, NoFile, NoRoom, TooLarge
from alongside.desk.cases.holding import hold
from alongside.desk.cases.models import Case, Upload
from alongside.desk.people.models import Person
from alongside.desk.people.unlocked import Unlocked
from alongside.facts.evidence import Evidence
from alongside.vault.context import Context
from alongside.vault.errors import Refused
from alongside.vault.persons import Card, Secret
from alongside.vault.sealed import seal, unseal

FORMAT = 1
PART = 8 << 20  # bytes of one part, as the page sends them
MOST = 20  # files of one person on their way
LASTS = timedelta(hours=24)


class NoUpload(LookupError):
    """There is no such file of hers on its way."""


class TooMany(ValueError):
    """As many as she may have are on their way already."""


class TooSmall(ValueError):
    """A part that is not the last is smaller than all others: of such there would be as many as somebody likes, each a file."""


class OutOfStep(ValueError):
    """The part does not begin where the last one ended; whoever sends asks where to go on."""


@dataclass(frozen=True, slots=True)
class OnItsWay:
    """Where a file stands. `told` goes into its fact; `parts` are place, key and size of each. `became`: the piece of evidence that it
    is since `begun`; then `mark` is a hash of all that it was announced by."""

    id: UUID
    revision: int
    case: str
    name: str
    size: int
    mark: str  # when it was last changed on her device: of two files of one name and size, it is this one
    begun: str
    told: dict[str, str]
    parts: tuple[tuple[str, str, int], ...] = ()
    became: str = ""

    @property
    def received(self) -> int:
        return self.size if self.became else sum(size for _, _, size in self.parts)


def begin(unlocked: Unlocked, case_id: UUID, name: str, size: int, mark: str, told: dict[str, str], now: datetime) -> OnItsWay:
    """A file on its way: a new one, or the same again after a line broke. TooMany, TooLarge, NoRoom."""
    if size > files.MOST:
        raise TooLarge
    with transaction.atomic():
        Person.objects.select_for_update(no_key=True).filter(pk=unlocked.person.pk).values_list("pk").first()
        every, announced = _current(unlocked, now), _announced(name, size, mark, told)
        for one in every:
            if one.case != case_id.hex:
                continue
            if one.became:
                if mark and one.mark == announced and _piece(unlocked, case_id, one) is not None:
                    return one
            elif (one.name, one.size, one.mark) == (name, size, mark):
                return one
        if sum(not one.became for one in every) >= MOST:
            raise TooMany
        if not files.has_room(2 * size):  # its parts, and while it is put together the file itself
            raise NoRoom
        made = OnItsWay(uuid4(), 0, case_id.hex, name, size, mark, now.isoformat(), told)
        Upload.objects.create(id=made.id, desk_id=unlocked.desk, person=unlocked.person, revision=0, blob=b"")
        return _written(unlocked, made)


def mine(unlocked: Unlocked, now: datetime) -> list[OnItsWay]:
    """Hers that can be gone on with, the newest first."""
    return [one for one in _current(unlocked, now) if not one.became]


def _current(unlocked: Unlocked, now: datetime) -> list[OnItsWay]:
    """Those, and what became a piece of evidence within a day."""
    found = []
    for row in Upload.objects.filter(person=unlocked.person):
        with contextlib.suppress(NoUpload):
            one = _opened(unlocked, row)
            if abs(now - datetime.fromisoformat(one.begun)) < LASTS:
                found.append(one)
    return sorted(found, key=lambda one: (one.begun, one.id.hex), reverse=True)


def get(unlocked: Unlocked, case_id: UUID, upload: UUID, *, lock: bool = False) -> OnItsWay:
    """One of hers, for this case. NoUpload."""
    rows = Upload.objects.select_for_update(no_key=True) if lock else Upload.objects
    row = rows.filter(person=unlocked.person, pk=upload).first()
    one = _opened(unlocked, row) if row else None
    if one is None or one.case != case_id.hex:
        raise NoUpload
    return one


def add(unlocked: Unlocked, case_id: UUID, upload: UUID, offset: int, arrived: Arrived) -> OnItsWay:
    """The next part, whole and on the disk. NoUpload, OutOfStep, TooLarge, TooSmall: then the part is of no use to anybody."""
    with transaction.atomic():
        one = get(unlocked, case_id, upload, lock=True)
        if offset != one.received:
            raise OutOfStep
        if not arrived.size or arrived.size > PART or offset + arrived.size > one.size:
            raise TooLarge
        if arrived.size < PART and offset + arrived.size < one.size:
            raise TooSmall
        return _written(unlocked, replace(one, parts=(*one.parts, (arrived.id.hex, arrived.key.hex(), arrived.size))))


def finish(unlocked: Unlocked, case_id: UUID, upload: UUID, now: datetime) -> Evidence:
    """All of it is here: the file of the case, put together of its parts; asked again, the same piece. NoUpload, OutOfStep, NoFile; as
    `taking.take` and `Arriving`."""
    one = get(unlocked, case_id, upload)
    if one.became:
        return _became(unlocked, case_id, one)
    if one.received != one.size:
        raise OutOfStep
    arriving = Arriving(unlocked.desk)
    try:
        try:
            for piece in _pieces(unlocked.desk, one):
                arriving.add(piece)
        except NoFile:
            if (again := get(unlocked, case_id, upload)).became:  # finished meanwhile by whoever asked first
                return _became(unlocked, case_id, again)
            drop(unlocked, one)  # swept away, or broken: it begins anew
            raise
        # The same file finished twice, because an answer was lost, stands there once.
        new_id = at_hand.id_from(unlocked, case_id, one.id.hex)
        made = taking.take(unlocked, case_id, arriving.finish(), one.name, one.told, now, new_id)
    finally:
        arriving.discard()
    _close(unlocked, case_id, one, made, now)
    return made


def _close(unlocked: Unlocked, case_id: UUID, one: OnItsWay, made: Evidence, now: datetime) -> None:
    """The row says what it became, and then the parts go."""
    with transaction.atomic():
        found = get(unlocked, case_id, one.id, lock=True)
        mark = _announced(one.name, one.size, one.mark, one.told)
        _written(unlocked, replace(found, name="", told={}, parts=(), mark=mark, begun=now.isoformat(), became=made.id))
    files.remove([UUID(name) for name, _, _ in one.parts])


def _announced(name: str, size: int, mark: str, told: dict[str, str]) -> str:
    return hashlib.sha256(json.dumps([name, size, mark, sorted(told.items())]).encode()).hexdigest()


def _piece(unlocked: Unlocked, case_id: UUID, one: OnItsWay) -> Evidence | None:
    return taking.stands(hold(unlocked, case_id), one.became)


def _became(unlocked: Unlocked, case_id: UUID, one: OnItsWay) -> Evidence:
    made = _piece(unlocked, case_id, one)
    if made is None:
        raise NoUpload  # somebody removed it since
    return made


def drop(unlocked: Unlocked, one: OnItsWay) -> None:
    """The row, and then the parts: in the other order a crash would leave a row that promises what is gone."""
    Upload.objects.filter(pk=one.id, person=unlocked.person).delete()
    files.remove([UUID(name) for name, _, _ in one.parts])


def sweep(unlocked: Unlocked, now: datetime) -> None:
    """Forget what nobody went on with for a day, and what was for a case that is gone. Called when she logs in."""
    hers = _current(unlocked, now)
    standing = set(Case.objects.filter(pk__in={UUID(one.case) for one in hers}).values_list("pk", flat=True))
    current = {one.id for one in hers if UUID(one.case) in standing}
    for row in Upload.objects.filter(person=unlocked.person).exclude(pk__in=current):
        try:
            drop(unlocked, _opened(unlocked, row))
        except NoUpload:
            row.delete()


def forget(person: Person, old: Secret, old_card: Card, new: Secret, new_card: Card) -> None:
    """Under a new secret nothing of what is on its way is gone on with; the night takes its parts."""
    Upload.objects.filter(person=person).delete()


def _pieces(desk: UUID, one: OnItsWay) -> Iterator[bytes]:
    for name, key, size in one.parts:
        yield files.read_once(Arrived(UUID(name), bytes.fromhex(key), size, ""), desk)


def _written(unlocked: Unlocked, one: OnItsWay) -> OnItsWay:
    after = replace(one, revision=one.revision + 1)
    plain = {name: value for name, value in asdict(after).items() if name not in ("id", "revision")}
    data = json.dumps({"format": FORMAT, **plain}, ensure_ascii=False, separators=(",", ":")).encode()
    blob = seal(unlocked.keyring_key, data, _place(unlocked, after.id, after.revision))
    Upload.objects.filter(pk=one.id).update(revision=after.revision, blob=blob)
    return after


def _opened(unlocked: Unlocked, row: Upload) -> OnItsWay:
    try:
        plain: dict[str, Any] = json.loads(unseal(unlocked.keyring_key, row.blob, _place(unlocked, row.id, row.revision)))
        if plain.pop("format") != FORMAT:
            raise NoUpload
        parts = tuple((str(name), str(key), int(size)) for name, key, size in plain.pop("parts"))
        return OnItsWay(id=row.id, revision=row.revision, parts=parts, **plain)
    except (Refused, ValueError, KeyError, TypeError):
        raise NoUpload from None


def _place(unlocked: Unlocked, row: UUID, revision: int) -> Context:
    return Context(unlocked.desk.bytes, "upload", row.bytes, "upload", revision, unlocked.card.epoch)
