"""The questions of these pages, drawn like those of a case: each with its words, what was typed, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from alongside.desk.cases.forms.question import Group, Question, group
from alongside.desk.submissions import words

Headed = Iterable[tuple[str, Iterable[tuple[str, str]]]]


class Asks:
    """`given`: what stands in each box; `faults`: codes by field, with what their sentences need in `told`."""

    def __init__(
        self, lang: str, given: Mapping[str, str], faults: Mapping[str, str], told: Mapping[str, object] | None = None
    ) -> None:
        self._words, self._given, self._faults, self._told = words.of("addresses", lang), given, faults, told or {}

    def say(self, key: str) -> str:
        return self._words.say(f"addresses.{key}")

    def line(self, name: str, *, needed: bool = False) -> Question:
        return self._made(name, "line", needed=needed)

    def prose(self, name: str) -> Question:
        return self._made(name, "prose")

    def day(self, name: str) -> Question:
        return self._made(name, "day")

    def one(self, name: str, family: str, codes: Iterable[str]) -> Question:
        """One of a few, as large buttons."""
        pairs = [(code, self.say(f"{family}.{code}")) for code in codes]
        return self._made(name, "radio", [group(pairs, [self._given.get(name, "")])])

    def of_many(self, name: str, headed: Headed) -> Question:
        """One of a long list under headings."""
        chosen = [self._given.get(name, "")]
        return self._made(
            name, "select", [group([("", self.say("choose"))]), *(group(pairs, chosen, head) for head, pairs in headed)]
        )

    def _made(self, name: str, kind: str, groups: Iterable[Group] = (), *, needed: bool = False) -> Question:
        hint, fault = f"addresses.hint.{name}", self._faults.get(name, "")
        return Question(
            name,
            self.say(f"ask.{name}"),
            kind,
            (self._given.get(name, ""),),
            tuple(groups),
            hint=self._words.say(hint, self._told) if hint in self._words else "",
            fault=self._words.say(f"addresses.fault.{fault}", self._told) if fault else "",
            needed=needed,
        )
