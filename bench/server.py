"""A real server, asked over HTTP as browsers ask it: times at one and at eight clients, weights, PDF, memory afterwards."""

from __future__ import annotations

import gzip
import http.client
import os
import re
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from bench import memory
from bench.figures import Figure, p50, p95, timed
from tests.serving import serving

HOME, PLAN, SAVE = "/en/", "/en/plan/", "/en/plan/save/"
SITUATION = urlencode(
    {
        "state": "EGY",
        "acts": ["arrest-detention", "travel-ban"],
        "when": "today",
        "detained": "yes",
        "danger": "yes",
        "categories": ["lawyer", "woman"],
        "un": "planned",
        "un_bodies": "un-human-rights-council",
    },
    doseq=True,
)
EIGHT = 8
PAGES, PLANS, DOCUMENTS = 200, 80, 5


class Client:
    """One browser: one connection that stays open, no compression asked for unless said."""

    def __init__(self, base: str) -> None:
        self.connection = http.client.HTTPConnection(urlsplit(base).netloc, timeout=60)

    def ask(self, path: str, fields: str | None = None) -> bytes:
        """The body of a page. Anything but 200 ends the bench: the time of an error page means nothing."""
        headers = {"Content-Type": "application/x-www-form-urlencoded"} if fields is not None else {}
        self.connection.request("GET" if fields is None else "POST", path, fields, headers)
        answer = self.connection.getresponse()
        body = answer.read()
        assert answer.status == 200, f"{path} answered {answer.status}"
        return body


def measure() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        with serving(Path(folder) / "data", log) as base:
            client = Client(base)
            home, plan = client.ask(HOME), client.ask(PLAN, SITUATION)
            assert b'class="first"' in plan, "the situation of the bench was not understood"
            figures = [*_weights(client, home, plan), *_times("guide_page_ms", base, HOME, None, PAGES, 50)]
            figures += _times("plan_page_ms", base, PLAN, SITUATION, PLANS, 250)
            # 200 plan pages were asked for by now, warm-up included: _times makes PLANS at one client and PLANS at eight.
            for _ in range(PAGES - 2 * PLANS):
                client.ask(PLAN, SITUATION)
            figures.append(_documents(client))
            return figures + _memory()


def _weights(client: Client, home: bytes, plan: bytes) -> list[Figure]:
    """First page with its stylesheet as they are, and the plan page plain and as a compressing proxy would send it."""
    found = re.search(rb'<link rel="stylesheet" href="([^"]+)"', home)
    assert found is not None
    styles = client.ask(found[1].decode())
    return [
        Figure("first_page_kb", (len(home) + len(styles)) / 1000, at_most=50),
        Figure("plan_page_kb", len(plan) / 1000),
        Figure("plan_page_gzip_kb", len(gzip.compress(plan, 6)) / 1000),
    ]


def _times(name: str, base: str, path: str, fields: str | None, count: int, most: float) -> list[Figure]:
    """p50 and p95 at one client, then at eight that each wait for their answer before they ask again."""
    one = _share(base, path, fields, count)
    with ThreadPoolExecutor(EIGHT) as clients:
        shares = clients.map(lambda _: _share(base, path, fields, count // EIGHT), range(EIGHT))
        eight = [value for share in shares for value in share]
    # On one process eight at a time wait for each other: the ceiling at eight is eight times that at one.
    return [
        Figure(f"{name}_p50_1_client", p50(one)),
        Figure(f"{name}_p95_1_client", p95(one), at_most=most),
        Figure(f"{name}_p50_8_clients", p50(eight)),
        Figure(f"{name}_p95_8_clients", p95(eight), at_most=most * EIGHT),
    ]


def _share(base: str, path: str, fields: str | None, count: int) -> list[float]:
    client = Client(base)
    ask: Callable[[], bytes] = lambda: client.ask(path, fields)  # noqa: E731  (a closure over one connection)
    return [timed(ask) for _ in range(count)]


def _documents(client: Client) -> Figure:
    def one() -> None:
        assert client.ask(SAVE, f"{SITUATION}&format=pdf").startswith(b"%PDF"), "no PDF came"

    one()  # starts the child, which serves the next nineteen
    return Figure("pdf_ms_p50", p50([timed(one) for _ in range(DOCUMENTS)]), at_most=1500)


def _memory() -> list[Figure]:
    """Resident memory after all that: the server's processes, and the child that sets documents, which ends after some."""
    tree = memory.below(os.getpid())
    if not tree:
        return [Figure("server_memory_mb", None, at_most=150)]
    child = sum(process.resident for process in tree if process.typesets)
    server = sum(process.resident for process in tree if not process.typesets)
    # The child that sets documents is there only while documents are asked for, and for a minute after.
    return [Figure("server_memory_mb", server / 1e6, at_most=150), Figure("typesetter_memory_mb", child / 1e6)]
