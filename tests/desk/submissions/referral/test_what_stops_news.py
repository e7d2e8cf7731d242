"""Where no news can leave, the page of the referral says why and offers none; what else can leave, still does."""

from dataclasses import replace
from uuid import UUID

import pytest

from alongside.desk.cases import store
from alongside.desk.cases.evidence import files
from alongside.desk.cases.store import Edit
from alongside.desk.people import clock
from alongside.desk.people.models import Desk
from alongside.desk.submissions.referral import handing
from alongside.facts.fields import MOST_ITEMS
from tests.desk.cases.exporting.scene import consents, with_file
from tests.desk.cases.telling import NOW, fact
from tests.desk.making import login_client
from tests.desk.submissions.referral.test_referral_pages import ROOT, chosen, damage, plain, seen_on, send, taken_out
from tests.desk.submissions.referral.two_desks import ALL, Story

NEWS, REPORT = 'value="update"', 'value="report"'


@pytest.fixture
def story(database, monkeypatch) -> Story:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return Story()


def acts(story: Story, many: int) -> list[Edit]:
    return [Edit(None, fact("act", code="threats", victims=[story.her.id])) for _ in range(many)]


def page_of(story: Story) -> str:
    return f"{ROOT}/cases/{story.case}/referrals/{story.referral().id}/"


def back(story: Story) -> Edit:
    return Edit(
        None,
        consents(story.her, story.noor_here.recipient, answer="withdrawn", date="2026-11-22", withdraws=[story.yes[0].id]),
    )


def test_more_news_than_a_referral_holds_are_said_to_be_too_many_and_a_withdrawal_still_leaves(story: Story):
    alice, said = login_client(story.alice), "These are more than 500 records."
    going = [one for one in handing.look(story.opened(), story.noor_here.recipient, [story.her.id], ALL, NOW) if one.goes]
    store.save(story.alice, story.case, acts(story, MOST_ITEMS - 1 - len(going)), NOW)
    story.refer([story.her.id])
    assert len(story.referral().carried) == MOST_ITEMS - 1
    store.save(story.alice, story.case, acts(story, 1), NOW)
    page = plain(alice.get(page_of(story)))
    assert NEWS in page and said not in page
    store.save(story.alice, story.case, acts(story, 9), NOW)
    page = plain(alice.get(page_of(story)))
    assert NEWS not in page and said in page
    pressed = send(alice, page_of(story), {"seen": seen_on(page), "do": "update", "text": "In my words"})
    assert pressed.status_code == 422 and said in plain(pressed) and "In my words" in plain(pressed)
    store.save(story.alice, story.case, [back(story)], NOW)
    page = plain(alice.get(page_of(story)))
    taken_out(send(alice, page_of(story), {"seen": seen_on(page), "do": "withdraw", "text": ""}))


def test_of_a_case_that_came_back_from_a_backup_no_news_leave_and_a_withdrawal_does(story: Story):
    alice = login_client(story.alice)
    story.refer()
    store.save(story.alice, story.case, [*acts(story, 1), back(story)], NOW)
    Desk.objects.filter(pk=story.alice.desk).update(restored=NOW.date())
    page = plain(alice.get(page_of(story)))
    assert "It came back from a backup" in page and NEWS not in page
    taken_out(send(alice, page_of(story), {"seen": seen_on(page), "do": "withdraw", "text": ""}))


def test_of_a_damaged_case_neither_news_nor_a_report_leave(story: Story):
    alice, noor, there = login_client(story.alice), login_client(story.noor), story.accepted()
    store.save(story.alice, story.case, acts(story, 1), NOW)
    theirs = f"{ROOT}/cases/{there}/referrals/{story.referral(story.noor, there).id}/"
    assert REPORT in plain(noor.get(theirs)) and NEWS in plain(alice.get(page_of(story)))
    path = page_of(story)
    damage(story.case)
    damage(there)
    for client, where in ((alice, path), (noor, theirs)):
        page = plain(client.get(where))
        assert "nothing leaves it until somebody has looked" in page and NEWS not in page and REPORT not in page


def test_a_file_that_is_missing_from_the_store_is_named_and_the_rest_goes_without_it(story: Story):
    alice, said = login_client(story.alice), "is missing from the store, or is not whole"
    film = with_file(story.alice, story.case)
    yes = consents(story.her, story.noor_here.recipient, purpose="photo")
    stored = replace(film, about=(story.her.id,), title="The yard at dusk")
    store.save(story.alice, story.case, [Edit(film, stored), Edit(None, yes)], NOW)
    goes = story.here()[film.id].cleaned_file or story.here()[film.id].file
    files._place(UUID(goes)).unlink()
    new = f"{ROOT}/cases/{story.case}/referrals/new/"
    page = plain(send(alice, new, chosen(story) | {"do": "look"}))
    pressed = send(alice, new, chosen(story) | {"do": "take", "seen": seen_on(page)})
    assert pressed.status_code == 422 and said in plain(pressed) and "The yard at dusk" in plain(pressed)
    assert "Something has changed" not in plain(pressed)
    now = story.here()[film.id]
    store.save(story.alice, story.case, [Edit(now, replace(now, confidential=True))], NOW)
    page = plain(send(alice, new, chosen(story) | {"do": "look"}))
    taken_out(send(alice, new, chosen(story) | {"do": "take", "seen": seen_on(page)}))
