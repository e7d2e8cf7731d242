"""Whom a key may be passed to, and that no public key swapped in the database is ever sealed to (security.md 3)."""

import pytest

from alongside.desk.people import accounts, asking, cards, ceremony, escrows, keyring, notices, pinning, vouching
from alongside.desk.people.models import Desk, Keyring, Person, Vouch
from alongside.desk.people.unlocked import Unlocked
from alongside.desk.people.vouching import Standing
from alongside.vault.epochs import Entry, Purpose
from alongside.vault.errors import NotVouched, Refused
from alongside.vault.persons import Secret
from alongside.vault.sealed import new_key
from alongside.vault.vouches import Vouch as Statement
from tests.desk.making import NOW, found_desk, member, newcomer

pytestmark = pytest.mark.usefixtures("database")


def again(unlocked: Unlocked) -> Unlocked:
    """The same person at her next request."""
    return Unlocked(Person.objects.get(pk=unlocked.person.pk), unlocked.secret, unlocked.login, unlocked.proven)


def pass_a_key(by: Unlocked, to: Person) -> None:
    keyring.hand(by, to, Purpose.IDENTITY, None, Entry(Purpose.IDENTITY, 1, new_key()))


def test_a_newcomer_waits_until_a_member_has_compared_her_words() -> None:
    alice = found_desk()
    bob = newcomer(alice)
    assert vouching.standing(alice, bob.person) is Standing.WAITING
    assert [one.pk for one in vouching.waiting(alice)] == [bob.person.pk]
    with pytest.raises(NotVouched):
        pass_a_key(alice, bob.person)
    vouching.vouch(alice, bob.person, NOW)
    assert vouching.standing(alice, bob.person) is Standing.MEMBER and vouching.waiting(alice) == []
    pass_a_key(alice, bob.person)


def test_both_see_the_same_six_words() -> None:
    alice = found_desk()
    bob = newcomer(alice)
    assert (
        vouching.words_of(Person.objects.get(pk=bob.person.pk))
        == bob.secret.card(bob.desk.bytes, bob.person.pk.bytes, 1).fingerprint()
    )


def test_vouching_passes_on_the_keys_that_all_members_share() -> None:
    alice = found_desk()
    bob = newcomer(alice)
    assert accounts.names(again(bob)) == {}
    vouching.vouch(alice, bob.person, NOW)
    assert set(accounts.names(again(bob)).values()) == {"Alice", "Bob"}


def test_any_member_vouches_and_an_administrator_who_is_not_vouched_for_does_not() -> None:
    alice = found_desk()
    bob = member(alice, "Bob")
    outsider = newcomer(alice, "Mallory", "administrator")
    charlie = newcomer(alice, "Charlie")
    with pytest.raises(NotVouched):
        vouching.vouch(again(outsider), charlie.person, NOW)
    vouching.vouch(bob, charlie.person, NOW)
    assert vouching.standing(again(alice), charlie.person) is Standing.MEMBER


def test_a_card_exchanged_between_reading_and_pressing_is_not_signed() -> None:
    alice = found_desk()
    bob = newcomer(alice)
    seen = cards.card_of(bob.person).digest()
    other = Secret.fresh().card(alice.desk.bytes, bob.person.pk.bytes, 1)
    Person.objects.filter(pk=bob.person.pk).update(card=other.to_bytes())
    with pytest.raises(NotVouched):
        vouching.vouch(alice, bob.person, NOW, seen)
    assert Vouch.objects.count() == 0


def test_pressing_twice_vouches_once() -> None:
    alice = found_desk()
    bob = newcomer(alice)
    vouching.vouch(alice, bob.person, NOW)
    vouching.vouch(again(alice), bob.person, NOW)
    assert Vouch.objects.count() == 1 and Keyring.objects.filter(person=bob.person).count() == 1


def test_a_persons_key_swapped_in_sql_is_sealed_to_by_nobody() -> None:
    alice = found_desk()
    bob = member(alice)
    forged = Secret.fresh().card(alice.desk.bytes, bob.person.pk.bytes, 1)
    Person.objects.filter(pk=bob.person.pk).update(card=forged.to_bytes())
    swapped = Person.objects.get(pk=bob.person.pk)
    alice = again(alice)
    assert vouching.standing(alice, swapped) is Standing.CHANGED
    for seal in (lambda: pass_a_key(alice, swapped), lambda: notices.tell(swapped, "hello", alice.circle)):
        with pytest.raises(NotVouched):
            seal()


def test_a_colleagues_card_copied_into_her_row_is_not_hers() -> None:
    alice = found_desk()
    bob, mallory = member(alice, "Bob"), member(alice, "Mallory")
    Person.objects.filter(pk=bob.person.pk).update(card=bytes(mallory.person.card))
    swapped = Person.objects.get(pk=bob.person.pk)
    alice = again(alice)
    assert vouching.standing(alice, swapped) is not Standing.MEMBER
    with pytest.raises(NotVouched):
        notices.tell(swapped, "hello", alice.circle)
    with pytest.raises(NotVouched):
        vouching.vouch(alice, swapped, NOW)
    with pytest.raises(NotVouched):
        pass_a_key(alice, swapped)


def test_the_founders_key_swapped_in_sql_stops_every_sealing() -> None:
    alice = found_desk()
    bob, charlie = member(alice, "Bob"), member(alice, "Charlie")
    forged = Secret.fresh()
    card = forged.card(alice.desk.bytes, alice.person.pk.bytes, 1)
    Desk.objects.update(founder=card.to_bytes())
    Vouch.objects.create(desk_id=alice.desk, blob=Statement.make(forged, card, cards.card_of(charlie.person)).to_bytes())
    bob = again(bob)
    for seal in (
        lambda: pass_a_key(bob, charlie.person),
        lambda: notices.tell(charlie.person, "hello", bob.circle),
        lambda: vouching.vouch(bob, charlie.person, NOW),
        lambda: escrows.renew(bob) or bob.circle,
    ):
        with pytest.raises(NotVouched):
            seal()


def test_the_recovery_key_swapped_in_sql_gets_no_copy_of_anybody() -> None:
    alice = found_desk()
    bob = member(alice)
    ceremony.start(alice, 2, 2, NOW)
    for number in (1, 2):
        ceremony.written_down(alice, number, NOW)
    ceremony.finish(alice, NOW)
    forged = Secret.fresh().card(alice.desk.bytes, cards.RECOVERY, 1)
    for card in (forged, cards.card_of(bob.person)):
        Desk.objects.update(recovery=card.to_bytes())
        with pytest.raises(NotVouched):
            escrows.renew(again(bob))
        assert ceremony.is_due(again(bob)) == "changed"
    assert not Person.objects.get(pk=bob.person.pk).escrow


def test_what_was_seen_once_is_not_forgotten_when_its_vouch_is_deleted() -> None:
    """Floors: after a newer card of Bob's was seen, deleting its vouch in SQL does not bring his old one back."""
    alice = found_desk()
    bob = member(alice)
    old = bytes(bob.person.card)
    new = Secret.fresh().card(alice.desk.bytes, bob.person.pk.bytes, 2)
    Person.objects.filter(pk=bob.person.pk).update(card=new.to_bytes())
    vouching.vouch(again(alice), bob.person, NOW)
    assert pinning.remember(again(alice)) and not pinning.remember(again(alice))
    for row in Vouch.objects.all():
        if Statement.from_bytes(row.blob).card == new:
            row.delete()
    Person.objects.filter(pk=bob.person.pk).update(card=old)
    with pytest.raises(NotVouched):
        pass_a_key(again(alice), Person.objects.get(pk=bob.person.pk))


def test_a_damaged_row_of_vouches_hides_no_other() -> None:
    alice = found_desk()
    bob = member(alice)
    Vouch.objects.create(desk_id=alice.desk, blob=b"\x01garbage")
    assert cards.statements(alice.desk)[0].card == cards.card_of(bob.person)


def test_a_request_needs_the_desks_key() -> None:
    alice = found_desk()
    bob = newcomer(alice)
    with pytest.raises(Refused):
        asking.ask(again(bob), asking.reference_of(bob.person.pk), NOW.date())


def test_a_chain_ends_at_the_pin_or_counts_for_nothing() -> None:
    """Two strangers who vouch for each other, in rows that somebody wrote, are two strangers."""
    alice = found_desk()
    bob, mallory = newcomer(alice, "Bob"), newcomer(alice, "Mallory")
    for by, of in ((bob, mallory), (mallory, bob)):
        Vouch.objects.create(desk_id=alice.desk, blob=Statement.make(by.secret, by.card, of.card).to_bytes())
    assert [vouching.standing(again(alice), one.person) for one in (bob, mallory)] == [Standing.WAITING] * 2
    member(again(alice), "Charlie")
    vouching.vouch(again(alice), bob.person, NOW)
    assert vouching.standing(again(alice), mallory.person) is Standing.MEMBER
