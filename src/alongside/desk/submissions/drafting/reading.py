"""Reads the forms of `forms/*.toml`, one file a form, and refuses what it cannot trust: file, field, what is wrong, what is accepted.

A form tells people what a mechanism wants. A typing error there would leave a field out or ask her for what nobody needs, so nothing is
guessed: an unknown field, item or code ends the reading.
"""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Collection, Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from alongside.desk.submissions.drafting.form import CHECK, SEEN, UNNAMED, Field, Form, Section, Source
from alongside.desk.submissions.drafting.items import ITEMS, TYPED
from alongside.directory import vocabulary
from alongside.directory.fields import BadFile, Fields
from alongside.facts.consent import MEDIA, PUBLIC, RECIPIENT
from alongside.facts.fields import SLUG, Shape

FORMS = Path(__file__).parent.parent / "forms"
NAMING_PURPOSES = ("name", "publish")
LONGEST, MOST_PAGES, MOST_MONTHS = 100_000, 500, 120


@lru_cache(maxsize=1)
def forms() -> Mapping[str, Form]:
    """The forms that this release ships, by id. Read once, when first asked for."""
    return MappingProxyType(read(FORMS))


def for_mechanism(id_: str) -> tuple[Form, ...]:
    """The forms that a mechanism takes: its own before those that it shares with others."""
    taken = [form for form in forms().values() if id_ in form.mechanisms]
    return tuple(sorted(taken, key=lambda form: (len(form.mechanisms), form.id)))


def unaddressed() -> tuple[Form, ...]:
    """The forms that go to nobody of the directory: to the public, to the press."""
    return tuple(form for form in forms().values() if form.recipient)


def check(mechanisms: Collection[str]) -> None:
    """Refuse a form that names a mechanism which the directory does not have."""
    for form in forms().values():
        for id_ in form.mechanisms:
            if id_ not in mechanisms:
                raise BadFile(f"forms/{form.id}.toml", "mechanisms", f"unknown mechanism {id_!r}", "ids of the directory")


def read(folder: Path) -> dict[str, Form]:
    """Every form of a folder by id, in the order of their ids. Raises BadFile with one sentence for the first fault."""
    return {path.stem: _form(f"forms/{path.name}", path.stem, _toml(path)) for path in sorted(folder.glob("*.toml"))}


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        raise BadFile(f"forms/{path.name}", "file", "is not UTF-8", "UTF-8 text") from None
    except tomllib.TOMLDecodeError as error:
        raise BadFile(f"forms/{path.name}", "file", f"is not TOML: {error}", "TOML 1.0") from None


def _form(file: str, stem: str, table: Mapping[str, Any]) -> Form:
    fields = Fields(file, table)
    form = Form(
        id=fields.code("id", (stem,)),
        mechanisms=fields.codes("mechanisms", None, required=False),
        recipient=fields.code_or_none("recipient", (PUBLIC, MEDIA)) or "",
        languages=fields.codes("languages", vocabulary.LANGUAGES),
        sections=tuple(_section(section) for section in fields.tables("sections")),
        naming=tuple(_pair(pair) for pair in fields.tables("naming")),
        unnamed=fields.code("unnamed", UNNAMED),
        family_consent=fields.flag("family_consent"),
        procedure=fields.flag("procedure"),
        interim=fields.flag("interim"),
        second_person=fields.flag("second_person"),
        per_person=fields.flag("per_person"),
        receipt=_receipt(fields),
        pages=_number_or_none(fields, "pages", MOST_PAGES),
        confidence=fields.code("confidence", vocabulary.CONFIDENCES),
        sources=tuple(_source(source) for source in fields.tables("sources")),
        urgent_months=_number_or_none(fields, "urgent_months", MOST_MONTHS),
    )
    fields.done()
    _whole(fields, form)
    return form


def _whole(fields: Fields, form: Form) -> None:
    """What is wrong between the fields of a form, each of which is right by itself."""
    if bool(form.mechanisms) == bool(form.recipient):
        raise fields.bad("mechanisms", "a form has either mechanisms or a recipient", "ids of the directory, or public, media")
    if not form.languages:
        raise fields.bad("languages", "is empty", ", ".join(vocabulary.LANGUAGES))
    for name, found in (("sections", form.sections), ("sources", form.sources)):
        if not found:
            raise fields.bad(name, "missing", f"at least one [[{name}]]")
    for name, keys in (("sections", [section.key for section in form.sections]), ("fields", [one.key for one in form.fields])):
        twice = sorted({key for key in keys if keys.count(key) > 1})
        if twice:
            raise fields.bad(name, f"the key {twice[0]!r} stands twice", "each key once in a form")


def _section(fields: Fields) -> Section:
    section = Section(_shaped(fields, "key", SLUG), tuple(_field(one) for one in fields.tables("fields")))
    fields.done()
    if not section.fields:
        raise fields.bad("fields", "missing", "at least one field")
    return section


def _field(fields: Fields) -> Field:
    required = None if fields.raw("required") is None else fields.flag("required")
    field = Field(
        key=_shaped(fields, "key", SLUG),
        item=fields.code("item", (*ITEMS, TYPED)),
        required=required,
        limit=_number_or_none(fields, "limit", LONGEST),
        basis=fields.code("basis", (SEEN, CHECK)),
    )
    fields.done()
    return field


def _pair(fields: Fields) -> tuple[str, str]:
    pair = (_shaped(fields, "recipient", RECIPIENT), fields.code("purpose", NAMING_PURPOSES))
    fields.done()
    return pair


def _source(fields: Fields) -> Source:
    read_on = fields.text("read")
    try:
        datetime.date.fromisoformat(read_on)
    except ValueError:
        raise fields.bad("read", f"{read_on!r} is not a day", "YYYY-MM-DD") from None
    source = Source(fields.text("title"), fields.text_or_none("url"), read_on)
    fields.done()
    return source


def _shaped(fields: Fields, name: str, shape: Shape) -> str:
    value = fields.text(name)
    if not shape.pattern.fullmatch(value):
        raise fields.bad(name, f"{value!r} does not have the form of one", shape.accepted)
    return value


def _receipt(fields: Fields) -> bool:
    """Asked for, unless the form says otherwise."""
    return fields.raw("receipt") is None or fields.flag("receipt")


def _number_or_none(fields: Fields, name: str, high: int) -> int | None:
    return None if fields.raw(name) is None else fields.number(name, 1, high)
