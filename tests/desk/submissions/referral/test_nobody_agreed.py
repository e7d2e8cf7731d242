"""Where nobody who is asked agreed, nothing leaves: who did it, and an account that names nobody, are not enough."""

import pytest

from alongside.desk.cases import store
from alongside.desk.cases.exporting.leaving import MayNotLeave
from alongside.desk.cases.store import Edit
from alongside.desk.submissions.referral import handing, travelling
from alongside.facts.events import Event
from tests.desk.cases.exporting.scene import consents
from tests.desk.cases.telling import NOW, fact, person
from tests.desk.submissions.referral.two_desks import ALL, Story, later, sent


def back(story: Story, **more):
    """She takes back that anything of hers goes to the desk on the hill."""
    return consents(
        story.her, story.noor_here.recipient, answer="withdrawn", date="2026-11-22", withdraws=[story.yes[0].id], **more
    )


def test_a_case_whose_only_victim_refused_does_not_leave_for_the_officer_in_it(story: Story):
    her = person("Mona Fictional")
    officer = fact("person", names=[{"text": "Officer Nobody"}], roles=["perpetrator"], perpetrator_type="police")
    told = [
        her, officer, consents(her, story.noor_here.recipient, answer="refused"),
        fact("event", description="The only dentist of Qasr was beaten."),
        fact("event", title="Another"),
        fact("act", code="threats", victims=[her.id], perpetrators=[officer.id]),
        fact("information", about=[officer.id], content="He commands the post."),
    ]  # fmt: skip
    case = store.create(story.alice, told, NOW, [story.bob.person])
    opened = story.opened(case=case)
    lines = handing.look(opened, story.noor_here.recipient, [her.id], ALL, NOW)
    assert handing.may_leave(opened, lines) == "nobody"
    with pytest.raises(MayNotLeave):
        handing.refer(story.alice, case, story.noor_here, [her.id], ALL, travelling.digest_of(lines), NOW)


def test_no_news_leave_once_everybody_took_the_yes_back_but_what_no_longer_goes(story: Story):
    before = fact("event", title="The raid")
    store.save(story.alice, story.case, [Edit(None, before)], NOW)
    there = story.accepted()
    assert before.id in {one.ours for one in story.referral().carried}
    new = fact("event", description="The only dentist of Qasr was beaten.")
    store.save(story.alice, story.case, [Edit(None, back(story)), Edit(None, new)], NOW)
    found = handing.news(story.opened(), story.referral(), NOW)
    assert [one.fact.id for one in found.lines] == []
    assert {story.her.id, story.hers.id, before.id} <= set(found.gone)
    data = sent(handing.update(story.alice, story.case, story.referral().id, "", story.seen(), later(1)))
    story.to_noor(there, data)
    assert [(one.title, one.confidential) for one in story.opened(story.noor, there).of(Event)] == [("The raid", True)]
    with pytest.raises(MayNotLeave):
        handing.update(story.alice, story.case, story.referral().id, "", story.seen(), later(2))


def test_news_go_on_while_one_of_them_agrees(story: Story):
    other = person("Samira Fictional")
    yes = consents(other, story.noor_here.recipient)
    store.save(story.alice, story.case, [Edit(None, one) for one in (other, yes)], NOW)
    story.refer([story.her.id, other.id])
    new = fact("event", description="Nobody came home that night.")
    act = fact("act", code="threats", victims=[other.id], event=new.id)
    store.save(story.alice, story.case, [Edit(None, one) for one in (back(story), new, act)], NOW)
    assert {one.fact.id for one in handing.news(story.opened(), story.referral(), NOW).lines} == {new.id, act.id}
