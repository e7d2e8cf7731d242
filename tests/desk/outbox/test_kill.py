"""kill -9 at any moment of a worker: no message is lost, at most the one in flight is doubled, and that one is marked."""

import os
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from django.db import connection

from alongside.desk.outbox import deliveries, receipts
from alongside.desk.outbox.channels.mail.letter import Letter
from tests.desk import making
from tests.desk.database import Database
from tests.desk.making import NOW
from tests.desk.outbox.making import sent, use
from tests.desk.outbox.sink import sink

pytestmark = pytest.mark.skipif(os.name == "nt", reason="forks")
LEASE = timedelta(minutes=11)  # and a little
LAST = 80  # a little beyond the last thing that a worker does with two messages


@contextmanager
def workers(database: Database) -> Iterator[subprocess.Popen[str]]:
    env = {**database.environ, "ALONGSIDE_DATA": str(database.data), "DJANGO_SETTINGS_MODULE": "alongside.desk.web.settings"}
    command = [sys.executable, "-m", "tests.desk.outbox.killing"]
    with subprocess.Popen(command, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield process


def run(process: subprocess.Popen[str], moment: datetime, number: int) -> bool:
    """Whether that worker was killed."""
    assert process.stdin and process.stdout
    process.stdin.write(f"{moment.isoformat()} {number}\n")
    process.stdin.flush()
    return int(process.stdout.readline()) != 0


def killed(database: Database, numbers: list[int]) -> int:
    """How many messages came twice."""
    alice, moment, rows, kills = making.found_desk(), NOW, [], 0
    with sink() as server, workers(database) as process:
        use(alice, server)
        for number in numbers:
            for _ in range(2):
                text = f"letter {len(rows)}."
                rows.append(sent(alice, now=moment, letter=Letter("mission@example.org", text)))
            connection.close()
            kills += run(process, moment, number)
            moment += LEASE
        # What the last ones left behind. A line that broke is tried again after a minute, then after five.
        for _ in range(4):
            assert not run(process, moment, 0)
            moment += LEASE
    stands = deliveries.standing(alice.desk, rows, moment)
    assert {one.state for one in stands.values()} == {"sent"}
    times = Counter(mail.data.rstrip().rpartition(b"\r\n")[2].decode() for mail in server.caught)
    assert sorted(times) == sorted(f"letter {number}." for number in range(len(rows)))
    doubled = [row for number, row in enumerate(rows) if times[f"letter {number}."] > 1]
    assert all(stands[row].twice for row in doubled) and len(doubled) <= kills
    assert kills > len(numbers) // 2
    marked = [row for row in rows if stands[row].twice]
    assert len(marked) <= kills and all((told := receipts.receipt(alice, row)) and told.twice for row in marked)
    return len(doubled)


def test_twenty_kills_lose_nothing_and_mark_what_they_double(database: Database) -> None:
    """Ten on each engine, at other moments."""
    killed(database, list(range(1 if database.engine == "sqlite" else 5, LAST, 8)))


@pytest.mark.soak
def test_two_hundred_kills_lose_nothing_and_mark_what_they_double(database: Database) -> None:
    numbers = [1 + number % LAST for number in range(200)]
    random.shuffle(numbers)
    assert killed(database, numbers) > 0  # or the test would prove nothing about copies
