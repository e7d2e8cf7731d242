"""People at other desks to whom a package may be sealed: each with the card that she handed over, and the signatures of the members here
who compared its six words with her by voice. Before two different members have signed, nothing is sealed to anybody: one alone could
paste a card with another's names and keys of her own, and carry everything out.

The rows lie under the desk's key; who holds that key can read them and put one in, but each signature is made with a member's own key.
"""

from __future__ import annotations

import base64
import json
import textwrap
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from alongside.desk.cases.models import Partner as Row
from alongside.desk.cases.models import TakenPackage
from alongside.desk.people import accounts, cards, notices
from alongside.desk.people.models import Desk, Person
from alongside.desk.people.unlocked import Unlocked
from alongside.facts.consent import DESK
from alongside.facts.fields import LINE, writable
from alongside.vault import statements
from alongside.vault.context import Context
from alongside.vault.encoding import Cursor, prefixed
from alongside.vault.epochs import Ring
from alongside.vault.errors import NotVouched, Refused
from alongside.vault.persons import Card
from alongside.vault.vouches import Circle

TITLE = "alongside card/1"
COMPARED, WAITING, CHANGED = "compared", "waiting", "changed"
MOST = 200
NEEDED = 2  # different members who compared; where the desk has one, hers is enough
_SAID = "partner/2"  # what a member signs
_LONGEST = 4000  # of a card as text


class NoPartner(LookupError):
    """There is no such person at another desk."""


class BadCard(ValueError):
    """This is no card of another desk. `code` is not-a-card, own-desk, other-name or too-many."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Comparison:
    """That a member compared the six words: her card, the day, and her signature over both card and day."""

    by: Card
    since: str
    signature: bytes = field(repr=False)

    @property
    def member(self) -> UUID:
        return UUID(bytes=self.by.holder)


@dataclass(frozen=True, slots=True)
class Partner:
    """Somebody at another desk. `was` is the digest of a card that somebody had compared and that this one replaces."""

    id: UUID
    card: Card
    desk_name: str
    name: str
    compared: tuple[Comparison, ...] = ()
    was: str = ""

    @property
    def recipient(self) -> str:
        """How a consent names her desk: who receives there may change."""
        return recipient_of(self.card)

    @property
    def called(self) -> str:
        return f"{self.name}, {self.desk_name}"

    @property
    def words(self) -> tuple[str, ...]:
        return cards.six_words(self.card)


def recipient_of(card: Card) -> str:
    """The desk of a card as a consent names it."""
    return DESK + card.desk.hex()


def own_text(unlocked: Unlocked) -> str:
    """The card that she hands to another desk: her public keys and two names."""
    desk = accounts.desk_name(unlocked)
    name = accounts.names(unlocked).get(unlocked.person.pk, "")
    data = prefixed(unlocked.card.to_bytes(), desk.encode(), name.encode())
    return "\n".join([TITLE, *textwrap.wrap(base64.b64encode(data).decode(), 64)]) + "\n"


def read(text: str) -> tuple[Card, str, str]:
    """The card, the desk and the name in such a text, however a mail has broken its lines. BadCard."""
    title, _, rest = text.strip().partition("\n")
    if len(text) > _LONGEST or title.strip() != TITLE:
        raise BadCard("not-a-card")
    try:
        cursor = Cursor(base64.b64decode("".join(rest.split()), validate=True))
        card, desk, name = Card.from_bytes(cursor.field()), cursor.field().decode(), cursor.field().decode()
        cursor.end()
        UUID(bytes=card.desk)
        UUID(bytes=card.holder)
    except (ValueError, Refused):
        raise BadCard("not-a-card") from None
    if not all(0 < len(one) <= LINE and one.strip() and writable(one) and "\n" not in one for one in (desk, name)):
        raise BadCard("not-a-card")
    return card, desk, name


def mine(unlocked: Unlocked) -> list[Partner]:
    """Everybody at other desks whom this desk knows, by name. A row that does not open hides no other."""
    return sorted(_opened(unlocked), key=lambda one: (one.desk_name, one.name, one.id.hex))


def get(unlocked: Unlocked, partner: UUID) -> Partner:
    """One of them. NoPartner."""
    for one in _opened(unlocked):
        if one.id == partner:
            return one
    raise NoPartner


def counting(unlocked: Unlocked) -> frozenset[Card]:
    """The cards of the members whose comparison counts today: active, and vouched for."""
    people = Person.objects.filter(desk=unlocked.desk, active=True)
    return frozenset(cards.card_of(one) for one in people if cards.admitted(unlocked, one))


def compared_by(partner: Partner, members: frozenset[Card]) -> tuple[Comparison, ...]:
    """The comparisons of her card that count, one a member, the first day first. `members` from `counting`."""
    good = {one.member: one for one in partner.compared if one.by in members and _genuine(one, partner)}
    return tuple(sorted(good.values(), key=lambda one: (one.since, one.member)))


def standing(unlocked: Unlocked, partner: Partner, members: frozenset[Card] | None = None) -> str:
    """Compared where two different members have signed (one, where the desk has but one); changed where her card replaced another that
    somebody had compared."""
    members = counting(unlocked) if members is None else members
    if len(compared_by(partner, members)) >= max(1, min(NEEDED, len(members))):
        return COMPARED
    return CHANGED if partner.was else WAITING


def circle(unlocked: Unlocked, partner: Partner) -> Circle:
    """What admits her card, and no other. NotVouched where no vouch stands."""
    if standing(unlocked, partner) != COMPARED:
        raise NotVouched
    return Circle(partner.card.desk, partner.card.digest(), partner.card, ())


def sender(unlocked: Unlocked, card: Card) -> Partner | None:
    """Who at another desk has this card, if it counts."""
    return next((one for one in mine(unlocked) if one.card == card and standing(unlocked, one) == COMPARED), None)


def trusted(unlocked: Unlocked) -> list[Partner]:
    """Those whose cards count. What a waiting card says of its desk, anybody can have written."""
    members = counting(unlocked)
    return [one for one in mine(unlocked) if standing(unlocked, one, members) == COMPARED]


def desks(unlocked: Unlocked) -> dict[str, str]:
    """The other desks by how a consent names them."""
    return {one.recipient: one.desk_name for one in reversed(trusted(unlocked))}


def beside(unlocked: Unlocked, partner: Partner) -> list[Partner]:
    """Others of the desk that her card names, whose cards count: a consent to that desk lets a case go to her as to them."""
    return [one for one in trusted(unlocked) if one.card.desk == partner.card.desk and one.id != partner.id]


def take(unlocked: Unlocked, text: str) -> Partner:
    """Keep a card that somebody handed over. The same person with another card stands in red until the new words are compared. BadCard."""
    card, desk, name = read(text)
    if card.desk == unlocked.desk.bytes:
        raise BadCard("own-desk")
    with transaction.atomic():
        cards.locked_desk(unlocked)
        known = mine(unlocked)
        same = next((one for one in known if (one.card.desk, one.card.holder) == (card.desk, card.holder)), None)
        if same is not None and (same.card, same.desk_name, same.name) == (card, desk, name):
            return same
        _must_fit(unlocked, card, desk)
        if same is None and len(known) >= MOST:
            raise BadCard("too-many")
        was = "" if same is None else same.was if same.card == card or not same.compared else same.card.digest().hex()
        made = Partner(same.id if same else uuid4(), card, desk, name, was=was)
        _write(unlocked, made)
        if same is not None and same.compared:
            notices.announce(unlocked, "notices.partner_replaced", who=unlocked.person.pk.hex, partner=same.called)
    return made


def compare(unlocked: Unlocked, partner: UUID, seen: bytes, today: date) -> Partner:
    """She compared the words by voice: sign for the card. `seen` is the digest of the card whose words stood on her page. NotVouched where
    that is another one by now, or where she does not count herself; BadCard where another name of that desk counts by now; NoPartner."""
    with transaction.atomic():
        cards.locked_desk(unlocked)
        found = get(unlocked, partner)
        if found.card.digest() != seen:
            raise NotVouched
        unlocked.circle.must_admit(unlocked.card)
        _must_fit(unlocked, found.card, found.desk_name)
        members, since = counting(unlocked), today.isoformat()
        before = standing(unlocked, found, members)
        signature = statements.sign(unlocked.secret, unlocked.card, _SAID, _content(found, since))
        others = tuple(one for one in compared_by(found, members) if one.member != unlocked.person.pk)
        made = replace(found, compared=(*others, Comparison(unlocked.card, since, signature)))
        if before != COMPARED and standing(unlocked, made, members) == COMPARED:
            made = replace(made, was="")
            notices.announce(unlocked, "notices.partner_counts", who=unlocked.person.pk.hex, partner=made.called)
        _write(unlocked, made)
    return made


def _must_fit(unlocked: Unlocked, card: Card, desk: str) -> None:
    """BadCard where the desk that a card names goes by another name among those who count: which desk it is, a card alone says."""
    if any(one.card.desk == card.desk and one.desk_name != desk for one in trusted(unlocked)):
        raise BadCard("other-name")


def forget(unlocked: Unlocked, partner: UUID) -> None:
    """Nothing is sealed to her any more. All are told where somebody had compared her card: else a card could be exchanged in two steps,
    without a word."""
    with transaction.atomic():
        cards.locked_desk(unlocked)
        found = next((one for one in _opened(unlocked) if one.id == partner), None)
        Row.objects.filter(pk=partner, desk=unlocked.desk).delete()
        if found is not None and found.compared:
            notices.announce(unlocked, "notices.partner_forgotten", who=unlocked.person.pk.hex, partner=found.called)


def reseal(desk: Desk, ring: Ring) -> None:
    """Partners and packages under a new key of the desk, in the transaction that makes it."""
    for table, place in ((Row, _place), (TakenPackage, taken_place)):
        for row in table.objects.filter(desk=desk):
            with suppress(Refused):
                row.blob = ring.resealed(row.blob, place(desk.pk, row.pk))
                row.save(update_fields=["blob"])


def taken_place(desk: UUID, row: UUID) -> Context:
    """Where it is noted that a package was taken in."""
    return Context(desk.bytes, "taken_package", row.bytes, "taken", 1, 0)


def _content(partner: Partner, since: str) -> bytes:
    """What a comparison is about: the card and the names that stood on the page, and the day."""
    return prefixed(partner.card.to_bytes(), partner.desk_name.encode(), partner.name.encode(), since.encode())


def _genuine(one: Comparison, partner: Partner) -> bool:
    try:
        return statements.genuine(one.by, _SAID, _content(partner, one.since), one.signature)
    except Refused:
        return False


def _opened(unlocked: Unlocked) -> Iterator[Partner]:
    for row in Row.objects.filter(desk=unlocked.desk):
        with suppress(Refused, ValueError, KeyError, TypeError):
            plain: dict[str, Any] = json.loads(unlocked.desk_ring.unseal(row.blob, _place(unlocked.desk, row.pk)))
            card, desk, name = Card.from_bytes(bytes.fromhex(plain["card"])), str(plain["desk_name"]), str(plain["name"])
            yield Partner(row.pk, card, desk, name, tuple(_comparisons(plain.get("compared", []))), str(plain["was"]))


def _comparisons(rows: Sequence[Sequence[str]]) -> Iterator[Comparison]:
    """As they were stored; what was written by a hand that did not know how is no comparison."""
    for by, since, signature in rows:
        with suppress(Refused, ValueError):
            yield Comparison(Card.from_bytes(bytes.fromhex(by)), date.fromisoformat(since).isoformat(), bytes.fromhex(signature))


def _write(unlocked: Unlocked, partner: Partner) -> None:
    compared = [[one.by.to_bytes().hex(), one.since, one.signature.hex()] for one in partner.compared]
    plain = {"desk_name": partner.desk_name, "name": partner.name, "compared": compared, "was": partner.was}
    data = json.dumps({"card": partner.card.to_bytes().hex(), **plain}, ensure_ascii=False).encode()
    blob = unlocked.desk_ring.seal(data, _place(unlocked.desk, partner.id))
    Row.objects.update_or_create(pk=partner.id, desk_id=unlocked.desk, defaults={"blob": blob})


def _place(desk: UUID, row: UUID) -> Context:
    return Context(desk.bytes, "partner", row.bytes, "partner", 1, 0)
