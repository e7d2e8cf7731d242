"""The pages of cases over HTTP: three members of ten thousand cases are logged in; list, search and what
stands around cases at one and at eight clients; memory.

A search is timed as a person waits for it: the form is sent, and the page to which it leads is there.
"""

from __future__ import annotations

import http.client
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

from bench import desk, memory
from bench.desk import Made
from bench.figures import Figure, p50, p95, timed
from tests.serving import serving

if TYPE_CHECKING:
    from alongside.desk.cases.demo.desk import Login

LIST, SEARCH = "/desk/en/cases/", "/desk/en/cases/search/"
CALENDAR, SIMILAR = "/desk/en/calendar/", "/desk/en/cases/similar/"
EIGHT = 8
PAGES, SEARCHES, AROUND = 200, 160, 40


class Member:
    """One browser of a member: a connection that stays open, her cookie, where the form comes from."""

    def __init__(self, base: str, cookie: str) -> None:
        self.host = urlsplit(base).netloc.replace("127.0.0.1", "localhost")
        self.connection = http.client.HTTPConnection(urlsplit(base).netloc, timeout=120)
        self.headers = {"Host": self.host, "Cookie": f"alongside={cookie}", "Sec-Fetch-Site": "same-origin"}

    def page(self, path: str) -> bytes:
        return self._ask("GET", path, None, 200)[0]

    def search(self, text: str) -> bytes:
        """The form and the page that it leads to."""
        return self.page(self._ask("POST", SEARCH, urlencode({"text": text}), 303)[1])

    def similar(self, name: str) -> bytes:
        """Whether somebody of this name is in a case already."""
        return self._ask("POST", SIMILAR, urlencode({"name": name}), 200)[0]

    def _ask(self, method: str, path: str, fields: str | None, status: int) -> tuple[bytes, str]:
        headers = self.headers | ({"Content-Type": "application/x-www-form-urlencoded"} if fields is not None else {})
        self.connection.request(method, path, fields, headers)
        answer = self.connection.getresponse()
        body = answer.read()
        assert answer.status == status, f"{path} answered {answer.status}"
        return body, answer.headers.get("Location", "")


def measure(made: Made, log: Path) -> list[Figure]:
    from django.db import connection

    from alongside.desk.cases import store

    store.create(made.people[0], desk.facts(f"{desk.RARE} Example"), desk.now(), [one.person for one in made.people[1:]])
    cookies = [logged_in(login) for login in made.logins]
    connection.close()
    # Without a face or a log of the database's own: as `alongside serve` starts it.
    with serving(made.data, log, env=dict(os.environ)) as base:
        firsts = [timed(lambda cookie=cookie: Member(base, cookie).page(LIST)) for cookie in cookies]  # type: ignore[misc]
        alice = Member(base, cookies[0])
        assert desk.RARE.encode() in alice.page(LIST), "the newest case is not on the first page"
        found = alice.search(desk.RARE)
        assert desk.RARE.encode() in found and found.count(b"<tr>") == 2, "the rare name was not found alone"
        figures = [Figure("first_list_page_after_login_seconds", p50(firsts) / 1000)]
        figures += _times("case_list_ms", base, cookies, lambda member: member.page(LIST), PAGES, 16, 131)
        figures += _times("search_rare_ms", base, cookies, lambda member: member.search(desk.RARE), SEARCHES, 17, None)
        figures += _times("search_common_ms", base, cookies, lambda member: member.search(desk.COMMON), SEARCHES, 100, 400)
        figures += _times("calendar_ms", base, cookies, lambda member: member.page(CALENDAR), AROUND, 300, None)
        figures += _times("namesakes_ms", base, cookies, lambda member: member.page(SIMILAR), AROUND, 300, None)
        figures += _times("similar_ms", base, cookies, lambda member: member.similar(f"{desk.RARE} Example"), AROUND, 300, None)
        return [*figures, _memory()]


def logged_in(login: Login) -> str:
    """Her cookie, as both steps of the login page would give it."""
    from alongside.desk.people import logins
    from alongside.vault.passphrases import CHEAPEST

    cookie = logins.begin(login.handle, login.passphrase, desk.now(), CHEAPEST)
    pending = logins.read(cookie, desk.now())
    assert isinstance(pending, logins.Pending)
    logins.finish(pending, desk.now())
    return cookie


def _times(
    name: str,
    base: str,
    cookies: list[str],
    ask: Callable[[Member], object],
    count: int,
    one_most: float,
    eight_most: float | None,
) -> list[Figure]:
    """p50 and p95 of one member alone, then of eight browsers of the three members."""
    one = _share(base, cookies[0], ask, count)
    with ThreadPoolExecutor(EIGHT) as clients:
        shares = clients.map(lambda number: _share(base, cookies[number % len(cookies)], ask, count // EIGHT), range(EIGHT))
        eight = [value for share in shares for value in share]
    return [
        Figure(f"{name}_p50_1_client", p50(one)),
        Figure(f"{name}_p95_1_client", p95(one), at_most=one_most),
        Figure(f"{name}_p50_8_clients", p50(eight)),
        Figure(f"{name}_p95_8_clients", p95(eight), at_most=eight_most),
    ]


def _share(base: str, cookie: str, ask: Callable[[Member], object], count: int) -> list[float]:
    member = Member(base, cookie)
    return [timed(lambda: ask(member)) for _ in range(count)]


def _memory() -> Figure:
    """The server's processes, with three indexes in them."""
    tree = memory.below(os.getpid())
    server = sum(process.resident for process in tree if not process.typesets)
    return Figure("server_memory_three_logins_mb", server / 1e6 if tree else None, at_most=300)
