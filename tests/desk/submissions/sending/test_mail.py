"""What leaves by mail is the frozen copy: caught on its way and decrypted, it is the same bytes, and holds nobody who did not agree."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest

from alongside.desk.cases import history, store
from alongside.desk.cases.store import Edit
from alongside.desk.outbox import deliveries
from alongside.desk.outbox.rules import Outcome, Step
from alongside.desk.people import clock, notices
from alongside.desk.submissions.addresses import book
from alongside.desk.submissions.addresses.entry import Entry
from alongside.desk.submissions.drafting.draft import Sender
from alongside.facts.consent import Consent
from alongside.facts.submissions import Submission
from tests.desk.cases.walking import Walk, text
from tests.desk.outbox.keyring import keyring
from tests.desk.outbox.making import Ticking, use
from tests.desk.outbox.sink import sink
from tests.desk.submissions.documents.inside import found_in
from tests.desk.submissions.sending.test_pages import begun, completed, page_of, ticked, told

TO = "urgent@un.example"


@pytest.fixture(autouse=True)
def _both(database):
    """On both engines."""


def ready(one: Walk, key: bytes = b"") -> str:
    """The address of a review that can be sent."""
    book.sign_as(one.alice, Sender("Harbour Desk", "desk@harbour.example"))
    un = {"kind": "mechanism", "mechanism": "un-sr-human-rights-defenders", "mail": TO, "key": key}
    book.keep(one.alice, Entry(id=uuid4(), **un, checked=clock.today()))
    draft = begun(one)
    completed(one, draft)
    ticked(one, draft)
    page = page_of(one, draft, "review/")
    assert TO in page and ("Encrypted with OpenPGP" in page) is bool(key)
    return f"submissions/drafts/{draft.id}/review/"


def test_the_mail_decrypted_is_the_frozen_copy_and_names_nobody_else():
    one = told()
    with sink() as server, keyring() as keys:
        use(one.alice, server)
        keys.make("un")
        address = ready(one, keys.public("un"))
        sent = {"do": "mail", "to": TO, "seed": "c" * 32, "digest": page_digest(one, address)}
        for _ in range(2):
            assert one.send(address, sent).status_code == 303
        (made,) = one.of(Submission)
        Ticking(clock.now()).carry()
        (caught,) = server.caught
        frozen = next(copy for copy in made.copies if copy.name == "mail.eml")
        number = made.copies.index(frozen)
        inner = b"".join(one.send(f"submissions/sent/{made.id}/copy/", {"copy": number}).streaming_content)
        assert keys.open(caught.data) == inner
        assert not found_in(caught.data, "Amal Fictional", "Cairo airport", "Harbour Desk")
        assert found_in(inner, "Amal Fictional", "Harbour Desk") and not found_in(inner, "Husband Fictional")
        assert "Handed over to the mail server" in one.page(f"submissions/sent/{made.id}/")


def test_what_waits_is_stopped_by_a_member_and_by_a_withdrawal():
    one = told()
    with sink() as server:
        address = ready(one) if use(one.alice, server) else ""
        sent = {"do": "mail", "to": TO, "clear": "yes", "seed": "c" * 32, "digest": page_digest(one, address)}
        assert one.send(address, sent).status_code == 303
        (made,) = one.of(Submission)
        assert "Stop it" in one.page(f"submissions/sent/{made.id}/")
        given = next(found for found in one.of(Consent) if found.purpose == "send")
        back = {"matter": f"{given.purpose}|{given.recipient}", "given_by": one.her.id, "means": "call", "date": "2026-11-22"}
        assert one.send(f"consent/{one.her.id}/withdraw/", back | {"withdraws": given.id}).status_code == 303
        Ticking(clock.now()).carry()
        assert not server.caught and "it did not leave" in one.page(f"submissions/sent/{made.id}/")
        assert one.send(f"submissions/sent/{made.id}/stop/", {}).status_code == 409


def test_what_still_waits_when_the_last_day_of_a_yes_is_over_does_not_leave_and_who_sent_it_is_told():
    """Nobody opened the case that night, and at midnight her yes ended: the worker, which opens no case, sent it all the same."""
    one = told()
    with sink() as server:
        address = ready(one) if use(one.alice, server) else ""
        ends = [Edit(given, replace(given, expires=clock.today())) for given in one.of(Consent) if given.purpose == "name"]
        store.save(one.alice, one.case, ends, clock.now())
        sent = {"do": "mail", "to": TO, "clear": "yes", "seed": "c" * 32, "digest": page_digest(one, address)}
        assert one.send(address, sent).status_code == 303
        (made,) = one.of(Submission)
        Ticking(clock.now() + timedelta(days=1)).carry()
        page = one.page(f"submissions/sent/{made.id}/")
        assert not server.caught and "it did not leave" in page and "note that in the case" in page
        assert [note.key for note in notices.mine(one.alice, clock.today())].count("notices.outbox_too_late") == 1
        assert one.send(f"submissions/sent/{made.id}/stop/", {}).status_code == 303
        assert one.of(Submission)[0].stopped


def test_a_no_while_a_worker_has_it_keeps_it_from_every_later_try_and_the_page_says_what_is_known():
    one = told()
    with sink(replies={"RCPT": "break"}) as server:
        address = ready(one) if use(one.alice, server) else ""
        sent = {"do": "mail", "to": TO, "clear": "yes", "seed": "c" * 32, "digest": page_digest(one, address)}
        assert one.send(address, sent).status_code == 303
        (made,) = one.of(Submission)
        held = deliveries.claim(clock.now())  # a worker that has gone on its way
        assert held is not None
        message = held.message()
        assert one.send(f"submissions/sent/{made.id}/stop/", {}).status_code == 303
        page = one.page(f"submissions/sent/{made.id}/")
        assert "it may have left all the same" in page and "Stop it" not in page
        met = Outcome("unreachable")
        deliveries.mark(held, message, met, Step("unreachable", clock.now()), clock.now())
        server.replies.clear()
        Ticking(clock.now()).carry()
        page = one.page(f"submissions/sent/{made.id}/")
        assert not server.caught and "it did not leave" in page and "note that in the case" in page
        last = history.happenings(one.alice, one.case)
        assert [step.who for step in last if step.what == "submission-stopped"] == [one.alice.person.pk]
        assert "stopped a mail while it was being sent" in one.page("history/")
        assert one.send(f"submissions/sent/{made.id}/stop/", {}).status_code == 303
        page = one.page(f"submissions/sent/{made.id}/")
        assert one.of(Submission)[0].stopped and "note that in the case" not in page
        assert one.send(f"submissions/sent/{made.id}/stop/", {}).status_code == 409


def test_what_cannot_be_mailed_says_why_and_keeps_what_was_typed():
    one = told()
    with sink() as server:
        address = ready(one) if use(one.alice, server) else ""
        said = {"do": "mail", "seed": "c" * 32, "digest": page_digest(one, address)}
        answer = one.send(address, said | {"to": "karim@example.org", "clear": "yes"})
        assert answer.status_code == 422 and "only to addresses of the address book" in text(answer)
        answer = one.send(address, said | {"to": TO})
        assert answer.status_code == 422 and "There is no key for this address" in text(answer)
        entry = book.entries(one.alice)[0]
        old = Entry(id=entry.id, kind="mechanism", mechanism=entry.mechanism, mail=TO, key=b"x", expires=date(2020, 1, 1))
        book.keep(one.alice, old)
        said["digest"] = page_digest(one, address)
        answer = one.send(address, said | {"to": TO})
        assert answer.status_code in (409, 422) and not one.of(Submission) and not server.caught


def page_digest(one: Walk, address: str) -> str:
    return one.page(address).partition('name="digest" value="')[2].partition('"')[0]
