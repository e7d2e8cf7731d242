"""One chain over the years: contact, what was done to her, what was sent, receipts, letters, answers, mentions, changes. Pure.

Nothing is guessed: a link stands between two records only where one of them names the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from alongside.facts.events import Act
from alongside.facts.fact import Fact
from alongside.facts.following import Letter, StatusEvent, UnMention
from alongside.facts.replies import Clock, Days, clocks
from alongside.facts.steps import Cooperation, Intervention, StateResponse
from alongside.facts.submissions import Submission
from alongside.facts.when import When, earliest, latest

# On one day: first the contact, then what was done to her, then what was done about it and what came of it.
WHATS = (
    "cooperation", "act", "sent", "intervention", "received", "letter", "response", "mention", "status",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Link:
    """One point of the chain. `follows`: ids of the records that it names as what led to it; `clock`: where an answer is waited for;
    `asked`: the intervention that this is or that it was sent as, which receipts, letters and answers name."""

    what: str
    fact: Fact
    when: When | None
    follows: tuple[str, ...] = ()
    clock: Clock | None = None
    asked: Intervention | None = None

    @property
    def known(self) -> bool:
        return self.when is not None and self.when.span is not None


def chain(facts: Iterable[Fact], days: Days) -> list[Link]:
    """The chain of a case, the earliest first; what nobody can date comes last, never left out. What the desk sent and the intervention
    by which the plan knows it are one point."""
    case = list(facts)
    waiting = {clock.fact.id: clock for clock in clocks(case, days)}
    known = {one.id: one for one in case}
    sent_as = {one.intervention for one in case if isinstance(one, Submission) and one.left}
    found = []
    for fact in case:
        asked = _asked(fact, known)
        clock = waiting.get(asked.id if asked else fact.id)
        for what, when, follows in _points(fact):
            if what == "received":
                found.append(Link(what, fact, when, follows))
            elif what != "intervention" or fact.id not in sent_as:
                found.append(Link(what, fact, when, tuple(id_ for id_ in follows if id_ in known), clock, asked))
    return sorted(found, key=_order)


def _asked(fact: Fact, known: Mapping[str, Fact]) -> Intervention | None:
    """What receipts, letters and answers name; nothing where it was stopped before it left."""
    one = known.get(fact.intervention or "") if isinstance(fact, Submission) and fact.left else fact
    return one if isinstance(one, Intervention) else None


def years(found: Sequence[Link]) -> list[tuple[int | None, list[Link]]]:
    """The links by the year in which each begins at the earliest; None for those without a date."""
    groups: dict[int | None, list[Link]] = {}
    for one in found:
        groups.setdefault(earliest(one.when).year if one.known else None, []).append(one)
    return list(groups.items())


def _points(fact: Fact) -> Iterator[tuple[str, When | None, tuple[str, ...]]]:
    match fact:
        case Cooperation():
            yield "cooperation", fact.date, ()
        case Act():
            yield "act", fact.date, ()
        case Submission():
            yield "sent", When(fact.sent[:10]), ()
        case Intervention():
            yield "intervention", fact.date, ()
            if fact.acknowledged is not None:
                yield "received", fact.acknowledged, (fact.id,)
        case Letter():
            yield "letter", fact.date, _named(fact.intervention)
        case StateResponse():
            yield "response", fact.date, _named(fact.answers)
        case UnMention():
            yield "mention", When(str(fact.year)) if fact.year else None, _named(fact.intervention)
        case StatusEvent():
            yield "status", fact.date, ()


def _named(id_: str | None) -> tuple[str, ...]:
    return (id_,) if id_ else ()


def _order(one: Link) -> tuple[object, ...]:
    return (not one.known, earliest(one.when), latest(one.when), WHATS.index(one.what), one.fact.id)
