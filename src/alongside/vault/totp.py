"""Codes of an app (TOTP, RFC 6238): six digits, thirty seconds, SHA-1, as every app reads them. The cipher is `cryptography`'s.

SHA-1 is no weakness here: HMAC needs no collision resistance, and many apps take nothing else. A code is taken once: whoever looked over
a shoulder cannot use it again. The caller remembers the step that `matching` gives and passes it back as `after`.
"""

from __future__ import annotations

import base64
import unicodedata
from hmac import compare_digest
from urllib.parse import quote

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from nacl.utils import random

from alongside.vault.errors import WrongKey

SECRET_BYTES = 20
DIGITS = 6
SECONDS = 30
# Clocks of telephones differ, and typing takes time: the step before and the one after are taken as well (RFC 6238, 5.2).
_LEEWAY = 1


def new_secret() -> bytes:
    """160 bits, as RFC 4226 recommends."""
    return random(SECRET_BYTES)


def step(seconds: int) -> int:
    """The time step of a moment, counted from 1970."""
    return seconds // SECONDS


def code(secret: bytes, seconds: int) -> str:
    """The six digits that an app shows at a moment."""
    return _totp(secret).generate(seconds).decode()


def matching(secret: bytes, typed: str, seconds: int, after: int) -> int | None:
    """The step whose code was typed, if it is near this moment and later than `after`; None for everything else.

    All steps are compared, whichever fits: the time this takes says nothing.
    """
    digits = _digits(typed)
    totp, now = _totp(secret), step(seconds)
    found: int | None = None
    for candidate in range(max(0, now - _LEEWAY), now + _LEEWAY + 1):
        right = compare_digest(totp.generate(candidate * SECONDS), digits)
        if right and candidate > after:
            found = candidate
    return found


def to_text(secret: bytes) -> str:
    """The secret as it is typed into an app: base32 in groups of four."""
    text = base64.b32encode(secret).decode()
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


def uri(secret: bytes, name: str) -> str:
    """What the square code says. It names nobody: a telephone may be looked through."""
    return f"otpauth://totp/{quote(name, safe='')}?secret={base64.b32encode(secret).decode()}&issuer={quote(name, safe='')}"


def _digits(typed: str) -> bytes:
    """Digits of any script, blanks dropped; what is none stays none and matches nothing."""
    return "".join(str(unicodedata.decimal(letter, "x")) for letter in typed if not letter.isspace()).encode()


def _totp(secret: bytes) -> TOTP:
    if len(secret) != SECRET_BYTES:
        raise WrongKey
    return TOTP(secret, DIGITS, SHA1(), SECONDS)  # noqa: S303 - see above
