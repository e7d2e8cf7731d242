"""The tags that stand before and behind the frames of MP3 and FLAC: ID3v2 in front; ID3v1, APE and Lyrics3 behind."""

from __future__ import annotations

import struct

from alongside.cleaning.inside.made import need


def front(data: bytes) -> int:
    """Where the frames begin, behind any number of ID3v2 tags."""
    at = 0
    while data[at : at + 3] == b"ID3":
        need(at + 10 <= len(data) and not any(part & 0x80 for part in data[at + 6 : at + 10]))
        length = sum(part << shift for part, shift in zip(data[at + 6 : at + 10], (21, 14, 7, 0), strict=True))
        at += 10 + length + (10 if data[at + 5] & 0x10 else 0)
        need(at <= len(data))
    return at


def back(data: bytes) -> int:
    """Where the frames end, before all tags behind them."""
    end = len(data)
    while (shorter := _before(data, end)) < end:
        end = shorter
    return end


def _before(data: bytes, end: int) -> int:
    if end >= 128 and data[end - 128 : end - 125] == b"TAG":
        return end - 128
    if end >= 32 and data[end - 32 : end - 24] == b"APETAGEX":
        size, _, flags = struct.unpack_from("<III", data, end - 20)
        whole = size + (32 if flags & 0x80000000 else 0)
        need(32 <= whole <= end)
        return int(end - whole)
    if end >= 15 and data[end - 9 : end] == b"LYRICS200" and data[end - 15 : end - 9].isdigit():
        whole = 15 + int(data[end - 15 : end - 9])
        need(whole <= end)
        return end - whole
    if end >= 10 and data[end - 10 : end - 7] == b"3DI" and not any(part & 0x80 for part in data[end - 4 : end]):
        whole = 20 + sum(part << shift for part, shift in zip(data[end - 4 : end], (21, 14, 7, 0), strict=True))
        need(whole <= end)
        return end - whole
    return end
