"""The line to the mail server, and its end: whatever the server does, or leaves undone, a talk takes no longer than it may.

A pause between two bytes is no measure. A server that sends one letter in a minute is never silent, and would hold a worker for days.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from time import monotonic

SILENCE = 60.0  # seconds without a word; the whole talk has its own deadline


class Line:
    """A line that ends after so many seconds, from before it is opened until it is closed. `cut`: whether it was ended so."""

    def __init__(self, seconds: float) -> None:
        self.cut = False
        self._handle: socket.socket | None = None
        self._lock = threading.Lock()
        self._end = monotonic() + seconds
        self._timer = _started(seconds, self._cut)

    def last(self, seconds: float) -> None:
        """What still follows has so many seconds, and nothing hangs on it any more."""
        with self._lock:
            self._timer.cancel()
            self._timer = _started(seconds, self._shut)

    def opened(self, host: str, port: int) -> socket.socket:
        """A socket to the first address that answers, in the time that is left for all of them together. An OSError.

        Looking the name up is the system's own affair, which ends by itself.
        """
        failed: OSError = TimeoutError()
        for family, kind, protocol, _, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
            left = self._end - monotonic()
            if left <= 0:
                break
            one = socket.socket(family, kind, protocol)
            try:
                one.settimeout(min(SILENCE, left))
                one.connect(address)
                one.settimeout(SILENCE)
                self._hold(one)
            except OSError as error:
                one.close()
                failed = error
            else:
                return one
        raise failed

    def close(self) -> None:
        """No deadline any more, and nothing of the line left open."""
        with self._lock:
            self._timer.cancel()
            if self._handle is not None:
                self._handle.close()

    def _hold(self, one: socket.socket) -> None:
        """A second handle on the same line. TLS takes the first one for itself, and shutting down its own would first say goodbye."""
        with self._lock:
            if self.cut:
                raise TimeoutError
            self._handle = one.dup()

    def _cut(self) -> None:
        self.cut = True
        self._shut()

    def _shut(self) -> None:
        """Whoever waits for a word gets an error."""
        with self._lock:
            if self._handle is not None:
                with suppress(OSError):
                    self._handle.shutdown(socket.SHUT_RDWR)


def _started(seconds: float, then: Callable[[], None]) -> threading.Timer:
    timer = threading.Timer(seconds, then)
    timer.daemon = True
    timer.start()
    return timer
