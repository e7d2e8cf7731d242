"""A recipient with GnuPG, shared by the run: making a key takes a moment."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.desk.outbox.keyring import Keyring, keyring


@dataclass(frozen=True)
class Recipient:
    """Somebody at a mission, with a key."""

    ring: Keyring
    key: bytes


@pytest.fixture(scope="session")
def recipient() -> Iterator[Recipient]:
    with keyring() as ring:
        yield Recipient(ring, ring.make("The mission <mission@example.org>"))
