"""`alongside receipt-check`: does this receipt hold, by which a desk says that it destroyed a case? For whoever got it, without a desk."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

WHAT = {
    "signature": "the signature is not that of the card that came with it: somebody changed the receipt",
    "tombstone": "the last entry is no tombstone of this case",
    "desk": "the history of the desk does not name that entry",
}


def add_to(commands: Any) -> None:
    """Declare the command."""
    parser = commands.add_parser("receipt-check", help="check the receipt of a destroyed case", description=__doc__)
    parser.add_argument("file", metavar="FILE", help="the receipt, as the desk gave it out")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """0 if everything fits, 1 with a line for each thing that does not, 2 where the file cannot be read or is no receipt."""
    from alongside.desk.cases.retention.receipt import LARGEST, NEVER, NotAReceipt, check

    try:
        with Path(options.file).open("rb") as file:
            data = file.read(LARGEST + 1)
        told = check(data)
    except OSError as error:
        print(f"FILE: {options.file} cannot be read ({error.strerror}); accepted: a receipt of a destroyed case", file=sys.stderr)
        return 2
    except NotAReceipt:
        print(f"FILE: {options.file} is no receipt of this version; accepted: the text that the desk gave out", file=sys.stderr)
        return 2
    for fault in told.faults:
        print(WHAT[fault])
    one = told.receipt
    done = "shrunk to statistics" if one.ending == "shrink" else "destroyed"
    print(f"Case {one.case.hex}: {done}. {one.records} records, {one.files} files, {one.links} entries of its history.")
    print(f"Rows, files and keys: gone since {one.gone.isoformat()}.")
    until = f"none can be opened after {one.unreadable.isoformat()}, if each month's paper is destroyed in time"
    print(f"Backups: {until if one.unreadable else NEVER}.")
    print(
        f"Signed by whoever reads out these words: {' '.join(told.words)}. Call her and compare: a receipt alone proves nobody."
    )
    print("That nothing was copied before, no receipt can prove.")
    print("Something does not fit." if told.faults else "Everything fits.")
    return 1 if told.faults else 0
