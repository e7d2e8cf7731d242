"""The pages of the way in, as a browser without scripts sees them."""

import re
from threading import BoundedSemaphore

import pytest
from django.urls import URLResolver, get_resolver

from alongside.desk.people import first_start, logins, throttle
from alongside.desk.people.logins import Pending
from alongside.desk.people.models import Desk, Factor, Login, Person
from alongside.desk.people.unlocked import Unlocked
from alongside.vault import passphrases, totp
from tests.desk.making import NOW, Browser, found_desk, login_client, member
from tests.desk.people.coming_in import INVITE, LOGIN, PROFILE, Time, code, founded, give_words, hidden, send, with_app

pytestmark = pytest.mark.usefixtures("database", "cheap")
EMERGENCY = "/desk/en/cases/emergency/"


# The first start


def test_before_a_desk_exists_every_page_leads_to_its_beginning() -> None:
    answer = Browser().get(PROFILE)
    assert (answer.status_code, answer["Location"]) == (303, "/desk/en/begin/")


def test_the_whole_first_start_in_a_browser_without_scripts(time: Time, monkeypatch: pytest.MonkeyPatch) -> None:
    told = first_start.arm()
    browser = Browser()
    form = {"code": told, "desk": "Harbour", "name": "Alice", "handle": "heron", "lang": "en"}
    answer = send(browser, "/desk/en/begin/", form)
    words = re.findall(r"<li>([a-z-]+)</li>", answer.content.decode())
    assert answer.status_code == 200 and len(words) == 6
    answer = give_words(browser, " ".join(words))
    assert answer.status_code == 303
    page = browser.get(answer["Location"])
    assert page.status_code == 200 and "Set up a second key" in page.content.decode()
    assert "<svg" in page.content.decode()
    fields = dict(re.findall(r'name="(enter-seed|enter-at)" value="([^"]*)"', page.content.decode()))
    secret = re.search(r'class="secret" dir="ltr">([A-Z2-7 ]+)<', page.content.decode())
    assert secret
    digits = totp.code(_bytes(secret[1]), int(time.now.timestamp()))
    answer = send(browser, LOGIN, {"enter-step": "add-totp", "enter-code": digits, **fields})
    codes = re.findall(r"<li>([A-Z2-7]{4}(?:-[A-Z2-7]{4}){3})</li>", answer.content.decode())
    assert answer.status_code == 200 and len(set(codes)) == 10
    assert browser.get(PROFILE).status_code == 200


def _bytes(text: str) -> bytes:
    import base64

    return base64.b32decode(text.replace(" ", ""))


def test_the_same_form_sent_again_makes_no_second_desk_and_says_how_to_go_on() -> None:
    """BAY-01-005: the first account of the peer could be made over HTTP by whoever came first."""
    form = {"code": first_start.arm(), "desk": "Harbour", "name": "Alice", "handle": "heron", "lang": "en"}
    assert send(Browser(), "/desk/en/begin/", form).status_code == 200
    again = send(Browser(), "/desk/en/begin/", form)
    assert again.status_code == 409 and "The desk has been made" in again.content.decode()
    assert Desk.objects.count() == Person.objects.count() == 1
    assert Browser().get("/desk/en/begin/").status_code == 200


@pytest.mark.parametrize("code", ["", "AAAA-AAAA", "x" * 5000])
def test_without_the_code_nothing_is_made_and_everything_typed_stays(code: str) -> None:
    first_start.arm()
    form = {"code": code, "desk": "Harbour <b>", "name": "Alice", "handle": "heron", "lang": "en"}
    answer = send(Browser(), "/desk/en/begin/", form)
    assert answer.status_code == 422 and not Desk.objects.exists()
    assert "Harbour &lt;b&gt;" in answer.content.decode() and 'value="heron"' in answer.content.decode()
    first_start.spend()
    assert send(Browser(), "/desk/en/begin/", form | {"code": ""}).status_code == 422


# The way in


def test_looking_at_the_login_sets_no_cookie_and_writes_nothing() -> None:
    found_desk()
    for path in (LOGIN, PROFILE, "/desk/en/factors/"):
        answer = Browser().get(path)
        assert not answer.cookies and "Set-Cookie" not in answer
    assert not Login.objects.exists()


def test_unknown_handle_wrong_words_and_misspelt_words_get_the_same_answer(time: Time) -> None:
    founded()
    wrong = passphrases.generate()
    answers = [
        give_words(Browser(), words, handle=handle)
        for handle, words in (("heron", wrong), ("magpie", wrong), ("heron", "abacuss abacus"), ("magpie", ""))
    ]
    pages = {answer.content.replace(b"magpie", b"heron") for answer in answers}
    assert {answer.status_code for answer in answers} == {422} and len(pages) == 1
    assert not any(answer.cookies for answer in answers) and wrong.encode() not in pages.pop()


def test_the_words_alone_open_nothing(time: Time) -> None:
    _, words = founded()
    browser = Browser()
    give_words(browser, words)
    assert browser.cookies["alongside"]["httponly"] and browser.cookies["alongside"]["samesite"] == "Strict"
    assert browser.cookies["alongside"]["path"] == "/desk/" and not browser.cookies["alongside"]["max-age"]
    for path in (PROFILE, INVITE, "/desk/en/factors/", "/desk/en/logins/"):
        for answer in (browser.get(path), send(browser, path, {"name": "Mallory", "lang": "en", "do": "new-codes"})):
            assert answer.status_code == 403 and b"Alice" not in answer.content
    assert not Factor.objects.exists()


def test_a_pending_login_ends_after_five_minutes(time: Time) -> None:
    unlocked, words = founded()
    with_app(unlocked)
    browser = Browser()
    give_words(browser, words)
    time.passes(minutes=6)
    answer = send(browser, LOGIN, {"enter-step": "totp", "enter-code": code(time)})
    assert answer.status_code == 422 and "longer than five minutes" in answer.content.decode()
    assert not Login.objects.exists()


def test_with_words_and_code_she_lands_where_she_wanted_to_go(time: Time) -> None:
    unlocked, words = founded()
    with_app(unlocked)
    browser = Browser()
    page = browser.get(PROFILE)
    answer = give_words(browser, words, **hidden(page) | {"enter-step": "passphrase"})
    assert answer["Location"] == PROFILE
    page = browser.get(PROFILE)
    assert page.status_code == 403
    answer = send(browser, LOGIN, {**hidden(page), "enter-code": code(time)})
    assert (answer.status_code, answer["Location"]) == (303, PROFILE)
    assert b"Alice" in browser.get(PROFILE).content


@pytest.mark.parametrize(
    "at",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "/en/",
        "/desk/en/nowhere/",
        "javascript:alert(1)",
        "",
        "/leave/",
    ],
)
def test_a_form_cannot_lead_out_of_the_desk(time: Time, at: str) -> None:
    _, words = founded()
    answer = give_words(Browser(), words, **{"enter-at": at})
    assert answer["Location"] == LOGIN


def test_a_crowd_at_the_door_is_asked_to_wait_and_nobody_is_locked_out(time: Time, monkeypatch: pytest.MonkeyPatch) -> None:
    """BAY-01-007: the peer let passwords be tried without limit. Here memory is guarded, and no count can shut a colleague out."""
    unlocked, words = founded()
    with_app(unlocked)
    for _ in range(30):
        assert give_words(Browser(), passphrases.generate()).status_code == 422
    assert give_words(Browser(), words).status_code == 303
    monkeypatch.setattr(throttle, "_line", BoundedSemaphore(1))
    with throttle.slow():
        answer = give_words(Browser(), words)
        assert answer.status_code == 503 and "Wait a little" in answer.content.decode()
        assert "Retry-After" in answer
    assert give_words(Browser(), words).status_code == 303


def test_lock_ends_the_login_and_makes_the_browser_forget(time: Time) -> None:
    alice = found_desk()
    browser, other = login_client(alice, NOW), login_client(alice, NOW)
    stolen = browser.cookies["alongside"].value
    answer = send(browser, "/desk/en/lock/", {})
    assert answer.status_code == 303 and answer["Clear-Site-Data"] and answer.cookies["alongside"].value == ""
    assert Login.objects.count() == 1 and other.get(PROFILE).status_code == 200
    thief = Browser()
    thief.cookies["alongside"] = stolen
    assert thief.get(PROFILE).status_code == 403
    assert browser.get("/desk/en/lock/").status_code == 405


def test_an_idle_login_locks_and_its_row_dies(time: Time) -> None:
    browser = login_client(found_desk(), NOW)
    time.passes(minutes=14)
    assert browser.get(PROFILE).status_code == 200
    time.passes(minutes=14)
    assert browser.get(PROFILE).status_code == 200
    time.passes(minutes=15)
    assert browser.get(PROFILE).status_code == 403 and not Login.objects.exists()


def test_her_open_logins_are_listed_and_ended_and_nobody_elses(time: Time) -> None:
    alice = found_desk()
    bob = member(alice)
    here, there, his = login_client(alice, NOW), login_client(alice, NOW), login_client(bob, NOW)
    page = here.get("/desk/en/logins/").content.decode()
    assert page.count('name="login"') == 2 and bob.login not in page
    assert send(here, "/desk/en/logins/", {"login": bob.login}).status_code == 303
    assert his.get(PROFILE).status_code == 200
    send(here, "/desk/en/logins/", {"do": "end-others"})
    assert here.get(PROFILE).status_code == 200 and there.get(PROFILE).status_code == 403
    answer = send(here, "/desk/en/logins/", {"login": Login.objects.exclude(person=bob.person).get().id})
    assert answer["Location"] == LOGIN and here.get(PROFILE).status_code == 403


def test_a_card_changed_in_the_database_is_told_to_her_in_red(time: Time) -> None:
    alice, words = founded()
    bob = member(alice)
    browser = login_client(alice, NOW)
    Person.objects.filter(id=alice.person.id).update(card=bob.person.card)
    answer = give_words(Browser(), words)
    assert answer.status_code == 403 and "not yours" in answer.content.decode()
    assert browser.get(PROFILE).status_code == 403


SAMPLES = {"language:": "en", "uuid:": "0b5f2f0e-3c7c-4f64-9f0b-0d7a4b4c9e11", "int:": "1", "": "x"}


def private_routes() -> list[tuple[str, str]]:
    """Every address of the desk that needs a login, with something in the place of each id."""
    found, ahead = [], [("", entry) for entry in get_resolver().url_patterns]
    while ahead:
        start, entry = ahead.pop()
        route = start + str(entry.pattern)
        if isinstance(entry, URLResolver):
            ahead += [(route, inner) for inner in entry.url_patterns]
        elif getattr(entry.callback, "access", "anyone") != "anyone":
            path = "/" + route
            for converter, sample in SAMPLES.items():
                path = re.sub(rf"<{converter}[^>]+>", sample, path)
            found.append((str(entry.name), path))
    return sorted(found)


def test_a_pending_login_opens_no_private_page_and_takes_no_form(time: Time) -> None:
    unlocked, words = founded()
    with_app(unlocked)
    browser = Browser()
    give_words(browser, words)
    tables = [list(model.objects.order_by("pk").values()) for model in (Person, Factor, Login)]
    routes = private_routes()
    assert len(routes) > 4
    for name, path in routes:
        page = browser.get(path)
        assert page.status_code == 405 or (page.status_code == 403 and "Your second key" in page.content.decode()), name
        page = send(browser, path, {"name": "Mallory", "lang": "en", "do": "end-others"})
        assert page.status_code == 405 or (page.status_code == 403 and "Your second key" in page.content.decode()), name
        nobody = Browser().get(path)
        assert nobody.status_code == 405 or (nobody.status_code == 403 and "Your six words" in nobody.content.decode()), name
    assert tables == [list(model.objects.order_by("pk").values()) for model in (Person, Factor, Login)]


def test_she_lands_in_the_language_of_her_profile(time: Time) -> None:
    unlocked, _ = founded("ar")
    answer = login_client(unlocked, NOW).get(LOGIN)
    assert (answer.status_code, answer["Location"]) == (303, "/desk/ar/")


@pytest.mark.parametrize("lang", ["ar", "en", "es", "fr", "ru", "zh"])
def test_what_can_be_seen_without_a_login_is_there_in_six_languages(lang: str) -> None:
    pages = [Browser().get(f"/desk/{lang}/begin/")]
    found_desk()
    pages += [Browser().get(f"/desk/{lang}/{path}/") for path in ("login", "begin", "invitation/x", "profile")]
    assert [page.status_code for page in pages] == [200, 200, 200, 404, 403]
    assert all(f'lang="{lang}"' in page.content.decode() for page in pages)


@pytest.mark.parametrize(
    "path", ["reset/", "password-reset/", "login/code/", "login/mail/", "admin/", "accounts/login/", "register/"]
)
def test_there_is_no_other_way_in(path: str) -> None:
    found_desk()
    for start in ("/", "/desk/", "/desk/en/"):
        assert Browser().get(start + path).status_code in (404,)


def test_a_pending_login_is_no_person(time: Time) -> None:
    _, words = founded()
    pending = logins.read(logins.begin("heron", words, NOW), NOW)
    assert isinstance(pending, Pending) and not isinstance(pending, Unlocked)
    assert "secret" not in repr(pending) and "cookie" not in repr(pending)
