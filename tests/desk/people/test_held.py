"""What lies in memory for a little while is gone when its time is over, whether or not anybody looks (security.md 7)."""

from datetime import timedelta

import pytest

from alongside.desk.people import held
from alongside.desk.people.held import Held
from tests.desk.making import NOW, found_desk, login_client


class Ticks:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_any_access_drops_what_is_too_old_in_all_of_them() -> None:
    shares, words = Held(), Held()
    shares.put("a", "share", NOW)
    words.put("b", "words", NOW + timedelta(minutes=20))
    words.get("c", NOW + timedelta(minutes=held.MINUTES, seconds=1))
    assert (len(shares), len(words)) == (0, 1)


def test_what_nobody_asks_for_again_is_dropped_by_the_thread() -> None:
    ticks = Ticks()
    shares: Held[str] = Held(ticks)
    shares.put("a", "share", NOW)
    assert held._watcher and held._watcher[0].daemon
    ticks.now += held.MINUTES * 60
    held.expire()
    assert len(shares) == 1
    ticks.now += 1
    held.expire()
    assert len(shares) == 0


def test_nothing_of_it_shows_in_a_trace() -> None:
    shares: Held[str] = Held()
    shares.put("a", "academic acid", NOW)
    assert "academic" not in repr(shares) + repr(shares._values)


@pytest.mark.usefixtures("database")
def test_it_goes_with_the_row_of_its_login() -> None:
    alice = found_desk()
    login_client(alice, NOW)
    shares: Held[str] = Held()
    shares.put(alice.login, "share", NOW)
    shares.put("of somebody else", "share", NOW)
    alice.person.login_set.all().delete()
    assert shares.get(alice.login, NOW) is None and len(shares) == 1
