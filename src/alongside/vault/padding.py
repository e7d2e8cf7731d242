"""Sizes that tell little: 256 bytes, 1, 4, 16, 64 KiB, then Padmé (Nikitin and others, "Reducing Metadata Leakage", PETS 2019).

The content is followed by one byte 0x80 and zeros (ISO/IEC 7816-4) up to the next size. Padmé adds at most 1/32 above 64 KiB and
leaves O(log log n) bits of the length. What is unpadded has been authenticated before: there is no padding oracle here.
"""

from __future__ import annotations

from bisect import bisect_left

from alongside.vault.errors import Tampered

BUCKETS = (256, 1024, 4096, 16384, 65536)
MARK = b"\x80"


def padded_size(content: int) -> int:
    """How long a content of so many bytes becomes; the mark always has room."""
    needed = content + 1
    if needed <= BUCKETS[-1]:
        return BUCKETS[bisect_left(BUCKETS, needed)]
    exponent = needed.bit_length() - 1
    free = exponent - exponent.bit_length()  # low bits that Padmé lets be zero
    mask = (1 << free) - 1
    return (needed + mask) & ~mask


def is_size(size: int) -> bool:
    """Whether `pad` makes anything of this size."""
    return size > 0 and padded_size(size - 1) == size


def pad(content: bytes) -> bytes:
    """The content, the mark, and zeros up to a size of the list."""
    return (content + MARK).ljust(padded_size(len(content)), b"\0")


def unmark(padded: bytes) -> bytes:
    """What stands before the last mark; Tampered if anything but zeros follows it."""
    stripped = padded.rstrip(b"\0")
    if not stripped.endswith(MARK):
        raise Tampered
    return stripped[:-1]


def unpad(padded: bytes) -> bytes:
    """The content. Tampered unless `pad` would make exactly these bytes of it: one content has one padded form."""
    content = unmark(padded)
    if padded_size(len(content)) != len(padded):
        raise Tampered
    return content
