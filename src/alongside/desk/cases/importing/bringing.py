"""A table as a page brings it: pasted, or as a file, which lies sealed under a key of this process alone until it is read, and is gone
with the answer."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from django.http import HttpRequest

from alongside.desk.cases.evidence import files, sealing
from alongside.desk.cases.evidence.sealing import Received
from alongside.desk.cases.importing import reading
from alongside.desk.cases.importing.delimited import read_text
from alongside.desk.cases.importing.reading import How
from alongside.desk.cases.importing.tables import MOST_BYTES, NotATable, Table
from alongside.desk.people.unlocked import Unlocked

FILE = "file"
# A file of 32 MiB is some hundred megabytes while it is read: one at a time, or a few of them end the whole desk.
_PLACE, SECONDS_TO_WAIT = threading.BoundedSemaphore(1), 30.0


def of_text(text: str) -> Table:
    """The table that was pasted. NotATable."""
    return read_text(text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}"))


def of_file(request: HttpRequest, unlocked: Unlocked, how: How) -> Table:
    """The table of the file that came with a form. NotATable."""
    came: Sequence[Received] = request.FILES.getlist(FILE)
    if not came:
        fault = next((fault for _, fault in sealing.faults(request)), "")
        raise NotATable({"too_large": "too-large", "no_room": "no-room"}.get(fault, "no-file"), most=MOST_BYTES >> 20)
    if not _PLACE.acquire(timeout=SECONDS_TO_WAIT):
        raise NotATable("busy")
    try:
        return reading.read(files.read_once(came[0].arrived, unlocked.desk), how)
    except files.NoFile:
        raise NotATable("no-file") from None
    finally:
        _PLACE.release()
