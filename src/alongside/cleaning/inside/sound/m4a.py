"""M4A: one track of AAC or ALAC. The samples are collected by the tables of the track, which must name each byte of the media once, and
written into a new file with new tables."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from alongside.cleaning.inside.made import Made, need
from alongside.cleaning.results import Reason

CONFIGURATIONS = {b"mp4a": b"esds", b"alac": b"alac"}
_DINF = b"\0\0\0\x24dinf\0\0\0\x1cdref\0\0\0\0\0\0\0\x01\0\0\0\x0curl \0\0\0\x01"


def clean(data: bytes) -> Made:
    """The same samples behind new heads."""
    top = dict(boxes(data))
    need(b"moov" in top)
    need(b"moof" not in top, Reason.UNKNOWN_PART)
    inside = list(boxes(top[b"moov"]))
    tracks = [dict(boxes(body)) for name, body in inside if name == b"trak"]
    sorts = [_sort(track) for track in tracks]
    need(b"vide" not in sorts, Reason.VIDEO)
    need(sorts.count(b"soun") == 1, Reason.UNKNOWN_PART)
    track = tracks[sorts.index(b"soun")]
    found = {"timestamps"} | ({"tags"} if any(name in (b"udta", b"meta") for name, _ in inside) else set[str]())
    found |= {"other"} if set(top) - {b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide"} or len(tracks) > 1 else set()
    moov_head = _without_times(dict(inside).get(b"mvhd", b""), next_track=True)
    samples, tables = _samples(data, track)

    def movie(offset: int) -> bytes:
        return box(b"moov", box(b"mvhd", moov_head) + _track(track, tables, offset))

    head = box(b"ftyp", b"M4A \0\0\0\0M4A mp42isom")
    offset = len(head) + len(movie(0)) + 8
    return Made(head + movie(offset) + box(b"mdat", samples), "m4a", frozenset(found))


def only_sound(data: bytes) -> bool:
    """Whether the file has tracks, and none of moving pictures: phones call their voice notes mp4."""
    top = dict(boxes(data))
    sorts = [_sort(dict(boxes(body))) for name, body in boxes(top.get(b"moov", b"")) if name == b"trak"]
    return b"soun" in sorts and b"vide" not in sorts


def boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The boxes that stand side by side here."""
    for name, body, _ in _placed(data):
        yield name, body


def _placed(data: bytes) -> Iterator[tuple[bytes, bytes, int]]:
    """The same, each with where it ends."""
    at = 0
    while at < len(data):
        need(at + 8 <= len(data))
        length, name = struct.unpack_from(">I4s", data, at)
        head = 8
        if length == 1:
            need(at + 16 <= len(data))
            length, head = struct.unpack_from(">Q", data, at + 8)[0], 16
        elif length == 0:
            length = len(data) - at
        need(head <= length <= len(data) - at)
        yield name, data[at + head : at + length], at + length
        at += length


def box(name: bytes, body: bytes) -> bytes:
    """One box."""
    need(len(body) + 8 < 2**32, Reason.TOO_LARGE)
    return struct.pack(">I4s", len(body) + 8, name) + body


def _sort(track: dict[bytes, bytes]) -> bytes:
    handler = dict(boxes(track.get(b"mdia", b""))).get(b"hdlr", b"")
    return handler[8:12]


def _without_times(head: bytes, *, next_track: bool = False) -> bytes:
    """mvhd, tkhd or mdhd with the times of making and changing set to nothing."""
    need(len(head) >= 20 and head[0] in (0, 1))
    length = 16 if head[0] else 8
    need(not next_track or len(head) == (112 if head[0] else 100))
    return head[:4] + b"\0" * length + head[4 + length :]


def _track(track: dict[bytes, bytes], tables: bytes, offset: int) -> bytes:
    media = dict(boxes(track[b"mdia"]))
    need(len(media.get(b"mdhd", b"")) in (24, 36) and len(track.get(b"tkhd", b"")) in (84, 96))
    minf = box(b"smhd", b"\0" * 8) + _DINF + box(b"stbl", tables + box(b"stco", struct.pack(">III", 0, 1, offset)))
    handler = box(b"hdlr", b"\0" * 8 + b"soun" + b"\0" * 13)
    mdia = box(b"mdia", box(b"mdhd", _without_times(media[b"mdhd"])) + handler + box(b"minf", minf))
    return box(b"trak", box(b"tkhd", _without_times(track[b"tkhd"])) + _edits(track) + mdia)


def _edits(track: dict[bytes, bytes]) -> bytes:
    """How much of the beginning and the end players leave out."""
    edits = dict(boxes(track.get(b"edts", b""))).get(b"elst")
    if edits is None:
        return b""
    need(len(edits) >= 8)
    each = 20 if edits[0] else 12
    need(len(edits) == 8 + each * struct.unpack_from(">I", edits, 4)[0])
    return box(b"edts", box(b"elst", edits))


def _samples(data: bytes, track: dict[bytes, bytes]) -> tuple[bytes, bytes]:
    """All samples in their order, and the tables that describe them as one chunk."""
    minf = dict(boxes(dict(boxes(track[b"mdia"])).get(b"minf", b"")))
    table = dict(boxes(minf.get(b"stbl", b"")))
    need({b"stsd", b"stts", b"stsc", b"stsz"} <= set(table))
    sizes = _sizes(table[b"stsz"])
    places, number = list[tuple[int, int]](), 0
    for offset, count in _chunks(table):
        for size in sizes[number : number + count]:
            places.append((offset, offset + size))
            offset += size
        number += count
    need(number == len(sizes))
    need(_fill(data, places))
    parts = [data[begin:end] for begin, end in places]
    stts = table[b"stts"]
    need(len(stts) >= 8 and len(stts) == 8 + 8 * struct.unpack_from(">I", stts, 4)[0])
    stsc = struct.pack(">IIIII", 0, 1, 1, len(sizes), 1)
    stsz = struct.pack(f">III{len(sizes)}I", 0, 0, len(sizes), *sizes)
    tables = box(b"stsd", _described(table[b"stsd"])) + box(b"stts", stts) + box(b"stsc", stsc) + box(b"stsz", stsz)
    return b"".join(parts), tables


def _fill(data: bytes, places: list[tuple[int, int]]) -> bool:
    """Whether the samples are all that the media hold, each byte once. A table that is wrong by a byte would take something else along."""
    media, at = list[tuple[int, int]](), 0
    for name, body, end in _placed(data):
        if name == b"mdat":
            media.append((end - len(body), end))
    waiting = sorted(places)
    number = 0
    for begin, end in media:
        at = begin
        while number < len(waiting) and waiting[number][0] < end:
            start, stop = waiting[number]
            if start < at or stop > end or data[at:start].strip(b"\0"):
                return False
            at, number = stop, number + 1
        if data[at:end].strip(b"\0"):
            return False
    return number == len(waiting)


def _sizes(stsz: bytes) -> tuple[int, ...]:
    need(len(stsz) >= 12)
    same, count = map(int, struct.unpack_from(">II", stsz, 4))
    need(0 < count <= 10_000_000)
    if same:
        return (same,) * count
    need(len(stsz) == 12 + 4 * count)
    return tuple(map(int, struct.unpack_from(f">{count}I", stsz, 12)))


def _chunks(table: dict[bytes, bytes]) -> Iterator[tuple[int, int]]:
    """Where each chunk begins, and how many samples it holds."""
    wide = b"co64" in table
    places = table.get(b"co64" if wide else b"stco", b"")
    need(len(places) >= 8)
    count = struct.unpack_from(">I", places, 4)[0]
    need(len(places) == 8 + count * (8 if wide else 4))
    offsets = struct.unpack_from(f">{count}{'Q' if wide else 'I'}", places, 8)
    runs = table[b"stsc"]
    need(len(runs) >= 20 and len(runs) == 8 + 12 * struct.unpack_from(">I", runs, 4)[0])
    entries = list(struct.iter_unpack(">III", runs[8:]))
    need(entries[0][0] == 1)
    ends = [entry[0] for entry in entries[1:]] + [count + 1]
    for (first, many, described), end in zip(entries, ends, strict=True):
        need(described == 1 and first <= end <= count + 1)
        for offset in offsets[first - 1 : end - 1]:
            yield offset, many


def _described(stsd: bytes) -> bytes:
    """The description of the samples with the configuration of the decoder and nothing else."""
    need(len(stsd) >= 16 and struct.unpack_from(">I", stsd, 4)[0] == 1)
    ((name, entry),) = list(boxes(stsd[8:]))
    need(name in CONFIGURATIONS, Reason.UNKNOWN_PART)
    version = struct.unpack_from(">H", entry, 8)[0] if len(entry) >= 28 else 9
    need(version == 0, Reason.UNKNOWN_PART)
    needed = CONFIGURATIONS[name]
    configuration = dict(boxes(entry[28:])).get(needed, b"")
    need(configuration)
    return struct.pack(">II", 0, 1) + box(name, b"\0" * 6 + entry[6:8] + b"\0" * 8 + entry[16:28] + box(needed, configuration))
