"""The words of generated sentences, in the language of the document."""

from __future__ import annotations

from pathlib import Path
from unicodedata import bidirectional

from alongside.language import catalogue
from alongside.language.catalogue import END_ISOLATE, ISOLATE, RIGHT_TO_LEFT

TEXTS = Path(__file__).parent / "texts"
AGAINST = {True: frozenset({"L"}), False: frozenset({"R", "AL"})}  # letters that run against the language


def say(lang: str, key: str, **params: object) -> str:
    """A sentence with its values, each isolated where its letters run the other way.

    The catalogue's own way isolates every value of an Arabic sentence; these are put into one another, and would be all marks.
    """
    sentence = str(catalogue.read(TEXTS, lang).raw(key))
    return sentence.format_map({name: isolated(str(value), lang) for name, value in params.items()}) if params else sentence


def isolated(text: str, lang: str) -> str:
    """A text that may stand among others: one whose letters run against the language does not exchange places with its neighbours."""
    against = AGAINST[lang in RIGHT_TO_LEFT]
    if text.isascii() and lang not in RIGHT_TO_LEFT:
        return text
    if ISOLATE in text or not any(bidirectional(sign) in against for sign in text):
        return text
    return f"{ISOLATE}{text}{END_ISOLATE}"
