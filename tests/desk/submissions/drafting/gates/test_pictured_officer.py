"""One picture through both doors: who did it and has no other part is seen in it and asked nothing, by a draft and by a package alike."""

import datetime
from dataclasses import replace

import pytest

from alongside.desk.cases import store
from alongside.desk.cases.exporting import leaving as packages
from alongside.desk.submissions.drafting.gates import beside
from alongside.desk.submissions.drafting.naming import Naming, Terms
from alongside.facts.consent import Consent
from alongside.facts.persons import Person, PersonName, Relation
from tests.desk.cases.exporting.scene import Scene, scene, with_file
from tests.desk.cases.telling import NOW
from tests.desk.submissions.drafting.gates.making import act, agreed, evidence, found, her, leaving, named, verdict
from tests.facts.making import ALICE, BOB, CHARLIE, person

OFFICER = Person(id=BOB, revision=1, names=(PersonName(text="Karim Zouari"),), roles=("perpetrator",), perpetrator_type="police")
BEATEN = act(perpetrators=(BOB,))
PHOTO_YES = agreed(3, purpose="photo")
ABOUT = pytest.mark.parametrize(
    ("about", "asked"),
    [((BOB,), ()), ((ALICE, BOB), (ALICE,)), ((ALICE,), (ALICE,)), ((), (ALICE, CHARLIE)), ((BOB, CHARLIE), (CHARLIE,))],
)


@pytest.fixture
def world(database: object) -> Scene:
    return scene()


@ABOUT
def test_a_draft_asks_everybody_in_the_picture_but_the_officer(about: tuple[str, ...], asked: tuple[str, ...]) -> None:
    picture = evidence(about=about)
    friend = person(CHARLIE, name="Salma", roles=("harmed",))
    told = (her(), friend, OFFICER, BEATEN, agreed(), named(), picture)
    one = leaving(*told, draft_annexes=(picture.id,), draft_persons=(ALICE, CHARLIE))
    assert [gate.about for gate in found(one, "consent-photo")] == ([asked] if asked else [])


@ABOUT
def test_a_package_asks_everybody_in_the_picture_but_the_officer(
    world: Scene, about: tuple[str, ...], asked: tuple[str, ...]
) -> None:
    friend = person(CHARLIE, name="Salma", roles=("harmed",))
    case = store.create(world.alice, [her(), friend, OFFICER, BEATEN], NOW)
    with_file(world.alice, case, type="png", about=list(about))
    (looked,) = packages.look(world.alice, [case], world.noor_here, NOW)
    assert sorted(one.person.id for one in looked.lacks if one.purpose == "photo") == sorted(asked)


def test_with_all_of_her_yeses_the_picture_leaves_by_both_doors_and_rests_on_hers(world: Scene) -> None:
    picture = evidence(about=(ALICE, BOB))
    one = leaving(her(), OFFICER, BEATEN, agreed(), named(), PHOTO_YES, picture, draft_annexes=(picture.id,))
    assert (verdict(one, "consent-photo"), verdict(one, "photo-refused")) == (None, None)
    assert beside(one).pictured == (ALICE,)
    desk = world.noor_here.recipient
    yeses = [replace(agreed(number), recipient=desk, purpose=what) for number, what in enumerate(("send", "name", "photo"), 4)]
    case = store.create(world.alice, [her(), OFFICER, BEATEN, *yeses], NOW)
    with_file(world.alice, case, type="png", about=[ALICE, BOB])
    (looked,) = packages.look(world.alice, [case], world.noor_here, NOW)
    assert looked.lacks == []


def test_an_officer_who_was_asked_once_is_asked_for_the_picture_too(world: Scene) -> None:
    picture = evidence(about=(BOB,))
    refusal = Consent(
        id="9" * 32, revision=1, person=BOB, recipient="class:ngo", purpose="send", answer="refused", given_by=BOB,
        date=datetime.date(2026, 11, 1),
    )  # fmt: skip
    one = leaving(her(), OFFICER, BEATEN, refusal, agreed(), named(), picture, draft_annexes=(picture.id,))
    assert [gate.about for gate in found(one, "consent-photo")] == [(BOB,)]
    case = store.create(world.alice, [her(), OFFICER, BEATEN, refusal], NOW)
    with_file(world.alice, case, type="png", about=[BOB])
    (looked,) = packages.look(world.alice, [case], world.noor_here, NOW)
    assert [one.person.id for one in looked.lacks if one.purpose == "photo"] == [BOB]


@pytest.mark.parametrize("about", ["act", "gone"])
def test_a_picture_of_something_else_or_of_somebody_who_is_gone_may_show_anybody_in_a_package(world: Scene, about: str) -> None:
    case = store.create(world.alice, [her(), OFFICER, BEATEN], NOW)
    with_file(world.alice, case, type="png", about=[BOB, BEATEN.id if about == "act" else "9" * 32])
    (looked,) = packages.look(world.alice, [case], world.noor_here, NOW)
    assert [one.person.id for one in looked.lacks if one.purpose == "photo"] == [ALICE]


def test_the_picture_of_her_husband_who_did_it_stays_where_she_is_not_named() -> None:
    husband = replace(OFFICER, perpetrator_type=None)
    tied = Relation(id="8" * 32, revision=1, person=ALICE, other=BOB, type="spouse")
    picture = evidence(about=(BOB,))
    one = leaving(her(), husband, BEATEN, tied, agreed(), picture, draft_annexes=(picture.id,))
    found = Naming(one.facts, Terms(one.to, one.today, (("responsible-state", "name"),), persons=(ALICE,)))
    assert found.why_not(picture) == "unnamed"
