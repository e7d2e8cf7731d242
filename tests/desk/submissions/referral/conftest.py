"""Two desks that know each other, for the tests of what passes between them; and one desk in a browser, for all that look at its pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from alongside.desk.cases import store
from alongside.desk.cases.store import Edit
from alongside.desk.people import clock
from alongside.desk.people.unlocked import Unlocked
from alongside.desk.submissions.referral import handing, taking
from alongside.facts.publicity import Referral
from tests.desk import making
from tests.desk.cases.exporting.scene import consents
from tests.desk.cases.telling import fact, person
from tests.desk.database import Sqlite
from tests.desk.looking import LONG, Served, served
from tests.desk.submissions.referral.two_desks import Story, came, sent


@pytest.fixture
def story(database) -> Story:
    return Story()


@dataclass(frozen=True)
class Harbour:
    """Alice's desk as a server shows it. `made`: what stands in it, for who looks at every page."""

    desk: Served
    alice: Unlocked
    bob: Unlocked
    cookie: str
    made: dict[str, str]


@pytest.fixture(scope="package")
def harbour(sqlite: Sqlite, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harbour]:
    with served(sqlite, tmp_path_factory) as desk:
        story, cookie, made = desk.do(world)
        yield Harbour(desk, story.alice, story.bob, cookie, made)


def world() -> tuple[Story, str, dict[str, str]]:
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

    whole = came(story.alice, story.from_noor())
    taken = taking.accept(story.alice, whole, taking.read(story.alice, whole), [], now)
    referred = store.open_case(story.alice, taken, now).of(Referral)[0]
    made = {"CASE": story.case, "ONE": story.referral().id, "TAKEN": taken, "INWARD": referred.id}
    cookie = making.login_client(story.alice).cookies["alongside"].value
    return story, cookie, {name: str(id_) for name, id_ in made.items()}
