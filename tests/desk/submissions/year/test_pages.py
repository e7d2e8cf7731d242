"""The page of the reprisals report's year and its setting: what belongs, what lacks, drafts for all, and one deadline for the desk."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client

from alongside.desk.cases import store
from alongside.desk.people import clock, rekeying
from alongside.desk.submissions.models import ReportYear
from alongside.desk.submissions.year import setting, views
from alongside.facts.fact import Fact
from alongside.facts.submissions import Draft
from tests.desk.cases.telling import fact, person
from tests.desk.cases.walking import Walk, post, text, walk
from tests.desk.making import found_desk, login_client, member

pytestmark = pytest.mark.usefixtures("database")
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
PAGE = "/desk/en/reprisals/2027/"
SETTING = f"{PAGE}setting/"
GOOD = {"first": "2026-05-01", "last": "2027-04-30", "deadline": "2027-04-15", "read_in": "Call for inputs, read on 2 March 2027"}


@pytest.fixture(autouse=True)
def day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def agreed(her: Fact, recipient: str, purpose: str) -> Fact:
    told = {"answer": "agreed", "date": "2026-11-20", "given_by": her.id, "risks_explained": True}
    return fact("consent", person=her.id, recipient=recipient, purpose=purpose, **told)


def belonging() -> Walk:
    """A case of the year to whose sending everybody has agreed, but no name."""
    one = walk()
    one.add(
        fact("cooperation", body="un-ohchr", date="2026-10-01", by=one.her.id),
        agreed(one.her, "un-sg-reprisals-report", "send"),
        agreed(one.husband, "un-sg-reprisals-report", "send"),
    )
    return one


def version(browser: Client) -> str:
    return text(browser.get(SETTING)).split('name="version" value="')[1].split('"')[0]


def test_a_case_stands_in_the_year_with_what_it_lacks() -> None:
    one = belonging()
    page = text(one.browser.get("/desk/en/reprisals/"))
    for words in (
        "Report of 2027",
        "1 May 2026 – 30 April 2027",
        "check first",
        "Not known. Read it",
        "New cases",
        "Travel ban",
        "Egypt",
    ):
        assert words in page, words
    assert "has not agreed that the name is published" in page and "Cannot go yet" not in page


def test_a_case_without_consent_waits() -> None:
    one = walk()
    one.add(fact("cooperation", body="un-ohchr"))
    page = text(one.browser.get(PAGE))
    assert "Cannot go yet" in page and "stops it" in page and "Begin the draft" not in page and "Make a draft of each" not in page


def test_follow_up_names_the_report_and_what_is_new() -> None:
    one = belonging()
    one.add(fact("un-mention", symbol="A/HRC/48/28", year=2021), fact("status-event", code="released", date="2026-08"))
    page = text(one.browser.get(PAGE))
    assert "Follow-up of earlier reports" in page and "A/HRC/48/28" in page and "Released" in page


def test_one_button_makes_a_draft_of_each_case_that_can_go_and_only_once() -> None:
    one = belonging()
    waits = store.create(
        one.alice, [person("Basma"), fact("cooperation", body="un-upr"), fact("act", code="threats", date="2026-09-01")], NOW
    )
    for _ in range(2):
        page = text(post(one.browser, PAGE, {"seed": "a" * 32}))
    assert "Drafts made: 0" in page and "There is a draft" in page
    (draft,) = one.of(Draft)
    assert (draft.form, draft.mechanism, draft.lang) == ("sg-reprisals-new", "un-sg-reprisals-report", "en")
    assert set(draft.persons) == {one.her.id, one.husband.id}
    assert store.open_case(one.alice, waits, NOW, note=False).of(Draft) == []


@pytest.mark.parametrize("error", [store.NoCase, store.Damaged])
def test_a_case_that_is_closed_or_changed_from_outside_meanwhile_gets_a_sentence_and_the_others_their_drafts(
    monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    """Between the opening of the cases and the saving of a draft; it was an error of the server, and the others got none."""
    one, save = belonging(), store.save
    her = person("Basma", "harmed", "cooperated")
    other = [her, fact("cooperation", body="un-upr"), fact("act", code="threats", date="2026-09-01")]
    second = store.create(one.alice, [*other, agreed(her, "un-sg-reprisals-report", "send")], NOW)

    def meanwhile(unlocked, case, edits, now):
        if case == second:
            raise error
        return save(unlocked, case, edits, now)

    with monkeypatch.context() as patch:
        patch.setattr(store, "save", meanwhile)
        answer = post(one.browser, PAGE, {"seed": "a" * 32})
    page = text(answer)
    assert answer.status_code == 200 and "Drafts made: 1" in page and "while drafts were made: 1" in page
    assert len(one.of(Draft)) == 1


def test_a_draft_goes_without_the_name_of_who_agreed_to_no_publication_as_the_page_says() -> None:
    one = walk()
    child = fact("person", names=[{"text": "Little Invented"}], roles=["harmed"], born="2019", decided_by=[one.her.id])
    one.add(
        fact("cooperation", body="un-ohchr", date="2026-10-01", by=one.her.id),
        agreed(one.her, "un-sg-reprisals-report", "send"),
        agreed(one.husband, "un-sg-reprisals-report", "send"),
        agreed(one.husband, "public", "publish"),
        child,
        fact("consent", person=child.id, recipient="un-sg-reprisals-report", purpose="send", answer="agreed", date="2026-11-20",
             given_by=one.her.id, risks_explained=True),
    )  # fmt: skip
    post(one.browser, PAGE, {"seed": "a" * 32})
    (draft,) = one.of(Draft)
    assert draft.levels == ((one.her.id, "sender-only"),) and child.id in draft.persons
    page = text(one.browser.get(f"{PAGE}contribution/"))
    assert "Consent to publication · <bdi>Amal" not in page.replace("</strong>", "")


def test_the_whole_contribution_stands_in_the_order_of_the_document() -> None:
    one = walk()
    for name, state in (("Ypsilon Invented", "DZA"), ("Alpha Invented", "EGY"), ("Beta Invented", "DZA")):
        her = person(name, "harmed", "cooperated")
        told = [
            her,
            fact("event", state_responsible=state, un_link=True),
            fact("cooperation", body="un-ohchr", by=her.id),
            fact("act", code="threats", date="2026-09-01"),
            agreed(her, "un-sg-reprisals-report", "send"),
        ]
        store.create(one.alice, told, NOW)
    post(one.browser, PAGE, {"seed": "a" * 32})
    page = text(one.browser.get(f"{PAGE}contribution/"))
    places = [page.index(name) for name in ("Beta Invented", "Ypsilon Invented", "Alpha Invented")]
    assert places == sorted(places)


def test_a_relative_whom_nobody_asked_keeps_no_case_from_the_report_and_stands_in_no_draft() -> None:
    one = walk()
    one.add(
        fact("cooperation", body="un-ohchr", date="2026-10-01", by=one.her.id), agreed(one.her, "un-sg-reprisals-report", "send")
    )
    assert "Cannot go yet" not in text(one.browser.get(PAGE))
    post(one.browser, PAGE, {"seed": "a" * 32})
    (draft,) = one.of(Draft)
    assert draft.persons == (one.her.id,)


def test_after_a_restore_nothing_is_drafted() -> None:
    one = belonging()
    desk = one.alice.person.desk
    desk.restored = NOW
    desk.save()
    page = text(post(one.browser, PAGE, {"seed": "a" * 32}))
    assert "Drafts made: 0" in page and "Cannot go yet" in page and one.of(Draft) == []


def test_a_deadline_is_written_down_with_its_source_and_everybody_sees_it() -> None:
    one = walk()
    assert post(one.browser, SETTING, GOOD | {"version": version(one.browser)}).status_code == 303
    page = text(login_client(one.charlie).get(PAGE))
    for words in ("15 April 2027", "Call for inputs, read on 2 March 2027", "As a member of this desk wrote it down", "Alice"):
        assert words in page, words
    row = ReportYear.objects.get()
    assert b"2027-04-15" not in bytes(row.blob) and b"Call for inputs" not in bytes(row.blob)
    assert post(one.browser, SETTING, GOOD | {"version": version(one.browser), "deadline": "2027-04-20"}).status_code == 303
    assert ReportYear.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"first": ""}, "“First day of the period”: this is needed"),
        ({"last": "soon"}, "“Last day of the period”: this is not a day"),
        ({"last": "2026-04-01"}, "“Last day of the period”: this lies before the beginning"),
        ({"deadline": "2020-01-01"}, "“Deadline for contributions”: this lies before the beginning"),
        ({"read_in": ""}, "a deadline needs the place where somebody read it"),
        ({"read_in": "x" * 501}, "up to 500 characters"),
    ],
)
def test_a_wrong_field_gets_one_sentence_and_nothing_typed_is_lost(changes: dict[str, str], sentence: str) -> None:
    browser = login_client(found_desk())
    answer = post(browser, SETTING, GOOD | changes | {"version": ""})
    assert answer.status_code == 422 and sentence in text(answer) and ReportYear.objects.count() == 0
    for value in (GOOD | changes).values():
        assert value in text(answer)


def test_of_two_who_write_it_down_the_second_sees_both() -> None:
    one = walk()
    seen, other = version(one.browser), login_client(one.charlie)
    assert post(one.browser, SETTING, GOOD | {"version": seen}).status_code == 303
    assert post(other, SETTING, GOOD | {"version": seen}).status_code == 303  # the same again changes nothing
    answer = post(other, SETTING, GOOD | {"version": seen, "deadline": "2027-04-29"})
    assert answer.status_code == 409 and "2027-04-29" in text(answer) and "15 April 2027" in text(answer)
    told = setting.of(one.alice, 2027)
    assert told is not None and told.deadline == "2027-04-15"


def test_a_new_key_of_the_desk_takes_the_setting_along() -> None:
    alice = found_desk()
    member(alice, "Bob")
    setting.keep(alice, setting.Setting(2027, "2026-05-01", "2027-04-30", "2027-04-15", "x"), "", NOW)
    before = bytes(ReportYear.objects.get().blob)
    rekeying.owe_desk(alice.desk)
    assert rekeying.advance_desk(alice, NOW)
    assert bytes(ReportYear.objects.get().blob) != before
    told = setting.of(alice, 2027)
    assert told is not None and told.deadline == "2027-04-15"


def test_what_somebody_put_there_is_passed_over() -> None:
    alice = found_desk()
    ReportYear.objects.create(desk_id=alice.desk, blob=b"x" * 100)
    assert setting.of(alice, 2027) is None and login_client(alice).get(PAGE).status_code == 200


def test_from_march_the_first_page_says_that_a_report_is_being_prepared(monkeypatch: pytest.MonkeyPatch) -> None:
    alice = found_desk()
    browser = login_client(alice)
    assert "being prepared" not in text(browser.get("/desk/en/"))
    monkeypatch.setattr(clock, "now", lambda: datetime(2027, 3, 1, tzinfo=UTC))
    browser = login_client(alice)
    assert "nobody here has written down the deadline yet" in text(browser.get("/desk/en/"))
    setting.keep(alice, setting.Setting(2027, "2026-05-01", "2027-04-30", "2027-04-15", "x"), "", NOW)
    page = text(browser.get("/desk/en/"))
    assert "the deadline is 15 April 2027" in page and 'href="/desk/en/reprisals/2027/"' in page
    monkeypatch.setattr(clock, "now", lambda: datetime(2027, 4, 16, tzinfo=UTC))
    assert "being prepared" not in text(login_client(alice).get("/desk/en/"))


def test_a_deadline_before_march_is_told_too(monkeypatch: pytest.MonkeyPatch) -> None:
    alice = found_desk()
    setting.keep(alice, setting.Setting(2027, "2026-05-01", "2027-01-15", "2027-02-10", "x"), "", NOW)
    setting.keep(alice, setting.Setting(2028, "2027-02-01", "2027-11-30", "2028-01-10", "x"), "", NOW)
    for day, said in (((2026, 12, 29), ""), ((2026, 12, 30), "10 February 2027"), ((2027, 2, 11), ""),
                      ((2027, 11, 29), "10 January 2028"), ((2028, 1, 10), "10 January 2028")):  # fmt: skip
        monkeypatch.setattr(clock, "now", lambda day=day: datetime(*day, tzinfo=UTC))
        page = text(login_client(alice).get("/desk/en/"))
        assert ("being prepared" in page) == bool(said) and said in page, day


SENT = {"lang": "en", "means": "post", "mechanism": "un-sg-reprisals-report"}


@pytest.mark.parametrize(("sent", "year"), [("2027-05-10", 2027), ("2027-05-15", 2027), ("2027-05-16", 2028)])
def test_what_was_sent_before_a_deadline_in_may_was_sent_for_that_report_and_not_for_the_next(
    monkeypatch: pytest.MonkeyPatch, sent: str, year: int
) -> None:
    """By the day alone, a case that was sent in time got a second draft for the same report, and none for the next."""
    moment = datetime.fromisoformat(f"{sent}T10:00:00+00:00")
    monkeypatch.setattr(clock, "now", lambda: moment)
    one = belonging()
    setting.keep(one.alice, setting.Setting(2027, "2026-05-01", "2027-04-30", "2027-05-15", "x"), "", NOW)
    assert f"Report of {year}" in text(one.browser.get("/desk/en/reprisals/"))
    post(one.browser, PAGE, {"seed": "a" * 32})
    (draft,) = one.of(Draft)
    told = {"form": draft.form, "draft": draft.id, "sent": f"{sent}T10:00:00Z", "sent_by": one.alice.person.pk.hex}
    one.add(fact("submission", levels={one.her.id: "named"}, **SENT, **told), fact("act", code="threats", date="2027-05-05"))
    for page in (2027, 2028):
        shown = text(one.browser.get(f"/desk/en/reprisals/{page}/"))
        assert ("what left" in shown) == (page == year)
        again = text(post(one.browser, f"/desk/en/reprisals/{page}/", {"seed": f"{page}" * 8}))
        assert f"Drafts made: {int(page != year)}" in again
        for made in one.of(Draft):
            if made.id != draft.id:
                store.save(one.alice, one.case, [store.Edit(made, None)], moment)


def test_a_colleague_sees_no_trace_of_a_case() -> None:
    one = belonging()
    page = text(login_client(one.charlie).get(PAGE))
    assert "None of your cases belongs in this year yet" in page and "Amal" not in page


@pytest.mark.parametrize("lang", ["ar", "es", "fr", "ru", "zh"])
def test_the_pages_speak_every_language(lang: str) -> None:
    one = belonging()
    for rest in ("reprisals/", "reprisals/2021/", "reprisals/2027/setting/"):
        assert one.browser.get(f"/desk/{lang}/{rest}").status_code == 200


@pytest.mark.parametrize("year", ["0", "2009", "2200", "99999"])
def test_there_is_no_year_beyond_the_reports(year: str) -> None:
    assert login_client(found_desk()).get(f"/desk/en/reprisals/{year}/").status_code == 404


def test_more_cases_than_a_page_opens_stand_on_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    one = belonging()
    store.create(
        one.alice, [person("Basma"), fact("cooperation", body="un-upr"), fact("act", code="threats", date="2026-09-01")], NOW
    )
    monkeypatch.setattr(views, "PAGE", 1)
    first, second = text(one.browser.get(PAGE)), text(one.browser.get(f"{PAGE}?page=2"))
    assert "Page 1 of 2" in first and ("Basma" in first) != ("Amal" in first) and ("Basma" in second) == ("Amal" in first)
    for query in ("?page=0", "?page=99", "?page=x", "?page=٢"):
        assert one.browser.get(PAGE + query).status_code == 200
