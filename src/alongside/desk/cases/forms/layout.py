"""Where each field stands and which words its codes have: `layout.toml` beside the lists of the vocabulary."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from alongside.desk.cases import words
from alongside.directory import vocabulary
from alongside.facts import codes
from alongside.facts.fields import Code, Table

FIRST = "first"
# The label family of each list of codes; a family that plans have too has its words in the plan's catalogue.
FAMILIES: tuple[tuple[Any, str], ...] = (
    (vocabulary.ACTS, "act"), (vocabulary.PERPETRATORS, "perpetrator"), (vocabulary.GROUNDS, "ground"), (vocabulary.NEEDS, "need"),
    (vocabulary.URGENCIES, "urgency"), (vocabulary.TARGETS, "target"), (vocabulary.CATEGORIES, "category"),
    (vocabulary.NATIONALITY_STATUS, "nationality_status"), (vocabulary.COOPERATION_FORMS, "form"), (vocabulary.REMEDIES, "remedies"),
    ((*vocabulary.UN_BODIES, *vocabulary.OTHER_BODIES), "body"), (vocabulary.STATUSES, "status"),
    (vocabulary.CONSENT_STATES, "consent_state"), (vocabulary.HORIZONS, "horizon"), (codes.MONITORING, "monitoring"),
    (codes.RELIABILITY, "reliability"), (codes.INVOLVEMENT, "involvement"), (codes.PERPETRATOR_TYPES, "perpetrator_type"),
    (codes.CONNECTIONS, "connection"), (codes.MATERIALS, "material"), (codes.ROLES, "role"), (codes.NAME_KINDS, "name_kind"),
    (codes.COUNTING_UNITS, "victim_kind"), (codes.SEXES, "sex"), (codes.CONTACT_KINDS, "contact_kind"), (codes.RELATIONS, "relation"),
    (codes.INTERVENTIONS, "intervention"), (codes.PARTIES, "party"), (codes.INTERVENTION_STATUS, "intervention_status"),
    (codes.PROCEDURES, "procedure"), (codes.POSITIONS, "position"), (codes.STEPS, "step"), (codes.LEVELS, "level"),
    (codes.THRESHOLDS, "threshold"), (codes.LAYERS, "layer"), ((*codes.PURPOSES, codes.EVERYTHING), "purpose"),
    (codes.CONSENT_ANSWERS, "consent_answer"), (codes.MEANS, "means"), (codes.ANSWERS, "tick"), (codes.CLEANING, "cleaning"),
    (codes.CREDENTIALS, "credentials"), (codes.KEEPING, "keeping"), (codes.ENDINGS, "ending"),
    (codes.NAMING, "naming"), (codes.SENT_BY, "sent_by"), (vocabulary.LANGUAGES, "language"),
    (codes.LETTERS, "letter"), (codes.ANNEXES, "annex"), (codes.STATUS_EVENTS, "status_event"),
    (codes.PUBLICITY, "publicity"), (codes.REFERRAL_WAYS, "referral_way"), (codes.REFERRAL_STEPS, "referral_step"),
    (codes.REFERRAL_ANSWERS, "referral_answer"),
)  # fmt: skip


@cache
def _file() -> Mapping[str, Any]:
    return tomllib.loads((Path(__file__).parent / "layout.toml").read_text(encoding="utf-8"))


def groups(table: type[Table]) -> Mapping[str, list[str]]:
    """The fields of a table by group, in the order of asking; the first group stands open."""
    found: Mapping[str, list[str]] = _file()[words.table_name(table)]
    return found


def fixed(table: type[Table]) -> frozenset[str]:
    """Fields that are told once: a record that exists shows them and does not change them."""
    return frozenset(_file()["fixed"].get(words.table_name(table), ()))


def kept(table: type[Table]) -> frozenset[str]:
    """Fields that only the program writes."""
    return frozenset(_file()["kept"].get(words.table_name(table), ()))


def headings(family: str) -> Mapping[str, list[str]]:
    """The codes of a long family under their headings; empty for a short one."""
    found: Mapping[str, list[str]] = _file()["headings"].get(family, {})
    return found


def links(table: type[Table], name: str) -> list[str]:
    """To which kinds of records the ids in a field lead."""
    found = _file()["links"]
    kinds: list[str] = found.get(words.table_name(table), {}).get(name) or found["fact"][name]
    return kinds


def family(code: Code) -> str:
    """The label family of a list of codes. LookupError for a list that has no words yet; a test rules that out for every field."""
    accepted = list(code.accepted)
    for values, name in FAMILIES:
        if list(values) == accepted:
            return name
    raise LookupError(accepted)
