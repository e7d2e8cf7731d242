"""Evidence from its arrival to a copy of the original: sealed, whole, noted, and nobody else's."""

import hashlib
import os
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from alongside.desk.cases import destroying, history, rekeying, store
from alongside.desk.cases.evidence import custody, files, taking
from alongside.desk.cases.evidence.files import Arriving, NoFile, NoRoom, TooLarge
from alongside.desk.cases.holding import NoCase, hold
from alongside.desk.cases.models import Case, SealedFile
from alongside.desk.people.models import Login
from alongside.desk.people.unlocked import Unlocked
from alongside.facts.evidence import Evidence
from tests.desk.cases.telling import person
from tests.desk.database import Database
from tests.desk.making import NOW, found_desk, login_client, member

pytestmark = pytest.mark.usefixtures("database")
FORM = "application/x-www-form-urlencoded"
CANARY = b"the guard in the green jacket "
LONG = CANARY * 9000  # some pieces of the stream


@pytest.fixture
def store_folder(database: Database) -> Path:
    return database.data / "files"


def arrived(unlocked: Unlocked, content: bytes = LONG) -> files.Arrived:
    arriving = Arriving(unlocked.desk)
    for start in range(0, len(content), 50_000):
        arriving.add(content[start : start + 50_000])
    return arriving.finish()


def taken(unlocked: Unlocked, case: UUID, content: bytes = LONG, name: str = "video of Amal.mp4") -> Evidence:
    return taking.take(unlocked, case, arrived(unlocked, content), name, {}, NOW)


def of(unlocked: Unlocked, case: UUID) -> list[Evidence]:
    return store.open_case(unlocked, case, NOW).of(Evidence)


def on_disk(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("size", [0, 1, 255, 256, 65535, 65536, 65537, 200_000])
def test_what_arrived_comes_out_again_byte_for_byte(size: int) -> None:
    alice = found_desk()
    case = store.create(alice, [person("Amal")], NOW)
    content = os.urandom(size)
    one = taken(alice, case, content)
    assert (one.size, one.sha256) == (size, hashlib.sha256(content).hexdigest())
    assert b"".join(taking.content(alice, case, one, taking.COPIED, NOW)) == content


def test_the_store_shows_neither_name_nor_content_nor_time(store_folder: Path) -> None:
    alice = found_desk()
    taken(alice, store.create(alice, [person("Amal of the Harbour")], NOW))
    [path] = on_disk(store_folder)
    data = path.read_bytes()
    assert CANARY not in data and b"Amal of the Harbour" not in data and path.name == SealedFile.objects.get().pk.hex
    assert path.stat().st_mtime == 946684800 and path.stat().st_mode & 0o777 == 0o600


def test_a_file_that_nobody_kept_is_gone_and_one_that_was_kept_is_not(store_folder: Path) -> None:
    alice = found_desk()
    case = store.create(alice, [person("Amal")], NOW)
    arriving = Arriving(alice.desk)
    arriving.add(LONG)
    arriving.discard()
    assert on_disk(store_folder) == []
    arriving = Arriving(alice.desk)
    arriving.add(LONG)
    taking.take(alice, case, arriving.finish(), "a.jpg", {}, NOW)
    arriving.discard()
    assert len(on_disk(store_folder)) == 1


def test_a_crash_between_the_row_and_the_move_loses_nothing(store_folder: Path) -> None:
    alice = found_desk()
    case = store.create(alice, [person("Amal")], NOW)
    one = taken(alice, case)
    [path] = on_disk(store_folder)
    path.rename(store_folder / "arriving" / path.name)
    assert b"".join(taking.content(alice, case, one, taking.COPIED, NOW)) == LONG
    assert on_disk(store_folder) == [path]


def test_what_a_crash_left_behind_is_swept_away_after_a_day_and_what_has_a_row_is_not(store_folder: Path) -> None:
    alice = found_desk()
    case = store.create(alice, [person("Amal")], NOW)
    one = taken(alice, case)
    arrived(alice)
    [kept] = [path for path in on_disk(store_folder) if path.name == one.file]
    kept.rename(store_folder / "arriving" / kept.name)
    today = (store_folder / "arriving").stat().st_ctime
    assert files.sweep(today + 3600) == 0 and len(on_disk(store_folder)) == 2
    assert files.sweep(today + 2 * files.LEFT_BEHIND) == 1
    assert on_disk(store_folder) == [kept]


@pytest.mark.parametrize("harm", ["cut", "flipped", "exchanged", "gone"])
def test_a_damaged_file_hands_out_nothing_that_is_not_its_own(store_folder: Path, harm: str) -> None:
    alice = found_desk()
    case = store.create(alice, [person("Amal")], NOW)
    one, other = taken(alice, case), taken(alice, case, b"x" * len(LONG))
    paths = {path.name: path for path in on_disk(store_folder)}
    path, data = paths[one.file], paths[one.file].read_bytes()
    match harm:
        case "cut":
            path.write_bytes(data[:-65553])
        case "flipped":
            path.write_bytes(data[:70_000] + bytes([data[70_000] ^ 1]) + data[70_001:])
        case "exchanged":
            path.write_bytes(paths[other.file].read_bytes())
        case "gone":
            path.unlink()
    got: list[bytes] = []
    with pytest.raises(NoFile):
        got.extend(taking.content(alice, case, one, taking.COPIED, NOW))
    assert LONG.startswith(b"".join(got))


def test_only_members_of_the_case_get_it_and_a_file_of_another_case_is_none_of_this_one() -> None:
    alice = found_desk()
    bob = member(alice, "Bob")
    case, other = store.create(alice, [person("Amal")], NOW), store.create(alice, [person("Bahia")], NOW)
    one = taken(alice, case)
    with pytest.raises(NoCase):
        taking.content(bob, case, one, taking.COPIED, NOW)
    with pytest.raises(NoFile):
        taking.content(alice, other, one, taking.COPIED, NOW)


def test_who_was_taken_out_reads_no_file_and_the_others_read_on() -> None:
    alice = found_desk()
    bob = member(alice, "Bob")
    case = store.create(alice, [person("Amal")], NOW, [bob.person])
    one, before = taken(alice, case), bytes(SealedFile.objects.get().key)
    old = hold(bob, case).ring
    store.remove_member(alice, case, bob.person, NOW)
    rekeying.work(alice, NOW)
    after = bytes(SealedFile.objects.get().key)
    assert before != after
    with pytest.raises(NoCase):
        taking.content(bob, case, one, taking.COPIED, NOW)
    from alongside.desk.cases import places
    from alongside.vault.errors import Refused

    with pytest.raises(Refused):
        old.unseal(after, places.file_key(alice.desk, UUID(one.file)))
    assert b"".join(taking.content(alice, case, one, taking.COPIED, NOW)) == LONG


def test_custody_tells_who_received_described_and_copied_it() -> None:
    alice = found_desk()
    bob = member(alice, "Bob")
    case = store.create(alice, [person("Amal")], NOW, [bob.person])
    one = taken(alice, case)
    from dataclasses import replace

    store.save(bob, case, [store.Edit(one, replace(one, title="Checkpoint"))], NOW)
    list(taking.content(bob, case, one, taking.COPIED, NOW))
    steps = list(custody.steps(history.happenings(alice, case), one))
    assert [(step.who, step.what) for step in steps] == [
        (alice.person.pk, custody.RECEIVED),
        (bob.person.pk, custody.DESCRIBED),
        (bob.person.pk, taking.COPIED),
    ]


def test_the_same_file_is_noticed_among_her_own_cases_alone() -> None:
    alice = found_desk()
    bob = member(alice, "Bob")
    mine, hers = store.create(alice, [person("Amal")], NOW), store.create(bob, [person("Bahia")], NOW)
    one = taken(alice, mine)
    taken(bob, hers)
    assert taking.twins(alice, one) == [mine] and taking.twins(bob, one) == [hers]


def test_a_full_disk_stores_nothing_of_the_file_and_says_so(store_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import errno

    alice = found_desk()
    arriving = Arriving(alice.desk)
    arriving.add(LONG)

    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(NoRoom):
        arriving.add(LONG)
    monkeypatch.undo()
    assert on_disk(Path(settings.FILES)) == []


def test_a_file_beyond_the_limit_is_not_stored(store_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MOST", 100_000)
    arriving = Arriving(found_desk().desk)
    with pytest.raises(TooLarge):
        arriving.add(LONG)
    assert on_disk(Path(settings.FILES)) == []


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
