"""Pieces of a fact as they go, and what stands in them: a file's clean copy, days in court without the court, the texts of a row. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from alongside.desk.cases.evidence import copies
from alongside.facts.events import CourtDate
from alongside.facts.evidence import Evidence
from alongside.facts.fields import Many, Table, Text, declared


def clean_copy(one: Evidence) -> Evidence:
    """A file as it goes: the cleaned copy alone, without what the untouched one says of itself and where it lay."""
    if one.cleaning == copies.CLEANED and one.cleaned_file and one.cleaned_sha256 and one.cleaned_size is not None:
        one = replace(
            one,
            file=one.cleaned_file,
            sha256=one.cleaned_sha256,
            size=one.cleaned_size,
            type=one.cleaned_type,
            cleaning=copies.NOTHING,
        )
    return replace(
        one, name=None, collector=None, address=None, network=None, embedded=(), cleaning_note=None, cleaned_file=None,
        cleaned_sha256=None, cleaned_size=None, cleaned_type=None, credentials=None, content_credentials=(),
    )  # fmt: skip


def without_court(value: Any) -> tuple[CourtDate, ...] | None:
    """Days in court without the court; None for a text."""
    return tuple(replace(one, court=None, extra={}) for one in value) if isinstance(value, tuple) else None


def texts(table: Table) -> Iterator[str]:
    """Every text of a row, and of the lists in it: a spelling of a name is a text like another."""
    for name, one in declared(type(table)).items():
        kind, value = one.metadata["kind"], getattr(table, name)
        if isinstance(kind, Text) and value:
            yield value
        elif isinstance(kind, Many) and isinstance(kind.kind, Text):
            yield from value or ()
