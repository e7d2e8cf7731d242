"""Ogg with one stream of Opus or Vorbis: the page of tags is made anew and empty, every page numbered and checked anew."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from alongside.cleaning.inside.made import Made, need
from alongside.cleaning.results import Reason

_HEAD = struct.Struct("<4sBBqIIIB")
CONTINUED, FIRST, LAST = 1, 2, 4


def _table() -> list[int]:
    table = []
    for value in range(256):
        crc = value << 24
        for _ in range(8):
            crc = crc << 1 ^ 0x04C11DB7 if crc & 0x80000000 else crc << 1
        table.append(crc & 0xFFFFFFFF)
    return table


_CRC = _table()


@dataclass(frozen=True, slots=True)
class _Page:
    flags: int
    position: int
    laces: bytes
    body: bytes


def clean(data: bytes) -> Made:
    """The same packets of sound behind new heads."""
    pages = _pages(data)
    need((pages and pages[0].flags & FIRST and pages[-1].flags & LAST) or len(pages) > 2)
    packets, used = _heads(pages, 3)
    if packets[0].startswith(b"OpusHead"):
        packets, used = _heads(pages, 2)
        need(packets[1].startswith(b"OpusTags") and 19 <= len(packets[0]) <= 300)
        tags = b"OpusTags" + struct.pack("<II", 0, 0)
        held, new = packets[1][8:], [[packets[0]], [tags]]
    else:
        need(packets[0].startswith(b"\x01vorbis") and len(packets[0]) == 30, Reason.UNKNOWN_PART)
        need(packets[1].startswith(b"\x03vorbis") and packets[2].startswith(b"\x05vorbis"))
        tags = b"\x03vorbis" + struct.pack("<II", 0, 0) + b"\x01"
        held, new = packets[1][7:], [[packets[0]], [tags, packets[2]]]
    heads = [page for number, some in enumerate(new) for page in _paged(some, FIRST if not number else 0)]
    made = [_written(page, number) for number, page in enumerate([*heads, *pages[used:]])]
    return Made(b"".join(made), "ogg", frozenset({"tags"} if _says_something(held) else ()))


def _pages(data: bytes) -> list[_Page]:
    """All pages of the one stream; a second stream, a gap or a wrong checksum is refused."""
    pages, at, serial = list[_Page](), 0, None
    while at < len(data):
        need(at + _HEAD.size <= len(data))
        capture, version, flags, position, stream, number, crc, laces = _HEAD.unpack_from(data, at)
        need(capture == b"OggS" and version == 0 and flags < 8)
        need(serial in (None, stream), Reason.UNKNOWN_PART)
        need(bool(flags & FIRST) == (serial is None) and number == len(pages))
        table = data[at + _HEAD.size : at + _HEAD.size + laces]
        end = at + _HEAD.size + laces + sum(table)
        need(len(table) == laces and end <= len(data))
        page = data[at:end]
        need(_crc(page[:22] + b"\0\0\0\0" + page[26:]) == crc)
        pages.append(_Page(flags, position, table, page[_HEAD.size + laces :]))
        serial, at = stream, end
    return pages


def _heads(pages: list[_Page], most: int) -> tuple[list[bytes], int]:
    """The first packets, which end with their page, and how many pages they take."""
    packets, part = list[bytes](), b""
    for used, page in enumerate(pages, 1):
        at = 0
        for lace in page.laces:
            part += page.body[at : at + lace]
            at += lace
            if lace < 255:
                packets.append(part)
                part = b""
        if len(packets) >= most or (len(packets) == 2 and packets[0].startswith(b"OpusHead")):
            need(not part and len(packets) <= most)
            return packets, used
    need(False)
    raise AssertionError


def _paged(packets: list[bytes], flags: int) -> list[_Page]:
    """Packets as pages of up to 255 laces."""
    laces = b"".join(b"\xff" * (len(packet) // 255) + bytes((len(packet) % 255,)) for packet in packets)
    body, pages, at, ended = b"".join(packets), list[_Page](), 0, True
    for begin in range(0, len(laces), 255):
        some = laces[begin : begin + 255]
        size = sum(some)
        position = 0 if any(lace < 255 for lace in some) else -1
        pages.append(_Page(flags if ended else flags | CONTINUED, position, some, body[at : at + size]))
        at, ended = at + size, some[-1] < 255
    return pages


def _written(page: _Page, number: int) -> bytes:
    def with_crc(crc: int) -> bytes:
        return _HEAD.pack(b"OggS", 0, page.flags, page.position, 1, number, crc, len(page.laces)) + page.laces + page.body

    return with_crc(_crc(with_crc(0)))


def _crc(data: bytes) -> int:
    crc, table = 0, _CRC
    for byte in data:
        crc = (crc << 8 & 0xFFFFFFFF) ^ table[crc >> 24 ^ byte]
    return crc


def _says_something(comment: bytes) -> bool:
    """More than the name of the program and no entry."""
    need(len(comment) >= 8)
    vendor = struct.unpack_from("<I", comment)[0]
    return len(comment) < 8 + vendor or bool(struct.unpack_from("<I", comment, 4 + vendor)[0]) or len(comment) > 9 + vendor
