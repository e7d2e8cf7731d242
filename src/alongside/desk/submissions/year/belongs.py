"""Which cases belong in a year's report, as a new case or as follow-up, what is new in them, and what each still lacks. Pure.

A new case has a link with cooperation with the UN (HRC resolution 12/2: had, sought, or was thought to have) and an act in the window.
A follow-up stands in an earlier report; what has changed since the end of the newest such report's period is named. Whether somebody
agreed is asked of the ledger alone, through `ask`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from alongside.desk.submissions.year.window import Report, Window, cited, day_after
from alongside.facts.consent import PUBLIC, Answer
from alongside.facts.events import Act, Event
from alongside.facts.fact import Fact
from alongside.facts.following import Letter, StatusEvent, UnMention
from alongside.facts.persons import Person
from alongside.facts.steps import Cooperation, StateResponse
from alongside.facts.when import When

REPORT = "un-sg-reprisals-report"
NEW, FOLLOW_UP = "new", "follow-up"
Ask = Callable[[Person, str, str], Answer]  # of a person: may it leave to this recipient for this purpose?
F = TypeVar("F", bound=Fact)


@dataclass(frozen=True, slots=True)
class Lack:
    """What is missing. `bars`: without it the case cannot be sent; the others make it weaker, or leave the name out."""

    code: str
    bars: bool
    person: str = ""
    why: str = ""  # the ledger's code
    count: int = 0


@dataclass(frozen=True, slots=True)
class Belonging:
    """How a case belongs in the year. `acts`: in the window; `changes`: what is new since the newest report in which it stands."""

    kind: str
    acts: tuple[Act, ...]
    reports: tuple[Report, ...]
    changes: tuple[Fact, ...]
    lacks: tuple[Lack, ...]

    @property
    def ready(self) -> bool:
        return not any(lack.bars for lack in self.lacks)


def belongs(
    facts: Iterable[Fact], window: Window, earlier: Sequence[Report], persons: Sequence[Person], ask: Ask
) -> Belonging | None:
    """How a case belongs in a window; None where it does not. `persons`: whom it is about, as the case orders them."""
    case = sorted(facts, key=lambda fact: fact.id)
    acts = tuple(act for act in _of(case, Act) if in_window(act, window))
    cited_in = {cited(one.symbol, earlier) for one in _of(case, UnMention)} - {None}
    reports = tuple(sorted((one for one in cited_in if one is not None), key=lambda one: -one.year))
    undated = [act for act in _of(case, Act) if act.date is None or act.date.span is None]
    if reports:
        changes = tuple(since(case, day_after(reports[0]), window.last))
        return Belonging(FOLLOW_UP, acts, reports, changes, tuple(_lacks(case, persons, ask, [], changes)))
    if linked(case) and (acts or (undated and len(undated) == len(_of(case, Act)))):
        return Belonging(NEW, acts, (), (), tuple(_lacks(case, persons, ask, undated, None)))
    return None


def linked(case: Iterable[Fact]) -> bool:
    """Whether anybody in the case had, sought, or was thought to have contact with the UN."""
    return any(isinstance(one, Cooperation) or (isinstance(one, Event) and one.un_link) for one in case)


def in_window(act: Act, window: Window) -> bool:
    """Whether an act may have been done, or went on, in the window."""
    span = act.date.span if act.date else None
    if span is None or span.first > window.last:
        return False
    until = act.until.span if act.until else None
    last = until.last if until else span.last
    return last >= window.first or bool(act.continuing and until is None)


def since(case: Iterable[Fact], first: date, last: date) -> list[Fact]:
    """What was done, answered or changed from a day on, as far as it may lie in these days. What has no date is new as far as anybody
    knows: it is shown, never left out."""
    found = [
        one for one in case if isinstance(one, Act | StatusEvent | StateResponse | Letter) and _within(one.date, first, last)
    ]
    return sorted(found, key=lambda one: (_first(one), one.id))


def _within(when: When | None, first: date, last: date) -> bool:
    span = when.span if when else None
    return span is None or (span.last >= first and span.first <= last)


def _first(one: Fact) -> date:
    when = getattr(one, "date", None)
    return when.span.first if when is not None and when.span is not None else date.max


def _lacks(
    case: Sequence[Fact], persons: Sequence[Person], ask: Ask, undated: Sequence[Act], changes: Sequence[Fact] | None
) -> Iterable[Lack]:
    if not persons:
        yield Lack("nobody", bars=True)
    for one in persons:
        sent = ask(one, REPORT, "send")
        if sent.value != "yes":
            yield Lack("consent", True, one.id, sent.code)
        elif ask(one, PUBLIC, "publish").value != "yes":
            yield Lack("name", False, one.id)
    contacts = [one for one in _of(case, Cooperation) if one.body != "un-unspecified"]
    if not contacts:
        yield Lack("body", bars=False)
    elif not any(one.date and one.date.span for one in contacts):
        yield Lack("contact-date", bars=False)
    if undated:
        yield Lack("dates", bars=False, count=len(undated))
    if changes is not None and not changes:
        yield Lack("change", bars=False)
    if not _referred(case):
        yield Lack("reference", bars=False)


def _referred(case: Sequence[Fact]) -> bool:
    """Whether the case says which UN document or letter speaks of it: the call asks for that."""
    return any(isinstance(one, UnMention | Letter) or (isinstance(one, Cooperation) and one.un_documents) for one in case)


def _of(case: Sequence[Fact], kind: type[F]) -> list[F]:
    return [fact for fact in case if isinstance(fact, kind)]
