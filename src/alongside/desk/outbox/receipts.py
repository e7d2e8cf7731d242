"""What was answered to a delivery, sealed to who sent it: a server's answer often repeats the address that it was sent to; and the proof
that one which was stopped stayed here."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from alongside.desk.outbox import service
from alongside.desk.outbox.models import Delivery
from alongside.desk.outbox.rules import DONE, STOPPED
from alongside.desk.outbox.service import circle_of
from alongside.desk.people.models import Person
from alongside.desk.people.unlocked import Unlocked
from alongside.vault.boxes import open_sealed, seal_to
from alongside.vault.context import Context
from alongside.vault.errors import Refused
from alongside.vault.persons import Card, Secret

LONGEST = 500  # letters of an answer
GONE, UNPROVEN = "gone", "unproven"
_STAYED = b"stayed"


@dataclass(frozen=True, slots=True)
class Receipt:
    """How it ended: the state, when, what the other side said, after how many tries, whether it may have arrived twice; and what the last
    try met, which says more than "given up"."""

    state: str
    at: datetime
    answer: str
    tries: int
    twice: bool
    met: str

    def to_bytes(self) -> bytes:
        plain = {**asdict(self), "at": self.at.isoformat()}
        return json.dumps(plain, ensure_ascii=False).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> Receipt:
        plain = json.loads(data)
        return cls(**(plain | {"at": datetime.fromisoformat(plain["at"])}))


def sealed(desk: UUID, row: UUID, card: Card, receipt: Receipt) -> bytes:
    """A receipt for the holder of a card that she herself gave when she sent it. Nobody needs to vouch for it: it lay sealed until now."""
    return seal_to(card, receipt.to_bytes(), _place(desk, row), circle_of(card))


def receipt(unlocked: Unlocked, row: UUID) -> Receipt | None:
    """What was answered to a delivery of hers; None where it is not over, or somebody else sent it."""
    one = Delivery.objects.filter(pk=row, desk=unlocked.desk, state__in=DONE).first()
    if one is None:
        return None
    try:
        return Receipt.from_bytes(open_sealed(unlocked.secret, unlocked.card, one.blob, _place(unlocked.desk, row)))
    except (Refused, ValueError, KeyError, TypeError):
        return None


def stay(desk: UUID, row: UUID) -> bytes:
    """The proof that a delivery was stopped before anybody could hand it over. Sealed to the service key, so that who writes to the
    database alone cannot say of something that left that it stayed here. Empty where that key cannot be read: a stop must not wait until
    somebody has mended a file."""
    try:
        return service.seal(desk, _STAYED, _stayed_place(desk, row))
    except (OSError, ValueError):
        return b""


def is_stay(desk: UUID, row: UUID, blob: bytes) -> bool:
    """Whether this is that proof, of this row. Without the service's key nothing is proven."""
    try:
        return bool(blob) and service.unseal(desk, blob, _stayed_place(desk, row)) == _STAYED
    except (Refused, OSError, ValueError):
        return False


def standing_of(unlocked: Unlocked, row: UUID, *, hers: bool = True) -> tuple[str, bool, Receipt | None]:
    """How a delivery stands for a page of what she sent: a state, whether it may have arrived twice, and what was answered.

    Who writes to the database can take the row away or say of it what he likes, but has nothing to put in the place of a receipt. So
    `gone`: nobody knows whether it left; `unproven`: the row says that it is over, and no receipt of hers says so. `hers`: whether she
    sent it; of what a colleague sent, only the colleague can open the receipt, and the row is all there is. That something was stopped
    and stayed is said only where its proof lies in the row."""
    one = Delivery.objects.filter(pk=row, desk=unlocked.desk).first()
    if one is None:
        return GONE, False, None
    found = receipt(unlocked, row)
    if found is not None:
        return found.state, found.twice or one.twice, found
    if one.state == STOPPED:  # by a person, which leaves no receipt; that it stayed is proven to everybody
        return STOPPED if one.twice or is_stay(unlocked.desk, row, one.blob) else UNPROVEN, one.twice, None
    return UNPROVEN if hers and one.state in DONE else one.state, one.twice, None


def reseal(person: Person, old: Secret, old_card: Card, new: Secret, new_card: Card) -> None:
    """Her receipts under her new card. Which are hers, only opening tells; what does not open is somebody else's and stays."""
    for row in Delivery.objects.filter(desk=person.desk_id, state__in=DONE).exclude(blob=b"").order_by("pk"):
        place = _place(person.desk_id, row.pk)
        try:
            data = open_sealed(old, old_card, row.blob, place)
        except Refused:
            continue
        row.blob = seal_to(new_card, data, place, circle_of(new_card))
        row.save(update_fields=["blob"])


def _place(desk: UUID, row: UUID) -> Context:
    return Context(desk.bytes, "outbox", row.bytes, "receipt", 1, 0)


def _stayed_place(desk: UUID, row: UUID) -> Context:
    return Context(desk.bytes, "outbox", row.bytes, "stayed", 1, 0)
