"""The door: a body is waited for under a deadline and costs no thread; what arrives reaches Django as it was sent."""

import asyncio
import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from alongside.desk.web import door, middleware
from tests.serving import free_port, wait_until_healthy

MARKER = "Zubaida-Marker"
FORM = urlencode({"state": "EGY", "acts": "travel-ban"}).encode()
STALLED = 40  # more than the server has threads


def run(work: Coroutine[Any, Any, None]) -> None:
    """In a thread of its own: in this one the browser's event loop runs for the whole session."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, work).result(timeout=60)


class Headers(dict[str, list[str]]):
    """The server's headers: lower case, each with all its values."""

    def get_all(self, name: str) -> list[str]:
        return self[name]


class Scope:
    """What the server tells of a request."""

    def __init__(self, method: str = "GET", path: str = "/healthz", **headers: str) -> None:
        self.method, self.path, self.query_string = method, path, ""
        self.server, self.scheme, self.http_version, self.authority = "127.0.0.1:8000", "http", "1.1", None
        named = {"host": "localhost"} | {name.replace("_", "-"): value for name, value in headers.items()}
        self.headers = Headers({name: [value] for name, value in named.items()})


class Proto:
    """A connection: its body, or None for one that never comes, and the answer."""

    def __init__(self, body: bytes | Exception | None = b"") -> None:
        self.body, self.asked = body, 0
        self.status, self.headers, self.sent = 0, {}, b""

    async def __call__(self) -> bytes:
        self.asked += 1
        if self.body is None:
            await asyncio.Event().wait()
        if isinstance(self.body, Exception):
            raise self.body
        return self.body or b""

    def response_bytes(self, status: int, headers: list[tuple[str, str]], sent: bytes) -> None:
        self.status, self.headers, self.sent = status, dict(headers), sent


@pytest.fixture(scope="module")
def opened() -> door.Door:
    return door.open_door()


def form(length: int = len(FORM), path: str = "/en/plan/") -> Scope:
    return Scope("POST", path, content_type="application/x-www-form-urlencoded", content_length=str(length))


def answered(opened: door.Door, scope: Scope, body: bytes | Exception | None = b"") -> Proto:
    proto = Proto(body)
    run(opened.__rsgi__(scope, proto))
    return proto


def test_a_form_reaches_its_page(opened: door.Door) -> None:
    got = answered(opened, form(), FORM)
    assert got.status == 200 and b'class="first"' in got.sent
    assert "Connection" not in got.headers


def test_a_body_that_does_not_come_is_given_up_with_a_sentence(opened: door.Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "SECONDS_TO_READ", 0.01)
    got = answered(opened, form(path="/fr/plan/"), None)
    assert got.status == 408 and "mis trop de temps" in got.sent.decode()
    assert got.headers["Connection"] == "close" and got.headers["Cache-Control"] == "no-store"
    assert got.headers["Content-Security-Policy"] == middleware.CONTENT_POLICY
    assert opened._reading == {False: 0, True: 0}


def test_when_too_many_are_being_read_the_next_is_asked_to_come_again(opened: door.Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "MOST_READING", {False: 0, True: 0})
    got = answered(opened, form(), FORM)
    assert got.status == 503 and b"half a minute" in got.sent
    assert got.headers["Retry-After"] == "30" and got.headers["Connection"] == "close"
    assert answered(opened, Scope()).status == 200, "a page that is only read is not refused"


def test_a_connection_that_breaks_is_not_taken_for_a_whole_form(opened: door.Door) -> None:
    assert answered(opened, form(), ConnectionResetError(MARKER)).status == 400
    assert opened._reading == {False: 0, True: 0}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"transfer_encoding": "chunked"}, 411),
        ({"transfer_encoding": "chunked", "content_length": "5"}, 411),
        ({"content_length": "70000"}, 413),
        ({"content_length": "9" * 5000}, 413),
        ({"content_length": "0" * 30 + "70000"}, 413),
        ({"content_length": "-1"}, 400),
        ({"content_length": "٣"}, 400),
        ({"content_length": "5,5"}, 400),
    ],
)
def test_a_body_of_no_length_or_too_long_is_refused_unread(opened: door.Door, headers: dict[str, str], status: int) -> None:
    proto = Proto(None)
    run(opened.__rsgi__(Scope("POST", "/en/plan/", content_type=middleware.FORM, **headers), proto))
    assert (proto.status, proto.asked) == (status, 0)


def test_a_program_that_sends_in_pieces_is_told_so(opened: door.Door) -> None:
    got = answered(opened, Scope("POST", "/api/v1/plan", content_type="application/json", transfer_encoding="chunked"))
    assert got.status == 411 and json.loads(got.sent)["title"] == "We could not tell how much was sent"


def test_a_body_where_none_belongs_is_not_read(opened: door.Door) -> None:
    proto = Proto(None)
    run(opened.__rsgi__(Scope("GET", "/healthz", content_length="50"), proto))
    assert (proto.status, proto.asked) == (200, 0)


def test_a_header_with_an_underscore_does_not_pass_for_another() -> None:
    scope = Scope()
    scope.headers["sec_fetch_site"] = ["same-origin"]
    assert "HTTP_SEC_FETCH_SITE" not in door.told(scope)


def test_a_path_in_any_script_arrives_as_it_was_written() -> None:
    assert door.told(Scope(path="/en/é/\ud800"))["PATH_INFO"].encode("latin-1") == "/en/é/?".encode()


def test_a_failure_below_everything_still_gets_the_sentence_and_the_headers(caplog: pytest.LogCaptureFixture) -> None:
    def broken(environ: Any, start: Any) -> None:
        raise RuntimeError(MARKER)

    got = answered(door.Door(broken, threads=1), Scope())
    assert got.status == 500 and got.sent.startswith(b"It is not your fault") and MARKER.encode() not in got.sent
    assert got.headers.items() >= middleware.HEADERS.items() and got.headers["Cache-Control"] == "no-store"
    assert [record.getMessage() for record in caplog.records if record.name == "alongside.desk.web"] == [
        "a request failed at the door"
    ]


# The real server


@contextmanager
def stalled(base: str) -> Iterator[list[socket.socket]]:
    """Connections that promise a form and send nine bytes of it."""
    host, port = base.removeprefix("http://").split(":")
    with ExitStack() as open_ones:
        connections = []
        for _ in range(STALLED):
            one = open_ones.enter_context(socket.create_connection((host, int(port)), timeout=20))
            one.sendall(b"POST /en/plan/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                        b"Content-Length: 60000\r\n\r\nstate=EGY")  # fmt: skip
            connections.append(one)
        yield connections


def ask(base: str, path: str, body: bytes | None = None, timeout: float = 10) -> tuple[int, bytes]:
    with urllib.request.urlopen(urllib.request.Request(base + path, data=body), timeout=timeout) as answer:
        return answer.status, answer.read()


def test_forty_stalled_forms_hold_up_nobody(server: str) -> None:
    with stalled(server):
        assert ask(server, "/healthz", timeout=2) == (200, b"ok")
        with ThreadPoolExecutor(4) as browsers:
            answers = list(browsers.map(lambda _: ask(server, "/en/plan/", FORM), range(4)))
        assert all(status == 200 and b'class="first"' in page for status, page in answers)
    assert ask(server, "/en/plan/", FORM)[0] == 200


def test_a_stalled_form_is_answered_at_the_deadline_and_its_connection_closed(tmp_path: Path) -> None:
    port, log = free_port(), tmp_path / "log"
    code = (
        "from alongside.cli import serve\n"
        "from alongside.desk.web import door\n"
        "door.SECONDS_TO_READ = 0.5\n"
        f"serve._serve('127.0.0.1', {port}, 'http://localhost', 'public')"
    )
    if sys.platform != "linux":
        pytest.skip("the worker is not a fork here, so that it has the deadline of thirty seconds")
    with log.open("wb") as output:
        process = subprocess.Popen([sys.executable, "-c", code], stdout=output, stderr=subprocess.STDOUT, env=os.environ.copy())
        try:
            base = f"http://127.0.0.1:{port}"
            wait_until_healthy(base, process, log)
            with stalled(base) as connections:
                for one in connections:
                    told = b"".join(iter(lambda one=one: one.recv(65536), b""))  # ends when the server closes
                    assert told.startswith(b"HTTP/1.1 408 ") and b"so slow that we stopped waiting" in told
            assert ask(base, "/en/plan/", FORM)[0] == 200
            assert log.read_text().splitlines() == ["Alongside: http://localhost   (Ctrl-C ends it)"]
        finally:
            process.terminate()
            process.wait(timeout=10)


def test_the_server_ends_at_once_although_a_connection_stalls(tmp_path: Path) -> None:
    from tests.serving import serving

    with serving(tmp_path / "data", tmp_path / "log") as base:
        connections = stalled(base)
        connections.__enter__()
        started = time.monotonic()
    assert time.monotonic() - started < 9
    connections.__exit__(None, None, None)


def test_head_tells_the_length_of_what_get_would_send(server: str) -> None:
    with urllib.request.urlopen(server + "/en/") as page:
        name = page.read().decode().partition('<link rel="stylesheet" href="')[2].partition('"')[0]
    plain = urllib.request.urlopen(server + name).read()
    head = urllib.request.urlopen(urllib.request.Request(server + name, method="HEAD"))
    assert head.headers["Content-Length"] == str(len(plain)) and head.read() == b""


def test_a_cookie_that_came_in_pieces_is_put_together_as_one() -> None:
    scope = Scope()
    scope.headers["cookie"] = ["a=1", "alongside=s"]
    assert door.told(scope)["HTTP_COOKIE"] == "a=1; alongside=s"
