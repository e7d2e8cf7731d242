"""The service's key pair: what waits for a worker is sealed to it (security.md 8).

Its seed lies in a file beside the database, so a copy of the database alone opens nothing that waits, and whoever can write to the
database alone can put nothing in that a worker would carry: the public half is not there either. On one computer the file and the
database lie on one disk; docs/submissions-outbox.md says what that means.
"""

from __future__ import annotations

from functools import lru_cache
from uuid import UUID

from alongside.desk.people import keyfiles
from alongside.vault.boxes import open_sealed, seal_to
from alongside.vault.context import Context
from alongside.vault.persons import Card, Secret
from alongside.vault.vouches import Circle

HOLDER = b"service"


def seal(desk: UUID, data: bytes, place: Context) -> bytes:
    """A value that the worker of this desk opens, and nobody without the file."""
    card, circle = _pair(desk, keyfiles.service_key())[1:]
    return seal_to(card, data, place, circle)


def unseal(desk: UUID, blob: bytes, place: Context) -> bytes:
    """What was sealed so. A Refused where it was sealed to another key or was changed."""
    secret, card, _ = _pair(desk, keyfiles.service_key())
    return open_sealed(secret, card, blob, place)


def circle_of(card: Card) -> Circle:
    """A circle of one card alone, for one that came from our own file or lay sealed to it: nobody has to vouch for that."""
    return Circle(card.desk, card.digest(), card, ())


@lru_cache(maxsize=8)
def _pair(desk: UUID, seed: bytes) -> tuple[Secret, Card, Circle]:
    """The pair, and the circle of its card."""
    secret = Secret(seed)
    card = secret.card(desk.bytes, HOLDER, 1)
    return secret, card, circle_of(card)
