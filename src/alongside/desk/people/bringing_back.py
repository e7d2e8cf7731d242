"""The offline half of a recovery: a file in, k shares, a file out. No database, no network, no clock; nothing is written here.

Both files hold only what is public or sealed. Whoever changes the file on its way can at most make it useless: the custodians compare
the founder's six words with their printed cards, and the words of the new key with the person herself.
"""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass

from alongside.desk.people.copies import RECOVERY, Escrow, place
from alongside.vault.boxes import open_sealed, seal_to
from alongside.vault.context import Context
from alongside.vault.custody import Gathering
from alongside.vault.errors import NotAShare, NotVouched, Refused, Tampered
from alongside.vault.persons import Card, Secret
from alongside.vault.vouches import Circle, Vouch

OUT, BACK = "alongside recovery out/1", "alongside recovery back/1"
MOST_BYTES = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Out:
    """What the offline machine needs: her sealed copy, her new card, and all vouches from the founder's card on."""

    escrow: bytes
    card: Card
    founder: Card
    vouches: tuple[Vouch, ...]

    def to_bytes(self) -> bytes:
        plain = {
            "what": OUT,
            "escrow": _text(self.escrow),
            "card": _text(self.card.to_bytes()),
            "founder": _text(self.founder.to_bytes()),
            "vouches": [_text(vouch.to_bytes()) for vouch in self.vouches],
        }
        return json.dumps(plain, indent=1).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> Out:
        plain = _read(data, OUT)
        try:
            vouches = tuple(Vouch.from_bytes(_bytes(blob)) for blob in plain["vouches"])
            card, founder = Card.from_bytes(_bytes(plain["card"])), Card.from_bytes(_bytes(plain["founder"]))
            return cls(_bytes(plain["escrow"]), card, founder, vouches)
        except (KeyError, TypeError):
            raise Tampered from None


@dataclass(frozen=True, slots=True)
class Back:
    """Her earlier secret, sealed to her new card: nobody else opens it."""

    card: Card
    box: bytes

    def place(self) -> Context:
        return Context(self.card.desk, "person", self.card.holder, "recovered", self.card.epoch, 0)

    def to_bytes(self) -> bytes:
        return json.dumps({"what": BACK, "card": _text(self.card.to_bytes()), "box": _text(self.box)}, indent=1).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> Back:
        plain = _read(data, BACK)
        try:
            return cls(Card.from_bytes(_bytes(plain["card"])), _bytes(plain["box"]))
        except (KeyError, TypeError):
            raise Tampered from None


class Recovery:
    """One recovery: made from the file, given shares one at a time, asked for the file that goes back."""

    def __init__(self, data: bytes) -> None:
        self._out = Out.from_bytes(data)
        self._copy = Escrow.from_bytes(self._out.escrow)
        founder = self._out.founder
        self._circle = Circle(founder.desk, founder.digest(), founder, self._out.vouches)
        if self._out.card.holder != self._copy.card.holder or self._out.card.desk != founder.desk:
            raise Tampered
        self._circle.must_admit(self._out.card)  # somebody has compared her new words; the chain ends at the founder's card
        self._gathering = Gathering()

    def __repr__(self) -> str:
        return "<Recovery>"

    def founder_words(self) -> tuple[str, ...]:
        """To be compared with every custodian's printed card."""
        return self._out.founder.fingerprint()

    def person_words(self) -> tuple[str, ...]:
        """To be compared with the person who is brought back: nobody else may receive her secret."""
        return self._out.card.fingerprint()

    def recovery_words(self) -> tuple[str, ...]:
        """Which ceremony's shares are needed: these words stand on their cards too."""
        return self._needed()[0].fingerprint()

    def add(self, typed: str) -> int:
        """One more share; gives how many are missing. NotAShare with its reason."""
        return self._gathering.add(typed)

    @property
    def missing(self) -> int:
        return self._gathering.missing

    def back(self) -> Back:
        """The file that goes back. NotAShare "other" where these shares make another desk's key, or one of another ceremony."""
        recovery = Secret(self._gathering.secret())
        mine = [card for card in self._needed() if recovery.owns(card)]
        if not mine:
            raise NotAShare("other", "These shares are sound and fit together, but they are of another desk or another ceremony.")
        seed = open_sealed(recovery, mine[0], self._copy.box, place(self._copy.card))
        if not Secret(seed).owns(self._copy.card):
            raise Tampered
        back = Back(self._out.card, b"")
        return Back(self._out.card, seal_to(self._out.card, seed, back.place(), self._circle))

    def _needed(self) -> list[Card]:
        """The recovery cards of the epoch to which her copy is sealed, as somebody vouched for them. More than one only if somebody
        meddled with the file; the shares decide."""
        epoch = self._copy.recovery_epoch
        found = {vouch.card for vouch in self._out.vouches if vouch.card.holder == RECOVERY and vouch.card.epoch == epoch}
        if not found:
            raise NotVouched
        return sorted(found, key=Card.digest)


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _bytes(text: object) -> bytes:
    try:
        return base64.b64decode(str(text), validate=True)
    except (binascii.Error, ValueError):
        raise Tampered from None


def _read(data: bytes, what: str) -> dict[str, object]:
    """The table of a file of ours; Refused for anything else."""
    try:
        plain = json.loads(data[:MOST_BYTES].decode())
    except (ValueError, RecursionError):
        raise Refused("This is no file of a recovery.") from None
    if not isinstance(plain, dict) or plain.get("what") != what:
        raise Refused("This is no file of a recovery, or it is the other one of the two.")
    return plain
