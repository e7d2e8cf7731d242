"""Alice, who is an administrator, and Bob, who is not, with their browsers; and a recipient with GnuPG."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

import pytest
from django.http import HttpResponse
from django.test import Client

from alongside.desk.people import clock
from alongside.desk.people.unlocked import Unlocked
from tests.desk import making
from tests.desk.database import Database
from tests.desk.outbox.conftest import Recipient, recipient

__all__ = ["Recipient", "recipient"]


@dataclass(frozen=True)
class Office:
    """The desk at work."""

    alice: Unlocked
    bob: Unlocked
    hers: Client
    his: Client


@pytest.fixture
def office(database: Database, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setattr(clock, "now", lambda: making.NOW)
    alice = making.found_desk()
    bob = making.member(alice)
    return Office(alice, bob, making.login_client(alice), making.login_client(bob))


def send(client: Client, path: str, told: Mapping[str, object]) -> HttpResponse:
    """A form without a file."""
    return client.post(path, urlencode(told), content_type="application/x-www-form-urlencoded")
