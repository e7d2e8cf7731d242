"""Mail about somebody that has not left when she takes her consent back: it is stopped with the record of her no, not days later."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from alongside.desk.outbox import deliveries
from alongside.facts.consent import Consent
from alongside.facts.fact import Fact
from alongside.facts.submissions import Submission


def stop_about(desk: UUID, written: Iterable[Fact], facts: Collection[Fact], now: datetime) -> int:
    """Stop whatever tells of a person of whom a no was `written` just now, in the transaction that stores it, whatever the no was to: a
    mail that somebody sends again is a lesser loss than one that she forbade. How many.

    A worker that has one at this moment is not stopped; the page of what was sent says so.
    """
    persons = {one.person for one in written if isinstance(one, Consent) and one.answer != "agreed"}
    if not persons:
        return 0
    rows = [
        UUID(one.delivery)
        for one in facts
        if isinstance(one, Submission)
        and one.delivery
        and any(person in persons and level != "left-out" for person, level in one.levels)
    ]
    return sum(deliveries.stop(desk, row, now) for row in rows)
