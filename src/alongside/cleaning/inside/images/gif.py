"""GIF, taken apart at its blocks: pixels, palettes, delays and the loop go into the copy. Not a pixel changes."""

from __future__ import annotations

import struct

from alongside.cleaning.inside.made import Made, need

_LOOP = b"\x21\xff\x0bNETSCAPE2.0\x03\x01"


def clean(data: bytes) -> Made:
    """The same picture of its drawing blocks alone."""
    need(data[:6] in (b"GIF87a", b"GIF89a") and len(data) >= 13)
    at = 13 + _palette(data[10])
    need(at <= len(data))
    parts, found, drawn = [data[:at]], set[str](), False
    while True:
        need(at < len(data))
        begin, sign = at, data[at]
        if sign == 0x3B:
            break
        if sign == 0x2C:
            need(at + 10 <= len(data))
            start = at + 10 + _palette(data[at + 9])
            at = _blocks(data, start + 1)
            width, height = struct.unpack_from("<HH", data, begin + 5)
            need(_whole(data[start], _joined(data, start + 1), width * height))
            parts.append(data[begin:at])
            drawn = True
            continue
        need(sign == 0x21 and at + 2 < len(data))
        label = data[at + 1]
        at = _blocks(data, at + 2)
        block = data[begin:at]
        if label == 0xF9:
            need(len(block) == 8)
            parts.append(block)
        elif block.startswith(_LOOP) and len(block) == 19:
            parts.append(block)
        else:
            found.add(_code(label, block))
    need(drawn)
    if data[at + 1 :].strip(b"\0"):
        found.add("trailer")
    return Made(b"".join([*parts, b"\x3b"]), "gif", frozenset(found))


def _palette(flags: int) -> int:
    """Bytes of the palette that these flags announce."""
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0


def _blocks(data: bytes, at: int) -> int:
    """Where a row of sub-blocks ends."""
    while True:
        need(at < len(data))
        length = data[at]
        at += 1 + length
        if not length:
            return at


def _joined(data: bytes, at: int) -> bytes:
    """The bytes of a row of sub-blocks."""
    parts = []
    while length := data[at]:
        parts.append(data[at + 1 : at + 1 + length])
        at += 1 + length
    return b"".join(parts)


def _whole(bits: int, packed: bytes, pixels: int) -> bool:
    """Whether the packed bytes unpack to exactly so many pixels and end there.

    Only lengths are counted: what a code stands for is not needed to know where the picture ends and something else begins.
    """
    need(1 <= bits <= 11 and pixels)
    clear, stop = 1 << bits, (1 << bits) + 1
    lengths, width, last, left = [1] * (stop + 1), bits + 1, 0, pixels
    held = count = at = 0
    while True:
        while count < width:
            if at == len(packed):
                return left == 0
            held |= packed[at] << count
            count, at = count + 8, at + 1
        code, held, count = held & (1 << width) - 1, held >> width, count - width
        if code == stop:
            return left == 0 and at == len(packed)
        if code == clear:
            del lengths[stop + 1 :]
            width, last = bits + 1, 0
            continue
        if code > len(lengths) or (code == len(lengths) and not last):
            return False
        if last and len(lengths) < 4096:
            lengths.append(last + 1)
            if len(lengths) == 1 << width and width < 12:
                width += 1
        if code >= len(lengths):
            return False
        last = lengths[code]
        left -= last
        if left < 0:
            return False


def _code(label: int, block: bytes) -> str:
    if label == 0xFE:
        return "comment"
    return "xmp" if b"XMP DataXMP" in block[:16] else "other"
