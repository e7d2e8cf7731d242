"""Messages that are forged, replayed, misdirected, or bring what no other desk decides: each is refused, and nothing of it is kept."""

import json
from contextlib import suppress
from dataclasses import replace

import pytest

from alongside.desk.cases import store
from alongside.desk.cases.evidence.sealing import Unfit
from alongside.desk.cases.exporting import arriving
from alongside.desk.cases.exporting.gathering import stored
from alongside.desk.cases.exporting.package import Packed
from alongside.desk.submissions.referral import handing, letters, packing, taking
from alongside.desk.submissions.referral.letters import NotALetter
from alongside.facts.persons import Person
from alongside.facts.plain import to_plain
from alongside.facts.publicity import Referral
from tests.desk.cases.telling import NOW, fact, person
from tests.desk.submissions.referral.two_desks import CANARY, Story, came, later, sent


def test_replayed_reordered_and_misdirected_messages_are_refused_each_for_its_reason(story: Story):
    data = story.refer()
    there = story.accepted(data)
    with pytest.raises(arriving.TakenBefore):
        story.accepted(data)
    id_ = story.referral(story.noor, there).id
    first = sent(handing.answer(story.noor, there, id_, "", later(1)))
    second = sent(handing.report(story.noor, there, id_, "Done", story.seen(story.noor, there), later(2)))
    story.to_alice(second)
    for bytes_, code in ((first, "older"), (second, "before"), (data, "not-for-you")):
        with pytest.raises((NotALetter, Unfit)) as caught:
            story.to_alice(bytes_)
        assert str(caught.value) == code
    other = store.create(story.alice, [person("Another Fictional")], NOW)
    third = came(story.alice, sent(handing.report(story.noor, there, id_, "More", story.seen(story.noor, there), later(3))))
    with pytest.raises(NotALetter, match="another-case"):
        taking.take(story.alice, other, taking.read(story.alice, third), NOW)
    with pytest.raises(NotALetter, match="new-case"):
        story.to_noor(there, story.refer())


def test_a_forged_or_tampered_message_opens_for_nobody(story: Story):
    there = story.accepted()
    data = sent(handing.answer(story.noor, there, story.referral(story.noor, there).id, "", later(1)))
    for at in (3, 40, len(data) // 2, len(data) - 5):
        broken = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
        with pytest.raises(Unfit):
            story.to_alice(broken)
    with pytest.raises(Unfit):
        story.to_alice(data[:-20])
    assert story.referral().answer is None


def test_only_the_desk_that_it_was_referred_to_answers(story: Story):
    story.accepted()
    mine = story.referral()
    step = letters.ReferralStep(what="answer", way="out", at="2026-11-22T09:40:00Z", answer="accepted")
    # Noor's desk is believed; a letter of it that claims another referral, desk or way is not.
    for said, code in (
        (letters.written("f" * 32, story.alice_there.recipient, step, answer="accepted"), "another-case"),
        (letters.written(mine.reference, "desk-" + "0" * 32, step, answer="accepted"), "other-desk"),
        (letters.written(mine.reference, story.alice_there.recipient, replace(step, what="update")), "wrong-desk"),
    ):
        package = packing.package(story.noor, [story.alice_there], Packed([stored(said)]), NOW)
        with pytest.raises(NotALetter) as caught:
            story.to_alice(sent(package))
        assert caught.value.code == code


def test_a_report_that_brings_more_than_steps_is_refused(story: Story):
    there = story.accepted()
    mine = story.referral()
    step = letters.ReferralStep(what="report", way="out", at="2026-11-22T09:40:00Z", text="x")
    said = letters.written(mine.reference, story.alice_there.recipient, step)
    loud = {"decided": "2026-11-22T09:40:00Z", "decided_by": "a" * 32, "why": "x", "review_at": "2026-11-22T09:40:00Z"}
    planted = [fact("person", names=[{"text": "Planted"}]), fact("publicity-decision", level="public-appeal", **loud)]
    for extra in planted:
        packed = Packed([stored(said), stored(extra)])
        with pytest.raises(NotALetter):
            story.to_alice(sent(packing.package(story.noor, [story.alice_there], packed, NOW)))
    assert there and len(story.opened().of(Person)) == 2


@pytest.mark.parametrize("what", ["referral", "update"])
def test_no_desk_puts_a_hold_a_task_or_a_decision_into_another_s_case(story: Story, what: str):
    there = story.accepted()
    theirs = story.referral(story.noor, there)
    step = letters.ReferralStep(what=what, way="out", at="2026-11-22T09:40:00Z")
    said = letters.written(theirs.reference, story.noor_here.recipient, step)
    for extra in (fact("legal-hold", since="2026-01-01", why="x", placed_by="a" * 32), fact("task", what="Call")):
        packed = Packed([stored(said), stored(extra)])
        whole = came(story.noor, sent(packing.package(story.alice, [story.noor_here], packed, NOW)))
        letter = taking.read(story.noor, whole)
        with pytest.raises(NotALetter, match="not-a-letter"):
            taking.accept(story.noor, whole, letter, [], NOW) if what == "referral" else taking.take(
                story.noor, there, letter, NOW
            )


def test_an_ordinary_package_is_no_message_and_a_message_taken_in_as_one_brings_no_record_of_a_referral(story: Story):
    whole = came(story.noor, story.refer())
    (there,) = arriving.take_in(story.noor, whole, "Alice", [], NOW)
    assert story.opened(story.noor, there).of(Referral) == []
    with suppress(NotALetter):
        letters.read(replace(whole, told=None), "desk-x")
        raise AssertionError
    plain = json.dumps([to_plain(one) for one in story.opened(story.noor, there).facts.values()])
    assert CANARY not in plain
