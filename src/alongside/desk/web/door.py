"""The door: takes a request from the server, waits for its body under a deadline, and hands both to Django.

A form with files is the exception: its thread reads it piece by piece (`inflow`), so that each piece is sealed before the next is there;
such forms hold half of the threads at most. A download leaves piece by piece in the same way.

The server offers WSGI as well, but there a body is read by the thread that answers, and nothing can end that wait: forty
connections that promise a form and send nine bytes would hold every thread. (Ending it from a second thread is no way out: the
server then waits for that read with Python's lock held, and the whole process stands still.) Here the waiting costs no thread,
bodies stay in memory, and a page is made by a thread only once everything has arrived.
"""

from __future__ import annotations

import asyncio
import io
import logging
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from alongside.desk.guide import words
from alongside.desk.web import middleware
from alongside.desk.web.inflow import Inflow
from alongside.desk.web.outflow import Outflow

THREADS = 32  # each makes one answer at a time
# A form is a few kilobytes: thirty seconds are enough over Tor on a bad line.
SECONDS_TO_READ = 30.0
# How many bodies may be under way at once; whoever comes then is asked to come again. Large ones, which only the desk takes, are
# counted apart: memory has its bound, and who floods us with them stops no alarm and no small form.
MOST_READING = {False: 512, True: 48}  # of 64 KiB and of 1 MiB each at most
SECONDS_TO_SEND, AT_ONCE = 60.0, 64 * 1024

logger = logging.getLogger("alongside.desk.web")
Environ = dict[str, Any]
Headers = list[tuple[str, str]]
Answer = tuple[int, Headers, bytes]
Pieces = Iterable[bytes]


class Door:
    """The application of the server (its own interface, RSGI: `scope` tells, `proto` reads and answers)."""

    def __init__(self, application: Any, threads: int = THREADS) -> None:
        self._application = application
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="answer")
        self._reading = {False: 0, True: 0}
        # Downloads have threads of their own: the pages go on while twenty films leave over bad lines.
        self._leaving = ThreadPoolExecutor(max(1, threads // 2), thread_name_prefix="download")
        self._most_arriving, self._arriving = max(1, threads // 2), 0

    async def __rsgi__(self, scope: Any, proto: Any) -> None:
        """Answer one request. Nothing that goes wrong reaches the server's log: it would write what was sent."""
        loop = asyncio.get_running_loop()
        try:
            environ = told(scope)
            with self._if_with_files(environ) as with_files:
                if with_files:
                    environ["wsgi.input"] = Inflow(proto, loop, int(environ["CONTENT_LENGTH"]))
                else:
                    body, refusal = await self._body(environ, proto)
                    environ |= {"wsgi.input": io.BytesIO(body), middleware.REFUSAL: refusal}
                status, headers, sent = await loop.run_in_executor(self._threads, self._answer, environ)
        except Exception:  # whatever it is: let through, the server's own log would write it with what was sent
            logger.exception("a request failed at the door")  # ours names the error and the line alone
            status, headers, sent = plain_failure()
        if isinstance(sent, bytes):
            proto.response_bytes(status, headers, sent)
        else:
            outflow = Outflow(scope.server, scope.client)
            await self._stream(proto, loop, status, headers, sent, outflow)

    @contextmanager
    def _if_with_files(self, environ: Environ) -> Iterator[bool]:
        """Whether the body is read while it arrives. It holds a thread as long as the line takes, so a part of the threads is all that
        such forms get; whoever comes then is asked to come again."""
        if not middleware.takes_files(environ) or middleware.refused_by_length(environ) is not None:
            yield False
            return
        environ[middleware.REFUSAL] = None if self._arriving < self._most_arriving else 503
        self._arriving += 1
        try:
            yield True
        finally:
            self._arriving -= 1

    async def _stream(
        self, proto: Any, loop: asyncio.AbstractEventLoop, status: int, headers: Headers, pieces: Pieces, outflow: Outflow
    ) -> None:
        """A download: each piece is opened when the one before has left (`outflow`). One that cannot go on is broken off, and looks so:
        its length was told beforehand."""
        transport = proto.response_stream(status, headers)

        async def send(piece: bytes) -> None:
            async with asyncio.timeout(SECONDS_TO_SEND):
                await transport.send_bytes(piece)

        def pump() -> None:
            try:
                for piece in pieces:
                    for start in range(0, len(piece), AT_ONCE):
                        part = piece[start : start + AT_ONCE]
                        asyncio.run_coroutine_threadsafe(send(part), loop).result()
                        outflow.gave(len(part))
            finally:
                getattr(pieces, "close", lambda: None)()

        try:
            await loop.run_in_executor(self._leaving, pump)
        except (
            Exception
        ):  # a broken line, a damaged file, a login that ended: let through, it would stand in the server's own log
            logger.exception("a download was broken off")

    async def _body(self, environ: Environ, proto: Any) -> tuple[bytes, int | None]:
        """The body, or the status with which it is refused; what the face refuses by its length is not read at all."""
        if environ["REQUEST_METHOD"] != "POST" or "CONTENT_LENGTH" not in environ or middleware.refused_by_length(environ):
            return b"", None
        large = int(environ["CONTENT_LENGTH"] or 0) > middleware.LARGEST_BODY
        if self._reading[large] >= MOST_READING[large]:
            return b"", 503
        self._reading[large] += 1
        try:
            async with asyncio.timeout(SECONDS_TO_READ):
                return await proto(), None
        except TimeoutError:
            return b"", 408
        except Exception:  # the connection broke; the answer reaches nobody, but half a form must not be taken for a whole one
            return b"", 400
        finally:
            self._reading[large] -= 1

    def _answer(self, environ: Environ) -> tuple[int, Headers, bytes | Pieces]:
        head: list[Any] = []

        def start(status: str, headers: list[tuple[str, str]], failure: Any = None) -> None:
            head[:] = [int(status.partition(" ")[0]), headers]

        parts: Pieces = self._application(environ, start)
        if getattr(parts, "streaming", False):
            return head[0], head[1], parts
        try:
            sent = b"".join(parts)
        finally:
            getattr(parts, "close", lambda: None)()
        return head[0], head[1], sent


def told(scope: Any) -> Environ:
    """What a request says before its body, in the names of PEP 3333."""
    host, _, port = scope.server.rpartition(":")
    environ: Environ = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode("utf-8", "replace").decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_NAME": host,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name in scope.headers.keys():  # noqa: SIM118  (not a dict)
        if "_" in name:
            continue  # it would pass for the header with a hyphen
        key = name.upper().replace("-", "_")
        key = key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"
        environ[key] = ("; " if key == "HTTP_COOKIE" else ",").join(scope.headers.get_all(name))
    if scope.authority:
        environ.setdefault("HTTP_HOST", scope.authority)
    return environ


def plain_failure() -> Answer:
    """One sentence with all headers, made without Django: the last answer when nothing else can be made."""
    headers = {**middleware.HEADERS, "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store"}
    return 500, list(headers.items()), words.guide(words.DEFAULT).say("error.500.text").encode()


def open_door() -> Door:
    """The server calls this once a process: everything that pages need is read before the first of them is asked for."""
    from alongside.desk.web.wsgi import application

    return Door(application)
