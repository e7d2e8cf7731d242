"""One annex as a document names it, and its neutral name."""

from __future__ import annotations

from dataclasses import dataclass

from alongside.cleaning.kinds import KINDS, UNKNOWN


@dataclass(frozen=True, slots=True)
class Annex:
    """One numbered file beside a document. `title` says what it shows, in words that may leave; `sha256` and `size` are those of the file
    that leaves, never of the original where a cleaned copy goes."""

    number: int
    title: str
    name: str
    media_type: str
    size: int
    sha256: str


def name_of(number: int, kind: str) -> str:
    """A name that says nothing but number and kind: `annex-1.jpg`."""
    return f"annex-{number}.{KINDS.get(kind, KINDS[UNKNOWN]).ending}"


def media_of(kind: str) -> str:
    """The media type without parameters."""
    return KINDS.get(kind, KINDS[UNKNOWN]).media.partition(";")[0]
