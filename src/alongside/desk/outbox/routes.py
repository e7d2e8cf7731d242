"""How a desk reaches the outside by a channel, sealed to the service key: written on a page, read by the worker."""

from __future__ import annotations

from uuid import UUID, uuid4

from alongside.desk.outbox import service
from alongside.desk.outbox.models import Route
from alongside.vault.context import Context


def keep(desk: UUID, lane: str, data: bytes) -> None:
    """From now on this is the way."""
    row = Route.objects.filter(desk=desk, lane=lane).first() or Route(id=uuid4(), desk_id=desk, lane=lane)
    row.blob = service.seal(desk, data, _place(desk, row.pk))
    row.save()


def read(desk: UUID, lane: str) -> bytes | None:
    """The way; None where there is none. A Refused where it was sealed to another key."""
    row = Route.objects.filter(desk=desk, lane=lane).first()
    return None if row is None else service.unseal(desk, row.blob, _place(desk, row.pk))


def is_set(desk: UUID, lane: str) -> bool:
    """Whether there is a way."""
    return Route.objects.filter(desk=desk, lane=lane).exists()


def forget(desk: UUID, lane: str) -> None:
    """Nothing leaves by this channel any more; what waits goes on waiting."""
    Route.objects.filter(desk=desk, lane=lane).delete()


def _place(desk: UUID, row: UUID) -> Context:
    return Context(desk.bytes, "outbox_route", row.bytes, "route", 1, 0)
