"""Back from a backup, on a bare machine: shares from the custodians' paper, one file, an empty folder or database.

The desk starts quiet (security.md 17): logins and invitations are not in a backup, and nothing goes out by itself.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID

from django.db import transaction

from alongside.desk.backup import months, rows
from alongside.desk.backup.rows import NotReadable
from alongside.desk.backup.writing import FORMAT, MAGIC, box_place, stream_place
from alongside.desk.people import keyfiles
from alongside.desk.people.models import Desk
from alongside.vault.boxes import open_sealed
from alongside.vault.errors import Refused, Tampered
from alongside.vault.persons import Secret
from alongside.vault.streams import opened_stream

PIECE = 1 << 20


class NotABackup(ValueError):
    """The file is none, or of a newer version."""


class NotEmpty(ValueError):
    """There is a desk already where the backup shall go."""


@dataclass(frozen=True, slots=True)
class Head:
    """What a backup says of itself before it is opened."""

    desk: bytes
    month: str
    box: bytes
    start: int  # where the sealed content begins


def head(path: Path) -> Head:
    """The head of a backup. NotABackup."""
    with path.open("rb") as file:
        if file.read(len(MAGIC)) != MAGIC:
            raise NotABackup
        desk, month, box = _field(file), _field(file), _field(file)
        if len(desk) != 16 or not month.isascii():
            raise NotABackup
        return Head(desk, month.decode(), box, file.tell())


def restore(path: Path, secret: Secret) -> int:
    """Put a backup back; how many rows. All or nothing: what is not whole and untouched to its last byte leaves no row behind.

    NotABackup, NotEmpty; a Refused for wrong shares or a changed file.
    """
    told = head(path)
    card = secret.card(told.desk, months.holder(told.month), 1)
    key = open_sealed(secret, card, told.box, box_place(told.desk, told.month))
    with path.open("rb") as file, transaction.atomic():
        file.seek(told.start)
        if Desk.objects.exists():
            raise NotEmpty
        pieces = opened_stream(key, iter(lambda: file.read(PIECE), b""), stream_place(told.desk, told.month))
        reading = _Reading(_lines(pieces))
        try:
            count = rows.put(reading.rows(UUID(bytes=told.desk)))
        except (NotReadable, ValueError) as error:
            raise NotABackup from error
        if count != reading.end:
            raise Tampered
        # Beside the database only once all of it is known to be whole.
        keyfiles.put_back({name: base64.b64decode(data, validate=True) for name, data in reading.keys.items()})
    return count


class _Reading:
    """The lines of a backup: what is no row is kept aside."""

    def __init__(self, lines: Iterable[Any]) -> None:
        self._lines, self.keys, self.end = lines, {}, -1

    def rows(self, desk: UUID) -> Iterator[Any]:
        for number, line in enumerate(self._lines):
            if number == 0:
                if line.get("format") != FORMAT or line.get("desk") != desk.hex:
                    raise NotReadable
            elif "keys" in line:
                self.keys: dict[str, str] = line["keys"]
            elif "end" in line:
                self.end: int = line["end"]
            else:
                yield line


def _lines(pieces: Iterable[bytes]) -> Iterator[Any]:
    rest = b""
    for piece in pieces:
        *whole, rest = (rest + piece).split(b"\n")
        yield from map(json.loads, whole)
    if rest:
        raise NotReadable


def _field(file: BinaryIO) -> bytes:
    size = int.from_bytes(file.read(4), "big")
    if size > 4096:
        raise NotABackup
    data = file.read(size)
    if len(data) != size:
        raise NotABackup
    return data


__all__ = ["Head", "NotABackup", "NotEmpty", "Refused", "head", "restore"]
