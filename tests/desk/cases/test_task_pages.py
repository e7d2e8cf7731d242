"""Tasks: who does what by which day; the reminder is sealed to the owner, and today's page shows what is due."""

from datetime import timedelta

import pytest

from alongside.desk.people import clock, notices
from alongside.facts.protection import Task
from tests.desk.cases.telling import fact
from tests.desk.cases.walking import text, walk
from tests.desk.making import login_client

pytestmark = pytest.mark.usefixtures("database")


def test_a_task_reminds_its_owner_on_the_day_and_nobody_else():
    one = walk()
    day = clock.now().date() + timedelta(days=3)
    answer = one.send("tasks/", {"what": "Call the lawyer", "owner": one.bob.person.pk.hex, "due": day.isoformat()})
    assert answer.status_code == 303
    assert one.of(Task)[0].due == day
    assert notices.mine(one.bob, clock.now().date()) == []
    assert [note.text for note in notices.mine(one.bob, day)] == ["Call the lawyer"]
    assert notices.mine(one.alice, day) == []
    assert "Call the lawyer" in one.page("tasks/")


def test_done_and_undone():
    one = walk()
    one.add(fact("task", what="Buy a phone"))
    (task,) = one.of(Task)
    assert one.send("tasks/", {"done": task.id}).status_code == 303
    assert one.of(Task)[0].done == clock.now().date()
    assert "Done (1)" in one.page("tasks/")
    one.send("tasks/", {"undone": task.id})
    assert one.of(Task)[0].done is None


def test_an_empty_task_and_a_wrong_day_are_said_in_a_sentence():
    one = walk()
    answer = one.send("tasks/", {"what": "", "due": "31.31.2026"})
    assert answer.status_code == 422
    assert "this is needed" in text(answer)
    assert "this is not a day" in text(answer)


def test_only_work_of_this_case_can_be_marked():
    one = walk()
    assert one.send("tasks/", {"done": one.her.id}).status_code == 404
    assert one.send("tasks/", {"done": "0" * 32}).status_code == 404


def test_a_task_sent_twice_is_one_task_and_one_reminder():
    one = walk()
    day = clock.now().date().isoformat()
    for _ in range(2):
        one.send("tasks/", {"what": "Once", "owner": one.bob.person.pk.hex, "due": day, "seed": "2" * 32})
    assert len(one.of(Task)) == 1
    assert len(notices.mine(one.bob, clock.now().date())) == 1


def test_today_shows_what_is_due_and_where():
    one = walk()
    one.send("tasks/", {"what": "Today", "due": clock.now().date().isoformat(), "owner": one.alice.person.pk.hex})
    page = text(one.browser.get("/desk/en/"))
    assert "Amal Fictional" in page
    assert "due today" in page
    assert "Today" in page


def test_a_reminder_goes_when_it_is_done():
    one = walk()
    notices.tell(one.alice.person, "Read me", one.alice.circle)
    (note,) = notices.mine(one.alice, clock.now().date())
    assert "Read me" in text(one.browser.get("/desk/en/"))
    from tests.desk.cases.walking import post

    assert post(one.browser, f"/desk/en/notices/{note.id}/done/", {}).status_code == 303
    assert "Read me" not in text(one.browser.get("/desk/en/"))


def test_nobody_ends_the_reminder_of_another():
    one = walk()
    notices.tell(one.bob.person, "For Bob", one.alice.circle)
    (note,) = notices.mine(one.bob, clock.now().date())
    from tests.desk.cases.walking import post

    assert post(one.browser, f"/desk/en/notices/{note.id}/done/", {}).status_code == 404
    assert notices.mine(one.bob, clock.now().date())


def test_who_has_no_case_is_told_what_to_do_next():
    one = walk()
    page = text(login_client(one.charlie).get("/desk/en/"))
    assert "no case of yours yet" in page
    assert "Amal" not in page
