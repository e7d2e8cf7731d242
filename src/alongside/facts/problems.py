"""What is wrong with a table of facts: every problem at once, as codes that the pages turn into sentences."""

from __future__ import annotations

import reprlib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

MOST_PROBLEMS = 20  # a table with a thousand bad fields is answered once, not a thousand times
_SHOWN = 60
_UNSHOWN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})  # they would write elsewhere than where they stand
_SHORT = reprlib.Repr()
_SHORT.maxlevel = 2


@dataclass(frozen=True, slots=True)
class Problem:
    """What does not fit: the field (`acts[2].date`), the fault as a code, what was given, what would be accepted."""

    field: str
    fault: str
    value: str = ""
    accepted: str = ""


class BadFact(ValueError):
    """A table that is no fact. It names all problems, so that nobody mends one to meet the next.

    The message holds fields and faults only: what was typed may be a name, and a message may reach a log.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(f"{problem.field}: {problem.fault}" for problem in problems))
        self.problems = tuple(problems)


class EnoughError(Exception):
    """So many problems that looking for more only costs time."""


class Problems:
    """The problems found so far."""

    def __init__(self) -> None:
        self.found: list[Problem] = []

    def note(self, field: str, fault: str, *, value: object = "", accepted: str = "") -> None:
        """Remember one problem. Raises EnoughError at the twentieth."""
        self.found.append(Problem(shown(field), fault, shown(value), accepted))
        if len(self.found) >= MOST_PROBLEMS:
            raise EnoughError

    def refuse(self) -> None:
        """Raise BadFact where anything was found."""
        if self.found:
            raise BadFact(self.found)


def shown(value: object) -> str:
    """A value short enough and harmless enough to stand in a sentence."""
    try:
        text = value[: 2 * _SHOWN] if isinstance(value, str) else _SHORT.repr(value)
    except ValueError:  # Python refuses to spell out a number of thousands of digits
        text = type(value).__name__
    text = "".join(sign if unicodedata.category(sign) not in _UNSHOWN else "\N{REPLACEMENT CHARACTER}" for sign in text)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 3]}..."
