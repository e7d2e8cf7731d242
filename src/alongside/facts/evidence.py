"""What was received as proof: which file, where it came from, how it was collected, and what it says about itself.

The file lies sealed in the store of the desk; here stand its digest at arrival and the fields of the Berkeley Protocol on Digital Open
Source Investigations (OHCHR and UC Berkeley, HR/PUB/20/2): who collected it, when, where from and with what. Who held it since is told
by the history of the case.
"""

# ruff: noqa: RUF009  maybe() and some() are dataclasses.field()
from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import ClassVar

from alongside.facts import codes
from alongside.facts.fact import Fact
from alongside.facts.fields import ID, PROSE, Code, Dated, Number, Row, Shape, Table, Text, maybe, some, told
from alongside.facts.when import When

SHA256 = Shape("not-a-digest", "64 hexadecimal digits", re.compile(r"[0-9a-f]{64}"))
FILE = Shape("not-a-file", "32 hexadecimal digits", re.compile(r"[0-9a-f]{32}"))  # its place in the store; no fact of the case
INSTANT = Shape("not-an-instant", "YYYY-MM-DDTHH:MM:SSZ", re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"))
ADDRESS = 4000  # characters: web addresses with what follows the question mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Embedded(Table):
    """One thing that a file says about itself: camera, place, author. Unproven: anybody can write it there."""

    name: str = field(metadata=told(Text()))
    value: str = field(metadata=told(Text(ADDRESS)))


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentCredentials(Table):
    """What was found when the signature in the file (C2PA) was checked. All but `standing` and `status_codes` is what it says of itself.

    The codes are those of the C2PA Specification for what does not hold, or say why nothing could be read.
    """

    standing: str = field(metadata=told(Code(codes.CREDENTIALS)))
    signer: str | None = maybe(Text(ADDRESS))
    signed: str | None = maybe(Text())
    program: str | None = maybe(Text(ADDRESS))
    actions: str | None = maybe(Text(ADDRESS))
    status_codes: str | None = maybe(Text(ADDRESS))


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence(Fact):
    """One file as it arrived. `file` is its place in the store; `sha256` and `size` are those of the untouched original.

    `cleaned_file` is a copy without what the file said about itself; `cleaning` tells what became of the attempt. A redacted copy is
    evidence of its own, with the original in `copy_of`. `content_credentials` has one row, or none where nobody looked; `credentials` is
    what an earlier version noticed without verifying.
    """

    KIND: ClassVar[str] = "evidence"
    ENDS: ClassVar[bool] = True

    file: str = field(metadata=told(FILE))
    sha256: str = field(metadata=told(SHA256))
    size: int = field(metadata=told(Number(0, 2**40)))
    arrived: str = field(metadata=told(INSTANT))
    arrived_by: str = field(metadata=told(ID))
    name: str | None = maybe(Text())
    type: str | None = maybe(Text())
    title: str | None = maybe(Text())
    description: str | None = maybe(Text(PROSE))
    about: tuple[str, ...] = some(ID, once=True)
    source: str | None = maybe(ID)
    obtained: str | None = maybe(Text(PROSE))
    reliability: str | None = maybe(Code(codes.RELIABILITY))
    collected: When | None = maybe(Dated())
    collector: str | None = maybe(Text())
    tool: str | None = maybe(Text())
    address: str | None = maybe(Text(ADDRESS))
    network: str | None = maybe(Text())
    embedded: tuple[Embedded, ...] = some(Row(Embedded))
    cleaning: str | None = maybe(Code(codes.CLEANING))
    cleaning_note: str | None = maybe(Text())
    cleaned_file: str | None = maybe(FILE)
    cleaned_sha256: str | None = maybe(SHA256)
    cleaned_size: int | None = maybe(Number(0, 2**40))
    cleaned_type: str | None = maybe(Text())
    credentials: str | None = maybe(Text(ADDRESS))
    content_credentials: tuple[ContentCredentials, ...] = some(Row(ContentCredentials))
    copy_of: str | None = maybe(ID)
