"""How much of each person is told: the least of what was chosen and what the ledger allows."""

import datetime
from dataclasses import replace
from typing import Any

import pytest

from alongside.desk.submissions.drafting.naming import LEFT_OUT, NAMED, SENDER_ONLY, UNNAMED, Naming, Terms
from alongside.facts.consent import Recipient
from alongside.facts.events import Act, Detention, Event, Information, Involvement
from alongside.facts.evidence import Evidence
from alongside.facts.fact import Fact
from alongside.facts.persons import Person, Relation
from alongside.facts.steps import StateResponse
from alongside.facts.when import When
from tests.desk.submissions.drafting.whole import (
    AMAL,
    ARREST,
    BORIS,
    CHEN,
    DINA,
    EMIR,
    GUARD,
    POLICE,
    RAPPORTEUR,
    SECRET,
    THREAT,
    TO_STATE,
    TODAY,
    agreed,
    happened,
    people,
    person,
    whole,
    yes,
)  # fmt: skip


def naming(facts: list[Fact], **told: Any) -> Naming:
    return Naming(facts, Terms(**({"recipient": RAPPORTEUR, "today": TODAY, "naming": TO_STATE} | told)))


def amal(*more: Fact, **told: Any) -> Naming:
    """Amal alone, harmed, with these records."""
    return naming([person(AMAL, "amal", "harmed"), *more], **told)


def test_somebody_who_was_not_asked_is_left_out() -> None:
    assert amal().level(AMAL) == LEFT_OUT
    assert amal(yes(AMAL, 901, recipient="un-wgad")).level(AMAL) == LEFT_OUT


def test_somebody_who_agreed_to_the_sending_alone_is_known_to_the_sender() -> None:
    assert amal(yes(AMAL, 901)).level(AMAL) == SENDER_ONLY


def test_somebody_who_agreed_to_everything_the_form_names_her_by_is_named_and_the_records_are_told() -> None:
    found = amal(*agreed(AMAL))
    assert found.level(AMAL) == NAMED
    assert found.consents() == tuple(one.id for one in agreed(AMAL))


def test_a_form_that_names_without_more_needs_her_yes_to_the_sending_only() -> None:
    assert amal(yes(AMAL, 901), naming=()).level(AMAL) == NAMED


def test_the_recipient_itself_may_stand_among_the_pairs() -> None:
    by_class = yes(AMAL, 902, recipient="class:un-special-procedure", purpose="name")
    assert amal(yes(AMAL, 901), by_class, naming=((RAPPORTEUR.id, "name"),)).level(AMAL) == NAMED


@pytest.mark.parametrize("chosen", [SENDER_ONLY, UNNAMED, LEFT_OUT])
def test_the_officer_may_choose_less(chosen: str) -> None:
    assert amal(*agreed(AMAL), chosen=((AMAL, chosen),)).level(AMAL) == chosen


def test_the_officer_cannot_choose_more() -> None:
    assert amal(yes(AMAL, 901), chosen=((AMAL, NAMED),)).level(AMAL) == SENDER_ONLY
    assert amal(chosen=((AMAL, NAMED),)).level(AMAL) == LEFT_OUT


def test_a_confidential_person_and_everybody_in_a_closed_case_are_left_out() -> None:
    hidden = person(AMAL, "amal", "harmed", confidential=True)
    assert naming([hidden, *agreed(AMAL)]).level(AMAL) == LEFT_OUT
    closed = naming(whole(), closed=True)
    assert set(closed.levels.values()) == {LEFT_OUT}
    assert not closed.may(AMAL, "responsible-state", "name")


def test_a_person_whom_the_case_has_lost_is_left_out() -> None:
    assert amal().level("e" * 32) == LEFT_OUT


@pytest.mark.parametrize("told", [{"born": When("2012")}, {"categories": ("lgbti",)}, {"categories": ("child",)}])
def test_children_and_whom_a_name_would_out_are_unnamed_unless_ledger_and_officer_say_so(told: dict[str, Any]) -> None:
    her = person(AMAL, "amal", "harmed", decided_by=(BORIS,), **told)
    ledger = [replace(one, given_by=BORIS) if "lgbti" not in told.get("categories", ()) else one for one in agreed(AMAL)]
    assert naming([her, *ledger]).level(AMAL) == UNNAMED
    assert naming([her, *ledger], chosen=((AMAL, NAMED),)).level(AMAL) == NAMED
    assert naming([her, ledger[0]], chosen=((AMAL, SENDER_ONLY),)).level(AMAL) == UNNAMED
    assert naming([her, ledger[0]], naming=(), chosen=((AMAL, NAMED),)).level(AMAL) == UNNAMED


@pytest.mark.parametrize("victims", [(AMAL,), None])
def test_who_suffered_sexual_violence_is_unnamed_also_where_nobody_said_to_whom_it_was_done(victims: Any) -> None:
    act = Act(id="a" * 32, revision=1, code="sexual-violence", victims=victims)
    assert amal(act, *agreed(AMAL)).level(AMAL) == UNNAMED


def test_for_the_public_a_yes_to_being_published_covers_the_sending_unless_she_said_no_to_it() -> None:
    public = {"recipient": Recipient("public"), "naming": (("public", "publish"),)}
    published = yes(AMAL, 901, recipient="public", purpose="publish")
    assert amal(published, **public).level(AMAL) == NAMED
    assert amal(yes(AMAL, 902, recipient="public"), **public).level(AMAL) == SENDER_ONLY
    refused = yes(AMAL, 903, recipient="public", answer="refused", date=datetime.date(2026, 11, 5))
    assert amal(published, refused, **public).level(AMAL) == LEFT_OUT
    assert amal(**public).level(AMAL) == LEFT_OUT


def test_others_than_those_it_is_about_are_known_to_the_sender_unless_chosen() -> None:
    found = naming(whole())
    assert {one: found.level(one) for one in (AMAL, CHEN, DINA, EMIR)} == {
        AMAL: NAMED, CHEN: SENDER_ONLY, DINA: SENDER_ONLY, EMIR: SENDER_ONLY,
    }  # fmt: skip
    assert naming(whole(), chosen=((CHEN, NAMED),)).level(CHEN) == NAMED


def test_a_document_for_one_victim_does_not_tell_of_another_unless_they_are_tied_or_chosen() -> None:
    assert naming(whole(), persons=(AMAL,)).level(BORIS) == LEFT_OUT
    assert naming(whole(), persons=(AMAL,), chosen=((BORIS, NAMED),)).level(BORIS) == NAMED
    tied = Relation(id="b" * 32, revision=1, person=BORIS, other=AMAL, type="colleague")
    assert naming([*whole(), tied], persons=(AMAL,)).level(BORIS) == SENDER_ONLY
    assert naming(whole(), persons=("e" * 32,)).main == ()


def test_without_somebody_harmed_it_is_about_who_cooperated_or_whoever_there_is() -> None:
    assert naming([person(AMAL, "amal", "cooperated"), person(BORIS, "boris", "source")]).main == (AMAL,)
    assert naming([person(AMAL, "amal"), *people()[6:8]]).main == (AMAL,)


# --- who did it


def test_who_did_it_and_bodies_of_the_state_are_named_without_being_asked() -> None:
    found = naming([*people(), *happened()])
    assert (found.level(GUARD), found.level(POLICE), found.level(AMAL)) == (NAMED, NAMED, LEFT_OUT)
    assert found.consents_of(GUARD) == ()


def test_a_perpetrator_who_has_another_part_is_asked_like_anybody() -> None:
    assert naming([person(GUARD, "guard", "perpetrator", "relative")]).level(GUARD) == LEFT_OUT


def author(*more: Fact, behind: str | None = None, **told: Any) -> Naming:
    """Amal, known to the sender, and one who did it."""
    him = Person(id=GUARD, revision=1, roles=("perpetrator",), **told)
    event = Event(id="c" * 32, revision=1, perpetrator=behind)
    act = Act(id=ARREST, revision=1, code="threats", victims=(AMAL,), perpetrators=(GUARD,))
    return naming([person(AMAL, "amal", "harmed"), him, event, act, *more])


def test_one_of_the_family_is_named_only_where_the_victim_is() -> None:
    assert author(yes(AMAL, 901), perpetrator_type="family").level(GUARD) == UNNAMED
    assert author(*agreed(AMAL), perpetrator_type="family").level(GUARD) == NAMED
    tie = Relation(id="b" * 32, revision=1, person=AMAL, other=GUARD, type="neighbour")
    assert author(yes(AMAL, 901), tie, perpetrator_type="police").level(GUARD) == UNNAMED


def test_one_of_whom_nobody_knows_the_side_may_be_near_unless_the_state_stands_behind_it() -> None:
    assert author(yes(AMAL, 901)).level(GUARD) == UNNAMED
    assert author(yes(AMAL, 901), behind="private").level(GUARD) == UNNAMED
    assert author(yes(AMAL, 901), behind="state").level(GUARD) == NAMED
    part = Involvement(id="b" * 32, revision=1, act=ARREST, person=GUARD, type="police")
    assert author(yes(AMAL, 901), part).level(GUARD) == NAMED


def test_what_the_state_did_elsewhere_makes_no_public_man_of_a_neighbour() -> None:
    """What happened at home and what happened in the street stood in one case: he was named, and led to her."""
    street = Event(id="8" * 32, revision=1, perpetrator="state")
    other = Act(id="9" * 32, revision=1, code="arrest-detention", victims=(AMAL,), event=street.id)
    assert author(yes(AMAL, 901), street, other, behind="private").level(GUARD) == UNNAMED
    assert author(yes(AMAL, 901), replace(street, perpetrator="private"), other, behind="state").level(GUARD) == UNNAMED


def test_a_child_that_only_did_it_is_told_of_and_never_named() -> None:
    assert author(*agreed(AMAL), perpetrator_type="paramilitary").level(GUARD) == NAMED
    assert author(*agreed(AMAL), perpetrator_type="paramilitary", born=When("2012")).level(GUARD) == UNNAMED


# --- facts


def test_a_fact_is_used_where_one_of_those_it_concerns_may_be_told_of() -> None:
    found = naming([*people(), *happened(), *agreed(BORIS)])
    facts = found.facts
    assert found.usable(facts[ARREST]) and not found.usable(facts[THREAT])
    assert found.why_not(facts[SECRET]) == "confidential"
    detention = next(one for one in facts.values() if isinstance(one, Detention))
    assert found.why_not(detention) == "consent"


def test_what_concerns_the_case_as_a_whole_leaves_only_where_somebody_it_is_about_may_be_told_of() -> None:
    event = Event(id="c" * 32, revision=1, place="Somewhere")
    assert not amal(event).usable(event)
    assert amal(event, yes(AMAL, 901)).usable(event)
    of_chen = [event, Act(id="a" * 32, revision=1, code="threats", event=event.id, victims=(CHEN,))]
    assert naming([*people(), *of_chen, *agreed(AMAL)]).concerned(event) == (CHEN,)
    assert not naming([*people(), *of_chen, *agreed(AMAL)]).usable(event)


def test_a_place_is_told_where_somebody_is_known_to_the_sender_at_least() -> None:
    facts = [*people(), *happened(), *agreed(AMAL, BORIS, named=False)]
    arrest = next(one for one in facts if one.id == ARREST)
    assert naming(facts).tells_place(arrest)
    assert naming(facts, chosen=((AMAL, UNNAMED),)).tells_place(arrest)
    assert not naming(facts, chosen=((AMAL, UNNAMED), (BORIS, UNNAMED))).tells_place(arrest)


def said(**told: Any) -> Information:
    return Information(**({"id": "f" * 32, "revision": 1, "content": "words"} | told))


def test_what_a_source_said_leaves_only_with_the_sources_own_yes_and_about_what_may_be_told() -> None:
    facts = [*people(), *happened(), *agreed(AMAL, BORIS)]
    assert naming(facts).why_not(said(source=EMIR, about=(ARREST,))) == "consent"
    assert naming([*facts, *agreed(EMIR)]).usable(said(source=EMIR, about=(ARREST,)))
    assert naming(facts).usable(said())
    assert naming(facts).why_not(said(about=(SECRET,))) == "confidential"
    assert naming(facts).why_not(said(about=(THREAT,))) == "consent"
    chain = said(id="9" * 32, about=("f" * 32,))
    assert naming([*facts, said(about=(ARREST, chain.id)), chain]).usable(chain)


def evidence(**told: Any) -> Evidence:
    given: dict[str, Any] = {"id": "f" * 32, "revision": 1, "file": "0" * 32, "sha256": "0" * 64, "size": 1, "cleaning": "cleaned",
                             "arrived": "2026-11-01T00:00:00Z", "arrived_by": "9" * 32}  # fmt: skip
    return Evidence(**(given | told))


def test_a_file_leaves_only_clean_with_its_sources_yes_and_with_nobody_in_it_who_is_not_named() -> None:
    facts = [*people(), *happened(), *agreed(AMAL, EMIR), yes(BORIS, 901)]
    found = naming(facts)
    assert found.why_not(evidence(cleaning="not-cleaned")) == found.why_not(evidence(cleaning=None)) == "not-clean"
    assert found.why_not(evidence(source=DINA)) == "consent"
    assert found.why_not(evidence(about=(SECRET,))) == "confidential"
    assert found.why_not(evidence(about=(CHEN,))) == "consent"
    assert found.why_not(evidence(about=(ARREST,))) == "unnamed"
    assert found.usable(evidence(about=(ARREST,), copy_of="9" * 32))
    assert found.usable(evidence(about=(AMAL,), source=EMIR, cleaning="nothing-to-clean"))


def test_a_redacted_copy_stays_where_somebody_in_it_said_no_or_was_never_asked() -> None:
    facts = [*people(), *happened(), *agreed(AMAL)]
    copy = evidence(about=(ARREST,), copy_of="9" * 32)
    assert naming(facts).why_not(copy) == "consent"
    assert naming([*facts, yes(BORIS, 901)]).usable(copy)
    refused = yes(BORIS, 902, answer="refused", date=datetime.date(2026, 11, 5))
    assert naming([*facts, yes(BORIS, 901), refused]).why_not(copy) == "consent"
    assert naming(facts, persons=(AMAL, BORIS)).why_not(evidence(copy_of="9" * 32)) == "consent"


def test_a_relation_and_a_part_in_an_act_need_both_ends() -> None:
    tie = Relation(id="b" * 32, revision=1, person=AMAL, other=CHEN, type="sibling")
    part = Involvement(id="8" * 32, revision=1, act=ARREST, person=CHEN)
    facts = [*people(), *happened(), tie, part]
    assert not naming([*facts, *agreed(AMAL)]).usable(tie)
    assert naming([*facts, *agreed(AMAL, CHEN)]).usable(tie)
    assert not naming([*facts, *agreed(AMAL)]).usable(part)
    assert not naming([*facts, *agreed(CHEN)]).usable(part)
    assert not naming([*facts, *agreed(AMAL)]).usable(replace(part, act=SECRET))


def test_an_answer_of_the_state_concerns_whom_the_letter_was_about() -> None:
    facts = whole()
    answer = next(one for one in facts if isinstance(one, StateResponse))
    assert naming(facts).concerned(answer) == (AMAL,)
    assert naming(facts).concerned(replace(answer, answers=None)) == ()
    assert naming(facts).concerned(replace(answer, answers="e" * 32)) == ("e" * 32,)


# --- whom it may still give away


def test_somebody_unnamed_is_given_away_by_a_named_relative_a_fellow_victim_or_a_small_group() -> None:
    assert CHEN in naming(whole()).identifying()
    fellows = [*people(), *happened(), *agreed(AMAL), yes(BORIS, 901)]
    assert naming(fellows).identifying() == (BORIS,)


@pytest.mark.parametrize(
    ("told", "warned"),
    [
        ({}, False), ({"organisation": "Few"}, True), ({"counting_unit": "community"}, True), ({"occupation": "vet"}, True),
        ({"categories": ("indigenous",)}, True), ({"categories": ("woman",)}, False),
    ],
)  # fmt: skip
def test_an_organisation_or_a_rare_occupation_beside_a_place_gives_away(told: dict[str, Any], warned: bool) -> None:
    her = Person(id=AMAL, revision=1, roles=("harmed",), **told)
    act = Act(id="a" * 32, revision=1, code="threats", victims=(AMAL,), place="Village")
    assert naming([her, act, yes(AMAL, 901)]).identifying() == ((AMAL,) if warned else ())


def test_who_did_it_is_nobody_to_be_given_away() -> None:
    assert author(*agreed(AMAL), perpetrator_type="family").identifying() == ()
    assert author(yes(AMAL, 901), perpetrator_type="family").identifying() == (AMAL,)
