"""Names of States in six languages (Unicode CLDR, through Babel) and the way back from a typed name to its code."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from difflib import get_close_matches
from functools import lru_cache

from alongside.directory.vocabulary import LANGUAGES

# What letters, forms and people write and CLDR does not list as a name of its own; folded as `fold` does.
ALSO_CALLED = {
    "usa": "USA", "us": "USA", "uk": "GBR", "great britain": "GBR", "drc": "COD", "dr congo": "COD", "burma": "MMR",
    "ivory coast": "CIV", "swaziland": "SWZ", "czech republic": "CZE", "north korea": "PRK", "south korea": "KOR",
    "uae": "ARE", "palestine": "PSE", "holy see": "VAT", "vatican": "VAT", "turkey": "TUR", "cape verde": "CPV",
    "macedonia": "MKD", "russian federation": "RUS", "viet nam": "VNM", "lao pdr": "LAO", "syrian arab republic": "SYR",
    "bolivia plurinational state of": "BOL", "brunei darussalam": "BRN", "democratic peoples republic of korea": "PRK",
    "democratic republic of congo": "COD", "republic of congo": "COG", "iran islamic republic of": "IRN",
    "lao peoples democratic republic": "LAO", "micronesia federated states of": "FSM", "myanmar": "MMR",
    "netherlands kingdom of": "NLD", "republic of korea": "KOR", "republic of moldova": "MDA", "sao tome principe": "STP",
    "state of palestine": "PSE", "united kingdom of great britain northern ireland": "GBR", "hong kong": "HKG", "macao": "MAC",
    "united republic of tanzania": "TZA", "united states of america": "USA", "venezuela bolivarian republic of": "VEN",
    "estados unidos de america": "USA", "republique democratique du congo": "COD", "россииская федерация": "RUS", "сша": "USA",
    "палестина": "PSE", "فلسطين": "PSE", "السعودية": "SAU", "الامارات": "ARE", "جمهورية الكونغو الديمقراطية": "COD",
    "巴勒斯坦": "PSE", "刚果民主共和国": "COD", "美利坚合众国": "USA", "macau": "MAC", "palestina": "PSE",
    "демократическая республика конго": "COD",
}  # fmt: skip
PASSED_OVER = {"and", "the"}  # "Trinidad & Tobago", "The Gambia"


def fold(text: str) -> str:
    """Text without case, accents, tashkeel, apostrophes and doubled blanks, so that 'Cote d’Ivoire' finds its State."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    kept = (" " if character in "-_,.()&" else character for character in decomposed if not unicodedata.combining(character))
    return " ".join("".join(character for character in kept if character not in "'’ʼ`").split())


def _key(text: str) -> str:
    """A name as the table of names has it: folded, `Saint` as CLDR's `St`, little words passed over."""
    return " ".join("st" if word == "saint" else word for word in fold(text).split() if word not in PASSED_OVER)


@lru_cache(maxsize=len(LANGUAGES))
def names(language: str) -> Mapping[str, str]:
    """CLDR's names of territories in a language, by ISO 3166-1 alpha-2."""
    from babel import Locale  # 50 ms and 1 MB that a plan by codes does not need

    return dict(Locale(language).territories)


def name(iso3: str, alpha2: str, language: str) -> str:
    """The State's name in a language; its alpha-3 code where CLDR has none."""
    return names(language).get(alpha2, iso3)


@lru_cache(maxsize=2)
def _by_name(states: tuple[tuple[str, str], ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for language in LANGUAGES:
        for iso3, alpha2 in states:
            found.setdefault(_key(name(iso3, alpha2, language)), iso3)
    known = {iso3 for iso3, _ in states}
    return {_key(text): iso3 for text, iso3 in ALSO_CALLED.items() if iso3 in known} | found


def find(text: str, states: Mapping[str, Mapping[str, str]]) -> str | None:
    """The alpha-3 code for an alpha-3 or alpha-2 code or a name in one of the six languages; None where nothing fits."""
    upper = text.strip().upper()
    if upper in states:
        return upper
    pairs = tuple((iso3, row["alpha2"]) for iso3, row in states.items())
    if len(upper) == 2:
        for iso3, alpha2 in pairs:
            if alpha2 == upper:
                return iso3
    return _by_name(pairs).get(_key(text))


def nearest(text: str, states: Mapping[str, Mapping[str, str]]) -> str | None:
    """The name or code that a mistyped one most resembles, as it may be typed."""
    folded = fold(text)
    pairs = tuple((iso3, row["alpha2"]) for iso3, row in states.items())
    table = _by_name(pairs)
    if len(folded) == 3:
        near = get_close_matches(folded.upper(), list(states), 1, 0.6)
        if near:
            return near[0]
    near = get_close_matches(folded, list(table), 1, 0.6)
    return near[0] if near else None
