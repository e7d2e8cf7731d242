"""A person's keys: one secret of 32 bytes, from it X25519 (others seal to her) and Ed25519 (she vouches), and her public card.

Keys that belong to no person (desk, watch, service, backup, identity, recovery) have cards too, with the role's name as holder, and
need vouches like everybody's: a swapped backup key would read every backup.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from nacl import bindings as sodium
from nacl import exceptions
from nacl.utils import random

from alongside.vault.derive import Label, derive
from alongside.vault.encoding import Cursor, prefixed, unsigned
from alongside.vault.errors import Tampered, UnknownFormat, WrongKey
from alongside.vault.wordlists import EFF_LARGE, words

FORMAT = 1
SEED_BYTES = 32
FINGERPRINT_WORDS = 6
FINGERPRINT_ROUNDS = 1 << 15


@dataclass(frozen=True, slots=True)
class Card:
    """The public half: whose keys of which epoch on which desk. `box` is X25519, `sign` is Ed25519."""

    desk: bytes
    holder: bytes
    epoch: int
    box: bytes
    sign: bytes

    def to_bytes(self) -> bytes:
        """The one spelling of this card."""
        return unsigned(FORMAT, 1) + prefixed(self.desk, self.holder) + unsigned(self.epoch, 4) + self.box + self.sign

    @classmethod
    def from_bytes(cls, data: bytes) -> Card:
        """A card as it was written; Tampered for anything else."""
        cursor = Cursor(data)
        version = cursor.number(1)
        if version != FORMAT:
            raise UnknownFormat("card", version, 0)
        card = cls(cursor.field(), cursor.field(), cursor.number(4), cursor.take(32), cursor.take(32))
        cursor.end()
        return card

    def digest(self) -> bytes:
        """All of the card in 32 bytes (SHA-256): what a program pins and compares."""
        return hashlib.sha256(prefixed(b"alongside card/1", self.to_bytes())).digest()

    def fingerprint(self) -> tuple[str, ...]:
        """All of the card in six words: what two people compare by voice (security.md 3).

        Six of 7,776 words are 77.5 bits. Whoever wants to pass off another key needs a second preimage of these words, so no birthday
        helps; desk, holder and epoch are hashed along, so that work on one person of one desk serves against nobody else. One trial
        is 32,768 rounds (PBKDF2-HMAC-SHA256), 2^92.5 rounds in all: a million machines at 2^31 rounds a second need over 80,000 years.
        A person waits some ten milliseconds.
        """
        slow = hashlib.pbkdf2_hmac("sha256", self.digest(), b"alongside fingerprint/1", FINGERPRINT_ROUNDS)
        number, spoken = int.from_bytes(slow, "big"), []
        for _ in range(FINGERPRINT_WORDS):
            number, place = divmod(number, len(words(EFF_LARGE)))
            spoken.append(words(EFF_LARGE)[place])
        return tuple(spoken)


class Secret:
    """The secret half. Its repr and str show nothing; only `seed` is to be wrapped and stored."""

    __slots__ = ("_box", "_sign", "seed")

    def __init__(self, seed: bytes) -> None:
        if len(seed) != SEED_BYTES:
            raise WrongKey
        self.seed = seed
        self._box = sodium.crypto_box_seed_keypair(derive(seed, Label.PERSON_BOX))
        self._sign = sodium.crypto_sign_seed_keypair(derive(seed, Label.PERSON_SIGN))

    def __repr__(self) -> str:
        return "<Secret>"

    @classmethod
    def fresh(cls) -> Secret:
        """New keys from the operating system."""
        return cls(random(SEED_BYTES))

    def card(self, desk: bytes, holder: bytes, epoch: int) -> Card:
        """The public half, bound to who holds it."""
        return Card(desk, holder, epoch, self._box[0], self._sign[0])

    def owns(self, card: Card) -> bool:
        """Whether this is the secret half of a card."""
        return card.box == self._box[0] and card.sign == self._sign[0]

    def keyring_key(self) -> bytes:
        """The key under which her keyring is wrapped (security.md 4)."""
        return derive(self.seed, Label.PERSON_KEYRING)

    def sign(self, message: bytes) -> bytes:
        """An Ed25519 signature, 64 bytes, the same for the same message."""
        return sodium.crypto_sign(message, self._sign[1])[: sodium.crypto_sign_BYTES]

    def open_box(self, box: bytes) -> bytes:
        """The inside of a libsodium sealed box; Tampered if it was sealed to other keys or changed."""
        if len(box) < sodium.crypto_box_SEALBYTES:
            raise Tampered
        try:
            return sodium.crypto_box_seal_open(box, *self._box)
        except exceptions.CryptoError:
            raise Tampered from None


def signed_by(card: Card, message: bytes, signature: bytes) -> bool:
    """Whether the holder of a card signed this message."""
    if len(signature) != sodium.crypto_sign_BYTES:
        return False
    try:
        return sodium.crypto_sign_open(signature + message, card.sign) == message
    except (exceptions.BadSignatureError, exceptions.ValueError):
        return False
