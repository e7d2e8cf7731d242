"""What was sent, as it was sent: the frozen files with their digests, on which consents it left, and what has changed since."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from alongside.desk.cases import at_hand, history, opening, posts, rekeying, store, waiting_mail
from alongside.desk.cases.case_views import frame
from alongside.desk.cases.evidence import files
from alongside.desk.cases.evidence.files import NoFile
from alongside.desk.cases.evidence.leaving import Leaving, TooManyLeaving
from alongside.desk.cases.history import Happening
from alongside.desk.cases.holding import hold
from alongside.desk.cases.opening import Opened
from alongside.desk.cases.shown import Said
from alongside.desk.cases.store import Edit
from alongside.desk.people import accounts, clock, gate
from alongside.desk.people.unlocked import Unlocked
from alongside.desk.submissions import words
from alongside.desk.submissions.drafting import reading
from alongside.desk.submissions.sending import mailing, sentences
from alongside.desk.submissions.sending.freezing import COPIED
from alongside.desk.submissions.sending.review_views import ALONE
from alongside.facts.consent import Consent
from alongside.facts.submissions import Copy, Submission

_STATUS = {"no-file": 503, "downloads": 503, "too-late": 409, "damaged-stopped": 409}


@require_safe
@gate.member
def sent(request: HttpRequest, unlocked: Unlocked, lang: str, case_id: UUID, submission: str) -> HttpResponse:
    """One thing that was sent."""
    now = clock.now()
    opened = at_hand.opened_or_404(unlocked, case_id, now)
    return _page(request, unlocked, lang, opened, at_hand.fact_or_404(opened, submission, Submission), "")


@require_POST
@gate.member
def copy(request: HttpRequest, unlocked: Unlocked, lang: str, case_id: UUID, submission: str) -> HttpResponseBase:
    """One frozen file, as it left. The history notes who took it before its first byte leaves."""
    now = clock.now()
    opened = at_hand.opened_or_404(unlocked, case_id, now, note=False)
    one = at_hand.fact_or_404(opened, submission, Submission)
    number = posts.typed(request).get("copy", "")
    if not number.isdecimal() or len(number) > 3 or int(number) >= len(one.copies):
        raise Http404
    wanted = one.copies[int(number)]
    try:
        leaving = Leaving(unlocked.person.pk, partial(_content, unlocked, case_id, one, wanted, now))
    except NoFile:
        return _page(request, unlocked, lang, opened, one, "no-file")
    except TooManyLeaving:
        return _page(request, unlocked, lang, opened, one, "downloads")
    from django.http import StreamingHttpResponse

    response = StreamingHttpResponse(leaving, content_type="application/octet-stream")
    response["Content-Length"] = str(wanted.size)
    response["Content-Disposition"] = f'attachment; filename="{wanted.name}"'
    response["Content-Security-Policy"] = ALONE
    return response


@require_POST
@gate.member
def stop(request: HttpRequest, unlocked: Unlocked, lang: str, case_id: UUID, submission: str) -> HttpResponse:
    """Do not carry what has not left. Whoever is in the case may: it is about her people."""
    now = clock.now()
    opened = at_hand.opened_or_404(unlocked, case_id, now, note=False)
    one = at_hand.fact_or_404(opened, submission, Submission)
    posts.once(request)
    try:
        fault = _stopped(unlocked, case_id, one, now)
    except store.NoCase:
        raise Http404 from None
    if fault:
        return _page(request, unlocked, lang, opened, one, fault)
    return at_hand.see_other("sending-sent", lang=lang, case_id=case_id, submission=submission)


def _stopped(unlocked: Unlocked, case_id: UUID, one: Submission, now: datetime) -> str:
    """Stop it, and say so in the case; what is to be said of that, empty where all is well."""
    with transaction.atomic():
        held = rekeying.hold_for_writing(unlocked, case_id, now)
        found = opening.opened(held)
        changes = waiting_mail.stop(unlocked, one, found.facts, now)
        if changes is None:
            return "too-late"
        edits = [Edit(before, after) for before, after in changes]
        # A case that was changed from outside takes no facts, and its mail must not leave for that.
        takes = store.takes(found, edits)
        if not edits or not takes:
            waiting_mail.note(held, one.id, now, stayed=bool(edits))
        else:
            store.save(unlocked, case_id, edits, now)
    return "" if takes else "damaged-stopped"


def _content(unlocked: Unlocked, case_id: UUID, one: Submission, wanted: Copy, now: datetime) -> Iterator[bytes]:
    with transaction.atomic():
        held = hold(unlocked, case_id, lock=True)
        pieces = files.content(held, UUID(wanted.file), wanted.size)
        happening = Happening(0, now, unlocked.person.pk, COPIED, held.case.revision, about=UUID(one.id))
        history.append(held, happening)
    return pieces


def _page(request: HttpRequest, unlocked: Unlocked, lang: str, opened: Opened, one: Submission, fault: str) -> HttpResponse:
    posts.note(request, opened)
    said, today = Said(lang, opened.facts, accounts.names(unlocked)), clock.today()
    form = reading.forms().get(one.form)
    gone = sentences.withdrawn_since(opened, one, form, today) if one.left else []
    consents = [opened.facts.get(id_) for id_ in one.consents]
    context = {
        **frame(said, opened, today),
        "one": one,
        "form_title": sentences.form_title(form, lang) if form else "",
        "to": sentences.recipient(said, form, one.mechanism),
        "day": said.day(date.fromisoformat(one.sent[:10])),
        "hour": f"{one.sent[11:16]} UTC",
        "by": said.colleague(one.sent_by),
        "means": said.label("sent_by", one.means),
        "people": [(said.name(person), said.label("naming", level)) for person, level in one.levels],
        "approved": said.listed(said.colleague(member) for member in one.approved_by),
        "consents": [said.line(found).small for found in consents if isinstance(found, Consent)],
        "copies": list(enumerate(one.copies)),
        "warned": said.names(gone) if gone else "",
        "delivery": mailing.standing(unlocked, one, lang) if one.delivery else "",
        "stopped": said.day(date.fromisoformat(one.stopped[:10])) if one.stopped else "",
        "waits": mailing.waits(unlocked, one),
        "fault": words.say(lang, f"sending.fault.{fault}") if fault else "",
    }
    return render(request, "submissions/sending/sent.html", context, status=_STATUS.get(fault, 200))
