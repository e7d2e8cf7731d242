"""What speaks for and against publicity, what a level needs, and what a decision allows: facts and moments in, codes out."""

from datetime import UTC, date, datetime, timedelta

import pytest

from alongside.desk.submissions.publicity import deciding, rules
from alongside.facts.consent import Answer
from alongside.facts.publicity import PublicityDecision, decisions, newest
from tests.desk.cases.telling import fact, person

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
HER = person("Amal Fictional")


def decision(level="public-appeal", **told):
    given = {
        "decided": "2026-11-21T09:30:00Z", "decided_by": "a" * 32, "why": "Both want it", "review_at": "2026-11-23T09:30:00Z",
        "persons": [HER.id],
    }  # fmt: skip
    made = fact("publicity-decision", level=level, **given | told)
    assert isinstance(made, PublicityDecision)
    return made


def codes(*facts, side=None):
    return {one.code for one in rules.reasons(facts, TODAY) if side in (None, one.side)}


@pytest.mark.parametrize(
    ("facts", "code", "side"),
    [
        ([fact("act", code="enforced-disappearance", victims=[HER.id])], "disappeared", "for"),
        ([fact("detention", person=HER.id, held=True, access_to_family=False, access_to_lawyer=False)], "incommunicado", "for"),
        ([fact("act", code="deportation-visa")], "deportation", "for"),
        ([fact("act", code="threats", reliability="highly-reliable")], "solid-facts", "for"),
        ([fact("intervention", party="An embassy"), fact("intervention", mechanism="un-wgad")], "several-voices", "for"),
        ([fact("task", what="Call", due="2026-12-01")], "follow-up-planned", "for"),
        ([fact("risk-assessment", person=HER.id, date="2026-11-20", ticks={"community-support": "yes"})], "local-support", "for"),
        ([fact("person", born="2010")], "minor", "against"),
        ([fact("act", code="sexual-violence", victims=[HER.id])], "sexual-violence", "against"),
        ([fact("person", categories=["lgbti"])], "outing", "against"),
        ([fact("event", perpetrator="armed-group")], "no-state", "against"),
        ([fact("person", perpetrator_type="family", roles=["perpetrator"])], "no-state", "against"),
        ([fact("act", code="threats", reliability="unsure")], "weak-facts", "against"),
        ([fact("act", code="smear-campaign")], "smear", "against"),
        ([fact("act", code="terrorist-designation")], "designated", "against"),
        ([fact("risk-assessment", person=HER.id, date="2026-11-20", ticks={"family-threatened": "yes"})], "relatives-inside", "against"),
    ],
)  # fmt: skip
def test_each_reason_of_practice_is_seen_on_its_side(facts, code, side):
    assert code in codes(*facts, side=side)
    assert code not in codes(side=side)


def test_family_of_somebody_abroad_stands_within_reach_and_her_colleague_does_not():
    her, mother, friend = fact("person", in_exile=True), person("Mother Fictional"), person("Friend Fictional")
    ties = [
        fact("relation", person=her.id, other=mother.id, type="parent"),
        fact("relation", person=her.id, other=friend.id, type="friend"),
    ]
    (found,) = [one for one in rules.reasons([her, mother, friend, *ties], TODAY) if one.code == "relatives-inside"]
    assert found.persons == (mother.id,)


def test_a_case_that_tells_nothing_gives_no_reason():
    assert codes(person("Somebody Fictional")) == set()


def test_children_survivors_and_whom_it_would_out_need_their_own_word():
    child, survivor, out, other = (
        fact("person", born="2012-01~"), person("B"), fact("person", categories=["lgbti"]), person("C"),
    )  # fmt: skip
    act = fact("act", code="sexual-violence", victims=[survivor.id])
    assert rules.sensitive([child, survivor, out, other, act], TODAY) == {child.id, survivor.id, out.id}


def test_only_what_everybody_can_read_asks_the_ledger_of_each():
    no = Answer("no", "refused")
    assert rules.barred("closed-letter", [HER], frozenset(), lambda *_: no) == []
    for level in rules.LOUD:
        (found,) = rules.barred(level, [HER], frozenset({HER.id}), lambda *_: no)
        assert (found.person, found.recipient, found.purpose, found.code, found.sensitive) == (
            HER.id, "public", "publish", "refused", True,
        )  # fmt: skip
        assert rules.barred(level, [HER], frozenset(), lambda *_: Answer("yes", "agreed")) == []


@pytest.mark.parametrize(
    ("found", "recipient", "kind", "stands", "code"),
    [
        (None, "public", "", False, "no-decision"),
        (None, "", "un-special-procedure", True, ""),
        (decision(), "public", "", True, ""),
        (decision(), "media", "", True, ""),
        (decision(), "list", "", True, ""),
        (decision("named-list"), "list", "", True, ""),
        (decision("named-list"), "public", "", False, "asks-less"),
        (decision("silent-log"), "", "state", True, "asks-less"),
        (decision("private-demarche"), "", "state", True, ""),
        (decision("private-demarche"), "", "un-treaty-body", True, "asks-less"),
        (decision(stopped="2026-11-21T10:00:00Z"), "public", "", False, "stopped"),
        (decision(stopped="2026-11-21T10:00:00Z"), "", "state", True, "stopped"),
        (decision(review_at="2026-11-22T09:30:00Z"), "public", "", False, "review-overdue"),
        (decision(review_at="2026-11-22T09:30:00Z"), "", "ngo", True, ""),
        (decision(review_at="2026-11-22T09:30:00Z", reviewed="2026-11-22T08:00:00Z"), "public", "", True, ""),
    ],
)
def test_what_a_decision_allows(found, recipient, kind, stands, code):
    verdict = rules.allows(found, recipient, NOW, kind, [HER.id])
    assert (verdict.stands, verdict.code) == (stands, code)


def test_an_appeal_about_somebody_else_is_not_what_was_decided():
    assert rules.allows(decision(), "public", NOW, persons=[HER.id, "f" * 32]).code == "other-persons"


def test_the_newest_decision_counts_whatever_the_order():
    old, new = decision("public-appeal"), decision("silent-log", decided="2026-11-21T09:31:00Z")
    assert decisions([old, new]) == decisions([new, old]) == [new, old]
    assert newest([old, new]) == new
    assert newest([HER]) is None


def test_its_review_is_due_48_hours_later():
    typed = {"level": "closed-letter", "why": "It may help", "person_asked": "yes"}
    read = deciding.read(typed, [HER.id], {HER.id}, set())
    assert not read.faults
    made = deciding.decided(read, "b" * 32, "a" * 32, NOW, "2026-11-22T09:30:00Z", None)
    assert datetime.fromisoformat(made.review_at) - NOW == timedelta(hours=48)
    assert rules.overdue(made, NOW + timedelta(hours=48))
    assert not rules.overdue(made, NOW + timedelta(hours=47, minutes=59))
    seen = deciding.reviewed(made, "a" * 32, "2026-11-24T09:30:00Z", "Nothing yet")
    assert not rules.overdue(seen, NOW + timedelta(days=9))


def test_something_loud_wants_a_stop_sign_and_her_word():
    typed = {"level": "public-appeal", "why": "x"}
    assert set(deciding.read(typed, [HER.id], {HER.id}, set()).faults) == {"stop_sign", "person_asked"}
    asked = typed | {"stop_sign": "Talks begin", "person_asked": "no"}
    assert set(deciding.read(asked, [HER.id], {HER.id}, set()).faults) == set()
    assert set(deciding.read(asked, [HER.id], {HER.id}, {HER.id}).faults) == {"person_asked", "person_word"}
    assert set(deciding.read({}, ["x"], {HER.id}, set()).faults) == {"level", "persons", "why"}
    assert set(deciding.read(asked | {"why": "x" * 20_001}, [HER.id], {HER.id}, set()).faults) == {"why"}


def test_a_stop_stands_from_its_first_moment():
    one = deciding.stopped(decision(), "a" * 32, "2026-11-22T09:30:00Z", "")
    assert deciding.stopped(one, "b" * 32, "2026-11-23T09:30:00Z", "late") == one


def test_who_is_told_by_hand_stands_there_once_and_is_told_once():
    one = deciding.with_somebody(deciding.with_somebody(decision(), "The Daily Nobody", "media"), "The Daily Nobody", "ngo")
    assert [row.name for row in one.inform] == ["The Daily Nobody"]
    told, made = deciding.telling(one, "The Daily Nobody", "c" * 32, "2026-11-22", "By telephone: she is held.")
    assert (made.party, made.party_kind, made.type, made.persons) == ("The Daily Nobody", "media", "publicity", one.persons)
    assert told.inform[0].intervention == made.id
    assert deciding.telling(told, "The Daily Nobody", "d" * 32, "2026-11-22", "again") is None
    for bad in ("", " ", "x" * 301):
        with pytest.raises(deciding.NotAName):
            deciding.with_somebody(one, bad, "")
