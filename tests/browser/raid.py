"""A desk that is going to be raided: where everything lies that men with crowbars carry away, and what must not stand in it.

All of it is under one folder (and the cluster's, on PostgreSQL): database, journal, keys, backup, the server's terminal, home and
temporary files of the server and of one laptop, its browser profile.
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import secrets
import select
import subprocess
import termios
import threading
import time
from base64 import b32encode
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

from tests.browser.desk_walk import NOWHERE, PHONE, Member, Running, running
from tests.browser.traces import Searcher, writings
from tests.conftest import FLAGS
from tests.serving import command

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SHARED_MEMORY = Path("/dev/shm")  # noqa: S108  (read only: the typesetter's home is a folder there)
SECONDS = 60.0
ESCAPE = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


class Raid:
    """The places, the marker that is typed everywhere, and the other secrets that were on screens."""

    def __init__(self, root: Path, data: Path, environ: Mapping[str, str], folders: Sequence[Path] = ()) -> None:
        self.root, self.data, self.folders = root, data, [root, *(one for one in folders if root not in one.parents)]
        # Letters that lose their marks, that change with their case, and that have no place in ASCII; new in each run.
        # Letters alone: the marker is part of an alias, and one with many digits is refused as a telephone number.
        self.marker = f"Zwölfqé{''.join(secrets.choice('abcdefghkmnp') for _ in range(8))}Жукxv"
        self.stick = root / "stick.backup"
        self.laptop = root / "laptop"
        self.secrets: dict[str, str] = {}
        self.keys: dict[str, bytes] = {}
        for name in ("home", "temp", "laptop", "laptop-home"):
            (root / name).mkdir()
        self.environ = {**environ, **_places(root / "home", root / "temp")}
        self._began = time.time() - 5
        self._starts = 0

    @contextmanager
    def serving(self) -> Iterator[Running]:
        self._starts += 1
        with running(self.data, self.root / f"server-{self._starts}.log", self.environ) as server:
            yield server

    @contextmanager
    def laptop_of(self, browser: Browser, chromium: str, base: str, handle: str) -> Iterator[Member]:
        """A browser that keeps its profile on the disk, as everybody's does."""
        context = browser.browser_type.launch_persistent_context(
            self.laptop,
            executable_path=chromium,
            args=FLAGS,
            env={**os.environ, **_places(self.root / "laptop-home", self.root / "temp")},
            java_script_enabled=False,
            viewport=PHONE,
            proxy=NOWHERE,
        )
        try:
            yield Member(context, base, handle)
        finally:
            context.close()

    def alongside(self, *argv: str) -> Terminal:
        """A command in a terminal of its own."""
        return Terminal([str(command()), *argv, "--data", str(self.data)], self.environ)

    def keep(self, member: Member, name: str) -> None:
        """What she alone should have: to be found nowhere."""
        app = member.telephone.secret
        self.secrets |= {f"{name}'s words": member.words, f"{name}'s app": b32encode(app).decode()}
        self.keys |= {f"{name}'s app": app}
        self.secrets |= {f"{name}'s code {number}": code for number, code in enumerate(member.telephone.codes[:1])}

    def back_up(self, alice: Member) -> list[str]:
        """Three custodians with their sheets of this month, and the stick. Gives their shares."""
        ran = self.alongside("backup-keys", "--months", "1")
        ran.answer("alias: ", alice.handle)
        ran.answer(r"six words .*: ", alice.words)
        sheets = []
        for _ in range(3):
            ran.answer("Enter shows her sheet. ", "")
            sheets.append(ran.answer("Enter clears the screen. ", ""))
        assert ran.end() == 0, ran.seen
        shares = [" ".join(re.findall(r"\d+ ([a-z]+)", sheet.split("end.", 1)[1])) for sheet in sheets]
        assert [len(share.split()) for share in shares] == [33, 33, 33], sheets
        self.secrets |= {f"share {number}": share for number, share in enumerate(shares, 1)}
        made = self.alongside("backup", str(self.stick))
        assert made.end() == 0, made.seen
        return shares

    def traces(self) -> tuple[list[str], list[str]]:
        """Where something stands that must not, as "place: which, in what writing": on the server and its stick, and on the laptop."""
        searcher = Searcher(self.marker)
        for name, secret in self.secrets.items():
            searcher.writings |= {f"{name}, {how}": values for how, values in writings(secret).items()}
        searcher.writings |= {f"{name}, as it is": {key, key.hex().encode()} for name, key in self.keys.items()}
        found: list[str] = []
        for folder in [*self.folders, *([SHARED_MEMORY] if SHARED_MEMORY.is_dir() else [])]:
            found += self.below(folder, searcher)
        hers = [place for place in found if str(self.laptop) in place]  # its home is called after it
        return [place for place in found if place not in hers], hers

    def below(self, folder: Path, searcher: Searcher) -> list[str]:
        """Only files that were written to since this desk began: a cluster holds much that was there before it."""
        found = []
        for path in sorted(folder.rglob("*")):
            found += searcher.data(str(path.relative_to(folder)).encode("utf-8", "surrogateescape"), f"name of {path}")
            try:
                fresh = path.is_file() and not path.is_symlink() and path.stat().st_mtime >= self._began
            except OSError:
                continue  # removed since it was listed
            found += searcher.file(path) if fresh else []
        return found


def _places(home: Path, temp: Path) -> dict[str, str]:
    caches = {"XDG_CACHE_HOME": f"{home}/.cache", "XDG_CONFIG_HOME": f"{home}/.config", "USERPROFILE": str(home)}
    return {"HOME": str(home), **caches, "TMPDIR": str(temp), "TEMP": str(temp), "TMP": str(temp)}


class Terminal:
    """A command before a person: its own terminal, so that what it asks for without showing is typed where it would be typed."""

    def __init__(self, argv: Sequence[str], environ: Mapping[str, str]) -> None:
        self._wire, inner = pty.openpty()
        self.seen = ""
        self._process = subprocess.Popen(
            argv, stdin=inner, stdout=inner, stderr=inner, env=dict(environ), start_new_session=True, preexec_fn=_mine
        )
        os.close(inner)

    def answer(self, question: str, line: str) -> str:
        """Wait until it asks, type a line; gives what it had said until then."""
        said = self._until(re.compile(question))
        os.write(self._wire, line.encode() + b"\n")
        return said

    def end(self) -> int:
        """Read it to its end; its exit code."""
        self._until(None)
        os.close(self._wire)
        return self._process.wait(timeout=SECONDS)

    def _until(self, wanted: re.Pattern[str] | None) -> str:
        deadline, said = time.monotonic() + SECONDS, ""
        while not (wanted and wanted.search(said)):
            ready, _, _ = select.select([self._wire], [], [], max(0.0, deadline - time.monotonic()))
            try:
                data = os.read(self._wire, 65536) if ready else b""
            except OSError:  # Linux says so when the other side has gone
                data = b""
            if not data and (wanted or not ready):
                self._process.kill()
                self._process.wait()
                raise AssertionError(f"it did not {f'ask {wanted.pattern!r}' if wanted else 'end'}: {self.seen}{said}")
            if not data:
                break
            said += ESCAPE.sub("", data.decode(errors="replace")).replace("\r\n", "\n")
        self.seen += said
        return said


def _mine() -> None:
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


class Typist(threading.Thread):
    """Somebody who keeps one note after the other until nobody answers any more. `kept`: those that the server has confirmed."""

    def __init__(self, member: Member, case: str, text: str, enough: int) -> None:
        super().__init__(daemon=True)
        self._where, self._path = urlsplit(member.base).netloc, f"/desk/en/{case}new/note/"
        self._cookie = "; ".join(f"{one['name']}={one['value']}" for one in member.context.cookies())
        self._text, self._enough = text, enough
        self.kept: list[str] = []
        self.in_the_middle = threading.Event()

    def run(self) -> None:
        number = 0
        while True:
            text = f"{self._text} number {number} ends here"
            try:
                if self._sent(text) != 303:
                    break
            except (OSError, HTTPException):
                break
            self.kept.append(text)
            number += 1
            if len(self.kept) >= self._enough:
                self.in_the_middle.set()
        self.in_the_middle.set()

    def _sent(self, text: str) -> int:
        body = urlencode({"seed": uuid4().hex, "text": text})
        heads = {"Cookie": self._cookie, "Sec-Fetch-Site": "same-origin", "Content-Type": "application/x-www-form-urlencoded"}
        wire = HTTPConnection(self._where, timeout=30)
        try:
            wire.request("POST", self._path, body, heads)
            return wire.getresponse().status
        finally:
            wire.close()
