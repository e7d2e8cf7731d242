"""Invitations, roles and second keys as pages; and what is sent to them that is no form of theirs."""

import re

import pytest

from alongside.desk.people import accounts, invitations
from alongside.desk.people.models import Factor, Person
from tests.desk.making import NOW, Browser, found_desk, login_client, member, newcomer
from tests.desk.people.coming_in import INVITE, LOGIN, PROFILE, Time, code, hidden, send, with_app

pytestmark = pytest.mark.usefixtures("database", "cheap")

# Invitations and waiting


def test_a_link_that_is_only_looked_at_changes_nothing(time: Time) -> None:
    alice = found_desk()
    token = invitations.invite(alice, "Bob", "magpie", "officer", NOW.date())
    before = list(Person.objects.order_by("id").values())
    for _ in range(3):
        page = Browser().get(f"/desk/en/invitation/{token}/")
        assert page.status_code == 200 and not page.cookies
        assert not any(said in page.content.decode() for said in ("Bob", "magpie", "Alice", "harbour"))
    assert list(Person.objects.order_by("id").values()) == before


def test_whoever_accepts_waits_until_somebody_compared_her_words(time: Time) -> None:
    alice = found_desk()
    token = invitations.invite(alice, "Bob", "magpie", "officer", NOW.date())
    answer = send(Browser(), f"/desk/en/invitation/{token}/", {})
    assert answer.status_code == 200 and "magpie" in answer.content.decode()
    bob = newcomer(alice, "Charlie")
    browser = login_client(bob, NOW)
    page = browser.get(PROFILE)
    assert page.status_code == 403
    assert re.findall(r"<li>([a-z-]+)</li>", page.content.decode()) == list(bob.card.fingerprint())
    assert send(browser, PROFILE, {"name": "Mallory", "lang": "en"}).status_code == 403
    assert browser.get("/desk/en/logins/").status_code == 200


@pytest.mark.parametrize("token", ["AAAAAAAAAAAAAAAAAAAAAA", "x", "a" * 4000, "..", "%00"])
def test_a_link_that_leads_nowhere_says_so_kindly(token: str) -> None:
    found_desk()
    for answer in (Browser().get(f"/desk/en/invitation/{token}/"), send(Browser(), f"/desk/en/invitation/{token}/", {})):
        assert answer.status_code == 404


# What administrators do


def test_an_administrator_invites_and_the_link_is_shown_once(time: Time) -> None:
    browser = login_client(found_desk(), NOW)
    form = {"name": "Bob", "handle": "magpie", "lang": "fr", "roles": ["officer", "duty"]}
    answer = send(browser, INVITE, form)
    link = re.search(r"http://localhost(/desk/fr/invitation/[\w-]+/)<", answer.content.decode())
    assert link and Browser().get(link[1]).status_code == 200
    assert Person.objects.exclude(card__gt=b"").get().roles == "duty officer"
    taken = send(browser, INVITE, form)
    assert taken.status_code == 422 and "Somebody has this alias already" in taken.content.decode()
    again = send(browser, INVITE, form | {"do": "again"})
    assert again.status_code == 200 and Browser().get(link[1]).status_code == 404
    assert send(browser, INVITE, form | {"do": "again", "handle": "heron"}).status_code == 422


@pytest.mark.parametrize("handle", ["alice@example.org", "+49 30 1234567", "", "x" * 41])
def test_an_alias_that_says_who_she_is_is_not_taken(time: Time, handle: str) -> None:
    browser = login_client(found_desk(), NOW)
    answer = send(browser, INVITE, {"name": "Bob", "handle": handle, "lang": "en", "roles": "officer"})
    assert answer.status_code == 422 and 'value="Bob"' in answer.content.decode() and Person.objects.count() == 1


def test_who_is_no_administrator_neither_invites_nor_gives_roles(time: Time) -> None:
    alice = found_desk()
    bob = member(alice)
    browser = login_client(bob, NOW)
    for path in (INVITE, f"/desk/en/roles/{bob.person.id}/"):
        assert browser.get(path).status_code == 403
        assert send(browser, path, {"roles": "administrator"}).status_code == 403
    assert Person.objects.get(id=bob.person.id).roles == "officer"


def test_what_an_administrator_does_to_others_asks_for_an_old_factor_again(time: Time) -> None:
    """BAY-01-016: in the peer a login of yesterday was enough to make administrators."""
    alice = with_app(found_desk())
    bob = member(alice)
    browser, path = login_client(alice, NOW), f"/desk/en/roles/{bob.person.id}/"
    for _ in range(4):
        time.passes(minutes=10)
        assert browser.get(path).status_code == 200
    page = send(browser, path, {"roles": ["officer", "approver"]})
    assert page.status_code == 403 and "once more" in page.content.decode()
    assert Person.objects.get(id=bob.person.id).roles == "officer"
    fields = hidden(page)
    assert send(browser, path, fields | {"enter-code": "123"}).status_code == 422
    kept = [(name, value) for name, value in fields.items() if name != "kept-roles"]
    kept += [("kept-roles", "officer"), ("kept-roles", "approver"), ("enter-code", code(time))]
    assert send(browser, path, kept).status_code == 303
    assert Person.objects.get(id=bob.person.id).roles == "approver officer"
    assert send(browser, path, {"roles": "duty"}).status_code == 303  # fresh for the next half hour


def test_the_second_keys_are_shown_and_changed_only_with_a_fresh_one(time: Time) -> None:
    alice = with_app(found_desk())
    browser = login_client(alice, NOW)
    assert browser.get("/desk/en/factors/").status_code == 200
    for _ in range(4):
        time.passes(minutes=10)
        browser.get(PROFILE)
    page = browser.get("/desk/en/factors/")
    assert page.status_code == 403 and hidden(page)["enter-at"] == "/desk/en/factors/"
    answer = send(browser, LOGIN, hidden(page) | {"enter-code": code(time)})
    assert answer["Location"] == "/desk/en/factors/"
    page = browser.get("/desk/en/factors/")
    assert page.status_code == 200 and "Recovery codes left: 0" in page.content.decode()
    answer = send(browser, "/desk/en/factors/", {"do": "new-codes"})
    assert len(re.findall(r"<li>([A-Z2-7-]{19})</li>", answer.content.decode())) == 10
    last = send(browser, "/desk/en/factors/", {"do": "remove", "factor": str(Factor.objects.get(kind="totp").id)})
    assert last.status_code == 422 and Factor.objects.filter(kind="totp").exists()


# Bodies that are no form of ours


@pytest.mark.parametrize("path", [PROFILE, INVITE, LOGIN, "/desk/en/begin/", "/desk/en/factors/", "/desk/en/logins/"])
def test_json_lists_and_repeated_fields_get_a_sentence_and_do_nothing(time: Time, path: str) -> None:
    """BAY-01-037, 042: a number or a list where the peer's code expected text ended in a stack trace, or in more."""
    alice = with_app(found_desk())
    browser = login_client(alice, NOW)
    before = list(Person.objects.values())
    for body in ('{"name": ["a"], "do": {"x": 1}}', "[]", "null", "7"):
        answer = browser.post(path, body, content_type="application/json")
        assert answer.status_code == 415 and b"Traceback" not in answer.content
    twice = [(name, value) for name in ("name", "handle", "lang", "do", "login", "code", "desk") for value in ("a", "b")]
    assert send(browser, path, twice).status_code in (303, 400, 409)
    assert send(browser, path, [("enter-step", "totp"), ("enter-step", "passphrase")]).status_code == 400
    assert send(browser, path, {"name[]": "x", "lang": "xx", "do": "remove", "factor": "1", "login": "../.."}).status_code < 500
    assert list(Person.objects.values()) == before and Factor.objects.count() == 1


def test_names_are_for_those_who_hold_the_key_of_the_desk(time: Time) -> None:
    """BAY-01-021: lists of the peer carried user names to whoever could ask for a list."""
    alice = found_desk()
    bob = newcomer(alice)
    assert accounts.names(bob) == {}
    assert accounts.desk_name(bob) == ""
    page = login_client(bob, NOW).get(PROFILE).content.decode()
    assert not any(name in page for name in ("Alice", "Bob", "heron", "harbour"))
