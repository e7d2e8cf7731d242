"""Dates with their precision."""

import datetime

import pytest

from alongside.facts.when import When, earliest, latest


@pytest.mark.parametrize(
    ("text", "precision", "huridocs", "span"),
    [
        ("2021-05-03", "day", None, "2021-05-03"),
        ("2021-05", "month", "020000000000", "2021-05"),
        ("2021", "year", "030000000000", "2021"),
        ("2021-05-03~", "about", "010000000000", "2021-04-26/2021-05-10"),
        ("2021-01~", "about", "010000000000", "2020-12/2021-02"),
        ("2021~", "about", "010000000000", "2020/2022"),
        ("2021-05/2021-07-01", "range", "010000000000", "2021-05/2021-07-01"),
    ],
)
def test_a_date_knows_its_precision_and_the_days_it_may_mean(text: str, precision: str, huridocs: str | None, span: str) -> None:
    when = When(text)
    assert (when.precision, when.huridocs_type, str(when.span), str(when)) == (precision, huridocs, span, text)


def test_about_a_month_reaches_to_the_last_day_of_the_next() -> None:
    span = When("2020-01~").span
    assert span is not None and (span.first, span.last) == (datetime.date(2019, 12, 1), datetime.date(2020, 2, 29))


def test_nobody_knows_is_an_answer_without_days() -> None:
    when = When("XXXX")
    assert (when.precision, when.span, when.huridocs_type, latest(when)) == ("unknown", None, None, datetime.date.min)
    assert earliest(None) == datetime.date.min and earliest(When("2021~")) == datetime.date(2020, 1, 1)
    assert latest(None) == datetime.date.min and latest(When("2021")) == datetime.date(2021, 12, 31)


@pytest.mark.parametrize("text", ["", "~", "soon", "2021-13", "2021-02-30", "1799", "2201", "2021/2020", "2021~/2022",
                                  "2021/2022~", "XXXX~",
                                  "٢٠٢١", "2020/2021/2022"])  # fmt: skip
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        When(text)
