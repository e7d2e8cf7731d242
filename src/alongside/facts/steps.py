"""What was done about it: cooperation with the UN, steps at home, the State's answers, and who intervened."""

# ruff: noqa: RUF009  maybe() and some() are dataclasses.field()
from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import ClassVar

from alongside.directory import vocabulary
from alongside.facts import codes
from alongside.facts.fact import Fact
from alongside.facts.fields import ID, PROSE, SLUG, Code, Dated, Day, Flag, Text, maybe, some, told
from alongside.facts.when import When


@dataclass(frozen=True, slots=True, kw_only=True)
class Cooperation(Fact):
    """One contact with the UN or a regional body, and how its author came to know: the nexus of HRC resolution 12/2."""

    KIND: ClassVar[str] = "cooperation"

    body: str = field(metadata=told(Code((*vocabulary.UN_BODIES, *vocabulary.OTHER_BODIES))))
    which: str | None = maybe(Text())
    date: When | None = maybe(Dated())
    form: str | None = maybe(Code(vocabulary.COOPERATION_FORMS))
    by: str | None = maybe(ID)
    about: str | None = maybe(Text(PROSE))
    how_perpetrator_knew: str | None = maybe(Text(PROSE))
    un_documents: tuple[str, ...] = some(Text(), once=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class DomesticStep(Fact):
    """One step at home, or why there was none. It proves remedies, search steps and complaints alike."""

    KIND: ClassVar[str] = "domestic-step"

    step: str | None = maybe(Code(codes.STEPS))
    what: str | None = maybe(Text(PROSE))
    where: str | None = maybe(Text())
    date: When | None = maybe(Dated())
    persons: tuple[str, ...] = some(ID, once=True)
    result: str | None = maybe(Text(PROSE))
    why_none: str | None = maybe(Text(PROSE))
    remedy: str | None = maybe(Code(vocabulary.REMEDIES))
    final_decision: When | None = maybe(Dated())


@dataclass(frozen=True, slots=True, kw_only=True)
class StateResponse(Fact):
    """What the State answered, by which channel."""

    KIND: ClassVar[str] = "state-response"

    position: str | None = maybe(Code(codes.POSITIONS))
    date: When | None = maybe(Dated())
    channel: str | None = maybe(Text())
    authority: str | None = maybe(Text())
    answers: str | None = maybe(ID)  # the letter or the intervention that it answers
    summary: str | None = maybe(Text(PROSE))


@dataclass(frozen=True, slots=True, kw_only=True)
class Intervention(Fact):
    """Somebody who acts for her: an embassy met before danger, a letter of the UN, a petition, an NGO's call."""

    KIND: ClassVar[str] = "intervention"
    ESF: ClassVar[str] = "26"

    type: str | None = maybe(Code(codes.INTERVENTIONS), "2609")
    party: str | None = maybe(Text(), "2602")
    party_kind: str | None = maybe(Code(codes.PARTIES))
    mechanism: str | None = maybe(SLUG)
    persons: tuple[str, ...] = some(ID, "2604", once=True)
    date: When | None = maybe(Dated(), "2611")
    channel: str | None = maybe(Text())
    spoke_with: str | None = maybe(Text())
    safe_to_be_seen: bool | None = maybe(Flag())
    asked: str | None = maybe(Text(PROSE), "2612")
    response: str | None = maybe(Text(PROSE), "2613")
    impact: str | None = maybe(Text(PROSE), "2614")
    status: str | None = maybe(Code(codes.INTERVENTION_STATUS), "2651")
    procedure: str | None = maybe(Code(codes.PROCEDURES))
    reference: str | None = maybe(Text())
    acknowledged: When | None = maybe(Dated())
    reply_due: datetime.date | None = maybe(Day())  # where they named a day
    next_step: str | None = maybe(Text(PROSE))
