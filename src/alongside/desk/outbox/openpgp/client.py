"""Keys of recipients and encryption to them, by a child process (`child`): what is pasted as a key was made by a stranger.

A child and not this process: whoever breaks the reader of keys stands in an empty room without a network, a file or a key of ours
(security.md 19). And no gpg: it keeps a keyring on a disk, which would tell to whom this desk writes.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

from alongside.confined import Child, Failed, Limits
from alongside.desk.outbox.openpgp.frames import BAD_KEY, ENCRYPT, GOOD, LOOK, joined

LONGEST_KEY = 256 * 1024  # bytes; with hundreds of signatures of others a key may have some tens of thousands
_LIMITS = Limits(seconds=60, start=20, wait=20, rest=60, questions=100, fed=100 * 1024 * 1024, largest_answer=300 * 1024 * 1024)
_child = Child(("-m", "alongside.desk.outbox.openpgp.child"), _LIMITS)
_child.shared()


class BadKey(ValueError):
    """Nothing can be encrypted to it. `code`: not-a-key, several, secret, revoked, expired, cannot-encrypt or too-long."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class NotEncrypted(Exception):
    """The child gave no answer: nothing is wrong with the key, and nothing left."""


@dataclass(frozen=True, slots=True)
class Key:
    """A certificate that can be encrypted to today. `data` is what is kept of it; `names` is what it says of its owner, unproven."""

    data: bytes
    fingerprint: str
    names: tuple[str, ...]
    expires: date | None

    @property
    def spelled(self) -> str:
        """The fingerprint as people compare it."""
        return " ".join(self.fingerprint[at : at + 4] for at in range(0, len(self.fingerprint), 4))


def look(pasted: bytes) -> Key:
    """The certificate in what somebody pasted or uploaded, with or without armour. BadKey, NotEncrypted."""
    if len(pasted) > LONGEST_KEY:
        raise BadKey("too-long")
    head, _, data = _ask(LOOK, pasted).partition(b"\n")
    plain = json.loads(head)
    expires = date.fromisoformat(plain["expires"]) if plain["expires"] else None
    return Key(data, plain["fingerprint"].upper(), tuple(plain["names"]), expires)


def encrypted(content: bytes, key: bytes) -> bytes:
    """Armoured ciphertext, unsigned: a signature would need a secret key of the desk's on the server. BadKey, NotEncrypted."""
    return _ask(ENCRYPT, joined(key, content))


def _ask(kind: bytes, question: bytes) -> bytes:
    try:
        answered, body = _child.ask(kind, question)
    except Failed as failed:
        raise NotEncrypted from failed
    if answered == GOOD:
        return body
    if answered == BAD_KEY:
        raise BadKey(body.decode())
    raise NotEncrypted
