"""From what was typed to a decision, to its review, its stop and what somebody was told. Pure: texts, facts and moments in, facts out."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from alongside.desk.submissions.publicity import rules
from alongside.facts import codes
from alongside.facts.fields import LINE, PROSE
from alongside.facts.publicity import REVIEW_AFTER, PublicityDecision, ToInform
from alongside.facts.steps import Intervention
from alongside.facts.when import When

WORDS = ("person", "lawyer", "family")
PROSES = ("why", *(f"{who}_word" for who in WORDS), "agreed_words", "timing", "stop_sign")
ASKED = {"yes": True, "no": False}
MOST_TO_INFORM = 100


class NotAName(ValueError):
    """Nobody can be put on the list under it, or there is no more room."""


@dataclass(frozen=True, slots=True)
class Read:
    """What a form says, and what is wrong with it: by field a fault's code, and what the field takes."""

    told: Mapping[str, object] = field(default_factory=dict)
    faults: Mapping[str, tuple[str, object]] = field(default_factory=dict)


def read(typed: Mapping[str, str], ticked: Sequence[str], persons: Collection[str], delicate: Collection[str]) -> Read:
    """A decision's fields. `persons`: of the case; `delicate`: those for whom only their own word opens anything loud."""
    faults: dict[str, tuple[str, object]] = {}
    level = typed.get("level", "")
    if level not in codes.PUBLICITY:
        faults["level"] = ("missing", "")
    about = tuple(one for one in dict.fromkeys(ticked) if one in persons)
    if not about:
        faults["persons"] = ("missing", "")
    texts = {name: typed.get(name, "") or None for name in PROSES}
    faults |= {name: ("too-long", PROSE) for name, text in texts.items() if text and len(text) > PROSE}
    if not texts["why"]:
        faults["why"] = ("missing", "")
    asked = {f"{who}_asked": ASKED.get(typed.get(f"{who}_asked", "")) for who in WORDS}
    if level in rules.LOUD:
        if not texts["stop_sign"]:
            faults["stop_sign"] = ("missing", "")
        if asked["person_asked"] is not True and (asked["person_asked"] is None or set(about) & set(delicate)):
            faults["person_asked"] = ("ask-first", "")
        if set(about) & set(delicate) and not texts["person_word"]:
            faults["person_word"] = ("missing", "")
    return Read({"level": level, "persons": about, **texts, **asked}, faults)


def decided(read: Read, id_: str, by: str, now: datetime, instant: str, before: PublicityDecision | None) -> PublicityDecision:
    """The decision; whom the one before it wanted informed stays on the list. It is later than that one, whatever a clock says: else it
    would not count."""
    review = (now + REVIEW_AFTER).strftime("%Y-%m-%dT%H:%M:%SZ")
    kept = before.inform if before else ()
    if before and before.decided >= instant:
        with suppress(OverflowError):
            instant = (datetime.fromisoformat(before.decided) + timedelta(seconds=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    return PublicityDecision(id=id_, revision=1, decided=instant, decided_by=by, review_at=review, inform=kept, **read.told)  # type: ignore[arg-type]


def stopped(one: PublicityDecision, by: str, instant: str, why: str) -> PublicityDecision:
    """The decision, over. Stopped twice, the first moment stands."""
    return one if one.stopped else replace(one, stopped=instant, stopped_by=by, stopped_why=why[:PROSE] or None)


def reviewed(one: PublicityDecision, by: str, instant: str, outcome: str) -> PublicityDecision:
    """The decision, looked at."""
    return replace(one, reviewed=instant, reviewed_by=by, outcome=outcome)


def with_somebody(one: PublicityDecision, name: str, kind: str) -> PublicityDecision:
    """Somebody more to inform; who stands there already stands once. NotAName."""
    if not name.strip() or len(name) > LINE or len(one.inform) >= MOST_TO_INFORM:
        raise NotAName
    if any(other.name == name for other in one.inform):
        return one
    return replace(one, inform=(*one.inform, ToInform(name=name, kind=kind or None)))


def telling(one: PublicityDecision, name: str, id_: str, day: str, said: str) -> tuple[PublicityDecision, Intervention] | None:
    """That somebody was told by hand: the list with it, and the record of it. None where nobody of this name waits."""
    found = next((other for other in one.inform if other.name == name and other.intervention is None), None)
    if found is None:
        return None
    made = Intervention(
        id=id_, revision=1, type="publicity", party=name, party_kind=found.kind, persons=one.persons, date=When(day), asked=said
    )
    rows = tuple(replace(other, intervention=id_) if other is found else other for other in one.inform)
    return replace(one, inform=rows), made
