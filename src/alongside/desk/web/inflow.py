"""A body that is read while it arrives: a file for the thread that answers, fed by the loop that owns the connection."""

from __future__ import annotations

import asyncio
import io
import time
from typing import Any

SECONDS, BYTES = 60.0, 60 * 1024  # below 1 KiB/s for a minute nobody is waiting at the other end (security.md 18)


class Stalled(OSError):
    """The rest of the body does not come. Django takes an OSError here for a broken connection."""


class Inflow(io.RawIOBase):
    """What `wsgi.input` is for a form with files. Read by one thread; the connection is held back until it asks for more."""

    def __init__(self, proto: Any, loop: asyncio.AbstractEventLoop, length: int) -> None:
        self._pieces, self._loop, self._to_come = aiter(proto), loop, length
        self._left = memoryview(b"")
        self._ended = False
        self._began, self._came = time.monotonic(), 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        """At most so many bytes, at least one unless the body has ended. Stalled where it comes too slowly."""
        if not self._left and not self._ended:
            self._next()
        size = len(self._left) if size < 0 else size
        found, self._left = bytes(self._left[:size]), self._left[size:]
        return found

    def _next(self) -> None:
        waiting = asyncio.run_coroutine_threadsafe(self._one(), self._loop)
        try:
            piece = waiting.result(SECONDS)
        except TimeoutError:
            waiting.cancel()
            raise Stalled from None
        except Exception:  # the connection broke
            raise Stalled from None
        self._ended, self._left = piece is None, memoryview(piece or b"")
        self._came += len(self._left)
        self._to_come -= len(self._left)
        if self._ended and self._to_come > 0:
            raise Stalled  # the server ends a body that broke off like a whole one: half a form must not be taken for all of it
        passed = time.monotonic() - self._began
        if passed >= SECONDS:
            if self._came < BYTES:
                raise Stalled
            self._began, self._came = time.monotonic(), 0

    async def _one(self) -> bytes | None:
        """The next piece that is not empty; None at the end."""
        try:
            while not (piece := await anext(self._pieces)):  # the server lets a body be walked through once: no `async for` here
                pass
        except StopAsyncIteration:
            return None
        return bytes(piece)
