"""A link makes an account without keys; who accepts it makes them; what counts is who compared six words."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connections

from alongside.desk.people import cards, invitations, keyring, logins, vouching
from alongside.desk.people.models import Desk, Factor, Invitation, Keyring, Login, Person
from alongside.desk.people.unlocked import Unlocked
from alongside.vault.epochs import Entry, Purpose
from alongside.vault.errors import NotVouched, Refused
from alongside.vault.passphrases import CHEAPEST
from alongside.vault.persons import Secret
from tests.desk.database import Database
from tests.desk.making import NOW, found_desk, member, newcomer, opened

pytestmark = pytest.mark.usefixtures("database")
TODAY = NOW.date()


def test_an_invited_person_has_no_key_and_her_link_stands_nowhere() -> None:
    alice = found_desk()
    token = invitations.invite(alice, "Boniface", "magpie", "duty officer", TODAY)
    bob = Person.objects.exclude(id=alice.person.id).get()
    assert (bob.card, bob.wrapped, bob.roles) == (b"", b"", "duty officer")
    rows = repr([*Person.objects.values(), *Invitation.objects.values()])
    assert token not in rows and "magpie" not in rows and "Boniface" not in rows


def test_the_pin_of_a_new_member_comes_from_the_link_and_not_from_the_database() -> None:
    alice = found_desk()
    token = invitations.invite(alice, "Bob", "magpie", "officer", TODAY)
    forged = Secret.fresh().card(alice.desk.bytes, alice.person.id.bytes, 1)
    Desk.objects.update(founder=forged.to_bytes())
    person, words = invitations.accept(token, TODAY, CHEAPEST)
    bob = Unlocked(person, opened(person, words))
    assert bob.pins.founder == alice.card.digest() != forged.digest()
    with pytest.raises(NotVouched):
        _ = bob.circle


def test_a_changed_letter_is_no_invitation() -> None:
    alice = found_desk()
    token = invitations.invite(alice, "Bob", "magpie", "officer", TODAY)
    other = invitations.invite(alice, "Charlie", "osprey", "officer", TODAY)
    letter = Invitation.objects.get(person__in=[invitations.look(other, TODAY)]).blob
    Invitation.objects.filter(person=invitations.look(token, TODAY)).update(blob=letter)
    with pytest.raises(invitations.NoInvitation):
        invitations.accept(token, TODAY, CHEAPEST)
    assert invitations.letter(other, TODAY).handle == "osprey"


def test_a_link_works_for_a_week_and_not_a_day_longer() -> None:
    alice = found_desk()
    token = invitations.invite(alice, "Bob", "magpie", "officer", TODAY)
    assert invitations.look(token, TODAY + timedelta(days=invitations.DAYS))
    late = TODAY + timedelta(days=invitations.DAYS + 1)
    assert invitations.look(token, late) is None
    with pytest.raises(invitations.NoInvitation):
        invitations.accept(token, late, CHEAPEST)


def test_a_link_can_be_opened_again_until_her_first_finished_login() -> None:
    alice = found_desk()
    token = invitations.invite(alice, "Bob", "magpie", "officer", TODAY)
    _, lost = invitations.accept(token, TODAY, CHEAPEST)
    person, words = invitations.accept(token, TODAY, CHEAPEST)
    with pytest.raises(logins.NotIn):
        logins.begin("magpie", lost, NOW, CHEAPEST)
    pending = logins.read(logins.begin("magpie", words, NOW, CHEAPEST), NOW)
    assert isinstance(pending, logins.Pending)
    assert invitations.look(token, TODAY)
    logins.finish(pending, NOW)
    assert not Invitation.objects.exists()
    with pytest.raises(invitations.NoInvitation):
        invitations.accept(token, TODAY, CHEAPEST)
    assert Person.objects.get(id=person.id).card == person.card


def test_opening_a_link_again_ends_what_the_first_keys_had_begun_and_makes_a_newer_card() -> None:
    alice = found_desk()
    token = invitations.invite(alice, "Bob", "magpie", "officer", TODAY)
    person, words = invitations.accept(token, TODAY, CHEAPEST)
    logins.begin("magpie", words, NOW, CHEAPEST)
    vouching.vouch(alice, person, NOW)
    Factor.objects.create(desk=person.desk, person=person, kind="totp")
    assert Keyring.objects.filter(person=person).exists()
    again, _ = invitations.accept(token, TODAY, CHEAPEST)
    assert not Login.objects.exists() and not Factor.objects.exists() and not Keyring.objects.filter(person=person).exists()
    assert cards.card_of(again).epoch == cards.card_of(person).epoch + 1
    fresh = Unlocked(alice.person, alice.secret)
    assert not fresh.circle.admits(cards.card_of(again))
    vouching.vouch(fresh, again, NOW)
    assert Unlocked(alice.person, alice.secret).circle.admits(cards.card_of(again))


def test_opening_a_link_again_destroys_no_key_of_a_case() -> None:
    """A renewed account (people.recovery) may be the only one that holds a case: its rows wait for her earlier secret."""
    alice = found_desk()
    token = invitations.invite(alice, "Bob", "magpie", "officer", TODAY)
    person, words = invitations.accept(token, TODAY, CHEAPEST)
    vouching.vouch(alice, person, NOW)
    bob = Unlocked(person, opened(person, words))
    keyring.keep(bob, Purpose.CASE, alice.person.id, Entry(Purpose.CASE, 1, bytes(32)))
    keyring.hand(alice, person, Purpose.CASE, bob.person.id, Entry(Purpose.CASE, 1, bytes(32)))
    invitations.accept(token, TODAY, CHEAPEST)
    assert Keyring.objects.filter(person=person, purpose="case").count() == 2


def test_a_new_link_ends_the_old_one_and_exists_only_before_the_first_login() -> None:
    alice = found_desk()
    old = invitations.invite(alice, "Bob", "magpie", "officer", TODAY)
    person = invitations.look(old, TODAY)
    assert person
    with pytest.raises(invitations.HandleTaken):
        invitations.again(alice, person, "osprey", TODAY)
    new = invitations.again(alice, person, " Magpie ", TODAY)
    assert invitations.look(old, TODAY) is None and invitations.look(new, TODAY) == person
    Invitation.objects.all().delete()
    with pytest.raises(invitations.NoInvitation):
        invitations.again(alice, person, "magpie", TODAY)


@pytest.mark.parametrize("handle", ["heron", "HERON", "  Heron ", "ｈｅｒｏｎ"])
def test_one_handle_is_one_person_however_it_is_written(handle: str) -> None:
    alice = found_desk()
    with pytest.raises(invitations.HandleTaken):
        invitations.invite(alice, "Bob", handle, "officer", TODAY)
    assert Person.objects.count() == 1 and not Invitation.objects.exists()


def test_of_two_invitations_with_one_handle_at_once_one_is_made(database: Database) -> None:
    alice, together = found_desk(), Barrier(2)

    def ask(name: str) -> str:
        try:
            together.wait()
            invitations.invite(Unlocked(alice.person, alice.secret), name, "magpie", "officer", TODAY)
            return "made"
        except invitations.HandleTaken:
            return "taken"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(ask, ["Bob", "Charlie"])) == ["made", "taken"]
    assert Invitation.objects.count() == 1


def test_an_account_that_was_ended_meanwhile_is_not_opened() -> None:
    alice = found_desk()
    token = invitations.invite(alice, "Bob", "magpie", "officer", TODAY)
    Person.objects.exclude(id=alice.person.id).update(active=False)
    assert invitations.look(token, TODAY) is None
    with pytest.raises(invitations.NoInvitation):
        invitations.accept(token, TODAY, CHEAPEST)


def test_a_newcomer_holds_nothing_until_her_words_were_compared() -> None:
    alice = found_desk()
    bob = newcomer(alice)
    assert not bob.desk_ring.keys
    with pytest.raises(NotVouched):
        keyring.hand(alice, bob.person, Purpose.CASE, bob.person.id, Entry(Purpose.CASE, 1, bytes(32)))


def test_a_card_swapped_in_sql_is_never_sealed_to() -> None:
    """security.md 3: each public key, swapped; each sealing refuses."""
    alice = found_desk()
    bob, charlie = member(alice), member(alice, "Charlie")
    entry, case = Entry(Purpose.CASE, 1, bytes(32)), bob.person.id
    mallory = Secret.fresh()
    right = bob.card
    forged = [
        mallory.card(right.desk, right.holder, 1),
        mallory.card(right.desk, right.holder, 2),
        type(right)(right.desk, right.holder, 1, mallory.card(b"", b"", 1).box, right.sign),
        type(right)(right.desk, right.holder, 1, right.box, mallory.card(b"", b"", 1).sign),
        charlie.card,
    ]
    for card in forged:
        Person.objects.filter(id=bob.person.id).update(card=card.to_bytes())
        with pytest.raises(Refused):
            keyring.hand(Unlocked(alice.person, alice.secret), Person.objects.get(id=bob.person.id), Purpose.CASE, case, entry)
    Person.objects.filter(id=bob.person.id).update(card=right.to_bytes())
    assert keyring.hand(alice, Person.objects.get(id=bob.person.id), Purpose.CASE, case, entry)
