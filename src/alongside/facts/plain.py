"""Facts as plain tables and back, without loss: what a sealed record holds, an export carries and a form fills.

A table names its kind and the version of this format. Later versions may add fields: they are kept and written back unchanged. A
higher version means that a known field changed its meaning; it is refused by name, because guessing would corrupt it.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from alongside.facts.consent import Consent
from alongside.facts.events import Act, Detention, Event, Information, Involvement
from alongside.facts.evidence import Evidence
from alongside.facts.fact import FORMAT, Fact
from alongside.facts.fields import plain_table, read_table
from alongside.facts.following import Letter, StatusEvent, UnMention
from alongside.facts.persons import Person, Relation
from alongside.facts.problems import EnoughError, Problems
from alongside.facts.protection import Measure, Note, PlanSnapshot, RiskAssessment, Task
from alongside.facts.publicity import PublicityDecision, Referral
from alongside.facts.retention import EndRequest, KeepingReview, LegalHold
from alongside.facts.steps import Cooperation, DomesticStep, Intervention, StateResponse
from alongside.facts.submissions import Approval, Draft, Submission

KINDS: dict[str, type[Fact]] = {
    kind.KIND: kind
    for kind in (
        Event, Act, Person, Involvement, Relation, Information, Intervention, Cooperation, Detention, DomesticStep,
        StateResponse, RiskAssessment, Measure, Task, Note, PlanSnapshot, Consent, Evidence,
        KeepingReview, LegalHold, EndRequest, Draft, Approval, Submission,
        Letter, UnMention, StatusEvent, PublicityDecision, Referral,
    )
}  # fmt: skip


def to_plain(fact: Fact) -> dict[str, Any]:
    """The fact as JSON can hold it. `from_plain` gives the same fact back."""
    return {"format": FORMAT, "kind": fact.KIND} | plain_table(fact)


def from_plain(raw: object) -> Fact:
    """The fact of a plain table. Raises BadFact with every problem: field, fault, value, what is accepted."""
    problems = Problems()
    fact = None
    with suppress(EnoughError):
        fact = _read(raw, problems)
    problems.refuse()
    assert fact is not None  # noqa: S101  nothing was refused, so something was read
    return fact


def _read(raw: object, problems: Problems) -> Fact | None:
    if not isinstance(raw, Mapping):
        problems.note("fact", "not-a-table", value=raw)
        return None
    version, kind = raw.get("format"), raw.get("kind")
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        problems.note("format", "unknown-format", value=version, accepted=str(FORMAT))
    elif version > FORMAT:
        problems.note("format", "newer-format", value=version, accepted=str(FORMAT))
    if not isinstance(kind, str) or kind not in KINDS:
        problems.note("kind", "unknown-code", value=kind, accepted=", ".join(KINDS))
    return None if problems.found else read_table(KINDS[str(kind)], raw, problems)
