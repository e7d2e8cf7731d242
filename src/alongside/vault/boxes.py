"""Values sealed to a person's card: libsodium's sealed box, with what it lacks added inside: the place, and who sealed it.

A sealed box names no sender: whoever knows the public key makes one. That is right for a report from outside (`seal_to`), and wrong for
a key that a member passes on, because a forger in the database could plant a key of his own and read what is written under it. So keys
are passed with `hand_to`, which signs, and `receive`, which believes only a card of the circle.
"""

from __future__ import annotations

import hashlib
from hmac import compare_digest

from nacl import bindings as sodium
from nacl import exceptions

from alongside.vault.context import Context
from alongside.vault.encoding import Cursor, head, prefixed
from alongside.vault.errors import NotVouched, Tampered, WrongKey
from alongside.vault.padding import pad, unpad
from alongside.vault.persons import Card, Secret, signed_by
from alongside.vault.vouches import Circle

FORMAT = 1
ANONYMOUS, SIGNED = 1, 2
_KNOWN = {FORMAT: frozenset({ANONYMOUS, SIGNED})}


def seal_to(card: Card, plaintext: bytes, context: Context, circle: Circle) -> bytes:
    """A value that only the holder of this card opens. It says nothing about who sealed it."""
    circle.must_admit(card)
    header = head(FORMAT, ANONYMOUS, card.epoch)
    return header + _box(card, _binding(header, card, context) + plaintext)


def hand_to(card: Card, plaintext: bytes, context: Context, circle: Circle, secret: Secret, sender: Card) -> bytes:
    """A value, above all a key, that this member passes to that one; signed inside the box, so only the receiver learns by whom."""
    circle.must_admit(card)
    circle.must_admit(sender)
    if not secret.owns(sender):
        raise NotVouched
    header = head(FORMAT, SIGNED, card.epoch)
    binding = _binding(header, card, context)
    signature = secret.sign(_statement(binding, plaintext))
    return header + _box(card, binding + prefixed(sender.to_bytes()) + signature + plaintext)


def open_sealed(secret: Secret, card: Card, blob: bytes, context: Context) -> bytes:
    """What `seal_to` sealed to this card for this place."""
    return _inside(secret, card, blob, context, ANONYMOUS)[1].rest()


def receive(secret: Secret, card: Card, blob: bytes, context: Context, circle: Circle) -> tuple[bytes, Card]:
    """What `hand_to` passed, and who passed it. NotVouched if her card does not count (any more): ask another member."""
    binding, cursor = _inside(secret, card, blob, context, SIGNED)
    sender, signature, plaintext = Card.from_bytes(cursor.field()), cursor.take(64), cursor.rest()
    circle.must_admit(sender)
    if not signed_by(sender, _statement(binding, plaintext), signature):
        raise Tampered
    return plaintext, sender


def _binding(header: bytes, card: Card, context: Context) -> bytes:
    """Header, receiver and place in 32 bytes, compared on opening: a sealed box has no associated data of its own."""
    return hashlib.sha256(context.associated("box", header, card.digest())).digest()


def _statement(binding: bytes, plaintext: bytes) -> bytes:
    """What a sender signs: this content for this receiver at this place."""
    return prefixed(b"alongside hand-over/1", binding, plaintext)


def _box(card: Card, inside: bytes) -> bytes:
    try:
        return sodium.crypto_box_seal(pad(inside), card.box)
    except (exceptions.RuntimeError, exceptions.ValueError):  # a point with which no secret can be agreed
        raise NotVouched from None


def _inside(secret: Secret, card: Card, blob: bytes, context: Context, expected: int) -> tuple[bytes, Cursor]:
    """The inside behind the binding, once that is right."""
    outside = Cursor(blob)
    header, algorithm, epoch = outside.head("value sealed to a person", _KNOWN)
    if algorithm != expected:
        raise Tampered  # an unsigned box where a signed one belongs
    if epoch != card.epoch or not secret.owns(card):
        raise WrongKey
    cursor = Cursor(unpad(secret.open_box(outside.rest())))
    binding = _binding(header, card, context)
    if not compare_digest(cursor.take(32), binding):
        raise Tampered
    return binding, cursor
