"""`alongside demo`: a desk with invented cases, to look around in. It never touches a folder that holds a desk."""

from __future__ import annotations

import argparse
import os
import shlex
import sys
import time
from typing import Any

from alongside.cli import data

MOST = 200_000


def add_to(commands: Any) -> None:
    """Declare the command."""
    parser = commands.add_parser("demo", help="make a desk with invented cases, to look around in", description=__doc__)
    parser.add_argument("--cases", metavar="N", default="200", help="how many cases (default: 200)")
    parser.add_argument("--data", metavar="DIR", required=True, help="a folder for the demonstration; made if it is not there")
    parser.add_argument("--seed", metavar="S", default="1", help="another number tells other stories (default: 1)")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """0 when the desk stands; 2 with one sentence where the folder or a number cannot be used."""
    count, seed = _number(options.cases, MOST), _number(options.seed, 2**31)
    if count is None or seed is None:
        name, most = ("--cases", MOST) if count is None else ("--seed", 2**31)
        given = options.cases if count is None else options.seed
        print(f"{name}: {given!r} is no number that can be used; accepted: a whole number from 0 to {most}", file=sys.stderr)
        return 2
    fault = _taken(options.data)
    if fault:
        print(fault, file=sys.stderr)
        return 2
    if not data.connect(options.data, make=True):
        return 2
    return _make(options.data, count, seed)


def _make(named: str, count: int, seed: int) -> int:
    from alongside.desk.cases.demo import desk
    from alongside.desk.people import clock
    from alongside.desk.people.models import Desk

    if Desk.objects.exists():  # a database that ALONGSIDE_DATABASE names
        print(_REAL.format(what="the database that ALONGSIDE_DATABASE names"), file=sys.stderr)
        return 2
    began = time.monotonic()
    desk.mark(data.folder(named))
    logins = desk.members(clock.now())
    people = [login.unlocked for login in logins]
    desk.fill(people, count, seed, clock.now(), told=lambda made: _progress(made, count))
    print(f"A demonstration with {count} invented cases, in {time.monotonic() - began:.0f} seconds. Nobody in it exists.\n")
    print("\n".join(desk.lines(logins)))
    print(f"\nThese words are shown once. To look around:\n  alongside serve --data {shlex.quote(named)}")
    return 0


_REAL = "--data: {what} holds a desk already, and nothing was changed; accepted: a folder that is empty or not there"


def _taken(named: str) -> str:
    """The sentence for a folder that a demonstration must not be written into; empty where it may. Opens nothing."""
    folder = data.folder(named)
    if os.environ.get("ALONGSIDE_DATABASE"):
        return ""  # asked whether it has a desk, once there is a connection
    try:
        found = folder.is_dir() and any(folder.iterdir())
    except OSError as error:
        return f"--data: {folder} cannot be read ({error.strerror}); accepted: a folder that is empty or not there"
    if not found:
        return ""
    from alongside.desk.web.engines import FILE

    if (folder / FILE).exists():
        return _REAL.format(what=folder)
    return f"--data: {folder} holds other files, and nothing was changed; accepted: a folder that is empty or not there"


def _number(text: str, most: int) -> int | None:
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 11 else -1
    return number if 0 <= number <= most else None


def _progress(made: int, count: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{made} of {count} cases", end="" if made < count else "\n", file=sys.stderr, flush=True)
