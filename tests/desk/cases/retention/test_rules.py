"""The rules of keeping and ending, as data in and answers out."""

from datetime import UTC, date, datetime, timedelta

import pytest

from alongside.desk.cases.around.dues import dues
from alongside.desk.cases.retention import rules
from alongside.facts.plain import from_plain
from alongside.facts.problems import BadFact
from tests.desk.cases.telling import fact, few

ALICE, BOB = "a" * 32, "b" * 32
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


def hold(**more):
    return fact("legal-hold", since="2026-01-01", why="The court asked", placed_by=ALICE, **more)


def review(decided, on, decision="keep"):
    return fact("keeping-review", decided=decided, decided_by=ALICE, decision=decision, on=on)


def request(by=ALICE, asked="2026-11-22T09:30:00Z"):
    return fact("end-request", ending="destroy", asked=asked, asked_by=by, why="Nobody needs it any more")


def test_a_hold_that_stands_forbids_and_one_that_was_lifted_does_not():
    lifted = hold(lifted="2026-02-01", lifted_by=BOB, lifted_why="The court is done")
    assert rules.may_go([*few(), lifted], NOW, whole=True) is None
    assert rules.may_go([lifted, hold()], NOW, whole=True) == "hold"


def test_where_something_is_missing_it_may_be_a_hold():
    assert rules.may_go(few(), NOW, whole=False) == "damaged"


def test_the_newest_decision_counts_and_stands_in_the_calendar():
    facts = [review("2026-05-01T10:00:00Z", "2027-01-01"), review("2026-06-01T10:00:00Z", "2026-12-24")]
    assert rules.next_review(facts) == date(2026, 12, 24)
    assert rules.next_review([]) is None
    assert [str(one) for one in dues([*facts, request()])] == ["2026-11-22 ending", "2026-12-24 review"]


def test_it_takes_another_person_and_alone_a_wait():
    assert rules.step(None, ALICE, [BOB], [], NOW) == "nobody-asked"
    assert rules.step(request(), ALICE, [BOB], [], NOW + timedelta(days=9)) == "second"
    assert rules.step(request(), BOB, [ALICE], [], NOW) == "go"
    assert rules.step(request(), ALICE, [], [], NOW + rules.WAIT - timedelta(seconds=1)) == "wait"
    assert rules.step(request(), ALICE, [], [], NOW + rules.WAIT) == "go"
    assert rules.step(request(), ALICE, [], [BOB], NOW + timedelta(days=9)) == "second"  # he was taken out lately


def test_for_a_day_after_a_hold_was_lifted_nothing_goes_by_whichever_clock():
    lifted = hold(lifted="2026-11-22", lifted_by=BOB, lifted_why="The court is done", lifted_at="2026-11-22T09:30:00Z")
    for away in (timedelta(), timedelta(hours=23, minutes=59), -timedelta(hours=23, minutes=59)):
        assert rules.may_go([*few(), lifted], NOW + away, whole=True) == "lifted"
    assert rules.may_go([*few(), lifted], NOW + rules.AFTER_HOLD, whole=True) is None
    assert rules.may_go([lifted, hold()], NOW, whole=True) == "hold"
    with pytest.raises(BadFact):
        hold(lifted="2026-11-22", lifted_at="2026-02-30T10:00:00Z")


def test_a_request_from_a_moment_to_come_is_none_and_stops_no_page():
    last, before = request(asked="9999-12-31T23:59:59Z"), request(BOB)
    assert rules.requests([last, before], NOW) == [before]
    assert rules.step(last, ALICE, [], [], NOW) == rules.step(last, BOB, [ALICE], [], NOW) == "nobody-asked"
    assert rules.ready_at(last).year == 9999
    soon = request(asked="2026-11-22T09:30:01Z")
    assert rules.step(soon, BOB, [ALICE], [], NOW) == "nobody-asked"
    assert rules.step(soon, BOB, [ALICE], [], NOW + timedelta(seconds=1)) == "go"


@pytest.mark.parametrize(
    ("months", "day"),
    [
        ([], None),
        (["2027-01"], None),  # a key for later holds nothing yet
        (["2026-10", "2026-11", "2026-12"], date(2027, 1, 29)),
        (["2026-02"], date(2026, 4, 29)),
        (["2025-12"], date(2026, 3, 1)),
    ],
)
def test_backups_end_sixty_days_after_the_last_month_that_may_hold_it(months, day):
    assert rules.unreadable_on(months, NOW.date()) == day


@pytest.mark.parametrize("instant", ["2026-02-30T10:00:00Z", "2026-02-03T25:00:00Z"])
def test_an_hour_that_never_was_is_no_instant(instant):
    for one in (request(), review("2026-05-01T10:00:00Z", "2027-01-01")):
        from alongside.facts.plain import to_plain

        name = "asked" if one.KIND == "end-request" else "decided"
        with pytest.raises(BadFact):
            from_plain(to_plain(one) | {name: instant})
