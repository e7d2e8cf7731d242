"""Searches that one person keeps: hers alone, sealed, replaced by name, forgotten at once."""

import re
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client

from alongside.desk.cases import store
from alongside.desk.cases.finding import saved
from alongside.desk.cases.finding.wish import Wish
from alongside.desk.cases.models import SavedSearch
from alongside.desk.people.unlocked import Unlocked
from alongside.vault.persons import Secret
from tests.desk.cases.telling import NOW, person
from tests.desk.making import found_desk, login_client, member

pytestmark = pytest.mark.usefixtures("database")
SEARCH, SAVED = "/desk/en/cases/search/", "/desk/en/cases/saved/"
WISH = Wish("amal canary", {"state": "egy"}, "due")


def posted(client: Client, path: str, fields: dict[str, str]) -> HttpResponse:
    """A form as browsers send it."""
    return client.post(path, urlencode(fields), content_type="application/x-www-form-urlencoded")


def kept(client: Client, name: str, **fields: str) -> Client:
    """Search, then keep it under a name."""
    token = posted(client, SEARCH, fields).headers["Location"].partition("?q=")[2]
    answer = posted(client, SAVED, {"q": token, "name": name})
    assert answer.status_code == 303
    return client


def test_a_search_is_kept_listed_and_made_again() -> None:
    alice = found_desk()
    store.create(alice, [person("Amal")], NOW)
    client = kept(login_client(alice), "Those who called", text="amal")
    text = client.get(SAVED).content.decode()
    assert "Those who called" in text and "amal" in text
    address = re.search(r'href="(/desk/en/cases/search/\?q=[^"]+)"', text)
    assert address and "Found: 1" in client.get(address[1]).content.decode()
    assert "Searches that you keep: 1" in client.get(SEARCH).content.decode()


def test_it_is_read_by_nobody_else_and_lies_sealed() -> None:
    alice = found_desk()
    bob = member(alice, "Bob")
    saved.keep(alice, "canary", WISH)
    assert [(one.name, one.wish) for one in saved.mine(alice)] == [("canary", WISH)] and saved.mine(bob) == []
    row = SavedSearch.objects.get()
    assert b"canary" not in row.blob and b"amal canary" not in row.blob
    SavedSearch.objects.update(person=bob.person)
    assert saved.mine(bob) == []


def test_the_same_name_replaces_and_another_is_added() -> None:
    alice = found_desk()
    for name, text in (("one", "a"), ("two", "b"), (" one ", "c")):
        saved.keep(alice, name, Wish(text))
    assert [(one.name, one.wish.text) for one in saved.mine(alice)] == [("one", "c"), ("two", "b")]


def test_fifty_are_enough() -> None:
    alice = found_desk()
    for at in range(saved.MOST):
        saved.keep(alice, f"{at}", WISH)
    saved.keep(alice, "7", Wish("anew"))
    with pytest.raises(saved.TooMany):
        saved.keep(alice, "one more", WISH)
    assert len(saved.mine(alice)) == saved.MOST


@pytest.mark.parametrize("name", ["", "  ", "x" * 81, "a\x07b", "\ud800"])
def test_a_name_that_cannot_be_shown_is_refused(name: str) -> None:
    with pytest.raises(ValueError):
        saved.keep(found_desk(), name, WISH)


def test_a_bad_name_keeps_the_search_on_the_page() -> None:
    client = login_client(found_desk())
    token = posted(client, SEARCH, {"text": "amal"}).headers["Location"].partition("?q=")[2]
    answer = posted(client, SAVED, {"q": token, "name": "x" * 90})
    text = answer.content.decode()
    assert answer.status_code == 422 and token in text and "x" * 90 in text and "at most 80" in text
    ended = posted(client, SAVED, {"q": "nonsense", "name": "Name"})
    assert ended.status_code == 422 and "ended with the login" in ended.content.decode()


def test_forgetting_reaches_only_ones_own() -> None:
    alice = found_desk()
    bob = login_client(member(alice, "Bob"))
    mine = saved.keep(alice, "mine", WISH)
    answers = [posted(bob, f"{SAVED}{one}/forget/", {}) for one in (mine, uuid4())]
    assert [one.status_code for one in answers] == [303, 303] and len(saved.mine(alice)) == 1
    assert posted(login_client(alice), f"{SAVED}{mine}/forget/", {}).status_code == 303
    assert saved.mine(alice) == []
    assert bob.get(f"{SAVED}{mine}/forget/").status_code == 405


def test_they_move_along_to_a_new_secret() -> None:
    alice = found_desk()
    saved.keep(alice, "canary", WISH)
    lost = saved.keep(alice, "lost", WISH)
    SavedSearch.objects.filter(pk=lost).update(blob=b"nothing")
    new = Secret.fresh()
    card = new.card(alice.desk.bytes, alice.person.pk.bytes, 2)
    saved.reseal(alice.person, alice.secret, alice.card, new, card)
    assert saved.mine(alice) == []
    alice.person.card = card.to_bytes()
    renewed = Unlocked(alice.person, new)
    assert [(one.name, one.wish) for one in saved.mine(renewed)] == [("canary", WISH)]
