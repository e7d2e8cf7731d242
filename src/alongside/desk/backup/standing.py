"""The list of what stands at a desk, in clear and without a name: by it a restored backup learns what has gone since (security.md 17).

One text, written beside each backup and by `alongside gone`. What is not in it any more had gone when it was written: an account, a
member of a case, a file, a case (with its tombstone). Random ids stand in it as hashes, so that whoever holds a backup finds in the list
what belongs to it, and whoever finds the list alone learns how many there are of each, not who works with whom.

Whose list it is: it carries a piece of every hash of the desk's chain. All that the backup knows of must be there in the same order, each
tombstone must be the hash that it says it is, and the chain must name it; a list of another desk, of another past, older than the backup or
broken off is refused. What cannot be refused: nobody signs the list, for no key is at hand at night, so whoever can read a current database
can write a list in which more is gone than is, held cases too, or one in which less is gone: a longer chain of invented hashes, and the
tombstones left out. Of several lists each must therefore go on from the others (`newest`); one alone is as trustworthy as the place where
it was kept. Restoring says the numbers, and this, before it asks.
"""

from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from uuid import UUID

from django.db import transaction

from alongside.desk.cases import chain
from alongside.desk.cases.models import Case, Head, History, SealedFile
from alongside.desk.people.models import Keyring, Person
from alongside.vault.epochs import Purpose

FIRST = "ALONGSIDE GONE 1"
LARGEST = 1 << 28  # bytes
PIECE = 8  # bytes of each hash of the desk's chain


class NotAList(ValueError):
    """This is no such list, it broke off, or it is of a later version."""


class Disagree(ValueError):
    """Of two lists of one desk none goes on from the other: one is of another past, or was changed."""


@dataclass(frozen=True, slots=True)
class Tombstone:
    """The last link of a destroyed case, and the link of the desk's chain that names it."""

    sequence: int
    previous: bytes
    hash: bytes
    head: int
    head_previous: bytes


@dataclass(slots=True)
class Standing:
    """A list as it was read. Cases with the number of their newest link, all under their hashes."""

    desk: UUID
    made: str
    heads: bytes = b""
    people: set[str] = field(default_factory=set)
    members: set[str] = field(default_factory=set)
    files: set[str] = field(default_factory=set)
    cases: dict[str, int] = field(default_factory=dict)
    gone: dict[str, Tombstone] = field(default_factory=dict)

    @property
    def links(self) -> int:
        """How long the desk's chain was."""
        return len(self.heads) // PIECE


def hidden(desk: UUID, *ids: UUID) -> str:
    """Random ids as they stand in a list. 122 random bits are found by nobody who does not have them."""
    content = b"alongside standing/1" + desk.bytes + b"".join(one.bytes for one in ids)
    return hashlib.sha256(content).hexdigest()[:32]


def write(path: Path, desk: UUID, now: datetime) -> None:
    """Write the list of this moment, whole or not at all."""
    draft = path.with_name(path.name + ".part")
    digest = hashlib.sha256()
    try:
        with draft.open("wb") as file:
            os.fchmod(file.fileno(), 0o600) if hasattr(os, "fchmod") else None
            for line in _lines(desk, now):
                data = line.encode() + b"\n"
                digest.update(data)
                file.write(data)
            file.write(f"end {digest.hexdigest()}\n".encode())
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def read(path: Path) -> Standing:
    """A list from a file. NotAList; OSError where it cannot be read."""
    with path.open("rb") as file:
        data = file.read(LARGEST + 1)
    try:
        text, _, end = data.decode("ascii").rstrip("\n").rpartition("\n")
    except ValueError:
        raise NotAList from None
    told = hashlib.sha256(f"{text}\n".encode()).hexdigest()
    if len(data) > LARGEST or end != f"end {told}":
        raise NotAList
    try:
        return _read(text.split("\n"))
    except (ValueError, IndexError):
        raise NotAList from None


def _read(lines: list[str]) -> Standing:
    if lines[0] != FIRST:
        raise NotAList
    found = Standing(UUID(hex=_after(lines[1], "desk")), _after(lines[2], "made"))
    found.heads = base64.b64decode(_after(lines[3], "heads"), validate=True)
    for line in lines[4:]:
        what, name, *rest = line.split(" ")
        if what == "person":
            found.people.add(name)
        elif what == "member":
            found.members.add(name)
        elif what == "file":
            found.files.add(name)
        elif what == "case":
            found.cases[name] = int(rest[0])
        elif what == "gone":
            sequence, previous, own, head, head_previous = rest
            found.gone[name] = Tombstone(
                int(sequence), bytes.fromhex(previous), bytes.fromhex(own), int(head), bytes.fromhex(head_previous)
            )
        else:
            raise NotAList
    return found


def _after(line: str, name: str) -> str:
    what, _, rest = line.partition(" ")
    if what != name:
        raise NotAList
    return rest


def _lines(desk: UUID, now: datetime) -> Iterator[str]:
    with transaction.atomic():
        yield FIRST
        yield f"desk {desk.hex}"
        yield f"made {now.isoformat(timespec='minutes')}"
        heads = Head.objects.filter(desk=desk).order_by("sequence").values_list("hash", flat=True)
        yield f"heads {base64.b64encode(b''.join(bytes(one)[:PIECE] for one in heads.iterator(chunk_size=2000))).decode()}"
        # In the order of their hashes, which tells nothing; that of the tables tells what came first.
        yield from sorted(_standing(desk))
        yield from sorted(_tombstones(desk))


def _standing(desk: UUID) -> Iterator[str]:
    for person in Person.objects.filter(desk=desk, active=True).values_list("pk", flat=True):
        yield f"person {hidden(desk, person)}"
    living = Keyring.objects.filter(desk=desk, purpose=Purpose.CASE, person__active=True)
    for pair in living.values_list("person", "case").distinct():
        yield f"member {hidden(desk, *pair)}"
    for file in SealedFile.objects.filter(desk=desk).values_list("pk", flat=True):
        yield f"file {hidden(desk, file)}"
    last = newest_links(desk)
    for case in Case.objects.filter(desk=desk).values_list("pk", flat=True):
        yield f"case {hidden(desk, case)} {last.get(case, 0)}"


def _tombstones(desk: UUID) -> Iterator[str]:
    for row in History.objects.filter(desk=desk, blob=b"").iterator(chunk_size=500):
        if not chain.is_tombstone(desk, row.case.bytes, chain.Link(row.sequence, row.previous, row.hash, b"")):
            continue
        head = Head.objects.filter(desk=desk, case=row.case, case_sequence=row.sequence).first()
        if head is not None:
            told = (row.sequence, row.previous.hex(), row.hash.hex(), head.sequence, head.previous.hex())
            yield " ".join(("gone", hidden(desk, row.case), *map(str, told)))


def newest_links(desk: UUID) -> dict[UUID, int]:
    """The number of the newest link of each case, as the desk's chain names it."""
    heads = Head.objects.filter(desk=desk).order_by("sequence").values_list("case", "case_sequence")
    return dict(heads.iterator(chunk_size=2000))


def newest(lists: list[Standing]) -> Standing:
    """Of several lists of one desk the one that knows most: whatever had gone when an older one was written has gone in it too.

    Disagree where one does not go on from another.
    """
    ordered = sorted(lists, key=lambda one: (one.links, one.made))
    for older, newer in pairwise(ordered):
        if not _goes_on(older, newer):
            raise Disagree
    return ordered[-1]


def _goes_on(older: Standing, newer: Standing) -> bool:
    """Whether the newer one can be what became of the older: the same chain and longer, every tombstone still there, and each case either
    as far as it was or under a tombstone of a later link. What one of equal length adds is forged: each new link lengthens the chain."""
    if newer.desk != older.desk or not newer.heads.startswith(older.heads):
        return False
    if any(newer.gone.get(case) != stone for case, stone in older.gone.items()):
        return False
    if newer.links == older.links and (newer.gone, newer.cases) != (older.gone, older.cases):
        return False
    for case, link in older.cases.items():
        stone = newer.gone.get(case)
        if (stone is None and newer.cases.get(case, -1) < link) or (stone is not None and stone.sequence <= link):
            return False
    return not newer.gone.keys() & newer.cases.keys()
