"""The first start, an invitation and the login in a real browser: with a security key (Chromium's virtual one), and without scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.serving import serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[tuple[str, str]]:
    """A server without a desk: its address by name, since passkeys know no numbers, and the code from its terminal."""
    data, log = tmp_path / "data", tmp_path / "server.log"
    data.mkdir()
    with serving(data, log) as base:
        told = re.search(r"with the code (\S+)", log.read_text())
        assert told
        yield base.replace("127.0.0.1", "localhost"), told[1]


@contextmanager
def window(browser: Browser, base: str, scripts: bool = True) -> Iterator[Page]:
    context = browser.new_context(base_url=base, java_script_enabled=scripts, viewport={"width": 320, "height": 640})
    yield context.new_page()
    context.close()


def security_key(page: Page) -> None:
    """Plug one in that needs no touch."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": {"protocol": "ctap2", "transport": "usb", "hasUserVerification": True, "isUserVerified": True,
                     "automaticPresenceSimulation": True}},
    )  # fmt: skip


def begin(page: Page, code: str) -> str:
    page.goto("/desk/en/begin/")
    for name, value in {"code": code, "desk": "The desk at the harbour", "name": "Alice", "handle": "heron"}.items():
        page.fill(f"#{name}", value)
    page.click("main button")
    return six_words(page)


def six_words(page: Page) -> str:
    words = page.locator("ol.words li").all_inner_texts()
    assert len(words) == 6
    return " ".join(words)


def give_words(page: Page, handle: str, words: str) -> None:
    page.fill("#enter-handle", handle)
    page.fill("#enter-passphrase", words)
    page.click("main button")


def fits(page: Page) -> None:
    """Nothing of it has to be scrolled to the side, on the smallest telephone and on a desk."""
    for width in (1100, 320):
        page.set_viewport_size({"width": width, "height": 640})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url


def test_a_founder_with_a_security_key_comes_in_again_with_it(browser: Browser, desk: tuple[str, str]) -> None:
    base, code = desk
    with window(browser, base) as page:
        security_key(page)
        words = begin(page, code)
        fits(page)
        page.click("main a.button")
        fits(page)
        give_words(page, "heron", words)
        fits(page)
        page.click("form[data-passkey=create] button")
        page.wait_for_selector("ol.codes")
        assert page.locator("ol.codes li").count() == 10
        fits(page)
        page.goto("/desk/en/profile/")
        assert page.input_value("#name") == "Alice"
        fits(page)
        page.goto("/desk/en/factors/")
        fits(page)
        page.goto("/desk/en/logins/")
        fits(page)
        page.click("header button")
        page.wait_for_url("**/desk/en/login/")
        page.goto("/desk/en/profile/")
        give_words(page, "heron", words)
        fits(page)
        page.click("form[data-passkey=get] button")
        page.wait_for_url("**/desk/en/profile/")
        page.wait_for_selector("#name")


def test_a_refused_security_key_says_so_and_the_page_stays(browser: Browser, desk: tuple[str, str]) -> None:
    base, code = desk
    with window(browser, base) as page:
        words = begin(page, code)
        page.goto("/desk/en/login/")
        give_words(page, "heron", words)
        page.evaluate("() => { navigator.credentials.create = () => Promise.reject(new Error('no')); }")
        page.click("form[data-passkey=create] button")
        page.wait_for_selector("form[data-passkey=create] [data-fault]:not([hidden])")


def test_somebody_is_invited_and_waits_with_her_six_words_all_without_scripts(browser: Browser, desk: tuple[str, str]) -> None:
    base, code = desk
    with window(browser, base, scripts=False) as page:
        page.goto("/desk/en/begin/")
        fits(page)
        words = begin(page, code)
        page.goto("/desk/en/login/")
        give_words(page, "heron", "six wrong words")
        assert page.input_value("#enter-handle") == "heron"
        fits(page)
        give_words(page, "heron", words)
        set_up_app(page)
        page.goto("/desk/en/invite/")
        fits(page)
        page.fill("#name", "Bob")
        page.fill("#handle", "bob@example.org")
        page.click("main button")
        assert page.locator(".fault").count() == 1
        fits(page)
        page.fill("#handle", "magpie")
        page.click("main button")
        fits(page)
        link = page.locator("p.secret").inner_text()
    with window(browser, base, scripts=False) as page:
        page.goto(link)
        fits(page)
        page.click("main button")
        words = six_words(page)
        page.click("main a.button")
        give_words(page, "magpie", words)
        set_up_app(page)
        page.goto("/desk/en/profile/")
        assert len(six_words(page).split()) == 6
        fits(page)


def set_up_app(page: Page) -> None:
    """As she would with her telephone: the letters below the square."""
    import base64
    import time

    from alongside.vault import totp

    text = page.locator("p.secret").inner_text()
    secret = base64.b32decode(text.replace(" ", ""))
    page.fill("#enter-code", totp.code(secret, int(time.time())))
    page.click("form:has(#enter-code) button")
    assert page.locator("ol.codes li").count() == 10
