"""WAV: the format and the samples, of plain sample formats alone (a WAV can carry any other format in disguise)."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from alongside.cleaning.inside.made import Made, need
from alongside.cleaning.results import Reason

PLAIN = frozenset({1, 3, 6, 7})  # PCM, float, A-law, mu-law
EXTENSIBLE = 0xFFFE
CODES = {
    b"LIST": "tags",
    b"id3 ": "tags",
    b"ID3 ": "tags",
    b"bext": "tags",
    b"iXML": "tags",
    b"_PMX": "xmp",
    b"C2PA": "credentials",
}


def clean(data: bytes) -> Made:
    """The same sound of its format, its length and its samples."""
    need(data[:4] == b"RIFF" and data[8:12] == b"WAVE")
    # Recorders that were cut off write a length of 0 or too much.
    end = 8 + struct.unpack_from("<I", data, 4)[0]
    need(end <= len(data) + 1)
    kept, found = dict[bytes, bytes](), {"trailer"} if data[end:].strip(b"\0") else set[str]()
    for name, body in _chunks(data, min(end, len(data))):
        if name in (b"fmt ", b"fact", b"data"):
            need(name not in kept)
            kept[name] = body
        elif name not in (b"JUNK", b"PAD ", b"FLLR") or body.strip(b"\0"):
            found.add(CODES.get(name, "other"))
    need(b"fmt " in kept and b"data" in kept)
    inside = b"WAVE" + b"".join(_made(name, body) for name, body in (_format(kept[b"fmt "]), *_rest(kept)))
    return Made(b"RIFF" + struct.pack("<I", len(inside)) + inside, "wav", frozenset(found))


def _format(body: bytes) -> tuple[bytes, bytes]:
    need(len(body) >= 16)
    tag = struct.unpack_from("<H", body)[0]
    if tag == EXTENSIBLE:
        need(len(body) >= 40)
        tag = struct.unpack_from("<H", body, 24)[0]
        need(tag in PLAIN, Reason.UNKNOWN_PART)
        return b"fmt ", body[:16] + struct.pack("<H", 22) + body[18:40]
    need(tag in PLAIN, Reason.UNKNOWN_PART)
    return b"fmt ", body[:16]


def _rest(kept: dict[bytes, bytes]) -> Iterator[tuple[bytes, bytes]]:
    if b"fact" in kept:
        need(len(kept[b"fact"]) >= 4)
        yield b"fact", kept[b"fact"][:4]
    yield b"data", kept[b"data"]


def _chunks(data: bytes, end: int) -> Iterator[tuple[bytes, bytes]]:
    at = 12
    while at + 8 <= end:
        name, length = struct.unpack_from("<4sI", data, at)
        need(at + 8 + length <= end)
        yield name, data[at + 8 : at + 8 + length]
        at += 8 + length + length % 2


def _made(name: bytes, body: bytes) -> bytes:
    return name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)
