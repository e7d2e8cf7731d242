"""Every page of taking out and taking in, in a real browser on a small phone: axe finds nothing and nothing sticks out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from unittest import mock

import pytest

from alongside.desk.cases import store
from alongside.desk.cases.exporting import approvals, leaving, partners
from alongside.desk.people import clock, founding
from alongside.vault.passphrases import CHEAPEST
from tests.desk import making
from tests.desk.cases.exporting.scene import compared
from tests.desk.cases.telling import few, person
from tests.desk.database import Sqlite
from tests.desk.looking import LONG, address, looked_at, looks_right

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


def world() -> tuple[str, dict[str, str]]:
    """Alice's cookie; a case that may go to a colleague and to nobody else; Noor, compared, and Samir, waiting; requests of each kind."""
    now = clock.now()
    alice = making.found_desk(now)
    bob = making.member(alice, "Bob", now=now)
    with mock.patch.object(founding, "the_desk", return_value=None):
        noor = founding.found("The desk on the hill", "Noor", "kestrel", "en", now, CHEAPEST)[0]
        samir = founding.found(LONG, "سمير الخيالي", "sparrow", "ar", now, CHEAPEST)[0]
    known, waiting = compared(alice, noor, bob), partners.take(alice, partners.own_text(samir))
    case = store.create(alice, [*few(), person(LONG, "relative")], now, [bob.person])
    hers = approvals.ask(alice, [case], "pdf", "en", bob.person.pk, f"For the lawyer {LONG}", now)
    approvals.answer(bob, hers.id, True, "Only by hand", now)
    his = approvals.ask(bob, [case], "csv", "en", alice.person.pk, "For the fund", now)
    leaving.package(alice, [case], bob.person, now)
    made = {"CASE": case, "KNOWN": known.id, "WAITING": waiting.id, "HERS": hers.id, "HIS": his.id}
    return making.login_client(alice).cookies["alongside"].value, {name: str(id_) for name, id_ in made.items()}


@pytest.fixture(scope="module")
def seen(sqlite: Sqlite, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Page, dict[str, str]]]:
    with looked_at(sqlite, browser, tmp_path_factory, world) as found:
        yield found


def looked(page: Page, lang: str, made: dict[str, str]) -> None:
    """Tick the case in the list, choose Noor, look: she was not agreed to."""
    page.goto(f"/desk/{lang}/cases/")
    page.locator(f"input[name=case][value='{made['CASE'].replace('-', '')}']").check()
    page.locator("form#export button").click()
    page.locator("#to").select_option(f"partner-{made['KNOWN'].replace('-', '')}")
    page.locator("button[value=look]").click()


def may_go(page: Page, lang: str, made: dict[str, str]) -> None:
    looked(page, lang, made)
    page.locator("#to").select_option(index=1)
    page.locator("button[value=look]").click()
    assert page.locator("button[value=take]").count() == 1


def plain_text(page: Page, lang: str, made: dict[str, str]) -> None:
    address("cases/CASE/export/")(page, lang, made)
    page.locator("form[action$='export/plain/'] button").click()
    page.locator("button[value=ask]").click()
    assert page.locator("[role=alert]").count() == 1


def no_package(page: Page, lang: str, made: dict[str, str]) -> None:
    page.goto(f"/desk/{lang}/cases/packages/")
    page.locator("#file").set_input_files({"name": "x.alongside", "mimeType": "application/octet-stream", "buffer": b"hello"})
    page.locator("button[value=look]").click()
    assert page.locator("[role=alert]").count() == 1


def plain_package(page: Page, lang: str, made: dict[str, str]) -> None:
    note = b'{"format":1,"kind":"note","id":"' + b"a" * 32 + b'","revision":1,"text":"x"}'
    data = b'{"alongside":"facts/1"}\n{"case":1,"fact":' + note + b"}\n"
    page.goto(f"/desk/{lang}/cases/packages/")
    page.locator("#file").set_input_files({"name": "x.jsonl", "mimeType": "application/jsonl", "buffer": data})
    page.locator("button[value=look]").click()
    assert page.locator("[role=status]").count() == 1


PAGES = {
    "list": address("cases/"),
    "today": address(""),
    "how": address("cases/export/"),
    "history": address("cases/CASE/history/"),
    "one case": address("cases/CASE/export/"),
    "may not": looked,
    "may": may_go,
    "plain": plain_text,
    "hers": address("cases/export/requests/HERS/"),
    "his": address("cases/export/requests/HIS/"),
    "packages": address("cases/packages/"),
    "no package": no_package,
    "plain package": plain_package,
    "partners": address("cases/partners/"),
    "known": address("cases/partners/KNOWN/"),
    "waiting": address("cases/partners/WAITING/"),
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
