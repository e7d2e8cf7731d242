"""The chain of one case, and the short forms by which it grows: a receipt, a letter, an answer, a mention, a change."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from alongside.desk.cases import at_hand, posts, store, words
from alongside.desk.cases.case_views import frame
from alongside.desk.cases.forms.answers import Around
from alongside.desk.cases.forms.base import packed, unpacked
from alongside.desk.cases.forms.factform import FactForm
from alongside.desk.cases.opening import Opened
from alongside.desk.cases.shown import Said, isolated
from alongside.desk.cases.store import Edit
from alongside.desk.people import accounts, clock, gate, typed
from alongside.desk.people.unlocked import Unlocked
from alongside.desk.submissions.following import chain
from alongside.desk.submissions.following.chain import Link
from alongside.desk.submissions.words import say
from alongside.desk.submissions.year import links
from alongside.directory import replies
from alongside.facts.fact import Fact
from alongside.facts.following import Letter, StatusEvent, UnMention
from alongside.facts.plain import KINDS
from alongside.facts.steps import Intervention, StateResponse
from alongside.facts.submissions import Submission

# What a short form asks of each kind; the rest stands on the record's own page.
SHORT: dict[str, tuple[str, ...]] = {
    Letter.KIND: ("code", "reference", "date", "mandates", "intervention", "public"),
    StateResponse.KIND: ("position", "date", "channel", "answers", "summary"),
    UnMention.KIND: ("symbol", "year", "annex", "paragraph", "named", "persons"),
    StatusEvent.KIND: ("code", "date", "persons", "description"),
    Intervention.KIND: ("mechanism", "party", "date", "channel", "reference"),
}
RECEIPT = ("acknowledged", "reference", "reply_due", "status")
LINK = {Letter.KIND: "intervention", StateResponse.KIND: "answers"}  # the field that says what a new record follows
TONES = {"overdue": "now", "due": "days", "unknown": "", "answered": "prepare"}


@require_safe
@gate.member
def page(request: HttpRequest, unlocked: Unlocked, lang: str, case_id: UUID) -> HttpResponse:
    """The chain of a case, year by year."""
    now = clock.now()
    opened = at_hand.opened_or_404(unlocked, case_id, now)
    said = Said(lang, opened.facts, accounts.names(unlocked))
    found = chain.chain(opened.facts.values(), replies.days)
    groups = [(_year(said, year), [_shown(said, one, now.date(), case_id) for one in some]) for year, some in chain.years(found)]
    adds = [(kind, say(lang, f"following.add.{kind}")) for kind in SHORT]
    return render(
        request, "submissions/following/chain.html", {**frame(said, opened, now.date()), "groups": groups, "adds": adds}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@gate.member(kept=True)
def add(request: HttpRequest, unlocked: Unlocked, lang: str, case_id: UUID, kind: str) -> HttpResponse:
    """One more link, by a short form. `?to=` names the record that it follows: a random id, which says nothing."""
    if kind not in SHORT:
        raise Http404
    opened = at_hand.opened_or_404(unlocked, case_id, clock.now())
    sent = typed.one(request, "seed")
    seed = at_hand.seed() if request.method != "POST" else sent
    new_id = at_hand.id_from(unlocked, case_id, seed, list(KINDS).index(kind))
    form = FactForm(KINDS[kind], None, _around(unlocked, opened, lang), new_id, SHORT[kind])
    if request.method != "POST":
        to = request.GET.get("to", "")
        if kind in LINK and to in opened.facts:
            form.typed[LINK[kind]] = [to]
        return _form(request, opened, lang, form, [("seed", seed)])
    post = _post(request)
    if wanted := typed.one(request, "add"):
        form.more(post, wanted)
        return _form(request, opened, lang, form, [("seed", seed)])
    fact, faults = form.read(post)
    if fact is None or faults:
        return _form(request, opened, lang, form, [("seed", seed)], status=422)
    stands = opened.facts.get(fact.id)
    if stands is not None and replace(fact, revision=stands.revision) != stands:
        # The same form sent again with another text: neither is taken for a slip, and the second is stored only if she says so.
        return _form(request, opened, lang, form, [("seed", at_hand.seed())], say(lang, "following.stored_already"), 409)
    return _saved(request, opened, lang, form, Edit(None, fact))


@require_http_methods(["GET", "HEAD", "POST"])
@gate.member(kept=True)
def received(request: HttpRequest, unlocked: Unlocked, lang: str, case_id: UUID, record_id: str) -> HttpResponse:
    """That they confirmed what was sent: when, under which reference, until when they answer."""
    opened = at_hand.opened_or_404(unlocked, case_id, clock.now())
    now = at_hand.fact_or_404(opened, record_id, Intervention)
    base: Fact = now
    if request.method == "POST":
        # What claims to be the newest text must be it, as on the record's own page.
        sent = unpacked(typed.one(request, "base"), now.id, now.KIND)
        base = sent if sent is not None and (sent.revision < now.revision or sent == now) else now
    form = FactForm(Intervention, base, _around(unlocked, opened, lang), only=RECEIPT)
    if request.method != "POST":
        return _form(request, opened, lang, form, [("base", packed(base))])
    fact, faults = form.read(_post(request))
    if fact is None or faults:
        return _form(request, opened, lang, form, [("base", packed(base))], status=422)
    return _saved(request, opened, lang, form, Edit(base, fact))


def _post(request: HttpRequest) -> dict[str, list[str]]:
    return dict(request.POST.lists())


def _around(unlocked: Unlocked, opened: Opened, lang: str) -> Around:
    names = accounts.names(unlocked)
    return Around(opened.facts, lang, {one.pk.hex: names[one.pk] for one in store.members(opened.id) if one.pk in names})


def _saved(request: HttpRequest, opened: Opened, lang: str, form: FactForm, edit: Edit) -> HttpResponse:
    """Store and show the chain. Where somebody changed the same field meanwhile, what was typed stands in the form above the newest
    text, and saving once more decides."""
    try:
        conflicts = store.save(opened.unlocked, opened.id, [edit], clock.now()).conflicts.get(edit.id, ())
    except store.Damaged:
        return _form(request, opened, lang, form, [], words.cases(lang).say("case.damaged"), 409)
    except store.NoCase:
        raise Http404 from None
    if not conflicts:
        return at_hand.see_other("following-chain", lang=lang, case_id=opened.id)
    again = at_hand.opened_or_404(opened.unlocked, opened.id, clock.now())
    stands = again.facts.get(edit.id)
    hidden = [("base", packed(stands))] if stands is not None else []
    return _form(request, again, lang, form, hidden, say(lang, "following.meanwhile"), 409)


def _form(
    request: HttpRequest,
    opened: Opened,
    lang: str,
    form: FactForm,
    hidden: list[tuple[str, str]],
    notice: str = "",
    status: int = 200,
) -> HttpResponse:
    kind = form.kind.KIND
    receipt = form.base is not None
    posts.once(request, [*form.widgets, *(name for name in request.POST if "." in name)])
    context = {
        "case_id": opened.id,
        "form": form,
        "heading": say(lang, "following.receipt") if receipt else say(lang, f"following.add.{kind}"),
        "name": Said(lang, opened.facts).line(form.base).head if form.base else "",
        "lead": "" if receipt else _lead(lang, kind),
        "hidden": hidden,
        "notice": notice,
    }
    return render(request, "submissions/following/form.html", context, status=status)


def _lead(lang: str, kind: str) -> str:
    return words.cases(lang).say(f"lead.{kind}")


def _year(said: Said, year: int | None) -> str:
    return said.say("around.timeline.undated") if year is None else words.day(f"{year:04}", said.lang)


def _shown(said: Said, one: Link, today: date, case_id: UUID) -> dict[str, Any]:
    """A link as the page lists it. What its date says already is not said twice."""
    lang, when = said.lang, said.when(one.when) or said.say("case.no_date")
    if isinstance(one.fact, Submission):
        head, parts = _submission(said, one.fact)
    else:
        line = said.line(one.fact)
        head, parts = line.head, [part for part in line.parts if part not in (when, said.when(one.when))]
    if one.what == "received":
        parts = []
    return {
        "address": _address(one, lang, case_id),
        "at": f"{one.what}-{one.fact.id}",
        "what": say(lang, f"following.what.{one.what}"),
        "when": when,
        "head": head,
        "small": isolated(parts),
        "text": said.line(one.fact).text if one.what == "response" else "",
        "follows": [(id_, said.line(said.facts[id_]).head) for id_ in one.follows] if one.what != "received" else [],
        "clock": _clock(said, one, today),
        "ways": _ways(said, one, case_id),
    }


def _address(one: Link, lang: str, case_id: UUID) -> str:
    """Where the whole of it stands."""
    if isinstance(one.fact, Submission):
        return links.sent(lang, case_id, one.fact.id)
    return reverse("cases-record", kwargs={"lang": lang, "case_id": case_id, "record_id": one.fact.id})


def _submission(said: Said, one: Submission) -> tuple[str, list[str]]:
    head = said.mechanism(one.mechanism) if one.mechanism else words.capital(one.form.replace("-", " "))
    stopped = [] if one.left else [say(said.lang, "following.stopped")]
    return head, [said.label("sent_by", one.means), said.label("language", one.lang), *stopped]


def _clock(said: Said, one: Link, today: date) -> tuple[str, str] | None:
    """Tone and words of what is waited for."""
    if one.clock is None:
        return None
    state = one.clock.state(today)
    day = said.day(one.clock.due)
    key = state
    if state == "answered":
        day = said.when(one.clock.answered)
        key = "answered" if day else "answered_some_day"
    return TONES[state], say(said.lang, f"following.clock.{key}", day=day)


def _ways(said: Said, one: Link, case_id: UUID) -> list[tuple[str, str]]:
    """What may come next of a link: address and words."""
    where: dict[str, Any] = {"lang": said.lang, "case_id": case_id}
    found = []
    if one.asked is not None:
        if one.asked.acknowledged is None:
            address = reverse("following-received", kwargs=where | {"record_id": one.asked.id})
            found.append((address, say(said.lang, "following.receipt")))
        found.append(_next(said, one.asked, where, Letter.KIND))
    if (one.what == "letter" or one.asked is not None) and (one.clock is None or one.clock.open):
        found.append(_next(said, one.asked or one.fact, where, StateResponse.KIND))
    return found


def _next(said: Said, to: Fact, where: dict[str, Any], kind: str) -> tuple[str, str]:
    return f"{reverse('following-new', kwargs=where | {'kind': kind})}?to={to.id}", say(said.lang, f"following.add.{kind}")
