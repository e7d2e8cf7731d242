"""Two people changed the same record: what each changed alone is kept, what both changed is shown with both texts. Nothing is lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from alongside.facts.fact import Fact
from alongside.facts.fields import declared, plain_table

F = TypeVar("F", bound=Fact)


@dataclass(frozen=True, slots=True)
class Conflict:
    """One field that both changed, differently: as it was, mine, theirs (plain values; None: untold)."""

    field: str
    was: object
    mine: object
    theirs: object


@dataclass(frozen=True, slots=True)
class Merged:
    """The record put together, to be stored over theirs, and what a person has to decide. Until then their text stands in it."""

    fact: Fact
    conflicts: tuple[Conflict, ...]


def merge(base: F, mine: F, theirs: F) -> Merged:
    """Put two edits of `base` together field by field. `theirs` was stored first. Raises ValueError for different records.

    A record that is WHOLE (a consent, a risk assessment) is not put together from halves: if both changed it, every field that I
    changed is a conflict.
    """
    if not (type(base) is type(mine) is type(theirs) and base.id == mine.id == theirs.id):
        raise ValueError("not the same record")
    names = [name for name in declared(type(base)) if name not in ("id", "revision")]
    was, left, right = ({name: getattr(one, name) for name in names} for one in (base, mine, theirs))
    changed, clashing = _both(was, left, right)
    more, more_clashing = _both(base.extra, mine.extra, theirs.extra)
    if type(base).WHOLE and any(right[name] != was[name] for name in names) | (theirs.extra != base.extra):
        clashing, changed = [*clashing, *changed], {}
        more_clashing, more = [*more_clashing, *more], {}
    plain = [plain_table(one) for one in (base, mine, theirs)]
    conflicts = tuple(Conflict(name, *(one.get(name) for one in plain)) for name in (*clashing, *more_clashing))
    extra = {name: value for name, value in (dict(theirs.extra) | more).items() if not (name in more and name not in mine.extra)}
    fact: Fact = replace(theirs, **changed, extra=extra, revision=theirs.revision + 1)
    return Merged(fact, conflicts)


def _both(was: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """What I alone changed, with my value (None where I took it away), and the names of what both changed differently."""
    names = dict.fromkeys((*was, *mine, *theirs))
    alone = {name: mine.get(name) for name in names if _differ(was, mine, name) and not _differ(was, theirs, name)}
    both = [name for name in names if all(_differ(*pair, name) for pair in ((was, mine), (was, theirs), (mine, theirs)))]
    return alone, both


def _differ(one: Mapping[str, Any], other: Mapping[str, Any], name: str) -> bool:
    return (name in one) != (name in other) or one.get(name) != other.get(name)
