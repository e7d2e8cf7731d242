"""From a file that arrived to a fact of a case, and from a fact to the bytes of its file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from alongside.desk.cases import history, opening, rekeying, store
from alongside.desk.cases.evidence import files
from alongside.desk.cases.evidence.files import Arrived
from alongside.desk.cases.finding.asking import Asked
from alongside.desk.cases.finding.registry import registry
from alongside.desk.cases.history import Happening
from alongside.desk.cases.holding import Held, hold
from alongside.desk.cases.models import Record
from alongside.desk.cases.store import Edit
from alongside.desk.people.unlocked import Unlocked
from alongside.facts.digest import file_word
from alongside.facts.evidence import Evidence
from alongside.facts.fields import LINE, writable

VIEWED, COPIED = "evidence-viewed", "evidence-copied"
MOST_TWINS = 20
ONE_LOOK = timedelta(minutes=10)  # who turns the pages of a file, or draws on it, looks at it once


def take(
    unlocked: Unlocked, case_id: UUID, arrived: Arrived, name: str, told: Mapping[str, Any], now: datetime, new_id: str = ""
) -> Evidence:
    """Store a file that arrived as evidence of a case: the key, the fact and its history in one transaction. NoCase, Damaged.

    `new_id` is that of a form and of what came with it: sent twice, by a second press or over a bad line, the file stands there once,
    and whoever brought it again gets what stands.
    """
    fact = Evidence(
        id=new_id or uuid4().hex,
        revision=1,
        file=arrived.id.hex,
        sha256=arrived.sha256,
        size=arrived.size,
        arrived=instant(now),
        arrived_by=unlocked.person.pk.hex,
        name=name_of_file(name),
        **told,
    )
    with transaction.atomic():
        held = rekeying.hold_for_writing(unlocked, case_id, now)
        if new_id and (before := stands(held, new_id)):
            return before
        files.keep(held, arrived)
        store.save(unlocked, case_id, [Edit(None, fact)], now)
    return fact


def stands(held: Held, evidence_id: str) -> Evidence | None:
    """A piece of evidence as it stands behind the lock of its case."""
    if not Record.objects.filter(pk=UUID(evidence_id), case=held.id).exists():
        return None
    found = opening.opened(held).facts.get(evidence_id)
    return found if isinstance(found, Evidence) else None


def note_look(unlocked: Unlocked, case_id: UUID, evidence: Evidence, now: datetime) -> None:
    """Note that somebody looks at it, unless she did a moment ago. NoCase."""
    about = UUID(evidence.id)
    with transaction.atomic():
        held = hold(unlocked, case_id, lock=True)
        for link in history.newest(held):
            seen = (link.what, link.who, link.about) == (VIEWED, unlocked.person.pk, about)
            if seen and abs(now - link.when) < ONE_LOOK:
                return
        history.append(held, Happening(0, now, unlocked.person.pk, VIEWED, held.case.revision, about=about))


def content(unlocked: Unlocked, case_id: UUID, evidence: Evidence, what: str, now: datetime) -> Iterator[bytes]:
    """The untouched bytes of a piece of evidence; who took them out goes into the history of the case first. NoCase, NoFile."""
    with transaction.atomic():
        held = hold(unlocked, case_id, lock=True)
        pieces = files.content(held, UUID(evidence.file), evidence.size)
        history.append(held, Happening(0, now, unlocked.person.pk, what, held.case.revision, about=UUID(evidence.id)))
    return pieces


def twins(unlocked: Unlocked, evidence: Evidence) -> list[UUID]:
    """Her cases that hold the same file, this one perhaps among them. Of cases that are not hers nothing is asked and nothing told."""
    asked = Asked(groups=(((file_word(evidence.sha256),),),))
    with registry.index(unlocked) as index:
        return [row.case for row in index.find(asked, counted=False).rows[:MOST_TWINS]]


def instant(now: datetime) -> str:
    """A moment, to the second, in UTC."""
    return now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def name_of_file(told: str) -> str | None:
    """The name that a file came with: it may say much, so it lies sealed, and no copy that leaves has it."""
    name = "".join(sign for sign in told if writable(sign) and sign not in "\r\n\t").strip()[:LINE]
    return name or None
