"""Whom the desk could inform: NGOs and journalists of its address book. This room needs a name and a kind of each, nothing more."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol

from alongside.desk.people.unlocked import Unlocked

PARTY = {
    "ngo": "ngo",
    "journalist": "media",
    "mission": "embassy",
    "media": "media",
}  # kinds of the book, as an intervention says them


class Entry(Protocol):
    """One entry of the address book."""

    @property
    def name(self) -> str: ...

    @property
    def kind(self) -> str: ...


def _empty(_: Unlocked) -> Iterable[Entry]:
    return ()


source: Callable[[Unlocked], Iterable[Entry]] = _empty


def to_inform(unlocked: Unlocked) -> list[tuple[str, str]]:
    """Names and kinds (as parties of an intervention) of those who are informed for publicity, by name."""
    found = {one.name: PARTY[one.kind] for one in source(unlocked) if one.kind in PARTY and one.name}
    return sorted(found.items())
