"""What was sent from a case and what is being written, which forms its plan opens, and the beginning of a draft."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from alongside.desk.cases import at_hand, posts, store, words
from alongside.desk.cases.case_views import frame
from alongside.desk.cases.opening import Opened
from alongside.desk.cases.planned import made_plan
from alongside.desk.cases.shown import Said
from alongside.desk.cases.store import Edit
from alongside.desk.people import accounts, clock, gate
from alongside.desk.people.unlocked import Unlocked
from alongside.desk.submissions.drafting import reading
from alongside.desk.submissions.sending import choosing, offering, sentences
from alongside.desk.submissions.sending.offering import Offered
from alongside.desk.submissions.sending.work import Shared, Work, sender_of
from alongside.facts.protection import PlanEntry
from alongside.facts.submissions import Draft, Submission
from alongside.plan.reading import NotUnderstood

MOST_SHOWN = 8  # recipients that stand open, as in the plan


@require_safe
@gate.member
def submissions(request: HttpRequest, unlocked: Unlocked, lang: str, case_id: UUID) -> HttpResponse:
    """Drafts of a case with what each still lacks, what was sent, and what could be written next."""
    now = clock.now()
    opened = at_hand.opened_or_404(unlocked, case_id, now)
    said = Said(lang, opened.facts, accounts.names(unlocked))
    forms, sender, shared = reading.forms(), sender_of(unlocked), Shared()
    entries = _entries(opened, now.date(), lang)
    open_, shut = offering.offered(entries or (), forms)
    context = {
        **frame(said, opened, now.date()),
        "drafts": [
            _draft(said, Work(opened, one, forms[one.form], sender, now.date(), shared=shared))
            for one in _newest(opened.of(Draft))
            if one.form in forms
        ],
        "sent": [_sent(said, opened, one, now.date()) for one in _newest(opened.of(Submission))],
        "offered": _by_recipient(said, open_),
        "most_shown": MOST_SHOWN,
        "shown": f":{MOST_SHOWN}",
        "hidden": f"{MOST_SHOWN}:",
        "shut": _by_recipient(said, shut),
        "planned": entries is not None,
        "signs_as": sender.name if sender else "",
    }
    return render(request, "submissions/sending/case.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@gate.member(kept=True)
def new(request: HttpRequest, unlocked: Unlocked, lang: str, case_id: UUID) -> HttpResponse:
    """A new draft: in which language, about whom, and how much of each is told. `start` only opens the form for what a button named."""
    now = clock.now()
    opened = at_hand.opened_or_404(unlocked, case_id, now, note=False)
    if request.method != "POST":
        return at_hand.see_other("sending-case", lang=lang, case_id=case_id)
    posts.once(request, ("annexes",))
    typed = at_hand.plain_post(request)
    wanted = offering.chosen(typed.get("form", ""), reading.forms())
    if wanted is None:
        raise Http404
    form, mechanism = wanted
    draft = Draft(
        id=at_hand.id_from(unlocked, case_id, typed.get("seed", "")),
        revision=1,
        form=form.id,
        mechanism=mechanism or None,
        lang=offering.languages(form, (lang,))[0],
    )
    work = Work(opened, draft, form, sender_of(unlocked), now.date())
    if "start" in typed:
        return choosing.page(request, unlocked, lang, work, typed=None, seed=at_hand.seed(), is_new=True)
    chosen, faults = choosing.read(request, work)
    if faults:
        return choosing.page(request, unlocked, lang, work, typed=chosen, seed=typed.get("seed", ""), is_new=True, faults=faults)
    if chosen.id not in opened.facts:  # sent twice, it is one draft
        try:
            store.save(unlocked, case_id, [Edit(None, chosen)], now)
        except store.Damaged:
            faults, seed = {"people": "damaged"}, typed.get("seed", "")
            return choosing.page(request, unlocked, lang, work, typed=chosen, seed=seed, is_new=True, faults=faults)
        except store.NoCase:
            raise Http404 from None
    return at_hand.see_other("sending-draft", lang=lang, case_id=case_id, draft=chosen.id)


def _entries(opened: Opened, today: date, lang: str) -> Sequence[PlanEntry] | None:
    """What the plan of the person at the centre says; None where it cannot be made yet."""
    her = at_hand.central(opened)
    if her is None:
        return None
    try:
        return made_plan(opened, her, today, lang).entries
    except NotUnderstood:
        return None


def _newest(facts: Iterable[Any]) -> list[Any]:
    """In a constant order that tells something: what was sent last comes first; drafts by their ids."""
    return sorted(facts, key=lambda one: (getattr(one, "sent", ""), one.id), reverse=True)


def _by_recipient(said: Said, found: Iterable[Offered]) -> list[dict[str, Any]]:
    """One entry a recipient, with its forms."""
    rows: dict[str, dict[str, Any]] = {}
    for one in found:
        row = rows.setdefault(
            one.mechanism,
            {
                "name": said.mechanism(one.mechanism) if one.mechanism else "",
                "tone": (one.entry.horizon if one.entry and one.entry.status in offering.USABLE else "") or "",
                "horizon": said.label("horizon", one.entry.horizon) if one.entry and one.entry.horizon else "",
                "status": said.label("status", one.entry.status) if one.entry else "",
                "forms": [],
            },
        )
        row["forms"].append((one.key, sentences.form_title(one.form, said.lang)))
    return list(rows.values())


def _draft(said: Said, work: Work) -> dict[str, Any]:
    shut = [one for one in work.gates if one.verdict != "open"]
    days = [one.sent[:10] for one in work.opened.of(Submission) if one.draft == work.draft.id and one.left]
    return {
        "id": work.draft.id,
        "title": sentences.form_title(work.form, said.lang),
        "to": sentences.recipient(said, work.form, work.draft.mechanism),
        "language": said.label("language", work.draft.lang),
        "names": said.names(work.draft.persons),
        "sent": said.day(date.fromisoformat(max(days))) if days else "",
        "lacks": len(shut),
        "red": any(one.verdict == "shut" for one in shut),
    }


def _sent(said: Said, opened: Opened, one: Submission, today: date) -> dict[str, Any]:
    form = reading.forms().get(one.form)
    return {
        "id": one.id,
        "title": sentences.form_title(form, said.lang) if form else words.capital(one.form.replace("-", " ")),
        "to": sentences.recipient(said, form, one.mechanism),
        "day": said.day(date.fromisoformat(one.sent[:10])),
        "means": said.label("sent_by", one.means),
        "stopped": said.day(date.fromisoformat(one.stopped[:10])) if one.stopped else "",
        "warned": one.left and bool(sentences.withdrawn_since(opened, one, form, today)),
    }
