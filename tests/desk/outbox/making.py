"""A desk that sends mail to a sink, and letters to send."""

from datetime import datetime, timedelta
from uuid import UUID

from alongside.desk.outbox.channels.mail import way as ways
from alongside.desk.outbox.channels.mail.letter import Attachment, Letter
from alongside.desk.outbox.channels.mail.posting import pack, post
from alongside.desk.outbox.channels.mail.way import Way
from alongside.desk.outbox.worker import Worker
from alongside.desk.people.unlocked import Unlocked
from tests.desk.making import NOW
from tests.desk.outbox.sink import Sink

MARK = "Zwolfqe-Marker"
LETTER = Letter(
    "mission@example.org", f"Please act for {MARK}.", (Attachment("form.pdf", "application/pdf", MARK.encode() * 99),)
)
MINUTE = timedelta(minutes=1)


def use(unlocked: Unlocked, sink: Sink, **told: object) -> Way:
    """The desk's mail leaves through a sink."""
    plain = {
        "host": "127.0.0.1",
        "port": sink.port,
        "security": sink.security,
        "user": "",
        "password": "",
        "sender": "desk@example.net",
    }
    if sink.security != "plain":
        plain["host"] = "localhost"
    way = Way(**(plain | told))  # type: ignore[arg-type]
    ways.keep(unlocked.desk, way)
    return way


def sent(unlocked: Unlocked, key: bytes | None = None, now: datetime = NOW, letter: Letter = LETTER) -> UUID:
    """A letter that somebody has sent."""
    return post(unlocked.desk, unlocked.card, pack(letter, key), now)


class Ticking:
    """A worker with a clock that a test sets, and what it said."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now, self.said = now, list[str]()
        self.worker = Worker(self.said.append, lambda: self.now)

    def carry(self, later: timedelta = timedelta()) -> int:
        self.now += later
        return self.worker.carry_due()
