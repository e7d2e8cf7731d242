"""The page of a case: who is who, what happened, what is missing; red where somebody tampered; the same cost however long it is."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alongside.desk.cases import store
from alongside.desk.cases.models import Record
from alongside.desk.cases.store import Edit
from alongside.desk.people import clock
from tests.desk.cases.telling import agreement, fact, person, withdrawal
from tests.desk.cases.walking import post, text, walk
from tests.desk.making import login_client

NOWHERE = "00000000-0000-4000-8000-000000000000"  # the id of no case
pytestmark = pytest.mark.usefixtures("database")


def test_the_roles_stand_apart_and_an_empty_one_asks():
    one = walk()
    one.add(person("Colonel Fictional", "perpetrator"), fact("detention", person=one.her.id, held=True, since="2026-11-20"))
    page = one.page()
    for words in ("Amal Fictional", "Husband Fictional", "Colonel Fictional", "Travel ban", "Held now", "not named yet"):
        assert words in page
    assert page.index("Travel ban") < page.index("Not in the case yet") < page.index("Add: step at home")
    assert "Steps at home" not in page  # a heading without a record says nothing that the line of what is missing does not


def test_who_is_called_a_perpetrator_and_was_asked_has_a_place_for_her_answer():
    """She is asked before anything of her leaves."""
    one, colonel, slip = walk(), person("Colonel Fictional", "perpetrator"), person("Salma Fictional", "perpetrator")
    one.add(colonel, slip, fact("detention", person=slip.id, held=True, since="2026-11-20"))
    about = {each.id: one.page().split(f'id="r{each.id}"')[1].split("</article>")[0] for each in (colonel, slip)}
    assert f"consent/#p{slip.id}" in about[slip.id] and f"consent/#p{colonel.id}" not in about[colonel.id]
    assert "Salma Fictional" in one.page("consent/") and "Colonel Fictional" not in one.page("consent/")


def test_every_kind_has_a_line_and_a_way_to_add_it():
    one, her = walk(), None
    her = one.her.id
    act = fact("act", code="threats", victims=[her])
    letter = fact("intervention", mechanism="un-wgad", type="petition", persons=[her], date="2026-11-21")
    one.add(
        act,
        letter,
        fact("detention", person=her, held=True, place="Tora", access_to_lawyer=False, court_dates=[{"date": "2026-12-01"}]),
        fact("cooperation", body="un-treaty-body", which="CEDAW", form="planned", by=her),
        fact("domestic-step", step="complaint", what="To the prosecutor", result="none"),
        fact("state-response", position="denies", answers=letter.id),
        fact("information", source=one.husband.id, content="He saw it"),
        fact("involvement", act=act.id, person=one.husband.id, degree="present"),
        fact("relation", person=her, other=one.husband.id, type="spouse"),
        fact("risk-assessment", person=her, date="2026-11-21", level="acute"),
        fact("measure", what="Another flat", owner=one.bob.person.pk.hex, due="2026-12-01"),
        fact("task", what="Call the lawyer"),
        fact("note", text="A line"),
    )
    page = one.page()
    for words in (
        "Tora",
        "sees no lawyer",
        "CEDAW",
        "To the prosecutor",
        "It denies",
        "He saw it",
        "Another flat",
        "Bob",
        "A line",
    ):
        assert words in page
    assert "husband or wife" in page
    assert all(
        f"/new/{kind}/" in page for kind in ("act", "detention", "cooperation", "domestic-step", "note", "person", "relation")
    )


def test_a_case_with_one_member_is_a_draft_and_says_so():
    one = walk()
    assert "This case is a draft" not in one.page()
    store.remove_member(one.alice, one.case, one.bob.person, clock.now())
    assert "This case is a draft" in one.page()


def test_an_answer_that_no_plan_asks_for_is_no_answer_that_is_missing():
    one = walk()
    asked = {"purpose": "photo", "answer": "refused", "date": "2026-11-20", "given_by": one.her.id}
    one.add(fact("consent", person=one.her.id, recipient="class:un-special-procedure", **asked))
    told = one.page().split(f'id="r{one.her.id}"')[1].split("</article>")[0]
    assert "use photo or voice" in told
    assert "nobody asked yet" not in told


def test_a_deleted_record_turns_the_page_red_and_closes_the_gate():
    one = walk()
    yes = agreement(one.her)
    no = withdrawal(one.her, yes)
    one.add(yes, no)
    Record.objects.filter(pk=no.id).delete()
    assert "changed this case from outside" in one.page()
    ledger = one.page("consent/")
    assert "The gate is closed" in ledger
    assert "They agreed." not in ledger


def test_who_is_not_in_the_case_gets_the_page_of_a_case_that_does_not_exist():
    one = walk()
    charlie = login_client(one.charlie)
    hidden = one.get("", charlie)
    nowhere = charlie.get(one.path().replace(str(one.case), NOWHERE))
    assert hidden.status_code == nowhere.status_code == 404
    assert hidden.content.replace(str(one.case).encode(), b"") == nowhere.content.replace(NOWHERE.encode(), b"")


OUTSIDE = (
    "",
    "consent/",
    "plan/",
    "tasks/",
    "history/",
    "history/1/",
    "members/",
    "risk/{her}/",
    "plan/{her}/",
    "consent/{her}/ask/",
)


@pytest.mark.parametrize("rest", OUTSIDE)
def test_no_page_of_a_case_tells_an_outsider_anything(rest: str):
    one = walk()
    charlie, rest = login_client(one.charlie), rest.format(her=one.her.id)
    counted = []
    for path in (one.path(rest), one.path(rest).replace(str(one.case), NOWHERE)):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert charlie.get(path).status_code == 404
        counted.append(len(queries))
    assert counted[0] == counted[1]


@pytest.mark.usefixtures("still")
def test_the_page_asks_the_database_as_often_for_two_records_as_for_a_hundred():
    one = walk()

    def queries() -> int:
        one.get()
        with CaptureQueriesContext(connection) as found:
            assert one.get().status_code == 200
        return len(found)

    few = queries()
    one.add(*(fact("act", code="threats", victims=[one.her.id], date="2026-11-20") for _ in range(50)))
    one.add(*(person(f"Witness {number}", "source") for number in range(50)))
    assert queries() == few


def test_what_to_ask_next_leads_to_the_record_that_takes_the_answer():
    one = walk()
    page = one.page()
    assert "Does Amal Fictional agree that something is sent" in page
    assert f"consent/{one.her.id}/ask/" in page
    assert "How great is the danger for Amal Fictional?" in page


def test_an_edit_of_a_colleague_shows_at_the_next_look():
    one = walk()
    store.save(one.bob, one.case, [Edit(one.her, replace(one.her, occupation="lawyer"))], clock.now())
    assert "lawyer" in one.page()


def test_a_name_with_markup_is_shown_as_text():
    one = walk()
    one.add(person("<script>alert(1)</script>"))
    assert "<script>alert" not in one.get().content.decode()


def test_logged_out_no_page_of_a_case_is_shown():
    one = walk()
    post(one.browser, "/desk/en/lock/", {})
    assert "Amal" not in text(one.get())
