"""From the declaration of a field to its widget."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, Field
from typing import Any

from alongside.desk.cases import words
from alongside.desk.cases.forms import answers, layout
from alongside.desk.cases.forms.answers import Around, Headed
from alongside.desk.cases.forms.rows import Rows
from alongside.desk.cases.forms.widgets import (
    DateWidget,
    FlagWidget,
    Lines,
    NumberWidget,
    OneOf,
    Selects,
    SomeOf,
    Ticked,
    Widget,
    Words,
)
from alongside.facts import fields
from alongside.facts.consent import RECIPIENT
from alongside.facts.fields import Table, declared

Plain = Mapping[str, Any]
# Lists of small-letter codes whose answers are no mechanisms, by table and field.
SLUGS = {("measure", "against"): answers.against, ("risk-assessment", "reasons"): answers.risk_reasons}


def widgets(table: type[Table], around: Around, held: Plain, but: str = "", prefix: str = "") -> dict[str, Widget]:
    """The widget of every field that a form of this table shows, in the order of asking. `held`: what the record says now."""
    hidden = layout.kept(table)
    names = [name for group in layout.groups(table).values() for name in group if name not in hidden]
    return {name: _widget(table, declared(table)[name], around, held.get(name), but, prefix) for name in names}


def _widget(table: type[Table], one: Field[Any], around: Around, held: Any, but: str, prefix: str) -> Widget:
    kind, name = one.metadata["kind"], f"{prefix}{one.name}"
    said = _words(table, one, around, within=bool(prefix))
    match kind:
        case fields.Text():
            return Widget(name, said, lined=kind.longest <= fields.LINE)
        case fields.Flag():
            say = around.say
            return FlagWidget(name, said, answers=(("yes", say("form.yes")), ("no", say("form.no")), ("", say("form.unknown"))))
        case fields.Number():
            return NumberWidget(name, said)
        case fields.Day() | fields.Dated():
            return DateWidget(name, said, exact=isinstance(kind, fields.Day))
        case fields.Ticks():
            ticks = tuple((code, words.heading("tick", code, around.lang)) for code in kind.answers)
            return Ticked(name, said, items=answers.risk_items(around.lang), answers=ticks, held=held or {})
        case fields.Many():
            return _several(table, one, around, held, but, name, said)
        case fields.Code() | fields.Shape():
            offered = _offered(table, one.name, kind, around, but, [held] if held else [])
            return OneOf(name, said, answers=offered, fault=_fault(kind), dense=bool(prefix))
    raise AssertionError(kind)


def _several(table: type[Table], one: Field[Any], around: Around, held: Any, but: str, name: str, said: Words) -> Widget:
    """The widget of a list."""
    many: fields.Many = one.metadata["kind"]
    match many.kind:
        case fields.Row():
            inner = many.kind.of

            def of(number: int, row: Plain) -> Mapping[str, Widget]:
                return widgets(inner, around, row, but, f"{name}.{number}.")

            noun = words.kind(words.table_name(inner), around.lang)
            return Rows(name, said, of=of, held=list(held or ()), noun=noun)
        case fields.Text():
            return Lines(name, said)
    offered = _offered(table, one.name, many.kind, around, but, held or [])
    if many.kind is fields.STATE:
        return Selects(name, said, answers=offered)
    return SomeOf(name, said, answers=offered, fault=_fault(many.kind))


def _offered(table: type[Table], name: str, kind: Any, around: Around, but: str, held: list[str]) -> Headed:
    """The answers that a field offers. What the record holds and no list has any more stays among them: it is not for a form to lose."""
    if isinstance(kind, fields.Code):
        return answers.of_code(kind, around.lang)
    if kind is fields.ID:
        return answers.linked(around, table, name, but, held)
    if kind is fields.STATE:
        offered = answers.states(around.lang)
    elif kind is RECIPIENT:
        offered = answers.recipients(around)
    else:
        slugs = SLUGS.get((words.table_name(table), name))
        offered = slugs(around.lang) if slugs else answers.mechanisms(around.lang)
    known = {value for _, pairs in offered for value, _ in pairs}
    strange = tuple((value, answers.recipient_name(value, around.facts, around.lang)) for value in held if value not in known)
    return (*offered, *((("", strange),) if strange else ()))


def _fault(kind: Any) -> str:
    if kind is fields.ID:
        return "not-here"
    return kind.fault if isinstance(kind, fields.Shape) else "unknown-code"


def _words(table: type[Table], one: Field[Any], around: Around, within: bool) -> Words:
    name, lang, kind = words.table_name(table), around.lang, one.metadata["kind"]
    needed = one.default is MISSING and one.default_factory is MISSING
    hint = words.hint(name, one.name, lang)
    if not hint and isinstance(kind, fields.Dated):
        hint = around.say("form.date_hint")
    none = ""
    if isinstance(kind, fields.Many) and one.default is None and not isinstance(kind.kind, fields.Text):
        # Such a list tells "asked, and there are none" from "never asked".
        key = f"none.{name}.{one.name}"
        none = around.say(key if key in words.cases(lang) else "form.none")
    blank = around.say("form.choose" if needed else "form.unsaid")
    # In a row of a table nothing is needed as long as the row is empty.
    return Words(words.field(name, one.name, lang), hint, needed and not within, blank, none)
