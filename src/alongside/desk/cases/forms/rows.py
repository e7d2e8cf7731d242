"""Tables within a record (names, ways of contact, days in court): a group of boxes a row, the rows that exist and an empty one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from alongside.desk.cases.forms.question import Question, Repeat
from alongside.desk.cases.forms.widgets import Typed, Unread, Widget, number_of

TAKE = "take"  # the box that takes a row away
Plain = Mapping[str, Any]


@dataclass(slots=True)
class Rows(Widget):
    """`of(number, row)`: the widgets of one row by field, for what the record holds in it. `held`: the rows of the record."""

    of: Callable[[int, Plain], Mapping[str, Widget]] = field(kw_only=True)
    held: list[Plain] = field(default_factory=list)
    noun: str = ""

    def sent(self, value: Any) -> Typed:
        rows = [*(value or ()), {}]
        return {
            name: texts
            for number, row in enumerate(rows, 1)
            for key, widget in self.of(number, row).items()
            for name, texts in widget.sent(row.get(key)).items()
        }

    def shows(self, typed: Typed) -> bool:
        return bool(self.numbers(typed))

    def same(self, one: Typed, other: Typed) -> bool:
        return False  # row by row, in `read_rows`

    def numbers(self, typed: Typed) -> list[int]:
        """The rows that a post has, in order."""
        prefix = f"{self.name}."
        found = {number_of(name.removeprefix(prefix).partition(".")[0]) for name in typed if name.startswith(prefix)}
        return sorted(number for number in found if number)

    def read_rows(self, typed: Typed, faults: dict[str, Unread]) -> tuple[list[Plain] | None, list[int]]:
        """The rows as plain tables, and which box number each came from. A row without any word in it is none; one that the post
        does not have was not on the page and stays."""
        on_page = set(self.numbers(typed))
        rows: list[Plain] = []
        numbers: list[int] = []
        for number in sorted(on_page | set(range(1, len(self.held) + 1))):
            held = self.held[number - 1] if number <= len(self.held) else {}
            row = self._row(number, held, typed, faults) if number in on_page else held
            if row:
                rows.append(row)
                numbers.append(number)
        return rows or None, numbers

    def _row(self, number: int, held: Plain, typed: Typed, faults: dict[str, Unread]) -> Plain:
        """One row; empty where it was taken away or nothing stands in it."""
        if typed.get(f"{self.name}.{number}.{TAKE}"):
            return {}
        row, wrong = dict(held), False
        widgets = self.of(number, held)
        for key, widget in widgets.items():
            if not widget.shows(typed) or widget.same(widget.sent(held.get(key)), typed):
                continue
            try:
                value = widget.read(typed)
            except Unread as error:
                faults[widget.name], wrong = error, True
                continue
            row.pop(key, None)
            if value is not None:
                row[key] = value
        return row if wrong or any(key in row for key in widgets) else {}

    def more(self, typed: Typed) -> Typed:
        """A post with one more empty row."""
        number = max(self.numbers(typed), default=0) + 1
        sent = [widget.sent(None) for widget in self.of(number, {}).values()]
        return typed | {name: texts for one in sent for name, texts in one.items()}

    def question(self, typed: Typed) -> Question:
        repeats = []
        for number in self.numbers(typed):
            new = number > len(self.held)
            held = {} if new else self.held[number - 1]
            drawn = tuple(widget.question(typed) for widget in self.of(number, held).values())
            repeats.append(Repeat(number, drawn, new, bool(typed.get(f"{self.name}.{number}.{TAKE}"))))
        told = any(question.told for repeat in repeats for question in repeat.questions)
        return self._drawn("rows", (), repeats=tuple(repeats), told=told, noun=self.noun)
