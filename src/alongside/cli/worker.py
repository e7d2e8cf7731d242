"""What `alongside serve` starts: the one process that brings the tables up to date, makes the pages, and in a thread carries what
waits to be sent.

Everything heavy is read here and nowhere else. Read before, by the command itself, it would lie in memory twice.
"""

from __future__ import annotations

import gc
import os
import sys
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING

from alongside.cli import process

if TYPE_CHECKING:
    from alongside.desk.web.door import Door

TALKATIVE = (
    "ALONGSIDE_DATABASE: this PostgreSQL is set to write what it is asked, or details of it, into its own log ({names}); "
    "docs/threat-model.md says which settings keep it quiet"
)

UNPREPARED = "The database cannot be used ({kind}); nothing was changed. `alongside verify` says whether it is whole"


def open_pages(address: str, face: str, telling: Connection) -> Door:
    """Make ready, say where the pages are, and answer from now on.

    Where the database cannot be used, the sentence goes to the command, and this process ends.
    """
    process.harden()  # here too: where a worker is no copy of the command, it starts without
    process.few_arenas()
    try:
        first = _prepare() if face == "desk" else None
    except ValueError as error:
        telling.send(str(error))
        raise SystemExit(2) from None
    except Exception as error:  # its text may hold what lies in the database
        telling.send(UNPREPARED.format(kind=type(error).__name__))
        raise SystemExit(2) from None
    from alongside.desk.web.door import open_door

    door = open_door()
    if face == "desk":
        from alongside.desk.outbox import worker as outbox
        from alongside.desk.web import nightly

        nightly.start()
        outbox.start(lambda sentence: print(sentence, file=sys.stderr, flush=True))
    gc.freeze()  # what stands for good is not looked through again and again for rubbish, in the midst of somebody's page
    print(f"Alongside: {address}   (Ctrl-C ends it)", flush=True)
    if first:
        print(f"First start: {address}/desk/ with the code {first}", flush=True)
    return door


def _prepare() -> str | None:
    """Bring the tables up to date. The code of the first start where there is no desk yet; ValueError with a sentence where the
    database cannot be used."""
    import django

    from alongside.desk.web import faces

    os.umask(0o077)  # whatever this process makes is for its owner alone
    faces.choose()
    django.setup()
    from alongside.desk.people import first_start
    from alongside.desk.web import database

    database.prepare()
    names = database.talkative()
    if names:
        print(TALKATIVE.format(names=", ".join(names)), file=sys.stderr)
    return None if database.has_desk() else first_start.arm()
