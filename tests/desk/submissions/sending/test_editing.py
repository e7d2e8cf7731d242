"""A draft with one choice more, and which forms a case opens."""

from dataclasses import replace

from alongside.desk.submissions.drafting.draft import Filled, Shown
from alongside.desk.submissions.drafting.form import Field, Form
from alongside.desk.submissions.sending import editing, offering
from alongside.facts.protection import PlanEntry
from alongside.facts.submissions import Checked, Draft

ONE, TWO = "1" * 32, "2" * 32
DRAFT = Draft(id="d" * 32, revision=1, form="letter", lang="en")


def shown(key: str, basis: str = "a" * 64) -> Shown:
    return Shown(Filled(Field(key, "timeline", True, None, "seen")), "What the facts say", "filled", (ONE, ONE, TWO), basis=basis)


def form(id_: str, *mechanisms: str, recipient: str = "") -> Form:
    return Form(
        id=id_, mechanisms=mechanisms, recipient=recipient, languages=("en", "fr"), sections=(), naming=(), unnamed="yes",
        family_consent=False, procedure=False, interim=False, second_person=False, per_person=False, receipt=True, pages=None,
        confidence="high", sources=(),
    )  # fmt: skip


def test_an_edit_names_what_stood_there_and_the_facts_behind_it():
    edited = editing.with_text(DRAFT, shown("facts"), "In our words")
    (one,) = edited.texts
    assert (one.key, one.text, one.basis, one.facts) == ("facts", "In our words", "a" * 64, (ONE, TWO))
    again = editing.with_text(edited, shown("facts", "b" * 64), "Better")
    assert [(one.text, one.basis) for one in again.texts] == [("Better", "b" * 64)]
    assert editing.without_text(again, "facts").texts == ()


def test_a_field_is_left_out_once_and_comes_back_with_a_text():
    out = editing.left_out(editing.left_out(DRAFT, "health"), "health")
    assert out.left_out == ("health",)
    assert editing.taken_in(out, "health").left_out == ()
    assert editing.with_text(out, shown("health"), "She is ill").left_out == ()


def test_whoever_is_left_out_is_not_among_the_persons():
    chosen = editing.with_choices(DRAFT, "fr", [(ONE, "named"), (TWO, "left-out")], [ONE, ONE])
    assert (chosen.lang, chosen.persons, chosen.annexes) == ("fr", (ONE,), (ONE,))
    assert dict(chosen.levels) == {ONE: "named", TWO: "left-out"}


def test_the_newest_check_of_a_gate_counts():
    first = Checked(gate="channel", by=ONE, at="2026-11-22T09:00:00Z", note="Called them")
    second = replace(first, at="2026-11-23T09:00:00Z", note="Called again")
    draft = editing.with_check(editing.with_check(DRAFT, first), second)
    assert draft.checks == (second,)


def test_forms_come_in_the_order_of_the_plan_and_shut_routes_apart():
    forms = {one.id: one for one in (form("letter", "un-a", "un-b"), form("petition", "un-b"), form("press", recipient="media"))}
    entries = [
        PlanEntry(mechanism="un-b", status="open"),
        PlanEntry(mechanism="un-a", status="closed"),
        PlanEntry(mechanism="x", status="open"),
    ]
    open_, shut = offering.offered(entries, forms)
    assert [one.key for one in open_] == ["letter|un-b", "petition|un-b", "press|"]
    assert [one.key for one in shut] == ["letter|un-a"]
    assert offering.offered([], forms)[0][0].key == "press|"


def test_a_button_names_only_what_a_form_offers():
    forms = {one.id: one for one in (form("letter", "un-a"), form("press", recipient="media"))}
    assert offering.chosen("letter|un-a", forms) == (forms["letter"], "un-a")
    assert offering.chosen("press|", forms) == (forms["press"], "")
    assert [offering.chosen(one, forms) for one in ("letter|", "letter|un-b", "press|un-a", "none|", "")] == [None] * 5
    assert offering.languages(forms["letter"], ("fr",)) == ("fr", "en")
