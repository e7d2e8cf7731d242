"""A table brought as a file: sealed while it arrives, read, and gone with the answer; too large a paste is told of the other way."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from alongside.desk.cases.evidence.files import Arriving
from alongside.desk.cases.importing import keeping, running, working
from alongside.desk.cases.importing.delimited import read_text
from alongside.desk.cases.importing.suggesting import suggested
from alongside.desk.cases.models import SealedFile
from alongside.desk.people import clock
from alongside.desk.people.models import Login
from tests.desk.cases.importing import workbooks
from tests.desk.cases.walking import post, text
from tests.desk.making import Browser, found_desk, login_client

pytestmark = pytest.mark.usefixtures("database")
PATH = "/desk/en/cases/import/"
TABLE = "Name;Country\r\nAmal Fictional;Egypt\r\n"


def brought(browser: Client, data: bytes, name: str = "cases.csv", **more: str) -> HttpResponse:
    return browser.post(PATH, {"file": SimpleUploadedFile(name, data), **more})


def lying() -> list[Path]:
    return [path for path in settings.FILES.rglob("*") if path.is_file()]


def test_csv_and_workbooks_are_read_and_lie_nowhere_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    browser = login_client(found_desk())
    seen: list[bytes] = []
    finish = Arriving.finish

    def finished(self: Arriving):  # type: ignore[no-untyped-def]
        found = finish(self)
        seen.extend(path.read_bytes() for path in lying())
        return found

    monkeypatch.setattr(Arriving, "finish", finished)
    book = workbooks.packed(workbooks.parts(workbooks.sheet({1: ["Name", "Country"], 2: ["Amal Fictional", "Egypt"]})))
    for data in (TABLE.encode(), book):
        answer = brought(browser, data)
        assert answer.status_code == 303, text(answer)
        page = text(browser.get(answer["Location"]))
        assert "Amal Fictional" in page and re.findall(r'<option value="([^"]*)" selected>', page)[:2] == [
            "person.name",
            "event.state_responsible",
        ]
    assert lying() == [] and not SealedFile.objects.exists()
    assert len(seen) == 2 and not any(b"Amal" in data for data in seen)


def test_what_is_wrong_with_a_file_is_one_sentence_and_what_was_told_of_it_stays() -> None:
    browser = login_client(found_desk())
    answer = browser.post(PATH, {"file": "", "sheet": "Second"})
    assert answer.status_code == 422 and "Choose a file first." in text(answer) and 'value="Second"' in text(answer)
    arabic = "Name;Country\r\nأمل;Egypt\r\n".encode("windows-1256")
    answer = brought(browser, arabic)
    assert answer.status_code == 422 and "not written in UTF-8" in text(answer)
    answer = brought(browser, arabic, encoding="windows-1256")
    assert answer.status_code == 303 and "أمل" in text(browser.get(answer["Location"]))
    answer = brought(browser, arabic, encoding="windows-1251; drop")
    assert answer.status_code == 422


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_who_has_no_login_brings_nothing() -> None:
    found_desk()
    answer = brought(Browser(), TABLE.encode())
    assert answer.status_code == 403 and lying() == []


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_paste_after_the_login_ended_is_kept_over_the_next_one() -> None:
    browser = login_client(found_desk())
    Login.objects.all().delete()
    page = text(post(browser, PATH, {"table": TABLE}))
    assert 'name="kept-table"' in page and "Amal Fictional" in page


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("kind", "body"), [("application/x-www-form-urlencoded", 1_100_000), ("multipart/form-data; boundary=x", 34 << 20)]
)
def test_too_much_is_told_of_the_way_that_takes_it(kind: str, body: int) -> None:
    browser = login_client(found_desk())
    answer = browser.post(PATH, b"table=" + b"a" * body, content_type=kind)
    assert answer.status_code == 413 and "Or bring a file" in text(answer)


def test_an_undo_that_begins_while_the_import_still_runs_is_worked_on() -> None:
    alice = found_desk()
    table = read_text("Name\tCountry\n" + "".join(f"Amal {number}\tEgypt\n" for number in range(300)))
    one = keeping.begin(alice, table, clock.now(), suggested(table.headings))
    login_client(alice)
    working.start(alice, one.id, [], clock.now())
    undone = []

    def told(found: keeping.Import) -> None:
        if not undone:
            undone.append(working.undo(alice, one.id, clock.now()))

    assert working.run(alice, one.id, told=told).state == keeping.UNDONE


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_who_is_asked_again_at_the_very_end_looks_once_more(monkeypatch: pytest.MonkeyPatch) -> None:
    alice = found_desk()
    runs = []

    def run(unlocked: object, import_id: object, going: object) -> None:
        runs.append(import_id)
        if len(runs) == 1:
            running.start(alice, import_id)  # type: ignore[arg-type]

    monkeypatch.setattr(working, "run", run)
    name = keeping.begin(alice, read_text("Name\tCountry\nA\tEgypt\n"), clock.now()).id
    running.start(alice, name)
    running.wait(name, 10)
    assert runs == [name, name] and name not in running._threads
