"""The ways out, one folder a channel. Each takes what it put into a delivery and gives back what the other side answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from uuid import UUID

from alongside.desk.outbox.rules import Outcome

# Called with the desk, the body of the message, how many seconds it may take, and whom to ask, right before it is handed over, whether
# anybody still wants it.
Carry = Callable[[UUID, bytes, float, Callable[[], bool]], Outcome]


def by_lane() -> Mapping[str, Carry]:
    """Every channel by its lane. Imported here, so that who only puts something in needs none of them."""
    from alongside.desk.outbox.channels.mail import carrying

    return {carrying.LANE: carrying.carry}
