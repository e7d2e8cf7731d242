"""What must lie in the memory of this process for a little while and nowhere else: shares being shown, words being copied down.

Kept by login, dropped after half an hour, gone with the process. Nothing of it can be brought back, and nothing of it is ever written:
who is interrupted starts again, and nothing has happened until then.
"""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from typing import Generic, TypeVar

MINUTES = 30
_Value = TypeVar("_Value")


class Held(Generic[_Value]):
    """One value a login."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._values: dict[str, tuple[datetime, _Value]] = {}

    def __repr__(self) -> str:
        return "<Held>"

    def put(self, login: str, value: _Value, now: datetime) -> None:
        """Keep a value; one of the same login is replaced."""
        with self._lock:
            self._drop_old(now)
            self._values[login] = (now, value)

    def get(self, login: str, now: datetime) -> _Value | None:
        """The value, if it has not expired."""
        with self._lock:
            self._drop_old(now)
            found = self._values.get(login)
            return found[1] if found else None

    def drop(self, login: str) -> None:
        """Forget it now."""
        with self._lock:
            self._values.pop(login, None)

    def _drop_old(self, now: datetime) -> None:
        limit = now - timedelta(minutes=MINUTES)
        for login in [login for login, (since, _) in self._values.items() if since < limit]:
            del self._values[login]
