"""A person's way through the guide: what she reads and touches, how many pages came and from where."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import alongside.plan
from alongside.desk.guide import words
from alongside.language import catalogue

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Locator, Request, Response

PLAN_TEXTS = Path(alongside.plan.__file__).parent / "texts"


class Walk:
    """One person, one tab, one language. `pages` and `touches` count what the walk costs her."""

    def __init__(self, context: BrowserContext, base: str, lang: str) -> None:
        self.context, self.base, self.lang = context, base, lang
        self.pages = self.touches = 0
        self.elsewhere: list[Request] = []
        self.answers: list[Response] = []
        self.page = context.new_page()
        self.page.on("request", self._asked)
        self.page.on("response", self._seen)

    def _asked(self, request: Request) -> None:
        if not request.url.startswith(self.base):
            self.elsewhere.append(request)

    def _seen(self, response: Response) -> None:
        self.answers.append(response)
        if response.request.resource_type == "document" and response.status == 200:
            self.pages += 1

    def say(self, key: str, **params: object) -> str:
        """A sentence of the guide, in the language of the walk."""
        return words.guide(self.lang).say(key, params)

    def plan_says(self, key: str) -> str:
        """A sentence of the plan."""
        return catalogue.read(PLAN_TEXTS, self.lang).say(key)

    def open(self, path: str = "") -> None:
        """Type an address below the language."""
        self.page.goto(f"{self.base}/{self.lang}/{path}")

    def follow(self, text: str) -> None:
        """Touch the link with these words in the text of the page."""
        self.touches += 1
        self.main.get_by_role("link", name=text, exact=True).first.click()

    def press(self, text: str) -> None:
        """Touch the button with these words."""
        self.touches += 1
        self.main.get_by_role("button", name=text, exact=True).click()

    def choose(self, name: str, value: str) -> None:
        """Choose from a list: on a phone, one touch to open it and one on the answer."""
        self.touches += 2
        self.main.locator(f"select[name={name}]").select_option(value)

    def tick(self, name: str, value: str) -> None:
        """Touch an answer. It must be in sight without unfolding anything, as for her."""
        self.touches += 1
        self.main.locator(f"input[name={name}][value='{value}']").check()

    @property
    def main(self) -> Locator:
        """The page without head and foot."""
        return self.page.locator("main")

    @property
    def heading(self) -> str:
        return self.page.locator("h1").inner_text()
