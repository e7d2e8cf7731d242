"""Sealed files: libsodium's secretstream in chunks of 64 KiB, sealed as they arrive and opened as they are read.

A file is: format version (1 byte), algorithm (1), epoch (4), secretstream header (24), then chunks of 64 KiB + 17 bytes, the last one
perhaps shorter. Each chunk authenticates the whole header and the context, and its place by secretstream's own counter, so chunks
cannot be moved within a file or between files. The size is padded like that of a value: the chunk in which the content ends carries
secretstream's PUSH tag, whatever follows is zeros, the last chunk carries FINAL.

Each file has a fresh key of its own (security.md 18), wrapped elsewhere; when a case is re-keyed the wrapping changes and the bytes of
the file stay. That is why the context of a file names epoch 0 and a revision that never changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nacl import bindings as sodium
from nacl import exceptions

from alongside.vault.context import Context
from alongside.vault.encoding import Cursor, head
from alongside.vault.errors import Tampered, Unfinished
from alongside.vault.padding import MARK, is_size, padded_size, unmark
from alongside.vault.sealed import check_key

FORMAT = 1
SECRETSTREAM = 1
CHUNK = 65536
_TAG = sodium.crypto_secretstream_xchacha20poly1305_ABYTES
_SEALED_CHUNK = CHUNK + _TAG
_HEADER = 6 + sodium.crypto_secretstream_xchacha20poly1305_HEADERBYTES
_MESSAGE = sodium.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE
_PUSH = sodium.crypto_secretstream_xchacha20poly1305_TAG_PUSH
_FINAL = sodium.crypto_secretstream_xchacha20poly1305_TAG_FINAL


def sealed_size(content: int) -> int:
    """How many bytes a file of so many becomes: one that is shorter in the store was cut off, and is refused before its first byte."""
    padded = padded_size(content)
    return _HEADER + padded + -(-padded // CHUNK) * _TAG


class Sealer:
    """Takes a file in pieces of any size. What `add` and `finish` give back, in order, is the sealed file."""

    def __init__(self, key: bytes, context: Context) -> None:
        check_key(key)
        self._state = sodium.crypto_secretstream_xchacha20poly1305_state()
        header = head(FORMAT, SECRETSTREAM, context.epoch)
        header += sodium.crypto_secretstream_xchacha20poly1305_init_push(self._state, key)
        self._associated = context.associated("file", header)
        self._out = bytearray(header)
        self._waiting = bytearray()
        self._size = 0
        self._finished = False

    def add(self, piece: bytes) -> bytes:
        """The next piece of the file; gives what is sealed by now, perhaps nothing."""
        if self._finished:
            raise ValueError("this file is finished")
        self._size += len(piece)
        self._waiting += piece
        while len(self._waiting) >= CHUNK:
            self._out += self._push(bytes(self._waiting[:CHUNK]), _MESSAGE)
            del self._waiting[:CHUNK]
        return self._sealed()

    def finish(self) -> Iterator[bytes]:
        """The rest of the sealed file with its FINAL tag. Not written whole, the file counts as broken off."""
        if self._finished:
            raise ValueError("this file is finished")
        self._finished = True
        left = padded_size(self._size) - (self._size - len(self._waiting))
        chunk, tag = bytes(self._waiting) + MARK, _PUSH
        while True:
            chunk = chunk.ljust(min(left, CHUNK), b"\0")
            left -= len(chunk)
            self._out += self._push(chunk, tag if left else _FINAL)
            yield self._sealed()
            if not left:
                return
            chunk, tag = b"", _MESSAGE

    def _push(self, chunk: bytes, tag: int) -> bytes:
        return sodium.crypto_secretstream_xchacha20poly1305_push(self._state, chunk, self._associated, tag)

    def _sealed(self) -> bytes:
        out = bytes(self._out)
        self._out.clear()
        return out


class Reader:
    """Opens a sealed file in pieces of any size. No byte is given back before its chunk is authenticated.

    What was given is genuine and in order, but the file is whole only when `finish` has returned: who serves or stores the content
    must discard it on Unfinished. After one refusal a reader refuses everything.
    """

    def __init__(self, key: bytes, context: Context) -> None:
        check_key(key)
        self._key, self._context = key, context
        self._state: sodium.crypto_secretstream_xchacha20poly1305_state | None = None
        self._associated = b""
        self._waiting = bytearray()
        self._opened = 0  # bytes of all chunks
        self._content = 0  # bytes of them that are content
        self._content_ended = self._ended = self._refused = False

    def add(self, piece: bytes) -> bytes:
        """The next piece of the sealed file; gives what is authenticated by now, perhaps nothing."""
        self._still_good()
        self._waiting += piece
        if self._state is None and len(self._waiting) >= _HEADER:
            self._begin()
        out = bytearray()
        while self._state is not None and (len(self._waiting) >= _SEALED_CHUNK or (self._ended and self._waiting)):
            sealed = bytes(self._waiting[:_SEALED_CHUNK])
            del self._waiting[:_SEALED_CHUNK]
            out += self._pull(sealed)
        return bytes(out)

    def finish(self) -> bytes:
        """The last content. Unfinished if the bytes stop before the FINAL tag."""
        self._still_good()
        if self._state is None:
            self._refused = True
            raise Unfinished
        out = b""
        if self._waiting:
            left = len(self._waiting) - _TAG
            if left < 0 or not is_size(self._opened + left):
                self._refused = True
                raise Unfinished  # no file of ours has this length: it was cut within a chunk
            out = self._pull(bytes(self._waiting))
        if not self._ended:
            self._refused = True
            raise Unfinished
        self._refused = True  # finished: nothing can follow
        return out

    def _still_good(self) -> None:
        if self._refused:
            raise Tampered

    def _begin(self) -> None:
        """Reads the header. A wrong one shows here (format, epoch) or with the first chunk, which authenticates it."""
        self._refused = True
        header = bytes(self._waiting[:_HEADER])
        del self._waiting[:_HEADER]
        cursor = Cursor(header)
        _, _, epoch = cursor.head("sealed file", {FORMAT: frozenset({SECRETSTREAM})})
        if epoch != self._context.epoch:
            raise Tampered
        self._state = sodium.crypto_secretstream_xchacha20poly1305_state()
        sodium.crypto_secretstream_xchacha20poly1305_init_pull(self._state, cursor.rest(), self._key)
        self._associated = self._context.associated("file", header)
        self._refused = False

    def _pull(self, sealed: bytes) -> bytes:
        """The content of one chunk; Tampered unless it is the next one of this file and in the shape that Sealer makes."""
        assert self._state is not None  # noqa: S101 - narrows the type
        self._refused = True
        if self._ended:
            raise Tampered
        try:
            chunk, tag = sodium.crypto_secretstream_xchacha20poly1305_pull(self._state, sealed, self._associated)
        except exceptions.RuntimeError:
            raise Tampered from None
        self._opened += len(chunk)
        content = self._content_of(chunk, tag)
        self._content += len(content)
        if tag == _FINAL and padded_size(self._content) != self._opened:
            raise Tampered
        self._ended = tag == _FINAL
        self._refused = False
        return content

    def _content_of(self, chunk: bytes, tag: int) -> bytes:
        """What of an authenticated chunk is content. After the end of the content only zeros may come."""
        if self._content_ended:
            if tag not in (_MESSAGE, _FINAL) or any(chunk):
                raise Tampered
            return b""
        if tag == _MESSAGE:
            return chunk
        if tag not in (_PUSH, _FINAL):
            raise Tampered
        self._content_ended = True
        return unmark(chunk)


def sealed_stream(key: bytes, pieces: Iterable[bytes], context: Context) -> Iterator[bytes]:
    """A file in pieces, sealed."""
    sealer = Sealer(key, context)
    for piece in pieces:
        if out := sealer.add(piece):
            yield out
    yield from sealer.finish()


def opened_stream(key: bytes, pieces: Iterable[bytes], context: Context) -> Iterator[bytes]:
    """A sealed file in pieces, opened. Exhaust it: the proof that the file is whole comes last."""
    reader = Reader(key, context)
    for piece in pieces:
        if out := reader.add(piece):
            yield out
    if out := reader.finish():
        yield out
