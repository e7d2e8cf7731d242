"""Once a night SQLite gives back what was deleted: the journal is cut to nothing, and the file written anew (security.md 16); and what
broken uploads left behind is swept away.

Deleted pages are overwritten in the file at once, but the journal beside it keeps what it was told until it is cut: the wrapped keys of
somebody who was removed would lie there for weeks. A server that stops does the first half by itself. PostgreSQL sees to itself.
"""

from __future__ import annotations

import logging
import threading
from datetime import datetime, time, timedelta

from django.db import connection
from django.db.backends.utils import CursorWrapper

from alongside.desk.cases.evidence import files

NIGHT = time(3)  # of this computer's clock: nobody waits while the file is written anew
AGAIN = 600.0  # seconds, where somebody was at work
LARGEST = 1 << 30  # bytes: the new file is put together in memory, because no other place on the disk may hold any of it
logger = logging.getLogger("alongside.desk.web")


def tidy() -> bool:
    """Cut the journal; write the file anew where it holds free pages. False where somebody reads, a backup perhaps: then the journal
    cannot be cut."""
    files.sweep()
    if connection.vendor != "sqlite":
        return True
    try:
        with connection.cursor() as cursor:
            cut = _cut(cursor)
            free, pages, size = (
                cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("freelist_count", "page_count", "page_size")
            )
            if free and pages * size <= LARGEST:
                cursor.execute("VACUUM")
                cut = _cut(cursor)
        return cut
    finally:
        connection.close()


def _cut(cursor: CursorWrapper) -> bool:
    busy, *_ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


def seconds_until_night(now: datetime) -> float:
    """From `now`, by this computer's clock, to the next three o'clock."""
    night = datetime.combine(now.date(), NIGHT, now.tzinfo)
    return ((night if now < night else night + timedelta(days=1)) - now).total_seconds()


def start() -> None:
    """Do so every night from now on, in a thread that ends with the process."""
    threading.Thread(target=_every_night, name="nightly", daemon=True).start()


def _every_night() -> None:
    waiting = threading.Event()
    while True:
        waiting.wait(seconds_until_night(datetime.now().astimezone()))
        while not tidied():
            waiting.wait(AGAIN)


def tidied() -> bool:
    """Whether it was done. Whatever goes wrong must not end the nights to come."""
    try:
        return tidy()
    except Exception:
        logger.exception("the database was not tidied; it will be tried again")
        return False
