"""What a backup says of itself before anybody opens it. Needs no database, so that a wrong file is refused before one is made."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

MAGIC = b"ALONGSIDE BACKUP 1\n"


class NotABackup(ValueError):
    """The file is none, or of a newer version."""


@dataclass(frozen=True, slots=True)
class Head:
    """The part of a backup that is not sealed."""

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
        if len(desk) != 16 or not month.isascii() or not month.decode().isprintable():
            raise NotABackup
        return Head(desk, month.decode(), box, file.tell())


def _field(file: BinaryIO) -> bytes:
    size = int.from_bytes(file.read(4), "big")
    if size > 4096:
        raise NotABackup
    data = file.read(size)
    if len(data) != size:
        raise NotABackup
    return data
