"""The acts and steps of a case in the order of their dates, as exactly as anybody knows them; what lasts says so, and what fell into it.

Nothing is guessed: "during" means surely during, by the last day on which the one may have begun and the first on which it may have
ended. What has no date stands at the end, never left out: an act without a date is still an act.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from alongside.facts.events import Act, Detention
from alongside.facts.fact import Fact
from alongside.facts.following import Letter, StatusEvent, UnMention
from alongside.facts.steps import Cooperation, DomesticStep, Intervention, StateResponse
from alongside.facts.when import When, earliest, latest

# On one day: first the contact, then what was done to her, then what was done about it.
WHATS = (
    "cooperation", "act", "detention", "hearing", "step", "decision", "intervention", "letter", "response", "release", "status", "mention",
)  # fmt: skip


_ONE_DAY: dict[type[Fact], str] = {
    StateResponse: "response", Intervention: "intervention", Letter: "letter", StatusEvent: "status",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Moment:
    """One point or stretch of time. `what` is one of WHATS; one fact may have several: a detention, its hearings, the release."""

    fact: Fact
    what: str
    when: When | None
    until: When | None = None
    goes_on: bool = False
    words: str = ""  # what a day in court was about
    during: tuple[str, ...] = ()  # ids of the facts that surely lasted then

    @property
    def known(self) -> bool:
        """Whether anybody knows at all when."""
        return self.when is not None and self.when.span is not None

    @property
    def lasts(self) -> bool:
        return self.goes_on or self.until is not None


def moments(facts: Iterable[Fact], today: date) -> list[Moment]:
    """Everything with a place in time, the earliest first; what nobody can date comes last."""
    found = sorted((one for fact in facts for one in _of(fact)), key=_order)
    lasting = [one for one in found if one.lasts and one.known]
    return [replace(one, during=_during(one, lasting, today)) for one in found]


def years(found: Sequence[Moment]) -> list[tuple[int | None, list[Moment]]]:
    """The moments by the year in which each begins at the earliest; None for those without a date."""
    groups: dict[int | None, list[Moment]] = {}
    for one in found:
        groups.setdefault(earliest(one.when).year if one.known else None, []).append(one)
    return list(groups.items())


def _of(fact: Fact) -> Iterator[Moment]:
    match fact:
        case Act():
            yield Moment(fact, "act", fact.date, fact.until, goes_on=bool(fact.continuing) and fact.until is None)
        case Detention():
            yield Moment(fact, "detention", fact.since, fact.released, goes_on=bool(fact.held) and fact.released is None)
            if fact.released is not None:
                yield Moment(fact, "release", fact.released)
            for day in fact.court_dates:
                yield Moment(fact, "hearing", day.date, words=day.what or day.court or "")
        case Cooperation():
            yield Moment(fact, "cooperation", fact.date)
        case DomesticStep():
            yield Moment(fact, "step", fact.date)
            if fact.final_decision is not None and fact.final_decision != fact.date:
                yield Moment(fact, "decision", fact.final_decision)
        case StateResponse() | Intervention() | Letter() | StatusEvent():
            yield Moment(fact, _ONE_DAY[type(fact)], fact.date)
        case UnMention():
            yield Moment(fact, "mention", When(str(fact.year)) if fact.year else None)


def _order(one: Moment) -> tuple[bool, date, date, int, str]:
    return (not one.known, earliest(one.when), latest(one.when), WHATS.index(one.what), one.fact.id)


def _during(one: Moment, lasting: Sequence[Moment], today: date) -> tuple[str, ...]:
    """What surely lasted when this began. A day that begins a stretch lies in it; its own hearings and release need no telling."""
    span = one.when.span if one.when else None
    if span is None:
        return ()
    found = (
        other.fact.id
        for other in lasting
        if other.fact.id != one.fact.id
        and not _is_its_act(one.fact, other.fact)
        and latest(other.when) <= span.first
        and span.last <= (today if other.goes_on else earliest(other.until))
    )
    return tuple(dict.fromkeys(found))


def _is_its_act(one: Fact, other: Fact) -> bool:
    """An arrest and the detention that it began are one thing: neither happened during the other."""
    held = {fact.act for fact in (one, other) if isinstance(fact, Detention)}
    return bool(held & {fact.id for fact in (one, other) if isinstance(fact, Act)})
