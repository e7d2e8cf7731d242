"""The custodians' ceremony: a new recovery key, its secret split among people (SLIP-39), its card vouched for (security.md 7).

Until the last share is written down, everything lies in the memory of this process: a ceremony that breaks off has changed nothing.
At the end the secret is forgotten here. What remains is its card, and shares on paper.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import transaction

from alongside.desk.people import cards, escrows, notices, pinning
from alongside.desk.people.held import Held
from alongside.desk.people.models import Desk
from alongside.desk.people.unlocked import Unlocked
from alongside.vault.custody import MOST_SHARES, split
from alongside.vault.errors import Refused
from alongside.vault.persons import Card, Secret


class NotAllowed(Exception):
    """Only an administrator holds a ceremony, and only one whose own card counts."""


class NoCeremony(Exception):
    """None is going on: it expired, the server was started anew, or it was ended. Start again; nothing was changed."""


class Unfinished(Exception):
    """A share has not been written down yet."""


class Superseded(Exception):
    """Somebody else has held a ceremony meanwhile. The papers of this one are worthless: burn them."""


@dataclass(frozen=True, slots=True)
class Ceremony:
    """A ceremony under way. `shown` counts the shares that were written down."""

    card: Card
    k: int
    shares: tuple[str, ...] = field(repr=False)
    shown: int = 0

    @property
    def n(self) -> int:
        return len(self.shares)

    @property
    def complete(self) -> bool:
        return self.shown == self.n

    def words(self) -> tuple[str, ...]:
        """The share whose turn it is, in words."""
        return tuple(self.shares[self.shown].split())


_under_way: Held[Ceremony] = Held()


def start(unlocked: Unlocked, k: int, n: int, now: datetime) -> Ceremony:
    """A new key and its shares, in memory. NotAllowed; ValueError for numbers that make no sense."""
    if not unlocked.has("administrator") or not cards.counts(unlocked):
        raise NotAllowed
    if not 2 <= k <= n <= MOST_SHARES:
        raise ValueError("custodians")
    secret = Secret.fresh()
    card = secret.card(unlocked.desk.bytes, cards.RECOVERY, _next_epoch(unlocked))
    made = Ceremony(card, k, split(secret.seed, k, n))
    _under_way.put(unlocked.login, made, now)
    return made


def going_on(unlocked: Unlocked, now: datetime) -> Ceremony | None:
    """The ceremony of this login, if there is one."""
    return _under_way.get(unlocked.login, now)


def written_down(unlocked: Unlocked, number: int, now: datetime) -> Ceremony:
    """Share `number` is on paper: on to the next. The same button pressed twice goes on once. NoCeremony."""
    found = going_on(unlocked, now)
    if found is None:
        raise NoCeremony
    if number == found.shown + 1 and not found.complete:
        found = replace(found, shown=number)
        _under_way.put(unlocked.login, found, now)
    return found


def give_up(unlocked: Unlocked) -> None:
    """Forget it. The papers that were written are worthless then."""
    _under_way.drop(unlocked.login)


def finish(unlocked: Unlocked, now: datetime) -> Card:
    """The new key takes effect: vouched for, announced to everybody, her own copy made. NoCeremony, Unfinished, Superseded."""
    found = going_on(unlocked, now)
    if found is None:
        raise NoCeremony
    if not found.complete:
        raise Unfinished
    take_effect(unlocked, found.card, now)
    _under_way.drop(unlocked.login)
    return found.card


def take_effect(unlocked: Unlocked, card: Card, now: datetime | None = None) -> None:
    """Vouch for a recovery card and make it the desk's. Who holds the ceremony has compared its words by holding it."""
    with transaction.atomic():
        desk = cards.locked_desk(unlocked)
        if card.epoch != _next_epoch(unlocked):
            raise Superseded
        cards.sign(unlocked, [card])
        unlocked.circle.must_admit(card)
        desk.recovery, desk.spent = card.to_bytes(), False
        desk.save(update_fields=["recovery", "spent"])
        day = {"day": now.date().isoformat()} if now else {}
        notices.announce(unlocked, "notices.ceremony", who=unlocked.person.pk.hex, **day)
        pinning.confirm_recovery(unlocked, card.epoch)
        escrows.renew(unlocked)


def is_due(unlocked: Unlocked) -> str:
    """Why a ceremony is due: "never" held, the key was "spent" by a recovery, or its card is "changed"; else empty."""
    desk = Desk.objects.get(pk=unlocked.desk)
    if not desk.recovery:
        return "never"
    try:
        card = cards.recovery_card(unlocked.desk)
        if card is None or not unlocked.circle.admits(card):
            return "changed"
    except Refused:
        return "changed"
    return "spent" if desk.spent else ""


escrow = escrows.renew


def _next_epoch(unlocked: Unlocked) -> int:
    return cards.next_epoch(unlocked, cards.RECOVERY, None)
