"""Hash chains: each link holds the hash of the one before, over ciphertext, so that `alongside verify` needs no key (security.md 13).

What a chain shows: a link changed, left out, put in or moved. What it does not show: that its end was cut off, or that root wrote all
of it anew. Against the first stands the desk's chain, which names the newest link of every case; against the second only a head that
was printed or sent elsewhere.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

START = bytes(32)
# What the last link of a destroyed case is hashed over. In the database its content is empty, as that of every link before it.
TOMBSTONE = b"alongside tombstone/1"


@dataclass(frozen=True, slots=True)
class Link:
    """One link as it lies in the database."""

    sequence: int
    previous: bytes
    hash: bytes
    content: bytes


def hashed(desk: UUID, of: str, chain: bytes, sequence: int, previous: bytes, content: bytes) -> bytes:
    """The hash of a link. `of` and `chain` say whose it is: a link moved to another chain does not fit there."""
    return hashed_over(desk, of, chain, sequence, previous, hashlib.sha256(content).digest())


def hashed_over(desk: UUID, of: str, chain: bytes, sequence: int, previous: bytes, content: bytes) -> bytes:
    """The same from the digest of the content alone, for who may not see it."""
    digest = hashlib.sha256(b"alongside history/1")
    for part in (desk.bytes, of.encode(), chain, sequence.to_bytes(8, "big"), previous, content):
        digest.update(len(part).to_bytes(4, "big") + part)
    return digest.digest()


def head_content(case: UUID, case_sequence: int, case_hash: bytes) -> bytes:
    """What a link of the desk's chain stands for."""
    return case.bytes + case_sequence.to_bytes(8, "big") + case_hash


def is_tombstone(desk: UUID, chain: bytes, link: Link) -> bool:
    """Whether a link says that its case was destroyed."""
    return not link.content and link.hash == hashed(desk, "case", chain, link.sequence, link.previous, TOMBSTONE)


def breaks(
    desk: UUID, of: str, chain: bytes, links: Iterable[Link], named: Mapping[int, bytes] | None = None
) -> list[tuple[int, str]]:
    """Where a chain is broken: sequence and fault (`missing`, `order`, `changed`). Links come in the order of their sequence.

    `named`: the hashes by sequence that the desk's chain has of a destroyed case, whose contents are gone.
    """
    found: list[tuple[int, str]] = []
    expected, previous = 1, START
    for link in links:
        if link.sequence != expected:
            found.append((expected, "missing"))
        elif link.previous != previous:
            found.append((link.sequence, "order"))
        fits = hashed(desk, of, chain, link.sequence, link.previous, link.content) if named is None else named.get(link.sequence)
        if link.hash != fits or (named is not None and link.content):
            found.append((link.sequence, "changed"))
        expected, previous = link.sequence + 1, link.hash
    return found
