"""What a log line may hold: when, how bad, which part, which route by name, which kind of error and where in our code.

Never a path, a query, a message of another library, an exception's text or a local variable: each of them can carry a name.
"""

from __future__ import annotations

import logging
import traceback
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType


class BareFormatter(logging.Formatter):
    """Formats a record without anything that a person typed or asked for."""

    def format(self, record: logging.LogRecord) -> str:
        when = datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        parts = [when, record.levelname, record.name]
        if record.name.split(".")[0] == "alongside":
            # The sentence without its arguments: those may be values.
            parts.append(str(record.msg))
        route = _route(record)
        if route:
            parts.append(f"route={route}")
        status = getattr(record, "status_code", None)
        if isinstance(status, int):
            parts.append(f"status={status}")
        if record.exc_info and record.exc_info[0] is not None:
            parts.append(f"error={record.exc_info[0].__name__}")
            parts.extend(_places(record.exc_info[2]))
        return " ".join(parts)


def _route(record: logging.LogRecord) -> str | None:
    match = getattr(getattr(record, "request", None), "resolver_match", None)
    return match.view_name if match else None


def _places(trace: TracebackType | None) -> list[str]:
    """The innermost places as file:line:function. `extract_tb` without source lines and locals."""
    frames = traceback.StackSummary.extract(traceback.walk_tb(trace), lookup_lines=False, capture_locals=False)
    return [f"at={Path(frame.filename).name}:{frame.lineno}:{frame.name}" for frame in frames[-4:]]
