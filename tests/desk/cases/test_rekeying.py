"""After somebody left a case: a new key, nothing new for her, nothing lost for the others, wherever the work breaks off."""

from dataclasses import replace

import pytest

from alongside.desk.cases import rekeying, store
from alongside.desk.cases.history import happenings
from alongside.desk.cases.models import Case, Record
from alongside.desk.cases.store import Edit, NoCase
from alongside.desk.people import keyring
from alongside.desk.people.models import Keyring, Rekey
from alongside.vault.errors import WrongKey
from alongside.vault.sealed import epoch_of
from tests.desk.cases.telling import NOW, fact, few
from tests.desk.making import found_desk, member

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def three(database):
    """Alice, Bob and Charlie in one case, and the facts told there."""
    alice = found_desk()
    bob, charlie = member(alice, "Bob"), member(alice, "Charlie")
    told = few()
    return alice, bob, charlie, store.create(alice, told, NOW, [bob.person, charlie.person]), told


def epochs(case):
    return {epoch_of(row.blob) for row in Record.objects.filter(case=case)}


def test_a_removal_seals_everything_anew_and_drops_the_old_key(three):
    alice, bob, charlie, case, told = three
    old = keyring.ring(charlie, case)
    store.remove_member(alice, case, charlie.person, NOW)
    assert epochs(case) == {2}
    assert set(Keyring.objects.filter(case=case).values_list("epoch", flat=True)) == {2}
    for row in Record.objects.filter(case=case):
        with pytest.raises(WrongKey):
            old.unseal(row.blob, None)
    for one in (alice, bob):
        found = store.open_case(one, case, NOW)
        assert dict(found.facts) == {fact.id: fact for fact in told}
        assert not found.damaged


def test_the_history_before_and_after_is_read_by_who_stayed(three):
    alice, bob, charlie, case, _ = three
    store.remove_member(alice, case, charlie.person, NOW)
    assert [one.what for one in happenings(bob, case)] == ["created", "member-removed", "rekeyed"]


def test_the_first_who_writes_makes_the_key_that_is_owed(three):
    alice, bob, charlie, case, _told = three
    Keyring.objects.filter(person=charlie.person).delete()
    Rekey.objects.create(desk_id=alice.desk, case=case)
    note = fact("note", text="Written after she left.")
    store.save(bob, case, [Edit(None, note)], NOW)
    assert Case.objects.get(pk=case).epoch == 2
    assert epoch_of(Record.objects.get(pk=note.id).blob) == 2
    assert not Rekey.objects.exists()
    assert note.id in store.open_case(alice, case, NOW).facts


def test_who_leaves_by_herself_leaves_the_new_key_to_the_others(three):
    _alice, bob, charlie, case, _ = three
    store.remove_member(charlie, case, charlie.person, NOW)
    with pytest.raises(NoCase):
        store.open_case(charlie, case, NOW)
    assert rekeying.owed_cases(bob) == [case]
    rekeying.work(bob, NOW)
    assert epochs(case) == {2}
    assert rekeying.owed_cases(bob) == []


def test_work_that_breaks_off_is_taken_up_by_another_member(three, monkeypatch):
    alice, bob, charlie, case, _told = three
    monkeypatch.setattr(rekeying, "STEP", 1)
    steps = iter([True])
    real = rekeying._step
    monkeypatch.setattr(rekeying, "_step", lambda *given: next(steps, False) and real(*given))
    store.remove_member(alice, case, charlie.person, NOW)
    assert epochs(case) == {1, 2}
    monkeypatch.setattr(rekeying, "_step", real)
    assert not store.open_case(bob, case, NOW).damaged
    assert rekeying.owed_cases(bob) == [case]
    rekeying.work(bob, NOW)
    assert epochs(case) == {2}
    assert set(Keyring.objects.filter(case=case).values_list("epoch", flat=True)) == {2}


def test_a_deleted_newest_key_does_not_make_her_write_under_the_old_one(three):
    alice, bob, charlie, case, _ = three
    rows = list(Keyring.objects.filter(case=case, person=bob.person))
    store.remove_member(alice, case, charlie.person, NOW)
    keyring.take_over(bob)
    Keyring.objects.filter(case=case, person=bob.person).delete()
    Keyring.objects.bulk_create(rows)
    Case.objects.filter(pk=case).update(epoch=1)
    with pytest.raises(NoCase):
        store.save(bob, case, [Edit(None, fact("note", text="x"))], NOW)


def test_a_save_between_the_steps_loses_nothing(three, monkeypatch):
    alice, bob, charlie, case, told = three
    her = told[0]
    monkeypatch.setattr(rekeying, "_step", lambda *given: False)
    store.remove_member(alice, case, charlie.person, NOW)
    monkeypatch.undo()
    store.save(bob, case, [Edit(her, replace(her, occupation="lawyer"))], NOW)
    rekeying.work(alice, NOW)
    found = store.open_case(alice, case, NOW)
    assert (found.facts[her.id].occupation, found.damaged, epochs(case)) == ("lawyer", frozenset(), {2})
