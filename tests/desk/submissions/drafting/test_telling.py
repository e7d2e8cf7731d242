"""How persons, what happened to them and when are told in the sentences that fill a form."""

from dataclasses import replace
from typing import Any

import pytest

from alongside.desk.submissions.drafting.draft import Withheld
from alongside.facts.events import Act, CourtDate, Detention, Event, Information
from alongside.facts.fact import Fact
from alongside.facts.following import Letter, StatusEvent, UnMention
from alongside.facts.persons import Person, PersonName
from alongside.facts.steps import Cooperation, DomesticStep, Intervention
from alongside.facts.when import When
from tests.desk.submissions.drafting.whole import (
    AMAL,
    ARREST,
    BORIS,
    CHEN,
    EMIR,
    EVENT,
    GUARD,
    PERSONS,
    agreed,
    made,
    person,
    text,
    whole,
    yes,
)

# --- names


def test_a_name_stands_in_the_letters_of_the_document_with_the_others_in_brackets() -> None:
    names = (PersonName(text="أمل", transliterations=("Amal", "Амаль")), PersonName(text="Sokol", kind="alias"))
    facts = [Person(id=AMAL, revision=1, names=names, roles=("harmed",)), *agreed(AMAL)]
    assert text(made(facts, "victims")) == "Amal (also written: \u2068أمل\u2069, \u2068Амаль\u2069)".replace(
        "\u2068Амаль\u2069", "Амаль"
    )
    assert text(made(facts, "victims", lang="ru")).startswith("Амаль (")
    assert text(made(facts, "victims", lang="zh")).startswith("\u2068أمل\u2069（")


def test_who_is_not_named_has_a_letter_and_what_may_be_said_of_her() -> None:
    facts = [*whole()[:4], *agreed(*PERSONS[:4], named=False)]
    said = text(made(facts, "victims", "relatives", levels=((BORIS, "unnamed"),)))
    assert "Person A: a human rights defender, whose identity is known to the sender" in said
    assert "Person B: a human rights defender, not named for reasons of safety" in said
    assert "Person C: a relative, whose identity is known to the sender" in said


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"counting_unit": "community"}, "a community"), ({"counting_unit": "organisation"}, "an organisation"),
        ({"counting_unit": "family"}, "a family"), ({"born": When("2015"), "decided_by": (CHEN,)}, "a child"),
        ({"roles": ("relative",)}, "a relative"), ({"roles": ("colleague",)}, "a colleague or helper"),
        ({"roles": ("source",)}, "a person"),
    ],
)  # fmt: skip
def test_without_a_name_she_is_what_she_is_in_the_case(told: dict[str, Any], said: str) -> None:
    facts = [
        Person(**({"id": AMAL, "revision": 1, "roles": ("harmed",)} | told)),
        yes(AMAL, 901, by=CHEN if "born" in told else None),
    ]
    assert text(made(facts, "victims")).startswith(f"Person A: {said}, ")


def test_more_than_twenty_six_persons_have_letters_of_their_own() -> None:
    many = [Person(id=f"{number:032x}", revision=1, roles=("harmed",)) for number in range(100, 130)]
    facts = [*many, *(yes(one.id, 2000 + number) for number, one in enumerate(many))]
    assert "Person A1: " in text(made(facts, "victims"))


def test_one_who_did_it_and_is_not_named_is_told_by_kind() -> None:
    him = Person(id=GUARD, revision=1, names=(PersonName(text="Karim"),), roles=("perpetrator",), perpetrator_type="family")
    act = Act(id=ARREST, revision=1, code="threats", victims=(AMAL,), perpetrators=(GUARD,))
    said = text(made([person(AMAL, "amal", "harmed"), him, act, yes(AMAL, 901)], "timeline", "perpetrators"))
    assert "by: family" in said and "Karim" not in said
    nameless = replace(him, names=(), perpetrator_type=None)
    event = Event(id=EVENT, revision=1, perpetrator="state")
    assert "by: not known" in text(made([person(AMAL, "amal", "harmed"), nameless, event, act, yes(AMAL, 901)], "timeline"))


# --- details that depend on how much is told


def test_her_age_is_told_instead_of_her_birth_where_she_is_not_named() -> None:
    def details(**told: Any) -> str:
        return text(made([person(AMAL, "amal", "harmed", **told), yes(AMAL, 901)], "victim-details"))

    assert "Age: 36" in details() and "1990" not in details()
    assert "Age" not in details(born=When("1990")) and "Age" not in details(born=None) and "Age" not in details(alive=False)


def test_nothing_outs_her() -> None:
    facts = [person(AMAL, "amal", "harmed", categories=("lgbti", "woman")), *agreed(AMAL)]
    assert "LGBTI" not in text(made(facts))
    assert "LGBTI" in text(made(facts, "victim-details", levels=((AMAL, "named"),)))


def test_what_is_known_and_not_told_is_noted_with_its_reason() -> None:
    shown = {
        one.field.key: one.filled.withheld for one in made(whole(), levels=((AMAL, "sender-only"), (BORIS, "left-out"))).shown
    }
    assert Withheld(AMAL, "unnamed") in shown["victim-identity"]
    assert Withheld(BORIS, "consent") in shown["victims"]
    assert any(one.why == "confidential" for one in shown["timeline"])
    unnamed = {one.field.key: one.filled.withheld for one in made(whole(), levels=((AMAL, "unnamed"), (BORIS, "unnamed"))).shown}
    assert Withheld(ARREST, "unnamed") in unnamed["arrest-place"]


def test_own_words_of_who_lived_or_saw_it_are_marked_as_such() -> None:
    narrative = made(whole(), "narrative").shown[0].filled.sentences
    assert [(one.own_words, "emirwords" in one.text) for one in narrative if one.own_words] == [(EMIR, True)]
    plain = Information(id="f" * 32, revision=1, connection="victim", content="told by nobody known")
    assert made([person(AMAL, "amal", "harmed"), plain, *agreed(AMAL)], "narrative").shown[0].filled.sentences[0].own_words == ""


def test_no_contact_with_the_un_is_said_only_where_somebody_said_so_and_none_is_known() -> None:
    facts = [person(AMAL, "amal", "harmed"), Event(id=EVENT, revision=1, un_link=False), *agreed(AMAL)]
    assert text(made(facts, "un-cooperation")) == "No contact with the United Nations is known."
    contact = Cooperation(id="f" * 32, revision=1, body="un-upr", by=BORIS)
    assert text(made([*facts, contact, person(BORIS, "boris")], "un-cooperation")) == ""
    assert "Universal Periodic Review" in text(made([*facts, replace(contact, by=None)], "un-cooperation"))


def test_the_place_of_an_arrest_does_not_tell_the_street_of_who_is_not_named() -> None:
    act = Act(id=ARREST, revision=1, code="arrest-detention", victims=(AMAL,), place="amalstreet 12, amaltown")
    facts = [person(AMAL, "amal", "harmed"), act, *agreed(AMAL)]
    assert text(made(facts, "arrest-place")) == "amalstreet 12, amaltown"
    assert text(made(facts, "arrest-place", levels=((AMAL, "sender-only"),))) == "[withheld], amaltown"


# --- dates


def dated(*dates: str | None, **told: Any) -> list[Fact]:
    acts = [
        Act(id=f"{number:032x}", revision=1, code="threats", victims=(AMAL,), date=When(date) if date else None)
        for number, date in enumerate(dates, 200)
    ]
    return [person(AMAL, "amal", "harmed"), Event(id=EVENT, revision=1, **told), *acts, *agreed(AMAL)]


@pytest.mark.parametrize(
    ("dates", "told", "said"),
    [
        (("2026-05-03",), {}, "3 May 2026"), (("2026-05-03", "2026-05-03"), {}, "3 May 2026"),
        (("2026-06", None, "2026-05-03"), {}, "between 3 May 2026 and June 2026"), (("XXXX",), {}, "nobody knows when"),
        ((), {"began": When("2026-05~"), "ended": When("2026-06")}, "about May 2026; until: June 2026"), ((), {}, ""),
    ],
)  # fmt: skip
def test_when_it_was(dates: tuple[str | None, ...], told: dict[str, Any], said: str) -> None:
    assert text(made(dated(*dates, **told), "date")) == said


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"since": When("2026-11-01"), "released": When("2026-11-03")}, "2 days, up to 3 November 2026"),
        ({"since": When("2026-11")}, ""), ({"since": When("2026-11-01"), "released": When("2026-11")}, ""), ({}, ""),
        ({"since": When("2026-11-01"), "held": False}, ""), ({"since": When("2026-12-01")}, ""),
    ],
)  # fmt: skip
def test_how_long_she_was_held_is_counted_where_both_ends_are_known(told: dict[str, Any], said: str) -> None:
    held = Detention(**({"id": "f" * 32, "revision": 1, "person": AMAL, "held": True} | told))
    assert text(made([person(AMAL, "amal", "harmed"), held, *agreed(AMAL)], "detention-length")) == said


def test_a_release_that_has_come_ends_a_detention() -> None:
    held = Detention(id="f" * 32, revision=1, person=AMAL, held=True, since=When("2026-10-01"), released=When("2026-11-03"))
    said = text(made([person(AMAL, "amal", "harmed"), held, *agreed(AMAL)], "current-situation"))
    assert "Released: 3 November 2026" in said and "deprived" not in said
    gone = replace(held, held=False, released=None)
    assert "deprived" not in text(made([person(AMAL, "amal", "harmed"), gone, *agreed(AMAL)], "current-situation"))


def test_only_days_in_court_that_are_to_come_are_expected() -> None:
    days = (CourtDate(date=When("2026-10-01"), what="past"), CourtDate(date=When("2026-12-01"), what="coming"))
    held = Detention(id="f" * 32, revision=1, person=AMAL, court_dates=days)
    assert text(made([person(AMAL, "amal", "harmed"), held, *agreed(AMAL)], "next-event")) == "1 December 2026: coming"


def test_what_is_new_is_what_came_after_the_last_letter_to_this_recipient() -> None:
    facts = dated("2026-05-03", "2026-08-01")
    assert text(made(facts, "changes-since")) == ""
    letter = Intervention(id="f" * 32, revision=1, mechanism="un-sr-human-rights-defenders", date=When("2026-06"))
    held = Detention(
        id="e" * 32, revision=1, person=AMAL, released=When("2026-07-07"), court_dates=(CourtDate(date=When("2026-05-05")),)
    )
    assert (
        text(made([*facts, letter, held], "changes-since"))
        == "1 August 2026: threats; against: amalgiven amalfamily\nReleased: 7 July 2026"
    )
    assert text(made([*facts, replace(letter, date=None)], "changes-since")) == ""


def test_without_a_letter_what_is_new_is_what_came_after_the_un_last_told_of_it() -> None:
    facts = dated("2026-03-03", "2026-08-01")
    report = UnMention(id="f" * 32, revision=1, symbol="A/HRC/9/9", year=2026)
    assert text(made([*facts, report], "changes-since")).startswith("1 August 2026")
    letter = Letter(id="e" * 32, revision=1, code="UA", date=When("2026-09"))
    assert text(made([*facts, report, letter], "changes-since")) == ""
    assert text(made([*facts, replace(report, year=None), replace(letter, date=None)], "changes-since")) == ""


@pytest.mark.parametrize(("procedure", "told"), [("pending", True), ("ended", True), ("none", False), (None, False)])
def test_only_procedures_are_told_and_not_whom_she_asked_for_help(procedure: str | None, told: bool) -> None:
    asked = Intervention(id="f" * 32, revision=1, type="contact", party="Shelter", persons=(AMAL,), procedure=procedure)
    drafted = made([person(AMAL, "amal", "harmed"), asked, *agreed(AMAL)], "other-procedures")
    assert ("Shelter" in text(drafted)) is told
    assert (Withheld(asked.id, "not-needed") in drafted.shown[0].filled.withheld) is not told


def test_a_un_document_that_names_her_is_told_only_where_she_is_named() -> None:
    her = person(AMAL, "amal", "harmed")
    report = UnMention(id="f" * 32, revision=1, symbol="A/HRC/9/9", persons=(AMAL,))
    unread = Intervention(id="e" * 32, revision=1, mechanism="un-wgad", reference="Opinion 1/2026", persons=(AMAL,))
    facts = [her, report, unread, *agreed(AMAL)]
    assert text(made(facts, "un-references")) == "A/HRC/9/9\nOpinion 1/2026"
    assert text(made(facts, "un-references", levels=((AMAL, "sender-only"),))) == "Opinion 1/2026"
    assert text(made(facts, "un-references", levels=((AMAL, "unnamed"),))) == ""
    unnamed = [her, replace(report, named=False), *agreed(AMAL)]
    assert text(made(unnamed, "un-references", levels=((AMAL, "sender-only"),))) == "A/HRC/9/9"


def test_what_became_of_her_leaves_with_the_yes_of_who_told_it() -> None:
    event = StatusEvent(id="f" * 32, revision=1, code="released", persons=(AMAL,), source=EMIR)
    facts = [person(AMAL, "amal", "harmed"), person(EMIR, "emir", "source"), event, *agreed(AMAL)]
    assert "released" not in text(made(facts, "current-situation"))
    assert "released" in text(made([*facts, *agreed(EMIR)], "current-situation"))


def test_the_file_and_the_court_of_who_is_unnamed_are_not_told() -> None:
    """Whoever asks that court for that file reads her name."""
    day = CourtDate(date=When("2026-12-01"), court="Court 5", what="Trial")
    held = Detention(id="5" * 32, revision=1, person=AMAL, held=True, court_case="Case 4411", court_dates=(day,))
    step = DomesticStep(id="6" * 32, revision=1, step="search", where="Office 12", persons=(AMAL,))
    facts: list[Fact] = [person(AMAL, "amal", "harmed"), held, step, *agreed(AMAL)]
    known = text(made(facts, "court-dates", "search-steps", levels=((AMAL, "sender-only"),)))
    unnamed = text(made(facts, "court-dates", "search-steps", levels=((AMAL, "unnamed"),)))
    for told in ("Case 4411", "Court 5", "Office 12"):
        assert told in known and told not in unnamed
    assert "Trial" in unnamed
