"""Cases in one sealed file: facts and files, for whoever holds one of the keys that it is boxed to, signed by who sent it.

    file     = head ‖ sealed stream
    head     = "alongside package\\n" ‖ version (1) ‖ id (16, random) ‖ number of boxes (2) ‖ boxes, each behind its length
    box      = the key of the stream, sealed to one card (vault.boxes) at the place (no desk, "package", id, "key", 1, 0)
    stream   = vault.streams under that key at the place (no desk, "package", SHA-256 of the head, "content", 1, 0)
    content  = frames: kind (1) ‖ length (8) ‖ body
               B  what this is, as JSON: when it was made, how many cases and files, the sender's card, digests of the receivers' cards
               C  a case begins; the body is empty
               F  a fact, in the stable form in which the desk stores it
               H  a file begins: its name in the facts, digest and size, as JSON
               D  the bytes of that file
               S  the signature; nothing follows

Outside stands no name, no desk and no card: a box tells the epoch of a card and nothing more. The head is bound to the stream, so that no
box can be added or taken away. The signature (vault.statements) is over the SHA-256 of all frames before it, with the digests of the
receivers' cards among them: who received a package cannot pass it on as if it had been sent to somebody else.

Pure but for random numbers: it knows no database and no case; whoever opens a package stores what comes and keeps it once `Ended` has come.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from alongside.vault import statements
from alongside.vault.boxes import open_sealed, seal_to
from alongside.vault.context import Context
from alongside.vault.encoding import unsigned
from alongside.vault.errors import Refused
from alongside.vault.persons import Card, Secret
from alongside.vault.sealed import new_key
from alongside.vault.streams import Reader, Sealer, sealed_size
from alongside.vault.vouches import Circle

MAGIC, FORMAT = b"alongside package\n", 1
SAID = "package/1"  # what a sender signs
ID_BYTES = 16
MOST_BOXES, LARGEST_BOX = 100, 4096
MOST_CASES, MOST_FACTS = 1000, 100_000
LARGEST_FACT = 16 << 20  # bytes; five hundred rows of the longest text are less
LARGEST_HEAD = len(MAGIC) + 1 + ID_BYTES + 2 + MOST_BOXES * (4 + LARGEST_BOX)
MOST_IN_MEMORY = 256 << 20  # bytes of facts of one package
BEGIN, CASE, FACT, FILE, BYTES, SIGNED = b"B", b"C", b"F", b"H", b"D", b"S"
_FRAME = 9


class NotAPackage(ValueError):
    """It cannot be opened. `code` is not-a-package, newer, not-for-you, unknown-sender or broken: one sentence each."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Missing(Exception):
    """A file is not what the facts say; what was written so far is no package."""


@dataclass(frozen=True, slots=True)
class Enclosed:
    """One file of a case on its way out. `pieces` opens it when its turn comes."""

    name: str
    sha256: str
    size: int
    pieces: Callable[[], Iterator[bytes]] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Packed:
    """One case on its way out: its facts as they are stored, then its files."""

    facts: Sequence[bytes] = field(repr=False)
    files: Sequence[Enclosed] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """What a package says of itself, once its sender is believed."""

    made: str
    cases: int
    files: int
    sender: Card


@dataclass(frozen=True, slots=True)
class CaseBegins:
    """A case begins."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of the case that began last, as it was stored."""

    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class FileBegins:
    """A file of that case begins."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Piece:
    """The next bytes of that file. Authenticated, but nothing of it may be kept before `Ended`."""

    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class FileEnds:
    """That file was whole."""


@dataclass(frozen=True, slots=True)
class Ended:
    """All of it is there, and signed."""


Event = Told | CaseBegins | Fact | FileBegins | Piece | FileEnds | Ended


class Package:
    """A package on its way out. `head` names it, `size` is that of the whole file, `pieces` are its bytes, once."""

    def __init__(
        self,
        cases: Sequence[Packed],
        receivers: Sequence[tuple[Card, Circle]],
        secret: Secret,
        sender: Card,
        made: str,
        id_: bytes,
    ) -> None:
        """`receivers` each with the circle that admits her card. NotVouched where one does not."""
        if not receivers or len(receivers) > MOST_BOXES or not cases or len(cases) > MOST_CASES:
            raise ValueError("a package needs cases and receivers, and not too many")
        self._cases, self._secret, self._sender = cases, secret, sender
        self._key = new_key()
        boxes = [seal_to(card, self._key, _key_place(id_), circle) for card, circle in receivers]
        framed = [unsigned(len(box), 4) + box for box in boxes]
        self.head = MAGIC + unsigned(FORMAT, 1) + id_ + unsigned(len(boxes), 2) + b"".join(framed)
        self._begin = _spelled({
            "made": made,
            "cases": len(cases),
            "files": sum(len(case.files) for case in cases),
            "sender": base64.b64encode(sender.to_bytes()).decode(),
            "receivers": sorted(card.digest().hex() for card, _ in receivers),
        })  # fmt: skip
        self.size = len(self.head) + sealed_size(sum(_FRAME + size for size in self._sizes()))

    @property
    def digest(self) -> bytes:
        """What a history keeps: the digest of the head, to which all that follows is bound."""
        return digest_of(self.head)

    def pieces(self) -> Iterator[bytes]:
        """The file, piece by piece. Missing where a file is not what it was: then the answer breaks off, and no receiver opens it."""
        yield self.head
        sealer, signed = Sealer(self._key, _content_place(self.head)), hashlib.sha256()
        for part in self._frames():
            signed.update(part)
            if out := sealer.add(part):
                yield out
        signature = statements.sign(self._secret, self._sender, SAID, signed.digest())
        yield sealer.add(_frame(SIGNED, signature))
        yield from sealer.finish()

    def _sizes(self) -> Iterator[int]:
        yield len(self._begin)
        for case in self._cases:
            yield 0
            yield from map(len, case.facts)
            for one in case.files:
                yield len(_file_told(one))
                yield one.size
        yield 64

    def _frames(self) -> Iterator[bytes]:
        yield _frame(BEGIN, self._begin)
        for case in self._cases:
            yield _frame(CASE, b"")
            for fact in case.facts:
                yield _frame(FACT, fact)
            for one in case.files:
                yield _frame(FILE, _file_told(one))
                yield BYTES + unsigned(one.size, 8)
                yield from _checked(one)


def digest_of(head: bytes) -> bytes:
    """Under which a package is known: by its sender's history, and by who opened it."""
    return hashlib.sha256(b"alongside package head/1" + head).digest()


def _checked(one: Enclosed) -> Iterator[bytes]:
    found, size = hashlib.sha256(), 0
    for piece in one.pieces():
        found.update(piece)
        size += len(piece)
        yield piece
    if (found.hexdigest(), size) != (one.sha256, one.size):
        raise Missing


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
                self._waiting += piece
                piece = self._begun()
                if self._reader is None:
                    return
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
        waiting = bytes(self._waiting)
        if not waiting.startswith(MAGIC[: len(waiting)]):
            raise NotAPackage("not-a-package")
        fixed = len(MAGIC) + 1 + ID_BYTES + 2
        if len(waiting) > len(MAGIC) and waiting[len(MAGIC)] != FORMAT:
            raise NotAPackage("newer")
        if len(waiting) < fixed:
            return b""
        id_, count = waiting[len(MAGIC) + 1 : fixed - 2], int.from_bytes(waiting[fixed - 2 : fixed], "big")
        if not 1 <= count <= MOST_BOXES:
            raise NotAPackage("broken")
        boxes, at = [], fixed
        for _ in range(count):
            size = int.from_bytes(waiting[at : at + 4], "big") if len(waiting) >= at + 4 else 0
            if size > LARGEST_BOX:
                raise NotAPackage("broken")
            if len(waiting) < at + 4 + size or not size:
                return b""
            boxes.append(waiting[at + 4 : at + 4 + size])
            at += 4 + size
        head, rest = waiting[:at], waiting[at:]
        self._reader = Reader(self._key(boxes, id_), _content_place(head))
        self._waiting.clear()
        self.digest = digest_of(head)
        return rest

    def _key(self, boxes: Collection[bytes], id_: bytes) -> bytes:
        for box in boxes:
            with suppress(Refused):
                return open_sealed(self._secret, self._card, box, _key_place(id_))
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
            if len(self._frames) < _FRAME:
                return
            kind, size = bytes(self._frames[:1]), int.from_bytes(self._frames[1:_FRAME], "big")
            if kind == BYTES:
                self._begin_bytes(size)
                continue
            if size > LARGEST_FACT:
                raise NotAPackage("broken")
            if len(self._frames) < _FRAME + size:
                return
            body = bytes(self._frames[_FRAME : _FRAME + size])
            if kind != SIGNED:
                self._signed.update(self._frames[: _FRAME + size])
            del self._frames[: _FRAME + size]
            yield from self._frame(kind, body)

    def _begin_bytes(self, size: int) -> None:
        if self._file is None or size != self._file.size:
            raise NotAPackage("broken")
        self._signed.update(self._frames[:_FRAME])
        del self._frames[:_FRAME]
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
        if self._ended or self._file is not None or (self._told is None) != (kind == BEGIN):
            raise NotAPackage("broken")  # bytes of a file are missing; or a beginning that is none, or a second one
        if kind == BEGIN:
            self._told = self._read_begin(body)
            yield self._told
        elif kind == CASE and not body:
            self._cases += 1
            yield CaseBegins()
        elif kind == FACT and self._cases:
            self._facts += 1
            self._held += len(body)
            if self._facts > MOST_FACTS or self._held > MOST_IN_MEMORY:
                raise NotAPackage("broken")
            yield Fact(body)
        elif kind == FILE and self._cases:
            self._files += 1
            self._file = _file_read(body)
            yield self._file
        elif kind == SIGNED:
            self._end(body)
        else:
            raise NotAPackage("broken")

    def _read_begin(self, body: bytes) -> Told:
        try:
            plain = json.loads(body)
            sender = Card.from_bytes(base64.b64decode(plain["sender"], validate=True))
            receivers, made = list(plain["receivers"]), str(plain["made"])
            told = Told(made, int(plain["cases"]), int(plain["files"]), sender)
        except (ValueError, KeyError, TypeError, RecursionError, Refused):
            raise NotAPackage("broken") from None
        if not self._believes(sender):
            raise NotAPackage("unknown-sender")
        if self._card.digest().hex() not in receivers or not 1 <= told.cases <= MOST_CASES:
            raise NotAPackage("broken")  # sent to others, and sealed to her by one of them
        return told

    def _end(self, signature: bytes) -> None:
        told = self._told
        assert told is not None  # noqa: S101  narrows the type: `_frame` has seen to it
        genuine = statements.genuine(told.sender, SAID, self._signed.digest(), signature)
        if not genuine or (told.cases, told.files) != (self._cases, self._files):
            raise NotAPackage("broken")
        self._ended = True


def _frame(kind: bytes, body: bytes) -> bytes:
    return kind + unsigned(len(body), 8) + body


def _spelled(plain: dict[str, Any]) -> bytes:
    return json.dumps(plain, sort_keys=True, separators=(",", ":")).encode()


def _file_told(one: Enclosed) -> bytes:
    return _spelled({"name": one.name, "sha256": one.sha256, "size": one.size})


def _file_read(body: bytes) -> FileBegins:
    try:
        plain = json.loads(body)
        name, sha256, size = plain["name"], plain["sha256"], plain["size"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise NotAPackage("broken") from None
    if (
        not isinstance(name, str)
        or not isinstance(sha256, str)
        or not isinstance(size, int)
        or isinstance(size, bool)
        or size < 0
    ):
        raise NotAPackage("broken")
    return FileBegins(name, sha256, size)


def _key_place(id_: bytes) -> Context:
    return Context(b"", "package", id_, "key", 1, 0)


def _content_place(head: bytes) -> Context:
    return Context(b"", "package", hashlib.sha256(head).digest(), "content", 1, 0)


__all__ = [
    "CaseBegins",
    "Enclosed",
    "Ended",
    "Fact",
    "FileBegins",
    "FileEnds",
    "Missing",
    "NotAPackage",
    "Opening",
    "Package",
    "Packed",
    "Piece",
    "Told",
    "digest_of",
]
