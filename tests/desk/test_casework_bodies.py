"""Bodies that are no form of ours, and fields that come twice (BAY-01-037, 042), sent to every page of the cases."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.urls import reverse

from alongside.desk.cases import store
from alongside.desk.people import clock
from tests.desk import making
from tests.desk.cases.telling import fact, person
from tests.desk.cases.walking import FORM
from tests.desk.private_table import PRIVATE, World, routes
from tests.desk.test_casework import standing

pytestmark = pytest.mark.usefixtures("database")


# BAY-01-037 and 042: a body of another type than the form's

TYPES = ("application/json", "text/plain", "application/xml", "multipart/form-data; boundary=x", "")
BODIES = (
    b"{}",
    b'{"action": ["add"]}',
    b"[]",
    b"null",
    b"\xff\xfe\x00",
    b"action[]=add&who[x]=1",
    b"%00=%00&=&&",
    b"seed=%ed%a0%80",
)


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(clock, "now", lambda: making.NOW)
    alice = making.found_desk()
    made = World(alice, making.member(alice, "Bob"), making.member(alice, "Charlie"))
    made.ids = {"erin": making.newcomer(alice, "Erin").person.id}
    her = person("Amal Fictional")
    facts = [her, fact("event", state_responsible="EGY"), fact("act", code="travel-ban", victims=[her.id])]
    made.case = store.create(made.alice, facts, making.NOW)
    made.ids |= {type(found).__name__.lower(): found.id for found in facts}
    return made


def forms(world: World) -> list[tuple[str, str]]:
    """The address of every form of cases."""
    found = []
    for name, route in routes().items():
        example = PRIVATE[name]
        if name.startswith("cases-") and example.post is not None:
            told = example.kwargs(world) if callable(example.kwargs) else example.kwargs
            found.append((name, reverse(name, kwargs={"lang": "en", **told})))
        assert route.access
    return found


@pytest.mark.parametrize("kind", TYPES)
def test_bay_01_037_a_body_that_is_no_form_is_refused_in_a_sentence(world: World, kind: str) -> None:
    browser = making.login_client(world.alice)
    for name, path in forms(world):
        for body in BODIES:
            answer = browser.post(path, body, content_type=kind or "application/octet-stream")
            assert 400 <= answer.status_code < 500, (name, body, answer.status_code)


def test_bay_01_037_a_form_with_strange_names_and_bytes_is_no_error(world: World) -> None:
    browser = making.login_client(world.alice)
    for name, path in forms(world):
        for body in BODIES:
            answer = browser.post(path, body, content_type=FORM)
            assert answer.status_code < 500, (name, body, answer.status_code)


# Fields that have one value; sent twice, which of the two counts is not ours to choose.
ONCE = {
    "cases-members": ("action", "who"),
    "cases-tasks": ("done", "undone", "what", "seed"),
    "cases-measure": ("what", "owner", "seed", "start"),
    "cases-plan": ("seed",),
    "cases-risk": ("seed", "level", "why"),
    "cases-consent-ask": ("answer", "seed", "start"),
    "cases-consent-withdraw": ("seed", "date"),
    "cases-record-new": ("seed", "add", "text"),
    "cases-record": ("base", "add", "sex", "remarks"),
    "cases-record-remove": ("base",),
    "cases-emergency": ("seed", "situation", "who", "what", "state", "consent_send"),
    "cases-from-plan": ("situation",),
    "cases-search": ("text", "state", "order"),
    "cases-saved": ("name", "q"),
}


@pytest.mark.parametrize("same", [True, False], ids=["the same twice", "two values"])
def test_bay_01_042_a_field_that_comes_twice_is_refused_in_a_sentence(world: World, same: bool) -> None:
    browser = making.login_client(world.alice)
    before = standing()
    for name, path in forms(world):
        for field in ONCE.get(name, ()):
            values = [world.case.hex, world.case.hex if same else "add"]
            answer = browser.post(path, urlencode({field: values}, doseq=True), content_type=FORM)
            assert answer.status_code == 400, (name, field)
            assert "not a form of this page" in answer.content.decode()
    assert standing() == before


@pytest.mark.parametrize(
    "field", ["action", "who", "seed", "base", "done", "add", "text", "withdraws", "recipient", "start", "q", "name"]
)
def test_bay_01_042_no_field_that_comes_as_a_list_is_an_error(world: World, field: str) -> None:
    browser = making.login_client(world.alice)
    for name, path in forms(world):
        for values in (["", ""], ["a", "b"], [world.case.hex] * 3, ["\x00", "\ud7ff"]):
            answer = browser.post(path, urlencode({field: values}, doseq=True), content_type=FORM)
            assert answer.status_code < 500, (name, values, answer.status_code)
