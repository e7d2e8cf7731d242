"""Fictional facts for the tests of cases, and the day on which they are told."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from alongside.facts.fact import Fact
from alongside.facts.plain import from_plain

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


def fact(kind: str, **told: Any) -> Fact:
    """A fact of a kind, under a fresh id."""
    return from_plain({"format": 1, "kind": kind, "id": uuid4().hex, "revision": 1} | told)


def person(name: str, *roles: str) -> Fact:
    return fact("person", names=[{"text": name}], roles=list(roles or ("harmed",)))


def few() -> list[Fact]:
    """A person and what was done to her."""
    her = person("Amal Fictional")
    return [her, fact("act", code="travel-ban", victims=[her.id], date="2026-11-20")]


def agreement(her: Fact) -> Fact:
    return fact(
        "consent",
        person=her.id,
        recipient="class:un-special-procedure",
        purpose="send",
        answer="agreed",
        date="2026-11-20",
        given_by=her.id,
        risks_explained=True,
    )


def withdrawal(her: Fact, of: Fact) -> Fact:
    told = {"recipient": "class:un-special-procedure", "purpose": "send", "answer": "withdrawn"}
    return fact("consent", person=her.id, date="2026-11-21", given_by=her.id, withdraws=[of.id], **told)
