"""A notice is read by the one person it is for, and by nobody who holds the database."""

from datetime import timedelta

import pytest

from alongside.desk.people import notices
from alongside.desk.people.models import Notice
from alongside.vault.errors import NotVouched
from tests.desk.making import NOW, found_desk, member, newcomer

pytestmark = pytest.mark.usefixtures("database")
TODAY = NOW.date()


def test_only_she_reads_it_and_only_she_puts_it_away() -> None:
    alice = found_desk()
    bob = member(alice)
    notices.tell(bob.person, "call the lawyer", alice.circle)
    (note,) = notices.mine(bob, TODAY)
    assert note.text == "call the lawyer" and note.due is None
    assert notices.mine(alice, TODAY) == []
    assert not notices.done(alice, note.id)
    assert notices.done(bob, note.id) and notices.mine(bob, TODAY) == []


def test_it_waits_for_its_day() -> None:
    alice = found_desk()
    day = TODAY + timedelta(days=3)
    notices.tell(alice.person, "visa ends", alice.circle, day)
    assert notices.mine(alice, day - timedelta(days=1)) == []
    assert [note.due for note in notices.mine(alice, day)] == [day]


def test_the_database_shows_whose_and_when_and_nothing_else() -> None:
    alice = found_desk()
    notices.say(alice.person, "notices.ended", alice.circle, who="Boniface")
    row = Notice.objects.get()
    assert row.person_id == alice.person.pk and row.due is None
    assert b"Boniface" not in bytes(row.blob) and b"ended" not in bytes(row.blob)


def test_nothing_is_sealed_to_a_card_that_nobody_compared() -> None:
    alice = found_desk()
    with pytest.raises(NotVouched):
        notices.tell(newcomer(alice).person, "hello", alice.circle)
    assert not Notice.objects.exists()


def test_a_row_moved_to_somebody_else_does_not_open() -> None:
    alice = found_desk()
    bob = member(alice)
    notices.tell(bob.person, "one", alice.circle)
    notices.tell(bob.person, "two", alice.circle)
    first, second = Notice.objects.order_by("pk")
    Notice.objects.filter(pk=first.pk).update(blob=second.blob)
    assert len(notices.mine(bob, TODAY)) == 1


def test_everybody_who_counts_is_told() -> None:
    alice = found_desk()
    bob, _ = member(alice, "Bob"), newcomer(alice, "Charlie")
    assert notices.announce(alice, "notices.ceremony", who=alice.person.pk.hex) == 2
    (note,) = notices.mine(bob, TODAY)
    assert note.key == "notices.ceremony" and note.params["who"] == alice.person.pk.hex
