"""A case destroyed: nothing of it is left but hashes and a tombstone, and `verify` still finds everything whole."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction

from alongside.desk.backup import rows
from alongside.desk.cases import store
from alongside.desk.cases.destroying import Blocked, bury, destroy, destroyed
from alongside.desk.cases.finding.asking import read
from alongside.desk.cases.finding.registry import Registry
from alongside.desk.cases.holding import hold
from alongside.desk.cases.models import Case, Head, History, Record
from alongside.desk.cases.verify import verify
from alongside.desk.people.models import Keyring, Rekey
from tests.desk.cases.telling import NOW, fact, few
from tests.desk.making import found_desk, member

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def told(database):
    """Alice and Bob with a case between them that was worked on, and another case of Alice's."""
    alice = found_desk()
    bob = member(alice, "Bob")
    case = store.create(alice, few(), NOW, [bob.person])
    store.save(bob, case, [store.Edit(None, fact("note", text="canary"))], NOW)
    store.remove_member(alice, case, bob.person, NOW)
    store.add_member(alice, case, bob.person, NOW)
    other = store.create(alice, few(), NOW)
    return alice, bob, case, other


def test_nothing_is_left_but_empty_links_and_the_desk_s_chain_goes_on(told):
    alice, bob, case, other = told
    links, hashes = (
        History.objects.filter(case=case).count(),
        list(History.objects.filter(case=case).order_by("sequence").values_list("hash", flat=True)),
    )
    gone = destroy(alice, case, NOW)
    assert (gone.case, gone.by, gone.records, gone.links) == (case, alice.person.pk, 3, links + 1)
    newest = Head.objects.order_by("-sequence")[0]
    assert gone.head == (Head.objects.count(), bytes(newest.previous), bytes(newest.hash))
    for model, which in ((Case, {"pk": case}), (Record, {"case": case}), (Keyring, {"case": case}), (Rekey, {"case": case})):
        assert not model.objects.filter(**which).exists()
    left = list(History.objects.filter(case=case).order_by("sequence"))
    assert [link.blob for link in left] == [b""] * (links + 1)
    assert [link.hash for link in left[:-1]] == hashes
    report = verify(alice.desk)
    assert report.faults == () and (report.cases, report.destroyed) == (2, 1)
    assert destroyed(alice.desk) == {case}
    for one in (alice, bob):
        with pytest.raises(store.NoCase):
            store.open_case(one, case, NOW)
    assert not store.open_case(alice, other, NOW).damaged
    store.create(bob, few(), NOW)
    assert verify(alice.desk).faults == ()


def test_the_index_of_each_member_forgets_it_with_the_next_request(told):
    alice, bob, case, other = told
    indexes = Registry(sweep=3600)
    for one in (alice, bob):
        one.login = one.person.pk.hex
        with indexes.index(one) as index:
            assert index.find(read("amal")).total == (2 if one is alice else 1)
    destroy(alice, case, NOW)
    for one in (alice, bob):
        with indexes.index(one) as index:
            assert [row.case for row in index.find(read("amal")).rows] == ([other] if one is alice else [])
            assert not index.unreadable()


def test_who_is_not_in_the_case_destroys_nothing(told):
    alice, bob, case, other = told
    charlie = member(alice, "Charlie")
    for one, which in ((charlie, case), (bob, other)):
        with pytest.raises(store.NoCase):
            destroy(one, which, NOW)
    assert verify(alice.desk).destroyed == 0
    destroy(bob, case, NOW + timedelta(days=1))
    with pytest.raises(store.NoCase):
        destroy(alice, case, NOW)


@pytest.mark.parametrize(
    ("harm", "found"),
    [
        (lambda case: History.objects.filter(case=case, sequence=1).update(blob=b"something"), "changed"),
        (lambda case: History.objects.filter(case=case, sequence=1).update(hash=bytes(32)), "changed"),
        (lambda case: History.objects.filter(case=case, sequence=2).delete(), "missing"),
        (lambda case: History.objects.filter(case=case).order_by("-sequence")[0].delete(), "cut"),
        (lambda case: Head.objects.filter(case=case).order_by("-sequence")[0].delete(), "head-differs"),
    ],
)
def test_each_harm_to_what_is_left_is_found_without_a_key(told, harm, found):
    alice, _, case, _ = told
    destroy(alice, case, NOW)
    harm(case)
    assert found in {fault.what for fault in verify(alice.desk).faults if fault.case == case}


def test_a_case_that_somebody_deleted_in_sql_is_named_and_so_is_a_tombstone_beside_a_living_case(told):
    alice, _, case, other = told
    row = Case.objects.get(pk=case)
    Record.objects.filter(case=other).delete()
    Case.objects.filter(pk=other).delete()
    assert [(fault.case, fault.what) for fault in verify(alice.desk).faults] == [(other, "no-case")]
    destroy(alice, case, NOW)
    row.save(force_insert=True)
    assert (case, "lives") in {(fault.case, fault.what) for fault in verify(alice.desk).faults}


def test_links_emptied_in_sql_without_a_tombstone_are_named(told):
    alice, _, case, _ = told
    History.objects.filter(case=case).update(blob=b"")
    assert {fault.what for fault in verify(alice.desk).faults} == {"changed"}


def a_hold(alice):
    return fact("legal-hold", since="2026-11-01", why="A court needs it", placed_by=alice.person.pk.hex)


def test_a_hold_keeps_the_case_until_it_is_lifted(told):
    alice, bob, case, _ = told
    held_by = a_hold(alice)
    store.save(bob, case, [store.Edit(None, held_by)], NOW)
    with pytest.raises(Blocked, match="hold"):
        destroy(alice, case, NOW)
    assert store.open_case(bob, case, NOW).facts[held_by.id]
    stands = store.open_case(bob, case, NOW).facts[held_by.id]
    store.save(bob, case, [store.Edit(stands, replace(stands, lifted=NOW.date(), lifted_by=bob.person.pk.hex))], NOW)
    destroy(alice, case, NOW)
    assert verify(alice.desk).faults == ()


def test_a_hold_deleted_in_sql_still_holds_by_the_history_and_without_a_history_nothing_goes(told):
    alice, _, case, other = told
    held_by = a_hold(alice)
    for which in (case, other):
        store.save(alice, which, [store.Edit(None, replace(held_by, id=which.hex))], NOW)
        Record.objects.filter(pk=which).delete()
        with pytest.raises(Blocked, match="hold"):
            destroy(alice, which, NOW)
    third = store.create(alice, few(), NOW)
    store.save(alice, third, [store.Edit(None, held_by)], NOW)
    store.save(alice, third, [store.Edit(None, fact("note", text="x"))], NOW)
    Record.objects.filter(pk=held_by.id).delete()
    History.objects.filter(case=third, sequence=2).delete()
    with pytest.raises(Blocked, match="damaged"):
        destroy(alice, third, NOW)


def test_of_several_cases_none_goes_where_one_must_stay(told):
    alice, _, case, other = told
    kept = store.create(alice, [*few(), a_hold(alice)], NOW)
    with transaction.atomic():
        held = [hold(alice, one, lock=True) for one in (case, kept)]
        with pytest.raises(Blocked):
            bury(held, NOW)
    assert set(Case.objects.values_list("pk", flat=True)) == {case, other, kept}


def test_a_damaged_case_that_never_had_a_hold_can_go(told):
    alice, _, case, _ = told
    Record.objects.filter(case=case).first().delete()
    destroy(alice, case, NOW)
    assert not Case.objects.filter(pk=case).exists()


def test_no_table_that_hangs_on_a_case_is_forgotten(told):
    """Every column that names a case, in tables that are not thought of yet too."""
    alice, _, case, _ = told
    destroy(alice, case, NOW)
    outlive = {"history", "head"}  # hashes alone
    for name, model in rows.tables().items():
        columns = [one for one in model._meta.concrete_fields if one.name == "case" or one.related_model is Case]
        for column in columns if name not in outlive else ():
            assert not model.objects.filter(**{column.attname: case}).exists(), name
    assert {name for name, model in rows.tables().items() if any(one.name == "case" for one in model._meta.concrete_fields)} == {
        *outlive, "keyring", "rekey", "record", "sealed_file",
    }, "a new table with a case: does destroying take its rows along?"  # fmt: skip
