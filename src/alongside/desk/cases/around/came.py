"""What came of a case, as its digest keeps it: the table over all cases, the year of the reprisals report and the statistics read this,
and open no case for it. Pure.

Words here are codes, days, symbols and ids of the directory, each without a blank; nothing of any person.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from alongside.desk.cases.retention.counted import Statistic, statistic
from alongside.directory import replies
from alongside.facts.events import Act, Event
from alongside.facts.fact import Fact
from alongside.facts.following import Letter, StatusEvent, UnMention
from alongside.facts.replies import Clock, clocks, days_between
from alongside.facts.steps import Cooperation, Intervention
from alongside.facts.submissions import Submission
from alongside.facts.when import When, earliest, latest

MOST, MOST_SYMBOLS, LONGEST = 8, 8, 40
LETTER, SENT = "letter", "sent"
NONE = "-"
F = TypeVar("F", bound=Fact)


@dataclass(frozen=True, slots=True)
class Step:
    """One letter, or one thing sent. `answered`: the State's answer to a letter, the receipt of what was sent; `yes` where nobody knows
    when. `label`: the letter's reference or kind, or whom it went to."""

    what: str
    began: str
    due: date | None
    answered: str
    label: str

    def __str__(self) -> str:
        due = self.due.isoformat() if self.due else NONE
        return " ".join((self.what, self.began or NONE, due, self.answered or NONE, self.label))

    @classmethod
    def read(cls, text: str) -> Step | None:
        """As it stands in a digest; None for what a later version may have written there."""
        try:
            what, began, due, answered, label = text.split(" ", 4)
            day = None if due == NONE else date.fromisoformat(due)
            return cls(_told(what), _told(began), day, _told(answered), label)
        except ValueError:
            return None


def untold(heads: Iterable[bytes]) -> int:
    """How many digests tell nothing of this: an earlier version wrote them, or they cannot be read."""
    return sum(1 for head in heads if b'"figures":"' not in head)


def steps(facts: Iterable[Fact]) -> tuple[str, ...]:
    """The newest letters and sendings of a case; what waits for an answer comes first, the most pressing before the others."""
    case = list(facts)
    found = clocks(case, replies.days)
    steps = [_letter(one) for one in found]
    clocked = {one.fact.id for one in found}
    steps += [
        Step(SENT, _day(one.date), None, _when(one.acknowledged), one.mechanism or one.party_kind or "other")
        for one in _of(case, Intervention)
        if (one.mechanism or one.party_kind) and one.id not in clocked
    ]
    told = {one.intervention for one in _of(case, Submission)}
    known = {one.id for one in _of(case, Intervention)}
    steps += [
        Step(SENT, one.sent[:10], None, "", one.mechanism or one.form)
        for one in _of(case, Submission)
        if one.left and one.intervention not in known & told
    ]
    steps.sort(key=lambda one: one.began, reverse=True)
    steps.sort(key=lambda one: (bool(one.answered) or one.what == SENT, one.due or date.max))
    return tuple(map(str, steps[:MOST]))


def next_reply(facts: Iterable[Fact]) -> date | None:
    """The earliest day by which an answer should be there that is not."""
    return min((one.due for one in clocks(facts, replies.days) if one.open and one.due), default=None)


def symbols(facts: Iterable[Fact]) -> tuple[str, ...]:
    """The documents of the UN in which the case stands."""
    named = sorted(_of(list(facts), UnMention), key=lambda one: (-(one.year or 0), one.id))
    return tuple(dict.fromkeys("".join(one.symbol.split())[:LONGEST] for one in named))[:MOST_SYMBOLS]


def status(facts: Iterable[Fact]) -> str:
    """The newest change, with its date as exactly as anybody knows."""
    found = max(_of(list(facts), StatusEvent), key=lambda one: (latest(one.date), one.id), default=None)
    return f"{found.code} {_when(found.date)}".strip() if found else ""


def linked(facts: Iterable[Fact]) -> bool:
    """Whether anybody in the case had, sought, or was thought to have contact with the UN (HRC resolution 12/2)."""
    return any(isinstance(one, Cooperation) or (isinstance(one, Event) and one.un_link) for one in facts)


def acts_between(facts: Iterable[Fact]) -> str:
    """The first and the last day on which something may have been done; open at the end where it goes on."""
    spans = [(one.date.span, one) for one in _of(list(facts), Act) if one.date and one.date.span]
    if not spans:
        return ""
    last = max(latest(one.until) if one.until and one.until.span else span.last for span, one in spans)
    goes_on = any(one.continuing and not (one.until and one.until.span) for _, one in spans)
    return f"{min(span.first for span, _ in spans)}/{'..' if goes_on else last}"


def overlaps(between: str, first: date, last: date) -> bool:
    """Whether such a stretch has a day in a window."""
    begin, _, end = between.partition("/")
    return bool(begin) and begin <= last.isoformat() and (end == ".." or end >= first.isoformat())


def figures(facts: Iterable[Fact]) -> str:
    """What is counted of a case: the row that it would leave if it were shrunk, and how many days answers took."""
    case = list(facts)
    row = statistic(case)
    took = [one.took for one in clocks(case, replies.days)]
    receipts = [days_between(one.date, one.acknowledged) for one in _of(case, Intervention)]
    held = "" if row.held is None else str(int(row.held))
    linked_ = "" if row.cooperation is None else str(int(row.cooperation))
    return ";".join(
        (
            str(row.year or ""), row.state or "", ",".join(row.acts), ",".join(row.targets), linked_, ",".join(row.bodies),
            ",".join(f"{family}:{code}" for family, code in row.outcomes), held, _numbers(receipts), _numbers(took),
        )
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Counted:
    """One case as it is counted: the row of a shrunk case, the days to each receipt and to each answer of a State."""

    row: Statistic
    receipts: tuple[int, ...] = ()
    answers: tuple[int, ...] = ()


def counted(text: str) -> Counted | None:
    """As it stands in a digest; None for one that an earlier or a later version wrote."""
    parts = text.split(";")
    if len(parts) != 10:
        return None
    year, state, acts, targets, contact, bodies, outcomes, held, receipts, answers = parts
    try:
        row = Statistic(
            int(year) if year else None, state or None, _list(acts), _list(targets), _flag(contact), _list(bodies),
            tuple((family, code) for family, _, code in (one.partition(":") for one in _list(outcomes))), _flag(held),
        )  # fmt: skip
        return Counted(row, tuple(map(int, _list(receipts))), tuple(map(int, _list(answers))))
    except ValueError:
        return None


def _letter(one: Clock) -> Step:
    answered = (_when(one.answered) or "yes") if one.answer else ""
    if isinstance(one.fact, Letter):
        return Step(LETTER, _day(one.began), one.due, answered, one.fact.reference or one.fact.code)
    return Step(LETTER, _day(one.began), one.due, answered, one.fact.mechanism or one.fact.party_kind or "other")


def _of(case: Sequence[Fact], kind: type[F]) -> list[F]:
    return [fact for fact in case if isinstance(fact, kind)]


def _when(one: When | None) -> str:
    return one.text if one and one.span else ""


def _day(one: When | None) -> str:
    """For putting in order and for showing: the text of the date, the earlier end of a stretch."""
    return earliest(one).isoformat() if one and one.precision == "range" else _when(one)


def _told(text: str) -> str:
    return "" if text == NONE else text


def _list(text: str) -> tuple[str, ...]:
    return tuple(text.split(",")) if text else ()


def _flag(text: str) -> bool | None:
    return None if not text else text == "1"


def _numbers(found: Iterable[int | None]) -> str:
    return ",".join(str(one) for one in sorted(one for one in found if one is not None)[:MOST])
