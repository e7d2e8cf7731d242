"""Risk in the browser: a level with its reasons from her own ticks, never a score, and a day to look again."""

from datetime import timedelta

import pytest

from alongside.desk.people import clock, notices
from alongside.facts.protection import RiskAssessment
from tests.desk.cases.walking import text, walk

pytestmark = pytest.mark.usefixtures("database")


def test_a_threat_is_acute_and_says_why():
    one = walk()
    answer = one.send(f"risk/{one.her.id}/", {"direct-threat": "yes", "threshold": "some", "why": "A letter with a bullet"})
    assert answer.status_code == 303
    (made,) = one.of(RiskAssessment)
    assert (made.level, made.threshold, made.person) == ("acute", "some", one.her.id)
    assert "clear-threat" in made.reasons
    page = one.page(f"risk/{one.her.id}/")
    assert "Acute: act now" in page
    assert "A letter with a bullet" in page
    assert "There is a threat against them" in page


def test_what_was_not_asked_is_not_stored_as_no():
    one = walk()
    one.send(f"risk/{one.her.id}/", {"alone": "yes", "smear": "", "way-out": "no"})
    (made,) = one.of(RiskAssessment)
    assert dict(made.ticks) == {"alone": "yes", "way-out": "no"}


def test_the_next_look_starts_from_the_last_ticks():
    one = walk()
    one.send(f"risk/{one.her.id}/", {"alone": "yes"})
    page = one.get(f"risk/{one.her.id}/").content.decode()
    assert page.count("checked") >= 1
    before = page.index('name="alone"')
    assert "checked" in page[before : before + 200]


def test_a_day_to_look_again_is_set_and_reminds_who_assessed():
    one = walk()
    one.send(f"risk/{one.her.id}/", {"happening-now": "yes"})
    (made,) = one.of(RiskAssessment)
    assert made.reassess_on is not None
    assert made.reassess_on > clock.now().date()
    assert [note.text for note in notices.mine(one.alice, made.reassess_on)] == ["Look again at the risk of Amal Fictional."]


def test_those_who_know_her_may_name_another_level_and_the_page_says_so():
    one = walk()
    one.send(f"risk/{one.her.id}/", {"direct-threat": "yes", "level": "high"})
    assert one.of(RiskAssessment)[0].level == "high"
    assert "Those who know the person decided" in one.page(f"risk/{one.her.id}/")


def test_each_relative_has_a_risk_of_their_own():
    one = walk()
    one.send(f"risk/{one.husband.id}/", {"family-threatened": "yes"})
    assert "Look at it together" in one.page(f"risk/{one.her.id}/")
    assert one.of(RiskAssessment)[0].person == one.husband.id


def test_a_wrong_day_keeps_every_tick():
    one = walk()
    answer = one.send(f"risk/{one.her.id}/", {"alone": "yes", "reassess_on": "soon", "why": "Because"})
    assert answer.status_code == 422
    assert "Because" in text(answer)
    assert one.of(RiskAssessment) == []


def test_no_number_stands_for_the_danger():
    one = walk()
    one.send(f"risk/{one.her.id}/", {"direct-threat": "yes"})
    assert "%" not in text(one.get(f"risk/{one.her.id}/")).split("<main", 1)[1].split("</main", 1)[0]


def test_a_case_whose_risk_is_overdue_says_so(monkeypatch: pytest.MonkeyPatch):
    one = walk()
    one.send(f"risk/{one.her.id}/", {"alone": "yes", "reassess_on": (clock.now().date() + timedelta(days=1)).isoformat()})
    later = clock.now() + timedelta(days=2)
    one.alice.person.refresh_from_db()
    monkeypatch.setattr(clock, "now", lambda: later)
    from tests.desk.making import login_client

    assert "It is time to look again." in text(one.get(f"risk/{one.her.id}/", login_client(one.alice, later)))
