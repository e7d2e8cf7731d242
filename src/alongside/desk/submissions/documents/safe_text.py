"""Text as it may stand in a document: nothing invisible that could turn it round, stop a reader, or mark who received it.

What people typed is data for every writer. Direction overrides show other words than those that stand there; control characters, halves of
characters and what is no character at all break XML; signs that nobody sees could tell one copy from another.
"""

from __future__ import annotations

import re
import unicodedata

from alongside.desk.submissions.drafting.writable import writable

_OPENS, _CLOSES = "\u2066\u2067\u2068", "\u2069"
_ISOLATES = re.compile(f"[{_OPENS}{_CLOSES}]")
_MARKS = re.compile("[\u061c\u200e\u200f\u2066-\u2069]")
_SPACES = re.compile("[^\\S\n]+")
_MANY = re.compile("\n{3,}")


def prose(text: str) -> str:
    """Text of several lines."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    text = unicodedata.normalize("NFC", writable(text))
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
