"""Every page for everybody: axe finds nothing, headings are in order, a small phone shows it without scrolling sideways."""

from itertools import pairwise

import pytest

from alongside.directory import reader
from tests.browser.seeing import ALL_BUT_CONTRAST, HEADINGS, LAY_OUT, RUN, TOO_WIDE, UNFOLD, pale, ready
from tests.browser.shown import LANGUAGES, PAGES, Shown


@pytest.mark.parametrize("lang", ["en", "ar"])
@pytest.mark.parametrize("shown", PAGES, ids=lambda shown: shown.name)
def test_axe_finds_nothing_in_light_and_dark(eye, shown, lang):
    eye.emulate_media(color_scheme="light")
    shown.open(eye, lang)
    ready(eye)
    assert eye.evaluate(RUN, ["page", ALL_BUT_CONTRAST]) == []
    assert pale(eye) == []
    eye.emulate_media(color_scheme="dark")
    assert eye.evaluate("() => matchMedia('(prefers-color-scheme: dark)').matches")
    assert pale(eye) == []


@pytest.mark.soak
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("shown", PAGES, ids=lambda shown: shown.name)
def test_axe_finds_nothing_at_any_element_in_any_language(eye, shown, lang, scheme):
    eye.emulate_media(color_scheme=scheme)
    shown.open(eye, lang)
    ready(eye)
    assert eye.evaluate(RUN, ["page", ALL_BUT_CONTRAST]) == []
    eye.evaluate(LAY_OUT)
    assert eye.evaluate(RUN, ["page", {"runOnly": ["color-contrast"]}]) == []


@pytest.mark.soak
@pytest.mark.parametrize("of", ["mechanisms", "states"])
def test_axe_finds_nothing_on_the_page_of_any_entry_or_country_and_none_scrolls_sideways(eye, of):
    folder = {"mechanisms": "directory", "states": "countries"}[of]
    found = {}
    for code in getattr(reader.load(), of):
        eye.emulate_media(color_scheme="light")
        Shown(code, f"{folder}/{code}/").open(eye, "en")
        ready(eye)
        wide = eye.evaluate(TOO_WIDE)
        found[code] = [*wide, *eye.evaluate(RUN, ["page", ALL_BUT_CONTRAST]), *pale(eye)]
        eye.emulate_media(color_scheme="dark")
        found[code] += pale(eye)
    assert {code: what for code, what in found.items() if what} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_would_find_a_picture_without_words_and_grey_on_grey(eye, scheme):
    eye.emulate_media(color_scheme=scheme)
    PAGES[0].open(eye, "en")
    eye.evaluate("""() => {
        const [picture, line] = [document.createElement('img'), document.createElement('p')];
        picture.src = '/static/nothing.svg';
        line.textContent = 'A pale sentence.';
        line.style.color = '#888';
        line.style.backgroundColor = '#999';
        document.querySelector('h1').after(line, picture);
    }""")
    ready(eye)
    assert "image-alt" in {found[0] for found in eye.evaluate(RUN, ["page", ALL_BUT_CONTRAST])}
    assert "color-contrast" in {found[0] for found in pale(eye)}


def test_no_name_of_a_place_is_given_twice_on_the_whole_plan(eye):
    plan = next(shown for shown in PAGES if shown.name == "plan of a fuller case")
    plan.open(eye, "en")
    names = eye.evaluate("() => [...document.querySelectorAll('[id]')].map(one => one.id)")
    assert len(names) > 150
    assert len(names) == len(set(names))


@pytest.mark.parametrize("shown", PAGES, ids=lambda shown: shown.name)
def test_headings_go_down_one_step_at_a_time(eye, shown):
    shown.open(eye, "en")
    levels = eye.evaluate(HEADINGS)
    assert levels.count(1) == 1
    # The aside with the number has no heading, so the first heading of the page is its title.
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("shown", PAGES, ids=lambda shown: shown.name)
def test_a_phone_of_320_points_scrolls_no_page_sideways(eye, shown, lang):
    shown.open(eye, lang)
    eye.evaluate(UNFOLD)
    assert eye.evaluate(TOO_WIDE) == []
    assert eye.evaluate("() => document.scrollingElement.scrollWidth") <= 320
