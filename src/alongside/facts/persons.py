"""Persons of a case and what they are to each other."""

# ruff: noqa: RUF009  maybe() and some() are dataclasses.field()
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from alongside.directory import vocabulary
from alongside.directory.dates import add_months
from alongside.facts import codes
from alongside.facts.fact import Fact
from alongside.facts.fields import ID, PROSE, STATE, Code, Dated, Flag, Many, Row, Table, Text, maybe, some, told
from alongside.facts.problems import Problem
from alongside.facts.when import When

MAJORITY_MONTHS = 18 * 12  # CRC art. 1


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonName(Table):
    """A name as she writes it, with the spellings in other scripts that papers and letters use."""

    text: str = field(metadata=told(Text()))
    transliterations: tuple[str, ...] = some(Text(), once=True)
    kind: str | None = maybe(Code(codes.NAME_KINDS))


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactWay(Table):
    """One way to reach somebody. `safe` None: nobody asked; only True may be used without asking first."""

    kind: str = field(metadata=told(Code(codes.CONTACT_KINDS)))
    value: str = field(metadata=told(Text()))
    safe: bool | None = maybe(Flag())
    when: str | None = maybe(Text())
    answered_by: str | None = maybe(Text())


@dataclass(frozen=True, slots=True, kw_only=True)
class Person(Fact):
    """A person, family, community or organisation, in every role that she, or it, has in the case."""

    KIND: ClassVar[str] = "person"
    ESF: ClassVar[str] = "09"

    names: tuple[PersonName, ...] = some(Row(PersonName), "0903")
    roles: tuple[str, ...] = some(Code(codes.ROLES), once=True)
    counting_unit: str | None = maybe(Code(codes.COUNTING_UNITS), "0902")
    categories: tuple[str, ...] | None = maybe(Many(Code(vocabulary.CATEGORIES), once=True), "0944")
    sex: str | None = maybe(Code(codes.SEXES), "0915")
    born: When | None = maybe(Dated(), "0911")
    birthplace: str | None = maybe(Text(), "0912")
    alive: bool | None = maybe(Flag())
    died: When | None = maybe(Dated(), "0928")
    nationality: tuple[str, ...] | None = maybe(Many(STATE, once=True), "0941")
    nationality_status: str | None = maybe(Code(vocabulary.NATIONALITY_STATUS))
    present_country: str | None = maybe(STATE)
    in_exile: bool | None = maybe(Flag())
    legal_status_there: str | None = maybe(Text())
    occupation: str | None = maybe(Text(), "0922")
    human_rights_work: str | None = maybe(Text(PROSE))
    organisation: str | None = maybe(Text())
    identity_papers: str | None = maybe(Text(PROSE), "0917")
    health: str | None = maybe(Text(PROSE), "0924")
    address: str | None = maybe(Text(PROSE), "0910")
    languages: tuple[str, ...] | None = maybe(Many(Text(), once=True), "0945")
    contact_ways: tuple[ContactWay, ...] = some(Row(ContactWay))
    reliability: str | None = maybe(Code(codes.RELIABILITY), "0953")
    perpetrator_type: str | None = maybe(Code(codes.PERPETRATOR_TYPES))
    can_decide: bool | None = maybe(Flag())
    cannot_decide_since: When | None = maybe(Dated())
    decided_by: tuple[str, ...] = some(ID, once=True)

    def problems(self) -> Iterable[Problem]:
        if self.alive and self.died:
            yield Problem("died", "alive")
        if self.id in self.decided_by:
            yield Problem("decided_by", "herself")

    def may_be_child(self, on_day: date) -> bool:
        """Whether she is, or by the precision of her birth may still be, under eighteen on a day."""
        if "child" in (self.categories or ()):
            return True
        age = self.comes_of_age()
        return age is not None and age > on_day

    def comes_of_age(self) -> date | None:
        """The first day on which she is eighteen for certain, by the precision of her birth; None where that is unknown."""
        span = self.born.span if self.born else None
        return add_months(span.last, MAJORITY_MONTHS) if span else None

    def decides_herself(self) -> bool:
        """Whether she is able to decide as far as anybody said. For the dead, those decide who are named for her."""
        return self.can_decide is not False and not self.is_dead()

    def is_dead(self) -> bool | None:
        """Whether she is dead, as far as anybody said: a day of death says it, too. An import brings the day alone."""
        if self.died is not None:
            return True
        return None if self.alive is None else not self.alive


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation(Fact):
    """What `other` is to `person`: her husband, her lawyer, her colleague."""

    KIND: ClassVar[str] = "relation"
    ESF: ClassVar[str] = "23"
    WITHOUT: ClassVar[frozenset[str]] = frozenset({"documents"})

    person: str = field(metadata=told(ID, "2302"))
    other: str = field(metadata=told(ID, "2303"))
    type: str = field(metadata=told(Code(codes.RELATIONS), "2309"))
    began: When | None = maybe(Dated(), "2310")
    ended: When | None = maybe(Dated(), "2311")

    def problems(self) -> Iterable[Problem]:
        if self.person == self.other:
            yield Problem("other", "herself")
