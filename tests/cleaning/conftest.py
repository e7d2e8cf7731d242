"""One cleaner for a run of tests, and the files that they clean: all made here, of invented persons and places."""

from __future__ import annotations

import pytest

from alongside import cleaning


@pytest.fixture(scope="session")
def cleaner():
    """The server's end with its own child."""
    made = cleaning.Cleaner()
    yield made
    made.close()
