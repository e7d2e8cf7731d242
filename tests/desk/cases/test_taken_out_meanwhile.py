"""Somebody is taken out of a case between the opening of a form and its saving: there is no such case for her any more, on every page."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from alongside.desk.cases import store
from alongside.desk.people.models import Keyring
from alongside.facts.fact import Fact
from tests.desk.cases.telling import fact
from tests.desk.cases.walking import Walk, walk


@pytest.fixture(autouse=True)
def _one_engine(sqlite, tmp_path):
    with sqlite.fresh(tmp_path):
        yield


def unchecked(her: Fact) -> Fact:
    """An agreement that came by code."""
    told = {"recipient": "class:ngo", "purpose": "send", "answer": "agreed", "date": "2026-11-20"}
    return fact("consent", person=her.id, given_by=her.id, risks_explained=True, means="by-code", **told)


def form_of(one: Walk, page: str) -> dict[str, str]:
    """The hidden fields of a page's form."""
    return dict(re.findall(r'type="hidden"\s+name="(base|seed)"\s+value="([^"]*)"', one.page(page)))


ASKED = {"recipient": "class:ngo", "purpose": "send", "answer": "refused", "date": "2026-11-22"}
PAGES: dict[str, Callable[[Walk, Fact, Fact], tuple[str, dict[str, Any]]]] = {
    "ask": lambda one, task, yes: (f"consent/{one.her.id}/ask/", ASKED),
    "withdraw": lambda one, task, yes: (f"consent/{one.her.id}/withdraw/", {"withdraws": "everything"}),
    "confirm": lambda one, task, yes: (f"consent/{yes.id}/confirm/", {}),
    "task": lambda one, task, yes: ("tasks/", {"what": "Call her"}),
    "task done": lambda one, task, yes: ("tasks/", {"done": task.id}),
    "risk": lambda one, task, yes: (f"risk/{one.her.id}/", {"why": "She was followed."}),
    "plan kept": lambda one, task, yes: (f"plan/{one.her.id}/", {}),
    "measure": lambda one, task, yes: (f"plan/{one.her.id}/measure/", {"what": "Call the embassy"}),
    "new record": lambda one, task, yes: ("new/note/", {"text": "She was followed."}),
    "record": lambda one, task, yes: (
        f"records/{task.id}/",
        form_of(one, f"records/{task.id}/") | {"what": "Call them"},
    ),
    "record gone": lambda one, task, yes: (f"records/{task.id}/remove/", form_of(one, f"records/{task.id}/remove/")),
}


@pytest.mark.parametrize("page", PAGES)
def test_what_she_sends_then_finds_no_case(monkeypatch: pytest.MonkeyPatch, page: str) -> None:
    """These pages broke off with an error, which told her apart from who never was in it."""
    one = walk()
    task, yes = fact("task", what="Call her"), unchecked(one.her)
    one.add(task, yes)
    where, told = PAGES[page](one, task, yes)
    real, saved = store.save, list[Any]()

    def save(unlocked: Any, case_id: Any, *given: Any) -> Any:
        saved.append(case_id)
        Keyring.objects.filter(person=one.alice.person, case=one.case).delete()
        return real(unlocked, case_id, *given)

    monkeypatch.setattr(store, "save", save)
    assert one.send(where, told).status_code == 404
    assert saved == [one.case]


def test_so_does_who_lets_a_colleague_in(monkeypatch: pytest.MonkeyPatch) -> None:
    one = walk()
    real = store.add_member

    def add_member(*given: Any) -> None:
        Keyring.objects.filter(person=one.alice.person, case=one.case).delete()
        real(*given)

    monkeypatch.setattr(store, "add_member", add_member)
    answer = one.send("members/", {"action": "add", "who": one.charlie.person.pk.hex})
    assert answer.status_code == 404 and one.charlie.person.pk not in {member.pk for member in store.members(one.case)}
