"""The key of each month: its public half in the database, its secret in shares on the custodians' paper (security.md 8).

One key a month, so that destroying a month's line of paper destroys what was backed up in it: destroyed cases do not live on in a
drawer for ever (security.md 17). That line goes `retention.rules.KEPT_DAYS` after the month ends.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db import transaction

from alongside.desk.people import cards, keyfiles
from alongside.desk.people.models import BackupKey
from alongside.desk.people.unlocked import Unlocked
from alongside.vault import custody
from alongside.vault.errors import NotVouched
from alongside.vault.persons import Card, Secret
from alongside.vault.vouches import Circle


class TakenMeanwhile(Exception):
    """Somebody else made a key for one of these months at the same time."""


@dataclass(frozen=True, slots=True)
class Line:
    """One month's share on one custodian's sheet."""

    month: str
    custodian: int
    share: str = field(repr=False)


def holder(month: str) -> bytes:
    """As whom a month's card is vouched for."""
    return f"backup/{month}".encode()


def month_of(day: date) -> str:
    return f"{day.year:04}-{day.month:02}"


def following(day: date, count: int) -> list[str]:
    """`count` months from that of a day on."""
    first = day.year * 12 + day.month - 1
    return [f"{number // 12:04}-{number % 12 + 1:02}" for number in range(first, first + count)]


def make(unlocked: Unlocked, months: list[str], k: int, n: int) -> list[Line]:
    """New keys for those of these months that have none: lines for n sheets, of which k open a month. NotVouched for who may not sign."""
    cards, lines = draw(unlocked, months, k, n)
    keep(unlocked, cards)
    return lines


def draw(unlocked: Unlocked, months: list[str], k: int, n: int) -> tuple[dict[str, Card], list[Line]]:
    """New keys for those of these months that have none, and nothing of it stored: kept before it is on paper, a key whose ceremony
    breaks off would seal backups that nobody can ever open."""
    have = set(BackupKey.objects.filter(desk=unlocked.desk).values_list("month", flat=True))
    cards: dict[str, Card] = {}
    lines: list[Line] = []
    for month in months:
        if month in have:
            continue
        secret = Secret.fresh()
        cards[month] = secret.card(unlocked.desk.bytes, holder(month), 1)
        lines += [Line(month, number, share) for number, share in enumerate(custody.split(secret.seed, k, n), 1)]
    return cards, lines


def keep(unlocked: Unlocked, cards_: Mapping[str, Card]) -> None:
    """Drawn keys count from now on. NotVouched for who may not sign; TakenMeanwhile where a month has got another key."""
    with transaction.atomic():
        if BackupKey.objects.filter(desk=unlocked.desk, month__in=list(cards_)).exists():
            raise TakenMeanwhile
        if cards_:
            cards.sign(unlocked, cards_.values())
        for month, card in cards_.items():
            BackupKey.objects.create(desk_id=unlocked.desk, month=month, card=card.to_bytes())
    keyfiles.pin_founder(unlocked.pins.founder)


def sheets(lines: list[Line]) -> Iterator[tuple[int, list[Line]]]:
    """The lines by custodian: each sheet is shown to its custodian alone."""
    for number in sorted({line.custodian for line in lines}):
        yield number, [line for line in lines if line.custodian == number]


def card_for(desk: UUID, month: str) -> tuple[Card, Circle] | None:
    """The card of a month and the circle that must admit it; None where no key was made.

    Nobody is logged in when a backup is made at night, so the founder's digest comes from beside the database: who can write to
    the database alone cannot have backups sealed to a key of his own.
    """
    blob = BackupKey.objects.filter(desk=desk, month=month).values_list("card", flat=True).first()
    if blob is None:
        return None
    card = Card.from_bytes(blob)
    if card.holder != holder(month) or card.desk != desk.bytes:
        raise NotVouched
    return card, Circle(desk.bytes, keyfiles.founder_pin(), cards.founder_card(desk), cards.statements(desk))
