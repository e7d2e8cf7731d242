"""The box in red on the first page and on that of people, until a member has compared the words of a new recovery key (`escrows`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from babel.lists import format_list

from alongside.desk.people import cards, escrows
from alongside.desk.people.notices import Note
from alongside.desk.people.unlocked import Unlocked
from alongside.vault.persons import Card


@dataclass(frozen=True, slots=True)
class Box:
    """What she compares, and whom she asks about it. `day` is what the notice of the ceremony says, if she still has it."""

    words: tuple[str, ...]
    seen: str
    who: str
    day: date | None


def box(unlocked: Unlocked, names: Mapping[UUID, str], lang: str, told: Iterable[Note]) -> Box | None:
    """The box, or nothing to confirm."""
    recovery = escrows.unconfirmed(unlocked)
    if recovery is None:
        return None
    days = [_day(note) for note in told if note.key == "notices.ceremony"]
    who = format_list(sorted(names.get(one, "?") for one in _makers(unlocked, recovery)), locale=lang)
    return Box(cards.six_words(recovery), recovery.digest().hex(), who, max(filter(None, days), default=None))


def _day(note: Note) -> date | None:
    try:
        return date.fromisoformat(note.params.get("day", ""))
    except ValueError:
        return None


def _makers(unlocked: Unlocked, recovery: Card) -> set[UUID]:
    """Who vouched for it, as the signatures say and no row of anybody's: she who held the ceremony, and perhaps who signed anew for what
    fell with her card."""
    members = unlocked.circle.members()
    given = (vouch for vouch in cards.statements(unlocked.desk) if vouch.card == recovery and vouch.by in members)
    return {UUID(bytes=vouch.by.holder) for vouch in given if vouch.genuine()}
