"""Passphrases: generated here, never chosen, and right exactly when they open the wrapped secret (security.md 1).

No hash of a passphrase exists anywhere: it would be the cheaper oracle. Six words of 7,776 are 77.5 bits; Argon2id with 3 passes over
64 MiB makes each guess slow. Callers run at most two of these at once a process, and never inside a transaction or a lock.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from nacl import bindings as sodium

from alongside.vault.context import Context
from alongside.vault.derive import Label, derive
from alongside.vault.encoding import Cursor, unsigned
from alongside.vault.errors import Tampered, UnknownFormat, WrongKey
from alongside.vault.sealed import KEY_BYTES, new_key, seal, unseal
from alongside.vault.wordlists import EFF_LARGE, letters, read, words

FORMAT = 1
ARGON2ID = 1
WORDS = 6


@dataclass(frozen=True, slots=True)
class Cost:
    """What one try costs: passes, and memory in KiB."""

    passes: int
    memory: int


PRODUCTION = Cost(3, 64 * 1024)
CHEAPEST = Cost(sodium.crypto_pwhash_argon2id_OPSLIMIT_MIN, sodium.crypto_pwhash_argon2id_MEMLIMIT_MIN // 1024)  # for tests
_NOWHERE = Context(b"", "", b"", "", 0, 1)
_DEAREST = Cost(16, 1024 * 1024)  # a forged row must not be able to exhaust the server's memory


def generate(draw: Callable[[int], int] = secrets.randbelow) -> str:
    """Six words from the operating system, as they are shown once. `draw` is for known-answer tests alone."""
    return " ".join(words(EFF_LARGE)[draw(len(words(EFF_LARGE)))] for _ in range(WORDS))


def canonical(typed: str) -> bytes:
    """The one spelling of a passphrase as typed. Misspelt says which places hold no word of the list."""
    return " ".join(letters(words(EFF_LARGE)[place]) for place in read(typed, EFF_LARGE, WORDS)).encode()


def wrap(
    typed: str, secret: bytes, context: Context, cost: Cost = PRODUCTION, *, salt: bytes = b"", nonce: bytes | None = None
) -> bytes:
    """A secret under a passphrase. Cost and salt stand in front; salt and nonce are for known-answer tests alone."""
    salt = salt or secrets.token_bytes(sodium.crypto_pwhash_SALTBYTES)
    header = bytes([FORMAT, ARGON2ID]) + unsigned(cost.passes, 4) + unsigned(cost.memory, 4) + salt
    return header + seal(_key(canonical(typed), cost, salt), secret, context, nonce=nonce)


def unwrap(typed: str, blob: bytes, context: Context) -> bytes:
    """The secret. Misspelt before any work; WrongKey if these words do not open it, or the blob was changed: nobody can tell which."""
    passphrase = canonical(typed)
    cost, salt, sealed = _parts(blob)
    try:
        return unseal(_key(passphrase, cost, salt), sealed, context)
    except Tampered:
        raise WrongKey from None


def unopenable(cost: Cost = PRODUCTION) -> bytes:
    """A blob of the right shape that no words open: what a login for an unknown name is tried on, so that it takes as long."""
    header = bytes([FORMAT, ARGON2ID]) + unsigned(cost.passes, 4) + unsigned(cost.memory, 4)
    return header + secrets.token_bytes(sodium.crypto_pwhash_SALTBYTES) + seal(new_key(), bytes(KEY_BYTES), _NOWHERE)


def cost_of(blob: bytes) -> Cost:
    """What a blob was wrapped with, so that it can be wrapped anew when PRODUCTION has become dearer."""
    return _parts(blob)[0]


def _parts(blob: bytes) -> tuple[Cost, bytes, bytes]:
    cursor = Cursor(blob)
    version, algorithm = cursor.number(1), cursor.number(1)
    if (version, algorithm) != (FORMAT, ARGON2ID):
        raise UnknownFormat("wrapped secret", version, algorithm)
    cost = Cost(cursor.number(4), cursor.number(4))
    if not (CHEAPEST.passes <= cost.passes <= _DEAREST.passes and CHEAPEST.memory <= cost.memory <= _DEAREST.memory):
        raise Tampered
    return cost, cursor.take(sodium.crypto_pwhash_SALTBYTES), cursor.rest()


def _key(passphrase: bytes, cost: Cost, salt: bytes) -> bytes:
    """Argon2id, then HKDF, so that the slow output itself never is a key."""
    slow = sodium.crypto_pwhash_alg(32, passphrase, salt, cost.passes, cost.memory * 1024, sodium.crypto_pwhash_ALG_ARGON2ID13)
    return derive(slow, Label.PASSPHRASE_WRAP)
