"""The plan of the case's own facts: one click, kept as of a day, compared later; measures with an owner come from it."""

import pytest

from alongside.desk.people import clock, notices
from alongside.facts.protection import Measure, PlanSnapshot
from tests.desk.cases.telling import agreement, fact, person
from tests.desk.cases.walking import text, walk

pytestmark = pytest.mark.usefixtures("database")


def test_one_click_leads_to_who_can_act_now():
    one = walk()
    page = one.page(f"plan/{one.her.id}/")
    assert "Do these three first" in page
    assert "Plan for Amal Fictional" in page
    assert "Egypt" in page


def test_with_several_persons_the_plan_asks_whose():
    one = walk()
    page = one.page("plan/")
    assert "Whose plan?" in page
    assert f"plan/{one.husband.id}/" in page


def test_a_case_without_an_act_says_what_the_plan_needs():
    one = walk()
    bare = person("Nobody Yet")
    from alongside.desk.cases import store

    case = store.create(one.alice, [bare], clock.now())
    page = text(one.browser.get(f"/desk/en/cases/{case}/plan/"))
    assert "Which State answers for it?" in page
    assert "What was done?" in page


def test_a_kept_plan_shows_later_what_has_changed():
    one = walk()
    answer = one.send(f"plan/{one.her.id}/", {})
    assert answer.status_code == 303
    (kept,) = one.of(PlanSnapshot)
    assert kept.person == one.her.id
    assert kept.entries
    assert "Nothing has changed." in text(one.browser.get(answer["Location"]))
    one.add(fact("act", code="enforced-disappearance", victims=[one.her.id], date="2026-11-21", continuing=True))
    changed = text(one.browser.get(answer["Location"]))
    assert "Nothing has changed." not in changed
    assert "before:" in changed
    assert "What has changed since" in one.page(f"plan/{one.her.id}/")


def test_a_refusal_bars_a_route_and_a_tampered_case_promises_nothing():
    from alongside.desk.cases.models import Record

    one = walk()
    yes = agreement(one.her)
    one.add(yes, fact("note", text="gone soon"))
    note = next(found for found in one.opened().facts.values() if found.KIND == "note")
    Record.objects.filter(pk=note.id).delete()
    assert "takes no consent for given" in one.page(f"plan/{one.her.id}/")


def test_a_plan_sent_twice_is_kept_once():
    one = walk()
    one.send(f"plan/{one.her.id}/", {"seed": "1" * 32})
    one.send(f"plan/{one.her.id}/", {"seed": "1" * 32})
    assert len(one.of(PlanSnapshot)) == 1


def test_a_route_becomes_a_measure_with_owner_and_day():
    one = walk()
    form = one.send(f"plan/{one.her.id}/measure/", {"start": "1", "mechanism": "front-line-defenders"})
    assert form.status_code == 200
    assert "Front Line" in text(form)
    assert one.of(Measure) == []
    told = {"what": "Call them", "owner": one.bob.person.pk.hex, "due": clock.now().date().isoformat(), "layer": "emergency"}
    assert one.send(f"plan/{one.her.id}/measure/", told | {"mechanism": "front-line-defenders"}).status_code == 303
    (made,) = one.of(Measure)
    assert (made.what, made.mechanism, made.owner, made.persons) == (
        "Call them",
        "front-line-defenders",
        told["owner"],
        (one.her.id,),
    )
    assert [note.text for note in notices.mine(one.bob, clock.now().date())] == ["Call them"]
    assert "Call them" in one.page(f"plan/{one.her.id}/")


def test_a_measure_is_not_given_to_somebody_outside_the_case():
    one = walk()
    one.send(f"plan/{one.her.id}/measure/", {"what": "x", "owner": one.charlie.person.pk.hex, "due": "2027-01-01"})
    assert one.of(Measure)[0].owner is None


def test_a_measure_without_words_is_asked_for_again():
    one = walk()
    assert one.send(f"plan/{one.her.id}/measure/", {"what": "", "mechanism": "nowhere"}).status_code == 422
    assert one.of(Measure) == []
