"""The pages of publicity and of referrals in a real browser on a small phone: axe finds nothing and nothing sticks out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.desk.looking import address, looks_right, seated
from tests.desk.submissions.referral.conftest import Harbour

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@pytest.fixture(scope="module")
def seen(harbour: Harbour, browser: Browser) -> Iterator[tuple[Page, dict[str, str]]]:
    with seated(browser, harbour.desk, harbour.cookie) as page:
        yield page, harbour.made


def looked(page: Page, lang: str, made: dict[str, str]) -> None:
    """Everybody and everything is ticked; look at what would go to Noor."""
    address("cases/CASE/referrals/new/")(page, lang, made)
    page.locator("#to").select_option(index=1)
    page.locator("button[value=look]").click()


def no_referral(page: Page, lang: str, made: dict[str, str]) -> None:
    address("referred/")(page, lang, made)
    page.locator("#file").set_input_files({"name": "x.alongside", "mimeType": "application/octet-stream", "buffer": b"hello"})
    page.locator("button[value=look]").click()
    assert page.locator("[role=alert]").count() == 1


def undecided(page: Page, lang: str, made: dict[str, str]) -> None:
    """An appeal without anything filled in."""
    address("cases/CASE/publicity/")(page, lang, made)
    page.locator("button[value=decide]").click()
    assert page.locator("[role=alert]").count() == 1


PAGES = {
    "publicity": address("cases/CASE/publicity/"),
    "undecided": undecided,
    "referrals": address("cases/CASE/referrals/"),
    "new": address("cases/CASE/referrals/new/"),
    "looked": looked,
    "one": address("cases/CASE/referrals/ONE/"),
    "inward": address("cases/TAKEN/referrals/INWARD/"),
    "referred": address("referred/"),
    "no referral": no_referral,
}


def test_axe_finds_nothing_and_nothing_sticks_out_of_a_phone(seen: tuple[Page, dict[str, str]]) -> None:
    page, made = seen
    for number, (name, go) in enumerate(PAGES.items()):
        go(page, "ar" if number % 2 else "en", made)
        looks_right(page, name)


@pytest.mark.soak
@pytest.mark.parametrize("lang", ["ar", "en", "es", "fr", "ru", "zh"])
def test_the_same_in_every_language(seen: tuple[Page, dict[str, str]], lang: str) -> None:
    page, made = seen
    for name, go in PAGES.items():
        go(page, lang, made)
        looks_right(page, name)
