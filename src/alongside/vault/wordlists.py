"""Two lists of words, shipped as they were published (words/README.md), and how a typed word is read.

Reading forgives what fingers and paper do: capitals, several blanks, hyphens, full-width letters, invisible marks that come along
when text is pasted. It never guesses: a word that is not in the list is refused with its place.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from importlib.resources import files

from alongside.vault.errors import Misspelt

EFF_LARGE, BIP39 = "eff-large.txt", "bip39-english.txt"
# Blanks of all kinds, dashes of all kinds, and what people put between the words of a list.
_BETWEEN = re.compile(r"[\s_.,;\-\u2010-\u2015\u2212]+")


@lru_cache(maxsize=2)
def words(name: str) -> tuple[str, ...]:
    """The words of a list in its own order, as they are shown."""
    return tuple(files("alongside.vault").joinpath("words", name).read_text(encoding="ascii").split())


@lru_cache(maxsize=2)
def places(name: str) -> dict[str, int]:
    """Where each word stands, by its letters alone: "drop-down", "drop down" and "dropdown" are one word.

    So are "yo-yo" and "yoyo", which both stand in the list of the EFF: they sound the same over a telephone.
    """
    return {letters(word): place for place, word in enumerate(words(name))}


def letters(word: str) -> str:
    """A word of a list without its hyphen."""
    return word.replace("-", "")


def clean(text: str) -> str:
    """One form for what looks the same: compatibility forms folded, invisible marks dropped, small letters."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(letter for letter in folded if unicodedata.category(letter) != "Cf")


def read(text: str, name: str, count: int) -> tuple[int, ...]:
    """The places of `count` words in the list. Misspelt names what is not in it, counted as the person counts: by word."""
    known = places(name)
    tokens = [token for token in _BETWEEN.split(clean(text)) if token]
    found: list[int] = []
    wrong: list[int] = []
    while tokens:
        token = tokens.pop(0)
        if token not in known and tokens and token + tokens[0] in known:
            token += tokens.pop(0)
        if token not in known:
            wrong.append(len(found) + 1)
        found.append(known.get(token, 0))
    if wrong or len(found) != count:
        raise Misspelt(tuple(wrong), len(found), count)
    return tuple(found)
