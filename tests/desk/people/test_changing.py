"""New words for the same key; and a new key altogether for somebody who thinks that her words are known (security.md 1, 5)."""

from datetime import timedelta
from uuid import uuid4

import pytest

from alongside.desk.people import accounts, after_unlock, cards, changing, factors, held, keyring, logins, notices, vouching
from alongside.desk.people.models import Desk, Factor, Keyring, Login, Person, Rekey
from alongside.desk.people.unlocked import Unlocked
from alongside.desk.people.vouching import Standing
from alongside.vault import totp
from alongside.vault.epochs import Entry, Purpose
from alongside.vault.errors import Misspelt, Refused, WrongKey
from alongside.vault.passphrases import CHEAPEST
from alongside.vault.sealed import new_key
from tests.desk.making import NOW, found_desk, login_client, member, opened

pytestmark = pytest.mark.usefixtures("database")


def again(unlocked: Unlocked) -> Unlocked:
    return Unlocked(Person.objects.get(pk=unlocked.person.pk), unlocked.secret, unlocked.login, unlocked.proven)


def renewed(unlocked: Unlocked) -> Unlocked:
    """She thinks her words are known, and logs in with her new ones."""
    words = changing.offer(unlocked, NOW)
    changing.known(unlocked, words, NOW, CHEAPEST)
    person = Person.objects.get(pk=unlocked.person.pk)
    return Unlocked(person, opened(person, words), proven=NOW)


def test_new_words_open_and_the_old_ones_do_not() -> None:
    alice = found_desk()
    before = bytes(alice.person.wrapped)
    words = changing.offer(alice, NOW)
    changing.new_passphrase(alice, words.upper().replace(" ", "  "), NOW, CHEAPEST)
    person = Person.objects.get(pk=alice.person.pk)
    assert accounts.secret_of(person, words).seed == alice.secret.seed
    assert bytes(person.wrapped) != before and bytes(person.card) == bytes(alice.person.card)


def test_words_that_were_not_typed_back_change_nothing() -> None:
    alice = found_desk()
    before = bytes(alice.person.wrapped)
    with pytest.raises(changing.NoOffer):
        changing.new_passphrase(alice, "abacus " * 6, NOW, CHEAPEST)
    words = changing.offer(alice, NOW)
    assert changing.offer(alice, NOW) == words
    with pytest.raises(changing.NotTheSame):
        changing.new_passphrase(alice, "abacus " * 6, NOW, CHEAPEST)
    with pytest.raises(Misspelt):
        changing.new_passphrase(alice, "no such words here at all", NOW, CHEAPEST)
    with pytest.raises(changing.NoOffer):
        changing.new_passphrase(alice, words, NOW + timedelta(minutes=held.MINUTES + 1), CHEAPEST)
    assert bytes(Person.objects.get(pk=alice.person.pk).wrapped) == before


def test_with_a_new_key_everything_she_held_still_opens_for_her_and_not_under_the_old_one() -> None:
    alice = found_desk()
    bob = member(alice)
    case, entry = uuid4(), Entry(Purpose.CASE, 1, new_key())
    keyring.keep(bob, Purpose.CASE, case, entry)
    handed = uuid4()
    keyring.hand(alice, bob.person, Purpose.CASE, handed, entry)
    notices.tell(bob.person, "keep this", alice.circle)
    new = renewed(bob)
    assert new.secret.seed != bob.secret.seed and new.card.epoch == 2
    assert keyring.ring(new, case).entries() == keyring.ring(new, handed).entries() == (entry,)
    assert accounts.names(new) and [note.text for note in notices.mine(new, NOW.date())] == ["keep this"]
    for row in Keyring.objects.filter(person=bob.person):
        with pytest.raises(Refused):
            keyring.opened(bob, row)
    assert {row.case for row in Rekey.objects.all()} == {case, handed, None}


def test_her_logins_end_and_her_second_factor_goes_on() -> None:
    alice = found_desk()
    bob = member(alice)
    browser = login_client(bob, NOW)
    secret = totp.new_secret()
    factors.add_totp(bob, secret, totp.code(secret, int(NOW.timestamp())), NOW)
    new = renewed(bob)
    assert not Login.objects.filter(person=bob.person).exists()
    assert logins.read(browser.cookies["alongside"].value, NOW) is None
    assert factors.enrolled(new) == {"totp"} and Factor.objects.count() == 1


def test_nothing_is_shared_with_her_until_a_colleague_has_compared_her_new_words() -> None:
    alice = found_desk()
    bob = member(alice, "Bob")
    charlie = member(alice, "Charlie")
    new = renewed(bob)
    assert vouching.standing(again(charlie), new.person) is Standing.CHANGED
    vouching.vouch(again(charlie), new.person, NOW)
    assert vouching.standing(again(alice), new.person) is Standing.MEMBER
    assert not again(alice).circle.admits(bob.card)
    notices.tell(new.person, "welcome back", again(alice).circle)


def test_whom_she_had_vouched_for_stay_members_through_it() -> None:
    alice = found_desk()
    bob = member(alice, "Bob")
    Person.objects.filter(pk=bob.person.pk).update(roles="administrator officer")
    charlie = member(again(bob), "Charlie")
    new = renewed(again(bob))
    vouching.vouch(again(alice), new.person, NOW)
    assert vouching.standing(again(alice), charlie.person) is Standing.MEMBER
    assert vouching.standing(again(charlie), new.person) is Standing.MEMBER


def test_somebody_whose_own_chain_leads_through_the_old_card_cannot_vouch_for_the_new_one() -> None:
    alice = found_desk()
    bob = member(alice, "Bob")
    Person.objects.filter(pk=bob.person.pk).update(roles="administrator officer")
    charlie = member(again(bob), "Charlie")
    new = renewed(again(bob))
    with pytest.raises(Exception, match="vouched"):
        vouching.vouch(again(charlie), new.person, NOW)
    assert vouching.standing(again(alice), charlie.person) is Standing.MEMBER


def test_the_founder_is_vouched_for_by_a_colleague_and_her_pin_goes_on() -> None:
    alice = found_desk()
    bob = member(alice)
    new = renewed(alice)
    assert not new.circle.admits(new.card)
    vouching.vouch(again(bob), new.person, NOW)
    assert again(new).circle.admits(new.card) and again(bob).circle.admits(bob.card)
    after_unlock.run(again(new), NOW)
    assert accounts.names(again(new))


def test_a_founder_who_is_alone_begins_the_desk_anew_at_her_new_card() -> None:
    alice = found_desk()
    new = renewed(alice)
    assert new.circle.admits(new.card) and Desk.objects.get().spent
    bob = member(new)
    assert vouching.standing(again(new), bob.person) is Standing.MEMBER
    assert cards.founder_card(new.desk) == new.card


def test_who_changed_the_row_meanwhile_wins_and_nothing_is_half_done() -> None:
    alice = found_desk()
    words = changing.offer(alice, NOW)
    Person.objects.filter(pk=alice.person.pk).update(
        card=alice.secret.card(alice.desk.bytes, alice.person.pk.bytes, 7).to_bytes()
    )
    with pytest.raises((Person.DoesNotExist, WrongKey)):
        changing.known(alice, words, NOW, CHEAPEST)
    assert Rekey.objects.count() == 0
