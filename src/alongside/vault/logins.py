"""Secrets that travel: a login's cookie and the tokens of links. The database holds what is derived, never the secret itself.

From each secret come an id (which row) and a wrapping key (what opens it); from the id nothing leads back (security.md 2, 8, 29).
What a page needs between two steps of a login (the challenge of a passkey, the secret of a code app that is being set up) comes from the
cookie too, so that nothing of it is stored either.
"""

from __future__ import annotations

import base64
import binascii
import unicodedata
from dataclasses import dataclass, field

from nacl.utils import random

from alongside.vault.derive import Label, derive
from alongside.vault.errors import WrongKey
from alongside.vault.totp import SECRET_BYTES as TOTP_BYTES

COOKIE_BYTES = 32
TOKEN_BYTES = 16
RECOVERY_CODES = 10
RECOVERY_BYTES = 10  # 80 bits a code: no number of tries over a network comes near
RECOVERY_SEED_BYTES = 32
_RECOVERY_TEXT = 16
# What is mistaken for a letter of base32, which has neither 0 nor 1 nor 8.
_LOOKALIKES = str.maketrans("018", "OIB")


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


def invitation(token: bytes) -> Handle:
    """Row id and key of an invitation: the pin of the founder lies sealed under the link, not in the database."""
    return _handle(token, TOKEN_BYTES, Label.INVITATION_ID, Label.INVITATION_WRAP)


def challenge(cookie: bytes, purpose: bytes) -> bytes:
    """What a passkey signs in this login. `purpose` keeps the signatures of one login apart: entering, adding, proving again."""
    return _of_cookie(cookie, Label.LOGIN_CHALLENGE, purpose, COOKIE_BYTES)


def totp_offer(cookie: bytes, seed: bytes) -> bytes:
    """The secret for a code app that a page offers. `seed` comes with the form, so that each page offers another one."""
    return _of_cookie(cookie, Label.LOGIN_TOTP, seed, TOTP_BYTES)


def new_recovery_seed() -> bytes:
    """What ten recovery codes are derived from."""
    return random(RECOVERY_SEED_BYTES)


def recovery_code(seed: bytes, number: int) -> str:
    """One recovery code as it is shown once: sixteen letters and digits in four groups."""
    if len(seed) != RECOVERY_SEED_BYTES or not 0 <= number < RECOVERY_CODES:
        raise WrongKey
    text = base64.b32encode(derive(seed, Label.RECOVERY_CODE, bytes([number]), RECOVERY_BYTES)).decode()
    return "-".join(text[at : at + 4] for at in range(0, _RECOVERY_TEXT, 4))


def read_recovery_code(typed: str) -> str:
    """A recovery code in the spelling in which it was shown. WrongKey for what cannot be one."""
    folded = unicodedata.normalize("NFKC", typed).upper().translate(_LOOKALIKES)
    text = "".join(letter for letter in folded if letter.isalnum())
    if len(text) != _RECOVERY_TEXT or not text.isascii():
        raise WrongKey
    return "-".join(text[at : at + 4] for at in range(0, _RECOVERY_TEXT, 4))


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


def _of_cookie(cookie: bytes, label: Label, salt: bytes, size: int) -> bytes:
    if len(cookie) != COOKIE_BYTES:
        raise WrongKey
    return derive(cookie, label, salt, size)
