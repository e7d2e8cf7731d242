"""Every page of evidence in a real browser on a small phone, without scripts of ours: axe finds nothing and nothing sticks out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from alongside.desk.cases import store
from alongside.desk.cases.evidence import copies, taking
from alongside.desk.cases.evidence.files import Arriving
from alongside.desk.people import clock
from tests.browser.conftest import NOWHERE, PHONE
from tests.browser.seeing import ALL_BUT_CONTRAST, HEADINGS, RUN, TOO_WIDE, UNFOLD, pale, ready
from tests.cleaning import papers, photos, signing
from tests.desk import making
from tests.desk.cases.telling import person
from tests.desk.database import Sqlite, aside
from tests.serving import serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

WHERE = """() => {
  const [box, plate] = [".plate rect", ".plate input"].map((one) => document.querySelector(one).getBoundingClientRect());
  return [box.left - plate.left, box.top - plate.top, box.width, box.height];
}"""
PAGES = ("", "ONE/", "ONE/redact/", "TEXT/redact/", "ONE/remove/", "SIGNED/")


def world() -> tuple[str, str, dict[str, str]]:
    """Alice's cookie, her case, and in it a paper with words, a text that cannot be drawn and a changed photo that was signed."""
    now = clock.now()
    alice = making.found_desk(now)
    case = store.create(alice, [person("Amal")], now)
    made = {}
    signed = signing.signed(photos.jpeg(), "jpeg")
    for name, content in (("ONE", papers.pdf()), ("TEXT", b"what she said"), ("SIGNED", signed[:-30] + bytes(28) + signed[-2:])):
        arriving = Arriving(alice.desk)
        arriving.add(content)
        one = taking.take(alice, case, arriving.finish(), f"{name} of the second of March.pdf", {}, now)
        made[name] = one.id
    copies.make(alice, case, one, now)
    return making.login_client(alice).cookies["alongside"].value, str(case), made


@pytest.fixture(scope="module")
def seen(
    sqlite: Sqlite, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Page, str, dict[str, str]]]:
    data, log = tmp_path_factory.mktemp("desk"), tmp_path_factory.mktemp("log") / "server.log"
    with sqlite.fresh(data) as database, serving(data, log, env=database.environ) as base:
        cookie, case, made = aside(world)
        base = base.replace("127.0.0.1", "localhost")
        context = browser.new_context(viewport=PHONE, base_url=base, proxy={**NOWHERE, "bypass": "localhost"})
        context.add_cookies([{"name": "alongside", "value": cookie, "domain": "localhost", "path": "/desk/"}])
        yield context.new_page(), case, made
        context.close()


def looked_over(page: Page) -> None:
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


@pytest.mark.parametrize(
    ("path", "lang"), [*((path, "en") for path in PAGES), ("", "ar"), ("ONE/redact/", "ar"), ("SIGNED/", "ar")]
)
def test_axe_finds_nothing_and_nothing_sticks_out_of_a_phone(
    seen: tuple[Page, str, dict[str, str]], path: str, lang: str
) -> None:
    page, case, made = seen
    for name, one in made.items():
        path = path.replace(name, one)
    answer = page.goto(f"/desk/{lang}/cases/{case}/evidence/{path}")
    assert answer is not None and answer.status == 200
    looked_over(page)


@pytest.mark.parametrize("lang", ["ar"])  # where the page runs from right to left, and the picture does not
def test_a_click_on_the_picture_lands_where_the_box_is_drawn(seen: tuple[Page, str, dict[str, str]], lang: str) -> None:
    page, case, made = seen
    page.goto(f"/desk/{lang}/cases/{case}/evidence/{made['ONE']}/redact/")
    picture = page.locator("input[type=image]")
    page.get_by_role("button").filter(has_text="أصغر").click()
    size = picture.bounding_box()
    assert size is not None and size["width"] == 280
    for left, top in ((56, 40), (140, 120)):
        with page.expect_response(lambda answer: answer.url.endswith("/redact/0/280/")) as drawn:
            picture.click(position={"x": left, "y": top})
        assert drawn.value.status == 200
    left, top, wide, high = page.evaluate(WHERE)  # measured at once: the page may still be scrolling
    assert abs(left - 56) < 3 and abs(top - 40) < 3 and abs(wide - 84) < 4 and abs(high - 80) < 4
    looked_over(page)


def test_a_large_file_goes_on_by_itself_where_the_line_broke(
    seen: tuple[Page, str, dict[str, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    page, case, _ = seen
    large = tmp_path_factory.mktemp("device") / "the gate.txt"
    large.write_bytes(b"what she said " * 610_000)
    broken: list[str] = []
    whole: list[str] = []

    def unheard(route: Route) -> None:
        whole.append(route.request.url)
        if len(whole) == 1:  # the desk keeps the file, and the line breaks before its answer is here
            route.fetch()
            route.abort()
            return
        route.continue_()

    def once(route: Route) -> None:
        if len(broken) == 1:  # the second part, the first time
            broken.append(route.request.url)
            route.abort()
            return
        broken.append(route.request.url)
        route.continue_()

    page.goto(f"/desk/en/cases/{case}/evidence/")
    page.route(re.compile(r"/arriving/[0-9a-f-]{36}/$"), once)
    page.route(re.compile(r"/arriving/[0-9a-f-]{36}/whole/$"), unheard)
    page.set_input_files("#file", large)
    page.get_by_role("button", name="Store the files").click()
    page.get_by_text("The line broke.").wait_for()
    page.get_by_role("link", name="the gate.txt").wait_for(timeout=60_000)
    page.unroute_all()
    assert len(broken) == 3 and len(whole) == 2  # two parts, one of them twice; the whole asked for twice
    assert page.get_by_role("link", name="the gate.txt").count() == 1
    assert "8.1 MiB" in page.inner_text("main") and "On its way" not in page.inner_text("main")
