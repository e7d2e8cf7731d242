"""The pages of what came of cases, of the year and of figures in a real browser on a small phone: axe finds nothing, nothing sticks out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from alongside.desk.cases import store
from alongside.desk.people import clock
from tests.desk import making
from tests.desk.cases.telling import fact, person
from tests.desk.cases.walking import walk
from tests.desk.database import Sqlite
from tests.desk.looking import LONG, address, looked_at, looks_right

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PAGES = (
    "follow-up/?show=all",
    "cases/CASE/follow-up/",
    "cases/CASE/follow-up/new/un-letter/",
    "cases/CASE/follow-up/received/SENT/",
    "reprisals/2027/",
    "reprisals/2027/setting/",
    "insight/",
)


def world() -> tuple[str, dict[str, UUID | str]]:
    """Alice's cookie; a case with a long chain that belongs in the year, one that must wait, and some that are only counted."""
    one, now = walk(), clock.now()
    sent = fact("intervention", mechanism="un-sr-human-rights-defenders", date="2026-01-02", acknowledged="2026-01-03")
    again = fact("intervention", party=LONG, party_kind="embassy", date="2026-10-02", asked=LONG)
    letter = fact(
        "un-letter", code="AL", reference="AL EGY 2/2026", date="2026-01-05", mandates=["un-sr-human-rights-defenders"],
        intervention=sent.id,
    )  # fmt: skip
    agreed = {"recipient": "un-sg-reprisals-report", "purpose": "send", "answer": "agreed", "date": "2026-11-20"}
    one.add(
        fact("cooperation", body="un-ohchr", which="Field office", date="2025-12-01"),
        sent,
        again,
        letter,
        fact("un-letter", code="UA", date="2026-06-01", mandates=["un-wgad"]),
        fact("state-response", answers=letter.id, position="denies", date="2026-02-01", summary=f"Nothing of it is true. {LONG}"),
        fact("un-mention", symbol="A/HRC/48/28", year=2021, annex="annex-2", paragraph="17", named=True, persons=[one.her.id]),
        fact("status-event", code="released", date="2026-11", persons=[one.her.id], description=LONG),
        *(fact("consent", person=her.id, given_by=her.id, risks_explained=True, **agreed) for her in (one.her, one.husband)),
    )
    waits = [person("Basma Fictional"), fact("cooperation", body="un-upr"), fact("act", code="threats", date="2026-09-01")]
    store.create(one.alice, [*waits, fact("event", state_responsible="BHR")], now)
    for number, state in enumerate(("RUS", "CHN", "VEN", "EGY", "BDI", "BHR", "EGY")):
        began = fact("event", state_responsible=state, began=str(2019 + number))
        store.create(one.alice, [person("Camila"), began, fact("act", code="threats", date=str(2019 + number))], now)
    cookie = making.login_client(one.alice).cookies["alongside"].value
    return cookie, {"CASE": one.case, "SENT": sent.id}


@pytest.fixture(scope="module")
def seen(sqlite: Sqlite, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Page, dict[str, str]]]:
    with looked_at(sqlite, browser, tmp_path_factory, world) as found:
        yield found


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_and_nothing_sticks_out_of_a_phone(seen: tuple[Page, dict[str, str]], path: str) -> None:
    page, made = seen
    for lang in ("en", "ar"):
        address(path)(page, lang, made)
        looks_right(page, dark=False)
