"""A catalogue: one TOML file a language, sentences by dotted key, English where a translation is missing.

A catalogue is a machine draft until a named person has read it and signed `reviewed_by` in its `[catalogue]` table.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from alongside.directory.vocabulary import LANGUAGES

RIGHT_TO_LEFT = ("ar",)
OWN_NAMES = {"ar": "العربية", "en": "English", "es": "Español", "fr": "Français", "ru": "Русский", "zh": "中文"}
# First strong isolate and its end: "A. B." or a number in Arabic text would otherwise be shown with its parts exchanged.
ISOLATE, END_ISOLATE = "\u2068", "\u2069"


def direction(language: str) -> str:
    """`rtl` or `ltr`, as HTML and Typst spell it."""
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"


class Catalogue:
    """The sentences of one room in one language."""

    def __init__(self, language: str, words: Mapping[str, Any], fallback: Catalogue | None = None) -> None:
        self.language = language
        self.reviewed_by: str = words.get("catalogue.reviewed_by", "")
        self._words, self._fallback = words, fallback

    @property
    def machine_drafted(self) -> bool:
        """True until a named reviewer has signed."""
        return not self.reviewed_by

    def __contains__(self, key: str) -> bool:
        return key in self._words or (self._fallback is not None and key in self._fallback)

    def keys(self) -> frozenset[str]:
        """Keys that this language itself has, without those it borrows."""
        return frozenset(self._words)

    def raw(self, key: str) -> Any:
        """The sentence or list as written; KeyError where not even English has it, which a test rules out for keys in use."""
        if key in self._words:
            return self._words[key]
        if self._fallback is not None:
            return self._fallback.raw(key)
        raise KeyError(key)

    def say(self, key: str, params: Mapping[str, object] | None = None) -> str:
        """The sentence with its parameters put in, each isolated where the script runs from right to left."""
        sentence = str(self.raw(key))
        if not params:
            return sentence
        if self.language in RIGHT_TO_LEFT:
            params = {name: f"{ISOLATE}{value}{END_ISOLATE}" for name, value in params.items()}
        return sentence.format_map(params)


def flatten(table: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Nested tables as one level of dotted keys."""
    flat: dict[str, Any] = {}
    for key, value in table.items():
        if isinstance(value, dict):
            flat |= flatten(value, f"{prefix}{key}.")
        else:
            flat[f"{prefix}{key}"] = value
    return flat


@lru_cache(maxsize=64)
def read(folder: Path, language: str) -> Catalogue:
    """The catalogue of a folder `texts/` in one language. Raises ValueError for a language the product does not speak."""
    if language not in LANGUAGES:
        raise ValueError(language)
    path = folder / f"{language}.toml"
    words = flatten(tomllib.loads(path.read_text(encoding="utf-8"))) if path.exists() else {}
    return Catalogue(language, words, None if language == "en" else read(folder, "en"))
