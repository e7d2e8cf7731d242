"""The form in which a draft's language, persons and annexes are chosen: for a new draft, and to change one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from alongside.desk.cases import at_hand, ledger, posts, store
from alongside.desk.cases.case_views import frame
from alongside.desk.cases.forms.question import Question, group
from alongside.desk.cases.shown import Said
from alongside.desk.cases.store import Edit
from alongside.desk.people import accounts, clock, gate
from alongside.desk.people.unlocked import Unlocked
from alongside.desk.submissions import words
from alongside.desk.submissions.sending import editing, offering, sentences
from alongside.desk.submissions.sending.work import Work, people, sender_of, work_or_404
from alongside.facts import codes
from alongside.facts.consent import Consent, may_leave
from alongside.facts.events import Act
from alongside.facts.evidence import Evidence
from alongside.facts.fields import MOST_ITEMS
from alongside.facts.persons import Person
from alongside.facts.submissions import Draft

CENTRE = {"harmed", "cooperated"}  # roles of those for whom a document is
LEVEL = "level."  # and the id of a person


@require_http_methods(["GET", "HEAD", "POST"])
@gate.member(kept=True)
def choices(request: HttpRequest, unlocked: Unlocked, lang: str, case_id: UUID, draft: str) -> HttpResponse:
    """Change what was chosen for a draft."""
    now = clock.now()
    opened = at_hand.opened_or_404(unlocked, case_id, now, note=request.method != "POST")
    work = work_or_404(opened, draft, sender_of(unlocked), now.date())
    if request.method != "POST":
        return page(request, unlocked, lang, work, typed=None, seed="")
    posts.once(request, ("annexes",))
    chosen, faults = read(request, work)
    if faults:
        return page(request, unlocked, lang, work, typed=chosen, seed="", faults=faults)
    try:
        saved = store.save(unlocked, case_id, [Edit(work.draft, chosen)], now)
    except store.Damaged:
        return page(request, unlocked, lang, work, typed=chosen, seed="", faults={"people": "damaged"})
    except store.NoCase:
        raise Http404 from None
    if saved.conflicts:
        return page(request, unlocked, lang, work, typed=chosen, seed="", faults={"people": "meanwhile"})
    return at_hand.see_other("sending-draft", lang=lang, case_id=case_id, draft=draft)


def read(request: HttpRequest, work: Work) -> tuple[Draft, dict[str, str]]:
    """The draft with what was ticked, and what is wrong with it by field. Ids that are not of this case are passed over."""
    typed = at_hand.plain_post(request)
    faults: dict[str, str] = {}
    lang = at_hand.one_of(typed.get("language", ""), work.form.languages)
    if lang is None:
        faults["language"] = "language"
    levels = []
    for one in people(work.opened):
        level = at_hand.one_of(typed.get(LEVEL + one.id, ""), codes.NAMING)
        levels.append((one.id, level or "left-out"))
    pieces = {one.id for one in work.opened.of(Evidence)}
    annexes = [one for one in request.POST.getlist("annexes") if one in pieces]
    if len(levels) > MOST_ITEMS:
        faults["people"] = "too-many-people"
    elif len(annexes) > MOST_ITEMS:
        faults["people"] = "too-many-annexes"
    made = editing.with_choices(
        work.draft, lang or work.draft.lang, levels[:MOST_ITEMS], annexes[:MOST_ITEMS], _centre(work)
    )  # fmt: skip
    if "people" in faults:
        return made, faults
    if not made.persons:
        faults["people"] = "nobody"
    elif work.form.per_person and len(made.persons) > 1:
        faults["people"] = "one-person"
    return made, faults


def _centre(work: Work) -> set[str]:
    """To whom something was done, or who cooperated: for them a document can be, whoever else stands in it."""
    victims = {victim for act in work.opened.of(Act) for victim in act.victims or ()}
    return victims | {one.id for one in people(work.opened) if CENTRE & set(one.roles)}


def page(
    request: HttpRequest,
    unlocked: Unlocked,
    lang: str,
    work: Work,
    *,
    typed: Draft | None,
    seed: str,
    is_new: bool = False,
    faults: Mapping[str, str] | None = None,
) -> HttpResponse:
    """The form. `typed`: what was chosen a moment ago; else the draft's own choices, or for a new one what suits most."""
    posts.note(request, work.opened)
    said = Said(lang, work.opened.facts, accounts.names(unlocked))
    draft, faults = typed or work.draft, faults or {}
    fault = {name: words.say(lang, f"sending.fault.{code}", most=MOST_ITEMS) for name, code in faults.items()}
    tongues = [(code, said.heading("language", code)) for code in offering.languages(work.form, (lang,))]
    questions = [
        Question(
            "language", words.say(lang, "sending.language"), "radio", (draft.lang,), (group(tongues, [draft.lang]),), row=True,
            fault=fault.get("language", ""),
        ),
        *(_person(said, work, draft, one, is_new and typed is None) for one in people(work.opened)),
    ]  # fmt: skip
    if evidence := work.opened.of(Evidence):
        pairs = [(one.id, _piece(said, one)) for one in evidence]
        label = words.say(lang, "sending.annexes")
        hint = words.say(lang, "sending.annexes_hint")
        questions.append(Question("annexes", label, "checkbox", groups=(group(pairs, draft.annexes),), hint=hint))
    context: dict[str, Any] = {
        **frame(said, work.opened, work.today),
        "form_title": sentences.form_title(work.form, lang),
        "to": sentences.recipient(said, work.form, work.draft.mechanism),
        "draft": None if is_new else work.draft.id,
        "form_key": f"{work.form.id}|{work.draft.mechanism or ''}",
        "questions": questions,
        "problems": [one for one in questions if one.fault],
        "people_fault": fault.get("people", ""),
        "seed": seed,
    }
    return render(request, "submissions/sending/choices.html", context, status=422 if faults else 200)


def _person(said: Said, work: Work, draft: Draft, one: Person, fresh: bool) -> Question:
    """How much of one person is told; beside it what she has agreed to for this recipient."""
    allowed = _allowed(work, one)
    level = _usual(work, one, allowed) if fresh else dict(draft.levels).get(one.id, "left-out")
    pairs = [(code, said.heading("naming", code)) for code in codes.NAMING]
    return Question(
        LEVEL + one.id, said.name(one), "radio", (level,), (group(pairs, [level]),),
        hint=words.say(said.lang, f"sending.allowed.{allowed}"),
    )  # fmt: skip


def _allowed(work: Work, one: Person) -> str:
    """The most that the ledger allows of her today: named, sender-only, or left-out."""
    if work.closed:
        return "closed"
    records = work.opened.of(Consent)
    purpose = "publish" if work.form.recipient else "send"
    if may_leave(records, one, work.recipient, purpose, work.today).value != "yes":
        return "left-out"
    named = all(
        may_leave(records, one, ledger.recipient(whom), what, work.today).value == "yes" for whom, what in work.form.naming
    )
    return "named" if named else "sender-only"


def _usual(work: Work, one: Person, allowed: str) -> str:
    """What suits most: who was harmed or cooperated as far as she agreed; everybody else is left out until somebody says otherwise. A
    child, a survivor, or who would be outed is named by somebody who chooses it, never by a page (plan-rules 15)."""
    if not CENTRE & set(one.roles):
        return "left-out"
    if work.naming.delicate(one.id):
        return "unnamed"
    return "named" if allowed in ("named", "closed", "left-out") else allowed


def _piece(said: Said, one: Evidence) -> str:
    """A piece of evidence by its title, and whether it may leave."""
    name = one.title or one.name or said.kind("evidence")
    if one.cleaning in ("cleaned", "nothing-to-clean"):
        return name
    return words.say(said.lang, "sending.not_clean", name=name)
