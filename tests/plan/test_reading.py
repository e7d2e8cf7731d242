"""Reading a situation: every field with good values, every fault in one sentence, and no input that ends in a traceback."""

from datetime import date
from typing import Any

import pytest

from alongside.directory import vocabulary as codes
from alongside.directory.dates import parse
from alongside.directory.reader import load
from alongside.plan.reading import LONGEST_LIST, LONGEST_TEXT, NotUnderstood, read
from alongside.plan.situation import FACTS, Act, Cooperation, Person, Situation
from tests.plan.making import BASE, FIELDS, TODAY, attempt, problem, problems

STATES = ("state_responsible", "territory", "present_country", "foreign_state")
FLAGS = ("in_exile", "detained_now", "missing_now", "deceased", "irreparable_harm_imminent")
DATES = (
    "facts_date",
    "detained_since",
    "released_on",
    "missing_since",
    "execution_or_removal_date",
    "final_domestic_decision_date",
)
CODES = {
    "nationality_status": codes.NATIONALITY_STATUS,
    "perpetrator": codes.PERPETRATORS,
    "domestic_remedies": codes.REMEDIES,
    "urgency": codes.URGENCIES,
}
LISTS = {
    "acts": codes.ACTS,
    "targets": codes.TARGETS,
    "discrimination_grounds": codes.GROUNDS,
    "needs": codes.NEEDS,
    "other_cooperation": codes.OTHER_BODIES,
    "pending_procedures": tuple(load().mechanisms),
    "past_procedures": tuple(load().mechanisms),
}


def told(**raw: Any) -> Situation:
    return read(BASE | raw, load(), TODAY)


# --- what is required


def test_a_state_and_one_act_are_enough() -> None:
    found = told()
    assert (found.state_responsible, found.acts, found.as_of, found.urgency) == ("EGY", (Act("travel-ban"),), TODAY, "days")


@pytest.mark.parametrize("empty", [None, "", []])
def test_without_state_or_act_it_says_that_they_are_missing(empty: object) -> None:
    both = problems({"state_responsible": empty, "acts": empty})
    assert {one.field for one in both if one.fault == "missing"} == {"state_responsible", "acts"}


def test_all_problems_are_told_at_once() -> None:
    found = problems({"state_responsible": "Atlantis", "acts": ["walking"], "urgency": "soon", "colour": "red"})
    assert [one.field for one in found] == ["state_responsible", "acts[1]", "urgency", "colour"]
    assert str(NotUnderstood(found)).startswith("state_responsible: unknown-state; acts[1]: unknown-code")


@pytest.mark.parametrize("raw", [None, 3, "text", [], ["EGY"], True])
def test_anything_but_a_table_is_refused_in_a_sentence(raw: object) -> None:
    assert [(one.field, one.fault) for one in problems(raw)] == [("situation", "not-a-table")]


def test_every_field_of_the_vocabulary_is_read_and_no_other() -> None:
    for field in FIELDS:
        found = attempt({field: {}})
        assert isinstance(found, tuple) and "unknown-field" not in [one.fault for one in found], field
    assert problem(colour=1).fault == "unknown-field"


def test_a_table_or_a_number_of_thousands_of_signs_is_refused_in_a_sentence() -> None:
    assert problem(consent={f"to{number}": True for number in range(100)}).fault == "too-many"
    assert problem(urgency=10**5000).value == "int"


def test_a_file_full_of_faults_is_answered_by_the_first_of_them() -> None:
    many = problems(BASE | {f"field{number}": 1 for number in range(40)})
    assert many[-1].fault == "and-more" and len(many) < 30
    assert problems(BASE | {f"field{number}": 1 for number in range(400)})[0].fault == "too-many"


def test_every_fact_of_a_situation_has_a_field() -> None:
    derived = {"act_codes", "categories", "happened", "harm_near", "place", "today"}
    assert {name.replace("victim_", "victim.").split(".")[0] for name in FACTS} - derived == FIELDS


@pytest.mark.parametrize("field", sorted(FIELDS - {"state_responsible", "acts"}))
def test_null_is_the_same_as_absent(field: str) -> None:
    assert told(**{field: None}) == told()


@pytest.mark.parametrize("key", ["detained", "urgencyy", "act", 7, ""])
def test_an_unknown_field_is_named_with_the_nearest(key: Any) -> None:
    found = problems(BASE | {key: True})
    assert [(one.field, one.fault) for one in found] == [(str(key), "unknown-field")]
    near = {"urgencyy": "urgency", "act": "acts"}
    assert found[0].nearest == near.get(key, found[0].nearest)


# --- one value a field


@pytest.mark.parametrize("field", STATES)
def test_a_state_may_be_a_code_or_a_name(field: str) -> None:
    for value in ("TUN", "tun", "TN", "Tunisia", "Tunisie", "Túnez", "Тунис", "突尼斯", "تونس"):
        assert getattr(told(**{field: value}), field) == "TUN", value
    found = problem(**{field: "Tunesia"})
    assert (found.field, found.fault, found.value, found.nearest) == (field, "unknown-state", "Tunesia", "tunisia")


@pytest.mark.parametrize("field", STATES)
@pytest.mark.parametrize("value", [3, True, ["EGY"], {"EGY": 1}, "x" * 201, " "])
def test_a_state_of_another_shape_is_refused(field: str, value: Any) -> None:
    assert problem(**{field: value}).field == field


def test_a_territory_complained_of_means_the_state_it_is_part_of_and_itself_as_the_place() -> None:
    territories = {iso3: row for iso3, row in load().states.items() if row["un"] == "territory"}
    for iso3, row in territories.items():
        if "of" in row:
            found = told(state_responsible=iso3)
            assert (found.state_responsible, found.territory) == (row["of"], iso3)
            assert told(state_responsible=iso3, territory="TUN").territory == "TUN"
        else:
            assert problem(state_responsible=iso3).fault == "not-a-state"


def test_nationalities_are_a_list_or_one() -> None:
    assert told(nationality=["EGY", "France"]).nationality == ("EGY", "FRA")
    assert told(nationality="Egypt").nationality == ("EGY",)
    assert told(nationality=[]).nationality == ()
    assert problem(nationality=["EGY", "Nowhere"]).field == "nationality[2]"
    assert problem(nationality=3).fault == "not-a-list"


@pytest.mark.parametrize("field", FLAGS)
def test_an_answer_is_true_or_false_and_nothing_else(field: str) -> None:
    assert getattr(told(**{field: True}), field) is True
    assert getattr(told(**{field: False}), field) is False
    for value in ("yes", "true", 1, 0, [], {}):
        found = problem(**{field: value})
        assert (found.field, found.fault) == (field, "not-true-or-false")


@pytest.mark.parametrize("field", DATES)
def test_a_date_is_a_year_a_month_or_a_day(field: str) -> None:
    for value in ("2024", "2024-02", "2024-02-29", "2024-01-01/2024-02-03"):
        assert getattr(told(**{field: value}), field) == parse(value)
    assert getattr(told(**{field: date(2024, 2, 29)}), field) == parse("2024-02-29")
    for value in ("2023-02-29", "29.2.2024", "2024-2-9", "soon", "", 2024, True, [], {}, "٢٠٢٤", "2024/2023"):
        found = problem(**{field: value})
        assert (found.field, found.fault) == (field, "not-a-date"), value


def test_the_day_of_the_plan_is_the_last_day_of_a_rough_one() -> None:
    assert told(as_of="2024-02").as_of == date(2024, 2, 29)
    assert told().as_of == TODAY
    assert problem(as_of="yesterday").fault == "not-a-date"


@pytest.mark.parametrize("field", CODES)
def test_each_code_of_a_field_is_taken_and_a_mistyped_one_gets_the_nearest(field: str) -> None:
    for code in CODES[field]:
        assert getattr(told(**{field: code}), field) == code
    found = problem(**{field: CODES[field][0] + "x"})
    assert (found.field, found.fault, found.nearest) == (field, "unknown-code", CODES[field][0])
    assert found.accepted == ", ".join(CODES[field])
    for value in (3, True, [CODES[field][0]], {}):
        assert problem(**{field: value}).fault == "unknown-code"


@pytest.mark.parametrize("field", ["id", "legal_status_there"])
def test_a_text_is_kept_as_it_is_up_to_its_length(field: str) -> None:
    for value in ("", "a", "x" * LONGEST_TEXT, "<b>{0}</b>"):
        assert getattr(told(**{field: value}), field) == value
    assert problem(**{field: "x" * (LONGEST_TEXT + 1)}).fault == "too-long"
    assert problem(**{field: 3}).fault == "not-text"


# --- lists


@pytest.mark.parametrize("field", LISTS)
def test_each_code_of_a_list_is_taken_and_a_mistyped_one_is_named_with_its_place(field: str) -> None:
    good = list(LISTS[field][:LONGEST_LIST])
    assert len(getattr(told(**{field: good}), field)) == len(good)
    found = problem(**{field: [good[0], good[1] + "x"]})
    assert (found.field, found.fault, found.nearest) == (f"{field}[2]", "unknown-code", good[1])
    for value in ("x", 3, {"a": 1}, True):
        assert problem(**{field: value}).fault == "not-a-list"
    assert problem(**{field: [good[0]] * (LONGEST_LIST + 1)}).fault == "too-many"


@pytest.mark.parametrize("field", sorted(set(LISTS) - {"acts", "other_cooperation"}))
def test_a_code_told_twice_counts_once_and_an_empty_list_is_an_answer(field: str) -> None:
    code = LISTS[field][0]
    assert getattr(told(**{field: [code, code]}), field) == (code,)
    assert getattr(told(**{field: []}), field) == ()


def test_an_act_may_carry_dates_and_whether_it_goes_on() -> None:
    found = told(acts=["threats", {"code": "travel-ban", "date": "2024", "until": "2025-01", "continuing": False}])
    assert found.acts == (Act("threats"), Act("travel-ban", parse("2024"), parse("2025-01"), False))


@pytest.mark.parametrize(
    ("act", "field", "fault"),
    [
        ({}, "acts[1].code", "missing"),
        ({"code": "walking"}, "acts[1].code", "unknown-code"),
        ({"code": "threats", "date": "soon"}, "acts[1].date", "not-a-date"),
        ({"code": "threats", "until": 3}, "acts[1].until", "not-a-date"),
        ({"code": "threats", "continuing": "yes"}, "acts[1].continuing", "not-true-or-false"),
        ({"code": "threats", "day": "2024"}, "acts[1].day", "unknown-field"),
        (3, "acts[1]", "unknown-code"),
    ],
)
def test_a_fault_inside_an_act_names_the_act_and_its_field(act: Any, field: str, fault: str) -> None:
    found = problem(acts=[act])
    assert (found.field, found.fault) == (field, fault)


def test_contact_with_the_un_carries_body_which_date_form_and_by() -> None:
    contact = {"body": "un-treaty-body", "which": "CAT", "date": "2024", "form": "planned", "by": "relative"}
    assert told(un_cooperation=[contact]).un_cooperation == (
        Cooperation("un-treaty-body", "CAT", parse("2024"), "planned", "relative"),
    )
    assert told(un_cooperation=[]).un_cooperation == ()


@pytest.mark.parametrize(
    ("contact", "field", "fault"),
    [
        ({}, "un_cooperation[1].body", "missing"),
        ({"body": "un-treaty-bodies"}, "un_cooperation[1].body", "unknown-code"),
        ({"body": "un-upr", "which": 3}, "un_cooperation[1].which", "not-text"),
        ({"body": "un-upr", "date": "soon"}, "un_cooperation[1].date", "not-a-date"),
        ({"body": "un-upr", "form": "maybe"}, "un_cooperation[1].form", "unknown-code"),
        ({"body": "un-upr", "by": "me"}, "un_cooperation[1].by", "unknown-code"),
        ({"body": "un-upr", "when": "2024"}, "un_cooperation[1].when", "unknown-field"),
        ("un-upr", "un_cooperation[1]", "not-a-table"),
    ],
)
def test_a_fault_inside_a_contact_is_named(contact: Any, field: str, fault: str) -> None:
    found = problem(un_cooperation=[contact])
    assert (found.field, found.fault) == (field, fault)


def test_contact_with_another_body_is_a_code_or_a_table() -> None:
    assert told(other_cooperation=["achpr", {"body": "coe", "date": "2024"}]).other_cooperation == ("achpr", "coe")
    for value, field, fault in (
        ({}, "other_cooperation[1].body", "missing"),
        ({"body": "nato"}, "other_cooperation[1].body", "unknown-code"),
        ({"body": "coe", "date": 1}, "other_cooperation[1].date", "not-a-date"),
        (None, "other_cooperation[1]", "unknown-code"),
    ):
        found = problem(other_cooperation=[value])
        assert (found.field, found.fault) == (field, fault)


# --- tables


def test_the_victim_has_kind_groups_and_age() -> None:
    found = told(victim={"kind": "family", "categories": ["woman"], "age": 40})
    assert (found.victim_kind, found.victim_categories, found.victim_age) == ("family", ("woman",), 40)
    assert told(victim={}) == told()


@pytest.mark.parametrize(
    ("victim", "field", "fault"),
    [
        ("woman", "victim", "not-a-table"),
        ({"kind": "person"}, "victim.kind", "unknown-code"),
        ({"categories": "woman"}, "victim.categories", "not-a-list"),
        ({"categories": ["women"]}, "victim.categories[1]", "unknown-code"),
        ({"age": -1}, "victim.age", "not-an-age"),
        ({"age": 121}, "victim.age", "not-an-age"),
        ({"age": True}, "victim.age", "not-an-age"),
        ({"age": "17"}, "victim.age", "not-an-age"),
        ({"age": 17.5}, "victim.age", "not-an-age"),
        ({"name": "x"}, "victim.name", "unknown-field"),
    ],
)
def test_a_fault_inside_the_victim_is_named(victim: Any, field: str, fault: str) -> None:
    found = problem(victim=victim)
    assert (found.field, found.fault) == (field, fault)


def test_persons_have_role_life_place_kind_and_groups() -> None:
    raw = {"role": "relative", "alive": True, "where": "Tunisia", "kind": "individual", "categories": ["child"]}
    assert told(persons=[raw, {}]).persons == (Person("relative", True, "TUN", "individual", ("child",)), Person())


@pytest.mark.parametrize(
    ("person", "field", "fault"),
    [
        ("relative", "persons[1]", "not-a-table"),
        ({"role": "aunt"}, "persons[1].role", "unknown-code"),
        ({"alive": "yes"}, "persons[1].alive", "not-true-or-false"),
        ({"where": "Nowhere at all"}, "persons[1].where", "unknown-state"),
        ({"kind": 3}, "persons[1].kind", "unknown-code"),
        ({"categories": ["x"]}, "persons[1].categories[1]", "unknown-code"),
        ({"name": "x"}, "persons[1].name", "unknown-field"),
    ],
)
def test_a_fault_inside_a_person_is_named(person: Any, field: str, fault: str) -> None:
    found = problem(persons=[person])
    assert (found.field, found.fault) == (field, fault)


def test_consent_is_yes_no_or_not_asked() -> None:
    assert told(consent={"media": True, "share_ngos": False, "name_public": None}).consent == {"media": True, "share_ngos": False}
    assert told().consent == {}
    assert problem(consent={"media": "yes"}).field == "consent.media"
    assert problem(consent={"medias": True}).nearest == "media"
    assert problem(consent=True).fault == "not-a-table"
