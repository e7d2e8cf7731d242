"""The chain of a case and the table over all of them: what follows what, what is due, and how they grow."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alongside.desk.cases import store
from alongside.desk.cases.around import came
from alongside.desk.cases.models import Case
from alongside.desk.cases.summary import to_digest
from alongside.desk.people import clock
from alongside.desk.people.models import Keyring
from alongside.facts.following import Letter, StatusEvent
from alongside.facts.steps import Intervention, StateResponse
from tests.desk.cases.telling import fact, person
from tests.desk.cases.walking import text, walk
from tests.desk.making import found_desk, login_client, member

pytestmark = pytest.mark.usefixtures("database")
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
TABLE = "/desk/en/follow-up/"


@pytest.fixture(autouse=True)
def day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def test_a_case_is_one_chain_from_the_contact_to_what_changed() -> None:
    one = walk()
    sent = fact("intervention", mechanism="un-sr-torture", date="2026-01-02", acknowledged="2026-01-03")
    letter = fact(
        "un-letter", code="AL", reference="AL BHR 2/2021", date="2026-01-05", mandates=["un-sr-torture"], intervention=sent.id
    )
    one.add(
        fact("cooperation", body="un-ohchr", date="2025-12-01"),
        sent,
        letter,
        fact("state-response", answers=letter.id, position="denies", date="2026-02-01", summary="Nothing of it is true."),
        fact("un-mention", symbol="A/HRC/63/1", year=2026, annex="annex-2", paragraph="17", named=True, persons=[one.her.id]),
        fact("status-event", code="released", date="2026-11", persons=[one.her.id]),
        fact("status-event", code="charged"),
    )
    page = one.page("follow-up/")
    order = ["Contact", "Asked to act", "Receipt confirmed", "Letter of the UN", "Answer of the State", "Change"]
    places = [page.index(f"· {what}") for what in order]
    assert places == sorted(places)
    for words in (
        "AL BHR 2/2021",
        "answered 1 February 2026",
        "Nothing of it is true.",
        "annex II",
        "para. 17",
        "named there",
        "Date not known",
    ):
        assert words in page, words
    assert "Follows:" in page and "Confirm" not in page


def test_a_letter_without_an_answer_is_overdue_on_the_chain_in_the_table_and_in_the_calendar() -> None:
    one = walk()
    one.add(fact("un-letter", code="UA", reference="UA EGY 1/2026", date="2026-10-01", mandates=["un-sr-torture"]))
    assert "no answer since 31 October 2026" in one.page("follow-up/")
    table = text(one.browser.get(TABLE))
    assert "UA EGY 1/2026" in table and "no answer since 31 October 2026" in table and "Amal Fictional" in table
    assert "Answer of the State is due" in text(one.browser.get("/desk/en/calendar/?month=2026-10"))
    assert "UA EGY 1/2026" in text(one.browser.get(f"{TABLE}?show=overdue"))
    assert "UA EGY 1/2026" not in text(one.browser.get(f"{TABLE}?show=mentioned"))


def test_the_chain_grows_by_short_forms() -> None:
    one = walk()
    sent = fact("intervention", mechanism="un-sr-torture", date="2026-01-02")
    one.add(sent)
    form = one.page(f"follow-up/new/un-letter/?to={sent.id}")
    assert f'value="{sent.id}" selected' in form
    assert (
        one.send(
            "follow-up/new/un-letter/",
            {"code": "AL", "reference": "AL BHR 2/2021", "date": "5 Jan 2026", "intervention": sent.id},
        ).status_code
        == 303
    )
    (letter,) = one.of(Letter)
    assert (letter.reference, str(letter.date), letter.intervention) == ("AL BHR 2/2021", "2026-01-05", sent.id)
    assert one.send("follow-up/new/state-response/", {"position": "denies", "answers": letter.id}).status_code == 303
    assert one.of(StateResponse)[0].answers == letter.id
    page = one.page(f"follow-up/received/{sent.id}/")
    base = page.split('name="base" value="')[1].split('"')[0]
    assert one.send(f"follow-up/received/{sent.id}/", {"base": base, "acknowledged": "2026-01-09"}).status_code == 303
    assert str(one.of(Intervention)[0].acknowledged) == "2026-01-09"


def test_a_form_sent_twice_adds_one_record() -> None:
    one = walk()
    for _ in range(2):
        assert one.send("follow-up/new/status-event/", {"seed": "a" * 32, "code": "released"}).status_code == 303
    assert len(one.of(StatusEvent)) == 1


def test_the_same_form_with_another_text_is_shown_again_and_stored_only_when_sent_once_more() -> None:
    one = walk()
    assert one.send("follow-up/new/status-event/", {"seed": "a" * 32, "code": "released"}).status_code == 303
    answer = one.send("follow-up/new/status-event/", {"seed": "a" * 32, "code": "charged", "description": "Both on one day"})
    assert answer.status_code == 409 and "Both on one day" in text(answer) and len(one.of(StatusEvent)) == 1
    seed = text(answer).split('name="seed" value="')[1].split('"')[0]
    assert one.send("follow-up/new/status-event/", {"seed": seed, "code": "charged"}).status_code == 303
    assert {found.code for found in one.of(StatusEvent)} == {"released", "charged"}


def test_what_was_typed_is_shown_again_with_one_sentence() -> None:
    one = walk()
    answer = one.send("follow-up/new/un-letter/", {"code": "AL", "reference": "AL Bahrain", "date": "2026-01-05"})
    assert answer.status_code == 422
    assert "AL Bahrain" in text(answer) and "write the reference as it is cited, such as AL BHR 2/2021" in text(answer)
    assert one.of(Letter) == []


def test_a_receipt_that_somebody_else_noted_meanwhile_is_shown_and_not_overwritten_unseen() -> None:
    one = walk()
    sent = fact("intervention", mechanism="un-sr-torture")
    one.add(sent)
    path = f"follow-up/received/{sent.id}/"
    base = one.page(path).split('name="base" value="')[1].split('"')[0]
    assert one.send(path, {"base": base, "acknowledged": "2026-01-09"}).status_code == 303
    answer = one.send(path, {"base": base, "acknowledged": "2026-01-10"})
    assert answer.status_code == 409 and "2026-01-10" in text(answer)
    assert str(one.of(Intervention)[0].acknowledged) == "2026-01-09"


def test_a_colleague_sees_no_trace_in_the_table() -> None:
    alice = found_desk()
    bob = login_client(member(alice, "Bob"))
    before = bob.get(f"{TABLE}?show=all").content
    store.create(alice, [person("Amal"), fact("un-letter", code="UA", date="2026-10-01")], NOW)
    assert bob.get(f"{TABLE}?show=all").content == before


def test_the_table_asks_the_database_no_more_for_many_cases() -> None:
    alice = found_desk()
    browser = login_client(alice)

    def questions() -> int:
        browser.get(TABLE)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert browser.get(TABLE).status_code == 200
        return len(asked)

    store.create(alice, [person("Amal"), fact("un-letter", code="UA", date="2026-10-01")], NOW)
    few = questions()
    for _ in range(40):
        store.create(alice, [person("Amal"), fact("un-letter", code="UA", date="2026-10-01")], NOW)
    assert questions() == few
    assert "Page 2 of 2" in text(browser.get(f"{TABLE}?page=2"))


@pytest.mark.parametrize("lang", ["ar", "es", "fr", "ru", "zh"])
def test_the_pages_speak_every_language(lang: str) -> None:
    one = walk()
    one.add(fact("un-letter", code="UA", date="2026-10-01", mandates=["un-sr-torture"]), fact("status-event", code="released"))
    for path in (
        f"/desk/{lang}/follow-up/",
        f"/desk/{lang}/cases/{one.case}/follow-up/",
        f"/desk/{lang}/cases/{one.case}/follow-up/new/un-mention/",
    ):
        assert one.browser.get(path).status_code == 200


def test_any_page_and_choice_is_answered() -> None:
    browser = login_client(found_desk())
    for query in ("?show=x", "?page=0", "?page=99999999", "?page=٣", "?show=all&page=9"):
        assert browser.get(TABLE + query).status_code == 200


def test_only_kinds_of_the_chain_are_added_here() -> None:
    one = walk()
    assert one.get("follow-up/new/consent/").status_code == 404
    assert one.get(f"follow-up/received/{one.her.id}/").status_code == 404
    assert isinstance(one.case, UUID)


def test_cases_that_an_earlier_version_saved_are_said_to_be_missing() -> None:
    assert came.untold([b'{"format":1,"name":"Amal"}', b"", to_digest([]).partition(b"\n")[0]]) == 2
    one = walk()
    Case.objects.filter(pk=one.case).update(digest=b"x" * 100, digest_version=7)
    Keyring.objects.filter(case=one.case).update(mark=12345)
    for path in (TABLE, "/desk/en/reprisals/", "/desk/en/insight/"):
        assert "1 cases " in text(one.browser.get(path)) and "earlier version" in text(one.browser.get(path))
