"""What of a case is due: open work, the newest look at a risk, consent that stands and runs out, days in court to come."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.desk.cases.around.dues import MOST, Due, dues
from alongside.facts.fact import Fact
from tests.desk.cases.telling import agreement, fact, person, withdrawal
from tests.facts.making import facts as any_fact

TODAY = date(2026, 11, 22)
HER = person("Amal Fictional")


def told(*facts: Fact) -> list[str]:
    return [str(one) for one in dues(facts, TODAY)]


def consent(expires: str | None, **more: str) -> Fact:
    from dataclasses import replace

    return replace(agreement(HER), expires=date.fromisoformat(expires) if expires else None, **more)


def test_work_that_is_done_or_has_no_day_is_not_due() -> None:
    assert told(
        fact("task", what="a", due="2026-12-01"),
        fact("task", what="b", due="2026-12-01", done="2026-11-01"),
        fact("measure", what="c", due="2026-11-30"),
        fact("measure", what="d"),
    ) == ["2026-11-30 measure", "2026-12-01 task"]


def test_work_of_the_past_still_waits_and_a_hearing_of_the_past_does_not() -> None:
    held = fact("detention", person=HER.id, court_dates=[{"date": "2026-11-01"}, {"date": "2026-12-24"}, {"date": "2026-11"}])
    assert told(fact("task", what="a", due="2026-01-01"), held) == ["2026-01-01 task", "2026-11 hearing", "2026-12-24 hearing"]


def test_a_hearing_about_some_day_is_no_day() -> None:
    assert told(fact("detention", person=HER.id, court_dates=[{"date": "2026-12~"}, {"date": "XXXX"}, {"date": "2027"}])) == []


def test_only_the_newest_assessment_of_a_person_asks_for_another() -> None:
    assert told(
        fact("risk-assessment", person=HER.id, date="2026-01-01", reassess_on="2026-02-01"),
        fact("risk-assessment", person=HER.id, date="2026-11-01", reassess_on="2026-12-05"),
    ) == ["2026-12-05 risk"]


def test_consent_runs_out_unless_it_was_withdrawn_or_given_for_longer() -> None:
    one = consent("2026-12-31")
    assert told(one) == ["2026-12-31 consent"]
    assert told(one, withdrawal(HER, one)) == []
    assert told(one, consent("2027-06-30")) == ["2027-06-30 consent"]
    assert told(one, consent(None)) == []
    assert told(one, consent(None, purpose="name")) == ["2026-12-31 consent"]
    assert told(consent("2026-11-21")) == []


@given(st.lists(any_fact, max_size=6))
@settings(max_examples=50)
def test_what_a_digest_keeps_reads_back_as_it_was(facts: list[Fact]) -> None:
    found = dues(facts, TODAY)
    assert [Due.read(str(one)) for one in found] == list(found) and len(found) <= MOST and list(found) == sorted(found)


@pytest.mark.parametrize("text", ["", "2026-13 task", "2026 task", "2026-12-01", "later task", "2026-12-01 "])
def test_what_a_later_version_may_have_written_is_passed_over(text: str) -> None:
    assert Due.read(text) is None
