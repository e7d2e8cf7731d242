"""Files whose line broke before they were whole: told to whoever sent them, on the page of that case, for an hour.

A browser without scripts shows its own error then, and nobody could tell whether the file is here. In the memory of this process alone:
nothing of such a file is kept, so nothing of it is written down.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

LASTS = timedelta(hours=1)
MOST = 500  # of all members together; the oldest goes first
_lock = threading.Lock()
_told: OrderedDict[tuple[UUID, UUID, str], Broken] = OrderedDict()


@dataclass(frozen=True, slots=True)
class Broken:
    """One file that did not come whole, and how much of it had come."""

    when: datetime
    name: str = field(repr=False)
    size: int


def note(person: UUID, case: UUID, name: str, size: int, now: datetime) -> None:
    """The line broke."""
    with _lock:
        _told[(person, case, name)] = Broken(now, name, size)
        _told.move_to_end((person, case, name))
        while len(_told) > MOST:
            _told.popitem(last=False)


def forget(person: UUID, case: UUID, name: str) -> None:
    """It has come after all."""
    with _lock:
        _told.pop((person, case, name), None)


def listed(person: UUID, case: UUID, now: datetime) -> list[Broken]:
    """Hers in this case, the newest last."""
    with _lock:
        return [one for (who, which, _), one in _told.items() if (who, which) == (person, case) and abs(now - one.when) < LASTS]
