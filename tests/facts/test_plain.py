"""Facts to plain tables and back: nothing lost, nothing guessed, every problem named at once."""

import ast
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import alongside.facts
from alongside.facts.events import Act, CourtDate, Detention
from alongside.facts.fact import Fact, huridocs
from alongside.facts.fields import declared
from alongside.facts.persons import Person, Relation
from alongside.facts.plain import KINDS, from_plain, to_plain
from alongside.facts.problems import MOST_PROBLEMS, BadFact
from alongside.facts.when import When
from tests.facts.making import ALICE, BOB, facts, json_values

CALM = settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
ACT: dict[str, Any] = {"format": 1, "kind": "act", "id": ALICE, "revision": 3, "code": "travel-ban"}


def wrong(**changes: Any) -> dict[str, str]:
    """The faults by field of an act with these changes; None takes a field away."""
    with pytest.raises(BadFact) as caught:
        from_plain({name: value for name, value in (ACT | changes).items() if value is not None})
    return {problem.field: problem.fault for problem in caught.value.problems}


@given(facts)
@CALM
def test_every_fact_comes_back_from_its_table_unchanged(fact: Fact) -> None:
    assert from_plain(json.loads(json.dumps(to_plain(fact)))) == fact


@given(facts)
@CALM
def test_facts_can_be_put_into_sets(fact: Fact) -> None:
    assert len({fact, from_plain(to_plain(fact))}) == 1


@given(st.one_of(json_values, st.dictionaries(st.sampled_from(["kind", "format", "id", "code", "date", "person"]), json_values)))
@CALM
def test_anything_else_is_refused_with_problems_and_never_crashes(raw: object) -> None:
    with pytest.raises(BadFact) as caught:
        from_plain(raw)
    assert caught.value.problems


@given(facts, st.data())
@CALM
def test_a_bad_value_in_any_field_is_refused_or_kept_but_never_changed(fact: Fact, data: st.DataObject) -> None:
    raw = to_plain(fact)
    raw[data.draw(st.sampled_from(sorted(raw)))] = data.draw(json_values)
    try:
        read = from_plain(raw)
    except BadFact:
        return
    again = to_plain(read)
    assert all(again[name] == value for name, value in raw.items() if name in again)


def test_fields_of_a_later_version_are_kept_also_within_rows() -> None:
    raw = {"format": 1, "kind": "detention", "id": ALICE, "revision": 1, "person": BOB, "mood": {"of": [1, None]},
           "court_dates": [{"date": "2026-12", "judge": "unknown yet"}]}  # fmt: skip
    fact = from_plain(raw)
    assert isinstance(fact, Detention)
    assert fact.court_dates == (CourtDate(date=When("2026-12"), extra={"judge": "unknown yet"}),)
    assert to_plain(fact) == raw


def test_a_kept_field_is_a_copy_that_nobody_can_change_behind_our_back() -> None:
    raw = ACT | {"later": [1]}
    fact = from_plain(raw)
    raw["later"].append(2)
    to_plain(fact)["later"].append(3)
    assert to_plain(fact)["later"] == [1]


def test_untold_is_absent_and_an_empty_answer_stays() -> None:
    act = from_plain(ACT | {"victims": [], "continuing": False, "place": "", "date": None, "until": "XXXX"})
    assert isinstance(act, Act)
    assert (act.victims, act.continuing, act.place, act.date, act.until) == ((), False, None, None, When("XXXX"))
    assert to_plain(act) == ACT | {"victims": [], "continuing": False, "until": "XXXX"}


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"format": None}, {"format": "unknown-format"}),
        ({"format": 0}, {"format": "unknown-format"}),
        ({"format": True}, {"format": "unknown-format"}),
        ({"format": 2}, {"format": "newer-format"}),
        ({"kind": "spell"}, {"kind": "unknown-code"}),
        ({"kind": ["act"]}, {"kind": "unknown-code"}),
        ({"id": "7"}, {"id": "not-an-id"}),
        ({"id": None}, {"id": "missing"}),
        ({"id": ALICE.upper().replace("0", "A")}, {"id": "not-an-id"}),
        ({"revision": None}, {"revision": "missing"}),
        ({"revision": 0}, {"revision": "not-a-number"}),
        ({"revision": True}, {"revision": "not-a-number"}),
        ({"code": None}, {"code": "missing"}),
        ({"code": ""}, {"code": "missing"}),
        ({"code": "curse"}, {"code": "unknown-code"}),
        ({"continuing": "yes"}, {"continuing": "not-true-or-false"}),
        ({"place": 7}, {"place": "not-text"}),
        ({"place": "\ud800"}, {"place": "not-text"}),
        ({"place": "a\x00b"}, {"place": "not-text"}),
        ({"place": "a" * 301}, {"place": "too-long"}),
        ({"place": "  "}, {"place": "missing"}),
        ({"date": "2021-02-30"}, {"date": "not-a-date"}),
        ({"date": 2021}, {"date": "not-a-date"}),
        ({"date": "1066"}, {"date": "not-a-date"}),
        ({"country": "Egypt"}, {"country": "unknown-state"}),
        ({"victims": BOB}, {"victims": "not-a-list"}),
        ({"victims": [BOB] * 501}, {"victims": "too-many"}),
        ({"victims": [BOB, "Bob"]}, {"victims[2]": "not-an-id"}),
        ({"date": "2021-05", "until": "2021-04"}, {"until": "before-beginning"}),
        ({"later": float("nan")}, {"later": "not-plain"}),
        ({"later": 2**70}, {"later": "not-plain"}),
        ({"later": {1: 2}}, {"later": "not-plain"}),
        ({"later": {"a": "\ud800"}}, {"later": "not-plain"}),
        ({"later": object()}, {"later": "not-plain"}),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_named_by_field_and_fault(changes: dict[str, Any], faults: dict[str, str]) -> None:
    assert wrong(**changes) == faults


def test_all_problems_come_at_once_with_what_is_accepted() -> None:
    with pytest.raises(BadFact) as caught:
        from_plain(ACT | {"code": "curse", "continuing": 1, "date": "soon"})
    assert [problem.field for problem in caught.value.problems] == ["code", "continuing", "date"]
    assert "travel-ban" in caught.value.problems[0].accepted


def test_the_message_names_fields_but_never_what_was_typed() -> None:
    with pytest.raises(BadFact) as caught:
        from_plain(ACT | {"country": "Mona Lawyer"})
    assert "Mona" not in str(caught.value) and "country" in str(caught.value)


def test_a_thousand_problems_are_answered_with_the_first_twenty() -> None:
    assert len(wrong(victims=list(range(400)))) == MOST_PROBLEMS


def test_a_number_of_thousands_of_digits_is_refused_without_spelling_it_out() -> None:
    assert wrong(revision=10**5000) == {"revision": "not-a-number"}


def test_deep_nesting_of_unknown_fields_is_refused() -> None:
    deep: Any = 1
    for _ in range(30):
        deep = [deep]
    assert wrong(later=deep) == {"later": "not-plain"}


def test_names_of_fields_that_are_no_text_are_refused() -> None:
    with pytest.raises(BadFact):
        from_plain({**ACT, 7: 1})


@pytest.mark.parametrize("name", ["ticks", "date", "reassess_on"])
def test_a_risk_assessment_refuses_what_is_no_tick_list_and_no_day(name: str) -> None:
    raw = {"format": 1, "kind": "risk-assessment", "id": ALICE, "revision": 1, "person": BOB, "date": "2026-11-22"}
    for value in (
        7,
        "2026-11",
        "2026-13-01",
        "0001-01-01",
        {"a b": "yes"},
        {"alone": "perhaps"},
        {f"a{n}": "yes" for n in range(501)},
    ):
        with pytest.raises(BadFact):
            from_plain(raw | {name: value})


def test_a_row_that_is_no_table_or_has_no_name_is_refused() -> None:
    for names, field in ((["Mona"], "names[1]"), ([{"kind": "legal"}], "names[1].text")):
        with pytest.raises(BadFact) as caught:
            from_plain({"format": 1, "kind": "person", "id": ALICE, "revision": 1, "names": names})
        assert caught.value.problems[0].field == field


@pytest.mark.parametrize(
    ("raw", "field"),
    [
        ({"kind": "person", "alive": True, "died": "2020"}, "died"),
        ({"kind": "person", "decided_by": [ALICE]}, "decided_by"),
        ({"kind": "relation", "person": BOB, "other": BOB, "type": "spouse"}, "other"),
        ({"kind": "event", "began": "2021", "ended": "2020"}, "ended"),
        ({"kind": "detention", "person": BOB, "since": "2021", "released": "2020"}, "released"),
    ],
)
def test_fields_that_contradict_each_other_are_refused(raw: dict[str, Any], field: str) -> None:
    with pytest.raises(BadFact) as caught:
        from_plain({"format": 1, "id": ALICE, "revision": 1} | raw)
    assert [problem.field for problem in caught.value.problems] == [field]


def test_every_kind_has_a_code_of_its_own() -> None:
    assert "" not in KINDS and len(KINDS) == 29


def test_huridocs_numbers_are_carried_for_export() -> None:
    assert huridocs(Act)["code"] == "2109" and huridocs(Act)["id"] == "2101" and huridocs(Act)["confidential"] == "2108"
    assert huridocs(Person)["names"] == "0903" and "roles" not in huridocs(Person)
    assert "documents" not in huridocs(Relation) and huridocs(Relation)["type"] == "2309"
    assert huridocs(KINDS["note"]) == {}


def test_no_number_of_huridocs_stands_for_two_fields_of_one_kind() -> None:
    for kind in KINDS.values():
        numbers = list(huridocs(kind).values())
        assert len(set(numbers)) == len(numbers), kind


def test_a_child_is_one_by_group_or_as_long_as_her_birth_leaves_it_open() -> None:
    assert Person(id=ALICE, revision=1, categories=("child",), born=When("1970")).may_be_child(date(2026, 1, 1))
    assert Person(id=ALICE, revision=1, born=When("2008")).may_be_child(date(2026, 11, 22))
    assert not Person(id=ALICE, revision=1, born=When("2008-11-22")).may_be_child(date(2026, 11, 22))
    assert not Person(id=ALICE, revision=1, born=When("XXXX")).may_be_child(date(2026, 11, 22))


def test_the_room_imports_only_itself_and_the_words_and_dates_of_the_directory() -> None:
    allowed = {"alongside.directory", "alongside.directory.dates", "alongside.directory.vocabulary"}
    for file in Path(alongside.facts.__path__[0]).glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            modules = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            modules += [name.name for name in node.names] if isinstance(node, ast.Import) else []
            for module in modules:
                assert not module.startswith("alongside") or module.startswith("alongside.facts") or module in allowed, file
                assert module not in ("django", "os", "sqlite3", "time", "secrets", "random"), file
            if isinstance(node, ast.ImportFrom) and node.module == "alongside.directory":
                assert {name.name for name in node.names} <= {"dates", "vocabulary"}, file


def test_no_field_has_a_name_that_the_table_itself_needs() -> None:
    for kind in KINDS.values():
        assert not kind.RESERVED & set(declared(kind)), kind
