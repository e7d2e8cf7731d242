"""Reply clocks: which letters wait for an answer of the State, until when, and which were answered. Pure.

A clock is never early: it runs from the last day that the letter's date may mean, and of several experts who signed, the longest time
counts. Where nobody knows the date, or no source says how long, the day is unknown, and nothing is called overdue.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from alongside.facts.fact import Fact
from alongside.facts.following import Letter
from alongside.facts.steps import Intervention, StateResponse
from alongside.facts.when import When, earliest, latest

URGENT = frozenset({"UA", "JUA"})
ANSWERED, DUE, OVERDUE, UNKNOWN = "answered", "due", "overdue", "unknown"
COMPLAINT = "complaint"
Days = Callable[[str, str], int | None]  # of a mechanism, for "urgent", "complaint" or "letter"


@dataclass(frozen=True, slots=True)
class Clock:
    """What waits for an answer: a letter, or something sent whose reader named a day. `answer`: what answered it."""

    fact: Letter | Intervention
    began: When | None
    due: date | None
    answer: Fact | None = None
    answered: When | None = None

    def state(self, today: date) -> str:
        if self.answer is not None:
            return ANSWERED
        if self.due is None:
            return UNKNOWN
        return OVERDUE if self.due < today else DUE

    @property
    def open(self) -> bool:
        return self.answer is None

    @property
    def took(self) -> int | None:
        """Days from the letter to its answer, where both are known to the day."""
        return days_between(self.began, self.answered)


def clocks(facts: Iterable[Fact], days: Days) -> tuple[Clock, ...]:
    """All clocks of a case, the oldest first."""
    case = list(facts)
    answers = sorted(
        (one for one in case if isinstance(one, StateResponse) and one.position != "none"),
        key=lambda one: (earliest(one.date), one.id),
    )
    letters = sorted((one for one in case if isinstance(one, Letter)), key=lambda one: (earliest(one.date), one.id))
    found = [_of_letter(one, letters, answers, days) for one in letters]
    found += [_of_intervention(one, answers) for one in case if isinstance(one, Intervention) and one.reply_due is not None]
    return tuple(sorted(found, key=lambda one: (earliest(one.began), one.fact.id)))


def days_between(first: When | None, last: When | None) -> int | None:
    """The days between two dates that are known to the day; None where they are not, or stand the wrong way round."""
    if first is None or last is None or first.precision != "day" or last.precision != "day":
        return None
    count = (earliest(last) - earliest(first)).days
    return count if count >= 0 else None


def _of_letter(one: Letter, letters: Sequence[Letter], answers: Sequence[StateResponse], days: Days) -> Clock:
    span = one.date.span if one.date else None
    kind = "urgent" if one.code in URGENT else COMPLAINT if one.code == COMPLAINT else "letter"
    known = [count for mandate in one.mandates if (count := days(mandate, kind))]
    due = span.last + timedelta(days=max(known)) if span and known else None
    answer = next((answer for answer in answers if answer.answers == one.id or _answers_its_cause(answer, one, letters)), None)
    return Clock(one, one.date, due, answer, answer.date if answer else None)


def _answers_its_cause(answer: StateResponse, one: Letter, letters: Sequence[Letter]) -> bool:
    """Whether an answer told as one to what led to the letter is one to this letter: only where no other letter came of the same, and
    it is not surely older than the letter."""
    if one.intervention is None or answer.answers != one.intervention:
        return False
    alone = sum(1 for letter in letters if letter.intervention == one.intervention) == 1
    return alone and (answer.date is None or answer.date.span is None or latest(answer.date) >= earliest(one.date))


def _of_intervention(one: Intervention, answers: Sequence[StateResponse]) -> Clock:
    answer: Fact | None = next((answer for answer in answers if answer.answers == one.id), None)
    answered = answer.date if isinstance(answer, StateResponse) else None
    return Clock(one, one.date, one.reply_due, answer or (one if one.response else None), answered)
