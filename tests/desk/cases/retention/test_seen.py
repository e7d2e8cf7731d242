"""The pages of keeping and ending in each state, in a real browser on a small phone: axe finds nothing, nothing sticks out."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from alongside.desk.cases import store
from alongside.desk.cases.retention import behind, ending
from alongside.desk.cases.store import Edit
from alongside.desk.people import clock
from tests.browser.conftest import NOWHERE, PHONE
from tests.browser.seeing import ALL_BUT_CONTRAST, HEADINGS, RUN, TOO_WIDE, UNFOLD, pale, ready
from tests.desk import making
from tests.desk.cases.telling import fact, few
from tests.desk.cases.walking import walk
from tests.desk.database import Sqlite, aside
from tests.serving import serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PAGES = (
    "cases/HELD/keeping/",
    "cases/HELD/keeping/hold/",
    "cases/HELD/keeping/destroy/",
    "cases/ASKED/keeping/shrink/",
    "cases/ALONE/keeping/",
    "cases/ALONE/keeping/destroy/",
    "receipts/",
)
LONG = "A-reason-that-somebody-typed-without-a-single-blank-in-all-of-it"


def world() -> tuple[str, dict[str, UUID]]:
    """Bob's cookie; a case with decisions, a hold and the mark of an old backup, one that Alice asks to shrink, one that is gone, and one
    out of which Alice was taken, with a hold that was lifted a moment ago."""
    one, now = walk(), clock.now()
    me, asked = one.alice.person.pk.hex, now.strftime("%Y-%m-%dT%H:%M:%SZ")
    hold = {"since": "2026-11-01", "why": LONG, "placed_by": me, "asked_by": "Court of the Harbour"}
    one.add(
        fact("keeping-review", decided="2026-05-01T10:00:00Z", decided_by=me, decision="keep", on="2026-11-01", why=LONG),
        fact("keeping-review", decided="2025-05-01T10:00:00Z", decided_by=me, decision="destroy", on="2026-05-01"),
        fact("legal-hold", **hold),
        fact("legal-hold", lifted="2026-11-02", lifted_by=me, lifted_why="The court is done", **hold),
    )
    behind.mark([one.case])
    cases = []
    for kind in ("shrink", "destroy"):
        case = store.create(one.alice, few(), now, [one.bob.person])
        request = fact("end-request", ending=kind, asked=asked, asked_by=me, why=LONG)
        store.save(one.alice, case, [Edit(None, request)], now)
        cases.append(case)
    ending.carry_out(one.bob, cases[1], "destroy", now)
    lifted = fact("legal-hold", lifted="2027-01-01", lifted_by=me, lifted_at=asked, **hold)
    alone = store.create(one.alice, [*few(), lifted], now, [one.bob.person])
    store.remove_member(one.bob, alone, one.alice.person, now)
    cookie = making.login_client(one.bob).cookies["alongside"].value
    return cookie, {"HELD": one.case, "ASKED": cases[0], "ALONE": alone}


@pytest.fixture(scope="module")
def seen(sqlite: Sqlite, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Page, dict[str, UUID]]]:
    data, log = tmp_path_factory.mktemp("desk"), tmp_path_factory.mktemp("log") / "server.log"
    with sqlite.fresh(data) as database, serving(data, log, env=database.environ) as base:
        cookie, made = aside(world)
        base = base.replace("127.0.0.1", "localhost")
        context = browser.new_context(viewport=PHONE, base_url=base, proxy={**NOWHERE, "bypass": "localhost"})
        context.add_cookies([{"name": "alongside", "value": cookie, "domain": "localhost", "path": "/desk/"}])
        yield context.new_page(), made
        context.close()


def looked_at(page: Page) -> None:
    page.emulate_media(color_scheme="light")
    ready(page)
    page.evaluate(UNFOLD)
    assert page.evaluate(TOO_WIDE) == []
    levels = page.evaluate(HEADINGS)
    assert levels.count(1) == 1 and levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert page.evaluate(RUN, ["page", ALL_BUT_CONTRAST]) == []
    assert pale(page) == []


@pytest.mark.parametrize("lang", ["en", "ar"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_and_nothing_sticks_out_of_a_phone(seen: tuple[Page, dict[str, UUID]], path: str, lang: str) -> None:
    page, made = seen
    for name, case in made.items():
        path = path.replace(name, str(case))
    answer = page.goto(f"/desk/{lang}/{path}")
    assert answer is not None and answer.status == 200
    looked_at(page)


def test_the_page_after_the_press_too(seen: tuple[Page, dict[str, UUID]]) -> None:
    page, made = seen
    page.goto(f"/desk/en/cases/{made['ASKED']}/keeping/shrink/")
    page.get_by_label("type the word").fill("shrink")
    page.get_by_role("button", name="Shrink the case now").click()
    assert page.get_by_role("heading", level=1).inner_text() == "The case is shrunk to statistics"
    looked_at(page)
