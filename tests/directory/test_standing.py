"""Who belonged to what on which day: each way of knowing and of not knowing, and when a deposit takes effect."""

import pytest

from alongside.directory.dates import parse
from alongside.directory.standing import entry_into_force
from tests.directory import small

D = small.directory()


def why(code: str, iso3: str, day: str) -> tuple[bool | None, str]:
    answer = D.standing(code, iso3, parse(day))
    return answer.holds, answer.why


@pytest.mark.parametrize(
    ("code", "iso3", "day", "expected"),
    [
        ("TREATY", "ALB", "2023", (True, "in-force")),
        ("TREATY", "ALB", "2000-04-30", (True, "in-force")),
        ("TREATY", "ALB", "2000-04-29", (False, "before-entry")),
        ("TREATY", "ALB", "2000", (None, "before-entry")),
        ("TREATY", "BEN", "2020-06-14", (True, "in-force")),
        ("TREATY", "BEN", "2020-06-15", (False, "after-exit")),
        ("TREATY", "BEN", "2020-06", (None, "after-exit")),
        ("TREATY", "CAN", "2020", (None, "entry-unknown")),
        ("TREATY", "CAN", "2024-06-30", (True, "in-force")),
        ("TREATY", "CAN", "1976-03-22", (False, "before-entry")),
        ("TREATY", "DNK", "2020", (False, "not-party")),
        ("TREATY", "EST", "2020", (None, "probably-not")),
        ("TREATY", "FRA", "2020", (None, "contested")),
        ("TREATY", "GHA", "2020", (None, "low-confidence")),
        ("TREATY", "HUN", "2009", (False, "before-entry")),
        ("TREATY", "HUN", "2010-06-01", (None, "before-entry")),
        ("TREATY", "HUN", "2010-12-31", (True, "in-force")),
        ("TREATY", "JPN", "2022-12-31", (True, "in-force")),
        ("TREATY", "JPN", "2023-01-01", (None, "mandate-unseen")),
        ("TREATY", "KEN", "2021-02-28", (True, "in-force")),
        ("TREATY", "KEN", "2021-03-01", (None, "contested")),
        ("TREATY", "LAO", "2021-02-28", (False, "not-party")),
        ("TREATY", "LAO", "2021-03-01", (None, "contested")),
        ("TREATY", "MEX", "2020", (False, "not-party")),
        ("TREATY", "NPL", "1985", (True, "in-force")),
        ("TREATY", "NPL", "1995", (False, "before-entry")),
        ("TREATY", "NPL", "2005", (True, "in-force")),
        ("TREATY", "OMN", "1976-03-22", (False, "before-entry")),
        ("TREATY", "OMN", "1976-03-23", (True, "in-force")),
        ("TREATY", "PER", "2020", (False, "not-party")),
        ("TREATY", "GRL", "2020", (False, "not-party")),
        ("REGION", "ALB", "1800", (True, "in-force")),
        ("UNREAD", "ALB", "2020", (None, "list-unknown")),
        ("GUESSED", "ALB", "2020", (None, "probably-not")),
        ("ASLEEP", "ALB", "2020", (False, "not-in-force")),
    ],
)
def test_each_answer_keeps_its_own_name(code: str, iso3: str, day: str, expected: tuple[bool | None, str]) -> None:
    assert why(code, iso3, day) == expected


@pytest.mark.parametrize(
    ("code", "deposited", "begins"),
    [
        ("TREATY", "2000-01-31", "2000-04-30"),
        ("TREATY", "2000", "2000-04-01/2001-03-31"),
        ("TREATY", "1970-01-01", "1976-03-23"),
        ("TREATY", "1975/1977", "1976-03-23/1978-03-31"),
        ("OTHER", "2010-05-05", "2010-05-05"),
        ("COURT", "2003-02-02", "2003-05-01"),
        ("COURT", "2002-04-11", "2002-07-01"),
        ("CLUB", "1995-01-01", None),
    ],
)
def test_a_deposit_takes_effect_by_the_codes_own_rule(code: str, deposited: str, begins: str | None) -> None:
    found = entry_into_force(D.codes[code], deposited)
    assert (found and (found.first, found.last)) == (begins and (parse(begins).first, parse(begins).last))


def test_an_entry_into_force_is_shown_by_its_own_day_not_by_the_deposits() -> None:
    assert str(entry_into_force(D.codes["TREATY"], "2000-01-31")) == "2000-04-30"
    assert str(entry_into_force(D.codes["COURT"], "2003-02-02")) == "2003-05-01"
    assert str(entry_into_force(D.codes["OTHER"], "2010-05-05")) == "2010-05-05"


def test_an_answer_says_by_which_row_and_source_it_was_given() -> None:
    answer = D.standing("TREATY", "KEN", parse("2022"))
    assert answer.source == "LIST" and answer.period and answer.period.doubt == "The exit is contested."


def test_answers_are_remembered_and_forgotten_when_there_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("alongside.directory.reader.MOST_ANSWERS", 2)
    fresh = small.directory()
    first = fresh.standing("TREATY", "ALB", parse("2020"))
    assert fresh.standing("TREATY", "ALB", parse("2020")) is first
    for year in ("2021", "2022"):
        fresh.standing("TREATY", "ALB", parse(year))
    assert fresh.standing("TREATY", "ALB", parse("2020")) == first
