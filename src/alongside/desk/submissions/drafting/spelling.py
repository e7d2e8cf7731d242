"""Words as the net compares them: their script, and what a word of a text may be once prefixes and endings are off."""

from __future__ import annotations

import re
import unicodedata
from unicodedata import decimal

from alongside.facts import normal

_ARABIC = re.compile("[\u0600-\u06ff]")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_BEFORE = re.compile("[وفبلكس]{0,2}(?:ال|لل)?")  # and, so, by, for, like, will; the article
# Signs that take a word apart for a machine and for nobody else, and are no control characters: fillers of Hangul, vowels of Khmer that are
# not written, the blank of Braille, selectors of variants.
UNSEEN = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]")
_MARKS = re.compile("[\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]")
_ENDINGS = "аеиоуыэюяьіє"
LONGEST_ENDING = 3
SCRIPTS = {"LATIN": "latin", "ARABIC": "arabic", "CYRILLIC": "cyrillic"}


def script_of(text: str) -> str:
    """`latin`, `arabic`, `cyrillic`, or `other` (where words are not parted by blanks, or take endings of their own), by the first
    letter; empty where there is none."""
    if text[:1].isascii() and text[:1].isalpha():
        return "latin"
    letter = next((sign for sign in text if sign.isalpha()), "")
    return SCRIPTS.get(unicodedata.name(letter, "").split(" ")[0], "other") if letter else ""


def readings(word: str) -> tuple[str, ...]:
    """The words that a folded word of a text may be, the longest first: without Arabic prefixes, without a Russian ending."""
    if word.isascii():
        return (word,)
    if _ARABIC.match(word):
        start = _BEFORE.match(word)
        longest = start.end() if start is not None else 0
        return tuple(word[cut:] for cut in range(longest + 1) if not cut or len(word) - cut >= 2)
    if _CYRILLIC.match(word):
        return tuple(word[: len(word) - cut] for cut in range(LONGEST_ENDING + 1) if not cut or len(word) - cut >= 3)
    return (word,)


def stem(word: str) -> str:
    """A folded word of a name as the net keeps it: without article, in Russian without its ending where three letters stay."""
    if _CYRILLIC.match(word):
        bare = word.rstrip(_ENDINGS)
        return bare if len(bare) >= 3 else word
    return word[2:] if word.startswith("ال") and len(word) >= 4 else word


def digits_of(text: str) -> str:
    """The digits of a folded text."""
    return "".join(sign for sign in text if sign in "0123456789")


def fold(text: str) -> str:
    """A text as search compares it, with the digits of every script as one, mathematical and circled letters as letters, and without
    marks that nobody writes names with."""
    if text.isascii():
        return normal.fold(text)
    plain = _MARKS.sub("", unicodedata.normalize("NFKC", UNSEEN.sub("", text)))
    return normal.fold("".join(str(decimal(sign)) if sign.isdecimal() else sign for sign in plain))
