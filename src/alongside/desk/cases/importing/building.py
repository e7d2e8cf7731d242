"""From rows to cases: each row, or all rows that name the same case, become the facts of one new case; a row that cannot says why.

- One row is one case, unless a column was chosen as `case`: then rows that say the same there are one case. A record that several of
  them tell alike is one record; an event is one a case, and rows that contradict each other in it are at fault.
- Several acts in one cell (`threats; surveillance`) are several acts, which share everything else that the row tells of them.
- Acts are done to the persons of the slots `person`, by those of `perpetrator`, told by those of `source`; a detention is of the first
  person; a contact with the UN is hers only where a column says that she cooperated: who is punished is not always who spoke.
- A case is good when all of its rows are. Its facts have passed the same reader as those of the forms.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from alongside.desk.cases.importing import targets, values
from alongside.desk.cases.importing.tables import Row, Table
from alongside.desk.cases.importing.targets import CASE, Target
from alongside.desk.cases.importing.values import BadValue, Manner
from alongside.facts.fact import FORMAT, Fact
from alongside.facts.fields import PROSE, Many, writable
from alongside.facts.persons import Person
from alongside.facts.plain import from_plain
from alongside.facts.problems import BadFact
from alongside.language.countries import fold

Plain = dict[str, Any]
_ORDER = {slot: at for at, slot in enumerate(targets.SLOTS)}  # persons first: acts name them
_PERSONS = tuple(slot for slot, (kind, _) in targets.SLOTS.items() if kind is Person)


@dataclass(frozen=True, slots=True)
class Choice:
    """Which column becomes what: a target, `case`, `case.note`, or nothing (empty), by the column's place."""

    columns: tuple[str, ...]
    manner: Manner = field(default_factory=Manner)

    @property
    def left_out(self) -> tuple[int, ...]:
        """The columns that go nowhere."""
        return tuple(at for at, target in enumerate(self.columns) if not target)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a row: the fault as a code, the column where it stands (None: the whole row), what goes into the sentence."""

    row: Row
    code: str
    column: int | None = None
    told: Mapping[str, str] = field(default_factory=dict)
    target: str = ""


@dataclass(frozen=True, slots=True)
class Made:
    """One case that can be made, and the rows that it comes from."""

    rows: tuple[Row, ...]
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What would become of a table: the cases in the order of their first rows, and the faults in the order of the rows."""

    cases: tuple[Made, ...]
    faults: tuple[Fault, ...]

    @property
    def bad_rows(self) -> tuple[Row, ...]:
        """Rows that are in no case, each once."""
        return tuple(sorted({fault.row.number: fault.row for fault in self.faults}.values(), key=lambda row: row.number))


class _Bad(Exception):
    """The row cannot be read; its faults."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__()
        self.faults = faults


def build(table: Table, mapping: Choice) -> Outcome:
    """What would become of every row. Pure: nothing is stored, and the ids are new each time."""
    chosen = [(at, targets.of(name)) for at, name in enumerate(mapping.columns) if name not in ("", CASE)]
    key = mapping.columns.index(CASE) if CASE in mapping.columns else None
    cases: list[Made] = []
    faults: list[Fault] = []
    for rows in _grouped(table.rows, key):
        told = _Case(table)
        wrong: list[Fault] = []
        for row in rows:
            try:
                told.take(row, _read(table, row, chosen, mapping.manner))
            except _Bad as bad:
                wrong += bad.faults
        if not wrong:
            try:
                cases.append(Made(rows, told.facts()))
                continue
            except _Bad as bad:
                wrong += bad.faults
        named = {fault.row.number for fault in wrong}
        first = str(min(named))
        wrong += [Fault(row, "with-another", told={"row": first}) for row in rows if row.number not in named]
        faults += wrong
    return Outcome(tuple(cases), tuple(sorted(faults, key=lambda fault: fault.row.number)))


def _grouped(rows: Iterable[Row], key: int | None) -> list[tuple[Row, ...]]:
    """The rows of each case. Without a key, or with an empty one, a row stands alone."""
    groups: dict[object, list[Row]] = {}
    for row in rows:
        name = row.cells[key] if key is not None and key < len(row.cells) else ""
        groups.setdefault(name or row.number, []).append(row)
    return [tuple(group) for group in groups.values()]


@dataclass(slots=True)
class _Told:
    """What one row tells: fields by slot, each with the column that it came from, and the cells that are kept as words."""

    slots: dict[tuple[str, int], Plain] = field(default_factory=dict)
    columns: dict[tuple[str, int], dict[str, int]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def _read(table: Table, row: Row, chosen: Sequence[tuple[int, Target | None]], manner: Manner) -> _Told:
    if len(row.cells) > len(table.headings):
        raise _Bad([Fault(row, "more-cells", told={"count": str(len(row.cells)), "headings": str(len(table.headings))})])
    told, faults = _Told(), list[Fault]()
    for at, target in chosen:
        text = row.cells[at].strip() if at < len(row.cells) else ""
        if not text:
            continue
        if not writable(text):
            faults.append(Fault(row, "not-text", at))
        elif target is None:
            told.notes.append(f"{table.column(at)}: {text}")
        else:
            try:
                _put(told, target, at, text, manner)
            except BadValue as bad:
                faults.append(Fault(row, bad.fault, at, {"value": text[:80], **bad.told}, target.name))
    if faults:
        raise _Bad(faults)
    if not told.slots and not told.notes:
        raise _Bad([Fault(row, "nothing")])
    return told


def _put(told: _Told, target: Target, at: int, text: str, manner: Manner) -> None:
    slot = (target.slot, target.number)
    several = target.slot == "act" and target.field == "code"
    read = values.value(Many(target.kind) if several else target.kind, text, manner)
    if read is None:
        return
    fields_, columns = told.slots.setdefault(slot, {}), told.columns.setdefault(slot, {})
    if target.field in fields_ and fields_[target.field] != read:
        raise BadValue("told-twice")
    fields_[target.field], columns[target.field] = read, at


class _Case:
    """The records of one case, put together row by row."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._records: dict[tuple[str, str], tuple[Plain, Row]] = {}  # by slot and content
        self._event: Plain = {}
        self._event_row: Row | None = None
        self._facts: list[Fact] = []

    def take(self, row: Row, told: _Told) -> None:
        """One row. What it tells like a row before it is the same record."""
        ids: dict[str, list[str]] = {}
        for (slot, number), fields_ in sorted(told.slots.items(), key=lambda pair: (_ORDER[pair[0][0]], pair[0][1])):
            columns = told.columns[slot, number]
            if slot == "event":
                self._take_event(row, fields_, columns)
            elif slot in _PERSONS:
                ids.setdefault(slot, []).append(self._record(row, slot, _person(slot, fields_), columns))
            else:
                for one in _linked(slot, fields_, ids, told.slots):
                    self._record(row, slot, one, columns)
        if told.notes:
            for text in _pieces("\n".join(told.notes)):
                self._record(row, "note", {"text": text}, {})

    def facts(self) -> tuple[Fact, ...]:
        """All records of the case."""
        if self._event and self._event_row:
            self._add(self._event_row, "event", self._event, {})
        return tuple(self._facts)

    def _take_event(self, row: Row, fields_: Plain, columns: Mapping[str, int]) -> None:
        for name, one in fields_.items():
            if self._event.setdefault(name, one) != one and self._event_row:
                raise _Bad([Fault(row, "contradicts", columns[name], {"row": str(self._event_row.number)}, f"event.{name}")])
        self._event_row = self._event_row or row

    def _record(self, row: Row, slot: str, plain: Plain, columns: Mapping[str, int]) -> str:
        """The id of the record; the same for the same content."""
        known = (slot if slot not in _PERSONS else "person", repr(sorted(plain.items())))
        if known not in self._records:
            self._records[known] = self._add(row, slot, plain, columns), row
        return str(self._records[known][0]["id"])

    def _add(self, row: Row, slot: str, plain: Plain, columns: Mapping[str, int]) -> Plain:
        whole = {"format": FORMAT, "kind": targets.SLOTS[slot][0].KIND, "id": uuid4().hex, "revision": 1, **plain}
        try:
            self._facts.append(from_plain(whole))
        except BadFact as bad:
            raise _Bad([_fault(row, slot, one.field, one.fault, one.accepted, columns) for one in bad.problems]) from None
        return whole


def _fault(row: Row, slot: str, at: str, fault: str, accepted: str, columns: Mapping[str, int]) -> Fault:
    """A fault of the whole record. What is missing has no column."""
    name = at.partition("[")[0].partition(".")[0]
    # A table within the record has columns of its own.
    within = {"names": targets.NAMES, "contact_ways": targets.CONTACTS}.get(name, {})
    name = next((one for one in within if one in columns), next(iter(within), name))
    target = targets.read(f"{slot}.{name}")
    if fault == "missing":
        # What no column can tell is a link to a person: whoever is held, of a row that names nobody.
        return Fault(row, "needs", None, {}, target or "person.name")
    return Fault(row, fault, columns.get(name), {"accepted": accepted, "value": ""}, target)


def _person(slot: str, told: Plain) -> Plain:
    """A person's record: names and ways of contact in rows of their own, and her role where no column tells one."""
    plain = {name: one for name, one in told.items() if name not in targets.NAMES and name not in targets.CONTACTS}
    names: list[Plain] = []
    if "name" in told:
        others = {"transliterations": told["name_in_other_letters"]} if "name_in_other_letters" in told else {}
        names.append({"text": told["name"], **others})
    elif "name_in_other_letters" in told:
        names += [{"text": text} for text in told["name_in_other_letters"]]
    names += [{"text": text, "kind": "known-as"} for text in told.get("other_names", ())]
    if names:
        plain["names"] = names
    ways = [{"kind": targets.contact_kind(name), "value": told[name]} for name in targets.CONTACTS if name in told]
    if ways:
        plain["contact_ways"] = ways
    plain.setdefault("roles", [targets.SLOTS[slot][1]])
    return plain


def _linked(slot: str, told: Plain, ids: Mapping[str, list[str]], slots: Mapping[tuple[str, int], Plain]) -> list[Plain]:
    """The records of a slot with their links to the persons of the row: one, or an act for each code."""
    persons = ids.get("person", [])
    if slot == "act":
        links = {"victims": persons or None, "perpetrators": ids.get("perpetrator"), "sources": ids.get("source")}
        whole = {**told, **{name: found for name, found in links.items() if found}}
        return [{**whole, "code": code} for code in told["code"]] if "code" in told else [whole]
    if slot == "detention":
        return [{**told, **({"person": persons[0]} if persons else {})}]
    if slot == "cooperation":
        hers = persons and "cooperated" in slots.get(("person", 1), {}).get("roles", ())
        return [{**told, **({"by": persons[0]} if hers else {})}]
    if slot in ("intervention", "domestic-step"):
        return [{**told, **({"persons": persons} if persons else {})}]
    return [told]


def _pieces(text: str) -> list[str]:
    """A note, or several where it is longer than one may be."""
    return [text[at : at + PROSE] for at in range(0, len(text), PROSE)]


def heading_key(headings: Iterable[str]) -> tuple[str, ...]:
    """What makes two tables of one kind: the same headings, in any order and spelling."""
    return tuple(sorted(fold(heading) for heading in headings))
