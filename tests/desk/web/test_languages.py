"""The language stands in the path; the switch keeps the page, and on an answered form it keeps what was typed."""

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client

from alongside.desk.guide import words
from alongside.directory.vocabulary import LANGUAGES


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("ar", "ar"),
        ("fr-CH, fr;q=0.9, en;q=0.8", "fr"),
        ("de, es;q=0.5, ru;q=0.7", "ru"),
        ("zh-Hans-CN", "zh"),
        ("de", "en"),
        ("", "en"),
        ("*", "en"),
        ("en;q=0, ru;q=0.1", "ru"),
        ("fr;q=nan, ar;q=inf, ru;q=x, es;q=-1", "en"),
        ("," * 10_000, "en"),
    ],
)
def test_the_first_page_opens_in_the_browsers_language(client: Client, asked: str, given: str) -> None:
    response = client.get("/", headers={"accept-language": asked})
    assert response.status_code == 302
    assert response["Location"] == f"/{given}/"
    assert response["Vary"] == "Accept-Language"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_page_names_its_language_and_direction(client: Client, lang: str) -> None:
    for path in ("", "about/", "directory/", "directory/un-ccpr/", "countries/", "countries/EGY/", "practice/", "practice/risk/"):
        body = client.get(f"/{lang}/{path}").content.decode()
        assert f'<html lang="{lang}" dir="{words.catalogue.direction(lang)}">' in body


def test_the_switch_keeps_the_page(client: Client) -> None:
    body = client.get("/en/countries/EGY/").content.decode()
    for lang in LANGUAGES:
        assert f'href="/{lang}/countries/EGY/"' in body


def test_the_switch_on_an_answer_sends_the_form_again(post: Callable[..., HttpResponse]) -> None:
    body = post("/en/directory/", {"text": 'visa "for" <Zubaida>'}).content.decode()
    assert '<input type="hidden" name="text" value="visa &quot;for&quot; &lt;Zubaida&gt;">' in body
    assert 'formaction="/ar/directory/"' in body
    assert 'href="/ar/directory/' not in body


def test_a_page_says_that_its_words_are_machine_drafted_until_somebody_signs(client: Client) -> None:
    for lang in LANGUAGES:
        drafted = 'class="drafted"' in client.get(f"/{lang}/").content.decode()
        assert drafted == words.guide(lang).machine_drafted


def test_english_texts_on_other_pages_are_marked(client: Client) -> None:
    with_fallback = client.get("/ar/directory/un-ccpr/").content.decode()
    translated = "un-ccpr" in words_of("ar")
    assert ('<h1 lang="en" dir="ltr">' in with_fallback) != translated


def words_of(lang: str) -> dict[str, object]:
    from alongside.directory import reader

    return dict(reader.load_text(lang))
