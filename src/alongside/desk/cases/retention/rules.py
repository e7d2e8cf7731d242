"""May this case go, when is it looked at again, and when does no backup hold it any more? Pure: facts and days in, answers out.

No term is built in: no law or standard that we know names one for such cases, funders and courts do, so a desk sets its own day.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from alongside.facts.fact import Fact
from alongside.facts.retention import EndRequest, KeepingReview, LegalHold

Why = Literal["hold", "lifted", "damaged"]  # why a case cannot go
Step = Literal["nobody-asked", "second", "wait", "go"]
# Who is alone in a case has nobody to hold her back, or whoever stands behind her: between asking and doing lies this.
WAIT = timedelta(minutes=10)
# What a hold kept from going is not emptied by who lifts it, before the others could hear of it and put another one.
AFTER_HOLD = timedelta(hours=24)
KEPT_DAYS = 60  # after a month's end its line of the custodians' paper is destroyed, and with it what was backed up in that month


def holds(facts: Iterable[Fact]) -> list[LegalHold]:
    """Holds that stand, the oldest first. A day to come lifts nothing: somebody lifts a hold, not a clock."""
    return sorted(
        (one for one in facts if isinstance(one, LegalHold) and one.lifted is None), key=lambda one: (one.since, one.id)
    )


def reviews(facts: Iterable[Fact]) -> list[KeepingReview]:
    """All decisions about keeping, the newest first."""
    return sorted((one for one in facts if isinstance(one, KeepingReview)), key=lambda one: (one.decided, one.id), reverse=True)


def next_review(facts: Iterable[Fact]) -> date | None:
    """The day of the newest decision; None where nobody decided yet."""
    found = reviews(facts)
    return found[0].on if found else None


def requests(facts: Iterable[Fact], now: datetime | None = None) -> list[EndRequest]:
    """Who asks that the case goes, the oldest first. Where `now` is told, one of a moment to come is none: nobody here wrote it so."""
    found = (one for one in facts if isinstance(one, EndRequest) and (now is None or _asked(one) <= now))
    return sorted(found, key=lambda one: (one.asked, one.id))


def lifted_lately(facts: Iterable[Fact], now: datetime) -> bool:
    """Whether a hold of this case was lifted within a day of `now`: before it, or after it by a clock that was put back."""
    times = (one.lifted_at for one in facts if isinstance(one, LegalHold) and one.lifted is not None)
    return any(abs(now - datetime.fromisoformat(one)) < AFTER_HOLD for one in times if one)


def may_go(facts: Iterable[Fact], now: datetime, *, whole: bool) -> Why | None:
    """Why this case must not be destroyed or shrunk, nor anything of it removed; None where it may.

    `whole`: nothing of what could be a hold is missing. Else a hold may be what somebody took out of the database.
    """
    case = list(facts)
    if holds(case):
        return "hold"
    if not whole:
        return "damaged"
    return "lifted" if lifted_lately(case, now) else None


def step(request: EndRequest | None, who: str, others: Collection[str], taken_out: Collection[str], now: datetime) -> Step:
    """How far an ending has come for this member: it needs the yes of another person than the one who asked, however often she is logged
    in; where the case has no other member, hers after a wait. `taken_out`: who was a member lately; then somebody must be let in first,
    else taking her out would be the way to end the case alone."""
    if request is None or _asked(request) > now:
        return "nobody-asked"
    if request.asked_by != who:
        return "go"
    if others or taken_out:
        return "second"
    return "go" if now - _asked(request) >= WAIT else "wait"


def ready_at(request: EndRequest) -> datetime:
    """From when on somebody who is alone in a case may do what she asked for; the last moment there is, where it is later than that."""
    try:
        return _asked(request) + WAIT
    except OverflowError:
        return datetime.max.replace(tzinfo=UTC)


def _asked(request: EndRequest) -> datetime:
    return datetime.fromisoformat(request.asked)


def unreadable_on(months: Iterable[str], today: date) -> date | None:
    """From which day on no backup holds what went today, if each month's line of paper is destroyed in time. `months` have a key
    ("2026-11"); None where there was none until today, so that no backup can have been made."""
    until = [month for month in months if month <= f"{today:%Y-%m}"]
    if not until:
        return None
    year, month = map(int, max(until).split("-"))
    following = date(year + month // 12, month % 12 + 1, 1)
    return following - timedelta(days=1) + timedelta(days=KEPT_DAYS)
