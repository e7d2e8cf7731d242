"""What a list row knows of a case: whom, where, the newest act, how urgent, what is due; small, and the same after a round trip."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.desk.cases.demo.stories import stories
from alongside.desk.cases.summary import LONGEST_DRAFT, MOST_STATES, NotASummary, Summary, is_code, to_digest
from alongside.facts.digest import digest
from alongside.facts.fact import Fact
from alongside.vault.padding import padded_size
from tests.desk.cases.telling import fact, person
from tests.facts.making import facts as any_fact

NOW = datetime(2026, 11, 22, 9, 30, 5, tzinfo=UTC)


def told(*case: Fact) -> Summary:
    return Summary.from_bytes(to_digest(case, NOW))


def test_an_empty_case_has_an_empty_summary() -> None:
    assert told() == Summary(changed="2026-11-22T09:30:05", figures=";" * 9) and told().shown == ""
    assert Summary.from_bytes(to_digest([])) == Summary(figures=";" * 9)  # counted, as a case of which nothing is told


def test_the_central_person_is_named_in_her_own_script_with_her_spelling() -> None:
    her = fact(
        "person",
        roles=["harmed"],
        names=[{"text": "Bahia", "kind": "pseudonym"}, {"text": "منى", "transliterations": ["Mona"], "kind": "known-as"}],
    )
    one = told(person("Witness", "source"), her, person("Helper", "cooperated"))
    assert (one.name, one.spelling, one.others, one.shown) == ("منى", "Mona", 1, "منى")


def test_of_several_who_were_harmed_the_one_to_whom_most_was_done_comes_first() -> None:
    some = [person(name) for name in ("Amal", "Bahia", "Camila", "Dunya")]
    acts = [fact("act", code="threats", victims=[some[2].id]) for _ in range(2)] + [
        fact("act", code="threats", victims=[some[0].id])
    ]
    assert told(*some, *acts).name == "Camila"


def test_somebody_without_a_name_comes_after_those_who_have_one() -> None:
    assert told(fact("person", roles=["harmed"]), person("Amal")).name == "Amal"
    assert told(fact("person", roles=["harmed"])).name == ""


@pytest.mark.parametrize("kind", ["note", "event", "act"])
def test_an_entry_without_a_name_shows_its_first_words(kind: str) -> None:
    field: dict[str, dict[str, Any]] = {
        "note": {"text": "She called\nfrom the airport " + "x" * 200},
        "event": {"description": "She called\nfrom the airport " + "x" * 200},
        "act": {"code": "threats", "description": "She called\nfrom the airport " + "x" * 200},
    }
    one = told(fact(kind, **field[kind]))
    assert one.draft.startswith("She called from the airport") and len(one.draft) == LONGEST_DRAFT and one.shown == one.draft
    assert told(fact(kind, **field[kind]), person("Amal")).draft == ""


def test_states_are_where_it_happens_and_who_answers_each_once() -> None:
    one = told(
        fact("event", state_responsible="EGY", territory="SDN", began="2024"),
        fact("event", state_responsible="DZA", began="2025"),
        fact("act", code="threats", country="EGY"),
        fact("person", names=[{"text": "Amal"}], nationality=["FJI"], roles=["harmed"]),
    )
    assert one.states == ("DZA", "EGY", "SDN")
    many = [fact("event", state_responsible=state) for state in ("EGY", "DZA", "SDN", "CHN", "RUS", "KAZ", "BLR", "IRN")]
    assert len(told(*many).states) == MOST_STATES


def test_the_newest_act_counts_and_one_without_a_date_is_the_oldest() -> None:
    acts = [fact("act", code="threats", date="2021"), fact("act", code="travel-ban", date="2023-05"), fact("act", code="killing")]
    assert (told(*acts).act, told(*acts).act_on) == ("travel-ban", "2023-05")
    assert (told(acts[2]).act, told(acts[2]).act_on) == ("killing", "")


def test_the_most_urgent_event_that_is_not_closed_counts() -> None:
    closed = fact("event", urgency="hours", monitoring="closed")
    one = told(closed, fact("event", urgency="weeks"), fact("event", urgency="days"))
    assert one.urgency == "days" and not one.closed
    assert told(closed).urgency == "" and told(closed).closed


def test_each_persons_newest_assessment_counts_and_the_highest_of_them() -> None:
    her, other = person("Amal"), person("Bahia")
    of = {"person": her.id, "date": "2025-01-01", "level": "acute", "reassess_on": "2025-02-01"}
    one = told(
        fact("risk-assessment", **of),
        fact("risk-assessment", **(of | {"date": "2026-01-01", "level": "low", "reassess_on": "2026-12-01"})),
        fact("risk-assessment", person=other.id, date="2024-01-01", level="moderate"),
    )
    assert one.risk == "moderate" and one.due == date(2026, 12, 1)


def test_the_next_day_is_the_earliest_of_what_is_not_done() -> None:
    one = told(
        fact("task", what="a", due="2026-03-01", done="2026-02-01"),
        fact("task", what="b", due="2026-05-01"),
        fact("measure", what="c", due="2026-04-01"),
        fact("measure", what="d"),
    )
    assert one.due == date(2026, 4, 1)


def test_held_is_who_is_held_now() -> None:
    her = person("Amal")
    assert told(fact("detention", person=her.id, held=True)).held
    assert not told(fact("detention", person=her.id, held=True, released="2026-01-01")).held
    assert not told(fact("detention", person=her.id)).held


@given(st.lists(any_fact, max_size=6, unique_by=lambda one: one.id))
@settings(max_examples=60)
def test_any_case_has_a_summary_that_holds_all_words_of_its_digest(case: list[Fact]) -> None:
    data = to_digest(case, NOW)
    one = Summary.from_bytes(data)
    assert one.to_bytes() == data
    assert sorted((*one.codes, *one.words.split())) == sorted(digest(case).split())
    assert all(map(is_code, one.codes)) and not any(map(is_code, one.words.split()))


def test_a_usual_case_fits_the_bucket_of_four_kibibytes_and_the_largest_that_of_sixteen() -> None:
    tales = stories(1, NOW.date())
    usual = [next(tales) for _ in range(40)]
    assert all(padded_size(len(to_digest(case, NOW))) <= 4096 for case in usual)
    everything = [fact for case in usual for fact in case]
    assert padded_size(len(to_digest(everything, NOW))) == 16384


@pytest.mark.parametrize(
    "data",
    [
        b"", b"\n\n", b"{}\n\n", b"[]\n\n", b"7\n\n", b'{"format":2}\n\n', b'{"format":1}', b'{"format":1}\n\n\n', b"\xff\n\n",
        b'{"format":1,"due":7}\n\n', b'{"format":1,"due":"2026-02-30"}\n\n', b'{"format":1,"states":7}\n\n',
    ],
)  # fmt: skip
def test_what_is_no_summary_is_refused_without_its_text(data: bytes) -> None:
    with pytest.raises(NotASummary) as refused:
        Summary.from_bytes(data)
    assert str(refused.value) == "" and refused.value.__cause__ is None


def test_fields_of_a_later_version_are_passed_over() -> None:
    assert Summary.from_bytes(b'{"format":1,"name":"Amal","later":[1]}\nact_threats\namal') == Summary(
        name="Amal", codes=("act_threats",), words="amal"
    )
