"""The emergency entry: the seven facts of a call become a case, nothing typed is lost, and a plan of the guide becomes one."""

import json
from datetime import date
from uuid import UUID, uuid4

import pytest

from alongside.desk.cases import emergency, from_plan
from alongside.desk.cases.models import Case
from alongside.directory import reader
from alongside.facts.consent import Consent, may_leave
from alongside.facts.events import Act, Detention, Event
from alongside.facts.persons import Person, Relation
from alongside.facts.plain import from_plain, to_plain
from alongside.facts.protection import Note
from alongside.facts.situation import situation
from alongside.facts.steps import Cooperation, DomesticStep
from alongside.plan import present, reading
from alongside.plan.decide import planner
from tests.desk.cases.walking import post, text
from tests.desk.making import Browser, found_desk, login_client, member

TODAY = date(2026, 11, 22)
SCREEN = "/desk/en/cases/emergency/"
CALL = {
    "who": "Amal Fictional",
    "others": "Her brother\n\nHer colleague",
    "acts": ["arrest-detention"],
    "what": "Taken at the airport, two men in plain clothes.",
    "when": ["today"],
    "state": ["EGY"],
    "place": "Airport",
    "by": "Men in plain clothes",
    "next": "Hearing tomorrow",
    "urgency": ["hours"],
    "un": ["planned"],
    "un_bodies": ["un-treaty-body"],
    "consent_un": ["agreed"],
    "given_by": ["source"],
    "source": "Her husband",
    "source_is": ["spouse"],
    "reach": "+41 00 000 00 00",
    "reach_kind": ["phone"],
    "reach_safe": ["yes"],
}


def made(**typed: object) -> list:
    """The facts of a call."""
    given = emergency.read({name: value if isinstance(value, list) else [value] for name, value in typed.items()})
    return emergency.facts(given, reader.load().states, TODAY, lambda: uuid4().hex)


def only(facts: list, kind: type) -> list:
    return [fact for fact in facts if isinstance(fact, kind)]


def test_a_call_becomes_persons_acts_a_detention_and_a_consent_each_in_its_place():
    facts = made(**CALL)
    her, brother, colleague, husband, men = only(facts, Person)
    (act,), (held,), (event,) = only(facts, Act), only(facts, Detention), only(facts, Event)
    assert (her.names[0].text, her.roles) == ("Amal Fictional", ("harmed",))
    assert [one.names[0].text for one in (brother, colleague)] == ["Her brother", "Her colleague"]
    assert act.victims == (her.id, brother.id, colleague.id)
    assert (act.perpetrators, act.sources, act.event) == ((men.id,), (husband.id,), event.id)
    assert str(act.date) == "2026-11-21/2026-11-22"
    assert (held.held, held.act, held.person) == (True, act.id, her.id)
    assert husband.roles == ("source", "submits", "relative")
    assert (husband.contact_ways[0].value, husband.contact_ways[0].safe) == ("+41 00 000 00 00", True)
    assert only(facts, Relation)[0].type == "spouse"
    assert (event.state_responsible, event.next_event, event.urgency) == ("EGY", "Hearing tomorrow", "hours")
    assert only(facts, Cooperation)[0].form == "planned"


def test_a_yes_that_the_husband_said_is_kept_and_lets_nothing_leave():
    facts = made(**CALL, risks_explained=["yes"])
    (said,) = only(facts, Consent)
    her = only(facts, Person)[0]
    answer = may_leave([said], her, "class:un-special-procedure", "send", TODAY)
    assert (said.answer, answer.value, answer.code) == ("agreed", "ask", "said-by-another")


def test_a_yes_of_her_own_with_the_risks_explained_counts():
    facts = made(**(CALL | {"given_by": ["herself"]}), risks_explained=["yes"])
    assert may_leave(only(facts, Consent), only(facts, Person)[0], "class:un-special-procedure", "send", TODAY).value == "yes"


def test_what_fits_nowhere_becomes_a_note():
    facts = made(who="x", when_date="before the feast", state="Atlantis", perpetrator="wizards", more="He is diabetic.")
    (note,) = only(facts, Note)
    assert all(words in note.text for words in ("before the feast", "Atlantis", "wizards", "He is diabetic."))


def test_a_name_longer_than_its_field_loses_no_letter():
    long = "Name " * 100
    facts = made(who=long)
    assert only(facts, Person)[0].names[0].text in long
    assert any(long.strip() in note.text for note in only(facts, Note))


def test_nobody_knows_stays_untold():
    facts = made(what="Somebody was taken")
    event, her = only(facts, Event)[0], only(facts, Person)[0]
    assert (event.state_responsible, event.urgency, event.irreparable_harm_imminent, event.un_link) == (None, None, None, None)
    assert (her.names, her.alive, her.present_country) == ((), None, None)
    assert only(facts, Consent) == only(facts, Detention) == only(facts, Note) == []


@pytest.mark.parametrize("when", ["3 May 2026", "about 2026-05", "2026-05"])
def test_a_date_is_read_as_people_write_it(when: str):
    assert only(made(who="x", acts=["threats"], when_date=when), Act)[0].date is not None


def test_one_who_calls_for_herself_is_one_person():
    facts = made(who="Bob", source_is=["herself"], reach="Signal", reach_safe=["no"])
    (bob,) = only(facts, Person)
    assert bob.roles == ("harmed", "submits", "source")
    assert bob.contact_ways[0].safe is False


# A plan of the guide

TOLD = {
    "state_responsible": "EGY",
    "acts": ["arrest-detention", {"code": "travel-ban", "date": "2026-11", "continuing": True}],
    "facts_date": "2026-11-21/2026-11-22",
    "present_country": "EGY",
    "detained_now": True,
    "un_cooperation": [{"body": "un-treaty-body", "which": "CEDAW", "form": "planned"}],
    "victim": {"kind": "individual", "categories": ["lawyer"], "age": 34},
    "domestic_remedies": "none-tried",
    "irreparable_harm_imminent": True,
    "nationality": ["EGY"],
    "pending_procedures": ["un-ccpr"],
    "needs": ["visa"],
    "urgency": "hours",
    "discrimination_grounds": ["sex"],
}


def test_the_case_of_a_plan_gives_the_same_plan_again():
    directory, numbers = reader.load(), iter(range(10_000))
    told = reading.read(TOLD, directory, TODAY)
    facts = emergency.facts(from_plan.answers(told, "hours"), directory.states, TODAY, lambda: f"{next(numbers):032x}")
    facts = from_plan.complete(facts, told, lambda: f"{next(numbers):032x}")
    back = reading.read(situation(facts, emergency.first_person(facts), TODAY), directory, TODAY)
    before, after = (present.plan_dict(planner(directory).plan(one), directory) for one in (told, back))
    routes = [
        {o["mechanism"]: (o["status"], o["consent_state"], o["horizon"]) for o in plan["options"]} for plan in (before, after)
    ]
    assert routes[0] == routes[1]
    assert before["first"] == after["first"]
    assert only(facts, DomesticStep)[0].remedy == "none-tried"


def test_what_the_officer_unticked_is_not_put_back():
    directory = reader.load()
    told = reading.read(TOLD, directory, TODAY)
    given = from_plan.answers(told) | {"acts": ["travel-ban"]}
    facts = emergency.facts(given, directory.states, TODAY, lambda: uuid4().hex)
    assert [act.code for act in only(from_plan.complete(facts, told, lambda: uuid4().hex), Act)] == ["travel-ban"]


def test_dates_that_contradict_each_other_make_no_record_that_cannot_be_read_again():
    directory = reader.load()
    raw = TOLD | {
        "detained_since": "2026-11-20",
        "released_on": "2026-10-01",
        "acts": ["arrest-detention", {"code": "travel-ban", "date": "2026-11", "until": "2026-01"}],
    }
    told = reading.read(raw, directory, TODAY)
    facts = emergency.facts(from_plan.answers(told), directory.states, TODAY, lambda: uuid4().hex)
    whole = from_plan.complete(facts, told, lambda: uuid4().hex)
    assert [from_plain(to_plain(fact)) for fact in whole] == whole
    assert len(only(whole, Detention)) == 1


# The pages


def test_one_screen_makes_a_case_that_only_its_maker_opens(database):
    alice = found_desk()
    bob = member(alice, "Bob")
    browser = login_client(alice)
    assert browser.get(SCREEN).status_code == 200
    answer = post(browser, SCREEN, CALL | {"seed": uuid4().hex})
    assert answer.status_code == 303
    page = browser.get(answer["Location"])
    assert page.status_code == 200
    assert all(words in text(page) for words in ("Amal Fictional", "Her husband", "What to ask next", "This case is a draft"))
    assert login_client(bob).get(answer["Location"]).status_code == 404


def test_the_same_form_sent_twice_makes_one_case(database):
    browser = login_client(found_desk())
    seed = uuid4().hex
    first = post(browser, SCREEN, {"who": "Amal", "seed": seed})
    again = post(browser, SCREEN, {"who": "Amal", "seed": seed})
    assert first["Location"] == again["Location"]
    assert Case.objects.count() == 1


def test_another_members_seed_makes_a_case_of_her_own(database):
    alice = found_desk()
    bob, seed = member(alice, "Bob"), uuid4().hex
    first = post(login_client(alice), SCREEN, {"who": "Amal", "seed": seed})
    other = post(login_client(bob), SCREEN, {"who": "Amal", "seed": seed})
    assert first["Location"] != other["Location"]
    assert Case.objects.count() == 2


def test_an_empty_screen_asks_for_one_word_and_keeps_the_rest(database):
    browser = login_client(found_desk())
    answer = post(browser, SCREEN, {"place": "Somewhere", "state": "EGY"})
    assert answer.status_code == 422
    assert 'value="Somewhere"' in text(answer)
    assert Case.objects.count() == 0


def test_what_folds_stands_open_where_something_was_filled_in(database):
    browser = login_client(found_desk())
    folded = text(browser.get(SCREEN))
    page = text(post(browser, SCREEN, {"means": "call", "spelling": "Amal"}))
    for heading, opens in (("Who said so, and how", True), ("More, if there is time", True), ("By which way, and when", False)):
        assert folded.split(f"<summary>{heading}")[0].rstrip().endswith('<details class="group">')
        assert page.split(f"<summary>{heading}")[0].rstrip().endswith("open>") is opens
    assert 'value="Amal"' in page


def test_a_plan_fills_the_screen_and_nothing_is_stored_until_it_is_sent(database):
    browser = login_client(found_desk())
    page = post(browser, "/desk/en/cases/from-plan/", {"situation": json.dumps(TOLD)})
    assert page.status_code == 200
    assert Case.objects.count() == 0
    assert "filled in from the plan" in text(page)
    sent = {"who": "Amal", "acts": ["arrest-detention", "travel-ban"], "situation": json.dumps(TOLD), "seed": uuid4().hex}
    answer = post(browser, SCREEN, sent)
    assert answer.status_code == 303
    assert Case.objects.count() == 1


@pytest.mark.parametrize("situation", ["", "no json", "[" * 50_000, '{"state_responsible": "EGY"}', "null"])
def test_a_situation_that_cannot_be_read_leaves_an_empty_screen(database, situation: str):
    browser = login_client(found_desk())
    page = post(browser, "/desk/en/cases/from-plan/", {"situation": situation})
    assert page.status_code == 422
    assert "could not be read" in text(page)


def test_logged_out_the_screen_is_the_login(database):
    found_desk()
    assert Browser().get(SCREEN).status_code == 403
    assert Case.objects.count() == 0


def test_a_typed_situation_survives_the_login(database):
    found_desk()
    page = post(Browser(), "/desk/en/cases/from-plan/", {"situation": json.dumps(TOLD)})
    assert page.status_code in (403, 422)
    assert "state_responsible" in text(page)


def test_ids_of_a_form_are_hers_alone(database):
    from alongside.desk.cases import at_hand

    alice = found_desk()
    bob, case, seed = member(alice, "Bob"), uuid4(), uuid4().hex
    assert at_hand.id_from(alice, case, seed) == at_hand.id_from(alice, case, seed)
    assert at_hand.id_from(alice, case, seed) != at_hand.id_from(bob, case, seed)
    assert UUID(at_hand.id_from(alice, case, "not a seed"))
