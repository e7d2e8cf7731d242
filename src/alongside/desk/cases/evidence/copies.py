"""The cleaned copy beside an original, and what the original says about itself: made in a child process, kept as facts, sealed.

A file that could not be cleaned stays as it is and is marked so; nothing but its original exists then. The copy is a file of its own: the
original is never touched (Berkeley Protocol: an evidentiary copy, and a working copy).
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from alongside import cleaning
from alongside.cleaning import CleaningError
from alongside.cleaning.messages import LARGEST_FILE
from alongside.cleaning.results import UNREADABLE, Credentials, Reason
from alongside.desk.cases import history, opening, rekeying, store
from alongside.desk.cases.evidence import files
from alongside.desk.cases.evidence.files import Arrived, Arriving
from alongside.desk.cases.history import Happening
from alongside.desk.cases.holding import hold
from alongside.desk.cases.store import Edit
from alongside.desk.people.unlocked import Unlocked
from alongside.facts.evidence import ADDRESS, ContentCredentials, Embedded, Evidence
from alongside.facts.fields import LINE, MOST_ITEMS, writable

CLEANED, NOTHING, NOT_CLEANED = "cleaned", "nothing-to-clean", "not-cleaned"
COPIED = "evidence-copied-cleaned"
_PLACES, SECONDS_TO_WAIT = threading.BoundedSemaphore(2), 10.0
NOTHING_NOTE = "nothing_to_clean"


class Done(Exception):
    """Somebody has made it in the same moment."""


class Busy(Exception):
    """Other files are being worked on: the original is safe, and the copy can be asked for again."""


def make(unlocked: Unlocked, case_id: UUID, evidence: Evidence, now: datetime) -> Evidence:
    """Try to make the copy, and keep what came of it. Busy where it cannot be tried now; NoCase, NoFile, NoRoom, Damaged."""
    if evidence.size > LARGEST_FILE:
        return _saved(unlocked, case_id, evidence, {"cleaning": NOT_CLEANED, "cleaning_note": Reason.TOO_LARGE.value}, None, now)
    if not evidence.size:
        return _saved(unlocked, case_id, evidence, {"cleaning": NOTHING}, None, now)
    with whole(unlocked, case_id, evidence) as data:
        told, arriving = _tried(unlocked, data)
    try:
        return _saved(unlocked, case_id, evidence, told, arriving.finish() if arriving else None, now)
    finally:
        if arriving is not None:
            arriving.discard()


@contextlib.contextmanager
def whole(unlocked: Unlocked, case_id: UUID, evidence: Evidence) -> Iterator[bytes]:
    """The original in memory, for the limited process. CleaningError where it is too large or empty; Busy, NoFile, NoCase.

    A file lies in memory some times over while it is worked on: two at once, or a small machine ends the whole desk.
    """
    if not 0 < evidence.size <= LARGEST_FILE:
        raise CleaningError(Reason.TOO_LARGE if evidence.size else Reason.EMPTY)
    if not _PLACES.acquire(timeout=SECONDS_TO_WAIT):
        raise Busy
    try:
        yield b"".join(files.content(hold(unlocked, case_id), UUID(evidence.file), evidence.size))
    finally:
        _PLACES.release()


def content(unlocked: Unlocked, case_id: UUID, evidence: Evidence, what: str, now: datetime) -> Iterator[bytes]:
    """The bytes of the cleaned copy; who took or saw them goes into the history of the case first. NoCase, NoFile."""
    with transaction.atomic():
        held = hold(unlocked, case_id, lock=True)
        if evidence.cleaned_file is None or evidence.cleaned_size is None:
            raise files.NoFile
        pieces = files.content(held, UUID(evidence.cleaned_file), evidence.cleaned_size)
        history.append(held, Happening(0, now, unlocked.person.pk, what, held.case.revision, about=UUID(evidence.id)))
    return pieces


def _tried(unlocked: Unlocked, data: bytes) -> tuple[dict[str, object], Arriving | None]:
    """What came of it, as fields of the fact, and the copy."""
    try:
        done = cleaning.clean(data)
        said = _embedded(cleaning.metadata(data))
        signed = _signed(data)
    except CleaningError as error:
        if error.reason is Reason.BUSY:
            raise Busy from None
        return {"cleaning": NOT_CLEANED, "cleaning_note": error.reason.value}, None
    told: dict[str, object] = {"type": done.kind, "embedded": said, "content_credentials": (_row(signed),)}
    if done.data is None:
        return {**told, "cleaning": NOT_CLEANED, "cleaning_note": done.note}, None
    if done.note == NOTHING_NOTE:
        return {**told, "cleaning": NOTHING}, None
    arriving = Arriving(unlocked.desk)
    arriving.add(done.data)
    return {**told, "cleaned_type": done.kind, "cleaning": CLEANED}, arriving


def _saved(
    unlocked: Unlocked, case_id: UUID, evidence: Evidence, told: Mapping[str, object], arrived: Arrived | None, now: datetime
) -> Evidence:
    if arrived is not None:
        told = {**told, "cleaned_file": arrived.id.hex, "cleaned_sha256": arrived.sha256, "cleaned_size": arrived.size}
    made = replace(evidence, **told)  # type: ignore[arg-type]
    with transaction.atomic():
        held = rekeying.hold_for_writing(unlocked, case_id, now)
        stands = opening.opened(held).facts.get(evidence.id)
        if not isinstance(stands, Evidence) or stands.cleaning is not None:
            raise Done  # of two copies one would stay with the case, and no fact would name it
        if arrived is not None:
            files.keep(held, arrived)
        store.save(unlocked, case_id, [Edit(evidence, made)], now)
    return made


def _signed(data: bytes) -> Credentials:
    """How the content credentials stand. Whatever they do to the process that reads them, the copy beside the original is made."""
    try:
        return cleaning.credentials(data)
    except CleaningError as error:
        if error.reason is Reason.BUSY:
            raise
        return Credentials(UNREADABLE, codes=(error.reason.value,))


def _row(found: Credentials) -> ContentCredentials:
    told = (found.signer, found.signed[:LINE], found.program, "; ".join(found.actions), "; ".join(found.codes))
    signer, signed, program, actions, status_codes = (_line(text, ADDRESS) or None for text in told)
    return ContentCredentials(
        standing=found.standing, signer=signer, signed=signed, program=program, actions=actions, status_codes=status_codes
    )


def _embedded(told: Mapping[str, str]) -> tuple[Embedded, ...]:
    found = ((_line(name, LINE), _line(value, ADDRESS)) for name, value in sorted(told.items()))
    return tuple(Embedded(name=name, value=value) for name, value in found if name and value)[:MOST_ITEMS]


def _line(text: str, longest: int) -> str:
    return "".join(sign if writable(sign) else " " for sign in text).strip()[:longest].strip()
