"""The pipe between client and child: frames of one letter, a length and bytes.

Which letters there are is agreed by the room that starts the child. Both ends refuse a frame longer than they expect, so a broken
child cannot fill the memory of the server.
"""

from __future__ import annotations

import struct
from typing import IO

_HEAD = struct.Struct(">cI")


class BrokenFrame(Exception):
    """What came is no whole frame of the expected length."""


def write(pipe: IO[bytes], kind: bytes, body: bytes) -> None:
    """One frame, flushed."""
    pipe.write(_HEAD.pack(kind, len(body)))
    pipe.write(body)
    pipe.flush()


def read(pipe: IO[bytes], at_most: int) -> tuple[bytes, bytes] | None:
    """The next frame as (kind, body); None where the other end has closed between two frames."""
    head = pipe.read(_HEAD.size)
    if not head:
        return None
    if len(head) < _HEAD.size:
        raise BrokenFrame("a frame ended within its head")
    kind, length = _HEAD.unpack(head)
    if length > at_most:
        raise BrokenFrame("a frame is longer than what is accepted")
    body = pipe.read(length)
    if len(body) < length:
        raise BrokenFrame("a frame ended within its body")
    return kind, body
