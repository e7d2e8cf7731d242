"""The pages of an import, walked as a person walks them: paste, choose, look, import, take back."""

import csv
import io
import re
from html import unescape

import pytest

from alongside.desk.cases import store
from alongside.desk.cases.importing import keeping, running, working
from alongside.desk.cases.importing.keeping import DONE, DRAFT, RUNNING
from alongside.desk.cases.models import Case, ImportBatch
from alongside.desk.people import clock, unlocking
from alongside.desk.people import models as people
from alongside.desk.people.models import Login
from alongside.facts.persons import Person
from tests.desk.cases.telling import fact
from tests.desk.cases.walking import post, text
from tests.desk.making import found_desk, login_client, member

pytestmark = pytest.mark.usefixtures("database")
PATH = "/desk/en/cases/import/"
TABLE = "Name\tCountry\tType of act\tOdd\r\nAmal Fictional\tEgypt\tthreats\tblue\r\nNoor Fictional\tAtlantis\tArbitrary arrest\t=1+1\r\n"


class Desk:
    def __init__(self) -> None:
        self.alice = found_desk()
        self.bob = member(self.alice, "Bob")
        self.browser = login_client(self.alice)

    def pasted(self, table: str = TABLE) -> str:
        answer = post(self.browser, PATH, {"table": table})
        assert answer.status_code == 303, text(answer)
        return answer["Location"].removesuffix("columns/")

    def page(self, path: str) -> str:
        answer = self.browser.get(path)
        assert answer.status_code == 200, answer.status_code
        return text(answer)

    def looked(self, table: str = TABLE) -> str:
        """The address of an import whose columns were taken as suggested."""
        path = self.pasted(table)
        chosen = {f"column-{at}": name for at, name in enumerate(self.import_of(path).columns)}
        assert post(self.browser, f"{path}columns/", chosen).status_code == 303
        return path

    def import_of(self, path: str) -> keeping.Import:
        return next(one for one in keeping.mine(self.alice) if str(one.id) in path)


@pytest.fixture
def desk(database) -> Desk:
    return Desk()


def test_a_table_is_pasted_looked_at_imported_and_undone(desk):
    path = desk.pasted()
    columns = desk.page(f"{path}columns/")
    assert "The table has 2 rows" in columns and "Amal Fictional" in columns
    chosen = re.findall(r'<option value="([^"]*)" selected>', columns)
    assert chosen == ["person.name", "event.state_responsible", "act.code", ""]
    answer = post(desk.browser, f"{path}columns/", {f"column-{at}": name for at, name in enumerate(chosen)})
    assert answer["Location"] == f"{path}preview/"
    preview = desk.page(f"{path}preview/")
    assert "Cases that would be made: 1, from 2 rows." in preview
    assert "Row 3: “Country” (column B): “Atlantis” is no State" in preview
    assert "go nowhere" in preview and "Odd" in preview
    assert not Case.objects.exists()
    answer = post(desk.browser, f"{path}preview/", {"do": "begin", "member": desk.bob.person.pk.hex})
    assert answer["Location"] == path
    running.wait(desk.import_of(path).id, 30)
    done = desk.page(path)
    assert "Imported: 1 cases." in done and "Rows that are in no case: 1." in done and "Let a second person in" not in done
    unlocking.run(desk.bob, clock.now())
    (case,) = Case.objects.values_list("pk", flat=True)
    assert store.open_case(desk.bob, case, clock.now()).of(Person)[0].names[0].text == "Amal Fictional"
    assert "destroyed" in desk.page(f"{path}undo/") and Case.objects.exists()
    assert post(desk.browser, f"{path}undo/", {})["Location"] == path
    running.wait(desk.import_of(path).id, 30)
    assert "Undone: 1 cases destroyed, 0 stay." in desk.page(path) and not Case.objects.exists()
    assert post(desk.browser, path, {"do": "forget"})["Location"] == PATH
    assert not ImportBatch.objects.exists()


def test_the_file_of_the_bad_rows_is_mended_and_brought_again(desk):
    path = desk.looked()
    answer = desk.browser.get(f"{path}rows/")
    assert answer["Content-Disposition"] == 'attachment; filename="rows.csv"'
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0] == ["Name", "Country", "Type of act", "Odd", "What is wrong"]
    assert rows[1][:4] == ["Noor Fictional", "Atlantis", "Arbitrary arrest", "'=1+1"] and "Atlantis" in rows[1][4]
    mended = answer.content.decode("utf-8-sig").replace("Atlantis,Arbitrary arrest", "Jordan,threats")
    again = desk.looked(mended)
    assert "Cases that would be made: 1, from 1 rows." in desk.page(f"{again}preview/")
    assert keeping.table_of(desk.alice, desk.import_of(again)).rows[0].cells == ("Noor Fictional", "Jordan", "threats", "=1+1")


def test_columns_that_go_nowhere_can_be_kept_as_notes_and_words_be_explained_once(desk):
    path = desk.looked(TABLE.replace("Atlantis", "Jordan"))
    preview = desk.page(f"{path}preview/")
    assert "Words that are not known here" in preview and 'name="word-act:arbitrary arrest"' in preview
    post(desk.browser, f"{path}preview/", {"do": "words", "word-act:arbitrary arrest": "arrest-detention"})
    post(desk.browser, f"{path}preview/", {"do": "notes"})
    preview = desk.page(f"{path}preview/")
    assert "Cases that would be made: 2" in preview and "Odd: blue" in preview and "go nowhere" not in preview


def test_what_is_no_table_is_shown_again_with_one_sentence(desk):
    answer = post(desk.browser, PATH, {"table": 'Name\tNote\nAmal\t"never <closed>'})
    page = answer.content.decode()
    assert answer.status_code == 422 and "Row 2, which begins in line 2" in page
    assert "never &lt;closed&gt;" in page
    assert not ImportBatch.objects.exists()


def test_a_field_that_two_columns_claim_and_none_at_all_are_said(desk):
    path = desk.pasted()
    answer = post(desk.browser, f"{path}columns/", {"column-0": "person.name", "column-3": "person.name"})
    assert answer.status_code == 422 and "was chosen for another column already" in text(answer)
    answer = post(desk.browser, f"{path}columns/", {"column-0": "no.such"})
    assert answer.status_code == 422 and "Choose for at least one column" in text(answer)


def test_all_or_none(desk):
    path = desk.looked()
    answer = post(desk.browser, f"{path}preview/", {"do": "begin", "whole": "yes", "member": desk.bob.person.pk.hex})
    assert answer.status_code == 422 and "Nothing was imported" in text(answer)
    assert re.search(rf'value="{desk.bob.person.pk.hex}"\s+checked', answer.content.decode())
    assert not Case.objects.exists()


def test_a_colleague_who_left_since_she_was_ticked_is_said_and_nothing_begins(desk):
    path = desk.looked()
    people.Person.objects.filter(pk=desk.bob.person.pk).update(active=False)
    answer = post(desk.browser, f"{path}preview/", {"do": "begin", "member": desk.bob.person.pk.hex})
    assert answer.status_code == 422 and "somebody whom you ticked can no longer be let in" in text(answer)
    assert not Case.objects.exists() and desk.import_of(path).state == DRAFT


def test_while_it_goes_the_page_looks_again_and_what_stopped_can_be_gone_on_with(desk, monkeypatch):
    path = desk.looked()
    found = desk.import_of(path)
    working.start(desk.alice, found.id, [], clock.now())
    answer = desk.browser.get(path)
    assert answer["Refresh"] == "3" and "Being imported: 0 of 1 cases." in text(answer) and "<progress" in text(answer)
    keeping.change(desk.alice, found.id, RUNNING, beat="2026-01-01T00:00:00+00:00")
    answer = desk.browser.get(path)
    assert "Refresh" not in answer and "Stopped: 0 of 1 cases" in text(answer) and "Go on" in text(answer)
    assert "Stopped" in desk.page(PATH)
    post(desk.browser, path, {"do": "go"})
    running.wait(found.id, 30)
    assert "Imported: 1 cases." in desk.page(path)


def test_the_work_ends_with_her_login(desk, monkeypatch):
    monkeypatch.setattr(working, "STEP", 1)
    path = desk.looked(TABLE.replace("Atlantis", "Jordan").replace("Arbitrary arrest", "threats"))
    found = desk.import_of(path)
    working.start(desk.alice, found.id, [], clock.now())
    Login.objects.all().delete()
    running.start(desk.alice, found.id)
    running.wait(found.id, 30)
    assert keeping.get(desk.alice, found.id).state == RUNNING and not Case.objects.exists()


def test_nobody_else_finds_it_at_any_step(desk):
    path = desk.looked()
    bob = login_client(desk.bob)
    for rest in ("", "columns/", "preview/", "rows/", "undo/"):
        assert bob.get(path + rest).status_code == 404
    for rest in ("", "columns/", "preview/", "undo/"):
        assert post(bob, path + rest, {"do": "begin", "column-0": "person.name"}).status_code == 404
    assert "Import of" not in text(bob.get(PATH))


def test_what_stays_after_an_undo_is_named(desk):
    path = desk.looked()
    found = desk.import_of(path)
    working.start(desk.alice, found.id, [], clock.now())
    done = working.run(desk.alice, found.id)
    (case,) = keeping.cases_of(desk.alice, done)
    store.save(desk.alice, case, [store.Edit(None, fact("note", text="Called."))], clock.now())
    working.undo(desk.alice, found.id, clock.now())
    working.run(desk.alice, found.id)
    page = desk.page(path)
    assert "0 cases destroyed, 1 stay" in page and f"/desk/en/cases/{case}/" in page


def test_an_import_cannot_be_begun_twice_nor_changed_after(desk):
    path = desk.looked()
    post(desk.browser, f"{path}preview/", {"do": "begin"})
    running.wait(desk.import_of(path).id, 30)
    assert desk.import_of(path).state == DONE
    for rest, told in (("preview/", {"do": "begin"}), ("columns/", {"column-0": "person.name"})):
        assert post(desk.browser, path + rest, told).status_code == 404
    assert Case.objects.count() == 1


def test_the_page_escapes_what_stands_in_the_table(desk):
    path = desk.looked("Name\t<b>x</b>\n<script>1</script>\t&amp;")
    for rest in ("columns/", "preview/"):
        page = desk.browser.get(path + rest).content.decode()
        assert "<script>1" not in page and "<b>x" not in page
        assert "<script>1</script>" in unescape(page)
