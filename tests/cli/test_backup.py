"""Backup keys, a backup and the way back, each in a terminal of its own: nothing secret is shown twice, and nothing of Python is shown."""

import hashlib
import os
import re
import sqlite3
import stat
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from alongside.desk.web.engines import FILE
from tests.cli.running import alone

if sys.platform == "win32":
    pytest.skip("a terminal is driven by a pty", allow_module_level=True)

from tests.browser.raid import Terminal

MONTH = datetime.now(UTC).strftime("%Y-%m")
ENVIRON = {name: value for name, value in os.environ.items() if not name.startswith(("ALONGSIDE_", "DJANGO_"))}


def terminal(*argv: object) -> Terminal:
    return Terminal([sys.executable, "-m", "alongside", *map(str, argv)], ENVIRON)


def asked(path: Path, question: str) -> object:
    with closing(sqlite3.connect(path / FILE)) as database:
        return database.execute(question).fetchone()[0]


@dataclass
class Founded:
    """A desk, its founder's words, and what stood on each custodian's sheet."""

    data: Path
    words: str
    stick: Path
    shares: list[str]

    def keys(self, *more: object) -> Terminal:
        ran = terminal("backup-keys", "--months", 1, *more, "--data", self.data)
        ran.answer("alias: ", "heron")
        ran.answer(r"six words .*: ", self.words)
        return ran

    def restore(self, to: Path, *shares: str, gone: Path | None = None) -> Terminal:
        ran = terminal("restore", self.stick, "--data", to, *(["--gone", gone] if gone else []))
        for number, share in enumerate(shares, 1):
            ran.answer(rf"Share {number} .*: ", share)
        return ran


def founded(data: Path) -> str:
    """`alongside init` without custodians; gives the founder's six words."""
    ran = terminal("init", "--data", data)
    for question, line in (("desk: ", "The harbour"), ("see it: ", "Alice"), ("river: ", "heron"), ("for en\\): ", "")):
        ran.answer(question, line)
    shown = ran.answer("from the paper: ", "not these")
    words = " ".join(word for word in shown.partition("six words:")[2].partition("Write")[0].split() if not word.isdigit())
    ran.answer("from the paper: ", words)
    ran.answer(r"\(yes or no\) ", "no")
    assert ran.end() == 0, ran.seen
    return words


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Founded:
    """One desk with its backup for all tests of this file: Argon2id and starting a process take their time."""
    folder = tmp_path_factory.mktemp("backup")
    one = Founded(folder / "desk", founded(folder / "desk"), folder / "stick.backup", [])
    ran = one.keys("--custodians", 3, "--needed", 2)
    for _ in range(3):
        ran.answer("Enter shows her sheet. ", "")
        sheet = ran.answer("Enter clears the screen. ", "")
        one.shares.append(" ".join(re.findall(r"\d+ ([a-z]+)", sheet.split("end.", 1)[1])))
    assert ran.end() == 0, ran.seen
    assert f"backups of {MONTH} to {MONTH} can be made" in ran.seen
    assert one.words not in ran.seen
    made = alone("backup", str(one.stick), "--data", str(one.data))
    assert (made.returncode, made.stderr) == (0, b"")
    assert b"sealed" in made.stdout
    return one


def test_two_sheets_bring_the_desk_back_and_it_says_what_cannot_be_known(desk: Founded, tmp_path: Path) -> None:
    ran = desk.restore(tmp_path / "bare", desk.shares[2], desk.shares[0])
    before = ran.answer(r"\(yes or no\) ", "yes")
    today = datetime.now(UTC).date().isoformat()
    assert f"made on {today}, with 1 accounts" in before
    assert "active again" in before and "withdrawn since" in before and "destroyed since is back" in before
    assert ran.end() == 0, ran.seen
    assert "Nobody is logged in" in ran.seen
    assert not any(share in ran.seen for share in desk.shares)
    assert asked(tmp_path / "bare", "SELECT restored FROM desk") == today
    assert asked(tmp_path / "bare", 'SELECT count(*) FROM rekey WHERE "case" IS NULL') == 1
    assert asked(tmp_path / "bare", "SELECT count(*) FROM login") == 0
    assert {path.name for path in (tmp_path / "bare" / "keys").iterdir()} >= {"blind.key", "founder.pin"}


def test_with_the_list_beside_a_backup_it_says_what_goes_again(desk: Founded, tmp_path: Path) -> None:
    later = tmp_path / "later.gone"
    assert alone("gone", "--out", str(later), "--data", str(desk.data)).returncode == 0
    assert desk.stick.with_name(desk.stick.name + ".gone").read_bytes().splitlines()[-2:] != []
    ran = desk.restore(tmp_path / "bare", *desk.shares[:2], gone=later)
    before = ran.answer(r"\(yes or no\) ", "yes")
    assert "0 destroyed cases and 0 files go again" in before and "is back" not in before
    assert "nobody has signed that list" in before
    assert ran.end() == 0, ran.seen
    assert stat.S_IMODE(later.stat().st_mode) & 0o077 == 0


def test_two_lists_that_contradict_each_other_restore_nothing(desk: Founded, tmp_path: Path) -> None:
    beside, other = desk.stick.with_name(desk.stick.name + ".gone"), tmp_path / "other.gone"
    text = "\n".join([*beside.read_text().splitlines()[:-1], f"case {'0' * 32} 1", ""])
    other.write_text(f"{text}end {hashlib.sha256(text.encode()).hexdigest()}\n")
    ran = alone("restore", str(desk.stick), "--gone", str(beside), "--gone", str(other), "--data", str(tmp_path / "bare"))
    assert ran.returncode == 2 and b"these lists contradict each other" in ran.stderr and b"Traceback" not in ran.stderr


def test_what_it_makes_is_for_its_owner_alone(desk: Founded, tmp_path: Path) -> None:
    ran = desk.restore(tmp_path / "bare", *desk.shares[:2])
    ran.answer(r"\(yes or no\) ", "yes")
    assert ran.end() == 0, ran.seen
    made = [tmp_path / "bare", *(tmp_path / "bare").rglob("*"), desk.stick, desk.data / FILE]
    assert [path for path in made if stat.S_IMODE(path.stat().st_mode) & 0o077] == []


def test_a_database_that_others_could_read_is_closed_to_them(desk: Founded, tmp_path: Path) -> None:
    (desk.data / FILE).chmod(0o644)
    ran = alone("verify", "--data", str(desk.data))
    assert ran.returncode == 0, ran.stderr
    assert stat.S_IMODE((desk.data / FILE).stat().st_mode) == 0o600


@pytest.mark.parametrize("answer", ["no", "", "\x04"])
def test_without_a_yes_nothing_is_brought_back(desk: Founded, tmp_path: Path, answer: str) -> None:
    ran = desk.restore(tmp_path / "bare", *desk.shares[1:])
    ran.answer(r"\(yes or no\) ", answer)
    assert ran.end() == 1
    assert "Stopped; nothing was changed" in ran.seen and "Traceback" not in ran.seen
    assert asked(tmp_path / "bare", "SELECT count(*) FROM desk") == 0
    assert not (tmp_path / "bare" / "keys").exists()


def test_a_mistyped_share_is_asked_for_again(desk: Founded, tmp_path: Path) -> None:
    ran = desk.restore(tmp_path / "bare", desk.shares[0])
    words = desk.shares[1].split()
    ran.answer(r"Share 2 .*: ", " ".join([*words[:4], "nosuchword", *words[5:]]))
    assert "Look at word 5." in ran.answer(r"Share 2 .*: ", desk.shares[1])
    ran.answer(r"\(yes or no\) ", "yes")
    assert ran.end() == 0, ran.seen


def test_who_breaks_off_among_the_shares_changes_nothing(desk: Founded, tmp_path: Path) -> None:
    ran = desk.restore(tmp_path / "bare", desk.shares[0])
    ran.answer(r"Share 2 .*: ", "\x04")
    assert ran.end() == 1 and "Traceback" not in ran.seen


def no_backup(desk: Founded, folder: Path) -> list[object]:
    (folder / "x").write_bytes(b"something else")
    return ["restore", folder / "x", "--data", folder / "bare"]


def no_file(desk: Founded, folder: Path) -> list[object]:
    return ["restore", folder / "none", "--data", folder / "bare"]


def a_desk_there(desk: Founded, folder: Path) -> list[object]:
    return ["restore", desk.stick, "--data", desk.data]


def nowhere_to_write(desk: Founded, folder: Path) -> list[object]:
    return ["backup", folder / "none" / "x", "--data", desk.data]


def no_desk(desk: Founded, folder: Path) -> list[object]:
    return ["backup", folder / "x", "--data", folder]


def no_desk_for_keys(desk: Founded, folder: Path) -> list[object]:
    return ["backup-keys", "--data", folder / "none"]


def no_list(desk: Founded, folder: Path) -> list[object]:
    return ["restore", desk.stick, "--gone", desk.stick, "--data", folder / "bare"]


def no_place_for_a_list(desk: Founded, folder: Path) -> list[object]:
    return ["gone", "--out", folder / "none" / "x", "--data", desk.data]


def too_few(desk: Founded, folder: Path) -> list[object]:
    return ["backup-keys", "--needed", 1, "--data", desk.data]


@pytest.mark.parametrize(
    "command",
    [no_backup, no_file, a_desk_there, nowhere_to_write, no_desk, no_desk_for_keys, too_few, no_list, no_place_for_a_list],
    ids=lambda one: one.__name__,
)
def test_what_cannot_be_done_is_one_sentence(
    desk: Founded, tmp_path: Path, command: Callable[[Founded, Path], list[object]]
) -> None:
    ran = alone(*map(str, command(desk, tmp_path)))
    assert (ran.returncode, len(ran.stderr.splitlines())) == (2, 1), ran.stderr
    assert ran.stdout == b""
    assert b"Traceback" not in ran.stderr
    if command is no_file or command is no_backup:
        assert not (tmp_path / "bare").exists()


def test_keys_count_only_once_every_sheet_is_on_paper(desk: Founded, tmp_path: Path) -> None:
    """Kept earlier, a ceremony that breaks off would leave a key that seals every backup and that nobody can open."""
    words = founded(tmp_path / "other")
    other = Founded(tmp_path / "other", words, tmp_path / "s", [])
    ran = other.keys("--custodians", 2, "--needed", 2)
    ran.answer("Enter shows her sheet. ", "")
    ran.answer("Enter clears the screen. ", "")
    ran.answer("Enter shows her sheet. ", "\x04")
    assert ran.end() == 1
    assert "nothing was made" in ran.seen and "Traceback" not in ran.seen
    assert asked(other.data, "SELECT count(*) FROM backup_key") == 0
    late = alone("backup", str(other.stick), "--data", str(other.data))
    assert late.returncode == 2 and b"alongside backup-keys" in late.stderr and not other.stick.exists()


def test_other_words_make_no_keys(desk: Founded) -> None:
    ran = terminal("backup-keys", "--months", 2, "--data", desk.data)
    ran.answer("alias: ", "heron")
    ran.answer(r"six words .*: ", " ".join(reversed(desk.words.split())))
    assert ran.end() == 1
    assert "nothing was made" in ran.seen and "Traceback" not in ran.seen
    assert asked(desk.data, "SELECT count(*) FROM backup_key") == 1


def test_a_month_has_one_key(desk: Founded) -> None:
    ran = desk.keys()
    assert ran.end() == 0
    assert "has its key already" in ran.seen
