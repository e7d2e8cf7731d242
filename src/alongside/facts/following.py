"""What came of it: letters of the UN to the State, reports that mention the case, and what has become of the person."""

# ruff: noqa: RUF009  maybe() and some() are dataclasses.field()
from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import ClassVar

from alongside.facts import codes
from alongside.facts.fact import Fact
from alongside.facts.fields import ID, PROSE, SLUG, Code, Dated, Flag, Formed, Number, Text, maybe, some, told
from alongside.facts.when import When

# As the UN's database of communications and the annexes of reports cite a letter: AL BHR 2/2021, and in footnotes EGY 13/2020.
REFERENCE = Formed(
    fault="not-a-reference",
    accepted="AL BHR 2/2021",
    pattern=re.compile(r"(?a:(?:(?:AL|UA|OL|JAL|JUA|JOL) )?[A-Z]{3} [1-9]\d{0,3}/(?:19|20)\d\d)"),
)
FIRST_YEAR, LAST_YEAR = 1946, 2200  # of documents of the UN


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter(Fact):
    """One letter of UN experts to a State (or to others who are asked to answer), as far as anybody learnt of it."""

    KIND: ClassVar[str] = "un-letter"

    code: str = field(metadata=told(Code(codes.LETTERS)))
    reference: str | None = maybe(REFERENCE)
    date: When | None = maybe(Dated())
    mandates: tuple[str, ...] = some(SLUG, once=True)  # who signed
    intervention: str | None = maybe(ID)  # what led to it
    public: bool | None = maybe(Flag())  # in the UN's own database of communications


@dataclass(frozen=True, slots=True, kw_only=True)
class UnMention(Fact):
    """One place of a UN document where the case stands: from then on it can be followed up under that symbol."""

    KIND: ClassVar[str] = "un-mention"

    symbol: str = field(metadata=told(Text()))
    year: int | None = maybe(Number(FIRST_YEAR, LAST_YEAR))
    annex: str | None = maybe(Code(codes.ANNEXES))
    paragraph: str | None = maybe(Text())
    named: bool | None = maybe(Flag())
    persons: tuple[str, ...] = some(ID, once=True)
    intervention: str | None = maybe(ID)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusEvent(Fact):
    """Something that changed for somebody: released, charged, free to travel again; for the better or for the worse."""

    KIND: ClassVar[str] = "status-event"

    code: str = field(metadata=told(Code(codes.STATUS_EVENTS)))
    date: When | None = maybe(Dated())
    persons: tuple[str, ...] = some(ID, once=True)
    source: str | None = maybe(ID)
    description: str | None = maybe(Text(PROSE))
