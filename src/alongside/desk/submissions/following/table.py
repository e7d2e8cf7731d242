"""The table over all cases that somebody may open, from their digests alone: what was sent, which answers are due. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from alongside.desk.cases.around.came import LETTER, Step
from alongside.facts.replies import ANSWERED, DUE, OVERDUE, UNKNOWN

MARK = b'"steps":'  # in the first line of a digest of which something came
OTHERS = (b'"symbols":', b'"status":')
PAGE = 30
OPEN, ALL = "open", "all"
SHOWS = (OPEN, OVERDUE, "mentioned", ALL)


@dataclass(frozen=True, slots=True)
class Entry:
    """One case of the table."""

    case: UUID
    name: str
    states: tuple[str, ...]
    steps: tuple[Step, ...]
    symbols: tuple[str, ...]
    status: str

    @property
    def letters(self) -> list[Step]:
        return [one for one in self.steps if one.what == LETTER]

    @property
    def due(self) -> date | None:
        """The earliest day by which an answer should be there that is not."""
        return min((one.due for one in self.letters if one.due and not one.answered), default=None)


def state(one: Step, today: date) -> str:
    """Where a letter stands, in the words of a clock."""
    if one.answered:
        return ANSWERED
    if one.due is None:
        return UNKNOWN
    return OVERDUE if one.due < today else DUE


def entries(heads: Iterable[tuple[UUID, bytes]]) -> list[Entry]:
    """The cases of which something came. A digest that cannot be read is no entry; the list of cases says that there is one."""
    found = []
    for case, head in heads:
        if MARK in head or any(mark in head for mark in OTHERS):
            try:
                found.append(_entry(case, json.loads(head)))
            except (ValueError, TypeError, KeyError):
                continue
    return found


def chosen(found: Sequence[Entry], show: str, today: date) -> list[Entry]:
    """Those that a choice shows, the most pressing answer first, the others as they came."""
    kept = [one for one in found if _shows(one, show, today)]
    return sorted(kept, key=lambda one: one.due or date.max)


def _shows(one: Entry, show: str, today: date) -> bool:
    if show == OVERDUE:
        return one.due is not None and one.due < today
    if show == OPEN:
        return any(not letter.answered for letter in one.letters)
    return bool(one.symbols) if show == "mentioned" else True


def _entry(case: UUID, told: dict[str, Any]) -> Entry:
    steps = (Step.read(str(text)) for text in told.get("steps", ()))
    name = str(told.get("name") or told.get("title") or told.get("draft") or "")
    return Entry(
        case,
        name,
        tuple(map(str, told.get("states", ()))),
        tuple(step for step in steps if step is not None),
        tuple(map(str, told.get("symbols", ()))),
        str(told.get("status", "")),
    )
