"""What a process of the server asks of the system for itself."""

from __future__ import annotations

import contextlib
import sys


def harden() -> None:
    """No core dumps and no reading of this process by others: what somebody typed a moment ago is in its memory."""
    try:
        import resource
    except ImportError:  # Windows has neither
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        import ctypes

        pr_set_dumpable = 4
        ctypes.CDLL(None).prctl(pr_set_dumpable, 0, 0, 0, 0)


def few_arenas() -> None:
    """Two memory pools instead of one a thread: with thirty-two threads the C library would keep some tens of megabytes half empty.

    A call, not MALLOC_ARENA_MAX: that is read before Python starts, and the server's worker inherits this.
    """
    if sys.platform == "linux":
        import ctypes

        m_arena_max = -8
        with contextlib.suppress(AttributeError):  # another C library, without arenas
            ctypes.CDLL(None).mallopt(m_arena_max, 2)
