"""A statement that a member signs, for somebody outside who holds no key: her card goes along, and its six words are compared by voice."""

from __future__ import annotations

from alongside.vault.encoding import prefixed
from alongside.vault.errors import NotVouched
from alongside.vault.persons import Card, Secret, signed_by


def sign(secret: Secret, card: Card, what: str, content: bytes) -> bytes:
    """The signature, 64 bytes. `what` keeps kinds of statements apart; the card is signed along, so that nobody else can say the same words
    in her name. NotVouched where the card is not hers."""
    if not secret.owns(card):
        raise NotVouched
    return secret.sign(_statement(card, what, content))


def genuine(card: Card, what: str, content: bytes, signature: bytes) -> bool:
    """Whether the holder of this card signed it. Whose card it is, its six words tell."""
    return signed_by(card, _statement(card, what, content), signature)


def _statement(card: Card, what: str, content: bytes) -> bytes:
    return prefixed(b"alongside statement/1", what.encode(), card.to_bytes(), content)
