"""A clock that was wrong for one message holds back none of those after it, and never a withdrawal."""

from datetime import timedelta

import pytest

from alongside.desk.cases import store
from alongside.desk.cases.store import Edit
from alongside.desk.submissions.referral import handing
from alongside.desk.submissions.referral.letters import NotALetter
from alongside.facts.consent import Consent
from alongside.facts.events import Act
from tests.desk.cases.exporting.scene import consents
from tests.desk.cases.telling import NOW, fact
from tests.desk.submissions.referral.two_desks import Story, later, sent

AHEAD = NOW + timedelta(days=900)


def new_act(story: Story) -> None:
    store.save(story.alice, story.case, [Edit(None, fact("act", code="threats", victims=[story.her.id]))], NOW)


def shown_at(story: Story, at) -> str:
    return handing.seen(story.opened(), story.referral(), at)


def update(story: Story, at) -> bytes:
    new_act(story)
    return sent(handing.update(story.alice, story.case, story.referral().id, "", shown_at(story, at), at))


def withdrawal(story: Story, at, whole: bool = False) -> bytes:
    back = consents(story.her, story.noor_here.recipient, answer="withdrawn", date="2026-11-22", withdraws=[story.yes[0].id])
    store.save(story.alice, story.case, [Edit(None, back)], NOW)
    return sent(handing.withdraw(story.alice, story.case, story.referral().id, "Why", whole, shown_at(story, at), at))


@pytest.mark.parametrize("whole", [False, True])
def test_a_withdrawal_is_taken_after_news_that_left_under_a_clock_far_ahead(story: Story, whole: bool):
    there = story.accepted()
    story.to_noor(there, update(story, AHEAD))
    story.to_noor(there, withdrawal(story, later(5), whole))
    steps = story.referral().steps
    assert [one.what for one in steps] == ["referral", "update", "withdrawal"]
    assert steps[2].at > steps[1].at
    assert all(one.confidential for one in story.opened(story.noor, there).of(Act))


def test_news_answers_and_reports_go_on_when_the_clock_was_put_right(story: Story):
    there = story.accepted()
    ours = story.referral(story.noor, there).id
    for at in (AHEAD, later(5), later(6)):
        story.to_noor(there, update(story, at))
    for at in (AHEAD, later(7)):
        seen = handing.seen(story.opened(story.noor, there), story.referral(story.noor, there), at)
        story.to_alice(sent(handing.report(story.noor, there, ours, "Done", seen, at)))
    story.to_alice(sent(handing.answer(story.noor, there, ours, "", later(8))))
    assert [one.what for one in story.referral().steps if one.way == "in"] == ["report", "report", "answer"]


def test_a_withdrawal_that_was_brought_late_is_taken_and_news_are_not(story: Story):
    there = story.accepted()
    old = update(story, later(1))
    data = withdrawal(story, later(2))
    stops = [one.id for one in story.opened().of(Consent) if one.answer == "withdrawn"]
    again = consents(story.her, story.noor_here.recipient, date="2026-11-22", after=stops)
    store.save(story.alice, story.case, [Edit(None, again)], NOW)
    story.to_noor(there, update(story, later(3)))
    with pytest.raises(NotALetter, match="older"):
        story.to_noor(there, old)
    story.to_noor(there, data)
    assert [one.what for one in story.referral(story.noor, there).steps] == ["referral", "update", "withdrawal"]
    with pytest.raises(NotALetter, match="before"):
        story.to_noor(there, data)


def test_at_the_end_of_time_a_message_still_leaves_and_is_taken(story: Story):
    there = story.accepted()
    end = NOW.replace(year=9999, month=12, day=31, hour=23, minute=59, second=59)
    story.to_noor(there, update(story, end))
    story.to_noor(there, withdrawal(story, later(5)))
    assert story.referral().steps[-1].at == story.referral().steps[-2].at == "9999-12-31T23:59:59Z"
