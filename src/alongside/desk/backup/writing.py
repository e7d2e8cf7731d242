"""Writing a backup: one file, sealed as it is made, whole or not there.

`ALONGSIDE BACKUP 1`, a line's end; then behind their lengths the desk, the month and the file's key sealed to the month's card; then a
sealed stream (docs/vault-format.md, "Sealed file") of lines: a head, every row, the files of evidence in pieces, as they lie sealed in the
store, the keys beside the database, an end that counts.
"""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.db import connection, transaction

from alongside.desk.backup import months, rows
from alongside.desk.backup.heading import MAGIC
from alongside.desk.cases.evidence import files
from alongside.desk.cases.evidence.files import NoFile
from alongside.desk.people import keyfiles
from alongside.desk.people.models import Desk
from alongside.vault.boxes import seal_to
from alongside.vault.context import Context
from alongside.vault.encoding import prefixed
from alongside.vault.sealed import new_key
from alongside.vault.streams import sealed_stream

FORMAT = 1


class NoMonthKey(LookupError):
    """No backup key was made for this month."""


def box_place(desk: bytes, month: str) -> Context:
    """The place of a backup's own key."""
    return Context(desk, "backup", month.encode(), "key", 1, 0)


def stream_place(desk: bytes, month: str) -> Context:
    """The place of a backup's content."""
    return Context(desk, "backup", month.encode(), "content", 1, 0)


def write(path: Path, desk: UUID, now: datetime) -> int:
    """Write a backup and give its size in bytes. NoMonthKey; NotVouched where somebody put another key into the database.

    Written beside its name and moved there when it is whole and on the disk: a full stick leaves the older backup as it was.
    """
    month = months.month_of(now.date())
    found = months.card_for(desk, month)
    if found is None:
        raise NoMonthKey(month)
    card, circle = found
    key = new_key()
    box = seal_to(card, key, box_place(desk.bytes, month), circle)
    draft = path.with_name(path.name + ".part")
    try:
        with draft.open("wb") as file:
            os.fchmod(file.fileno(), 0o600) if hasattr(os, "fchmod") else None
            file.write(MAGIC + prefixed(desk.bytes, month.encode(), box))
            for piece in sealed_stream(key, _content(desk, now), stream_place(desk.bytes, month)):
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return path.stat().st_size


def _content(desk: UUID, now: datetime) -> Iterator[bytes]:
    """All lines, as they are at one moment."""
    count = 0
    with _nobody_waits(), transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        Desk.objects.get(pk=desk)
        yield _line({"format": FORMAT, "desk": desk.hex, "made": now.isoformat(timespec="minutes")})
        for line in rows.lines():
            count += 1
            yield line
        stored = files.listed(desk)
    # Outside the transaction: hours of reading would keep the journal from ever being cut. A file that is destroyed meanwhile is left out.
    for file in stored:
        written = 0
        for piece in files.sealed_pieces(file):
            written += len(piece)
            yield _line({"f": file.hex, "p": base64.b64encode(piece).decode()})
        if not written:
            if files.is_listed(file):
                raise NoFile(file.hex)  # a backup without it would be called whole, until somebody needs it
            yield _line({"gone": file.hex})
    yield _line({"keys": {name: base64.b64encode(data).decode() for name, data in keyfiles.all_files().items()}})
    yield _line({"end": count})


@contextmanager
def _nobody_waits() -> Iterator[None]:
    """SQLite: begin as a reader, whom writers need not wait for. The desk's own transactions take the writer's place where they begin."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    usual, connection.transaction_mode = connection.transaction_mode, "DEFERRED"
    try:
        yield
    finally:
        connection.transaction_mode = usual


def _line(plain: object) -> bytes:
    return json.dumps(plain, separators=(",", ":")).encode() + b"\n"
