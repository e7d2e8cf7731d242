"""What the tests of pages share: a cheap passphrase, and a clock that stands still until a test moves it."""

import pytest

from alongside.desk.people import accounts, clock, logins
from alongside.vault.passphrases import CHEAPEST
from tests.desk.making import NOW
from tests.desk.people.coming_in import Time


@pytest.fixture
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Views wrap with the decided cost, which a test pins; here it would only take time."""
    wrap = accounts.wrapped
    monkeypatch.setattr(accounts, "wrapped", lambda person, secret, words, cost=None: wrap(person, secret, words, CHEAPEST))
    begin = logins.begin
    monkeypatch.setattr(logins, "begin", lambda handle, words, now: begin(handle, words, now, CHEAPEST))


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Time:
    """The clock of the desk, moved by the test."""
    hand = Time(NOW)
    monkeypatch.setattr(clock, "now", lambda: hand.now)
    return hand
