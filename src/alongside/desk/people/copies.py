"""What a copy for the custodians looks like. Knows neither database nor Django, since the offline machine reads it too."""

from __future__ import annotations

from dataclasses import dataclass

from alongside.vault.context import Context
from alongside.vault.encoding import Cursor, prefixed
from alongside.vault.persons import Card

RECOVERY = b"recovery"  # the holder of the key that the custodians share


@dataclass(frozen=True, slots=True)
class Escrow:
    """The card whose secret this is, and the box."""

    card: Card
    box: bytes

    def to_bytes(self) -> bytes:
        return prefixed(self.card.to_bytes()) + self.box

    @classmethod
    def from_bytes(cls, data: bytes) -> Escrow:
        cursor = Cursor(data)
        return cls(Card.from_bytes(cursor.field()), cursor.rest())

    @property
    def recovery_epoch(self) -> int:
        """Which recovery key it was sealed to, as its head says."""
        return Cursor(self.box).head("value sealed to a person", {1: frozenset({1})})[2]


def place(card: Card) -> Context:
    """Where a copy belongs: to this card's holder and epoch."""
    return Context(card.desk, "person", card.holder, "escrow", card.epoch, 0)
