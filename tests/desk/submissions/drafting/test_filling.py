"""Every item of a form is filled from some fact, and every field of a fact that a form asks for comes out somewhere."""

from typing import Any

import pytest

from alongside.desk.submissions.drafting import items
from alongside.desk.submissions.drafting.filling import ITEMS
from alongside.directory.vocabulary import LANGUAGES
from alongside.facts.evidence import Evidence
from alongside.facts.fields import declared
from alongside.facts.persons import Person
from alongside.facts.plain import KINDS
from alongside.facts.when import When
from tests.desk.submissions.drafting.whole import (
    AMAL,
    BORIS,
    CHEN,
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


def test_where_she_lives_is_told_by_what_is_known_of_it() -> None:
    somewhere = Person(id=AMAL, revision=1, roles=("harmed",), present_country="TUN")
    assert text(made([somewhere, *agreed(AMAL)], "victim-residence")) == "Now in: Tunisia"


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
