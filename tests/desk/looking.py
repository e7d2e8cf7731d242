"""Pages of the desk in a real browser: a server on a database of its own, somebody before it, and what must hold on every page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from alongside.desk.web import engines
from tests.browser.conftest import NOWHERE, PHONE
from tests.browser.seeing import ALL_BUT_CONTRAST, HEADINGS, RUN, TOO_WIDE, UNFOLD, pale, ready
from tests.desk.database import Sqlite, aside, pointed
from tests.serving import serving

if TYPE_CHECKING:
    import pytest
    from playwright.sync_api import Browser, Page

T = TypeVar("T")
# What somebody types who never makes a space: it must not push a page wider than a telephone.
LONG = "Something-that-somebody-typed-without-a-single-blank-in-all-of-it-until-the-end-of-the-line"


@dataclass(frozen=True)
class Served:
    """A desk that answers: where, and where its tables and keys lie."""

    base: str
    data: Path

    def do(self, work: Callable[..., T], *args: Any) -> T:
        """Beside the server, on its tables, whichever desk was set up last."""
        with pointed(engines.sqlite(self.data), self.data / "keys"):
            return aside(work, *args)


@contextmanager
def served(sqlite: Sqlite, folders: pytest.TempPathFactory) -> Iterator[Served]:
    """The real server on an empty desk."""
    data, log = folders.mktemp("desk"), folders.mktemp("log") / "server.log"
    with sqlite.fresh(data) as database, serving(data, log, env=database.environ) as base:
        yield Served(base.replace("127.0.0.1", "localhost"), data)


@contextmanager
def seated(browser: Browser, desk: Served, cookie: str, *, scripts: bool = True) -> Iterator[Page]:
    """Somebody logged in, before a small telephone. With scripts on, for axe: the pages' own policy forbids every script all the same."""
    context = browser.new_context(
        viewport=PHONE, base_url=desk.base, java_script_enabled=scripts, proxy={**NOWHERE, "bypass": "localhost"}
    )
    context.add_cookies([{"name": "alongside", "value": cookie, "domain": "localhost", "path": "/desk/"}])
    try:
        yield context.new_page()
    finally:
        context.close()


@contextmanager
def looked_at(
    sqlite: Sqlite, browser: Browser, folders: pytest.TempPathFactory, world: Callable[[], tuple[str, dict[str, Any]]]
) -> Iterator[tuple[Page, dict[str, str]]]:
    """The page of whoever's cookie `world` gives, and the ids that it gives by name."""
    with served(sqlite, folders) as desk:
        cookie, made = desk.do(world)
        with seated(browser, desk, cookie) as page:
            yield page, {name: str(id_) for name, id_ in made.items()}


def address(path: str) -> Callable[[Page, str, dict[str, str]], None]:
    """Goes to a page; names of `made` in its path stand for ids."""

    def go(page: Page, lang: str, made: dict[str, str]) -> None:
        place = path
        for name, id_ in made.items():
            place = place.replace(name, id_)
        answer = page.goto(f"/desk/{lang}/{place}")
        assert answer is not None
        assert answer.status == 200, place

    return go


def looks_right(page: Page, name: str = "", *, dark: bool = True) -> None:
    """Axe finds nothing, nothing sticks out of a small telephone, headings go down step by step, text has contrast by day and night."""
    page.emulate_media(color_scheme="light")
    ready(page)
    page.evaluate(UNFOLD)
    assert page.evaluate(TOO_WIDE) == [], name
    levels = page.evaluate(HEADINGS)
    assert levels.count(1) == 1, name
    assert levels[0] == 1, name
    assert all(after <= before + 1 for before, after in pairwise(levels)), name
    assert page.evaluate(RUN, ["page", ALL_BUT_CONTRAST]) == [], name
    assert pale(page) == [], name
    if dark:
        page.emulate_media(color_scheme="dark")
        assert pale(page) == [], name
