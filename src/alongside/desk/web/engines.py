"""Where the desk's tables lie: SQLite in the data folder, or the PostgreSQL that ALONGSIDE_DATABASE names (security.md 16).

Only settings are made here; nothing is opened.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

FILE = "alongside.sqlite3"
SECONDS_TO_WAIT = 20  # for another writer; each holds the file for some milliseconds
PRAGMAS = (
    "journal_mode=WAL",  # readers do not wait for a writer
    "synchronous=FULL",  # what was confirmed is on the disk: without it a power cut takes the last minutes
    "temp_store=MEMORY",  # a sort must not spill into a file
    "secure_delete=ON",  # what is deleted is overwritten, not left in free pages
    "trusted_schema=OFF",  # a file that somebody put in our place runs no function of its own
)
SCHEMES = ("postgresql://", "postgres://")
# Statements travel with $1 instead of values, so that a server which logs a failed statement logs no value with it.
# Errors name no parameter either, whatever the server is set to.
SESSION = "-c log_parameter_max_length_on_error=0 -c client_min_messages=warning"
SECONDS_TO_CONNECT = 10


class NotAnAddress(ValueError):
    """ALONGSIDE_DATABASE names no PostgreSQL. The text is a sentence for who started the program, without the password."""


def database(address: str, data: Path) -> dict[str, Any]:
    """Django's settings of the database that `address` names; of SQLite in `data` where it is empty."""
    return postgresql(address) if address else sqlite(data)


def sqlite(data: Path) -> dict[str, Any]:
    """One file. Connections stay with their thread: opening one and setting it up takes longer than most questions."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": data / FILE,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "timeout": SECONDS_TO_WAIT,
            # The lock is taken where a transaction begins: taken at its first write, it could be refused without waiting.
            "transaction_mode": "IMMEDIATE",
            "init_command": "".join(f"PRAGMA {pragma};" for pragma in PRAGMAS),
        },
    }


def postgresql(address: str) -> dict[str, Any]:
    """What libpq takes as a URL: postgresql://who:password@host:port/name?sslmode=verify-full."""
    if not address.startswith(SCHEMES):
        raise NotAnAddress(
            "ALONGSIDE_DATABASE is no address of PostgreSQL; accepted: postgresql://NAME:PASSWORD@HOST:PORT/DATABASE"
        )
    import psycopg
    from psycopg.conninfo import conninfo_to_dict

    try:
        told = conninfo_to_dict(address)
    except psycopg.ProgrammingError:  # its text repeats the address, password included
        raise NotAnAddress("ALONGSIDE_DATABASE cannot be read; in a password, write / as %2F, @ as %40, : as %3A") from None
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    found = {names[name]: str(value) for name, value in told.items() if name in names}
    if "@" in found.get("HOST", ""):  # the rest of a password, which an error would print as the name of a host
        raise NotAnAddress("ALONGSIDE_DATABASE cannot be read; in a password, write / as %2F, @ as %40, : as %3A")
    if not found.get("NAME"):
        raise NotAnAddress("ALONGSIDE_DATABASE names no database; accepted: postgresql://NAME:PASSWORD@HOST:PORT/DATABASE")
    others = {name: value for name, value in told.items() if name not in names and name != "options"}
    options = {"connect_timeout": SECONDS_TO_CONNECT, **others, "options": f"{told.get('options', '')} {SESSION}".strip()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        **found,
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,  # PostgreSQL may have been restarted meanwhile: the next page must not pay for that
        "OPTIONS": {**options, "server_side_binding": True},
    }
