"""A throw-away PostgreSQL: one cluster a run, started as an ordinary user, reached through a socket in a folder of its own.

What it writes of its own accord is left as it comes out of the box, failed statements included: the desk must not need a
well-kept server to keep its secrets. Nothing is flushed to the disk, unless a test asks for it.
"""

from __future__ import annotations

import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ORDINARY = ("postgres", "nobody")  # as whom it runs where the tests run as root: PostgreSQL refuses to
OWNER, ROLE = "keeper", "desk"  # of the cluster; of the desk, which is no superuser
SECONDS_TO_START = 30.0


class Cluster:
    """A running PostgreSQL with all its files, log included, under `folder`."""

    def __init__(self, binaries: Path, *, fsync: bool = False) -> None:
        self.binaries, self.user = binaries, _ordinary_user()
        self.folder = Path(tempfile.mkdtemp(prefix="alongside-pg-"))  # short: the path of a socket has at most 107 letters
        if self.user:
            shutil.chown(self.folder, self.user)
        self.log = self.folder / "server.log"
        self._run("initdb", "-D", str(self.folder / "data"), "-U", OWNER, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        self.process = self._start(fsync)
        self.admin("CREATE ROLE desk LOGIN")

    def address(self, database: str, role: str = ROLE) -> str:
        """The database as ALONGSIDE_DATABASE names it."""
        return f"postgresql://{role}@/{database}?host={self.folder}"

    def admin(self, *statements: str, database: str = "postgres") -> list[tuple[object, ...]]:
        """Run statements as the owner of the cluster; the rows of the last one."""
        import psycopg

        with psycopg.connect(self.address(database, OWNER), autocommit=True) as connection:
            rows: list[tuple[object, ...]] = []
            for statement in statements:
                cursor = connection.execute(statement)
                rows = cursor.fetchall() if cursor.description else []
            return rows

    def end(self) -> None:
        self.process.send_signal(signal.SIGINT)  # ends open connections and stops
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _start(self, fsync: bool) -> subprocess.Popen[bytes]:
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.folder),
            "shared_buffers": "16MB",
            "max_connections": "100",
            "autovacuum": "off",
        }
        if not fsync:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        words = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        command = [str(self.binaries / "postgres"), "-D", str(self.folder / "data"), *words]
        with self.log.open("wb") as log:
            process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.folder, preexec_fn=_end_with_us, **self._as()
            )
        deadline = time.monotonic() + SECONDS_TO_START
        while not self._answers():
            if process.poll() is not None or time.monotonic() > deadline:
                process.kill()
                raise AssertionError(f"PostgreSQL did not start: {self.log.read_text(errors='replace')}")
            try:
                process.wait(timeout=0.05)
            except subprocess.TimeoutExpired:
                continue
        return process

    def _answers(self) -> bool:
        import psycopg

        try:
            psycopg.connect(self.address("postgres", OWNER)).close()
        except psycopg.OperationalError:
            return False
        return True

    def _run(self, program: str, *words: str) -> None:
        ran = subprocess.run(
            [str(self.binaries / program), *words], cwd=self.folder, capture_output=True, text=True, check=False, **self._as()
        )
        assert ran.returncode == 0, ran.stderr

    def _as(self) -> dict[str, object]:
        if not self.user:
            return {}
        return {"user": self.user, "group": pwd.getpwnam(self.user).pw_gid, "extra_groups": []}


def _ordinary_user() -> str | None:
    """Whom to become; None where the tests are no root already."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in ORDINARY if name in known)


def _parent_death() -> Callable[[], None]:
    if sys.platform != "linux":
        return lambda: None
    libc, pr_set_pdeathsig = ctypes.CDLL(None), 1
    return lambda: libc.prctl(pr_set_pdeathsig, signal.SIGINT, 0, 0, 0)


_end_with_us = _parent_death()  # a run that is killed leaves no server behind
