"""When an account ends, it ends at once and everywhere; and colleagues go on (security.md 4, 5; story 9)."""

import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID, uuid4

import pytest
from django.db import connections

from alongside.desk.people import accounts, after_unlock, asking, cards, keyring, leaving, logins, notices, vouching
from alongside.desk.people.models import Desk, Factor, Invitation, Keyring, Login, Person, Rekey
from alongside.desk.people.unlocked import Unlocked
from alongside.desk.people.vouching import Standing
from alongside.vault.epochs import Entry, Purpose
from alongside.vault.errors import NotVouched
from alongside.vault.persons import Secret
from alongside.vault.sealed import new_key
from tests.desk.database import Database
from tests.desk.making import NOW, found_desk, login_client, member, newcomer

pytestmark = pytest.mark.usefixtures("database")


def again(unlocked: Unlocked) -> Unlocked:
    return Unlocked(Person.objects.get(pk=unlocked.person.pk), unlocked.secret, unlocked.login, unlocked.proven)


def case_of(*people: Unlocked) -> UUID:
    """A case's key in the hands of these people."""
    case, entry = uuid4(), Entry(Purpose.CASE, 1, new_key())
    for person in people:
        keyring.keep(person, Purpose.CASE, case, entry)
    return case


def test_everything_by_which_she_comes_in_is_gone_in_one_moment() -> None:
    alice = found_desk()
    bob = member(alice)
    case = case_of(alice, bob)
    login_client(bob, NOW)
    Factor.objects.create(desk_id=bob.desk, person=bob.person, kind="totp")
    assert leaving.foreseen(bob.person) == leaving.Left(1, 0)
    assert leaving.end(alice, bob.person, NOW) == leaving.Left(1, 0)
    for model in (Keyring, Login, Invitation, Factor):
        assert not model.objects.filter(person=bob.person).exists()
    gone = Person.objects.get(pk=bob.person.pk)
    assert (gone.active, gone.wrapped, gone.escrow) == (False, b"", b"")
    assert {row.case for row in Rekey.objects.all()} == {case, None}
    assert vouching.standing(alice, gone) is Standing.ENDED
    assert leaving.owed(alice) == [case]


def test_only_an_administrator_ends_an_account() -> None:
    alice = found_desk()
    bob, charlie = member(alice, "Bob"), member(alice, "Charlie")
    with pytest.raises(leaving.NotAllowed):
        leaving.end(bob, charlie.person, NOW)
    assert Person.objects.get(pk=charlie.person.pk).active


def test_the_last_administrator_cannot_be_ended() -> None:
    alice = found_desk()
    member(alice)
    with pytest.raises(accounts.LastAdministrator):
        leaving.end(alice, alice.person, NOW)


def test_the_founder_may_be_ended_and_the_desk_goes_on() -> None:
    """Story 9: the administrator leaves in anger. Her pin stays where every chain begins; she herself is sealed to no more."""
    alice = found_desk()
    bob, charlie = member(alice, "Bob", "administrator officer"), member(alice, "Charlie")
    leaving.end(again(bob), alice.person, NOW)
    bob = again(bob)
    assert not bob.circle.admits(cards.card_of(Person.objects.get(pk=alice.person.pk)))
    notices.tell(charlie.person, "still here", bob.circle)
    dora = newcomer(bob, "Dora")
    vouching.vouch(again(charlie), dora.person, NOW)
    assert vouching.standing(again(bob), dora.person) is Standing.MEMBER


def test_a_row_switched_back_to_active_in_sql_gives_nobody_a_key() -> None:
    alice = found_desk()
    bob = member(alice)
    leaving.end(alice, bob.person, NOW)
    Person.objects.filter(pk=bob.person.pk).update(active=True, wrapped=bytes(bob.person.wrapped))
    alice = again(alice)
    with pytest.raises(NotVouched):
        notices.tell(Person.objects.get(pk=bob.person.pk), "hello", alice.circle)
    after_unlock.run(alice, NOW)
    assert not Keyring.objects.filter(person=bob.person).exists()


def test_whom_she_vouched_for_stay_members() -> None:
    alice = found_desk()
    bob = member(alice, "Bob")
    charlie = member(bob_as_administrator(bob), "Charlie")
    leaving.end(again(alice), bob.person, NOW)
    assert vouching.standing(again(alice), charlie.person) is Standing.MEMBER
    assert vouching.standing(again(charlie), alice.person) is Standing.MEMBER


def bob_as_administrator(bob: Unlocked) -> Unlocked:
    Person.objects.filter(pk=bob.person.pk).update(roles="administrator officer")
    return again(bob)


def test_what_she_passed_on_can_still_be_taken_over_and_only_then_is_her_card_replaced() -> None:
    """Bob let Charlie into a case a minute before he was ended. The key he signed must not become worthless to Charlie."""
    alice = found_desk()
    bob, charlie = member(alice, "Bob"), member(alice, "Charlie")
    case = case_of(bob)
    entry = keyring.ring(bob, case).entries()[-1]
    keyring.hand(bob, charlie.person, Purpose.CASE, case, entry)
    leaving.end(alice, bob.person, NOW)
    charlie = again(charlie)
    assert keyring.ring(charlie, case).entries() == (entry,)
    after_unlock.run(charlie, NOW)
    assert again(charlie).circle.admits(cards.card_of(bob.person))
    Rekey.objects.filter(case=case).delete()  # what the room of cases does once the case has a new key
    after_unlock.run(again(charlie), NOW)
    assert not again(charlie).circle.admits(cards.card_of(bob.person))
    assert keyring.ring(again(charlie), case).entries() == (entry,)


def test_a_case_that_only_she_held_is_not_destroyed() -> None:
    alice = found_desk()
    bob = member(alice)
    lonely = case_of(bob)
    assert leaving.foreseen(bob.person) == leaving.Left(1, 1)
    assert leaving.end(alice, bob.person, NOW) == leaving.Left(1, 1)
    assert [row.case for row in Keyring.objects.filter(person=bob.person)] == [lonely]
    assert not Rekey.objects.filter(case=lonely).exists()


def test_the_next_member_who_unlocks_gives_the_desk_a_new_key() -> None:
    alice = found_desk()
    bob, charlie = member(alice, "Bob"), member(alice, "Charlie")
    asking.ask(charlie, asking.reference_of(uuid4()), NOW.date())
    stolen = bob.desk_ring
    leaving.end(alice, bob.person, NOW)
    after_unlock.run(again(charlie), NOW)
    assert not Rekey.objects.filter(case=None).exists()
    alice, charlie = again(alice), again(charlie)
    for one in (alice, charlie):
        after_unlock.run(one, NOW)
        assert set(again(one).desk_ring.keys) == {2}
        assert set(accounts.names(again(one)).values()) == {"Alice", "Bob", "Charlie"}
        assert accounts.desk_name(again(one)) == "The desk at the harbour"
        assert again(one).pins.epochs[one.desk] == 2
    assert len(list(asking._opened(again(alice)))) == 1
    for person in Person.objects.all():
        with pytest.raises(Exception, match="does not open"):
            stolen.unseal(person.profile, accounts.profile_context(alice.desk, person.pk, person.revision))


def test_two_who_unlock_at_once_make_one_new_key() -> None:
    alice = found_desk()
    bob, charlie = member(alice, "Bob"), member(alice, "Charlie")
    leaving.end(alice, bob.person, NOW)
    before = again(charlie)
    assert before.desk_ring.newest == 1
    after_unlock.run(again(alice), NOW)
    after_unlock.run(before, NOW)
    assert set(Keyring.objects.filter(purpose=Purpose.DESK).values_list("epoch", flat=True)) == {2}
    assert Keyring.objects.filter(purpose=Purpose.DESK).count() == 2


def test_a_new_key_reaches_somebody_who_was_vouched_for_later() -> None:
    alice = found_desk()
    bob = member(alice, "Bob")
    charlie = newcomer(alice, "Charlie")
    Keyring.objects.filter(person=bob.person).delete()
    after_unlock.run(again(alice), NOW)
    assert accounts.names(again(bob))
    assert not accounts.names(again(charlie))


def test_every_member_is_told() -> None:
    alice = found_desk()
    bob, charlie = member(alice, "Bob"), member(alice, "Charlie")
    leaving.end(alice, bob.person, NOW)
    (note,) = notices.mine(again(charlie), NOW.date())
    assert note.key == "notices.ended" and note.params == {"who": bob.person.pk.hex}


CHILD = """
import sys
import django
django.setup()
from alongside.desk.people import keyring, logins
from alongside.desk.people.unlocked import Unlocked
from datetime import datetime
now = datetime.fromisoformat(sys.argv[2])
for line in sys.stdin:
    found = logins.read(sys.argv[1], now)
    print(len(keyring.rings(found)) if isinstance(found, Unlocked) else "nobody", flush=True)
"""


def test_logged_in_twice_in_two_processes_she_sees_nothing_on_the_next_request_of_either(database: Database) -> None:
    alice = found_desk()
    bob = member(alice)
    case_of(alice, bob)
    cookies = [login_client(bob, NOW).cookies["alongside"].value for _ in range(2)]
    environ = {**os.environ, **database.environ, "ALONGSIDE_DATA": str(database.data)}
    environ["DJANGO_SETTINGS_MODULE"] = "alongside.desk.web.settings"
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", CHILD, cookie, NOW.isoformat()],
            env=environ,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        for cookie in cookies
    ]
    try:
        assert [answer(process) for process in processes] == ["1", "1"]
        leaving.end(alice, bob.person, NOW)
        assert [answer(process) for process in processes] == ["nobody", "nobody"]
    finally:
        for process in processes:
            process.stdin.close()
            process.wait(30)
            process.stdout.close()
    assert [logins.read(cookie, NOW) for cookie in cookies] == [None, None]


def answer(process: "subprocess.Popen[str]") -> str:
    process.stdin.write("?\n")
    process.stdin.flush()
    return process.stdout.readline().strip()


def test_an_exchanged_founders_card_keeps_nobody_in() -> None:
    alice = found_desk()
    bob = member(alice)
    Desk.objects.update(founder=Secret.fresh().card(alice.desk.bytes, alice.person.pk.bytes, 1).to_bytes())
    leaving.end(again(alice), bob.person, NOW)
    assert not Person.objects.get(pk=bob.person.pk).active


def test_a_case_in_the_hands_of_one_is_lonely() -> None:
    """docs/keys.md: every case has two members. Somebody who has left does not count."""
    alice = found_desk()
    bob = member(alice)
    shared, hers = case_of(alice, bob), case_of(alice)
    assert leaving.lonely(alice.desk) == [hers]
    leaving.end(alice, bob.person, NOW)
    assert leaving.lonely(alice.desk) == sorted([hers, shared])


def test_a_name_changed_while_the_key_is_replaced_is_not_left_under_the_old_one() -> None:
    alice = found_desk()
    bob, charlie = member(alice, "Bob"), member(alice, "Charlie")
    slow = again(charlie)
    assert slow.desk_ring.newest == 1
    leaving.end(alice, bob.person, NOW)
    after_unlock.run(again(alice), NOW)
    with pytest.raises(accounts.Stale):
        accounts.set_profile(slow, slow.person, accounts.Profile("Charlotte", "en"))


def at_once(*work: Callable[[], object]) -> list[object]:
    """Each in a thread with a connection of its own, started together."""
    start = Barrier(len(work))

    def run(one: Callable[[], object]) -> object:
        try:
            start.wait(30)
            return one()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(work)) as threads:
        return [future.result(60) for future in [threads.submit(run, one) for one in work]]


def test_ending_unlocking_and_vouching_at_the_same_moment_leave_one_key_for_all() -> None:
    alice = found_desk()
    bob, charlie, dora, frank = (member(alice, name) for name in ("Bob", "Charlie", "Dora", "Frank"))
    erin = newcomer(alice, "Erin")
    leaving.end(again(alice), bob.person, NOW)
    at_once(
        lambda: after_unlock.run(again(alice), NOW),
        lambda: after_unlock.run(again(charlie), NOW),
        lambda: vouching.vouch(again(frank), erin.person, NOW),
        lambda: leaving.end(again(alice), dora.person, NOW),
    )
    for _ in range(2):
        for one in (alice, charlie, erin, frank):
            after_unlock.run(again(one), NOW)
    rows = Keyring.objects.filter(purpose=Purpose.DESK)
    assert len(set(rows.values_list("epoch", flat=True))) == 1 and rows.count() == 4
    for one in (alice, charlie, erin, frank):
        assert set(accounts.names(again(one)).values()) == {"Alice", "Bob", "Charlie", "Dora", "Erin", "Frank"}
        assert vouching.standing(again(alice), one.person) is Standing.MEMBER


def test_somebody_ended_a_moment_ago_vouches_for_nobody_any_more() -> None:
    alice = found_desk()
    bob, charlie = member(alice, "Bob"), newcomer(alice, "Charlie")
    case_of(alice, bob)  # still owed a new key, so that Bob's card has not been replaced yet
    leaving.end(alice, bob.person, NOW)
    with pytest.raises(NotVouched):
        vouching.vouch(bob, charlie.person, NOW)


def test_a_key_that_reached_her_while_she_was_ended_is_taken_away_and_replaced() -> None:
    """A colleague's hand-over and the ending cross: neither sees the other's row."""
    alice = found_desk()
    bob = member(alice)
    case = case_of(alice)
    leaving.end(alice, bob.person, NOW)
    Rekey.objects.all().delete()
    row = keyring.keep(bob, Purpose.CASE, case, Entry(Purpose.CASE, 2, new_key()))
    after_unlock.run(again(alice), NOW)
    assert not Keyring.objects.filter(pk=row.pk).exists() and leaving.owed(again(alice)) == [case]


def test_what_only_she_held_is_taken_away_once_somebody_else_holds_it() -> None:
    alice = found_desk()
    bob = member(alice)
    case = case_of(bob)
    leaving.end(alice, bob.person, NOW)
    after_unlock.run(again(alice), NOW)
    assert Keyring.objects.filter(person=bob.person, case=case).exists()
    keyring.keep(again(alice), Purpose.CASE, case, Entry(Purpose.CASE, 1, new_key()))
    after_unlock.run(again(alice), NOW)
    assert not Keyring.objects.filter(person=bob.person).exists() and leaving.owed(again(alice)) == [case]
