"""A POST passes when the browser says that it comes from this site, or when no browser sent it (security.md 20)."""

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client

PATH = "/en/practice/risk/"
Post = Callable[..., HttpResponse]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"},
        {"Origin": "http://localhost"},
        {"Origin": "https://LOCALHOST"},
    ],
)
def test_our_own_form_is_taken(post: Post, headers: dict[str, str]) -> None:
    assert post(PATH, {"alone": "yes"}, **headers).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": ""},
        {"Sec-Fetch-Site": "cross-site", "Origin": "https://mallory.example"},
        {"Origin": "https://mallory.example"},
        {"Origin": "http://localhost.mallory.example"},
        {"Origin": "http://localhost:8001"},
        {"Origin": "null"},
        {"Origin": "http://["},
        {"Origin": "http://localhost@mallory.example"},
        {"Origin": "http://localhost/"},
        {"Origin": "//localhost"},
        {"Origin": "ftp://localhost"},
        {"Origin": ""},
    ],
)
def test_a_form_of_another_site_is_refused_kindly(post: Post, headers: dict[str, str]) -> None:
    response = post(PATH, {"alone": "yes"}, **headers)
    assert response.status_code == 403
    assert "another site" in response.content.decode()
    assert response["Content-Security-Policy"] and response["Cache-Control"] == "no-store"


def test_a_file_is_refused_before_it_is_read(client: Client) -> None:
    response = client.post(PATH, {"alone": "yes"})  # the test client sends multipart
    assert response.status_code == 415


def test_too_much_text_is_refused_before_it_is_read(post: Post) -> None:
    response = post("/en/directory/", {"text": "x" * 70_000})
    assert response.status_code == 413
    assert "60,000" in response.content.decode()


def test_a_form_sent_in_pieces_is_refused_with_a_sentence(client: Client) -> None:
    response = client.generic("POST", PATH, content_type="application/x-www-form-urlencoded", HTTP_TRANSFER_ENCODING="chunked")
    assert response.status_code == 411
    assert "without saying how long it is" in response.content.decode()


def test_every_box_of_every_page_can_be_ticked_at_once(post: Post) -> None:
    from alongside.desk.guide import answers, steps

    boxes = [
        (question.name, choice.value)
        for step in steps.ORDER
        for question in steps.questions(step, {}, {}, "en")
        if question.name in answers.MANY
        for choice in question.choices
    ]
    others = [(name, "") for name in answers.ONE] + [("step", "agreed"), ("go", "back")]
    assert len(boxes) > 80
    assert post("/en/situation/", boxes + others).status_code == 200


def test_a_length_that_is_no_number_is_refused(client: Client) -> None:
    response = client.post(PATH, "alone=yes", content_type="application/x-www-form-urlencoded", CONTENT_LENGTH="many")
    assert response.status_code == 400


def test_more_fields_than_any_form_has_are_refused(post: Post) -> None:
    response = post("/en/directory/", [(f"f{number}", "x") for number in range(251)])
    assert response.status_code == 400


def test_a_form_that_is_not_utf8_is_answered(client: Client) -> None:
    response = client.post("/en/directory/", b"text=%ff%fe\x00&state=%00", content_type="application/x-www-form-urlencoded")
    assert response.status_code == 200
