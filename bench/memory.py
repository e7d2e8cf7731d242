"""Resident memory of the processes below one, as Linux tells it in /proc. Elsewhere: nothing, and the bench says null."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")


@dataclass(frozen=True, slots=True)
class Process:
    """One process: resident bytes (pages shared with another process counted in both), and whether it is the typesetter."""

    number: int
    resident: int
    typesets: bool


def below(root: int) -> list[Process]:
    """All descendants of a process."""
    parents = dict(filter(None, map(_parent, PROC.glob("[0-9]*")))) if PROC.is_dir() else {}
    found, wanted = [], {root}
    while wanted:
        wanted = {number for number, parent in parents.items() if parent in wanted}
        found += [process for number in wanted if (process := _read(number))]
    return found


def _parent(folder: Path) -> tuple[int, int] | None:
    try:
        # The name in brackets may hold anything, so count from its end: state, parent.
        return int(folder.name), int((folder / "stat").read_text().rpartition(")")[2].split()[1])
    except (OSError, ValueError, IndexError):
        return None  # it has ended meanwhile


def _read(number: int) -> Process | None:
    try:
        lines = (PROC / str(number) / "status").read_text().splitlines()
        resident = next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS:"))
        return Process(number, resident, b"typeset.child" in (PROC / str(number) / "cmdline").read_bytes())
    except (OSError, StopIteration):
        return None
