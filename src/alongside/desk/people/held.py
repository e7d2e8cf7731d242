"""What must lie in the memory of this process for a little while and nowhere else: shares being shown, words being copied down.

Kept by login; dropped when that login ends, after half an hour, with the process. Nothing of it can be brought back, and nothing of it is
ever written: who is interrupted starts again, and nothing has happened until then.

It must not wait for somebody to look: whoever seizes the machine after "Lock now" or in the night reads its memory. So a login that ends
here takes its values along, every access drops what is too old in all of them, and while anything is held a thread looks each minute. (A
login that ends in another process leaves its values to that thread.)
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar
from weakref import WeakSet

from django.db.models.signals import post_delete

from alongside.desk.people.models import Login

MINUTES = 30
TICK = 60.0  # seconds between two looks of the thread
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class _Kept(Generic[_Value]):
    since: datetime  # on the clock of whoever put it
    tick: float  # on this process's own, which nobody sets
    value: _Value = field(repr=False)


class Held(Generic[_Value]):
    """One value a login."""

    def __init__(self, ticks: Callable[[], float] = time.monotonic) -> None:
        self._ticks = ticks
        self._values: dict[str, _Kept[_Value]] = {}
        with _lock:
            _all.add(self)

    def __repr__(self) -> str:
        return "<Held>"

    def __len__(self) -> int:
        return len(self._values)

    def put(self, login: str, value: _Value, now: datetime) -> None:
        """Keep a value; one of the same login is replaced."""
        with _lock:
            _drop_old(now)
            self._values[login] = _Kept(now, self._ticks(), value)
            _watch()

    def get(self, login: str, now: datetime) -> _Value | None:
        """The value, if it has not expired."""
        with _lock:
            _drop_old(now)
            found = self._values.get(login)
            return found.value if found else None

    def drop(self, login: str) -> None:
        """Forget it now."""
        with _lock:
            self._values.pop(login, None)

    def _drop_if(self, over: Callable[[_Kept[_Value]], bool]) -> None:
        for login in [login for login, kept in self._values.items() if over(kept)]:
            del self._values[login]


_lock = threading.Lock()
_all: WeakSet[Held[Any]] = WeakSet()
_watcher: list[threading.Thread] = []


def expire() -> bool:
    """Drop what is too old, by the clock of this process. Whether anything is left: what the thread asks each minute."""
    with _lock:
        for held in _all:
            limit = held._ticks() - MINUTES * 60
            held._drop_if(lambda kept, limit=limit: kept.tick < limit)  # type: ignore[misc]
        left = any(len(held) for held in _all)
        if not left:
            _watcher.clear()
        return left


def _drop_old(now: datetime) -> None:
    """Behind the lock: what is too old in any of them."""
    limit = now - timedelta(minutes=MINUTES)
    for held in _all:
        held._drop_if(lambda kept: kept.since < limit)


def _watch() -> None:
    """Behind the lock: the thread, unless it is there. It ends when nothing is held."""
    if not (_watcher and _watcher[0].is_alive()):
        _watcher[:] = [threading.Thread(target=_look, name="held", daemon=True)]
        _watcher[0].start()


def _look() -> None:
    pause = threading.Event()
    while True:
        pause.wait(TICK)
        if not expire():
            return


def _ended(instance: Login, **_: object) -> None:
    with _lock:
        for held in _all:
            held._values.pop(instance.pk, None)


post_delete.connect(_ended, sender=Login, dispatch_uid="what is held for an ended login")
