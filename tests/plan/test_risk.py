"""The risk self-assessment: named rules, then what must hold for every set of answers, then its words."""

import tomllib
from collections.abc import Mapping
from importlib import resources
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.plan import risk

CODES = (*risk.THREATS, *risk.VULNERABILITIES, *risk.CAPACITIES)
CALM = dict.fromkeys((*risk.THREATS, *risk.VULNERABILITIES), "no") | dict.fromkeys(risk.CAPACITIES, "yes")
CALM["threshold"] = "high"

Answers = dict[str, str]
any_answers: st.SearchStrategy[Answers] = st.fixed_dictionaries(
    {},
    optional={code: st.sampled_from(risk.ANSWERS) for code in CODES} | {"threshold": st.sampled_from(risk.THRESHOLDS)},
)
#: Mostly calm, so that the rules below "acute" are reached as often as the loud ones.
near_calm: st.SearchStrategy[Answers] = st.dictionaries(st.sampled_from(CODES), st.sampled_from(risk.ANSWERS), max_size=6).map(
    lambda some: CALM | some
)
answers_of_all_kinds = st.one_of(any_answers, near_calm)


def calm_but(**changes: str) -> Answers:
    return CALM | {code.replace("_", "-"): given_ for code, given_ in changes.items()}


def rank(answers: Mapping[str, str]) -> int:
    return risk.LEVELS.index(risk.assess(answers).level)


# --- single rules


def test_all_threats_denied_is_low_and_says_only_that_no_threat_was_seen() -> None:
    assert risk.assess(CALM) == risk.Assessment("low", ("no-threat-seen",), ("reassess-on",), (), ())


def test_an_empty_form_is_not_low_and_offers_to_ask_first_and_to_stand_back() -> None:
    found = risk.assess({})
    assert found.level == "moderate"
    assert found.reasons == ("unknown-threat", "no-threat-seen", "above-threshold", "threshold-unknown")
    assert found.advice == ("stand-back", "tell-someone", "do-not-go-alone", "ask-first", "reassess-on")
    assert found.to_ask == (*CODES, "threshold")


def test_an_attack_happening_now_is_acute_whatever_she_can_do() -> None:
    found = risk.assess(calm_but(happening_now="yes"))
    assert found.level == "acute"
    assert found.advice == ("get-help-now", "stand-back", "tell-someone", "reduce-exposure", "reassess-on")


@pytest.mark.parametrize("code", ["direct-threat", "family-threatened"])
def test_a_clear_threat_is_high_and_no_capacity_is_offered_as_its_answer(code: str) -> None:
    found = risk.assess(CALM | {code: "yes", "exhausted": "yes", "rest-and-support": "no"})
    assert found.level == "high"
    assert found.reasons == ("clear-threat", "open-weak-point", "capacity-too-slow")
    assert found.advice == ("get-help-now", "tell-someone", "reduce-exposure", "reassess-on")


def test_a_clear_threat_by_someone_able_is_acute() -> None:
    found = risk.assess(calm_but(direct_threat="yes", actor_able="yes"))
    assert found.level == "acute"
    assert "worse-reading" not in found.reasons


def test_a_clear_threat_by_someone_perhaps_able_is_planned_for_as_acute() -> None:
    found = risk.assess(calm_but(direct_threat="yes", actor_able="unknown"))
    assert found.level == "acute"
    assert "worse-reading" in found.reasons


def test_a_clear_threat_that_grows_is_acute_even_if_they_seem_unable() -> None:
    found = risk.assess(calm_but(direct_threat="yes", threat_growing="yes"))
    assert found.level == "acute"
    assert "danger-growing" in found.reasons


@pytest.mark.parametrize("code", ["incidents", "legal-step", "smear"])
def test_a_sign_without_a_threat_is_moderate(code: str) -> None:
    assert risk.assess(CALM | {code: "yes"}).level == "moderate"


def test_a_sign_that_grows_is_high_and_help_is_due_now() -> None:
    found = risk.assess(calm_but(incidents="yes", threat_growing="yes"))
    assert found.level == "high"
    assert found.advice[0] == "get-help-now"


@pytest.mark.parametrize("code", ["actor-able", "threat-growing"])
def test_power_or_growth_without_any_danger_to_grow_is_low(code: str) -> None:
    assert risk.assess(CALM | {code: "yes"}).level == "low"


@pytest.mark.parametrize(("vulnerability", "capacity"), risk.PAIRS.items())
def test_a_sign_that_meets_an_open_weak_point_is_high_and_its_own_capacity_closes_it(vulnerability: str, capacity: str) -> None:
    open_point = CALM | {"smear": "yes", vulnerability: "yes", capacity: "no"}
    found = risk.assess(open_point)
    assert found.level == "high"
    assert found.weak_points == (vulnerability,)
    assert {"reduce-exposure", "build-capacity"} <= set(found.advice)
    assert risk.assess(open_point | {capacity: "unknown"}).level == "high"
    assert risk.assess(open_point | {capacity: "yes"}).level == "moderate"


def test_a_weak_point_without_any_threat_is_low_and_worth_building_on() -> None:
    found = risk.assess(calm_but(alone="yes", check_ins="no"))
    assert found.level == "low"
    assert found.advice == ("tell-someone", "build-capacity", "reassess-on")


@pytest.mark.parametrize(("threat", "exposure"), [("others-attacked", "publicly-linked"), ("dangerous-place", "within-reach")])
def test_a_threat_she_is_not_exposed_to_is_not_her_risk(threat: str, exposure: str) -> None:
    found = risk.assess(CALM | {threat: "yes", exposure: "no"})
    assert found.level == "low"
    assert found.reasons == ("not-exposed", "no-threat-seen")
    assert risk.assess(CALM | {threat: "yes", exposure: "unknown"}).level == "moderate"
    assert risk.assess(CALM | {threat: "yes", exposure: "yes"}).level == "moderate"
    assert risk.assess(CALM | {threat: "unknown", exposure: "no"}).level == "low"
    assert risk.assess(CALM | {threat: "unknown", exposure: "yes"}).level == "moderate"


@pytest.mark.parametrize("code", ["happening-now", "direct-threat", "family-threatened", "incidents", "legal-step", "smear"])
def test_one_unknown_threat_is_enough_not_to_be_low(code: str) -> None:
    found = risk.assess(CALM | {code: "unknown"})
    assert found.level == "moderate"
    assert found.to_ask == (code,)
    assert "ask-first" in found.advice


@pytest.mark.parametrize(
    ("threshold", "offered"), [("low", True), ("some", False), ("high", False), ("unknown", True), ("brave", True)]
)
def test_standing_back_is_offered_by_her_own_threshold(threshold: str, offered: bool) -> None:
    found = risk.assess(calm_but(smear="yes", threshold=threshold))
    assert found.level == "moderate"
    assert ("stand-back" in found.advice) is offered


def test_an_answer_that_cannot_be_read_counts_as_unknown() -> None:
    assert risk.answer({"smear": "perhaps"}, "smear") == "unknown"
    assert risk.threshold({"threshold": "42"}) == "unknown"
    assert risk.assess(calm_but(smear="")) == risk.assess(calm_but(smear="unknown"))


def test_fields_of_other_forms_change_nothing() -> None:
    assert risk.assess(CALM | {"language": "ar"}) == risk.assess(CALM)


def test_no_code_stands_for_two_things() -> None:
    assert len(set(CODES)) == len(CODES)
    for codes in (risk.THREATS, risk.VULNERABILITIES, risk.CAPACITIES):
        assert 8 <= len(codes) <= 10


# --- what holds for every set of answers


@given(answers_of_all_kinds, st.sampled_from(risk.THREATS))
def test_adding_a_threat_never_lowers_the_level(answers: Answers, threat: str) -> None:
    assert rank(answers | {threat: "yes"}) >= rank(answers)


@given(answers_of_all_kinds, st.sampled_from(risk.VULNERABILITIES))
def test_adding_a_vulnerability_never_lowers_the_level(answers: Answers, vulnerability: str) -> None:
    assert rank(answers | {vulnerability: "yes"}) >= rank(answers)


@given(answers_of_all_kinds, st.sampled_from(risk.CAPACITIES))
def test_adding_a_capacity_never_raises_the_level(answers: Answers, capacity: str) -> None:
    assert rank(answers | {capacity: "yes"}) <= rank(answers)


@given(answers_of_all_kinds, st.sampled_from((*risk.THREATS, *risk.VULNERABILITIES)))
def test_turning_a_no_into_unknown_never_lowers_the_level(answers: Answers, code: str) -> None:
    assert rank(answers | {code: "unknown"}) >= rank(answers | {code: "no"})


@given(answers_of_all_kinds, st.sampled_from(risk.CAPACITIES))
def test_an_unknown_capacity_is_never_relied_on(answers: Answers, capacity: str) -> None:
    assert rank(answers | {capacity: "unknown"}) == rank(answers | {capacity: "no"})


@given(answers_of_all_kinds)
def test_a_level_above_her_threshold_always_includes_standing_back(answers: Answers) -> None:
    bears = {"low": "low", "some": "moderate", "high": "high"}.get(answers.get("threshold", "unknown"), "low")
    found = risk.assess(answers)
    above = risk.LEVELS.index(found.level) > ("low", "moderate", "high", "acute").index(bears)
    assert ("stand-back" in found.advice) == above == ("above-threshold" in found.reasons)


@given(answers_of_all_kinds)
def test_an_acute_danger_always_offers_help_now_and_standing_back(answers: Answers) -> None:
    found = risk.assess(answers)
    if found.level == "acute":
        assert {"get-help-now", "stand-back", "tell-someone", "reduce-exposure"} <= set(found.advice)
        assert "build-capacity" not in found.advice


@given(answers_of_all_kinds)
def test_every_result_gives_a_reason_known_codes_in_order_and_a_date_to_look_again(answers: Answers) -> None:
    found = risk.assess(answers)
    assert found.reasons
    assert found.reasons == tuple(code for code in risk.REASONS if code in found.reasons)
    assert found.advice == tuple(code for code in risk.ADVICE if code in found.advice)
    assert found.advice[-1] == "reassess-on"
    assert ("ask-first" in found.advice) == bool(found.to_ask)


@given(answers_of_all_kinds)
def test_the_threshold_changes_the_advice_but_never_the_level(answers: Answers) -> None:
    assert len({risk.assess(answers | {"threshold": t}).level for t in risk.THRESHOLDS}) == 1


# --- the words


@pytest.fixture(scope="module")
def words() -> dict[str, Any]:
    page = resources.files("alongside") / "desk" / "guide" / "pages" / "en" / "risk.toml"
    return tomllib.loads(page.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("table", "codes"),
    [
        ("threats", risk.THREATS), ("vulnerabilities", risk.VULNERABILITIES), ("capacities", risk.CAPACITIES),
        ("threshold", risk.THRESHOLDS), ("levels", risk.LEVELS), ("reasons", risk.REASONS), ("advice", risk.ADVICE),
    ],
)  # fmt: skip
def test_every_code_has_its_english_words_and_no_word_lacks_a_code(
    words: dict[str, Any], table: str, codes: tuple[str, ...]
) -> None:
    assert set(words[table]) == set(codes)
    assert all(isinstance(text, str) and text.strip() for text in words[table].values())


def test_every_question_ends_as_one(words: dict[str, Any]) -> None:
    for table in ("threats", "vulnerabilities", "capacities"):
        assert all(question.endswith("?") for question in words[table].values())
    assert words["threshold_question"].endswith("?")


def test_the_page_has_title_lead_and_sources(words: dict[str, Any]) -> None:
    assert words["title"] and words["lead"]
    assert all(set(source) == {"title", "url"} for source in words["sources"])
