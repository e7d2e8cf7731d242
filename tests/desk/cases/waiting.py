"""A case of which a letter waits in the outbox, and what bad disks and strangers do to a case."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse

from alongside.desk.cases.models import History, Record
from alongside.desk.outbox import deliveries
from alongside.desk.people import clock
from alongside.facts.fact import Fact
from tests.desk.cases.telling import fact
from tests.desk.cases.walking import Walk
from tests.desk.outbox.making import sent


def letter(one: Walk, **told: Any) -> Fact:
    """Bob's letter about Amal waits to leave."""
    row = sent(one.bob)
    usual = {"form": "press-text", "lang": "en", "sent": "2026-11-22T10:00:00Z", "means": "mail", "draft": "d" * 32}
    usual |= {"sent_by": one.bob.person.pk.hex, "delivery": row.hex, "levels": {one.her.id: "named"}}
    made = fact("submission", **usual | told)
    one.add(made)
    return made


def row_of(made: Any) -> UUID:
    """Its row in the outbox."""
    return UUID(made.delivery)


def waits(one: Walk, made: Any) -> bool:
    row = row_of(made)
    return not deliveries.standing(one.alice.desk, [row], clock.now())[row].done


def take_back(one: Walk, words: str = "She rang: no more.") -> HttpResponse:
    """Amal's withdrawal of everything, as somebody writes it down."""
    given = {"withdraws": "everything", "given_by": one.her.id, "date": "2026-11-22", "words": words}
    return one.send(f"consent/{one.her.id}/withdraw/", given)


def flip(one: Fact) -> None:
    """One bit of its record."""
    row = Record.objects.get(pk=UUID(one.id))
    row.blob = row.blob[:-1] + bytes([row.blob[-1] ^ 1])
    row.save(update_fields=["blob"])


def lose(one: Fact) -> None:
    """Its row is gone."""
    Record.objects.filter(pk=UUID(one.id)).delete()


def damage_history(one: Walk) -> None:
    """The newest step of its history is gone."""
    last = History.objects.filter(case=one.case).order_by("-sequence").first()
    assert last is not None
    last.delete()
