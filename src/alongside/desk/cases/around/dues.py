"""What of a case is due and when: work that is not done, the next look at somebody's risk, consent that runs out, days in court,
the day to look whether a case is still to be kept, the answer that a State owes, and an ending that waits for a second yes.

Kept in the digest of a case, so that a calendar over ten thousand cases opens none of them: a day (or a month, where nobody knows the
day) and a word, nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from alongside.desk.cases.retention import rules
from alongside.directory import replies
from alongside.facts import publicity
from alongside.facts.consent import Consent
from alongside.facts.events import Detention
from alongside.facts.fact import Fact
from alongside.facts.protection import Measure, RiskAssessment, Task
from alongside.facts.replies import clocks

WHATS = ("task", "measure", "risk", "consent", "hearing", "review", "ending", "reply", "publicity", "untold")
# Past their day these still wait for somebody. A consent that has run out, or a hearing that was, does not.
WAITING = frozenset({"task", "measure", "risk", "review", "ending", "reply", "publicity", "untold", "due"})
MOST = 40  # of one case


@dataclass(frozen=True, slots=True, order=True)
class Due:
    """Something on a day (`2026-12-01`) or in a month (`2026-12`)."""

    on: str
    what: str

    def __str__(self) -> str:
        return f"{self.on} {self.what}"

    @classmethod
    def read(cls, text: str) -> Due | None:
        """As it stands in a digest; None for what a later version may have written there."""
        on, _, what = text.partition(" ")
        try:
            date.fromisoformat(on if len(on) == 10 else f"{on}-01")
        except ValueError:
            return None
        return cls(on, what) if what and len(on) in (7, 10) else None

    @property
    def day(self) -> date:
        """The day, or the first of the month."""
        return date.fromisoformat(self.on if len(self.on) == 10 else f"{self.on}-01")


def dues(facts: Iterable[Fact], told_on: date | None = None) -> tuple[Due, ...]:
    """What is due, the earliest first. Past days that wait for nobody are left out, as of the day on which the digest is made."""
    found = sorted(set(_of(list(facts))))
    kept = (one for one in found if told_on is None or one.what in WAITING or one.on >= told_on.isoformat()[: len(one.on)])
    return tuple(kept)[:MOST]


def _of(facts: list[Fact]) -> Iterator[Due]:
    for fact in facts:
        match fact:
            case Task() | Measure():
                if fact.done is None and fact.due is not None:
                    yield Due(fact.due.isoformat(), "task" if isinstance(fact, Task) else "measure")
            case Detention():
                yield from _hearings(fact)
    newest: dict[str, RiskAssessment] = {}
    for risk in sorted((one for one in facts if isinstance(one, RiskAssessment)), key=lambda one: (one.date, one.id)):
        newest[risk.person] = risk
    yield from (Due(risk.reassess_on.isoformat(), "risk") for risk in newest.values() if risk.reassess_on is not None)
    yield from _expiries([one for one in facts if isinstance(one, Consent)])
    yield from _endings(facts)
    yield from (Due(one.due.isoformat(), "reply") for one in clocks(facts, replies.days) if one.open and one.due is not None)
    if (looked := publicity.review_day(facts)) is not None:
        yield Due(looked.isoformat(), "publicity")
    yield from (Due(day.isoformat(), "untold") for day in publicity.untold(facts))


def _endings(facts: list[Fact]) -> Iterator[Due]:
    """When to look whether to keep the case, and whether somebody asks that it goes."""
    if (review := rules.next_review(facts)) is not None:
        yield Due(review.isoformat(), "review")
    yield from (Due(one.asked[:10], "ending") for one in rules.requests(facts))


def _hearings(one: Detention) -> Iterator[Due]:
    """Days in court that are known to the day or the month. "About" is no day to remind anybody of."""
    for day in one.court_dates:
        if day.date.precision in ("day", "month"):
            yield Due(day.date.text, "hearing")


def _expiries(ledger: list[Consent]) -> Iterator[Due]:
    """The last days of agreements that nothing has ended or replaced by a longer one."""
    withdrawn = {named for one in ledger if one.answer == "withdrawn" for named in one.withdraws}
    longest: dict[tuple[str, str, str], date] = {}
    for one in ledger:
        if one.answer == "agreed" and one.id not in withdrawn:
            about = (one.person, one.recipient, one.purpose)
            longest[about] = max(longest.get(about, date.min), one.expires or date.max)
    yield from (Due(day.isoformat(), "consent") for day in longest.values() if day != date.max)
