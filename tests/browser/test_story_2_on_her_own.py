"""Story 2: a defender on her own, in Arabic, on an old phone without scripts. She reads, decides to stand back, and leaves."""

import re

import pytest

from alongside.desk.guide import practice

# Written out, not imported: a change of where people are sent should be seen twice.
ELSEWHERE = "https://www.wikipedia.org/"
READ = ("", "practice/", "practice/leaving-no-trace/", "practice/risk/", "directory/", "countries/EGY/", "situation/", "about/")
ANSWERS = {"incidents": "yes", "smear": "yes", "direct-threat": "no", "happening-now": "no", "alone": "yes", "check-ins": "no"}


@pytest.fixture
def defender(walk):
    return walk("ar")


def assess(defender) -> None:
    """From the first page to the result of the self-assessment."""
    risk = practice.read(practice.RISK, "ar")
    defender.open()
    defender.follow(risk.words["title"])
    for name, value in ANSWERS.items():
        defender.tick(name, value)
    defender.tick("threshold", "low")
    defender.press(defender.say("risk.show"))


@pytest.mark.parametrize("path", READ)
def test_every_page_reads_from_right_to_left_in_arabic(defender, path):
    defender.open(path)
    root = defender.page.locator("html")
    assert (root.get_attribute("dir"), root.get_attribute("lang")) == ("rtl", "ar")
    assert re.search("[\u0621-\u064a]{3}", defender.page.locator("h1").inner_text())
    # Rendered so, not only declared: the text of the heading starts at the right edge of the column.
    column = defender.main.bounding_box()
    product = defender.page.locator("header .product").bounding_box()
    assert product["x"] + product["width"] > column["x"] + column["width"] / 2


def test_the_self_assessment_offers_to_stand_back_as_a_full_result(defender):
    assess(defender)
    assert defender.heading == defender.say("risk.result")
    stand_back = practice.read(practice.RISK, "ar").words["advice"]["stand-back"]
    assert stand_back in defender.main.locator("ul").first.inner_text()
    assert defender.say("risk.not_promise") in defender.main.inner_text()


def test_the_whole_story_leaves_nothing_in_the_browser(defender):
    assess(defender)
    state = defender.context.storage_state()
    assert state == {"cookies": [], "origins": []}
    assert not any("set-cookie" in answer.headers for answer in defender.answers)
    assert all(answer.headers["cache-control"] == "no-store" for answer in defender.answers if "/static/" not in answer.url)


def test_nothing_she_answered_stands_in_an_address(defender):
    assess(defender)
    assert not any("?" in answer.url for answer in defender.answers)
    assert defender.elsewhere == []


def test_she_is_away_in_one_touch_from_the_result(defender):
    assess(defender)
    touches = defender.touches
    leave(defender)
    assert defender.touches == touches + 1
    assert [request.url for request in defender.elsewhere] == [ELSEWHERE]
    gone = [answer for answer in defender.answers if answer.url.endswith("/leave/")]
    assert [(answer.status, answer.headers["location"]) for answer in gone] == [(303, ELSEWHERE)]


def test_where_she_goes_is_not_told_where_she_comes_from(defender):
    assess(defender)
    leave(defender)
    assert [request.headers.get("referer") for request in defender.elsewhere] == [None]


def test_the_way_out_is_at_the_same_place_on_every_page_and_after_scrolling(defender):
    places = set()
    for path in READ:
        defender.open(path)
        link = defender.page.locator("a.leave")
        assert link.inner_text() == defender.say("frame.leave")
        places.add(place_of(link))
        defender.page.locator("footer").scroll_into_view_if_needed()
        places.add(place_of(link))
    assess(defender)
    places.add(place_of(defender.page.locator("a.leave")))
    assert len(places) == 1
    x, y, width, height = places.pop()
    assert x >= 0 and y >= 0 and x + width <= 320 and height >= 44 and y + height < 120  # thumb-sized, in sight


def leave(defender) -> None:
    defender.touches += 1
    # Away she goes, as far as a test may: the proxy of these tests is not there.
    with defender.page.expect_event(
        "requestfailed", lambda request: request.url == ELSEWHERE and request.is_navigation_request()
    ):
        defender.page.locator("a.leave").click()


def place_of(link) -> tuple[int, ...]:
    box = link.bounding_box()
    return tuple(round(box[side]) for side in ("x", "y", "width", "height"))
