"""Text as it may stand in a document: nothing invisible that could turn it round, stop a reader, or mark who received it.

What people typed is data for every writer. Direction overrides show other words than those that stand there; control characters, halves of
characters and what is no character at all break XML; signs that nobody sees could tell one copy from another.
"""

from __future__ import annotations

import re
import unicodedata

# Embeddings and overrides, deprecated controls of form, the byte order mark, tags, and what is drawn as nothing.
_TURNING = re.compile("[\u00ad\u180e\u200b\u2060-\u2065\u202a-\u202e\u206a-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]")
_OPENS, _CLOSES = "\u2066\u2067\u2068", "\u2069"
_ISOLATES = re.compile(f"[{_OPENS}{_CLOSES}]")
_MARKS = re.compile("[\u061c\u200e\u200f\u2066-\u2069]")
_SPACES = re.compile("[^\\S\n]+")
_ENDS = re.compile("\r\n?|\u2028|\u2029|\u0085|\x0b|\x0c")
# Control characters but the ends of lines and the tab, halves of characters, and the places that Unicode keeps empty for ever. Letters that
# are younger than this Python's tables stay: a rare name is written with one.
_NO_CHARACTER = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(17))
    + "]"
)
_MANY = re.compile("\n{3,}")


def prose(text: str) -> str:
    """Text of several lines."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    text = _NO_CHARACTER.sub("", _TURNING.sub("", _ENDS.sub("\n", text)))
    text = unicodedata.normalize("NFC", text)
    lines = (balanced(_SPACES.sub(_space, one)).strip() for one in text.split("\n"))
    return _MANY.sub("\n\n", "\n".join(lines)).strip()


def line(text: str) -> str:
    """Text of one line."""
    return " ".join(filter(None, prose(text).split("\n")))


def unmarked(text: str) -> str:
    """Without any mark of direction: for a field of a form elsewhere, which would count and keep them."""
    return _MARKS.sub("", text)


def unisolated(text: str) -> str:
    """Without the marks that set a value apart: where runs have a direction of their own."""
    return _ISOLATES.sub("", text)


def balanced(text: str) -> str:
    """A line in which every isolate that is opened is closed, and nothing is closed that was not opened: an open one would take the rest of
    a page with it."""
    depth, found = 0, []
    for sign in text:
        if sign in _OPENS:
            depth += 1
        elif sign == _CLOSES:
            if not depth:
                continue
            depth -= 1
        found.append(sign)
    return "".join(found) + _CLOSES * depth


def _space(found: re.Match[str]) -> str:
    """One space for many; a no-break space that stands alone stays, as French wants it before a colon."""
    return found[0] if found[0] in ("\u00a0", "\u202f", "\u3000") else " "
