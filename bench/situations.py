"""What the bench asks about: varied situations, as an officer's week would bring them."""

from __future__ import annotations

import itertools
import json
from datetime import date
from pathlib import Path
from typing import Any

CASES = Path(__file__).parents[1] / "tests" / "plan" / "cases.jsonl"
STATES = ("EGY", "CHN", "RUS", "MEX", "BDI", "SAU", "IND", "HUN", "NIC", "UGA", "VNM", "TUR")
ACTS = (["travel-ban"], ["arrest-detention", "torture-ill-treatment"], ["threats", "surveillance"], ["judicial-harassment"],
        ["killing"], ["smear-campaign", "doxxing"], ["enforced-disappearance"])  # fmt: skip
CONTACTS = (
    None,
    [],
    [{"body": "un-human-rights-council"}],
    [{"body": "un-treaty-body", "which": "CAT"}],
    [{"body": "un-special-procedures"}],
)
KNOWN: tuple[dict[str, Any], ...] = (
    {},
    {"irreparable_harm_imminent": True, "detained_now": True},
    {"victim": {"kind": "individual", "categories": ["woman", "lawyer"]}, "domestic_remedies": "none-tried"},
    {"victim": {"kind": "organisation"}, "irreparable_harm_imminent": False, "consent": {"name_to_state": False}},
)


def situations() -> list[dict[str, Any]]:
    """The regression cases, or fifty made here when they are not there."""
    if CASES.exists():
        lines = CASES.read_text(encoding="utf-8").splitlines()
        return [told.get("situation", told) for line in lines if line.strip() and (told := json.loads(line))]
    return fifty()


def fifty() -> list[dict[str, Any]]:
    """Fifty situations of all shapes: every list above is walked at its own pace, so that neighbours differ in everything."""
    places, acts, contacts, known = (itertools.cycle(values) for values in (STATES, ACTS, CONTACTS, KNOWN))
    found = []
    for number in range(50):
        told = {"state_responsible": next(places), "acts": next(acts), **next(known)}
        contact = next(contacts)
        if contact is not None:
            told["un_cooperation"] = contact
        if number % 3:
            told["facts_date"] = date(2010 + number % 16, 1 + number % 12, 1 + number % 28).isoformat()
        found.append(told)
    return found
