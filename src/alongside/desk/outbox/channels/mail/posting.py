"""A letter into the outbox. It is encrypted here, before it waits: a worker, and whoever takes the computer with the service key on it,
finds nothing of it but ciphertext for its recipient."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from secrets import token_hex
from uuid import UUID

from alongside.desk.outbox import deliveries, openpgp
from alongside.desk.outbox.channels.mail import envelope
from alongside.desk.outbox.channels.mail.letter import Letter, inner
from alongside.desk.outbox.channels.mail.way import LANE, MB, MOST_MB, Way
from alongside.desk.outbox.deliveries import Message
from alongside.vault.persons import Card

_ROUND_IT = 2048  # bytes: headers that servers and ourselves put around a mail


class TooLarge(ValueError):
    """The mail would be larger than the desk's server takes. Both in bytes, as it would travel."""

    def __init__(self, size: int, most: int) -> None:
        super().__init__("too large")
        self.size, self.most = size, most


@dataclass(frozen=True, slots=True)
class Packed:
    """A letter ready to be posted. `inner` is what a sender freezes: exactly what the recipient finds after decrypting."""

    to: str
    inner: bytes = field(repr=False)
    content: bytes = field(repr=False)  # ciphertext where `encrypted`, else `inner`
    encrypted: bool
    size: int  # of the whole mail


def pack(letter: Letter, key: bytes | None, way: Way | None = None) -> Packed:
    """A letter, encrypted to a certificate where there is one. TooLarge; openpgp.BadKey; openpgp.NotEncrypted where the child failed.

    Takes a moment for large annexes: to be called before a transaction begins, not within one.
    """
    plain = inner(letter)
    content = openpgp.encrypted(plain, key) if key else plain
    most = way.most if way else MOST_MB * MB
    stamp = datetime(2000, 1, 1, tzinfo=UTC)
    size = _ROUND_IT + len(
        envelope.wrapped(content, encrypted=bool(key), sender=letter.to, to=letter.to, token=token_hex(16), minute=stamp)
    )
    if size > most:
        raise TooLarge(size, most)
    return Packed(letter.to, plain, content, bool(key), size)


def post(
    desk: UUID,
    by: Card,
    packed: Packed,
    now: datetime,
    *,
    patience: timedelta | None = None,
    last_day: date | None = None,
) -> UUID:
    """Have it carried from now on, in the caller's transaction; its id in the outbox. `by`: who sends it, and gets the receipt; `last_day`:
    after it, nothing leaves any more."""
    minute = now.astimezone(UTC).replace(second=0, microsecond=0)
    head = {"to": packed.to, "token": token_hex(16), "minute": minute.isoformat(), "encrypted": packed.encrypted}
    body = json.dumps(head).encode() + b"\n" + packed.content
    return deliveries.put(desk, LANE, Message(by, now, body, patience, last_day), now)


@dataclass(frozen=True, slots=True)
class Posted:
    """What a worker finds of it."""

    to: str
    token: str
    minute: datetime
    encrypted: bool
    content: bytes = field(repr=False)

    @classmethod
    def from_bytes(cls, body: bytes) -> Posted:
        line, _, content = body.partition(b"\n")
        head = json.loads(line)
        return cls(head["to"], head["token"], datetime.fromisoformat(head["minute"]), head["encrypted"], content)

    def mail(self, sender: str) -> bytes:
        """The whole mail, the same bytes at every try."""
        return envelope.wrapped(
            self.content, encrypted=self.encrypted, sender=sender, to=self.to, token=self.token, minute=self.minute
        )
