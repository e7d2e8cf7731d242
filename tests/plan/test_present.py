"""The plan as plain tables: codes alone or sentences; the first three; what to ask next; groups of a page."""

import json
from typing import Any

import pytest

from alongside.directory.reader import load
from alongside.directory.vocabulary import LANGUAGES
from alongside.plan import present
from alongside.plan.decide import Planner
from alongside.plan.present import ask_next, first, grouped, plan_dict
from alongside.plan.reading import Problem
from tests.directory import small
from tests.plan.making import lines, plan, situation

FIELDS = {
    "mechanism", "kind", "status", "consent_state", "horizon", "reasons", "missing", "would_change", "who_files", "beneficiary",
    "discloses_to", "can_stay_unnamed", "act_before", "warnings", "conflicts_with", "as_of", "confidence", "channel",
}  # fmt: skip
IN_WORDS = {
    "name", "does", "speed", "for_whom", "discloses", "have_ready", "conditions", "outcome", "follow_up", "next_step",
    "text_lang", "dangers", "conflict_rule",
}  # fmt: skip
TOLD: dict[str, Any] = {"state_responsible": "TUN", "acts": ["arrest-detention"], "detained_now": True, "facts_date": "2026"}


def table(language: str | None = None, **told: Any) -> dict[str, Any]:
    return plan_dict(plan(**(TOLD | told)), load(), language, told=TOLD | told)


def test_codes_alone_hold_every_field_and_no_sentence() -> None:
    made = table()
    assert set(made) == {"situation", "as_of", "options", "first", "ask_next"}
    for option in made["options"]:
        assert set(option) == FIELDS
        assert all(set(reason) == {"code", "verdict", "params", "source", "instrument", "dated"} for reason in option["reasons"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_come_in_every_language_and_fall_back_to_english_marked_as_such(language: str) -> None:
    for option in table(language)["options"]:
        assert set(option) >= FIELDS | IN_WORDS
        assert option["text_lang"] in (language, "en")
        assert all(reason["text"] for reason in option["reasons"])
        assert all(asked["question"] for asked in option["missing"])
        assert all(change for change in option["would_change"])
        assert option["next_step"]


def test_every_plan_is_plain_json_and_comes_back_equal() -> None:
    for language in (None, "en"):
        made = table(language)
        assert json.loads(json.dumps(made)) == made


def test_the_situation_is_returned_unchanged() -> None:
    assert table(id="42/b")["situation"] == TOLD | {"id": "42/b"}


def test_every_reason_names_a_source() -> None:
    for option in table("en")["options"]:
        for reason in option["reasons"]:
            assert reason["source"], (option["mechanism"], reason)


def test_every_entry_that_is_not_open_says_why_what_to_ask_or_what_would_change_it() -> None:
    for option in table("en")["options"]:
        if option["status"] == "conditional":
            assert option["missing"], option["mechanism"]
        if option["status"] in ("closed", "not-advised"):
            assert option["would_change"], option["mechanism"]


def test_every_case_is_said_without_a_missing_parameter() -> None:
    """A sentence whose parameter a rule does not give ends in a KeyError: all published cases are said in English once."""
    for case in lines("cases.jsonl"):
        for option in plan_dict(plan(**case["situation"]), load(), "en")["options"]:
            for reason in option["reasons"]:
                assert "{" not in reason["text"] and "  " not in reason["text"], reason["text"]


def test_an_unconfirmed_channel_makes_the_next_step_say_check_first() -> None:
    said = {option["mechanism"]: option for option in table("en")["options"]}
    unconfirmed = [option for option in said.values() if any(one["code"] == "channel-check-first" for one in option["warnings"])]
    assert unconfirmed
    for option in unconfirmed:
        assert option["channel"] is None or option["channel"]["check_first"], option["mechanism"]
        assert "check" in option["next_step"].lower(), option["mechanism"]


# --- the first three


def few(*mechanisms: dict[str, Any], **told: Any) -> Any:
    base = {"state_responsible": "ALB", "acts": ["threats"], "as_of": "2026-11-22"}
    return Planner(small.directory(*mechanisms)).plan(situation(**(base | told)))


def ids(options: list[Any]) -> list[str]:
    return [option.mechanism.id for option in options]


def test_the_first_three_are_of_three_kinds_where_that_is_possible() -> None:
    ngos = [small.mechanism(f"a{number}") for number in range(4)]
    assert ids(first(few(*ngos, small.mechanism("b", kind="fund"), small.mechanism("c", kind="helpline")))) == ["a0", "b", "c"]
    assert ids(first(few(*ngos, small.mechanism("b", kind="fund")))) == ["a0", "a1", "b"]
    assert ids(first(few(*ngos))) == ["a0", "a1", "a2"]


def test_barred_closed_and_unverified_routes_are_never_among_the_first_three() -> None:
    made = few(
        small.mechanism("barred", needs_consent=["media"]),
        small.mechanism("closed", status="closed"),
        small.mechanism("unverified", status="unverified"),
        small.mechanism("halted", status="halted"),
        small.mechanism("good", strength=1),
        consent={"media": False},
    )
    assert ids(first(made)) == ["good"]


def test_where_nothing_is_open_there_is_no_first() -> None:
    assert first(few(small.mechanism(status="closed"))) == []


# --- what to ask next, groups of a page


def test_the_question_that_holds_back_most_routes_is_asked_first_and_never_more_than_five() -> None:
    asked = ask_next(plan())
    assert len(asked) == len(set(asked)) <= 5
    assert set(asked) <= set(present.TOLD_FACTS)
    told = ask_next(plan(un_cooperation=[], deceased=False))
    assert "un_cooperation" not in told and "deceased" not in told


def test_nothing_is_asked_where_nothing_waits() -> None:
    assert ask_next(few(small.mechanism())) == []


def test_every_entry_stands_under_one_heading() -> None:
    made = table("en")
    groups = grouped(made)
    assert list(groups) == list(present.GROUPS)
    assert sorted(option["mechanism"] for group in groups.values() for option in group) == sorted(load().mechanisms)
    assert all(option["status"] == "closed" for option in groups["closed"])
    assert all(option["horizon"] in ("weeks", "months") for option in groups["weeks"])


def test_a_problem_is_said_in_a_language() -> None:
    problem = Problem("acts", "missing", accepted="travel-ban")
    assert present.problem_sentence(problem, "en", load()).startswith("acts:")
