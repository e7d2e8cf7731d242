"""Two who touch what waits at the same moment never wait for each other: the desk's lock is taken before a row of the outbox."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from django.http import HttpResponse

from alongside.desk.cases import history, store
from alongside.desk.cases.retention import ending
from alongside.desk.cases.store import Edit
from alongside.desk.outbox import deliveries
from alongside.desk.outbox.models import Delivery
from alongside.desk.people import clock
from alongside.desk.people.models import Desk
from alongside.facts.submissions import Submission
from tests.desk.cases.telling import fact
from tests.desk.cases.walking import Walk, post, walk
from tests.desk.database import aside
from tests.desk.outbox.making import sent

WAY = {
    "do": "way",
    "host": "mail.example.org",
    "port": "587",
    "security": "starttls",
    "sender": "desk@example.org",
    "most_mb": "25",
}
TOUCHES = ("stop", "release", "hold_moved", "forget")


@pytest.fixture(autouse=True)
def _both(database) -> None:
    """On both engines: each has locks of its own."""


def desk_is_free() -> bool:
    """Whether another connection gets the desk's lock at this moment. SQLite has one writer at a time, and no such lock."""
    try:
        with transaction.atomic():
            Desk.objects.select_for_update(no_key=True, nowait=True).first()
    except DatabaseError:
        return False
    return True


@pytest.fixture
def free(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """For each time that somebody touches what waits: whether the desk's lock was free then."""
    found: list[bool] = []

    def watched(touch: Callable[..., Any]) -> Callable[..., Any]:
        def touched(*args: Any) -> Any:
            found.append(connection.vendor == "postgresql" and aside(desk_is_free))
            return touch(*args)

        return touched

    for name in TOUCHES:
        monkeypatch.setattr(deliveries, name, watched(getattr(deliveries, name)))
    return found


def waiting(one: Walk) -> UUID:
    """Bob's letter about her waits."""
    row = sent(one.bob)
    told = {"form": "press-text", "lang": "en", "sent": "2026-11-22T10:00:00Z", "means": "mail", "draft": "d" * 32}
    one.add(fact("submission", **told, sent_by=one.bob.person.pk.hex, delivery=row.hex, levels={one.her.id: "named"}))
    return row


def a_no(one: Walk, row: UUID) -> HttpResponse:
    given = {"withdraws": "everything", "given_by": one.her.id, "date": "2026-11-22"}
    return one.send(f"consent/{one.her.id}/withdraw/", given)


def a_member(one: Walk, row: UUID) -> HttpResponse:
    return one.send(f"submissions/sent/{one.of(Submission)[0].id}/stop/", {})


def an_administrator(one: Walk, row: UUID) -> HttpResponse:
    return post(one.browser, "/desk/en/post/", {"do": "stop", "delivery": str(row)})


def who_releases(one: Walk, row: UUID) -> HttpResponse:
    Delivery.objects.update(state="held")
    return post(one.browser, "/desk/en/post/", {"do": "release", "delivery": str(row)})


def another_server(one: Walk, row: UUID) -> HttpResponse:
    return post(one.browser, "/desk/en/post/", WAY)


@pytest.mark.parametrize("act", [a_no, a_member, an_administrator, who_releases, another_server])
def test_whoever_touches_what_waits_has_the_desk_s_lock(free: list[bool], act: Callable[[Walk, UUID], HttpResponse]) -> None:
    """A no took the row and then the desk, an administrator the desk and then the row: PostgreSQL broke one of them off, and where it was
    the no, her withdrawal was not stored."""
    one = walk()
    row = waiting(one)
    assert act(one, row).status_code == 303
    assert free == [False]


def test_so_has_who_lets_a_case_go(free: list[bool]) -> None:
    one = walk()
    row = waiting(one)
    now = clock.now()
    request = fact(
        "end-request", ending="destroy", asked=now.strftime("%Y-%m-%dT%H:%M:%SZ"), asked_by=one.alice.person.pk.hex, why="Old"
    )
    store.save(one.alice, one.case, [Edit(None, request)], now)
    ending.carry_out(one.bob, one.case, "destroy", now + timedelta(minutes=1))
    assert free == [False] and deliveries.standing(one.alice.desk, [row], now) == {}


def test_the_test_itself_sees_a_free_lock() -> None:
    walk()
    assert aside(desk_is_free)
    if connection.vendor == "postgresql":
        with transaction.atomic():
            history.lock_desk(Desk.objects.get().pk)
            assert not aside(desk_is_free)
