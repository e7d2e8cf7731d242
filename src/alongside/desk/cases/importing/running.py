"""The thread that works on an import while a page shows how far it is. It holds her keys no longer than her login stands.

Nothing depends on it: killed at any moment, the import stands where its last step left it, and the page offers to go on.
"""

from __future__ import annotations

import logging
import threading
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from alongside.desk.cases.importing import working
from alongside.desk.cases.importing.keeping import Import
from alongside.desk.people import clock, logins
from alongside.desk.people.unlocked import Unlocked

QUIET = timedelta(seconds=20)  # without a step for so long, nobody works on it any more, in whichever process
_log = logging.getLogger("alongside.desk.cases")
_lock = threading.Lock()
_threads: dict[UUID, threading.Thread] = {}
_again: set[UUID] = set()  # asked for while a thread was at work, perhaps at its very end: it looks once more before it goes


def start(unlocked: Unlocked, import_id: UUID) -> None:
    """Work on it from now on, unless this process does already."""
    with _lock:
        if import_id in _threads:
            _again.add(import_id)
            return
        # Her own copy: what a request remembers for its moment must not be believed for a minute.
        hers = Unlocked(unlocked.person, unlocked.secret, unlocked.login, unlocked.proven)
        thread = threading.Thread(target=_work, args=(hers, import_id), name="import", daemon=True)
        _threads[import_id] = thread
        thread.start()


def is_going(one: Import, now: datetime) -> bool:
    """Whether somebody works on it, as far as this process can tell."""
    if not one.under_way:
        return False
    if one.id in _threads:
        return True
    return bool(one.beat) and abs(now - datetime.fromisoformat(one.beat)) < QUIET


def wait(import_id: UUID, seconds: float) -> None:
    """Until this process no longer works on it."""
    with _lock:
        thread = _threads.get(import_id)
    if thread is not None:
        thread.join(seconds)


def stands(unlocked: Unlocked) -> bool:
    """Whether the login that she started it with is still open."""
    return any(row.pk == unlocked.login for row in logins.open_logins(unlocked.person, clock.now()))


def _work(unlocked: Unlocked, import_id: UUID) -> None:
    try:
        while True:
            with _lock:
                _again.discard(import_id)
            working.run(unlocked, import_id, going=lambda: stands(unlocked))
            with _lock:
                if import_id not in _again:
                    del _threads[import_id]
                    return
    except Exception:  # whatever it is, it is told here or nowhere: no page waits for this thread
        _log.exception("an import stopped and waits to be gone on with")
        with _lock:
            _threads.pop(import_id, None)
    finally:
        connection.close()
