"""Whom an account is about, where nobody has tied the acts to it: in a case of one event they are its acts, however they were recorded."""

from datetime import date

import pytest

from alongside.desk.submissions.referral import travelling
from alongside.desk.submissions.referral.travelling import Terms
from tests.desk.cases.telling import fact, person

BOB, MONA = person("Bob Fictional"), person("Mona Hidden")
CLEAN = {"file": "1" * 32, "sha256": "2" * 64, "size": 9, "arrived": "2026-11-20T00:00:00Z", "arrived_by": "a" * 32,
         "cleaning": "nothing-to-clean"}  # fmt: skip


def going(*facts, goes=(BOB,)):
    ids = frozenset(one.id for one in goes)
    terms = Terms(ids, ids, {MONA.id: "refused"}, frozenset(travelling.CHOSEN), date(2026, 11, 22))
    return {one.fact.id: one for one in travelling.part({one.id: one for one in (BOB, MONA, *facts)}, terms)}


def tied(event, both_ways: bool) -> dict[str, str]:
    return {"event": event.id} if both_ways else {}


@pytest.mark.parametrize("said", [True, False])
def test_an_account_of_who_stays_stays_whether_or_not_somebody_tied_the_act_to_it(said):
    event = fact("event", place="Qasr", description="The only dentist of Qasr was beaten.")
    hers = fact("act", code="physical-attack", victims=[MONA.id], **tied(event, said))
    note, file = fact("note", about=[event.id], text="At noon"), fact("evidence", about=[event.id], **CLEAN)
    found = going(event, hers, note, file)
    assert (found[event.id].goes, found[event.id].why) == (None, "refused")
    assert found[note.id].goes is None and found[file.id].goes is None


@pytest.mark.parametrize("said", [True, False])
def test_an_account_of_both_goes_with_the_one_who_goes_and_a_file_about_it_stays(said):
    event = fact("event", description="They came at night.")
    his = fact("act", code="threats", victims=[BOB.id], event=event.id)
    hers = fact("act", code="physical-attack", victims=[MONA.id], **tied(event, said))
    file = fact("evidence", about=[event.id], **CLEAN)
    found = going(event, his, hers, file)
    assert found[event.id].goes == event
    assert (found[file.id].goes, found[file.id].why) == (None, "refused")


def test_of_two_events_nobody_knows_whose_an_act_is_that_names_neither():
    one, other = fact("event", description="They came at night."), fact("event", description="They came back.")
    hers = fact("act", code="physical-attack", victims=[MONA.id])
    found = going(one, other, hers)
    assert found[one.id].goes == one and found[other.id].goes == other


def test_what_somebody_said_of_the_event_stands_before_what_nobody_said():
    event = fact("event", description="The only dentist of Qasr was beaten.")
    hers = fact("act", code="physical-attack", victims=[MONA.id], event=event.id)
    his = fact("act", code="threats", victims=[BOB.id])
    assert going(event, hers, his)[event.id].goes is None


def test_a_file_about_an_event_to_which_nobody_tied_an_act_is_about_nobody():
    event, his = fact("event", description="They came at night."), fact("act", code="threats", victims=[BOB.id])
    file = fact("evidence", about=[event.id], **CLEAN)
    assert going(event, his, file)[file.id].why == "nobody"
