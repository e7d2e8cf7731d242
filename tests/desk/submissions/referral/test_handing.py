"""What leaves for another desk: what somebody agreed to, as the page showed it, and nothing else."""

from uuid import UUID

import pytest

from alongside.desk.cases import store
from alongside.desk.cases.exporting import partners
from alongside.desk.cases.exporting.leaving import MayNotLeave
from alongside.desk.cases.models import Record
from alongside.desk.cases.store import Edit
from alongside.desk.submissions.referral import handing, travelling
from alongside.facts.publicity import Referral
from alongside.vault.errors import NotVouched
from tests.desk.cases.exporting.scene import consents
from tests.desk.cases.telling import NOW, fact
from tests.desk.submissions.referral.two_desks import ALL, Story, came, inside, later, sent


def test_with_her_yes_to_be_sent_alone_her_name_stays(story: Story):
    no = consents(
        story.her, story.noor_here.recipient, purpose="name", answer="withdrawn", withdraws=[story.yes[1].id], date="2026-11-22"
    )
    store.save(story.alice, story.case, [Edit(None, no)], NOW)
    text = inside(came(story.noor, story.refer()))
    assert "Amal" not in text and "Harbour 3" not in text and "At the border" in text


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
