"""The face of the desk before any view is asked: whose form is taken, where it is at home, and the rules of its cookie."""

from collections.abc import Callable, Iterator

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import path

from alongside.desk.web import door, errors, middleware
from alongside.desk.web.private import Faces

FORM = "application/x-www-form-urlencoded"


def page(request: HttpRequest) -> HttpResponse:
    """Sets cookies as careless code might."""
    response = HttpResponse(f"{len(request.POST)} fields", content_type="text/html")
    if request.GET.get("lock"):
        response.delete_cookie("alongside")
    else:
        response.set_cookie("alongside", "s" * 43, domain="example", path="/", samesite="None")
    response.set_cookie("other", "1")
    return response


handler404 = errors.not_found
urlpatterns = [path("desk/en/page/", page), path("en/page/", page)]


@pytest.fixture
def face(client: Client) -> Iterator[Client]:
    with override_settings(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"]):
        yield client


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"},
        {"Origin": "http://localhost"},
        {"Origin": "https://LOCALHOST"},
    ],
)
def test_a_form_of_the_desk_is_taken(face: Client, headers: dict[str, str]) -> None:
    assert face.post("/desk/en/page/", "a=1", content_type=FORM, headers=headers).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": "none", "Origin": "http://localhost"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://localhost"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
        {"Sec-Fetch-Site": ""},
        {"Origin": "null"},
        {"Origin": "http://localhost:8001"},
        {"Origin": "https://mallory.example"},
    ],
)
def test_any_other_form_is_refused_unread(face: Client, headers: dict[str, str]) -> None:
    response = face.post("/desk/en/page/", "a=1", content_type=FORM, headers=headers)
    assert response.status_code == 403 and not response.cookies


@pytest.mark.parametrize(
    ("host", "home"), [("127.0.0.1:8000", "localhost:8000"), ("127.0.0.1", "localhost"), ("[::1]:81", "localhost:81")]
)
def test_an_address_of_numbers_leads_to_localhost(face: Client, host: str, home: str) -> None:
    """Browsers know no passkey of an address of numbers (security.md 26)."""
    response = face.get("/desk/en/page/?a=1", headers={"host": host})
    assert (response.status_code, response["Location"]) == (302, f"http://{home}/desk/en/page/?a=1")
    assert face.get("/en/page/", headers={"host": host}).status_code == 200, "the public pages need none"


@pytest.mark.parametrize(("host", "secure"), [("localhost:8000", False), ("desk.example", True), ("192.168.1.5", True)])
def test_the_cookie_is_bound_whatever_the_view_said(face: Client, host: str, secure: bool) -> None:
    cookie = face.get("/desk/en/page/", headers={"host": host}).cookies["alongside"]
    assert (cookie["path"], cookie["samesite"], cookie["domain"]) == ("/desk/", "Strict", "")
    assert (bool(cookie["httponly"]), bool(cookie["secure"])) == (True, secure)


def test_no_other_cookie_leaves_and_none_the_public_pages(face: Client) -> None:
    assert set(face.get("/desk/en/page/").cookies) == {"alongside"}
    assert not face.get("/en/page/").cookies


def test_who_locks_keeps_nothing_in_the_browser(face: Client) -> None:
    assert face.get("/desk/en/page/?lock=1")["Clear-Site-Data"] == '"cache", "storage"'
    assert "Clear-Site-Data" not in face.get("/desk/en/page/")


def test_the_desk_takes_large_forms_and_the_public_pages_do_not(face: Client) -> None:
    fields = "&".join(f"f{number}={'x' * 300}" for number in range(2000))
    ours = {"Sec-Fetch-Site": "same-origin"}
    assert face.post("/desk/en/page/", fields, content_type=FORM, headers=ours).content == b"2000 fields"
    assert face.post("/en/page/", fields, content_type=FORM, headers=ours).status_code == 413
    assert face.post("/desk/en/page/", "a" * 1_100_000, content_type=FORM, headers=ours).status_code == 413


def test_the_desk_is_not_packed(face: Client) -> None:
    """The length of a packed page that holds a secret beside what somebody typed tells the one by the other."""
    packing: Callable[[HttpRequest], HttpResponse] = Faces(lambda request: HttpResponse("x" * 5000))
    for address, packed in (("/desk/en/page/", False), ("/en/page/", True)):
        request = RequestFactory(SERVER_NAME="localhost").get(address, headers={"accept-encoding": "gzip"})
        assert ("Content-Encoding" in packing(request)) == packed


def test_large_bodies_are_counted_apart() -> None:
    """Whoever floods the desk with them stops no small form, and memory has its bound."""
    most = door.MOST_READING[False] * middleware.LARGEST_BODY + door.MOST_READING[True] * 1024 * 1024
    assert most <= 80 * 1024 * 1024


@pytest.mark.parametrize(
    ("address", "lang", "title"), [("/desk/fr/nothing/", "fr", "Cette page n’existe pas"), ("/desk/nothing/", "en", "page")]
)
def test_an_error_is_told_in_the_language_of_the_path(face: Client, address: str, lang: str, title: str) -> None:
    response = face.get(address)
    assert (
        response.status_code == 404 and f'<html lang="{lang}"' in response.content.decode() and title in response.content.decode()
    )
    assert 'class="nobody"' not in response.content.decode(), "the frame of the desk, not of the public pages"
