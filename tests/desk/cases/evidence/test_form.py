"""The form that takes files: what it stores and shows, what it refuses, and what of a file stays that nobody may keep."""

from pathlib import Path
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from alongside.desk.cases import destroying, history, store
from alongside.desk.cases.evidence import custody, files, taking
from alongside.desk.cases.evidence.files import Arriving, NoRoom
from alongside.desk.cases.models import Case, SealedFile
from alongside.desk.people.models import Login
from alongside.facts.evidence import Evidence
from tests.desk.cases.evidence.making import LONG, of, on_disk, taken
from tests.desk.cases.telling import person
from tests.desk.making import NOW, found_desk, login_client, member

pytestmark = pytest.mark.usefixtures("database")
FORM = "application/x-www-form-urlencoded"


def address(case: UUID, name: str = "cases-evidence", **more: str) -> str:
    return reverse(name, kwargs={"lang": "en", "case_id": case, **more})


def test_a_form_with_files_stores_them_and_shows_them() -> None:
    alice = found_desk()
    case = store.create(alice, [person("Amal")], NOW)
    browser = login_client(alice)
    sent = {
        "title": "Checkpoint",
        "file": [SimpleUploadedFile("a.mp4", LONG), SimpleUploadedFile("b \u202e.jpg", b"photo")],
    }
    assert browser.post(address(case), sent).status_code == 303
    held = of(alice, case)
    assert sorted(one.size for one in held) == [5, len(LONG)] and {one.title for one in held} == {"Checkpoint"}
    page = browser.get(address(case)).content.decode()
    assert page.count("Checkpoint") == 2
    one = max(held, key=lambda one: one.size)
    shown = browser.get(address(case, "cases-evidence-item", evidence_id=one.id)).content.decode()
    assert one.sha256 in shown and "a.mp4" in shown and "received it" in shown
    answer = browser.post(address(case, "cases-evidence-original", evidence_id=one.id), "", content_type=FORM)
    assert answer.status_code == 200, answer.content
    assert b"".join(answer.streaming_content) == LONG  # type: ignore[arg-type]
    assert answer["Content-Disposition"] == f'attachment; filename="evidence-{one.sha256[:8]}.txt"'
    assert answer["Content-Security-Policy"].startswith("sandbox;") and answer["Cache-Control"] == "no-store"
    shown = browser.get(address(case, "cases-evidence-item", evidence_id=one.id)).content.decode()
    assert "took out a copy of the original" in shown


def test_a_form_without_a_file_says_so_and_keeps_what_was_typed() -> None:
    alice = found_desk()
    case = store.create(alice, [person("Amal")], NOW)
    answer = login_client(alice).post(address(case), {"title": "Checkpoint"})
    assert answer.status_code == 422 and "Choose a file first." in answer.content.decode()
    assert 'value="Checkpoint"' in answer.content.decode()


def test_nobody_else_stores_a_byte(store_folder: Path) -> None:
    from tests.desk.making import Browser

    alice = found_desk()
    bob = member(alice, "Bob")
    case = store.create(alice, [person("Amal")], NOW)
    for browser in (Browser(), login_client(bob)):
        answer = browser.post(address(case), {"file": SimpleUploadedFile("a.mp4", LONG)})
        assert answer.status_code in (403, 404)
        assert on_disk(store_folder) == []
    assert of(alice, case) == []


def test_what_is_refused_after_it_arrived_does_not_stay(store_folder: Path) -> None:
    alice = found_desk()
    case = store.create(alice, [person("Amal")], NOW)
    sent = {"title": ["one", "two"], "file": SimpleUploadedFile("a.mp4", LONG)}
    assert login_client(alice).post(address(case), sent).status_code == 400
    assert on_disk(store_folder) == [] and of(alice, case) == []


def test_a_destroyed_case_takes_its_files_along(store_folder: Path) -> None:
    alice = found_desk()
    case, other = store.create(alice, [person("Amal")], NOW), store.create(alice, [person("Bahia")], NOW)
    taken(alice, case)
    kept = taken(alice, other)
    destroying.destroy(alice, case, NOW)
    assert [path.name for path in on_disk(store_folder)] == [kept.file]
    assert [row.hex for row in SealedFile.objects.values_list("pk", flat=True)] == [kept.file]


def test_who_is_taken_out_of_the_case_while_her_file_arrives_stores_nothing(
    store_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alice = found_desk()
    bob = member(alice, "Bob")
    case = store.create(alice, [person("Amal")], NOW, [bob.person])
    take = taking.take

    def out_first(*args: object) -> Evidence:
        store.remove_member(alice, case, bob.person, NOW)
        return take(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(taking, "take", out_first)
    answer = login_client(bob).post(address(case), {"file": SimpleUploadedFile("a.mp4", LONG)})
    assert answer.status_code == 404 and on_disk(store_folder) == [] and of(alice, case) == []


def test_a_case_that_was_tampered_with_takes_no_file_and_says_so(store_folder: Path) -> None:
    alice = found_desk()
    case = store.create(alice, [person("Amal")], NOW)
    Case.objects.filter(pk=case).update(manifest=b"x" * 100)
    answer = login_client(alice).post(address(case), {"title": "Checkpoint", "file": SimpleUploadedFile("a.mp4", LONG)})
    assert answer.status_code == 422 and "changed this case from outside" in answer.content.decode()
    assert on_disk(store_folder) == []


def test_a_nearly_full_disk_is_left_to_the_database(store_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alice = found_desk()
    arriving = Arriving(alice.desk)
    monkeypatch.setattr(files, "has_room", lambda _: False)
    big = LONG * 40
    with pytest.raises(NoRoom):
        arriving.add(big)
    with pytest.raises(NoRoom):
        Arriving(alice.desk)
    assert on_disk(store_folder) == []


def test_a_disk_that_is_full_at_the_end_of_one_file_takes_the_others_and_says_so(
    store_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alice = found_desk()
    case = store.create(alice, [person("Amal")], NOW)
    finish = Arriving.finish

    def full(arriving: Arriving) -> files.Arrived:
        if arriving.size == 3:
            arriving.discard()
            raise NoRoom
        return finish(arriving)

    monkeypatch.setattr(Arriving, "finish", full)
    sent = {"title": "Checkpoint", "file": [SimpleUploadedFile("a.txt", LONG), SimpleUploadedFile("b.txt", b"abc")]}
    answer = login_client(alice).post(address(case), sent)
    page = answer.content.decode()
    assert (
        answer.status_code == 422 and "The disk of the desk is full" in page and "b.txt" in page and 'value="Checkpoint"' in page
    )
    assert [one.size for one in of(alice, case)] == [len(LONG)]


def test_a_login_that_ends_while_a_file_arrives_writes_nothing_any_more(
    store_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alice = found_desk()
    case = store.create(alice, [person("Amal")], NOW)
    browser = login_client(alice)
    finish = Arriving.finish

    def locked(arriving: Arriving) -> files.Arrived:
        Login.objects.all().delete()
        return finish(arriving)

    monkeypatch.setattr(Arriving, "finish", locked)
    assert browser.post(address(case), {"file": SimpleUploadedFile("a.mp4", LONG)}).status_code == 404
    assert on_disk(store_folder) == [] and of(alice, case) == []


def test_a_form_sent_twice_stores_its_file_once_and_another_file_beside_it(store_folder: Path) -> None:
    alice = found_desk()
    case = store.create(alice, [person("Amal")], NOW)
    browser, listing = login_client(alice), reverse("cases-evidence", kwargs={"lang": "en", "case_id": case})
    seed = browser.get(listing).content.decode().split('name="seed" value="')[1].split('"')[0]
    for content in (b"what she said", b"what she said", b"what he said"):
        sent = {"seed": seed, "file": SimpleUploadedFile("a.txt", content)}
        assert browser.post(listing, sent).status_code == 303
    assert sorted(one.size for one in of(alice, case)) == [12, 13]
    assert len(on_disk(store_folder)) == SealedFile.objects.count() == 2
    assert browser.post(listing, {"file": SimpleUploadedFile("a.txt", b"what she said")}).status_code == 303
    assert len(of(alice, case)) == 3  # brought again on purpose, it is stored again and the page tells of the other


def test_a_record_is_told_which_files_support_it(store_folder: Path) -> None:
    alice = found_desk()
    case = store.create(alice, [person("Amal")], NOW)
    one = taken(alice, case, name="the gate at night.mp4")
    browser = login_client(alice)
    page = browser.get(f"/desk/en/cases/{case}/new/note/").content.decode()
    assert f'value="{one.id}"' in page and "the gate at night.mp4" in page
    seed = page.split('name="seed" value="')[1].split('"')[0]
    told = f"seed={seed}&text=He+stood+there&documents={one.id}"
    assert browser.post(f"/desk/en/cases/{case}/new/note/", told, content_type=FORM).status_code == 303
    assert [fact.documents for fact in store.open_case(alice, case, NOW).facts.values() if fact.KIND == "note"] == [(one.id,)]


def test_one_person_holds_three_ways_out_and_the_next_one_waits_for_one_of_them(store_folder: Path) -> None:
    alice = found_desk()
    bob = member(alice)
    case = store.create(alice, [person("Amal")], NOW, [bob.person])
    one = taken(alice, case)
    path = f"/desk/en/cases/{case}/evidence/{one.id}/original/"
    browser, his = login_client(alice), login_client(bob)
    under_way = [browser.post(path, "", content_type=FORM) for _ in range(3)]
    assert [answer.status_code for answer in under_way] == [200] * 3
    refused = browser.post(path, "", content_type=FORM)
    assert refused.status_code == 503 and "3 files are leaving to you already" in refused.content.decode()
    noted = [step.what for step in custody.steps(history.happenings(alice, case), one)]
    assert noted == [custody.RECEIVED, *[taking.COPIED] * 3]
    assert b"".join(his.post(path, "", content_type=FORM).streaming_content) == LONG  # type: ignore[arg-type]
    under_way[0].close()
    assert browser.post(path, "", content_type=FORM).status_code == 200
    for answer in under_way:
        answer.close()
