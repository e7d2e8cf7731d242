"""What stands beside competence: consent, horizon, cautions, age of the facts, and the order in which to try."""

from typing import Any

import pytest

from alongside.directory import vocabulary
from alongside.plan import advice
from alongside.plan.decide import Option, Planner
from alongside.plan.finding import fails, holds, unknown, weak
from tests.directory import small
from tests.plan.making import option, situation


def entries(*mechanisms: dict[str, Any], **told: Any) -> dict[str, Option]:
    """The plan of a directory of these few, in its order."""
    base = {"state_responsible": "ALB", "acts": ["threats"], "as_of": "2026-11-22"}
    made = Planner(small.directory(*mechanisms)).plan(situation(**(base | told)))
    return {one.mechanism.id: one for one in made.options}


def entry(told: dict[str, Any] | None = None, **fields: Any) -> Option:
    return entries(small.mechanism(**fields), **(told or {}))["helper-body"]


def cautions(found: Option) -> set[str]:
    return {caution.code for caution in found.warnings}


# --- consent


@pytest.mark.parametrize(
    ("consent", "expected"),
    [
        ({}, "ask"),
        ({"name_to_state": True}, "ready"),
        ({"name_to_state": False}, "barred"),
        ({"media": False}, "ask"),
    ],
)
def test_a_route_that_needs_her_word_is_ready_asked_about_or_barred(consent: dict[str, bool], expected: str) -> None:
    assert entry({"consent": consent}, needs_consent=["name_to_state"]).consent_state == expected


@pytest.mark.parametrize(
    ("consent", "expected"), [({}, "ask"), ({"name_to_state": True}, "ready"), ({"name_to_state": False}, "ask")]
)
def test_a_letter_can_go_out_unnamed_so_a_no_leaves_it_to_be_asked(consent: dict[str, bool], expected: str) -> None:
    assert entry({"consent": consent}, asks_consent=["name_to_state"]).consent_state == expected


def test_one_no_among_several_needs_bars() -> None:
    found = entry({"consent": {"name_to_state": True, "name_public": False}}, needs_consent=["name_to_state", "name_public"])
    assert found.consent_state == "barred"


def test_a_route_that_needs_no_word_is_ready() -> None:
    assert entry().consent_state == "ready"


@pytest.mark.parametrize("told", [{"acts": ["sexual-violence"]}, {"victim": {"categories": ["lgbti"]}}, {"victim": {"age": 15}}])
def test_nothing_public_and_no_embassy_for_children_survivors_and_the_outed_without_their_own_word(told: dict[str, Any]) -> None:
    public = entry(told, provides=["publicity"])
    assert public.consent_state == "ask" and "own-word-first" in cautions(public)
    embassy = entry(told, kind="state", issuer="FRA")
    assert embassy.consent_state == "ask" and "own-word-first" in cautions(embassy)
    quiet = entry(told)
    assert quiet.consent_state == "ready" and "own-word-first" not in cautions(quiet)


def test_a_no_changes_no_competence() -> None:
    no, yes = ({"consent": {"name_to_state": word}} for word in (False, True))
    assert entry(no, needs_consent=["name_to_state"]).status == entry(yes, needs_consent=["name_to_state"]).status == "open"


# --- how soon


def test_a_body_with_interim_measures_acts_sooner_where_harm_is_imminent() -> None:
    fields = {"horizon": "months", "interim_horizon": "days"}
    assert entry({"irreparable_harm_imminent": True}, **fields).horizon == "days"
    assert entry({"irreparable_harm_imminent": False}, **fields).horizon == "months"
    assert entry({}, **fields).horizon == "months"


def test_after_three_months_the_disappearances_group_acts_within_months() -> None:
    rules = [{"name": "disappeared"}]
    assert entry({"missing_now": True, "missing_since": "2026-11-01"}, rules=rules).horizon == "days"
    assert entry({"missing_now": True, "missing_since": "2026-01-01"}, rules=rules).horizon == "months"


# --- cautions


@pytest.mark.parametrize(
    ("told", "fields", "caution"),
    [
        ({"consent": {"name_to_state": False}}, {"discloses_to": ["state"]}, "unnamed-not-unidentifiable"),
        (
            {"victim": {"kind": "family"}},
            {"unnamed": "no", "discloses_to": ["public"], "beneficiaries": ["family"]},
            "small-group",
        ),
        ({}, {"kind": "state", "issuer": "FRA"}, "seen-at-embassy"),
        ({"present_country": "KEN"}, {"kind": "state", "issuer": "FRA"}, "host-may-cooperate"),
        ({"foreign_state": "KEN"}, {"kind": "state", "issuer": "FRA"}, "host-may-cooperate"),
        ({}, {"rules": [{"name": "captured"}]}, "may-be-attacker"),
        ({}, {"provides": ["individual-complaint"], "bars": ["helper-body"]}, "lawyer-compares"),
        ({}, {"status": "unverified"}, "ask-still-works"),
        ({}, {"channels": []}, "channel-check-first"),
        ({}, {"last_verified": None}, "never-verified"),
        ({}, {"last_verified": "2025-11-21"}, "verified-long-ago"),
        ({"facts_date": "2023"}, {"at_risk_in": {"rule": "member", "codes": ["TREATY"], "time": "facts"}}, "treaty-status-old"),
    ],
)
def test_a_danger_is_said_where_it_is_and_not_where_it_is_not(told: dict[str, Any], fields: dict[str, Any], caution: str) -> None:
    assert caution in cautions(entry(told, **{key: value for key, value in fields.items() if value is not None} | _none(fields)))
    assert caution not in cautions(entry())


def _none(fields: dict[str, Any]) -> dict[str, Any]:
    return {key: None for key, value in fields.items() if value is None}


def test_a_year_old_check_is_not_yet_long_ago() -> None:
    assert "verified-long-ago" not in cautions(entry(last_verified="2025-11-22"))


def test_a_treaty_list_of_ninety_days_ago_is_not_yet_old() -> None:
    area = {"rule": "member", "codes": ["TREATY"], "time": "facts"}
    told = {"facts_date": "2023", "state_responsible": "ALB"}
    assert "treaty-status-old" not in cautions(entry(told | {"as_of": "2024-09-28"}, at_risk_in=area))  # 90 days after 30 June
    assert "treaty-status-old" in cautions(entry(told | {"as_of": "2024-09-29"}, at_risk_in=area))


def test_a_closed_entry_carries_no_cautions() -> None:
    assert entry(status="closed", channels=[]).warnings == ()


# --- order


def order(*mechanisms: dict[str, Any], **told: Any) -> list[str]:
    return list(entries(*mechanisms, **told))


def test_in_time_comes_before_strong_and_strong_before_easy() -> None:
    late_strong = small.mechanism("late-strong", horizon="months", strength=3)
    strong = small.mechanism("strong", strength=3, ease=1)
    easy = small.mechanism("easy", strength=2, ease=3)
    hard = small.mechanism("hard", strength=2, ease=1)
    assert order(late_strong, hard, easy, strong) == ["strong", "easy", "hard", "late-strong"]


def test_urgency_changes_the_order() -> None:
    slow_strong = small.mechanism("slow-strong", horizon="weeks", strength=3)
    quick_weak = small.mechanism("quick-weak", horizon="now", strength=1)
    assert order(slow_strong, quick_weak, urgency="hours") == ["quick-weak", "slow-strong"]
    assert order(slow_strong, quick_weak, urgency="weeks") == ["slow-strong", "quick-weak"]


def test_within_the_same_hour_what_acts_within_hours_comes_before_what_takes_days() -> None:
    days, now = small.mechanism("a-days", horizon="days"), small.mechanism("b-now", horizon="now")
    assert order(days, now, urgency="hours") == ["b-now", "a-days"]


def test_what_she_barred_comes_after_all_she_did_not_and_not_advised_after_that_and_closed_last() -> None:
    barred = small.mechanism("barred", strength=3, horizon="now", needs_consent=["media"])
    inactive = small.mechanism("inactive", strength=3, horizon="now", status="halted")
    closed = small.mechanism("closed", strength=3, horizon="now", status="closed")
    plain = small.mechanism("plain", strength=1, horizon="prepare")
    assert order(closed, inactive, barred, plain, consent={"media": False}) == ["plain", "barred", "inactive", "closed"]


def test_what_she_needs_and_whom_a_route_prefers_lift_it() -> None:
    grant = small.mechanism("z-grant", provides=["emergency-grant"])
    other = small.mechanism("a-other")
    assert order(grant, other) == ["a-other", "z-grant"]
    assert order(grant, other, needs=["emergency-grant"]) == ["z-grant", "a-other"]
    for_women = small.mechanism("z-for-women", prefers=["woman"])
    assert order(for_women, other, victim={"categories": ["woman"]}) == ["z-for-women", "a-other"]


def test_equal_routes_stand_in_the_order_of_their_ids() -> None:
    assert order(*(small.mechanism(id_) for id_ in ("c", "a", "b"))) == ["a", "b", "c"]


# --- weight, age and certainty of findings


def test_a_finding_weighs_what_it_says_for_the_route_less_what_it_leaves_unsettled() -> None:
    def weight(finding: Any) -> int:
        weighed = advice.weigh(finding)
        assert weighed
        return weighed.weight

    assert advice.weigh(None) is None
    assert weight(holds("held-now")) > weight(holds("any-act")) > weight(unknown("harm-unknown", "x"))
    assert weight(unknown("unverified", "still-works")) == -2
    assert weight(unknown("same-matter-unknown", "x")) == 0
    assert weight(fails("x", "y")) == weight(weak("x", "y")) == 0


def test_the_plan_shows_the_oldest_fact_and_the_weakest_confidence() -> None:
    area = {"rule": "member", "codes": ["TREATY"], "time": "facts"}
    found = entry({"facts_date": "2023"}, at_risk_in=area)
    assert (found.as_of, found.confidence) == (small.CHECKED, "high")
    weaker = entry({"facts_date": "2023", "state_responsible": "GHA"}, at_risk_in=area)
    assert weaker.confidence == "low"
    assert entry(last_verified="2020", confidence="medium").as_of == "2020"
    assert entry(last_verified=None).as_of is None


def test_the_nearest_date_after_which_a_route_is_shut_is_shown() -> None:
    def rule(months: int) -> dict[str, Any]:
        return {"name": "time_limit", "instrument": "Law", "months": months, "start": "decision"}

    found = entry({"final_domestic_decision_date": "2026-11-01"}, rules=[rule(6), rule(4), rule(9)])
    assert found.act_before == "2027-03-01"


def test_every_urgency_has_its_time_and_every_code_its_place() -> None:
    assert set(advice.IN_TIME) == set(vocabulary.URGENCIES)
    assert list(advice.HORIZON) == list(vocabulary.HORIZONS)
    assert set(advice.CONFIDENCE) == set(vocabulary.CONFIDENCES)


def test_petitions_of_the_real_directory_are_barred_by_a_no_to_being_named_and_reports_are_not() -> None:
    told = {"state_responsible": "TUN", "facts_date": "2024", "consent": {"name_to_state": False}}
    for petition in ("un-ccpr", "un-cat", "un-wgad"):
        assert option(petition, **told).consent_state == "barred", petition
    for quiet in ("un-sp-general", "un-sg-reprisals-report", "front-line-defenders"):
        assert option(quiet, **told).consent_state != "barred", quiet
