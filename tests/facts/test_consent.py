"""The consent ledger: may this leave, to whom, for what? Named rules first, then what must hold for every ledger."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.facts.consent import Answer, Consent, Recipient, last_day, may_leave
from alongside.facts.persons import Person
from alongside.facts.plain import from_plain, to_plain
from alongside.facts.problems import BadFact
from alongside.facts.when import When
from tests.facts.making import ALICE, BOB, CHARLIE, TODAY, consent, person

WGAD = Recipient("un-wgad", frozenset({"un-special-procedure"}))
NOVEMBER = date(2026, 11, 1)
VALUE = {"no": 0, "ask": 1, "yes": 2}


def ask(
    *ledger: Consent, who: Person | None = None, whom: Recipient | str = WGAD, what: str = "name", on: date = TODAY
) -> Answer:
    return may_leave(ledger, who or person(), whom, what, on)


def said(*ledger: Consent, **how: Any) -> tuple[str, str]:
    answer = ask(*ledger, **how)
    return answer.value, answer.code


def refusal(number: int = 200, **told: Any) -> Consent:
    return consent(number, **({"answer": "refused", "date": date(2026, 11, 10)} | told))


def withdrawal(number: int = 300, **told: Any) -> Consent:
    return consent(number, **({"answer": "withdrawn", "date": date(2026, 11, 10)} | told))


# --- one agreement


def test_without_a_record_she_has_to_be_asked() -> None:
    assert ask() == Answer("ask", "not-asked")


def test_her_own_informed_agreement_is_a_yes_and_names_its_record() -> None:
    assert ask(consent()) == Answer("yes", "agreed", (consent().id,))


def test_a_yes_to_another_purpose_is_not_this_yes() -> None:
    assert said(consent(purpose="send")) == ("ask", "not-asked")


def test_a_yes_to_another_recipient_is_not_this_yes() -> None:
    assert said(consent(recipient="wgeid")) == ("ask", "not-asked")


def test_nobodys_yes_covers_another_person() -> None:
    assert said(consent(person=BOB, given_by=BOB)) == ("ask", "not-asked")
    assert said(consent(given_by=BOB)) == ("ask", "said-by-another")
    assert said(consent(given_by=None)) == ("ask", "said-by-another")


def test_un_said_loosely_covers_nobody_and_a_class_written_out_covers_its_members() -> None:
    assert said(consent(recipient="un")) == ("ask", "not-asked")
    assert said(consent(recipient="class:un-special-procedure")) == ("yes", "agreed")
    assert said(consent(recipient="class:un-treaty-body")) == ("ask", "not-asked")
    assert said(consent(recipient="class:un-special-procedure"), whom="un-wgad") == ("ask", "not-asked")  # nobody says what it is


def test_it_holds_through_its_last_day_and_no_longer() -> None:
    assert said(consent(expires=TODAY)) == ("yes", "agreed")
    assert said(consent(expires=TODAY - timedelta(1))) == ("ask", "expired")


def test_an_agreement_dated_tomorrow_waits_for_tomorrow() -> None:
    assert said(consent(date=TODAY + timedelta(1))) == ("ask", "not-yet")


def test_a_yes_by_code_waits_until_an_officer_confirmed_it() -> None:
    assert said(consent(means="by-code")) == ("ask", "by-code")
    assert said(consent(means="by-code", verified=False)) == ("ask", "by-code")
    assert said(consent(means="by-code", verified=True)) == ("yes", "agreed")
    assert said(consent(verified=False)) == ("ask", "not-verified")


@pytest.mark.parametrize("told", [None, False])
def test_a_yes_without_the_risks_explained_is_asked_again(told: bool | None) -> None:
    assert said(consent(risks_explained=told)) == ("ask", "risks-not-explained")


# --- refusals and withdrawals


def test_a_refusal_is_a_no() -> None:
    assert ask(refusal()) == Answer("no", "refused", (refusal().id,))


def test_the_newest_word_wins() -> None:
    later = consent(101, date=date(2026, 11, 15))
    assert said(consent(), refusal()) == ("no", "refused")
    assert ask(consent(), refusal(), later) == Answer("yes", "agreed", (later.id,))
    assert said(refusal(), replace(later, means="by-code")) == ("ask", "by-code")


def test_a_withdrawal_ends_the_consent_that_it_names_whatever_its_day() -> None:
    early = withdrawal(date=date(2026, 10, 1), withdraws=(consent().id,))
    assert said(consent(), early) == ("no", "withdrawn")


def test_a_withdrawal_also_stops_an_older_yes_to_the_same() -> None:
    older = consent(99, date=date(2026, 10, 1))
    assert said(older, consent(), withdrawal(withdraws=(consent().id,))) == ("no", "withdrawn")


def test_a_withdrawal_filed_under_other_words_stops_what_the_withdrawn_consent_was_about() -> None:
    older = consent(99, date=date(2026, 10, 1))
    slip = withdrawal(withdraws=(consent().id,), recipient="wgeid", purpose="send")
    assert said(older, consent(), slip) == ("no", "withdrawn")


def test_a_ledger_in_which_a_withdrawal_names_a_consent_that_is_gone_says_yes_to_nothing() -> None:
    lost = withdrawal(purpose="photo", withdraws=(f"{7:032x}",))
    assert ask(consent(), lost) == Answer("ask", "ledger-damaged", (lost.id,))
    assert said(refusal(), lost) == ("no", "refused")


def test_a_withdrawal_filed_under_another_person_still_counts_and_is_asked_about() -> None:
    slip = withdrawal(person=BOB, given_by=BOB, withdraws=(consent().id,))
    assert said(consent(), slip) == ("ask", "said-by-another")
    assert said(consent(), replace(slip, withdraws=())) == ("yes", "agreed")


def test_on_one_day_the_stop_wins_unless_she_took_it_back_by_name() -> None:
    stop = refusal(date=NOVEMBER)
    assert said(consent(), stop) == ("no", "refused")
    assert said(consent(after=(stop.id,)), stop) == ("yes", "agreed")
    assert said(consent(after=(stop.id,)), refusal()) == ("no", "refused")
    assert said(consent(after=(refusal().id,)), refusal()) == ("no", "refused")  # a later refusal cannot be taken back beforehand


def test_a_withdrawal_dated_tomorrow_counts_today() -> None:
    assert said(consent(), withdrawal(date=TODAY + timedelta(1))) == ("no", "withdrawn")


def test_a_refusal_of_everything_to_everyone_stops_everything() -> None:
    nothing = refusal(recipient="everyone", purpose="everything")
    assert said(consent(), nothing) == ("no", "refused")
    assert said(consent(), nothing, what="photo", whom="public") == ("no", "refused")


def test_a_refusal_to_one_leaves_the_others_of_the_class() -> None:
    both = (consent(recipient="class:un-special-procedure"), refusal())
    assert said(*both) == ("no", "refused")
    assert said(*both, whom=Recipient("wgeid", frozenset({"un-special-procedure"}))) == ("yes", "agreed")


def test_a_no_that_another_person_said_stops_it_until_she_is_asked() -> None:
    assert said(consent(), refusal(given_by=BOB)) == ("ask", "said-by-another")


def test_terms_that_ran_out_do_not_wake_an_older_yes() -> None:
    until = consent(101, date=date(2026, 11, 5), expires=date(2026, 11, 15))
    assert said(consent(), until, on=date(2026, 11, 15)) == ("yes", "agreed")
    assert said(consent(), until) == ("ask", "expired")


# --- children, those who cannot decide, the dead


def test_for_a_child_the_guardian_named_in_her_record_agrees() -> None:
    child = person(categories=("child",), decided_by=(BOB,))
    assert said(consent(), who=child) == ("ask", "guardian-needed")
    assert said(consent(given_by=CHARLIE), who=child) == ("ask", "guardian-needed")
    assert said(consent(given_by=BOB), who=child) == ("yes", "agreed")
    assert said(consent(given_by=BOB), who=person(categories=("child",))) == ("ask", "guardian-needed")


def test_a_childs_own_no_counts() -> None:
    child = person(categories=("child",), decided_by=(BOB,))
    assert said(consent(given_by=BOB), refusal(), who=child) == ("no", "refused")
    assert said(consent(), refusal(given_by=BOB), who=child) == ("no", "refused")


def test_who_has_come_of_age_is_asked_herself() -> None:
    grown = person(born=When("2008-11-10"), decided_by=(BOB,))
    assert said(consent(given_by=BOB), who=grown) == ("ask", "said-by-another")
    assert said(consent(), who=grown) == ("ask", "said-by-another")  # she was seventeen when she said it
    assert said(consent(date=date(2026, 11, 10)), who=grown) == ("yes", "agreed")


def test_what_she_said_before_she_was_taken_stays_hers() -> None:
    taken = person(can_decide=False, cannot_decide_since=When("2026-11-05"), decided_by=(BOB,))
    assert said(consent(), who=taken) == ("yes", "agreed")
    assert said(consent(date=date(2026, 11, 6)), who=taken) == ("ask", "guardian-needed")
    assert said(consent(date=date(2026, 11, 6), given_by=BOB), who=taken) == ("yes", "agreed")
    assert said(consent(given_by=BOB), who=taken) == ("ask", "guardian-needed")  # he said it while she could


def test_where_nobody_knows_since_when_she_cannot_decide_her_earlier_word_is_not_enough() -> None:
    assert said(consent(), who=person(can_decide=False)) == ("ask", "guardian-needed")
    assert said(consent(), who=person(can_decide=False, cannot_decide_since=When("2026-11"))) == ("ask", "guardian-needed")


def test_for_the_dead_her_own_earlier_word_or_those_named_for_her() -> None:
    dead = person(alive=False, died=When("2026-11-05"), decided_by=(BOB,))
    assert said(consent(), who=dead) == ("yes", "agreed")
    assert said(consent(date=date(2026, 11, 6), given_by=BOB), who=dead) == ("yes", "agreed")


def test_a_day_of_death_says_that_she_is_dead() -> None:
    """An import brings the day alone: her own "yes" of a day after it counted, and the word of those who decide for her did not."""
    dead = person(died=When("2026-11-05"), decided_by=(BOB,))
    assert dead.is_dead() and not person().is_dead() and person(alive=True).is_dead() is False
    assert said(consent(date=date(2026, 11, 6)), who=dead) == ("ask", "guardian-needed")
    assert said(consent(date=date(2026, 11, 6), given_by=BOB), who=dead) == ("yes", "agreed")


# --- the last day of a yes


def test_a_yes_without_a_term_has_no_last_day() -> None:
    assert last_day([consent()], person(), WGAD, "name", TODAY) is None
    assert last_day([consent(expires=date.max)], person(), "un-wgad", "name", TODAY) is None


def test_the_term_of_a_newer_yes_to_the_same_ends_the_older_one() -> None:
    newer = consent(101, date=date(2026, 11, 15), expires=TODAY + timedelta(3))
    assert last_day([consent(), newer], person(), WGAD, "name", TODAY) == TODAY + timedelta(3)
    longer = consent(102, date=date(2026, 11, 16), expires=TODAY + timedelta(9))
    assert last_day([consent(), newer, longer], person(), WGAD, "name", TODAY) == TODAY + timedelta(9)
    assert last_day([consent(), replace(newer, purpose="send")], person(), WGAD, "name", TODAY) is None


def test_the_word_of_a_guardian_ends_with_the_day_before_she_is_eighteen() -> None:
    child = person(born=When("2008-12-10"), decided_by=(BOB,))
    assert last_day([consent(given_by=BOB)], child, WGAD, "name", TODAY) == date(2026, 12, 9)


# --- what must hold for every ledger

days = st.dates(date(2026, 11, 1), date(2026, 11, 12))
whole = [f"{number:032x}" for number in range(400, 406)]
records = st.builds(
    consent,
    st.integers(400, 405),
    person=st.sampled_from([ALICE, ALICE, ALICE, BOB]),
    recipient=st.sampled_from(["un-wgad", "un-wgad", "class:un-special-procedure", "everyone"]),
    purpose=st.sampled_from(["name", "name", "send", "everything"]),
    answer=st.sampled_from(["agreed", "agreed", "refused", "withdrawn"]),
    date=days,
    given_by=st.sampled_from([ALICE, ALICE, BOB, None]),
    means=st.sampled_from(["in-person", "by-code"]),
    risks_explained=st.sampled_from([True, True, None]),
    verified=st.sampled_from([None, True, False]),
    expires=st.none() | days,
    withdraws=st.lists(st.sampled_from(whole), max_size=2, unique=True).map(tuple),
    after=st.lists(st.sampled_from(whole), max_size=2, unique=True).map(tuple),
)


def sound(ledger: Sequence[Consent]) -> list[Consent]:
    """The ledger without references to consents that are not in it."""
    known = {one.id for one in ledger}
    return [replace(one, withdraws=tuple(other for other in one.withdraws if other in known)) for one in ledger]


ledgers = st.lists(records, max_size=6, unique_by=lambda one: one.id).map(sound)
stops = st.builds(replace, records, answer=st.sampled_from(["refused", "withdrawn"]), id=st.just(f"{499:032x}"))
people = st.sampled_from([
    person(), person(categories=("child",), decided_by=(BOB,)), person(can_decide=False, decided_by=(BOB,)),
    person(can_decide=False, cannot_decide_since=When("2026-11-06"), decided_by=(BOB,)),
])  # fmt: skip
agreements = st.builds(
    consent,
    st.integers(400, 405),
    date=days,
    given_by=st.sampled_from([ALICE, BOB]),
    expires=st.none() | days.map(lambda day: day + timedelta(7)),
)
nearly_grown = people | st.builds(
    person,
    born=st.dates(date(2008, 11, 5), date(2008, 11, 12)).map(lambda day: When(day.isoformat())),
    decided_by=st.just((BOB,)),
)
asked_on = st.dates(date(2026, 11, 4), date(2026, 11, 14))
MANY = settings(max_examples=100)


def level(ledger: Sequence[Consent], who: Person, on: date) -> int:
    return VALUE[ask(*ledger, who=who, on=on).value]


@given(ledgers, stops, people, asked_on)
@MANY
def test_adding_a_refusal_or_withdrawal_never_loosens_the_answer(
    ledger: list[Consent], more: Consent, who: Person, on: date
) -> None:
    assert level([*ledger, more], who, on) <= level(ledger, who, on)


@given(ledgers, people, asked_on)
@MANY
def test_taking_a_record_out_never_makes_a_yes_unless_it_was_a_stop(ledger: list[Consent], who: Person, on: date) -> None:
    before = level(ledger, who, on)
    for gone in ledger:
        run_out = gone.expires is not None and gone.expires < on
        if gone.answer == "agreed" and not run_out:
            assert level([one for one in ledger if one is not gone], who, on) < VALUE["yes"] or before == VALUE["yes"]


@given(ledgers, st.randoms(use_true_random=False), people, asked_on)
@MANY
def test_the_order_of_the_records_does_not_matter(ledger: list[Consent], random: Any, who: Person, on: date) -> None:
    shuffled = list(ledger)
    random.shuffle(shuffled)
    assert ask(*shuffled, who=who, on=on) == ask(*ledger, who=who, on=on)


@given(ledgers, people, asked_on)
@MANY
def test_a_yes_rests_on_one_agreement_about_this_person_recipient_and_purpose(
    ledger: list[Consent], who: Person, on: date
) -> None:
    answer = ask(*ledger, who=who, on=on)
    because = [one for one in ledger if one.id in answer.because]
    assert len(because) == len(answer.because) == (0 if answer.code == "not-asked" else 1)
    if answer.value == "yes":
        (one,) = because
        assert (one.person, one.purpose, one.answer, one.risks_explained) == (ALICE, "name", "agreed", True)
        assert one.recipient in ("un-wgad", "class:un-special-procedure") and one.date <= on <= (one.expires or on)
        assert not any(one.id in other.withdraws for other in ledger if other.answer == "withdrawn")


@given(st.lists(agreements | records, max_size=4, unique_by=lambda one: one.id).map(sound), nearly_grown, asked_on)
@MANY
def test_a_yes_is_one_until_its_last_day_and_not_on_the_day_after(ledger: list[Consent], who: Person, on: date) -> None:
    if ask(*ledger, who=who, on=on).value != "yes":
        return
    last = last_day(ledger, who, WGAD, "name", on)
    beyond = date(2026, 11, 20)  # no record, and nobody's age, changes anything after that
    for number in range(((last or beyond) - on).days + 1):
        assert ask(*ledger, who=who, on=on + timedelta(number)).value == "yes"
    assert last is None or ask(*ledger, who=who, on=last + timedelta(1)).value != "yes"


@given(ledgers, asked_on)
@MANY
def test_records_of_another_person_never_make_a_yes(ledger: list[Consent], on: date) -> None:
    others = [replace(one, person=BOB) for one in ledger]
    assert ask(*others, on=on).value != "yes"


# --- the record itself


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"recipient": "everyone"}, "recipient"),
        ({"recipient": "class:un"}, "recipient"),
        ({"recipient": "The United Nations"}, "recipient"),
        ({"purpose": "everything"}, "purpose"),
        ({"expires": date(2026, 10, 1)}, "expires"),
        ({"answer": "refused", "expires": date(2026, 12, 1)}, "expires"),
        ({"withdraws": (BOB,)}, "withdraws"),
        ({"answer": "refused", "after": (BOB,)}, "after"),
    ],
)
def test_a_consent_that_is_too_wide_or_contradicts_itself_is_refused(told: dict[str, Any], field: str) -> None:
    with pytest.raises(BadFact) as caught:
        from_plain(to_plain(consent(**told)))
    assert [problem.field for problem in caught.value.problems] == [field]


def test_a_refusal_may_be_as_wide_as_she_wants() -> None:
    wide = refusal(recipient="everyone", purpose="everything")
    assert from_plain(to_plain(wide)) == wide
