"""An import on its way, sealed to the person who does it: the table between two steps, what each column becomes, and which cases it made.

One row says where the import stands, others hold the table and the cases of each step. The table goes when the import is done; only the
rows that were in no case stay, to be mended. Of headings that she has met before, her choices are remembered from here.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from alongside.desk.cases.importing import targets
from alongside.desk.cases.importing.building import Choice, heading_key
from alongside.desk.cases.importing.tables import Row, Table
from alongside.desk.cases.importing.values import Manner
from alongside.desk.cases.models import ImportBatch, ImportPart
from alongside.desk.people.models import Person
from alongside.desk.people.unlocked import Unlocked
from alongside.language.countries import fold
from alongside.vault.context import Context
from alongside.vault.errors import Refused
from alongside.vault.persons import Card, Secret
from alongside.vault.sealed import seal, unseal

FORMAT = 1
DRAFT, RUNNING, DONE, UNDOING, UNDONE = "draft", "running", "done", "undoing", "undone"
KEPT_FOR = timedelta(days=7)  # a table that nobody goes on with
MOST = 30  # imports of one person; the page lists them all
TABLE, CASES = "table", "cases"


class NoImport(LookupError):
    """There is no such import of hers."""


class TooMany(ValueError):
    """She keeps as many as the page can list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """Where an import stands. `done` of `total` cases are made, `bad` rows are in none; an undo has taken `gone` away and left `kept`."""

    id: UUID
    revision: int
    state: str
    begun: str
    headings: tuple[str, ...]
    rows: int
    table: str = ""  # the part that holds it
    columns: tuple[str, ...] = ()
    order: str = ""
    words: Mapping[str, str]
    members: tuple[str, ...] = ()
    total: int = 0
    bad: int = 0
    done: int = 0
    parts: tuple[str, ...] = ()  # those that name the cases, in order
    beat: str = ""  # of the last step
    looked: int = 0  # cases that an undo has looked at
    gone: int = 0
    kept: tuple[str, ...] = ()

    @property
    def choice(self) -> Choice:
        return Choice(self.columns, Manner(self.order, self.words))

    @property
    def since(self) -> datetime:
        return datetime.fromisoformat(self.begun)

    @property
    def under_way(self) -> bool:
        return self.state in (RUNNING, UNDOING)


_LISTS = ("headings", "columns", "members", "parts", "kept")


def begin(unlocked: Unlocked, table: Table, now: datetime, columns: Sequence[str] = ()) -> Import:
    """A new import with its table, and what she has said before that words stand for. TooMany."""
    if ImportBatch.objects.filter(person=unlocked.person).count() >= MOST:
        raise TooMany
    row = uuid4()
    made = Import(
        id=row,
        revision=0,
        state=DRAFT,
        begun=now.isoformat(),
        headings=table.headings,
        rows=len(table.rows),
        columns=tuple(columns),
        words=known_words(unlocked),
    )
    with transaction.atomic():
        ImportBatch.objects.create(id=row, desk_id=unlocked.desk, person=unlocked.person, revision=0, blob=b"")
        return write(unlocked, replace(made, table=_put(unlocked, row, TABLE, _packed(table))))


def mine(unlocked: Unlocked) -> list[Import]:
    """All of hers, the newest first. What does not open was sealed under a secret that she has given up."""
    found = []
    for row in ImportBatch.objects.filter(person=unlocked.person):
        try:
            found.append(_opened(unlocked, row))
        except (Refused, ValueError, KeyError, TypeError):
            continue
    return sorted(found, key=lambda one: (one.begun, one.id.hex), reverse=True)


def get(unlocked: Unlocked, import_id: UUID, *, lock: bool = False) -> Import:
    """One of hers; with `lock` in a transaction that changes it. NoImport."""
    rows = ImportBatch.objects.select_for_update(no_key=True) if lock else ImportBatch.objects
    row = rows.filter(person=unlocked.person, pk=import_id).first()
    if row is None:
        raise NoImport
    try:
        return _opened(unlocked, row)
    except (Refused, ValueError, KeyError, TypeError):
        raise NoImport from None


def write(unlocked: Unlocked, one: Import) -> Import:
    """Store where it stands, in a transaction that holds its row."""
    after = replace(one, revision=one.revision + 1)
    plain = {name: value for name, value in asdict(after).items() if name not in ("id", "revision")}
    data = json.dumps({"format": FORMAT, **plain}, ensure_ascii=False, separators=(",", ":")).encode()
    blob = seal(unlocked.keyring_key, data, _batch_place(unlocked.desk, one.id, after.revision, unlocked.card.epoch))
    ImportBatch.objects.filter(pk=one.id).update(revision=after.revision, blob=blob)
    return after


def change(unlocked: Unlocked, import_id: UUID, expected: str, /, **told: Any) -> Import:
    """Change an import that still stands where it should. NoImport where it does not, or is none of hers."""
    with transaction.atomic():
        found = get(unlocked, import_id, lock=True)
        if found.state != expected:
            raise NoImport
        return write(unlocked, replace(found, **told))


def table_of(unlocked: Unlocked, one: Import) -> Table:
    """Its table, or what is left of it. NoImport where it is gone."""
    data = _part(unlocked, one, one.table, TABLE) if one.table else None
    if data is None:
        raise NoImport
    return _unpacked(data)


def add_cases(unlocked: Unlocked, one: Import, cases: Iterable[UUID]) -> Import:
    """Note the cases of one step."""
    data = b"".join(case.bytes for case in cases)
    return replace(one, parts=(*one.parts, _put(unlocked, one.id, CASES, data)))


def cases_of(unlocked: Unlocked, one: Import) -> list[UUID]:
    """The cases that it made, in order."""
    found: list[UUID] = []
    for name in one.parts:
        data = _part(unlocked, one, name, CASES) or b""
        found += [UUID(bytes=data[at : at + 16]) for at in range(0, len(data) - len(data) % 16, 16)]
    return found


def keep_rows(unlocked: Unlocked, one: Import, table: Table, rows: Sequence[Row]) -> Import:
    """Of its table keep these rows alone; with none, it goes."""
    ImportPart.objects.filter(batch=one.id, pk=UUID(one.table)).delete()
    left = replace(table, rows=tuple(rows))
    return replace(one, table=_put(unlocked, one.id, TABLE, _packed(left)) if rows else "")


def drop_parts(import_id: UUID) -> None:
    """The table and the list of cases of an import that was undone."""
    ImportPart.objects.filter(batch=import_id).delete()


def forget(unlocked: Unlocked, import_id: UUID) -> None:
    """Forget one of hers. Its cases stay; that they came together is known no more."""
    ImportBatch.objects.filter(person=unlocked.person, pk=import_id).delete()


def remembered(unlocked: Unlocked, headings: Sequence[str]) -> dict[str, str]:
    """What she chose for these headings the last time that she met all of them, by folded heading."""
    key = heading_key(headings)
    for one in mine(unlocked):
        if one.columns and one.state != DRAFT and heading_key(one.headings) == key:
            return {fold(heading): name for heading, name in zip(one.headings, one.columns, strict=False) if _is_target(name)}
    return {}


def known_words(unlocked: Unlocked) -> dict[str, str]:
    """What she said in imports before that words stand for which no list has; the newest counts."""
    return {key: code for one in reversed(mine(unlocked)) if one.state != DRAFT for key, code in one.words.items()}


def sweep(unlocked: Unlocked, now: datetime) -> None:
    """Drop tables that nobody went on with for a week. Called when she logs in."""
    for one in mine(unlocked):
        if now - one.since < KEPT_FOR or one.under_way:
            continue
        if one.state == DRAFT:
            forget(unlocked, one.id)
        elif one.table:
            with transaction.atomic():
                found = get(unlocked, one.id, lock=True)
                ImportPart.objects.filter(batch=one.id, pk=UUID(one.table)).delete()
                write(unlocked, replace(found, table=""))


def reseal(person: Person, old: Secret, old_card: Card, new: Secret, new_card: Card) -> None:
    """Put her imports under a new secret, in the caller's transaction. What does not open goes."""
    for row in ImportBatch.objects.filter(person=person):
        place = _batch_place(person.desk_id, row.id, row.revision, old_card.epoch)
        try:
            row.blob = seal(new.keyring_key(), unseal(old.keyring_key(), row.blob, place), place.at(new_card.epoch))
            parts = list(_resealed(person, row, old, old_card, new, new_card))
        except Refused:
            row.delete()
            continue
        row.save(update_fields=["blob"])
        ImportPart.objects.bulk_update(parts, ["blob"], batch_size=100)


def _resealed(person: Person, row: ImportBatch, old: Secret, old_card: Card, new: Secret, new_card: Card) -> Iterator[ImportPart]:
    for part in ImportPart.objects.filter(batch=row):
        for kind in (TABLE, CASES):
            place = _part_place(person.desk_id, row.id, part.id, kind, old_card.epoch)
            try:
                data = unseal(old.keyring_key(), part.blob, place)
            except Refused:
                if kind == CASES:
                    raise
                continue
            part.blob = seal(new.keyring_key(), data, place.at(new_card.epoch))
            break
        yield part


def _is_target(name: str) -> bool:
    return not name or name in (targets.CASE, targets.NOTE) or bool(targets.read(name))


def _opened(unlocked: Unlocked, row: ImportBatch) -> Import:
    place = _batch_place(row.desk_id, row.id, row.revision, unlocked.card.epoch)
    plain = json.loads(unseal(unlocked.keyring_key, row.blob, place))
    if plain.pop("format") != FORMAT:
        raise ValueError("of another version")
    return Import(id=row.id, revision=row.revision, **plain | {name: tuple(plain[name]) for name in _LISTS})


def _put(unlocked: Unlocked, batch: UUID, kind: str, data: bytes) -> str:
    row = uuid4()
    blob = seal(unlocked.keyring_key, data, _part_place(unlocked.desk, batch, row, kind, unlocked.card.epoch))
    ImportPart.objects.create(id=row, desk_id=unlocked.desk, batch_id=batch, blob=blob)
    return row.hex


def _part(unlocked: Unlocked, one: Import, name: str, kind: str) -> bytes | None:
    row = ImportPart.objects.filter(batch=one.id, pk=UUID(name)).first()
    if row is None:
        return None
    place = _part_place(unlocked.desk, one.id, row.id, kind, unlocked.card.epoch)
    try:
        return unseal(unlocked.keyring_key, row.blob, place)
    except Refused:
        return None


def _batch_place(desk: UUID, row: UUID, revision: int, epoch: int) -> Context:
    return Context(desk.bytes, "import_batch", row.bytes, "import", revision, epoch)


def _part_place(desk: UUID, batch: UUID, row: UUID, kind: str, epoch: int) -> Context:
    return Context(desk.bytes, "import_part", row.bytes, f"{kind}/{batch.hex}", 1, epoch)


def _packed(table: Table) -> bytes:
    plain = asdict(table) | {"rows": [[row.number, row.line, row.cells] for row in table.rows]}
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode()


def _unpacked(data: bytes) -> Table:
    plain = json.loads(data)
    rows = tuple(Row(number, tuple(cells), line) for number, line, cells in plain.pop("rows"))
    return Table(tuple(plain["headings"]), rows, plain["heading_row"], tuple(plain["sheets"]), plain["more"])
