"""The desk's decision that a second person reads everything: not taken away by who can write to the database and holds no key."""

import re

import pytest

from alongside.desk.people import notices
from alongside.desk.people.models import Keyring
from alongside.desk.submissions import addresses
from alongside.desk.submissions.addresses import book
from alongside.desk.submissions.addresses.models import Address
from alongside.desk.submissions.drafting.draft import Sender
from alongside.vault.epochs import Purpose
from tests.desk.making import NOW
from tests.desk.submissions.addresses.conftest import Office, send

PATH = "/desk/en/post/"


@pytest.fixture
def decided(office: Office) -> Office:
    book.ask_second(office.alice, always=True)
    assert addresses.asks_second(office.bob)
    return office


def decision(office: Office) -> Address:
    """The row that says so and nothing else."""
    return Address.objects.get(pk=next(row for row, plain in book._opened(office.alice) if plain == {"second": "always"}))


def break_it(row: Address) -> None:
    row.blob = bytes(row.blob)[:-1] + bytes([bytes(row.blob)[-1] ^ 1])
    row.save()


def test_one_byte_of_it_changed_in_sql_asks_all_the_same(decided: Office) -> None:
    """It was passed over like any row that somebody put there, and letters left on one person's word."""
    break_it(decision(decided))
    assert addresses.asks_second(decided.alice) and addresses.asks_second(decided.bob)


def test_who_holds_no_key_of_the_desk_is_asked(decided: Office) -> None:
    Keyring.objects.filter(person=decided.bob.person, purpose=Purpose.DESK).delete()
    assert addresses.asks_second(type(decided.bob)(decided.bob.person, decided.bob.secret))


@pytest.mark.parametrize("signed_first", [True, False])
def test_its_row_taken_away_leaves_it_beside_the_signature(office: Office, signed_first: bool) -> None:
    if signed_first:
        book.sign_as(office.alice, Sender("The desk"))
    book.ask_second(office.alice, always=True)
    book.sign_as(office.alice, Sender("The harbour desk", "12 Quay Street"))
    decision(office).delete()
    assert addresses.asks_second(office.bob) and addresses.sender(office.bob) == Sender("The harbour desk", "12 Quay Street")
    book.ask_second(office.alice, always=False)
    assert not addresses.asks_second(office.bob) and addresses.sender(office.bob) is not None


def test_what_does_not_open_is_said_and_an_administrator_decides_again_with_it_before_her(office: Office) -> None:
    """A broken row alone must not stop a desk for good; the next one asks again."""
    send(office.his, "/desk/en/addresses/new/", {"kind": "ngo", "name": "Watch", "seed": "1" * 32})
    assert "something that does not open" not in office.hers.get(PATH).content.decode()
    (row,) = Address.objects.all()
    break_it(row)
    assert addresses.asks_second(office.bob)
    page = office.hers.get(PATH).content.decode()
    assert "something that does not open" in page and re.search(r'<input[^>]*value="always"[^>]*checked', page)
    assert send(office.hers, PATH, {"do": "second", "second": "form"}).status_code == 303
    assert not addresses.asks_second(office.bob) and Address.objects.filter(pk=row.pk).exists()
    assert [one.key for one in notices.mine(office.bob, NOW.date())] == ["notices.second_by_form"]
    break_it(Address.objects.exclude(pk=row.pk).get())
    assert addresses.asks_second(office.bob)


def test_always_is_written_down_also_where_it_was_asked_because_of_a_broken_row(office: Office) -> None:
    Address.objects.create(desk_id=office.alice.desk, blob=b"x" * 100)
    book.ask_second(office.alice, always=True)
    Address.objects.exclude(pk=decision(office).pk).delete()
    assert addresses.asks_second(office.bob)
