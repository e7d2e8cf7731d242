"""A sealed package on its way in: bytes in pieces of any size, and what is in it, checked step by step. The format stands in `package`."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from datetime import datetime

from alongside.desk.cases.exporting.package import (
    BEGIN,
    BYTES,
    CASE,
    FACT,
    FILE,
    FORMAT,
    FRAME_HEAD,
    ID_BYTES,
    LARGEST_BOX,
    LARGEST_FACT,
    LARGEST_FILE,
    LARGEST_HEAD,
    LARGEST_OTHER,
    MAGIC,
    MOST_BOXES,
    MOST_CASES,
    MOST_FACTS,
    MOST_FILES,
    MOST_IN_MEMORY,
    SAID,
    SIGNED,
    CaseBegins,
    Ended,
    Event,
    Fact,
    FileBegins,
    FileEnds,
    NotAPackage,
    Piece,
    Told,
    content_place,
    digest_of,
    key_place,
)  # fmt: skip
from alongside.facts import evidence
from alongside.facts.fields import Shape
from alongside.vault import statements
from alongside.vault.boxes import open_sealed
from alongside.vault.errors import Refused
from alongside.vault.persons import Card, Secret
from alongside.vault.streams import Reader

_FIXED = len(MAGIC) + 1 + ID_BYTES + 2  # bytes of a head before its first box


class Opening:
    """A package on its way in, in pieces of any size. `believes` says whether a sender's card counts, and is asked before anything is told.

    NotAPackage at the first thing that is wrong; afterwards nothing more is taken.
    """

    def __init__(self, secret: Secret, card: Card, believes: Callable[[Card], bool]) -> None:
        self._secret, self._card, self._believes = secret, card, believes
        self._waiting = bytearray()
        self._frames = bytearray()
        self._reader: Reader | None = None
        self._signed = hashlib.sha256()
        self._told: Told | None = None
        self._file: FileBegins | None = None
        self._left, self._bytes = 0, hashlib.sha256()
        self._in_bytes = self._ended = False
        self._cases = self._files = self._facts = self._held = 0
        self.digest = b""  # of the head, once it is there

    def add(self, piece: bytes) -> Iterator[Event]:
        """The next bytes of the file. Exhaust it before the next call."""
        try:
            if self._reader is None:
                # No more of it than a head can be waits, whatever comes: the rest of the piece goes on beside it.
                room = LARGEST_HEAD - len(self._waiting)
                self._waiting += piece[:room]
                rest = self._begun()
                if self._reader is None:
                    return
                self._frames += self._reader.add(rest)
                piece = piece[room:]
            self._frames += self._reader.add(piece)
        except Refused:
            raise NotAPackage("broken") from None
        yield from self._events()

    def finish(self) -> Iterator[Event]:
        """The rest. It ends with `Ended`, or is refused."""
        if self._reader is None:
            raise NotAPackage("not-a-package" if not self._waiting.startswith(MAGIC) else "broken")
        try:
            self._frames += self._reader.finish()
        except Refused:
            raise NotAPackage("broken") from None
        yield from self._events()
        if not self._ended or self._frames:
            raise NotAPackage("broken")
        yield Ended()

    def _begun(self) -> bytes:
        """Read the head, once it is there; gives what follows it."""
        waiting = self._waiting
        if not waiting.startswith(MAGIC[: len(waiting)]):
            raise NotAPackage("not-a-package")
        if len(waiting) > len(MAGIC) and waiting[len(MAGIC)] != FORMAT:
            raise NotAPackage("newer")
        found = _boxes(waiting)
        if found is None:
            if len(waiting) >= LARGEST_HEAD:
                raise NotAPackage("broken")
            return b""
        end = found[-1].stop
        head, rest = bytes(waiting[:end]), bytes(waiting[end:])
        id_ = head[len(MAGIC) + 1 : _FIXED - 2]
        self._reader = Reader(self._key([head[one] for one in found], id_), content_place(head))
        self._waiting.clear()
        self.digest = digest_of(head)
        return rest

    def _key(self, boxes: Collection[bytes], id_: bytes) -> bytes:
        for box in boxes:
            with suppress(Refused):
                return open_sealed(self._secret, self._card, box, key_place(id_))
        raise NotAPackage("not-for-you")

    def _events(self) -> Iterator[Event]:
        while True:
            if self._in_bytes:
                taken = bytes(self._frames[: self._left])
                del self._frames[: len(taken)]
                yield from self._of_file(taken)
                if self._in_bytes:
                    return
                continue
            if len(self._frames) < FRAME_HEAD:
                return
            kind, size = bytes(self._frames[:1]), int.from_bytes(self._frames[1:FRAME_HEAD], "big")
            if kind == BYTES:
                self._begin_bytes(size)
                continue
            self._must_be_in_place(kind, size)
            if len(self._frames) < FRAME_HEAD + size:
                return
            body = bytes(self._frames[FRAME_HEAD : FRAME_HEAD + size])
            if kind != SIGNED:
                self._signed.update(self._frames[: FRAME_HEAD + size])
            del self._frames[: FRAME_HEAD + size]
            yield from self._frame(kind, body)

    def _must_be_in_place(self, kind: bytes, size: int) -> None:
        """Before a byte of it waits: who is not believed yet gets no more memory than a beginning takes."""
        if (self._told is None) != (kind == BEGIN) or size > (LARGEST_FACT if kind == FACT else LARGEST_OTHER):
            raise NotAPackage("broken")

    def _begin_bytes(self, size: int) -> None:
        if self._file is None or size != self._file.size:
            raise NotAPackage("broken")
        self._signed.update(self._frames[:FRAME_HEAD])
        del self._frames[:FRAME_HEAD]
        self._in_bytes, self._left, self._bytes = True, size, hashlib.sha256()

    def _of_file(self, taken: bytes) -> Iterator[Event]:
        self._signed.update(taken)
        self._bytes.update(taken)
        self._left -= len(taken)
        if taken:
            yield Piece(taken)
        if not self._left:
            if self._file is None or self._bytes.hexdigest() != self._file.sha256:
                raise NotAPackage("broken")
            self._in_bytes, self._file = False, None
            yield FileEnds()

    def _frame(self, kind: bytes, body: bytes) -> Iterator[Event]:
        if kind == BEGIN and self._told is None:
            self._told = self._read_begin(body)
            yield self._told
            return
        if self._ended or self._file is not None or self._told is None:
            raise NotAPackage("broken")  # bytes of a file are missing, or the beginning, or there is more than an end
        if kind == CASE and not body:
            self._cases += 1
            # No more than it told of: each costs memory here, and a file a place on the disk, before the signature is there.
            if self._cases > self._told.cases:
                raise NotAPackage("broken")
            yield CaseBegins()
        elif kind == FACT and self._cases:
            self._facts += 1
            self._held += len(body)
            if self._facts > MOST_FACTS or self._held > MOST_IN_MEMORY:
                raise NotAPackage("broken")
            yield Fact(body)
        elif kind == FILE and self._cases:
            self._files += 1
            if self._files > self._told.files:
                raise NotAPackage("broken")
            self._file = _file_read(body)
            yield self._file
        elif kind == SIGNED:
            self._end(self._told, body)
        else:
            raise NotAPackage("broken")

    def _read_begin(self, body: bytes) -> Told:
        try:
            plain = json.loads(body)
            sender = Card.from_bytes(base64.b64decode(plain["sender"], validate=True))
            receivers, made, cases, files = list(plain["receivers"]), plain["made"], plain["cases"], plain["files"]
        except (ValueError, KeyError, TypeError, RecursionError, Refused):
            raise NotAPackage("broken") from None
        if not self._believes(sender):
            raise NotAPackage("unknown-sender")
        if not (_is_instant(made) and _is_count(cases, MOST_CASES) and cases and _is_count(files, MOST_FILES)):
            raise NotAPackage("broken")
        if self._card.digest().hex() not in receivers:
            raise NotAPackage("broken")  # sent to others, and sealed to her by one of them
        return Told(made, cases, files, sender)

    def _end(self, told: Told, signature: bytes) -> None:
        genuine = statements.genuine(told.sender, SAID, self._signed.digest(), signature)
        if not genuine or (told.cases, told.files) != (self._cases, self._files):
            raise NotAPackage("broken")
        self._ended = True


def _boxes(waiting: bytearray) -> list[slice] | None:
    """Where the boxes of a head lie; None while it is not all there."""
    if len(waiting) < _FIXED:
        return None
    count, at = int.from_bytes(waiting[_FIXED - 2 : _FIXED], "big"), _FIXED
    if not 1 <= count <= MOST_BOXES:
        raise NotAPackage("broken")
    found = []
    for _ in range(count):
        if len(waiting) < at + 4:
            return None
        size = int.from_bytes(waiting[at : at + 4], "big")
        if not 1 <= size <= LARGEST_BOX:
            raise NotAPackage("broken")
        found.append(slice(at + 4, at + 4 + size))
        at += 4 + size
    return found if len(waiting) >= at else None


def _file_read(body: bytes) -> FileBegins:
    try:
        plain = json.loads(body)
        name, sha256, size = plain["name"], plain["sha256"], plain["size"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise NotAPackage("broken") from None
    if not (_has_shape(name, evidence.FILE) and _has_shape(sha256, evidence.SHA256) and _is_count(size, LARGEST_FILE)):
        raise NotAPackage("broken")
    return FileBegins(name, sha256, size)


def _is_count(value: object, most: int) -> bool:
    """A whole number: true and 1e999 are none."""
    return type(value) is int and 0 <= value <= most


def _has_shape(value: object, shape: Shape) -> bool:
    return isinstance(value, str) and shape.pattern.fullmatch(value) is not None


def _is_instant(value: object) -> bool:
    """A moment as `evidence.taking.instant` writes it: it is printed, also on a terminal."""
    if not _has_shape(value, evidence.INSTANT):
        return False
    try:
        return bool(datetime.fromisoformat(str(value)))
    except ValueError:
        return False
