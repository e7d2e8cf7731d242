"""Evidence in the store: sealed, whole, noted, and nobody else's."""

import hashlib
import os
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings

from alongside.desk.cases import history, rekeying, store
from alongside.desk.cases.evidence import custody, files, taking
from alongside.desk.cases.evidence.files import Arriving, NoFile, NoRoom, TooLarge
from alongside.desk.cases.holding import NoCase, hold
from alongside.desk.cases.models import SealedFile
from tests.desk.cases.evidence.making import CANARY, LONG, arrived, on_disk, taken
from tests.desk.cases.telling import person
from tests.desk.making import NOW, found_desk, member

pytestmark = pytest.mark.usefixtures("database")


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
