"""Every page of the desk, for everybody: axe finds nothing, headings go down in order, a small phone scrolls nothing sideways."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from alongside.desk.cases import store
from alongside.desk.people import clock
from tests.browser.conftest import NOWHERE, PHONE
from tests.browser.seeing import ALL_BUT_CONTRAST, HEADINGS, RUN, TOO_WIDE, UNFOLD, pale, ready
from tests.desk import making
from tests.desk.cases.telling import agreement
from tests.desk.database import Sqlite, aside
from tests.desk.private_table import PRIVATE, World, routes, told
from tests.desk.test_outsiders import hide
from tests.serving import serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

LANGUAGES = ("en", "ar", "es", "fr", "ru", "zh")
KINDS = ("person", "act", "consent", "detention", "risk-assessment")  # of all forms the longest and the oddest
# Pages that answer GET to a member, by route; what is drawn anew each time looks the same all the same.
SHOWN = sorted(name for name, example in PRIVATE.items() if example.get == 200)


@pytest.fixture(scope="module")
def desk(sqlite: Sqlite, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[World, dict[str, Page]]]:
    """A desk with a case and its server; a page in the browsers of Alice, who administers, and of Bob, whose case it is."""
    data, log = tmp_path_factory.mktemp("desk"), tmp_path_factory.mktemp("log") / "server.log"
    with sqlite.fresh(data) as database, serving(data, log, env=database.environ) as base:
        world, cookies = aside(_world)
        base = base.replace("127.0.0.1", "localhost")
        contexts = {}
        for who, cookie in cookies.items():
            contexts[who] = browser.new_context(viewport=PHONE, base_url=base, proxy={**NOWHERE, "bypass": "localhost"})
            contexts[who].add_cookies([{"name": "alongside", "value": cookie, "domain": "localhost", "path": "/desk/"}])
        yield world, {who: context.new_page() for who, context in contexts.items()}
        for context in contexts.values():
            context.close()


def _world() -> tuple[World, dict[str, str]]:
    now = clock.now()
    alice = making.found_desk(now)
    world = World(alice, making.member(alice, "Bob", now=now), making.member(alice, "Charlie", now=now))
    world.ids = {"erin": making.newcomer(alice, "Erin", now=now).person.id}
    hide(world)
    facts = store.open_case(world.bob, world.case, now, note=False).facts
    person = facts[world.ids["person"]]
    store.save(world.bob, world.case, [store.Edit(None, agreement(person))], now)
    return world, {
        who: making.login_client(one).cookies["alongside"].value for who, one in (("alice", alice), ("bob", world.bob))
    }


def opened(desk: tuple[World, dict[str, Page]], name: str, lang: str) -> Page:
    """The page of a route, in the browser of who may."""
    world, pages = desk
    page = pages["alice" if routes()[name].access == "administrator" or not routes()[name].of_a_case else "bob"]
    answer = page.goto(reverse(name, kwargs={"lang": lang, **told(PRIVATE[name].kwargs, world)}))
    assert answer is not None and answer.status == 200
    return page


@pytest.mark.parametrize("lang", ["en", "ar"])
@pytest.mark.parametrize("name", SHOWN)
def test_axe_finds_nothing_and_nothing_sticks_out_of_a_phone(desk, name, lang):
    page = opened(desk, name, lang)
    page.emulate_media(color_scheme="light")
    ready(page)
    assert page.evaluate(TOO_WIDE) == []
    levels = page.evaluate(HEADINGS)
    assert levels.count(1) == 1 and levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert page.evaluate(RUN, ["page", ALL_BUT_CONTRAST]) == []
    assert pale(page) == []
    page.emulate_media(color_scheme="dark")
    assert pale(page) == []


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing_on_the_forms_of_records(desk, kind):
    world, pages = desk
    page = pages["bob"]
    answer = page.goto(f"/desk/en/cases/{world.case}/new/{kind}/")
    assert answer is not None and answer.status == 200
    ready(page)
    assert page.evaluate(TOO_WIDE) == []
    assert page.evaluate(RUN, ["page", ALL_BUT_CONTRAST]) == []
    assert pale(page) == []


@pytest.mark.soak
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", SHOWN)
def test_no_page_of_the_desk_sticks_out_of_a_phone_in_any_language(desk, name, lang):
    page = opened(desk, name, lang)
    page.evaluate(UNFOLD)
    assert page.evaluate(TOO_WIDE) == []
