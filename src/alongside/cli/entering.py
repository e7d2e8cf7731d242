"""Logging in at a terminal, for the commands that open cases: alias, six words, a second factor. The login ends with the command."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from alongside.cli.asking import hidden, must

if TYPE_CHECKING:
    from alongside.desk.people.logins import Pending
    from alongside.desk.people.unlocked import Unlocked

NOT_IN = "These words do not open that account; nothing was done"
NO_FACTOR = "There is no code app and no recovery code for this account; set one up on its pages first (a passkey works in a browser alone)"
WRONG_FACTOR = "That is not the code; nothing was done. A code of the app counts once: wait for the next one"
WAITING = "Nobody has compared your six words yet: you hold no key of the desk. Ask a colleague to do it, then come again"
CHANGED = "The words are right, but your public key in the database is not yours: somebody wrote to it. Nothing was opened"


@contextmanager
def entered() -> Iterator[Unlocked | None]:
    """Somebody of the desk, asked for at the terminal; None, with one sentence, where she does not get in."""
    from alongside.desk.people import logins

    found = _entered()
    try:
        yield found
    finally:
        if found is not None:
            logins.lock(found.login)


def _entered() -> Unlocked | None:
    from alongside.desk.people import clock, logins
    from alongside.desk.people.logins import Pending

    alias, words = must("Your alias:"), hidden("Your six words:")
    try:
        pending = logins.read(logins.begin(alias, words, clock.now()), clock.now())
    except logins.NotIn:
        return _refused(NOT_IN)
    except logins.CardChanged:
        return _refused(CHANGED)
    if not isinstance(pending, Pending):
        return _refused(NOT_IN)
    fault = _second(pending)
    if fault:
        logins.lock(pending.login)
        return _refused(fault)
    try:
        unlocked = logins.finish(pending, clock.now())
    except logins.NotIn:
        return _refused(NOT_IN)
    if not unlocked.desk_ring.keys:
        logins.lock(unlocked.login)
        return _refused(WAITING)
    return unlocked


def _second(pending: Pending) -> str:
    """Take a code of the app or a recovery code. The sentence where it is none."""
    from alongside.desk.people import clock, factors

    if not factors.enrolled(pending) & {factors.TOTP, factors.CODES}:
        return NO_FACTOR
    typed = hidden("The code of your app, or a recovery code:")
    try:
        if typed.isdecimal() and len(typed) == 6:
            factors.check_totp(pending, typed, clock.now())
        else:
            factors.use_code(pending, typed)
    except (factors.WrongFactor, factors.TooSoon):
        return WRONG_FACTOR
    return ""


def _refused(sentence: str) -> None:
    print(sentence, file=sys.stderr)
