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
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from alongside.vault import statements
from alongside.vault.boxes import seal_to
from alongside.vault.context import Context
from alongside.vault.encoding import unsigned
from alongside.vault.persons import Card, Secret
from alongside.vault.sealed import new_key
from alongside.vault.streams import Sealer, sealed_size
from alongside.vault.vouches import Circle

MAGIC, FORMAT = b"alongside package\n", 1
SAID = "package/1"  # what a sender signs
ID_BYTES = 16
MOST_BOXES, LARGEST_BOX = 100, 4096
MOST_CASES, MOST_FACTS, MOST_FILES = 1000, 100_000, 10_000
LARGEST_FACT = 16 << 20  # bytes; five hundred rows of the longest text are less
LARGEST_OTHER = 64 << 10  # bytes of every other frame but those of a file; a beginning with a hundred receivers is less
LARGEST_FILE = 2**40
LARGEST_HEAD = len(MAGIC) + 1 + ID_BYTES + 2 + MOST_BOXES * (4 + LARGEST_BOX)
MOST_IN_MEMORY = 64 << 20  # bytes of facts of one package
BEGIN, CASE, FACT, FILE, BYTES, SIGNED = b"B", b"C", b"F", b"H", b"D", b"S"
FRAME_HEAD = 9


class NotAPackage(ValueError):
    """It cannot be opened. `code` is not-a-package, newer, not-for-you, unknown-sender or broken: one sentence each."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class TooManyFiles(ValueError):
    """More than a receiver would take in."""


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
        """`receivers` each with the circle that admits her card. NotVouched where one does not; TooManyFiles."""
        if not receivers or len(receivers) > MOST_BOXES or not cases or len(cases) > MOST_CASES:
            raise ValueError("a package needs cases and receivers, and not too many")
        files = sum(len(case.files) for case in cases)
        if files > MOST_FILES:
            raise TooManyFiles
        self._cases, self._secret, self._sender = cases, secret, sender
        self._key = new_key()
        boxes = [seal_to(card, self._key, key_place(id_), circle) for card, circle in receivers]
        framed = [unsigned(len(box), 4) + box for box in boxes]
        self.head = MAGIC + unsigned(FORMAT, 1) + id_ + unsigned(len(boxes), 2) + b"".join(framed)
        self._begin = _spelled({
            "made": made,
            "cases": len(cases),
            "files": files,
            "sender": base64.b64encode(sender.to_bytes()).decode(),
            "receivers": sorted(card.digest().hex() for card, _ in receivers),
        })  # fmt: skip
        self.size = len(self.head) + sealed_size(sum(FRAME_HEAD + size for size in self._sizes()))

    @property
    def digest(self) -> bytes:
        """What a history keeps: the digest of the head, to which all that follows is bound."""
        return digest_of(self.head)

    def pieces(self) -> Iterator[bytes]:
        """The file, piece by piece. Missing where a file is not what it was: then the answer breaks off, and no receiver opens it."""
        yield self.head
        sealer, signed = Sealer(self._key, content_place(self.head)), hashlib.sha256()
        for part in self._frames():
            signed.update(part)
            if out := sealer.add(part):
                yield out
        signature = statements.sign(self._secret, self._sender, SAID, signed.digest())
        yield sealer.add(frame(SIGNED, signature))
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
        yield frame(BEGIN, self._begin)
        for case in self._cases:
            yield frame(CASE, b"")
            for fact in case.facts:
                yield frame(FACT, fact)
            for one in case.files:
                yield frame(FILE, _file_told(one))
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


def frame(kind: bytes, body: bytes) -> bytes:
    return kind + unsigned(len(body), 8) + body


def _spelled(plain: dict[str, Any]) -> bytes:
    return json.dumps(plain, sort_keys=True, separators=(",", ":")).encode()


def _file_told(one: Enclosed) -> bytes:
    return _spelled({"name": one.name, "sha256": one.sha256, "size": one.size})


def key_place(id_: bytes) -> Context:
    return Context(b"", "package", id_, "key", 1, 0)


def content_place(head: bytes) -> Context:
    return Context(b"", "package", hashlib.sha256(head).digest(), "content", 1, 0)
