"""`alongside work`, and the worker beside the pages of `alongside serve`: what waits is carried, and ends come cleanly."""

import subprocess
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection

from alongside.desk.outbox import deliveries
from alongside.desk.people.unlocked import Unlocked
from tests.desk import making
from tests.desk.database import Database
from tests.desk.outbox.making import MARK, sent, use
from tests.desk.outbox.sink import closed_port, sink
from tests.serving import command, serving


@pytest.fixture
def alice(database: Database) -> Unlocked:
    return making.found_desk()


def work(database: Database, *words: str) -> subprocess.CompletedProcess[str]:
    connection.close()
    arguments = [str(command()), "work", "--data", str(database.data), *words]
    return subprocess.run(arguments, env=database.environ, capture_output=True, text=True, timeout=60, check=False)


def standing(alice: Unlocked, row) -> deliveries.Standing:
    return deliveries.standing(alice.desk, [row], datetime.now(UTC))[row]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_once_sends_what_is_due_or_says_in_one_sentence_without_a_name_what_stands_in_the_way(
    database: Database, alice: Unlocked
) -> None:
    with sink() as server:
        use(alice, server, port=closed_port())
        sent(alice, now=datetime.now(UTC))
        done = work(database, "--once")
        assert (done.returncode, done.stdout) == (1, "1 tried.\n")
        assert done.stderr == "The mail server cannot be reached; what waits is tried again.\n"
        use(alice, server)
        row = sent(alice, now=datetime.now(UTC))
        done = work(database, "--once")
        assert (done.returncode, done.stdout, done.stderr) == (0, "1 tried.\n", "")
    assert standing(alice, row).state == "sent" and len(server.caught) == 1


def test_without_a_desk_there_is_one_sentence(tmp_path: Path) -> None:
    arguments = [str(command()), "work", "--once", "--data", str(tmp_path / "nowhere")]
    done = subprocess.run(arguments, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2 and "is no folder" in done.stderr and done.stderr.count("\n") == 1


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_end_of_a_worker_waits_for_what_is_just_being_sent(database: Database, alice: Unlocked) -> None:
    took, go_on = threading.Event(), threading.Event()

    def at(verb: str) -> None:
        if verb == "taken":
            took.set()
            go_on.wait(10)

    with sink(at=at) as server:
        use(alice, server)
        row = sent(alice, now=datetime.now(UTC))
        connection.close()
        arguments = [str(command()), "work", "--data", str(database.data)]
        with subprocess.Popen(arguments, env=database.environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            assert took.wait(30)
            process.terminate()
            threading.Timer(0.5, go_on.set).start()
            out, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (0, b"") and b"Ctrl-C" in out
    stands = standing(alice, row)
    assert (stands.state, stands.twice) == ("sent", False)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_pages_have_a_worker_beside_them_that_ends_with_them(database: Database, alice: Unlocked, tmp_path: Path) -> None:
    took, go_on = threading.Event(), threading.Event()

    def at(verb: str) -> None:
        if verb == "taken":
            took.set()
            go_on.wait(10)

    log = tmp_path / "log"
    with sink(at=at) as server:
        use(alice, server)
        row = sent(alice, now=datetime.now(UTC))
        connection.close()
        with serving(database.data, log, env=database.environ):
            assert took.wait(30)
            threading.Timer(1, go_on.set).start()
        stands = standing(alice, row)
        assert (stands.state, stands.twice, len(server.caught)) == ("sent", False, 1)
    assert MARK not in log.read_text() and "Traceback" not in log.read_text()
