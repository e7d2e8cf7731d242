"""What the gates look at, gathered for one draft: the plan's word on this route, the way there, and what the desk decided on publicity."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from alongside.desk.cases.evidence.taking import instant
from alongside.desk.cases.exporting import choosing
from alongside.desk.people import clock
from alongside.desk.submissions.documents import pdf, writing
from alongside.desk.submissions.drafting import gates, reading
from alongside.desk.submissions.drafting.gates import Gate, Leaving
from alongside.desk.submissions.publicity import rules as publicity
from alongside.directory import reader, vocabulary
from alongside.facts.fact import Fact
from alongside.facts.publicity import newest
from alongside.facts.submissions import Approval, Checked
from alongside.typeset import TypesetError

if TYPE_CHECKING:
    from alongside.desk.submissions.sending.work import Work


@dataclass(frozen=True, slots=True)
class _Route:
    """What the plan says of the route that a draft takes."""

    competence: str = ""
    act_before: date | None = None


def gates_of(work: Work) -> tuple[Gate, ...]:
    """Every gate of a draft as of now, open ones included."""
    return (*gates.gates(work.leaving), *_publicity(work))


def leaving_of(work: Work) -> Leaving:
    """What the gates look at."""
    route, mechanism = _route(work), work.mechanism
    best = mechanism.best_channel if mechanism else None
    entry = next((one for one in work.book if mechanism and one.mechanism == mechanism.id), None)
    return Leaving(
        form=work.form,
        mechanism=mechanism,
        facts=_facts(work),
        draft=work.draft,
        drafted=work.drafted,
        document=work.digest,
        today=work.today,
        by=work.viewer,
        closed=work.closed,
        second_required=work.second,
        codes=reader.load().codes,
        forms=reading.forms(),
        act_before=route.act_before,
        competence=route.competence,
        channel_confirmed=bool(best and best.confirmed),
        channel_checked=entry.checked if entry else None,
        pages=_pages(work),
    )


def checked(gate: Gate, work: Work, note: str, now: datetime) -> Checked:
    """That somebody looked this up, about exactly what the gate asked at this moment."""
    about = gates.digest_of(gate)
    return Checked(gate=gate.code, by=work.viewer, at=instant(now), note=note, document=work.digest, about=about)


def _facts(work: Work) -> tuple[Fact, ...]:
    """The facts of the case, without the yes of who could not be asked today: not in the case any more, or let in just now."""
    facts = work.opened.facts.values()
    return tuple(one for one in facts if not isinstance(one, Approval) or one.by in work.seconds)


def seconds(work: Work) -> frozenset[str]:
    """The members whose yes counts today: still in the case, not let in just now; approvers of the desk alone, where it has some."""
    return frozenset(one.pk.hex for one in choosing.eligible(work.opened.unlocked, [work.opened.id], clock.now()))


def _pages(work: Work) -> int | None:
    """How many pages it has, where the body reads no more than some; None where nobody counts, or it cannot be set just now."""
    if work.form.pages is None:
        return None
    try:
        return pdf.pages(writing.written(work.document, "pdf"))
    except TypesetError:
        return None


def _route(work: Work) -> _Route:
    """The least that the plans of the persons of the draft say, and the first day by which it has to be there: one document is for all of
    them. Nothing where no plan can be made yet."""
    entries = [one for plan in work.plans for one in plan if one.mechanism == work.draft.mechanism]
    if not entries:
        return _Route()
    status = max((one.status for one in entries), key=vocabulary.STATUSES.index)
    days = [date.fromisoformat(one.act_before) for one in entries if one.act_before]
    return _Route(status, min(days, default=None))


def _publicity(work: Work) -> tuple[Gate, ...]:
    """What everybody can read needs a decision of the desk that is loud enough, still stands, and is about everybody whom it tells of:
    also who was added since and is told of without having been chosen, but not who did it."""
    if not work.form.recipient:
        return ()
    told = [one for one, level in work.drafted.levels if level != "left-out" and not work.naming.needs_no_consent(one)]
    decision = newest(work.opened.facts.values())
    verdict = publicity.allows(decision, work.form.recipient, clock.now(), persons=told)
    return (Gate(f"publicity-{verdict.code or 'decided'}", "open" if verdict.stands else "shut", "officer"),)
