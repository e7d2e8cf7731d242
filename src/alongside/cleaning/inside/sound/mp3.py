"""MP3: frames of layer III, each exactly behind the last. The frame that only tells players the length keeps its numbers, not its maker."""

from __future__ import annotations

from alongside.cleaning.inside.made import Made, need
from alongside.cleaning.inside.sound import ends

_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
_KBITS_1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_KBITS_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_MOST_PADDING = 64 * 1024


def clean(data: bytes) -> Made:
    """The same frames and nothing else."""
    at, end = ends.front(data), ends.back(data)
    found = {"tags"} if at or end < len(data) else set[str]()
    begin = _first(data, at, end)
    frames = list[bytes]()
    at = begin
    while at < end:
        length = _length(data, at)
        if at + length > end:  # the last one, cut off with the recording
            need(frames and end - at < 4096)
            break
        frames.append(data[at : at + length])
        at += length
    need(len(frames) >= 2)
    frames[0] = _without_maker(frames[0], found)
    return Made(b"".join(frames), "mp3", frozenset(found))


def _first(data: bytes, at: int, end: int) -> int:
    """Behind the padding that some programs leave after a tag. Anything else there is not ours to guess at."""
    begin = at
    while begin < end and begin - at < _MOST_PADDING and not data[begin]:
        begin += 1
    return begin


def _length(data: bytes, at: int) -> int:
    need(at + 4 <= len(data))
    one, two, three = data[at], data[at + 1], data[at + 2]
    need(one == 0xFF and two & 0xE6 == 0xE2)
    version, kbit, rate = two >> 3 & 3, three >> 4, three >> 2 & 3
    need(version != 1 and 0 < kbit < 15 and rate < 3)
    per_second = _RATES[version][rate]
    padding = three >> 1 & 1
    if version == 3:
        return 144_000 * _KBITS_1[kbit] // per_second + padding
    return 72_000 * _KBITS_2[kbit] // per_second + padding


def _without_maker(frame: bytes, found: set[str]) -> bytes:
    """Of a Xing, Info or VBRI frame: frame count, length and table of places stay."""
    one_channel, version = frame[3] >> 6 == 3, frame[1] >> 3 & 3
    start = 4 + ((17 if one_channel else 32) if version == 3 else (9 if one_channel else 17))
    if frame[start : start + 4] not in (b"Xing", b"Info"):
        return frame
    flags = frame[start + 7]
    end = start + 8 + 4 * (flags & 1) + 4 * (flags >> 1 & 1) + 100 * (flags >> 2 & 1) + 4 * (flags >> 3 & 1)
    if frame[end:].strip(b"\0"):
        found.add("application")
    return frame[:end] + b"\0" * (len(frame) - end)
