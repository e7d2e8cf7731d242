"""Which forms are taken after a login, and which are not: words are not lost, and nobody acts with the keys of who logs in next."""

import pytest
from django.urls import URLResolver, get_resolver

from alongside.desk.cases import store
from alongside.desk.cases.models import Record
from alongside.desk.people import accounts
from alongside.desk.people.models import Invitation, Keyring, Person
from tests.desk.cases.telling import few
from tests.desk.making import NOW, Browser, login_client, member
from tests.desk.people.coming_in import INVITE, LOGIN, PROFILE, Time, code, founded, give_words, hidden, send, with_app

pytestmark = pytest.mark.usefixtures("database", "cheap")
EMERGENCY = "/desk/en/cases/emergency/"


def test_what_was_typed_is_kept_over_the_login_and_then_taken(time: Time) -> None:
    unlocked, words = founded()
    with_app(unlocked)
    browser = login_client(unlocked, time.now)
    time.passes(minutes=16)
    page = send(browser, EMERGENCY, {"who": 'Noor <of> "Lima"', "state": "EGY"})
    assert page.status_code == 403 and f'action="{EMERGENCY}"' in page.content.decode()
    assert "Nothing you typed is lost" in page.content.decode()
    page = give_words(browser, words, EMERGENCY, **hidden(page) | {"enter-step": "passphrase"})
    assert page.status_code == 200
    wrong = send(browser, EMERGENCY, hidden(page) | {"enter-code": "000000"})
    assert wrong.status_code == 422
    answer = send(browser, EMERGENCY, hidden(wrong) | {"enter-code": code(time)})
    assert answer.status_code == 303 and answer["Location"].startswith("/desk/en/cases/")
    assert "Noor &lt;of&gt; &quot;Lima&quot;" in browser.get(answer["Location"]).content.decode()


def dangerous(world: dict[str, str]) -> list[tuple[str, dict[str, str]]]:
    return [
        (f"/desk/en/roles/{world['bob']}/", {"roles": "administrator"}),
        (f"/desk/en/people/{world['bob']}/end/", {}),
        (INVITE, {"name": "Mallory", "handle": "mallory", "lang": "en", "roles": "administrator"}),
        (f"/desk/en/cases/{world['case']}/members/", {"action": "add", "who": world["bob"]}),
        (f"/desk/en/cases/{world['case']}/records/{world['record']}/remove/", {"base": "1"}),
        (PROFILE, {"name": "Mallory", "lang": "en"}),
    ]


@pytest.mark.parametrize("number", range(6))
def test_a_form_that_somebody_left_at_a_shared_computer_is_not_carried_out_by_who_logs_in_next(time: Time, number: int) -> None:
    """Mallory sends it logged out, and goes. Alice finds a login, gives her words and her code."""
    alice, words = founded()
    with_app(alice)
    bob = member(alice)
    case = store.create(alice, few(), NOW)
    facts = store.open_case(alice, case, NOW, note=False).facts
    world = {"bob": bob.person.id.hex, "case": str(case), "record": next(iter(facts))}
    world["bob"] = str(bob.person.id)
    path, form = dangerous(world)[number]
    tables = [Person.objects.filter(active=True), Keyring.objects, Invitation.objects, Record.objects]

    def state() -> list[object]:
        return [table.count() for table in tables] + [Person.objects.get(pk=bob.person.pk).roles, accounts.names(alice)]

    before, browser = state(), Browser()
    page = send(browser, path, form)
    shown = page.content.decode()
    assert page.status_code == 403 and "was not taken" in shown and "Nothing you typed is lost" not in shown
    assert "Mallory" not in shown and "kept-" not in shown
    # As the page offers it, and with the fields put back by hand.
    forged = [("enter-kept", "form"), *((f"kept-{name}", value) for name, value in form.items())]
    for more, at in (([], LOGIN), (forged, path)):
        browser = Browser()
        fields = [(name, value) for name, value in hidden(page).items() if name != "enter-step"] + more
        known = {"enter-step": "passphrase", "enter-handle": "heron", "enter-passphrase": words}
        answer = send(browser, at, [*fields, *known.items()])
        assert (answer.status_code, answer["Location"]) == (303, path)
        time.passes(minutes=1)
        answer = send(browser, at, [*fields, ("enter-step", "totp"), ("enter-code", code(time))])
        assert (answer.status_code, answer["Location"]) == (303, path)
        answer = send(browser, at, [*fields, ("enter-step", "totp"), ("enter-code", code(time))])  # she is in already
        assert (answer.status_code, answer["Location"]) == (303, path)
        time.passes(minutes=1)
    assert state() == before


def test_only_pages_that_write_words_are_kept() -> None:
    kept = {name for name, view in views() if getattr(view, "kept", False)}
    assert kept == {
        "cases-emergency", "cases-from-plan", "cases-record-new", "cases-record", "cases-tasks", "cases-risk",
        "cases-evidence-redact", "cases-import", "following-new", "following-received",
        "sending-new", "sending-choices", "sending-field",
    }  # fmt: skip


def test_a_form_of_an_address_without_a_page_leads_home(time: Time) -> None:
    founded()
    page = send(Browser(), "/desk/en/recovery/confirm/", {"seen": "00"})
    assert hidden(page)["enter-at"] == "/desk/en/"


def test_a_form_waits_for_a_second_factor_of_the_login_that_it_came_with_and_of_no_other(time: Time) -> None:
    """Mallory's form lies open before the second factor in her own login; Alice logs in, and gives her code into that page."""
    alice, _ = founded()
    with_app(alice)
    path = "/desk/en/invite/"
    form = {"name": "Mallory", "handle": "mallory", "lang": "en", "roles": "administrator"}
    first, second = login_client(alice, NOW), login_client(alice, NOW)
    for browser in (first, second):  # stale, and not idle
        browser.get(PROFILE)
    for _ in range(3):
        time.passes(minutes=12)
        first.get(PROFILE), second.get(PROFILE)
    page = send(first, path, form)
    assert page.status_code == 403 and "kept-name" in page.content.decode()
    answer = send(second, path, hidden(page) | {"enter-code": code(time)})
    assert answer.status_code == 303 and not Invitation.objects.exists()
    time.passes(minutes=1)
    assert send(first, path, hidden(page) | {"enter-code": code(time)}).status_code == 200 and Invitation.objects.count() == 1


def views() -> list[tuple[str, object]]:
    """Every route with its view."""
    found, ahead = [], list(get_resolver().url_patterns)
    while ahead:
        entry = ahead.pop()
        if isinstance(entry, URLResolver):
            ahead += entry.url_patterns
        else:
            found.append((str(entry.name), entry.callback))
    return found
