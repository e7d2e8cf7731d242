"""Every item of a form is filled from some fact, and every field of a fact that a form asks for comes out somewhere."""

import time
from dataclasses import replace
from typing import Any

import pytest

from alongside.desk.submissions.drafting import items
from alongside.desk.submissions.drafting.draft import Withheld
from alongside.desk.submissions.drafting.filling import ITEMS
from alongside.directory.vocabulary import LANGUAGES
from alongside.facts.events import Act, CourtDate, Detention, Event, Information
from alongside.facts.evidence import Evidence
from alongside.facts.fact import Fact
from alongside.facts.fields import declared
from alongside.facts.following import Letter, StatusEvent, UnMention
from alongside.facts.persons import Person, PersonName
from alongside.facts.plain import KINDS
from alongside.facts.steps import Cooperation, Intervention
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
    form,
    made,
    person,
    text,
    whole,
    yes,
)

# Where each field of each kind of fact comes out: (item, what it says in English). Fields of a fact that no form asks stand in DESK.
OUT: dict[str, dict[str, tuple[str, str]]] = {
    "person": {
        "names": ("victims", "amalgiven amalfamily"), "counting_unit": ("victim-details", "one person"),
        "categories": ("victim-details", "woman"), "sex": ("victim-details", "female"), "born": ("victim-details", "3 May 1990"),
        "birthplace": ("victim-residence", "amalbirthplace"), "alive": ("current-situation", "Alive: yes"),
        "nationality": ("victim-details", "Egypt"), "nationality_status": ("victim-details", "two nationalities"),
        "present_country": ("victim-residence", "Tunisia"), "in_exile": ("victim-residence", "In exile: yes"),
        "legal_status_there": ("victim-residence", "amalpermit"), "occupation": ("victim-details", "amaloccupation"),
        "human_rights_work": ("human-rights-work", "amalwork"), "organisation": ("organisation", "amalorganisation"),
        "identity_papers": ("victim-identity", "amalpaper7788"), "health": ("health", "amalhealth"),
        "address": ("victim-residence", "amalstreet 12"), "languages": ("victim-details", "amaltongue"),
        "contact_ways": ("victim-contact", "amalphone"), "perpetrator_type": ("perpetrators", "prison staff"),
    },
    "event": {
        "state_responsible": ("state", "State responsible: Egypt"), "territory": ("state", "Libya"), "foreign_state": ("state", "Tunisia"),
        "place": ("place", "eventplace"), "description": ("narrative", "eventdescription"), "impact": ("consequences", "eventimpact"),
        "perpetrator": ("perpetrators", "the State"), "why": ("link-to-work", "eventwhy"),
        "discrimination_grounds": ("link-to-work", "sex or gender"), "next_event": ("next-event", "eventnext"),
        "irreparable_harm_imminent": ("irreparable-harm", "yes"), "wanted": ("request", "eventwanted"),
        "urgency": ("risk-urgency", "in the next days"), "needs": ("needs", "a lawyer"),
    },
    "act": {
        "code": ("act-types", "Arrest or detention"), "date": ("timeline", "5 October 2026"), "until": ("timeline", "20 October 2026"),
        "continuing": ("timeline", "it goes on"), "place": ("arrest-place", "arrestplace"), "country": ("place", "Libya"),
        "victims": ("timeline", "against: amalgiven amalfamily, borisgiven borisfamily"), "aimed_at": ("timeline", "the family"),
        "perpetrators": ("arresting-forces", "policegiven policefamily"), "stated_reason": ("stated-reasons", "arrestreason"),
        "method": ("narrative", "arrestmethod"), "attribution": ("perpetrators", "arrestattribution"),
        "physical_consequences": ("consequences", "arrestbody"), "psychological_consequences": ("consequences", "arrestmind"),
        "status_at_end": ("consequences", "arrestend"), "description": ("narrative", "arrestdescription"),
    },
    "involvement": {
        "act": ("arresting-forces", "guardgiven"), "person": ("perpetrators", "guardgiven guardfamily"),
        "degree": ("perpetrators", "gave the order"), "type": ("perpetrators", "prison staff"),
        "status": ("perpetrators", "guardstatus"), "how_known": ("perpetrators", "guardknown"),
    },
    "relation": {
        "person": ("relatives", "brother or sister: amalgiven"), "other": ("relatives", "Person A"),
        "type": ("relatives", "brother or sister"),
    },
    "information": {
        "source": ("narrative", "Person C"), "connection": ("narrative", "journalist"), "material": ("narrative", "News report"),
        "content": ("narrative", "emirwords"),
    },
    "detention": {
        "person": ("detention-since", "amalgiven"), "held": ("current-situation", "deprived of liberty"),
        "since": ("detention-since", "5 October 2026"), "place": ("detention-places", "heldplace"),
        "authority": ("holding-forces", "heldauthority"), "acknowledged": ("holding-forces", "no"), "warrant_shown": ("warrant", "no"),
        "legal_basis": ("legal-basis", "heldlaw"), "charges": ("charges", "heldcharges"),
        "access_to_lawyer": ("detention-access", "Sees a lawyer: no"), "access_to_family": ("detention-access", "Sees family: yes"),
        "access_to_doctor": ("detention-access", "Sees a doctor: no"), "lawyer": ("lawyer", "Person B"),
        "conditions": ("detention-conditions", "heldconditions"), "health": ("health", "heldhealth"),
        "court_case": ("court-dates", "heldcase"), "court_dates": ("court-dates", "1 December 2026: heldcourt, heldhearing"),
    },
    "cooperation": {
        "body": ("un-cooperation", "treaty body"), "which": ("un-cooperation", "coopwhich"), "date": ("un-cooperation", "1 August 2026"),
        "form": ("un-cooperation", "it took place"), "by": ("un-cooperation", "amalgiven"), "about": ("un-cooperation", "coopabout"),
        "how_perpetrator_knew": ("link-to-work", "coopknew"), "un_documents": ("un-references", "A/HRC/1/2"),
    },
    "domestic-step": {
        "step": ("search-steps", "search for the missing"), "what": ("domestic-steps", "stepwhat"),
        "where": ("domestic-steps", "stepwhere"),
        "date": ("domestic-steps", "10 October 2026"), "persons": ("domestic-steps", "amalgiven"),
        "result": ("domestic-steps", "stepresult"), "why_none": ("search-steps", "stepwhynone"),
        "remedy": ("remedies", "a case is running"),
        "final_decision": ("remedies", "2 November 2026"),
    },
    "intervention": {
        "type": ("other-procedures", "petition"), "party": ("other-procedures", "otherparty"), "date": ("other-procedures", "12 October"),
        "asked": ("other-procedures", "otherasked"), "response": ("other-procedures", "otherresponse"),
        "impact": ("other-procedures", "otherimpact"), "status": ("other-procedures", "no answer yet"),
        "procedure": ("other-procedures", "it is pending"), "reference": ("un-references", "UA EGY 1/2026"),
    },
    "state-response": {
        "position": ("state-response", "it denies"), "date": ("state-response", "10 November"),
        "channel": ("state-response", "answerchannel"), "authority": ("state-response", "answerauthority"),
        "summary": ("changes-since", "answersummary"),
    },
    "un-letter": {"reference": ("un-references", "UA EGY 2/2026"), "date": ("un-references", "15 October 2026")},
    "un-mention": {
        "symbol": ("un-references", "A/HRC/9/9"), "year": ("un-references", "2026"), "annex": ("un-references", "annex I"),
        "paragraph": ("un-references", "paragraph12"),
    },
    "status-event": {
        "code": ("current-situation", "charged"), "date": ("changes-since", "5 November 2026"),
        "persons": ("current-situation", "amalgiven"),
        "description": ("current-situation", "statusdescription"),
    },
    "risk-assessment": {
        "person": ("risk-gravity", "amalgiven"), "date": ("risk-assessment", "1 November 2026"), "level": ("risk-gravity", "high"),
        "why": ("risk-assessment", "riskwhy"),
    },
    "measure": {"what": ("existing-protection", "measuredone"), "done": ("existing-protection", "3 November 2026")},
    "evidence": {
        "title": ("annexes", "filetitle"), "description": ("annexes", "filedescription"), "cleaned_sha256": ("annexes", "b2b2b2"),
    },
    "consent": {
        "person": ("consent", "amalgiven"), "recipient": ("consent", "Special Rapporteur"), "purpose": ("consent", "send the case"),
        "answer": ("consent", "agreed to"), "date": ("consent", "1 November 2026"), "means": ("consent", "face to face"),
        "risks_explained": ("consent", "risks were explained"),
    },
}  # fmt: skip
# Fields of these kinds that work in the desk, or in other sentences, and are no answer of their own to anything a form asks.
DESK: dict[str, set[str]] = {
    "person": {"roles", "died", "reliability", "can_decide", "cannot_decide_since", "decided_by"},
    "event": {"title", "began", "ended", "monitoring", "un_link"},
    "act": {"event", "sources", "reliability"},
    "relation": {"began", "ended"},
    "information": {"about", "language", "date", "reliability", "received"},
    "detention": {"act", "released"},
    "intervention": {
        "party_kind",
        "mechanism",
        "persons",
        "channel",
        "spoke_with",
        "safe_to_be_seen",
        "next_step",
        "acknowledged",
        "reply_due",
    },
    "state-response": {"answers"},
    "un-letter": {"code", "mandates", "intervention", "public"},
    "un-mention": {"named", "persons", "intervention"},
    "status-event": {"source"},
    "risk-assessment": {"ticks", "threshold", "reasons", "reassess_on"},
    "measure": {"layer", "against", "persons", "mechanism", "owner", "due"},
    "consent": {"given_by", "language", "expires", "words", "witness", "verified", "verified_by", "withdraws", "after"},
}
OF_EVERY_FACT = {"id", "revision", "confidential", "remarks", "documents"}


def test_every_item_has_its_words_and_every_item_but_typed_fills_from_a_whole_case() -> None:
    assert tuple(ITEMS) == items.ITEMS
    drafted = made(whole())
    assert [one.field.key for one in drafted.shown if one.state != "filled"] == [items.TYPED]
    assert [one.filled.question for one in drafted.shown if one.filled.question] == ["question.typed"]


@pytest.mark.parametrize("item", items.ITEMS)
def test_without_facts_there_is_no_sentence_but_a_question(item: str) -> None:
    shown = made([], item).shown[0]
    if item in ("submitter", "follow-up"):
        assert shown.state == "filled"
    else:
        assert (shown.text, shown.state, shown.filled.question) == ("", "missing", f"question.{item}")


@pytest.fixture(scope="module")
def english() -> dict[str, str]:
    return {one.field.key: one.text for one in made(whole()).shown}


@pytest.mark.parametrize(("kind", "field"), [(kind, field) for kind, fields in OUT.items() for field in fields])
def test_no_field_is_lost(english: dict[str, str], kind: str, field: str) -> None:
    item, said = OUT[kind][field]
    assert said in english[item]


@pytest.mark.parametrize("kind", sorted(OUT))
def test_each_field_of_a_fact_comes_out_or_is_known_to_stay(kind: str) -> None:
    """A field that is new has to be put into one of the two tables: it is not lost by accident, nor does it leave by accident."""
    stays = DESK.get(kind, set())
    if kind == "evidence":  # the file speaks for itself: of its record only title, description and digest leave
        stays = set(declared(Evidence)) - set(OUT["evidence"])
    assert set(declared(KINDS[kind])) - OF_EVERY_FACT == set(OUT[kind]) | stays - OF_EVERY_FACT


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_whole_case_is_told_in_every_language_and_every_sentence_has_its_facts(lang: str) -> None:
    facts = whole()
    known = {one.id for one in facts}
    for shown in made(facts, lang=lang).shown:
        assert "{" not in shown.text and "label." not in shown.text
        for sentence in shown.filled.sentences:
            assert sentence.text.strip() and set(sentence.facts) <= known
            assert sentence.facts or shown.field.key in ("submitter", "follow-up")


def test_what_is_for_the_desk_alone_stands_in_no_field() -> None:
    said = text(made(whole()))
    for word in (
        "eventtitle",
        "secret",
        "measureplanned",
        "othernext",
        "otherspoke",
        "otherchannel",
        "unsafe",
        "filename",
        "emirgiven",
    ):
        assert word not in said, word


def test_a_whole_form_is_filled_fast_enough() -> None:
    facts = whole()
    made(facts)
    times = []
    for _ in range(5):
        begun = time.process_time()
        made(facts)
        times.append(time.process_time() - begun)
    assert min(times) < 0.1  # twenty milliseconds on a quiet machine


def test_where_she_lives_is_told_by_what_is_known_of_it() -> None:
    somewhere = Person(id=AMAL, revision=1, roles=("harmed",), present_country="TUN")
    assert text(made([somewhere, *agreed(AMAL)], "victim-residence")) == "Now in: Tunisia"


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


# --- terms


def test_consent_says_what_the_ledger_holds_and_no_more() -> None:
    by_class = yes(AMAL, 901, recipient="class:un-special-procedure", language="ar", words="herownwords", witness="Witness Name")
    said = text(made([person(AMAL, "amal", "harmed"), by_class, yes(AMAL, 902, recipient="un-wgad")], "consent"))
    assert "UN experts (special procedures)" in said and said.count("agreed") == 1
    assert "herownwords" not in said and "Witness" not in said


def test_who_gave_a_consent_for_another_is_told_as_far_as_that_person_may_be() -> None:
    child = person(AMAL, "amal", "harmed", born=When("2015"), decided_by=(CHEN,))
    facts = [child, person(CHEN, "chen", "relative"), *whole()[8:9], yes(AMAL, 901, by=CHEN)]
    assert "given by: the person who decides in this person’s place" in text(made(facts, "consent"))
    assert "given by: Person B" in text(made([*facts, yes(CHEN, 902)], "consent"))
    assert "Person A: agreed" in text(made(facts, "family-consent"))
    assert text(made([person(BORIS, "boris", "harmed"), *agreed(BORIS)], "family-consent")) == ""


def test_naming_to_the_state_and_in_public_are_told_apart() -> None:
    facts = [person(AMAL, "amal", "harmed"), *agreed(AMAL), yes(AMAL, 903, recipient="public", purpose="publish")]
    assert text(made(facts, "name-publication")).endswith("Government: yes; Name may be given in public: yes")
    assert text(made(facts, "confidential-parts")).startswith("Addresses, ways of contact")
    marks = text(made([person(AMAL, "amal", "harmed"), yes(AMAL, 901)], "confidential-parts"))
    assert "do not pass the name on to the Government" in marks and "do not give the name in public" in marks


def test_annexes_stand_in_the_order_that_was_chosen_with_the_digest_of_the_file_that_leaves() -> None:
    given: dict[str, Any] = {"revision": 1, "file": "0" * 32, "size": 1, "arrived": "2026-11-01T00:00:00Z", "arrived_by": "9" * 32,
                             "about": (AMAL,), "cleaning": "nothing-to-clean"}  # fmt: skip
    files = [Evidence(id=letter * 32, sha256=letter * 64, title=f"File {letter}", **given) for letter in "abc"]
    facts = [person(AMAL, "amal", "harmed"), *files, *agreed(AMAL)]
    said = text(made(facts, "annexes", annexes=("c" * 32, "a" * 32, "9" * 32)))
    assert said == f"Annex 1: File c; SHA-256: {'c' * 64}\nAnnex 2: File a; SHA-256: {'a' * 64}"
    assert text(made(facts, "annexes", annexes=())) == ""


def test_a_form_about_one_person_does_not_repeat_her_before_every_answer() -> None:
    facts = [person(AMAL, "amal", "harmed"), *agreed(AMAL)]
    assert text(made(facts, "human-rights-work")) == "amalwork"
    assert form("human-rights-work").fields[0].item == "human-rights-work"
