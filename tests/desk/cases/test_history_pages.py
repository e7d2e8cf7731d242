"""The history of a case in words, and the case as it stood."""

from dataclasses import replace

import pytest

from alongside.desk.cases import store
from alongside.desk.cases.models import History
from alongside.desk.cases.store import Edit
from alongside.desk.people import clock
from tests.desk.cases.telling import fact
from tests.desk.cases.walking import text, walk
from tests.desk.making import login_client

pytestmark = pytest.mark.usefixtures("database")


def test_who_did_what_with_before_and_after():
    one = walk()
    her = one.opened().facts[one.her.id]
    store.save(one.bob, one.case, [Edit(her, replace(her, occupation="lawyer"))], clock.now())
    changed = one.opened().facts[one.her.id]
    store.save(one.alice, one.case, [Edit(changed, replace(changed, occupation="judge"))], clock.now())
    page = one.page("history/")
    assert "Bob" in page
    assert "changed the case" in page
    assert "<del" in page
    assert page.index("judge") < page.index("began the case")


def test_every_opening_is_there_and_many_in_a_row_are_one_line():
    one = walk()
    bob = login_client(one.bob)
    for browser in (one.browser, bob, one.browser, bob):
        one.get("", browser)
    page = one.page("history/")  # which opens the case too
    assert "Opened 5 times" in page
    run = page.split("Opened 5 times")[1].split("</details>")[0].replace("\u2068", "").replace("\u2069", "")
    assert run.count("<li>") == 5
    assert "Alice: 3" in run and "Bob: 2" in run


def test_the_case_as_it_was_cannot_be_changed():
    one = walk()
    note = fact("note", text="Written later")
    one.add(note)
    sequence = History.objects.filter(case=one.case).order_by("sequence").first().sequence
    page = one.page(f"history/{sequence}/")
    assert "Written later" not in page
    assert "Amal Fictional" in page
    assert "/new/" not in page
    assert "Written later" in one.page()


def test_a_removed_record_is_read_in_the_past():
    one = walk()
    note = fact("note", text="Taken out again")
    one.add(note)
    sequence = History.objects.filter(case=one.case).order_by("-sequence").first().sequence
    stands = one.opened().facts[note.id]
    store.save(one.alice, one.case, [Edit(stands, None)], clock.now())
    assert "Taken out again" not in one.page()
    assert "Taken out again" in one.page(f"history/{sequence}/")
    assert "Removed: note" in one.page("history/")


def test_a_link_that_does_not_exist_is_nowhere():
    one = walk()
    assert one.get("history/999999/").status_code == 404


def test_a_broken_chain_is_said_in_red_and_nothing_of_it_is_shown():
    one = walk()
    first = History.objects.filter(case=one.case).order_by("sequence").first()
    first.blob = bytes(len(first.blob))
    first.save()
    page = one.page("history/")
    assert "does not fit together" in page
    assert "began the case" not in page


def test_older_pages_can_be_reached():
    one = walk()
    for number in range(70):
        one.add(fact("note", text=f"note {number}"))
    page = one.page("history/")
    assert "/history/before/" in page
    older = page.split("/history/before/")[1].split('"')[0]
    assert "began the case" in text(one.browser.get(one.path(f"history/before/{older}")))


def test_members_coming_and_going_stand_there():
    one = walk()
    store.add_member(one.alice, one.case, one.charlie.person, clock.now())
    store.remove_member(one.alice, one.case, one.charlie.person, clock.now())
    page = one.page("history/")
    assert "let Charlie in" in page
    assert "took Charlie out" in page
    assert one.get("history/", login_client(one.charlie)).status_code == 404


def test_openings_push_no_change_off_the_page():
    one = walk()
    for _ in range(80):
        one.get()
    page = one.page("history/")
    assert "Opened 81 times" in page
    assert "began the case" in page
    assert "/history/before/" not in page
