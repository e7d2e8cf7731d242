"""Reply clocks: when an answer is due, what answers a letter, and what nobody knows."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.directory import replies
from alongside.facts.fact import Fact
from alongside.facts.plain import from_plain
from alongside.facts.problems import BadFact
from alongside.facts.replies import clocks
from tests.facts.making import facts as any_fact

TODAY = date(2026, 11, 22)
TORTURE, WGAD = "un-sr-torture", "un-wgad"


def fact(kind: str, **told: Any) -> Fact:
    return from_plain({"format": 1, "kind": kind, "id": uuid4().hex, "revision": 1} | told)


def letter(**told: Any) -> Fact:
    return fact("un-letter", **({"code": "AL", "date": "2026-01-05", "mandates": [TORTURE]} | told))


def one(*case: Fact) -> tuple[str, date | None, int | None]:
    (clock,) = clocks(case, replies.days)
    return clock.state(TODAY), clock.due, clock.took


def test_a_letter_of_allegation_has_sixty_days_and_an_urgent_appeal_thirty() -> None:
    assert one(letter()) == ("overdue", date(2026, 3, 6), None)
    assert one(letter(code="UA", date="2026-11-20")) == ("due", date(2026, 12, 20), None)


def test_a_complaint_has_the_term_of_its_instrument_and_another_letter_of_the_same_committee_has_none() -> None:
    assert one(letter(code="complaint", date="2026-03-01", mandates=["un-ccpr"]))[1] == date(2026, 9, 1)
    assert one(letter(code="complaint", date="2026-11-20", mandates=["un-cerd-individual"]))[:2] == ("due", date(2027, 2, 20))
    assert one(letter(code="complaint", mandates=[WGAD]))[1] == date(2026, 3, 6)
    for told in ({"code": "other", "mandates": ["un-ccpr"]}, {"code": "complaint", "mandates": ["un-ced-individual"]}):
        assert one(letter(**told))[:2] == ("unknown", None)


def test_six_months_are_never_over_before_the_calendar_says_so() -> None:
    for month in range(1, 13):
        sent, later = date(2027, month, 1), date(2027 + (month > 6), (month + 5) % 12 + 1, 1)
        assert one(letter(code="complaint", date=sent.isoformat(), mandates=["un-cat"]))[1] >= later


def test_of_several_experts_the_longest_time_counts() -> None:
    assert one(letter(code="other", mandates=["un-ced-urgent-action", WGAD]))[1] == date(2026, 3, 6)


@pytest.mark.parametrize(
    "told", [{"date": None}, {"date": "XXXX"}, {"mandates": []}, {"mandates": ["iachr-petition"]}, {"mandates": ["gone"]}]
)
def test_what_nobody_knows_is_never_overdue(told: dict[str, Any]) -> None:
    assert one(letter(**told))[:2] == ("unknown", None)


def test_a_month_counts_from_its_last_day() -> None:
    assert one(letter(date="2026-01"))[1] == date(2026, 4, 1)


def test_an_answer_to_the_letter_ends_the_clock_and_says_how_long_it_took() -> None:
    sent = letter()
    assert one(sent, fact("state-response", answers=sent.id, position="denies", date="2026-02-04"))[0::2] == ("answered", 30)
    assert one(sent, fact("state-response", answers=sent.id, date="2026-02"))[0::2] == ("answered", None)


def test_what_is_answered_is_open_no_more_and_dates_the_wrong_way_round_are_no_length() -> None:
    sent = letter()
    (waiting,) = clocks([sent], replies.days)
    (done,) = clocks([sent, fact("state-response", answers=sent.id, date="2025-12-31")], replies.days)
    assert waiting.open and not done.open and done.took is None


def test_an_answer_to_something_else_ends_no_clock() -> None:
    assert one(letter(), fact("state-response", answers="f" * 32, date="2026-02-04"))[0] == "overdue"


def test_that_no_answer_came_is_no_answer() -> None:
    sent = letter()
    assert one(sent, fact("state-response", answers=sent.id, position="none", date="2026-04-01"))[0] == "overdue"


def test_an_answer_to_what_led_to_the_only_letter_answers_it_unless_it_is_older() -> None:
    cause = fact("intervention", mechanism=TORTURE)
    sent = letter(intervention=cause.id)
    answer = fact("state-response", answers=cause.id, date="2026-02-04")
    assert one(cause, sent, answer)[0] == "answered"
    assert one(cause, sent, fact("state-response", answers=cause.id, date="2025-12-01"))[0] == "overdue"
    both = clocks((cause, sent, letter(intervention=cause.id), answer), replies.days)
    assert [clock.state(TODAY) for clock in both] == ["overdue", "overdue"]


def test_something_sent_has_a_clock_only_where_its_reader_named_a_day() -> None:
    assert clocks([fact("intervention", mechanism=TORTURE, date="2026-01-01")], replies.days) == ()
    assert one(fact("intervention", party="Embassy", reply_due="2026-11-01"))[:2] == ("overdue", date(2026, 11, 1))
    assert one(fact("intervention", party="Embassy", reply_due="2026-11-01", response="yes"))[0] == "answered"


@pytest.mark.parametrize("good", ["AL BHR 2/2021", "UA EGY 1/2024", "EGY 13/2020", "JAL RUS 100/2011"])
def test_a_reference_is_as_it_is_cited(good: str) -> None:
    assert letter(reference=good).reference == good


@pytest.mark.parametrize(
    "bad", ["AL BHR 2/21", "al bhr 2/2021", "AL BHR 02/2021", "XX BHR 2/2021", "AL BHR ٢/2021", "AL BHR 2/2021\n", "AL"]
)
def test_anything_else_is_no_reference(bad: str) -> None:
    with pytest.raises(BadFact) as caught:
        letter(reference=bad)
    assert [problem.fault for problem in caught.value.problems] == ["not-a-reference"]


@given(st.lists(any_fact, max_size=8))
@settings(max_examples=60)
def test_any_case_has_clocks(case: list[Fact]) -> None:
    for clock in clocks(case, replies.days):
        assert clock.state(TODAY) in ("answered", "due", "overdue", "unknown")
