"""The search: nothing that was typed stands in an address; the way back works; only her own cases are found and counted."""

import base64
import re
from urllib.parse import unquote, urlencode

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alongside.desk.cases import store
from alongside.desk.cases.demo import bulk
from alongside.desk.cases.demo.bulk import New
from alongside.desk.cases.finding.wish import NARROWED, Wish
from alongside.desk.people import logins
from tests.desk.cases.telling import NOW, fact, person
from tests.desk.making import found_desk, login_client, member

pytestmark = pytest.mark.usefixtures("database")
SEARCH, SAVED = "/desk/en/cases/search/", "/desk/en/cases/saved/"


def posted(client: Client, path: str, fields: dict[str, str]) -> HttpResponse:
    """A form as browsers send it."""
    return client.post(path, urlencode(fields), content_type="application/x-www-form-urlencoded")


def sent(client: Client, **fields: str) -> str:
    """The address that a search leads to."""
    answer = posted(client, SEARCH, fields)
    assert answer.status_code == 303
    return str(answer.headers["Location"])


def shown(client: Client, address: str = SEARCH) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def searched(client: Client, **fields: str) -> str:
    return shown(client, sent(client, **fields))


def two_cases() -> Client:
    alice = found_desk()
    store.create(alice, [person("Amal Zaytoun"), fact("event", state_responsible="EGY", title="CANARY")], NOW)
    store.create(alice, [person("Bahia"), fact("event", state_responsible="DZA"), fact("act", code="travel-ban")], NOW)
    return login_client(alice)


def test_a_search_is_answered_and_stands_in_its_field_again() -> None:
    text = searched(two_cases(), text="amal")
    assert "Amal Zaytoun" in text and "Bahia" not in text and "Found: 1" in text and 'value="amal"' in text


def test_without_a_search_the_newest_cases_are_shown() -> None:
    client = two_cases()
    for text in (shown(client), searched(client), searched(client, text="   ")):
        assert "Amal Zaytoun" in text and "Bahia" in text and "Cases that you may open: 2" in text


def test_no_word_of_a_search_stands_in_the_address() -> None:
    client = two_cases()
    address = sent(client, text="CANARY", act="travel_ban")
    token = address.partition("?q=")[2]
    assert re.fullmatch(r"[A-Za-z0-9_-]+", token)
    plain = base64.urlsafe_b64decode(token + "==")
    for word in ("canary", "travel"):  # long ones: three letters stand in a sealed text by chance
        assert word not in unquote(address).lower() and word.encode() not in plain.lower()
    assert len({len(sent(client, text="x" * length)) for length in range(1, 120)}) == 1


def test_words_in_the_address_are_not_read() -> None:
    text = shown(two_cases(), f"{SEARCH}?text=amal&state=egy")
    assert "Bahia" in text and 'value="amal"' not in text


def test_the_same_search_has_another_address_each_time() -> None:
    client = two_cases()
    assert sent(client, text="amal") != sent(client, text="amal")


def test_an_address_of_an_ended_login_opens_nothing_and_says_so() -> None:
    alice = found_desk()
    store.create(alice, [person("Amal")], NOW)
    address = sent(login_client(alice), text="nobody")
    again = login_client(alice)
    text = shown(again, address)
    assert "ended with the login" in text and "Amal" in text
    logins.lock(alice.login)
    assert again.get(address).status_code == 403


@pytest.mark.parametrize("token", ["x", "=", "%00", "AAAA", "a" * 5000, "ä", "AQEAAAAB" * 50])
def test_a_broken_address_is_answered_like_an_ended_one(token: str) -> None:
    assert "ended with the login" in shown(two_cases(), f"{SEARCH}?q={token}")


def test_a_search_can_be_narrowed_and_counts_only_her_cases() -> None:
    client = two_cases()
    text = shown(client)
    assert "Egypt (1)" in text and "Algeria (1)" in text
    narrowed = searched(client, state="dza")
    assert "Bahia" in narrowed and "Amal" not in narrowed and '<option value="dza" selected>Algeria (1)</option>' in narrowed
    assert "Any" in narrowed and "Egypt (1)" in narrowed
    nothing = searched(client, text="amal", state="dza")
    assert "No case that you may open fits" in nothing and "Algeria (0)" in nothing


def test_a_name_that_only_sounds_alike_is_marked() -> None:
    alice = found_desk()
    store.create(alice, [person("Gaddafi")], NOW)
    text = searched(login_client(alice), text="Qaddafi")
    assert "Sounds alike" in text and "1 only because a name sounds alike" in text


def test_the_next_page_keeps_the_search() -> None:
    alice = found_desk()
    bulk.create(alice.desk, [New([person(f"Amal {at:03}")], alice, NOW, [alice]) for at in range(40)])
    client = login_client(alice)
    address = sent(client, text="amal", order="name")
    text = shown(client, address)
    following = re.search(r'href="(\?q=[^"]+page=2)" rel="next"', text)
    assert following and "Amal 000" in text and "Amal 039" not in text
    second = shown(client, SEARCH + following[1].replace("&amp;", "&"))
    assert "Amal 039" in second and "Amal 000" not in second and "Found: 40" in second


def test_what_another_member_keeps_to_herself_cannot_be_guessed_word_by_word() -> None:
    alice = found_desk()
    store.create(alice, [person("Rarename"), fact("event", state_responsible="FJI")], NOW)
    bob = login_client(member(alice, "Bob"))
    typed_or_sealed = re.compile(r'value="(?:Rarename|Othername|[A-Za-z0-9_-]{100,})"|q=[A-Za-z0-9_-]+')
    answers = {typed_or_sealed.sub("", searched(bob, text=word)) for word in ("Rarename", "Othername")}
    assert len(answers) == 1 and "Fiji" not in shown(bob)


@pytest.mark.usefixtures("still")
def test_a_search_costs_as_many_queries_for_many_cases_as_for_few() -> None:
    alice = found_desk()
    client = login_client(alice)
    counts = []
    for count in (2, 50):
        bulk.create(alice.desk, [New([person(f"Amal {at:03}")], alice, NOW, [alice]) for at in range(count)])
        address = sent(client, text="amal")
        shown(client, address)
        with CaptureQueriesContext(connection) as asked:
            shown(client, address)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 4


codes = st.dictionaries(st.sampled_from([*NARROWED, "order", "text", "unknown"]), st.text(max_size=300), max_size=6)


@given(codes)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_form_is_a_wish_and_a_wish_is_itself_again(sent: dict[str, str]) -> None:
    wish = Wish.of(sent)
    assert Wish.of(wish.plain()) == wish


@pytest.mark.parametrize("text", ['"', "AND", "NEAR(", "a:b", "*", "((", "-", "\u202e", "'; DROP TABLE record", "%s", "日" * 300])
def test_signs_of_a_query_language_are_letters_or_nothing(text: str) -> None:
    client = two_cases()
    assert client.get(sent(client, text=text)).status_code == 200
