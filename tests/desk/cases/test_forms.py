"""The form of a record: every field of every kind stands on it once, has words, and comes back as it was unless somebody changed it."""

from collections.abc import Iterable
from typing import Any

import pytest
from django.template.loader import render_to_string
from hypothesis import HealthCheck, given, settings

from alongside.desk.cases import words
from alongside.desk.cases.forms import answers, base, dates, layout, showing
from alongside.desk.cases.forms.answers import Around
from alongside.desk.cases.forms.factform import FactForm
from alongside.desk.cases.forms.naming import name_of
from alongside.directory.vocabulary import ACTS
from alongside.facts import fields
from alongside.facts.fact import Fact
from alongside.facts.fields import Table, declared
from alongside.facts.plain import KINDS, from_plain
from alongside.facts.when import When
from alongside.plan import risk
from tests.desk.cases.browsing import Form, sent
from tests.facts.making import facts

CALM = settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
TABLES: list[type[Table]] = [*KINDS.values(), *words.ROWS]
ALICE, BOB, OTHER, ACT = "a" * 32, "b" * 32, "c" * 32, "d" * 32
CAROL = "e" * 32


def fact(kind: str, id_: str = ACT, **told: Any) -> Fact:
    return from_plain({"format": 1, "kind": kind, "id": id_, "revision": 1} | told)


def person(id_: str, name: str) -> Fact:
    return fact("person", id_, names=[{"text": name}])


def around(*known: Fact) -> Around:
    return Around({one.id: one for one in known}, "en", {CAROL: "Carol"})


CASE = around(person(ALICE, "Alice"), person(BOB, "Bob"))


def page(form: FactForm) -> str:
    return render_to_string("cases/forms/groups.html", {"form": form, "lang": "en"})


def filled(
    kind: str, base_fact: Fact | None = None, where: Around = CASE, **boxes: str | list[str]
) -> tuple[Fact | None, dict[str, str]]:
    """The record that a form makes after somebody filled these boxes; two underscores stand for a dot."""
    form = FactForm(KINDS[kind], base_fact, where, ACT)
    return form.read(Form(page(form)).post({name.replace("__", "."): value for name, value in boxes.items()}))


def made(kind: str, base_fact: Fact | None = None, where: Around = CASE, **boxes: str | list[str]) -> Any:
    found, faults = filled(kind, base_fact, where, **boxes)
    assert not faults
    return found


def fault(box: str, kind: str, where: Around = CASE, **boxes: str | list[str]) -> str:
    found, faults = filled(kind, None, where, **boxes)
    assert found is None
    return faults[box]


# Layout and words


@pytest.mark.parametrize("table", TABLES, ids=words.table_name)
def test_every_field_stands_in_the_layout_exactly_once(table: type[Table]) -> None:
    placed = [name for group in layout.groups(table).values() for name in group]
    assert sorted(placed) == sorted(set(declared(table)) - {"id", "revision"})
    assert (layout.fixed(table) | layout.kept(table)) <= set(placed)


@pytest.mark.parametrize("table", TABLES, ids=words.table_name)
def test_every_field_group_and_kind_has_words(table: type[Table]) -> None:
    name = words.table_name(table)
    assert words.kind(name, "en")
    for group, members in layout.groups(table).items():
        assert group == layout.FIRST or f"group.{group}" in words.cases("en")
        assert all(words.field(name, member, "en") for member in members)


def kinds_of_values(table: type[Table]) -> Iterable[Any]:
    for one in declared(table).values():
        kind = one.metadata["kind"]
        yield kind.kind if isinstance(kind, fields.Many) else kind


@pytest.mark.parametrize("table", TABLES, ids=words.table_name)
def test_every_code_of_every_field_has_words(table: type[Table]) -> None:
    own, plan = words.cases("en"), words.catalogue.read(words.PLAN_TEXTS, "en")
    for kind in kinds_of_values(table):
        if isinstance(kind, fields.Code):
            family = layout.family(kind)
            assert [code for code in kind.accepted if f"code.{family}.{code}" not in own and f"{family}.{code}" not in plan] == []


def test_every_question_of_the_risk_assessment_has_words() -> None:
    codes = {*risk.THREATS, *risk.VULNERABILITIES, *risk.CAPACITIES}
    assert {key.removeprefix("code.risk.") for key in words.cases("en").keys() if key.startswith("code.risk.")} == codes  # noqa: SIM118
    assert all(f"code.risk_reason.{code}" in words.cases("en") for code in risk.REASONS)


def test_every_act_stands_under_one_heading() -> None:
    headed = [code for codes in layout.headings("act").values() for code in codes]
    assert sorted(headed) == sorted(ACTS)
    assert all(f"heading.{name}" in words.cases("en") for name in layout.headings("act"))


def test_the_catalogue_has_no_words_for_fields_that_no_kind_has() -> None:
    known = {
        f"{part}.{words.table_name(table)}.{name}"
        for table in TABLES
        for name in declared(table)
        for part in ("field", "hint", "none")
    }
    known |= {f"{part}.fact.{name}" for name in words.SHARED for part in ("field", "hint")}
    written = {key for key in words.cases("en").keys() if key.startswith(("field.", "hint.", "none."))}  # noqa: SIM118
    assert written <= known


@pytest.mark.parametrize("kind", KINDS)
def test_every_link_leads_to_a_kind_that_exists(kind: str) -> None:
    for name, one in declared(KINDS[kind]).items():
        inner = one.metadata["kind"]
        if name != "id" and fields.ID in (inner, getattr(inner, "kind", None)):
            assert set(layout.links(KINDS[kind], name)) <= {*KINDS, "member"}


@pytest.mark.parametrize("kind", KINDS)
def test_the_empty_form_of_every_kind_can_be_drawn(kind: str) -> None:
    text = page(FactForm(KINDS[kind], None, CASE, ACT))
    assert "{" not in text and ACT not in text


# What nobody touched


@given(facts)
@CALM
def test_a_form_posted_back_untouched_gives_the_same_record(one: Fact) -> None:
    form = FactForm(type(one), one, CASE)
    assert form.read(sent(page(form))) == (one, {})


@given(facts)
@CALM
def test_every_record_has_a_name_that_is_no_id(one: Fact) -> None:
    name = name_of(one, {one.id: one}, "en")
    assert name and one.id not in name


@given(facts)
@CALM
def test_whatever_a_field_holds_can_be_shown_in_words(one: Fact) -> None:
    from alongside.facts.fields import plain_table

    for name, value in plain_table(one).items():
        assert all(isinstance(line, str) for line in showing.lines(type(one), name, value, CASE))


@given(facts)
@CALM
def test_the_record_that_a_page_carries_is_the_one_it_was_made_from(one: Fact) -> None:
    assert base.unpacked(base.packed(one), one.id, one.KIND) == one
    assert base.unpacked(base.packed(one), "f" * 32, one.KIND) is None
    assert base.unpacked(base.packed(one), one.id, "nothing") is None


@pytest.mark.parametrize(
    "word", ["", "x", "é", "eJw=", "AAAA", base.base64.urlsafe_b64encode(base.zlib.compress(b" " * 2**23)).decode()]
)
def test_what_is_no_packed_record_is_none(word: str) -> None:
    assert base.unpacked(word, ACT, "act") is None


def test_a_changed_field_leaves_all_others_and_what_later_versions_wrote() -> None:
    before = fact(
        "act", code="travel-ban", victims=[BOB, ALICE], later={"x": 1}, place=" by the sea\n", date="2024-05~", revision=7
    )
    after = made("act", before, description="They came at night.")
    assert after == from_plain(base.to_plain(before) | {"description": "They came at night."})
    assert after.revision == 7


def test_a_field_that_was_not_on_the_page_is_not_emptied() -> None:
    before = fact("act", code="travel-ban", victims=[ALICE], place="Harbour")
    assert FactForm(KINDS["act"], before, CASE).read({"description": ["More."]})[0] == from_plain(
        base.to_plain(before) | {"description": "More."}
    )


# Answers


def test_i_do_not_know_is_untold_and_no_is_told() -> None:
    assert made("detention", person=ALICE, held="no").held is False
    assert made("detention", person=ALICE, held="").held is None
    before = fact("detention", person=ALICE, held=True)
    assert made("detention", before, held="").held is None


def test_none_of_these_is_another_answer_than_nothing_ticked() -> None:
    assert made("event", needs=["", answers.NOBODY]).needs == ()
    assert made("event", needs=[""]).needs is None
    assert made("act", code="threats", victims=["", answers.NOBODY]).victims == ()
    assert "together with others" in fault("needs", "event", needs=["", answers.NOBODY, "visa"])


def test_people_without_a_nationality_are_told_from_those_nobody_asked() -> None:
    assert made("person", nationality=[answers.NOBODY]).nationality == ()
    assert made("person", nationality=["", ""]).nationality is None
    assert made("person", nationality=["EGY", "", "CHE", "EGY"]).nationality == ("EGY", "CHE")


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_what_is_needed_and_missing_is_said_beside_its_field(kind: str) -> None:
    form = FactForm(KINDS[kind], None, CASE, ACT)
    found, faults = form.read({})
    needed = {name for name, widget in form.widgets.items() if widget.words.needed}
    assert needed - layout.kept(KINDS[kind]) == set(faults) - {""}
    assert (found is None) == bool(faults)
    assert all(question.fault in page(form) for question in form.questions if question.fault)


def test_rows_are_added_changed_and_taken_away() -> None:
    before = fact("person", names=[{"text": "Amal", "mood": 1}, {"text": "Alias"}])
    more = made(
        "person", before, names__1__kind="legal", names__3__text="Amal bint X", names__3__transliterations=["Амаль", "", " "]
    )
    assert base.to_plain(more)["names"] == [
        {"text": "Amal", "kind": "legal", "mood": 1},
        {"text": "Alias"},
        {"text": "Amal bint X", "transliterations": ["Амаль"]},
    ]
    assert base.to_plain(made("person", before, names__1__take="1"))["names"] == [{"text": "Alias"}]
    assert base.to_plain(made("person", before, names__2__text=""))["names"] == [{"text": "Amal", "mood": 1}]


def test_a_fault_in_a_row_stands_at_its_own_box_even_after_empty_rows() -> None:
    form = FactForm(KINDS["detention"], None, CASE, ACT)
    boxes = {"person": ["a" * 32], "court_dates.1.court": [""], "court_dates.4.court": ["Cairo"], "court_dates.5.date": ["soon"]}
    found, faults = form.read(boxes)
    assert found is None and set(faults) == {"court_dates.4.date", "court_dates.5.date"}
    assert 'value="soon"' in page(form) and 'value="Cairo"' in page(form)
    assert [target for target, _ in form.problems] == ["court_dates.4.date", "court_dates.5.date"]


def test_another_row_loses_nothing_that_was_typed() -> None:
    form = FactForm(KINDS["person"], None, CASE, ACT)
    post = Form(page(form)).post({"names.1.text": "Амаль", "health": "Insulin"})
    form.more(post, "names")
    again = sent(page(form))
    assert again == post | {"names.2.text": [""], "names.2.transliterations": [""], "names.2.kind": [""]}
    form.more(again, "names.1.transliterations")
    assert sent(page(form)) == again | {"names.1.transliterations": ["", ""]}


def test_ticks_that_were_not_answered_stay_unasked() -> None:
    before = fact("risk-assessment", person=ALICE, date="2026-11-22", ticks={"later-question": "yes", "smear": "no"})
    after = made("risk-assessment", before, ticks__alone="unknown")
    assert dict(after.ticks) == {"later-question": "yes", "smear": "no", "alone": "unknown"}


def test_a_consent_that_exists_can_be_checked_but_never_rewritten() -> None:
    told = {"person": ALICE, "recipient": "class:ngo", "purpose": "send", "answer": "refused", "date": "2026-11-01"}
    before = fact("consent", **told)
    form = FactForm(KINDS["consent"], before, CASE)
    text = page(form)
    assert not {"answer", "recipient", "purpose", "person"} & set(sent(text))
    after = form.read(sent(text) | {"answer": ["agreed"], "person": [BOB], "verified": ["yes"], "verified_by": [CAROL]})[0]
    assert base.to_plain(after) == base.to_plain(before) | {"verified": True, "verified_by": CAROL}  # type: ignore[arg-type]
    assert ("What did they say?", ["Refused"]) in form.told_once


def test_a_name_in_another_direction_does_not_move_what_follows_it() -> None:
    her = person(ALICE, "أمل")
    named = name_of(fact("act", code="threats", victims=[ALICE], date="2024-05~"), {ALICE: her}, "en")
    assert named == "Threats, \u2068أمل\u2069, about May 2024"


# Bad input


def test_a_record_of_another_case_is_refused_with_a_sentence_and_without_its_id() -> None:
    for boxes in ({"victims": ["", OTHER]}, {"event": OTHER}, {"victims": ["", ALICE, OTHER]}):
        form = FactForm(KINDS["act"], None, CASE, ACT)
        found, faults = form.read(Form(page(form)).post({"code": "threats", **boxes}))
        assert found is None and "not in this case" in next(iter(faults.values()))
        assert OTHER not in page(form)


def test_a_record_of_another_kind_is_no_person() -> None:
    where = around(person(ALICE, "Alice"), fact("act", OTHER, code="threats"))
    assert "not in this case" in fault("victims", "act", where, code="threats", victims=["", OTHER])


def test_what_a_record_points_to_and_the_case_has_lost_stays() -> None:
    before = fact("act", code="threats", victims=[OTHER, ALICE])
    assert made("act", before, place="Port").victims == (OTHER, ALICE)
    text = page(FactForm(KINDS["act"], before, CASE))
    assert "a record that is no longer here" in text and f">{OTHER}<" not in text
    assert made("act", before, victims=["", ALICE]).victims == (ALICE,)


@pytest.mark.parametrize(
    ("kind", "box", "typed"),
    [
        ("act", "code", "<script>"), ("act", "country", "Atlantis"), ("act", "date", "last spring"), ("act", "continuing", "maybe"),
        ("act", "aimed_at", "everybody"), ("act", "place", "x" * 301), ("task", "due", "2024-05"), ("person", "nationality", "XX"),
        ("consent", "recipient", "the UN"), ("measure", "against", "dragons"), ("intervention", "mechanism", "no-such-body"),
        ("risk-assessment", "ticks.smear", "perhaps"), ("act", "code", ACT),
    ],
)  # fmt: skip
def test_bad_input_gets_one_sentence_and_is_never_an_error(kind: str, box: str, typed: str) -> None:
    form = FactForm(KINDS[kind], None, CASE, ACT)
    found, faults = form.read(Form(page(form)).post({box: typed}))
    name = box.partition(".")[0]
    assert found is None and words.field(kind, name, "en") in faults[name]
    assert "<script>" not in page(form)


def test_control_characters_and_half_characters_are_dropped_not_refused() -> None:
    assert made("note", text="A\x00B\x1b\ud800C\r\nD").text == "ABC\nD"


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</textarea><svg onload=alert(1)>", "</option><b>"]
)
def test_names_and_prose_are_escaped_wherever_they_stand(text: str) -> None:
    her = fact("person", ALICE, names=[{"text": text, "transliterations": [text]}], health=text, occupation=text)
    where = Around({her.id: her}, "en", {CAROL: text})
    for one in (
        her,
        fact("act", code="threats", victims=[ALICE], place=text),
        fact("task", what=text, owner=CAROL, about=[ALICE]),
    ):
        drawn = page(FactForm(type(one), one, where))
        assert text not in drawn
        assert form_of(drawn, one, where)


def form_of(drawn: str, one: Fact, where: Around) -> bool:
    """Whether the escaped page still says what the record holds."""
    return FactForm(type(one), one, where).read(sent(drawn)) == (one, {})


# Dates


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("2024", "2024"), ("2024-05", "2024-05"), ("2024-05-03", "2024-05-03"), ("2024-05~", "2024-05~"), ("xxxx", "XXXX"),
        ("2024-05/2024-06", "2024-05/2024-06"), ("3.5.2024", "2024-05-03"), ("2024/5/3", "2024-05-03"), ("13/5/2024", "2024-05-13"),
        ("5/13/2024", "2024-05-13"), ("4/4/2024", "2024-04-04"), ("3 May 2024", "2024-05-03"), ("May 3rd, 2024", "2024-05-03"),
        ("May 2024", "2024-05"), ("3 mai 2024", "2024-05-03"), ("3 de mayo de 2024", "2024-05-03"), ("3 мая 2024 г.", "2024-05-03"),
        ("٢٠٢٤", "2024"), ("٣ مايو ٢٠٢٤", "2024-05-03"), ("٣ أيار ٢٠٢٤", "2024-05-03"), ("2024年5月3日", "2024-05-03"),
        ("about May 2024", "2024-05~"), ("c. 2024", "2024~"), ("~ 2024-05", "2024-05~"), ("حوالي ٢٠٢٤", "2024~"),
        ("3 May 2024 – 5 May 2024", "2024-05-03/2024-05-05"), ("2023 - 2024", "2023/2024"), (" 2024 ", "2024"), ("5/2024", "2024-05"),
        ("كانون الثاني ٢٠٢٤", "2024-01"), ("2024-05 / 2024-06", "2024-05/2024-06"),
    ],
)  # fmt: skip
def test_dates_are_read_as_people_write_them(typed: str, read: str) -> None:
    assert dates.read(typed) == read == When(read).text


@pytest.mark.parametrize("typed", ["3/5/2024", "3-5-2024", "05/03/2024", "3/5/2024 - 4/5/2024"])
def test_a_day_that_reads_in_two_ways_is_asked_again(typed: str) -> None:
    with pytest.raises(dates.Ambiguous):
        dates.read(typed)
    said = fault("date", "act", code="threats", date=typed)
    assert "3 May 2024" in said and "5 March 2024" in said


NO_DATES = ("", "yesterday", "24", "May", "3.5.24", "31.2.2024", "2024-13", "1403-02-14", "2024-06/2024-05", "2024-05-03 or so",
            "May June 2024", "9" * 300, "²⁰²⁴", "2024~/2025", "~")  # fmt: skip


@pytest.mark.parametrize("typed", NO_DATES)
def test_what_is_no_date_is_never_guessed(typed: str) -> None:
    with pytest.raises(ValueError):
        dates.read(typed)


@given(facts)
@CALM
def test_no_date_of_a_record_reads_as_another(one: Fact) -> None:
    for value in (getattr(one, name) for name in declared(type(one))):
        if isinstance(value, When):
            assert dates.read(value.text) == value.text
