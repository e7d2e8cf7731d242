"""A decision on less publicity that a damaged case cannot store stops what waits to leave it all the same."""

import pytest

from alongside.desk.cases import store
from alongside.desk.people import clock
from tests.desk.cases import waiting
from tests.desk.cases.telling import fact
from tests.desk.cases.walking import Walk, walk


@pytest.fixture(autouse=True)
def _one_engine(sqlite, tmp_path):
    with sqlite.fresh(tmp_path):
        yield


def level(one: Walk, chosen: str, **told: object) -> int:
    given = {"do": "decide", "level": chosen, "persons": [one.her.id], "why": "She asked.", "person_asked": "yes"}
    return one.send("publicity/", {**given, "stop_sign": "She is seen.", **told}).status_code


@pytest.mark.parametrize("chosen", ["silent-log", "private-demarche", "closed-letter", "named-list"])
def test_a_decision_on_less_publicity_stops_what_waits_of_a_damaged_case(chosen: str) -> None:
    """The page said that nothing is decided there, and the appeal left."""
    one = walk()
    letter = waiting.letter(one)
    waiting.damage_history(one)
    assert level(one, chosen) == 422 and not waiting.waits(one, letter)


@pytest.mark.parametrize("chosen", ["public-appeal", "", "shout"])
def test_one_on_as_much_or_on_nothing_does_not(chosen: str) -> None:
    one = walk()
    letter = waiting.letter(one)
    waiting.damage_history(one)
    assert level(one, chosen) == 422 and waiting.waits(one, letter)


def test_one_that_is_no_longer_about_everybody_does() -> None:
    one = walk()
    told = {"decided": "2026-11-22T10:00:00Z", "decided_by": one.alice.person.pk.hex, "why": "Asked."}
    both = [one.her.id, one.husband.id]
    one.add(fact("publicity-decision", level="public-appeal", review_at="2026-11-24T10:00:00Z", persons=both, **told))
    letter = waiting.letter(one)
    waiting.damage_history(one)
    assert level(one, "public-appeal", persons=both) == 422 and waiting.waits(one, letter)
    assert level(one, "public-appeal") == 422 and not waiting.waits(one, letter)


def test_a_decision_on_less_in_a_whole_case_is_stored_as_before() -> None:
    one = walk()
    assert level(one, "silent-log") == 303
    assert not store.open_case(one.alice, one.case, clock.now()).damaged
