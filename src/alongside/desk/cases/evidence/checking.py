"""A report on one piece of evidence, as whoever received it can check it: with the file, and nothing of the desk.

The report names the file by its digest, lists who had it (members are numbered, not named), and carries every link of the history of its
case as hashes. It is signed by a member. So an outsider sees that this is the file, that the list stands in a chain which nobody has cut
or changed since, and whose word it is; that the words of a link say what the report says, that member vouches for. Knows no framework.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from alongside.desk.cases import chain
from alongside.vault import statements
from alongside.vault.errors import Refused
from alongside.vault.persons import Card

FORMAT = 1
WHAT = "evidence report/1"
LARGEST = 64 << 20  # bytes of a report; the history of ten thousand openings is three megabytes


class NotAReport(ValueError):
    """This is no report, or one of a later version."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a report says, and what is wrong with it: `signature`, `file`, `chain`, `custody`. Nothing wrong: it is what its signer made."""

    sha256: str
    size: int
    arrived: str
    made: str
    words: tuple[str, ...]
    custody: tuple[Mapping[str, Any], ...]
    head: tuple[int, str]
    faults: tuple[str, ...]


def spelled(report: Mapping[str, Any]) -> bytes:
    """The one spelling of a report, which is what is signed."""
    return json.dumps(report, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()


def packed(report: Mapping[str, Any], card: Card, signature: bytes) -> bytes:
    """The file that leaves."""
    card64, signature64 = (base64.b64encode(part).decode() for part in (card.to_bytes(), signature))
    whole = {"alongside": WHAT, "report": report, "card": card64, "signature": signature64}
    return json.dumps(whole, indent=1, sort_keys=True).encode() + b"\n"


def check(data: bytes, sha256: str, size: int) -> Told:
    """Compare a report with a file. NotAReport where it is none."""
    try:
        whole = json.loads(data)
        report, card = whole["report"], Card.from_bytes(base64.b64decode(whole["card"], validate=True))
        signature = base64.b64decode(whole["signature"], validate=True)
        if whole["alongside"] != WHAT or report["format"] != FORMAT:
            raise NotAReport
        file, custody, links = report["file"], tuple(report["custody"]), [_link(one) for one in report["links"]]
        steps = [(int(step["link"]), str(step["when"]), str(step["who"]), str(step["what"])) for step in custody]
        faults = [] if statements.genuine(card, WHAT, spelled(report), signature) else ["signature"]
        faults += [] if (file["sha256"], file["size"]) == (sha256, size) else ["file"]
        faults += [] if _follow(UUID(report["desk"]), UUID(report["chain"]), links) else ["chain"]
        listed = {sequence for sequence, *_ in links}
        faults += [] if steps and all(link in listed for link, *_ in steps) else ["custody"]
        head = (int(report["desk_head"][0]), str(report["desk_head"][1]))
        return Told(
            str(file["sha256"]), int(file["size"]), str(file["arrived"]), str(report["made"]), card.fingerprint(), custody, head,
            tuple(faults),
        )  # fmt: skip
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, RecursionError, Refused):
        raise NotAReport from None


def _link(told: Any) -> tuple[int, bytes, bytes, bytes]:
    sequence, previous, hashed, content = told
    return int(sequence), bytes.fromhex(previous), bytes.fromhex(hashed), bytes.fromhex(content)


def _follow(desk: UUID, case: UUID, links: Iterable[tuple[int, bytes, bytes, bytes]]) -> bool:
    """Whether the links are one chain from its beginning, without a gap."""
    expected, before = 1, chain.START
    for sequence, previous, hashed, content in links:
        if sequence != expected or previous != before:
            return False
        if hashed != chain.hashed_over(desk, "case", case.bytes, sequence, previous, content):
            return False
        expected, before = sequence + 1, hashed
    return expected > 1
