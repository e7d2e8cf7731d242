"""What leaves is frozen first: every file of it sealed into the case, its digest in the record, and with it, in the same transaction, the
row of the outbox that carries it. What was sent by hand is frozen in the same way, when somebody says that she sent it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from alongside.desk.cases import history, opening, rekeying, store, waiting_mail
from alongside.desk.cases.evidence import files
from alongside.desk.cases.evidence.files import Arrived, Arriving
from alongside.desk.cases.evidence.taking import instant
from alongside.desk.cases.history import Happening
from alongside.desk.cases.holding import hold
from alongside.desk.cases.opening import Opened
from alongside.desk.cases.store import Edit
from alongside.desk.people.unlocked import Unlocked
from alongside.desk.submissions import addresses
from alongside.desk.submissions.drafting import gates
from alongside.desk.submissions.sending import addressing
from alongside.desk.submissions.sending.work import Work
from alongside.facts.fields import MOST_ITEMS
from alongside.facts.steps import Intervention
from alongside.facts.submissions import Approval, Copy, Draft, Submission
from alongside.facts.when import When

TAKEN, COPIED = "submission-taken", "submission-copied"
LOOKED_BACK = 100  # steps of a history that are read for one page


class SentBefore(Exception):
    """This draft has left already: sent again, the recipient gets it twice. Somebody has to say that this is meant."""


class Changed(Exception):
    """A fact, a consent or the draft is not what the page showed: nothing left, and it has to be looked at again."""


@dataclass(frozen=True, slots=True)
class Part:
    """One file of what leaves, under its neutral name."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Way:
    """How it leaves. `carry` writes the row of the outbox behind the lock of the case, with the last day on which everybody in it agrees,
    and gives its id; None where a person carries it."""

    means: str
    to: str = ""
    carry: Callable[[date | None], UUID] | None = None
    book: str = ""  # which address and key of the address book, as a digest


def freeze(
    unlocked: Unlocked, work: Work, parts: Sequence[Part], way: Way, now: datetime, new_id: str, *, again: bool = False
) -> Submission:
    """Store what leaves, once for one form of a page. Changed, SentBefore; the errors of the store and of the files."""
    case_id = work.opened.id
    with ExitStack() as stack:
        arrived = [(part, _arrived(unlocked, part, stack)) for part in parts]
        with transaction.atomic():
            held = rekeying.hold_for_writing(unlocked, case_id, now)
            found = opening.opened(held)
            before = found.facts.get(new_id)
            if isinstance(before, Submission):
                return before
            fresh = _again(found, work)
            if way.book and not addressing.may_go(fresh, way.book):
                raise Changed  # somebody changed the entry while the letter was made
            if not again and any(one.draft == work.draft.id and one.left for one in found.of(Submission)):
                raise SentBefore
            delivery = (
                way.carry(waiting_mail.last_day(_consents(fresh), fresh.draft.mechanism, found.facts, work.today))
                if way.carry
                else None
            )
            made = _submission(unlocked, fresh, arrived, way, delivery, now, new_id)
            seized = _intervention(fresh, made)
            for _, one in arrived:
                files.keep(held, one)
            store.save(unlocked, case_id, [Edit(None, seized), Edit(None, made)], now)
        return made


def note_taken(unlocked: Unlocked, work: Work, form: str, now: datetime) -> None:
    """Somebody takes a document of a draft out of the desk; the history says who, before its first byte leaves. Changed where a consent
    or a fact went while it was made; NoCase."""
    with transaction.atomic():
        held = hold(unlocked, work.opened.id, lock=True)
        _again(opening.opened(held), work)
        told = {"form": form, "digest": work.digest}
        happening = Happening(0, now, unlocked.person.pk, TAKEN, held.case.revision, about=UUID(work.draft.id), told=told)
        history.append(held, happening)


def taken_last(work: Work) -> Happening | None:
    """When somebody last took a document of this draft out, as far as the newest steps of the history go back."""
    held, draft = work.opened.held, UUID(work.draft.id)
    return next((one for one in history.newest(held, LOOKED_BACK) if one.what == TAKEN and one.about == draft), None)


def _again(found: Opened, work: Work) -> Work:
    """The draft as it stands behind the lock. Changed where it is not what was made into documents, or may not leave any more."""
    draft = found.facts.get(work.draft.id)
    if not isinstance(draft, Draft):
        raise Changed
    addresses.look_again(found.unlocked)
    fresh = Work(found, draft, work.form, work.sender, work.today, work.viewer)
    if draft.form != work.form.id or not fresh.ready or fresh.digest != work.digest:
        raise Changed
    return fresh


def _arrived(unlocked: Unlocked, part: Part, stack: ExitStack) -> Arrived:
    arriving = Arriving(unlocked.desk)
    stack.callback(arriving.discard)
    arriving.add(part.data)
    return arriving.finish()


def _submission(
    unlocked: Unlocked,
    work: Work,
    arrived: Sequence[tuple[Part, Arrived]],
    way: Way,
    delivery: UUID | None,
    now: datetime,
    new_id: str,
) -> Submission:
    # The annexes first: one that is hidden or removed later stops it, whatever the draft holds by then.
    facts = dict.fromkeys((*work.draft.annexes, *(id_ for shown in work.drafted.shown for id_ in shown.facts)))
    beside = gates.beside(work.leaving)
    return Submission(
        id=new_id,
        revision=1,
        draft=work.draft.id,
        form=work.form.id,
        mechanism=work.draft.mechanism,
        lang=work.draft.lang,
        sent=instant(now),
        sent_by=unlocked.person.pk.hex,
        means=way.means,
        to=way.to or None,
        delivery=delivery.hex if delivery else None,
        copies=tuple(Copy(name=part.name, file=one.id.hex, sha256=one.sha256, size=one.size) for part, one in arrived),
        levels=tuple((person, level) for person, level in work.drafted.levels if level != "left-out"),
        consents=_consents(work),
        rests_on=tuple(facts)[:MOST_ITEMS],
        sources=beside.sources[:MOST_ITEMS],
        pictured=beside.pictured[:MOST_ITEMS],
        approved_by=tuple(dict.fromkeys(one.by for one in work.approvals)),
        intervention=_intervention_id(new_id),
    )


def _consents(work: Work) -> tuple[str, ...]:
    """The records on which it leaves."""
    return tuple(dict.fromkeys((*work.drafted.consents, *gates.beside(work.leaving).consents)))[:MOST_ITEMS]


def _intervention(work: Work, made: Submission) -> Intervention:
    """What the plan knows it by: whom it went to, for whom, and whether it seizes a body that may bar others."""
    kind = "petition" if work.form.procedure else "publicity" if work.form.recipient else "request-to-others"
    return Intervention(
        id=str(made.intervention),
        revision=1,
        type=kind,
        party_kind="media" if work.form.recipient == "media" else None,
        mechanism=made.mechanism,
        # For whom it was sent: who did it to them is named in it, and protected by nobody here.
        persons=tuple(person for person, _ in made.levels if not work.naming.needs_no_consent(person)),
        date=When(made.sent[:10]),
        procedure="pending" if work.form.procedure else "none",
    )


def _intervention_id(submission: str) -> str:
    return hashlib.sha256(b"alongside intervention of a submission/1 " + submission.encode()).hexdigest()[:32]


def approved(unlocked: Unlocked, work: Work, word: str, now: datetime, new_id: str) -> None:
    """This member agrees to the draft as it stands at this moment. Changed where that is not what her page showed (`work.digest`)."""
    made = Approval(
        id=new_id,
        revision=1,
        draft=work.draft.id,
        document=work.digest,
        by=unlocked.person.pk.hex,
        at=instant(now),
        word=word or None,
    )
    store.save(unlocked, work.opened.id, [Edit(None, made)], now)
