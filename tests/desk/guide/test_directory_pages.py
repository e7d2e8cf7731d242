"""The directory: everything by kind, filters by POST, and a page a mechanism that never offers what is gone."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.http import HttpResponse
from django.test import Client

from alongside.desk.guide import entries, search
from alongside.directory import dates, reader
from alongside.directory.vocabulary import LANGUAGES

Post = Callable[..., HttpResponse]
PATH = "/en/directory/"
TODAY = dates.parse("2026-11-22")


def listed(response: HttpResponse) -> set[str]:
    return set(re.findall(r'href="/en/directory/([a-z0-9-]+)/"', response.content.decode().partition("</form>")[2]))


def test_the_list_shows_every_mechanism_once(client: Client) -> None:
    body = client.get(PATH).content.decode().partition("</form>")[2]
    shown = re.findall(r'<li>\s*<a href="/en/directory/([a-z0-9-]+)/"', body)
    assert sorted(shown) == sorted(reader.load().mechanisms)


def test_nothing_in_the_address_is_read_as_a_question(client: Client) -> None:
    assert listed(client.get(PATH + "?text=visa&kind=ngo")) == set(reader.load().mechanisms)


def test_words_are_searched_in_names_lines_and_acts_whatever_their_case_or_accents(post: Post) -> None:
    assert "front-line-defenders" in listed(post(PATH, {"text": "FRONT líne"}))
    disappearance = listed(post(PATH, {"text": "disappearance"}))
    assert "un-wgeid" in disappearance and "france-marianne" not in disappearance


def test_all_words_must_be_found(post: Post) -> None:
    both, one = listed(post(PATH, {"text": "visa journalists"})), listed(post(PATH, {"text": "visa"}))
    assert both <= one


@pytest.mark.parametrize(
    ("name", "value"), [("kind", "fund"), ("status", "closed"), ("language", "ar"), ("category", "journalist")]
)
def test_a_filter_keeps_only_what_fits(post: Post, name: str, value: str) -> None:
    found = listed(post(PATH, {name: value}))
    mechanisms = reader.load().mechanisms
    fits = {
        "kind": lambda one: one.kind == value,
        "status": lambda one: one.status == value,
        "language": lambda one: value in one.languages,
        "category": lambda one: value in (*one.categories, *one.prefers, *one.scope.categories),
    }[name]
    assert found == {id_ for id_, one in mechanisms.items() if fits(one)}
    assert found


def test_an_act_keeps_routes_for_it_and_routes_for_any_act(post: Post) -> None:
    found = listed(post(PATH, {"act": "enforced-disappearance"}))
    assert {"un-wgeid", "front-line-defenders"} <= found
    assert "un-sr-housing" not in found


@pytest.mark.parametrize("typed", ["EGY", "eg", "Egypt", "Égypte", "مصر", "埃及", "Египет"])
def test_a_state_is_understood_by_code_and_by_name_in_six_languages(post: Post, typed: str) -> None:
    found = listed(post(PATH, {"state": typed}))
    assert "front-line-defenders" in found
    assert "ecthr-application" not in found  # no member of the Council of Europe
    assert "national-mechanism-mexico" not in found


def test_what_cannot_be_confirmed_for_a_state_stays_in_the_list() -> None:
    directory = reader.load()
    answers = [(id_, entries.looks_at(facts, "EGY", TODAY)) for id_, facts in directory.mechanisms.items()]
    unsure = {id_ for id_, answer in answers if answer is None}
    wish = search.Wish(picked={"state": "EGY"})
    assert unsure <= {one.id for one in search.find(wish, "en", TODAY)}


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("kind", "palace", '"palace" is not one of the answers'),
        ("act", "<b>boredom", '"<b>boredom" is not one of the answers'),
        ("category", "king", '"king" is not one of the answers'),
        ("status", "open?", '"open?" is not one of the answers'),
        ("language", "xx", '"xx" is not one of the answers'),
        ("state", "Egyptt", 'We do not know a country called "Egyptt"'),
        ("text", "x" * 201, "at most 200 characters"),
    ],
)
def test_a_value_that_is_no_answer_gets_a_sentence_and_stays(post: Post, name: str, value: str, said: str) -> None:
    response = post(PATH, {"text": "visa", name: value})
    body = unescape(response.content.decode())
    assert response.status_code == 200
    assert body.count(said) == 2  # at the field and in the list at the top
    assert f'href="#{name}"' in body and f'id="{name}-fault"' in body
    kept = f'value="{value}" selected' if name != "text" else f'value="{value}"'
    assert kept in body
    if name != "text":
        assert re.search(r'name="text"\s+id="text"\s+value="visa"', body)


def test_nothing_found_says_what_to_do_next(post: Post) -> None:
    assert "Take one filter away" in post(PATH, {"text": "qqqqzzzz"}).content.decode()


def test_what_was_typed_is_shown_as_text(post: Post) -> None:
    body = post(PATH, {"text": '"><script>alert(1)</script>'}).content.decode()
    assert "<script" not in body


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_mechanism_has_a_page_in_every_language(client: Client, lang: str) -> None:
    # One language in full, a few entries of each other: the template is the same.
    ids = list(reader.load().mechanisms)
    for id_ in ids if lang == "en" else ids[::25]:
        response = client.get(f"/{lang}/directory/{id_}/")
        assert response.status_code == 200, id_


def test_addresses_no_longer_offered_are_never_links(client: Client) -> None:
    former = [(id_, channel) for id_, one in reader.load().mechanisms.items() for channel in one.channels if channel.legacy]
    assert former
    for id_, channel in former:
        body = client.get(f"/en/directory/{id_}/").content.decode()
        assert not re.search(rf'href="[^"]*{re.escape(str(channel.value))}"', body), id_
        assert "No longer offered" in body


def test_an_unconfirmed_address_is_text_with_check_first(client: Client) -> None:
    body = client.get("/en/directory/un-ccpr/").content.decode()
    assert "ohchr-petitions@un.org" in body
    assert "mailto:ohchr-petitions@un.org" not in body
    assert "check first" in body.lower()


def test_a_confirmed_channel_is_a_link_and_stands_first() -> None:
    one = entries.entry("front-line-defenders", "en")
    assert one is not None
    offered, former = entries.ways(one)
    assert offered[0].channel.confirmed and offered[0].link == "tel:+35312100489"
    assert [way.channel.confirmed for way in offered] == sorted((way.channel.confirmed for way in offered), reverse=True)
    assert all(way.channel.legacy and way.link is None for way in former)


def test_a_page_tells_who_will_know_how_soon_and_how_old_its_facts_are(client: Client) -> None:
    body = client.get("/en/directory/un-ccpr/").content.decode()
    for words in (
        "How soon",
        "Who will know",
        "stay unnamed",
        "Last verified",
        "27 May 2026",
        "Sources (",
        "What it can close",
    ):
        assert words in body
