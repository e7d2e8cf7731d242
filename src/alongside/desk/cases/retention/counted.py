"""What a shrunk case leaves: codes, a State and a year. Pure.

No person, no word, no day, no place below the State, and no id. Lists are in the order of their codes, so that not even the order of what
happened is told. A row is still rare where what it tells is rare; the page shows all of it before anybody presses.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import TypeVar

from alongside.facts.events import Act, Detention, Event
from alongside.facts.fact import Fact
from alongside.facts.following import StatusEvent
from alongside.facts.steps import Cooperation, Intervention, StateResponse

FORMAT = 1
F = TypeVar("F", bound=Fact)


@dataclass(frozen=True, slots=True)
class Statistic:
    """One case that is no more. None and empty: not told."""

    year: int | None = None
    state: str | None = None
    acts: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    cooperation: bool | None = None
    bodies: tuple[str, ...] = ()
    outcomes: tuple[tuple[str, str], ...] = ()  # the family of a code, and the code
    held: bool | None = None

    def to_bytes(self) -> bytes:
        return json.dumps({"format": FORMAT} | asdict(self), separators=(",", ":")).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> Statistic:
        """ValueError for what is none, or of a later version."""
        plain = json.loads(data)
        if plain.pop("format") != FORMAT:
            raise ValueError("of another version")
        lists = {name: tuple(plain[name]) for name in ("acts", "targets", "bodies")}
        return cls(**plain | lists | {"outcomes": tuple((family, code) for family, code in plain["outcomes"])})


def statistic(facts: Iterable[Fact]) -> Statistic:
    """The row of a case."""
    case = sorted(facts, key=lambda fact: fact.id)
    events, acts, contacts = _of(case, Event), _of(case, Act), _of(case, Cooperation)
    real = [one for one in contacts if one.form != "presumed"]
    return Statistic(
        year=_year(events, acts),
        state=_state(events, acts),
        acts=tuple(sorted({act.code for act in acts})),
        targets=tuple(sorted({target for act in acts for target in act.aimed_at or ()})),
        cooperation=True if real else _told(one.un_link for one in events),
        bodies=tuple(sorted({one.body for one in real})),
        outcomes=tuple(sorted(_outcomes(case))),
        held=_held(_of(case, Detention)),
    )


def _of(case: Sequence[Fact], kind: type[F]) -> list[F]:
    return [fact for fact in case if isinstance(fact, kind)]


def _year(events: Sequence[Event], acts: Sequence[Act]) -> int | None:
    """The year in which it began, where all that may be meant lies in one year."""
    for told in ([one.began for one in events], [act.date for act in acts]):
        spans = sorted((when.span.first, when.span.last) for when in told if when and when.span)
        if spans:
            first, last = spans[0]
            return first.year if first.year == last.year else None
    return None


def _state(events: Sequence[Event], acts: Sequence[Act]) -> str | None:
    """Who answers for it; else where it happened."""
    named = [one.state_responsible for one in events] + [one.territory for one in events] + [act.country for act in acts]
    return next((state for state in named if state), None)


def _outcomes(case: Sequence[Fact]) -> set[tuple[str, str]]:
    found = {("intervention_status", one.status) for one in _of(case, Intervention) if one.status}
    found |= {("position", one.position) for one in _of(case, StateResponse) if one.position}
    found |= {("status_event", one.code) for one in _of(case, StatusEvent)}
    return found | {("monitoring", one.monitoring) for one in _of(case, Event) if one.monitoring}


def _held(detentions: Sequence[Detention]) -> bool | None:
    if any(one.held or one.since or one.released for one in detentions):
        return True
    return _told(one.held for one in detentions)


def _told(answers: Iterable[bool | None]) -> bool | None:
    """A yes before a no; None where nobody answered."""
    known = {answer for answer in answers if answer is not None}
    return max(known, default=None)
