"""What a column can become: one field of one record of a new case, under a name that files can carry.

The grammar of a heading is `slot.field` or `slot.field (0903)`, where the number is that of HURIDOCS's Events Standard Formats and is for
people: the name alone decides. A slot is one record of a row's case; further ones of the same kind have a number (`act2`, `person3`).
Beside them stand `case` (rows that say the same there are one case) and `case.note` (the column is kept as part of a note).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from alongside.facts import codes, fields
from alongside.facts.events import Act, Detention, Event
from alongside.facts.fact import Fact, huridocs
from alongside.facts.fields import declared
from alongside.facts.persons import Person
from alongside.facts.protection import Note, Task
from alongside.facts.steps import Cooperation, DomesticStep, Intervention, StateResponse

CASE, NOTE = "case", "case.note"
MOST_OF_A_KIND = 9
# The slots: which kind each is, and for persons the role that she has where no column tells one.
SLOTS: Mapping[str, tuple[type[Fact], str]] = {
    "person": (Person, "harmed"),
    "relative": (Person, "relative"),
    "perpetrator": (Person, "perpetrator"),
    "source": (Person, "source"),
    "event": (Event, ""),
    "act": (Act, ""),
    "detention": (Detention, ""),
    "cooperation": (Cooperation, ""),
    "intervention": (Intervention, ""),
    "domestic-step": (DomesticStep, ""),
    "state-response": (StateResponse, ""),
    "task": (Task, ""),
    "note": (Note, ""),
}
ONE_EACH = frozenset({"event"})  # a case has one frame
# Fields of a person that stand in rows of their own within her record.
NAMES = {
    "name": ("0903", fields.Text()),
    "other_names": ("0904", fields.Many(fields.Text())),
    "name_in_other_letters": ("", fields.Many(fields.Text())),
}
CONTACTS = {"phone": "phone", "messenger": "messenger", "email": "email", "post": "post"}
_GRAMMAR = re.compile(r"([a-z-]+?)([2-9])?(?:\.([a-z_]+))?(?:\s*\((\d{4}(?:_\d)?)\))?")


@dataclass(frozen=True, slots=True)
class Target:
    """One field of one slot. `number` counts the slots of a name from 1."""

    slot: str
    field: str
    number: int = 1

    @property
    def name(self) -> str:
        """As a heading spells it, without the number of HURIDOCS."""
        return f"{self.slot}{self.number if self.number > 1 else ''}.{self.field}"

    @property
    def heading(self) -> str:
        """As an export writes it."""
        number = huridocs_number(self.slot, self.field)
        return f"{self.name} ({number})" if number else self.name

    @property
    def kind(self) -> Any:
        """The kind of value that the field holds."""
        return fields_of(self.slot)[self.field]


@cache
def fields_of(slot: str) -> Mapping[str, Any]:
    """The fields of a slot that a column can fill, in the order of their declaration, each with its kind of value."""
    fact = SLOTS[slot][0]
    found: dict[str, Any] = {}
    if fact is Person:
        found |= {name: kind for name, (_, kind) in NAMES.items()}
        found |= {name: fields.Text() for name in CONTACTS}
    for name, one in declared(fact).items():
        kind = one.metadata["kind"]
        inner = kind.kind if isinstance(kind, fields.Many) else kind
        # Ids lead to other records, which a row knows by its slots; tables within a record have columns of their own above.
        if inner is not fields.ID and not isinstance(inner, fields.Row | fields.Ticks | fields.Number):
            found[name] = kind
    return found


@cache
def huridocs_number(slot: str, field: str) -> str:
    """The number of a field in HURIDOCS's formats; empty where there is none."""
    fact = SLOTS[slot][0]
    if fact is Person and field in NAMES:
        return NAMES[field][0]
    return huridocs(fact).get(field, "")


@cache
def by_number() -> Mapping[str, Target]:
    """Which field each number of HURIDOCS means: of several slots of one kind, the first."""
    found: dict[str, Target] = {}
    for slot in SLOTS:
        for field in fields_of(slot):
            number = huridocs_number(slot, field)
            if number:
                found.setdefault(number, Target(slot, field))
    return found


def read(text: str) -> str:
    """The target that a heading spells, as the mapping keeps it: `case`, `case.note` or `slot.field`; empty where it spells none."""
    found = _GRAMMAR.fullmatch(text.strip())
    if found is None:
        return ""
    slot, number, field = found[1], int(found[2] or 1), found[3] or ""
    if slot == CASE and number == 1:
        return CASE if not field else NOTE if field == "note" else ""
    if slot not in SLOTS or field not in fields_of(slot) or (number > 1 and slot in ONE_EACH):
        return ""
    return Target(slot, field, number).name


def of(name: str) -> Target | None:
    """The target of a name; None for `case` and `case.note`. ValueError for what is no target."""
    if name in (CASE, NOTE):
        return None
    spelled = read(name)
    found = _GRAMMAR.fullmatch(spelled)
    if not spelled or found is None:
        raise ValueError(name)
    return Target(found[1], found[3], int(found[2] or 1))


def contact_kind(field: str) -> str:
    """The kind of a way of contact that a column tells."""
    kind = CONTACTS[field]
    assert kind in codes.CONTACT_KINDS  # noqa: S101  a test of the table above
    return kind
