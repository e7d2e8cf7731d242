"""Story 4: everything is seized while locked. What can be read is the plaintext list; next week the desk goes on, on a bare machine.

The long search, on both engines and with a crash in the middle, is tests/desk/test_seizure.py; here is the way back.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from alongside.desk.web import engines
from tests.browser.desk_walk import Member, running, seats
from tests.browser.raid import Raid, Terminal
from tests.serving import command


@pytest.fixture
def raid() -> Iterator[Raid]:
    with TemporaryDirectory(prefix="raid-") as folder:
        (Path(folder) / "data").mkdir()
        yield Raid(Path(folder), Path(folder) / "data", os.environ)


def test_what_was_seized_says_nothing_and_two_sheets_bring_the_desk_back(raid, browser, chromium_path, tmp_path):
    mark, bare = raid.marker, tmp_path / "bare"
    with (
        raid.serving() as server,
        raid.laptop_of(browser, chromium_path, server.base, "heron") as alice,
        seats(browser, server.base, "magpie") as (bob,),
    ):
        alice.begin(server.code, f"Desk {mark}", f"Alice {mark}")
        alice.log_in()
        alice.bring_in(f"Bob {mark}", bob)
        case = alice.emergency(who=f"Amal {mark}", what=f"Taken at the airport {mark}")
        alice.let_in(case, f"Bob {mark}")
        film = f"{mark} at the checkpoint ".encode() * 20_000
        alice.give_file(case, f"film of {mark}.txt", film)
        assert alice.search(mark) == 1
        bob.open(case)
        assert mark in bob.text
        raid.keep(alice, "Alice")
        raid.keep(bob, "Bob")
        shares = raid.back_up(alice)
        unused = alice.invite("Charlie", "wren")
        alice.lock()  # Bob is called away and locks nothing: his browser still holds a login when the door breaks
        server.cut_the_power()
        cookie = bob.context.cookies()

        server_side, _ = raid.traces()
        assert not server_side, "\n".join(server_side)
        assert rows(raid.data, "login") == 1  # his, which opens nothing without the cookie in his memory

        restored = Terminal([str(command()), "restore", str(raid.stick), "--data", str(bare)], raid.environ)
        for number, share in enumerate((shares[2], shares[0]), 1):
            restored.answer(rf"Share {number} .*: ", share)
        assert "is active again" in restored.answer(r"\(yes or no\) ", "yes")
        assert restored.end() == 0, restored.seen
        assert "Nobody is logged in" in restored.seen
        assert not any(share in restored.seen for share in shares)
        assert rows(bare, "login") == rows(bare, "invitation") == 0

        with running(bare, tmp_path / "bare.log", raid.environ) as again:
            assert "First start" not in again.log.read_text()
            alice.base = bob.base = again.base
            assert bob.context.cookies() == cookie  # what the raid could have found in his browser
            assert bob.asked_to_log_in(case)
            bob.page.goto(unused.replace(server.base, again.base))
            assert bob.status == 404
            alice.log_in()
            assert alice.heading == alice.case_says("today.title")
            assert alice.open(case) == 200
            assert f"Amal {mark}" in alice.text and f"Taken at the airport {mark}" in alice.text
            assert alice.search(mark) == 1
            bob.log_in(case)
            assert f"Amal {mark}" in bob.text
            alice.open("logins/")
            assert alice.main.get_by_role("button", name=alice.say("logins.end"), exact=True).count() == 1
            alice.open("people/")
            assert f"Bob {mark}" in alice.text
            alice.open(f"{case}evidence/")
            alice.follow(f"film of {mark}.txt")
            assert taken_out(alice) == film
            alice.add(case, "note", text="The desk goes on.")
            bob.open(case)
            assert "The desk goes on." in bob.text
    _, laptop = raid.traces()
    assert not laptop, "\n".join(laptop)


def taken_out(alice: Member) -> bytes:
    """The original of the evidence whose page is open, without a browser that would write it to the laptop."""
    headers = {"Sec-Fetch-Site": "same-origin", "Content-Type": "application/x-www-form-urlencoded"}
    answer = alice.context.request.post(f"{alice.page.url}original/", headers=headers, data="")
    assert answer.status == 200
    return answer.body()


def rows(data: Path, table: str) -> int:
    """How many rows stand in a table of the seized file."""
    with closing(sqlite3.connect(data / engines.FILE)) as seized:
        return int(seized.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608  (a name of ours)
