"""Looking up what the database must not read: HMAC-SHA256 under the blind key, which lies beside the service key (security.md 8, 12).

The same handle gives the same bytes on one desk and in one domain, and others elsewhere: a login handle cannot be matched with a phone
number, nor one desk's people with another's. Whoever steals the blind key too can try numbers; phone numbers are few.
"""

from __future__ import annotations

import hashlib
import hmac
import unicodedata
from enum import StrEnum

from alongside.vault.encoding import prefixed
from alongside.vault.sealed import check_key


class Domain(StrEnum):
    """What is looked up."""

    LOGIN = "login handle/1"
    PHONE = "phone number/1"


def blind(key: bytes, desk: bytes, domain: Domain, value: str) -> bytes:
    """The 32 bytes under which a value is found. Give it a normalised value: `handle` or `phone`."""
    check_key(key)
    return hmac.new(key, prefixed(b"alongside blind/1", desk, domain.value.encode(), value.encode()), hashlib.sha256).digest()


def handle(typed: str) -> str:
    """A login handle in one form: capitals, blanks around it and compatibility forms do not matter."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", typed).casefold()).strip()


def phone(typed: str) -> str:
    """A phone number as its digits alone, of any script, without `+` or a leading `00`. Not checked against any country's plan."""
    digits = "".join(str(unicodedata.decimal(letter)) for letter in typed if letter.isdecimal())
    return digits.removeprefix("00")
