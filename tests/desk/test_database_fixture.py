"""The fixtures themselves: a database while the browser's event loop runs in this thread, and a fresh one for every test."""

import asyncio

import pytest
from django.db import connection

from alongside.desk.people.models import Desk
from tests.desk.database import Database, aside


def test_it_is_empty_and_of_the_engine_that_was_asked_for(database: Database) -> None:
    assert connection.vendor == database.engine
    assert Desk.objects.count() == 0
    Desk.objects.create(founder=b"of the one test")


@pytest.mark.parametrize("time", [1, 2])
def test_nothing_of_another_test_is_in_it(database: Database, time: int) -> None:
    assert Desk.objects.count() == 0
    Desk.objects.create(founder=b"of another test")


def test_an_event_loop_in_this_thread_does_not_matter(database: Database) -> None:
    async def work() -> int:
        Desk.objects.create(founder=b"x")
        return Desk.objects.count() + aside(Desk.objects.count)

    # In a thread, because the browser's own loop may run in this one already.
    assert aside(lambda: asyncio.run(work())) == 2
