"""Contexts of the browser tests: a phone without scripts, and one with scripts for what only scripts can measure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from tests.browser.walk import Walk

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PHONE = {"width": 320, "height": 640}
# Whatever is not on this computer is asked of a proxy that is not there: a request elsewhere is seen, and never sent. Routing in
# the browser would not do: it does not see where a redirect leads.
NOWHERE = {"server": "http://127.0.0.1:9", "bypass": "127.0.0.1"}


@pytest.fixture
def walk(browser: Browser, server: str) -> Iterator[Callable[[str], Walk]]:
    """Starts a walk on a small phone with scripts off, in one language. Requests to other sites are seen, never sent."""
    contexts = []

    def start(lang: str) -> Walk:
        context = browser.new_context(java_script_enabled=False, viewport=PHONE, locale=lang, proxy=NOWHERE)
        contexts.append(context)
        return Walk(context, server, lang)

    yield start
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def eye(browser: Browser, server: str) -> Iterator[Page]:
    """A page with scripts on, to measure and to run axe in. The product's own policy still forbids every script of a page."""
    context = browser.new_context(viewport=PHONE, base_url=server, proxy=NOWHERE)
    yield context.new_page()
    context.close()
