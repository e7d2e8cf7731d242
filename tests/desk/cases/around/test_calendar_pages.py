"""The calendar's page: what is due in a month across her cases, what is overdue, and nothing of anybody else's."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from alongside.desk.cases import store
from alongside.desk.cases.demo import bulk
from alongside.desk.cases.demo.bulk import New
from alongside.desk.people import clock
from tests.desk.cases.telling import fact, person
from tests.desk.cases.walking import post, text, walk
from tests.desk.making import found_desk, login_client, member

pytestmark = pytest.mark.usefixtures("database")
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
PAGE = "/desk/en/calendar/"


@pytest.fixture(autouse=True)
def day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def page(browser: Client, query: str = "") -> str:
    answer = browser.get(PAGE + query)
    assert answer.status_code == 200
    return text(answer)


def test_a_month_shows_each_thing_on_its_day_with_its_case() -> None:
    one = walk()
    one.add(
        fact("task", what="a", due="2026-11-25"),
        fact("measure", what="b", due="2026-11-25"),
        fact("risk-assessment", person=one.her.id, date="2026-11-01", reassess_on="2026-11-22"),
        fact("detention", person=one.her.id, court_dates=[{"date": "2026-12"}, {"date": "2026-12-03"}]),
        fact("task", what="late", due="2026-09-01"),
    )
    this, then = page(one.browser), page(one.browser, "?month=2026-12")
    for words in (
        "November 2026",
        "25 November 2026",
        "Protection measure",
        "Look at the risk again",
        "due today",
        "Overdue",
        "1 September",
    ):
        assert words in this, words
    assert "Day in court" not in this
    for words in ("December 2026", "3 December 2026", "Some day in this month", "Day in court"):
        assert words in then, words
    assert "Overdue" not in then and "Task" not in then
    assert this.index("1 September 2026") < this.index("22 November 2026") < this.index("25 November 2026")
    assert f"/desk/en/cases/{one.case}/tasks/" in this


@pytest.mark.parametrize("asked", ["2026-13", "x", "0001-01", "99999-01", "2026-1", "２０２６-01", "2200-12", "1800-01"])
def test_any_month_is_answered(asked: str) -> None:
    assert page(login_client(found_desk()), f"?month={asked}")


def test_an_empty_month_says_what_would_stand_here() -> None:
    assert "Nothing is due in this month" in page(login_client(found_desk()))


def test_a_colleague_sees_no_trace_of_what_is_due_in_a_case_that_is_not_hers() -> None:
    alice = found_desk()
    bob = login_client(member(alice, "Bob"))
    before = bob.get(PAGE).content
    store.create(alice, [person("Amal"), fact("task", what="a", due="2026-11-25")], NOW)
    assert bob.get(PAGE).content == before


@pytest.mark.usefixtures("still")
def test_a_month_costs_as_many_questions_for_many_cases_as_for_few() -> None:
    alice = found_desk()
    browser = login_client(alice)
    counts = []
    for count in (2, 40):
        new = [New([person(f"Amal {at}"), fact("task", what="a", due="2026-11-25")], alice, NOW, [alice]) for at in range(count)]
        bulk.create(alice.desk, new)
        page(browser)
        with CaptureQueriesContext(connection) as asked:
            page(browser)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_more_than_a_page_holds_is_said_and_what_is_overdue_hides_no_day(monkeypatch: pytest.MonkeyPatch) -> None:
    from alongside.desk.cases.around import calendar_views

    monkeypatch.setattr(calendar_views, "MOST", 2)
    monkeypatch.setattr(calendar_views, "MOST_OVERDUE", 1)
    one = walk()
    one.add(*(fact("task", what="a", due=f"2026-11-{at}") for at in (21, 24, 25, 26)))
    one.add(*(fact("task", what="b", due=f"2026-{at:02}-01") for at in (5, 10)))
    found = page(one.browser)
    assert "And 3 more" in found and "1 October 2026" in found and "1 May 2026" not in found
    assert "24 November 2026" in found and "25 November 2026" not in found


def test_a_digest_that_was_written_before_there_were_days_shows_its_next_one(monkeypatch: pytest.MonkeyPatch) -> None:
    from alongside.desk.cases import summary

    monkeypatch.setattr(summary, "dues", lambda *_: ())
    alice = found_desk()
    store.create(alice, [person("Amal"), fact("task", what="a", due="2026-11-25")], NOW)
    found = page(login_client(alice))
    assert "25 November 2026" in found and "Something is due" in found and date(2026, 11, 25)


def test_a_form_that_asks_for_something_else_is_none_of_ours() -> None:
    browser = login_client(found_desk())
    assert post(browser, f"{PAGE}link/", {"do": "x"}).status_code == 404
    assert post(browser, f"{PAGE}link/", {"do": ["make", "end"]}).status_code == 400
