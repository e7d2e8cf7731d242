"""Databases for tests: migrated once a run on each engine, and empty again for every test."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import psycopg
from django.conf import settings
from django.db import connections
from django.test.utils import override_settings

from alongside.desk.web import database, engines
from tests.desk.postgresql import Cluster

P = ParamSpec("P")
T = TypeVar("T")
# Django keeps its connections apart by event loop as well. The browser's begins in the middle of a run: a connection opened before
# would be out of reach from then on, and never closed. Here each thread has one.
connections._connections = threading.local()


@dataclass(frozen=True)
class Database:
    """An empty desk's database, to which Django points. `data` holds the keys, and SQLite's file; a server started with
    `serving(database.data, log, env=database.environ)` works on the same tables."""

    engine: str  # sqlite, postgresql
    data: Path
    environ: Mapping[str, str]
    folders: tuple[Path, ...] = field(default=())  # everything that the engine writes to, its log included


class Sqlite:
    """A file that is migrated once and copied for every test."""

    name = "sqlite"

    def __init__(self, folder: Path) -> None:
        self._template = folder / engines.FILE
        with pointed(engines.sqlite(folder)):
            database.prepare()

    @contextmanager
    def fresh(self, data: Path) -> Iterator[Database]:
        shutil.copyfile(self._template, data / engines.FILE)
        environ = {name: value for name, value in os.environ.items() if name != "ALONGSIDE_DATABASE"}
        with pointed(engines.sqlite(data), data / "keys"):
            yield Database(self.name, data, environ, (data,))

    def end(self) -> None:
        """Its files go with the run's folder."""


class Postgresql:
    """One database of a throw-away cluster, emptied before every test: that takes 2 ms, a copy of a template takes 60."""

    name = "postgresql"

    def __init__(self, cluster: Cluster) -> None:
        self.cluster, self._address = cluster, cluster.address("desk")
        cluster.admin("CREATE DATABASE desk OWNER desk")
        with pointed(engines.postgresql(self._address)):
            database.prepare()
        rows = cluster.admin("SELECT tablename FROM pg_tables WHERE schemaname = 'public'", database="desk")
        self._tables = [str(name) for (name,) in rows if name != "django_migrations"]
        self._keeper = psycopg.connect(cluster.address("desk", "keeper"), autocommit=True)

    @contextmanager
    def fresh(self, data: Path) -> Iterator[Database]:
        # A server of the last test may still hold a lock, and what it began must not arrive in this one.
        others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'desk' AND pid <> pg_backend_pid()"
        deletions = [f"DELETE FROM {table}" for table in self._tables]  # noqa: S608  (names that PostgreSQL gave us)
        # As a replica no foreign key is looked at, so that the order does not matter.
        self._keeper.execute("; ".join([others, "SET session_replication_role = replica", *deletions]))
        environ = {**os.environ, "ALONGSIDE_DATABASE": self._address}
        with pointed(engines.postgresql(self._address), data / "keys"):
            yield Database(self.name, data, environ, (data, self.cluster.folder))

    def end(self) -> None:
        self._keeper.close()
        self.cluster.end()


@contextmanager
def pointed(told: dict[str, Any], keys: Path | None = None) -> Iterator[None]:
    """Django's own connections lead to this database, in every thread that opens one from now on."""
    before, connections.settings = connections.settings, connections.configure_settings({"default": dict(told)})
    forget()
    try:
        files = keys.with_name("files") if keys else settings.FILES
        with override_settings(KEY_FOLDER=keys or settings.KEY_FOLDER, FILES=files):
            yield
    finally:
        forget()
        connections.settings = before


def forget() -> None:
    """Close this thread's connection and let the next question open one anew."""
    with suppress(AttributeError):
        connections["default"].close()
        del connections["default"]


def aside(work: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
    """Do database work in a thread of its own, on a connection of its own, and give back its result.

    For what a test does beside a server or a browser, and to see the tables as another thread sees them.
    """

    def run() -> T:
        try:
            return work(*args, **named)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(run).result()
