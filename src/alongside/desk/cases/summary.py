"""What a list and the search need of a case: sealed beside it, so that ten thousand cases are listed without opening one.

Three lines of text. The first is JSON: who, where, what, how urgent, what is due. The second holds the codes that lists are narrowed
by, the third the other words of `facts.digest`. A usual case fits the bucket of 4 KiB; none exceeds that of 16 KiB, because names and
titles are cut for the list (search keeps their words) and the digest has its own end.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, NamedTuple, TypeVar

from alongside.desk.cases.around import came
from alongside.desk.cases.around.dues import dues
from alongside.desk.cases.retention import rules
from alongside.directory import vocabulary
from alongside.facts import codes, publicity
from alongside.facts.digest import digest
from alongside.facts.events import Act, Detention, Event
from alongside.facts.fact import Fact
from alongside.facts.persons import Person, PersonName
from alongside.facts.protection import Measure, Note, RiskAssessment, Task
from alongside.facts.when import latest

FORMAT = 1
LONGEST_NAME, LONGEST_TITLE, LONGEST_DRAFT, MOST_STATES = 80, 120, 120, 6
# By what lists are narrowed, in the order of the form. Other codes of the digest are words like any other: search finds them.
FACET_NAMES = ("state", "act", "urgency", "held", "risk", "group", "perpetrator", "mechanism")
_CENTRAL = ("harmed", "cooperated", "relative")
# A name that others know her by comes before one that only her papers know; what hides her comes last.
_NAME_KINDS = ("known-as", None, "legal", "former", "alias", "pseudonym")
F = TypeVar("F", bound=Fact)


class NotASummary(ValueError):
    """Bytes that are no summary, or one of a later version."""


@dataclass(frozen=True, slots=True)
class Summary:
    """One row of a list. Empty: not told."""

    name: str = ""  # the central person, in her own script
    spelling: str = ""  # her name as letters and passports spell it
    others: int = 0  # further central persons
    title: str = ""
    draft: str = ""  # the first words of an entry that has neither name nor title yet
    states: tuple[str, ...] = ()
    act: str = ""  # the newest
    act_on: str = ""  # its date, as exactly as anybody knows
    urgency: str = ""
    risk: str = ""
    held: bool = False
    closed: bool = False  # every event of it is
    due: date | None = None  # the next day by which something is to be done
    days: tuple[str, ...] = ()  # all of what is due, as `around.dues` spells it
    changed: str = ""  # to the second, UTC
    # What came of it, as `around.came` spells it.
    steps: tuple[str, ...] = ()
    symbols: tuple[str, ...] = ()
    status: str = ""
    linked: bool = False
    acted: str = ""
    figures: str = ""
    codes: tuple[str, ...] = ()
    words: str = ""

    @property
    def shown(self) -> str:
        """What the row is called by."""
        return self.name or self.title or self.draft

    @classmethod
    def from_bytes(cls, data: bytes) -> Summary:
        """A summary as it was stored. NotASummary if it is none."""
        try:
            first, coded, words = data.decode().split("\n")
            plain = json.loads(first)
            if plain.pop("format") != FORMAT:
                raise NotASummary
            told = {name: plain[name] for name in _TOLD if name in plain}
            for name in ("states", "days", "steps", "symbols"):
                if name in told:
                    told[name] = tuple(told[name])
            if "due" in told:
                told["due"] = date.fromisoformat(told["due"])
            return cls(**told, codes=tuple(coded.split()), words=words)
        except NotASummary:
            raise
        except (ValueError, TypeError, KeyError, AttributeError):
            raise NotASummary from None  # the message would hold what stands in it

    def to_bytes(self) -> bytes:
        """Three lines; what is not told is left out."""
        plain: dict[str, Any] = {"format": FORMAT}
        for name in _TOLD:
            value = getattr(self, name)
            if value:
                plain[name] = value.isoformat() if isinstance(value, date) else value
        first = json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
        return "\n".join((first, " ".join(self.codes), self.words)).encode()


class Indexed(NamedTuple):
    """What an index takes of a digest, without making a summary of it: with ten thousand cases that is a third of the time."""

    head: bytes  # the first line, from which the row is made when it is shown
    changed: str
    due: str  # a day as ISO 8601, or empty
    shown: str
    codes: list[str]
    text: str  # all words, codes included


def indexed(data: bytes) -> Indexed:
    """The parts of a digest that an index takes. NotASummary if it is none."""
    try:
        first, _, rest = data.partition(b"\n")
        coded, words = rest.decode().split("\n")
        told = json.loads(first.decode())
        if told["format"] != FORMAT:
            raise NotASummary
        due = told.get("due", "")
        if due:
            date.fromisoformat(due)
        shown = told.get("name") or told.get("title") or told.get("draft") or ""
        return Indexed(first, told.get("changed", ""), due, shown, coded.split(), f"{coded} {words}")
    except NotASummary:
        raise
    except (ValueError, TypeError, KeyError, AttributeError):
        raise NotASummary from None  # the message would hold what stands in it


def days(head: bytes) -> list[str]:
    """All that is due in a case, from the first line of a digest that `indexed` has read: only the calendar asks for it."""
    told = json.loads(head) if head else {}
    found = told.get("days")
    if isinstance(found, list):
        return [str(one) for one in found]
    # Written before there were any, a digest tells its next day alone.
    return [f"{told['due']} due"] if told.get("due") else []


_TOLD = tuple(one.name for one in fields(Summary) if one.name not in ("codes", "words"))


def to_digest(facts: Iterable[Fact], changed: datetime | None = None) -> bytes:
    """The summary of a case, to be sealed. `changed` is when it was: the order of "newest first"; nothing else tells it."""
    case = sorted(facts, key=lambda fact: fact.id)
    words = digest(case).split()
    about = central(case)
    acts = sorted(_of(case, Act), key=lambda act: latest(act.date))
    events = sorted(_of(case, Event), key=lambda event: latest(event.began), reverse=True)
    name, title = _name(about[0]) if about else None, next((event.title for event in events if event.title), None)
    return Summary(
        name=_cut(name.text, LONGEST_NAME) if name else "",
        spelling=_cut(name.transliterations[0], LONGEST_NAME) if name and name.transliterations else "",
        others=max(0, len(about) - 1),
        title=_cut(title or "", LONGEST_TITLE),
        draft="" if name or title else _draft(case),
        states=_states(events, acts),
        act=acts[-1].code if acts else "",
        act_on=acts[-1].date.text if acts and acts[-1].date else "",
        urgency=_urgency(events),
        risk=_risk(case),
        held=any(one.held and one.released is None for one in _of(case, Detention)),
        closed=bool(events) and all(event.monitoring == "closed" for event in events),
        due=_due(case),
        days=tuple(str(one) for one in dues(case, changed.date() if changed else None)),
        changed=changed.strftime("%Y-%m-%dT%H:%M:%S") if changed else "",
        steps=came.steps(case),
        symbols=came.symbols(case),
        status=came.status(case),
        linked=came.linked(case),
        acted=came.acts_between(case),
        figures=came.figures(case),
        codes=tuple(word for word in words if is_code(word)),
        words=" ".join(word for word in words if not is_code(word)),
    ).to_bytes()


def is_code(word: str) -> bool:
    """Whether a word of the digest is a code that lists are narrowed by."""
    what, line, _ = word.partition("_")
    return bool(line) and what in FACET_NAMES


def _of(case: Sequence[Fact], kind: type[F]) -> list[F]:
    return [fact for fact in case if isinstance(fact, kind)]


def central(case: Sequence[Fact]) -> list[Person]:
    """Whom the case is about: first who was harmed, by what was done to her. Who has no name comes after those who have one."""
    persons = [person for person in _of(case, Person) if set(_CENTRAL) & set(person.roles)]
    done: Counter[str] = Counter()
    for act in _of(case, Act):
        for place, victim in enumerate(act.victims or ()):
            done[victim] += 1 if place else 2  # who is named first is whom it was aimed at

    def rank(one: Person) -> tuple[int, bool, int]:
        return next(at for at, role in enumerate(_CENTRAL) if role in one.roles), not one.names, -done[one.id]

    return sorted(persons, key=rank)


def _name(person: Person) -> PersonName | None:
    names = sorted(person.names, key=lambda name: _NAME_KINDS.index(name.kind) if name.kind in _NAME_KINDS else len(_NAME_KINDS))
    return names[0] if names else None


def _draft(case: Sequence[Fact]) -> str:
    """The first words that somebody wrote during a call: an entry without a name must not be an empty row."""
    texts = [event.description or event.why for event in _of(case, Event)]
    texts += [act.description for act in _of(case, Act)] + [note.text for note in _of(case, Note)]
    return _cut(next((text for text in texts if text), ""), LONGEST_DRAFT)


def _states(events: Sequence[Event], acts: Sequence[Act]) -> tuple[str, ...]:
    """Where it happens and who answers for it, the newest event first."""
    named = [state for event in events for state in (event.state_responsible, event.territory, event.foreign_state)]
    named += [act.country for act in reversed(acts)]
    return tuple(dict.fromkeys(state for state in named if state))[:MOST_STATES]


def _urgency(events: Sequence[Event]) -> str:
    """The most urgent of what is not closed."""
    told = {event.urgency for event in events if event.monitoring != "closed"}
    return next((urgency for urgency in vocabulary.URGENCIES if urgency in told), "")


def _newest_risks(case: Sequence[Fact]) -> list[RiskAssessment]:
    """The newest assessment of each person: an older one no longer stands."""
    newest: dict[str, RiskAssessment] = {}
    for one in sorted(_of(case, RiskAssessment), key=lambda one: one.date):
        newest[one.person] = one
    return list(newest.values())


def _risk(case: Sequence[Fact]) -> str:
    """The highest level that anybody in the case has now."""
    told = {one.level for one in _newest_risks(case)}
    return next((level for level in reversed(codes.LEVELS) if level in told), "")


def _due(case: Sequence[Fact]) -> date | None:
    """The earliest day of what is not done: tasks, measures, the next look at somebody's risk or at keeping
    the case, an ending that waits for a yes, an answer that a State owes, the review of what publicity did, a desk
    to be told."""
    days = [one.due for one in (*_of(case, Task), *_of(case, Measure)) if one.done is None]
    days += [one.reassess_on for one in _newest_risks(case)]
    days += [
        rules.next_review(case),
        *(date.fromisoformat(one.asked[:10]) for one in rules.requests(case)),
        came.next_reply(case),
        publicity.review_day(case),
        *publicity.untold(case),
    ]
    return min((day for day in days if day), default=None)


def _cut(text: str, longest: int) -> str:
    """One line, not longer than a list can show."""
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"
