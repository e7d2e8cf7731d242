"""Which words the pages of people use: the room's own catalogue."""

from __future__ import annotations

from pathlib import Path

from alongside.language import catalogue
from alongside.language.catalogue import Catalogue

TEXTS = Path(__file__).parent / "texts"


def people(lang: str) -> Catalogue:
    """The sentences of the pages of people."""
    return catalogue.read(TEXTS, lang)
