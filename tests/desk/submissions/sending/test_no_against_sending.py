"""Her no and the sending in the same moment: whichever is stored first, nothing leaves that she has forbidden."""

from dataclasses import dataclass
from threading import Barrier, Thread
from typing import Any
from uuid import uuid4

import pytest
from django.db import connections

from alongside.desk.cases import rekeying, store
from alongside.desk.cases.holding import Held
from alongside.desk.cases.store import Edit
from alongside.desk.people import clock
from alongside.desk.submissions.sending import freezing, mailing
from alongside.facts.consent import Consent
from alongside.facts.fact import Fact
from alongside.facts.submissions import Draft, Submission
from tests.desk.cases.telling import fact
from tests.desk.cases.walking import Walk, text
from tests.desk.database import aside
from tests.desk.outbox.making import Ticking, use
from tests.desk.outbox.sink import sink
from tests.desk.submissions.sending.test_mail import TO, page_digest, ready
from tests.desk.submissions.sending.test_pages import UN, ticked, told

ROUNDS = 2


@pytest.fixture(autouse=True)
def _both(database):
    """On both engines: each has locks of its own."""


def mail(digest: str) -> dict[str, str]:
    return {"do": "mail", "to": TO, "clear": "yes", "again": "yes", "seed": uuid4().hex, "digest": digest}


def take_back(one: Walk) -> None:
    """Bob writes her no down."""
    store.save(one.bob, one.case, [Edit(None, no(one))], clock.now())


def no(one: Walk) -> Fact:
    """To what she had agreed to."""
    consents = [found for found in one.of(Consent) if found.purpose == "send"]
    taken = {id_ for found in consents for id_ in found.withdraws}
    (given,) = [found for found in consents if found.answer == "agreed" and found.id not in taken]
    return said(one, answer="withdrawn", withdraws=[given.id])


def said(one: Walk, **more: Any) -> Fact:
    """A word of hers today on what is sent to the special procedures."""
    about = {"person": one.her.id, "recipient": UN, "purpose": "send", "date": clock.today().isoformat()}
    return fact("consent", given_by=one.her.id, **about, **more)


def agree_again(one: Walk) -> None:
    """After all that she took back on the same day."""
    noes = [found.id for found in one.of(Consent) if found.answer == "withdrawn"]
    one.add(said(one, answer="agreed", risks_explained=True, after=noes))


def test_a_no_stored_while_the_documents_are_made_stops_the_sending(monkeypatch: pytest.MonkeyPatch) -> None:
    one = told()
    made = mailing.letter

    def slow(*args: Any, **named: Any) -> mailing.Mailed:
        aside(take_back, one)
        return made(*args, **named)

    with sink() as server:
        use(one.alice, server)
        address = ready(one)
        monkeypatch.setattr(mailing, "letter", slow)
        answer = one.send(address, mail(page_digest(one, address)))
        assert answer.status_code == 409 and "Something has changed" in text(answer)
        Ticking(clock.now()).carry()
        assert not server.caught and not one.of(Submission)


def test_of_a_no_and_a_sending_at_once_the_no_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    one, first = told(), []
    with sink() as server:
        use(one.alice, server)
        address = ready(one)
        for _ in range(ROUNDS):
            sent, before, barrier = mail(page_digest(one, address)), len(one.of(Submission)), Barrier(2)
            monkeypatch.setattr(freezing, "rekeying", _Meeting(barrier))
            threads = [
                Thread(target=_closing, args=(one.send, address, sent)),
                Thread(target=_closing, args=(_no, one, no(one), barrier)),
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            first.append("sending" if len(one.of(Submission)) > before else "no")
            assert "I sent it by hand" not in one.page(address)
            Ticking(clock.now()).carry()
            assert not server.caught, first
            agree_again(one)
            ticked(one, one.of(Draft)[0], agreed=False)  # the text says when she agreed, so it is another one
    print("which was stored first is chance:", *first)


@dataclass(frozen=True)
class _Meeting:
    """Sending waits here, its documents made, until the no is as far: then both reach for the lock."""

    barrier: Barrier

    def hold_for_writing(self, *args: Any) -> Held:
        self.barrier.wait(60)
        return rekeying.hold_for_writing(*args)


def _no(one: Walk, hers: Fact, barrier: Barrier) -> None:
    barrier.wait(60)
    store.save(one.bob, one.case, [Edit(None, hers)], clock.now())


def _closing(work: Any, *args: Any) -> None:
    try:
        work(*args)
    finally:
        connections.close_all()
