"""What Django hands an upload to: each piece is sealed as it arrives, and nothing else ever holds the file (security.md 18).

It is the only handler there is. A form is parsed wherever somebody first asks for its fields, which is before the view is reached; so
the first thing here is whether whoever sends may put anything here. What no view kept is taken away when the answer leaves
(`discard_all`).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopUpload
from django.http import HttpRequest

from alongside.desk.cases.evidence import broken, files
from alongside.desk.cases.evidence.files import Arrived, Arriving, NoRoom, TooLarge
from alongside.desk.cases.holding import NoCase, hold
from alongside.desk.cases.importing.tables import MOST_BYTES
from alongside.desk.people import clock
from alongside.desk.people.models import Login
from alongside.desk.people.whose import unlocked_of

logger = logging.getLogger("alongside.desk.cases")
_HELD = "_alongside_arriving"
_NAMES = "_alongside_upload_names"
_FAULTS = "_alongside_upload_faults"


# What takes one file as it arrives, with the manners of `Arriving`: add and finish, or discard.
Taker = Callable[[], Any]


class Unfit(ValueError):
    """This is no file of the kind that the page takes; nothing of it was kept. `fault` says why."""

    def __init__(self, fault: str) -> None:
        super().__init__(fault)
        self.fault = fault


class Received(UploadedFile):
    """One whole file of a form, sealed in the store and kept by nobody yet."""

    def __init__(self, name: str, arrived: Arrived) -> None:
        super().__init__(None, name, "application/octet-stream", arrived.size)
        self.arrived = arrived

    def close(self) -> None:
        """There is nothing open."""


class SealingHandler(FileUploadHandler):
    """FILE_UPLOAD_HANDLERS of the desk."""

    chunk_size = 1 << 20

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        request, found = self.request, self.request.resolver_match
        takes = getattr(found.func, "files", None) if found else None
        taker = takes(request, **found.kwargs) if takes and found else None
        if taker is None:
            raise StopUpload(connection_reset=True)
        self._arriving = self._or_fault(taker)
        request.__dict__.setdefault(_HELD, []).append(self._arriving)
        request.__dict__.setdefault(_NAMES, {})[self._arriving.id] = self.file_name or ""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self._or_fault(lambda: self._arriving.add(raw_data))

    def file_complete(self, file_size: int) -> Received | None:
        try:
            return Received(self.file_name or "", self._or_fault(self._arriving.finish))
        except SkipFile:  # here Django does not expect it; without a file the form goes on
            return None

    def _or_fault(self, work: Any) -> Any:
        """What goes wrong with one file is said of this file; the others of the form are taken."""
        try:
            return work()
        except (NoRoom, TooLarge, Unfit) as error:
            fault = error.fault if isinstance(error, Unfit) else "no_room" if isinstance(error, NoRoom) else "too_large"
            self.request.__dict__.setdefault(_FAULTS, []).append((self.file_name or "", fault))
            raise SkipFile from None


def takes_from(request: HttpRequest, case_id: UUID, **_: object) -> Taker | None:
    """What takes the files of whoever may put anything into this case; asked before a byte of the form is read."""
    unlocked = unlocked_of(request)
    if unlocked is None:
        return None
    try:
        hold(unlocked, case_id)
    except NoCase:
        return None
    return lambda: Arriving(unlocked.desk)


def takes_a_table(request: HttpRequest, **_: object) -> Taker | None:
    """The same of whoever has an open login: a table belongs to no case yet."""
    unlocked = unlocked_of(request)
    return None if unlocked is None else lambda: Arriving(unlocked.desk, MOST_BYTES)


def stands(request: HttpRequest) -> bool:
    """Whether the login that a long form came with has not ended meanwhile, here or in another process."""
    unlocked = unlocked_of(request)
    return unlocked is not None and Login.objects.filter(id=unlocked.login, pending=False).exists()


def faults(request: HttpRequest) -> list[tuple[str, str]]:
    """Files of this form that were not stored: name and fault."""
    found: list[tuple[str, str]] = request.__dict__.get(_FAULTS, [])
    return found


def keeps(request: HttpRequest, arrived: Arrived) -> None:
    """Leave this one where it is when the answer leaves: somebody has noted it, and it is not a case's yet."""
    request.__dict__[_HELD] = [one for one in request.__dict__.get(_HELD, ()) if one.id != arrived.id]


def discard_all(request: HttpRequest) -> None:
    """Take away what arrived with this request and nobody kept."""
    held = request.__dict__.pop(_HELD, ())
    if unfinished := [one for one in held if one.unfinished]:
        _tell(request, unfinished)
    for one in held:
        try:
            one.discard()
        except Exception:  # the answer is made: it leaves, and the next night takes what stayed
            logger.exception("a file that nobody kept was not taken away")


def _tell(request: HttpRequest, unfinished: Iterable[Arriving]) -> None:
    """Note for whoever sent them which files of a form for a case did not come whole; parts of one are gone on with by themselves."""
    unlocked, found = unlocked_of(request), request.resolver_match
    if unlocked is None or found is None or found.view_name != "cases-evidence" or not stands(request):
        return
    for one in unfinished:
        name = request.__dict__.get(_NAMES, {}).get(one.id, "")
        broken.note(unlocked.person.pk, found.kwargs["case_id"], name, one.size, clock.now(), unlocked.login)


__all__ = ["Received", "SealingHandler", "discard_all", "faults", "files"]
