"""What a field says, in words: for fields that cannot be changed, and for two texts side by side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from alongside.desk.cases import words
from alongside.desk.cases.forms import layout, naming
from alongside.desk.cases.forms.answers import Around
from alongside.facts import fields
from alongside.facts.consent import RECIPIENT
from alongside.facts.evidence import FILE, INSTANT, SHA256
from alongside.facts.fields import Table, declared
from alongside.facts.when import When


def lines(table: type[Table], name: str, value: Any, around: Around) -> list[str]:
    """A plain value as lines of words; none where nothing is told. Fields that this version does not know have no words."""
    one = declared(table).get(name)
    if value is None or one is None:
        return []
    return _lines(table, name, one.metadata["kind"], value, around)


def _lines(table: type[Table], name: str, kind: Any, value: Any, around: Around) -> list[str]:
    lang = around.lang
    match kind:
        case fields.Many():
            found = [line for item in value for line in _lines(table, name, kind.kind, item, around)]
            return found or [around.say("form.none")]
        case fields.Row():
            return ["; ".join(_row(kind.of, value, around))]
        case fields.Ticks():
            return [f"{words.label('risk', code, lang)} {words.label('tick', answer, lang)}" for code, answer in value.items()]
        case fields.Code():
            return [words.heading(layout.family(kind), value, lang)]
        case fields.Flag():
            return [around.say("form.yes" if value else "form.no")]
        case fields.Dated():
            return [words.when(When(value), lang)]
        case fields.Day():
            return [words.day(value, lang)]
        case fields.Shape():
            return [_shape(table, name, kind, value, around)]
    return str(value).splitlines() or [""]


def _shape(table: type[Table], name: str, kind: Any, value: str, around: Around) -> str:
    if kind is fields.ID:
        if value in around.members:
            return around.members[value]
        fact = around.facts.get(value)
        return naming.name_of(fact, around.facts, around.lang) if fact else around.say("form.gone")
    if kind is fields.STATE:
        return words.country(value, around.lang)
    if kind is RECIPIENT:
        return naming.recipient_name(value, around.facts, around.lang)
    if kind in (FILE, INSTANT, SHA256):
        return value
    family = {"against": "risk", "reasons": "risk_reason"}.get(name)
    return words.label(family, value, around.lang) if family else words.mechanism(value, around.lang)


def _row(table: type[Table], row: Mapping[str, Any], around: Around) -> list[str]:
    """The told fields of a row, what it is mainly about first and without its label."""
    order = [name for group in layout.groups(table).values() for name in group if name in row]
    said = [(name, ", ".join(lines(table, name, row[name], around))) for name in order]
    return [
        text if number == 0 else f"{words.field(words.table_name(table), name, around.lang)}: {text}"
        for number, (name, text) in enumerate(said)
    ]
