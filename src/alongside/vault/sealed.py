"""Sealed values: XChaCha20-Poly1305 (libsodium), padded, bound to their place.

A blob is: format version (1 byte), algorithm (1), epoch (4), nonce (24), ciphertext with tag. The header is authenticated along with
the context. A random nonce of 192 bits may be drawn 2^80 times under one key before a repetition is to be feared, so no counter has to
survive a crash or a restored backup.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from nacl import bindings, exceptions
from nacl.utils import random

from alongside.vault.context import Context
from alongside.vault.encoding import head
from alongside.vault.errors import Tampered, UnknownFormat, WrongKey
from alongside.vault.padding import pad, unpad

FORMAT = 1
HEAD = 6  # format version, algorithm, epoch
KEY_BYTES = 32
Cipher = Callable[[bytes, bytes, bytes, bytes], bytes]


class Algorithm(NamedTuple):
    """One cipher. Both functions take (text, associated data, nonce, key)."""

    name: str
    nonce: int
    tag: int
    encrypt: Cipher
    decrypt: Cipher


# A second cipher is a second line here and a new NEWEST; old values keep opening by the number in their header.
ALGORITHMS: dict[int, Algorithm] = {
    1: Algorithm(
        "XChaCha20-Poly1305",
        bindings.crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
        bindings.crypto_aead_xchacha20poly1305_ietf_ABYTES,
        bindings.crypto_aead_xchacha20poly1305_ietf_encrypt,
        bindings.crypto_aead_xchacha20poly1305_ietf_decrypt,
    )
}
NEWEST = 1


def new_key() -> bytes:
    """A fresh key from the operating system."""
    return random(KEY_BYTES)


def check_key(key: bytes) -> None:
    """Refuses what cannot be a key before libsodium sees it."""
    if len(key) != KEY_BYTES:
        raise WrongKey


def seal(key: bytes, plaintext: bytes, context: Context, *, nonce: bytes | None = None) -> bytes:
    """The blob of a value for one place. `nonce` is for known-answer tests alone; everywhere else it is drawn here."""
    check_key(key)
    algorithm = ALGORITHMS[NEWEST]
    nonce = random(algorithm.nonce) if nonce is None else nonce
    header = head(FORMAT, NEWEST, context.epoch) + nonce
    return header + algorithm.encrypt(pad(plaintext), context.associated("value", header), nonce, key)


def unseal(key: bytes, blob: bytes, context: Context) -> bytes:
    """The value, if these are the bytes that were sealed for this place under this key; else a Refused."""
    check_key(key)
    start, number, epoch, nonce, ciphertext = _parts(blob)
    algorithm = ALGORITHMS[number]
    if epoch != context.epoch or len(ciphertext) < algorithm.tag:
        raise Tampered
    try:
        padded = algorithm.decrypt(ciphertext, context.associated("value", start + nonce), nonce, key)
    except exceptions.CryptoError:
        raise Tampered from None  # libsodium's own words would follow into a log
    return unpad(padded)


def epoch_of(blob: bytes) -> int:
    """Which epoch's key a blob names. Not yet authenticated: good for choosing a key, which then proves it or not."""
    return _parts(blob)[2]


def _parts(blob: bytes) -> tuple[bytes, int, int, bytes, bytes]:
    """The six bytes of the head, algorithm, epoch, nonce and ciphertext. Sliced, not read by a Cursor: a list opens ten thousand."""
    if len(blob) < HEAD:
        raise Tampered
    version, number = blob[0], blob[1]
    if version != FORMAT or number not in ALGORITHMS:
        raise UnknownFormat("sealed value", version, number)
    nonce = HEAD + ALGORITHMS[number].nonce
    if len(blob) < nonce:
        raise Tampered
    return blob[:HEAD], number, int.from_bytes(blob[2:HEAD], "big"), blob[HEAD:nonce], blob[nonce:]
