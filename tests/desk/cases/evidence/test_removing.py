"""A piece of evidence removed for good: fact, keys and bytes are gone, who did it and why stays; refused while something leans on it."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.conf import settings

from alongside.desk.cases import history, store
from alongside.desk.cases.evidence import copies, custody, removing, taking
from alongside.desk.cases.evidence.files import Arriving
from alongside.desk.cases.models import SealedFile
from alongside.desk.cases.store import Edit
from alongside.desk.cases.verify import verify
from alongside.desk.people.unlocked import Unlocked
from alongside.facts.evidence import Evidence
from alongside.facts.protection import Note
from tests.cleaning.photos import jpeg
from tests.desk.cases.telling import fact, person
from tests.desk.cases.walking import post, text
from tests.desk.making import NOW, found_desk, login_client, member

pytestmark = pytest.mark.usefixtures("database")


def taken(alice: Unlocked) -> tuple[UUID, Evidence]:
    case = store.create(alice, [person("Amal")], NOW)
    arriving = Arriving(alice.desk)
    arriving.add(jpeg())
    one = taking.take(alice, case, arriving.finish(), "roof.jpg", {}, NOW)
    copies.make(alice, case, one, NOW)
    return case, store.open_case(alice, case, NOW).of(Evidence)[0]


def lying() -> list[str]:
    return [path.name for path in settings.FILES.rglob("*") if path.is_file()]


def test_fact_keys_and_bytes_go_and_who_removed_it_and_why_stays() -> None:
    alice = found_desk()
    case, one = taken(alice)
    assert len(lying()) == SealedFile.objects.count() == 2
    browser, path = login_client(alice), f"/desk/en/cases/{case}/evidence/{one.id}/remove/"
    assert "Remove the file for good" in text(browser.get(path))
    answer = post(browser, path, {"revision": one.revision, "why": ""})
    assert answer.status_code == 422 and "Say in a few words why" in text(answer)
    answer = post(browser, path, {"revision": one.revision, "why": "sent to the wrong case"})
    assert answer.status_code == 303 and lying() == [] and not SealedFile.objects.exists()
    opened = store.open_case(alice, case, NOW)
    assert opened.of(Evidence) == [] and not opened.damaged
    told = history.happenings(alice, case)
    steps = list(custody.steps(told, one))
    assert [step.what for step in steps] == [custody.RECEIVED, custody.CLEANED, removing.REMOVED]
    (gone,) = [change.before for link in told for change in link.changes if change.id == one.id and change.after is None]
    assert gone is not None and gone["sha256"] == one.sha256
    page = text(browser.get(f"/desk/en/cases/{case}/history/"))
    assert "removed a piece of evidence for good" in page and "Why: sent to the wrong case" in page and one.sha256 in page
    assert verify(alice.desk).faults == ()
    assert browser.get(path).status_code == 404


def test_nothing_is_removed_while_something_leans_on_it() -> None:
    alice = found_desk()
    case, one = taken(alice)
    note = Note(id=uuid4().hex, revision=1, text="The photo shows the roof", documents=(one.id,))
    store.save(alice, case, [Edit(None, note)], NOW)
    browser, path = login_client(alice), f"/desk/en/cases/{case}/evidence/{one.id}/remove/"
    page = text(browser.get(path))
    assert "while these records name it" in page and "The photo shows the roof" in page and "<textarea" not in page
    answer = post(browser, path, {"revision": one.revision, "why": "no need"})
    assert answer.status_code == 422 and len(lying()) == 2
    with pytest.raises(removing.LeanedOn):
        removing.remove(alice, case, one, "no need", NOW)


def test_nothing_is_removed_for_a_day_after_a_hold_was_lifted() -> None:
    alice = found_desk()
    case, one = taken(alice)
    at = NOW.strftime("%Y-%m-%dT%H:%M:%SZ")
    hold = fact("legal-hold", since="2026-01-01", why="A court", placed_by=alice.person.pk.hex, lifted="2027-01-01", lifted_at=at)
    store.save(alice, case, [Edit(None, hold)], NOW)
    with pytest.raises(removing.HeldBack, match=r"evidence\.remove\.lifted"):
        removing.remove(alice, case, one, "no need", NOW + timedelta(hours=23))
    assert len(lying()) == 2
    removing.remove(alice, case, one, "no need", NOW + timedelta(hours=24))
    assert lying() == []


def test_what_was_changed_since_is_looked_at_first_and_a_removed_one_does_not_come_back() -> None:
    alice = found_desk()
    case, one = taken(alice)
    described = replace(one, title="Roof")
    store.save(alice, case, [Edit(one, described)], NOW)
    browser = login_client(alice)
    answer = post(browser, f"/desk/en/cases/{case}/evidence/{one.id}/remove/", {"revision": one.revision, "why": "old"})
    assert answer.status_code == 422 and "changed its description meanwhile" in text(answer) and ">\nold<" in text(answer)
    with pytest.raises(removing.Changed):
        removing.remove(alice, case, one, "old", NOW)
    now = store.open_case(alice, case, NOW).of(Evidence)[0]
    form = browser.get(f"/desk/en/cases/{case}/records/{one.id}/").content.decode()
    base = form.split('name="base" value="')[1].split('"')[0]
    removing.remove(alice, case, now, "old", NOW)
    saved = store.save(alice, case, [Edit(now, replace(now, title="Wall"))], NOW)
    assert saved.conflicts and store.open_case(alice, case, NOW).of(Evidence) == []
    answer = post(browser, f"/desk/en/cases/{case}/records/{one.id}/", {"base": base, "title": "The whole wall"})
    assert answer.status_code == 409 and "removed this file meanwhile" in text(answer) and "The whole wall" in text(answer)
    assert store.open_case(alice, case, NOW).of(Evidence) == []


def test_who_is_not_in_the_case_removes_nothing() -> None:
    alice = found_desk()
    bob = member(alice)
    case, one = taken(alice)
    with pytest.raises(store.NoCase):
        removing.remove(bob, case, one, "mine", NOW)
    assert len(lying()) == 2
