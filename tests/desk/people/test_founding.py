"""The first start makes one desk, and everybody's trust begins at its founder."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from alongside.desk.people import accounts, founding, keyring, logins
from alongside.desk.people.models import Desk, Keyring, Person
from alongside.vault.epochs import Entry, Purpose
from alongside.vault.errors import Refused
from alongside.vault.passphrases import CHEAPEST, PRODUCTION, cost_of
from tests.desk.database import Database
from tests.desk.making import NOW, found_desk, member

pytestmark = pytest.mark.usefixtures("database")


def test_the_founder_holds_the_first_key_and_counts_by_her_own_pin() -> None:
    alice = found_desk()
    assert alice.desk_ring.newest == 1
    assert alice.circle.admits(alice.card)
    assert accounts.names(alice) == {alice.person.id: "Alice"}
    assert accounts.desk_name(alice) == "The desk at the harbour"
    assert alice.has("administrator") and alice.has("officer") and not alice.has("approver")


def test_a_second_desk_is_refused_and_the_first_stays_as_it_is() -> None:
    found_desk()
    before = Desk.objects.values().get()
    with pytest.raises(founding.AlreadyFounded):
        founding.found("Another", "Mallory", "magpie", "en", NOW, CHEAPEST)
    assert Desk.objects.values().get() == before and Person.objects.count() == 1


def test_of_two_first_starts_at_once_one_makes_the_desk(database: Database) -> None:
    together = Barrier(2)

    def start(handle: str) -> str:
        try:
            together.wait()
            founding.found("The desk", handle, handle, "en", NOW, CHEAPEST)
            return "made"
        except founding.AlreadyFounded:
            return "refused"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(start, ["heron", "magpie"])) == ["made", "refused"]
    assert (Desk.objects.count(), Person.objects.count(), Keyring.objects.count()) == (1, 1, 1)


def test_a_desk_is_made_whole_or_not_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(keyring, "keep", crash)
    with pytest.raises(RuntimeError):
        found_desk()
    assert not Desk.objects.exists() and not Person.objects.exists()
    assert founding.the_desk() is None


def test_passphrases_of_real_people_are_wrapped_at_the_decided_cost() -> None:
    assert (PRODUCTION.passes, PRODUCTION.memory) == (3, 64 * 1024)
    unlocked, _ = founding.found("The desk", "Alice", "heron", "en", NOW)
    assert cost_of(unlocked.person.wrapped) == PRODUCTION


def test_the_database_holds_neither_name_nor_handle_nor_words() -> None:
    _, passphrase = founding.found("The desk at the harbour", "Alice", "heron", "en", NOW, CHEAPEST)
    # Values without the names of columns, and no text: "case" and "officer" are words of the list, too.
    rows = [*Desk.objects.values_list(), *Person.objects.values_list(), *Keyring.objects.values_list()]
    stored = b"|".join(bytes(value) for row in rows for value in row if isinstance(value, bytes | memoryview))
    for said in ("harbour", "Alice", "heron", *passphrase.split()):
        assert said.encode() not in stored
    assert len(stored) > 500


def test_only_the_passphrase_opens_the_secret_and_nothing_else_in_the_row_tests_it() -> None:
    """No hash oracle (security.md 1): the one value that depends on the words is behind Argon2id."""
    alice, passphrase = founding.found("The desk", "Alice", "heron", "en", NOW, CHEAPEST)
    columns = {field.name for field in Person._meta.get_fields() if field.concrete}
    assert "password" not in columns
    # The same person again with other words: only `wrapped` differs.
    before = Person.objects.values().get()
    Person.objects.update(
        wrapped=accounts.wrapped(alice.person, alice.secret, "abacus abacus abacus abacus abacus abacus", CHEAPEST)
    )
    after = Person.objects.values().get()
    assert {name for name in before if before[name] != after[name]} == {"wrapped"}
    assert logins.begin("heron", "abacus abacus abacus abacus abacus abacus", NOW, CHEAPEST)
    with pytest.raises(logins.NotIn):
        logins.begin("heron", passphrase, NOW, CHEAPEST)


def test_a_member_gets_the_key_and_a_changed_profile_hides_no_other() -> None:
    alice = found_desk()
    bob = member(alice)
    assert accounts.names(bob) == {alice.person.id: "Alice", bob.person.id: "Bob"}
    Person.objects.filter(id=bob.person.id).update(profile=alice.person.profile)
    assert accounts.names(bob) == {alice.person.id: "Alice"}
    with pytest.raises(Refused):
        accounts.profile_of(alice, Person.objects.get(id=bob.person.id))


def test_a_profile_written_by_two_at_once_is_refused_to_the_second() -> None:
    alice = found_desk()
    one, other = Person.objects.get(), Person.objects.get()
    accounts.set_profile(alice, one, accounts.Profile("Alicia", "es"))
    with pytest.raises(accounts.Stale):
        accounts.set_profile(alice, other, accounts.Profile("Alix", "fr"))
    assert accounts.profile_of(alice, Person.objects.get()) == accounts.Profile("Alicia", "es")


def test_members_of_a_case_are_asked_of_the_rows_each_time() -> None:
    alice = found_desk()
    bob = member(alice)
    case = alice.person.id  # any id
    for holder in (alice, bob):
        keyring.keep(holder, Purpose.CASE, case, Entry(Purpose.CASE, 1, bytes(32)))
    assert {person.id for person in accounts.members_of(case)} == {alice.person.id, bob.person.id}
    Person.objects.filter(id=bob.person.id).update(active=False)
    assert [person.id for person in accounts.members_of(case)] == [alice.person.id]


def test_roles_add_up_and_the_last_administrator_stays_one() -> None:
    alice = found_desk()
    bob = member(alice)
    accounts.set_roles(alice, bob.person, ["duty", "officer", "approver"])
    assert Person.objects.get(id=bob.person.id).roles == "approver duty officer"
    with pytest.raises(ValueError, match="no such role"):
        accounts.set_roles(alice, bob.person, "officer root")
    with pytest.raises(accounts.LastAdministrator):
        accounts.set_roles(alice, alice.person, "officer")
    accounts.set_roles(alice, bob.person, "administrator")
    accounts.set_roles(alice, Person.objects.get(id=alice.person.id), "officer")


def test_unlocked_shows_no_secret() -> None:
    assert repr(found_desk()) == "<Unlocked>"
