"""The figures as a table (CSV) for those outside: small counts hidden, cells that a spreadsheet would take for a formula guarded. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

from alongside.desk.cases.importing.tables import guarded
from alongside.desk.submissions.insight import hiding
from alongside.desk.submissions.insight.figures import NAMES, Figures, Took

HIDDEN = "*"
HEADINGS = ("table", "code", "label", "cases")
Label = Callable[[str, str], str]  # of a table's name and a code


def written(one: Figures, label: Label) -> bytes:
    """The table, in UTF-8 with the mark by which spreadsheets know it. A star stands for what is hidden."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    writer.writerow(["all", "", label("all", ""), _cell(hiding.total(one.cases))])
    for name in NAMES:
        counts = hiding.shown(one.counts[name]) if hiding.total(one.cases) is not None else None
        if counts is None:
            writer.writerow([name, HIDDEN, "", HIDDEN])
            continue
        for code, count in sorted(counts.items()):
            writer.writerow([name, guarded(code), guarded(label(name, code)), _cell(count)])
    for name, took in (("days-to-receipt", one.receipts), ("days-to-answer", one.answers)):
        writer.writerow([name, "median", label(name, "median"), _median(took, one)])
    return b"\xef\xbb\xbf" + file.getvalue().encode()


def _cell(count: int | None) -> str:
    return HIDDEN if count is None else str(count)


def _median(took: Took, one: Figures) -> str:
    """Hidden where it is that of few cases: five answers to one case are hers."""
    few = hiding.total(one.cases) is None or took.cases < hiding.LEAST
    return HIDDEN if few or took.median is None else f"{took.median:g}"
