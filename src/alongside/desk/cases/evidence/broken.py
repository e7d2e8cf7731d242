"""Files whose line broke before they were whole: told to whoever sent them, on the page of that case, for an hour.

A browser without scripts shows its own error then, and nobody could tell whether the file is here. In the memory of this process alone:
nothing of such a file is kept, so nothing of it is written down. A name may say as much as the file: it goes with the login that sent it
(at once where that ends in this process, within seconds where it ends in another), with the case, and after the hour, asked for or not. A
thread looks; it lives only while there is something to forget, and holds no key.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models.signals import post_delete

from alongside.desk.cases.models import Case
from alongside.desk.people import clock
from alongside.desk.people.models import Login

LASTS = timedelta(hours=1)
MOST = 500  # of all members together; the oldest goes first
HERS = 20  # of one member: nobody pushes those of the others out
SWEEP = 4.0  # seconds between two looks; a lock elsewhere must show here within ten
Key = tuple[UUID, UUID, str]
logger = logging.getLogger("alongside.desk.cases")
_lock = threading.Lock()
_told: OrderedDict[Key, Broken] = OrderedDict()
_sweepers: list[threading.Thread] = []


@dataclass(frozen=True, slots=True)
class Broken:
    """One file that did not come whole, and how much of it had come."""

    when: datetime
    name: str = field(repr=False)
    size: int
    login: str = field(default="", repr=False)


def note(person: UUID, case: UUID, name: str, size: int, now: datetime, login: str = "") -> None:
    """The line broke."""
    with _lock:
        _told[(person, case, name)] = Broken(now, name, size, login)
        _told.move_to_end((person, case, name))
        hers = [key for key in _told if key[0] == person]
        for key in hers[:-HERS]:
            del _told[key]
        while len(_told) > MOST:
            _told.popitem(last=False)
        _sweepers[:] = [one for one in _sweepers if one.is_alive()]
        if not _sweepers:
            _sweepers.append(threading.Thread(target=_run, name="sweeper of broken files", daemon=True))
            _sweepers[0].start()


def forget(person: UUID, case: UUID, name: str) -> None:
    """It has come after all."""
    with _lock:
        _told.pop((person, case, name), None)


def drop(login: str) -> None:
    """This login has ended."""
    _forget([key for key, one in _copy().items() if one.login == login])


def listed(person: UUID, case: UUID, now: datetime) -> list[Broken]:
    """Hers in this case, the newest last."""
    held = _copy()
    _forget(key for key, one in held.items() if not _lasts(one, now))
    return [one for (who, which, _), one in held.items() if (who, which) == (person, case) and _lasts(one, now)]


def sweep(now: datetime) -> None:
    """Forget what is older than an hour, and what no standing login sent or belongs to no case any more. Where the database does not
    answer: all."""
    held = _copy()
    try:
        logins = set(
            Login.objects.filter(id__in={one.login for one in held.values()}, pending=False).values_list("id", flat=True)
        )
        cases = set(Case.objects.filter(pk__in={case for _, case, _ in held}).values_list("pk", flat=True))
    except Exception:  # an error of the database must not keep a name
        logins, cases = set(), set()
    _forget(key for key, one in held.items() if not (one.login in logins and key[1] in cases and _lasts(one, now)))


def _lasts(one: Broken, now: datetime) -> bool:
    return abs(now - one.when) < LASTS


def _copy() -> dict[Key, Broken]:
    with _lock:
        return dict(_told)


def _forget(keys: Iterable[Key]) -> None:
    with _lock:
        for key in keys:
            _told.pop(key, None)


def _run() -> None:
    """The thread: sweeps while there is anything, then ends."""
    while True:
        time.sleep(SWEEP)
        try:
            sweep(clock.now())
            connection.close()
        except Exception:  # the thread must go on: names that stay would outlive a lock
            logger.exception("the names of broken files were not looked through")
        with _lock:
            if not _told:
                _sweepers.clear()
                return


def _ended(instance: Any, **_: Any) -> None:
    drop(instance.pk)


# A login's row that this process deletes, one by one or by the dozen. Django tells of each.
post_delete.connect(_ended, sender=Login, dispatch_uid="broken files of an ended login")
