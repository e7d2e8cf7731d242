"""A calendar in the format of RFC 5545: whole days, each with the same words and an id of its own. It says that something is due.

Calendars lie with providers and on telephones that others look at, so nothing in it names a desk, a person, a case or this software.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

TYPE = "text/calendar; charset=utf-8"
_FOLD = 75  # octets of a line, RFC 5545 3.1


@dataclass(frozen=True, slots=True)
class Entry:
    """One whole day. `made`: the day on which it was put in; a clock time would tell when she was at her desk."""

    uid: str
    day: date
    made: date


def calendar(entries: Iterable[Entry], name: str, words: str) -> str:
    """The whole file."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//calendar//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME:{escaped(name)}",
        f"X-WR-CALNAME:{escaped(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        "X-PUBLISHED-TTL:PT6H",
    ]
    for one in entries:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{one.uid}",
            f"DTSTAMP:{one.made:%Y%m%d}T000000Z",
            f"DTSTART;VALUE=DATE:{one.day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{one.day + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{escaped(words)}",
            "TRANSP:TRANSPARENT",
            "CLASS:PRIVATE",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{folded(line)}\r\n" for line in lines)


def escaped(text: str) -> str:
    """A text value, RFC 5545 3.3.11."""
    text = " ".join(text.replace("\r", "\n").split("\n"))
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")


def folded(line: str) -> str:
    """A line in pieces of at most 75 octets; no character is torn apart."""
    pieces, piece, room = [], "", _FOLD
    for sign in line:
        size = len(sign.encode())
        if size > room:
            pieces.append(piece)
            piece, room = "", _FOLD - 1  # a blank begins the next line
        piece += sign
        room -= size
    return "\r\n ".join([*pieces, piece])
