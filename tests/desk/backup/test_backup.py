"""A backup yields nothing to who finds it, and everything to custodians on a bare machine, on either engine."""

from datetime import date
from uuid import UUID

import pytest

from alongside.desk.backup import months, restoring, writing
from alongside.desk.cases import destroying, store
from alongside.desk.cases.evidence import files, taking
from alongside.desk.cases.evidence.files import Arriving
from alongside.desk.cases.models import Case
from alongside.desk.cases.verify import verify
from alongside.desk.people import accounts, founding
from alongside.desk.people.models import BackupKey, Desk, Login, Person, Vouch
from alongside.desk.people.unlocked import Unlocked
from alongside.vault import custody
from alongside.vault.errors import NotVouched, Refused
from alongside.vault.persons import Secret
from tests.desk.cases.telling import NOW, few, person
from tests.desk.database import aside
from tests.desk.making import found_desk, login_client, member

MARKER = "Marker-Amal-4417"
FILE = b"a photograph of the checkpoint " * 60_000


@pytest.fixture
def backed_up(database, tmp_path):
    """Alice's desk with a case, its backup, and the shares of its month."""
    alice = found_desk()
    bob = member(alice, "Bob")
    case = store.create(alice, [person(MARKER), *few()], NOW, [bob.person])
    login_client(alice)
    lines = months.make(alice, months.following(NOW.date(), 2), 2, 3)
    path = tmp_path / "stick.backup"
    writing.write(path, alice.desk, NOW)
    return alice, case, path, [line.share for line in lines if line.month == "2026-11"]


def test_two_sheets_bring_everything_back_on_a_bare_machine_with_the_other_engine(backed_up, request, tmp_path, database):
    alice, case, path, shares = backed_up
    data = tmp_path / "bare"
    data.mkdir()
    with request.getfixturevalue("sqlite" if database.engine == "postgresql" else "postgresql").fresh(data):
        restoring.restore(path, Secret(custody.combine(shares[1:])))
        assert accounts.find_by_handle(founding.the_desk(), "heron").pk == alice.person.pk
        again = Unlocked(Person.objects.get(pk=alice.person.pk), alice.secret)
        found = store.open_case(again, case, NOW)
        assert len(found.facts) == 3
        assert not found.damaged
        assert accounts.names(again)[alice.person.pk] == "Alice"
        assert not Login.objects.exists()
        assert verify(alice.desk).faults == ()


def test_who_finds_the_stick_reads_the_desk_s_id_and_the_month_alone(backed_up):
    alice, case, path, _ = backed_up
    told = restoring.head(path)
    content = path.read_bytes()
    assert (told.desk, told.month) == (alice.desk.bytes, "2026-11")
    rest = content[told.start :]
    for seen in (MARKER.encode(), case.bytes, case.hex.encode(), alice.person.id.hex.encode(), b"person", b"officer"):
        assert seen not in rest


def test_a_desk_that_exists_is_not_written_over(backed_up):
    _, _, path, shares = backed_up
    with pytest.raises(restoring.NotEmpty):
        restoring.restore(path, Secret(custody.combine(shares[:2])))


@pytest.mark.parametrize("where", [30, 200, -2000, -1])
def test_a_changed_byte_anywhere_leaves_nothing_behind(backed_up, sqlite, tmp_path, where):
    _, _, path, shares = backed_up
    content = bytearray(path.read_bytes())
    content[where] ^= 1
    path.write_bytes(content)
    data = tmp_path / "bare"
    data.mkdir()
    with sqlite.fresh(data):
        with pytest.raises((Refused, restoring.NotABackup)):
            restoring.restore(path, Secret(custody.combine(shares[:2])))
        assert not Desk.objects.exists()
        assert not (data / "keys").exists()


def test_a_backup_that_broke_off_is_refused(backed_up, sqlite, tmp_path):
    _, _, path, shares = backed_up
    path.write_bytes(path.read_bytes()[:-5000])
    data = tmp_path / "bare"
    data.mkdir()
    with sqlite.fresh(data):
        with pytest.raises(Refused):
            restoring.restore(path, Secret(custody.combine(shares[:2])))
        assert not Desk.objects.exists()


def test_the_paper_of_another_month_opens_nothing(backed_up):
    alice, _, path, _ = backed_up
    lines = months.make(alice, months.following(date(2027, 2, 1), 1), 2, 3)
    with pytest.raises(Refused):
        restoring.restore(path, Secret(custody.combine([line.share for line in lines[:2]])))


def test_who_writes_does_not_wait_for_a_backup_and_it_is_of_one_moment(backed_up, tmp_path, monkeypatch, sqlite):
    alice, _, _, shares = backed_up
    lines, written = writing.rows.lines, []

    def with_work_in_between():
        for line in lines():
            if not written:
                written.append(aside(store.create, alice, [person("Written meanwhile")], NOW))
            yield line

    monkeypatch.setattr(writing.rows, "lines", with_work_in_between)
    writing.write(tmp_path / "second.backup", alice.desk, NOW)
    monkeypatch.undo()
    assert store.open_case(alice, written[0], NOW).facts
    data = tmp_path / "bare"
    data.mkdir()
    with sqlite.fresh(data):
        restoring.restore(tmp_path / "second.backup", Secret(custody.combine(shares[1:])))
        assert Case.objects.count() == 1
        assert verify(alice.desk).faults == ()


def test_a_month_without_a_key_is_said_and_nothing_written(database, tmp_path):
    alice = found_desk()
    with pytest.raises(writing.NoMonthKey):
        writing.write(tmp_path / "x.backup", alice.desk, NOW)
    assert not list(tmp_path.glob("x.backup*"))


def test_a_backup_key_swapped_in_sql_gets_no_backup(backed_up, tmp_path):
    alice, *_ = backed_up
    forged = Secret.fresh().card(alice.desk.bytes, months.holder("2026-11"), 1)
    BackupKey.objects.filter(month="2026-11").update(card=forged.to_bytes())
    with pytest.raises(NotVouched):
        writing.write(tmp_path / "y.backup", alice.desk, NOW)


def test_a_founder_swapped_in_sql_with_all_vouches_gets_no_backup(backed_up, tmp_path):
    alice, *_ = backed_up
    forger = Secret.fresh()
    founder = forger.card(alice.desk.bytes, alice.person.id.bytes, 1)
    card = Secret.fresh().card(alice.desk.bytes, months.holder("2026-11"), 1)
    from alongside.vault.vouches import Vouch as Statement

    Desk.objects.update(founder=founder.to_bytes())
    Vouch.objects.all().delete()
    Vouch.objects.create(desk_id=alice.desk, blob=Statement.make(forger, founder, card).to_bytes())
    BackupKey.objects.filter(month="2026-11").update(card=card.to_bytes())
    with pytest.raises(NotVouched):
        writing.write(tmp_path / "y.backup", alice.desk, NOW)


def test_each_month_has_one_key_and_each_custodian_one_sheet(backed_up):
    alice, *_ = backed_up
    assert months.make(alice, months.following(NOW.date(), 2), 2, 3) == []
    lines = months.make(alice, months.following(date(2026, 12, 31), 2), 2, 3)
    assert [(number, [line.month for line in sheet]) for number, sheet in months.sheets(lines)] == [
        (1, ["2027-01"]),
        (2, ["2027-01"]),
        (3, ["2027-01"]),
    ]


def with_a_file(alice, case, tmp_path):
    """A backup of the desk with a piece of evidence in that case."""
    arriving = Arriving(alice.desk)
    arriving.add(FILE)
    one = taking.take(alice, case, arriving.finish(), "photo.jpg", {}, NOW)
    path = tmp_path / "with-a-file.backup"
    writing.write(path, alice.desk, NOW)
    return one, path


def test_files_of_evidence_come_back_too_on_the_other_engine(backed_up, request, tmp_path, database):
    alice, case, _, shares = backed_up
    one, path = with_a_file(alice, case, tmp_path)
    data = tmp_path / "bare"
    data.mkdir()
    with request.getfixturevalue("sqlite" if database.engine == "postgresql" else "postgresql").fresh(data):
        restoring.restore(path, Secret(custody.combine(shares[1:])))
        again = Unlocked(Person.objects.get(pk=alice.person.pk), alice.secret)
        assert b"".join(taking.content(again, case, one, taking.COPIED, NOW)) == FILE
        assert [place.name for place in (data / "files").rglob("*") if place.is_file()] == [one.file]


def test_of_a_backup_that_is_declined_or_broken_no_file_stays(backed_up, sqlite, tmp_path):
    alice, case, _, shares = backed_up
    _, path = with_a_file(alice, case, tmp_path)
    data = tmp_path / "bare"
    data.mkdir()
    secret = Secret(custody.combine(shares[1:]))
    with sqlite.fresh(data):
        with pytest.raises(restoring.Declined):
            restoring.restore(path, secret, lambda _: False)
        path.write_bytes(path.read_bytes()[:-100])
        with pytest.raises((Refused, restoring.NotABackup)):
            restoring.restore(path, secret)
        assert [place for place in (data / "files").rglob("*") if place.is_file()] == []


def test_a_file_that_is_destroyed_while_a_backup_is_written_does_not_stop_it(backed_up, sqlite, tmp_path, monkeypatch):
    alice, case, _, shares = backed_up
    one, _ = with_a_file(alice, case, tmp_path)
    sealed = files.sealed_pieces

    def destroyed_first(file):
        aside(destroying.destroy, alice, case, NOW)
        return sealed(file)

    monkeypatch.setattr(files, "sealed_pieces", destroyed_first)
    path = tmp_path / "late.backup"
    writing.write(path, alice.desk, NOW)
    data = tmp_path / "bare"
    data.mkdir()
    with sqlite.fresh(data):
        restoring.restore(path, Secret(custody.combine(shares[1:])))
        monkeypatch.undo()
        again = Unlocked(Person.objects.get(pk=alice.person.pk), alice.secret)
        with pytest.raises(files.NoFile):
            taking.content(again, case, one, taking.COPIED, NOW)


def test_a_backup_that_would_lack_a_file_is_not_written(backed_up, tmp_path):
    alice, case, *_ = backed_up
    one, _ = with_a_file(alice, case, tmp_path)
    files.remove([UUID(one.file)])
    with pytest.raises(files.NoFile):
        writing.write(tmp_path / "late.backup", alice.desk, NOW)
    assert not (tmp_path / "late.backup").exists()
