"""What somebody typed into the search, as terms of the index: names of States in six languages, codes, dates, words, names by sound.

"Khaled Ägypten 2021-05" asks for the name by its letters or its sound, for the State however its name is written, and for the month.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from alongside.desk.cases import words
from alongside.directory import reader, vocabulary
from alongside.facts import codes, normal, sounds
from alongside.facts.digest import coded
from alongside.facts.when import When
from alongside.language import countries

LONGEST = 200  # characters of a query
MOST = 24  # terms of a query; FTS5 refuses deep expressions
_DATE = re.compile(r"(?a:\d{4}(?:-\d\d){0,2})")
_LONGEST_PHRASE = 8  # words
_LONGEST_HAN = 12  # characters of a State's name in Chinese

Alternative = tuple[str, ...]  # terms that must all be there
Group = tuple[Alternative, ...]  # alternatives of which one suffices


@dataclass(frozen=True, slots=True)
class Asked:
    """A query. All `groups` must be there, and of a name's words either all by their letters or all by their sound."""

    groups: tuple[Group, ...] = ()
    names: tuple[Group, ...] = ()
    heard: tuple[Group, ...] = ()

    @property
    def empty(self) -> bool:
        return not (self.groups or self.names)

    @property
    def by_letters(self) -> tuple[Group, ...]:
        return (*self.groups, *self.names)

    @property
    def by_sound(self) -> tuple[Group, ...]:
        """What to look for where the letters do not fit; empty where nothing in the query has a sound."""
        return (*self.groups, *self.heard) if self.heard else ()


def read(text: str) -> Asked:
    """The terms of a query. Any text will do; what is too long falls off."""
    groups: list[Group] = []
    rest: list[str] = []
    for piece in text[:LONGEST].split():
        date = _date(piece)
        if date:
            groups.append(date)
            piece = "\n"  # what stands around a date is not one phrase
        rest.append(piece)
    names: list[Group] = []
    spoken: list[str] = []
    for group, word in _phrases(" ".join(rest)):
        if word and _has_sound(word):
            names.append(group)
            spoken.append(word.rstrip("*"))
        else:
            groups.append(group)
    heard = tuple(tuple((coded("sound", key),) for key in sorted(keys)) for keys in sounds.heard(" ".join(spoken)))
    return Asked(tuple(groups[:MOST]), tuple(names[:MOST]), heard[:MOST])


def _date(piece: str) -> Group:
    """A date as the digest has it; a year may also be a number in a reference."""
    if not _DATE.fullmatch(piece):
        return ()
    try:
        date = (coded("date", When(piece).text),)
    except ValueError:
        return ()
    return (date, (piece,)) if len(piece) == 4 else (date,)


def _has_sound(word: str) -> bool:
    """Whether a word may be part of a name that is written in another way elsewhere. One consonant would fit everything."""
    return not any(sign.isdigit() for sign in word) and any(len(key) > 1 for key in sounds.word_keys(word.rstrip("*")))


def _phrases(text: str) -> Iterator[tuple[Group, str]]:
    """Groups in order, each with its word where it is a word and no phrase that the table knows."""
    for line in text.split("\n"):
        typed = [(run, raw) for raw in line.split() for run in _runs(raw)]
        at = 0
        while at < len(typed):
            length, group = _known(typed[at : at + _LONGEST_PHRASE])
            if length:
                yield group, ""
                at += length
                continue
            run, raw = typed[at]
            at += 1
            if normal.is_han(run):
                yield from ((group, "") for group in _han(run))
            else:
                word = normal.without_article(run)
                begins = raw.endswith("*") and len(word) > 1
                yield ((f"{word}*" if begins else word,),), f"{word}*" if begins else word


def _runs(raw: str) -> list[str]:
    return normal.raw_words(raw)


def _known(typed: list[tuple[str, str]]) -> tuple[int, Group]:
    """How many of these words are a phrase of the table, the longest first, and what it stands for."""
    table = _table()
    for length in range(len(typed), 0, -1):
        runs = tuple(run for run, _ in typed[:length])
        terms = table.get(runs, ())
        if length == 1 and typed[0][1].isupper() and len(runs[0]) == 3 and typed[0][1].upper() in reader.load().states:
            terms = (*terms, coded("state", runs[0]))  # EGY; in small letters "can" and "per" are words
        if terms:
            literal = tuple(word for run in runs for word in normal.query(run))
            return length, (*((term,) for term in terms), literal)
    return 0, ()


def _han(run: str) -> Iterator[Group]:
    """A run of Chinese, in which no blank says where a State's name begins: the longest known names, and the rest by its pairs."""
    table, start, at = _table(), 0, 0
    while at < len(run):
        size = next((size for size in range(min(_LONGEST_HAN, len(run) - at), 1, -1) if (run[at : at + size],) in table), 0)
        if not size:
            at += 1
            continue
        yield from _pieces(run[start:at])
        name = run[at : at + size]
        yield (*((term,) for term in table[(name,)]), normal.query(name))
        at += size
        start = at
    yield from _pieces(run[start:])


def _pieces(run: str) -> Iterator[Group]:
    if run:
        yield from (((word,),) for word in normal.query(run))


@lru_cache(maxsize=1)
def _table() -> dict[tuple[str, ...], tuple[str, ...]]:
    """Phrases, folded, and the coded terms that they stand for. Public words only: no case teaches it anything."""
    table: dict[tuple[str, ...], tuple[str, ...]] = {}

    def add(phrase: str, term: str) -> None:
        key = tuple(normal.raw_words(phrase))
        if key and len(key) <= _LONGEST_PHRASE and term not in table.get(key, ()):
            table[key] = (*table.get(key, ()), term)

    states = reader.load().states
    for iso3, row in states.items():
        for lang in vocabulary.LANGUAGES:
            add(countries.name(iso3, row["alpha2"], lang), coded("state", iso3))
    for name, iso3 in countries.ALSO_CALLED.items():
        if len(name) > 2:  # "us" is a word
            add(name, coded("state", iso3))
    for what, family, values in _coded():
        for code in values:
            for label in {code, *(words.label(family, code, lang) for lang in vocabulary.LANGUAGES)}:
                add(label, coded(what, code))
    return table


def _coded() -> Iterable[tuple[str, str, Iterable[str]]]:
    """The codes that people type: word of the digest, family of the labels, codes."""
    return (
        ("act", "act", vocabulary.ACTS),
        ("group", "category", vocabulary.CATEGORIES),
        ("mechanism", "mechanism", reader.load().mechanisms),
        ("party", "party", codes.PARTIES),
    )
