"""One recipient as the address book holds it, and a form of one read strictly. Pure: the day and the directory's ids are passed in."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from alongside.desk.outbox.channels.mail.letter import is_address
from alongside.facts.fields import LINE, PROSE

MECHANISM = "mechanism"
KINDS = (MECHANISM, "ngo", "journalist", "mission", "other")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Somebody to write to. `mechanism`: its id in the directory, where it is one. `key`: an OpenPGP certificate as it came, without
    armour; `fingerprint` and `expires` are what was read in it. `checked`: the day on which somebody compared address and key with
    another source, and who did; `changed`: when its way was last changed, and by whom; `changed_before`: who else changed it since somebody
    last compared it."""

    id: UUID
    kind: str
    mechanism: str = ""
    name: str = ""
    mail: str = ""
    key: bytes = field(default=b"", repr=False)
    fingerprint: str = ""
    expires: date | None = None
    checked: date | None = None
    checked_by: UUID | None = None
    changed: date | None = None
    changed_by: UUID | None = None
    changed_before: frozenset[UUID] = frozenset()
    note: str = ""

    @property
    def way(self) -> tuple[str, str, bytes]:
        """What decides where a letter goes and who can read it: a comparison holds for this alone."""
        return self.mechanism, self.mail, self.key

    @property
    def way_digest(self) -> str:
        """The same in short, as a draft keeps it: what somebody looked up is this way and no other."""
        told = [self.mechanism, self.mail, base64.b64encode(self.key).decode()]
        return hashlib.sha256(json.dumps(told, ensure_ascii=True).encode()).hexdigest()

    @property
    def changers(self) -> frozenset[UUID]:
        """Whose word on this way does not count: each of them may have brought a part of it that nobody else has looked at."""
        return self.changed_before | ({self.changed_by} if self.changed_by else frozenset())

    def expired(self, today: date) -> bool:
        """Whether its key has ended: nothing is encrypted to it any more."""
        return bool(self.key) and self.expires is not None and self.expires <= today

    @property
    def spelled(self) -> str:
        """The fingerprint as people compare it."""
        return " ".join(self.fingerprint[at : at + 4] for at in range(0, len(self.fingerprint), 4))

    def to_plain(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "mechanism": self.mechanism,
            "name": self.name,
            "mail": self.mail,
            "key": base64.b64encode(self.key).decode(),
            "fingerprint": self.fingerprint,
            "expires": self.expires.isoformat() if self.expires else "",
            "checked": self.checked.isoformat() if self.checked else "",
            "checked_by": self.checked_by.hex if self.checked_by else "",
            "changed": self.changed.isoformat() if self.changed else "",
            "changed_by": self.changed_by.hex if self.changed_by else "",
            "changed_before": sorted(one.hex for one in self.changed_before),
            "note": self.note,
        }

    @classmethod
    def from_plain(cls, id_: UUID, plain: Mapping[str, Any]) -> Entry:
        """KeyError or ValueError for whatever this is not."""
        texts = {name: str(plain[name]) for name in ("kind", "mechanism", "name", "mail", "fingerprint", "note")}
        return cls(
            id=id_,
            **texts,
            key=base64.b64decode(plain["key"], validate=True),
            expires=date.fromisoformat(plain["expires"]) if plain["expires"] else None,
            checked=date.fromisoformat(plain["checked"]) if plain["checked"] else None,
            checked_by=UUID(plain["checked_by"]) if plain["checked_by"] else None,
            # A row from before this was kept says of nobody who changed it.
            changed=date.fromisoformat(plain["changed"]) if plain.get("changed") else None,
            changed_by=UUID(plain["changed_by"]) if plain.get("changed_by") else None,
            changed_before=frozenset(UUID(one) for one in plain.get("changed_before", ())),
        )

    @property
    def version(self) -> str:
        """What a form carries, so that a change by somebody else meanwhile is noticed."""
        return hashlib.sha256(self.to_bytes()).hexdigest()[:32]

    def to_bytes(self) -> bytes:
        return json.dumps({"entry": self.to_plain()}, ensure_ascii=False).encode()


def typed(
    start: Entry, told: Mapping[str, str], known: Collection[str], day: date | None, today: date, by: UUID
) -> tuple[Entry, dict[str, str]]:
    """What a form makes of an entry, and what is wrong with each field as a code. `known`: ids of the directory; `day`: what was typed as
    the day of comparing. The key is read elsewhere: it takes a process of its own."""
    kind = told.get("kind", "")
    mechanism = told.get("mechanism", "") if kind == MECHANISM else ""
    name, mail, note = told.get("name", ""), told.get("mail", ""), told.get("note", "")
    faults = {}
    if kind not in KINDS:
        faults["kind"] = "kind"
    elif kind == MECHANISM and mechanism not in known:
        faults["mechanism"] = "mechanism"
    elif kind != MECHANISM and not name:
        faults["name"] = "name_missing"
    if len(name) > LINE:
        faults["name"] = "name"
    if mail and not is_address(mail):
        faults["mail"] = "mail"
    if len(note) > PROSE:
        faults["note"] = "note"
    if day is not None and day > today:
        faults["checked"] = "checked_later"
    same = day == start.checked and start.checked_by is not None
    made = replace(start, kind=kind, mechanism=mechanism, name=name, mail=mail, note=note, checked=day)
    return replace(made, checked_by=None if day is None else start.checked_by if same else by), faults


def compared(start: Entry, made: Entry, *, alone: bool, today: date, by: UUID) -> tuple[Entry, str]:
    """An entry whose day of comparing holds, and a fault for a day that cannot: who may change an address or key must not be who says that
    it was compared, or one colleague could send the desk's letters to herself. `alone`: the desk has no other active member."""
    told = made.checked is not None and made.checked != start.checked
    if made.way != start.way:
        # Whatever was typed beside it: what was compared was another address, or another key. Who changes the key takes no name off the
        # address: else who put that in would count as somebody else.
        before = frozenset() if start.checked else start.changers - {by}
        made = replace(made, checked=None, checked_by=None, changed=today, changed_by=by, changed_before=before)
        return made, "checked_later_on" if told else ""
    if told and by in start.changers and not alone:
        return made, "checked_own_too" if start.changed_before else "checked_own"
    return made, ""
