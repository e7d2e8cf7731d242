"""What the child takes away from itself before it sees a value (security.md 19 and 23).

Linux: no file can be given a byte, no core dump, no new process once its own threads stand, a ceiling on memory, no way back to more
rights, no reading of its memory by others, and a network namespace without any interface where the kernel grants one (it does to root,
and to others where unprivileged user namespaces are allowed; where not, the child still makes no connection of its own).
macOS has the resource limits without the last three, and keeps no ceiling on memory. Windows has none of them: there the emptied
environment, the empty folder and the client's deadline are what remains.
"""

from __future__ import annotations

import contextlib
import ctypes
import sys

MEMORY = 1024**3
_CLONE_NEWNET, _CLONE_NEWUSER = 0x40000000, 0x10000000
_PR_SET_DUMPABLE, _PR_SET_NO_NEW_PRIVS = 4, 38


def confine() -> None:
    """Everything that can be given up before a library is loaded. What the system does not know is skipped, never fatal."""
    _leave_the_network()
    _limit("RLIMIT_FSIZE", 0)
    _limit("RLIMIT_CORE", 0)
    _limit("RLIMIT_AS", MEMORY)
    if sys.platform == "linux":
        _prctl(_PR_SET_NO_NEW_PRIVS, 1)
        _prctl(_PR_SET_DUMPABLE, 0)


def stop_growing() -> None:
    """No further process or thread. Only after a library has started its own threads: before, it could not start at all."""
    _limit("RLIMIT_NPROC", 0)


def _limit(name: str, most: int) -> None:
    if sys.platform == "win32":
        return
    import resource

    # A hard limit below `most` may already stand; setting the lower of both cannot fail for lack of rights.
    with contextlib.suppress(AttributeError, ValueError, OSError):
        which: int = getattr(resource, name)
        _, hard = resource.getrlimit(which)
        value = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(which, (value, value))


def _leave_the_network() -> None:
    """Into an empty network namespace: alone where allowed, else together with a new user namespace. Needs a single thread."""
    if sys.platform != "linux":
        return
    with contextlib.suppress(OSError, AttributeError):
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.unshare(_CLONE_NEWNET) != 0:
            libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET)


def _prctl(option: int, value: int) -> None:
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None, use_errno=True).prctl(option, value, 0, 0, 0)
