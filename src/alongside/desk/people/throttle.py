"""How many slow derivations run at once: each costs 64 MiB and a good part of a second, so a crowd at the door waits in a short line.

There is no count by name and none by address: nobody's tries lock a colleague's account. But a crowd does hold up the door: while it lasts,
whoever logs in waits with it and may be told to come again. Whoever is in already, or holds an invitation, stands in a line of her own, so
that a crowd of strangers cannot keep her from "my words are known" or from new words. Guessing six words over a network is hopeless at any
speed; what is guarded here is the server's memory (security.md 1).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

AT_ONCE = 2
# Of the 32 threads that answer, at most 14 are with a passphrase at the door and 7 inside; pages of those who are in go on.
WAITING = 12
AT_ONCE_INSIDE, WAITING_INSIDE = 1, 6
SECONDS = 20.0

_line = BoundedSemaphore(AT_ONCE + WAITING)
_running = BoundedSemaphore(AT_ONCE)
_line_inside = BoundedSemaphore(AT_ONCE_INSIDE + WAITING_INSIDE)
_running_inside = BoundedSemaphore(AT_ONCE_INSIDE)


class Busy(Exception):
    """Too many at the door. Nothing was tried and nothing kept: come again in a moment."""


@contextmanager
def slow() -> Iterator[None]:
    """One place for one derivation, for whoever comes. Never inside a transaction: everybody else would wait for its rows meanwhile."""
    with _place(_line, _running):
        yield


@contextmanager
def slow_inside() -> Iterator[None]:
    """The same for somebody who has shown who she is: by an open login, a link that leads somewhere, the code of the first start."""
    with _place(_line_inside, _running_inside):
        yield


@contextmanager
def _place(line: BoundedSemaphore, running: BoundedSemaphore) -> Iterator[None]:
    if not line.acquire(blocking=False):
        raise Busy
    try:
        if not running.acquire(timeout=SECONDS):
            raise Busy
        try:
            yield
        finally:
            running.release()
    finally:
        line.release()
