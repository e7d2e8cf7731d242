"""A marker typed into every field, query, header and body stays nowhere: no file, no log, no open file of the server.

The server of these tests has a home and a folder for temporary files of its own, which are searched whole.
"""

from __future__ import annotations

import json
import os
import secrets
import socket
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

import pytest

from alongside.desk.guide import answers
from alongside.plan import risk
from bench import memory
from tests.browser.shown import PAGES, SITUATION
from tests.browser.traces import Searcher
from tests.serving import serving

LINUX = pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="open files of another process are listed in /proc only")
SHARED_MEMORY = Path("/dev/shm")  # noqa: S108  (read only: the typesetter's home is a folder there)
# Letters that lose their marks, that change with their case, and that have no place in ASCII; new in each run.
MARKER = f"Zwölfqé{secrets.token_hex(4)}Жукxv"
DIRECTORY_FIELDS = ("text", "act", "state", "kind", "category", "language", "status")
TEXT_FIELDS = ("when_date", "un_which", "text")  # those in which a person types; the rest is chosen


@dataclass(frozen=True)
class Private:
    """A running server and every place that it could write to."""

    base: str
    root: Path
    processes: tuple[int, ...]

    def traces(self) -> list[str]:
        """Where the marker stands: its folders whole, shared memory, and what its processes hold open."""
        searcher = Searcher(MARKER)
        found = searcher.folder(self.root)
        if SHARED_MEMORY.is_dir():
            found += searcher.folder(SHARED_MEMORY)
        for process in self.processes:
            for link in _open_files(process):
                found += searcher.file(link)
        return found


@pytest.fixture
def private(tmp_path) -> Iterator[Private]:
    for name in ("home", "temp", "data"):
        (tmp_path / name).mkdir()
    home, temp = str(tmp_path / "home"), str(tmp_path / "temp")
    places = {"HOME": home, "USERPROFILE": home, "XDG_CACHE_HOME": f"{home}/.cache", "TMPDIR": temp, "TEMP": temp, "TMP": temp}
    with serving(tmp_path / "data", tmp_path / "server.log", env={**os.environ, **places}) as base:
        port = str(urlsplit(base).port)
        numbers = [one.number for one in memory.below(os.getpid()) if port in _command_line(one.number)]
        yield Private(base, tmp_path, tuple(numbers))


def _command_line(process: int) -> str:
    try:
        return Path(f"/proc/{process}/cmdline").read_text()
    except OSError:
        return ""


def _open_files(process: int) -> list[Path]:
    """Ordinary files that a process holds open, deleted ones included. Pipes and sockets hold nothing that outlives it."""
    try:
        return [link for link in Path(f"/proc/{process}/fd").iterdir() if link.is_file()]
    except OSError:
        return []  # without root even its owner may not look: the server forbids it


def ask(
    private: Private, path: str, body: bytes | None = None, kind: str = "application/x-www-form-urlencoded", **headers: str
) -> int:
    """One request. Its status; refusals are answers, too."""
    request = urllib.request.Request(private.base + path, body, {"Content-Type": kind, **headers} if body else headers)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            answer.read()
            return answer.status
    except urllib.error.HTTPError as refusal:
        return refusal.code


def form(*pairs: tuple[str, str]) -> bytes:
    return urlencode(pairs).encode()


def test_what_is_sent_in_any_field_stays_nowhere(private):
    for name in answers.FIELDS:
        pairs = [pair for pair in SITUATION if pair[0] != name] + [(name, MARKER)]
        for path in ("situation/", "plan/", "plan/sheet/", "plan/save/"):
            assert ask(private, f"/ar/{path}", form(*pairs, ("step", "what"), ("go", "next"))) == 200
    for name in DIRECTORY_FIELDS:
        assert ask(private, "/en/directory/", form((name, MARKER))) == 200
    for name in (*risk.THREATS, *risk.VULNERABILITIES, *risk.CAPACITIES, "threshold"):
        assert ask(private, "/en/practice/risk/", form((name, MARKER))) == 200
    assert private.traces() == []


def test_a_saved_plan_leaves_nothing_on_the_server(private):
    which = (*SITUATION, ("un", "planned"), ("un_bodies", "un-treaty-body"), ("un_which", MARKER))
    for kind in ("pdf", "md", "json", MARKER):
        assert ask(private, "/zh/plan/save/", form(*which, ("format", kind))) == 200
    assert private.traces() == []


def test_a_query_a_path_and_headers_stay_nowhere(private):
    marker = quote(MARKER)
    for shown in PAGES:
        assert ask(private, f"/en/{shown.path}?q={marker}&state={marker}") in (200, 302, 404)
    assert ask(private, f"/en/directory/{marker}/") == 404
    assert ask(private, f"/{marker}") == 404
    assert ask(private, f"/static/{marker}") == 404
    heads = {"Referer": f"http://localhost/{marker}", "User-Agent": marker, "Accept-Language": marker, "Cookie": f"name={marker}"}
    assert ask(private, "/en/", None, **heads) == 200
    assert ask(private, "/en/", None, Host=f"{marker}.example") == 400
    assert ask(private, "/en/plan/", form(("state", MARKER)), Origin=f"http://{marker}.example") == 403
    assert private.traces() == []


def test_the_api_keeps_nothing(private):
    told = {"state_responsible": "EGY", "acts": ["travel-ban"], "victim": {"name": MARKER}, "note": MARKER}
    statuses = {ask(private, "/api/v1/plan", json.dumps(told).encode(), "application/json")}
    for field in ("state_responsible", "acts", "facts_date", "un_cooperation"):
        statuses.add(ask(private, "/api/v1/plan", json.dumps(told | {field: MARKER}).encode(), "application/json"))
    statuses.add(ask(private, "/api/v1/plan", MARKER.encode(), "application/json"))
    assert statuses <= {200, 400, 422}
    assert 500 not in statuses
    assert private.traces() == []


def test_bodies_that_are_refused_or_broken_off_are_in_no_file_meanwhile(private):
    parts = f'--x\r\nContent-Disposition: form-data; name="f"; filename="{MARKER}"\r\n\r\n{MARKER * 2000}\r\n--x--\r\n'.encode()
    assert ask(private, "/en/plan/", parts, "multipart/form-data; boundary=x") in (413, 415)
    assert ask(private, "/en/plan/", form(("text", MARKER * 9000))) == 413
    address = urlsplit(private.base)
    body = form(("un_which", MARKER * 500))
    heads = (
        "POST /en/plan/ HTTP/1.1",
        f"Host: {address.netloc}",
        "Content-Type: application/x-www-form-urlencoded",
        "Content-Length: 60000",
    )
    head = "\r\n".join((*heads, "", ""))
    with socket.create_connection((address.hostname, address.port), timeout=10) as wire:
        wire.sendall(head.encode() + body)
        # The server has the first half by the time that it answers another request.
        assert ask(private, "/healthz") == 200
        assert private.traces() == []
    assert ask(private, "/healthz") == 200
    assert private.traces() == []


def test_the_server_says_nothing_but_its_address_and_the_code_of_the_first_start(private):
    for path in ("/en/", f"/en/{quote(MARKER)}/", "/en/directory/un-ccpr/"):
        ask(private, path)
    lines = (private.root / "server.log").read_text().splitlines()
    assert [line.split(":")[0] for line in lines] == ["Alongside", "First start"]


@LINUX
def test_the_search_would_see_a_file_that_the_server_writes(private):
    planted = private.root / "temp" / "upload.tmp"
    planted.write_text(MARKER)
    assert private.traces() == [f"{planted}: utf-8"]
    assert private.processes


@LINUX
def test_the_search_would_see_a_deleted_file_that_is_still_open(private, tmp_path):
    with (tmp_path / "deleted").open("w+") as held:
        held.write(MARKER)
        held.flush()
        (tmp_path / "deleted").unlink()
        watched = Private(private.base, private.root, (os.getpid(),))
        assert any(place.startswith("/proc/") and place.endswith("utf-8") for place in watched.traces())


def test_words_typed_on_a_phone_are_sent_in_bodies_and_to_this_site_only(walk):
    typing = walk("en")
    typing.open("directory/")
    typing.main.locator("input[name=text]").fill(MARKER)
    typing.press(typing.say("directory.search"))
    assert typing.main.locator("input[name=text]").input_value() == MARKER
    assert not any(quote(MARKER) in answer.url or "?" in answer.url for answer in typing.answers)
    assert typing.elsewhere == []
    assert typing.context.storage_state() == {"cookies": [], "origins": []}


def test_no_page_asks_another_site_for_anything(eye, server):
    asked: list[str] = []
    eye.on("request", lambda request: asked.append(request.url))
    for shown in PAGES:
        shown.open(eye, "en")
    assert len(asked) > len(PAGES)
    assert [url for url in asked if not url.startswith(f"{server}/")] == []
