"""The calendar that a telephone fetches: days alone, under a link that is stored nowhere; what ends it; what the database shows."""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from alongside.desk.cases import store
from alongside.desk.cases.around import feeds
from alongside.desk.cases.finding.registry import registry
from alongside.desk.cases.models import Feed
from alongside.desk.cases.store import Edit
from alongside.desk.people import changing, clock, leaving
from alongside.vault import logins
from tests.desk.cases.around.test_ics import parsed
from tests.desk.cases.telling import fact
from tests.desk.cases.walking import Walk, post, text, walk
from tests.desk.database import Database
from tests.desk.making import login_client

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.usefixtures("database")
LINK = re.compile(r"http://localhost(/feed/[\w-]{22}\.ics)")


def today() -> date:
    return clock.now().date()


def link(browser: Client) -> str:
    """The path of a new link."""
    answer = post(browser, "/desk/en/calendar/link/", {"do": "make"})
    assert answer.status_code == 200
    found = LINK.search(text(answer))
    assert found
    return found[1]


def fetched(path: str) -> str:
    """What a calendar gets: no cookie, no header of a browser."""
    answer = Client(SERVER_NAME="localhost").get(path)
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def days(path: str) -> list[str]:
    return [value for name, _, value in parsed(fetched(path)) if name == "DTSTART"]


def due(one: Walk, in_days: int, what: str = "Call the lawyer") -> str:
    day = today() + timedelta(days=in_days)
    one.add(fact("task", what=what, due=day.isoformat()))
    return f"{day:%Y%m%d}"


def test_the_link_gives_days_and_no_word_of_a_case() -> None:
    one = walk()
    some = [due(one, 3), due(one, 5, "Buy a phone"), due(one, 5, "Pay the rent")]
    path = link(one.browser)
    got = fetched(path)
    assert days(path) == some[:2]  # one entry a day: how much is due, nobody learns
    for word in ("Amal", "Fictional", "lawyer", "Egypt", "EGY", "Alice", "harbour", str(one.case), "Alongside", "alongside"):
        assert word not in got
    answer = Client(SERVER_NAME="localhost").get(path)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8" and answer["Cache-Control"] == "no-store"
    assert not answer.cookies
    assert Client(SERVER_NAME="localhost").head(path).status_code == 200
    assert post(Client(SERVER_NAME="localhost"), path, {}).status_code == 405


def test_it_is_shown_once_and_the_database_does_not_open_it(database: Database) -> None:
    one = walk()
    due(one, 3)
    path = link(one.browser)
    token = path.removeprefix("/feed/").removesuffix(".ics")
    assert token not in text(one.browser.get("/desk/en/calendar/"))
    row = Feed.objects.get()
    assert row.pk == logins.feed(logins.from_text(token)).id.hex()
    raw = b"".join((row.pk.encode(), bytes(row.own), bytes(row.blob)))
    for canary in (token.encode(), logins.from_text(token), (today() + timedelta(days=3)).isoformat().encode()):
        assert canary not in raw


def test_all_sheets_have_one_size() -> None:
    one = walk()
    link(one.browser)
    empty = len(Feed.objects.get().blob)
    for ahead in range(1, 30):
        due(one, ahead)
    link(one.browser)
    assert len(Feed.objects.get().blob) == empty
    most = feeds.renewed(feeds.Sheet("en"), [today() + timedelta(days=at) for at in range(feeds.MOST)], "zh", today())
    assert len(most.to_bytes()) == len(feeds.Sheet("en").to_bytes()) and feeds.Sheet.from_bytes(most.to_bytes()) == most


def test_a_day_keeps_its_id_while_others_come_and_go() -> None:
    one = walk()
    due(one, 3)
    path = link(one.browser)
    before = {value for name, _, value in parsed(fetched(path)) if name == "UID"}
    due(one, 9)
    after = {value for name, _, value in parsed(fetched(path)) if name == "UID"}
    assert len(before) == 1 and len(after) == 2 and before < after


def test_it_is_made_anew_when_she_saves_a_case() -> None:
    one = walk()
    first = due(one, 3)
    path = link(one.browser)
    assert days(path) == [first]
    second = due(one, 8)
    assert days(path) == [first, second]
    (task,) = [fact for fact in one.opened().facts.values() if getattr(fact, "due", None) == today() + timedelta(days=3)]
    store.save(one.alice, one.case, [Edit(task, replace(task, done=today()))], clock.now())
    assert days(path) == [second]


@pytest.mark.parametrize("page", ["", "calendar/"])
def test_what_a_colleague_saved_is_in_it_when_she_looks(page: str) -> None:
    one = walk()
    path = link(one.browser)
    day = today() + timedelta(days=4)
    store.save(one.bob, one.case, [Edit(None, fact("task", what="x", due=day.isoformat()))], clock.now())
    assert days(path) == []  # nobody but she can make it
    one.browser.get(f"/desk/en/{page}")
    assert days(path) == [f"{day:%Y%m%d}"]


def test_what_was_taken_from_her_is_gone_when_she_looks() -> None:
    one = walk()
    bob = login_client(one.bob)
    day = due(one, 3)
    path = link(bob)
    assert days(path) == [day]
    store.remove_member(one.alice, one.case, one.bob.person, clock.now())
    bob.get("/desk/en/")
    assert days(path) == []


def test_a_save_stands_whatever_becomes_of_the_calendar(monkeypatch: pytest.MonkeyPatch) -> None:
    one = walk()
    link(one.browser)

    def broken(*_: object) -> None:
        raise RuntimeError("no calendar today")

    monkeypatch.setattr(feeds, "refresh", broken)
    due(one, 3)
    assert [fact for fact in one.opened().facts.values() if fact.KIND == "task"]


@contextmanager
def asked() -> Iterator[list[str]]:
    found: list[str] = []
    with CaptureQueriesContext(connection) as queries:
        yield found
    found += [re.sub(r"'[0-9a-f]{64}'", "id", query["sql"]) for query in queries]


def test_wrong_ended_and_left_are_one_answer_after_one_question() -> None:
    one = walk()
    bob = login_client(one.bob)
    store.add_member(one.alice, one.case, one.charlie.person, clock.now())
    ended, left = link(one.browser), link(bob)
    post(one.browser, "/desk/en/calendar/link/", {"do": "end"})
    leaving.end(one.alice, one.bob.person, clock.now())
    wrong = f"/feed/{logins.to_text(logins.new_token())}.ics"
    answers, questions = set(), set()
    for path in (wrong, ended, left):
        with asked() as found:
            answer = Client(SERVER_NAME="localhost").get(path)
        answers.add((answer.status_code, answer.content, tuple(sorted(answer.items()))))
        questions.add(tuple(found))
    assert len(answers) == 1 and len(questions) == 1
    assert len(next(iter(questions))) == 1
    unknown = Client(SERVER_NAME="localhost").get("/nothing/here.ics")
    assert (unknown.status_code, unknown.content, tuple(sorted(unknown.items()))) in answers
    assert not Feed.objects.filter(person=one.bob.person).exists()  # nor does the row wait for her to come back


@pytest.mark.parametrize("token", ["x", "A" * 21, "A" * 23, "é" * 22, "A" * 5000, "%00", "..", "A" * 21 + "B"])
def test_what_is_no_link_is_an_address_like_any_other(token: str) -> None:
    answer = Client(SERVER_NAME="localhost").get(f"/feed/{token}.ics")
    assert answer.status_code == 404
    assert answer.content == Client(SERVER_NAME="localhost").get("/nothing").content


def test_a_new_link_ends_the_old_one() -> None:
    one = walk()
    old, new = link(one.browser), link(one.browser)
    assert Client(SERVER_NAME="localhost").get(old).status_code == 404 and days(new) == []
    assert Feed.objects.count() == 1
    assert "Make a new link" in text(one.browser.get("/desk/en/calendar/"))


def test_who_makes_a_new_secret_because_hers_is_known_loses_the_link() -> None:
    one = walk()
    path = link(one.browser)
    from alongside.vault.passphrases import CHEAPEST

    changing.known(one.alice, changing.offer(one.alice, clock.now()), clock.now(), CHEAPEST)
    assert Client(SERVER_NAME="localhost").get(path).status_code == 404 and not Feed.objects.exists()


def test_a_sheet_put_into_another_row_does_not_open() -> None:
    one = walk()
    hers, his = link(one.browser), link(login_client(one.bob))
    mine, other = Feed.objects.get(person=one.alice.person), Feed.objects.get(person=one.bob.person)
    Feed.objects.filter(pk=mine.pk).update(blob=other.blob)
    assert Client(SERVER_NAME="localhost").get(hers).status_code == 404
    assert Client(SERVER_NAME="localhost").get(his).status_code == 200


def test_a_sheet_put_back_to_last_week_does_not_open_and_is_made_anew_by_nobody_unseen() -> None:
    one = walk()
    path = link(one.browser)
    last_week = Feed.objects.get().blob
    due(one, 3)
    Feed.objects.update(blob=last_week)
    assert Client(SERVER_NAME="localhost").get(path).status_code == 404


def test_two_at_once_leave_one_sheet_that_opens() -> None:
    one = walk()
    path = link(one.browser)
    row = Feed.objects.get()
    day = due(one, 3)
    stale = Feed(pk=row.pk, desk_id=row.desk_id, person_id=row.person_id, revision=1, own=row.own, blob=row.blob)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(feeds, "mine", lambda unlocked: stale)
        feeds.refresh(one.alice, list, "en", today())
        feeds.refresh(one.alice, lambda: [today()], "en", today())
    assert days(path) == [day]


def test_her_calendar_speaks_her_language() -> None:
    one = walk()
    due(one, 3)
    path = link(one.browser)
    one.browser.get("/desk/fr/")
    assert [value for name, _, value in parsed(fetched(path)) if name == "SUMMARY"] == ["Une échéance"]


def test_far_days_and_past_ones_that_wait_for_nobody_stay_out() -> None:
    one = walk()
    near = today()
    for day in (near - timedelta(days=20), near - timedelta(days=90), near + timedelta(days=900)):
        one.add(fact("task", what="x", due=day.isoformat()))
    one.add(fact("detention", person=one.her.id, court_dates=[{"date": (near + timedelta(days=2)).isoformat()}]))
    assert days(link(one.browser)) == [f"{near - timedelta(days=20):%Y%m%d}", f"{near + timedelta(days=2):%Y%m%d}"]


def test_who_has_no_link_costs_one_question_more_and_no_write() -> None:
    one = walk()
    one.browser.get("/desk/en/calendar/")
    with asked() as found:
        one.browser.get("/desk/en/calendar/")
    assert not [query for query in found if query.startswith(("INSERT", "UPDATE", "DELETE"))]


def test_a_day_of_a_case_that_is_not_hers_is_in_no_calendar_of_hers() -> None:
    one = walk()
    charlie = login_client(one.charlie)
    path = link(charlie)
    due(one, 3)
    charlie.get("/desk/en/calendar/")
    assert days(path) == []
    with registry.index(one.charlie) as index:
        assert index.days("", "9999") == [] == index.due_days("", "9999")


def test_what_was_done_or_taken_out_is_due_no_more_in_the_index_either() -> None:
    one = walk()
    one.add(fact("task", what="x", due="2026-12-01"))
    with registry.index(one.alice) as index:
        assert index.due_days("", "9999") == ["2026-12-01 task"]
    (task,) = [fact for fact in one.opened().facts.values() if fact.KIND == "task"]
    store.save(one.alice, one.case, [Edit(task, replace(task, done=today()))], clock.now())
    with registry.index(one.alice) as index:
        assert index.due_days("", "9999") == [] and index.days("", "9999") == []


def test_links_stand_in_no_backup() -> None:
    from alongside.desk.backup import rows

    assert "feed" not in rows.tables() and "saved_search" in rows.tables()
