"""Every file that the desk opens for writing while files come and go, tables are imported and documents are set: the system's own list.

The others look at folders and open files from outside, a moment too late for a file that was there for a millisecond. `strace` misses none.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlencode
from uuid import UUID

import pytest

from alongside.desk.cases import store
from alongside.desk.people import clock
from tests import tools
from tests.browser.shown import SITUATION
from tests.cleaning import photos
from tests.desk.cases.evidence.test_uploads import EDGE, LINUX, PIECE, Sender, status_of, until
from tests.desk.cases.telling import person
from tests.desk.database import Database, aside
from tests.desk.making import found_desk, login_client, member
from tests.serving import command, serving

# Those that a machine does not have are marked so: not every one has all.
_NAMES = "open openat openat2 creat link linkat symlink symlinkat rename renameat renameat2 mknod mknodat truncate memfd_create"
CALLS = ",".join(f"?{name}" for name in _NAMES.split())
_WRITES = re.compile(
    r"^\d+ +(?:open\w*\(.*O_(?:WRONLY|RDWR|CREAT|TRUNC|TMPFILE)|(?!open)\w+\()"
)  # all but what is opened to be read
_PATH = re.compile(r'"((?:[^"\\]|\\.)*)"')
TABLE = "Name\tCountry\tType of act\r\nAmal Fictional\tEgypt\tthreats\r\n"


def written(log: Path) -> list[str]:
    """The paths of all calls that opened for writing, made or moved a file, or tried to."""
    return [path for call in log.read_text(errors="replace").splitlines() if _WRITES.search(call) for path in _PATH.findall(call)]


def watch_or_skip() -> None:
    """Whether this machine lets us look. Even its own owner may not look into the server: it forbids that (PR_SET_DUMPABLE)."""
    if tools.strace() is None and os.environ.get("ALONGSIDE_NEED_POSTGRESQL") == "1":
        pytest.fail("strace is not installed")
    if (
        tools.strace() is None
        or os.geteuid() != 0
        or subprocess.run(["strace", "-o", os.devnull, "true"], check=False).returncode
    ):
        pytest.skip("opened files were not listed: that needs strace, root, and a machine that lets one process watch another")


class Traced:
    """A server under the system's eye."""

    def __init__(self, sender: Sender, bob: Sender, bob_id: str, log: Path, data: Path) -> None:
        self.sender, self.bob, self.bob_id, self._log, self._data = sender, bob, bob_id, log, data

    def strays(self) -> list[str]:
        """What is neither the database, nor the sealed store, nor a device that keeps nothing, nor the lock of the server itself."""
        allowed = (str(self._data / "alongside.sqlite3"), str(self._data / "files"), "/dev/null", "/dev/tty")
        return sorted({path for path in written(self._log) if not path.startswith(allowed)})

    def posted(self, path: str, fields: dict[str, str], sender: Sender | None = None) -> tuple[int, str, bytes]:
        """A form, Alice's or another's, and what came back: status, where it leads, body."""
        by = sender or self.sender
        return self._sent(by, path, urlencode(fields).encode(), "application/x-www-form-urlencoded")

    def brought(self, path: str, name: str, data: bytes, sender: Sender) -> tuple[int, str, bytes]:
        """A form with one small file."""
        head = f'--{EDGE.decode()}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode()
        kind = f"multipart/form-data; boundary={EDGE.decode()}"
        return self._sent(sender, path, head + data + b"\r\n--" + EDGE + b"--\r\n", kind)

    def _sent(self, sender: Sender, path: str, body: bytes, kind: str) -> tuple[int, str, bytes]:
        connection = sender.connection()
        connection.request("POST", path, body, sender.headers | {"Content-Type": kind})
        with connection.getresponse() as answer:
            return answer.status, answer.headers.get("Location", ""), answer.read()

    def uploaded(self, *pieces: bytes) -> str:
        """A file given to the case, in pieces; the address of its page."""
        before = self.listed()
        connection = self.sender.begun(sum(map(len, pieces)))
        for piece in (*pieces, self.sender.after):
            connection.send(piece)
        assert status_of(connection) == 303
        (new,) = self.listed() - before
        return f"{self.sender.path}{new}/"

    def listed(self) -> set[str]:
        return set(re.findall(r"/evidence/([0-9a-f]{32})/", self.sender.asked("GET", self.sender.path).decode()))


@pytest.fixture
def traced(database: Database, tmp_path: Path) -> Iterator[Traced]:
    watch_or_skip()
    wrapped, log = tmp_path / "alongside", tmp_path / "calls"
    # -D: the server stays our child, and its watcher goes with it.
    wrapped.write_text(f'#!/bin/sh\nexec strace -D -f -qq -s 4096 -e trace={CALLS} -o "{log}" "{command()}" "$@"\n')
    wrapped.chmod(0o700)
    now = clock.now()

    def made() -> tuple[str, str, str, UUID]:
        alice = found_desk(now)
        bob = member(alice, "Bob", now=now)
        case = store.create(alice, [person("Amal")], now, [bob.person])
        cookies = (login_client(one).cookies["alongside"].value for one in (alice, bob))
        return *cookies, bob.person.pk.hex, case

    cookie, his, bob, case = aside(made)
    environ = {**database.environ, "TMPDIR": str(tmp_path / "temp"), "PYTHONDONTWRITEBYTECODE": "1"}
    (tmp_path / "temp").mkdir()
    with serving(database.data, tmp_path / "log", program=wrapped, env=environ) as base, ExitStack() as ends:
        yield Traced(Sender(base, cookie, case, ends), Sender(base, his, case, ends), bob, log, database.data)


@LINUX
def test_what_is_opened_for_writing_is_the_database_the_sealed_store_or_a_private_home(traced: Traced) -> None:
    film = traced.uploaded(*[PIECE] * 8)
    assert len(traced.sender.asked("POST", f"{film}original/")) == 8 * len(PIECE)
    photo = traced.uploaded(photos.jpeg())
    assert traced.posted(f"{photo}clean/", {})[0] == 303
    assert traced.sender.asked("POST", f"{photo}copy/").startswith(b"\xff\xd8")
    status, where, _ = traced.posted("/desk/en/cases/import/", {"table": TABLE})
    assert status == 303 and where.endswith("/columns/")
    batch = where.removesuffix("columns/")
    columns = {"column-0": "person.name", "column-1": "event.state_responsible", "column-2": "act.code"}
    assert traced.posted(where, columns)[1] == f"{batch}preview/"
    assert traced.posted(f"{batch}preview/", {"do": "begin"})[1] == batch
    until(lambda: b"Imported: 1 cases." in traced.sender.asked("GET", batch))
    box = {"on-0": "1", "left-0": "10", "top-0": "10", "width-0": "30", "height-0": "30"}
    assert traced.posted(f"{photo}redact/", {"do": "make", "title": "The gate", **box})[0] == 303
    assert traced.brought("/desk/en/cases/import/", "table.csv", TABLE.encode(), traced.sender)[0] == 303
    chosen = {"case": traced.sender.case.hex}
    _, _, package = traced.posted("/desk/en/cases/export/", {**chosen, "do": "take", "to": f"member-{traced.bob_id}"})
    assert package.startswith(b"alongside package")
    status, _, page = traced.brought("/desk/en/cases/packages/", "x.alongside", package, traced.bob)
    assert status == 200 and b"Cases: 1. Files: " in page
    asking = {**chosen, "do": "ask", "form": "pdf", "why": "For the lawyer", "approver": traced.bob_id}
    _, request, _ = traced.posted("/desk/en/cases/export/plain/", asking)
    assert traced.posted(request, {"do": "yes"}, traced.bob)[0] == 303
    assert traced.posted(request, {"do": "take"})[2].startswith(b"%PDF")
    plan = traced.posted("/en/plan/save/", {**dict(SITUATION), "format": "pdf"})
    assert plan[2].startswith(b"%PDF")
    assert traced.strays() == []


@LINUX
def test_the_list_would_show_a_file_that_was_there_for_a_moment(tmp_path: Path) -> None:
    log = tmp_path / "calls"
    moment = "import tempfile\nwith tempfile.NamedTemporaryFile() as one: one.write(b'name')"
    watched = ["strace", "-f", "-qq", "-e", f"trace={CALLS}", "-o", str(log), sys.executable, "-c", moment]
    watch_or_skip()
    subprocess.run(watched, check=True, env={**os.environ, "TMPDIR": str(tmp_path)})
    assert [path for path in written(log) if path.startswith(str(tmp_path))]
