"""Reads a situation from the loose values of a file, a form or a request, and says in one sentence a problem what does not fit."""

from __future__ import annotations

import reprlib
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Any

from alongside.directory import dates
from alongside.directory import vocabulary as codes
from alongside.directory.dates import Span
from alongside.directory.reader import Directory
from alongside.language import countries
from alongside.plan.situation import Act, Cooperation, Person, Situation, derived

LONGEST_TEXT, LONGEST_LIST, MOST_FIELDS = 200, 60, 60
MOST_PROBLEMS = 20  # a file with three thousand mistyped fields is answered once, not three thousand times
YEARS = range(1800, 2201)  # what a date of a person's case can be; limits of months and years are counted from it
# Control, format, half and unassigned characters and ends of lines: they would write elsewhere than where they stand.
UNSHOWN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_SHORT = reprlib.Repr()  # a value of a thousand levels is shown by its first three
_SHORT.maxlevel = 3


@dataclass(frozen=True, slots=True)
class Problem:
    """What cannot be understood: `fault` is a key of the catalogue under `problem.`, `accepted` what would be."""

    field: str
    fault: str
    value: str = ""
    accepted: str = ""
    nearest: str = ""


class NotUnderstood(ValueError):
    """A situation with problems, all of them at once so that nobody mends one to meet the next."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(f"{problem.field}: {problem.fault}" for problem in problems))
        self.problems = tuple(problems)


def read(raw: object, directory: Directory, today: date) -> Situation:
    """The typed situation of a mapping of loose values. Raises NotUnderstood."""
    if not isinstance(raw, Mapping):
        raise NotUnderstood([Problem("situation", "not-a-table", _shown(raw))])
    reader = _Reader(raw, directory)
    try:
        told = reader.situation(today)
    except _EnoughError:
        raise NotUnderstood([*reader.problems, Problem("situation", "and-more", accepted=str(MOST_PROBLEMS))]) from None
    if reader.problems:
        raise NotUnderstood(reader.problems)
    return derived(told)


class _EnoughError(Exception):
    """So many problems that looking for more only costs time."""


def _shown(value: object) -> str:
    try:
        text = value[:120] if isinstance(value, str) else _SHORT.repr(value)
    except ValueError:  # Python refuses to spell out a number of thousands of digits
        text = type(value).__name__
    printable = "".join(
        character if unicodedata.category(character) not in UNSHOWN else "\N{REPLACEMENT CHARACTER}" for character in text
    )
    return printable if len(printable) <= 60 else printable[:57] + "..."


class _Reader:
    """Walks one mapping. Every method returns the typed value, or None after noting a problem."""

    def __init__(self, raw: Mapping[Any, Any], directory: Directory) -> None:
        self.raw, self.directory = raw, directory
        self.problems: list[Problem] = []

    def situation(self, today: date) -> dict[str, Any]:
        readers = self._readers()
        told: dict[str, Any] = {}
        if len(self.raw) > MOST_FIELDS:
            self.note("situation", "too-many", value=len(self.raw), accepted=str(MOST_FIELDS))
            return told | {"as_of": today}
        for key, value in self.raw.items():
            if key not in readers:
                self.no_such_field(_shown(key), key, readers)
            elif value is not None:
                read = readers[key](key, value)
                if read is not None:
                    told[key] = read
        self.territory_of(told)
        victim = told.pop("victim", {})
        told |= victim
        for required in ("state_responsible", "acts"):
            if self.raw.get(required) in (None, "", []):
                self.note(
                    required, "missing", accepted="ISO 3166-1" if required == "state_responsible" else ", ".join(codes.ACTS)
                )
        told["as_of"] = told.get("as_of") or today
        return told

    def territory_of(self, told: dict[str, Any]) -> None:
        """A territory named as the responsible State means the State it is part of, and itself as the place."""
        named = told.get("state_responsible")
        if named and self.directory.states[named]["un"] == "territory":
            whole = self.directory.states[named].get("of")
            if whole is None:
                self.note("state_responsible", "not-a-state", value=named)
            else:
                told["state_responsible"] = whole
                told.setdefault("territory", named)

    def note(self, field: str, fault: str, *, value: object = "", accepted: str = "", nearest: str = "") -> None:
        self.problems.append(Problem(field, fault, _shown(value), accepted, nearest))
        if len(self.problems) >= MOST_PROBLEMS:
            raise _EnoughError

    def no_such_field(self, field: str, key: object, readers: Mapping[str, object]) -> None:
        self.note(field, "unknown-field", value=key, accepted=", ".join(readers), nearest=_nearest(str(key), [*readers]))

    def _readers(self) -> dict[str, Callable[[str, Any], Any]]:
        return {
            "id": self.text,
            "facts_date": self.span,
            "as_of": self.day,
            "state_responsible": self.state,
            "territory": self.state,
            "nationality": self.states,
            "nationality_status": self.one_of(codes.NATIONALITY_STATUS),
            "present_country": self.state,
            "in_exile": self.flag,
            "legal_status_there": self.text,
            "perpetrator": self.one_of(codes.PERPETRATORS),
            "foreign_state": self.state,
            "victim": self.victim,
            "persons": self.list_of(self.person),
            "acts": self.acts,
            "targets": self.some_of(codes.TARGETS),
            "un_cooperation": self.list_of(self.cooperation),
            "other_cooperation": self.other_cooperation,
            "discrimination_grounds": self.some_of(codes.GROUNDS),
            "detained_now": self.flag,
            "missing_now": self.flag,
            "deceased": self.flag,
            "irreparable_harm_imminent": self.flag,
            "detained_since": self.span,
            "released_on": self.span,
            "missing_since": self.span,
            "execution_or_removal_date": self.span,
            "final_domestic_decision_date": self.span,
            "domestic_remedies": self.one_of(codes.REMEDIES),
            "pending_procedures": self.some_of(tuple(self.directory.mechanisms)),
            "past_procedures": self.some_of(tuple(self.directory.mechanisms)),
            "urgency": self.one_of(codes.URGENCIES),
            "needs": self.some_of(codes.NEEDS),
            "consent": self.consent,
        }

    # One value

    def text(self, field: str, value: Any) -> str | None:
        if not isinstance(value, str) or any("\ud800" <= character <= "\udfff" for character in value):
            self.note(field, "not-text", value=value)  # half a character could not be written to any answer
            return None
        if len(value) > LONGEST_TEXT:
            self.note(field, "too-long", value=value, accepted=str(LONGEST_TEXT))
            return None
        return value

    def span(self, field: str, value: Any) -> Span | None:
        if isinstance(value, date):  # TOML has dates of its own
            value = value.isoformat()[:10]
        span = None
        if isinstance(value, str):
            with suppress(ValueError):
                span = dates.parse(value)
        if span is None or span.first.year not in YEARS or span.last.year not in YEARS:
            self.note(field, "not-a-date", value=value)
            return None
        return span

    def day(self, field: str, value: Any) -> date | None:
        span = self.span(field, value)
        return span.last if span else None

    def flag(self, field: str, value: Any) -> bool | None:
        if isinstance(value, bool):
            return value
        self.note(field, "not-true-or-false", value=value)
        return None

    def state(self, field: str, value: Any) -> str | None:
        found = countries.find(value, self.directory.states) if isinstance(value, str) and len(value) <= LONGEST_TEXT else None
        if found is None:
            near = (
                countries.nearest(value, self.directory.states) if isinstance(value, str) and len(value) <= LONGEST_TEXT else None
            )
            self.note(field, "unknown-state", value=value, nearest=near or "")
            return None
        return found

    def one_of(self, accepted: Sequence[str]) -> Callable[[str, Any], str | None]:
        def read(field: str, value: Any) -> str | None:
            if isinstance(value, str) and value in accepted:
                return value
            near = _nearest(value, accepted) if isinstance(value, str) else ""
            self.note(field, "unknown-code", value=value, accepted=", ".join(accepted), nearest=near)
            return None

        return read

    # Lists

    def items(self, field: str, value: Any) -> list[Any] | None:
        if not isinstance(value, list | tuple):
            self.note(field, "not-a-list", value=value)
            return None
        if len(value) > LONGEST_LIST:
            self.note(field, "too-many", value=len(value), accepted=str(LONGEST_LIST))
            return None
        return list(value)

    def list_of(self, reader: Callable[[str, Any], Any]) -> Callable[[str, Any], tuple[Any, ...] | None]:
        def read(field: str, value: Any) -> tuple[Any, ...] | None:
            items = self.items(field, value)
            if items is None:
                return None
            found = [reader(f"{field}[{number}]", item) for number, item in enumerate(items, 1)]
            return tuple(item for item in found if item is not None)

        return read

    def some_of(self, accepted: Sequence[str]) -> Callable[[str, Any], tuple[str, ...] | None]:
        listed = self.list_of(self.one_of(accepted))

        def read(field: str, value: Any) -> tuple[str, ...] | None:
            found = listed(field, value)
            return tuple(dict.fromkeys(found)) if found is not None else None

        return read

    def states(self, field: str, value: Any) -> tuple[str, ...] | None:
        return self.list_of(self.state)(field, [value] if isinstance(value, str) else value)

    # Tables

    def table(self, field: str, value: Any, readers: Mapping[str, Callable[[str, Any], Any]]) -> dict[str, Any] | None:
        if not isinstance(value, Mapping):
            self.note(field, "not-a-table", value=value)
            return None
        if len(value) > MOST_FIELDS:
            self.note(field, "too-many", value=len(value), accepted=str(MOST_FIELDS))
            return None
        told = {}
        for key, item in value.items():
            if key not in readers:
                self.no_such_field(f"{field}.{_shown(key)}", key, readers)
            elif item is not None:
                read = readers[key](f"{field}.{key}", item)
                if read is not None:
                    told[str(key)] = read
        return told

    def victim(self, field: str, value: Any) -> dict[str, Any] | None:
        readers = {"kind": self.one_of(codes.VICTIM_KINDS), "categories": self.some_of(codes.CATEGORIES), "age": self.age}
        told = self.table(field, value, readers)
        return None if told is None else {f"victim_{key}": item for key, item in told.items()}

    def age(self, field: str, value: Any) -> int | None:
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 120:
            return value
        self.note(field, "not-an-age", value=value)
        return None

    def person(self, field: str, value: Any) -> Person | None:
        told = self.table(
            field,
            value,
            {
                "role": self.one_of(codes.PERSON_ROLES),
                "alive": self.flag,
                "where": self.state,
                "kind": self.one_of(codes.VICTIM_KINDS),
                "categories": self.some_of(codes.CATEGORIES),
            },
        )
        return None if told is None else Person(**told)

    def acts(self, field: str, value: Any) -> tuple[Act, ...] | None:
        items = self.items(field, value)
        if items is None:
            return None
        found = [self.act(f"{field}[{number}]", item) for number, item in enumerate(items, 1)]
        return tuple(act for act in found if act is not None)

    def act(self, field: str, value: Any) -> Act | None:
        code = self.one_of(codes.ACTS)
        if not isinstance(value, Mapping):
            read = code(field, value)
            return Act(read) if read else None
        readers = {"code": code, "date": self.span, "until": self.span, "continuing": self.flag}
        told = self.table(field, value, readers)
        if told is None or "code" not in told:
            if "code" not in value:
                self.note(f"{field}.code", "missing", accepted=", ".join(codes.ACTS))
            return None
        return Act(**told)

    def cooperation(self, field: str, value: Any) -> Cooperation | None:
        readers = {
            "body": self.one_of(codes.UN_BODIES),
            "which": self.text,
            "date": self.span,
            "form": self.one_of(codes.COOPERATION_FORMS),
            "by": self.one_of(codes.COOPERATION_BY),
        }
        told = self.table(field, value, readers)
        if told is None or "body" not in told:
            if isinstance(value, Mapping) and "body" not in value:
                self.note(f"{field}.body", "missing", accepted=", ".join(codes.UN_BODIES))
            return None
        return Cooperation(**told)

    def other_cooperation(self, field: str, value: Any) -> tuple[str, ...] | None:
        items = self.items(field, value)
        if items is None:
            return None
        found = []
        for number, item in enumerate(items, 1):
            place = f"{field}[{number}]"
            if isinstance(item, Mapping):
                told = self.table(place, item, {"body": self.one_of(codes.OTHER_BODIES), "date": self.span})
                found.append((told or {}).get("body"))
                if told is not None and "body" not in item:
                    self.note(f"{place}.body", "missing", accepted=", ".join(codes.OTHER_BODIES))
            else:
                found.append(self.one_of(codes.OTHER_BODIES)(place, item))
        return tuple(body for body in found if body)

    def consent(self, field: str, value: Any) -> dict[str, bool] | None:
        return self.table(field, value, dict.fromkeys(codes.CONSENTS, self.flag))


def _nearest(value: str, accepted: Sequence[str]) -> str:
    near = get_close_matches(value[:LONGEST_TEXT], accepted, 1, 0.6)
    return near[0] if near else ""
