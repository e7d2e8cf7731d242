"""Dates as years, months or days: what comes before what, and when that cannot be told."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.directory import dates
from alongside.directory.dates import Span, add_months, before, on, parse, shift

texts = (
    st.dates(date(1850, 1, 1), date(2150, 1, 1)).map(date.isoformat).flatmap(lambda day: st.sampled_from([day, day[:7], day[:4]]))
)
spans = texts.map(parse)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2021", "2021-01-01", "2021-12-31"),
        ("2021-05", "2021-05-01", "2021-05-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2021-05-09", "2021-05-09", "2021-05-09"),
        ("2021/2022-03", "2021-01-01", "2022-03-31"),
    ],
)
def test_a_rough_date_is_the_span_of_days_it_may_mean(text: str, first: str, last: str) -> None:
    span = parse(text)
    assert (span.first.isoformat(), span.last.isoformat(), str(span)) == (first, last, text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "21",
        "2021-5",
        "2021-13",
        "2021-02-30",
        "2022/2021",
        "2021/",
        "/",
        "2021/2022/2023",
        "2021-05-09T10:00",
        "٢٠٢١",
        " 2021",
        "0000",
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse(text)


def test_before_says_yes_no_or_cannot_tell() -> None:
    assert before(parse("2020"), parse("2021")) is True
    assert before(parse("2021"), parse("2020")) is False
    assert before(parse("2021-05-01"), parse("2021-05-01")) is False
    assert before(parse("2021-05-01"), parse("2021")) is None
    assert before(parse("2021"), parse("2021-01-01")) is False


@given(spans, spans)
def test_two_dates_are_never_each_before_the_other(one: Span, other: Span) -> None:
    assert not (before(one, other) and before(other, one))
    if before(one, other):
        assert before(other, one) is False


@given(spans)
def test_nothing_is_before_itself(span: Span) -> None:
    assert before(span, span) is not True


@given(st.dates(), st.dates())
def test_days_are_always_comparable(one: date, other: date) -> None:
    assert before(on(one), on(other)) is (one < other)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2021-01-31", 1, "2021-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2021-11-30", 3, "2022-02-28"),
        ("2021-12-15", 12, "2022-12-15"),
        ("2021-05-09", 0, "2021-05-09"),
        ("9999-12-31", 1, "9999-12-31"),
    ],
)
def test_months_are_added_by_the_calendar(day: str, months: int, expected: str) -> None:
    assert add_months(date.fromisoformat(day), months).isoformat() == expected


def test_a_shifted_day_says_its_own_date_and_a_shifted_month_both_ends() -> None:
    assert str(shift(parse("2000-01-31"), months=3)) == "2000-04-30"
    assert str(shift(parse("2000-01"), days=30)) == "2000-01-31/2000-03-01"
    assert str(shift(parse("9999"), months=3, days=30)) == "9999-12-31" or shift(parse("9999"), months=3).last == date.max


@given(spans, st.integers(0, 24), st.integers(0, 120))
def test_shifting_keeps_the_order_of_both_ends_and_never_goes_back(span: Span, months: int, days: int) -> None:
    moved = shift(span, months=months, days=days)
    assert span.first <= moved.first <= moved.last and span.last <= moved.last


def test_reading_a_date_twice_reads_it_once() -> None:
    assert dates.parse("2021-05") is dates.parse("2021-05")
