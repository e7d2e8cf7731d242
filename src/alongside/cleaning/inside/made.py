"""What every maker of a copy gives, and how it says that it will not."""

from __future__ import annotations

from dataclasses import dataclass

from alongside.cleaning.results import Reason


class NotClean(Exception):
    """No copy: the reason, and what was found until then."""

    def __init__(self, reason: Reason, found: set[str] | None = None) -> None:
        super().__init__(reason.value)
        self.reason, self.found = reason, frozenset(found or ())


@dataclass(frozen=True, slots=True)
class Made:
    """A copy, its kind, and the codes of what the original held."""

    data: bytes
    kind: str
    found: frozenset[str] = frozenset()


def need(holds: object, reason: Reason = Reason.DAMAGED) -> None:
    """Go on only where this holds."""
    if not holds:
        raise NotClean(reason)
