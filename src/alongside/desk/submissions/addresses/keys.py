"""A recipient's key as somebody brings it: pasted, or as a file, which is held in memory alone and is never a file of a case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import uuid4

from django.http import HttpRequest

from alongside.desk.cases.evidence import sealing
from alongside.desk.cases.evidence.sealing import Unfit
from alongside.desk.outbox.openpgp import LONGEST_KEY
from alongside.desk.people.whose import unlocked_of

TOO_LONG = "key.too-long"


@dataclass(frozen=True, slots=True)
class Brought:
    """The whole file."""

    data: bytes = field(repr=False)

    @property
    def size(self) -> int:
        return len(self.data)


class Incoming:
    """One on its way in, with the manners of `evidence.files.Arriving`."""

    unfinished = False  # as far as anybody has to be told: whoever sent it sends it again

    def __init__(self) -> None:
        self.id, self._data = uuid4(), bytearray()

    def add(self, piece: bytes) -> None:
        self._data += piece
        if len(self._data) > LONGEST_KEY:
            self._data.clear()
            raise Unfit(TOO_LONG)

    def finish(self) -> Brought:
        return Brought(bytes(self._data))

    def discard(self) -> None:
        """Nothing lies anywhere."""


def takes_a_key(request: HttpRequest, **_: object) -> Callable[[], Incoming] | None:
    """Whether whoever sends a file here has an open login; asked before a byte of it is read."""
    return Incoming if unlocked_of(request) else None


def brought(request: HttpRequest, pasted: str) -> bytes:
    """What was brought, the file before the text; empty for nothing. Unfit where the file was too long."""
    for _, fault in sealing.faults(request):
        raise Unfit(fault)
    file = request.FILES.get("file")
    data: bytes = file.arrived.data if file and file.arrived.size else b""  # type: ignore[attr-defined]
    return data or pasted.encode()
