"""The kinds of values that a fact's fields hold, each with its two ways: read from a loose value, and back to a plain one.

A dataclass field declares its kind and its HURIDOCS number in its metadata; reading, writing, merging and the export by field
number all walk these declarations, so that a new field is declared once. A field that is absent was never asked; an explicit
false, `XXXX` or empty list is an answer. Fields that this version does not know are kept in `extra` and written back unchanged.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from copy import deepcopy
from dataclasses import MISSING, Field, dataclass, field, fields
from datetime import date
from typing import Any, ClassVar, Protocol, TypeVar

from alongside.facts.problems import Problem, Problems
from alongside.facts.when import YEARS, When

LINE, PROSE = 300, 20_000  # characters
MOST_ITEMS = 500
DEEPEST = 20
_LARGEST = 2**63


class Kind(Protocol):
    """One kind of value. `read` returns None after noting a problem; `plain` gives what JSON can hold."""

    def read(self, problems: Problems, at: str, value: object) -> Any: ...

    def plain(self, value: Any) -> object: ...


class _Same:
    """Values that are their own plain form."""

    def plain(self, value: object) -> object:
        return value


@dataclass(frozen=True)
class Text(_Same):
    """Words in any script; line breaks and tabs, no other control characters, no half characters."""

    longest: int = LINE

    def read(self, problems: Problems, at: str, value: object) -> str | None:
        if not isinstance(value, str) or not writable(value):
            problems.note(at, "not-text", value=value)
        elif len(value) > self.longest:
            problems.note(at, "too-long", value=value, accepted=str(self.longest))
        elif not value.strip():
            problems.note(at, "missing")
        else:
            return value
        return None


@dataclass(frozen=True)
class Formed(Text):
    """A short text of one form that people type: the reference of a letter."""

    fault: str = ""
    accepted: str = ""
    pattern: re.Pattern[str] = re.compile("")

    def read(self, problems: Problems, at: str, value: object) -> str | None:
        if isinstance(value, str) and self.pattern.fullmatch(value):
            return value
        problems.note(at, self.fault, value=value, accepted=self.accepted)
        return None


@dataclass(frozen=True)
class Code(_Same):
    """One of a list of codes."""

    accepted: Collection[str]

    def read(self, problems: Problems, at: str, value: object) -> str | None:
        if isinstance(value, str) and value in self.accepted:
            return value
        problems.note(at, "unknown-code", value=value, accepted=", ".join(self.accepted))
        return None


@dataclass(frozen=True)
class Shape(_Same):
    """A text of one form: an id, the code of a State, the id of a mechanism."""

    fault: str
    accepted: str
    pattern: re.Pattern[str]

    def read(self, problems: Problems, at: str, value: object) -> str | None:
        if isinstance(value, str) and self.pattern.fullmatch(value):
            return value
        problems.note(at, self.fault, value=value, accepted=self.accepted)
        return None


ID = Shape("not-an-id", "32 hexadecimal digits", re.compile(r"[0-9a-f]{32}"))
STATE = Shape("unknown-state", "ISO 3166-1 alpha-3", re.compile(r"[A-Z]{3}"))
SLUG = Shape("unknown-code", "small letters, digits, hyphens", re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*"))


@dataclass(frozen=True)
class Flag(_Same):
    """Yes or no."""

    def read(self, problems: Problems, at: str, value: object) -> bool | None:
        if isinstance(value, bool):
            return value
        problems.note(at, "not-true-or-false", value=value)
        return None


@dataclass(frozen=True)
class Number(_Same):
    """A whole number between two."""

    low: int
    high: int

    def read(self, problems: Problems, at: str, value: object) -> int | None:
        if isinstance(value, int) and not isinstance(value, bool) and self.low <= value <= self.high:
            return value
        problems.note(at, "not-a-number", value=value, accepted=f"{self.low} to {self.high}")
        return None


@dataclass(frozen=True)
class Day:
    """One known day: of a consent, of a task that is due."""

    def read(self, problems: Problems, at: str, value: object) -> date | None:
        try:
            day = date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None
        except ValueError:
            day = None
        if day is None or day.year not in YEARS:
            problems.note(at, "not-a-day", value=value, accepted="YYYY-MM-DD")
            return None
        return day

    def plain(self, value: date) -> str:
        return value.isoformat()


@dataclass(frozen=True)
class Dated:
    """A date with its precision."""

    def read(self, problems: Problems, at: str, value: object) -> When | None:
        if isinstance(value, str):
            with suppress(ValueError):
                return When(value)
        problems.note(at, "not-a-date", value=value, accepted="YYYY, YYYY-MM, YYYY-MM-DD, YYYY-MM~, YYYY-MM/YYYY-MM, XXXX")
        return None

    def plain(self, value: When) -> str:
        return value.text


@dataclass(frozen=True)
class Many:
    """A list of one kind; `once`: each item stands once (ids, codes)."""

    kind: Kind
    once: bool = False

    def read(self, problems: Problems, at: str, value: object) -> tuple[Any, ...] | None:
        if not isinstance(value, list | tuple):
            problems.note(at, "not-a-list", value=value)
            return None
        if len(value) > MOST_ITEMS:
            problems.note(at, "too-many", value=len(value), accepted=str(MOST_ITEMS))
            return None
        found = [self.kind.read(problems, f"{at}[{number}]", item) for number, item in enumerate(value, 1)]
        kept = [item for item in found if item is not None]
        return tuple(dict.fromkeys(kept)) if self.once else tuple(kept)

    def plain(self, value: Iterable[Any]) -> list[object]:
        return [self.kind.plain(item) for item in value]


@dataclass(frozen=True)
class Ticks:
    """A tick list: codes with one answer each, in the order of asking."""

    answers: Collection[str]

    def read(self, problems: Problems, at: str, value: object) -> tuple[tuple[str, str], ...] | None:
        if not isinstance(value, Mapping):
            problems.note(at, "not-a-table", value=value)
            return None
        if len(value) > MOST_ITEMS:
            problems.note(at, "too-many", value=len(value), accepted=str(MOST_ITEMS))
            return None
        answer = Code(self.answers)
        pairs = [(SLUG.read(problems, at, code), answer.read(problems, f"{at}.{code}", given)) for code, given in value.items()]
        return tuple((code, given) for code, given in pairs if code is not None and given is not None)

    def plain(self, value: Iterable[tuple[str, str]]) -> dict[str, str]:
        return dict(value)


def told(kind: Kind, huridocs: str = "") -> dict[str, Any]:
    """The metadata of a field: its kind and its number in HURIDOCS's Events Standard Formats, where there is one."""
    return {"kind": kind, "huridocs": huridocs}


def maybe(kind: Kind, huridocs: str = "") -> Any:
    """A field that may be untold."""
    return field(default=None, metadata=told(kind, huridocs))


def some(kind: Kind, huridocs: str = "", *, once: bool = False) -> Any:
    """A list in which "none" and "never asked" are the same."""
    return field(default=(), metadata=told(Many(kind, once), huridocs))


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """What all tables have: the fields that a later version wrote and this one does not know."""

    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)

    RESERVED: ClassVar[frozenset[str]] = frozenset()

    def problems(self) -> Iterable[Problem]:
        """What is wrong between the fields, each of which is right by itself."""
        return ()


T = TypeVar("T", bound=Table)


@dataclass(frozen=True)
class Row:
    """A table within a table: one name, one way of contact, one date in court."""

    of: type[Table]

    def read(self, problems: Problems, at: str, value: object) -> Table | None:
        if not isinstance(value, Mapping):
            problems.note(at, "not-a-table", value=value)
            return None
        return read_table(self.of, value, problems, f"{at}.")

    def plain(self, value: Table) -> dict[str, Any]:
        return plain_table(value)


_DECLARED: dict[type[Table], dict[str, Field[Any]]] = {}


def declared(table: type[Table]) -> dict[str, Field[Any]]:
    """The fields of a table by name, in order; looked up once a type."""
    if table not in _DECLARED:
        _DECLARED[table] = {one.name: one for one in fields(table) if "kind" in one.metadata}
    return _DECLARED[table]


def read_table(table: type[T], raw: Mapping[Any, Any], problems: Problems, prefix: str = "") -> T | None:
    """The typed table of a loose one; None after noting what is wrong with it."""
    before, known = len(problems.found), declared(table)
    found: dict[str, Any] = {}
    extra: dict[str, Any] = {}
    for key, value in raw.items():
        at = f"{prefix}{key}"
        if isinstance(key, str) and key in known:
            if value is not None and value != "":
                found[key] = known[key].metadata["kind"].read(problems, at, value)
        elif not isinstance(key, str) or not writable(key) or not is_json(value):
            problems.note(at, "not-plain", value=value)
        elif key not in table.RESERVED:
            extra[key] = deepcopy(value)
    for name, one in known.items():
        if name not in found and one.default is MISSING and one.default_factory is MISSING:
            problems.note(f"{prefix}{name}", "missing", accepted=_accepted(one))
    if len(problems.found) > before:
        return None
    made = table(**found, extra=extra)
    for wrong in made.problems():
        problems.note(f"{prefix}{wrong.field}", wrong.fault, value=wrong.value, accepted=wrong.accepted)
    return made


def plain_table(table: Table) -> dict[str, Any]:
    """The table as JSON can hold it: what is untold is left out, what is unknown stays as it came."""
    plain: dict[str, Any] = {}
    for name, one in declared(type(table)).items():
        value = getattr(table, name)
        if value != one.default:  # what is required has none
            plain[name] = one.metadata["kind"].plain(value)
    return deepcopy(dict(table.extra)) | plain


def _accepted(one: Field[Any]) -> str:
    kind = one.metadata["kind"]
    return ", ".join(kind.accepted) if isinstance(kind, Code) else ""


def writable(text: str) -> bool:
    """Whether a text can be stored and shown: a half character could not be written to any answer."""
    # What is printable has no such sign; that is asked in one step, of ten thousand rows of a table as well.
    return text.isprintable() or all(sign in "\n\r\t" or unicodedata.category(sign) not in ("Cc", "Cs") for sign in text)


def is_json(value: object, depth: int = 0) -> bool:
    """Whether JSON can hold a value and give it back unchanged."""
    if depth > DEEPEST:
        return False
    if value is None or isinstance(value, bool):
        return True
    if isinstance(value, str):
        return writable(value)
    if isinstance(value, int):
        return abs(value) < _LARGEST
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, list):
        return all(is_json(item, depth + 1) for item in value)
    return isinstance(value, dict) and all(
        isinstance(key, str) and writable(key) and is_json(item, depth + 1) for key, item in value.items()
    )
