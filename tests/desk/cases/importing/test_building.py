"""From rows to cases: what each cell becomes, which rows are one case, and one sentence for what is wrong with a row."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.desk.cases.importing import saying, targets
from alongside.desk.cases.importing.building import Choice, Outcome, build
from alongside.desk.cases.importing.delimited import read_text
from alongside.desk.cases.importing.suggesting import label, suggested
from alongside.desk.cases.importing.values import Manner
from alongside.directory.vocabulary import LANGUAGES
from alongside.facts.events import Act, Detention, Event
from alongside.facts.fact import huridocs
from alongside.facts.persons import Person
from alongside.facts.protection import Note
from alongside.facts.steps import Cooperation
from alongside.language.countries import fold

HEADINGS = "person.name\tevent.state_responsible\tact.code\tact.date"


def built(text: str, manner: Manner | None = None, columns: tuple[str, ...] | None = None) -> Outcome:
    """The outcome of a table whose headings are targets, or for which these were chosen."""
    table = read_text(text, "tab")
    return build(table, Choice(columns or suggested(table.headings), manner or Manner()))


def sentences(text: str, manner: Manner | None = None, columns: tuple[str, ...] | None = None) -> list[str]:
    table = read_text(text, "tab")
    outcome = built(text, manner, columns)
    return [saying.sentence(fault, table, "en") for fault in outcome.faults]


def test_a_row_is_a_case_with_its_person_act_and_frame():
    (case,) = built(f"{HEADINGS}\nAmal Fictional\tمصر\tTravel ban\tabout May 2024").cases
    person, event, act = (next(fact for fact in case.facts if isinstance(fact, kind)) for kind in (Person, Event, Act))
    assert person.names[0].text == "Amal Fictional" and person.roles == ("harmed",)
    assert event.state_responsible == "EGY"
    assert (act.code, act.victims, act.date.text) == ("travel-ban", (person.id,), "2024-05~")


def test_rows_that_name_the_same_case_are_one_and_say_each_thing_once():
    text = (
        "case\tperson.name\tperson.phone\tevent.place\tact.code\tperpetrator.name\tcase.note\n"
        "7\tAmal\t+20 1\tHarbour\tthreats; surveillance\tPolice\tfirst\n"
        "8\tNoor\t\t\tthreats\t\t\n"
        "7\tAmal\t+20 1\tHarbour\ttravel-ban\tPolice\tsecond\n"
    )
    first, second = built(text).cases
    assert [row.number for row in first.rows] == [2, 4] and [row.number for row in second.rows] == [3]
    persons = [fact for fact in first.facts if isinstance(fact, Person)]
    acts = [fact for fact in first.facts if isinstance(fact, Act)]
    assert [(one.names[0].text, one.roles) for one in persons] == [("Amal", ("harmed",)), ("Police", ("perpetrator",))]
    assert [act.code for act in acts] == ["threats", "surveillance", "travel-ban"]
    assert {(act.victims, act.perpetrators) for act in acts} == {((persons[0].id,), (persons[1].id,))}
    assert [fact.text for fact in first.facts if isinstance(fact, Note)] == ["case.note: first", "case.note: second"]
    assert persons[0].contact_ways[0].safe is None  # nobody was asked


def test_a_second_slot_of_a_kind_is_a_second_record():
    text = "person.name\tperson2.name\tperson2.roles\tact.code\tact2.code\nAmal\tHusband\trelative\tthreats\tarrest-detention"
    (case,) = built(text).cases
    amal, husband = (fact for fact in case.facts if isinstance(fact, Person))
    assert husband.roles == ("relative",)
    assert [act.victims for act in case.facts if isinstance(act, Act)] == [(amal.id, husband.id)] * 2


def test_names_in_other_letters_stand_beside_the_name():
    text = "person.name\tperson.name_in_other_letters\tperson.other_names\nأمل\tAmal | Amaal\tUmm Noor"
    (case,) = built(text).cases
    names = case.facts[0].names
    assert [(one.text, one.transliterations, one.kind) for one in names] == [
        ("أمل", ("Amal", "Amaal"), None), ("Umm Noor", (), "known-as"),
    ]  # fmt: skip


def test_a_contact_with_the_un_is_hers_only_where_a_column_says_so():
    text = "person.name\tperson.roles\tcooperation.body\nAmal\tharmed\tun-ohchr\nNoor\tcooperated|harmed\tun-ohchr"
    first, second = built(text).cases
    assert [fact.by for fact in first.facts if isinstance(fact, Cooperation)] == [None]
    assert [fact.by for fact in second.facts if isinstance(fact, Cooperation)] == [second.facts[0].id]


def test_a_detention_is_of_the_person_of_its_row():
    (case,) = built("person.name\tdetention.held\tdetention.since\nAmal\tyes\t2024").cases
    (held,) = (fact for fact in case.facts if isinstance(fact, Detention))
    assert (held.person, held.held, held.since.text) == (case.facts[0].id, True, "2024")


@pytest.mark.parametrize(
    ("heading", "cell", "sentence"),
    [
        ("event.state_responsible", "Atlantis", "Row 2: “event.state_responsible” (column B): “Atlantis” is no State that is known here."),
        ("act.date", "3/5/2024", "Row 2: “act.date” (column B): “3/5/2024” can mean 2024-05-03 or 2024-03-05."),
        ("act.date", "soon", "Row 2: “act.date” (column B): “soon” is not a date that can be read."),
        ("person.sex", "f", "Row 2: “person.sex” (column B): “f” is not known here. Known are: female, male, other"),
        ("detention.held", "perhaps", "Row 2: “detention.held” (column B): “perhaps” is neither yes nor no."),
        ("person.name", "x" * 301, "300"),
        ("act.date", "2024-05", "is needed"),
        ("task.due", "2024-05", "is not a day"),
    ],
)  # fmt: skip
def test_each_fault_is_one_sentence_with_row_column_and_what_is_accepted(heading: str, cell: str, sentence: str):
    base = "person.organisation" if heading == "person.name" else "person.name"
    (said,) = sentences(f"{base}\t{heading}\nAmal\t{cell}")
    assert sentence in said


def test_a_row_of_a_case_that_is_at_fault_keeps_its_others_out_and_says_so():
    outcome = built("case\tperson.name\tact.code\n7\tAmal\tthreats\n7\tAmal\tno such\n8\tNoor\tthreats")
    assert [case.rows[0].number for case in outcome.cases] == [4]
    assert [(fault.row.number, fault.code) for fault in outcome.faults] == [(2, "with-another"), (3, "unknown-code")]
    assert [row.number for row in outcome.bad_rows] == [2, 3]


def test_rows_that_contradict_each_other_name_the_first():
    (_, said) = sentences("case\tperson.name\tevent.place\n7\tAmal\tHarbour\n7\tAmal\tSquare")
    assert said.startswith("Row 3: “event.place” (column C)") and "row 2" in said


def test_a_row_with_more_cells_than_headings_is_not_taken():
    """A sign too many moves every cell behind it into another field."""
    (said,) = sentences("person.name\tevent.place\nAmal\tHarbour\tmoved")
    assert said.startswith("Row 2: it has 3 cells")


def test_day_and_month_are_told_apart_where_somebody_said_how():
    for order, day in (("day-first", "2024-05-03"), ("month-first", "2024-03-05")):
        (case,) = built("act.code\tact.date\nthreats\t3/5/2024 14:30", Manner(order)).cases
        assert case.facts[0].date.text == day
    assert built("act.code\tact.date\nthreats\t3/25/2024", Manner("day-first")).faults[0].code == "not-a-date"


def test_a_word_that_no_list_knows_can_be_told_once_for_all_rows():
    told = Manner(words={f"act:{fold('Arbitrary Arrest')}": "arrest-detention"})
    outcome = built("person.name\tact.code\nAmal\tarbitrary arrest\nNoor\tArbitrary-arrest", told)
    assert [case.facts[1].code for case in outcome.cases] == ["arrest-detention"] * 2


@pytest.mark.parametrize("cell", ["Female", "أنثى", "женщина", "femme", "mujer", "女"])
def test_codes_are_known_by_their_words_in_six_languages(cell: str):
    outcome = built(f"person.name\tperson.sex\nAmal\t{cell}")
    assert [fault.code for fault in outcome.faults] in ([], ["unknown-code"])


def test_codes_of_huridocs_are_known():
    (case,) = built("person.name\tperson.counting_unit\nAmal\t010000000000").cases
    assert case.facts[0].counting_unit == "individual"


# Headings


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        (["person.name (0903)", "act.code (2109)", "act2.code", "case", "no.such"], ["person.name", "act.code", "act2.code", "case", ""]),
        (["0903", "Sex (0915)", "2111_1", "0111"], ["person.name", "person.sex", "", "event.territory"]),
        (["person_name", "Type of Act", "physical_consequences"], ["person.name", "act.code", "act.physical_consequences"]),
        (["Title", "Country", "Types of reprisals", "UN body engaged with"],
         ["event.title", "event.state_responsible", "act.code", "cooperation.body"]),
        (["الاسم", "Дата", "País", "性别", "métier"],
         ["person.name", "act.date", "event.state_responsible", "person.sex", "person.occupation"]),
        (["Name", "Full name", "Notes", "Remarks"], ["person.name", "", "case.note", "case.note"]),
        (["Which State is responsible?", "2024"], ["event.state_responsible", ""]),
    ],
)  # fmt: skip
def test_columns_are_known_by_their_headings(headings: list[str], expected: list[str]):
    assert list(suggested(headings)) == expected


def test_what_she_chose_before_comes_first():
    assert suggested(["Name", "Odd"], {"name": "", "odd": "act.place"}) == ("", "act.place")


def test_every_target_can_be_spelled_read_and_said():
    for slot in targets.SLOTS:
        for field in targets.fields_of(slot):
            one = targets.Target(slot, field)
            assert targets.read(one.heading) == one.name and targets.of(one.name) == one
            for lang in LANGUAGES:
                assert label(one.name, lang)
    assert targets.Target("person", "name").heading == "person.name (0903)"
    assert targets.Target("act", "date", 2).heading == "act2.date (2111)"


def test_every_number_of_huridocs_that_our_fields_have_leads_to_its_field():
    known = targets.by_number()
    for slot, (kind, _) in targets.SLOTS.items():
        for field, number in huridocs(kind).items():
            if field in targets.fields_of(slot):
                assert known[number].field == field


def test_the_headings_that_are_known_beforehand_lead_to_fields_that_exist():
    import tomllib

    from alongside.desk.cases.importing.suggesting import HEADINGS

    for known in tomllib.loads(HEADINGS.read_text("utf-8")).values():
        for heading, target in known.items():
            assert fold(heading) == heading, heading
            assert target in (targets.CASE, targets.NOTE) or targets.read(target) == target, target


@given(st.lists(st.lists(st.text(max_size=6), min_size=1, max_size=6), max_size=6), st.data())
def test_any_cells_are_cases_or_sentences_and_no_row_is_lost(rows: list[list[str]], data: st.DataObject):
    names = [
        *(targets.Target(slot, field).name for slot in targets.SLOTS for field in targets.fields_of(slot)),
        "case",
        "case.note",
        "",
    ]
    columns = tuple(data.draw(st.lists(st.sampled_from(names), min_size=4, max_size=4)))
    from alongside.desk.cases.importing.tables import Row, Table

    numbered = tuple(Row(number, tuple(cells)) for number, cells in enumerate(rows, 5))
    table = Table(("a", "b", "c", ""), numbered)
    outcome = build(table, Choice(columns))
    good = [row.number for case in outcome.cases for row in case.rows]
    bad = [row.number for row in outcome.bad_rows]
    assert sorted(good + bad) == [row.number for row in numbered]
    for fault in outcome.faults:
        assert str(fault.row.number) in saying.sentence(fault, table, "ar")


def test_a_row_that_tells_of_a_detention_and_names_nobody_needs_a_name():
    from alongside.desk.cases.importing.tables import Row, Table

    table = Table(("held", "who"), (Row(2, ("yes", "")),))
    outcome = build(table, Choice(("detention.held", "person.name")))
    assert [fault.code for fault in outcome.faults] == ["needs"]
    assert saying.sentence(outcome.faults[0], table, "en").startswith("Row 2")
