"""What every item needs to tell its facts: which of them may be used, in which order, and in which words.

No text of a fact comes into a sentence but through `prose`, which takes out what may not leave.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import TypeVar

from alongside.desk.cases import words
from alongside.desk.submissions.drafting.draft import Sender, Sentence, Withheld
from alongside.desk.submissions.drafting.filling.calling import Calling
from alongside.desk.submissions.drafting.filling.words import isolated, say
from alongside.desk.submissions.drafting.form import Form
from alongside.desk.submissions.drafting.naming import RANK, Naming, place_of
from alongside.desk.submissions.drafting.withholding import Net
from alongside.facts.events import Act, Detention, Event
from alongside.facts.fact import Fact
from alongside.facts.when import When, earliest, latest

F = TypeVar("F", bound=Fact)
END = date.max


class Telling:
    """The facts of a case as one document in one language may tell them."""

    def __init__(self, form: Form, naming: Naming, net: Net, lang: str, sender: Sender, annexes: tuple[str, ...] | None) -> None:
        self.form, self.naming, self.lang, self.sender, self.annexes = form, naming, lang, sender, annexes
        self.today = naming.terms.today
        self._net, self._calling = net, Calling(naming, net, lang)
        self.withheld: dict[Withheld, None] = {}
        self.main = tuple(one for one in naming.main if naming.told(one))

    # --- which facts

    def all_of(self, kind: type[F], keep: Callable[[F], bool] = lambda _: True) -> list[F]:
        """The facts of a kind that may be used; of the others it is noted why they may not."""
        found = []
        for fact in self.naming.facts.values():
            if isinstance(fact, kind) and keep(fact):
                why = self.naming.why_not(fact)
                if why is None:
                    found.append(fact)
                else:
                    self.withheld[Withheld(fact.id, why)] = None
        return sorted(found, key=lambda one: (*_order(one), one.id))

    def acts(self, *codes: str) -> list[Act]:
        """The acts in the order of time, those without a date last."""
        return self.all_of(Act, lambda act: not codes or act.code in codes)

    def events(self) -> list[Event]:
        return self.all_of(Event)

    def detentions(self) -> list[Detention]:
        return self.all_of(Detention)

    def keep_back(self, fact: str, why: str = "unnamed") -> None:
        """Notes that something of a fact is known and not told."""
        self.withheld[Withheld(fact, why)] = None

    def at_least(self, level: str, person: str) -> bool:
        """Whether so much of a person is told; noted where it is not."""
        enough = RANK[self.naming.level(person)] >= RANK[level]
        if not enough:
            self.keep_back(person)
        return enough

    # --- in which words

    def say(self, key: str, **params: object) -> str:
        return say(self.lang, key, **params)

    def prose(self, text: str) -> str:
        """A text as somebody wrote it, without what may not leave."""
        return self._net.withheld(text, self.say("withheld.mark"))

    def label(self, family: str, code: str) -> str:
        return words.label(family, code, self.lang)

    def labels(self, family: str, codes: Iterable[str]) -> str:
        return self.listed(self.label(family, code) for code in dict.fromkeys(codes))

    def when(self, one: When | None) -> str:
        return words.when(one, self.lang)

    def day(self, one: date) -> str:
        return words.day(one.isoformat(), self.lang)

    def country(self, iso3: str | None) -> str:
        return words.country(iso3, self.lang) if iso3 else ""

    def place(self, fact: Fact) -> str:
        """The exact place of an event, act or detention, where it may be told."""
        place = place_of(fact)
        if not place:
            return ""
        if self.naming.tells_place(fact):
            return self.prose(place)
        self.keep_back(fact.id)
        return ""

    def exact(self, fact: Fact, told: object) -> bool:
        """Whether a UN document, a file or a court of a fact may be told: whoever looks there reads who is in it."""
        tells = self.naming.tells_place(fact)
        if told and not tells:
            self.keep_back(fact.id)
        return bool(told) and tells

    def exactly(self, fact: Fact, text: str | None) -> str:
        """Such a text, where it may be told."""
        return self.prose(text or "") if self.exact(fact, text) else ""

    def called(self, person: str) -> str:
        return self._calling.called(person)

    def whole(self, person: str) -> str:
        return self._calling.whole(person)

    def callings(self, persons: Iterable[str]) -> str:
        """Persons in a row, without those of whom nothing is told."""
        return self.listed(called for one in persons if (called := self.called(one)))

    def flag(self, yes: bool) -> str:
        return self.say("word.yes" if yes else "word.no")

    def listed(self, parts: Iterable[str]) -> str:
        return self._joined("join.list", parts)

    def head(self, *parts: str) -> str:
        """What a line begins with: when, where, what."""
        return self._joined("join.head", parts)

    def parts(self, *parts: str) -> str:
        return self._joined("join.parts", parts)

    def _joined(self, key: str, parts: Iterable[str]) -> str:
        told = [part for part in parts if part]
        return self.say(key).join(isolated(part, self.lang) for part in told) if len(told) > 1 else "".join(told)

    def line(self, label: str, value: str) -> str:
        """A value under its label; empty where there is none."""
        return self.say("line.one", label=self.say(f"label.{label}"), value=value) if value else ""

    def under(self, head: str, value: str) -> str:
        """A value behind a date or a name, or what there is of the two."""
        return self.say("line.one", label=head, value=value) if head and value else head or value

    def of(self, person: str, value: str) -> str:
        """What is said of one person; whom, only where the document is about several."""
        return self.under(self.called(person), value) if value and (len(self.main) != 1 or person not in self.main) else value


def sentences(*told: tuple[str, Iterable[str]]) -> list[Sentence]:
    """Sentences of texts and the facts they rest on; what is empty falls away."""
    return [Sentence(text, tuple(dict.fromkeys(facts))) for text, facts in told if text]


def _order(fact: Fact) -> tuple[bool, date, date]:
    """By time, a document of the UN by its year; what has no date comes last."""
    year = getattr(fact, "year", None)
    if year is not None:
        return False, date(year, 1, 1), date(year, 12, 31)
    when: When | None = next(
        (getattr(fact, name) for name in ("date", "since", "began", "received") if hasattr(fact, name)), None
    )
    if isinstance(when, date):
        return False, when, when
    if when is None or when.span is None:
        return True, END, END
    return False, earliest(when), latest(when)
