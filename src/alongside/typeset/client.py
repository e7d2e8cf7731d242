"""The client: one long-lived child a process, started at the first document, replaced when it dies, overruns or has worked enough.

Thread-safe: documents queue for the child. A question that is refused, crashes the child or overruns raises TypesetError with one
sentence, and the next document finds a working child. After a fork the new process starts its own child: two processes on one pipe
would read each other's documents.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from alongside.typeset import frames

SECONDS_A_DOCUMENT = 20.0
SECONDS_TO_START = 30.0
# A document takes a quarter of a second. Whoever waits holds a thread of the server, and the pages need those: few may wait, and
# not for long; the others are told at once to come again.
MOST_WAITING = 4
SECONDS_TO_WAIT = 10.0
# Typst keeps what it has set in its cache (some 13 MB for a plan of 17 pages). A fresh child after this many documents, or this much
# text, keeps memory level and old values out of it.
DOCUMENTS_A_CHILD = 20
BYTES_A_CHILD = 1024 * 1024
# A resting child holds some 80 MB, more than half of what the whole server needs.
SECONDS_TO_REST = 60.0
TEMPLATES = Path(__file__).parent / "templates"


class TypesetError(Exception):
    """No document came; the message is one sentence that quotes no value."""


class Typesetter:
    """A child and its pipe, behind a lock."""

    def __init__(
        self,
        *,
        seconds: float = SECONDS_A_DOCUMENT,
        start: float = SECONDS_TO_START,
        wait: float = SECONDS_TO_WAIT,
        documents: int = DOCUMENTS_A_CHILD,
        rest: float = SECONDS_TO_REST,
        command: tuple[str, ...] = ("-m", "alongside.typeset.child"),
    ) -> None:
        self._documents, self._command, self._wait, self._rest = documents, command, wait, rest
        self._idle: threading.Timer | None = None
        self.allow(seconds, start)
        self._lock, self._places = _locks()
        self._child: subprocess.Popen[bytes] | None = None
        self._home: Path | None = None
        self._done = self._fed = 0

    @property
    def child_id(self) -> int | None:
        """The process id of the child; None where none runs."""
        return self._child.pid if self._child else None

    @property
    def home(self) -> Path | None:
        """The empty folder of the child."""
        return self._home

    def allow(self, seconds: float, start: float) -> None:
        """How long a document may take, and how much longer the first one of a child."""
        self._seconds, self._start = seconds, start

    def pdf(self, template: str, values: Mapping[str, Any]) -> bytes:
        """The document as bytes, or TypesetError."""
        question = _question(template, values)
        with self._turn():
            child = self._ready()
            # The first document of a child also waits for Python, Typst and the fonts.
            seconds = self._seconds + (self._start if self._done == 0 else 0)
            try:
                kind, body = self._ask(child, question, seconds)
            except BaseException:
                # An interrupt in the middle of an answer would leave its rest to the next reader.
                self._stop()
                raise
            self._done += 1
            self._fed += len(question)
            if self._done >= self._documents or self._fed >= BYTES_A_CHILD:
                self._stop()
            else:
                self._end_when_idle(child)
        if kind == frames.DOCUMENT:
            return body
        raise TypesetError(str(json.loads(body)["sentence"]))

    def _end_when_idle(self, child: subprocess.Popen[bytes]) -> None:
        """Let the child go after a while without documents."""
        if self._idle is not None:
            self._idle.cancel()

        def end_it() -> None:
            with self._lock:
                if self._child is child and self._idle is timer:
                    self._stop()

        timer = self._idle = threading.Timer(self._rest, end_it)
        timer.daemon = True
        timer.start()

    def close(self) -> None:
        """End the child and remove its folder. The next document starts another."""
        with self._lock:
            self._stop()

    @contextlib.contextmanager
    def _turn(self) -> Iterator[None]:
        """This document's turn with the child, or TypesetError where too many wait or the wait is too long."""
        lock, places = self._lock, self._places
        if not places.acquire(blocking=False):
            raise TypesetError("Too many documents are being set at this moment.")
        try:
            if not lock.acquire(timeout=self._wait):
                raise TypesetError(f"The document waited {self._wait:g} seconds for others and was given up.")
            try:
                yield
            finally:
                lock.release()
        finally:
            places.release()

    def forget(self) -> None:
        """After a fork, in the new process: the child belongs to the parent, so drop it without ending it."""
        self._lock, self._places = _locks()
        self._child, self._home, self._idle = None, None, None
        self._done = self._fed = 0

    def _ask(self, child: subprocess.Popen[bytes], question: bytes, seconds: float) -> tuple[bytes, bytes]:
        assert child.stdin is not None and child.stdout is not None
        overrun = threading.Event()

        def end_it() -> None:
            overrun.set()
            child.kill()

        # A timer that kills, and not select(): pipes cannot be selected on Windows, and writing can hang as well as reading.
        deadline = threading.Timer(seconds, end_it)
        deadline.daemon = True
        deadline.start()
        try:
            frames.write(child.stdin, frames.QUESTION, question)
            answer = frames.read(child.stdout, frames.LARGEST_ANSWER)
        except (OSError, frames.BrokenFrame):
            answer = None
        finally:
            deadline.cancel()
        if answer is not None and not overrun.is_set():
            return answer
        if overrun.is_set():
            raise TypesetError(f"The document was not ready after {seconds:g} seconds and was given up.")
        raise TypesetError("The process that sets documents ended before this one was ready.")

    def _ready(self) -> subprocess.Popen[bytes]:
        if self._child is not None and self._child.poll() is None:
            return self._child
        self._stop()
        self._home = _private_folder()
        try:
            self._child = _start(self._command, self._home)
        except OSError as error:
            self._stop()
            raise TypesetError("The process that sets documents could not be started.") from error
        return self._child

    def _stop(self) -> None:
        child, self._child = self._child, None
        home, self._home = self._home, None
        self._done = self._fed = 0
        if child is not None:
            child.kill()
            child.wait()
            for pipe in (child.stdin, child.stdout):
                with contextlib.suppress(OSError):
                    pipe and pipe.close()
        if home is not None:
            home.chmod(0o700)
            shutil.rmtree(home, ignore_errors=True)


def _locks() -> tuple[threading.Lock, threading.Semaphore]:
    """The lock around the child, and the places before it: the document being set and those that wait."""
    return threading.Lock(), threading.BoundedSemaphore(1 + MOST_WAITING)


def _question(template: str, values: Mapping[str, Any]) -> bytes:
    """The question as bytes, checked here so that a wrong one costs no child."""
    if not re.fullmatch(r"[a-z][a-z0-9-]*", template) or not (TEMPLATES / f"{template}.typ").is_file():
        raise TypesetError("There is no template of that name.")
    try:
        question = json.dumps({"template": template, "values": dict(values)}, ensure_ascii=False, allow_nan=False).encode()
    except (TypeError, ValueError, RecursionError) as error:
        raise TypesetError("The values of a document must be text, numbers, true or false, lists and tables.") from error
    if len(question) > frames.LARGEST_QUESTION:
        raise TypesetError("The document is too long to be set.")
    return question


def _private_folder() -> Path:
    """An empty folder in memory where the system has one, readable by us alone and then closed to writing."""
    memory = Path("/dev/shm")
    where = memory if memory.is_dir() and os.access(memory, os.W_OK) else None
    folder = Path(tempfile.mkdtemp(dir=where))
    folder.chmod(0o500)
    return folder


def _start(command: tuple[str, ...], home: Path) -> subprocess.Popen[bytes]:
    """A child with nothing of ours: no environment, no open file, its own home. Its own paths are all that Python needs to start."""
    return subprocess.Popen(
        [sys.executable, "-B", "-P", "-s", *command, str(home)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=home,
        env=_environment(home),
        close_fds=True,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def _environment(home: Path) -> dict[str, str]:
    environment = {
        "PYTHONPATH": os.pathsep.join(str(Path(entry).absolute()) for entry in sys.path if entry),
        # A machine with many cores would start a thread for each, and reserve more memory than the child may have.
        "RAYON_NUM_THREADS": "2",
        "MALLOC_ARENA_MAX": "2",
    }
    environment |= dict.fromkeys(("HOME", "USERPROFILE", "TMPDIR", "TEMP", "TMP", "XDG_CACHE_HOME", "XDG_DATA_HOME"), str(home))
    if sys.platform == "win32":
        # Without it Windows' own libraries are not found and the child ends at once.
        environment["SYSTEMROOT"] = os.environ.get("SYSTEMROOT", r"C:\Windows")
    return environment


_shared = Typesetter()
atexit.register(_shared.close)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_shared.forget)


def pdf(template: str, values: Mapping[str, Any]) -> bytes:
    """Set `templates/<template>.typ` with these values and return the PDF. Raises TypesetError (one sentence)."""
    return _shared.pdf(template, values)
