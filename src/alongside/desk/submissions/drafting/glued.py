"""Words with nothing between them: where one ends because another script, a capital letter or a number begins, and names written as one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import permutations

from alongside.desk.submissions.drafting.spelling import stem

# The signs that are no letters of a script that parts its words by blanks, so that what is left of every letter is its own.
_LATIN = "[^\\W\\d_\u0370-\u1cff\u1dc0-\u1dff\u1f00-\u2c5f\u2c80-\ua71f\ua800-\uab2f\uab70-\U0010ffff]"
_ARABIC = "[^\\W\\d_\\x00-\u05ff\u0700-\u074f\u0780-\u086f\u0900-\U0010ffff]"
_CYRILLIC = "[^\\W\\d_\\x00-\u03ff\u0530-\U0010ffff]"
_BLANKED = r"\d*(?:" + "|".join(rf"{letter}(?:{letter}|\d)*+" for letter in (_LATIN, _ARABIC, _CYRILLIC)) + ")"
BLANKED = re.compile(_BLANKED)
# A word of a folded text. It ends where the script changes: 记者Amal被捕 has three.
WORD = re.compile(rf"{_BLANKED}|\d+|(?:(?!{_LATIN}|{_ARABIC}|{_CYRILLIC})[^\W\d_])+")
_PIECE = re.compile("U+(?!l)|U?l+")
# Handles, addresses and hashtags, in which words stand with nothing between them.
_CHUNK = re.compile(r"\S+")
_LABEL = re.compile(r"[#@]|\w\.[^\W\d_]{2}")
LEAST_IN_LABEL = 4  # letters of a name that are looked for within a word of those
LEAST_TOGETHER, LEAST_ANYWHERE = 6, 8  # letters of a name written as one, as a word of any text and within one
_MOST_PARTS = 6  # words of a name of which any two may be written as one


def pieces(word: str, written: str) -> tuple[tuple[int, int], ...]:
    """(begin, end) of the words within one, by capital letters and numbers: of "FreeAmal" both, of "Hassan2" the name. `written`: the sign
    of the text that each letter of the folded word comes from. Empty where it is but one."""
    rest = written[1:]
    if word.isalpha() and (rest == rest.lower() or written == written.upper()):
        return ()
    kinds = ["" if not letter.isalpha() else "U" if sign.isupper() else "l" for letter, sign in zip(word, written, strict=True)]
    return tuple(found.span() for found in _PIECE.finditer("".join(kind or " " for kind in kinds)))


def labels(folded: str) -> Iterator[tuple[int, int]]:
    """(begin, end) of what has no blanks because it is a handle, an address or a hashtag."""
    for chunk in _CHUNK.finditer(folded) if any(sign in folded for sign in "#@.") else ():
        if _LABEL.search(chunk[0]):
            yield chunk.span()


def as_one(words: Sequence[str], own: Sequence[str]) -> Iterator[str]:
    """A name as it is written without blanks: all its words, and any two of those that are its own, in either order."""
    for row in (words, *permutations(own[:_MOST_PARTS], 2)):
        if len(row) > 1:
            yield from ("".join(row), "".join(row[:-1]) + stem(row[-1]), "".join(map(stem, row)))
