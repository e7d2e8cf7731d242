"""The words of the rooms of submissions: each room has a folder `texts/`, and a key begins with the name of its room."""

from __future__ import annotations

from pathlib import Path

from alongside.language import catalogue
from alongside.language.catalogue import Catalogue

ROOM = Path(__file__).parent


def of(room: str, lang: str) -> Catalogue:
    """The catalogue of a room: `drafting`, `sending`, `following` ..."""
    return catalogue.read(ROOM / room / "texts", lang)


def say(lang: str, key: str, **params: object) -> str:
    """A sentence by its whole key: `sending.title` stands in `sending/texts/<lang>.toml` under `[sending]`."""
    return of(key.partition(".")[0], lang).say(key, params or None)
