"""FLAC: the length of the stream, the table of places, and frames that follow each other without a byte between, each with its checksum."""

from __future__ import annotations

import re

from alongside.cleaning.inside.made import Made, need
from alongside.cleaning.inside.sound import ends

STREAMINFO, SEEKTABLE = 0, 3
CODES = {2: "application", 4: "tags", 5: "tags", 6: "thumbnail"}
_SYNC = re.compile(rb"\xff[\xf8\xf9]")


def _table(polynomial: int, bits: int) -> list[int]:
    table = []
    for value in range(256):
        crc = value << (bits - 8)
        for _ in range(8):
            crc = crc << 1 ^ polynomial if crc >> (bits - 1) & 1 else crc << 1
        table.append(crc & (1 << bits) - 1)
    return table


_CRC8, _CRC16 = _table(0x07, 8), _table(0x8005, 16)


def clean(data: bytes) -> Made:
    """The same frames behind a new head."""
    at, end = ends.front(data), ends.back(data)
    found = {"tags"} if at or end < len(data) else set[str]()
    need(data[at : at + 4] == b"fLaC")
    at, last, kept = at + 4, False, dict[int, bytes]()
    while not last:
        need(at + 4 <= end)
        last, block, length = bool(data[at] & 0x80), data[at] & 0x7F, int.from_bytes(data[at + 1 : at + 4], "big")
        need(at + 4 + length <= end)
        body, at = data[at + 4 : at + 4 + length], at + 4 + length
        if block in (STREAMINFO, SEEKTABLE):
            need(block not in kept and (length == 34 if block == STREAMINFO else length % 18 == 0))
            kept[block] = body
        elif block != 1 or body.strip(b"\0"):
            found.add(CODES.get(block, "other"))
    need(STREAMINFO in kept)
    _walk(data, at, end)
    head = [_block(block, kept[block], last=block == max(kept)) for block in sorted(kept)]
    return Made(b"".join([b"fLaC", *head, data[at:end]]), "flac", frozenset(found))


def _block(block: int, body: bytes, *, last: bool) -> bytes:
    return bytes((block | (0x80 if last else 0),)) + len(body).to_bytes(3, "big") + body


def _walk(data: bytes, at: int, end: int) -> None:
    """Every byte to the end belongs to a frame: its checksum is right exactly where the next one begins."""
    begun, follows = _head(data, at, end), at + 10
    crc, done, table = 0, at, _CRC16
    while begun is not None:
        found = _SYNC.search(data, follows, end)
        stop = found.start() if found else end
        for byte in data[done:stop]:
            crc = (crc << 8 & 0xFFFF) ^ table[crc >> 8 ^ byte]
        done = stop
        if found is None:
            need(crc == 0)
            return
        following = _head(data, stop, end)
        if crc == 0 and following is not None and following[0] == begun[1]:
            begun, follows = following, stop + 10
        else:
            follows = stop + 1
    need(begun)  # not even one


def _head(data: bytes, at: int, end: int) -> tuple[int, int] | None:
    """The number of the frame here and that of the next; None where no frame begins."""
    head = data[at : min(at + 16, end)]
    if len(head) < 6 or head[0] != 0xFF or head[1] not in (0xF8, 0xF9):
        return None
    size, rate = head[2] >> 4, head[2] & 15
    if not size or rate == 15 or head[3] & 1 or head[3] >> 4 > 10:
        return None
    more = 0 if head[4] < 0x80 else 8 - (head[4] ^ 0xFF).bit_length() - 1
    if head[4] == 0xFF or (head[4] >= 0x80 and more < 1):
        return None
    number = head[4] if not more else head[4] & (0x3F >> more)
    place = 5
    for _ in range(more):
        number, place = number << 6 | head[place] & 0x3F if place < len(head) else 0, place + 1
    samples, place = _samples(head, place, size)
    place += {12: 1, 13: 2, 14: 2}.get(rate, 0)
    if place >= len(head):
        return None
    crc = 0
    for byte in head[:place]:
        crc = _CRC8[crc ^ byte]
    if crc != head[place]:
        return None
    return number, number + (samples if head[1] == 0xF9 else 1)


def _samples(head: bytes, place: int, size: int) -> tuple[int, int]:
    if size == 6:
        return int.from_bytes(head[place : place + 1], "big") + 1, place + 1
    if size == 7:
        return int.from_bytes(head[place : place + 2], "big") + 1, place + 2
    if size == 1:
        return 192, place
    return (576 << (size - 2) if size <= 5 else 256 << (size - 8)), place
