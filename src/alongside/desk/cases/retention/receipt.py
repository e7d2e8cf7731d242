"""The receipt of a destruction: a text that people read, signed by who destroyed, and checked by anybody without the desk.

It proves that this member says so, and that the last entry of that case's history is a tombstone which the desk's chain names. That no row
was left and no copy was made beforehand, that member vouches for; `alongside verify` at the desk shows the rows. Knows no framework.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from alongside.desk.cases import chain
from alongside.vault import statements
from alongside.vault.errors import Refused
from alongside.vault.persons import Card, Secret

WHAT = "destruction receipt/1"
TITLE = f"Alongside: {WHAT}"
LARGEST = 1 << 16  # bytes
NEVER = "no backup key was ever made"
FIELDS = (
    "case", "desk", "ending", "rows, files and keys gone", "backups unreadable after", "records", "files", "history entries",
    "entry before", "tombstone", "desk entry", "desk entry before", "desk entry hash",
)  # fmt: skip


class NotAReceipt(ValueError):
    """This is no receipt, or one of a later version."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a receipt says. `unreadable`: after that day no backup holds the case; None where none can ever have held it."""

    case: UUID
    desk: UUID
    ending: str
    gone: date
    unreadable: date | None
    records: int
    files: int
    links: int
    tombstone: tuple[bytes, bytes]  # the hash before it, and its own
    head: tuple[int, bytes, bytes]  # the desk's link that names it: sequence, the hash before, its own

    def text(self) -> str:
        """The one spelling, which is what is signed."""
        values = (
            self.case.hex, self.desk.hex, self.ending, self.gone.isoformat(),
            self.unreadable.isoformat() if self.unreadable else NEVER, self.records, self.files, self.links,
            self.tombstone[0].hex(), self.tombstone[1].hex(), self.head[0], self.head[1].hex(), self.head[2].hex(),
        )  # fmt: skip
        lines = [f"{name}: {value}" for name, value in zip(FIELDS, values, strict=True)]
        return "\n".join((TITLE, *lines, ""))


def signed(one: Receipt, secret: Secret, card: Card) -> str:
    """The receipt as it leaves."""
    signature = statements.sign(secret, card, WHAT, one.text().encode())
    return f"{one.text()}card: {_spelled(card.to_bytes())}\nsignature: {_spelled(signature)}\n"


@dataclass(frozen=True, slots=True)
class Checked:
    """A receipt, whose it is, and what is wrong with it: `signature`, `tombstone`, `desk`."""

    receipt: Receipt
    words: tuple[str, ...]
    faults: tuple[str, ...]


def check(data: bytes) -> Checked:
    """A receipt from a file. NotAReceipt where it is none."""
    try:
        one, card, signature = _read(data)
        faults = [] if statements.genuine(card, WHAT, one.text().encode(), signature) else ["signature"]
    except (KeyError, TypeError, ValueError, Refused):
        raise NotAReceipt from None
    before, own = one.tombstone
    if chain.hashed(one.desk, "case", one.case.bytes, one.links, before, chain.TOMBSTONE) != own:
        faults.append("tombstone")
    sequence, head_before, head = one.head
    content = chain.head_content(one.case, one.links, own)
    if chain.hashed(one.desk, "desk", one.desk.bytes, sequence, head_before, content) != head:
        faults.append("desk")
    return Checked(one, card.fingerprint(), tuple(faults))


def read(text: str) -> Receipt:
    """What a receipt says, unchecked. NotAReceipt."""
    try:
        return _read(text.encode())[0]
    except (KeyError, TypeError, ValueError, Refused):
        raise NotAReceipt from None


def _read(data: bytes) -> tuple[Receipt, Card, bytes]:
    if len(data) > LARGEST:
        raise NotAReceipt
    # A mail program or an editor may have changed the ends of lines: the words are what is signed.
    title, *lines = data.decode().replace("\r\n", "\n").strip().split("\n")
    pairs = [line.partition(": ") for line in lines]
    if title.strip() != TITLE or [name for name, _, _ in pairs] != [*FIELDS, "card", "signature"]:
        raise NotAReceipt
    told = {name: value.strip() for name, _, value in pairs}
    until = told["backups unreadable after"]
    one = Receipt(
        UUID(hex=told["case"]), UUID(hex=told["desk"]), told["ending"], date.fromisoformat(told["rows, files and keys gone"]),
        None if until == NEVER else date.fromisoformat(until),
        _count(told, "records"), _count(told, "files"), _count(told, "history entries"),
        (bytes.fromhex(told["entry before"]), bytes.fromhex(told["tombstone"])),
        (_count(told, "desk entry"), bytes.fromhex(told["desk entry before"]), bytes.fromhex(told["desk entry hash"])),
    )  # fmt: skip
    card = Card.from_bytes(base64.b64decode(told["card"], validate=True))
    return one, card, base64.b64decode(told["signature"], validate=True)


def _count(told: Mapping[str, str], name: str) -> int:
    text = told[name]
    if not (text.isascii() and text.isdigit() and len(text) < 18):
        raise NotAReceipt
    return int(text)


def _spelled(data: bytes) -> str:
    return base64.b64encode(data).decode()
