"""A case that does not know what happened to it lately: it came back from a backup which is older than the case was, or it came in with a
package or a file of plain facts. Marked, until a member has asked everybody again.

A withdrawal of consent may be among what is missing, lost or written into the case that the package was made from; the ledger
(`cases.ledger`) says yes to nothing as long as the mark stands. Who restores sets it, without any key, from the list of what stood
(`standing`); who takes a package in sets it on every case of it (`exporting.arriving`).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from alongside.desk.cases import history
from alongside.desk.cases.history import Happening
from alongside.desk.cases.holding import hold
from alongside.desk.cases.models import Case
from alongside.desk.people.unlocked import Unlocked


def mark(cases: Collection[UUID]) -> None:
    """These cases came back as they were, or came in from outside."""
    Case.objects.filter(pk__in=list(cases)).update(behind=True)


def asked_again(unlocked: Unlocked, case_id: UUID, now: datetime) -> None:
    """A member has asked everybody again, and her name stands for it in the history. NoCase."""
    with transaction.atomic():
        held = hold(unlocked, case_id, lock=True)
        if held.case.behind:
            held.case.behind = False
            held.case.save(update_fields=["behind"])
            history.append(held, Happening(0, now, unlocked.person.pk, "asked-again", held.case.revision))
