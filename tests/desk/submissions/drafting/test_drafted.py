"""A draft as of today: generated fields, what the officer wrote instead, and whether either may still leave."""

from dataclasses import replace

from alongside.desk.submissions.drafting.draft import Drafted, Shown
from alongside.facts.fact import Fact
from alongside.facts.submissions import Edited
from tests.desk.submissions.drafting.whole import (
    AMAL,
    ARREST,
    BORIS,
    EVENT,
    SECRET,
    THREAT,
    agreed,
    draft,
    form,
    happened,
    made,
    people,
    person,
    text,
    whole,
    yes,
)


def shown(drafted: Drafted, key: str = "request") -> Shown:
    return next(one for one in drafted.shown if one.field.key == key)


def edited(told: str, basis: str | None = None, *facts: str, key: str = "request") -> tuple[Edited, ...]:
    return (Edited(key=key, text=told, basis=basis, facts=facts),)


def test_a_generated_field_names_the_facts_on_which_it_rests() -> None:
    field = shown(made(whole(), "request"))
    assert (field.text, field.state, field.facts, field.forbidden) == ("eventwanted", "filled", (EVENT,), ())
    assert len(field.basis) == 64


def test_an_edit_keeps_its_sources_and_stands_while_nothing_has_changed() -> None:
    basis = shown(made(whole(), "request")).basis
    field = shown(made(whole(), "request", texts=edited("Please act.", basis, EVENT)))
    assert (field.text, field.state, field.facts, field.filled.text) == ("Please act.", "typed", (EVENT,), "eventwanted")


def test_a_fact_that_changes_under_an_edit_turns_it() -> None:
    basis = shown(made(whole(), "request")).basis
    changed: list[Fact] = [replace(one, revision=2) if one.id == EVENT else one for one in whole()]
    assert shown(made(changed, "request", texts=edited("Please act.", basis))).state == "changed"
    assert shown(made(changed, "request", texts=edited("Please act.", None))).state == "typed"


def test_the_digest_is_that_of_the_field_its_text_and_the_revisions() -> None:
    facts = whole()
    assert shown(made(facts, "request")).basis == shown(made(list(reversed(facts)), "request")).basis
    assert shown(made(facts, "request")).basis != shown(made(facts, "measures-requested"), "measures-requested").basis


def test_a_typed_text_that_tells_of_somebody_who_may_not_be_told_of_is_red() -> None:
    facts = [*people(), *happened(), *agreed(AMAL)]
    field = shown(made(facts, "request", texts=edited("Borisgiven is in danger, and so is amalgiven.")))
    assert field.forbidden == (BORIS,)
    assert field.text == "Borisgiven is in danger, and so is amalgiven."


def test_a_typed_text_that_rests_on_what_may_not_be_told_is_red_without_any_name() -> None:
    facts = [*people(), *happened(), *agreed(AMAL)]
    field = shown(made(facts, "request", texts=edited("Her sister was threatened too.", None, THREAT, ARREST, "e" * 32)))
    assert len(field.forbidden) == 1 and field.forbidden[0] not in (AMAL, BORIS)
    secret = shown(made(facts, "request", texts=edited("There is more.", None, SECRET)))
    assert secret.forbidden == (AMAL,)
    nobody = [one for one in happened() if one.id == EVENT]
    assert shown(made(nobody, "request", texts=edited("Act.", None, EVENT))).forbidden == (EVENT,)


def test_a_withdrawal_turns_what_was_typed_before_it() -> None:
    facts = [person(AMAL, "amal", "harmed"), *agreed(AMAL)]
    typed = edited("amalgiven is in danger.")
    assert shown(made(facts, "request", texts=typed)).forbidden == ()
    withdrawn = yes(AMAL, 950, answer="withdrawn", recipient="everyone", purpose="everything", date=facts[1].date)  # type: ignore[attr-defined]
    assert shown(made([*facts, withdrawn], "request", texts=typed)).forbidden == (AMAL,)
    assert shown(made(facts, "request", texts=typed, closed=True)).forbidden == (AMAL,)


def test_typed_text_loses_direction_overrides_only() -> None:
    field = shown(made([], "request", texts=edited("a\u202eb \u2068c\u2069")))
    assert (field.text, field.state) == ("ab \u2068c\u2069", "typed")


def test_the_officer_may_leave_out_what_is_not_required() -> None:
    facts = whole()
    gone = shown(made(facts, form_=form("request", required=False), left_out=("request",)))
    assert (gone.text, gone.state, gone.facts) == ("", "left-out", ())
    assert shown(made(facts, form_=form("request", required=None), left_out=("request",))).state == "left-out"
    assert shown(made(facts, form_=form("request", required=True), left_out=("request",))).state == "filled"


def test_the_whole_names_levels_records_and_whom_it_may_give_away() -> None:
    facts = [*people(), *happened(), *agreed(AMAL), yes(BORIS, 950)]
    drafted = made(facts)
    levels = dict(drafted.levels)
    assert (levels[AMAL], levels[BORIS], drafted.levels[0][0]) == ("named", "sender-only", AMAL)
    assert set(drafted.consents) == {*(one.id for one in agreed(AMAL)), f"{950:032x}"}
    assert drafted.identifying == (BORIS,)
    assert (drafted.lang, drafted.form) == ("en", form())


def test_a_draft_takes_its_persons_levels_and_language() -> None:
    drafted = made(whole(), "victims", of=draft(persons=(BORIS,), levels=((BORIS, "sender-only"),), lang="fr"))
    assert text(drafted).startswith("Personne A\u00a0: ")
