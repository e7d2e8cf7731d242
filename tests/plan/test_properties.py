"""What must hold for every situation: Hypothesis draws rich ones over the whole vocabulary."""

import json
from copy import deepcopy
from datetime import date
from functools import lru_cache
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alongside.directory import vocabulary as codes
from alongside.directory.reader import Directory, load
from alongside.plan.decide import Option, Planner, planner
from alongside.plan.finding import STATUS
from alongside.plan.present import plan_dict
from alongside.plan.reading import read
from tests.plan.making import TODAY

STATES = sorted(iso3 for iso3, row in load().states.items() if row["un"] != "territory")
TRUE_FALSE = ("detained_now", "missing_now", "deceased", "irreparable_harm_imminent", "in_exile")
CALM = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])


def some(of: tuple[str, ...], most: int = 3) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(of), max_size=most, unique=True)


days = st.dates(date(1990, 1, 1), date(2027, 12, 31)).map(date.isoformat)
rough_days = days | days.map(lambda day: day[:7]) | days.map(lambda day: day[:4])
states = st.sampled_from(STATES)
flags = st.booleans()
acts = st.lists(
    st.sampled_from(codes.ACTS)
    | st.fixed_dictionaries(
        {"code": st.sampled_from(codes.ACTS)}, optional={"date": rough_days, "until": rough_days, "continuing": flags}
    ),
    min_size=1,
    max_size=3,
)
contacts = st.fixed_dictionaries(
    {"body": st.sampled_from(codes.UN_BODIES)},
    optional={
        "which": st.sampled_from(["CAT", "WGEID", "SPT", "CEDAW"]),
        "date": rough_days,
        "form": st.sampled_from(codes.COOPERATION_FORMS),
        "by": st.sampled_from(codes.COOPERATION_BY),
    },
)
persons = st.fixed_dictionaries(
    {},
    optional={"role": st.sampled_from(codes.PERSON_ROLES), "alive": flags, "where": states, "categories": some(codes.CATEGORIES)},
)
procedures = some(tuple(load().mechanisms))
Raw = dict[str, Any]
situations: st.SearchStrategy[Raw] = st.fixed_dictionaries(
    {"state_responsible": states, "acts": acts},
    optional={
        "facts_date": rough_days,
        "as_of": days,
        "territory": states,
        "nationality": st.lists(states, max_size=2, unique=True),
        "nationality_status": st.sampled_from(codes.NATIONALITY_STATUS),
        "present_country": states,
        "perpetrator": st.sampled_from(codes.PERPETRATORS),
        "foreign_state": states,
        "victim": st.fixed_dictionaries(
            {},
            optional={
                "kind": st.sampled_from(codes.VICTIM_KINDS),
                "categories": some(codes.CATEGORIES),
                "age": st.integers(0, 120),
            },
        ),
        "persons": st.lists(persons, max_size=2),
        "targets": some(codes.TARGETS),
        "un_cooperation": st.lists(contacts, max_size=2),
        "other_cooperation": some(codes.OTHER_BODIES),
        "discrimination_grounds": some(codes.GROUNDS),
        **dict.fromkeys(TRUE_FALSE, flags),
        "detained_since": rough_days,
        "released_on": rough_days,
        "missing_since": rough_days,
        "execution_or_removal_date": rough_days,
        "final_domestic_decision_date": rough_days,
        "domestic_remedies": st.sampled_from(codes.REMEDIES),
        "pending_procedures": procedures,
        "past_procedures": procedures,
        "urgency": st.sampled_from(codes.URGENCIES),
        "needs": some(codes.NEEDS),
        "consent": st.dictionaries(st.sampled_from(codes.CONSENTS), flags),
    },
)


def options(raw: Raw, directory: Directory | None = None) -> dict[str, Option]:
    directory = directory or load()
    made = planner(directory) if directory is load() else Planner(directory)
    return {option.mechanism.id: option for option in made.plan(read(raw, directory, TODAY)).options}


@given(situations)
@CALM
def test_every_mechanism_appears_exactly_once(raw: Raw) -> None:
    made = planner(load()).plan(read(raw, load(), TODAY))
    assert sorted(option.mechanism.id for option in made.options) == sorted(load().mechanisms)


@given(situations)
@CALM
def test_the_order_is_open_and_conditional_then_not_advised_then_closed(raw: Raw) -> None:
    order = [{"open": 0, "conditional": 0, "not-advised": 1, "closed": 2}[option.status] for option in options(raw).values()]
    assert order == sorted(order)


@given(situations)
@CALM
def test_the_same_situation_always_gives_the_same_plan(raw: Raw) -> None:
    fresh = Planner(load())
    told = read(raw, load(), TODAY)
    one, other = (plan_dict(made.plan(told), load(), None) for made in (planner(load()), fresh))
    assert json.dumps(one) == json.dumps(other)


@given(situations)
@settings(CALM, max_examples=25)
def test_every_plan_can_be_said_in_words_and_written_as_json(raw: Raw) -> None:
    made = planner(load()).plan(read(raw, load(), TODAY))
    table = plan_dict(made, load(), "en", told=raw)
    assert json.loads(json.dumps(table))["situation"] == raw


# --- nothing is open outside its jurisdiction at that date, worked out again from the tables


def belongs(code: str, iso3: str, raw: Raw, *, facts: bool) -> bool:
    """Whether the State surely belonged on a day that may count."""
    told = read(raw, load(), TODAY)
    day = told.happened if facts else told.today
    return day is not None and load().standing(code, iso3, day).holds is True


@given(situations)
@CALM
def test_nothing_is_open_outside_its_jurisdiction(raw: Raw) -> None:
    told = read(raw, load(), TODAY)
    near = [place for place in (told.place, told.territory, told.state_responsible, told.foreign_state) if place]
    for option in options(raw).values():
        if option.status != "open":
            continue
        mechanism, area = option.mechanism, option.mechanism.at_risk_in
        about = {
            "responsible": [told.state_responsible],
            "place": [told.place] if told.place else [],
            "nationality": list(told.nationality or ()),
            "either": near,
        }[area.about]
        if area.rule == "states":
            assert set(about) & set(area.states), mechanism.id
        if area.rule == "member":
            choose = all if area.every else any
            facts = area.time != "filing"
            assert any(choose(belongs(code, place, raw, facts=facts) for code in area.codes) for place in about), mechanism.id
            if area.time == "facts-and-filing":
                for place in about:
                    assert not all(load().standing(code, place, told.today).why == "after-exit" for code in area.codes), (
                        mechanism.id
                    )
        if area.outside:
            assert about and load().standing(area.outside[0], about[0], told.today).holds is False, mechanism.id
        if mechanism.kind == "state" and mechanism.issuer:
            assert mechanism.issuer not in (told.state_responsible, told.foreign_state, told.place), mechanism.id
        if mechanism.since:
            assert told.as_of >= mechanism.since.first, mechanism.id
        if mechanism.until:
            assert told.as_of < mechanism.until.last, mechanism.id
        assert mechanism.status in ("active", "cyclical") or (
            mechanism.status_since and told.as_of <= mechanism.status_since.last
        )


# --- accepting a treaty (memberships and groups apart) never closes a route

TREATIES = sorted(
    code for code, known in load().codes.items() if known.kind in ("treaty", "declaration") and known.entry != "not-in-force"
)


@lru_cache(maxsize=64)
def accepting(code: str, iso3: str) -> Directory:
    """The directory as it would be had the State accepted long ago."""
    tables = dict(load()._tables)
    tables["standing"] = dict(tables["standing"])
    changed = deepcopy(tables["standing"][code])
    source = load().codes[code].absent_source
    changed["states"][iso3] = [{"status": "party", "in_force": "1950-01-01", "confidence": "high", "source": source}]
    tables["standing"][code] = changed
    return Directory(tables)


@given(situations, st.sampled_from(TREATIES))
@settings(CALM, max_examples=40)
def test_accepting_a_treaty_never_closes_a_route(raw: Raw, code: str) -> None:
    iso3 = raw["state_responsible"]
    before, after = options(raw), options(raw, accepting(code, iso3))
    for id_, option in before.items():
        if code in option.mechanism.at_risk_in.codes or option.status != after[id_].status:
            assert STATUS.index(after[id_].status) <= STATUS.index(option.status), (id_, option.status, after[id_].status)


# --- an answer taken away never opens


@given(situations, st.sampled_from(sorted(TRUE_FALSE)), flags)
@settings(CALM, max_examples=100)
def test_making_an_answer_absent_never_turns_conditional_into_open(raw: Raw, field: str, answer: bool) -> None:
    never_opens(raw | {field: answer}, field)


def test_making_a_death_absent_never_turns_conditional_into_open() -> None:
    never_opens({"state_responsible": "AFG", "acts": ["travel-ban"], "deceased": True}, "deceased")


def test_making_exile_absent_never_turns_conditional_into_open() -> None:
    never_opens({"state_responsible": "AFG", "acts": ["travel-ban"], "in_exile": True}, "in_exile")


def never_opens(raw: Raw, field: str) -> None:
    before, after = options(raw), options({key: value for key, value in raw.items() if key != field})
    opened = [id_ for id_, option in before.items() if option.status == "conditional" and after[id_].status == "open"]
    assert opened == []
