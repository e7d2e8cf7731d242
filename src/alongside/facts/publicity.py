"""How loud a case may be, and to which other desk it was handed: decisions that people take, each told once and never rewritten.

What comes later (a review, a stop, an answer, a withdrawal) is written beside what stands there; a new decision is a record of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import ClassVar

from alongside.facts import codes
from alongside.facts.consent import Consent, may_leave
from alongside.facts.evidence import INSTANT, SHA256
from alongside.facts.fact import Fact
from alongside.facts.fields import ID, PROSE, SLUG, Code, Flag, Number, Row, Table, Text, maybe, some, told
from alongside.facts.persons import Person
from alongside.facts.problems import Problem

REVIEW_AFTER = timedelta(hours=48)


@dataclass(frozen=True, slots=True, kw_only=True)
class ToInform(Table):
    """One NGO or journalist to be informed by hand. `intervention`: the record of what she was told; None: nobody told her yet."""

    name: str = field(metadata=told(Text()))
    kind: str | None = maybe(Code(codes.PARTIES))
    intervention: str | None = maybe(ID)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicityDecision(Fact):
    """How loud the case may be about these persons, who decided it and why, and what she and her lawyer said.

    `asked` flags: False is "could not be asked"; untold is "nobody asked". `review_at`: when somebody looks at what it did.
    """

    KIND: ClassVar[str] = "publicity-decision"
    WHOLE: ClassVar[bool] = True  # two edits put together could wake up what was stopped

    level: str = field(metadata=told(Code(codes.PUBLICITY)))
    decided: str = field(metadata=told(INSTANT))
    decided_by: str = field(metadata=told(ID))
    why: str = field(metadata=told(Text(PROSE)))
    persons: tuple[str, ...] = some(ID, once=True)
    person_asked: bool | None = maybe(Flag())
    person_word: str | None = maybe(Text(PROSE))
    lawyer_asked: bool | None = maybe(Flag())
    lawyer_word: str | None = maybe(Text(PROSE))
    family_asked: bool | None = maybe(Flag())
    family_word: str | None = maybe(Text(PROSE))
    agreed_words: str | None = maybe(Text(PROSE))
    timing: str | None = maybe(Text(PROSE))
    stop_sign: str | None = maybe(Text(PROSE))
    review_at: str = field(metadata=told(INSTANT))
    inform: tuple[ToInform, ...] = some(Row(ToInform))
    reviewed: str | None = maybe(INSTANT)
    reviewed_by: str | None = maybe(ID)
    outcome: str | None = maybe(Text(PROSE))
    stopped: str | None = maybe(INSTANT)
    stopped_by: str | None = maybe(ID)
    stopped_why: str | None = maybe(Text(PROSE))

    def problems(self) -> Iterable[Problem]:
        yield from _no_instants(self, ("decided", "review_at", "reviewed", "stopped"))

    @property
    def waits(self) -> bool:
        """Whether somebody still has to look at what it did."""
        return self.reviewed is None and self.stopped is None


def decisions(facts: Iterable[Fact]) -> list[PublicityDecision]:
    """All decisions of a case, the newest first. The newest alone counts."""
    found = (one for one in facts if isinstance(one, PublicityDecision))
    return sorted(found, key=lambda one: (one.decided, one.id), reverse=True)


def newest(facts: Iterable[Fact]) -> PublicityDecision | None:
    """The decision that counts; None where nobody decided."""
    return next(iter(decisions(facts)), None)


def review_day(facts: Iterable[Fact]) -> date | None:
    """The day on which somebody has to look at what publicity did; None where nothing waits for it."""
    found = newest(facts)
    return date.fromisoformat(found.review_at[:10]) if found is not None and found.waits else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried(Table):
    """One record that went, or came. `ours`: its id in this case; `theirs`: the one it came under; `digest`: of what went;
    `stored`: the revision of ours when it came."""

    ours: str = field(metadata=told(ID))
    theirs: str | None = maybe(ID)
    digest: str | None = maybe(SHA256)
    stored: int | None = maybe(Number(1, 2**31 - 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralStep(Table):
    """One message between the two desks. `persons`: who takes her word back with it; `gone`: records that no longer go, by the ids
    under which they went; `digest`: of the package that carried it."""

    what: str = field(metadata=told(Code(codes.REFERRAL_STEPS)))
    way: str = field(metadata=told(Code(codes.REFERRAL_WAYS)))
    at: str = field(metadata=told(INSTANT))
    by: str | None = maybe(ID)
    digest: str | None = maybe(SHA256)
    answer: str | None = maybe(Code(codes.REFERRAL_ANSWERS))
    text: str | None = maybe(Text(PROSE))
    persons: tuple[str, ...] = some(ID, once=True)
    gone: tuple[str, ...] = some(ID, once=True)

    def problems(self) -> Iterable[Problem]:
        yield from _no_instants(self, ("at",))


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral(Fact):
    """A case, or part of it, handed to another desk (`out`) or taken from one (`in`). Both sides know it by its `reference`.

    On the line the same record is the letter of a package: with the one step that the package is.
    """

    KIND: ClassVar[str] = "referral"
    WHOLE: ClassVar[bool] = True

    reference: str = field(metadata=told(ID))
    desk: str = field(metadata=told(SLUG))  # the other one, as a consent names it; in a letter the one it is for
    desk_name: str | None = maybe(Text())
    way: str = field(metadata=told(Code(codes.REFERRAL_WAYS)))
    since: str = field(metadata=told(INSTANT))
    persons: tuple[str, ...] = some(ID, once=True)
    kinds: tuple[str, ...] = some(SLUG, once=True)
    carried: tuple[Carried, ...] = some(Row(Carried))
    answer: str | None = maybe(Code(codes.REFERRAL_ANSWERS))
    answered: str | None = maybe(INSTANT)
    reason: str | None = maybe(Text(PROSE))
    withdrawn: str | None = maybe(INSTANT)
    withdrawn_why: str | None = maybe(Text(PROSE))
    steps: tuple[ReferralStep, ...] = some(Row(ReferralStep))

    def problems(self) -> Iterable[Problem]:
        yield from _no_instants(self, ("since", "answered", "withdrawn"))


def told_of(one: Referral) -> frozenset[str]:
    """Of whom the other desk has been told that they took a yes back, and of whom nothing went there since: who agreed again and takes
    that back as well has to be told of once more."""
    withdrew = {id_ for step in one.steps if step.what == "withdrawal" for id_ in step.persons}
    return frozenset(withdrew - {row.ours for row in one.carried if not row.theirs})


def untold(facts: Iterable[Fact]) -> list[date]:
    """Days on which somebody took her yes back from a desk that her case was referred to, and that has not been told since."""
    case = list(facts)
    ledger = [one for one in case if isinstance(one, Consent)]
    persons = {one.id: one for one in case if isinstance(one, Person)}
    found = []
    for one in (one for one in case if isinstance(one, Referral) and one.way == "out" and one.withdrawn is None):
        known = told_of(one)
        for her in (persons[id_] for id_ in one.persons if id_ in persons and id_ not in known):
            answer = may_leave(ledger, her, one.desk, "send", max((row.date for row in ledger), default=date.min))
            if answer.value == "no":
                found += [row.date for row in ledger if row.id in answer.because]
    return sorted(found)


def _no_instants(table: Table, names: Iterable[str]) -> Iterable[Problem]:
    """A problem for a moment of a day or an hour that does not exist: moments are counted with."""
    for name in names:
        text = getattr(table, name)
        if text is None:
            continue
        try:
            datetime.fromisoformat(text)
        except ValueError:
            yield Problem(name, INSTANT.fault, text, INSTANT.accepted)
