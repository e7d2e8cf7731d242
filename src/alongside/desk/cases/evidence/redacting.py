"""A copy of a picture or PDF in which parts are blacked out: evidence of its own, which names its original and holds none of what was
under the boxes. The original is never touched; both say in their custody who made the copy."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from alongside import cleaning
from alongside.cleaning import Box, CleaningError, Page
from alongside.cleaning.results import Reason
from alongside.desk.cases import at_hand, history, rekeying
from alongside.desk.cases.evidence import copies, taking
from alongside.desk.cases.evidence.custody import REDACTED
from alongside.desk.cases.evidence.files import Arriving, NoFile
from alongside.desk.cases.history import Happening
from alongside.desk.people.unlocked import Unlocked
from alongside.facts.evidence import Evidence

KINDS = ("jpeg", "png", "webp", "gif", "tiff", "heic", "pdf")
MOST_PAGES = 200  # as `cleaning` draws


def offered(evidence: Evidence) -> bool:
    """Whether its page offers it: for a kind that can be drawn, and for one that nobody has looked at yet."""
    return evidence.type is None or evidence.type in KINDS


def sheets(unlocked: Unlocked, case_id: UUID, evidence: Evidence) -> tuple[Page, ...]:
    """The pages of a file. CleaningError, Busy, NoFile, NoCase."""
    with copies.whole(unlocked, case_id, evidence) as data:
        found = cleaning.pages(data)
    if not found or len(found) > MOST_PAGES:
        raise CleaningError(Reason.MANY_PAGES)
    return found


def preview(unlocked: Unlocked, case_id: UUID, evidence: Evidence, page: int, width: int, now: datetime) -> bytes:
    """One page as a picture, made of its pixels alone; that somebody looked is noted first. The same errors."""
    taking.note_look(unlocked, case_id, evidence, now)
    with copies.whole(unlocked, case_id, evidence) as data:
        return cleaning.preview(data, page, width)


def name_from(unlocked: Unlocked, case_id: UUID, seed: str, boxes: Mapping[int, Sequence[Box]]) -> str:
    """The id of the copy that a form makes: the same form with the same boxes, sent twice, makes one copy."""
    told = repr(sorted((page, list(some)) for page, some in boxes.items()))
    return at_hand.id_from(unlocked, case_id, seed, int(hashlib.sha256(told.encode()).hexdigest()[:15], 16))


def make(
    unlocked: Unlocked,
    case_id: UUID,
    evidence: Evidence,
    boxes: Mapping[int, Sequence[Box]],
    title: str,
    new_id: str,
    now: datetime,
) -> Evidence:
    """The copy, stored. The same errors; Damaged, NoRoom, TooLarge."""
    with copies.whole(unlocked, case_id, evidence) as data:
        made, kind = _redacted(data, evidence, boxes)
    arriving = Arriving(unlocked.desk)
    try:
        arriving.add(made)
        arrived = arriving.finish()
        told = {
            "title": title,
            "type": kind,
            "copy_of": evidence.id,
            "about": evidence.about,
            "source": evidence.source,  # whoever gave the original is asked for its copy as well
            "confidential": evidence.confidential,
        }
        with transaction.atomic():
            held = rekeying.hold_for_writing(unlocked, case_id, now)
            if not taking.stands(held, evidence.id):
                raise NoFile  # removed while it was drawn: a copy of nothing is no evidence
            copy = taking.take(unlocked, case_id, arrived, "", told, now, new_id)
            if copy.file == arrived.id.hex:
                link = Happening(0, now, unlocked.person.pk, REDACTED, held.case.revision, about=UUID(evidence.id))
                history.append(held, link)
        return copy
    finally:
        arriving.discard()


def _redacted(data: bytes, evidence: Evidence, boxes: Mapping[int, Sequence[Box]]) -> tuple[bytes, str]:
    if evidence.type != "pdf" and set(boxes) <= {0}:
        try:
            picture = cleaning.redact_image(data, boxes.get(0, ()))
            return picture.data, picture.kind
        except CleaningError as error:
            if error.reason is not Reason.UNKNOWN_KIND:
                raise
    return cleaning.redact_pdf(data, boxes), "pdf"
