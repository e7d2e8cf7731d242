"""One cell as the value of one field: codes by themselves or by their words in six languages, States by name, dates as people write them.

Nothing is guessed. What can be read in two ways is a fault of its row, unless it was told how it is meant (`Manner`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from alongside.desk.cases import words
from alongside.desk.cases.forms import dates, layout
from alongside.directory import reader
from alongside.directory.vocabulary import LANGUAGES
from alongside.facts import fields
from alongside.facts.fields import Code
from alongside.language import countries
from alongside.language.countries import fold

ORDERS = ("", "day-first", "month-first")  # how 3/5/2024 is meant
_CLOCK = re.compile(r"[ T]\d{1,2}:\d{2}(:\d{2})?(\.\d+)?( ?[AaPp][Mm])?$")
_SLASHED = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})")
_TRUE, _FALSE = {"true", "1", "x", "✓", "✔"}, {"false", "0"}


@dataclass(frozen=True, slots=True)
class Manner:
    """How cells are meant: the order of day and month, and what a word stands for that no list knows, by column."""

    order: str = ""
    words: Mapping[str, str] = field(default_factory=dict)


class BadValue(ValueError):
    """A cell that cannot be read. `fault` is one of the catalogue's faults; `told` goes into its sentence."""

    def __init__(self, fault: str, **told: str) -> None:
        super().__init__(fault)
        self.fault, self.told = fault, told


def value(kind: Any, text: str, manner: Manner) -> Any:
    """The plain value of a cell for a field of this kind; None where it tells nothing. BadValue."""
    match kind:
        case fields.Many():
            # A list of words may have commas within them; only these two signs part it.
            parts = (part.strip() for part in re.split(r"[;|\n]", text))
            return [value(kind.kind, part, manner) for part in parts if part] or None
        case fields.Code():
            return code(kind, text, manner)
        case fields.Flag():
            return flag(text)
        case fields.Dated():
            return date(text, manner)
        case fields.Day():
            found = date(text, manner)
            if len(found) != 10:
                raise BadValue("not-a-day")
            return found
        case fields.Text():
            if len(text) > kind.longest:
                raise BadValue("too-long", accepted=str(kind.longest))
            return text
    if kind is fields.STATE:
        return state(text)
    if kind is fields.SLUG:  # a mechanism of the directory
        return mechanism(text)
    raise TypeError(kind)


def code(kind: Code, text: str, manner: Manner) -> str:
    """A code of a list: told by itself, by its words, by HURIDOCS's number, or as somebody said what her word stands for."""
    accepted = tuple(kind.accepted)
    family = layout.family(kind)
    told = manner.words.get(f"{family}:{fold(text)}")
    if told in accepted:
        return str(told)
    if isinstance(kind.accepted, Mapping):
        bare = text.strip().lstrip("0")
        for one, number in kind.accepted.items():
            if bare and number.lstrip("0") == bare:
                return str(one)
    found = _labels(family, accepted).get(fold(text))
    if found is None:
        raise BadValue("unknown-code", word=text)
    return found


@lru_cache(maxsize=64)
def _labels(family: str, accepted: tuple[str, ...]) -> Mapping[str, str]:
    """Codes by their folded words; words that mean two codes mean none."""
    found: dict[str, str | None] = {}
    for one in accepted:
        for lang in LANGUAGES:
            said = fold(words.label(family, one, lang))
            found[said] = one if found.get(said, one) == one else None
    return {said: one for said, one in found.items() if one} | {fold(one): one for one in accepted}


@lru_cache(maxsize=1)
def _flags() -> Mapping[str, bool | None]:
    said: dict[str, bool | None] = dict.fromkeys(_TRUE, True) | dict.fromkeys(_FALSE, False)
    for lang in LANGUAGES:
        say = words.cases(lang).say
        said |= {fold(say("form.yes")): True, fold(say("form.no")): False, fold(say("form.unknown")): None}
    return said | {"unknown": None}


def flag(text: str) -> bool | None:
    """Yes or no; None where nobody knows."""
    try:
        return _flags()[fold(text)]
    except KeyError:
        raise BadValue("not-yes-or-no") from None


@lru_cache(maxsize=4096)
def state(text: str) -> str:
    """The code of a State, by code or by its name in one of the six languages."""
    found = countries.find(text, reader.load().states)
    if found is None:
        raise BadValue("unknown-state")
    return found


@lru_cache(maxsize=1024)
def mechanism(text: str) -> str:
    """A mechanism of the directory, by id or by its name."""
    known = reader.load().mechanisms
    if text in known:
        return text
    for lang in LANGUAGES:
        for one in known:
            if fold(words.mechanism(one, lang)) == fold(text):
                return one
    raise BadValue("unknown-code")


def date(text: str, manner: Manner) -> str:
    """A date as `facts.when` writes it."""
    bare = _CLOCK.sub("", text.strip())
    found = _SLASHED.fullmatch(bare)
    if found and manner.order:
        one, other = (found[1], found[3]) if manner.order == "day-first" else (found[3], found[1])
        bare = f"{found[4]}-{int(other):02}-{int(one):02}"
    try:
        return _date(bare)
    except dates.Ambiguous as error:
        first, second = str(error).split()
        raise BadValue("ambiguous-date", one=first, other=second) from None
    except (ValueError, OverflowError):
        raise BadValue("not-a-date") from None


@lru_cache(maxsize=4096)
def _date(text: str) -> str:
    return dates.read(text)
