"""PNG, taken apart at its chunks: only those that draw go into the copy. Not a pixel changes.

The compressed pixels are unpacked once and counted: a stream that goes on behind the last row could carry anything.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from alongside.cleaning.inside.images import exif
from alongside.cleaning.inside.made import Made, NotClean, need
from alongside.cleaning.results import Reason

SIGNATURE = b"\x89PNG\r\n\x1a\n"
# The last three make it move. gAMA and sRGB are a number each.
KEPT = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"gAMA", b"sRGB", b"acTL", b"fcTL", b"fdAT"})
LENGTHS = {b"IHDR": 13, b"gAMA": 4, b"sRGB": 1, b"acTL": 8, b"fcTL": 26, b"IEND": 0}
CODES = {b"eXIf": "exif", b"iCCP": "icc", b"tIME": "timestamps", b"caBX": "credentials"}
TEXTS = frozenset({b"tEXt", b"zTXt", b"iTXt"})
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
# Adam7: where each pass begins, and its steps.
PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))


def clean(data: bytes) -> Made:
    """The same picture of its drawing chunks alone."""
    need(data[:8] == SIGNATURE)
    parts, found, end = [SIGNATURE], set[str](), 8
    pixels, header = _Pixels(), b""
    for name, body, end in _chunks(data):  # noqa: B007  (the last end is where a trailer begins)
        if name in KEPT:
            need(LENGTHS.get(name, len(body)) == len(body))
            need((name == b"IHDR") == (not header))
            header = header or body
            pixels.take(name, body, header)
            parts.append(_made(name, body))
        elif name in TEXTS:
            found.add("xmp" if body.startswith(b"XML:com.adobe.xmp") else "comment")
        else:
            need(name[0] & 0x20, Reason.UNKNOWN_PART)  # a capital letter: cannot be drawn without it
            found.add(CODES.get(name, "other"))
    pixels.whole()
    if data[end:]:
        found.add("trailer")
    if "exif" in found:
        found |= exif.found_in(data)
        if (way_up := exif.way_up(data)) != exif.UPRIGHT:
            parts.insert(2, _made(b"eXIf", exif.only_orientation(way_up)))
    return Made(b"".join(parts), "png", frozenset(found))


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes, int]]:
    at, name = 8, b""
    while name != b"IEND":
        need(at + 12 <= len(data))
        length, name = struct.unpack_from(">I4s", data, at)
        end = at + 12 + length
        need(end <= len(data) and name.isalpha())
        body = data[at + 8 : end - 4]
        need(struct.unpack_from(">I", data, end - 4)[0] == zlib.crc32(body, zlib.crc32(name)))
        yield name, body, end
        at = end


def _made(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(body, zlib.crc32(name)))


class _Pixels:
    """Counts the rows of each frame while they are unpacked, a little at a time: a bomb never unfolds."""

    def __init__(self) -> None:
        self._left = self._bits = self._interlaced = 0
        self._stream: zlib._Decompress | None = None
        self._drawn = False
        self._size = (0, 0)

    def take(self, name: bytes, body: bytes, header: bytes) -> None:
        if name == b"IHDR":
            width, height, depth, colour, packing, filters, interlaced = struct.unpack(">IIBBBBB", header)
            need(width and height and colour in CHANNELS and depth in (1, 2, 4, 8, 16) and not packing and not filters)
            need(interlaced in (0, 1))
            self._bits, self._interlaced, self._size = depth * CHANNELS[colour], interlaced, (width, height)
        elif name == b"fcTL":
            if self._drawn:
                self.whole()
                self._size = struct.unpack_from(">II", body, 4)
        elif name == b"IDAT":
            self._unpack(body)
            self._drawn = True
        elif name == b"fdAT":
            need(self._drawn and len(body) >= 4)
            self._unpack(body[4:])

    def whole(self) -> None:
        """The frame has all of its rows and nothing behind them."""
        need(self._stream and self._stream.eof and not self._left)
        self._stream = None

    def _unpack(self, body: bytes) -> None:
        if self._stream is None:
            self._stream, self._left = zlib.decompressobj(), self._expected(*self._size)
        try:
            while body:
                self._left -= len(self._stream.decompress(body, 1 << 20))
                body = self._stream.unconsumed_tail
                need(self._left >= 0 and not self._stream.unused_data)
        except zlib.error as error:
            raise NotClean(Reason.DAMAGED) from error

    def _expected(self, width: int, height: int) -> int:
        if not self._interlaced:
            return ((width * self._bits + 7) // 8 + 1) * height
        total = 0
        for x, y, step_x, step_y in PASSES:
            across, down = -(-(width - x) // step_x), -(-(height - y) // step_y)
            if across > 0 and down > 0:
                total += ((across * self._bits + 7) // 8 + 1) * down
        return total
