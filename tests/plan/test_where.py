"""Rules of place: is the State bound on the day that counts, and does the route serve where she is?"""

from typing import Any

import pytest

from alongside.directory.mechanism import Area
from alongside.plan.finding import Finding
from alongside.plan.rules import where
from alongside.plan.situation import Situation
from tests.directory import small
from tests.plan.making import directory, said, situation

SMALL = small.directory()
TREATY = Area("member", ("TREATY",), time="facts")
FILING = Area("member", ("TREATY",), time="filing")
BOTH = Area("member", ("TREATY",), time="facts-and-filing")


def bound(area: Area, **told: Any) -> Finding | None:
    base: dict[str, Any] = {"state_responsible": "ALB", "acts": ["threats"], "facts_date": "2023-05-05", "as_of": "2024-01-10"}
    return where.jurisdiction(situation(**(base | told)), SMALL, area)


def test_a_route_for_all_states_asks_nothing_about_place() -> None:
    assert bound(Area("all")) is None


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("ALB", ("holds", "in-force")),
        ("BEN", ("fails", "facts-after-exit")),
        ("CAN", ("unknown", "entry-unknown")),
        ("DNK", ("fails", "not-party")),
        ("EST", ("weak", "probably-not-party")),
        ("FRA", ("unknown", "standing-contested")),
        ("GHA", ("unknown", "low-confidence")),
        ("JPN", ("unknown", "mandate-unseen")),
        ("KEN", ("unknown", "standing-contested")),
        ("LAO", ("unknown", "standing-contested")),
        ("MEX", ("fails", "not-party")),
        ("NPL", ("holds", "in-force")),
        ("PER", ("fails", "not-party")),
    ],
)
def test_each_way_of_belonging_has_its_own_reason(state: str, expected: tuple[str, str]) -> None:
    assert said(bound(TREATY, state_responsible=state)) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("CLUB", ("fails", "not-member")),
        ("REGION", ("fails", "not-member")),
        ("UNREAD", ("unknown", "list-unknown")),
        ("GUESSED", ("weak", "probably-not-party")),
        ("ASLEEP", ("fails", "procedure-not-in-force")),
    ],
)
def test_a_state_that_no_list_names_is_judged_by_what_the_list_is(code: str, expected: tuple[str, str]) -> None:
    assert said(bound(Area("member", (code,), time="facts"), state_responsible="PER")) == expected


def test_membership_or_region_holds_without_opening_a_route() -> None:
    for code in ("CLUB", "REGION"):
        finding = bound(Area("member", (code,)))
        assert said(finding) == ("holds", "in-force") and finding and not finding.opens
    finding = bound(TREATY)
    assert finding and finding.opens


def test_a_reason_names_state_treaty_source_and_the_day_it_was_checked() -> None:
    finding = bound(TREATY)
    assert finding
    assert (finding.params["state"], finding.params["treaty"], finding.source, finding.dated) == (
        "ALB",
        "TREATY",
        "LIST",
        small.CHECKED,
    )


def test_facts_on_the_day_of_entry_count_and_the_day_before_do_not() -> None:
    assert said(bound(TREATY, facts_date="2000-04-30")) == ("holds", "in-force")
    assert said(bound(TREATY, facts_date="2000-04-29")) == ("fails", "facts-before-entry")


def test_facts_before_an_exit_stay_examinable_and_facts_on_its_day_do_not() -> None:
    assert said(bound(TREATY, state_responsible="BEN", facts_date="2020-06-14")) == ("holds", "in-force")
    assert said(bound(TREATY, state_responsible="BEN", facts_date="2020-06-15")) == ("fails", "facts-after-exit")


def test_where_filing_counts_as_well_an_exit_shuts_the_route_for_earlier_facts() -> None:
    told = {"state_responsible": "BEN", "facts_date": "2019-01-01"}
    assert said(bound(BOTH, **told, as_of="2020-06-14")) == ("holds", "in-force")
    assert said(bound(BOTH, **told, as_of="2020-06-15")) == ("fails", "filed-after-exit")
    assert said(bound(BOTH, **(told | {"facts_date": "2021"}))) == ("fails", "facts-after-exit")


def test_where_only_filing_counts_the_date_of_the_facts_is_no_matter() -> None:
    assert said(bound(FILING, facts_date=None)) == ("holds", "in-force")
    assert said(bound(FILING, state_responsible="BEN", facts_date="2019")) == ("fails", "facts-after-exit")


def test_a_date_too_rough_for_the_boundary_is_a_question() -> None:
    assert said(bound(TREATY, facts_date="2000")) == ("unknown", "entry-date-unclear")
    assert said(bound(TREATY, state_responsible="HUN", facts_date="2010-06-01")) == ("unknown", "entry-date-unclear")
    assert said(bound(TREATY, state_responsible="IND", facts_date="2020-06-01")) == ("unknown", "exit-date-unclear")


def test_an_untold_date_is_asked_for_unless_the_state_was_never_bound() -> None:
    finding = bound(TREATY, facts_date=None)
    assert said(finding) == ("unknown", "date-unknown") and finding and finding.question == "facts_date"
    assert said(bound(TREATY, state_responsible="PER", facts_date=None)) == ("fails", "not-party")


@pytest.mark.parametrize(
    "told",
    [
        {"detained_now": True},
        {"missing_now": True},
        {"acts": [{"code": "threats", "date": "1999", "continuing": True}]},
        {"acts": [{"code": "travel-ban", "date": "1999"}]},
    ],
)
def test_an_act_that_may_have_gone_on_after_entry_into_force_is_a_question(told: dict[str, Any]) -> None:
    assert said(bound(TREATY, facts_date="1999", **told)) == ("unknown", "continuing-act")


@pytest.mark.parametrize(
    "acts",
    [
        ["threats"],
        [{"code": "travel-ban", "continuing": False}],
        [{"code": "travel-ban", "until": "1999-12-01"}],
    ],
)
def test_an_act_that_ended_before_entry_into_force_does_not_count(acts: list[Any]) -> None:
    assert said(bound(TREATY, facts_date="1999", acts=acts)) == ("fails", "facts-before-entry")


def test_under_a_treaty_for_what_begins_after_it_a_continuing_act_does_not_count() -> None:
    area = Area("member", ("TREATY",), time="facts", must_begin_after=True)
    assert said(bound(area, facts_date="1999", missing_now=True)) == ("fails", "facts-before-entry")


def test_a_treaty_that_binds_only_after_the_day_of_asking_is_closed_however_long_the_act_goes_on() -> None:
    assert said(bound(TREATY, facts_date="1999", as_of="2000-01-01", detained_now=True)) == ("fails", "facts-before-entry")


def test_one_of_several_treaties_is_enough_unless_every_one_is_needed() -> None:
    codes = ("TREATY", "GUESSED")
    assert said(bound(Area("member", codes, time="facts"))) == ("holds", "in-force")
    assert said(bound(Area("member", codes, every=True, time="facts"))) == ("weak", "probably-not-party")


def test_the_best_of_several_places_counts() -> None:
    area = Area("member", ("TREATY",), about="either")
    assert said(bound(area, state_responsible="PER", present_country="ALB")) == ("holds", "in-force")
    assert said(bound(area, state_responsible="PER", foreign_state="ALB")) == ("holds", "in-force")
    assert said(bound(area, state_responsible="PER", territory="DNK")) == ("fails", "not-party")


def test_a_territory_is_judged_as_the_state_it_is_part_of() -> None:
    assert said(bound(Area("member", ("TREATY",), about="place"), territory="GRL", in_exile=False)) == ("fails", "not-party")


def test_place_and_nationality_that_nobody_told_are_asked_for() -> None:
    by_place = bound(Area("member", ("TREATY",), about="place"), in_exile=True)
    assert said(by_place) == ("unknown", "place-unknown") and by_place and by_place.question == "present_country"
    by_nationality = bound(Area("states", states=("ALB",), about="nationality"))
    assert said(by_nationality) == ("unknown", "place-unknown") and by_nationality and by_nationality.question == "nationality"
    assert said(bound(Area("states", states=("ALB",), about="nationality"), nationality=["PER", "ALB"])) == (
        "holds",
        "place-served",
    )


def test_a_list_of_states_serves_those_and_says_whom_it_serves() -> None:
    assert said(bound(Area("states", states=("ALB", "PER")))) == ("holds", "place-served")
    refused = bound(Area("states", states=("PER",)))
    assert said(refused) == ("fails", "place-not-served") and refused and refused.params["states"] == ("PER",)


def test_a_route_for_third_countries_is_none_inside_the_union() -> None:
    area = Area("all", outside=("CLUB",), about="place")
    assert said(bound(area, in_exile=False)) == ("fails", "inside-excluded-area")
    assert said(bound(area)) == ("unknown", "place-unknown")
    assert said(bound(area, present_country="PER")) == ("holds", "outside-area")
    assert said(bound(area, in_exile=True)) == ("unknown", "place-unknown")
    assert said(bound(Area("all", outside=("UNREAD",), about="place"), in_exile=False)) == ("unknown", "membership-unclear")


# --- missions of States


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"state_responsible": "FRA"}, ("fails", "own-state")),
        ({"state_responsible": "EGY", "foreign_state": "FRA"}, ("fails", "own-state")),
        ({"state_responsible": "EGY", "present_country": "FRA"}, ("fails", "at-home")),
        ({"state_responsible": "EGY"}, None),
        ({"state_responsible": "EGY", "in_exile": True}, None),
    ],
)
def test_never_to_a_mission_of_the_state_complained_of_nor_at_home(
    told: dict[str, Any], expected: tuple[str, str] | None
) -> None:
    assert said(where.issuer(situation(**told), SMALL, "FRA", embassy=True)) == expected


def test_a_programme_of_a_state_serves_people_inside_that_state_too() -> None:
    assert where.issuer(situation(present_country="FRA"), SMALL, "FRA", embassy=False) is None
    assert said(where.issuer(situation(state_responsible="FRA"), SMALL, "FRA", embassy=False)) == ("fails", "own-state")


def test_a_union_with_the_state_complained_of_among_its_members_leaves_the_missions_of_the_others() -> None:
    shipped = directory()
    found = where.issuer(situation(state_responsible="HUN"), shipped, "EU", embassy=True)
    assert said(found) == ("unknown", "own-state-among-them") and found and found.params["state"] == "HUN"
    assert where.issuer(situation(state_responsible="EGY"), shipped, "EU", embassy=True) is None


# --- inside or outside the own country


@pytest.mark.parametrize(
    ("told", "outside"),
    [
        ({"in_exile": True}, True),
        ({"in_exile": False, "nationality_status": "refugee"}, False),
        ({"nationality_status": "refugee"}, True),
        ({"nationality_status": "asylum-seeker"}, True),
        ({"nationality": ["EGY"], "present_country": "TUN"}, True),
        ({"nationality": ["EGY"], "present_country": "EGY"}, False),
        ({"nationality": ["SDN"], "territory": "EGY"}, True),
        ({"nationality": ["EGY"]}, None),
        ({"present_country": "TUN"}, None),
        ({}, None),
    ],
)
def test_outside_the_own_country_is_told_or_follows_or_is_not_known(told: dict[str, Any], outside: bool | None) -> None:
    seen: Situation = situation(**told)
    removal = "outside-and-removal" if told.get("nationality_status") and outside else "outside-own-country"
    expected = {
        True: ("holds", removal),
        False: ("fails", "inside-own-country"),
        None: ("unknown", "exile-unknown"),
    }
    assert said(where.outside_own_country(seen, SMALL)) == expected[outside]
    only = {True: None, False: ("fails", "not-outside"), None: ("unknown", "exile-unknown")}
    assert said(where.exile(seen, SMALL, "only")) == only[outside]
    inside = {True: ("fails", "already-outside"), False: None, None: ("unknown", "exile-unknown")}
    assert said(where.exile(seen, SMALL, "no")) == inside[outside]


def test_removal_or_lost_citizenship_speaks_louder_for_protection_abroad() -> None:
    found = where.outside_own_country(situation(in_exile=True, acts=["extradition-removal"]), SMALL)
    assert said(found) == ("holds", "outside-and-removal")


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"nationality_status": "refugee", "nationality": ["EGY"]}, ("fails", "refugee-no-consulate")),
        ({"nationality_status": "stateless"}, ("fails", "refugee-no-consulate")),
        ({}, ("unknown", "nationality-unknown")),
        ({"nationality": ["FRA"], "in_exile": True}, ("unknown", "nationality-unknown")),
        ({"nationality": ["EGY", "FRA"]}, ("holds", "foreign-national")),
        ({"nationality": ["EGY"]}, ("fails", "no-other-nationality")),
        ({"nationality": []}, ("fails", "no-other-nationality")),
        ({"nationality": ["FRA"], "present_country": "FRA"}, ("fails", "no-other-nationality")),
    ],
)
def test_a_consulate_helps_its_nationals_elsewhere_and_no_refugee(told: dict[str, Any], expected: tuple[str, str]) -> None:
    assert said(where.foreign_national(situation(**told), SMALL)) == expected
