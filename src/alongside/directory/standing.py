"""The dated history of who belonged to what: treaties, declarations, memberships and groups of States.

Deposit is not entry into force: each instrument's own final clause decides (see `Code.instrument`). A period whose beginning nobody
read stays unknown; it is never guessed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from alongside.directory import dates
from alongside.directory.dates import Span

ENTRY_RULES = {
    "three-months": {"months": 3},
    "thirtieth-day": {"days": 30},
    "ninetieth-day": {"days": 90},
    "at-once": {},
}
OTHER_ENTRIES = ("rome", "with-treaty", "not-in-force", "unknown")


@dataclass(frozen=True, slots=True)
class Code:
    """One treaty, declaration, membership or group. `as_of` is the last day its list could be compared with a published total."""

    code: str
    name: str
    kind: str
    instrument: str
    entry: str
    in_force_since: Span | None
    as_of: Span | None
    absent: str
    absent_confidence: str
    absent_source: str
    timeless: bool


@dataclass(frozen=True, slots=True)
class Period:
    """One stretch of belonging. `begins` or `ends` None means not known, and for `ends` also: no end seen.

    `known_to`: the last day a source covers; after it the mandate may have lapsed. `doubt`: why the row is contested since
    `doubt_from`.
    """

    status: str
    begins: Span | None
    ends: Span | None
    deposited: str | None
    confidence: str
    source: str
    name: str | None = None
    known_to: Span | None = None
    doubt: str | None = None
    doubt_from: Span | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether a State belonged on a day: `holds` True, False or None (cannot tell), with the period that says so.

    `why` is one of: in-force, not-party, before-entry, after-exit, entry-unknown, contested, mandate-unseen, list-unknown,
    low-confidence (believed to belong), probably-not (believed not to), not-in-force.
    """

    holds: bool | None
    why: str
    code: Code
    period: Period | None
    confidence: str
    source: str
    # What a room above has made of this answer, remembered as long as the answer itself is.
    made: dict[object, Any] = field(default_factory=dict, compare=False, repr=False)


def entry_into_force(code: Code, deposited: str) -> Span | None:
    """The day on which a deposit takes effect under the instrument's final clause; None where the rule is not known.

    A deposit before the instrument itself was in force takes effect with it. Rome Statute art. 126(2): first day of the month
    after the sixtieth day.
    """
    span = dates.parse(deposited)
    if code.entry == "rome":
        sixty = dates.shift(span, days=60)
        span = dates.shift(Span(_next_month(sixty.first), _next_month(sixty.last), deposited))  # which names its own days
    elif code.entry in ENTRY_RULES:
        span = dates.shift(span, **ENTRY_RULES[code.entry])
    else:
        return None
    floor = code.in_force_since
    if floor and span.first < floor.first:
        return floor if span.last < floor.first else Span(floor.first, span.last, span.text)
    return span


def _next_month(day: date) -> date:
    return dates.add_months(day.replace(day=1), 1)


def on_day(code: Code, periods: tuple[Period, ...], day: Span) -> Answer:
    """Whether the State belonged throughout `day`. Every way of not knowing keeps its own name, so that the question fits."""
    if code.entry == "not-in-force":
        return Answer(False, "not-in-force", code, None, "high", code.absent_source)
    if not periods:
        return _absent(code)
    answers = [_in_period(code, period, day) for period in periods]
    for wanted in (True, None):
        for answer in answers:
            if answer.holds is wanted:
                return answer
    return answers[-1]


def _absent(code: Code) -> Answer:
    if code.absent == "unknown":
        return Answer(None, "list-unknown", code, None, "low", code.absent_source)
    if code.absent_confidence == "low":
        return Answer(None, "probably-not", code, None, "low", code.absent_source)
    return Answer(False, "not-party", code, None, code.absent_confidence, code.absent_source)


def _in_period(code: Code, period: Period, day: Span) -> Answer:
    def answer(holds: bool | None, why: str) -> Answer:
        return Answer(holds, why, code, period, period.confidence, period.source)

    doubted = period.doubt_from is not None and dates.before(day, period.doubt_from) is not True
    if period.status != "party":
        if period.status == "unknown" or doubted:
            return answer(None, "contested")
        return answer(None, "probably-not") if period.confidence == "low" else answer(False, "not-party")
    if period.ends is not None:
        past = dates.before(day, period.ends)
        if past is not True:
            return answer(None if past is None else False, "after-exit")
    begun = _begun(code, period, day)
    if begun is not True:
        return answer(begun, "entry-unknown" if begun is None and period.begins is None else "before-entry")
    if doubted:
        return answer(None, "contested")
    if period.known_to is not None and dates.before(period.known_to, day) is True:
        return answer(None, "mandate-unseen")
    return answer(None, "low-confidence") if period.confidence == "low" else answer(True, "in-force")


def _begun(code: Code, period: Period, day: Span) -> bool | None:
    """Whether the period had begun: by its own date, else by the day its list was last checked."""
    if period.begins is not None:
        early = dates.before(day, period.begins)
        return True if early is False else (False if early else None)
    if code.timeless:
        return True
    if code.in_force_since and dates.before(day, code.in_force_since):
        return False
    if code.as_of is not None and period.ends is None and dates.before(day, code.as_of) is False:
        return True
    return None
