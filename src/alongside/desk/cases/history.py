"""The history of a case: every change and every opening, in a chain; the case as it was on any day (security.md 13).

Each link is sealed with the revision of the manifest that it leaves behind, and with the newest link of the desk's chain at that moment.
Somebody who holds no key can compute every hash anew after putting old rows back, but not these: the case's own last link then tells of
another manifest, and the last links of other cases of a desk's chain that no longer exists.

Each epoch of a case's key has a history key derived from it. The links stay as they were written, because their hashes are over
ciphertext; when the case gets a new key, the older history keys go into `Case.past`, sealed under the new one. So whoever was removed
can read with her old key and an old copy what she could read before, and nothing that came after.

`Case.past` also lists the members, each with the digest of the card that a colleague passed the key to. Rows of the keyring decide who
is refused; only this list decides who is handed a new key, because a row can be written by anybody who can write to the database.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from alongside.desk.cases import chain, places
from alongside.desk.cases.chain import head_content
from alongside.desk.cases.holding import Held, hold, lock_desk
from alongside.desk.cases.models import Head, History
from alongside.desk.people.unlocked import Unlocked
from alongside.facts.fact import Fact
from alongside.facts.plain import from_plain
from alongside.vault.derive import Label, derive
from alongside.vault.epochs import Ring
from alongside.vault.errors import Refused, RolledBack
from alongside.vault.sealed import epoch_of, seal, unseal

NO_REVISION = -1  # fits no manifest
_AT_ONCE = 500  # rows a statement


@dataclass(frozen=True, slots=True)
class Change:
    """One record before and after, as plain tables; None where it did not exist."""

    id: str
    kind: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Happening:
    """One link, opened. `what` is created, changed, opened, exported ..., member-added, member-removed or rekeyed; `about` is the member
    meant, or the piece of evidence."""

    sequence: int
    when: datetime
    who: UUID
    what: str
    revision: int  # of the case's manifest after it
    changes: tuple[Change, ...] = ()
    about: UUID | None = None
    desk: tuple[int, str] = (0, "")  # sequence and hash of the newest link of the desk's chain before it; 0: there was none
    # What else belongs to it: to whom an export went and in which form; `why`, in her own words, where something goes for good.
    told: Mapping[str, str] = field(default_factory=dict)

    def to_bytes(self) -> bytes:
        plain = {
            "when": self.when.isoformat(),
            "who": self.who.hex,
            "what": self.what,
            "revision": self.revision,
            "changes": [[one.id, one.kind, one.before, one.after] for one in self.changes],
            "about": self.about.hex if self.about else None,
            "desk": self.desk,
        }
        if self.told:
            plain["told"] = dict(self.told)
        return json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode()

    @classmethod
    def from_bytes(cls, sequence: int, data: bytes) -> Happening:
        plain = json.loads(data)
        about = UUID(plain["about"]) if plain["about"] else None
        changes = tuple(Change(*one) for one in plain["changes"])
        when, who = datetime.fromisoformat(plain["when"]), UUID(plain["who"])
        newest, found = plain["desk"]
        return cls(sequence, when, who, plain["what"], plain["revision"], changes, about, (newest, found), plain.get("told", {}))


# Links that leave a new manifest behind. All others repeat the revision of the link before: an opening must not make a case whole that
# was put back to an older manifest.
CHANGING = ("created", "changed")


def first_past(ring: Ring, desk: UUID, case: UUID, members: Mapping[UUID, bytes]) -> bytes:
    """`Case.past` of a new case: no older keys, and its first members with the digests of their cards."""
    return _sealed_past(ring, desk, case, {}, members)


def next_past(held: Held, ring: Ring, members: Mapping[UUID, bytes]) -> bytes:
    """`Case.past` under the newest key of `ring`: the keys so far, that of the epoch that ends, and who is handed the new one."""
    return _sealed_past(ring, held.desk, held.id, _keys(held), members)


def past_with(held: Held, members: Mapping[UUID, bytes]) -> bytes:
    """`Case.past` of the same epoch with other members."""
    keys = _keys(held)
    del keys[held.case.epoch]
    return _sealed_past(held.ring, held.desk, held.id, keys, members)


def members_listed(held: Held) -> dict[UUID, bytes]:
    """Who was let in by a member, each with the digest of the card that the key was passed to."""
    return {UUID(person): bytes.fromhex(card) for person, card in _past(held)["members"].items()}


def append(held: Held, happening: Happening) -> None:
    """One more link in the case's chain and in the desk's. In a transaction that holds the case's row."""
    lock_desk(held.desk)
    newest = _newest(held.desk)
    last = History.objects.filter(case=held.id).order_by("-sequence").first()
    sequence, previous = (last.sequence + 1, last.hash) if last else (1, chain.START)
    happening = replace(happening, desk=(newest[0], newest[1].hex()) if newest else (0, ""))
    if happening.what not in CHANGING:
        happening = replace(happening, revision=_revision_of(held, last))
    key, epoch = derive(held.ring.key(held.ring.newest), Label.CASE_HISTORY), held.ring.newest
    blob = seal(key, happening.to_bytes(), places.happening(held.desk, held.id, sequence, epoch))
    link = chain.hashed(held.desk, "case", held.id.bytes, sequence, previous, blob)
    History.objects.create(desk_id=held.desk, case=held.id, sequence=sequence, previous=previous, hash=link, blob=blob)
    _head(held.desk, held.id, sequence, link, newest).save(force_insert=True)


def begin(first: Iterable[tuple[Held, Happening]]) -> None:
    """The first links of new cases of one desk. In the transaction that writes the cases; each names the one before it in the desk's chain,
    as if they had been made one after the other."""
    links, heads, newest = list[History](), list[Head](), None
    for held, happening in first:
        if not heads:
            lock_desk(held.desk)
            newest = _newest(held.desk)
        told = replace(happening, desk=(newest[0], newest[1].hex()) if newest else (0, ""))
        key = derive(held.ring.key(1), Label.CASE_HISTORY)
        blob = seal(key, told.to_bytes(), places.happening(held.desk, held.id, 1, 1))
        link = chain.hashed(held.desk, "case", held.id.bytes, 1, chain.START, blob)
        links.append(History(desk_id=held.desk, case=held.id, sequence=1, previous=chain.START, hash=link, blob=blob))
        heads.append(_head(held.desk, held.id, 1, link, newest))
        newest = heads[-1].sequence, heads[-1].hash
    History.objects.bulk_create(links, batch_size=_AT_ONCE)
    Head.objects.bulk_create(heads, batch_size=_AT_ONCE)


def end(desk: UUID, cases: Sequence[UUID]) -> list[tuple[History, Head]]:
    """The last links of cases of one desk that are being destroyed, and the desk's links that name them. Such a link holds nothing, and
    its hash says so (`cases.destroying`). In a transaction that holds the cases' rows."""
    if not cases:
        return []
    lock_desk(desk)
    links = History.objects.filter(case__in=cases).order_by("sequence")
    last = {case: (sequence, bytes(found)) for case, sequence, found in links.values_list("case", "sequence", "hash")}
    tombstones, heads, newest = list[History](), list[Head](), _newest(desk)
    for case in cases:
        before, previous = last.get(case, (0, chain.START))
        link = chain.hashed(desk, "case", case.bytes, before + 1, previous, chain.TOMBSTONE)
        tombstones.append(History(desk_id=desk, case=case, sequence=before + 1, previous=previous, hash=link, blob=b""))
        heads.append(_head(desk, case, before + 1, link, newest))
        newest = heads[-1].sequence, heads[-1].hash
    History.objects.bulk_create(tombstones, batch_size=_AT_ONCE)
    Head.objects.bulk_create(heads, batch_size=_AT_ONCE)
    return list(zip(tombstones, heads, strict=True))


def _newest(desk: UUID) -> tuple[int, bytes] | None:
    """Sequence and hash of the newest link of the desk's chain."""
    found = Head.objects.filter(desk=desk).order_by("-sequence").values_list("sequence", "hash").first()
    return (found[0], bytes(found[1])) if found else None


def _revision_of(held: Held, last: History | None) -> int:
    """The revision that a link tells of; one that fits no manifest where it does not open."""
    try:
        return _open_link(held, _keys(held), last).revision if last else NO_REVISION
    except (Refused, ValueError, KeyError):
        return NO_REVISION


def happenings(unlocked: Unlocked, case_id: UUID) -> list[Happening]:
    """All of a case's history, oldest first. NoCase for who is not a member; a Refused where a link was tampered with."""
    return list(_opened(hold(unlocked, case_id)))


def newest(held: Held, most: int = 30) -> list[Happening]:
    """The newest links of a case, the newest first; without those that do not open, which tell nothing."""
    keys, found = _keys(held), []
    for link in History.objects.filter(case=held.id).order_by("-sequence")[:most]:
        with contextlib.suppress(Refused, ValueError, KeyError):
            found.append(_open_link(held, keys, link))
    return found


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
    """RolledBack unless the newest link is the one that the desk's chain names, is under the newest key, tells of this manifest, and of
    a desk's chain that still exists.

    Whoever puts all rows of a case back to last week's must also cut the desk's chain, which every other case goes on writing and
    remembers under seal. The count finds a chain that was cut and written on: then the desk's names some sequence twice.
    """
    last = History.objects.filter(case=held.id).order_by("-sequence").first()
    heads = Head.objects.filter(desk=held.desk, case=held.id)
    head = heads.order_by("-sequence").values_list("case_sequence", "case_hash").first()
    if last is None or head is None or (last.sequence, last.hash) != (head[0], bytes(head[1])) or heads.count() != last.sequence:
        raise RolledBack
    told = _open_link(held, _keys(held), last)
    if epoch_of(last.blob) != held.case.epoch or told.revision != held.case.revision:
        raise RolledBack
    sequence, known = told.desk
    if sequence and not Head.objects.filter(desk=held.desk, sequence=sequence, hash=bytes.fromhex(known)).exists():
        raise RolledBack


def _opened(held: Held) -> Iterator[Happening]:
    keys, epoch = _keys(held), 0
    for link in History.objects.filter(case=held.id).order_by("sequence"):
        if epoch_of(link.blob) < epoch:
            raise RolledBack  # written under a key that somebody who was removed still has
        epoch = epoch_of(link.blob)
        yield _open_link(held, keys, link)


def _open_link(held: Held, keys: dict[int, bytes], link: History) -> Happening:
    epoch = epoch_of(link.blob)
    if epoch not in keys:
        raise RolledBack
    data = unseal(keys[epoch], link.blob, places.happening(held.desk, held.id, link.sequence, epoch))
    return Happening.from_bytes(link.sequence, data)


def _keys(held: Held) -> dict[int, bytes]:
    """The history keys by epoch: those kept in `past`, and the one of now."""
    past = {int(epoch): bytes.fromhex(key) for epoch, key in _past(held)["keys"].items()}
    return past | {held.case.epoch: derive(held.ring.key(held.case.epoch), Label.CASE_HISTORY)}


def _past(held: Held) -> dict[str, dict[str, str]]:
    kept: dict[str, dict[str, str]] = json.loads(
        held.ring.unseal(held.case.past, places.past(held.desk, held.id, held.case.epoch))
    )
    return kept


def _sealed_past(ring: Ring, desk: UUID, case: UUID, keys: Mapping[int, bytes], members: Mapping[UUID, bytes]) -> bytes:
    plain = {
        "keys": {str(epoch): key.hex() for epoch, key in sorted(keys.items())},
        "members": {person.hex: card.hex() for person, card in sorted(members.items())},
    }
    return ring.seal(json.dumps(plain).encode(), places.past(desk, case, ring.newest))


def _head(desk: UUID, case: UUID, case_sequence: int, case_hash: bytes, newest: tuple[int, bytes] | None) -> Head:
    """One more link of the desk's chain, to be written behind its lock: two cases saved at once must not take the same place."""
    sequence, previous = (newest[0] + 1, newest[1]) if newest else (1, chain.START)
    content = head_content(case, case_sequence, case_hash)
    return Head(
        desk_id=desk,
        sequence=sequence,
        case=case,
        case_sequence=case_sequence,
        case_hash=case_hash,
        previous=previous,
        hash=chain.hashed(desk, "desk", desk.bytes, sequence, previous, content),
    )
