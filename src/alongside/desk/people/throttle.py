"""How many slow derivations run at once: a login costs 64 MiB and a good part of a second, so a crowd at the door waits in a short line.

Nobody is ever locked out by the tries of somebody else: there is no count by name and none by address. Guessing six words over a network
is hopeless at any speed; what is guarded here is the server's memory (security.md 1).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

AT_ONCE = 2
# Of the 32 threads that answer, at most 14 are with a passphrase; pages of those who are in go on.
WAITING = 12
SECONDS = 20.0

_line = BoundedSemaphore(AT_ONCE + WAITING)
_running = BoundedSemaphore(AT_ONCE)


class Busy(Exception):
    """Too many at the door. Nothing was tried and nothing kept: come again in a moment."""


@contextmanager
def slow() -> Iterator[None]:
    """One place for one derivation. Never inside a transaction: everybody else would wait for its rows meanwhile."""
    if not _line.acquire(blocking=False):
        raise Busy
    try:
        if not _running.acquire(timeout=SECONDS):
            raise Busy
        try:
            yield
        finally:
            _running.release()
    finally:
        _line.release()
