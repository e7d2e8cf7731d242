"""Somebody who is in: no crowd keeps her from her own keys, and what was shown to her is gone when she locks."""

import re
from contextlib import ExitStack

import pytest

from alongside.desk.people import ceremony, changing, invitations, logins, throttle
from tests.desk.making import NOW, Browser, found_desk, login_client
from tests.desk.people.coming_in import Time, founded, give_words, send, with_app

pytestmark = pytest.mark.usefixtures("database", "cheap")
EMERGENCY = "/desk/en/cases/emergency/"


def test_a_crowd_at_the_door_keeps_nobody_from_what_she_does_inside(time: Time) -> None:
    """Fourteen tries without an account, over and over: "my words are known", new words and an invitation go on all the same."""
    unlocked, words = founded()
    with_app(unlocked)
    browser = login_client(unlocked, NOW)
    token = invitations.invite(unlocked, "Bob", "bob", "officer", NOW.date())
    with ExitStack() as crowd:
        for _ in range(throttle.AT_ONCE + throttle.WAITING):
            assert throttle._line.acquire(blocking=False)
            crowd.callback(throttle._line.release)
        for _ in range(throttle.AT_ONCE):
            assert throttle._running.acquire(blocking=False)
            crowd.callback(throttle._running.release)
        assert give_words(Browser(), words).status_code == 503
        assert send(Browser(), f"/desk/en/invitation/{token}/", {}).status_code == 200
        for kind in ("words", "known"):
            page = send(browser, "/desk/en/changing/", {"kind": kind})
            shown = " ".join(re.findall(r"<li>([a-z-]+)</li>", page.content.decode()))
            assert send(browser, "/desk/en/changing/", {"kind": kind, "do": "take", "again": shown}).status_code == 303
    assert not throttle._line_inside._value < throttle.AT_ONCE_INSIDE + throttle.WAITING_INSIDE


def test_lock_forgets_shares_and_new_words_at_once(time: Time) -> None:
    alice = found_desk()
    browser, other = login_client(alice, NOW), login_client(alice, NOW)
    for one in (browser, other):
        send(one, "/desk/en/changing/", {"kind": "words"})
        send(one, "/desk/en/ceremony/", {"do": "start", "k": "2", "n": "3"})
    assert len(changing._offers) >= 2 and len(ceremony._under_way) >= 2
    before = len(changing._offers), len(ceremony._under_way)
    send(browser, "/desk/en/lock/", {})
    assert (len(changing._offers), len(ceremony._under_way)) == (before[0] - 1, before[1] - 1)
    logins.end_all(alice.person)
    assert (len(changing._offers), len(ceremony._under_way)) == (before[0] - 2, before[1] - 2)
