"""An older backup and a list of a later day: what had gone by then goes again; without the list it is back, and that is said."""

import base64
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from alongside.desk.backup import months, restoring, rows, standing, writing
from alongside.desk.backup.replaying import OlderList, WrongList
from alongside.desk.cases import destroying, ledger, store
from alongside.desk.cases.evidence import taking
from alongside.desk.cases.evidence.files import Arriving
from alongside.desk.cases.models import Case, SealedFile
from alongside.desk.cases.verify import verify
from alongside.desk.people import leaving
from alongside.desk.people.models import Desk, Keyring, Person
from alongside.desk.people.unlocked import Unlocked
from alongside.vault import custody
from alongside.vault.persons import Secret
from tests.desk.cases.telling import NOW, agreement, few, person, withdrawal
from tests.desk.making import found_desk, login_client, member

CANARY = "Zubaida Canary"
LATER = NOW + timedelta(days=3)


@dataclass
class Old:
    """A backup, and a list of three days later. Since then: a case destroyed, a file taken away, Bob taken out of a case, Charlie gone,
    and a consent withdrawn. `quiet` was not touched."""

    alice: Unlocked
    bob: Unlocked
    charlie: Unlocked
    destroyed: UUID
    worked: UUID
    quiet: UUID
    her: Any
    kept_file: str
    lost_file: str
    stick: Path
    secret: Secret
    early: Path
    gone: Path
    bare: Path
    engine: Any

    @contextmanager
    def restored(self, told: Path | None) -> Iterator[restoring.Found]:
        with self.engine.fresh(self.bare):
            yield restoring.restore(self.stick, self.secret, stood=standing.read(told) if told else None)


def a_file(alice: Unlocked, case: UUID, content: bytes) -> str:
    arriving = Arriving(alice.desk)
    arriving.add(content)
    return taking.take(alice, case, arriving.finish(), "photo.jpg", {}, NOW).file


@pytest.fixture
def old(request, database, tmp_path) -> Old:
    alice = found_desk(NOW)
    bob, charlie = member(alice, "Bob", now=NOW), member(alice, "Charlie", now=NOW)
    her, act = few()
    yes = agreement(her)
    destroyed = store.create(alice, [person(CANARY)], NOW, [bob.person])
    worked = store.create(alice, [her, act, yes], NOW, [bob.person, charlie.person])
    quiet = store.create(alice, [*few(), agreement(few()[0])], NOW, [bob.person])
    a_file(alice, destroyed, b"a face " * 900)
    kept, lost = a_file(alice, quiet, b"kept " * 900), a_file(alice, worked, b"lost " * 900)
    lines = months.make(alice, months.following(NOW.date(), 1), 2, 2)
    stick, early, gone = (tmp_path / name for name in ("stick", "early.gone", "late.gone"))
    standing.write(early, alice.desk, NOW)
    store.open_case(alice, worked, NOW)
    writing.write(stick, alice.desk, NOW)
    destroying.destroy(alice, destroyed, LATER)
    SealedFile.objects.filter(pk=UUID(lost)).delete()
    store.remove_member(alice, worked, bob.person, LATER)
    store.save(alice, worked, [store.Edit(None, withdrawal(her, yes))], LATER)
    leaving.end(alice, charlie.person, LATER)
    standing.write(gone, alice.desk, LATER)
    (tmp_path / "bare").mkdir()
    engine = request.getfixturevalue("sqlite" if database.engine == "postgresql" else "postgresql")
    secret = Secret(custody.combine([line.share for line in lines]))
    return Old(
        alice, bob, charlie, destroyed, worked, quiet, her, kept, lost, stick, secret, early, gone, tmp_path / "bare", engine
    )


def on_disk(folder: Path) -> set[str]:
    return {path.name for path in (folder / "files").rglob("*") if path.is_file()}


def test_what_had_gone_by_the_list_goes_again_in_every_table_and_file(old):
    with old.restored(old.gone) as found:
        told = found.replayed
        assert (told.cases, told.files, told.members, told.people, told.behind) == (1, 2, 1, 1, 1)
        assert (told.kept_people, told.kept_members, found.active) == (0, 0, 2)
        for model in rows.tables().values():
            named = [one.attname for one in model._meta.concrete_fields if one.name == "case" or one.related_model is Case]
            for column in named if model._meta.db_table not in ("history", "head") else ():
                assert not model.objects.filter(**{column: old.destroyed}).exists()
        assert not Case.objects.filter(pk=old.destroyed).exists() and old.destroyed in destroying.destroyed(old.alice.desk)
        assert on_disk(old.bare) == {old.kept_file}
        assert set(Keyring.objects.filter(case=old.worked).values_list("person", flat=True)) == {old.alice.person.pk}
        charlie = Person.objects.get(pk=old.charlie.person.pk)
        assert not charlie.active and not charlie.wrapped
        assert verify(old.alice.desk).faults == ()
        again = Unlocked(Person.objects.get(pk=old.alice.person.pk), old.alice.secret)
        assert not store.open_case(again, old.quiet, NOW).damaged


def test_a_case_that_was_worked_on_since_says_yes_to_nothing_even_after_an_administrator_has_looked(old):
    with old.restored(old.gone):
        Desk.objects.update(restored=None)
        again = Unlocked(Person.objects.get(pk=old.alice.person.pk), old.alice.secret)
        opened = store.open_case(again, old.worked, NOW)
        answers = {row.key: row.answer.code for row in ledger.rows(opened, old.her, NOW.date())}
        assert answers["send|class:un-special-procedure"] == "restored"
        assert not ledger.is_restored(store.open_case(again, old.quiet, NOW))
        assert (
            "came back from an older backup" in login_client(again).get(f"/desk/en/cases/{old.worked}/keeping/").content.decode()
        )


def test_without_a_list_everything_is_back(old):
    with old.restored(None) as found:
        assert found.replayed is None and Case.objects.filter(pk=old.destroyed).exists()
        assert found.active == 3 and old.lost_file in on_disk(old.bare)


def test_a_list_older_than_the_backup_or_of_another_desk_or_forged_restores_nothing(old, tmp_path):
    lines = old.gone.read_text().splitlines()[:-1]
    stone = next(number for number, line in enumerate(lines) if line.startswith("gone "))
    other = standing.hidden(old.alice.desk, old.quiet)
    words = lines[stone].split(" ")
    forged = {
        "desk": [line if not line.startswith("desk ") else f"desk {'0' * 32}" for line in lines],
        "past": [line if not line.startswith("heads ") else other_past(line) for line in lines],
        "hash": [*lines[:stone], " ".join([*words[:4], "00" * 32, *words[5:]]), *lines[stone + 1 :]],
        "case": [*(line for line in lines if other not in line), " ".join(["gone", other, *words[2:]])],
    }
    cases = [(old.early, OlderList)]
    for name, text in forged.items():
        path = tmp_path / name
        path.write_text(sealed(text))
        cases.append((path, WrongList))
    for path, refusal in cases:
        with old.engine.fresh(old.bare):
            with pytest.raises(refusal):
                restoring.restore(old.stick, old.secret, stood=standing.read(path))
            assert not Desk.objects.exists() and on_disk(old.bare) == set()


def test_of_several_lists_each_must_go_on_from_the_others(old, tmp_path):
    true, early = standing.read(old.gone), standing.read(old.early)
    assert standing.newest([true, early, true]).links == true.links
    # The true list with its tombstones left out, a longer chain by eight invented bytes, and the destroyed case back in it.
    lines = old.gone.read_text().splitlines()[:-1]
    longer = base64.b64encode(true.heads + b"12345678").decode()
    none_gone = [f"heads {longer}" if line.startswith("heads ") else line for line in lines if not line.startswith("gone ")]
    back = f"case {standing.hidden(old.alice.desk, old.destroyed)} 1"
    shorter = [line for line in lines if not line.startswith("gone ")]
    fewer = [
        f"heads {longer}" if line.startswith("heads ") else line.replace(f"case {hidden_worked(old)}", "case " + "0" * 32)
        for line in lines
    ]
    for number, text in enumerate(
        ([*none_gone, back], none_gone, shorter, fewer, [other_past(one) if one.startswith("heads ") else one for one in lines])
    ):
        path = tmp_path / f"{number}.gone"
        path.write_text(sealed(text))
        for pair in ([true, standing.read(path)], [standing.read(path), early, true]):
            with pytest.raises(standing.Disagree):
                standing.newest(pair)


def test_a_list_in_which_a_case_is_younger_than_in_the_backup_is_refused(old, tmp_path):
    name = standing.hidden(old.alice.desk, old.worked)
    lines = [f"case {name} 0" if line.startswith(f"case {name}") else line for line in old.gone.read_text().splitlines()[:-1]]
    path = tmp_path / "younger.gone"
    path.write_text(sealed(lines))
    with old.engine.fresh(old.bare), pytest.raises(WrongList):
        restoring.restore(old.stick, old.secret, stood=standing.read(path))


def hidden_worked(old: Old) -> str:
    return standing.hidden(old.alice.desk, old.worked)


def other_past(line: str) -> str:
    heads = bytearray(base64.b64decode(line.removeprefix("heads ")))
    heads[0] ^= 1
    return f"heads {base64.b64encode(heads).decode()}"


def sealed(lines: list[str]) -> str:
    text = "\n".join(lines) + "\n"
    return f"{text}end {hashlib.sha256(text.encode()).hexdigest()}\n"


def test_nobody_is_left_without_an_administrator_or_a_key(old, tmp_path):
    """A list of a desk that other people keep by now: nobody of the backup is in it."""
    lines = [line for line in old.gone.read_text().splitlines()[:-1] if not line.startswith(("person ", "member "))]
    path = tmp_path / "others.gone"
    path.write_text(sealed(lines))
    with old.restored(path) as found:
        assert (found.replayed.people, found.replayed.kept_people) == (2, 1)
        assert found.replayed.kept_members == 2  # Alice's: of both cases that are left
        assert Person.objects.get(pk=old.alice.person.pk).active


def test_who_finds_the_list_learns_numbers_alone(old):
    text = old.gone.read_text()
    ids = {old.destroyed, old.worked, old.quiet, *(one.person.pk for one in (old.alice, old.bob, old.charlie))}
    for one in ids:
        assert one.hex not in text and str(one) not in text
    assert old.kept_file not in text and "Alice" not in text and CANARY not in text
    assert oct(old.gone.stat().st_mode)[-3:] == "600"


LIST = ["ALONGSIDE GONE 1", f"desk {'0' * 32}", "made 2026-11-22T09:30+00:00", "heads ", f"case {'a' * 32} 7"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "é",
        sealed(LIST)[:-30],
        sealed(LIST).replace("case", "kase"),
        sealed([line.replace("case", "kase") for line in LIST]),
        sealed([*LIST, "gone x"]),
        sealed([*LIST, f"gone {'b' * 32} 1 zz zz 1 zz"]),
        sealed([line.replace("GONE 1", "GONE 2") for line in LIST]),
        sealed(LIST[:2]),
    ],
)
def test_a_list_that_broke_off_or_is_none_is_said_to_be_none(tmp_path, text):
    path = tmp_path / "harmed"
    path.write_text(text)
    with pytest.raises(standing.NotAList):
        standing.read(path)
    path.write_text(sealed(LIST))
    assert standing.read(path).cases == {"a" * 32: 7}
