"""Downloads on their way out, counted by person: somebody on a bad line, or who means harm, must not hold all the threads that files
leave by. Whoever reads below 1 KiB/s for a minute is ended by the door; this is for those who read a little faster than that."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from uuid import UUID

MOST = 3  # at once for one person, in one process
_lock = threading.Lock()
_under_way: Counter[UUID] = Counter()


class TooManyLeaving(Exception):
    """As many as one person may have are under way already."""


class Leaving:
    """One file on its way to one person. `close` ends it, also before its first piece was asked for."""

    def __init__(self, person: UUID, content: Callable[[], Iterator[bytes]]) -> None:
        self._person, self._open = person, True
        with _lock:
            if _under_way[person] >= MOST:
                raise TooManyLeaving
            _under_way[person] += 1
        try:
            self._pieces = content()  # notes who takes it: not for one who is sent away
        except BaseException:
            self.close()
            raise

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        return next(self._pieces)

    def close(self) -> None:
        """It has left, or was broken off."""
        with _lock:
            if self._open:
                self._open = False
                _under_way[self._person] -= 1
                if not _under_way[self._person]:
                    del _under_way[self._person]
        getattr(getattr(self, "_pieces", None), "close", lambda: None)()
