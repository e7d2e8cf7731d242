"""Every public URL answers with the same headers, no cookie, and refuses what it does not take."""

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve

from alongside.desk.web import assets, private
from tests.desk import url_table
from tests.desk.url_table import EXAMPLES, Example

STYLESHEET = assets.address("alongside.css").rpartition("/")[2]
MUST = {
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
PAGES_WITHOUT_FORM = [name for name, one in EXAMPLES.items() if "POST" not in one.methods and not one.path.startswith("/api/")]
POLICY = (
    "default-src 'none'", "script-src 'none'", "style-src 'self'", "img-src 'self'", "font-src 'none'", "form-action 'self'",
    "base-uri 'none'", "frame-ancestors 'none'",
)  # fmt: skip
CASES = [pytest.param(name, method, id=f"{name}-{method}") for name, example in EXAMPLES.items() for method in example.methods]


def routes(patterns: list[URLPattern | URLResolver], before: str = "") -> set[str]:
    found: set[str] = set()
    for pattern in patterns:
        whole = before + str(pattern.pattern)
        found |= routes(pattern.url_patterns, whole) if isinstance(pattern, URLResolver) else {whole}
    return found


def ask(client: Client, example: Example, method: str) -> HttpResponse:
    return url_table.ask(client, example, method, STYLESHEET)


def dressed(response: HttpResponse) -> None:
    for name, value in MUST.items():
        assert response[name] == value
    of_the_desk = response.request["PATH_INFO"].startswith("/desk/")
    assert set(response["Content-Security-Policy"].split("; ")) == set(
        private.CONTENT_POLICY.split("; ") if of_the_desk else POLICY
    )
    assert "camera=()" in response["Permissions-Policy"] and "=*" not in response["Permissions-Policy"]
    assert not response.cookies and "Set-Cookie" not in response.headers


def test_every_route_has_an_example() -> None:
    shown = {resolve(example.path.format(stylesheet=STYLESHEET)).route for example in EXAMPLES.values()}
    private = {route for route in routes(get_resolver().url_patterns) if route.startswith("desk/<language:lang>/")}
    assert routes(get_resolver().url_patterns) - private == shown


@pytest.mark.parametrize(("name", "method"), CASES)
def test_every_url_sends_all_headers_and_no_cookie(client: Client, name: str, method: str) -> None:
    example = EXAMPLES[name]
    response = ask(client, example, method)
    assert response.status_code == (example.status if method == "GET" else 200)
    if name == "leave":
        # The way out must not tell the other site where it came from.
        assert response["Referrer-Policy"] == "no-referrer"
        response["Referrer-Policy"] = "same-origin"
    dressed(response)
    assert response["Cache-Control"] == ("public, max-age=31536000, immutable" if name == "static" else "no-store")


@pytest.mark.parametrize("name", PAGES_WITHOUT_FORM)
def test_a_page_without_a_form_takes_no_post(client: Client, name: str) -> None:
    response = ask(client, EXAMPLES[name], "POST")
    assert response.status_code == 405
    assert "POST" not in response["Allow"]
    dressed(response)


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_answer_to_a_strange_method_names_those_that_the_path_takes(client: Client, name: str) -> None:
    example = EXAMPLES[name]
    path = example.path.format(stylesheet=assets.address("alongside.css").rpartition("/")[2])
    allowed = client.delete(path)["Allow"].split(", ")
    assert ("POST" in allowed) == ("POST" in example.methods)
    assert ("GET" in allowed) == ("GET" in example.methods)
    assert ("HEAD" in allowed) == (client.head(path).status_code != 405)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"])
def test_no_page_takes_another_method(client: Client, method: str) -> None:
    response = client.generic(method, "/en/")
    assert response.status_code == 405
    dressed(response)


def test_head_answers_like_get(client: Client) -> None:
    response = client.head("/en/")
    assert response.status_code == 200 and response.content == b""
    dressed(response)


def test_no_page_loads_anything_from_elsewhere(client: Client) -> None:
    for example in (one for one in EXAMPLES.values() if one.path.startswith("/en/")):
        body = ask(client, example, example.methods[-1]).content.decode()
        for loader in ('src="http', "<script", "<iframe", "<img", 'rel="preconnect"', "url(http", "@import", " style="):
            assert loader not in body, (example.path, loader)
