"""A mail goes where somebody looked who did not change the address: not where the directory confirms another channel, nor where the entry
has changed since somebody looked, agreed, or pressed the button."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse

from alongside.desk.outbox import openpgp
from alongside.desk.people import clock, leaving, rekeying
from alongside.desk.submissions.addresses import book
from alongside.desk.submissions.addresses.entry import Entry
from alongside.desk.submissions.drafting.draft import Sender
from alongside.desk.submissions.sending import mailing
from alongside.directory import reader
from alongside.facts.submissions import Submission
from tests.desk.cases.walking import Walk, text
from tests.desk.database import aside
from tests.desk.making import login_client
from tests.desk.outbox.keyring import keyring
from tests.desk.outbox.making import Ticking, use
from tests.desk.outbox.sink import Sink, sink
from tests.desk.submissions.sending.test_mail import page_digest
from tests.desk.submissions.sending.test_pages import begun, completed, ticked, told

MECHANISM = "un-sr-human-rights-defenders"
WRONG = "insider@example.org"


@pytest.fixture
def _one(sqlite, tmp_path):
    """What these pages ask of the database is tested on both engines in test_mail."""
    with sqlite.fresh(tmp_path):
        yield


def way(mail: str, **told: Any) -> Entry:
    return Entry(id=uuid4(), kind="mechanism", mechanism=MECHANISM, mail=mail, **told)


def ready(one: Walk, server: Sink, entry: Entry) -> str:
    """The review of a draft to which Bob has agreed, with an entry of the book for its recipient."""
    use(one.alice, server)
    book.sign_as(one.alice, Sender("Harbour Desk", "desk@harbour.example"))
    draft = begun(one)
    completed(one, draft)
    ticked(one, draft)
    book.keep(one.alice, entry)
    return f"submissions/drafts/{draft.id}/review/"


def sending(one: Walk, address: str, to: str) -> dict[str, str]:
    return {"do": "mail", "to": to, "clear": "yes", "seed": uuid4().hex, "digest": page_digest(one, address)}


def looked(one: Walk, address: str, entry: Entry, by: object = None) -> HttpResponse:
    """Somebody says on the review that she compared the address."""
    code = f"address.{entry.id.hex}"
    fields = {"do": f"tick.{code}", f"note.{code}": "By voice with Geneva", "digest": page_digest(one, address)}
    return one.send(address, fields, login_client(by) if by else None)


@pytest.mark.usefixtures("_one")
def test_a_confirmed_web_form_opens_no_mail_to_whatever_the_book_holds_and_still_opens_the_way_by_hand():
    one, best = told(), reader.load().mechanisms[MECHANISM].best_channel
    assert best is not None and best.confirmed and best.type == "web-form"
    with sink() as server:
        address = ready(one, server, way(WRONG, changed=clock.today(), changed_by=one.bob.person.pk))
        page = one.page(address)
        assert "Nobody has compared it with a second source yet" in page and "last changed" in page and "by Bob" in page
        assert "Send it by mail now" not in page and "I sent it by hand" in page
        answer = one.send(address, sending(one, address, WRONG))
        assert answer.status_code == 422 and "Nobody has compared this address and key" in text(answer)
        assert not one.of(Submission)
        by_hand = {"do": "hand", "means": "web-form", "digest": page_digest(one, address)}
        assert one.send(address, by_hand).status_code == 303 and len(one.of(Submission)) == 1


@pytest.mark.usefixtures("_one")
def test_the_mail_address_that_the_directory_confirms_needs_nobody_unless_a_key_stands_beside_it():
    one = told()
    confirmed = next(each.value for each in reader.load().mechanisms[MECHANISM].channels if each.type == "email")
    with sink() as server:
        entry = way(confirmed.upper())
        address = ready(one, server, entry)
        assert "The directory confirms this address" in one.page(address)
        book.keep(one.alice, replace(entry, key=b"x", fingerprint="AB" * 20))
        page = one.page(address)
        assert "The directory confirms" not in page and "Send it by mail now" not in page
        book.keep(one.alice, entry)
        assert one.send(address, sending(one, address, confirmed)).status_code == 303
        Ticking(clock.now()).carry()
        assert [caught.to for caught in server.caught] == [confirmed.upper()]


@pytest.mark.usefixtures("_one")
def test_a_look_holds_for_one_way_and_is_not_hers_who_changed_it():
    one = told()
    with sink() as server:
        entry = way("urgent@un.example", changed=clock.today(), changed_by=one.alice.person.pk)
        address = ready(one, server, entry)
        answer = looked(one, address, entry)
        assert answer.status_code == 422 and "You changed this address or key yourself" in text(answer)
        page = one.page(address)
        assert "you changed it yourself" in page and f"tick.address.{entry.id.hex}" not in page
        assert one.send(address, {"do": f"tick.address.{entry.id.hex}", "digest": page_digest(one, address)}).status_code == 422
        assert looked(one, address, entry, one.bob).status_code == 303
        page = one.page(address)
        assert "Send it by mail now" in page and "by Bob: By voice with Geneva" in page and "Nobody has compared" not in page
        # Bob, who agreed and looked, changes the entry. Neither his yes nor his look reaches so far; nor does another one.
        changed = replace(entry, mail=WRONG, changed_by=one.bob.person.pk)
        book.keep(one.bob, changed)
        assert "Send it by mail now" not in one.page(address)
        assert looked(one, address, changed, one.bob).status_code == 422
        assert one.send(address, sending(one, address, WRONG)).status_code == 422
        # Nor taken out and put in again.
        book.forget(one.bob, changed.id)
        again = replace(changed, id=uuid4())
        book.keep(one.bob, again)
        assert looked(one, address, again, one.bob).status_code == 422 and "Send it by mail now" not in one.page(address)
        book.keep(one.bob, replace(entry, id=again.id, key=b"x"))  # the address that was looked at, with another key
        assert "Send it by mail now" not in one.page(address)
        assert not one.of(Submission)


@pytest.mark.usefixtures("_one")
def test_who_brought_the_address_is_not_somebody_else_because_a_colleague_brought_the_key():
    one = told()
    with sink() as server:
        bob, alice = one.bob.person.pk, one.alice.person.pk
        entry = way(WRONG, changed=clock.today(), changed_by=alice, changed_before=frozenset({bob}))
        address = ready(one, server, entry)
        page = one.page(address)
        assert "also by Bob" in page and f"tick.address.{entry.id.hex}" not in page
        assert {looked(one, address, entry, who).status_code for who in (one.bob, one.alice)} == {422}
        # A look of his from before, when nobody had written down that he had changed it.
        book.keep(one.alice, replace(entry, changed_before=frozenset()))
        assert looked(one, address, entry, one.bob).status_code == 303 and "Send it by mail now" in one.page(address)
        book.keep(one.alice, entry)
        assert "Send it by mail now" not in one.page(address)


@pytest.mark.usefixtures("_one")
def test_of_two_entries_with_one_address_the_chosen_one_is_written_to_and_no_other():
    """The first row of the table was taken, and its letter went in clear though the chosen entry has a key."""
    one = told()
    with sink() as server, keyring() as keys:
        entry = way("news@paper.example", checked=clock.today())
        address = ready(one, server, entry)
        data = openpgp.look(keys.make("news")).data
        keyed = replace(entry, id=uuid4(), key=data, fingerprint="AB" * 20)
        book._write(one.alice, keyed.id, keyed.to_bytes())  # the book takes one for a mechanism, but many for the press
        page = one.page(address)
        assert page.count("news@paper.example</bdi>") == 2 and f'value="{keyed.id.hex}"' in page
        answer = one.send(address, sending(one, address, "news@paper.example"))
        assert answer.status_code == 422 and not one.of(Submission)
        assert one.send(address, sending(one, address, keyed.id.hex)).status_code == 303
        (made,) = one.of(Submission)
        assert made.to == "news@paper.example"
        Ticking(clock.now()).carry()
        assert b"Amal" in keys.open(server.caught[0].data)


@pytest.mark.usefixtures("_one")
def test_the_review_shows_where_answers_will_go():
    one = told()
    with sink() as server:
        address = ready(one, server, way("urgent@un.example"))
        page = one.page(address)
        assert "Harbour Desk" in page and "desk@harbour.example" in page
        book.sign_as(one.alice, Sender("Harbour Desk", "insider@example.org\n+20 1"))
        page = one.page(address)
        assert "<bdi>insider@example.org</bdi>" in page and "<bdi>+20 1</bdi>" in page


@pytest.mark.usefixtures("_one")
def test_who_is_alone_in_the_desk_looks_herself():
    one = told()
    with sink() as server:
        entry = way("urgent@un.example", changed=clock.today(), changed_by=one.alice.person.pk)
        address = ready(one, server, entry)
        for other in (one.bob, one.charlie):
            leaving.end(one.alice, other.person, clock.now())
        assert looked(one, address, entry).status_code == 303
        assert "Send it by mail now" in one.page(address)


@pytest.mark.usefixtures("_one")
def test_a_key_of_the_desk_that_is_replaced_while_the_letter_is_made_hides_neither_the_book_nor_the_second_person(
    monkeypatch: pytest.MonkeyPatch,
):
    """Behind the lock nothing of the book opened with the key that the request had read, also not that a second person is asked for."""
    one, made = told(), mailing.letter
    with sink() as server:
        entry = way("urgent@un.example", checked=clock.today())
        address = ready(one, server, entry)

        def slow(*args: Any, **named: Any) -> mailing.Mailed:
            letter = made(*args, **named)
            rekeying.owe_desk(one.bob.desk)
            assert rekeying.advance_desk(one.bob, clock.now())
            return letter

        with monkeypatch.context() as patch:
            patch.setattr(mailing, "letter", slow)
            assert one.send(address, sending(one, address, entry.mail)).status_code == 303
        assert len(one.of(Submission)) == 1


@pytest.mark.usefixtures("database")
def test_an_entry_that_changes_while_the_letter_is_made_stops_the_sending(monkeypatch: pytest.MonkeyPatch):
    """Whether to another address, or to the same one with another key."""
    one, made = told(), mailing.letter
    with sink() as server:
        entry = way("urgent@un.example", checked=clock.today())
        address = ready(one, server, entry)
        for changed in (
            replace(entry, mail=WRONG),
            replace(entry, key=b"x", checked=clock.today()),
            replace(entry, checked=None),
        ):

            def slow(*args: Any, _changed: Entry = changed, **named: Any) -> mailing.Mailed:
                letter = made(*args, **named)
                aside(book.keep, one.bob, _changed)
                return letter

            with monkeypatch.context() as patch:
                patch.setattr(mailing, "letter", slow)
                answer = one.send(address, sending(one, address, entry.mail))
            assert answer.status_code == 409 and "Something has changed" in text(answer)
            book.keep(one.alice, entry)
        Ticking(clock.now()).carry()
        assert not server.caught and not one.of(Submission)
        assert one.send(address, sending(one, address, entry.mail)).status_code == 303
