"""Carries what is due: in `alongside work`, and in a thread beside the pages of `alongside serve`. Any number may run at once.

It holds no key of a person. Nothing of a delivery reaches a log or a terminal: one sentence a kind of fault, said when it begins.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from alongside.desk.outbox import channels, deliveries, rules
from alongside.desk.outbox.deliveries import Claimed, Message
from alongside.desk.outbox.rules import STOPPED, Outcome
from alongside.desk.outbox.service import circle_of
from alongside.desk.people import clock as desk_clock
from alongside.desk.people import notices
from alongside.desk.people.models import Person
from alongside.vault.errors import Refused

PAUSE = 5.0  # seconds between two looks
LONG_PAUSE = 60.0  # where the database is away: each look that fails is a line in the log
SECONDS_TO_END = 4.0  # what is being sent may come to its end when the server stops
SENTENCES = {
    "unset": "Mail waits, and no mail server is set: an administrator does that on the page \u201cMail of the desk\u201d.",
    "unreachable": "The mail server cannot be reached; what waits is tried again.",
    "insecure": "The mail server did not prove who it is, or offers no encryption; nothing was given to it. What waits is tried again.",
    "login": "The mail server did not take user and password; what waits is tried again.",
    "sender": "The mail server did not take the desk's own address as a sender; what waits is tried again.",
    "later": "The mail server asked to come later; what waits is tried again.",
    "failed": "A message could not be carried because something broke here; it is tried again.",
    "unreadable": "A message waits which service.key in the folder of keys does not open: bring that file back from your copy.",
}
logger = logging.getLogger("alongside.desk.outbox")
Clock = Callable[[], datetime]


class Worker:
    """One worker. `say` gets a sentence when something begins to stand in the way."""

    def __init__(self, say: Callable[[str], None], clock: Clock = desk_clock.now) -> None:
        self._say, self._clock, self._said = say, clock, ""
        self._ending = threading.Event()

    def end(self) -> None:
        """What is being carried comes to its end; nothing more is begun."""
        self._ending.set()

    def run(self) -> None:
        """Carry what is due, again and again, until told to end."""
        while not self._ending.is_set():
            pause = PAUSE
            try:
                self.carry_due()
            except Exception:  # the database may be away for a while, and what waits must not wait for a new start
                logger.exception("the outbox could not be read; it will be tried again")
                pause = LONG_PAUSE
            finally:
                connection.close()
            self._ending.wait(pause)

    def carry_due(self) -> int:
        """Everything that is due at this moment; how many were tried."""
        tried = 0
        while not self._ending.is_set() and deliveries.is_due(self._clock()):
            claimed = deliveries.claim(self._clock())
            if claimed is None:
                break
            self._one(claimed)
            tried += 1
        return tried

    def _one(self, claimed: Claimed) -> None:
        message = _read(claimed)
        outcome = Outcome("unreadable") if message is None else _carried(claimed, message, self._wanted(claimed, message))
        now = self._clock()
        if message is not None and outcome.state == STOPPED and message.too_late(now):
            with transaction.atomic():
                if deliveries.let_go(claimed):
                    _tell(claimed.desk, message, "too-late")
            return
        if message is None:
            step = rules.after(outcome, claimed.tries, now, rules.PATIENCE, now)
        else:
            patience = rules.PATIENCE if message.patience is None else message.patience
            step = rules.after(outcome, claimed.tries, message.asked, patience, now)
        with transaction.atomic():
            marked = deliveries.mark(claimed, message, outcome, step, now)
            if marked and message is not None and step.state in ("refused", "given-up") and message.patience is None:
                _tell(claimed.desk, message, step.state)
        if outcome.state != self._said:
            self._said = outcome.state
            if outcome.state in SENTENCES:
                self._say(SENTENCES[outcome.state])

    def _wanted(self, claimed: Claimed, message: Message) -> Callable[[], bool]:
        """Asked before the way to the other side begins, and right before it is handed over: midnight may come between the two."""
        return lambda: not message.too_late(self._clock()) and deliveries.wanted(claimed)


def _read(claimed: Claimed) -> Message | None:
    """What is to be carried; None where it does not open."""
    try:
        return claimed.message()
    except (Refused, ValueError, KeyError, TypeError):
        return None


def _carried(claimed: Claimed, message: Message, wanted: Callable[[], bool]) -> Outcome:
    """What came of it. Nothing that goes wrong here may lose it, or end the worker."""
    if not wanted():
        return Outcome(STOPPED)
    carry = channels.by_lane().get(claimed.lane)
    if carry is None:  # put in by a newer version
        return Outcome("failed")
    try:
        return carry(claimed.desk, message.body, rules.DEADLINE.total_seconds(), wanted)
    except Refused:
        return Outcome("unreadable")
    except Exception:  # a fault of ours in a channel: what waits must not be lost by it, nor the other deliveries
        logger.exception("a delivery failed and will be tried again")
        return Outcome("failed", unsure=True)


def _tell(desk: UUID, message: Message, state: str) -> None:
    """Leave her a notice without a name. Not where she has another card since: then the page of what she sent says it alone."""
    person = Person.objects.filter(pk=UUID(bytes=message.by.holder), desk=desk, active=True).first()
    if person is not None:
        with suppress(Refused):
            notices.say(person, f"notices.outbox_{state.replace('-', '_')}", circle_of(message.by))


def start(say: Callable[[str], None]) -> Worker:
    """A worker in a thread beside the pages. It ends with the process, after what it is just sending."""
    from multiprocessing.util import Finalize

    worker = Worker(say)
    thread = threading.Thread(target=worker.run, name="outbox", daemon=True)

    def end() -> None:
        worker.end()
        thread.join(SECONDS_TO_END)

    thread.start()
    # Not atexit: a process that multiprocessing made runs its own finalizers and no others.
    Finalize(None, end, exitpriority=10)
    return worker
