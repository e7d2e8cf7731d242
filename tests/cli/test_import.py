"""`alongside import`: what would become of a table without a login, and the import itself after alias, words and a code."""

import csv
import json
import os
import stat
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.cli.running import Command

TABLE = (
    "Name,Country,Type of act,Date,Odd\nAmal Fictional,Egypt,threats,3/5/2024,blue\nNoor Fictional,Atlantis,threats,2024,red\n"
)


@pytest.fixture
def table(tmp_path: Path) -> str:
    path = tmp_path / "table.csv"
    path.write_text(TABLE)
    return str(path)


def test_a_dry_run_says_what_would_become_of_every_row(alongside: Command, table: str, tmp_path: Path) -> None:
    bad, mapping = tmp_path / "bad.csv", tmp_path / "mapping.toml"
    ran = alongside("import", table, "--dry-run", "--bad", str(bad), "--write-mapping", str(mapping))
    assert ran.code == 1, ran.err
    assert "Name  ->  person.name" in ran.out and "Odd  ->  nowhere" in ran.out
    assert "2 rows: 0 cases, 2 rows at fault." in ran.out and "Nothing was imported." in ran.out
    assert "Row 2: “Date” (column D): “3/5/2024” can mean 2024-05-03 or 2024-03-05" in ran.out
    rows = list(csv.reader(bad.read_text("utf-8-sig").splitlines()))
    assert [row[0] for row in rows] == ["Name", "Amal Fictional", "Noor Fictional"]
    assert tomllib.loads(mapping.read_text())["columns"]["Country"] == "event.state_responsible"
    if os.name != "nt":
        assert stat.S_IMODE(bad.stat().st_mode) == stat.S_IMODE(mapping.stat().st_mode) == 0o600


def test_a_mapping_file_and_what_is_told_of_dates_decide(alongside: Command, table: str, tmp_path: Path) -> None:
    mapping = tmp_path / "mapping.toml"
    mapping.write_text(
        '[columns]\nName = "person.name"\nODD = "act.code"\nDate = "act.date"\n[words.act]\nBlue = "threats"\nred = "killing"\n'
    )
    ran = alongside("import", table, "--dry-run", "--mapping", str(mapping), "--dates", "day-first")
    assert ran.code == 0 and "2 rows: 2 cases, 0 rows at fault." in ran.out


@pytest.mark.parametrize(
    ("argv", "named"),
    [
        (["no-such-file.csv", "--dry-run"], "FILE: no-such-file.csv cannot be read"),
        (["--dry-run"], "FILE: name one table"),
        (["TABLE", "--go-on"], "FILE: name one table"),
        (["TABLE", "--dry-run", "--encoding", "latin"], "--encoding: 'latin'"),
        (["TABLE", "--dry-run", "--delimiter", ","], "--delimiter: ','"),
        (["TABLE", "--dry-run", "--dates", "both"], "--dates: 'both'"),
        (["TABLE", "--dry-run", "--bad", "TABLE"], "--bad: "),
        (["TABLE", "--dry-run", "--mapping", "TABLE"], "--mapping: "),
        (["TABLE", "--data", "no-such-folder"], "--data: no-such-folder"),
    ],
)
def test_what_cannot_be_used_gets_one_sentence(alongside: Command, table: str, argv: list[str], named: str) -> None:
    assert named in alongside.refused("import", *(table if word == "TABLE" else word for word in argv))


def test_what_is_no_table_gets_one_sentence(alongside: Command, tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"PK\x03\x04 no workbook")
    assert "FILE: This workbook is damaged" in alongside.refused("import", str(path), "--dry-run")


@dataclass
class Desk:
    data: Path
    words: dict[str, str]
    codes: dict[str, str]

    def imports(self, *argv: str, who: str = "alice", then: str = "yes\n", code: str = "") -> subprocess.CompletedProcess[str]:
        """The command in a process of its own, without a terminal that it could ask."""
        typed = f"{who}\n{self.words[who]}\n{code or self.codes[who]}\n{then}"
        environ = {name: value for name, value in os.environ.items() if not name.startswith(("ALONGSIDE_", "DJANGO_"))}
        command = [sys.executable, "-W", "ignore", "-m", "alongside", "import", *argv, "--data", str(self.data)]
        return subprocess.run(
            command, input=typed, capture_output=True, text=True, env=environ, check=False, start_new_session=True
        )


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk of three, made in a process of its own: this one has its own settings."""
    program = (
        "import sys, json; from alongside.cli import data; data.connect(sys.argv[1], make=True)\n"
        "from alongside.desk.cases.demo import desk; from alongside.desk.people import clock\n"
        "from alongside.vault.passphrases import CHEAPEST\n"
        "logins = desk.members(clock.now(), CHEAPEST)\n"
        "print(json.dumps([[one.handle, one.passphrase, one.codes[0]] for one in logins]))"
    )
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("ALONGSIDE_", "DJANGO_"))}
    data = tmp_path / "desk"
    ran = subprocess.run([sys.executable, "-c", program, str(data)], capture_output=True, text=True, env=environ, check=True)
    made = json.loads(ran.stdout)
    return Desk(data, {one: words for one, words, _ in made}, {one: code for one, _, code in made})


def test_a_member_logs_in_looks_says_yes_and_has_her_cases(desk: Desk, table: str) -> None:
    ran = desk.imports(table, "--dates", "day-first", "--with", "bob")
    assert ran.returncode == 1, ran.stderr  # a row is at fault
    assert "1 cases, 1 rows at fault" in ran.stdout and "Imported: 1 of 1 cases." in ran.stdout
    assert desk.words["alice"] not in ran.stdout + ran.stderr
    database = (desk.data / "alongside.sqlite3").read_bytes()
    assert b"Fictional" not in database and "Fictional".encode("utf-16-le") not in database
    used = desk.imports(table)
    assert used.returncode == 1 and "That is not the code" in used.stderr


def test_whoever_does_not_say_yes_imports_nothing(desk: Desk, table: str) -> None:
    for who, argv, then in (("bob", [], "no\n"), ("charlie", [], ""), ("alice", ["--all-or-none"], "yes\n")):
        ran = desk.imports(table, "--dates", "day-first", *argv, then=then, who=who)
        assert ran.returncode == 1 and "1 cases, 1 rows at fault" in ran.stdout and "Imported" not in ran.stdout


def test_wrong_words_a_stranger_for_a_colleague_and_nothing_to_go_on_with(desk: Desk, table: str) -> None:
    desk.words["dana"], desk.codes["dana"] = "six words that are not hers", "000000"
    ran = desk.imports(table, who="dana")
    assert ran.returncode == 1 and "do not open that account" in ran.stderr
    ran = desk.imports(table, "--with", "dana", who="alice")
    assert ran.returncode == 2 and "--with: 'dana'" in ran.stderr
    ran = desk.imports("--go-on", who="charlie")
    assert ran.returncode == 1 and "No import of yours was stopped" in ran.stderr


def test_a_file_of_plain_facts_is_taken_in_and_noticed_when_it_comes_again(desk: Desk, tmp_path: Path) -> None:
    fact = {"format": 1, "kind": "note", "id": "a" * 32, "revision": 1, "text": "Called her sister."}
    lines = [{"alongside": "facts/1"}, {"case": 1, "fact": fact}]
    path, broken = tmp_path / "facts.jsonl", tmp_path / "x.alongside"
    path.write_text("".join(json.dumps(line, separators=(",", ":")) + "\n" for line in lines))
    broken.write_bytes(b"alongside package\n\x01" + bytes(100))
    ran = desk.imports(str(path), "--with", "bob")
    assert ran.returncode == 0, ran.stderr
    assert "Nobody signed it" in ran.stdout and "Taken in: 1 cases." in ran.stdout
    ran = desk.imports(str(path), who="bob", then="no\n")
    assert ran.returncode == 1 and "was taken in already" in ran.stdout
    ran = desk.imports(str(broken), who="charlie")
    assert ran.returncode == 1 and "FILE: This package is not whole" in ran.stderr
