"""Questions in a terminal, for the commands that show or take secrets: one at a time, and off the screen when they are done."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from getpass import getpass

CLEAR = "\033[2J\033[3J\033[H"  # the screen, what was scrolled off it, the cursor home


class GoneAway(Exception):
    """The input ended in the middle of it."""


def ask(question: str) -> str:
    """One line."""
    try:
        return input(f"{question} ").strip()
    except EOFError:
        raise GoneAway from None


def hidden(question: str) -> str:
    """One line that does not show on the screen."""
    try:
        return getpass(f"{question} ").strip()
    except EOFError:
        raise GoneAway from None


def must(question: str) -> str:
    """One line that is not empty."""
    while True:
        answer = ask(question)
        if answer:
            return answer


def yes(question: str) -> bool:
    """Whether somebody typed the whole word: Enter alone is no answer to a question on which everything hangs."""
    return ask(f"{question} (yes or no)").casefold() in ("yes", "y")


def clear() -> None:
    """Take what stands there off the screen. In a file or a pipe there is no screen."""
    if sys.stdout.isatty():
        print(CLEAR, end="", flush=True)


def numbered(words: Iterable[str], columns: int = 4) -> str:
    """Words with their numbers, as they are copied onto paper."""
    cells = [f"{number:>2} {word:<14}" for number, word in enumerate(words, 1)]
    return "\n".join("  " + "".join(cells[at : at + columns]).rstrip() for at in range(0, len(cells), columns))
