"""Two of three custodians at a machine without a network, a database or a desk (security.md 7)."""

import json
import os
import stat
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from alongside.desk.people.bringing_back import Back, Out
from alongside.desk.people.copies import RECOVERY, Escrow, place
from alongside.vault.boxes import open_sealed, seal_to
from alongside.vault.custody import split
from alongside.vault.persons import Secret
from alongside.vault.vouches import Circle, Vouch
from tests.cli.running import Command

DESK, ALICE, BOB = b"d" * 16, b"a" * 16, b"b" * 16


class Case:
    """Alice founded the desk and held a ceremony; Bob lost his words and has a new card, which Alice compared."""

    def __init__(self) -> None:
        self.alice, self.old, self.new, self.recovery = (Secret.fresh() for _ in range(4))
        self.founder = self.alice.card(DESK, ALICE, 1)
        old, self.card = self.old.card(DESK, BOB, 1), self.new.card(DESK, BOB, 2)
        recovery = self.recovery.card(DESK, RECOVERY, 1)
        vouches = [Vouch.make(self.alice, self.founder, card) for card in (old, recovery, self.card)]
        circle = Circle(DESK, self.founder.digest(), self.founder, vouches)
        escrow = Escrow(old, seal_to(recovery, self.old.seed, place(old), circle)).to_bytes()
        self.out = Out(escrow, self.card, self.founder, tuple(vouches))
        self.shares = split(self.recovery.seed, 2, 3)


CASE = Case()


def answers(*shares: str) -> bytes:
    return "\n".join(["yes", "yes", *shares, ""]).encode()


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, Path]:
    path = tmp_path / "out.json"
    path.write_bytes(CASE.out.to_bytes())
    return str(path), tmp_path / "back.json"


def test_two_of_three_write_a_file_that_only_she_opens(alongside: Command, files: tuple[str, Path]) -> None:
    file, back = files
    ran = alongside("recover", file, str(back), stdin=answers(CASE.shares[2], CASE.shares[0]))
    assert ran.code == 0, ran.err
    written = Back.from_bytes(back.read_bytes())
    assert open_sealed(CASE.new, CASE.card, written.box, written.place()) == CASE.old.seed
    if os.name != "nt":
        assert stat.S_IMODE(back.stat().st_mode) == 0o600
    for word in (*CASE.founder.fingerprint(), *CASE.card.fingerprint()):
        assert word in ran.out
    assert "Still needed: 1." in ran.out and "new ceremony" in ran.out


def test_a_share_may_be_typed_in_several_lines_and_nothing_shows_it_again(alongside: Command, files: tuple[str, Path]) -> None:
    file, back = files
    words = CASE.shares[0].upper().split()
    broken = "\n".join(" ".join(words[at : at + 5]) for at in range(0, 33, 5))
    ran = alongside("recover", file, str(back), stdin=answers(broken, CASE.shares[1]))
    assert ran.code == 0
    assert " ".join(CASE.shares[0].split()[4:8]) not in ran.out


def test_a_typo_is_named_by_its_place_and_nothing_else_is_lost(alongside: Command, files: tuple[str, Path]) -> None:
    file, back = files
    words = CASE.shares[1].split()
    wrong = " ".join([*words[:8], "nosuchword", *words[9:]])
    swapped = " ".join([words[1], words[0], *words[2:]])
    foreign = split(bytes(32), 2, 3)[0]
    stdin = answers(CASE.shares[0], wrong, swapped, CASE.shares[0], foreign, CASE.shares[1])
    ran = alongside("recover", file, str(back), stdin=stdin)
    assert ran.code == 0 and back.exists()
    assert "Look at word 9." in ran.out and "check does not come out right" in ran.out
    assert "given already" in ran.out and "another set" in ran.out
    assert "nosuchword" not in ran.out


def test_shares_of_another_desk_write_nothing(alongside: Command, files: tuple[str, Path]) -> None:
    file, back = files
    ran = alongside("recover", file, str(back), stdin=answers(*split(Secret.fresh().seed, 2, 2)))
    assert ran.code == 1 and not back.exists()
    assert "another desk or another ceremony" in ran.complaints[0]


@pytest.mark.parametrize("said", [b"no\n", b"yes\nno\n", b"\n", b"", b"yes\nyes\nacademic acid\n"])
def test_whoever_doubts_stops_it_and_nothing_is_written(alongside: Command, files: tuple[str, Path], said: bytes) -> None:
    file, back = files
    ran = alongside("recover", file, str(back), stdin=said)
    assert ran.code == 1 and not back.exists() and "Nothing was written" in ran.err


def test_a_new_card_without_a_vouch_is_refused_before_any_share_is_asked_for(alongside: Command, files: tuple[str, Path]) -> None:
    file, back = files
    forged = replace(CASE.out, card=Secret.fresh().card(DESK, BOB, 3))
    Path(file).write_bytes(forged.to_bytes())
    assert "vouched" in alongside.refused("recover", file, str(back), stdin=answers(*CASE.shares[:2]))


def test_another_founder_shows_other_words_than_the_printed_cards(alongside: Command, files: tuple[str, Path]) -> None:
    """A file made up from its founder on: its chain is sound, and what stops it is the paper in the custodians' hands."""
    file, back = files
    other = Case()
    Path(file).write_bytes(other.out.to_bytes())
    ran = alongside("recover", file, str(back), stdin=b"no\n")
    assert ran.code == 1
    assert " ".join(CASE.founder.fingerprint()) not in " ".join(ran.out.split())


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff\xfe", b"[1]", json.dumps({"what": "alongside recovery out/1"}).encode()])
def test_what_is_no_such_file_gets_one_sentence(alongside: Command, files: tuple[str, Path], content: bytes) -> None:
    file, back = files
    Path(file).write_bytes(content)
    assert alongside.refused("recover", file, str(back)).startswith("FILE: ")


def test_a_missing_file_and_a_file_that_stands_in_the_way_get_one_sentence(alongside: Command, files: tuple[str, Path]) -> None:
    file, back = files
    assert alongside.refused("recover", file + ".no", str(back)).startswith("FILE: ")
    back.write_text("mine")
    assert alongside.refused("recover", file, str(back)).startswith("BACK: ")
    assert back.read_text() == "mine"


def test_it_needs_neither_django_nor_a_network(files: tuple[str, Path]) -> None:
    file, back = files
    program = (
        "import sys, socket; socket.socket = None\n"
        "from alongside.cli import main\n"
        "code = main(sys.argv[1:])\n"
        "print([name for name in sys.modules if name.split('.')[0] in ('django', 'granian', 'sqlite3')], file=sys.stderr)\n"
        "sys.exit(code)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program, "recover", file, str(back)],
        input=answers(*CASE.shares[:2]),
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (ran.returncode, ran.stderr.strip()) == (0, b"[]"), ran.stderr
