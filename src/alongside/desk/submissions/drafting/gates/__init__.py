"""What stands between a draft and its recipient: each gate says whether it is open, what is missing and who can give it.

Pure: `gates(leaving)` looks at a draft, its case, its form and a day. `gate.py` has the types and how long a check holds, `leaving.py`
what is looked at, and the rules stand by what they ask about: `consents.py` (every person in it, sources, families, guardians),
`procedure.py` (same matter, limits, remedies, treaties, channel), `document.py` (fields, typed texts, annexes, the second person).

A required gate opens only by what it asks for. The others open by a `Checked` of the draft: somebody looked, and says so.
"""

from __future__ import annotations

from collections.abc import Iterable

from alongside.desk.submissions.drafting.gates import consents, document, procedure
from alongside.desk.submissions.drafting.gates.consents import Beside, beside, taken_back
from alongside.desk.submissions.drafting.gates.gate import ABOUT, CODES, HOLDS, NOTED, REQUIRED, Addressed, Gate, digest_of
from alongside.desk.submissions.drafting.gates.leaving import Leaving, recipient
from alongside.desk.submissions.drafting.gates.procedure import address

__all__ = [
    "ABOUT",
    "CODES",
    "HOLDS",
    "NOTED",
    "REQUIRED",
    "Addressed",
    "Beside",
    "Gate",
    "Leaving",
    "address",
    "beside",
    "digest_of",
    "gates",
    "may_go",
    "recipient",
    "taken_back",
]

RULES = (*consents.RULES, *procedure.RULES, *document.RULES)


def gates(leaving: Leaving) -> tuple[Gate, ...]:
    """Every gate that this draft meets, the open ones as well, so that a page can tell what was looked at."""
    return tuple(gate for rule in RULES for gate in rule(leaving))


def may_go(found: Iterable[Gate]) -> bool:
    """Whether the draft may leave: every gate is open."""
    return all(gate.verdict == "open" for gate in found)
