"""The history of a case, and what `verify` finds without any key."""

from dataclasses import replace
from datetime import timedelta

import pytest

from alongside.desk.cases import store
from alongside.desk.cases.history import as_of, happenings
from alongside.desk.cases.models import Case, Head, History
from alongside.desk.cases.store import Edit, NoCase
from alongside.desk.cases.verify import verify
from tests.desk.cases.telling import NOW, few
from tests.desk.making import found_desk, member

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def told(database):
    """Alice, Bob, a case of theirs with a change and an opening, another case, and the person told of."""
    alice = found_desk()
    bob = member(alice, "Bob")
    her, act = few()
    case = store.create(alice, [her, act], NOW, [bob.person])
    store.save(bob, case, [Edit(her, replace(her, occupation="lawyer"))], NOW + timedelta(hours=1))
    store.open_case(alice, case, NOW + timedelta(hours=2))
    other = store.create(alice, few(), NOW)
    return alice, bob, case, other, her


def test_every_change_and_every_opening_is_told_with_who_and_when(told):
    alice, bob, case, _, her = told
    history = happenings(alice, case)
    assert [(one.what, one.who, one.when) for one in history] == [
        ("created", alice.person.pk, NOW),
        ("changed", bob.person.pk, NOW + timedelta(hours=1)),
        ("opened", alice.person.pk, NOW + timedelta(hours=2)),
    ]
    (change,) = history[1].changes
    assert (change.id, change.before.get("occupation"), change.after["occupation"]) == (her.id, None, "lawyer")


def test_a_case_can_be_seen_as_it_was(told):
    alice, _, case, _, her = told
    assert as_of(alice, case, 1)[her.id] == her
    assert as_of(alice, case, 2)[her.id].occupation == "lawyer"


def test_who_is_not_in_the_case_reads_no_history(told):
    alice, _, case, *_ = told
    charlie = member(alice, "Charlie")
    with pytest.raises(NoCase):
        happenings(charlie, case)


def test_a_whole_desk_verifies_and_gives_its_head(told):
    alice, *_ = told
    report = verify(alice.desk)
    assert (report.cases, report.links, report.sequence, report.faults) == (2, 4, 4, ())
    assert verify(alice.desk, [(report.sequence, report.head)]).faults == ()
    assert [fault.what for fault in verify(alice.desk, [(2, report.head)]).faults] == ["head-differs"]


@pytest.mark.parametrize(
    ("harm", "found"),
    [
        (lambda case: History.objects.filter(case=case, sequence=2).delete(), {(False, "missing")}),
        (lambda case: History.objects.filter(case=case, sequence=3).delete(), {(False, "cut")}),
        (lambda case: History.objects.filter(case=case, sequence=2).update(blob=b"other"), {(False, "changed")}),
        (lambda case: History.objects.filter(case=case, sequence=1).update(sequence=9), {(False, "missing")}),
        (lambda case: History.objects.filter(case=case).delete(), {(False, "cut"), (False, "not-listed")}),
        (lambda case: Head.objects.filter(sequence=2).delete(), {(True, "missing")}),
        (lambda case: Head.objects.filter(sequence=1).update(case_hash=bytes(32)), {(True, "changed")}),
        (lambda case: Head.objects.filter(case=case).delete(), {(True, "missing"), (False, "not-listed")}),
    ],
)
def test_each_harm_to_a_chain_is_found_without_a_key(told, harm, found):
    alice, _, case, *_ = told
    harm(case)
    faults = verify(alice.desk).faults
    assert {(fault.case is None, fault.what) for fault in faults} >= found


def test_a_case_without_any_history_is_named(told):
    alice, _, _, other, _ = told
    History.objects.filter(case=other).delete()
    Head.objects.filter(case=other).delete()
    assert other in {fault.case for fault in verify(alice.desk).faults}
    assert Case.objects.filter(pk=other).exists()
