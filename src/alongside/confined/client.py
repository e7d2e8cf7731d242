"""The server's end: one child a process, started at the first question, replaced when it dies, overruns or has worked enough.

Thread-safe: questions queue for the child. A question that crashes the child or overruns raises Failed, and the next question finds a
working child. After a fork the new process starts its own child: two processes on one pipe would read each other's answers.
"""

from __future__ import annotations

import atexit
import contextlib
import enum
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from alongside.confined import frames

# Whoever waits holds a thread of the server, and the pages need those: few may wait, and not for long; the others are told at once
# to come again.
MOST_WAITING = 4


class Why(enum.StrEnum):
    """What stood between a question and its answer."""

    TOO_MANY = "too_many"  # others wait already
    WAITED = "waited"  # its turn did not come in time
    UNSTARTED = "unstarted"  # no child could be started
    OVERRAN = "overran"  # no answer before the deadline
    ENDED = "ended"  # the child died, or what it wrote was no answer


class Failed(Exception):
    """No answer came. `seconds` is the deadline that passed, where one did."""

    def __init__(self, why: Why, seconds: float = 0.0) -> None:
        super().__init__(why.value)
        self.why, self.seconds = why, seconds


@dataclass(frozen=True, slots=True)
class Limits:
    """How long and how much, for one child."""

    seconds: float  # for an answer
    start: float  # more for the first answer of a child: it also waits for Python and its libraries
    wait: float  # for its turn
    rest: float  # without a question, then the child is let go
    questions: int  # then a fresh child: memory stays level, and old values out of it
    fed: int  # the same, in bytes
    largest_answer: int


class Child:
    """A child and its pipe, behind a lock. `command` is what Python is told to run; the child's empty home is added to it."""

    def __init__(self, command: tuple[str, ...], limits: Limits) -> None:
        self._command, self._limits = command, limits
        self._idle: threading.Timer | None = None
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
        """How long an answer may take, and how much longer the first one of a child."""
        self._limits = replace(self._limits, seconds=seconds, start=start)

    def ask(self, kind: bytes, question: bytes) -> tuple[bytes, bytes]:
        """The frame that answers, or Failed."""
        with self._turn():
            child = self._ready()
            seconds = self._limits.seconds + (self._limits.start if self._done == 0 else 0)
            try:
                answer = self._ask(child, kind, question, seconds)
            except BaseException:
                # An interrupt in the middle of an answer would leave its rest to the next reader.
                self._stop()
                raise
            self._done += 1
            self._fed += len(question)
            if self._done >= self._limits.questions or self._fed >= self._limits.fed:
                self._stop()
            else:
                self._end_when_idle(child)
        return answer

    def close(self) -> None:
        """End the child and remove its folder. The next question starts another."""
        with self._lock:
            self._stop()

    def forget(self) -> None:
        """After a fork, in the new process: the child belongs to the parent, so drop it without ending it."""
        self._lock, self._places = _locks()
        self._child, self._home, self._idle = None, None, None
        self._done = self._fed = 0

    def shared(self) -> None:
        """For the one child of a whole process: ended with it, forgotten after a fork."""
        atexit.register(self.close)
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self.forget)

    def _end_when_idle(self, child: subprocess.Popen[bytes]) -> None:
        """Let the child go after a while without questions."""
        if self._idle is not None:
            self._idle.cancel()

        def end_it() -> None:
            with self._lock:
                if self._child is child and self._idle is timer:
                    self._stop()

        timer = self._idle = threading.Timer(self._limits.rest, end_it)
        timer.daemon = True
        timer.start()

    @contextlib.contextmanager
    def _turn(self) -> Iterator[None]:
        """This question's turn with the child, or Failed where too many wait or the wait is too long."""
        lock, places = self._lock, self._places
        if not places.acquire(blocking=False):
            raise Failed(Why.TOO_MANY)
        try:
            if not lock.acquire(timeout=self._limits.wait):
                raise Failed(Why.WAITED, self._limits.wait)
            try:
                yield
            finally:
                lock.release()
        finally:
            places.release()

    def _ask(self, child: subprocess.Popen[bytes], kind: bytes, question: bytes, seconds: float) -> tuple[bytes, bytes]:
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
            frames.write(child.stdin, kind, question)
            answer = frames.read(child.stdout, self._limits.largest_answer)
        except (OSError, frames.BrokenFrame):
            answer = None
        finally:
            deadline.cancel()
        if answer is not None and not overrun.is_set():
            return answer
        if overrun.is_set():
            raise Failed(Why.OVERRAN, seconds)
        raise Failed(Why.ENDED)

    def _ready(self) -> subprocess.Popen[bytes]:
        if self._child is not None and self._child.poll() is None:
            return self._child
        self._stop()
        self._home = _private_folder()
        try:
            self._child = _start(self._command, self._home)
        except OSError as error:
            self._stop()
            raise Failed(Why.UNSTARTED) from error
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
    """The lock around the child, and the places before it: the question being answered and those that wait."""
    return threading.Lock(), threading.BoundedSemaphore(1 + MOST_WAITING)


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
        env=environment(home),
        close_fds=True,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def environment(home: Path) -> dict[str, str]:
    """All that a child is told of the world."""
    told = {
        "PYTHONPATH": os.pathsep.join(str(Path(entry).absolute()) for entry in sys.path if entry),
        # A machine with many cores would start a thread for each, and reserve more memory than the child may have.
        "RAYON_NUM_THREADS": "2",
        "MALLOC_ARENA_MAX": "2",
    }
    told |= dict.fromkeys(("HOME", "USERPROFILE", "TMPDIR", "TEMP", "TMP", "XDG_CACHE_HOME", "XDG_DATA_HOME"), str(home))
    if sys.platform == "win32":
        # Without it Windows' own libraries are not found and the child ends at once.
        told["SYSTEMROOT"] = os.environ.get("SYSTEMROOT", r"C:\Windows")
    return told
