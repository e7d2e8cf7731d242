"""Story 11: a national NGO refers a case to Geneva, half of it without consent; Geneva accepts, acts, reports back; a yes is taken back.

Two desks in one database: Alice and Bob at the harbour, Noor on the hill. What travels are the bytes of packages, and nothing else.
"""

import json
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from alongside.desk.cases import ledger, store
from alongside.desk.cases.evidence.sealing import Unfit
from alongside.desk.cases.exporting import arriving, partners
from alongside.desk.cases.exporting.leaving import MayNotLeave
from alongside.desk.cases.models import Record
from alongside.desk.cases.retention import behind
from alongside.desk.cases.store import Edit
from alongside.desk.cases.verify import verify
from alongside.desk.submissions.referral import handing, letters, taking, travelling
from alongside.desk.submissions.referral.letters import NotALetter
from alongside.facts.consent import Consent
from alongside.facts.events import Act
from alongside.facts.evidence import Evidence
from alongside.facts.persons import Person
from alongside.facts.plain import to_plain
from alongside.facts.protection import Note
from alongside.facts.publicity import Referral
from alongside.facts.steps import Intervention
from alongside.facts.when import When
from alongside.vault.errors import NotVouched
from tests.desk.cases.exporting.scene import CLIP, compared, consents, facts_of, scene, with_file
from tests.desk.cases.telling import NOW, fact, person

ALL = travelling.CHOSEN
CANARY = "canary"


class Story:
    """Amal agreed to be sent and named to the desk on the hill; Karim was never asked."""

    def __init__(self) -> None:
        world = scene()
        self.alice, self.bob, self.noor = world.alice, world.bob, world.noor
        self.noor_here, self.alice_there = world.noor_here, world.alice_there
        there = self.noor_here.recipient
        self.her = fact("person", names=[{"text": "Amal Fictional"}], roles=["harmed"], address="Harbour 3")
        self.him = fact(
            "person", names=[{"text": "Karim Canary"}], roles=["relative"], address=f"{CANARY} street",
            contact_ways=[{"kind": "phone", "value": "+00 999 888"}],
        )  # fmt: skip
        self.both = fact(
            "act",
            code="threats",
            victims=[self.her.id, self.him.id],
            date="2026-11-01",
            description="They wanted Karim",
            method="By night",
        )
        self.hers = fact("act", code="travel-ban", victims=[self.her.id], date="2026-11-20", description="At the border")
        self.his = fact("act", code="physical-attack", victims=[self.him.id], description=f"{CANARY} blows")
        self.note = fact("note", text=f"{CANARY} gossip")
        self.secret = fact("note", text=f"{CANARY} source", about=[self.her.id], confidential=True)
        self.yes = [consents(self.her, there), consents(self.her, there, purpose="name")]
        told = [self.her, self.him, self.both, self.hers, self.his, self.note, self.secret, *self.yes]
        self.case = store.create(self.alice, told, NOW, [self.bob.person])

    def here(self):
        return facts_of(self.alice, self.case)

    def opened(self, who=None, case=None):
        return store.open_case(who or self.alice, case or self.case, NOW, note=False)

    def referral(self, who=None, case=None) -> Referral:
        return self.opened(who, case).of(Referral)[0]

    def seen(self, who=None, case=None) -> str:
        """What the page of the referral shows now."""
        opened = self.opened(who, case)
        return handing.seen(opened, opened.of(Referral)[0], NOW)

    def refer(self, persons=None, kinds=ALL) -> bytes:
        persons = persons or [self.her.id, self.him.id]
        seen = travelling.digest_of(handing.look(self.opened(), self.noor_here.recipient, persons, kinds, NOW))
        return sent(handing.refer(self.alice, self.case, self.noor_here, persons, kinds, seen, NOW))

    def accepted(self, data=None) -> UUID:
        whole = came(self.noor, data or self.refer())
        return taking.accept(self.noor, whole, taking.read(self.noor, whole), [], NOW)

    def to_noor(self, there, data, now=NOW):
        return taking.take(self.noor, there, taking.read(self.noor, came(self.noor, data)), now)

    def to_alice(self, data, now=NOW):
        return taking.take(self.alice, self.case, taking.read(self.alice, came(self.alice, data)), now)


@pytest.fixture
def story(database) -> Story:
    return Story()


def sent(package) -> bytes:
    data = b"".join(package.pieces())
    assert len(data) == package.size
    return data


def came(her, data: bytes) -> arriving.Whole:
    incoming = arriving.Incoming(her)
    for start in range(0, len(data), 60_000):
        incoming.add(data[start : start + 60_000])
    return incoming.finish()


def later(minutes: int):
    return NOW + timedelta(minutes=minutes)


def inside(whole: arriving.Whole) -> str:
    return b"".join(whole.cases[0].facts).decode()


def test_the_whole_story(story: Story):
    film = with_file(story.alice, story.case)  # about nobody yet
    his_film = with_file(story.alice, story.case, b"what Karim's neighbour filmed " * 100)
    for one, who in ((film, story.her), (his_film, story.him)):
        store.save(story.alice, story.case, [Edit(one, replace(one, about=(who.id,)))], NOW)

    # The national NGO refers: what nobody agreed to does not travel, in no byte.
    data = story.refer()
    for clear in (b"Amal", b"Karim", CANARY.encode()):
        assert clear not in data
    whole = came(story.noor, data)
    text = inside(whole)
    for absent in ("Karim", "Canary", CANARY, "+00 999 888", story.him.id, story.his.id, story.note.id, story.secret.id):
        assert absent not in text
    assert "Amal Fictional" in text and "By night" in text and "At the border" in text
    assert len(whole.cases[0].files) == 1

    # Geneva looks, accepts, and has a case of its own in which nobody's yes counts before she was asked again.
    letter = taking.read(story.noor, whole)
    assert taking.sender_of(story.noor, letter) == "Alice, The desk at the harbour"
    there = taking.accept(story.noor, whole, letter, [], NOW)
    opened = story.opened(story.noor, there)
    (her,) = opened.of(Person)
    assert her.names[0].text == "Amal Fictional" and her.id != story.her.id
    assert {one.code for one in opened.of(Act)} == {"threats", "travel-ban"}
    assert all(set(one.victims) == {her.id} for one in opened.of(Act))
    (clip,) = opened.of(Evidence)
    assert (clip.size, clip.about, clip.name) == (len(CLIP), (her.id,), None)
    assert ledger.is_restored(opened)
    ours = opened.of(Referral)[0]
    assert (ours.way, ours.answer, ours.desk, ours.persons) == ("in", "accepted", story.alice_there.recipient, (her.id,))

    # The answer goes back, sealed; the national NGO reads it in its case.
    story.to_alice(sent(handing.answer(story.noor, there, ours.id, "We write to the rapporteur.", later(1))))
    mine = story.referral()
    assert (mine.answer, mine.reason, mine.way) == ("accepted", "We write to the rapporteur.", "out")

    # Geneva sends, and reports back: words and codes, no prose of its own file.
    letter_out = fact(
        "intervention", type="request-to-others", mechanism="un-sr-defenders", date="2026-11-23", persons=[her.id],
        asked="Geneva's own words", status="pending", reference="AL XXX 1/2026",
    )  # fmt: skip
    store.save(story.noor, there, [Edit(None, letter_out)], NOW)
    data = sent(handing.report(story.noor, there, ours.id, "Sent on Monday.", story.seen(story.noor, there), later(2)))
    assert "Geneva's own words" not in inside(came(story.alice, data))
    story.to_alice(data)
    (step,) = story.opened().of(Intervention)
    assert (step.mechanism, step.persons, step.reference, step.asked) == (
        "un-sr-defenders", (story.her.id,), "AL XXX 1/2026", None,
    )  # fmt: skip
    assert story.referral().steps[-1].text == "Sent on Monday."

    # News: a fact that changed, and one that is new; what stays, stays.
    act = story.here()[story.hers.id]
    new = fact("act", code="interrogation-summons", victims=[story.her.id], date="2026-11-24")
    hidden = fact("act", code="threats", victims=[story.him.id], description=CANARY)
    store.save(
        story.alice,
        story.case,
        [Edit(act, replace(act, description="At the airport")), *(Edit(None, one) for one in (new, hidden))],
        NOW,
    )
    found = handing.news(story.opened(), story.referral(), NOW)
    assert {one.fact.id for one in found.lines} == {story.hers.id, new.id}
    story.to_noor(
        there, sent(handing.update(story.alice, story.case, story.referral().id, "She was summoned.", story.seen(), later(3)))
    )
    acts = {one.code: one for one in story.opened(story.noor, there).of(Act)}
    assert acts["travel-ban"].description == "At the airport" and acts["interrogation-summons"].victims == (her.id,)
    assert len(acts) == 3
    assert not handing.news(story.opened(), story.referral(), NOW).anything

    # She takes her yes back: told, noted on both sides, and everything of hers closes in Geneva.
    behind.asked_again(story.noor, there, NOW)
    given = consents(her, "class:un-special-procedure")
    store.save(story.noor, there, [Edit(None, given)], NOW)
    pair = [("class:un-special-procedure", "send")]
    assert ledger.rows(story.opened(story.noor, there), her, NOW.date(), pair)[0].answer.value == "yes"
    back = consents(story.her, story.noor_here.recipient, answer="withdrawn", date="2026-11-22", withdraws=[story.yes[0].id])
    store.save(story.alice, story.case, [Edit(None, back)], NOW)
    assert handing.untold(story.opened(), story.referral(), NOW) == (story.her.id,)
    story.to_noor(
        there,
        sent(
            handing.withdraw(
                story.alice, story.case, story.referral().id, "She fears for her son.", False, story.seen(), later(4)
            )
        ),
    )
    after = story.opened(story.noor, there)
    answer = ledger.rows(after, her, NOW.date(), pair)[0].answer
    assert (answer.value, answer.code) == ("no", "withdrawn")
    assert all(one.confidential for one in after.of(Act))
    assert handing.untold(story.opened(), story.referral(), NOW) == ()
    assert [one.what for one in story.referral().steps] == ["referral", "answer", "report", "update", "withdrawal"]
    assert [one.what for one in story.referral(story.noor, there).steps] == [
        "referral",
        "answer",
        "report",
        "update",
        "withdrawal",
    ]
    assert verify(story.alice.desk).faults == () == verify(story.noor.desk).faults


def test_a_declined_case_leaves_nothing_and_its_reason_arrives(story: Story):
    whole = came(story.noor, story.refer())
    before = Record.objects.count()
    data = sent(handing.decline(story.noor, taking.read(story.noor, whole), "We do not work on Egypt.", later(1)))
    assert Record.objects.count() == before
    story.to_alice(data)
    assert (story.referral().answer, story.referral().reason) == ("declined", "We do not work on Egypt.")


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


def test_nothing_leaves_that_is_not_what_was_seen(story: Story):
    seen = travelling.digest_of(handing.look(story.opened(), story.noor_here.recipient, [story.her.id], ALL, NOW))
    store.save(story.alice, story.case, [Edit(None, fact("act", code="threats", victims=[story.her.id]))], NOW)
    with pytest.raises(MayNotLeave):
        handing.refer(story.alice, story.case, story.noor_here, [story.her.id], ALL, seen, NOW)
    assert story.opened().of(Referral) == []


def test_no_message_leaves_that_is_not_what_the_page_showed(story: Story):
    there = story.accepted()
    mine, theirs = story.seen(), story.seen(story.noor, there)
    id_, ours = story.referral().id, story.referral(story.noor, there)
    back = consents(story.her, story.noor_here.recipient, answer="withdrawn", date="2026-11-22", withdraws=[story.yes[0].id])
    store.save(story.alice, story.case, [Edit(None, back)], NOW)
    step = fact("intervention", type="request-to-others", mechanism="un-sr-defenders", persons=list(ours.persons))
    store.save(story.noor, there, [Edit(None, step)], NOW)
    for leave in (
        lambda: handing.update(story.alice, story.case, id_, "", mine, later(1)),
        lambda: handing.withdraw(story.alice, story.case, id_, "", False, mine, later(1)),
        lambda: handing.withdraw(story.alice, story.case, id_, "Why", True, mine, later(1)),
        lambda: handing.report(story.noor, there, ours.id, "Done", theirs, later(1)),
    ):
        with pytest.raises(MayNotLeave):
            leave()
    assert len(story.referral().steps) == 1
    sent(handing.withdraw(story.alice, story.case, id_, "", False, story.seen(), later(1)))
    sent(handing.report(story.noor, there, ours.id, "Done", story.seen(story.noor, there), later(1)))


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


def test_without_a_yes_a_vouched_card_or_a_whole_case_nothing_leaves(story: Story):
    persons = [story.him.id]
    lines = handing.look(story.opened(), story.noor_here.recipient, persons, ALL, NOW)
    assert handing.may_leave(story.opened(), lines) == "nobody"
    partners.forget(story.alice, story.noor_here.id)
    with pytest.raises(NotVouched):
        story.refer()
    noor_again = partners.take(story.alice, partners.own_text(story.noor))
    assert not partners.trusted(story.alice) and noor_again
    Record.objects.filter(pk=UUID(story.yes[0].id)).delete()
    opened = story.opened()
    assert handing.may_leave(opened, handing.look(opened, story.noor_here.recipient, [story.her.id], ALL, NOW)) == "damaged"


def test_with_her_yes_to_be_sent_alone_her_name_stays(story: Story):
    no = consents(
        story.her, story.noor_here.recipient, purpose="name", answer="withdrawn", withdraws=[story.yes[1].id], date="2026-11-22"
    )
    store.save(story.alice, story.case, [Edit(None, no)], NOW)
    text = inside(came(story.noor, story.refer()))
    assert "Amal" not in text and "Harbour 3" not in text and "At the border" in text


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
        package = handing._package(story.noor, [story.alice_there], handing.Packed([handing.stored(said)]), NOW)
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
        packed = handing.Packed([handing.stored(said), handing.stored(extra)])
        with pytest.raises(NotALetter):
            story.to_alice(sent(handing._package(story.noor, [story.alice_there], packed, NOW)))
    assert there and len(story.opened().of(Person)) == 2


@pytest.mark.parametrize("what", ["referral", "update"])
def test_no_desk_puts_a_hold_a_task_or_a_decision_into_another_s_case(story: Story, what: str):
    there = story.accepted()
    theirs = story.referral(story.noor, there)
    step = letters.ReferralStep(what=what, way="out", at="2026-11-22T09:40:00Z")
    said = letters.written(theirs.reference, story.noor_here.recipient, step)
    for extra in (fact("legal-hold", since="2026-01-01", why="x", placed_by="a" * 32), fact("task", what="Call")):
        packed = handing.Packed([handing.stored(said), handing.stored(extra)])
        whole = came(story.noor, sent(handing._package(story.alice, [story.noor_here], packed, NOW)))
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


def test_any_colleague_whose_card_counts_there_reads_the_answer(story: Story):
    there = story.accepted()
    bob_there = compared(story.noor, story.bob)
    assert bob_there.recipient == story.alice_there.recipient
    data = sent(handing.answer(story.noor, there, story.referral(story.noor, there).id, "", later(1)))
    compared(story.bob, story.noor, story.alice)
    taking.take(story.bob, story.case, taking.read(story.bob, came(story.bob, data)), NOW)
    assert story.referral().answer == "accepted"
