"""`alongside verify`: is the history of the desk whole? Needs no key and changes nothing."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from alongside.cli import data

WHAT = {
    "missing": "a link is missing",
    "order": "a link does not follow the one before it",
    "changed": "a link was changed",
    "cut": "the newest links are missing",
    "not-listed": "the desk's own chain does not know of it",
    "head-differs": "it is not the one that is known",
    "no-case": "the case itself is gone, and nobody destroyed it",
    "lives": "it says that the case was destroyed, and the case is there",
}


def add_to(commands: Any) -> None:
    """Declare the command."""
    parser = commands.add_parser("verify", help="check the history of every case, without any key", description=__doc__)
    data.add_to(parser)
    parser.add_argument(
        "--head",
        metavar="N:HASH",
        action="append",
        default=[],
        help="a head that an earlier run printed; repeat it. Without one, somebody who rewrote everything is not found out",
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """0 if everything fits, 1 with a line for each place that does not, 2 where the input cannot be understood."""
    heads = [_head(text) for text in options.head]
    if None in heads:
        print(
            "--head: not a head; accepted: a number, a colon and 64 hexadecimal digits, as this command prints it",
            file=sys.stderr,
        )
        return 2
    desk = data.the_desk(options.data)
    if desk is None:
        return 2
    from alongside.desk.cases.verify import verify

    report = verify(desk.pk, [head for head in heads if head])
    for fault in report.faults:
        of = f"case {fault.case.hex}" if fault.case else "the desk"
        print(f"{of}, link {fault.sequence}: {WHAT[fault.what]}")
    fits = "does not fit" if report.faults else "everything fits"
    gone = f" ({report.destroyed} destroyed)" if report.destroyed else ""
    print(f"{report.cases} cases{gone}, {report.links} links: {fits}.")
    print(f"Head to keep elsewhere: {report.sequence}:{report.head.hex()}")
    return 1 if report.faults else 0


def _head(text: str) -> tuple[int, bytes] | None:
    number, _, digits = text.partition(":")
    try:
        known = bytes.fromhex(digits)
    except ValueError:
        return None
    return (int(number), known) if number.isascii() and number.isdigit() and len(number) < 18 and len(known) == 32 else None
