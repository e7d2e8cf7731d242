"""Every page that a person can see, by how she gets there: the examples of the URL table, each question page, a fault, an error."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from alongside.desk.guide import practice
from alongside.desk.guide.steps import ORDER
from tests.desk.url_table import EXAMPLES

if TYPE_CHECKING:
    from playwright.sync_api import Page

Fields = tuple[tuple[str, str], ...]
SITUATION: Fields = (
    ("state", "EGY"),
    ("acts", "arrest-detention"),
    ("acts", "travel-ban"),
    ("when", "today"),
    ("detained", "yes"),
)
LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")
# Fills a form and sends it, as a person would; the address of the page that asks does not matter to the answer.
SEND = """([path, fields]) => {
    const form = document.createElement("form");
    form.method = "post";
    form.action = path;
    for (const [name, value] of fields) {
        const field = document.createElement("input");
        field.type = "hidden"; field.name = name; field.value = value;
        form.append(field);
    }
    document.body.append(form);
    form.submit();
}"""


@dataclass(frozen=True)
class Shown:
    """One page: a path below the language, and what is sent to it, or nothing."""

    name: str
    path: str
    sent: Fields | None = None

    def open(self, page: Page, lang: str) -> None:
        """Show it. Page needs scripts, because a form is sent to get there."""
        address = f"/{lang}/{self.path}"
        page.goto(address if self.sent is None else f"/{lang}/about/")
        if self.sent is not None:
            with page.expect_navigation():
                page.evaluate(SEND, [address, [list(pair) for pair in self.sent]])


def _of_the_table() -> list[Shown]:
    found = []
    for name, example in EXAMPLES.items():
        if not example.path.startswith("/en/"):
            continue
        path = example.path.removeprefix("/en/")
        if "GET" in example.methods and example.status == 200:
            found.append(Shown(name, path))
        if "POST" in example.methods:
            found.append(Shown(f"{name}, answered", path, tuple(example.fields.items())))
    return found


PAGES = (
    *_of_the_table(),
    *(Shown(f"question page {step}", "situation/", (*SITUATION, ("go", step))) for step in ORDER),
    Shown(
        "plan of a fuller case",
        "plan/",
        (*SITUATION, ("danger", "yes"), ("un", "planned"), ("un_bodies", "un-human-rights-council")),
    ),
    Shown("a wrong date", "plan/", (*SITUATION, ("when", "date"), ("when_date", "last Tuesday"))),
    Shown("no such page", "nothing-here/"),
    *(Shown(f"practice page {slug}", f"practice/{slug}/") for slug in practice.SLUGS if slug != "reports"),
)
