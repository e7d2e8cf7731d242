"""Asking that a case goes, and letting it go: the second person's yes, the row of statistics, the receipt, word to every member.

One transaction: either the case is gone, its row of statistics stands and every member has her receipt, or nothing happened.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from alongside.desk.cases import destroying, history, opening, rekeying, store, waiting_mail
from alongside.desk.cases.destroying import Blocked, Destroyed
from alongside.desk.cases.evidence.taking import instant
from alongside.desk.cases.history import Happening
from alongside.desk.cases.holding import hold, lock_desk
from alongside.desk.cases.opening import Opened
from alongside.desk.cases.retention import counted, receipt, rules, statistics
from alongside.desk.cases.retention.receipt import Receipt
from alongside.desk.cases.store import Edit
from alongside.desk.outbox import deliveries
from alongside.desk.people import notices
from alongside.desk.people.models import BackupKey, Person
from alongside.desk.people.unlocked import Unlocked
from alongside.facts.retention import EndRequest
from alongside.vault.errors import Refused

DONE = {"destroy": "notices.destroyed", "shrink": "notices.shrunk"}
# Who was taken out of a case so lately hears of its end, and nobody ends it alone: else taking her out would be the way to do it.
LATELY = timedelta(days=30)


class NotYet(ValueError):
    """Another member has to say yes, or the wait is not over, or nobody asks for it any more; the text says which step it is."""


def ask(unlocked: Unlocked, opened: Opened, request: EndRequest, now: datetime) -> None:
    """Ask that the case goes, and tell the other members. Where that was asked before, nothing happens."""
    if any(one.ending == request.ending for one in rules.requests(opened.facts.values(), now)):
        return
    store.save(unlocked, opened.id, [Edit(None, request)], now)
    tell_others(unlocked, opened.id, "notices.ending_asked")


def tell_others(unlocked: Unlocked, case_id: UUID, notice: str) -> None:
    """A sentence that names no case to its other members."""
    for person in others(unlocked, case_id):
        with suppress(Refused):  # her key does not count: she sees it in the case
            notices.say(person, notice, unlocked.circle, who=unlocked.person.pk.hex)


def withdraw(unlocked: Unlocked, opened: Opened, request: EndRequest, now: datetime) -> None:
    """Any member can say no: the request goes."""
    store.save(unlocked, opened.id, [Edit(request, None)], now)


def others(unlocked: Unlocked, case: UUID) -> list[Person]:
    """The other active members of a case: people, however many logins they have."""
    return [one for one in rekeying.members_of(case) if one.pk != unlocked.person.pk]


def request_for(opened: Opened, ending: str, now: datetime) -> EndRequest | None:
    """The oldest request for this ending."""
    return next((one for one in rules.requests(opened.facts.values(), now) if one.ending == ending), None)


@dataclass(frozen=True, slots=True)
class Stands:
    """How far an ending has come, and whose word it waits for: the request as its writer really wrote it, the other members, and who was
    taken out of the case lately."""

    step: rules.Step
    request: EndRequest | None
    others: list[Person]
    taken_out: list[Person]


def standing(unlocked: Unlocked, opened: Opened, ending: str, now: datetime) -> Stands:
    """How far it has come for this member. Blocked where the history does not open."""
    past, inside = _past(unlocked, opened.id), others(unlocked, opened.id)
    request = _as_written(unlocked, request_for(opened, ending, now), past)
    out = _taken_out(unlocked, past, now, [one.pk.hex for one in inside])
    step = rules.step(request, unlocked.person.pk.hex, [one.pk.hex for one in inside], [one.pk.hex for one in out], now)
    return Stands(step, request, inside, out)


def carry_out(unlocked: Unlocked, case_id: UUID, ending: str, now: datetime) -> str:
    """Let the case go; gives the receipt. NoCase, NotYet, Blocked: then nothing happened.

    All is read anew behind the row's lock: a hold, a withdrawal of the request or a new member of this very moment counts.
    """
    with transaction.atomic():
        held = hold(unlocked, case_id, lock=True)
        unlocked.__dict__.pop("circle", None)
        found = opening.opened(held)
        if why := destroying.blocked(held, now):
            raise Blocked(why)
        stands = standing(unlocked, found, ending, now)
        if stands.step != "go":
            raise NotYet(stands.step)
        told = [*stands.others, *stands.taken_out]
        row = counted.statistic(found.facts.values()) if ending == "shrink" else None
        # What waits to be sent goes with its case, and what is kept of what was sent. Behind the desk's lock, which `bury` takes as well.
        lock_desk(held.desk)
        deliveries.forget(held.desk, waiting_mail.ever_sent(found))
        gone = destroying.bury([held], now)[0]
        if row is not None:
            statistics.keep(unlocked, row)
        text = receipt.signed(_receipt(held.desk, ending, gone), unlocked.secret, unlocked.card)
        for person in (unlocked.person, *told):
            with suppress(Refused):
                notices.say(person, DONE[ending], unlocked.circle, who=unlocked.person.pk.hex, receipt=text)
        return text


def unreadable_on(desk: UUID, today: date) -> date | None:
    """After which day no backup holds what goes today."""
    return rules.unreadable_on(BackupKey.objects.filter(desk=desk).values_list("month", flat=True), today)


def _receipt(desk: UUID, ending: str, gone: Destroyed) -> Receipt:
    day = gone.when.date()
    until = unreadable_on(desk, day)
    return Receipt(gone.case, desk, ending, day, until, gone.records, gone.files, gone.links, gone.tombstone, gone.head)


def _past(unlocked: Unlocked, case_id: UUID) -> list[Happening]:
    try:
        return history.happenings(unlocked, case_id)
    except (Refused, ValueError, KeyError):
        raise Blocked("damaged") from None


def _as_written(unlocked: Unlocked, request: EndRequest | None, past: Iterable[Happening]) -> EndRequest | None:
    """The request by who really put it into the case, and when: its fields can be written by whoever writes facts. One of which the
    history knows nothing counts as hers who looks."""
    if request is None:
        return None
    written = [one for one in past for change in one.changes if change.id == request.id]
    if not written:
        return replace(request, asked_by=unlocked.person.pk.hex)
    return replace(request, asked_by=written[-1].who.hex, asked=instant(written[-1].when))


def _taken_out(unlocked: Unlocked, past: Iterable[Happening], now: datetime, inside: Iterable[str]) -> list[Person]:
    """Active members of the desk who were taken out of the case lately."""
    out = {one.about for one in past if one.what == "member-removed" and one.about and now - one.when < LATELY}
    out -= {UUID(one) for one in inside} | {unlocked.person.pk}
    return list(Person.objects.filter(pk__in=out, desk=unlocked.desk, active=True).order_by("pk"))
