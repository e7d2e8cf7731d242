"""The report on one piece of evidence that leaves the desk; what it proves and how it is checked stands in `checking`."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from alongside.desk.cases import history
from alongside.desk.cases.evidence import checking, custody, taking
from alongside.desk.cases.history import Happening
from alongside.desk.cases.holding import hold
from alongside.desk.cases.models import Head, History
from alongside.desk.people.unlocked import Unlocked
from alongside.facts.evidence import Evidence
from alongside.vault import statements

REPORTED = "evidence-reported"


def made(unlocked: Unlocked, case_id: UUID, evidence: Evidence, now: datetime) -> bytes:
    """The report, signed by who asks for it; that she did is its last line. NoCase; a Refused where the history was tampered with."""
    with transaction.atomic():
        held = hold(unlocked, case_id, lock=True)
        history.append(held, Happening(0, now, unlocked.person.pk, REPORTED, held.case.revision, about=UUID(evidence.id)))
        rows = list(History.objects.filter(case=case_id).order_by("sequence").values_list("sequence", "previous", "hash", "blob"))
        head = Head.objects.filter(desk=held.desk).order_by("-sequence").values_list("sequence", "hash")[0]
    steps = list(custody.steps(history.happenings(unlocked, case_id), evidence))
    members = {who: number for number, who in enumerate(dict.fromkeys(step.who for step in steps), 1)}
    report: dict[str, Any] = {
        "format": checking.FORMAT,
        "made": taking.instant(now),
        "file": {"sha256": evidence.sha256, "size": evidence.size, "arrived": evidence.arrived},
        "custody": [
            {
                "link": step.sequence,
                "when": taking.instant(step.when),
                "who": f"member {members[step.who]}",
                "what": step.what.removeprefix("evidence-"),
            }
            for step in steps
        ],
        "desk": held.desk.hex,
        "chain": case_id.hex,
        "links": [
            [sequence, bytes(previous).hex(), bytes(hashed).hex(), hashlib.sha256(bytes(blob)).hexdigest()]
            for sequence, previous, hashed, blob in rows
        ],
        "desk_head": [head[0], bytes(head[1]).hex()],
    }
    signature = statements.sign(unlocked.secret, unlocked.card, checking.WHAT, checking.spelled(report))
    return checking.packed(report, unlocked.card, signature)
