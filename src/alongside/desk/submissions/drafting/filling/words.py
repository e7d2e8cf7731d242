"""The words of generated sentences, in the language of the document."""

from __future__ import annotations

from pathlib import Path

from alongside.language import catalogue

TEXTS = Path(__file__).parent / "texts"


def say(lang: str, key: str, **params: object) -> str:
    return catalogue.read(TEXTS, lang).say(key, params or None)
