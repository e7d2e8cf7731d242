"""Who gets what from every address of the desk, and that a colleague cannot tell whether a case exists (security.md 22).

Generated from the URL table: a route without an example in private_table, or a view that does not say for whom it is, fails here.
A timing class is the same number and kind of questions to the database, counted and compared as text; nothing is timed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from alongside.desk.cases import store
from alongside.desk.cases.evidence import taking
from alongside.desk.cases.evidence.files import Arriving
from alongside.desk.people import clock
from alongside.desk.web import private
from alongside.facts.fact import Fact
from tests.desk import making
from tests.desk.cases.telling import fact, few
from tests.desk.database import Database
from tests.desk.private_table import PRIVATE, Private, Route, World, ask, routes

T = TypeVar("T")
ACCESS = ("anyone", "member", "administrator", "pending")
NO_SUCH_METHOD = 405
INDEXED = (
    "cases-today",
    "cases-list",
    "cases-search",
    "cases-calendar",
    "cases-similar",
    "following-table",
    "year-now",
    "year-page",
    "insight",
)  # pages that answer from her index
MUST = {
    "Content-Security-Policy": private.CONTENT_POLICY,
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


@pytest.fixture
def world(database: Database, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(clock, "now", lambda: making.NOW)
    alice = making.found_desk()
    made = World(alice, making.member(alice, "Bob"), making.member(alice, "Charlie"))
    made.ids = {"erin": making.newcomer(alice, "Erin").person.id}
    made.case = uuid4()  # that of nothing, until there is one
    store.create(made.charlie, few(), making.NOW)  # a colleague who has cases of her own
    return made


@pytest.fixture
def with_case(world: World) -> World:
    hide(world)
    return world


def hide(world: World) -> None:
    """Bob makes the case that nobody else may know of."""
    world.case = store.create(world.bob, [*(facts := few()), *outgoing(facts[0])], making.NOW)
    facts = store.open_case(world.bob, world.case, making.NOW, note=False).facts
    world.ids |= {type(fact).__name__.lower(): fact.id for fact in facts.values()}
    arriving = Arriving(world.bob.desk)
    arriving.add(b"what the camera saw " * 5000)
    world.ids["evidence"] = taking.take(world.bob, world.case, arriving.finish(), "VID-0003.mp4", {}, making.NOW).id


def outgoing(her: Fact) -> list[Fact]:
    """A draft, and what was sent of it."""
    draft = fact("draft", form="sp-urgent-appeal", mechanism="un-sr-human-rights-defenders", lang="en", persons=[her.id])
    by = "0" * 32
    told = {"form": draft.form, "mechanism": draft.mechanism, "lang": "en", "sent": "2026-11-22T09:00:00Z", "sent_by": by}
    return [draft, fact("submission", draft=draft.id, means="post", **told)]


class _Back(Exception):
    pass


def undone(work: Callable[[], T]) -> T:
    """What `work` gives back, with everything that it wrote taken back."""
    found: list[T] = []
    try:
        with transaction.atomic():
            found.append(work())
            raise _Back
    except _Back:
        return found[0]


@contextmanager
def questions() -> Iterator[list[str]]:
    """The statements that reach the database, without their values."""
    asked: list[str] = []

    def keep(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append(re.sub(r"s\d+_x\d+", "savepoint", sql))  # Django numbers them
        return execute(sql, params, many, context)

    with connection.execute_wrapper(keep):
        yield asked


def examples() -> Iterator[tuple[Route, Private, str]]:
    """Every route with each of its methods."""
    for name, route in routes().items():
        example = PRIVATE[name]
        for method, status in (("GET", example.get), ("POST", example.post)):
            if status is not None:
                yield route, example, method


def got(client: Client, route: Route, example: Private, world: World, method: str) -> HttpResponse:
    """The answer to an example, with everything that it wrote taken back. Whoever asks, it is dressed."""
    response = undone(lambda: ask(client, route.name, example, world, method))
    dressed(route, response)
    return response


def dressed(route: Route, response: HttpResponse) -> None:
    """Headers, no packing (its length would tell what a page holds), no cookie but ours with all its flags."""
    assert {name: response[name] for name in MUST} == MUST, route.name
    assert "publickey-credentials-get=(self)" in response["Permissions-Policy"], route.name
    assert "Content-Encoding" not in response, route.name
    assert set(response.cookies) <= {private.COOKIE}, route.name
    for cookie in response.cookies.values():
        assert (cookie["path"], cookie["samesite"], bool(cookie["httponly"])) == ("/desk/", "Strict", True), route.name


def compared(example: Private, response: HttpResponse) -> tuple[bytes, list[tuple[str, str]]]:
    """What of an answer must be the same: all of it, but for what is drawn anew for each form."""
    headers = sorted(response.items())
    if example.random:
        return b"", [(name, value) for name, value in headers if name not in ("Location", "Content-Length")]
    return re.sub(rb'name="seed" value="[0-9a-f]{32}"', b"", response.content), headers


def wrong(wanted: int, response: HttpResponse, who: str, route: Route, method: str) -> str:
    return "" if response.status_code == wanted else f"{who} {method} {route.name}: {response.status_code}, not {wanted}"


def test_every_route_has_an_example_and_says_for_whom_it_is() -> None:
    found = routes()
    assert set(found) - set(PRIVATE) == set(), "without an example in tests/desk/private_table.py"
    assert set(PRIVATE) - set(found) == set(), "an example of a route that is gone"
    assert {name: route.access for name, route in found.items() if route.access not in ACCESS} == {}, "without view.access"


def test_who_may_gets_the_page(with_case: World) -> None:
    """Bob keeps the case; where an administrator is asked for, Alice asks."""
    bob, alice = making.login_client(with_case.bob), making.login_client(with_case.alice)
    faults = []
    for route, example, method in examples():
        who, client = ("administrator", alice) if route.access == "administrator" else ("member", bob)
        response = got(client, route, example, with_case, method)
        faults.append(wrong((example.get if method == "GET" else example.post) or 0, response, who, route, method))
    assert "\n".join(filter(None, faults)) == ""


def test_without_a_login_there_is_the_login(with_case: World) -> None:
    faults = []
    for route, example, method in examples():
        response = got(making.Browser(), route, example, with_case, method)
        if route.access == "anyone":
            faults.append(wrong(example.out, response, "nobody", route, method) if method == "GET" else "")
        else:
            faults.append(wrong(403, response, "nobody", route, method))
            if "enter-passphrase" not in response.content.decode():
                faults.append(f"nobody {method} {route.name}: no login in the page's place")
    assert "\n".join(filter(None, faults)) == ""


def test_who_is_no_member_of_a_case_finds_no_such_page(with_case: World) -> None:
    """A colleague, and an administrator, who opens nothing by being one."""
    clients = {"colleague": making.login_client(with_case.charlie), "administrator": making.login_client(with_case.alice)}
    faults = []
    for route, example, method in examples():
        for who, client in clients.items():
            if route.of_a_case:
                response = got(client, route, example, with_case, method)
                faults.append(wrong(404, response, who, route, method))
    assert "\n".join(filter(None, faults)) == ""


def test_who_is_no_administrator_does_not_manage_people(with_case: World) -> None:
    bob = making.login_client(with_case.bob)
    faults = []
    for route, example, method in examples():
        if route.access == "administrator":
            response = got(bob, route, example, with_case, method)
            faults.append(wrong(403, response, "member", route, method))
    assert "\n".join(filter(None, faults)) == ""


@pytest.mark.usefixtures("still")
@pytest.mark.parametrize("who", ["alice", "charlie", "nobody"])
def test_no_answer_tells_whether_the_case_exists(world: World, who: str) -> None:
    """The same requests twice, with Bob's case there and not there: the same bytes, the same questions to the database."""
    client = making.Browser() if who == "nobody" else making.login_client(getattr(world, who))

    def answer(route: Route, example: Private, method: str) -> tuple[Any, ...]:
        with questions() as asked:
            response = ask(client, route.name, example, world, method)
        return response.status_code, *compared(example, response), asked

    def answers() -> dict[str, tuple[Any, ...]]:
        found = {}
        for route, example, method in examples():
            found[f"{method} {route.name}"] = undone(lambda r=route, e=example, m=method: answer(r, e, m))
        return found

    def warmed() -> dict[str, tuple[Any, ...]]:
        for name in INDEXED if who != "nobody" else ():  # what is read once and kept is read now
            ask(client, name, PRIVATE[name], world, "GET")
        return answers()

    def with_it() -> dict[str, tuple[Any, ...]]:
        hide(world)
        return warmed()

    there = undone(with_it)
    gone = warmed()
    assert [name for name in there if there[name] != gone[name]] == []


@pytest.mark.usefixtures("still")
def test_no_answer_tells_that_somebody_works_on_the_case(with_case: World) -> None:
    """Bob writes into it between two requests of Charlie's. Hers asks the database no more and no less than before."""
    client = making.login_client(with_case.charlie)

    def asked(name: str) -> list[str]:
        with questions() as found:
            ask(client, name, PRIVATE[name], with_case, "GET")
        return found

    for name in INDEXED:
        asked(name)
        before = asked(name)
        store.save(with_case.bob, with_case.case, [store.Edit(None, fact("note", text="Called her sister."))], making.NOW)
        assert asked(name) == before, name


def test_a_page_without_a_form_takes_none(with_case: World) -> None:
    bob, alice = making.login_client(with_case.bob), making.login_client(with_case.alice)
    for route, example in ((route, PRIVATE[name]) for name, route in routes().items()):
        client = alice if route.access == "administrator" else bob
        for method, status in (("GET", example.get), ("POST", example.post)):
            if status is None:
                response = got(client, route, example, with_case, method)
                assert response.status_code == NO_SUCH_METHOD, (method, route.name)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_no_page_takes_another_method(with_case: World, method: str) -> None:
    bob = making.login_client(with_case.bob)
    response = bob.generic(method, reverse("people-profile", kwargs={"lang": "en"}))
    assert response.status_code == NO_SUCH_METHOD and response["Cache-Control"] == "no-store"


def test_there_is_no_way_in_but_the_passphrase() -> None:
    """No reset by mail, no login by link or code: what does not exist cannot be tricked (security.md 1)."""
    for word in ("reset", "forgot", "password", "magic", "recover-account", "remember"):
        assert [name for name in routes() if word in name] == []
        assert making.Browser().get(f"/desk/en/{word}/").status_code in (404, 403)
