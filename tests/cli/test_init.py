"""The desk made in a terminal: the words are typed back, custodians sit down one by one, and nothing of it is written."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from alongside.vault.custody import combine
from alongside.vault.persons import Card, Secret
from tests.cli.running import alone


class Terminal:
    """`alongside init` with somebody in front of it."""

    def __init__(self, data: Path) -> None:
        environ = {name: value for name, value in os.environ.items() if not name.startswith(("ALONGSIDE_", "DJANGO_"))}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "alongside", "init", "--data", str(data)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environ,
        )

    def until(self, end: str) -> str:
        """What it prints up to a question."""
        seen = b""
        while not seen.endswith(end.encode()):
            letter = self.process.stdout.read(1)
            assert letter, (seen, self.process.stderr.read())
            seen += letter
        return seen.decode()

    def answer(self, text: str) -> None:
        self.process.stdin.write(text.encode() + b"\n")
        self.process.stdin.flush()

    def founded(self) -> str:
        """As far as the six words; gives them."""
        for question, answer in (("desk:", "The harbour"), ("see it:", "Alice"), ("river:", "heron"), ("for en):", "")):
            self.until(question)
            self.answer(answer)
        return " ".join(words(self.until("paper:").partition("six words:")[2].partition("Write")[0]))

    def end(self) -> tuple[int, str, str]:
        out, err = self.process.communicate(timeout=60)
        return self.process.returncode, out.decode(), err.decode()


def words(text: str) -> list[str]:
    return [word for word in text.split() if not word.isdigit()]


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    one = Terminal(tmp_path / "desk")
    yield one
    one.process.kill()
    one.process.wait(30)
    for stream in (one.process.stdin, one.process.stdout, one.process.stderr):
        stream.close()


def test_the_founder_the_custodians_and_nothing_of_it_on_the_disk(terminal: Terminal, tmp_path: Path) -> None:
    mine = terminal.founded()
    terminal.answer("not these")
    terminal.until("paper:")
    terminal.answer(mine.upper())
    terminal.until("(yes or no)")
    terminal.answer("yes")
    for question, answer in (("usual):", "2"), ("needed:", "3"), ("usual):", "3"), ("needed:", "2")):
        terminal.until(question)
        terminal.answer(answer)
    shares = []
    for number in (1, 2, 3):
        assert f"Share {number} of 3" in terminal.until("shows it.")
        terminal.answer("")
        card = terminal.until("(yes or no)")
        assert "Any 2 of these together open everything" in card and "founder's six words" in card
        shares.append(" ".join(words(card.partition("network.\n")[2].partition("The founder")[0])))
        terminal.answer("yes")
    code, out, err = terminal.end()
    assert (code, err) == (0, "") and "any 2 of which are needed" in out
    desk = tmp_path / "desk"
    with sqlite3.connect(next(desk.glob("*.sqlite3"))) as database:
        (recovery,) = database.execute("SELECT recovery FROM desk").fetchone()
        (escrow,) = database.execute("SELECT escrow FROM person").fetchone()
    database.close()
    secret = Secret(combine([shares[0], shares[2]]))
    assert secret.owns(Card.from_bytes(recovery)) and escrow
    needles = [secret.seed, mine.encode(), b" ".join(mine.encode().split()[:3])]
    needles += [b" ".join(share.encode().split()[4:9]) for share in shares]
    for path in desk.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert not [needle for needle in needles if needle in content], path


def test_custodians_may_come_later_and_there_is_one_desk(terminal: Terminal, tmp_path: Path) -> None:
    terminal.answer(terminal.founded())
    terminal.until("(yes or no)")
    terminal.answer("no")
    code, out, err = terminal.end()
    assert (code, err) == (0, "") and "alongside serve" in out
    second = alone("init", "--data", str(tmp_path / "desk"))
    assert second.returncode == 2
    assert second.stderr.decode().strip().endswith("already; nothing was changed")


def test_a_ceremony_that_breaks_off_leaves_the_desk_and_no_recovery_key(terminal: Terminal, tmp_path: Path) -> None:
    terminal.answer(terminal.founded())
    terminal.until("(yes or no)")
    terminal.answer("yes")
    for question, answer in (("usual):", "2"), ("needed:", "2"), ("shows it.", "")):
        terminal.until(question)
        terminal.answer(answer)
    terminal.until("(yes or no)")
    code, out, err = terminal.end()
    assert code == 1 and "no custodians yet" in out and "Traceback" not in err
    with sqlite3.connect(next((tmp_path / "desk").glob("*.sqlite3"))) as database:
        assert database.execute("SELECT length(recovery) FROM desk").fetchone() == (0,)
        assert database.execute("SELECT count(*) FROM vouch").fetchone() == (0,)
    database.close()
