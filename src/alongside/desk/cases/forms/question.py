"""A question as the page draws it, with what was typed and what is wrong with it. Templates in `templates/cases/forms/`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from alongside.desk.cases import words

Pairs = Iterable[tuple[str, str]]
FEW, SHORT = 6, 12  # radios up to here, else a select; more boxes than this fold


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that can be chosen."""

    value: str
    label: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Answers under one heading; the first group has mostly none."""

    heading: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """One row of a table within a record. `new`: not of the record yet, so that there is nothing to take away."""

    number: int
    questions: tuple[Question, ...]
    new: bool
    taken: bool = False  # ticked to be taken away

    @property
    def faulty(self) -> bool:
        return any(question.fault for question in self.questions)

    @property
    def told(self) -> bool:
        return any(question.told for question in self.questions)

    @property
    def folds(self) -> bool:
        """A row that exists stands folded under what it says, and so does the empty one beside others: a phone shows what is there."""
        return not self.faulty and (not self.new or (self.number > 1 and not self.told))

    @property
    def title(self) -> str:
        """What the row says first."""
        return words.listed([question.said[:80] for question in self.questions if question.told and question.said][:2])


@dataclass(frozen=True, slots=True)
class Question:
    """One field of a form. `kind`: line, prose, day, radio, select, checkbox, lines, selects, ticks or rows.

    `typed`: the texts in its boxes, one but for lines and selects. `fault`: one sentence, beside the field and in the list at the top.
    """

    name: str
    label: str
    kind: str
    typed: tuple[str, ...] = ("",)
    groups: tuple[Group, ...] = ()
    repeats: tuple[Repeat, ...] = ()
    lines: tuple[Question, ...] = ()  # of ticks
    hint: str = ""
    fault: str = ""
    needed: bool = False
    row: bool = False  # short answers side by side
    told: bool = False  # whether something stands in it
    noun: str = ""  # what one of its rows is

    @property
    def described(self) -> str:
        return " ".join(f"{self.name}-{part}" for part in ("hint", "fault") if getattr(self, part))

    @property
    def target(self) -> str:
        """Where the list of problems leads: the first box or answer."""
        if self.kind in ("radio", "checkbox"):
            return f"{self.name}-1"
        return f"{self.name}-1" if self.kind in ("lines", "selects") else self.name

    @property
    def said(self) -> str:
        """Its answer in words, where that is one short text."""
        if self.kind in ("line", "day"):
            return " ".join(self.typed[0].split())
        if self.kind in ("radio", "select") and self.typed[0]:
            return next((one.label for group in self.groups for one in group.choices if one.value == self.typed[0]), "")
        return ""

    @property
    def boxes(self) -> list[tuple[str, bool]]:
        """Each of several texts, and whether it has more than one line: a line's box would drop the others."""
        return [(text, "\n" in text) for text in self.typed]

    @property
    def folds(self) -> bool:
        """Whether its answers are so many that they stand folded."""
        return self.kind == "checkbox" and sum(len(group.choices) for group in self.groups) > SHORT

    @property
    def chosen(self) -> str:
        """The words of what is ticked, for the line that stands over folded answers."""
        return words.listed(choice.label for group in self.groups for choice in group.choices if choice.chosen and choice.value)

    def with_fault(self, fault: str) -> Question:
        return replace(self, fault=fault)


def group(pairs: Pairs, chosen: Iterable[str] = (), heading: str = "") -> Group:
    """Answers from (value, words) pairs, those in `chosen` ticked."""
    ticked = set(chosen)
    return Group(heading, tuple(Choice(value, words, value in ticked) for value, words in pairs))
