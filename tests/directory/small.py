"""A directory of a few invented rows over real country codes: each way of belonging, leaving and not knowing once."""

from copy import deepcopy
from typing import Any

from alongside.directory.reader import Directory

CHECKED = "2024-06-30"  # the day up to which the invented lists are known


def _code(code: str, kind: str, states: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {
        "code": code,
        "name": f"The {code} instrument",
        "kind": kind,
        "instrument": f"{code} art. 9",
        "entry": "three-months",
        "in_force_since": "1976-03-23",
        "as_of": CHECKED,
        "absent": "none",
        "absent_confidence": "high",
        "absent_source": "LIST",
        "states": states,
    } | changes


def _row(status: str = "party", **changes: Any) -> list[dict[str, Any]]:
    return [{"status": status, "confidence": "high", "source": "LIST"} | changes]


#: One State a case: the comment says what is known of it.
TREATY = {
    "ALB": _row(deposited="2000-01-31"),  # bound from 30 April 2000
    "BEN": _row(deposited="1990-01-01", until="2020-06-15"),  # left
    "CAN": _row(),  # bound, since when was not read
    "DNK": _row("none"),
    "EST": _row("none", confidence="low"),
    "FRA": _row("unknown", doubt="Two lists differ."),
    "GHA": _row(deposited="2001-01-01", confidence="low"),
    "HUN": _row(in_force="2010"),
    "IND": _row(deposited="1990-01-01", until="2020"),
    "JPN": _row(deposited="1990-01-01", known_to="2022-12-31"),
    "KEN": _row(deposited="1990-01-01", doubt="The exit is contested.", doubt_from="2021-03-01"),
    "LAO": _row("none", doubt="A declaration was announced.", doubt_from="2021-03-01"),
    "MEX": _row("signed", signed="1999-05-01"),
    "NPL": [*_row(in_force="1980-01-01", until="1990-01-01"), *_row(in_force="2000-01-01")],  # left and came back
    "OMN": _row(deposited="1970-01-01"),  # deposited before the treaty itself began
}


ALPHA2 = {
    "ALB": "AL", "BEN": "BJ", "CAN": "CA", "DNK": "DK", "EST": "EE", "FRA": "FR", "GHA": "GH", "HUN": "HU", "IND": "IN",
    "JPN": "JP", "KEN": "KE", "LAO": "LA", "MEX": "MX", "NPL": "NP", "OMN": "OM", "PER": "PE",
}  # fmt: skip


def tables() -> dict[str, Any]:
    """Fresh tables, to be changed at will."""
    return {
        "sources": {"LIST": {"title": "A published list", "url": "https://lists.example/", "dated": CHECKED}},
        "states": {
            iso3: {"alpha2": alpha2, "name": iso3, "un": "member", "region": "R", "subregion": "S"}
            for iso3, alpha2 in ALPHA2.items()
        }
        | {"GRL": {"alpha2": "GL", "name": "Greenland", "un": "territory", "of": "DNK", "region": "R", "subregion": "S"}},
        "standing": {
            "TREATY": _code("TREATY", "treaty", deepcopy(TREATY)),
            "OTHER": _code("OTHER", "declaration", {"ALB": _row(deposited="2010-05-05")}, entry="at-once"),
            "CLUB": _code("CLUB", "membership", {"ALB": _row(in_force="1995-01-01")}, entry="unknown", in_force_since=None),
            "REGION": _code("REGION", "group", {"ALB": _row()}, entry="unknown", in_force_since=None, as_of=None, timeless=True),
            "UNREAD": _code("UNREAD", "group", {}, absent="unknown", absent_confidence="low", entry="unknown"),
            "GUESSED": _code("GUESSED", "treaty", {}, absent_confidence="low"),
            "ASLEEP": _code("ASLEEP", "declaration", {}, entry="not-in-force", in_force_since=None),
            "COURT": _code(
                "COURT",
                "treaty",
                {"ALB": _row(deposited="2003-02-02"), "OMN": _row(deposited="2002-04-11")},
                entry="rome",
                in_force_since="2002-07-01",
            ),
            "ROUGH": _code("ROUGH", "treaty", {"ALB": _row(deposited="1975/1977")}),
        },
        "mechanisms": {},
        "reports": {"report": []},
    }


def mechanism(id_: str = "helper-body", **changes: Any) -> dict[str, Any]:
    """One mechanism's table with every required field."""
    return {
        "id": id_,
        "kind": "ngo",
        "provides": ["advice"],
        "scope": {"acts": ["any"]},
        "at_risk_in": {"rule": "all"},
        "delivered_in": {"rule": "anywhere"},
        "beneficiaries": ["individual"],
        "who_files": ["person"],
        "access": "direct",
        "horizon": "days",
        "strength": 2,
        "ease": 2,
        "at_most": "open",
        "discloses_to": ["nobody"],
        "unnamed": "yes",
        "exile": "any",
        "status": "active",
        "confidence": "high",
        "last_verified": "2026-06",
        "channels": [{"key": "mail-1", "type": "email", "value": "desk@helper.example", "confidence": "high"}],
        "sources": [{"title": "Its own page"}],
    } | changes


def directory(*mechanisms: dict[str, Any]) -> Directory:
    changed = tables()
    changed["mechanisms"] = {table["id"]: table for table in mechanisms}
    return Directory(changed)
