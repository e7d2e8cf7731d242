"""What comes from another desk: a case, news, a withdrawal; ours is never written over, and what was taken back closes."""

from dataclasses import replace

import pytest

from alongside.desk.cases import ledger, store
from alongside.desk.cases.evidence.taking import instant
from alongside.desk.cases.exporting.leaving import MayNotLeave
from alongside.desk.cases.models import Record
from alongside.desk.cases.retention import behind
from alongside.desk.cases.store import Edit
from alongside.desk.cases.verify import verify
from alongside.desk.submissions.referral import handing, taking
from alongside.facts import publicity
from alongside.facts.consent import Consent
from alongside.facts.events import Act
from alongside.facts.persons import Person
from alongside.facts.protection import Note
from alongside.facts.publicity import Referral
from alongside.facts.when import When
from tests.desk.cases.exporting.scene import compared, consents
from tests.desk.cases.telling import NOW, fact
from tests.desk.submissions.referral.two_desks import CANARY, Story, came, later, sent


def test_news_bring_what_is_other_and_new_and_no_yes_counts_before_she_was_asked_again(story: Story):
    there = story.accepted()
    opened = story.opened(story.noor, there)
    (her,) = opened.of(Person)
    assert her.names[0].text == "Amal Fictional" and her.id != story.her.id
    assert ledger.is_restored(opened)
    ours = opened.of(Referral)[0]
    assert (ours.way, ours.answer, ours.desk, ours.persons) == ("in", "accepted", story.alice_there.recipient, (her.id,))

    act = story.here()[story.hers.id]
    new = fact("act", code="interrogation-summons", victims=[story.her.id], date="2026-11-24")
    hidden = fact("act", code="threats", victims=[story.him.id], description=CANARY)
    edits = [Edit(act, replace(act, description="At the airport")), *(Edit(None, one) for one in (new, hidden))]
    store.save(story.alice, story.case, edits, NOW)
    found = handing.news(story.opened(), story.referral(), NOW)
    assert {one.fact.id for one in found.lines} == {story.hers.id, new.id}
    said = handing.update(story.alice, story.case, story.referral().id, "She was summoned.", story.seen(), later(3))
    story.to_noor(there, sent(said))
    acts = {one.code: one for one in story.opened(story.noor, there).of(Act)}
    assert acts["travel-ban"].description == "At the airport" and acts["interrogation-summons"].victims == (her.id,)
    assert len(acts) == 3
    assert not handing.news(story.opened(), story.referral(), NOW).anything


def test_a_yes_taken_back_is_noted_on_both_sides_and_closes_everything_of_hers_there(story: Story):
    there = story.accepted()
    (her,) = story.opened(story.noor, there).of(Person)
    behind.asked_again(story.noor, there, NOW)
    store.save(story.noor, there, [Edit(None, consents(her, "class:un-special-procedure"))], NOW)
    pair = [("class:un-special-procedure", "send")]
    assert ledger.rows(story.opened(story.noor, there), her, NOW.date(), pair)[0].answer.value == "yes"
    back = consents(story.her, story.noor_here.recipient, answer="withdrawn", date="2026-11-22", withdraws=[story.yes[0].id])
    store.save(story.alice, story.case, [Edit(None, back)], NOW)
    assert handing.untold(story.opened(), story.referral(), NOW) == (story.her.id,)
    ours, seen = story.referral().id, story.seen()
    said = handing.withdraw(story.alice, story.case, ours, "She fears for her son.", False, seen, later(4))
    story.to_noor(there, sent(said))
    after = story.opened(story.noor, there)
    answer = ledger.rows(after, her, NOW.date(), pair)[0].answer
    assert (answer.value, answer.code) == ("no", "withdrawn")
    assert all(one.confidential for one in after.of(Act))
    assert handing.untold(story.opened(), story.referral(), NOW) == ()
    for mine in (story.referral(), story.referral(story.noor, there)):
        assert [one.what for one in mine.steps] == ["referral", "withdrawal"]
    assert verify(story.alice.desk).faults == () == verify(story.noor.desk).faults


def test_who_takes_her_yes_back_once_more_is_untold_once_more(story: Story):
    there, ours = story.accepted(), story.referral().id
    desk, first = story.noor_here.recipient, story.yes[0]

    def says(answer: str, day: str, **more: object) -> Consent:
        said = consents(story.her, desk, answer=answer, date=day, **more)
        store.save(story.alice, story.case, [Edit(None, said)], NOW)
        return said

    def untold() -> list[tuple[str, ...]]:
        """On the page of the referral, and in the calendar, on Today and at the head of the case."""
        opened = story.opened()
        return [handing.untold(opened, story.referral(), NOW), tuple(str(day) for day in publicity.untold(opened.facts.values()))]

    back = says("withdrawn", "2026-11-21", withdraws=[first.id])
    story.to_noor(there, sent(handing.withdraw(story.alice, story.case, ours, "", False, story.seen(), later(1))))
    assert untold() == [(), ()]
    again = says("agreed", "2026-11-21", after=[back.id])
    assert untold() == [(), ()]
    story.to_noor(there, sent(handing.update(story.alice, story.case, ours, "", story.seen(), later(2))))
    assert story.her.id in {one.ours for one in story.referral().carried}
    says("withdrawn", "2026-11-22", withdraws=[again.id])
    assert untold() == [(story.her.id,), ("2026-11-22",)]
    story.to_noor(there, sent(handing.withdraw(story.alice, story.case, ours, "", False, story.seen(), later(3))))
    assert untold() == [(), ()]


def test_a_declined_case_leaves_nothing_and_its_reason_arrives(story: Story):
    whole = came(story.noor, story.refer())
    before = Record.objects.count()
    data = sent(handing.decline(story.noor, taking.read(story.noor, whole), "We do not work on Egypt.", later(1)))
    assert Record.objects.count() == before
    story.to_alice(data)
    assert (story.referral().answer, story.referral().reason) == ("declined", "We do not work on Egypt.")


def test_who_reports_has_taken_it_also_where_the_answer_never_came(story: Story):
    there = story.accepted()
    theirs = story.referral(story.noor, there).id
    story.to_alice(sent(handing.report(story.noor, there, theirs, "Done.", story.seen(story.noor, there), later(2))))
    assert (story.referral().answer, story.referral().answered) == ("accepted", instant(later(2)))


def test_the_whole_referral_taken_back_closes_everybody_of_it(story: Story):
    there = story.accepted()
    data = sent(
        handing.withdraw(story.alice, story.case, story.referral().id, "Sent to the wrong desk.", True, story.seen(), later(1))
    )
    story.to_noor(there, data)
    opened = story.opened(story.noor, there)
    (her,) = opened.of(Person)
    (row,) = [one for one in opened.of(Consent) if one.answer == "withdrawn"]
    assert (row.person, row.recipient, row.purpose, row.given_by) == (her.id, "everyone", "everything", None)
    assert story.referral(story.noor, there).withdrawn and story.referral().withdrawn
    with pytest.raises(MayNotLeave):
        handing.update(story.alice, story.case, story.referral().id, "", story.seen(), later(2))


def test_what_both_changed_is_not_lost(story: Story):
    there = story.accepted()
    act = next(one for one in story.opened(story.noor, there).of(Act) if one.code == "travel-ban")
    store.save(story.noor, there, [Edit(act, replace(act, description="Ours"))], NOW)
    old = story.here()[story.hers.id]
    store.save(story.alice, story.case, [Edit(old, replace(old, description="Theirs"))], NOW)
    story.to_noor(there, sent(handing.update(story.alice, story.case, story.referral().id, "", story.seen(), later(1))))
    opened = story.opened(story.noor, there)
    assert opened.facts[act.id].description == "Ours"
    (note,) = opened.of(Note)
    assert "Theirs" in note.text and note.about == (act.id,)


def test_a_yes_that_comes_with_news_is_checked_first_and_a_no_counts_at_once(story: Story):
    there = story.accepted()
    behind.asked_again(story.noor, there, NOW)
    more = [consents(story.her, "un-wgad"), consents(story.her, "class:ngo", answer="refused")]
    store.save(story.alice, story.case, [Edit(None, one) for one in more], NOW)
    story.to_noor(there, sent(handing.update(story.alice, story.case, story.referral().id, "", story.seen(), later(1))))
    opened = story.opened(story.noor, there)
    rows = ledger.rows(opened, opened.of(Person)[0], NOW.date(), [("un-wgad", "send"), ("class:ngo", "send")])
    assert [one.answer.code for one in rows] == ["not-verified", "refused"]


def test_a_name_that_may_no_longer_be_told_goes_from_the_other_desk_s_case_with_the_next_news(story: Story):
    there = story.accepted()
    no = consents(
        story.her, story.noor_here.recipient, purpose="name", answer="withdrawn", withdraws=[story.yes[1].id], date="2026-11-22"
    )
    store.save(story.alice, story.case, [Edit(None, no)], NOW)
    story.to_noor(there, sent(handing.update(story.alice, story.case, story.referral().id, "", story.seen(), later(1))))
    (her,) = story.opened(story.noor, there).of(Person)
    assert her.names == () and her.address is None and her.roles == ("harmed",)


def test_what_was_withheld_since_becomes_confidential_there(story: Story):
    there = story.accepted()
    act = story.here()[story.hers.id]
    store.save(story.alice, story.case, [Edit(act, replace(act, confidential=True))], NOW)
    found = handing.news(story.opened(), story.referral(), NOW)
    assert found.gone == (story.hers.id,)
    story.to_noor(there, sent(handing.update(story.alice, story.case, story.referral().id, "", story.seen(), later(1))))
    assert next(one for one in story.opened(story.noor, there).of(Act) if one.code == "travel-ban").confidential


def test_no_other_desk_changes_whether_somebody_is_asked_or_who_decides_for_her(story: Story):
    there = story.accepted()
    old = story.here()[story.her.id]
    told = {"counting_unit": "organisation", "perpetrator_type": "police", "born": When("1990")}
    store.save(story.alice, story.case, [Edit(old, replace(old, roles=("perpetrator", "harmed"), **told))], NOW)
    story.to_noor(there, sent(handing.update(story.alice, story.case, story.referral().id, "", story.seen(), later(1))))
    opened = story.opened(story.noor, there)
    (her,) = opened.of(Person)
    assert her.born == When("1990")
    assert (her.roles, her.counting_unit, her.perpetrator_type) == (("harmed",), None, None)
    (note,) = opened.of(Note)
    assert "police" in note.text and "perpetrator" in note.text and note.about == (her.id,)


def test_any_colleague_whose_card_counts_there_reads_the_answer(story: Story):
    there = story.accepted()
    bob_there = compared(story.noor, story.bob)
    assert bob_there.recipient == story.alice_there.recipient
    data = sent(handing.answer(story.noor, there, story.referral(story.noor, there).id, "", later(1)))
    compared(story.bob, story.noor, story.alice)
    taking.take(story.bob, story.case, taking.read(story.bob, came(story.bob, data)), NOW)
    assert story.referral().answer == "accepted"
