"""The flags of `alongside plan` and how they become a situation: the same loose table that a file would hold."""

from __future__ import annotations

import argparse
from typing import Any

from alongside.directory import vocabulary

TRISTATE = {
    "detained": "detained_now",
    "missing": "missing_now",
    "deceased": "deceased",
    "in-danger": "irreparable_harm_imminent",
    "in-exile": "in_exile",
}
TEXTS = {
    "state": ("state_responsible", "State complained of: code or name in one of the six languages"),
    "date": ("facts_date", "when it happened: YYYY, YYYY-MM or YYYY-MM-DD"),
    "as-of": ("as_of", "the day for which the plan is made (default: today)"),
    "territory": ("territory", "where it happened, if not in that State"),
    "present-country": ("present_country", "where the person is now"),
    "nationality-status": ("nationality_status", ", ".join(vocabulary.NATIONALITY_STATUS)),
    "perpetrator": ("perpetrator", ", ".join(vocabulary.PERPETRATORS)),
    "foreign-state": ("foreign_state", "the State that reaches across borders"),
    "remedies": ("domestic_remedies", ", ".join(vocabulary.REMEDIES)),
    "urgency": ("urgency", ", ".join(vocabulary.URGENCIES)),
    "detained-since": ("detained_since", "date"),
    "released-on": ("released_on", "date"),
    "missing-since": ("missing_since", "date"),
    "execution-or-removal-date": ("execution_or_removal_date", "date"),
    "final-decision-date": ("final_domestic_decision_date", "date of the last decision at home"),
}
LISTS = {
    "act": ("acts", "what was done; repeat it (see vocabulary)"),
    "nationality": ("nationality", "code or name; repeat it"),
    "target": ("targets", ", ".join(vocabulary.TARGETS)),
    "ground": ("discrimination_grounds", ", ".join(vocabulary.GROUNDS)),
    "contact-with": ("other_cooperation", ", ".join(vocabulary.OTHER_BODIES)),
    "pending": ("pending_procedures", "mechanism now seized of the same matter"),
    "past": ("past_procedures", "mechanism once seized of it"),
    "need": ("needs", ", ".join(vocabulary.NEEDS)),
}


def add_to(parser: argparse.ArgumentParser) -> None:
    """Declare the flags. Values are checked by the one reader of situations, not here, so that the sentences are the same."""
    facts = parser.add_argument_group("the situation by flags, instead of a FILE; what is left out is not known")
    for flag, (_, words) in TEXTS.items():
        facts.add_argument(f"--{flag}", metavar="VALUE", help=words)
    for flag, (_, words) in LISTS.items():
        facts.add_argument(f"--{flag}", metavar="CODE", action="append", help=words)
    facts.add_argument("--kind", metavar="CODE", help=", ".join(vocabulary.VICTIM_KINDS))
    facts.add_argument("--category", metavar="CODE", action="append", help=", ".join(vocabulary.CATEGORIES))
    facts.add_argument("--age", metavar="YEARS", help="age of the person")
    facts.add_argument("--un", metavar="BODY[:WHICH]", action="append", help="contact with a UN body, such as un-treaty-body:CAT")
    facts.add_argument("--no-un", action="store_true", help="there was no contact with the UN")
    for flag, field in TRISTATE.items():
        facts.add_argument(f"--{flag}", action=argparse.BooleanOptionalAction, dest=field, help="yes, or with --no- no")
    facts.add_argument("--consent", metavar="WHAT=yes|no", action="append", help=", ".join(vocabulary.CONSENTS))


def situation(options: argparse.Namespace) -> dict[str, Any]:
    """The table that the flags stand for; only what was given is in it."""
    told: dict[str, Any] = {}
    for flag, (field, _) in (TEXTS | LISTS).items():
        value = getattr(options, flag.replace("-", "_"))
        if value is not None:
            told[field] = value
    for field in TRISTATE.values():
        if getattr(options, field) is not None:
            told[field] = getattr(options, field)
    victim = {"kind": options.kind, "categories": options.category, "age": _number(options.age)}
    if any(value is not None for value in victim.values()):
        told["victim"] = {key: value for key, value in victim.items() if value is not None}
    if options.no_un and options.un:
        told["un_cooperation"] = "--un --no-un"  # the reader refuses it: both cannot be true
    elif options.no_un:
        told["un_cooperation"] = []
    elif options.un:
        told["un_cooperation"] = [_contact(text) for text in options.un]
    if options.consent:
        told["consent"] = dict(_agreement(text) for text in options.consent)
    return told


def _number(text: str | None) -> int | str | None:
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 5 else text


def _contact(text: str) -> dict[str, str]:
    body, _, which = text.partition(":")
    return {"body": body, "which": which} if which else {"body": body}


def _agreement(text: str) -> tuple[str, bool | str]:
    name, _, answer = text.partition("=")
    return name, {"yes": True, "true": True, "no": False, "false": False}.get(answer, answer or "no answer")
