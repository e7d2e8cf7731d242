"""Story 11, walked in two browsers with scripts off: a national desk hands a case to Geneva on a stick, and half of it was never agreed to.
Geneva takes it, asks her again, sends, and reports back.

Two desks, each with a data folder and a server of its own. What passes between them is a file, and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from alongside.desk.cases import store
from alongside.desk.cases.evidence import files
from alongside.desk.cases.exporting import partners
from alongside.desk.cases.models import Case
from alongside.desk.cases.store import Edit
from alongside.desk.people import clock, founding
from alongside.desk.people.unlocked import Unlocked
from alongside.desk.submissions.addresses import book
from alongside.desk.submissions.drafting.draft import Sender
from alongside.facts.fact import Fact
from alongside.vault.passphrases import CHEAPEST
from tests.desk.cases.exporting.scene import consents, with_file
from tests.desk.cases.telling import fact
from tests.desk.database import Sqlite
from tests.desk.looking import Served, seated, served
from tests.desk.making import login_client
from tests.desk.submissions.documents.inside import found_in
from tests.desk.submissions.referral.conftest import Harbour
from tests.desk.submissions.referral.two_desks import came
from tests.desk.submissions.test_stories import Seat

if TYPE_CHECKING:
    from playwright.sync_api import Browser

HER, HIM, GUARD = "Amal Vorzhaleth", "Qaderwyn Ilmaresh", "Sergeant Brumwick"
HER_FILM, HIS_FILM = b"a lantern swings over the quay " * 500, b"a courtyard with eleven goats " * 500
# What she agreed to, and what nobody agreed to or Alice keeps: as many of the one as of the other.
GOES = (
    HER,
    GUARD,
    "Lighthouse lane 3",
    "terminal gate nine",
    "at dusk with two vans",
    "defends pearl divers",
    "swings over the quay",
)
STAYS = (HIM, "Copperkettle street", "555 0177", "beside the turnstile", "a walnut stick", "eleven goats", "gossip of the marketplace",
         "cellar of the bakery", "ring the ferryman", "her weak knee")  # fmt: skip
EMPTY = re.compile(r"/(new|fields|remove|destroy|shrink|history/\d+|plan)/")
TODAY = clock.today().isoformat()


@dataclass
class Two:
    """Alice's desk at the harbour and Mira's in Geneva; the case that is handed over."""

    here: Served
    there: Served
    alice: Seat
    mira: Seat
    geneva: Unlocked
    case: UUID


def geneva() -> Unlocked:
    mira = founding.found("The desk in Geneva", "Mira", "kestrel", "en", clock.now(), CHEAPEST)[0]
    book.sign_as(mira, Sender("Geneva Desk", "desk@geneva.example"))
    return mira


def known(text: str, *members: Unlocked) -> str:
    """They pasted a card, and each of them compared its six words by voice; how a consent names that desk."""
    found = partners.take(members[0], text)
    for her in members:
        partners.compare(her, found.id, found.card.digest(), clock.today())
    return found.recipient


def told(alice: Unlocked, bob: Unlocked, to_geneva: str) -> UUID:
    """She agreed that it goes to Geneva, by name. He was not asked."""
    her = fact("person", names=[{"text": HER}], roles=["harmed"], born="1980", alive=True, nationality=["EGY"], address="Lighthouse lane 3",
               human_rights_work="She defends pearl divers.")  # fmt: skip
    him = fact("person", names=[{"text": HIM}], roles=["relative"], address="Copperkettle street",
               contact_ways=[{"kind": "phone", "value": "+20 555 0177"}])  # fmt: skip
    guard = fact("person", names=[{"text": GUARD}], roles=["perpetrator"], perpetrator_type="police")
    taken = fact("act", code="arrest-detention", victims=[her.id, him.id], perpetrators=[guard.id], date=TODAY, place="terminal gate nine",
                 country="EGY", method="at dusk with two vans", description=f"{HIM} stood beside the turnstile.")  # fmt: skip
    facts: list[Fact] = [
        her, him, guard, taken,
        fact("event", state_responsible="EGY", territory="EGY", urgency="hours", perpetrator="state", wanted="Her release."),
        fact("detention", person=her.id, act=taken.id, held=True, since=TODAY),
        fact("act", code="physical-attack", victims=[him.id], date=TODAY, description="With a walnut stick."),
        fact("note", text="The gossip of the marketplace."),
        fact("note", text="She hides papers in the cellar of the bakery.", about=[her.id], confidential=True),
        fact("task", what="ring the ferryman", persons=[her.id]),
        fact("risk-assessment", person=her.id, date=TODAY, level="high", why="Because of her weak knee."),
        consents(her, to_geneva, date=TODAY),
        consents(her, to_geneva, purpose="name", date=TODAY),
    ]  # fmt: skip
    case = store.create(alice, facts, clock.now(), [bob.person])
    for content, who in ((HER_FILM, her), (HIS_FILM, him)):
        film = with_file(alice, case, content)
        store.save(alice, case, [Edit(film, replace(film, about=(who.id,)))], clock.now())
    return case


@pytest.fixture(scope="module")
def desks(harbour: Harbour, sqlite: Sqlite, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Two]:
    here, alice, bob = harbour.desk, harbour.alice, harbour.bob
    with served(sqlite, tmp_path_factory) as there:
        mira = there.do(geneva)
        there.do(known, here.do(partners.own_text, alice), mira)
        case = here.do(told, alice, bob, here.do(known, there.do(partners.own_text, mira), alice, bob))
        cookie = there.do(login_client, mira).cookies["alongside"].value
        with (
            seated(browser, here, harbour.cookie, scripts=False) as first,
            seated(browser, there, cookie, scripts=False) as second,
        ):
            yield Two(here, there, Seat(first), Seat(second), mira, case)


def onto(stick: Path, seat: Seat, css: str) -> Path:
    """Press a button, and save what comes."""
    with seat.page.expect_download() as coming:
        seat.press(css)
    file = stick / coming.value.suggested_filename
    coming.value.save_as(file)
    assert file.suffix == ".alongside"
    return file


def bring(seat: Seat, path: str, file: Path, do: str) -> str:
    """Choose the file on a page, and press."""
    seat.go(path)
    seat.page.locator("#file").set_input_files(file)
    seat.press(f"button[value={do}]")
    return seat.text


def opened(mira: Unlocked, data: bytes) -> bytes:
    """A package as the other desk opens it: every fact and every file of it."""
    (case,) = came(mira, data).cases
    return b"\n".join([*case.facts, *(files.read_once(one, mira.desk) for one in case.files.values())])


def words_of(seat: Seat, case: str) -> str:
    """Every page of a case to which links lead; without the empty forms, and those that show what another page shows."""
    waiting, found = [f"/desk/en/cases/{case}/"], dict[str, str]()
    while waiting:
        path = waiting.pop()
        if path not in found:
            answer = seat.page.request.get(path)
            assert answer.status == 200, path
            found[path] = answer.text()
            links = re.findall(r'href="([^"#?]+)', found[path])
            waiting += [one for one in links if one.startswith(f"/desk/en/cases/{case}/") and not EMPTY.search(one)]
    assert len(found) > 20
    return unescape("\n".join(found.values()))


def test_a_case_goes_to_geneva_on_a_stick_and_what_came_of_it_comes_back(desks: Two, tmp_path: Path) -> None:
    alice, mira, base = desks.alice, desks.mira, f"cases/{desks.case}/referrals/"

    # The national desk chooses to whom and what, and looks at it field by field.
    assert "It was referred to nobody." in alice.go(base)
    alice.go(f"{base}new/")
    alice.page.locator("#to").select_option(label="Mira, The desk in Geneva")
    alice.page.locator("input[value=risk-assessment]").uncheck()
    alice.press("button[value=look]")
    goes, _, stays = alice.text.partition("This would go to")[2].partition("This stays here")
    assert {one for one in (*GOES, *STAYS) if one in goes} == set(GOES[:-1])  # what is on a film stands on no page
    assert "It names somebody who stays." in goes and "It leads to somebody or something that stays." in goes
    for why in ("Nobody asked yet.", "Confidential.", "Nobody said whom it is about.", "How a desk works", "Not chosen."):
        assert why in stays

    # It leaves as a file. No byte of it tells anything; opened by Geneva, it holds what was agreed to and nothing else.
    stick = onto(tmp_path, alice, "button[value=take]")
    data = stick.read_bytes()
    assert found_in(data, *GOES, *STAYS) == []
    assert set(found_in(desks.there.do(opened, desks.geneva, data), *GOES, *STAYS)) == set(GOES)
    assert len(STAYS) >= len(GOES)

    # Geneva looks, and keeps nothing by it; then accepts.
    seen = bring(mira, "referred/", stick, "look")
    assert "From Alice, The desk at the harbour" in seen.replace("\u2068", "").replace("\u2069", "") and HER in seen
    assert desks.there.do(Case.objects.count) == 0
    assert "We took it" in bring(mira, "referred/", stick, "accept")
    there = mira.page.url.partition("/cases/")[2].partition("/")[0]
    answers = mira.page.locator("main ul.index a").first.get_attribute("href") or ""
    answers = answers.removeprefix("/desk/en/")
    mira.go(answers)
    mira.page.locator("#text").fill("We ask her again today.")
    bring(alice, base, onto(tmp_path, mira, "button[value=answer]"), "take")
    assert "They accepted it" in alice.text and "We ask her again today." in alice.text

    # Nobody's yes counts there before she was asked again; then she agrees to more than she had.
    mira.go(f"cases/{there}/keeping/")
    mira.press("button[value=asked]")
    for recipient, purpose in (("class:un-special-procedure", "send"), ("responsible-state", "name")):
        mira.go(f"cases/{there}/consent/")
        mira.page.locator("main a[href$='/ask/']").filter(has_text=HER).click()
        mira.page.locator("select[name=recipient]").select_option(recipient)
        for name, value in (("purpose", purpose), ("answer", "agreed"), ("risks_explained", "yes"), ("means", "in-person")):
            mira.choose(name, value)
        mira.press("main .actions .button")
        assert mira.page.url.endswith("/consent/"), mira.text

    # From it Geneva writes to the Special Rapporteur, and sends by hand.
    draft = mira.begin(UUID(there), "sp-urgent-appeal|un-sr-human-rights-defenders", "en", {})
    mira.complete(draft)
    mira.look_up(draft)
    mira.said_sent("web-form")
    assert "Frozen copies" in mira.text

    # What Geneva did goes back the same way, and stands in the case at home.
    assert "codes and dates" in mira.go(answers)
    mira.page.locator("#text").fill("The appeal went out today.")
    bring(alice, base, onto(tmp_path, mira, "button[value=report]"), "take")
    assert "The appeal went out today." in alice.text
    alice.page.locator("main a[href$='/follow-up/']").click()
    assert "Special Rapporteur on the situation of human rights defenders" in alice.text

    # On no page of the case in Geneva stands what stayed.
    words = words_of(mira, there)
    assert {one for one in (*GOES, *STAYS) if one in words} == set(GOES[:-1])
