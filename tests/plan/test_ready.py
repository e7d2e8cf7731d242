"""Getting ready for many callers: everything is read before the first of them, and the collector is told to leave it alone."""

import gc
from collections.abc import Iterator

import pytest

from alongside.directory.reader import load
from alongside.plan.decide import planner
from alongside.plan.ready import BETWEEN_COLLECTIONS, ready


@pytest.fixture(autouse=True)
def same_collector_afterwards() -> Iterator[None]:
    before = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*before)


def test_the_planner_is_that_of_the_shipped_directory_and_its_objects_are_frozen() -> None:
    assert ready() is planner(load())
    assert gc.get_freeze_count() > 1000
    assert gc.get_threshold()[0] == BETWEEN_COLLECTIONS
