"""The work of protecting: risk as assessed with her, measures, tasks, notes, and the plan as it stood on a day."""

# ruff: noqa: RUF009  maybe() and some() are dataclasses.field()
from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from alongside.directory import vocabulary
from alongside.facts import codes
from alongside.facts.fact import Fact
from alongside.facts.fields import ID, PROSE, SLUG, Code, Day, Many, Row, Table, Text, Ticks, maybe, some, told


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskAssessment(Fact):
    """One person's risk: her ticks, her own threshold, a level with reasons. No score. Reassessed on a day."""

    KIND: ClassVar[str] = "risk-assessment"
    WHOLE: ClassVar[bool] = True  # a level belongs to the ticks it was drawn from

    person: str = field(metadata=told(ID))
    date: datetime.date = field(metadata=told(Day()))
    ticks: tuple[tuple[str, str], ...] = field(default=(), metadata=told(Ticks(codes.ANSWERS)))
    threshold: str | None = maybe(Code(codes.THRESHOLDS))
    level: str | None = maybe(Code(codes.LEVELS))
    reasons: tuple[str, ...] = some(SLUG, once=True)
    why: str | None = maybe(Text(PROSE))
    reassess_on: datetime.date | None = maybe(Day())


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure(Fact):
    """One measure of the protection plan."""

    KIND: ClassVar[str] = "measure"

    what: str = field(metadata=told(Text(PROSE)))
    layer: str | None = maybe(Code(codes.LAYERS))
    against: tuple[str, ...] = some(SLUG, once=True)
    persons: tuple[str, ...] = some(ID, once=True)
    mechanism: str | None = maybe(SLUG)
    owner: str | None = maybe(ID)
    due: datetime.date | None = maybe(Day())
    done: datetime.date | None = maybe(Day())


@dataclass(frozen=True, slots=True, kw_only=True)
class Task(Fact):
    """Something that somebody has to do by a day."""

    KIND: ClassVar[str] = "task"

    what: str = field(metadata=told(Text(PROSE)))
    about: tuple[str, ...] = some(ID, once=True)
    owner: str | None = maybe(ID)
    due: datetime.date | None = maybe(Day())
    done: datetime.date | None = maybe(Day())


@dataclass(frozen=True, slots=True, kw_only=True)
class Note(Fact):
    """Words that belong to the case or to some of its facts."""

    KIND: ClassVar[str] = "note"

    text: str = field(metadata=told(Text(PROSE)))
    date: datetime.date | None = maybe(Day())
    about: tuple[str, ...] = some(ID, once=True)
    author: str | None = maybe(ID)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanEntry(Table):
    """What the plan said of one mechanism, in codes."""

    mechanism: str = field(metadata=told(SLUG))
    status: str = field(metadata=told(Code(vocabulary.STATUSES)))
    consent_state: str | None = maybe(Code(vocabulary.CONSENT_STATES))
    horizon: str | None = maybe(Code(vocabulary.HORIZONS))
    act_before: str | None = maybe(Text())
    reasons: tuple[str, ...] = some(SLUG, once=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanSnapshot(Fact):
    """The plan as it stood on a day, for a person: codes only, so that an old one can be read in any language."""

    KIND: ClassVar[str] = "plan-snapshot"
    WHOLE: ClassVar[bool] = True

    date: datetime.date = field(metadata=told(Day()))
    person: str | None = maybe(ID)
    entries: tuple[PlanEntry, ...] = some(Row(PlanEntry))
    first: tuple[str, ...] = some(SLUG, once=True)
    ask_next: tuple[str, ...] = field(default=(), metadata=told(Many(Text(), once=True)))


def entries(plan: Mapping[str, Any]) -> tuple[PlanEntry, ...]:
    """The entries of a plan's table (codes only, as `plan_dict` without a language gives it)."""
    return tuple(
        PlanEntry(
            mechanism=option["mechanism"],
            status=option["status"],
            consent_state=option["consent_state"],
            horizon=option["horizon"],
            act_before=str(option["act_before"]) if option["act_before"] else None,
            reasons=tuple(dict.fromkeys(reason["code"] for reason in option["reasons"])),
        )
        for option in plan["options"]
    )


@dataclass(frozen=True, slots=True)
class Change:
    """One mechanism whose entry is not what it was; None: it was not in the directory then, or is not now."""

    mechanism: str
    before: PlanEntry | None
    after: PlanEntry | None

    @property
    def fields(self) -> tuple[str, ...]:
        """Which of status, consent_state, horizon, act_before and reasons changed; empty where the entry came or went."""
        if self.before is None or self.after is None:
            return ()
        names = ("status", "consent_state", "horizon", "act_before", "reasons")
        return tuple(name for name in names if getattr(self.before, name) != getattr(self.after, name))


def changed_since(old: Iterable[PlanEntry], new: Iterable[PlanEntry]) -> tuple[Change, ...]:
    """What has changed between two plans, in the order of the new one; what is gone comes last."""
    before = {entry.mechanism: entry for entry in old}
    after = {entry.mechanism: entry for entry in new}
    pairs = [Change(name, before.get(name), after.get(name)) for name in (*after, *(one for one in before if one not in after))]
    return tuple(change for change in pairs if change.before is None or change.after is None or change.fields)
