"""The store of sealed files: each under a random name, with nothing beside it that tells what it is.

A file is sealed as it arrives, under a fresh key of its own that only this process knows, in the folder `arriving`. Kept, its key goes
under the key of a case, in the transaction that stores the fact; then it moves to its place. Broken off anywhere, there is either a row
and a whole file, or no row, and what lies in `arriving` opens for nobody and is swept away. Times of files are one fixed date: when a
desk was busy is nobody's business (security.md 10).
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction

from alongside.desk.cases import places
from alongside.desk.cases.holding import Held
from alongside.desk.cases.models import SealedFile
from alongside.vault.errors import Refused, Unfinished
from alongside.vault.sealed import new_key
from alongside.vault.streams import Sealer, opened_stream, sealed_size

MOST = 1 << 30  # bytes of one file
PIECE = 1 << 20  # bytes that are read from the disk at once
BETWEEN_LOOKS = 8 << 20  # bytes of a file between two looks at how much room is left
SPARE = 256 << 20  # bytes that uploads leave free on the disk: the database must be able to go on
LEFT_BEHIND = 24 * 3600.0  # seconds after which something that nobody kept is swept away
_TIME = 946684800  # 1 January 2000


class NoRoom(OSError):
    """The disk is full, or nearly: nothing of the file was stored."""


class TooLarge(ValueError):
    """Larger than `MOST`: nothing of the file was stored."""


class NoFile(LookupError):
    """The file is not there, not whole, or is not what was once put there."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """A whole file that nobody has kept yet."""

    id: UUID
    key: bytes = field(repr=False)
    size: int
    sha256: str


class Arriving:
    """A file on its way in. `add` and `finish`, or `discard`, which may be called at any time and more than once."""

    def __init__(self, desk: UUID, most: int = 0) -> None:
        self.id, self._key, self.size, self._most = uuid4(), new_key(), 0, most or MOST
        self._sealer, self._hash = Sealer(self._key, places.file_content(desk, self.id)), hashlib.sha256()
        self._path, self._looked = _folder("arriving") / self.id.hex, 0
        if not has_room(0):
            raise NoRoom
        with _room():
            self._file = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        self._open, self._whole = True, False

    def add(self, piece: bytes) -> None:
        """The next bytes. NoRoom or TooLarge: then nothing of the file is left."""
        self.size += len(piece)
        if self.size > self._most:
            self.discard()
            raise TooLarge
        if self.size - self._looked > BETWEEN_LOOKS:
            self._looked = self.size
            if not has_room(0):
                self.discard()
                raise NoRoom
        self._hash.update(piece)
        self._write(self._sealer.add(piece))

    def finish(self) -> Arrived:
        """All of it is there, and on the disk."""
        for sealed in self._sealer.finish():
            self._write(sealed)
        with self._or_nothing():
            os.fsync(self._file)
        self._close()
        os.utime(self._path, (_TIME, _TIME))
        self._whole = True
        return Arrived(self.id, self._key, self.size, self._hash.hexdigest())

    def discard(self) -> None:
        """Take away what arrived, unless somebody kept it: then it is no longer here, or a row names it."""
        self._close()
        if not SealedFile.objects.filter(pk=self.id).exists() if self._whole else True:
            self._path.unlink(missing_ok=True)

    @property
    def unfinished(self) -> bool:
        """Whether it neither came whole nor was given up."""
        return self._open

    def _write(self, sealed: bytes) -> None:
        left = memoryview(sealed)
        with self._or_nothing():
            while left:
                left = left[os.write(self._file, left) :]

    @contextlib.contextmanager
    def _or_nothing(self) -> Iterator[None]:
        try:
            with _room():
                yield
        except OSError:
            self.discard()
            raise

    def _close(self) -> None:
        if self._open:
            self._open = False
            os.close(self._file)


def keep(held: Held, arrived: Arrived) -> SealedFile:
    """The file belongs to the case, in the transaction that holds its row. It moves to its place once that is confirmed."""
    key = held.ring.seal(arrived.key, places.file_key(held.desk, arrived.id))
    row = SealedFile.objects.create(id=arrived.id, desk_id=held.desk, case_id=held.id, key=key)
    if not (_folder("arriving") / arrived.id.hex).exists():
        raise NoFile  # swept away: the rest of its form took more than a day
    transaction.on_commit(partial(_settle_later, arrived.id))
    return row


def _settle_later(file: UUID) -> None:
    """What is confirmed stays confirmed: where it cannot be moved now (a full disk), whoever next asks for it moves it."""
    with contextlib.suppress(OSError):
        _settle(file)


def read_once(arrived: Arrived, desk: UUID) -> bytes:
    """All of a file that nobody keeps, while it is here: for a table that is read and then forgotten. NoFile."""
    path = _folder("arriving") / arrived.id.hex
    if not path.exists():
        raise NoFile
    return b"".join(_pieces(path, arrived.key, desk, arrived.id))


def content(held: Held, file: UUID, size: int) -> Iterator[bytes]:
    """A file of a case in pieces, each authenticated. NoFile before the first piece where it is missing, cut off, or not of this case."""
    row = SealedFile.objects.filter(pk=file, case=held.id).first()
    path = _settle(file) if row else None
    try:
        key = held.ring.unseal(row.key, places.file_key(held.desk, file)) if row else b""
    except Refused:
        raise NoFile from None
    if path is None or path.stat().st_size != sealed_size(size):
        raise NoFile
    return _pieces(path, key, held.desk, file)


def _pieces(path: Path, key: bytes, desk: UUID, file: UUID) -> Iterator[bytes]:
    with path.open("rb", buffering=0) as stored:
        try:
            yield from opened_stream(key, iter(lambda: stored.read(PIECE), b""), places.file_content(desk, file))
        except (Refused, Unfinished):
            raise NoFile from None  # in the middle: the answer breaks off, and no byte of it was another's


def set_aside(files: Collection[UUID]) -> None:
    """Lay files whose rows are about to go among those that nobody has kept, in the transaction that ends the rows.

    A crash before its end: the rows stand, and whoever asks next finds the file moved back. After it: `sweep` takes the file, which no row
    names. A sweep of the store itself would do as well, and take every file where the desk is started once beside the wrong database.
    """
    for file in files:
        with contextlib.suppress(FileNotFoundError):
            _place(file).rename(_folder("arriving") / file.hex)


def remove(files: Collection[UUID]) -> None:
    """Take files from the disk, after their rows are gone and that is confirmed."""
    for file in files:
        for path in (_place(file), _folder("arriving") / file.hex):
            path.unlink(missing_ok=True)


def sweep(now: float | None = None) -> int:
    """Take away what nobody kept: broken off by a crash or a broken line, or set aside before one. How many files."""
    gone = 0
    now = time.time() if now is None else now
    waiting = {path.name: path for path in _folder("arriving").iterdir() if _is_id(path.name)}
    kept = {row.hex for row in SealedFile.objects.filter(pk__in=list(map(UUID, waiting))).values_list("id", flat=True)}
    for name, path in waiting.items():
        with contextlib.suppress(FileNotFoundError):
            # A whole one has the fixed time; when it came tells the inode, which no copy of the disk keeps for a backup.
            if name in kept:
                _settle(UUID(name))
            elif now - path.stat().st_ctime > LEFT_BEHIND:
                path.unlink()
                gone += 1
    return gone


def listed(desk: UUID) -> list[UUID]:
    """Every file of a desk that a row names: for a backup."""
    return list(SealedFile.objects.filter(desk=desk).order_by("pk").values_list("pk", flat=True))


def is_listed(file: UUID) -> bool:
    """Whether a row still names it."""
    return SealedFile.objects.filter(pk=file).exists()


def sealed_pieces(file: UUID) -> Iterator[bytes]:
    """A file as it lies in the store, for a backup; nothing where it is not there (any more)."""
    path = _settle(file)
    if path is None:
        return
    with contextlib.suppress(FileNotFoundError), path.open("rb", buffering=0) as stored:
        yield from iter(lambda: stored.read(PIECE), b"")


class Returning:
    """Files that come back from a backup. They wait in `arriving`, and are taken away again unless all of it was `agreed`."""

    def __init__(self) -> None:
        self.agreed, self._came = False, set[UUID]()
        self.gone = set[UUID]()  # destroyed while the backup was written

    def __enter__(self) -> Returning:
        return self

    def add(self, file: UUID, piece: bytes) -> None:
        """The next piece of a file."""
        how = "ab" if file in self._came else "wb"
        if not has_room(0):
            raise NoRoom
        with _room(), open(_folder("arriving") / file.hex, how, opener=_private) as waiting:
            self._came.add(file)
            waiting.write(piece)

    def drop(self, files: Collection[UUID]) -> None:
        """These went after the backup was made: they do not come back."""
        for file in self._came & set(files):
            (_folder("arriving") / file.hex).unlink(missing_ok=True)
        self._came -= set(files)

    def __exit__(self, *error: object) -> None:
        for file in self._came:
            if self.agreed and error[0] is None:
                _settle_later(file)
            else:
                (_folder("arriving") / file.hex).unlink(missing_ok=True)

    def agree(self, rows: Collection[UUID]) -> list[UUID]:
        """All of it is wanted: on the disk before any row is confirmed. Gives the files of rows that the backup did not bring."""
        for file in self._came:
            path = _folder("arriving") / file.hex
            with path.open("rb") as waiting:
                os.fsync(waiting.fileno())
            os.utime(path, (_TIME, _TIME))
        self.agreed = True
        return sorted(set(rows) - self._came - self.gone)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def has_room(size: int) -> bool:
    """Whether a file of so many bytes leaves the database enough."""
    found = os.statvfs(_folder("arriving")) if hasattr(os, "statvfs") else None
    return found is None or found.f_bavail * found.f_frsize - size > SPARE


def _settle(file: UUID) -> Path | None:
    """The file in its place; moved there now if a crash came between the row and the move. None where there is none."""
    place = _place(file)
    if place.exists():
        return place
    try:
        place.parent.mkdir(mode=0o700, exist_ok=True)
        (_folder("arriving") / file.hex).rename(place)
    except FileNotFoundError:
        return place if place.exists() else None  # somebody else moved it in the same moment
    _flush(place.parent)
    os.utime(place.parent, (_TIME, _TIME))
    return place


def _flush(folder: Path) -> None:
    """The name itself must be on the disk, or a power cut takes a file that was confirmed."""
    if hasattr(os, "O_DIRECTORY"):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _place(file: UUID) -> Path:
    return Path(settings.FILES) / file.hex[:2] / file.hex


def _folder(name: str) -> Path:
    folder = Path(settings.FILES) / name
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _is_id(name: str) -> bool:
    return len(name) == 32 and all(sign in "0123456789abcdef" for sign in name)


@contextlib.contextmanager
def _room() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise NoRoom from None
        raise
