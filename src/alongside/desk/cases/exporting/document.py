"""Cases as values for the typesetter: what a person may carry on paper, in the language of whoever asks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from alongside.desk.cases import at_hand
from alongside.desk.cases.shown import Said
from alongside.facts.fact import Fact
from alongside.facts.fields import declared
from alongside.facts.persons import Person
from alongside.facts.plain import KINDS
from alongside.language.catalogue import direction

# Persons first, then what happened, what was done, what was agreed, what is to be done.
ORDER = (
    "person", "relation", "event", "act", "involvement", "detention", "cooperation", "information", "evidence", "domestic-step",
    "state-response", "intervention", "consent", "risk-assessment", "measure", "task", "note", "plan-snapshot",
)  # fmt: skip


def values(
    cases: Iterable[tuple[str, Sequence[Fact]]], lang: str, names: Mapping[UUID, str], desks: Mapping[str, str]
) -> dict[str, Any]:
    """The keys that `typeset/templates/case.typ` names at its head. `cases` each with its title."""
    say = Said(lang).say
    return {
        "lang": lang,
        "dir": direction(lang),
        "banner": say("export.paper"),
        "footer": say("export.paper_footer"),
        "cases": [_case(title, facts, Said(lang, {one.id: one for one in facts}, names, desks)) for title, facts in cases],
    }


def _case(title: str, facts: Sequence[Fact], said: Said) -> dict[str, Any]:
    groups = []
    for kind in (*ORDER, *(kind for kind in KINDS if kind not in ORDER)):
        found = [one for one in facts if kind == one.KIND]
        if found:
            ordered = at_hand.in_order([one for one in found if isinstance(one, Person)]) or sorted(found, key=_when)
            groups.append({"title": said.kind(kind), "entries": [_entry(said, one) for one in ordered]})
    return {"title": title, "groups": groups}


def _when(fact: Fact) -> tuple[str, str]:
    for name in ("date", "since", "began", "due", "arrived"):
        if name in declared(type(fact)) and getattr(fact, name):
            value = getattr(fact, name)
            return (value.isoformat() if isinstance(value, date) else str(value)), fact.id
    return "", fact.id


def _entry(said: Said, fact: Fact) -> dict[str, Any]:
    line = said.line(fact)
    remarks = fact.remarks or ""
    return {"name": line.head, "parts": list(line.parts), "text": "\n".join(part for part in (line.text, remarks) if part)}
