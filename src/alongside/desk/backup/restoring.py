"""Back from a backup, on a bare machine: shares from the custodians' paper, one file, an empty folder or database.

The desk starts quiet (security.md 17): logins and invitations are not in a backup, no consent counts until somebody has looked, and
nothing goes out by itself.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction

from alongside.desk.backup import months, rows
from alongside.desk.backup.heading import Head, NotABackup, head
from alongside.desk.backup.replaying import OlderList, Replayed, WrongList, replay
from alongside.desk.backup.rows import NotReadable
from alongside.desk.backup.standing import Standing
from alongside.desk.backup.writing import FORMAT, box_place, stream_place
from alongside.desk.cases.evidence import files
from alongside.desk.outbox import deliveries
from alongside.desk.people import keyfiles
from alongside.desk.people.models import Desk, Keyring, Person, Rekey
from alongside.vault.boxes import open_sealed
from alongside.vault.errors import Refused, Tampered
from alongside.vault.persons import Secret
from alongside.vault.streams import opened_stream

PIECE = 1 << 20


class NotEmpty(ValueError):
    """There is a desk already where the backup shall go."""


class Declined(Exception):
    """Whoever was asked did not want it after all."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a backup brings back."""

    made: date
    rows: int
    active: int  # accounts that can log in with what they knew on that day
    replayed: Replayed | None = None  # what a list of a later day let go again


def restore(path: Path, secret: Secret, agreed: Callable[[Found], bool] = lambda _: True, stood: Standing | None = None) -> Found:
    """Put a backup back. All or nothing: what is not whole and untouched to its last byte, or not `agreed`, leaves no row behind.

    A seized server takes the news of the time since with it: who has left, which consent was withdrawn (security.md 17). So the desk
    is marked with the day of the backup, which closes its consent gates until somebody has looked, and every key is to be replaced.
    With a list of what stood on a later day (`standing`), whatever had gone by then goes again before anybody can open it.
    NotABackup, NotEmpty, Declined, WrongList, OlderList; a Refused for wrong shares or a changed file.
    """
    told = head(path)
    card = secret.card(told.desk, months.holder(told.month), 1)
    key = open_sealed(secret, card, told.box, box_place(told.desk, told.month))
    with path.open("rb") as file, files.Returning() as returned, transaction.atomic():
        file.seek(told.start)
        if Desk.objects.exists():
            raise NotEmpty
        pieces = opened_stream(key, iter(lambda: file.read(PIECE), b""), stream_place(told.desk, told.month))
        reading = _Reading(_lines(pieces), returned)
        desk = UUID(bytes=told.desk)
        try:
            count = rows.put(reading.rows(desk))
        except (NotReadable, ValueError) as error:
            raise NotABackup from error
        if count != reading.end or reading.made is None:
            raise Tampered
        replayed = replay(desk, stood, returned) if stood else None
        _mark(desk, reading.made)
        found = Found(reading.made, count, Person.objects.filter(desk=desk, active=True).count(), replayed)
        if not agreed(found):
            raise Declined
        # Beside the database only once all of it is known to be whole.
        if returned.agree(files.listed(desk)):
            raise Tampered  # a row without its file: not what `writing` makes
        keyfiles.put_back({name: base64.b64decode(data, validate=True) for name, data in reading.keys.items()})
    return found


def _mark(desk: UUID, made: date) -> None:
    """Nobody's consent counts until an administrator has looked, nothing of the outbox leaves before somebody says so, and whoever left
    since holds no key that is written under."""
    Desk.objects.filter(pk=desk).update(restored=made)
    deliveries.hold_all(desk)
    held = set(Keyring.objects.filter(desk=desk).exclude(case=None).values_list("case", flat=True))
    owed: set[UUID | None] = {*held, None} - set(Rekey.objects.filter(desk=desk).values_list("case", flat=True))
    Rekey.objects.bulk_create([Rekey(desk_id=desk, case=case) for case in owed], batch_size=500)


class _Reading:
    """The lines of a backup: what is no row is kept aside."""

    def __init__(self, lines: Iterable[Any], returned: files.Returning) -> None:
        self._lines, self._returned, self.keys, self.end = lines, returned, {}, -1
        self.made: date | None = None

    def rows(self, desk: UUID) -> Iterator[Any]:
        for number, line in enumerate(self._lines):
            if number == 0:
                if line.get("format") != FORMAT or line.get("desk") != desk.hex:
                    raise NotReadable
                self.made = datetime.fromisoformat(line["made"]).date()
            elif "f" in line:
                self._returned.add(UUID(line["f"]), base64.b64decode(line["p"], validate=True))
            elif "gone" in line:
                self._returned.gone.add(UUID(line["gone"]))
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


__all__ = ["Declined", "Found", "Head", "NotABackup", "NotEmpty", "OlderList", "Refused", "WrongList", "head", "restore"]
