"""WebP, taken apart at its chunks: pixels, transparency and movement go into the copy. Not a pixel changes."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from alongside.cleaning.inside.images import exif
from alongside.cleaning.inside.made import Made, need

CODES = {b"EXIF": "exif", b"XMP ": "xmp", b"ICCP": "icc", b"C2PA": "credentials"}
PIXELS = frozenset({b"VP8 ", b"VP8L", b"ALPH"})
# In the flags of VP8X: what a copy may still have.
MOVES, SEE_THROUGH, TURNED = 0x02, 0x10, 0x08


def clean(data: bytes) -> Made:
    """The same picture of its drawing chunks alone."""
    need(data[:4] == b"RIFF" and data[8:12] == b"WEBP" and len(data) >= 20)
    end = 8 + struct.unpack_from("<I", data, 4)[0]
    need(end <= len(data))
    found = {"trailer"} if data[end:].strip(b"\0") else set[str]()
    chunks = list(_chunks(data, 12, end))
    found |= {CODES.get(name, "other") for name, _ in chunks if name not in PIXELS | {b"VP8X", b"ANIM", b"ANMF"}}
    way_up = exif.way_up(data) if "exif" in found else exif.UPRIGHT
    if "exif" in found:
        found |= exif.found_in(data)
    parts = [_made(name, kept) for name, body in chunks if (kept := _kept(name, body, way_up)) is not None]
    if way_up != exif.UPRIGHT:
        parts.append(_made(b"EXIF", exif.only_orientation(way_up)))
    inside = b"WEBP" + b"".join(parts)
    return Made(b"RIFF" + struct.pack("<I", len(inside)) + inside, "webp", frozenset(found))


def _chunks(data: bytes, at: int, end: int) -> Iterator[tuple[bytes, bytes]]:
    while at < end:
        need(at + 8 <= end)
        name, length = struct.unpack_from("<4sI", data, at)
        need(at + 8 + length <= end)
        yield name, data[at + 8 : at + 8 + length]
        at += 8 + length + length % 2


def _kept(name: bytes, body: bytes, way_up: int) -> bytes | None:
    if name in PIXELS:
        return body
    if name == b"VP8X":
        need(len(body) == 10)
        flags = body[0] & (MOVES | SEE_THROUGH) | (TURNED if way_up != exif.UPRIGHT else 0)
        return bytes((flags, 0, 0, 0)) + body[4:]
    if name == b"ANIM":
        need(len(body) == 6)
        return body
    if name == b"ANMF":
        need(len(body) >= 16)
        inside = [_made(part, pixels) for part, pixels in _chunks(body, 16, len(body)) if part in PIXELS]
        return body[:16] + b"".join(inside)
    return None


def _made(name: bytes, body: bytes) -> bytes:
    return name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)
