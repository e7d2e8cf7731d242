"""Rows of the database as lines of text and back, the same for both engines: a backup of SQLite is restored into PostgreSQL.

Logins, invitations, links to calendars and files on their way stay behind: whoever steals a backup shall not find a door that stands
ajar (security.md 2).
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models

ROOMS = ("people", "outbox", "cases", "submissions")
LEFT_OUT = frozenset({"login", "invitation", "feed", "upload"})
GONE = {"keyring": frozenset({"version"})}  # columns that earlier versions wrote and this one has no use for
STEP = 500


class NotReadable(ValueError):
    """A line that this version cannot take: a table or column of a newer one."""


def tables() -> dict[str, type[models.Model]]:
    """The tables of a backup by name, each after those that its rows point to."""
    waiting = {model._meta.db_table: model for room in ROOMS for model in apps.get_app_config(room).get_models()}
    ordered: dict[str, type[models.Model]] = {}
    while waiting:
        for name, model in list(waiting.items()):
            needs = {field.related_model._meta.db_table for field in model._meta.fields if field.is_relation}
            if needs <= ordered.keys() | {name}:
                ordered[name] = waiting.pop(name)
    return {name: model for name, model in ordered.items() if name not in LEFT_OUT}


def lines() -> Iterator[bytes]:
    """Every row, table by table. In one transaction, so that they are of one moment."""
    for name, model in tables().items():
        columns = [field.attname for field in model._meta.concrete_fields]
        for row in model.objects.order_by("pk").values_list(*columns).iterator(chunk_size=STEP):
            plain = {column: _plain(value) for column, value in zip(columns, row, strict=True)}
            yield json.dumps({"t": name, "r": plain}, separators=(",", ":")).encode() + b"\n"


def put(rows: Iterable[Any]) -> int:
    """Write rows into empty tables; how many."""
    known, count = tables(), 0
    waiting: list[models.Model] = []
    for row in rows:
        if not isinstance(row, dict) or row.get("t") not in known:
            raise NotReadable
        made = _row(known[row["t"]], row.get("r", {}))
        if waiting and (type(waiting[0]) is not type(made) or len(waiting) >= STEP):
            count += _store(waiting)
        waiting.append(made)
    return count + _store(waiting)


def _store(waiting: list[models.Model]) -> int:
    count = len(waiting)
    if waiting:
        type(waiting[0])._default_manager.bulk_create(waiting)
        waiting.clear()
    return count


def _row(model: type[models.Model], plain: dict[str, Any]) -> models.Model:
    gone = GONE.get(model._meta.db_table, frozenset())
    return model(**{column: _typed(_field(model, column), value) for column, value in plain.items() if column not in gone})


def _field(model: type[models.Model], column: str) -> models.Field[Any, Any]:
    try:
        field = model._meta.get_field(column.removesuffix("_id"))
    except FieldDoesNotExist:
        raise NotReadable from None
    return field.target_field if field.is_relation else field  # type: ignore[union-attr,return-value]


def _plain(value: object) -> object:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value


def _typed(field: models.Field[Any, Any], value: Any) -> Any:
    if value is None:
        return None
    if isinstance(field, models.BinaryField):
        return base64.b64decode(value, validate=True)
    if isinstance(field, models.UUIDField):
        return UUID(value)
    return field.to_python(value)
