"""One gate, and the lists about all of them: which cannot be clicked away, which want a note, how long a check holds."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

Verdict = Literal["open", "ask", "shut"]

# What the ids of a gate's `about` are.
ABOUT: Mapping[str, str] = {
    "closed-case": "",
    "person-gone": "person",
    "person-confidential": "person",
    "consent-send": "person",
    "consent-name": "person",
    "consent-publish": "person",
    "consent-photo": "person",
    "photo-refused": "person",
    "unnamed-barred": "person",
    "family-consent": "person",
    "guardian": "person",
    "guardian-suspected": "person",
    "vulnerable": "person",
    "source": "person",
    "source-body": "person",
    "small-group": "person",
    "own-state": "",
    "same-matter": "mechanism",
    "same-matter-known": "mechanism",
    "time-limit": "",
    "time-limit-passed": "",
    "urgent-procedure": "",
    "standard-procedure": "",
    "exhaustion": "fact",
    "steps": "fact",
    "treaty-status": "",
    "not-competent": "",
    "inactive": "",
    "channel": "",
    "address": "",
    "missing": "field",
    "missing-unsure": "field",
    "forbidden": "field",
    "changed": "field",
    "too-long": "field",
    "too-many-pages": "",
    "unsure-form": "",
    "language": "",
    "per-person": "person",
    "annex-gone": "fact",
    "annex-confidential": "fact",
    "annex-uncleaned": "fact",
    "second-person": "",
    "publicity-no-decision": "",
    "publicity-stopped": "",
    "publicity-asks-less": "",
    "publicity-review-overdue": "",
    "publicity-other-persons": "",
    "publicity-decided": "",
}
CODES = tuple(ABOUT)
# Opened only by what they ask for: a consent, a fact, another text, a second person. Nobody can say "looked at" instead.
REQUIRED = frozenset({
    "closed-case", "person-gone", "person-confidential", "consent-send", "consent-name", "consent-publish", "consent-photo",
    "photo-refused", "unnamed-barred", "family-consent", "guardian", "source", "own-state", "missing", "forbidden", "changed", "per-person",
    "annex-gone", "annex-confidential", "annex-uncleaned", "second-person", "publicity-no-decision", "publicity-stopped",
    "publicity-asks-less", "publicity-review-overdue", "publicity-other-persons",
})  # fmt: skip
# "Looked at" does not do for these: the check has to say what was found, or who compared.
NOTED = frozenset({
    "guardian-suspected", "vulnerable", "source-body", "small-group", "same-matter", "same-matter-known", "time-limit-passed", "exhaustion",
    "not-competent",
})  # fmt: skip
# For how many days a check holds. One that is not named here holds until the document of the draft changes.
HOLDS: Mapping[str, int] = {"channel": 30, "address": 30, "treaty-status": 30}


@dataclass(frozen=True, slots=True)
class Addressed:
    """One entry of the address book to which a draft would be mailed. `way`: a digest of its address and key; `confirmed`: the directory
    confirms them; `checked`: when somebody last compared them; `changed_by`: the members whose word on them does not count."""

    way: str
    confirmed: bool = False
    checked: date | None = None
    changed_by: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Gate:
    """One question that a draft has to pass.

    `verdict`: open; ask (nobody has answered yet); shut (answered, and it is no). `about`: ids of persons, facts, fields or mechanisms, as
    ABOUT says. `who` can give what is missing: person, guardian, family, lawyer, second, officer, desk. `params`: what its sentence
    takes, and for a consent its recipient, purpose and the ledger's reason (`why`).
    """

    code: str
    verdict: Verdict
    who: str
    about: tuple[str, ...] = ()
    params: tuple[tuple[str, str], ...] = ()

    @property
    def required(self) -> bool:
        """Whether only what it asks for opens it. Otherwise a check does, where the gate is not open."""
        return self.code in REQUIRED

    @property
    def noted(self) -> bool:
        """Whether a check of it needs a note."""
        return self.code in NOTED


def digest_of(gate: Gate) -> str:
    """What a gate is about, whatever its verdict, as a check of it keeps it."""
    told = [gate.code, sorted(gate.about), sorted(gate.params)]
    return hashlib.sha256(json.dumps(told, ensure_ascii=True, separators=(",", ":")).encode()).hexdigest()
