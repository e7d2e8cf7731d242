"""Parts of a picture or PDF blacked out on the pages: what was under a box is nowhere in the copy, and the original stays as it came."""

import io
from dataclasses import replace
from functools import cache
from uuid import UUID

import pytest
from django.conf import settings
from django.test import Client
from PIL import Image, ImageDraw

from alongside.cleaning import Box
from alongside.desk.cases import history, store
from alongside.desk.cases.evidence import custody, files, redacting, taking
from alongside.desk.cases.evidence.files import Arriving
from alongside.desk.cases.holding import hold
from alongside.desk.cases.models import SealedFile
from alongside.desk.cases.store import Edit
from alongside.desk.people.unlocked import Unlocked
from alongside.facts.evidence import Evidence
from alongside.facts.persons import Person
from tests.cleaning import papers, photos
from tests.desk.cases.browsing import sent
from tests.desk.cases.telling import person
from tests.desk.cases.walking import post, text
from tests.desk.making import NOW, found_desk, login_client

pytestmark = pytest.mark.usefixtures("database")
RED = (200, 20, 30)


@cache  # a profile holds the minute at which it was made
def photo() -> bytes:
    """A grey picture with a red field where a face would be, and all that a camera writes."""
    picture = Image.new("RGB", (320, 160), (128, 128, 128))
    ImageDraw.Draw(picture).rectangle((160, 80, 239, 119), fill=RED)
    return photos.jpeg(picture, exif=photos.exif(1))


def taken(alice: Unlocked, content: bytes, kind: str | None) -> tuple[UUID, Evidence]:
    case = store.create(alice, [person("Amal")], NOW)
    arriving = Arriving(alice.desk)
    arriving.add(content)
    return case, taking.take(alice, case, arriving.finish(), "scan.bin", {"type": kind}, NOW)


def begun(content: bytes, kind: str | None) -> tuple[Unlocked, Client, UUID, Evidence, str]:
    alice = found_desk()
    case, one = taken(alice, content, kind)
    return alice, login_client(alice), case, one, f"/desk/en/cases/{case}/evidence/{one.id}/redact/"


def pressed(browser: Client, path: str, page: str, **more: str):  # type: ignore[no-untyped-def]
    """The form of a page sent on, with a button pressed, a place clicked or a number typed."""
    fields = {name: values for name, values in sent(page[page.index("<main") :]).items() if name != "at"}
    return post(browser, path, fields | {name.replace("__", ".").replace("_", "-"): value for name, value in more.items()})


def the_copy(alice: Unlocked, case: UUID, one: Evidence) -> tuple[Evidence, bytes]:
    facts = store.open_case(alice, case, NOW).of(Evidence)
    (copy,) = [fact for fact in facts if fact.copy_of == one.id]
    return copy, b"".join(files.content(hold(alice, case), UUID(copy.file), copy.size))


def test_two_clicks_on_a_photo_make_a_copy_that_has_one_colour_under_the_box() -> None:
    alice, browser, case, one, path = begun(photo(), None)
    page = text(browser.get(path))
    shown = browser.get(path + "0/600/")
    assert shown.status_code == 200 and shown["Content-Type"] == "image/png" and photos.CANARY.encode() not in shown.content
    with Image.open(io.BytesIO(shown.content)) as drawn:
        assert drawn.getpixel((200 * drawn.width // 320, 100 * drawn.height // 160))[0] > 150
    page = text(pressed(browser, path, page, at__x="300", at__y="150"))
    assert "One corner is set" in page and '<path d="M50.000' in page
    page = text(pressed(browser, path, page, at__x="450", at__y="225"))
    assert 'value="50"' in page and "<rect" in page
    answer = pressed(browser, path, page, do="make")
    assert answer.status_code == 303
    copy, data = the_copy(alice, case, one)
    assert photos.CANARY.encode() not in data and (copy.type, copy.title) == ("jpeg", "scan.bin, parts blacked out")
    with Image.open(io.BytesIO(data)) as picture:
        under = picture.convert("RGB").crop((160, 80, 240, 120)).getextrema()
        assert all(high < 12 for _, high in under)
        assert picture.convert("RGB").getpixel((20, 20))[0] > 120
    taken_out = browser.post(
        f"/desk/en/cases/{case}/evidence/{copy.id}/original/", "", content_type="application/x-www-form-urlencoded"
    )
    assert b"".join(taken_out.streaming_content) == data
    assert b"".join(files.content(hold(alice, case), UUID(one.file), one.size)) == photo()
    told = history.happenings(alice, case)
    assert [step.what for step in custody.steps(told, one)] == [custody.RECEIVED, taking.VIEWED, custody.REDACTED]
    assert [step.what for step in custody.steps(told, copy)] == [custody.MADE, custody.CLEANED, taking.COPIED]
    item = text(browser.get(f"/desk/en/cases/{case}/evidence/{one.id}/"))
    assert copy.id in item and "made a copy with parts blacked out" in item
    assert "A copy with parts blacked out of:" in text(browser.get(answer["Location"]))


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_words_under_a_box_of_a_pdf_are_in_no_byte_of_the_copy() -> None:
    original = papers.pdf()
    alice, browser, case, one, path = begun(original, "pdf")
    page = text(browser.get(path))
    page = text(pressed(browser, path, page, do="add"))
    answer = pressed(browser, path, page, left_0="0", top_0="0", width_0="100", height_0="60", do="make")
    assert answer.status_code == 303
    copy, data = the_copy(alice, case, one)
    assert data.startswith(b"%PDF") and papers.holds(original, papers.CANARY) and not papers.holds(data, papers.CANARY)
    assert not papers.holds(data, papers.WORDS) and copy.type == "pdf"
    stored = [path.read_bytes() for path in settings.FILES.rglob("*") if path.is_file()]
    assert stored and not any(papers.CANARY.encode() in data for data in stored)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_same_form_sent_twice_makes_one_copy() -> None:
    alice, browser, case, one, path = begun(photo(), "jpeg")
    page = text(pressed(browser, path, text(browser.get(path)), do="add"))
    box = {"left_0": "10", "top_0": "10", "width_0": "20", "height_0": "20", "do": "make"}
    first, second = (pressed(browser, path, page, **box) for _ in range(2))
    assert first.status_code == second.status_code == 303 and first["Location"] == second["Location"]
    the_copy(alice, case, one)
    assert SealedFile.objects.count() == 3  # the original, its copy, and the cleaned copy of that
    box["left_0"] = "11"
    assert pressed(browser, path, page, **box)["Location"] != first["Location"]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_copy_has_the_source_of_its_original() -> None:
    alice = found_desk()
    case, one = taken(alice, photo(), "jpeg")
    (her,) = store.open_case(alice, case, NOW).of(Person)
    store.save(alice, case, [Edit(one, replace(one, source=her.id))], NOW)
    (one,) = store.open_case(alice, case, NOW).of(Evidence)
    made = redacting.make(alice, case, one, {0: [Box(0.1, 0.1, 0.5, 0.5)]}, "Roof", "c" * 32, NOW)
    assert (made.source, made.copy_of) == (her.id, one.id)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_what_is_wrong_is_said_beside_the_box_and_what_was_typed_stands_there_again() -> None:
    _, browser, _, _, path = begun(photo(), "jpeg")
    page = text(browser.get(path))
    answer = pressed(browser, path, page, do="make")
    assert answer.status_code == 422 and "Choose at least one box" in text(answer)
    page = text(pressed(browser, path, page, do="add"))
    answer = pressed(browser, path, page, left_0="a third", top_0="0", width_0="10", height_0="10", title="Roof", do="make")
    assert answer.status_code == 422 and "All four numbers are needed" in text(answer)
    assert 'value="a third"' in text(answer) and 'value="Roof"' in text(answer)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_what_cannot_be_drawn_is_said_in_a_sentence() -> None:
    _, browser, _, _, path = begun(b"what she said\n", "text")
    assert "Parts can be blacked out in pictures" in text(browser.get(path))
    assert browser.get(path + "0/600/").status_code == 404 == browser.get(path + "0/601/").status_code


def test_who_turns_pages_looks_once() -> None:
    alice, _, case, one, _ = begun(photo(), "jpeg")
    for _ in range(2):
        taking.note_look(alice, case, one, NOW)
    taking.note_look(alice, case, one, NOW + taking.ONE_LOOK)
    looks = [step for step in custody.steps(history.happenings(alice, case), one) if step.what == taking.VIEWED]
    assert len(looks) == 2
    assert redacting.offered(one)
