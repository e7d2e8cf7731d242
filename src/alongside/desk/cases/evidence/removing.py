"""Removing a piece of evidence for good: fact, keys and bytes go, and of its custody stays who removed what, when and why.

The history keeps the whole text of the fact before it went, its digest included: that of a file that is gone proves what it was, should it
turn up again. Nothing may lean on it meanwhile: an act whose proof is gone would still say that there is one.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction

from alongside.desk.cases import history, opening, rekeying, store
from alongside.desk.cases.evidence import files
from alongside.desk.cases.history import Happening
from alongside.desk.cases.models import SealedFile
from alongside.desk.cases.opening import Opened
from alongside.desk.cases.retention import rules
from alongside.desk.cases.store import Edit
from alongside.desk.people.unlocked import Unlocked
from alongside.facts.evidence import Evidence
from alongside.facts.fact import Fact
from alongside.facts.fields import Many, declared

REMOVED = "evidence-removed"


class LeanedOn(Exception):
    """Other facts of the case name it."""


class Changed(Exception):
    """It is not as it was shown: somebody changed or removed it."""


class HeldBack(Exception):
    """Nothing of this case may be removed now. `key` is that of the sentence that says why."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def held_back(opened: Opened, now: datetime) -> str:
    """The key of the sentence why nothing of this case may be removed now; empty where it may. Asked when the page is shown, and again
    behind the lock of the case."""
    if opened.damaged:
        return "evidence.remove.damaged"
    why = rules.may_go(opened.facts.values(), now, whole=True)
    return f"evidence.remove.{'held' if why == 'hold' else why}" if why else ""


def leaning(opened: Opened, on: Fact) -> Iterator[Fact]:
    """The facts that name this one."""
    for one in opened.facts.values():
        for name, field in declared(type(one)).items():
            value = getattr(one, name)
            named = value or () if isinstance(field.metadata["kind"], Many) else (value,)
            if name != "id" and on.id in named:
                yield one
                break


def remove(unlocked: Unlocked, case_id: UUID, evidence: Evidence, why: str, now: datetime) -> None:
    """Remove it, in one transaction. NoCase, HeldBack, LeanedOn, Changed."""
    with transaction.atomic():
        held = rekeying.hold_for_writing(unlocked, case_id, now)
        opened = opening.opened(held)
        if key := held_back(opened, now):
            raise HeldBack(key)
        if opened.facts.get(evidence.id) != evidence:
            raise Changed
        if any(leaning(opened, evidence)):
            raise LeanedOn
        store.save(unlocked, case_id, [Edit(evidence, None)], now)
        history.append(held, Happening(0, now, unlocked.person.pk, REMOVED, 0, about=UUID(evidence.id), told={"why": why}))
        gone = [UUID(name) for name in (evidence.file, evidence.cleaned_file) if name]
        SealedFile.objects.filter(pk__in=gone, case=case_id).delete()
        files.set_aside(gone)
        transaction.on_commit(partial(files.remove, gone))
