"""A draft: every field with its text and what that rests on, and the page on which one field is written."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from alongside.desk.cases import at_hand, posts, store
from alongside.desk.cases.case_views import frame
from alongside.desk.cases.opening import Opened
from alongside.desk.cases.shown import Said
from alongside.desk.cases.store import Edit
from alongside.desk.people import accounts, clock, gate
from alongside.desk.people.unlocked import Unlocked
from alongside.desk.submissions import words
from alongside.desk.submissions.drafting.draft import Shown
from alongside.desk.submissions.sending import editing, sentences
from alongside.desk.submissions.sending.work import Work, sender_of, work_or_404
from alongside.facts.fields import PROSE
from alongside.facts.submissions import Draft

CHANGES = {"leave": editing.left_out, "take": editing.taken_in, "facts": editing.without_text}


@require_http_methods(["GET", "HEAD", "POST"])
@gate.member
def draft(request: HttpRequest, unlocked: Unlocked, lang: str, case_id: UUID, draft: str) -> HttpResponse:
    """All of a draft. A POST leaves a field out, takes it in again, goes back to what the facts say, or throws the draft away."""
    now = clock.now()
    opened = at_hand.opened_or_404(unlocked, case_id, now, note=request.method != "POST")
    work = work_or_404(opened, draft, sender_of(unlocked), now.date())
    if request.method == "POST":
        return _changed(request, unlocked, lang, work)
    said = Said(lang, opened.facts, accounts.names(unlocked))
    context = {
        **head(said, work),
        "sections": _sections(said, work),
        "gates": gates(said, work),
        "people": [(said.name(person), said.label("naming", level)) for person, level in work.drafted.levels],
        "annexes": [one.title or one.name or said.kind("evidence") for one in work.annexes],
        "sources": [(one.title, one.url or "", one.read) for one in work.form.sources],
        "unsure": work.form.unsure,
        "pages": work.form.pages,
    }
    return render(request, "submissions/sending/draft.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@gate.member(kept=True)
def field(request: HttpRequest, unlocked: Unlocked, lang: str, case_id: UUID, draft: str, key: str) -> HttpResponse:
    """One field in the officer's own words, beside what the facts say."""
    now = clock.now()
    opened = at_hand.opened_or_404(unlocked, case_id, now, note=request.method != "POST")
    said = Said(lang, opened.facts, accounts.names(unlocked))
    if request.method == "POST" and draft not in opened.facts:
        return _gone(request, said, opened, posts.typed(request).get("text", ""))
    work = work_or_404(opened, draft, sender_of(unlocked), now.date())
    shown = _shown(work, key)
    if request.method != "POST":
        return _field_page(request, said, work, shown, shown.text, "", work.draft.revision)
    typed = posts.typed(request)
    text, fault = typed.get("text", ""), ""
    if len(text) > PROSE:
        fault = words.say(lang, "sending.fault.too-long", most=PROSE)
    elif not text:
        fault = words.say(lang, "sending.fault.empty")
    elif typed.get("revision") != str(work.draft.revision) and _differs(work, key, typed.get("was", "")):
        fault = words.say(lang, "sending.fault.meanwhile")
    if not fault:
        fault = _kept(unlocked, work, editing.with_text(work.draft, shown, text), lang)
    if fault:
        return _field_page(request, said, work, shown, text, fault, work.draft.revision)
    return at_hand.see_other("sending-draft", lang=lang, case_id=case_id, draft=draft)


def _kept(unlocked: Unlocked, work: Work, changed: Draft | None, lang: str) -> str:
    """Store a draft, or take it away; the sentence about what is in the way, or nothing."""
    try:
        saved = store.save(unlocked, work.opened.id, [Edit(work.draft, changed)], clock.now())
    except store.Damaged:
        return words.say(lang, "sending.fault.damaged")
    except store.NoCase:
        raise Http404 from None
    return words.say(lang, "sending.fault.meanwhile") if saved.conflicts else ""


def _gone(request: HttpRequest, said: Said, opened: Opened, text: str) -> HttpResponse:
    """Somebody threw the draft away while she wrote: her words are shown, to be taken elsewhere."""
    posts.note(request, opened)
    context = {**frame(said, opened, clock.today()), "text": text}
    return render(request, "submissions/sending/gone.html", context, status=409)


def head(said: Said, work: Work) -> dict[str, Any]:
    """What stands at the head of every page of a draft."""
    return {
        **frame(said, work.opened, work.today),
        "draft": work.draft.id,
        "form_title": sentences.form_title(work.form, said.lang),
        "to": sentences.recipient(said, work.form, work.draft.mechanism),
        "language": said.label("language", work.draft.lang),
        "doc_lang": work.draft.lang,
        "closes": sentences.closes(said, work),
    }


def gates(said: Said, work: Work) -> list[dict[str, Any]]:
    """What stands in the way, what must not be clicked away first."""
    found = [
        {
            "code": one.code,
            **sentences.gate_words(said, work.form, one),
            "tone": "now" if one.verdict == "shut" else "days",
            "tickable": not one.required,
        }
        for one in work.gates
        if one.verdict != "open"
    ]
    return sorted(found, key=lambda one: one["tickable"])


def _changed(request: HttpRequest, unlocked: Unlocked, lang: str, work: Work) -> HttpResponse:
    typed, case_id, old = posts.typed(request), work.opened.id, work.draft
    if typed.get("do") == "remove":
        if _kept(unlocked, work, None, lang):
            return at_hand.see_other("sending-draft", lang=lang, case_id=case_id, draft=old.id)
        return at_hand.see_other("sending-case", lang=lang, case_id=case_id)
    name, _, key = typed.get("do", "").partition(".")
    if name not in CHANGES:
        raise Http404
    changed: Draft = CHANGES[name](old, _shown(work, key).field.key)
    _kept(unlocked, work, changed, lang)  # the page that follows shows what stands
    path = reverse("sending-draft", kwargs={"lang": lang, "case_id": case_id, "draft": old.id})
    response = HttpResponse(status=303)
    response["Location"] = f"{path}#f-{key}"
    return response


def _shown(work: Work, key: str) -> Shown:
    for one in work.drafted.shown:
        if one.field.key == key:
            return one
    raise Http404


def _sections(said: Said, work: Work) -> list[dict[str, Any]]:
    shown = {one.field.key: one for one in work.drafted.shown}
    return [
        {
            "key": section.key,
            "title": sentences.section_title(work.form, section.key, said.lang),
            "fields": [_field(said, work, shown[one.key]) for one in section.fields if one.key in shown],
        }
        for section in work.form.sections
    ]


def _field(said: Said, work: Work, one: Shown) -> dict[str, Any]:
    own = {sentence.text for sentence in one.filled.sentences if sentence.own_words}
    facts_lines = one.filled.text.split("\n") if one.filled.sentences else []
    lines = one.text.split("\n") if one.text else []
    return {
        "key": one.field.key,
        "label": sentences.field_label(work.form, one.field.key, said.lang),
        "required": one.field.required,
        "check": one.field.basis == "check",
        "state": one.state,
        "lines": [(line, line in own) for line in lines],
        "facts_lines": [(line, line in own) for line in facts_lines],
        "question": sentences.question(one.field.item, said.lang) if one.state == "missing" else "",
        "sources": sentences.sources(said, one),
        "withheld": _withheld(said, one),
        "forbidden": said.names(one.forbidden) if one.forbidden else "",
        "over": len(one.text) - one.field.limit if one.field.limit and len(one.text) > one.field.limit else 0,
        "limit": one.field.limit,
    }


def _withheld(said: Said, one: Shown) -> list[str]:
    """What the case knows and this recipient does not get, and why: counted by reason."""
    why: dict[str, int] = {}
    for held in one.filled.withheld:
        why[held.why] = why.get(held.why, 0) + 1
    return [words.say(said.lang, f"sending.withheld.{code}", count=count) for code, count in why.items()]


def _differs(work: Work, key: str, was: str) -> bool:
    """Whether somebody else has written this very field since the page was made."""
    now = next((one.text for one in work.draft.texts if one.key == key), "")
    return " ".join(now.split()) != " ".join(was.split())


def _field_page(request: HttpRequest, said: Said, work: Work, shown: Shown, text: str, fault: str, revision: int) -> HttpResponse:
    posts.note(request, work.opened)
    context = {
        **head(said, work),
        "field": _field(said, work, shown),
        "generated": bool(shown.filled.sentences),
        "text": text,
        "fault": fault,
        "stands": shown.text,
        "revision": revision,
        "was": next((one.text for one in work.draft.texts if one.key == shown.field.key), ""),
    }
    return render(request, "submissions/sending/field.html", context, status=422 if fault else 200)
