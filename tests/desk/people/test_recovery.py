"""Two custodians and an offline machine bring somebody back, and nobody else gets her secret (security.md 7, story 10)."""

import json
from uuid import UUID, uuid4

import pytest

from alongside.desk.people import (
    accounts,
    after_unlock,
    cards,
    ceremony,
    changing,
    escrows,
    invitations,
    keyring,
    leaving,
    notices,
    recovery,
    vouching,
)
from alongside.desk.people.bringing_back import Back, Out, Recovery
from alongside.desk.people.models import Desk, Keyring, Person, Rekey
from alongside.desk.people.unlocked import Unlocked
from alongside.vault.custody import split
from alongside.vault.epochs import Entry, Purpose
from alongside.vault.errors import NotAShare, NotVouched, Refused
from alongside.vault.passphrases import CHEAPEST
from alongside.vault.persons import Secret
from alongside.vault.sealed import new_key
from tests.desk.making import NOW, found_desk, member, opened
from tests.desk.people.test_ceremony import confirmed, hold

pytestmark = pytest.mark.usefixtures("database")
TODAY = NOW.date()


def again(unlocked: Unlocked) -> Unlocked:
    return Unlocked(Person.objects.get(pk=unlocked.person.pk), unlocked.secret, unlocked.login, unlocked.proven)


def a_case(of: Unlocked) -> tuple[UUID, Entry]:
    case, entry = uuid4(), Entry(Purpose.CASE, 1, new_key())
    keyring.keep(of, Purpose.CASE, case, entry)
    return case, entry


def with_new_key(by: Unlocked, person: Person, handle: str, voucher: Unlocked | None = None) -> Unlocked:
    """She lost her words; somebody makes her a link; she makes a new key; a colleague compares its words."""
    token = recovery.renew(again(by), person, handle, TODAY)
    person, words = invitations.accept(token, TODAY, CHEAPEST)
    back = Unlocked(person, opened(person, words), proven=NOW)
    vouching.vouch(again(voucher or by), person, NOW)
    after_unlock.run(again(back), NOW)
    return again(back)


def brought_back(out: bytes, shares: list[str]) -> bytes:
    """What happens on the offline machine."""
    machine = Recovery(Out.from_bytes(out).to_bytes())
    for share in shares:
        machine.add(share)
    return machine.back().to_bytes()


def test_two_of_three_bring_the_founder_back_and_everything_opens() -> None:
    """Story 10: the founder forgets hers, she is the only administrator, one of three custodians has moved abroad."""
    alice = found_desk()
    bob = member(alice, "Bob")
    case, entry = a_case(alice)
    notices.tell(alice.person, "before", bob.circle)
    paper = hold(again(alice))
    after_unlock.run(confirmed(bob), NOW)
    new = with_new_key(bob, alice.person, "heron")
    with pytest.raises(Refused):
        keyring.ring(new, case)
    assert recovery.is_owed(new) and accounts.names(new)
    out = recovery.out(again(bob), new.person).to_bytes()
    back = brought_back(out, [paper[2], paper[0]])
    assert recovery.finish(new, back, NOW) == 1
    new = again(new)
    assert keyring.ring(new, case).entries() == (entry,)
    assert "before" in [note.text for note in notices.mine(new, TODAY)]
    assert not recovery.is_owed(new)


def test_a_recovery_is_announced_and_asks_for_a_new_ceremony() -> None:
    alice = found_desk()
    bob = member(alice)
    a_case(bob)
    paper = hold(again(alice))
    after_unlock.run(confirmed(bob), NOW)
    new = with_new_key(alice, bob.person, "bob")
    recovery.finish(new, brought_back(recovery.out(again(alice), new.person).to_bytes(), paper[:2]), NOW)
    told = [note.key for note in notices.mine(again(alice), TODAY)]
    assert {"notices.renewed", "notices.recovered"} <= set(told)
    assert ceremony.is_due(again(alice)) == "spent"
    hold(again(alice))
    assert ceremony.is_due(again(alice)) == ""
    after_unlock.run(confirmed(new), NOW)
    assert escrows.behind(alice.desk) == []


def test_the_copy_of_her_earlier_secret_is_not_overwritten_while_keys_wait_for_it() -> None:
    alice = found_desk()
    bob = member(alice)
    a_case(bob)
    paper = hold(again(alice))
    after_unlock.run(confirmed(bob), NOW)
    new = with_new_key(alice, bob.person, "bob")
    hold(again(alice))  # meanwhile another ceremony
    after_unlock.run(again(new), NOW)
    machine = Recovery(recovery.out(again(alice), new.person).to_bytes())
    assert machine.recovery_words() != cards.recovery_card(alice.desk).fingerprint()
    assert recovery.finish(again(new), brought_back(recovery.out(again(alice), new.person).to_bytes(), paper[1:]), NOW) == 1
    after_unlock.run(confirmed(new), NOW)
    assert escrows.behind(alice.desk) == []


def test_where_nothing_waits_her_new_secret_is_copied_as_soon_as_she_confirms() -> None:
    alice = found_desk()
    bob = member(alice)
    hold(again(alice))
    after_unlock.run(confirmed(bob), NOW)
    new = with_new_key(alice, bob.person, "bob")
    new = confirmed(new)
    assert not recovery.is_owed(new) and escrows.behind(alice.desk) == []


def sealed_case() -> tuple[Unlocked, Unlocked, list[str], bytes]:
    alice = found_desk()
    bob = member(alice)
    a_case(bob)
    paper = hold(again(alice))
    after_unlock.run(confirmed(bob), NOW)
    new = with_new_key(alice, bob.person, "bob")
    return alice, new, paper, recovery.out(again(alice), new.person).to_bytes()


def test_wrong_foreign_and_mistyped_shares_are_refused_each_with_its_reason() -> None:
    _, _, paper, out = sealed_case()
    machine = Recovery(out)
    words = paper[0].split()
    wrong = " ".join([*words[:6], "nosuchword", *words[7:]])
    swapped = " ".join([*words[:6], "academic" if words[6] != "academic" else "acid", *words[7:]])
    for typed, reason, places in ((wrong, "word", (7,)), (swapped, "typo", ()), ("academic acid", "typo", ())):
        with pytest.raises(NotAShare) as refusal:
            machine.add(typed)
        assert (refusal.value.reason, refusal.value.places) == (reason, places)
    assert machine.add(paper[0].upper()) == 1
    for typed, reason in ((paper[0], "twice"), (split(bytes(32), 2, 3)[1], "mixed")):
        with pytest.raises(NotAShare) as refusal:
            machine.add(typed)
        assert refusal.value.reason == reason
    with pytest.raises(NotAShare) as refusal:
        machine.back()
    assert refusal.value.reason == "few"
    assert machine.add(paper[2]) == 0
    machine.back()


def test_shares_of_another_desk_or_another_ceremony_open_nothing() -> None:
    _, _, _, out = sealed_case()
    with pytest.raises(NotAShare) as refusal:
        brought_back(out, list(split(Secret.fresh().seed, 2, 3)[:2]))
    assert refusal.value.reason == "other"


def test_nobody_but_she_opens_what_comes_back() -> None:
    alice, new, paper, out = sealed_case()
    back = brought_back(out, paper[:2])
    with pytest.raises(recovery.NothingToBring):
        recovery.finish(again(alice), back, NOW)
    plain = json.loads(back)
    assert new.secret.seed.hex() not in json.dumps(plain)
    with pytest.raises(Refused):
        recovery.finish(again(new), out, NOW)
    with pytest.raises(Refused):
        recovery.finish(again(new), b"{}", NOW)
    with pytest.raises(Refused):
        recovery.finish(again(new), b"\xff\x00", NOW)
    recovery.finish(again(new), back, NOW)
    with pytest.raises(recovery.NothingToBring):
        recovery.finish(again(new), back, NOW)


def test_a_new_card_that_nobody_compared_gets_nothing() -> None:
    """Somebody with the database puts a card of his own into the file: the chain of vouches is looked at offline too."""
    _, new, _, out = sealed_case()
    file = Out.from_bytes(out)
    forged = Secret.fresh().card(new.desk.bytes, new.person.pk.bytes, 9)
    for card in (forged, Secret.fresh().card(new.desk.bytes, b"recovery", 1)):
        with pytest.raises(Refused):
            Recovery(Out(file.escrow, card, file.founder, file.vouches).to_bytes())


def test_another_founder_has_other_words() -> None:
    """A file with a founder, vouches and a card all made up passes the chain; the printed card is what it fails at."""
    alice, _, paper, out = sealed_case()
    assert Recovery(out).founder_words() == cards.founder_card(alice.desk).fingerprint()
    assert Recovery(out).person_words() != Recovery(out).founder_words()
    assert len(Recovery(out).recovery_words()) == 6 and paper


def test_a_made_up_earlier_secret_is_not_taken() -> None:
    """Somebody with the database swaps her copy for one of a secret of his own, to have her write under keys that he knows."""
    alice, new, _, _ = sealed_case()
    mine = Secret.fresh()
    earlier = mine.card(new.desk.bytes, new.person.pk.bytes, 1)
    made_up = escrows.make(mine, earlier, cards.recovery_card(alice.desk), again(alice).circle)
    Person.objects.filter(pk=new.person.pk).update(escrow=made_up)
    from alongside.vault.boxes import seal_to

    back = Back(new.card, b"")
    back = Back(new.card, seal_to(new.card, mine.seed, back.place(), again(alice).circle))
    with pytest.raises(NotVouched):
        recovery.finish(again(new), back.to_bytes(), NOW)


def test_who_may_make_a_link_for_a_new_key() -> None:
    alice = found_desk()
    bob, charlie = member(alice, "Bob"), member(alice, "Charlie")
    with pytest.raises(recovery.NotAllowed):
        recovery.renew(bob, charlie.person, "charlie", TODAY)
    with pytest.raises(recovery.NotAllowed):
        recovery.renew(alice, alice.person, "heron", TODAY)
    with pytest.raises(invitations.HandleTaken):
        recovery.renew(alice, charlie.person, "bob", TODAY)
    assert recovery.may_renew(bob, alice.person)  # the only administrator has nobody above her to ask
    assert recovery.renew(alice, charlie.person, "charlie", TODAY)
    assert accounts.names(again(charlie))  # nothing changes for her until she uses it


def test_the_only_officer_of_a_case_left_and_the_case_is_brought_back_through_a_colleague() -> None:
    """docs/keys.md, "Somebody died": her account is opened anew for a colleague she is followed by."""
    alice = found_desk()
    bob = member(alice)
    case, entry = a_case(bob)
    paper = hold(again(alice))
    after_unlock.run(confirmed(bob), NOW)
    leaving.end(again(alice), bob.person, NOW)
    after_unlock.run(again(alice), NOW)
    assert Keyring.objects.filter(person=bob.person, case=case).count() == 1
    heir = with_new_key(alice, Person.objects.get(pk=bob.person.pk), "bob")
    assert heir.card.epoch == 3  # above the card that replaced Bob's when he left
    recovery.finish(heir, brought_back(recovery.out(again(alice), heir.person).to_bytes(), paper[:2]), NOW)
    assert keyring.ring(again(heir), case).entries() == (entry,)


def test_without_a_copy_there_is_nothing_to_bring() -> None:
    alice = found_desk()
    bob = member(alice)
    with pytest.raises(recovery.NothingToBring):
        recovery.out(alice, bob.person)
    Desk.objects.update(spent=False)


# Who made the link does not compare


def renewed(by: Unlocked, person: Person, handle: str) -> Unlocked:
    """A link for a new key, used by whoever made it."""
    person, words = invitations.accept(recovery.renew(again(by), person, handle, TODAY), TODAY, CHEAPEST)
    return Unlocked(person, opened(person, words), proven=NOW)


def test_an_administrator_who_renews_an_account_for_herself_does_not_vouch_for_it() -> None:
    """Mallory makes a link for Bob's new key, opens it herself, and presses "the same"."""
    alice = found_desk()
    bob, mallory = member(alice, "Bob"), member(alice, "Mallory", "administrator")
    false_bob = renewed(mallory, bob.person, "bob")
    with pytest.raises(vouching.OwnLink):
        vouching.vouch(again(mallory), false_bob.person, NOW)
    assert vouching.standing(again(alice), false_bob.person) is not vouching.Standing.MEMBER
    assert accounts.names(again(false_bob)) == {}
    for note in notices.mine(again(mallory), TODAY):
        notices.done(mallory, note.id)  # her own notices may go: it is not there that it is remembered
    again_token = invitations.again(again(alice), Person.objects.get(pk=bob.person.pk), "bob", TODAY)
    invitations.accept(again_token, TODAY, CHEAPEST)
    for one in (mallory, alice):  # a second link from another administrator does not forgive the first, and counts itself
        assert vouching.own_link(again(one), Person.objects.get(pk=bob.person.pk)) == "another"


def test_another_member_compares_and_then_it_is_over() -> None:
    alice = found_desk()
    bob, charlie = member(alice, "Bob"), member(alice, "Charlie")
    new = renewed(alice, bob.person, "bob")
    vouching.vouch(again(charlie), new.person, NOW)
    assert accounts.renewed_by(again(alice), Person.objects.get(pk=bob.person.pk)) == ()
    assert accounts.names(again(new))[bob.person.pk] == "Bob"
    assert "notices.alone" not in [note.key for note in notices.mine(again(charlie), TODAY)]


def test_where_nobody_else_could_compare_everybody_is_told_in_red() -> None:
    alice = found_desk()
    bob = member(alice, "Bob")
    new = renewed(alice, bob.person, "bob")
    assert vouching.own_link(again(alice), new.person) == "alone"
    vouching.vouch(again(alice), new.person, NOW)
    for one in (alice, new):
        (note,) = [note for note in notices.mine(again(one), TODAY) if note.key == "notices.alone"]
        assert note.alarming


def test_my_words_are_known_in_a_renewed_account_owes_no_keys_that_it_never_had() -> None:
    """Whoever renewed Bob's account for himself presses "my words are known": Bob's cases stay as they are."""
    alice = found_desk()
    bob, mallory = member(alice, "Bob"), member(alice, "Mallory", "administrator")
    a_case(bob)
    false_bob = renewed(mallory, bob.person, "bob")
    changing.known(false_bob, changing.offer(false_bob, NOW), NOW, CHEAPEST)
    assert not Rekey.objects.exists()
