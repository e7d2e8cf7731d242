"""Cases as a table (CSV) that the import reads back by itself: the headings are its own targets, with HURIDOCS's numbers.

A row tells one record and the persons that it names; the rows of a case share what stands under `case`. A person always stands in one
slot, and told alike in several rows is one person. What such a table cannot hold stands in docs/exporting.md. Pure.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from alongside.desk.cases.importing import targets
from alongside.desk.cases.importing.tables import guarded
from alongside.desk.cases.importing.targets import CASE, MOST_OF_A_KIND, Target
from alongside.facts.events import Act, Detention
from alongside.facts.fact import Fact
from alongside.facts.persons import Person
from alongside.facts.steps import Cooperation, DomesticStep, Intervention
from alongside.facts.when import When

Cells = dict[Target, str]
_PERSONS = ("person", "relative", "perpetrator", "source")
_SLOT_OF = {kind: slot for slot, (kind, _) in targets.SLOTS.items() if kind is not Person}


def written(cases: Iterable[Sequence[Fact]]) -> bytes:
    """The table of these cases, in UTF-8 with the mark by which spreadsheets know it."""
    rows = [(str(number), row) for number, facts in enumerate(cases, 1) for row in _rows(facts)]
    used = {target for _, row in rows for target in row}
    columns = [target for target in _all() if target in used]
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow([CASE, *(target.heading for target in columns)])
    for number, row in rows:
        writer.writerow([number, *(guarded(row.get(target, "")) for target in columns)])
    return b"\xef\xbb\xbf" + file.getvalue().encode()


def _all() -> list[Target]:
    """Every column that there can be, in the order of the import's own list."""
    return [
        Target(slot, name, number)
        for slot in targets.SLOTS
        for number in range(1, MOST_OF_A_KIND + 1 if slot in _PERSONS else 2)
        for name in targets.fields_of(slot)
    ]


def _rows(facts: Sequence[Fact]) -> list[Cells]:
    persons = {one.id: one for one in facts if isinstance(one, Person)}
    slots = _slots(facts, persons)
    rows, told = list[Cells](), set[str]()
    for fact in facts:
        slot = _SLOT_OF.get(type(fact))
        if slot is None:
            continue
        named = [id_ for id_ in _named(fact, persons) if id_ in slots]
        told.update(named)
        rows.append(_cells(slot, fact) | _persons(named, persons, slots))
    alone = [_persons([id_], persons, slots) for id_ in persons if id_ not in told]
    return [row for row in (*alone, *rows) if row]


def _slots(facts: Sequence[Fact], persons: Mapping[str, Person]) -> dict[str, str]:
    """In which slot each person stands: done to, else by whom, else who says so, else what she is in the case."""
    found: dict[str, str] = {}
    acts = [one for one in facts if isinstance(one, Act)]
    for slot, ids in (
        ("person", [id_ for act in acts for id_ in act.victims or ()]),
        ("person", [id_ for one in facts if not isinstance(one, Act) for id_ in _named(one, persons)]),
        ("perpetrator", [id_ for act in acts for id_ in act.perpetrators]),
        ("source", [id_ for act in acts for id_ in act.sources]),
    ):
        for id_ in ids:
            if id_ in persons:
                found.setdefault(id_, slot)
    for id_, one in persons.items():
        found.setdefault(id_, next((role for role in one.roles if role in _PERSONS), "person"))
    return found


def _named(fact: Fact, persons: Mapping[str, Person]) -> Sequence[str]:
    """The persons that a record names, as the import links them."""
    match fact:
        case Act():
            return [*(fact.victims or ()), *fact.perpetrators, *fact.sources]
        case Detention():
            return [fact.person]
        case Intervention() | DomesticStep():
            return fact.persons
        case Cooperation(by=str(by)) if by in persons and "cooperated" in persons[by].roles:
            return [by]
    return []


def _persons(ids: Sequence[str], persons: Mapping[str, Person], slots: Mapping[str, str]) -> Cells:
    found: Cells = {}
    count = dict.fromkeys(_PERSONS, 0)
    for id_ in dict.fromkeys(ids):
        slot = slots[id_]
        count[slot] += 1
        if count[slot] <= MOST_OF_A_KIND:
            found |= _cells(slot, persons[id_], count[slot])
    return found


def _cells(slot: str, fact: Fact, number: int = 1) -> Cells:
    told = {name: getattr(fact, name) for name in targets.fields_of(slot) if hasattr(fact, name)}
    if isinstance(fact, Person):
        told |= _of_person(fact)
    return {Target(slot, name, number): text for name, value in told.items() if (text := _text(value))}


def _of_person(one: Person) -> dict[str, Any]:
    told: dict[str, Any] = {}
    if one.names:
        told["name"] = one.names[0].text
        told["name_in_other_letters"] = one.names[0].transliterations
        told["other_names"] = [name.text for name in one.names[1:]]
    for way in one.contact_ways:
        name = next((name for name, kind in targets.CONTACTS.items() if kind == way.kind), "")
        if name:
            told.setdefault(name, way.value)
    return told


def _text(value: Any) -> str:
    """A value as the import reads it."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case When():
            return value.text
        case date():
            return value.isoformat()
        case str():
            return value
    return "; ".join(_text(one) for one in value)
