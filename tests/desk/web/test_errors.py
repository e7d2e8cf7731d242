"""An error is one kind sentence in the language of the path, never a trace, never what was asked."""

import json
from unittest.mock import patch

import pytest
from django.test import Client

from alongside.desk.web import errors

MARKER = "Zubaida-Marker"


def test_a_missing_page_says_so(client: Client) -> None:
    response = client.get(f"/en/{MARKER}/")
    assert response.status_code == 404
    assert "There is no such page" in response.content.decode()


@pytest.mark.parametrize("path", ["/en/directory/no-such-mechanism/", "/en/countries/XXX/", "/en/countries/egy/", "/en/practice/nothing/",
                                  "/de/", "/static/alongside.css", "/en/practice/../../etc/", "/en//"])  # fmt: skip
def test_unknown_things_are_missing_pages(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("lang", ["ar", "en", "es", "fr", "ru", "zh"])
def test_an_error_page_stands_in_the_language_of_the_path(client: Client, lang: str) -> None:
    body = client.get(f"/{lang}/nothing-here/").content.decode()
    assert f'<html lang="{lang}" dir="{"rtl" if lang == "ar" else "ltr"}">' in body


def test_a_foreign_host_name_is_refused(client: Client) -> None:
    response = client.get("/en/", headers={"host": "mallory.example"})
    assert response.status_code == 400
    assert "mallory" not in response.content.decode()


def test_a_failure_shows_no_trace(client: Client) -> None:
    with patch("alongside.desk.guide.home_views.render", side_effect=RuntimeError(MARKER)):
        response = client.get("/en/about/")
    body = response.content.decode()
    assert response.status_code == 500
    assert "Something broke on our side" in body
    assert MARKER not in body and "Traceback" not in body
    assert response["Content-Security-Policy"] and response["Cache-Control"] == "no-store"


@pytest.mark.parametrize("broken", ["PublicFace.refused", "words.of_path", "errors.page"])
def test_a_failure_in_the_middleware_itself_is_dressed(client: Client, broken: str) -> None:
    real = errors.page
    failing = {"side_effect": RuntimeError(MARKER)}
    if broken == "errors.page":
        failing = {"side_effect": lambda request, status, **more: real(request, status) if status == 500 else 1 / 0}
    with patch(f"alongside.desk.web.middleware.{broken}", **failing):
        response = client.delete("/en/about/")
    assert response.status_code == 500
    assert "Something broke on our side" in response.content.decode() and MARKER not in response.content.decode()
    assert response["Content-Security-Policy"] and response["Cache-Control"] == "no-store"


def test_a_failure_of_the_packing_is_dressed(client: Client) -> None:
    with patch("django.middleware.gzip.GZipMiddleware.process_response", side_effect=RuntimeError(MARKER)):
        response = client.get("/en/about/")
    assert response.status_code == 500
    assert response["Content-Security-Policy"] and response["Cache-Control"] == "no-store"


def test_a_failure_of_the_error_page_still_gets_its_sentence(client: Client) -> None:
    with patch("alongside.desk.web.frame.assets.address", side_effect=RuntimeError(MARKER)):
        response = client.get("/en/about/")
    assert response.status_code == 500
    assert response.content.decode().startswith("It is not your fault")


@pytest.mark.parametrize("status", errors.KNOWN)
def test_programs_get_problem_details(status: int) -> None:
    response = errors.problem(status)
    assert response["Content-Type"] == "application/problem+json"
    assert json.loads(response.content)["status"] == status
