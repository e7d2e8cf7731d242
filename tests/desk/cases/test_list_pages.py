"""The list of cases: thirty a page, only hers, as many queries for many as for few, damage shown."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from alongside.desk.cases import store
from alongside.desk.cases.demo import bulk
from alongside.desk.cases.demo.bulk import New
from alongside.desk.cases.finding import rows
from alongside.desk.cases.finding.index import Row
from alongside.desk.cases.models import Case
from alongside.desk.cases.summary import Summary
from alongside.desk.people import clock
from alongside.desk.people.unlocked import Unlocked
from tests.desk.cases.telling import NOW, fact, few, person
from tests.desk.making import found_desk, login_client, member

pytestmark = pytest.mark.usefixtures("database")
LIST = "/desk/en/cases/"


def many(unlocked: Unlocked, count: int, name: str = "Amal") -> None:
    new = [New([person(f"{name} {at:03}")], unlocked, NOW + timedelta(minutes=at), [unlocked]) for at in range(count)]
    bulk.create(unlocked.desk, new)


def page(client: Client, query: str = "") -> str:
    answer = client.get(LIST + query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_without_a_login_there_is_no_list() -> None:
    found_desk()
    assert Client(SERVER_NAME="localhost").get(LIST).status_code == 403


def test_an_empty_list_says_what_to_do() -> None:
    text = page(login_client(found_desk()))
    assert "You are in no case yet" in text and "<table" not in text


def test_a_row_says_who_where_what_and_what_is_due() -> None:
    alice = found_desk()
    her = fact(
        "person", names=[{"text": "منى الزيتون", "transliterations": ["Mona al-Zaytoun"], "kind": "known-as"}], roles=["harmed"]
    )
    store.create(
        alice,
        [
            her,
            person("Bahia"),
            fact("event", title="At the airport", state_responsible="EGY", urgency="hours"),
            fact("act", code="travel-ban", date="2021-05", victims=[her.id]),
            fact("detention", person=her.id, held=True),
            fact("risk-assessment", person=her.id, date="2026-01-01", level="acute", reassess_on="2026-02-01"),
        ],
        NOW,
    )
    text = page(login_client(alice))
    for words in (
        "<bdi>منى الزيتون</bdi></a> and 1 more",
        "Mona al-Zaytoun",
        "At the airport",
        "Egypt",
        "May 2021",
        "Detained",
        "1 February 2026",
        "(soon or past)",
    ):
        assert words in text, words


def test_thirty_rows_a_page_newest_first() -> None:
    alice = found_desk()
    many(alice, 65)
    client = login_client(alice)
    first, last = page(client), page(client, "?order=changed&page=3")
    assert first.count("<tr>") == 31 and "Amal 064" in first and "Amal 034" not in first
    assert last.count("<tr>") == 6 and "Amal 000" in last and "Page 3 of 3" in last
    assert page(client, "?page=99").count("<tr>") == 6 and page(client, "?page=x").count("<tr>") == 31
    assert "Amal 000" in page(client, "?order=name")


@pytest.mark.usefixtures("still")
def test_a_page_costs_as_many_queries_for_many_cases_as_for_few() -> None:
    alice = found_desk()
    client = login_client(alice)
    counts = []
    for count in (3, 60):
        many(alice, count)
        page(client)
        with CaptureQueriesContext(connection) as asked:
            page(client)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 4


def test_a_colleague_sees_no_trace_of_a_case_that_is_not_hers() -> None:
    alice = found_desk()
    bob = login_client(member(alice, "Bob"))
    before = [page(bob), bob.get("/desk/en/cases/search/").content]
    store.create(alice, few(), NOW)
    assert [page(bob), bob.get("/desk/en/cases/search/").content] == before


def test_a_case_that_was_taken_away_is_gone_from_the_next_page() -> None:
    alice = found_desk()
    somebody = member(alice, "Bob")
    bob = login_client(somebody)
    case = store.create(alice, few(), NOW, [somebody.person])
    assert "Amal" in page(bob)
    store.remove_member(alice, case, somebody.person, NOW)
    assert "Amal" not in page(bob)


def test_a_damaged_summary_is_named_and_leads_to_the_case() -> None:
    alice = found_desk()
    case = store.create(alice, few(), NOW)
    Case.objects.filter(pk=case).update(digest=b"nothing")
    text = page(login_client(alice))
    assert "Cases whose summary does not open: 1" in text and f"{LIST}{case}/" in text


def test_names_cannot_write_into_the_page() -> None:
    alice = found_desk()
    store.create(alice, [person("<script>x</script>")], NOW)
    assert "<script>x" not in page(login_client(alice))


def row(**told: Any) -> Row:
    """A line of the list that tells this."""
    return Row(UUID(int=7), Summary(**told).to_bytes().split(b"\n")[0])


def test_what_is_told_half_is_shown_half() -> None:
    today = date(2026, 11, 22)
    line = rows.line(row(act="act-of-a-later-version", act_on="not a date"), today, "en")
    assert (line.name, line.act, line.when, line.due) == ("A case without a name yet", "Act of a later version", "", "")
    line = rows.line(row(draft="She called from", due=today + timedelta(days=3)), today, "en")
    assert line.name == "She called from" and line.pressing


def test_the_clock_is_asked_once_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    alice = found_desk()
    client = login_client(alice)
    monkeypatch.setattr(clock, "today", lambda: date(2026, 1, 1))
    assert page(client)
