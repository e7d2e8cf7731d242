"""JPEG, taken apart at its markers: only tables, frame, scans and the colour transform go into the copy. Not a pixel changes.

Also for the JPEGs inside PDFs and office files.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable

from alongside.cleaning.inside.images import exif
from alongside.cleaning.inside.made import Made, NotClean, need
from alongside.cleaning.results import Reason

SOI, EOI = b"\xff\xd8", b"\xff\xd9"
_DQT, _DHT, _DRI, _SOS, _COM = 0xDB, 0xC4, 0xDD, 0xDA, 0xFE
_FRAMES = (0xC0, 0xC1, 0xC2)  # baseline, extended, progressive; the others no browser shows
_JFIF, _EXIF, _ICC, _JUMBF, _IPTC, _ADOBE = 0xE0, 0xE1, 0xE2, 0xEB, 0xED, 0xEE
# The end of a scan: a marker that is neither a stuffed byte nor a restart.
_NEXT = re.compile(rb"\xff+[^\x00\xd0-\xd7\xff]")


def clean(data: bytes) -> Made:
    """The same picture of its drawing parts alone."""
    need(data[:2] == SOI)
    parts, found, at, frames = [SOI], set[str](), 2, 0
    jfif = adobe = False
    way_up = exif.way_up(data) if b"Exif\0\0" in data else exif.UPRIGHT
    while True:
        marker, at = _marker(data, at)
        if marker == EOI[1]:
            break
        segment, at = _segment(data, at)
        if marker in _FRAMES:
            frames += 1
        if marker == _ADOBE and segment[:5] == b"Adobe" and len(segment) >= 12 and not adobe:
            adobe = True
            parts.append(_made(_ADOBE, b"Adobe\0\x64\0\0\0\0" + segment[11:12]))
        elif marker == _JFIF and segment[:5] == b"JFIF\0" and not jfif:
            jfif = True
            parts.append(_made(_JFIF, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"))
            found |= {"thumbnail"} if len(segment) > 14 else set()
        elif 0xE0 <= marker <= 0xEF or marker == _COM:
            found |= _codes(marker, segment)
        else:
            need(_whole(marker, segment))
            parts.append(_made(marker, segment))
        if marker == _SOS:
            end = _end_of_scan(data, at)
            parts.append(data[at:end])
            at = end
    need(frames == 1)
    if data[at:].strip(b"\0"):
        found.add("trailer")
    if "exif" in found:
        found |= exif.found_in(data)
    if way_up != exif.UPRIGHT:
        parts.insert(1, _made(_EXIF, b"Exif\0\0" + exif.only_orientation(way_up)))
    return Made(b"".join([*parts, EOI]), "jpeg", frozenset(found))


def _end_of_scan(data: bytes, at: int) -> int:
    end = _NEXT.search(data, at)
    if end is None:
        raise NotClean(Reason.DAMAGED)
    return end.start()


def _marker(data: bytes, at: int) -> tuple[int, int]:
    """The marker here, past any fill bytes, and where it ends."""
    need(data[at : at + 1] == b"\xff")
    while data[at : at + 1] == b"\xff":
        at += 1
    need(at < len(data))
    return data[at], at + 1


def _segment(data: bytes, at: int) -> tuple[bytes, int]:
    need(at + 2 <= len(data))
    end = at + struct.unpack_from(">H", data, at)[0]
    need(at + 2 <= end <= len(data))
    return data[at + 2 : end], end


def _made(marker: int, segment: bytes) -> bytes:
    return b"\xff" + bytes((marker,)) + struct.pack(">H", len(segment) + 2) + segment


def _whole(marker: int, segment: bytes) -> bool:
    """Whether a drawing segment holds what it must and nothing behind it. An unknown one is refused: nobody could say what it holds."""
    if marker == _DQT:
        return _whole_tables(segment, lambda head, _: 129 if head >> 4 else 65)
    if marker == _DHT:
        return _whole_tables(segment, lambda _, rest: 17 + sum(rest[1:17]))
    if marker == _DRI:
        return len(segment) == 2
    if marker in _FRAMES:
        return len(segment) >= 6 and len(segment) == 6 + 3 * segment[5]
    if marker == _SOS:
        return bool(segment) and len(segment) == 4 + 2 * segment[0]
    raise NotClean(Reason.UNKNOWN_PART)


def _whole_tables(segment: bytes, length_of: Callable[[int, bytes], int]) -> bool:
    at = 0
    while at < len(segment):
        at += length_of(segment[at], segment[at:])
    return at == len(segment)


def _codes(marker: int, segment: bytes) -> set[str]:
    """What a segment that is left out was."""
    if marker == _EXIF and segment[:6] == b"Exif\0\0":
        return {"exif"}
    if marker == _EXIF and segment[:20].startswith((b"http://ns.adobe.com/x", b"http://ns.adobe.com/")):
        return {"xmp"}
    if marker == _ICC and segment[:11] == b"ICC_PROFILE":
        return {"icc"}
    if marker == _JUMBF and b"c2pa" in segment:
        return {"credentials"}
    return {_IPTC: {"iptc"}, _COM: {"comment"}}.get(marker, {"other"})
