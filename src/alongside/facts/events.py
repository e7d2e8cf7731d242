"""What happened: the event, its acts, who did them, who said so, and how a person is held."""

# ruff: noqa: RUF009  maybe() and some() are dataclasses.field()
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import ClassVar

from alongside.directory import dates, vocabulary
from alongside.facts import codes
from alongside.facts.fact import Fact
from alongside.facts.fields import ID, PROSE, STATE, Code, Dated, Flag, Many, Row, Table, Text, maybe, some, told
from alongside.facts.problems import Problem
from alongside.facts.when import When


def ends_before(begin: When | None, end: When | None) -> bool:
    """Whether an end surely lies before its beginning."""
    first, last = (begin.span if begin else None), (end.span if end else None)
    return first is not None and last is not None and dates.before(last, first) is True


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Fact):
    """The frame of the acts: which State answers for it, why it happened, what is wanted and how soon."""

    KIND: ClassVar[str] = "event"
    ESF: ClassVar[str] = "01"

    title: str | None = maybe(Text(), "0102")
    state_responsible: str | None = maybe(STATE)
    territory: str | None = maybe(STATE, "0111")
    foreign_state: str | None = maybe(STATE)
    place: str | None = maybe(Text(), "0112")
    began: When | None = maybe(Dated(), "0113")
    ended: When | None = maybe(Dated(), "0114")
    description: str | None = maybe(Text(PROSE), "0115")
    impact: str | None = maybe(Text(PROSE), "0116")
    monitoring: str | None = maybe(Code(codes.MONITORING), "0172")
    perpetrator: str | None = maybe(Code(vocabulary.PERPETRATORS))
    why: str | None = maybe(Text(PROSE))
    discrimination_grounds: tuple[str, ...] | None = maybe(Many(Code(vocabulary.GROUNDS), once=True))
    un_link: bool | None = maybe(Flag())  # False: asked, and there was no contact with the UN
    next_event: str | None = maybe(Text(PROSE))
    irreparable_harm_imminent: bool | None = maybe(Flag())
    wanted: str | None = maybe(Text(PROSE))
    urgency: str | None = maybe(Code(vocabulary.URGENCIES))
    needs: tuple[str, ...] | None = maybe(Many(Code(vocabulary.NEEDS), once=True))

    def problems(self) -> Iterable[Problem]:
        if ends_before(self.began, self.ended):
            yield Problem("ended", "before-beginning")


@dataclass(frozen=True, slots=True, kw_only=True)
class Act(Fact):
    """One thing done to somebody. `victims` None: nobody said yet to whom; `aimed_at` where the targets are no persons of the case."""

    KIND: ClassVar[str] = "act"
    ESF: ClassVar[str] = "21"

    code: str = field(metadata=told(Code(vocabulary.ACTS), "2109"))
    event: str | None = maybe(ID, "2103")
    date: When | None = maybe(Dated(), "2111")
    until: When | None = maybe(Dated(), "2121")
    continuing: bool | None = maybe(Flag())
    place: str | None = maybe(Text(), "2112")
    country: str | None = maybe(STATE)
    victims: tuple[str, ...] | None = maybe(Many(ID, once=True), "2102")
    aimed_at: tuple[str, ...] | None = maybe(Many(Code(vocabulary.TARGETS), once=True))
    perpetrators: tuple[str, ...] = some(ID, once=True)
    sources: tuple[str, ...] = some(ID, once=True)
    reliability: str | None = maybe(Code(codes.RELIABILITY))
    stated_reason: str | None = maybe(Text(PROSE), "2113")
    method: str | None = maybe(Text(PROSE), "2114")
    attribution: str | None = maybe(Text(PROSE), "2115")
    physical_consequences: str | None = maybe(Text(PROSE), "2116")
    psychological_consequences: str | None = maybe(Text(PROSE), "2117")
    status_at_end: str | None = maybe(Text(PROSE), "2123")
    description: str | None = maybe(Text(PROSE))

    def problems(self) -> Iterable[Problem]:
        if ends_before(self.date, self.until):
            yield Problem("until", "before-beginning")


@dataclass(frozen=True, slots=True, kw_only=True)
class Involvement(Fact):
    """A person, unit or body in an act, and how anybody knows."""

    KIND: ClassVar[str] = "involvement"
    ESF: ClassVar[str] = "24"

    act: str = field(metadata=told(ID, "2404"))
    person: str = field(metadata=told(ID, "2402"))
    degree: str | None = maybe(Code(codes.INVOLVEMENT), "2409")
    type: str | None = maybe(Code(codes.PERPETRATOR_TYPES), "2412")
    status: str | None = maybe(Text(), "2422")
    how_known: str | None = maybe(Text(PROSE))


@dataclass(frozen=True, slots=True, kw_only=True)
class Information(Fact):
    """What a source told or gave, about which facts, and how far it can be trusted."""

    KIND: ClassVar[str] = "information"
    ESF: ClassVar[str] = "25"

    source: str | None = maybe(ID, "2502")
    about: tuple[str, ...] = some(ID, once=True)
    connection: str | None = maybe(Code(codes.CONNECTIONS), "2509")
    language: str | None = maybe(Text(), "2510")
    date: When | None = maybe(Dated(), "2511")
    material: str | None = maybe(Code(codes.MATERIALS), "2512")
    reliability: str | None = maybe(Code(codes.RELIABILITY), "2553")
    received: When | None = maybe(Dated(), "2560")
    content: str | None = maybe(Text(PROSE))


@dataclass(frozen=True, slots=True, kw_only=True)
class CourtDate(Table):
    """One day in court, past or to come."""

    date: When = field(metadata=told(Dated()))
    court: str | None = maybe(Text())
    what: str | None = maybe(Text())
    result: str | None = maybe(Text(PROSE))


@dataclass(frozen=True, slots=True, kw_only=True)
class Detention(Fact):
    """How one person is held. `held` is the answer to "is she held now?"; a `released` that has come ends it."""

    KIND: ClassVar[str] = "detention"

    person: str = field(metadata=told(ID))
    act: str | None = maybe(ID, "3102")
    held: bool | None = maybe(Flag())
    since: When | None = maybe(Dated())
    released: When | None = maybe(Dated())
    place: str | None = maybe(Text())
    authority: str | None = maybe(Text())
    acknowledged: bool | None = maybe(Flag())
    warrant_shown: bool | None = maybe(Flag())
    legal_basis: str | None = maybe(Text(PROSE))
    charges: str | None = maybe(Text(PROSE), "3110")
    access_to_lawyer: bool | None = maybe(Flag())
    access_to_family: bool | None = maybe(Flag())
    access_to_doctor: bool | None = maybe(Flag())
    lawyer: str | None = maybe(ID)
    conditions: str | None = maybe(Text(PROSE), "3113")
    health: str | None = maybe(Text(PROSE))
    court_case: str | None = maybe(Text(), "3118")
    court_dates: tuple[CourtDate, ...] = some(Row(CourtDate))

    def problems(self) -> Iterable[Problem]:
        if ends_before(self.since, self.released):
            yield Problem("released", "before-beginning")
