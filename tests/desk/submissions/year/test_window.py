"""The window of a year: what is known, what is worked out, what a member wrote down; and which report a symbol means."""

from datetime import date

import pytest

from alongside.desk.submissions.year import window as windows
from alongside.directory import reader

REPORTS = reader.load().reports()


@pytest.mark.parametrize(
    ("day", "year"), [(date(2026, 4, 30), 2026), (date(2026, 5, 1), 2027), (date(2026, 12, 31), 2027), (date(2027, 1, 1), 2027)]
)
def test_from_may_on_the_next_report_is_prepared(day: date, year: int) -> None:
    assert windows.year_of(day) == year


def test_a_year_that_nobody_knows_goes_by_the_pattern_and_has_no_deadline() -> None:
    one = windows.window(2027, REPORTS)
    assert (one.first, one.last, one.source, one.deadline) == (date(2026, 5, 1), date(2027, 4, 30), "pattern", None)


def test_the_period_that_a_report_names_counts_before_the_pattern() -> None:
    one = windows.window(2014, REPORTS)
    assert (one.first, one.last, one.source) == (date(2013, 6, 16), date(2014, 5, 31), "known")
    assert windows.window(2024, REPORTS).source == "pattern"  # of low confidence: check first


def test_what_a_member_wrote_down_counts_before_all() -> None:
    chosen = (date(2026, 6, 1), date(2027, 5, 15), date(2027, 5, 20))
    one = windows.window(2027, REPORTS, chosen)
    assert (one.first, one.last, one.deadline, one.source) == (*chosen, "set")


def test_it_warns_from_march_to_the_deadline() -> None:
    one = windows.window(2027, REPORTS, (date(2026, 5, 1), date(2027, 4, 30), date(2027, 5, 10)))
    days = (date(2027, 2, 28), date(2027, 3, 1), date(2027, 5, 10), date(2027, 5, 11))
    assert [one.warns(day) for day in days] == [False, True, True, False]
    assert windows.window(2027, REPORTS).warns(date(2027, 4, 30)) and not windows.window(2027, REPORTS).warns(date(2027, 5, 1))


def test_a_deadline_that_lies_before_march_is_told_six_weeks_before() -> None:
    one = windows.window(2027, REPORTS, (date(2026, 5, 1), date(2027, 1, 31), date(2027, 1, 10)))
    days = (date(2026, 11, 28), date(2026, 11, 29), date(2027, 1, 10), date(2027, 1, 11))
    assert [one.warns(day) for day in days] == [False, True, True, False]


@pytest.mark.parametrize(
    ("last", "deadline", "following", "closes"),
    [
        (date(2027, 4, 30), None, None, date(2027, 4, 30)),
        (date(2027, 4, 30), date(2027, 4, 15), None, date(2027, 4, 30)),  # what comes late is still meant for this report
        (date(2027, 4, 30), date(2027, 5, 15), None, date(2027, 5, 15)),  # in the next window, and in time for this report
        (date(2027, 5, 31), date(2027, 5, 15), None, date(2027, 5, 31)),
        (date(2027, 1, 31), date(2027, 2, 15), None, date(2027, 4, 30)),
        (date(2027, 1, 31), date(2027, 2, 15), date(2027, 2, 1), date(2027, 2, 15)),
    ],
)
def test_what_is_sent_is_for_the_report_that_takes_it_on_that_day(
    last: date, deadline: date | None, following: date | None, closes: date
) -> None:
    one = windows.window(2027, REPORTS, (date(2026, 5, 1), last, deadline))
    after = windows.window(2028, REPORTS, (following, date(2028, 4, 30), None) if following else None)
    assert windows.closes(one, after) == closes


@pytest.mark.parametrize(
    ("symbol", "year"),
    [
        ("A/HRC/48/28", 2021),
        (" a/hrc/48/28 ", 2021),
        ("A/HRC/24/29/Corr.1", 2013),
        ("A/HRC/48/2", 0),
        ("A/HRC/48/281", 0),
        ("", 0),
    ],
)
def test_a_symbol_means_its_report_however_it_is_spaced(symbol: str, year: int) -> None:
    found = windows.cited(symbol, windows.earlier(2027, REPORTS))
    assert (found.year if found else 0) == year


def test_a_report_of_the_same_year_or_later_is_no_earlier_one() -> None:
    assert {one.year for one in windows.earlier(2021, REPORTS)} == set(range(2010, 2021))
