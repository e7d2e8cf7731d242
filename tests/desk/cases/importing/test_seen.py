"""Every page of an import in a real browser on a small phone, without scripts of ours: axe finds nothing and nothing sticks out."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from alongside.desk.cases.importing import keeping, working
from alongside.desk.cases.importing.delimited import read_text
from alongside.desk.cases.importing.suggesting import suggested
from alongside.desk.people import clock
from tests.browser.conftest import NOWHERE, PHONE
from tests.browser.seeing import ALL_BUT_CONTRAST, HEADINGS, RUN, TOO_WIDE, UNFOLD, pale, ready
from tests.desk import making
from tests.desk.database import Sqlite, aside
from tests.serving import serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

LONG = "A-very-long-heading-that-somebody-typed-without-a-single-blank"
TABLE = f"Name\tCountry\tType of act\tDate\t{LONG}\nأمل الخيالية\tمصر\tthreats\t2024\tblue\nNoor\tAtlantis\tArbitrary arrest\t3/5/2024\tred"
PAGES = ("", "DRAFT/columns/", "DRAFT/preview/", "DONE/", "DONE/undo/", "STOPPED/", "BACK/")


def world() -> tuple[str, dict[str, str]]:
    """Alice's cookie, and an import of hers in each state."""
    now = clock.now()
    alice = making.found_desk(now)
    making.member(alice, "Bob", now=now)
    made = {}
    for state in ("DRAFT", "DONE", "STOPPED", "BACK"):
        table = read_text(TABLE)
        one = keeping.begin(alice, table, now, suggested(table.headings))
        made[state] = str(one.id)
        if state == "DRAFT":
            continue
        working.start(alice, one.id, [], now)
        if state == "STOPPED":
            keeping.change(alice, one.id, keeping.RUNNING, beat="2026-01-01T00:00:00+00:00")
            continue
        working.run(alice, one.id)
        if state == "BACK":
            working.undo(alice, one.id, now)
            working.run(alice, one.id)
    return making.login_client(alice).cookies["alongside"].value, made


@pytest.fixture(scope="module")
def seen(sqlite: Sqlite, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Page, dict[str, str]]]:
    data, log = tmp_path_factory.mktemp("desk"), tmp_path_factory.mktemp("log") / "server.log"
    with sqlite.fresh(data) as database, serving(data, log, env=database.environ) as base:
        cookie, made = aside(world)
        base = base.replace("127.0.0.1", "localhost")
        context = browser.new_context(viewport=PHONE, base_url=base, proxy={**NOWHERE, "bypass": "localhost"})
        context.add_cookies([{"name": "alongside", "value": cookie, "domain": "localhost", "path": "/desk/"}])
        yield context.new_page(), made
        context.close()


@pytest.mark.parametrize("lang", ["en", "ar"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_and_nothing_sticks_out_of_a_phone(seen: tuple[Page, dict[str, str]], path: str, lang: str) -> None:
    page, made = seen
    for state, import_id in made.items():
        path = path.replace(state, import_id)
    answer = page.goto(f"/desk/{lang}/cases/import/{path}")
    assert answer is not None and answer.status == 200
    page.emulate_media(color_scheme="light")
    ready(page)
    page.evaluate(UNFOLD)
    assert page.evaluate(TOO_WIDE) == []
    levels = page.evaluate(HEADINGS)
    assert levels.count(1) == 1 and levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert page.evaluate(RUN, ["page", ALL_BUT_CONTRAST]) == []
    assert pale(page) == []
    page.emulate_media(color_scheme="dark")
    assert pale(page) == []
