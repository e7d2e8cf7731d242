"""What a member is told in red or in a notice, and what she has to compare before anything is sealed."""

import re
from uuid import uuid4

import pytest

from alongside.desk.people import (
    ceremony,
    clock,
    escrows,
    invitations,
    leaving,
    notices,
    recovery,
    vouching,
)
from alongside.desk.people.models import Notice, Person
from alongside.desk.people.vouching import Standing
from alongside.vault.boxes import seal_to
from alongside.vault.passphrases import CHEAPEST
from tests.desk.making import found_desk, login_client, member
from tests.desk.people.test_people_pages import AT, again, get, hidden, post, six, text

pytestmark = pytest.mark.usefixtures("database")


def test_who_made_the_link_is_sent_to_another_member() -> None:
    alice = found_desk()
    bob = member(alice, "Bob")
    charlie = member(alice, "Charlie")
    token = recovery.renew(alice, bob.person, "bob", clock.today())
    person, _ = invitations.accept(token, clock.today(), CHEAPEST)
    path = f"people/{person.pk}/compare/"
    browser = login_client(alice)
    page = browser.get(AT + path)
    assert "somebody else has to compare" in text(page) and 'value="same"' not in page.content.decode()
    post(browser, path, 422, do="same", seen=hidden(page, "seen"))
    assert vouching.standing(again(alice), person) is not Standing.MEMBER
    leaving.end(again(alice), charlie.person, clock.now())
    page = browser.get(AT + path)
    assert "no other member who could compare" in text(page)
    post(browser, path, do="same", seen=hidden(page, "seen"))
    shown = browser.get(f"{AT}notices/").content.decode()
    assert '<div class="danger">' in shown and "was also who compared its six words" in shown


def test_the_new_recovery_key_stands_in_red_until_its_words_are_compared() -> None:
    alice = found_desk()
    bob = member(alice, "Bob")
    made = ceremony.start(alice, 2, 2, clock.now())
    for number in (1, 2):
        ceremony.written_down(alice, number, clock.now())
    ceremony.finish(alice, clock.now())
    hers, browser = login_client(again(alice)), login_client(bob)
    for path in ("", "people/"):
        page = browser.get(AT + path)
        assert f"made by Alice on {clock.today().day} " in text(page) and '<div class="danger">' in page.content.decode()
        assert list(made.card.fingerprint()) == six(page)[:6]
        assert "Compare the new recovery key" not in get(hers, path)
    post(browser, "recovery/confirm/", seen="00" * 32)
    post(browser, "recovery/confirm/", seen="")
    assert not Person.objects.get(pk=bob.person.pk).escrow
    post(browser, "recovery/confirm/", seen=hidden(page, "seen"))
    assert escrows.is_current(Person.objects.get(pk=bob.person.pk), made.card) and again(bob).pins.recovery == 1
    assert "Compare the new recovery key" not in get(browser, "") + get(browser, "people/")


@pytest.mark.parametrize(
    "sealed",
    [
        b"[]",
        b"null",
        b"no json",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"text": 7}',
        b'{"text": "\\ud800"}',
        b'{"key": ["notices.ended"]}',
        b'{"key": "notices.ended", "params": ["who"]}',
        b'{"key": "notices.ended", "params": {"who": {}}}',
        b'{"key": "notices.ended", "params": {}}',
        b'{"key": "notices.ended"}',
        b'{"key": "compare.differ_do"}',
        b'{"key": "notices.ceremony", "params": {"who": "x", "day": "never"}}',
    ],
)
def test_whatever_somebody_seals_to_her_card_closes_no_page(sealed: bytes) -> None:
    """Her card is public: who writes to the database can leave her any bytes. Her pages, and her other notices, go on."""
    alice = found_desk()
    bob = member(alice, "Bob")
    notices.tell(bob.person, "Ring the lawyer", alice.circle)
    row = uuid4()
    blob = seal_to(bob.card, sealed, notices._place(bob.desk, row), alice.circle)
    Notice.objects.create(id=row, desk_id=bob.desk, person=bob.person, blob=blob)
    browser = login_client(bob)
    for lang in ("en", "ar"):
        for path in ("", "notices/", "people/"):
            page = browser.get(f"/desk/{lang}/{path}")
            assert page.status_code == 200 and ("Ring the lawyer" in text(page)) is (path != "people/")


def test_the_page_of_the_day_says_names_in_its_notices() -> None:
    alice = found_desk()
    bob = member(alice, "Bob")
    notices.announce(alice, "notices.renewed", who=alice.person.pk.hex, by=bob.person.pk.hex)
    shown = get(login_client(bob), "")
    assert "Bob made a link for a new key of Alice" in shown and alice.person.pk.hex not in shown


def test_a_notice_is_put_away_by_who_it_is_for() -> None:
    alice = found_desk()
    bob = member(alice, "Bob")
    notices.tell(bob.person, "Ring <the> lawyer", alice.circle)
    browser = login_client(bob)
    page = browser.get(f"{AT}notices/")
    assert "Ring &lt;the&gt; lawyer" in page.content.decode()
    note = re.search(r'name="note" value="([^"]+)"', page.content.decode()).group(1)
    post(login_client(alice), "notices/", note=note)
    assert "lawyer" in get(browser, "notices/")
    post(browser, "notices/", note=note)
    assert "Nothing new" in get(browser, "notices/")
    post(browser, "notices/", 400, note="nothing")
