"""Mail about somebody that has not left when she takes her consent back: it is stopped with the record of her no, not days later."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from alongside.desk.cases.opening import Opened
from alongside.desk.outbox import deliveries
from alongside.facts.submissions import Submission


def stop_about(opened: Opened, person: str, now: datetime) -> int:
    """Stop whatever tells of a person and still waits, whatever it was that she took back: a mail that somebody sends again is a lesser
    loss than one that she forbade. How many. A worker that has one at this moment is not stopped; the page of what was sent says so."""
    rows = [
        UUID(one.delivery)
        for one in opened.of(Submission)
        if one.delivery and dict(one.levels).get(person, "left-out") != "left-out"
    ]
    return sum(deliveries.stop(opened.held.desk, row, now) for row in rows)
