"""Whom the desk could inform: NGOs, journalists and missions of its address book."""

from __future__ import annotations

from alongside.desk.people.unlocked import Unlocked
from alongside.desk.submissions import addresses

# Kinds of the book, as an intervention says them. A mechanism is written to by a draft of its own.
PARTY = {"ngo": "ngo", "journalist": "media", "mission": "embassy"}


def to_inform(unlocked: Unlocked) -> list[tuple[str, str]]:
    """Names and kinds (as parties of an intervention) of those who are informed for publicity, by name."""
    found = {one.name: PARTY[one.kind] for one in addresses.entries(unlocked) if one.kind in PARTY and one.name}
    return sorted(found.items())
