"""From a row to a card that may be believed, and the circle as it stands in the database.

The public keys lie in the database in clear. A row proves nothing: what counts is the holder named *inside* the card, and a chain of
vouches to it (security.md 3). So every way from a person to her keys goes through here.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from uuid import UUID

from alongside.desk.people.copies import RECOVERY
from alongside.desk.people.models import Desk, Person, Vouch
from alongside.desk.people.unlocked import Unlocked, statements
from alongside.vault.errors import NotVouched, Refused
from alongside.vault.persons import Card, Secret
from alongside.vault.vouches import Circle
from alongside.vault.vouches import Vouch as Statement


def card_of(person: Person) -> Card:
    """Her card. NotVouched for none, and for one that names somebody else: a colleague's card copied into her row in SQL is vouched
    for, but not as hers."""
    if not person.card:
        raise NotVouched
    card = Card.from_bytes(person.card)
    if card.holder != person.pk.bytes or card.desk != person.desk_id.bytes:
        raise NotVouched
    return card


def recovery_card(desk: UUID) -> Card | None:
    """The card of the recovery key as the database names it; None before the first ceremony. Believed only where a circle admits it."""
    blob = Desk.objects.values_list("recovery", flat=True).get(pk=desk)
    if not blob:
        return None
    card = Card.from_bytes(blob)
    if card.holder != RECOVERY or card.desk != desk.bytes:
        raise NotVouched
    return card


def founder_card(desk: UUID) -> Card:
    """The founder's card as it was pinned; believed only where its digest is."""
    return Card.from_bytes(Desk.objects.values_list("founder", flat=True).get(pk=desk))


def circle_with(unlocked: Unlocked, vouches: Iterable[Statement]) -> Circle:
    """Whom she could seal to if these were the vouches."""
    return Circle(unlocked.desk.bytes, unlocked.pins.founder, founder_card(unlocked.desk), vouches, unlocked.pins.floors)


def admitted(unlocked: Unlocked, person: Person) -> bool:
    """Whether her own card may be sealed to. Without words of her own (somebody who left and is invited anew) she has no secret."""
    try:
        return bool(person.wrapped) and unlocked.circle.admits(card_of(person))
    except Refused:
        return False


def counts(unlocked: Unlocked) -> bool:
    """Whether she herself counts, so that what she signs is worth something. False too where the founder's card was exchanged."""
    try:
        return unlocked.circle.admits(card_of(unlocked.person))
    except Refused:
        return False


def locked_desk(unlocked: Unlocked) -> Desk:
    """The desk's row, locked until the transaction ends; what was read of keys before is forgotten. Always before a person's row: two
    who lock them in different order would wait for each other."""
    desk = Desk.objects.select_for_update(no_key=True).get(pk=unlocked.desk)
    for name in ("circle", "desk_ring"):
        unlocked.__dict__.pop(name, None)
    return desk


def living(unlocked: Unlocked) -> set[Card]:
    """Cards that are in use and count: of active people, and of the recovery key."""
    cards = {card_of(person) for person in Person.objects.filter(desk=unlocked.desk, active=True) if admitted(unlocked, person)}
    recovery = recovery_card(unlocked.desk)
    return cards | ({recovery} if recovery and unlocked.circle.admits(recovery) else set())


def sign(unlocked: Unlocked, cards: Iterable[Card]) -> None:
    """Vouch for cards and keep it; beside them for everybody who would otherwise fall.

    A card that is replaced takes with it what it vouched for (docs/vault-format.md, "Person"). Those of them who counted a moment ago,
    and are in use, go on counting: on the word of the member who signs now. Without that, one changed passphrase would shut out half
    of a desk. NotVouched if she who signs would fall herself: then somebody else has to vouch.
    """
    unlocked.circle.must_admit(unlocked.card)
    fresh = [Statement.make(unlocked.secret, unlocked.card, card) for card in cards]
    known = statements(unlocked.desk)
    after = circle_with(unlocked, [*known, *fresh])
    after.must_admit(unlocked.card)
    replaced = {(vouch.card.holder) for vouch in fresh}
    falling = [card for card in living(unlocked) if card.holder not in replaced and not after.admits(card)]
    fresh += [Statement.make(unlocked.secret, unlocked.card, card) for card in falling]
    for vouch in fresh:
        Vouch.objects.create(desk_id=unlocked.desk, blob=vouch.to_bytes())
    forget_circle(unlocked)


def next_epoch(unlocked: Unlocked, holder: bytes, known: Card | None) -> int:
    """An epoch above every one that a chain of vouches has ever led to, superseded ones included: two cards of one epoch would
    contradict each other. Whatever else somebody writes into the table does not count."""
    seen = [card.epoch for card in _reached(unlocked) if card.holder == holder]
    return max([0, *seen, unlocked.pins.floors.get(holder, 0), known.epoch if known else 0]) + 1


def _reached(unlocked: Unlocked) -> set[Card]:
    given: dict[Card, list[Card]] = {}
    for vouch in statements(unlocked.desk):
        if vouch.genuine():
            given.setdefault(vouch.by, []).append(vouch.card)
    founder = founder_card(unlocked.desk)
    reached, ahead = {founder}, [founder]
    while ahead:
        fresh = [card for card in given.get(ahead.pop(), []) if card not in reached]
        reached.update(fresh)
        ahead.extend(fresh)
    return reached


def tombstone(unlocked: Unlocked, holder: bytes, known: Card) -> Card:
    """A card whose secret nobody has: vouched for, it replaces the card of somebody who has left, so that nothing is sealed to her
    again, whatever a row says."""
    return Secret.fresh().card(unlocked.desk.bytes, holder, next_epoch(unlocked, holder, known))


def forget_circle(unlocked: Unlocked) -> None:
    """After the vouches have changed within a request."""
    unlocked.__dict__.pop("circle", None)


@lru_cache(maxsize=512)
def _six(card: Card) -> tuple[str, ...]:
    return card.fingerprint()


def six_words(card: Card) -> tuple[str, ...]:
    """What two people compare by voice. Kept, because each costs ten milliseconds on purpose and a page may show fifty."""
    return _six(card)
