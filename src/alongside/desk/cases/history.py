"""The history of a case: every change and every opening, in a chain; the case as it was on any day (security.md 13).

Each epoch of a case's key has a history key derived from it. The links stay as they were written, because their hashes are over
ciphertext; when the case gets a new key, the older history keys go into `Case.past`, sealed under the new one. So whoever was removed
can read with her old key and an old copy what she could read before, and nothing that came after.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from alongside.desk.cases import chain, places
from alongside.desk.cases.holding import Held, hold, lock_desk
from alongside.desk.cases.models import Head, History
from alongside.desk.people.unlocked import Unlocked
from alongside.facts.fact import Fact
from alongside.facts.plain import from_plain
from alongside.vault.derive import Label, derive
from alongside.vault.epochs import Ring
from alongside.vault.errors import RolledBack
from alongside.vault.sealed import epoch_of, seal, unseal


@dataclass(frozen=True, slots=True)
class Change:
    """One record before and after, as plain tables; None where it did not exist."""

    id: str
    kind: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Happening:
    """One link, opened. `what` is created, changed, opened, member-added, member-removed or rekeyed; `about` is the member meant."""

    sequence: int
    when: datetime
    who: UUID
    what: str
    revision: int  # of the case's manifest after it
    changes: tuple[Change, ...] = ()
    about: UUID | None = None

    def to_bytes(self) -> bytes:
        plain = {
            "when": self.when.isoformat(),
            "who": self.who.hex,
            "what": self.what,
            "revision": self.revision,
            "changes": [[one.id, one.kind, one.before, one.after] for one in self.changes],
            "about": self.about.hex if self.about else None,
        }
        return json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode()

    @classmethod
    def from_bytes(cls, sequence: int, data: bytes) -> Happening:
        plain = json.loads(data)
        about = UUID(plain["about"]) if plain["about"] else None
        changes = tuple(Change(*one) for one in plain["changes"])
        when, who = datetime.fromisoformat(plain["when"]), UUID(plain["who"])
        return cls(sequence, when, who, plain["what"], plain["revision"], changes, about)


def first_past(ring: Ring, desk: UUID, case: UUID) -> bytes:
    """`Case.past` of a new case: no older keys."""
    return _sealed_past(ring, desk, case, {})


def next_past(held: Held, ring: Ring) -> bytes:
    """`Case.past` under the newest key of `ring`: the keys so far, and that of the epoch that ends."""
    return _sealed_past(ring, held.desk, held.id, _keys(held))


def append(held: Held, happening: Happening) -> None:
    """One more link in the case's chain and in the desk's. In a transaction that holds the case's row."""
    happening_bytes = happening.to_bytes()
    last = History.objects.filter(case=held.id).order_by("-sequence").values_list("sequence", "hash").first()
    sequence, previous = (last[0] + 1, bytes(last[1])) if last else (1, chain.START)
    key, epoch = derive(held.ring.key(held.ring.newest), Label.CASE_HISTORY), held.ring.newest
    blob = seal(key, happening_bytes, places.happening(held.desk, held.id, sequence, epoch))
    link = chain.hashed(held.desk, "case", held.id.bytes, sequence, previous, blob)
    History.objects.create(desk_id=held.desk, case=held.id, sequence=sequence, previous=previous, hash=link, blob=blob)
    _note_head(held.desk, held.id, sequence, link)


def happenings(unlocked: Unlocked, case_id: UUID) -> list[Happening]:
    """All of a case's history, oldest first. NoCase for who is not a member; a Refused where a link was tampered with."""
    return list(_opened(hold(unlocked, case_id)))


def as_of(unlocked: Unlocked, case_id: UUID, sequence: int) -> dict[str, Fact]:
    """The facts of a case as they stood after a link of its history."""
    return standing(happening for happening in happenings(unlocked, case_id) if happening.sequence <= sequence)


def standing(history: Iterable[Happening]) -> dict[str, Fact]:
    """The facts that a history leads to."""
    facts: dict[str, dict[str, Any]] = {}
    for happening in history:
        for change in happening.changes:
            if change.after is None:
                facts.pop(change.id, None)
            else:
                facts[change.id] = change.after
    return {name: from_plain(plain) for name, plain in facts.items()}


def must_be_whole(held: Held) -> None:
    """RolledBack unless the newest link is the one that the desk's chain names, and tells of this manifest.

    Whoever puts all rows of a case back to last week's must also cut the desk's chain, which every other case goes on writing.
    """
    last = History.objects.filter(case=held.id).order_by("-sequence").first()
    head = (
        Head.objects.filter(desk=held.desk, case=held.id).order_by("-sequence").values_list("case_sequence", "case_hash").first()
    )
    if last is None or head is None or (last.sequence, last.hash) != (head[0], bytes(head[1])):
        raise RolledBack
    if _open_link(held, _keys(held), last).revision != held.case.revision:
        raise RolledBack


def _opened(held: Held) -> Iterator[Happening]:
    keys = _keys(held)
    for link in History.objects.filter(case=held.id).order_by("sequence"):
        yield _open_link(held, keys, link)


def _open_link(held: Held, keys: dict[int, bytes], link: History) -> Happening:
    epoch = epoch_of(link.blob)
    if epoch not in keys:
        raise RolledBack
    data = unseal(keys[epoch], link.blob, places.happening(held.desk, held.id, link.sequence, epoch))
    return Happening.from_bytes(link.sequence, data)


def _keys(held: Held) -> dict[int, bytes]:
    """The history keys by epoch: those kept in `past`, and the one of now."""
    place = places.past(held.desk, held.id, held.case.epoch)
    kept = json.loads(held.ring.unseal(held.case.past, place))
    past = {int(epoch): bytes.fromhex(key) for epoch, key in kept.items()}
    return past | {held.case.epoch: derive(held.ring.key(held.case.epoch), Label.CASE_HISTORY)}


def _sealed_past(ring: Ring, desk: UUID, case: UUID, keys: dict[int, bytes]) -> bytes:
    plain = {str(epoch): key.hex() for epoch, key in sorted(keys.items())}
    return ring.seal(json.dumps(plain).encode(), places.past(desk, case, ring.newest))


def _note_head(desk: UUID, case: UUID, case_sequence: int, case_hash: bytes) -> None:
    """One more link of the desk's chain, behind its lock: two cases saved at once must not take the same place."""
    lock_desk(desk)
    last = Head.objects.filter(desk=desk).order_by("-sequence").values_list("sequence", "hash").first()
    sequence, previous = (last[0] + 1, bytes(last[1])) if last else (1, chain.START)
    content = head_content(case, case_sequence, case_hash)
    Head.objects.create(
        desk_id=desk,
        sequence=sequence,
        case=case,
        case_sequence=case_sequence,
        case_hash=case_hash,
        previous=previous,
        hash=chain.hashed(desk, "desk", desk.bytes, sequence, previous, content),
    )


def head_content(case: UUID, case_sequence: int, case_hash: bytes) -> bytes:
    """What a link of the desk's chain stands for."""
    return case.bytes + case_sequence.to_bytes(8, "big") + case_hash
