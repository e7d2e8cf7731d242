"""The code of an anonymous report: 110 bits, as ten words or as digits, for a person who must remember or hide it (security.md 30).

Both spellings are the same 14 bytes, from which come a look-up id and a wrapping key, salted with the desk. The digits end with two
check digits (ISO/IEC 7064, MOD 97-10, as in bank account numbers), which find every single wrong digit and every two exchanged ones.
"""

from __future__ import annotations

import unicodedata

from nacl.utils import random

from alongside.vault.derive import Label, derive
from alongside.vault.errors import Misspelt, WrongKey
from alongside.vault.logins import Handle
from alongside.vault.wordlists import BIP39, clean, read, words

BITS = 110
BYTES = 14
WORDS = 10
DIGITS = 34
SEED_BYTES = 32
_WORD_BITS = 11


def new_seed() -> bytes:
    """The random seed that a form carries (security.md 31)."""
    return random(SEED_BYTES)


def from_seed(seed: bytes, desk: bytes) -> bytes:
    """The code of a form's seed: the same POST sent twice shows the same code."""
    if len(seed) != SEED_BYTES:
        raise WrongKey
    drawn = int.from_bytes(derive(seed, Label.CODE, desk, BYTES), "big")
    return (drawn >> (8 * BYTES - BITS)).to_bytes(BYTES, "big")


def handle(code: bytes, desk: bytes) -> Handle:
    """Look-up id and wrapping key of a code on this desk."""
    _number(code)
    return Handle(derive(code, Label.CODE_LOOKUP, desk), derive(code, Label.CODE_WRAP, desk))


def to_words(code: bytes) -> str:
    """Ten words of the English BIP-39 list, eleven bits each, highest first."""
    number = _number(code)
    shifts = range(_WORD_BITS * (WORDS - 1), -1, -_WORD_BITS)
    return " ".join(words(BIP39)[number >> shift & (1 << _WORD_BITS) - 1] for shift in shifts)


def to_digits(code: bytes) -> str:
    """34 digits and two check digits, in nine groups of four."""
    number = _number(code)
    text = f"{number:0{DIGITS}d}{98 - number * 100 % 97:02d}"
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


def read_code(typed: str) -> bytes:
    """The code in either spelling, digits of any script. Misspelt for everything that was not given out."""
    text = clean(typed)
    if any(letter.isdecimal() for letter in text):
        return _read_digits(text)
    number = 0
    for place in read(text, BIP39, WORDS):
        number = number << _WORD_BITS | place
    return number.to_bytes(BYTES, "big")


def _read_digits(text: str) -> bytes:
    """The digits, if their number, check and size are right."""
    digits = "".join(str(unicodedata.decimal(letter)) for letter in text if letter.isdecimal())
    between = {letter for letter in text if not letter.isdecimal()}
    if len(digits) != DIGITS + 2 or not all(letter.isspace() or unicodedata.category(letter) == "Pd" for letter in between):
        raise Misspelt(found=len(digits), expected=DIGITS + 2)
    number, check = divmod(int(digits), 100)
    if 98 - number * 100 % 97 != check or number >> BITS:
        raise Misspelt
    return number.to_bytes(BYTES, "big")


def _number(code: bytes) -> int:
    number = int.from_bytes(code, "big")
    if len(code) != BYTES or number >> BITS:
        raise WrongKey
    return number
