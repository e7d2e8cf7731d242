"""Asking to be let into a case tells nobody whether there is one (security.md 6)."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alongside.desk.people import asking, keyring, leaving
from alongside.desk.people.models import Person, Request
from alongside.desk.people.unlocked import Unlocked
from alongside.vault.epochs import Entry, Purpose
from alongside.vault.errors import Misspelt
from alongside.vault.sealed import new_key
from tests.desk.making import NOW, found_desk, member

pytestmark = pytest.mark.usefixtures("database")
TODAY = NOW.date()


def again(unlocked: Unlocked) -> Unlocked:
    return Unlocked(Person.objects.get(pk=unlocked.person.pk), unlocked.secret, unlocked.login, unlocked.proven)


def a_case(of: Unlocked) -> UUID:
    case = uuid4()
    keyring.keep(of, Purpose.CASE, case, Entry(Purpose.CASE, 1, new_key()))
    return case


def test_a_reference_is_four_words_and_always_the_same() -> None:
    case = uuid4()
    assert asking.reference_of(case) == asking.reference_of(UUID(str(case))) != asking.reference_of(uuid4())
    assert len(asking.reference_of(UUID(int=1)).split()) == 4
    assert asking.reference_of(UUID(int=1)) == "swoosh shame platonic tightwad"


def test_a_request_shows_to_who_holds_the_case_and_to_nobody_else() -> None:
    alice = found_desk()
    bob, charlie = member(alice, "Bob"), member(alice, "Charlie")
    case = a_case(alice)
    asking.ask(bob, asking.reference_of(case).upper().replace(" ", ", "), TODAY)
    (found,) = asking.pending(again(alice), [case, uuid4()], TODAY)
    assert (found.person, found.case, found.day) == (bob.person.pk, case, TODAY)
    assert asking.pending(again(charlie), [a_case(charlie)], TODAY) == []
    asking.done(found)
    assert asking.pending(again(alice), [case], TODAY) == []


def test_asking_for_a_case_that_does_not_exist_does_the_same() -> None:
    alice = found_desk()
    bob = member(alice)
    case = a_case(alice)
    seen = []
    for reference in (asking.reference_of(case), asking.reference_of(uuid4())):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            asking.ask(again(bob), reference, TODAY)
        seen.append([query["sql"].split()[0] for query in queries])
    assert seen[0] == seen[1]
    assert len({len(row.blob) for row in Request.objects.all()}) == 1


def test_nothing_of_a_request_stands_in_the_database_in_clear() -> None:
    alice = found_desk()
    case = a_case(alice)
    asking.ask(alice, asking.reference_of(case), TODAY)
    blob = bytes(Request.objects.get().blob)
    assert asking.reference_of(case).split()[0].encode() not in blob and alice.person.pk.hex.encode() not in blob


@pytest.mark.parametrize("typed", ["", "one two three", "abacus abacus abacus nosuchword", "abacus " * 5])
def test_what_is_no_reference_is_refused_by_its_place(typed: str) -> None:
    alice = found_desk()
    with pytest.raises(Misspelt):
        asking.ask(alice, typed, TODAY)


def test_who_is_in_already_or_has_left_does_not_ask() -> None:
    alice = found_desk()
    bob, charlie = member(alice, "Bob"), member(alice, "Charlie")
    case = a_case(alice)
    for one in (bob, charlie):
        asking.ask(one, asking.reference_of(case), TODAY)
    keyring.keep(bob, Purpose.CASE, case, Entry(Purpose.CASE, 1, new_key()))
    leaving.end(again(alice), charlie.person, NOW)
    assert asking.pending(again(alice), [case], TODAY) == []


def test_a_request_waits_for_thirty_days() -> None:
    alice = found_desk()
    bob = member(alice)
    case = a_case(alice)
    asking.ask(bob, asking.reference_of(case), TODAY)
    assert asking.pending(again(alice), [case], TODAY + asking.WAITS)
    late = TODAY + asking.WAITS + timedelta(days=1)
    assert not asking.pending(again(alice), [case], late)
    assert asking.drop_old(again(alice), TODAY + asking.WAITS) == 0
    assert asking.drop_old(again(alice), late) == 1 and not Request.objects.exists()


def test_a_forged_row_hides_no_other() -> None:
    alice = found_desk()
    case = a_case(alice)
    bob = member(alice)
    Request.objects.create(desk_id=alice.desk, blob=b"\x01\x01" + bytes(300))
    asking.ask(bob, asking.reference_of(case), TODAY)
    assert len(asking.pending(again(alice), [case], TODAY)) == 1


def test_who_asks_without_end_takes_the_place_of_her_own_oldest_and_hears_nothing_of_it() -> None:
    """A thousand requests of one person must neither fill the desk nor push out a colleague's; and "too many" would tell, by ending, that
    one of them was answered: that there is such a case."""
    alice = found_desk()
    bob, charlie = member(alice, "Bob"), member(alice, "Charlie")
    case, other = a_case(alice), a_case(alice)
    asking.ask(charlie, asking.reference_of(case), TODAY)
    asking.ask(bob, asking.reference_of(case), TODAY - timedelta(days=1))
    for _ in range(asking.MOST - 1):
        asking.ask(bob, asking.reference_of(uuid4()), TODAY)
    assert {one.person for one in asking.pending(again(alice), [case], TODAY)} == {bob.person.pk, charlie.person.pk}
    asking.ask(bob, asking.reference_of(other), TODAY)
    assert Request.objects.count() == asking.MOST + 1
    found = asking.pending(again(alice), [case, other], TODAY)
    assert {(one.person, one.case) for one in found} == {(charlie.person.pk, case), (bob.person.pk, other)}
