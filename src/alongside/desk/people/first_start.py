"""The code that guards the first start: whoever reads the server's terminal may make the desk, and nobody who finds the address first.

It lives in the memory of the process that makes the pages. It is good for one desk, ends with the process, and after a few wrong tries
the server must be started again: a new code is printed then.
"""

from __future__ import annotations

import hmac
import secrets
import threading

LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"  # no I, L, O, U, 0, 1: it is read off a terminal
LENGTH = 8  # 30^8 codes against TRIES tries
TRIES = 10


class _Code:
    """The code of this process and how often it may still be tried."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._code: str | None = None
        self._tries = 0

    def take(self, code: str | None) -> None:
        with self._lock:
            self._code, self._tries = code, TRIES

    def fits(self, typed: str) -> bool:
        with self._lock:
            if self._code is None or self._tries <= 0:
                return False
            right = hmac.compare_digest(_plain(typed).encode(), self._code.encode())
            if not right:
                self._tries -= 1
            return right


_code = _Code()


def arm() -> str:
    """Make a code; given back as it is printed, `XXXX-XXXX`."""
    code = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    _code.take(code)
    return f"{code[:4]}-{code[4:]}"


def fits(typed: str) -> bool:
    """Whether this is the code. False too where none was made, where it was spent, and after too many wrong tries."""
    return _code.fits(typed)


def spend() -> None:
    """The desk is made: from now on no code fits."""
    _code.take(None)


def _plain(typed: str) -> str:
    """What was typed without blanks, hyphens and small letters."""
    return "".join(sign for sign in typed[:64].upper() if sign in LETTERS)
