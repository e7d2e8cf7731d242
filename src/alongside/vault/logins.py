"""Secrets that travel: a login's cookie and the tokens of links. The database holds what is derived, never the secret itself.

From each secret come an id (which row) and a wrapping key (what opens it); from the id nothing leads back (security.md 2, 8, 29).
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass, field

from nacl.utils import random

from alongside.vault.derive import Label, derive
from alongside.vault.errors import WrongKey

COOKIE_BYTES = 32
TOKEN_BYTES = 16


@dataclass(frozen=True, slots=True)
class Handle:
    """What a travelling secret becomes on arrival."""

    id: bytes
    key: bytes = field(repr=False)


def new_cookie() -> bytes:
    """The secret s of one login: 32 bytes, stored nowhere."""
    return random(COOKIE_BYTES)


def new_token() -> bytes:
    """The secret of one link: 128 bits."""
    return random(TOKEN_BYTES)


def login(cookie: bytes) -> Handle:
    """Row id and wrapping key of a login (security.md 2)."""
    return _handle(cookie, COOKIE_BYTES, Label.LOGIN_ID, Label.LOGIN_WRAP)


def feed(token: bytes) -> Handle:
    """Row id and key of a calendar feed's sheet (security.md 11)."""
    return _handle(token, TOKEN_BYTES, Label.FEED_ID, Label.FEED_WRAP)


def contact(token: bytes) -> Handle:
    """Row id and key of a contact's sheet (security.md 29)."""
    return _handle(token, TOKEN_BYTES, Label.CONTACT_ID, Label.CONTACT_WRAP)


def to_text(secret: bytes) -> str:
    """For a cookie or a link: base64 of RFC 4648 for URLs, without padding."""
    return base64.urlsafe_b64encode(secret).rstrip(b"=").decode()


def from_text(text: str) -> bytes:
    """The secret as `to_text` wrote it; WrongKey for anything else, other spellings of the same bytes included."""
    try:
        secret = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise WrongKey from None
    if to_text(secret) != text:
        raise WrongKey
    return secret


def _handle(secret: bytes, size: int, name: Label, wrap: Label) -> Handle:
    if len(secret) != size:
        raise WrongKey
    return Handle(derive(secret, name), derive(secret, wrap))
