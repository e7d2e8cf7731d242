"""A download that waits for who reads it.

The server takes whatever it is given and keeps it in memory until the line has taken it (its own interface has no other way, up to 2.8):
a film of 1 GiB for somebody on a slow line would lie there whole. How much of a connection is still to be taken tells the system, where
it is Linux: so the next bytes are given once those before them have left. Elsewhere nobody can tell, and nothing waits.
"""

from __future__ import annotations

import time
from pathlib import Path

TABLES = ("/proc/self/net/tcp", "/proc/self/net/tcp6")
SMALLEST, LARGEST = 256 * 1024, 4 << 20  # bytes that may be on their way at once: more of them for a faster line
QUICK = 1.0  # seconds; who takes longer for that many bytes gets fewer
SECONDS, RATE = 60.0, 1024.0  # below 1 KiB/s for a minute nobody is reading at the other end (security.md 18)
_LOOK = 0.002  # seconds between two looks, growing to a tenth


class TooSlow(OSError):
    """Nobody reads at the other end, or nearly nobody."""


class Outflow:
    """How fast one connection takes what is given to it. Called by the thread that gives."""

    def __init__(self, server: str, client: str) -> None:
        self._ports = _port(server), _port(client)
        self._window, self._given = SMALLEST, 0

    def gave(self, size: int) -> None:
        """So many bytes more were given; returns when more may be. TooSlow."""
        self._given += size
        if self._given < self._window:
            return
        began = moved = time.monotonic()
        pause, before = _LOOK, -1
        while True:
            time.sleep(pause)
            left, now = unsent(*self._ports), time.monotonic()
            if not left:
                break
            if left != before:
                moved, before = now, left
            if now - moved > SECONDS or now - began > max(SECONDS, self._given / RATE):
                raise TooSlow
            pause = min(0.1, pause * 1.5)
        quick = now - began < QUICK
        self._window = min(LARGEST, self._window * 2) if quick else max(SMALLEST, self._window // 2)
        self._given = 0


def unsent(server: int, client: int) -> int | None:
    """How many bytes the system still holds for the other end of a connection, told by the ports of both; None where it does not tell."""
    found: int | None = None
    for table in TABLES:
        try:
            lines = Path(table).read_text(encoding="ascii").splitlines()[1:]
        except OSError:
            continue
        for line in lines:
            _, here, there, _, queues, *_ = line.split()
            if int(here.rpartition(":")[2], 16) == server and int(there.rpartition(":")[2], 16) == client:
                found = max(found or 0, int(queues.partition(":")[0], 16))
    return found


def _port(address: str) -> int:
    text = address.rpartition(":")[2]
    return int(text) if text.isascii() and text.isdecimal() else 0
