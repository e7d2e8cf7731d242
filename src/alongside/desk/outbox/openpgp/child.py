"""The child process: reads certificates and encrypts to them. The only module that imports pysequoia. It holds no secret key.

Imported by its name from an empty environment: nothing here may need Django or the rest of the desk.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any, BinaryIO

from alongside.confined import child, frames, limits
from alongside.desk.outbox.openpgp.frames import BAD_KEY, ENCRYPT, FAILED, GOOD, LARGEST_QUESTION, LOOK, parted

Answer = tuple[bytes, bytes]


class _Bad(Exception):
    """No key to encrypt to; its code."""


def answer(sequoia: Any, kind: bytes, question: bytes) -> Answer:
    """The frame that answers one question. Sequoia's own words go nowhere: they may quote what is in a key."""
    try:
        if kind == LOOK:
            cert = _certificate(sequoia, question)
            told = {
                "fingerprint": cert.fingerprint,
                "names": [str(one)[:200] for one in cert.user_ids][:10],
                "expires": cert.expiration.date().isoformat() if cert.expiration else "",
            }
            return GOOD, json.dumps(told).encode() + b"\n" + bytes(cert)
        if kind == ENCRYPT:
            key, content = parted(question)
            return GOOD, _encrypted(sequoia, _certificate(sequoia, key), content)
    except _Bad as bad:
        return BAD_KEY, str(bad).encode()
    except MemoryError:
        pass
    return FAILED, b""


def _certificate(sequoia: Any, data: bytes) -> Any:
    """The one certificate in these bytes, if it can be encrypted to at this moment."""
    try:
        found = sequoia.Cert.split_bytes(data)
    except Exception:  # the library raises its one bare kind for whatever strangers paste
        raise _Bad("not-a-key") from None
    if not found:
        raise _Bad("not-a-key")
    if len(found) > 1:
        raise _Bad("several")
    cert = found[0]
    if cert.has_secret_keys:
        raise _Bad("secret")  # somebody's own secret key: it is not kept, and she has to be told
    try:
        if cert.is_revoked:
            raise _Bad("revoked")
        if cert.expiration and cert.expiration <= datetime.now(UTC):
            raise _Bad("expired")
    except _Bad:
        raise
    except Exception:  # no self-signature that holds: nothing is known of it
        raise _Bad("cannot-encrypt") from None
    _encrypted(sequoia, cert, b"")
    return cert


def _encrypted(sequoia: Any, cert: Any, content: bytes) -> bytes:
    try:
        made = sequoia.encrypt(bytes=content, recipients=[cert])
    except MemoryError:
        raise
    except Exception:  # of that bare kind again: no part of the certificate can be encrypted to
        raise _Bad("cannot-encrypt") from None
    return made if isinstance(made, bytes) else made.encode()


def serve(questions: BinaryIO, answers: BinaryIO) -> None:
    """Answer until the input ends."""
    import pysequoia  # Late: only after the rights are given up.

    limits.stop_growing()
    while (frame := frames.read(questions, LARGEST_QUESTION)) is not None:
        frames.write(answers, *answer(pysequoia, *frame))


if __name__ == "__main__":
    child.run(serve)
