"""From the facts of a case to the situation that the plan reads."""

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alongside.directory import vocabulary
from alongside.directory.reader import load
from alongside.facts.events import Act, Detention, Event
from alongside.facts.fact import Fact
from alongside.facts.persons import Person, Relation
from alongside.facts.plain import from_plain, to_plain
from alongside.facts.protection import PlanEntry, PlanSnapshot, changed_since, entries
from alongside.facts.situation import situation
from alongside.facts.steps import Cooperation, DomesticStep, Intervention
from alongside.facts.when import When
from alongside.plan.decide import planner
from alongside.plan.present import plan_dict
from alongside.plan.reading import read
from tests.facts.making import ALICE, BOB, CHARLIE, IDS, TODAY, consent, facts, person

EVENT = Event(id=IDS[3], revision=1, state_responsible="EGY")
ACT = Act(id=IDS[4], revision=1, code="arrest-detention", date=When("2026-11-20"), victims=(ALICE,))


def told(*more: Fact, who: Person | None = None, today: date = TODAY) -> dict[str, Any]:
    """Alice's situation from a bare case and these facts, which the plan must be able to read."""
    made = situation([who or person(roles=("harmed",)), EVENT, ACT, *more], ALICE, today)
    read(made, load(), TODAY)
    return made


def fact(kind: type[Fact], number: int = 9, **fields: Any) -> Any:
    return kind(id=f"{number:032x}", revision=1, **fields)


def test_a_bare_case_tells_what_was_told_and_nothing_else() -> None:
    assert told(who=person()) == {
        "as_of": "2026-11-22",
        "state_responsible": "EGY",
        "acts": [{"code": "arrest-detention", "date": "2026-11-20"}],
        "targets": ["self"],
    }


def test_a_case_without_that_person_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(KeyError):
        situation([EVENT], ALICE, TODAY)


def test_what_she_is_and_where_she_is_goes_through() -> None:
    made = told(who=person(counting_unit="individual", categories=("lawyer",), born=When("1980-05-01"), nationality=("EGY",), in_exile=True,
                           present_country="TUN", alive=True, legal_status_there="visa " * 60, nationality_status="dual"))  # fmt: skip
    assert made["victim"] == {"kind": "individual", "categories": ["lawyer"], "age": 46}
    assert made["present_country"] == "TUN" and made["in_exile"] is True and made["deceased"] is False
    assert len(made["legal_status_there"]) == 200


@pytest.mark.parametrize(
    ("born", "age"), [("1980", None), ("2010", 15), ("XXXX", None), ("2015-11-22", 11), ("2015-11-23", 10), ("2030", None)]
)
def test_her_age_is_told_where_her_birth_leaves_one_or_only_childhood(born: str, age: int | None) -> None:
    assert told(who=person(born=When(born))).get("victim", {}).get("age") == age


def test_everybody_stands_in_the_role_of_the_case_without_the_groups_of_others() -> None:
    husband = person(BOB, roles=("relative", "submits"), categories=("journalist",), present_country="EGY", alive=True)
    guard = person(CHARLIE, roles=("perpetrator",))
    made = told(husband, guard, who=person(roles=("cooperated", "harmed")))
    assert made["persons"] == [{"role": "cooperated"}, {"role": "harmed"}, {"role": "relative", "alive": True, "where": "EGY"}]


def test_the_event_of_her_own_act_comes_first_and_others_fill_what_it_leaves_open() -> None:
    newer = fact(
        Event, 7, state_responsible="SAU", began=When("2026"), urgency="hours", needs=("visa",), discrimination_grounds=()
    )
    own = fact(Event, 8, state_responsible="ARE", began=When("2020"))
    made = told(newer, own, fact(Act, 9, code="threats", event=own.id))
    assert (made["state_responsible"], made["urgency"], made["needs"], made["discrimination_grounds"]) == (
        "ARE",
        "hours",
        ["visa"],
        [],
    )


def test_acts_done_to_others_are_not_hers_and_stand_in_order_of_time() -> None:
    other = fact(Act, 7, code="threats", victims=(BOB,))
    older = fact(Act, 8, code="surveillance", date=When("2025~"), until=When("XXXX"), continuing=False)
    made = told(other, older, person(BOB, roles=("relative",)))
    assert made["acts"] == [
        {"code": "surveillance", "date": "2024/2026", "continuing": False},
        {"code": "arrest-detention", "date": "2026-11-20"},
    ]
    assert made["targets"] == ["self", "family"]


def test_a_relative_to_whom_nothing_was_done_has_the_acts_of_the_case() -> None:
    made = situation([person(), person(BOB, roles=("relative",)), EVENT, ACT], BOB, TODAY)
    assert [act["code"] for act in made["acts"]] == ["arrest-detention"]


def test_targets_are_told_by_victims_and_by_the_acts_own_words() -> None:
    everyone = (ALICE, BOB, CHARLIE, IDS[5], IDS[6], IDS[7])
    made = told(
        fact(Act, 20, code="threats", victims=everyone, aimed_at=("friends",)),
        person(BOB), fact(Relation, 21, person=BOB, other=ALICE, type="spouse"),
        person(CHARLIE, roles=("colleague",)), person(IDS[5], counting_unit="organisation"), person(IDS[6], counting_unit="community"),
    )  # fmt: skip
    assert made["targets"] == ["self", "family", "friends", "colleagues", "community", "organisation"]
    silent = situation([person(), EVENT, fact(Act, 22, code="threats")], ALICE, TODAY)
    assert "targets" not in silent


def test_sixty_acts_keep_the_newest_of_every_code() -> None:
    many = [fact(Act, 100 + n, code="threats", date=When(f"{1900 + n}")) for n in range(90)]
    old = fact(Act, 300, code="killing", date=When("1850"))
    acts = told(*many, old)["acts"]
    assert len(acts) == 60 and acts[0] == {"code": "killing", "date": "1850"} and acts[1]["date"] == "1932"


@pytest.mark.parametrize(
    ("fields", "missing", "since"),
    [
        ({"continuing": True, "date": When("2026-11-01")}, True, "2026-11-01"),
        ({"continuing": True, "until": When("2026-11-10")}, False, None),
        ({"continuing": True, "until": When("2026-11")}, True, None),
        ({}, None, None),
        ({"victims": (BOB,), "continuing": True}, None, None),
    ],
)
def test_a_disappearance_that_goes_on_means_missing_now(fields: dict[str, Any], missing: bool | None, since: str | None) -> None:
    made = told(fact(Act, code="enforced-disappearance", **fields))
    assert (made.get("missing_now"), made.get("missing_since")) == (missing, since)


@pytest.mark.parametrize(
    ("vanished", "spell", "missing"),
    [
        ({}, {"held": True, "acknowledged": True, "place": "Prison"}, False),
        (None, {"held": True, "acknowledged": True, "place": "Prison"}, False),
        ({}, {"held": True, "acknowledged": True}, None),
        ({}, {"held": True, "place": "Prison"}, None),
        ({}, {"held": True, "acknowledged": False, "place": "Prison"}, None),
        ({}, {"acknowledged": True, "place": "Prison"}, None),
        ({}, {"held": True, "acknowledged": True, "place": "Prison", "released": When("2026-11-01")}, None),
        ({}, {"person": BOB, "held": True, "acknowledged": True, "place": "Prison"}, None),
        ({"continuing": True}, {"held": True, "acknowledged": True, "place": "Prison"}, True),
    ],
)
def test_who_is_held_where_an_authority_says_so_is_not_missing_unless_somebody_says_that_she_is(
    vanished: dict[str, Any] | None, spell: dict[str, Any], missing: bool | None
) -> None:
    acts = [] if vanished is None else [fact(Act, 20, code="enforced-disappearance", **vanished)]
    assert told(*acts, fact(Detention, 21, **({"person": ALICE} | spell))).get("missing_now") is missing


@pytest.mark.parametrize(
    ("since", "missing"),
    [
        ("2020-01-02", None),
        ("2024-05-02", None),
        ("2024-05", None),
        ("2024", None),
        ("2024-05-03~", None),
        (None, None),
        ("2024-05-03", False),
        ("2024-06", False),
    ],
)
def test_a_detention_that_may_have_begun_before_she_vanished_does_not_say_where_she_is(
    since: str | None, missing: bool | None
) -> None:
    before = fact(Act, 19, code="enforced-disappearance", date=When("2012"), until=When("2013"))
    vanished = fact(Act, 20, code="enforced-disappearance", date=When("2024-05-03"))
    spell = {"held": True, "acknowledged": True, "place": "Tora prison", "since": When(since) if since else None}
    made = told(before, vanished, fact(Detention, 21, person=ALICE, **spell))
    assert made.get("missing_now") is missing and ("missing_now" in made) == (missing is not None)


def test_who_vanished_out_of_a_prison_still_has_the_routes_of_the_disappeared() -> None:
    spell = fact(Detention, 21, person=ALICE, held=True, acknowledged=True, place="Tora prison", since=When("2020-01-02"))
    vanished = fact(Act, 20, code="enforced-disappearance", date=When("2024-05-03"))
    found = planner(load()).plan(read(told(vanished, spell), load(), TODAY))
    assert "not-missing" not in str(plan_dict(found, load()))


def test_a_removal_or_execution_to_come_is_a_date_to_act_before() -> None:
    past = fact(Act, 8, code="deportation-visa", date=When("2026-01"))
    assert told(past, fact(Act, code="extradition-removal", date=When("2026-12-01")))["execution_or_removal_date"] == "2026-12-01"
    assert "execution_or_removal_date" not in told(past, fact(Act, code="death-penalty"))


@pytest.mark.parametrize(
    ("spells", "expected"),
    [
        ([{"held": True, "since": When("2026-11")}], (True, "2026-11", None)),
        ([{"since": When("2026-11")}], (None, None, None)),
        ([{"held": True, "released": When("2026-11-21")}], (False, None, "2026-11-21")),
        ([{"held": True, "released": When("2026-12")}], (True, None, None)),
        ([{"held": True, "released": When("XXXX")}], (True, None, None)),
        ([{"held": False}], (False, None, None)),
        ([{"released": When("2020")}, {"held": True, "since": When("2025")}], (True, "2025", None)),
        ([{"person": BOB, "held": True}], (None, None, None)),
    ],
)
def test_detention_now_follows_from_what_was_said_and_what_has_ended(
    spells: list[dict[str, Any]], expected: tuple[Any, ...]
) -> None:
    made = told(*(fact(Detention, 20 + n, **({"person": ALICE} | spell)) for n, spell in enumerate(spells)))
    assert (made.get("detained_now"), made.get("detained_since"), made.get("released_on")) == expected


def test_cooperation_names_who_was_in_contact_as_far_as_anybody_knows() -> None:
    made = told(
        fact(Cooperation, 20, body="un-treaty-body", which="CAT" * 90, date=When("2026-05"), form="done", by=ALICE),
        fact(Cooperation, 21, body="un-ohchr", by=BOB), fact(Cooperation, 22, body="un-ohchr", by=CHARLIE),
        fact(Cooperation, 23, body="un-ohchr", by=IDS[5]), fact(Cooperation, 24, body="un-ohchr", by=IDS[6]),
        fact(Cooperation, 25, body="un-ohchr"), fact(Cooperation, 26, body="achpr"), fact(Cooperation, 27, body="achpr"),
        fact(Relation, 28, person=ALICE, other=BOB, type="sibling"), person(CHARLIE, roles=("relative",)),
        fact(Relation, 29, person=ALICE, other=IDS[5], type="client"),
    )  # fmt: skip
    assert made["un_cooperation"][0] == {
        "body": "un-treaty-body",
        "which": ("CAT" * 90)[:200],
        "date": "2026-05",
        "form": "done",
        "by": "self",
    }
    assert [one.get("by") for one in made["un_cooperation"]] == ["self", "relative", "relative", "helped-person", None, None]
    assert made["other_cooperation"] == ["achpr"]


def test_no_contact_is_an_empty_list_only_where_somebody_said_so() -> None:
    assert "un_cooperation" not in told()
    assert told(fact(Event, un_link=False))["un_cooperation"] == []
    assert "un_cooperation" not in told(fact(Event, un_link=True))


def test_remedies_are_taken_together_with_caution_and_procedures_by_their_state() -> None:
    made = told(
        fact(DomesticStep, 20, remedy="exhausted", final_decision=When("2025")),
        fact(DomesticStep, 21, remedy="pending", persons=(ALICE,)),
        fact(DomesticStep, 22, remedy="unavailable", persons=(BOB,), final_decision=When("2026")),
        fact(Intervention, 23, mechanism="iachr-petition", procedure="pending"),
        fact(Intervention, 24, mechanism="ilo-cfa", procedure="ended"),
        fact(Intervention, 25, mechanism="icorn", procedure="none"),
        fact(Intervention, 26, mechanism="icrc", procedure="ended", persons=(BOB,)),
    )  # fmt: skip
    assert (made["domestic_remedies"], made["final_domestic_decision_date"]) == ("pending", "2025")
    assert (made["pending_procedures"], made["past_procedures"]) == (["iachr-petition"], ["ilo-cfa"])


def test_the_consent_flags_are_what_the_ledger_says_and_what_is_to_ask_stays_absent() -> None:
    made = told(
        consent(20, recipient="responsible-state"),
        consent(21, recipient="class:ngo", purpose="send", answer="refused"),
        consent(22, recipient="public", purpose="publish", means="by-code"),
    )
    assert made["consent"] == {"name_to_state": True, "share_ngos": False}
    assert set(vocabulary.CONSENTS) == {"name_to_state", "name_public", "share_ngos", "share_embassies", "media"}


@given(st.lists(facts, max_size=6))
@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow])
def test_the_plan_reads_the_situation_of_every_case(case: list[Fact]) -> None:
    others = [one for one in case if one.id not in (ALICE, EVENT.id, ACT.id)]
    made = situation([person(), EVENT, ACT, *others], ALICE, TODAY)
    assert read(made, load(), TODAY).as_of == TODAY
    assert situation(reversed([person(), EVENT, ACT, *others]), ALICE, TODAY) == made or len({one.id for one in others}) < len(
        others
    )


# --- snapshots of a plan


def test_a_plan_becomes_a_snapshot_of_codes_and_two_of_them_show_what_changed() -> None:
    def snapshot(*more: Fact) -> tuple[PlanEntry, ...]:
        return entries(plan_dict(planner(load()).plan(read(told(*more), load(), TODAY)), load()))

    before, after = snapshot(), snapshot(fact(Detention, person=ALICE, held=True))
    assert len(before) == len(load().mechanisms) and changed_since(before, before) == ()
    assert any("reasons" in change.fields for change in changed_since(before, after))
    kept = PlanSnapshot(id=ALICE, revision=1, date=TODAY, person=ALICE, entries=before, ask_next=("victim.categories",))
    assert from_plain(to_plain(kept)) == kept


def test_a_mechanism_that_came_or_went_is_a_change() -> None:
    one, other = PlanEntry(mechanism="a", status="open"), PlanEntry(mechanism="b", status="open")
    came, gone = changed_since([one], [other])
    assert (came.mechanism, came.before, came.fields, gone.mechanism, gone.after) == ("b", None, (), "a", None)
