"""After somebody left a case: a new key, nothing new for her, nothing lost for the others, wherever the work breaks off."""

from dataclasses import replace

import pytest

from alongside.desk.cases import history, places, rekeying, store
from alongside.desk.cases.history import happenings
from alongside.desk.cases.models import Case, Record
from alongside.desk.cases.store import Edit, NoCase
from alongside.desk.people import cards, keyring
from alongside.desk.people.models import Keyring, Person, Rekey
from alongside.vault.epochs import Entry, Purpose, Ring
from alongside.vault.errors import WrongKey
from alongside.vault.manifest import Manifest
from alongside.vault.persons import Secret
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


def held(case):
    return set(Keyring.objects.filter(case=case).values_list("person", "epoch"))


def test_a_removal_seals_everything_anew_and_drops_the_old_key(three):
    alice, bob, charlie, case, told = three
    old = keyring.ring(charlie, case)
    store.remove_member(alice, case, charlie.person, NOW)
    assert epochs(case) == {2}
    # Bob's older key stays until he has taken the newer one over: with both he sees that it follows.
    assert held(case) == {(alice.person.pk, 2), (bob.person.pk, 1), (bob.person.pk, 2)}
    keyring.take_over(bob)
    rekeying.work(bob, NOW)
    assert held(case) == {(alice.person.pk, 2), (bob.person.pk, 2)}
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
    keyring.take_over(bob)
    rekeying.work(bob, NOW)
    assert epochs(case) == {2}
    assert held(case) == {(alice.person.pk, 2), (bob.person.pk, 2)}


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


def test_a_row_that_somebody_wrote_into_the_keyring_gets_no_new_key(three):
    """Whoever can write to the database puts herself among the members and asks for a new key, which an honest program would hand out."""
    alice, bob, _charlie, case, _told = three
    mallory = member(alice, "Mallory")
    genuine = Keyring.objects.filter(case=case, person=bob.person).get()
    Keyring.objects.create(
        desk_id=alice.desk, person=mallory.person, purpose="case", case=case, epoch=1, handed=True, blob=genuine.blob
    )
    Rekey.objects.create(desk_id=alice.desk, case=case)
    rekeying.work(bob, NOW)
    assert Case.objects.get(pk=case).epoch == 2
    assert (mallory.person.pk, 2) not in held(case)
    with pytest.raises(NoCase):
        store.open_case(mallory, case, NOW)


def test_a_new_card_is_handed_nothing_until_a_member_lets_her_in_again(three):
    """A renewed account may be in the hands of whoever made its link."""
    alice, bob, charlie, case, _told = three
    fresh = Secret.fresh()
    card = fresh.card(alice.desk.bytes, charlie.person.pk.bytes, 2)
    Person.objects.filter(pk=charlie.person.pk).update(card=card.to_bytes())
    cards.sign(alice, [card])
    Rekey.objects.create(desk_id=alice.desk, case=case)
    rekeying.work(bob, NOW)
    assert (charlie.person.pk, 2) not in held(case)
    assert charlie.person.pk not in {one.pk for one in store.let_in(store.open_case(bob, case, NOW))}
    store.add_member(bob, case, Person.objects.get(pk=charlie.person.pk), NOW)
    assert (charlie.person.pk, 2) in held(case)
    assert charlie.person.pk in {one.pk for one in store.let_in(store.open_case(bob, case, NOW))}


def test_a_next_key_that_somebody_made_up_is_not_taken_for_the_case_s(three):
    """Handed by a vouched colleague who is in no case, with manifest, digest and past sealed anew under it: nothing is sealed under it."""
    alice, bob, _charlie, case, _told = three
    mallory = member(alice, "Mallory")
    made_up = Ring.of(Purpose.CASE, [Entry(Purpose.CASE, 2, bytes(range(32)))])
    keyring.hand(mallory, bob.person, Purpose.CASE, case, made_up.entries()[0])
    row = Case.objects.get(pk=case)
    rows = dict.fromkeys((one.bytes for one in Record.objects.filter(case=case).values_list("pk", flat=True)), 1)
    row.epoch, row.past = 2, history.first_past(made_up, alice.desk, case, {bob.person.pk: bob.card.digest()})
    row.manifest = Manifest(1, rows).sealed(made_up, places.manifest(alice.desk, case, 1))
    row.digest = made_up.seal(b"x", places.digest(alice.desk, case, row.digest_version))
    row.save()
    rekeying.work(bob, NOW)
    assert epochs(case) == {1}
    with pytest.raises(NoCase):
        store.open_case(bob, case, NOW)
