"""Somebody who has given passphrase and second factor: her secret, her pins, and whom she may seal to. Lives for one request."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from uuid import UUID

from alongside.desk.people.models import Desk, Person, Vouch
from alongside.vault.context import Context
from alongside.vault.epochs import Ring
from alongside.vault.errors import Refused
from alongside.vault.persons import Card, Secret
from alongside.vault.sealed import seal, unseal
from alongside.vault.vouches import Circle
from alongside.vault.vouches import Vouch as Statement


@dataclass(frozen=True, slots=True)
class Pins:
    """What she has seen once and must not be talked out of: the founder's digest, the newest epoch of each holder and each case, and of
    the recovery key the newest epoch whose words she has compared: only to that is her secret sealed."""

    founder: bytes
    floors: dict[bytes, int] = field(default_factory=dict)
    epochs: dict[UUID, int] = field(default_factory=dict)  # of cases that were re-keyed
    recovery: int = 0

    def to_bytes(self) -> bytes:
        floors = {holder.hex(): epoch for holder, epoch in sorted(self.floors.items())}
        epochs = {case.hex: epoch for case, epoch in sorted(self.epochs.items())}
        plain = {"founder": self.founder.hex(), "floors": floors, "epochs": epochs, "recovery": self.recovery}
        return json.dumps(plain).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> Pins:
        plain = json.loads(data)
        floors = {bytes.fromhex(holder): epoch for holder, epoch in plain["floors"].items()}
        epochs = {UUID(case): epoch for case, epoch in plain["epochs"].items()}
        return cls(bytes.fromhex(plain["founder"]), floors, epochs, plain.get("recovery", 0))  # older pins have none


def pins_context(person: Person) -> Context:
    """The place of a person's pins; `person.pins_revision` and her card must already be those of the value."""
    return Context(
        person.desk_id.bytes, "person", person.id.bytes, "pins", person.pins_revision, Card.from_bytes(person.card).epoch
    )


def sealed_pins(person: Person, secret: Secret, pins: Pins) -> bytes:
    """Her pins under the key of her keyring."""
    return seal(secret.keyring_key(), pins.to_bytes(), pins_context(person))


class Unlocked:
    """One person with her secret open. `login` is the id of her login row; empty in a command and in tests.

    `proven`: when she last gave her second factor.
    """

    def __init__(self, person: Person, secret: Secret, login: str = "", proven: datetime | None = None) -> None:
        self.person, self.secret, self.login, self.proven = person, secret, login, proven
        self.keyring_key = secret.keyring_key()

    def __repr__(self) -> str:
        return "<Unlocked>"

    @property
    def desk(self) -> UUID:
        return self.person.desk_id

    @cached_property
    def card(self) -> Card:
        return Card.from_bytes(self.person.card)

    @cached_property
    def pins(self) -> Pins:
        return Pins.from_bytes(unseal(self.keyring_key, self.person.pins, pins_context(self.person)))

    @cached_property
    def circle(self) -> Circle:
        """Everybody whom she may seal to, from the vouches in the database and the pin that she holds herself."""
        founder = Card.from_bytes(Desk.objects.values_list("founder", flat=True).get(pk=self.desk))
        return Circle(self.desk.bytes, self.pins.founder, founder, statements(self.desk), self.pins.floors)

    def has(self, role: str) -> bool:
        return role in self.person.roles.split()

    @cached_property
    def desk_ring(self) -> Ring:
        """The keys that all vouched members share: names of people, requests. Empty until somebody has passed them to her."""
        from alongside.desk.people import keyring  # which stands on this module

        return keyring.desk_ring(self)


def statements(desk: UUID) -> list[Statement]:
    """All vouches of the desk. A damaged row vouches for nobody and hides nobody else."""
    found = []
    for blob in Vouch.objects.filter(desk=desk).order_by("pk").values_list("blob", flat=True):
        with suppress(Refused):
            found.append(Statement.from_bytes(blob))
    return found
