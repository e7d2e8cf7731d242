"""Pure: what becomes of a delivery after an answer, with the clock passed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

ACCEPTED, REFUSED, STOPPED = "sent", "refused", "stopped"
# Nothing more is done about these.
DONE = (ACCEPTED, REFUSED, "given-up", STOPPED)
# These are tried again. `waiting` nobody has tried yet; `held` waits for a person: it came back from a backup, or the way out was changed.
# Then what stood in the way: no route is set; the server was not reached, could not be trusted, did not take user and password, did not
# take the sender, or asked to come later; something broke here; the key in the file beside the database does not open it.
OPEN = ("waiting", "held", "unset", "unreachable", "insecure", "login", "sender", "later", "failed", "unreadable")

PATIENCE = timedelta(days=4)  # then it is given up, and who sent it is told
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360))
LEASE = timedelta(minutes=10)
DEADLINE = timedelta(
    minutes=8
)  # for a whole delivery: shorter than the lease, so that no second worker begins while one still sends


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a channel met. `answer`: what the other side said, for who sent it. `unsure`: it may have arrived all the same."""

    state: str
    answer: str = ""
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """What follows: the state, and when it is tried again; None: never."""

    state: str
    due: datetime | None


def after(outcome: Outcome, tries: int, asked: datetime, patience: timedelta, now: datetime) -> Step:
    """What follows from an outcome. `asked`: when a person sent it; `tries` counts this one."""
    if outcome.state in (ACCEPTED, REFUSED):
        return Step(outcome.state, None)
    pause = PAUSES[min(max(tries, 1), len(PAUSES)) - 1]
    # What only our own machine can mend is kept however long it takes: given up, a message would be lost for a missing file.
    if outcome.state != "unreadable" and now + pause > asked + patience:
        return Step("given-up", None)
    return Step(outcome.state, now + pause)
