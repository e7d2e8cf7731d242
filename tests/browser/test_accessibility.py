"""Every page for everybody: axe finds nothing, headings are in order, a small phone shows it without scrolling sideways."""

from importlib.resources import files
from itertools import pairwise

import pytest

from alongside.directory import reader
from tests.browser.shown import LANGUAGES, PAGES, Shown

# Injected by evaluate: the policy of the pages refuses every script, also a tester's.
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
# What axe cannot decide counts as found: an element it gives up on is one that nobody has checked.
RUN = """async ([what, options]) => {
    const where = what === "kinds" ? {include: window.kinds} : document;
    const found = await axe.run(where, {resultTypes: ["violations", "incomplete"], ...options});
    return [...found.violations, ...found.incomplete]
        .map(one => [one.id, one.nodes.length, one.nodes[0].html.slice(0, 200), one.nodes[0].failureSummary]);
}"""
# WCAG 2.2 asks for targets of 24 points; axe leaves the rule out unless told.
ALL_BUT_CONTRAST = {"rules": {"target-size": {"enabled": True}, "color-contrast": {"enabled": False}}}
# Text stands at 7:1, which is the enhanced rule.
CONTRAST = {"runOnly": ["color-contrast", "color-contrast-enhanced"]}
UNFOLD = "() => document.querySelectorAll('details').forEach(one => { one.open = true; })"
# Axe gives up on text that a box scrolls away or that sticks out of its box: the column becomes as wide as what scrolls in it.
LAY_OUT = """() => document.querySelectorAll('.scroll').forEach(one => {
    document.body.style.minWidth = one.closest('main').style.minWidth = `${one.scrollWidth + 100}px`;
    one.style.overflow = 'visible';
})"""
# Contrast costs axe 3 ms an element: it parses every ground under it anew, 15 s for the five thousand texts of a plan. They are of
# 180 kinds: elements of one kind have the same names, colours and letters all the way up to the page. One of each is enough here;
# `make soak` looks at every one.
KINDS = """() => {
    const chains = new Map(), kinds = new Map();
    for (const one of document.body.querySelectorAll('*')) {
        const {color, backgroundColor, backgroundImage, opacity, fontSize, fontWeight} = getComputedStyle(one);
        const own = [one.tagName, one.className, color, backgroundColor, backgroundImage, opacity, fontSize, fontWeight].join();
        const chain = `${chains.get(one.parentElement)} > ${own}`;
        chains.set(one, chain);
        const says = one.matches('input, select') || [...one.childNodes].some(part => part.nodeType === Node.TEXT_NODE && part.data.trim());
        if (says && !kinds.has(chain)) kinds.set(chain, one);
    }
    window.kinds = [...kinds.values()];
    return window.kinds.length;
}"""
HEADINGS = "() => [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map(one => Number(one.tagName[1]))"
TOO_WIDE = """() => {
    const edge = document.documentElement.clientWidth;
    if (document.scrollingElement.scrollWidth <= edge) return [];
    return [...document.querySelectorAll('body *')].filter(one => {
        const box = one.getBoundingClientRect();
        return (box.right > edge + 1 || box.left < -1) && !one.closest('.scroll, .skip, .top');
    }).slice(0, 3).map(one => one.outerHTML.slice(0, 200));
}"""


def ready(page) -> None:
    page.evaluate(UNFOLD)
    page.evaluate(AXE)


def pale(page) -> list[object]:
    """What has too little contrast, among one text of every kind."""
    page.evaluate(LAY_OUT)
    assert page.evaluate(KINDS) > 10
    return page.evaluate(RUN, ["kinds", CONTRAST])


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
