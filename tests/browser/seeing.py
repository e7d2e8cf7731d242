"""What a person with other eyes meets on a page: axe, contrast of every kind of text, what sticks out on a small phone."""

from importlib.resources import files

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
# Axe gives up on text that a box scrolls away or that sticks out of its box: the column becomes as wide as what scrolls in it. And in a
# drawing that is shrunk, letters stick out of their own box by what is lost in rounding: drawings are looked at in their own size.
LAY_OUT = """() => {
    for (const one of document.querySelectorAll('.scroll')) {
        document.body.style.minWidth = one.closest('main').style.minWidth = `${one.scrollWidth + 100}px`;
        one.style.overflow = 'visible';
    }
    for (const one of document.querySelectorAll('svg')) one.style.maxWidth = 'none';
}"""
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
