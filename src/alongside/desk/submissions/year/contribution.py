"""The whole contribution of a desk to one year's report: which cases, as what, in which order, and which must wait. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from alongside.desk.submissions.year.belongs import FOLLOW_UP, NEW, Belonging

# The form of each part, by its id among the forms.
FORMS = {NEW: "sg-reprisals-new", FOLLOW_UP: "sg-reprisals-follow-up"}


@dataclass(frozen=True, slots=True)
class Part:
    """One case of the contribution."""

    case: UUID
    state: str
    name: str
    belonging: Belonging

    @property
    def form(self) -> str:
        return FORMS[self.belonging.kind]


@dataclass(frozen=True, slots=True)
class Contribution:
    """New cases first, then follow-up, as the report's two annexes have them; each in the order of States' names. `waiting`: what
    somebody has not agreed to, or what else bars it."""

    new: tuple[Part, ...]
    follow_ups: tuple[Part, ...]
    waiting: tuple[Part, ...]

    @property
    def parts(self) -> tuple[Part, ...]:
        """What can go, in the order of the document."""
        return (*self.new, *self.follow_ups)


def contribution(parts: Iterable[Part], country: Callable[[str], str]) -> Contribution:
    """The parts in order. `country`: the name of a State, by which it stands in the report."""
    ordered = sorted(
        parts, key=lambda one: (country(one.state).casefold() if one.state else "\U0010ffff", one.name.casefold(), one.case)
    )
    ready = [one for one in ordered if one.belonging.ready]
    return Contribution(
        tuple(one for one in ready if one.belonging.kind == NEW),
        tuple(one for one in ready if one.belonging.kind == FOLLOW_UP),
        tuple(one for one in ordered if not one.belonging.ready),
    )
