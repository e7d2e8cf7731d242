"""Mechanisms as the directory pages show them: coded facts beside words, in the reader's language or in English marked as such."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from alongside.desk.guide import words
from alongside.directory import reader
from alongside.directory.dates import Span
from alongside.directory.mechanism import Channel, Mechanism
from alongside.directory.vocabulary import KINDS
from alongside.language import countries
from alongside.language.countries import fold

LINKS = {"phone": "tel:", "email": "mailto:", "web-form": "", "web-page": ""}


@dataclass(frozen=True, slots=True)
class Entry:
    """A mechanism with its words; `lang` is the language of the words."""

    facts: Mechanism
    text: Mapping[str, Any]
    lang: str

    @property
    def id(self) -> str:
        return self.facts.id


@dataclass(frozen=True, slots=True)
class Way:
    """A channel with its line. `link` only where it is confirmed: an unconfirmed address is read and checked, never clicked."""

    channel: Channel
    line: str
    link: str | None


def entry(id_: str, lang: str) -> Entry | None:
    """One entry, or None for an id that the directory does not have."""
    facts = reader.load().mechanisms.get(id_)
    if facts is None:
        return None
    text = reader.load_text(lang).get(id_)
    return Entry(facts, text, lang) if text else Entry(facts, reader.load_text("en")[id_], "en")


def named(ids: Iterable[str], lang: str) -> list[Entry]:
    """Entries for ids that other texts point to; one that the directory has lost is left out."""
    return [found for found in (entry(id_, lang) for id_ in ids) if found]


@lru_cache(maxsize=len(words.LANGUAGES))
def everything(lang: str) -> tuple[Entry, ...]:
    """All entries, ordered by name within the order of kinds."""
    found = named(reader.load().mechanisms, lang)
    return tuple(sorted(found, key=lambda one: (KINDS.index(one.facts.kind), fold(one.text["name"]))))


@lru_cache(maxsize=len(words.LANGUAGES))
def taking_complaints(lang: str) -> tuple[Entry, ...]:
    """The bodies before which a person's case can be pending."""
    return tuple(one for one in everything(lang) if "individual-complaint" in one.facts.provides)


def by_kind(found: Iterable[Entry]) -> list[tuple[str, list[Entry]]]:
    """Entries under their kinds, in the vocabulary's order, empty kinds left out."""
    groups: dict[str, list[Entry]] = {kind: [] for kind in KINDS}
    for one in found:
        groups[one.facts.kind].append(one)
    return [(kind, group) for kind, group in groups.items() if group]


def ways(one: Entry) -> tuple[list[Way], list[Way]]:
    """Channels to offer (confirmed ones first) and those no longer offered."""
    lines = one.text["channels"]
    all_ways = [Way(channel, lines.get(channel.key, ""), _link(channel)) for channel in one.facts.channels]
    offered = [way for way in all_ways if not way.channel.legacy]
    return sorted(offered, key=lambda way: not way.channel.confirmed), [way for way in all_ways if way.channel.legacy]


def _link(channel: Channel) -> str | None:
    scheme = LINKS.get(channel.type)
    if scheme is None or not channel.confirmed or channel.value is None:
        return None
    if scheme == "":
        return channel.value if channel.value.startswith(("https://", "http://")) else None
    if scheme == "tel:":
        return scheme + "".join(mark for mark in channel.value.replace("(0)", "") if mark in "+0123456789")
    return scheme + channel.value if "@" in channel.value and " " not in channel.value else None


def looks_at(facts: Mechanism, iso3: str, today: Span) -> bool | None:
    """Whether a route takes up what happens in a State; None where nobody could confirm it."""
    area, directory = facts.at_risk_in, reader.load()
    if any(directory.standing(code, iso3, today).holds for code in area.outside):
        return False
    if area.rule == "states":
        return iso3 in area.states
    if area.rule != "member":
        return None if area.rule == "unknown" else True
    held = [directory.standing(code, iso3, today).holds for code in area.codes]
    if area.every:
        return False if False in held else (None if None in held else True)
    return True if True in held else (None if None in held else False)


@lru_cache(maxsize=2048)
def country(iso3: str, lang: str) -> str:
    """A State's name in a language."""
    row = reader.load().states.get(iso3)
    return countries.name(iso3, row["alpha2"], lang) if row else iso3


@lru_cache(maxsize=len(words.LANGUAGES))
def country_choices(lang: str) -> tuple[tuple[str, str], ...]:
    """(code, name) of every State and territory, ordered by name."""
    pairs = [(iso3, country(iso3, lang)) for iso3 in reader.load().states]
    return tuple(sorted(pairs, key=lambda pair: fold(pair[1])))


@lru_cache(maxsize=512)
def language_name(code: str, lang: str) -> str:
    """The name of a language that a mechanism works in."""
    from babel import Locale

    return Locale(lang).languages.get(code, code)


def link(facts: Mechanism) -> str | None:
    """Where the best channel leads, if it is confirmed."""
    best = facts.best_channel
    return _link(best) if best else None
