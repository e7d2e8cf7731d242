"""A large file in parts: gone on with where the line broke, whole in the end, nobody else's, and gone after a day."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from alongside.desk.cases import destroying, store
from alongside.desk.cases.evidence import files, removing, taking, uploads
from alongside.desk.cases.finding import saved
from alongside.desk.cases.finding.wish import Wish
from alongside.desk.cases.importing import keeping
from alongside.desk.cases.importing.tables import Table
from alongside.desk.cases.models import ImportBatch, SavedSearch, Upload
from alongside.desk.people import clock, leaving
from alongside.desk.people.models import Login
from alongside.desk.people.unlocked import Unlocked
from alongside.facts.evidence import Evidence
from tests.desk.cases.telling import person
from tests.desk.cases.walking import post, text
from tests.desk.making import NOW, found_desk, login_client, member

pytestmark = pytest.mark.usefixtures("database")
CONTENT = b"the guard in the green jacket " * 9000
PART = 100_000
CUTS = [CONTENT[:PART], CONTENT[PART : 2 * PART], CONTENT[2 * PART :]]


class Scene:
    def __init__(self) -> None:
        self.alice: Unlocked = found_desk()
        self.case: UUID = store.create(self.alice, [person("Amal")], NOW)
        self.browser: Client = login_client(self.alice)
        self.listing = f"/desk/en/cases/{self.case}/evidence/"

    def begun(self, browser: Client | None = None, **more: str) -> HttpResponse:
        told = {"name": "gate.mp4", "size": str(len(CONTENT)), "mark": "17", "title": "The gate"} | more
        return post(browser or self.browser, f"{self.listing}arriving/", told)

    def sent(self, to: str, offset: int, data: bytes, browser: Client | None = None) -> HttpResponse:
        return (browser or self.browser).post(to, {"offset": str(offset), "file": SimpleUploadedFile("part", data)})

    def all_sent(self) -> dict[str, str]:
        place, offset = self.begun().json(), 0
        for cut in CUTS:
            offset = self.sent(place["part"], offset, cut).json()["received"]
        return place

    def whole(self, place: dict[str, str]) -> HttpResponse:
        return post(self.browser, place["whole"], {})

    @property
    def held(self) -> list[Evidence]:
        return store.open_case(self.alice, self.case, NOW).of(Evidence)


@pytest.fixture
def scene(database: object, monkeypatch: pytest.MonkeyPatch) -> Scene:
    monkeypatch.setattr(uploads, "PART", PART)
    return Scene()


def lying() -> list[Path]:
    return [path for path in settings.FILES.rglob("*") if path.is_file()]


def test_a_file_in_parts_goes_on_where_it_stopped_and_is_whole(scene: Scene) -> None:
    place = scene.begun().json()
    assert place["received"] == 0
    assert scene.sent(place["part"], 0, CUTS[0]).json() == {"received": len(CUTS[0])}
    assert "gate.mp4" in text(scene.browser.get(scene.listing)) and "97.7 KiB of 263.7 KiB have arrived" in text(
        scene.browser.get(scene.listing)
    )
    again = scene.begun().json()  # the page was opened anew, and the same file chosen
    assert (again["part"], again["received"]) == (place["part"], len(CUTS[0]))
    assert scene.sent(place["part"], 0, CUTS[0]).status_code == 409
    early = scene.whole(place)
    assert (early.status_code, early.json()) == (409, {"received": len(CUTS[0])})
    for cut, offset in ((CUTS[1], PART), (CUTS[2], 2 * PART)):
        assert scene.sent(place["part"], offset, cut).status_code == 200
    assert not any(b"green jacket" in path.read_bytes() for path in lying()) and len(lying()) == 3
    assert scene.whole(place).json() == {"received": len(CONTENT)}
    (one,) = scene.held
    assert (one.name, one.title, one.cleaning) == ("gate.mp4", "The gate", "nothing-to-clean")
    assert b"".join(taking.content(scene.alice, scene.case, one, taking.COPIED, NOW)) == CONTENT
    assert uploads.mine(scene.alice, clock.now()) == [] and [path.name for path in lying()] == [one.file]


def test_a_file_finished_twice_because_an_answer_was_lost_stands_there_once(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = scene.all_sent()
    with monkeypatch.context() as patched:
        patched.setattr(uploads, "_close", lambda *_: None)  # killed right behind the transaction that keeps the file
        assert scene.whole(place).status_code == 200
    for _ in range(2):
        assert scene.whole(place).json() == {"received": len(CONTENT)} and len(scene.held) == 1
    assert len(lying()) == 1 and uploads.mine(scene.alice, clock.now()) == []
    # What is left of the row says which piece it became: no name, no key.
    (row,) = (uploads._opened(scene.alice, row) for row in Upload.objects.all())
    assert (row.name, row.told, row.parts, row.became) == ("", {}, (), scene.held[0].id)
    again = scene.begun().json()  # from a page that was opened anew
    assert again["received"] == len(CONTENT) and scene.whole(again).status_code == 200 and len(scene.held) == 1
    assert scene.begun(title="Another").json()["received"] == 0  # that is another wish
    uploads.sweep(scene.alice, clock.now() + timedelta(hours=25))
    assert not Upload.objects.exists() and scene.whole(place).status_code == 404


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_file_that_was_removed_since_is_sent_anew(scene: Scene) -> None:
    place = scene.all_sent()
    assert scene.whole(place).status_code == 200
    removing.remove(scene.alice, scene.case, scene.held[0], "wrong case", clock.now())
    assert scene.whole(place).status_code == 404 and scene.begun().json()["received"] == 0


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_two_who_ask_at_once_for_the_whole_get_one_piece(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    place = scene.all_sent()
    pieces = uploads._pieces

    def overtaken(*told: object) -> Iterator[bytes]:
        monkeypatch.setattr(uploads, "_pieces", pieces)
        assert scene.whole(place).status_code == 200  # the parts are gone now
        return pieces(*told)

    monkeypatch.setattr(uploads, "_pieces", overtaken)
    assert scene.whole(place).status_code == 200 and len(scene.held) == 1 and len(lying()) == 1


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_only_the_last_part_is_small_and_one_that_goes_meanwhile_is_not_there(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = scene.begun().json()
    small = scene.sent(place["part"], 0, b"x")
    assert (
        small.status_code == 422 and "Only the last part of a file may be smaller" in small.json()["sentence"] and lying() == []
    )

    def swept(*told: object) -> object:
        Upload.objects.all().delete()
        raise uploads.OutOfStep

    monkeypatch.setattr(uploads, "add", swept)
    assert scene.sent(place["part"], 0, CUTS[0]).status_code == 404 and lying() == []


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_part_that_is_not_taken_leaves_nothing(scene: Scene) -> None:
    place = scene.begun().json()
    for offset, data in ((5, b"x"), (0, b""), (0, CONTENT + b"x")):
        assert scene.sent(place["part"], offset, data).status_code == 409
    assert lying() == []
    assert scene.begun(size="9" * 14).json()["sentence"].startswith("The file is larger than 1 GiB")
    assert scene.begun(size="many").status_code == 422


def test_nobody_else_goes_on_with_it_and_nobody_without_a_login(scene: Scene) -> None:
    bob = member(scene.alice)
    place = scene.begun().json()
    his = login_client(bob)
    assert scene.sent(place["part"], 0, CUTS[0], his).status_code in (403, 404)
    assert scene.begun(his).status_code == 404 and lying() == []
    store.add_member(scene.alice, scene.case, bob.person, NOW)
    assert scene.sent(place["part"], 0, CUTS[0], his).status_code == 404 and lying() == []
    assert "gate.mp4" not in text(his.get(scene.listing))
    Login.objects.all().delete()
    assert scene.sent(place["part"], 0, CUTS[0]).status_code == 403 and lying() == []


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_what_nobody_goes_on_with_is_gone_after_a_day(scene: Scene) -> None:
    place = scene.begun().json()
    scene.sent(place["part"], 0, CUTS[0])
    (part,) = lying()
    assert files.sweep(part.stat().st_ctime + files.LEFT_BEHIND - 60) == 0
    uploads.sweep(scene.alice, clock.now())
    assert Upload.objects.count() == 1
    later = clock.now() + timedelta(hours=25)
    assert uploads.mine(scene.alice, later) == []
    uploads.sweep(scene.alice, later)
    assert not Upload.objects.exists() and lying() == []


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_what_was_on_its_way_into_a_case_that_is_gone_goes_at_the_next_login(scene: Scene) -> None:
    scene.sent(scene.begun().json()["part"], 0, CUTS[0])
    other = store.create(scene.alice, [person("Amal")], NOW)
    uploads.begin(scene.alice, other, "other.mp4", 5, "", {}, clock.now())
    destroying.destroy(scene.alice, scene.case, NOW)
    uploads.sweep(scene.alice, clock.now())
    assert [one.name for one in uploads.mine(scene.alice, clock.now())] == ["other.mp4"] and lying() == []


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_who_leaves_the_desk_leaves_nothing_of_hers_behind(scene: Scene) -> None:
    bob = member(scene.alice)
    for one in (scene.alice, bob):
        uploads.begin(one, scene.case, "gate.mp4", 5, "", {}, clock.now())
        saved.keep(one, "The canary's", Wish("canary"))
        keeping.begin(one, Table(("name",), (), 1, ()), clock.now())
    leaving.end(scene.alice, bob.person, clock.now())
    for model in (Upload, SavedSearch, ImportBatch):
        assert set(model.objects.values_list("person", flat=True)) == {scene.alice.person.pk}


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_parts_that_were_swept_away_are_said_and_the_file_begins_anew(scene: Scene) -> None:
    place = scene.all_sent()
    lying()[0].unlink()
    assert "begins anew" in scene.whole(place).json()["sentence"]
    assert scene.begun().json()["received"] == 0 and scene.held == [] and lying() == []


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_one_person_has_twenty_on_their_way(scene: Scene) -> None:
    for number in range(uploads.MOST):
        uploads.begin(scene.alice, scene.case, f"{number}.mp4", 5, "", {}, clock.now())
    assert "as you may have" in scene.begun().json()["sentence"]
    assert scene.sent(f"{scene.listing}arriving/{uuid4()}/", 0, b"x").status_code == 404
