"""How a document calls the persons in it: by name where that is agreed, else by a letter that leads to nobody."""

from __future__ import annotations

from string import ascii_uppercase

from alongside.desk.cases import words
from alongside.desk.submissions.drafting.filling.words import isolated, say
from alongside.desk.submissions.drafting.forbidding import shown_names
from alongside.desk.submissions.drafting.naming import SENDER_ONLY, Naming
from alongside.desk.submissions.drafting.spelling import script_of
from alongside.desk.submissions.drafting.withholding import Net
from alongside.facts.codes import KIN
from alongside.facts.persons import Person

SCRIPTS = {"ar": "arabic", "en": "latin", "es": "latin", "fr": "latin", "ru": "cyrillic", "zh": "other"}
DEFENDERS = frozenset({"harmed", "cooperated"})


class Calling:
    """The names and letters of one document in one language."""

    def __init__(self, naming: Naming, net: Net, lang: str) -> None:
        self._naming, self._net, self._lang = naming, net, lang
        lettered = [
            one for one in naming.ordered() if naming.told(one) and not naming.needs_no_consent(one) and not self._by_name(one)
        ]
        self._letters = {one: _letter(number) for number, one in enumerate(lettered)}

    def called(self, person: str) -> str:
        """How running text calls her; empty where nothing of her is told."""
        naming = self._naming
        if not naming.told(person):
            return ""
        if person in self._letters:
            return say(self._lang, "called.letter", letter=self._letters[person])
        one = naming.persons[person]
        if self._by_name(person):
            spellings = self._spellings(one)
            return next((text for text in spellings if script_of(text) == SCRIPTS[self._lang]), spellings[0])
        return words.label("perpetrator_type", one.perpetrator_type or "unknown", self._lang)

    def whole(self, person: str) -> str:
        """Her name with its other spellings, or her letter and what is said of somebody without a name."""
        naming, lang = self._naming, self._lang
        called = self.called(person)
        if self._by_name(person):
            others = [isolated(text, lang) for text in self._spellings(naming.persons[person]) if text != called]
            return say(lang, "called.spelled", name=called, others=say(lang, "join.list").join(others)) if others else called
        if person not in self._letters:
            return called
        key = "described.known" if naming.level(person) == SENDER_ONLY else "described.unnamed"
        return say(lang, "line.one", label=called, value=say(lang, key, described=self.described(person)))

    def described(self, person: str) -> str:
        """What a document says of somebody whose name it does not give: no group that outs her, no occupation of which there is one."""
        one = self._naming.persons[person]
        if one.counting_unit in ("organisation", "community", "family"):
            return say(self._lang, f"described.{one.counting_unit}")
        if one.may_be_child(self._naming.terms.today):
            return say(self._lang, "described.child")
        if DEFENDERS & set(one.roles):
            return say(self._lang, "described.defender")
        if "relative" in one.roles or self._naming.related(person, KIN):
            return say(self._lang, "described.relative")
        return say(self._lang, "described.colleague" if "colleague" in one.roles else "described.individual")

    def _by_name(self, person: str) -> bool:
        return self._naming.named(person) and bool(self._naming.persons[person].names)

    def _spellings(self, one: Person) -> list[str]:
        """The spellings of her names that may be told, those in her own letters first."""
        mark = say(self._lang, "withheld.mark")
        names = shown_names(one)
        texts = [*(name.text for name in names), *(text for name in names for text in name.transliterations)]
        return list(dict.fromkeys(self._net.withheld(text, mark) for text in texts))


def _letter(number: int) -> str:
    """A to Z, then A1 to Z1."""
    turn, place = divmod(number, len(ascii_uppercase))
    return ascii_uppercase[place] + (str(turn) if turn else "")
