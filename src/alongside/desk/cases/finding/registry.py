"""The indexes of this process: one for each open login, in memory alone, gone with the login.

A request gets its index only after the database has been asked what she may open now (`membership`); so any process answers rightly
and none needs to be asked again. Whatever goes wrong on the way, the index is thrown away and the error goes on: no answer is better
than one from an index that may hold too much.

A login that ends in this process takes its index along at once. For one that ends in another process, or by an hour's idleness, a
thread looks every few seconds which of its logins still stand. It lives only while there is an index, and holds no key.
"""

from __future__ import annotations

import gc
import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models.signals import post_delete

from alongside.desk.cases.finding import membership
from alongside.desk.cases.finding.index import Index
from alongside.desk.people.models import Login
from alongside.desk.people.unlocked import Unlocked

IDLE = 600.0  # seconds after which an unused index is dropped
logger = logging.getLogger("alongside.desk.cases")
SWEEP = 4.0  # seconds between two looks at which logins still stand; a lock elsewhere must show here within ten


@dataclass(slots=True)
class _Entry:
    """One login's index. `lock` is held by whoever reads or changes it."""

    used: float
    person: UUID
    lock: threading.Lock = field(default_factory=threading.Lock)
    index: Index | None = None
    stamp: tuple[int, int] | None = None
    dropped: bool = False

    def drop(self) -> None:
        """Let go of everything. Nobody waits: whoever is just reading clears it when done."""
        self.dropped = True
        if self.lock.acquire(blocking=False):
            try:
                self.clear()
            finally:
                self.lock.release()

    def clear(self) -> None:
        index, self.index, self.stamp = self.index, None, None
        if index is not None:
            index.close()


_building, _builders = threading.Lock(), list[int]()


@contextmanager
def uncollected() -> Iterator[None]:
    """Without the collector of cycles: it would walk over and over through all that is being built, which has none. Of several at
    once the last one out switches it on again."""
    with _building:
        _builders.append(threading.get_ident())
        gc.disable()
    try:
        yield
    finally:
        with _building:
            _builders.pop()
            if not _builders:
                gc.enable()


class Registry:
    """The indexes by login. One a process: `registry` below; tests make their own."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, sweep: float = SWEEP) -> None:
        self._clock, self._pause = clock, sweep
        self._entries: dict[str, _Entry] = {}
        self._lock = threading.Lock()
        self._sweeper: threading.Thread | None = None

    def __len__(self) -> int:
        return len(self._entries)

    @contextmanager
    def index(self, unlocked: Unlocked) -> Iterator[Index]:
        """Her index, as of this moment. Without a login (a command) it is built for this one use."""
        entry = self._entry(unlocked)
        try:
            with entry.lock:
                try:
                    yield self._up_to_date(entry, unlocked)
                except BaseException:
                    entry.clear()
                    raise
        finally:
            if entry.dropped:
                entry.drop()

    def drop(self, login: str) -> None:
        """Forget a login's index, now."""
        with self._lock:
            entry = self._entries.pop(login, None)
        if entry is not None:
            entry.drop()

    def drop_all(self) -> None:
        for login in list(self._entries):
            self.drop(login)

    def sweep(self) -> None:
        """Forget what was not used for ten minutes, and all logins that are gone. Where the database does not answer: all."""
        now = self._clock()
        with self._lock:
            held = {login: entry.used for login, entry in self._entries.items()}
        standing = self._standing(list(held))
        for login, used in held.items():
            if login not in standing or now - used > IDLE:
                self.drop(login)

    def _entry(self, unlocked: Unlocked) -> _Entry:
        now = self._clock()
        if not unlocked.login:
            return _Entry(now, unlocked.person.pk, dropped=True)
        with self._lock:
            entry = self._entries.get(unlocked.login)
            if entry is None or entry.person != unlocked.person.pk:
                entry = self._entries[unlocked.login] = _Entry(now, unlocked.person.pk)
            entry.used = now
            if self._sweeper is None or not self._sweeper.is_alive():
                self._sweeper = threading.Thread(target=self._run, name="sweeper of search indexes", daemon=True)
                self._sweeper.start()
            return entry

    @staticmethod
    def _up_to_date(entry: _Entry, unlocked: Unlocked) -> Index:
        """Ask what she may open, and apply what has changed. The stamp is read first: what changes meanwhile shows next time."""
        stamp = membership.stamp(unlocked)
        if entry.index is not None and entry.stamp == stamp:
            return entry.index
        if entry.index is not None:
            held = membership.versions(unlocked)
            if entry.index.worn or not entry.index.versions.keys() <= held.keys():
                # Something was taken from her: its words must not even lie in memory. Or too much is dead.
                entry.clear()
        if entry.index is None:
            entry.index = Index()
            with uncollected():
                entry.index.apply(membership.everything(unlocked))
        elif changed := [case for case, version in held.items() if entry.index.versions.get(case) != version]:
            entry.index.apply(membership.digests(unlocked, changed))
        entry.stamp = stamp
        return entry.index

    @staticmethod
    def _standing(logins: list[str]) -> set[str]:
        try:
            return set(Login.objects.filter(id__in=logins, pending=False).values_list("id", flat=True)) if logins else set()
        except Exception:  # a database that does not answer: then no login is known to stand, and the indexes go
            return set()

    def _run(self) -> None:
        """The thread: sweeps while there is anything, then ends."""
        while True:
            time.sleep(self._pause)
            try:
                self.sweep()
                connection.close()
            except Exception:  # an index must not outlive its login because something went wrong once
                logger.exception("the indexes were not looked through")
            with self._lock:
                if not self._entries:
                    self._sweeper = None
                    return


registry = Registry()


def _ended(instance: Any, **_: Any) -> None:
    registry.drop(instance.pk)


# A login's row that this process deletes, one by one or by the dozen. Django tells of each.
post_delete.connect(_ended, sender=Login, dispatch_uid="index of an ended login")
