"""The page of figures: over her own cases and the desk's shrunk ones, narrowed by a post, and the table for others."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from alongside.desk.cases import store
from alongside.desk.cases.retention import statistics
from alongside.desk.cases.retention.counted import Statistic
from alongside.desk.people import clock
from alongside.desk.people.unlocked import Unlocked
from tests.desk.cases.telling import fact, person
from tests.desk.cases.walking import post, text
from tests.desk.making import found_desk, login_client, member

pytestmark = pytest.mark.usefixtures("database")
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
PAGE = "/desk/en/insight/"


@pytest.fixture(autouse=True)
def day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def some(alice: Unlocked, count: int, state: str = "EGY", year: str = "2025") -> None:
    for _ in range(count):
        facts = [
            person("Amal Fictional"),
            fact("event", state_responsible=state, began=year),
            fact("act", code="travel-ban", date=year),
        ]
        store.create(alice, facts, NOW)


def test_figures_stand_in_tables_beside_their_plots() -> None:
    alice = found_desk()
    some(alice, 2)
    some(alice, 1, "BHR", "2023")
    page = text(login_client(alice).get(PAGE))
    for words in (
        "Cases: 3",
        "<title>Egypt: 2</title>",
        "<title>Bahrain: 1</title>",
        'aria-label="Year"',
        "Travel ban",
        "Nothing to count yet",
    ):
        assert words in page, words
    assert "Amal" not in page and "<script" not in page and "style=" not in page


def test_a_post_narrows_and_leaves_no_trace_in_the_address() -> None:
    alice = found_desk()
    some(alice, 2)
    some(alice, 1, "BHR", "2023")
    answer = post(login_client(alice), PAGE, {"state": "BHR", "year": "", "act": ""})
    assert answer.status_code == 200 and "Cases: 1" in text(answer) and "Show all cases" in text(answer)
    assert "Cases: 3" in text(post(login_client(alice), PAGE, {"state": "<x>", "year": "1", "act": "none"}))


def test_shrunk_cases_count_for_every_member_of_the_desk() -> None:
    alice = found_desk()
    bob = member(alice, "Bob")
    with transaction.atomic():
        statistics.keep(alice, Statistic(year=2020, state="KEN", acts=("threats",)))
    assert "<title>Kenya: 1</title>" in text(login_client(bob).get(PAGE))


def test_the_table_for_others_shows_no_small_count() -> None:
    alice = found_desk()
    some(alice, 6)
    some(alice, 2, "BHR", "2023")
    answer = post(login_client(alice), f"{PAGE}export/", {})
    assert answer["Content-Type"].startswith("text/csv") and 'filename="statistics.csv"' in answer["Content-Disposition"]
    lines = answer.content.decode("utf-8-sig").split("\r\n")
    assert "state,BHR,Bahrain,*" in lines and "state,EGY,Egypt,*" in lines and "act,travel-ban,Travel ban,8" in lines


def test_a_colleague_counts_nothing_of_a_case_that_is_not_hers() -> None:
    alice = found_desk()
    bob = login_client(member(alice, "Bob"))
    before = [bob.get(PAGE).content, post(bob, f"{PAGE}export/", {}).content]
    some(alice, 1)
    assert [bob.get(PAGE).content, post(bob, f"{PAGE}export/", {}).content] == before


def test_many_cases_ask_the_database_no_more_than_few() -> None:
    alice = found_desk()
    browser = login_client(alice)

    def questions() -> int:
        browser.get(PAGE)
        with CaptureQueriesContext(connection) as asked:
            browser.get(PAGE)
        return len(asked)

    some(alice, 1)
    few = questions()
    some(alice, 10)
    assert questions() == few


@pytest.mark.parametrize("lang", ["ar", "es", "fr", "ru", "zh"])
def test_the_page_and_the_table_speak_every_language(lang: str) -> None:
    alice = found_desk()
    some(alice, 6)
    browser = login_client(alice)
    assert browser.get(f"/desk/{lang}/insight/").status_code == 200
    assert post(browser, f"/desk/{lang}/insight/export/", {}).status_code == 200
