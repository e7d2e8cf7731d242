"""Brings the tables up to date before anything is served, and says in one sentence why that cannot be done.

No `manage.py migrate`: it would run checks, print, and start with tables of a newer version as if nothing were wrong.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

LOCK = 0x616C6F6E67  # two machines that start together on one PostgreSQL: the second waits for the first
# Settings of PostgreSQL under which it writes what the desk stores, or asks for, into a log of its own.
TALKATIVE = {
    "log_statement": lambda value: value != "none",
    "log_min_duration_statement": lambda value: value != "-1",
    "log_min_duration_sample": lambda value: value != "-1",
    "log_transaction_sample_rate": lambda value: value != "0",
    "log_error_verbosity": lambda value: value != "terse",
}


class Unusable(ValueError):
    """The database cannot be used; the text is a sentence for whoever started the program."""


def prepare() -> None:
    """Create or change the tables where this version needs it. Nothing is done, and quickly, where they are as they should be."""
    try:
        with _one_at_a_time():
            executor = MigrationExecutor(connection)
            _not_newer(executor)
            wanted = executor.loader.graph.leaf_nodes()
            if executor.migration_plan(wanted):
                executor.migrate(wanted)
    except DatabaseError as error:
        raise Unusable(f"{_which()} cannot be used ({_why(error)})") from None
    finally:
        connection.close()  # a worker that is forked from this process must not share it


def has_desk() -> bool:
    """Whether somebody has made a desk here already."""
    from alongside.desk.people.models import Desk

    try:
        return Desk.objects.exists()
    except DatabaseError as error:
        raise Unusable(f"{_which()} cannot be used ({_why(error)})") from None
    finally:
        connection.close()


def talkative() -> list[str]:
    """The settings of this PostgreSQL that make it log what it is asked; empty for SQLite, which has no log."""
    if connection.vendor != "postgresql":
        return []
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT name, setting FROM pg_settings")
            return sorted(name for name, value in cursor.fetchall() if name in TALKATIVE and TALKATIVE[name](value))
    except DatabaseError as error:
        raise Unusable(f"{_which()} cannot be used ({_why(error)})") from None
    finally:
        connection.close()


def _not_newer(executor: MigrationExecutor) -> None:
    unknown = [key for key in executor.loader.applied_migrations if key not in executor.loader.disk_migrations]
    if unknown:
        raise Unusable(
            f"{_which()} was written by a newer version of Alongside; nothing was changed. Start that version, or name another folder"
        )


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s::bigint)", [LOCK])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s::bigint)", [LOCK])


def _which() -> str:
    if connection.vendor == "postgresql":
        return "The database that ALONGSIDE_DATABASE names"
    return f"The database {connection.settings_dict['NAME']}"


def _why(error: DatabaseError) -> str:
    """The first line of what the engine says. It names hosts and files, never a value or a password."""
    lines = str(error).strip().splitlines()
    return lines[0][:200] if lines else type(error).__name__
