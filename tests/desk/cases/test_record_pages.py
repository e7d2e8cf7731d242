"""Adding, changing and removing a record in the browser: what is stored, what is refused, and what two people at once lose (nothing)."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

import pytest
from django.http import HttpResponse
from django.test import Client

from alongside.desk.cases import store
from alongside.desk.cases.forms.base import packed
from alongside.desk.cases.store import Edit
from alongside.desk.people import clock
from alongside.desk.people.unlocked import Unlocked
from alongside.facts.fact import Fact
from alongside.facts.plain import from_plain, to_plain
from tests.desk.cases.browsing import Form
from tests.desk.cases.telling import agreement, fact, few, person
from tests.desk.making import found_desk, login_client, member

FORM = "application/x-www-form-urlencoded"
pytestmark = pytest.mark.usefixtures("database")


@dataclass
class Desk:
    """Alice and Bob, who share a case, and Alice's browser."""

    alice: Unlocked
    bob: Unlocked
    browser: Client
    case: UUID
    her: Fact
    act: Fact

    def path(self, rest: str, case: UUID | None = None) -> str:
        return f"/desk/en/cases/{case or self.case}/{rest}"

    def facts(self) -> Mapping[str, Fact]:
        return store.open_case(self.alice, self.case, clock.now(), note=False).facts

    def get(self, rest: str, browser: Client | None = None) -> HttpResponse:
        return (browser or self.browser).get(self.path(rest))

    def send(self, rest: str, post: Mapping[str, Any], browser: Client | None = None) -> HttpResponse:
        return (browser or self.browser).post(self.path(rest), urlencode(post, doseq=True), content_type=FORM)

    def fill(self, rest: str, **boxes: str | list[str]) -> dict[str, list[str]]:
        """The form of a page with some boxes filled in; two underscores stand for a dot."""
        page = self.get(rest)
        assert page.status_code == 200
        return Form(text(page)).post({name.replace("__", "."): value for name, value in boxes.items()})

    def bob_saves(self, base: Fact, **told: Any) -> None:
        plain = {name: value for name, value in (to_plain(base) | told).items() if value is not None}
        store.save(self.bob, self.case, [Edit(base, from_plain(plain))], clock.now())

    @property
    def record(self) -> str:
        return f"records/{self.act.id}/"


@pytest.fixture
def desk(database: object) -> Desk:
    alice = found_desk()
    bob = member(alice, "Bob")
    her, act = few()
    case = store.create(alice, [her, act], clock.now(), [bob.person])
    return Desk(alice, bob, login_client(alice), case, her, act)


def text(page: HttpResponse) -> str:
    return page.content.decode()


# Adding


def test_a_record_is_added_as_it_was_typed(desk: Desk) -> None:
    post = desk.fill("new/act/", code="threats", date="3 May 2024", victims=["", desk.her.id], description="Call at night.")
    answer = desk.send("new/act/", post)
    assert (answer.status_code, answer["Location"]) == (303, desk.path(""))
    added = next(one for one in desk.facts().values() if one.KIND == "act" and one.id != desk.act.id)
    assert to_plain(added) | {"id": ""} == {
        "format": 1, "kind": "act", "id": "", "revision": 1, "code": "threats", "date": "2024-05-03", "victims": [desk.her.id],
        "description": "Call at night.",
    }  # fmt: skip


def test_the_same_form_sent_twice_adds_one_record(desk: Desk) -> None:
    post = desk.fill("new/note/", text="Once.")
    assert [desk.send("new/note/", post).status_code for _ in range(2)] == [303, 303]
    assert [one.KIND for one in desk.facts().values()].count("note") == 1


def test_the_same_form_sent_again_with_another_text_shows_both_and_loses_none(desk: Desk) -> None:
    post = desk.fill("new/note/", text="First text.")
    desk.send("new/note/", post)
    answer = desk.send("new/note/", post | {"text": ["Second text."]})
    assert answer.status_code == 409 and "First text." in text(answer) and "Second text." in text(answer)


def test_bad_input_keeps_everything_and_says_what_is_wrong(desk: Desk) -> None:
    post = desk.fill(
        "new/person/", names__1__text="Амаль", born="3/5/1990", health="Insulin", contact_ways__1__value="+41 22 000"
    )
    answer = desk.send("new/person/", post)
    page = text(answer)
    assert answer.status_code == 422 and 'role="alert"' in page
    again = Form(page).post()
    assert {name: values for name, values in again.items() if name != "base"} == post
    assert page.count("3 May 1990") >= 2  # at the top and beside the box
    assert len(desk.facts()) == 2


def test_another_row_stores_nothing_yet(desk: Desk) -> None:
    post = desk.fill("new/person/", names__1__text="Амаль")
    answer = desk.send("new/person/", post | {"add": ["names"]})
    assert answer.status_code == 200 and "names.2.text" in Form(text(answer)).post()
    assert Form(text(answer)).post()["names.1.text"] == ["Амаль"]
    assert len(desk.facts()) == 2


def test_a_kind_that_nobody_writes_by_hand_has_no_page(desk: Desk) -> None:
    for kind in ("plan-snapshot", "nothing", "base"):
        assert desk.get(f"new/{kind}/").status_code == 404
        assert desk.send(f"new/{kind}/", {"text": "x"}).status_code == 404


def test_a_second_answer_about_consent_from_one_form_is_a_second_record(desk: Desk) -> None:
    boxes = {"person": desk.her.id, "recipient": "class:ngo", "purpose": "send", "answer": "refused", "date": "2026-11-20"}
    post = desk.fill("new/consent/", **boxes)
    for answer in ("refused", "refused", "agreed"):
        assert desk.send("new/consent/", post | {"answer": [answer]}).status_code == 303
    assert sorted(getattr(one, "answer", "") for one in desk.facts().values()) == ["", "", "agreed", "refused"]


# Changing


def test_a_change_keeps_what_the_form_does_not_know(desk: Desk) -> None:
    later = fact("act", code="threats", later={"x": [1]}, victims=[desk.her.id])
    store.save(desk.alice, desk.case, [Edit(None, later)], clock.now())
    rest = f"records/{later.id}/"
    assert desk.send(rest, desk.fill(rest, place="Harbour")).status_code == 303
    assert to_plain(desk.facts()[later.id]) == to_plain(later) | {"place": "Harbour", "revision": 2}


def test_saving_without_a_change_writes_nothing(desk: Desk) -> None:
    assert desk.send(desk.record, desk.fill(desk.record)).status_code == 303
    assert desk.facts()[desk.act.id] == desk.act


def test_the_kind_and_the_id_of_a_record_come_from_the_case_not_from_the_form(desk: Desk) -> None:
    post = desk.fill(desk.record, place="Port")
    desk.send(desk.record, post | {"kind": ["consent"], "id": [uuid4().hex], "revision": ["99"], "format": ["2"]})
    changed = desk.facts()[desk.act.id]
    assert to_plain(changed) == to_plain(desk.act) | {"place": "Port", "revision": 2}
    assert len(desk.facts()) == 2


def test_a_page_that_was_not_made_from_the_record_is_shown_again(desk: Desk) -> None:
    made_up = (
        fact("act", code="killing"),
        from_plain(to_plain(desk.act) | {"code": "killing"}),
        from_plain(to_plain(desk.act) | {"revision": 9}),
    )
    post = desk.fill(desk.record, place="Typed")
    for word in ("", "garbled", *(packed(one) for one in made_up)):
        answer = desk.send(desk.record, post | {"base": [word]})
        assert answer.status_code == 422 and "Typed" in text(answer)
    assert desk.facts()[desk.act.id] == desk.act


def test_no_page_changes_what_somebody_answered(desk: Desk) -> None:
    refusal = from_plain(to_plain(agreement(desk.her)) | {"answer": "refused"})
    store.save(desk.alice, desk.case, [Edit(None, refusal)], clock.now())
    rest = f"records/{refusal.id}/"
    for base in (refusal, from_plain(to_plain(refusal) | {"answer": "agreed"})):
        desk.send(rest, desk.fill(rest) | {"answer": ["agreed"], "base": [packed(base)], "remarks": ["x"]})
    desk.bob_saves(desk.facts()[refusal.id], remarks="Bob's")
    for base in (refusal, from_plain(to_plain(refusal) | {"answer": "agreed"})):
        desk.send(rest, desk.fill(rest) | {"answer": ["agreed"], "base": [packed(base)], "remarks": ["y"]})
    assert getattr(desk.facts()[refusal.id], "answer") == "refused"  # noqa: B009


# Two at once


def test_two_people_who_change_different_fields_both_keep_theirs(desk: Desk) -> None:
    post = desk.fill(desk.record, place="Port")
    desk.bob_saves(desk.act, description="Bob's words")
    assert desk.send(desk.record, post).status_code == 303
    assert to_plain(desk.facts()[desk.act.id]) == to_plain(desk.act) | {
        "place": "Port",
        "description": "Bob's words",
        "revision": 3,
    }


def test_two_texts_of_one_field_are_shown_side_by_side_and_the_choice_is_stored(desk: Desk) -> None:
    post = desk.fill(desk.record, description="Alice's words", place="Port")
    desk.bob_saves(desk.act, description="Bob's words")
    answer = desk.send(desk.record, post)
    page = text(answer)
    assert answer.status_code == 409 and "Alice&#x27;s words" in page and "Bob&#x27;s words" in page
    stored = to_plain(desk.facts()[desk.act.id])
    assert (stored["description"], stored["place"]) == ("Bob's words", "Port")

    leave = Form(page).post()
    assert desk.send(desk.record, leave).status_code == 303
    assert to_plain(desk.facts()[desk.act.id]) == stored

    both = Form(page).post({"choose.description": "mine", "description": "Alice's words. Bob's words."})
    assert desk.send(desk.record, both).status_code == 303
    assert to_plain(desk.facts()[desk.act.id]) == stored | {"description": "Alice's words. Bob's words.", "revision": 4}


def test_two_lists_of_one_field_are_shown_in_words(desk: Desk) -> None:
    other = person("Basma Fictional")
    store.save(desk.alice, desk.case, [Edit(None, other)], clock.now())
    post = desk.fill(desk.record, victims=["", other.id])
    desk.bob_saves(desk.act, victims=[])
    answer = desk.send(desk.record, post)
    assert answer.status_code == 409
    shown = text(answer).partition("<section")[2].partition("</section>")[0]
    assert "Amal Fictional" in shown and "Basma Fictional" in shown and "None of these" in shown
    mine = Form(text(answer)).post({"choose.victims": "mine"})
    desk.send(desk.record, mine)
    assert to_plain(desk.facts()[desk.act.id])["victims"] == [other.id]


def test_what_was_typed_into_a_record_that_a_colleague_removed_is_put_back(desk: Desk) -> None:
    post = desk.fill(desk.record, description="Alice's words", date="nonsense")
    store.save(desk.bob, desk.case, [Edit(desk.act, None)], clock.now())
    assert desk.get(desk.record).status_code == 404
    answer = desk.send(desk.record, post)
    assert answer.status_code == 422 and "removed this record" in text(answer) and "nonsense" in text(answer)
    assert desk.send(desk.record, Form(text(answer)).post({"date": "2026"})).status_code == 303
    assert to_plain(desk.facts()[desk.act.id])["description"] == "Alice's words"


# Removing


def test_a_record_is_removed_after_a_look_at_what_points_to_it(desk: Desk) -> None:
    rest = f"records/{desk.her.id}/remove/"
    page = text(desk.get(rest))
    assert "Travel ban" in page and desk.act.id not in page
    assert desk.her.id in desk.facts()
    assert desk.send(rest, Form(page).post()).status_code == 303
    assert desk.her.id not in desk.facts()


def test_a_record_that_was_changed_meanwhile_is_not_removed(desk: Desk) -> None:
    rest = f"{desk.record}remove/"
    post = desk.fill(rest)
    desk.bob_saves(desk.act, description="New and important")
    assert desk.send(rest, post).status_code == 409
    assert desk.act.id in desk.facts()
    assert desk.send(rest, {}).status_code == 409


def test_an_answer_about_consent_is_never_removed(desk: Desk) -> None:
    refusal = from_plain(to_plain(agreement(desk.her)) | {"answer": "refused"})
    store.save(desk.alice, desk.case, [Edit(None, refusal)], clock.now())
    rest = f"records/{refusal.id}/remove/"
    assert "<form" not in text(desk.get(rest)).partition("<main")[2].partition("</main>")[0]
    assert desk.send(rest, {"base": packed(refusal)}).status_code == 409
    assert refusal.id in desk.facts()


def test_what_the_program_wrote_is_not_changed_by_hand(desk: Desk) -> None:
    plan = fact("plan-snapshot", date="2026-11-20", entries=[{"mechanism": "un-wgad", "status": "open"}])
    store.save(desk.alice, desk.case, [Edit(None, plan)], clock.now())
    for rest in (f"records/{plan.id}/", f"records/{plan.id}/remove/"):
        assert "written by the program" in text(desk.get(rest))
        assert desk.send(rest, {"base": packed(plan), "date": "2020-01-01", "remarks": "x"}).status_code == 409
    assert desk.facts()[plan.id] == plan


# Other cases, other people


@pytest.fixture
def other(desk: Desk) -> tuple[UUID, Fact, Fact]:
    """A case of Bob's alone."""
    her, act = few()
    return store.create(desk.bob, [her, act], clock.now()), her, act


def test_a_record_of_another_case_is_not_here(desk: Desk, other: tuple[UUID, Fact, Fact]) -> None:
    _, _, act = other
    for id_, rest in product((act.id, uuid4().hex, desk.act.id.upper(), "x"), ("", "remove/")):
        assert desk.get(f"records/{id_}/{rest}").status_code == 404
        post = {"base": packed(act), "description": "planted", "code": "killing"}
        assert desk.send(f"records/{id_}/{rest}", post).status_code == 404
    assert len(desk.facts()) == 2


def test_pointing_to_a_record_of_another_case_is_refused_with_a_sentence(desk: Desk, other: tuple[UUID, Fact, Fact]) -> None:
    _, her, _ = other
    for id_ in (her.id, uuid4().hex):
        answer = desk.send(desk.record, desk.fill(desk.record) | {"victims": ["", id_]})
        assert answer.status_code == 422 and "not in this case" in text(answer)
        assert id_ not in text(answer)
    assert desk.facts()[desk.act.id] == desk.act


def test_for_a_colleague_there_is_no_such_case(desk: Desk) -> None:
    charlie = login_client(member(desk.alice, "Charlie"))
    for rest in ("new/act/", "new/nothing/", f"records/{desk.act.id}/", f"records/{desk.act.id}/remove/"):
        nowhere = uuid4()
        real, none = desk.get(rest, charlie), charlie.get(desk.path(rest, nowhere))
        assert (real.status_code, none.status_code) == (404, 404)
        assert text(real).replace(str(desk.case), "") == text(none).replace(str(nowhere), "")
        assert desk.send(rest, {"base": packed(desk.act), "code": "killing"}, charlie).status_code == 404
    assert desk.facts()[desk.act.id] == desk.act


def test_names_are_escaped_on_every_page_of_a_record(desk: Desk) -> None:
    hostile = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)></textarea><b>"
    victim = person(hostile)
    act = fact("act", code="threats", victims=[victim.id], description=hostile, place=hostile)
    store.save(desk.alice, desk.case, [Edit(None, victim), Edit(None, act)], clock.now())
    pages = [desk.get(f"records/{one}/{rest}") for one in (victim.id, act.id) for rest in ("", "remove/")]
    pages.append(desk.get("new/act/"))
    post = desk.fill(f"records/{act.id}/", description=f"{hostile} mine", place="x" * 400)
    pages.append(desk.send(f"records/{act.id}/", post))
    desk.bob_saves(act, description=f"{hostile} theirs")
    pages.append(desk.send(f"records/{act.id}/", post | {"place": ["x"]}))
    assert [page.status_code for page in pages] == [200] * 5 + [422, 409]
    for page in pages:
        main = text(page).partition("<main")[2].partition("</main>")[0]
        assert "&lt;script&gt;" in main
        assert not any(markup in main for markup in ("<script", "<img", "<b>", "</textarea><"))
