"""`alongside evidence-check`: is this the file that a desk received, and who had it since? For whoever got both, without a desk."""

from __future__ import annotations

import argparse
import hashlib
import sys
from pathlib import Path
from typing import Any

WHAT = {
    "signature": "the signature is not that of the card that came with it: somebody changed the report",
    "file": "this is not the file that the report is about, or it was changed",
    "chain": "the links of the history do not follow each other",
    "custody": "a line of the custody list has no link in the history",
}


def add_to(commands: Any) -> None:
    """Declare the command."""
    parser = commands.add_parser("evidence-check", help="check a file against its evidence report", description=__doc__)
    parser.add_argument("report", metavar="REPORT", help="the report, as the desk gave it out")
    parser.add_argument("file", metavar="FILE", help="the file that it is about")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """0 if everything fits, 1 with a line for each thing that does not, 2 where a file cannot be read or is no report."""
    from alongside.desk.cases.evidence.checking import LARGEST, NotAReport, check

    try:
        with Path(options.report).open("rb") as report:
            data = report.read(LARGEST + 1)
        with Path(options.file).open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            size = file.tell()
    except OSError as error:
        print(
            f"{error.filename}: cannot be read ({error.strerror}); accepted: a report, then the file it is about", file=sys.stderr
        )
        return 2
    try:
        if len(data) > LARGEST:
            raise NotAReport
        told = check(data, digest, size)
    except NotAReport:
        print(
            f"{options.report}: is no evidence report of this version; accepted: the file that the desk gave out", file=sys.stderr
        )
        return 2
    for fault in told.faults:
        print(WHAT[fault])
    print(f"File of {told.size} bytes, SHA-256 {told.sha256}, arrived {told.arrived}; report of {told.made}.")
    for step in told.custody:
        print(f"  {step['when']}  {step['who']}: {step['what']} (link {step['link']})")
    print(f"Signed by whoever reads out these words: {' '.join(told.words)}. Call her and compare: a report alone proves nobody.")
    print(f"Head of the desk's history at that moment: {told.head[0]}:{told.head[1]}")
    print("Something does not fit." if told.faults else "Everything fits.")
    return 1 if told.faults else 0
