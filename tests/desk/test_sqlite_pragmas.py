"""SQLite as the desk opens it (security.md 16). A killed process cannot show a missing fsync, so the pragmas themselves are read."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection, transaction

from tests.desk.database import Database, Sqlite, aside


@pytest.fixture
def opened(sqlite: Sqlite, tmp_path: Path) -> Iterator[Database]:
    with sqlite.fresh(tmp_path) as fresh:
        yield fresh


def pragma(name: str) -> object:
    with connection.cursor() as cursor:
        return cursor.execute(f"PRAGMA {name}").fetchone()[0]


PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": 2,  # FULL
    "temp_store": 2,  # MEMORY
    "secure_delete": 1,
    "foreign_keys": 1,
    "trusted_schema": 0,
    "busy_timeout": 20_000,
}


@pytest.mark.parametrize(("name", "value"), PRAGMAS.items())
def test_every_connection_has_it(opened: Database, name: str, value: object) -> None:
    assert pragma(name) == value
    assert aside(pragma, name) == value, "in another thread, which opens a connection of its own"


def test_a_transaction_takes_the_lock_where_it_begins(opened: Database) -> None:
    """Taken at the first write, it would be refused at once where another has written meanwhile: what was typed would be lost."""
    told: list[str] = []
    connection.ensure_connection()
    connection.connection.set_trace_callback(told.append)
    with transaction.atomic():
        pass
    connection.connection.set_trace_callback(None)
    assert told[0] == "BEGIN IMMEDIATE"


def test_what_is_deleted_is_overwritten_in_the_file(opened: Database) -> None:
    from alongside.desk.people.models import Desk

    marker = b"Zubaida-Marker" * 20
    Desk.objects.create(founder=marker)
    pragma("wal_checkpoint(TRUNCATE)")
    file = Path(str(connection.settings_dict["NAME"]))
    assert marker in file.read_bytes()
    Desk.objects.all().delete()
    pragma("wal_checkpoint(TRUNCATE)")
    assert b"Zubaida-Marker" not in file.read_bytes()
