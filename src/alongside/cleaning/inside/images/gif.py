"""GIF, taken apart at its blocks: pixels, palettes, delays and the loop go into the copy. Not a pixel changes."""

from __future__ import annotations

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
            at = _blocks(data, at + 10 + _palette(data[at + 9]) + 1)
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


def _code(label: int, block: bytes) -> str:
    if label == 0xFE:
        return "comment"
    return "xmp" if b"XMP DataXMP" in block[:16] else "other"
