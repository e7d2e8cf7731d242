"""Who may be sealed to: chains of vouches from the founder's pinned card (security.md 3).

A vouch says: I compared this card's six words by voice, and it is hers. Whoever swaps a public key in the database has no vouch for it.

What counts, decided narrowly and independent of order:
- The pinned card counts by its digest, never by a vouch, and goes on vouching until it is pinned anew. A founder's new card needs a
  new pin, which is a ceremony; until then it is sealed to like any other vouched card.
- A vouch counts if its voucher's card counts, its signature is right and it is of this desk.
- A card is superseded when a counting vouch names a newer epoch of the same holder, or `floors` does; a superseded card is not sealed
  to, and what it vouched for no longer counts: its secret may be known. The new card vouches again for whom it compared.
- Two cards of one holder and epoch, both vouched for: somebody was deceived, neither counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from alongside.vault.encoding import Cursor, prefixed, unsigned
from alongside.vault.errors import NotVouched, UnknownFormat
from alongside.vault.persons import Card, Secret, signed_by

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Vouch:
    """`by` compared the words of `card` by voice."""

    card: Card
    by: Card
    signature: bytes

    @classmethod
    def make(cls, secret: Secret, by: Card, card: Card) -> Vouch:
        """Signed with the secret half of `by`. Nobody vouches for herself, nor for another desk."""
        if not secret.owns(by) or by.desk != card.desk or by == card:
            raise NotVouched
        return cls(card, by, secret.sign(_statement(card, by)))

    def genuine(self) -> bool:
        """Whether the signature is right; says nothing about whether the voucher counts."""
        return self.card.desk == self.by.desk and signed_by(self.by, _statement(self.card, self.by), self.signature)

    def to_bytes(self) -> bytes:
        """Both cards and the signature."""
        return unsigned(FORMAT, 1) + prefixed(self.card.to_bytes(), self.by.to_bytes()) + self.signature

    @classmethod
    def from_bytes(cls, data: bytes) -> Vouch:
        """A vouch as it was written; its signature is not looked at here."""
        cursor = Cursor(data)
        version = cursor.number(1)
        if version != FORMAT:
            raise UnknownFormat("vouch", version, 0)
        vouch = cls(Card.from_bytes(cursor.field()), Card.from_bytes(cursor.field()), cursor.take(64))
        cursor.end()
        return vouch


def _statement(card: Card, by: Card) -> bytes:
    """What is signed: both cards whole, so that a vouch cannot be moved to another key, person, epoch, desk or voucher."""
    return prefixed(b"alongside vouch/1", card.to_bytes(), by.to_bytes())


class Circle:
    """Everybody whom a chain of vouches reaches. Made once from what the database holds, then asked at each sealing.

    `founder` is the digest of the founder's card, sealed in the keyring of whoever asks. `floors` are the newest epochs that her
    keyring has seen, sealed there too: a newer vouch deleted in SQL does not bring an old key back.
    """

    def __init__(
        self, desk: bytes, founder: bytes, founder_card: Card, vouches: Iterable[Vouch], floors: Mapping[bytes, int] | None = None
    ) -> None:
        if founder_card.digest() != founder or founder_card.desk != desk:
            raise NotVouched
        self._founder, self._floors = founder_card, dict(floors or {})
        self._given: dict[Card, list[Card]] = defaultdict(list)
        for vouch in vouches:
            if vouch.card.desk == desk and vouch.genuine():
                self._given[vouch.by].append(vouch.card)
        reached = self._reach(frozenset())
        self._superseded = self._older(reached)
        self._members = self._reach(self._superseded) - self._superseded

    def admits(self, card: Card) -> bool:
        """Whether this very card may be sealed to and believed."""
        return card in self._members

    def must_admit(self, card: Card) -> None:
        """NotVouched unless it may."""
        if not self.admits(card):
            raise NotVouched

    def members(self) -> frozenset[Card]:
        """All cards that count."""
        return self._members

    def floors(self) -> dict[bytes, int]:
        """The newest epoch seen of each holder: to be sealed into the keyring and given back next time."""
        newest = dict(self._floors)
        for card in self._members:
            newest[card.holder] = max(card.epoch, newest.get(card.holder, 0))
        return newest

    def _reach(self, without: frozenset[Card]) -> frozenset[Card]:
        """The cards that a chain reaches from the founder, not through any of `without`. Each card once: circles end."""
        reached, ahead = {self._founder}, [self._founder]
        while ahead:
            for card in self._given[ahead.pop()]:
                if card not in reached and card not in without:
                    reached.add(card)
                    ahead.append(card)
        return frozenset(reached)

    def _older(self, reached: frozenset[Card]) -> frozenset[Card]:
        """The cards that a newer one replaces, and those that contradict another of the same epoch."""
        of: dict[bytes, list[Card]] = defaultdict(list)
        for card in reached:
            of[card.holder].append(card)
        superseded: set[Card] = set()
        for holder, cards in of.items():
            newest = max(self._floors.get(holder, 0), *(card.epoch for card in cards))
            best = [card for card in cards if card.epoch == newest]
            superseded.update(card for card in cards if card not in best or len(best) > 1)
        return frozenset(superseded)
