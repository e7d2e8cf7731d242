"""The pages of publicity and of referrals in a real browser on a small phone: axe finds nothing and nothing sticks out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from alongside.desk.cases import store
from alongside.desk.cases.store import Edit
from alongside.desk.people import clock
from alongside.desk.submissions.referral import handing, taking, travelling
from alongside.facts.publicity import Referral
from tests.browser.conftest import NOWHERE, PHONE
from tests.desk import making
from tests.desk.cases.exporting.scene import consents
from tests.desk.cases.exporting.test_seen import LONG, address, looks_right
from tests.desk.cases.telling import fact, person
from tests.desk.database import Sqlite, aside
from tests.desk.submissions.referral.test_story_of_two_desks import Story, came, sent
from tests.serving import serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


def world() -> tuple[str, dict[str, str]]:
    """Alice's cookie; a case that she referred, and one that was referred to her; a decision that stands, with somebody to inform."""
    now = clock.now()
    story = Story()
    more = [
        person(LONG, "relative"),
        fact("person", names=[{"text": "سمير الخيالي"}], roles=["harmed"], born="2015"),
        fact(
            "act",
            code="enforced-disappearance",
            victims=[story.her.id],
            reliability="highly-reliable",
            description=f"{LONG} took her",
        ),
        fact("act", code="smear-campaign", victims=[story.her.id]),
    ]
    loud = {"decided": now.strftime("%Y-%m-%dT%H:%M:%SZ"), "decided_by": story.alice.person.pk.hex, "persons": [story.her.id]}
    decision = fact(
        "publicity-decision", level="closed-letter", why="First the quiet way", person_asked=True, person_word="نعم، ولكن بلا صورة",
        review_at="2026-01-01T00:00:00Z", inform=[{"name": LONG, "kind": "ngo"}], **loud,
    )  # fmt: skip
    before = fact(
        "publicity-decision",
        level="silent-log",
        why="Too early",
        review_at="2026-01-01T00:00:00Z",
        **loud | {"decided": "2025-12-30T00:00:00Z"},
    )
    store.save(story.alice, story.case, [Edit(None, one) for one in (*more, decision, before)], now)
    there = story.accepted()
    ours = story.referral(story.noor, there)
    story.to_alice(
        sent(
            handing.report(
                story.noor, there, ours.id, "We wrote to the rapporteur.\nلا جواب بعد.", story.seen(story.noor, there), now
            )
        )
    )
    back = consents(
        story.her, story.noor_here.recipient, answer="withdrawn", date=now.date().isoformat(), withdraws=[story.yes[0].id]
    )
    store.save(story.alice, story.case, [Edit(None, back)], now)

    hers = person("Noor's client")
    case = store.create(story.noor, [hers, consents(hers, story.alice_there.recipient)], now)
    opened = store.open_case(story.noor, case, now)
    seen = travelling.digest_of(handing.look(opened, story.alice_there.recipient, [hers.id], travelling.CHOSEN, now))
    whole = came(story.alice, sent(handing.refer(story.noor, case, story.alice_there, [hers.id], travelling.CHOSEN, seen, now)))
    taken = taking.accept(story.alice, whole, taking.read(story.alice, whole), [], now)
    referred = store.open_case(story.alice, taken, now).of(Referral)[0]
    made = {"CASE": story.case, "ONE": story.referral().id, "TAKEN": taken, "INWARD": referred.id}
    return making.login_client(story.alice).cookies["alongside"].value, {name: str(id_) for name, id_ in made.items()}


@pytest.fixture(scope="module")
def seen(sqlite: Sqlite, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Page, dict[str, str]]]:
    data, log = tmp_path_factory.mktemp("desk"), tmp_path_factory.mktemp("log") / "server.log"
    with sqlite.fresh(data) as database, serving(data, log, env=database.environ) as base:
        cookie, made = aside(world)
        base = base.replace("127.0.0.1", "localhost")
        context = browser.new_context(viewport=PHONE, base_url=base, proxy={**NOWHERE, "bypass": "localhost"})
        context.add_cookies([{"name": "alongside", "value": cookie, "domain": "localhost", "path": "/desk/"}])
        yield context.new_page(), made
        context.close()


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
