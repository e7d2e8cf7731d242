"""A letter that waits rests on yeses. One may end without anybody saying no, and then it does not leave."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alongside.desk.cases import store, waiting_mail
from alongside.desk.cases.retention import ending
from alongside.desk.cases.store import Edit
from alongside.desk.outbox.models import Delivery
from alongside.desk.people import clock
from alongside.facts.persons import Person
from alongside.facts.when import When
from tests.desk.cases.letter_waiting import Scene, ended, laid, no
from tests.desk.cases.telling import fact, person
from tests.desk.cases.waiting import letter, lose, row_of, waits

FLD = "front-line-defenders"
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)  # the day of the yeses


@pytest.fixture(autouse=True)
def _one_engine(sqlite, tmp_path):
    """What the outbox asks of the database is tested on both engines beside it."""
    with sqlite.fresh(tmp_path):
        yield


@pytest.fixture
def scene(_one_engine: None) -> Scene:
    return laid()


def test_a_yes_that_ends_without_a_no_stops_what_rests_on_it(scene: Scene) -> None:
    """She is found to be a child: her own yes does not count any more, nobody writes a no, and the letter left."""
    other = letter(scene.one, consents=[ended(scene).id], levels={scene.one.her.id: "named"})
    scene.write(fact("task", what="Call her"))
    assert waits(scene.one, other) and scene.waits
    scene.change(Person, scene.one.her.id, born=When("2015"))
    assert not waits(scene.one, other) and scene.waits  # what rests on the word of others goes on waiting


def test_so_does_the_last_day_of_a_yes(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    other = letter(scene.one, consents=[ended(scene, expires=NOW.date().isoformat()).id], levels={scene.one.her.id: "named"})
    assert waits(scene.one, other)
    later = NOW + timedelta(days=1)
    store.save(scene.one.alice, scene.one.case, [Edit(None, fact("task", what="Call her"))], later)
    assert not waits(scene.one, other)


def test_so_does_a_yes_that_is_gone_without_a_trace(scene: Scene) -> None:
    other = letter(scene.one, consents=["e" * 32])
    assert not waits(scene.one, other)


@pytest.mark.parametrize("how", ["hidden", "removed"])
@pytest.mark.parametrize("what", ["act", "annex"])
def test_what_it_rests_on_or_encloses_stops_it_where_that_is_hidden_or_removed(scene: Scene, what: str, how: str) -> None:
    """An act or an annex was made confidential, or taken out of the case, while the letter that told it waited."""
    act = fact("act", code="threats", victims=[scene.one.her.id], date="2026-11-21")
    told = {"file": "a" * 32, "sha256": "b" * 64, "size": 1, "arrived": "2026-11-21T10:00:00Z", "arrived_by": "c" * 32}
    film = fact("evidence", type="video/mp4", **told)
    draft = fact("draft", form="press-text", lang="en", annexes=[film.id])
    scene.write(act, film, draft)
    other = letter(scene.one, draft=draft.id, rests_on=[act.id], levels={scene.one.her.id: "named"})
    one = act if what == "act" else film
    if how == "hidden":
        scene.change(type(one), one.id, confidential=True)
    else:
        store.save(scene.one.alice, scene.one.case, [Edit(scene.one.opened().facts[one.id], None)], clock.now())
    assert not waits(scene.one, other) and scene.waits


def test_a_newer_word_about_this_recipient_alone_ends_a_yes_to_its_whole_class(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Her yes was to every NGO, her newer one to this one, until today: the letter was asked about the class, and waited on."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    wide = ended(scene)
    about = {"person": scene.one.her.id, "recipient": FLD, "purpose": "send", "answer": "agreed", "risks_explained": True}
    until = NOW.date().isoformat()
    scene.write(fact("consent", given_by=scene.one.her.id, date=until, expires=until, **about))
    other = letter(scene.one, consents=[wide.id], mechanism=FLD, levels={scene.one.her.id: "named"})
    assert waits(scene.one, other)
    assert waiting_mail.last_day([wide.id], FLD, scene.one.opened().facts, NOW.date()) == NOW.date()
    assert waiting_mail.last_day([wide.id], "protectdefenders-eu", scene.one.opened().facts, NOW.date()) is None
    store.save(scene.one.alice, scene.one.case, [Edit(None, fact("task", what="Call her"))], NOW + timedelta(days=1))
    assert not waits(scene.one, other)


@pytest.mark.parametrize("how", ["role", "act"])
def test_so_does_who_needed_no_yes_and_needs_one_now(scene: Scene, how: str) -> None:
    """A guard stood in it as who did it, and nobody asked him. He is written down as harmed: every draft shut, and the letter left."""
    guard = person("Guard Fictional", "perpetrator")
    scene.write(guard)
    other = letter(scene.one, consents=[scene.yes.id], levels={guard.id: "named"})
    scene.write(fact("act", code="threats", perpetrators=[guard.id], victims=[scene.one.her.id], date="2026-11-21"))
    assert waits(scene.one, other)
    if how == "role":
        scene.change(Person, guard.id, roles=("harmed",))
    else:
        scene.write(fact("act", code="threats", victims=[guard.id], date="2026-11-21"))
    assert not waits(scene.one, other) and scene.waits


def test_somebody_new_who_is_asked_stops_nothing_that_does_not_tell_of_her(scene: Scene) -> None:
    scene.write(person("Basma Fictional"))
    assert scene.waits


def test_what_left_long_ago_costs_a_save_nothing(scene: Scene) -> None:
    """Each letter that was ever sent cost three questions, behind the locks of case and desk."""

    def counted() -> int:
        with CaptureQueriesContext(connection) as asked:
            scene.write(no(scene.friend, "publish"))
        return len(asked)

    def sent_long_ago() -> None:
        other = letter(scene.one, consents=[scene.yes.id], levels={scene.friend.id: "named"})
        Delivery.objects.filter(pk=row_of(other)).update(state="sent", due=None, blob=b"")

    scene.write(no(scene.friend, "name"))  # stops the one that waits
    sent_long_ago()
    few = counted()
    for _ in range(3):
        sent_long_ago()
    assert counted() == few


def test_what_waits_goes_with_its_case_also_where_the_record_of_it_is_lost(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    lose(scene.letter)
    monkeypatch.setattr(ending, "standing", lambda *_: ending.Stands("go", None, [], []))
    ending.carry_out(scene.one.alice, scene.one.case, "destroy", clock.now())
    assert not Delivery.objects.filter(pk=scene.row).exists()
