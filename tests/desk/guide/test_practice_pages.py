"""The practice pages in six languages, and the self-assessment: read once, kept nowhere, "stand back" is a result."""

from collections.abc import Callable
from html import unescape

import pytest
from django.http import HttpResponse
from django.test import Client

from alongside.desk.guide import practice
from alongside.directory import reader
from alongside.directory.vocabulary import LANGUAGES
from alongside.plan import risk

Post = Callable[..., HttpResponse]
PATH = "/en/practice/risk/"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("slug", practice.SLUGS)
def test_a_practice_page_is_there_in_every_language(client: Client, slug: str, lang: str) -> None:
    response = client.get(f"/{lang}/practice/{slug}/")
    text = practice.read(slug, lang)
    body = unescape(response.content.decode())
    assert response.status_code == 200
    assert text.words["title"] in body
    assert (f'<div lang="{text.lang}"' in body) == (text.lang != lang)


def test_every_text_on_disk_has_a_page() -> None:
    assert {path.stem for path in (practice.PAGES / "en").glob("*.toml")} == {*practice.SLUGS, practice.RISK}


def test_every_mechanism_that_a_text_points_to_exists() -> None:
    for slug in practice.SLUGS:
        for section in practice.read(slug, "en").words["sections"]:
            for id_ in section["mechanisms"]:
                assert id_ in reader.load().mechanisms, (slug, id_)


def test_a_text_that_nobody_wrote_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        practice.read("../../web/settings", "en")


def test_the_library_of_reports_shows_symbols_and_says_what_is_unsure(client: Client) -> None:
    body = client.get("/en/practice/reports/").content.decode()
    for report in reader.load().reports():
        if report.get("symbol"):
            assert report["symbol"] in body
    assert "A/HRC/14/19" in body and "Check first" in body


def test_every_question_has_three_answers_of_one_size(client: Client) -> None:
    body = client.get(PATH).content.decode()
    for code in (*risk.THREATS, *risk.VULNERABILITIES, *risk.CAPACITIES):
        assert body.count(f'name="{code}"') == 3
    assert body.count('name="threshold"') == 4
    assert " checked" not in body


def test_a_threat_in_life_leads_to_help_today_and_allows_standing_back(post: Post) -> None:
    body = post(PATH, {"direct-threat": "yes", "actor-able": "yes", "threshold": "low"}).content.decode()
    assert "Acute" in body and "You may stand back." in body and "Contact someone who can act today" in body


def test_an_empty_form_is_answered_with_care(post: Post) -> None:
    body = unescape(post(PATH, {}).content.decode())
    assert "Moderate" in body and "Questions still open (29)" in body


def test_answers_can_be_changed_without_typing_them_again(post: Post) -> None:
    answers = {"direct-threat": "yes", "alone": "no", "threshold": "some"}
    result = post(PATH, answers).content.decode()
    for code, value in answers.items():
        assert f'<input type="hidden" name="{code}" value="{value}">' in result
    form = post(PATH, answers | {"again": "1"}).content.decode()
    assert form.count(" checked") == 3


def test_an_unreadable_answer_gets_a_sentence_and_the_others_stay(post: Post) -> None:
    body = unescape(post(PATH, {"direct-threat": "perhaps", "alone": "yes", "threshold": "all of it"}).content.decode())
    assert body.count("We could not read the answer to") == 4  # two faults, each at its field and at the top
    assert 'value="yes" checked' in body


def test_other_fields_are_not_carried_along(post: Post) -> None:
    body = post(PATH, {"direct-threat": "yes", "name": "Zubaida"}).content.decode()
    assert body.partition("</main>")[0].count("Zubaida") == 0
