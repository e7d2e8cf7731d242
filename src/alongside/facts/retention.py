"""How long a case is kept: each decision about it, what forbids to destroy it, and who asks that it goes."""

# ruff: noqa: RUF009  maybe() and some() are dataclasses.field()
from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import ClassVar

from alongside.facts import codes
from alongside.facts.evidence import INSTANT
from alongside.facts.fact import Fact
from alongside.facts.fields import ID, PROSE, Code, Day, Text, maybe, told
from alongside.facts.problems import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepingReview(Fact):
    """One decision about keeping a case, and the day to look again. The newest counts; none is ever rewritten."""

    KIND: ClassVar[str] = "keeping-review"
    WHOLE: ClassVar[bool] = True

    decided: str = field(metadata=told(INSTANT))
    decided_by: str = field(metadata=told(ID))
    decision: str = field(metadata=told(Code(codes.KEEPING)))
    on: datetime.date = field(metadata=told(Day()))
    why: str | None = maybe(Text(PROSE))

    def problems(self) -> Iterable[Problem]:
        yield from _no_instant("decided", self.decided)


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalHold(Fact):
    """While it stands, nothing of the case is shrunk or destroyed: a court, an inquiry or an appeal needs it whole."""

    KIND: ClassVar[str] = "legal-hold"
    WHOLE: ClassVar[bool] = True  # two edits put together could lift what nobody lifted

    since: datetime.date = field(metadata=told(Day()))
    why: str = field(metadata=told(Text(PROSE)))
    placed_by: str = field(metadata=told(ID))
    asked_by: str | None = maybe(Text())
    lifted: datetime.date | None = maybe(Day())
    lifted_by: str | None = maybe(ID)
    lifted_why: str | None = maybe(Text(PROSE))
    lifted_at: str | None = maybe(INSTANT)  # the day alone does not say when the day after it is over

    def problems(self) -> Iterable[Problem]:
        if self.lifted is not None and self.lifted < self.since:
            yield Problem("lifted", "before-beginning")
        if self.lifted_at is not None:
            yield from _no_instant("lifted_at", self.lifted_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class EndRequest(Fact):
    """A member asks that the case be destroyed, or shrunk to statistics. It waits for another member's yes."""

    KIND: ClassVar[str] = "end-request"
    WHOLE: ClassVar[bool] = True

    ending: str = field(metadata=told(Code(codes.ENDINGS)))
    asked: str = field(metadata=told(INSTANT))
    asked_by: str = field(metadata=told(ID))
    why: str = field(metadata=told(Text(PROSE)))

    def problems(self) -> Iterable[Problem]:
        yield from _no_instant("asked", self.asked)


def _no_instant(name: str, text: str) -> Iterable[Problem]:
    """A problem for an instant of a day or an hour that does not exist: dates are counted with it."""
    try:
        datetime.datetime.fromisoformat(text)
    except ValueError:
        yield Problem(name, INSTANT.fault, text, INSTANT.accepted)
