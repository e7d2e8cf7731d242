"""What no document writes, taken out before anybody looks for names and again before anything is written: one rule for both.

Two rules that differ by one sign let a name through: the net sees two words where the writer, taking that sign out, writes one.
"""

from __future__ import annotations

import re

# Embeddings and overrides, deprecated controls of form, the byte order mark, tags, and what is drawn as nothing.
TURNING = re.compile("[\u00ad\u180e\u200b\u2060-\u2065\u202a-\u202e\u206a-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]")
_ENDS = re.compile("\r\n?|\u2028|\u2029|\u0085|\x0b|\x0c")
# Control characters but the ends of lines and the tab, halves of characters, and the places that Unicode keeps empty for ever. Letters that
# are younger than this Python's tables stay: a rare name is written with one.
_NO_CHARACTER = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(17))
    + "]"
)


def writable(text: str) -> str:
    """A text without what no document writes, and with one sign for the end of a line."""
    if text.isprintable() and text.isascii():
        return text
    return _NO_CHARACTER.sub("", TURNING.sub("", _ENDS.sub("\n", text)))
