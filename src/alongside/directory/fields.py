"""Reads a table of a data file field by field and refuses what does not fit: file, field, what is wrong, what is accepted."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from difflib import get_close_matches
from typing import Any

from alongside.directory import dates
from alongside.directory.dates import Span


class BadFile(ValueError):
    """A data file that cannot be trusted. The message is one sentence for the person who wrote the file."""

    def __init__(self, file: str, field: str, fault: str, accepted: str) -> None:
        super().__init__(f"{file}: {field}: {fault}; accepted: {accepted}")
        self.file, self.field, self.fault, self.accepted = file, field, fault, accepted


class Fields:
    """The fields of one table. Each is asked for once; `done` refuses those that nobody asked for (a typing error, most often)."""

    def __init__(self, file: str, table: Mapping[str, Any], prefix: str = "") -> None:
        self.file, self.table, self.prefix = file, table, prefix
        self.asked: set[str] = set()

    def bad(self, name: str, fault: str, accepted: str) -> BadFile:
        return BadFile(self.file, f"{self.prefix}{name}", fault, accepted)

    def raw(self, name: str) -> Any:
        self.asked.add(name)
        return self.table.get(name)

    def text(self, name: str) -> str:
        value = self.raw(name)
        if not isinstance(value, str) or not value.strip():
            raise self.bad(name, "missing or empty" if value is None or value == "" else f"{value!r} is not text", "text")
        return value

    def text_or_none(self, name: str) -> str | None:
        return None if self.raw(name) is None else self.text(name)

    def code(self, name: str, accepted: Collection[str]) -> str:
        value = self.text(name)
        if value not in accepted:
            near = get_close_matches(value, list(accepted), 1)
            hint = f" (did you mean {near[0]}?)" if near else ""
            raise self.bad(name, f"unknown code {value!r}{hint}", ", ".join(accepted))
        return value

    def code_or_none(self, name: str, accepted: Collection[str]) -> str | None:
        return None if self.raw(name) is None else self.code(name, accepted)

    def codes(self, name: str, accepted: Collection[str] | None, *, required: bool = True) -> tuple[str, ...]:
        value = self.raw(name)
        if value is None and not required:
            return ()
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.bad(name, "missing" if value is None else f"{value!r} is not a list of codes", "a list of codes")
        for item in value:
            if accepted is not None and item not in accepted:
                near = get_close_matches(item, list(accepted), 1)
                hint = f" (did you mean {near[0]}?)" if near else ""
                raise self.bad(name, f"unknown code {item!r}{hint}", ", ".join(accepted))
        if len(set(value)) != len(value):
            raise self.bad(name, "a code stands twice", "each code once")
        return tuple(value)

    def number(self, name: str, low: int, high: int) -> int:
        value = self.raw(name)
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            raise self.bad(name, f"{value!r} is not a number from {low} to {high}", f"{low} to {high}")
        return value

    def flag(self, name: str) -> bool:
        value = self.raw(name)
        if value not in (None, True, False):
            raise self.bad(name, f"{value!r} is not true or false", "true, false or absent")
        return bool(value)

    def span(self, name: str) -> Span | None:
        value = self.text_or_none(name)
        if value is None:
            return None
        try:
            return dates.parse(value)
        except ValueError:
            raise self.bad(name, f"{value!r} is not a date", "YYYY, YYYY-MM, YYYY-MM-DD or two with a slash") from None

    def table_at(self, name: str) -> Fields:
        value = self.raw(name)
        if not isinstance(value, dict):
            raise self.bad(name, "missing" if value is None else "not a table", f"a table [{self.prefix}{name}]")
        return Fields(self.file, value, f"{self.prefix}{name}.")

    def tables(self, name: str) -> list[Fields]:
        value = self.raw(name)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self.bad(name, "not a list of tables", f"[[{self.prefix}{name}]]")
        return [Fields(self.file, item, f"{self.prefix}{name}[{number}].") for number, item in enumerate(value, 1)]

    def done(self) -> None:
        for name in self.table:
            if name not in self.asked:
                near = get_close_matches(name, sorted(self.asked), 1)
                hint = f" (did you mean {near[0]}?)" if near else ""
                raise self.bad(name, f"unknown field{hint}", ", ".join(sorted(self.asked)))
