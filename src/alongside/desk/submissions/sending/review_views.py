"""What leaves, field by field: the last look at a draft, what stands in its way, a second person's yes, and the ways out."""

from __future__ import annotations

from datetime import UTC, date
from functools import partial
from threading import BoundedSemaphore
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from alongside.desk.cases import at_hand, posts, store
from alongside.desk.cases.evidence.files import NoRoom, TooLarge
from alongside.desk.cases.holding import NoCase
from alongside.desk.cases.shown import Said
from alongside.desk.cases.store import Edit
from alongside.desk.people import accounts, clock, gate
from alongside.desk.people.unlocked import Unlocked
from alongside.desk.submissions import words
from alongside.desk.submissions.documents import annexes, writing
from alongside.desk.submissions.documents.annexes import Unfit
from alongside.desk.submissions.sending import addressing, checking, draft_views, editing, freezing, mailing, sentences
from alongside.desk.submissions.sending.freezing import Changed, Part, SentBefore, Way
from alongside.desk.submissions.sending.work import Work, sender_of, work_or_404
from alongside.facts import codes
from alongside.facts.fields import LINE
from alongside.facts.submissions import Submission
from alongside.typeset import TypesetError

BY_HAND = tuple(means for means in codes.SENT_BY if means != "mail")
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "txt": "text/plain; charset=utf-8",
    "json": "application/json",
    "zip": "application/zip",
}
# Annexes lie in memory while they leave, some times over where they are encrypted: two at once, or a small machine ends the whole desk.
LARGE = BoundedSemaphore(2)
ALONE = "sandbox; default-src 'none'; frame-ancestors 'none'"


@require_http_methods(["GET", "HEAD", "POST"])
@gate.member
def review(request: HttpRequest, unlocked: Unlocked, lang: str, case_id: UUID, draft: str) -> HttpResponse:
    """The page. A POST notes what was looked up (`tick`), agrees as second person, sends by mail, or says that it was sent by hand."""
    now = clock.now()
    opened = at_hand.opened_or_404(unlocked, case_id, now, note=request.method != "POST")
    work = work_or_404(opened, draft, sender_of(unlocked), now.date(), unlocked.person.pk.hex)
    said = Said(lang, opened.facts, accounts.names(unlocked))
    if request.method != "POST":
        return _page(request, unlocked, said, work, {}, "")
    typed = posts.typed(request)
    do, _, code = typed.get("do", "").partition(".")
    fault, sent = "", at_hand.id_from(unlocked, case_id, typed.get("seed", ""), 1)
    if do in ("hand", "mail") and sent in opened.facts:  # the same form again: what it sent has changed the draft
        return at_hand.see_other("sending-sent", lang=lang, case_id=case_id, submission=sent)
    if typed.get("digest") != work.digest:
        fault = "changed"  # what she read is not what would leave
    elif do in ("tick", "approve"):
        try:
            fault = _noted(unlocked, work, typed, do, code)
        except store.Damaged:
            fault = "damaged"
        except NoCase:
            raise Http404 from None
    elif do in ("hand", "mail"):
        return _sent(request, unlocked, said, work, typed, do, sent)
    else:
        raise Http404
    if fault:
        return _page(request, unlocked, said, work, typed, fault)
    return at_hand.see_other("sending-review", lang=lang, case_id=case_id, draft=draft)


@require_POST
@gate.member
def take(request: HttpRequest, unlocked: Unlocked, lang: str, case_id: UUID, draft: str) -> HttpResponse:
    """A document of a draft as a file, to carry by hand. Only what may leave; the history notes who took it."""
    now = clock.now()
    opened = at_hand.opened_or_404(unlocked, case_id, now, note=False)
    work = work_or_404(opened, draft, sender_of(unlocked), now.date(), unlocked.person.pk.hex)
    said = Said(lang, opened.facts, accounts.names(unlocked))
    typed = posts.typed(request)
    form = at_hand.one_of(typed.get("as", ""), tuple(TYPES))
    if form is None:
        raise Http404
    if not work.ready:
        return _page(request, unlocked, said, work, {}, "not-ready")
    if typed.get("digest") != work.digest:
        return _page(request, unlocked, said, work, {}, "changed")
    try:
        with LARGE:
            data = _file(work, form)
        freezing.note_taken(unlocked, work, form, now)
    except Changed:
        return _page(request, unlocked, said, work, {}, "changed")
    except Unfit as wrong:
        return _page(request, unlocked, said, work, {}, "annex", wrong)
    except TypesetError:
        return _page(request, unlocked, said, work, {}, "document")
    except NoCase:
        raise Http404 from None
    response = HttpResponse(data, content_type=TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="submission.{form}"'
    response["Content-Security-Policy"] = ALONE
    return response


def _file(work: Work, form: str) -> bytes:
    if form == "zip":
        return annexes.bundle(work.document, annexes.read(work.opened.held, work.enclosed))
    return writing.written(work.document, form)


def _noted(unlocked: Unlocked, work: Work, typed: dict[str, str], do: str, code: str) -> str:
    """A second person's yes, or that somebody looked something up; a gate that must not be clicked away is not asked. The fault, or
    nothing."""
    now = clock.now()
    if do == "approve":
        if len(typed.get("word", "")) > LINE:
            return "line"
        new_id = at_hand.id_from(unlocked, work.opened.id, typed.get("seed", ""))
        freezing.approved(unlocked, work, typed.get("word", ""), now, new_id)
        return ""
    entry = addressing.named(work, code)
    if entry is not None and work.viewer in addressing.changers(work, entry):
        return "address-own"
    asked = (addressing.gate(work, entry),) if entry else tuple(one for one in work.gates if one.code == code)
    gate_ = next((one for one in asked if not one.required and one.verdict != "open"), None)
    if gate_ is None:
        raise Http404
    note = typed.get(f"note.{code}", "")
    if not note.strip():
        return "note"
    if len(note) > LINE:
        return "line"
    checked = checking.checked(gate_, work, note, now)
    saved = store.save(unlocked, work.opened.id, [Edit(work.draft, editing.with_check(work.draft, checked))], now)
    return "changed" if saved.conflicts else ""


def _sent(
    request: HttpRequest, unlocked: Unlocked, said: Said, work: Work, typed: dict[str, str], do: str, new_id: str
) -> HttpResponse:
    """Freeze it and let it go; whatever is wrong is said on the page, with what was typed."""
    now, case_id = clock.now(), work.opened.id
    if not work.ready:
        return _page(request, unlocked, said, work, typed, "not-ready")
    means = at_hand.one_of(typed.get("means", ""), BY_HAND)
    if do == "hand" and means is None:
        return _page(request, unlocked, said, work, typed, "means")
    if len(typed.get("whom", "")) > LINE:
        return _page(request, unlocked, said, work, typed, "line")
    try:
        with LARGE:
            if do == "mail":
                mailing.must_fit(unlocked, work)
            enclosed = annexes.read(work.opened.held, work.enclosed)
            parts = [Part(writing.name(form), writing.written(work.document, form)) for form in writing.ENDINGS]
            parts += [Part(one.annex.name, one.data) for one in enclosed]
            way = Way(means or "other", typed.get("whom", ""))
            if do == "mail":
                letter = mailing.letter(unlocked, work, typed.get("to", ""), enclosed, clear="clear" in typed)
                parts.append(Part("mail.eml", letter.inner))
                way = Way("mail", letter.to, letter.carry(unlocked, now), letter.book)
            freezing.freeze(unlocked, work, parts, way, now, new_id, again="again" in typed)
    except SentBefore:
        return _page(request, unlocked, said, work, typed, "sent-before")
    except NoCase:
        raise Http404 from None
    except Changed:
        return _page(request, unlocked, said, work, typed, "changed")
    except store.Damaged:
        return _page(request, unlocked, said, work, typed, "damaged")
    except Unfit as wrong:
        return _page(request, unlocked, said, work, typed, "annex", wrong)
    except (TypesetError, NoRoom, TooLarge, mailing.CannotMail) as error:
        return _page(request, unlocked, said, work, typed, _why(error))
    return at_hand.see_other("sending-sent", lang=said.lang, case_id=case_id, submission=new_id)


def _why(error: Exception) -> str:
    """The key of the sentence about an error."""
    if isinstance(error, mailing.CannotMail):
        return error.code
    found = {TypesetError: "document", NoRoom: "no-room", TooLarge: "too-large"}
    return next(code for kind, code in found.items() if isinstance(error, kind))


def _page(
    request: HttpRequest,
    unlocked: Unlocked,
    said: Said,
    work: Work,
    typed: dict[str, str],
    fault: str,
    annex: Unfit | None = None,
) -> HttpResponse:
    posts.note(request, work.opened)
    annex, say = annex or work.unfit, partial(words.say, said.lang)
    context: dict[str, Any] = {
        **draft_views.head(said, work),
        "parts": _parts(said, work),
        "people": [(said.name(person), said.label("naming", level), level) for person, level in work.drafted.levels],
        "gates": [{**one, "note": typed.get(f"note.{one['code']}", "")} for one in draft_views.gates(said, work)],
        "ready": work.ready,
        "enclosed": [(one.annex.name, one.annex.title, one.annex.size) for one in work.enclosed],
        "marks": work.document.marks,
        "closing": work.document.closing,
        "signature": work.document.sender.name,
        "contact": work.document.sender.contact.splitlines(),
        "before": [
            (said.day(date.fromisoformat(one.sent[:10])), said.label("sent_by", one.means))
            for one in work.opened.of(Submission)
            if one.draft == work.draft.id and one.left
        ],
        "digest": work.digest,
        "approvals": [(said.colleague(one.by), one.word or "") for one in work.approvals],
        "uncounted": [said.colleague(one.by) for one in work.agreed if one.by not in work.seconds],
        "mine": any(one.by == work.viewer and one.document == work.digest for one in sentences.approvals_of(work)),
        "means": [(code, said.heading("sent_by", code), typed.get("means") == code) for code in BY_HAND],
        "mail": mailing.offered(unlocked, said, work, typed),
        "hand_hint": say("sending.by_hand_hint"),
        "other_taken": _other_taken(said, work) if work.ready else "",
        "to_typed": typed.get("to", ""),
        "whom": typed.get("whom", ""),
        "typed": typed.get("do", "") in ("hand", "mail"),
        "word": typed.get("word", ""),
        "forms": list(TYPES),
        "seed": typed.get("seed") or at_hand.seed(),
        "fault": say(f"sending.fault.{fault}", most=LINE) if fault and fault != "annex" else "",
        "annex_fault": annex.sentence(say) if annex else "",
    }
    return render(request, "submissions/sending/review.html", context, status=_status(fault))


def _other_taken(said: Said, work: Work) -> str:
    """That the document which somebody took out last is not this one: what is frozen as sent by hand is what the page shows."""
    last = freezing.taken_last(work)
    if last is None or last.told.get("digest") == work.digest:
        return ""
    day = said.day(last.when.astimezone(UTC).date())
    return words.say(said.lang, "sending.other_taken", day=day, name=said.colleague(last.who))


def _status(fault: str) -> int:
    if not fault:
        return 200
    return 409 if fault in ("changed", "not-ready", "damaged", "sent-before") else 422


def _parts(said: Said, work: Work) -> list[dict[str, Any]]:
    """Every field that leaves: its text, on whom it rests, and on which consents."""
    return [
        {
            "label": sentences.field_label(work.form, one.field.key, said.lang),
            "lines": one.text.split("\n"),
            "typed": one.state in ("typed", "changed"),
            "sources": list(dict.fromkeys(name for _, name in sentences.sources(said, one))),
        }
        for one in work.drafted.shown
        if one.text and one.state != "left-out"
    ]
