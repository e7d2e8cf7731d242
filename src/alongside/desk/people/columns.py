"""Columns that both engines give back as the same Python value, and rows of a query in SQL.

In SQL stands what every request asks: there Django takes five times as long to build the query as the engine to answer it.
"""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.db import connection, models


class Blob(models.BinaryField):
    """Bytes. Drivers give bytes, memoryviews or buffers; the vault takes bytes alone."""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> bytes | None:
        return None if value is None else bytes(value)


def listed(*tables: type[models.Model]) -> str:
    """All columns of these tables, for the SELECT of a query that `read` reads."""
    return ", ".join(f'"{table._meta.db_table}"."{field.column}"' for table in tables for field in table._meta.concrete_fields)


def read(row: Sequence[Any], *tables: type[models.Model]) -> list[Any]:
    """One row of such a query as an object of each table."""
    found, at = [], 0
    for table in tables:
        names, converters = _fields(table, connection.vendor)
        values = list(row[at : at + len(names)])
        for place, converter, column in converters:
            values[place] = converter(values[place], column, connection)
        found.append(table.from_db(connection.alias, names, values))
        at += len(names)
    return found


@lru_cache
def _fields(table: type[models.Model], vendor: str) -> tuple[list[str], list[tuple[int, Any, Any]]]:
    """The names of a table's fields, and what turns the engine's values into ours: as Django itself puts them together."""
    converters = []
    for place, one in enumerate(table._meta.concrete_fields):
        column = one.get_col(table._meta.db_table)
        converters += [(place, turn, column) for turn in connection.ops.get_db_converters(column)]
        converters += [(place, turn, column) for turn in one.get_db_converters(connection)]
    return [one.attname for one in table._meta.concrete_fields], converters


def spelled(one: uuid.UUID) -> object:
    """An id as the engine stores it, for a query in SQL."""
    return one if connection.features.has_native_uuid_field else one.hex


def read_id(stored: Any) -> uuid.UUID:
    """An id as a query in SQL gave it back."""
    return stored if isinstance(stored, uuid.UUID) else uuid.UUID(stored)


MOST_MARK = 2**40 - 1


def new_mark() -> int:
    """A number that says that something changed, and nothing else: it counts nothing, and a sum of a hundred thousand fits the column."""
    return secrets.randbelow(MOST_MARK) + 1


def random_id() -> models.UUIDField:
    """A primary key of 122 random bits: never serial, never ordered by time (security.md 10)."""
    return models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
