"""Every page for everybody: axe finds nothing, headings are in order, a small phone shows it without scrolling sideways."""

from importlib.resources import files
from itertools import pairwise

import pytest

from tests.browser.shown import LANGUAGES, PAGES

# Injected by evaluate: the policy of the pages refuses every script, also a tester's.
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
RUN = """async only => {
    const found = await axe.run(document, {resultTypes: ["violations"], ...(only ? {runOnly: only} : {})});
    return found.violations.map(one => [one.id, one.nodes.length, one.nodes[0].html.slice(0, 200), one.nodes[0].failureSummary]);
}"""
UNFOLD = "() => document.querySelectorAll('details').forEach(one => { one.open = true; })"
# A plan shows two hundred entries of one template; axe needs a minute for all of them, and learns nothing after the first ones.
SHORTEN = "() => document.querySelectorAll('.entry ~ .entry ~ .entry ~ .entry, tr ~ tr ~ tr ~ tr').forEach(one => one.remove())"
HEADINGS = "() => [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map(one => Number(one.tagName[1]))"
TOO_WIDE = """() => {
    const edge = document.documentElement.clientWidth;
    if (document.scrollingElement.scrollWidth <= edge) return [];
    return [...document.querySelectorAll('body *')].filter(one => {
        const box = one.getBoundingClientRect();
        return (box.right > edge + 1 || box.left < -1) && !one.closest('.scroll, .skip, .top');
    }).slice(0, 3).map(one => one.outerHTML.slice(0, 200));
}"""


def violations(page) -> list[object]:
    page.evaluate(UNFOLD)
    page.evaluate(SHORTEN)
    page.evaluate(AXE)
    return page.evaluate(RUN)


@pytest.mark.parametrize("lang", ["en", "ar"])
@pytest.mark.parametrize("shown", PAGES, ids=lambda shown: shown.name)
def test_axe_finds_nothing_in_light_and_dark(eye, shown, lang):
    eye.emulate_media(color_scheme="light")
    shown.open(eye, lang)
    assert violations(eye) == []
    eye.emulate_media(color_scheme="dark")
    assert eye.evaluate("() => matchMedia('(prefers-color-scheme: dark)').matches")
    assert eye.evaluate(RUN, ["color-contrast"]) == []


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
    assert {found[0] for found in violations(eye)} >= {"image-alt", "color-contrast"}


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
