"""Keys from keys: HKDF-SHA256 (RFC 5869) with a label for each purpose, so that no two purposes ever share a key."""

from __future__ import annotations

from enum import StrEnum

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32


class Label(StrEnum):
    """Every purpose there is. A new one gets a new line; a test holds that none stands twice under the same kind of secret."""

    LOGIN_ID = "id"
    LOGIN_WRAP = "wrap"
    FEED_ID = "feed/id/1"
    FEED_WRAP = "feed/wrap/1"
    CONTACT_ID = "contact/id/1"
    CONTACT_WRAP = "contact/wrap/1"
    INVITATION_ID = "invitation/id/1"
    INVITATION_WRAP = "invitation/wrap/1"
    LOGIN_CHALLENGE = "login/challenge/1"
    LOGIN_TOTP = "login/totp/1"
    RECOVERY_CODE = "recovery code/1"
    CODE = "code/1"
    CODE_LOOKUP = "lookup/1"
    CODE_WRAP = "wrap/1"
    PASSPHRASE_WRAP = "passphrase/1"  # noqa: S105 - a label, no secret
    PERSON_BOX = "person/box/1"
    PERSON_SIGN = "person/sign/1"
    PERSON_KEYRING = "person/keyring/1"
    CASE_HISTORY = "case/history/1"


def derive(secret: bytes, label: Label, salt: bytes = b"", size: int = KEY_BYTES) -> bytes:
    """The key of one purpose. The secret must be random (14 bytes or more): nothing here slows down a guess."""
    if len(secret) < 14:  # an intake code is 110 bits in 14 bytes, the shortest there is
        raise ValueError("too short to be a secret")
    return HKDF(algorithm=SHA256(), length=size, salt=salt, info=label.value.encode()).derive(secret)
