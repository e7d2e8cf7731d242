"""Decisions about publicity and referrals as facts: the newest counts, moments exist, and who has to be told."""

import datetime

import pytest

from alongside.facts.plain import from_plain, to_plain
from alongside.facts.problems import BadFact
from alongside.facts.publicity import newest, review_day, untold
from tests.facts.making import ALICE, consent, person

DESK = "desk-" + "0" * 32


def decision(number: int = 1, **told):
    given = {
        "format": 1, "kind": "publicity-decision", "id": f"{number:032x}", "revision": 1, "level": "closed-letter", "why": "x",
        "decided": "2026-11-20T09:00:00Z", "decided_by": "a" * 32, "review_at": "2026-11-22T09:00:00Z",
    }  # fmt: skip
    return from_plain(given | told)


def referral(**told):
    given = {
        "format": 1, "kind": "referral", "id": "e" * 32, "revision": 1, "reference": "f" * 32, "desk": DESK, "way": "out",
        "since": "2026-11-20T09:00:00Z", "persons": [ALICE],
    }  # fmt: skip
    return from_plain(given | told)


def step(what: str = "withdrawal", **told):
    return {"what": what, "way": "out", "at": "2026-11-21T09:00:00Z"} | told


def test_a_review_waits_until_somebody_looked_or_stopped_it():
    assert review_day([]) is None
    assert review_day([decision()]) == datetime.date(2026, 11, 22)
    assert review_day([decision(reviewed="2026-11-22T10:00:00Z")]) is None
    assert review_day([decision(stopped="2026-11-21T10:00:00Z")]) is None
    later = decision(2, decided="2026-11-21T09:00:00Z", review_at="2026-11-23T09:00:00Z")
    assert newest([later, decision()]) == later
    assert review_day([decision(), later]) == datetime.date(2026, 11, 23)


@pytest.mark.parametrize("name", ["decided", "review_at", "reviewed", "stopped"])
def test_a_moment_that_does_not_exist_is_refused(name):
    with pytest.raises(BadFact):
        decision(**{name: "2026-02-30T09:00:00Z"})


@pytest.mark.parametrize(
    "told",
    [{"since": "2026-13-01T00:00:00Z"}, {"answered": "2026-02-30T00:00:00Z"}, {"steps": [step(at="2026-11-21T25:00:00Z")]}],
)
def test_nor_one_of_a_referral_or_of_a_message(told):
    with pytest.raises(BadFact):
        referral(**told)


def test_they_come_back_as_they_were_told():
    for one in (
        decision(inform=[{"name": "Somebody", "kind": "ngo"}]),
        referral(steps=[step(gone=["1" * 32])], carried=[{"ours": ALICE}]),
    ):
        assert from_plain(to_plain(one)) == one


def test_a_desk_is_to_be_told_from_the_day_on_which_she_took_her_yes_back():
    her, yes = person(name="Alice"), consent(recipient=DESK, purpose="send")
    back = consent(101, recipient=DESK, purpose="send", answer="withdrawn", date=datetime.date(2026, 11, 21), withdraws=(yes.id,))
    assert untold([her, yes, referral()]) == []
    assert untold([her, yes, back, referral()]) == [back.date]
    everything = consent(102, recipient="everyone", purpose="everything", answer="withdrawn", date=datetime.date(2026, 11, 22))
    assert untold([her, yes, everything, referral()]) == [everything.date]
    for told in (
        {"way": "in"},
        {"withdrawn": "2026-11-22T09:00:00Z"},
        {"steps": [step(persons=[ALICE])]},
        {"persons": ["9" * 32]},
    ):
        assert untold([her, yes, back, referral(**told)]) == []


def test_who_withdrew_and_whose_facts_went_anew_is_to_be_told_of_once_more():
    her, yes = person(name="Alice"), consent(recipient=DESK, purpose="send")
    back = consent(101, recipient=DESK, purpose="send", answer="withdrawn", date=datetime.date(2026, 11, 21), withdraws=(yes.id,))
    told = {"steps": [step(persons=[ALICE])]}
    assert untold([her, yes, back, referral(**told, carried=[{"ours": ALICE}])]) == [back.date]
    assert untold([her, yes, back, referral(**told, carried=[{"ours": ALICE, "theirs": "8" * 32}])]) == []
    assert untold([her, yes, back, referral(**told, carried=[{"ours": "8" * 32}])]) == []
