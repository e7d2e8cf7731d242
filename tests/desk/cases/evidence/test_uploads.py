"""Files over the wire, to the real server: sealed as they arrive, in little memory, in no other file; broken off, nothing stays."""

import hashlib
import http.client
import os
import re
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

import pytest

from alongside.desk.cases import store
from alongside.desk.people import clock
from bench import memory
from tests.desk.cases.telling import person
from tests.desk.database import Database, aside
from tests.desk.making import found_desk, login_client
from tests.serving import serving

LINUX = pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="open files of another process are listed in /proc only")
CANARY = b"the guard in the green jacket "
PIECE = (CANARY + b"\0") * 33_000  # about a megabyte, and no text: to clean sixty megabytes of text would take ten seconds
EDGE = b"----edge-of-the-parts"


@dataclass
class Sender:
    """Alice's browser, as raw as the wire."""

    base: str
    cookie: str
    case: UUID
    ends: ExitStack

    def connection(self) -> http.client.HTTPConnection:
        return self.ends.enter_context(closing(http.client.HTTPConnection(self.host, timeout=60)))

    @property
    def path(self) -> str:
        return f"/desk/en/cases/{self.case}/evidence/"

    @property
    def host(self) -> str:
        return urlsplit(self.base).netloc

    @property
    def headers(self) -> dict[str, str]:
        host = self.host.replace("127.0.0.1", "localhost")
        return {"Host": host, "Cookie": f"alongside={self.cookie}", "Sec-Fetch-Site": "same-origin"}

    def asked(self, method: str, path: str) -> bytes:
        connection = self.connection()
        connection.request(method, path, b"" if method == "POST" else None, self.headers | self.form(method))
        with connection.getresponse() as answer:
            return answer.read()

    @staticmethod
    def form(method: str) -> dict[str, str]:
        return {"Content-Type": "application/x-www-form-urlencoded"} if method == "POST" else {}

    def begun(self, size: int) -> http.client.HTTPConnection:
        """A form with one file of so many bytes, sent up to where the file begins."""
        connection = self.connection()
        connection.putrequest("POST", self.path, skip_host=True)
        for name, value in self.headers.items():
            connection.putheader(name, value)
        connection.putheader("Content-Type", f"multipart/form-data; boundary={EDGE.decode()}")
        connection.putheader("Content-Length", str(len(self.before) + size + len(self.after)))
        connection.endheaders()
        connection.send(self.before)
        return connection

    before = b"--" + EDGE + b'\r\nContent-Disposition: form-data; name="file"; filename="checkpoint.mp4"\r\n\r\n'
    after = b"\r\n--" + EDGE + b"--\r\n"


@pytest.fixture
def sender(database: Database, tmp_path: Path) -> Iterator[Sender]:
    now = clock.now()

    def made() -> tuple[str, UUID]:
        alice = found_desk(now)
        case = store.create(alice, [person("Amal")], now)
        return login_client(alice).cookies["alongside"].value, case

    cookie, case = aside(made)
    with serving(database.data, tmp_path / "log", env=database.environ) as base, ExitStack() as ends:
        yield Sender(base, cookie, case, ends)


def status_of(connection: http.client.HTTPConnection) -> int:
    with connection.getresponse() as answer:
        answer.read()
        return answer.status


def ours(sender: Sender) -> list[memory.Process]:
    """The server's processes: below the test run there are a browser's and a cluster's, too."""
    port = sender.base.rpartition(":")[2].encode()
    begun = [one for one in memory.below(os.getpid()) if port in _command(one.number).split(b"\0")]
    found = {one.number: one for root in begun for one in (root, *memory.below(root.number))}
    assert found
    return list(found.values())


def _command(number: int) -> bytes:
    try:
        return Path(f"/proc/{number}/cmdline").read_bytes()
    except OSError:  # it has just ended
        return b""


def on_disk(data: Path) -> list[Path]:
    return [path for path in (data / "files").rglob("*") if path.is_file()]


def until(what: object, seconds: float = 20.0) -> None:
    """Wait for something that must come."""
    end = time.monotonic() + seconds
    while not what():  # type: ignore[operator]
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.02)


@LINUX
def test_a_large_file_is_sealed_as_it_arrives_in_little_memory_and_in_no_other_file(sender: Sender, database: Database) -> None:
    sender.asked("GET", sender.path)
    before = sum(process.resident for process in ours(sender))
    count, sent = 60, hashlib.sha256()
    connection = sender.begun(count * len(PIECE))
    opened: set[str] = set()
    most = 0
    for number in range(count):
        connection.send(PIECE)
        sent.update(PIECE)
        if number % 3:
            continue
        running = ours(sender)
        most = max(most, sum(process.resident for process in running))
        for process in running:
            for link in Path(f"/proc/{process.number}/fd").iterdir():
                try:
                    flags = Path(f"/proc/{process.number}/fdinfo/{link.name}").read_text()
                    writes = int(re.search(r"flags:\s*(\d+)", flags)[1], 8) & 3  # type: ignore[index]
                    opened |= {str(link.readlink())} if writes and link.is_file() else set()
                except OSError:
                    continue
    connection.send(sender.after)
    assert status_of(connection) == 303
    assert most - before < 40e6
    # What was open for writing while it arrived: the database, the sealed store, and the logs of the test's own servers.
    assert {Path(name).name for name in opened if not name.startswith(str(database.data))} <= {
        "log",
        "server.log",
    }
    (stored,) = on_disk(database.data)
    assert CANARY not in stored.read_bytes()
    page = sender.asked("GET", sender.path).decode()
    (one,) = set(re.findall(r"/evidence/([0-9a-f]{32})/", page))
    assert sent.hexdigest() in sender.asked("GET", f"{sender.path}{one}/").decode()
    assert hashlib.sha256(sender.asked("POST", f"{sender.path}{one}/original/")).hexdigest() == sent.hexdigest()
    nobody_reads_it(sender, f"{sender.path}{one}/original/")


def nobody_reads_it(sender: Sender, path: str) -> None:
    """Whoever asks for a file and reads nothing of it holds some pieces in memory, not all of it."""
    before = sum(process.resident for process in ours(sender))
    reader = sender.connection()
    reader.connect()
    reader.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    reader.request("POST", path, b"", sender.headers | sender.form("POST"))
    assert reader.sock.recv(15) == b"HTTP/1.1 200 OK"
    most = 0
    for _ in range(15):
        time.sleep(0.1)
        most = max(most, sum(process.resident for process in ours(sender)))
    assert most - before < 20e6


def test_a_line_that_breaks_leaves_nothing_behind_and_holds_up_nobody(sender: Sender, database: Database) -> None:
    connection = sender.begun(50 * len(PIECE))
    connection.send(PIECE * 3)
    until(lambda: on_disk(database.data))
    assert b"No file yet." in sender.asked("GET", sender.path)
    connection.sock.shutdown(socket.SHUT_RDWR)
    connection.close()
    until(lambda: not on_disk(database.data))
    page = sender.asked("GET", sender.path).decode()
    assert "No file yet." in page and re.search(
        r"The line broke at \d\d:\d\d UTC while .*checkpoint.mp4.* arrived: 2\.\d MiB had come", page
    )


def test_who_is_not_in_the_case_or_not_logged_in_stores_nothing(sender: Sender, database: Database) -> None:
    for cookie, case in (("x" * 43, sender.case), (sender.cookie, UUID(int=7))):
        other = Sender(sender.base, cookie, case, sender.ends)
        connection = other.begun(len(PIECE))
        try:
            connection.send(PIECE + other.after)
            assert status_of(connection) in (403, 404)
        except OSError:
            pass  # refused before all of it was sent, which is as well
        assert on_disk(database.data) == []


def test_a_form_with_files_elsewhere_is_refused_before_it_is_read(sender: Sender) -> None:
    connection = sender.connection()
    body = sender.before + b"x" + sender.after
    kind = {"Content-Type": f"multipart/form-data; boundary={EDGE.decode()}"}
    connection.request("POST", f"/desk/en/cases/{sender.case}/tasks/", body, sender.headers | kind)
    assert status_of(connection) == 415


def test_what_is_larger_than_can_be_taken_is_refused_by_its_length(sender: Sender, database: Database) -> None:
    connection = sender.begun(3 << 30)
    assert status_of(connection) == 413
    assert on_disk(database.data) == []
