"""Adding, changing and removing one record of a case, and the page on which two texts of one field meet.

The kind of a record comes from the store, never from a form; ids come from the case. What the form carries of the record (`base`) serves
the merge alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from alongside.desk.cases import at_hand, history, store, words
from alongside.desk.cases.evidence.removing import leaning
from alongside.desk.cases.forms.answers import Around
from alongside.desk.cases.forms.base import packed, unpacked
from alongside.desk.cases.forms.factform import FactForm, clashes
from alongside.desk.cases.forms.naming import name_of
from alongside.desk.cases.opening import Opened
from alongside.desk.cases.store import Edit
from alongside.desk.people import accounts, clock, gate, typed
from alongside.desk.people.unlocked import Unlocked
from alongside.facts.consent import Consent
from alongside.facts.evidence import Evidence
from alongside.facts.fact import Fact
from alongside.facts.fields import declared
from alongside.facts.merge import Conflict
from alongside.facts.plain import KINDS, from_plain, to_plain
from alongside.facts.protection import PlanSnapshot
from alongside.facts.publicity import PublicityDecision, Referral
from alongside.facts.retention import EndRequest, KeepingReview, LegalHold
from alongside.facts.submissions import Approval, Draft, Submission
from alongside.vault.errors import Refused

# Made by the program alone, or on pages of their own. A hold that could be removed would hold nothing.
MADE = frozenset(
    one.KIND
    for one in (
        PlanSnapshot, KeepingReview, LegalHold, EndRequest, Draft, Approval, Submission, PublicityDecision, Referral,
    )
)  # fmt: skip
ARRIVING = frozenset({Evidence.KIND})  # begins with a file, on a page of its own
LASTING = frozenset({Consent.KIND})  # an answer that is taken out could turn a no into a yes
BASE, SEED, CHOOSE = "base", "seed", "choose."
Hidden = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Page:
    """One request about one case."""

    request: HttpRequest
    unlocked: Unlocked
    lang: str
    opened: Opened
    around: Around

    @property
    def post(self) -> dict[str, list[str]]:
        return dict(self.request.POST.lists())

    def say(self, key: str, **params: object) -> str:
        return words.cases(self.lang).say(key, params or None)

    def address(self, route: str, **more: object) -> str:
        return reverse(route, kwargs={"lang": self.lang, "case_id": self.opened.id, **more})

    def done(self) -> HttpResponse:
        return at_hand.see_other("cases-case", lang=self.lang, case_id=self.opened.id)

    def shown(self, template: str, context: Mapping[str, Any], status: int = 200) -> HttpResponse:
        common = {"back": self.address("cases-case"), "case_id": self.opened.id}
        return render(self.request, f"cases/forms/{template}.html", common | dict(context), status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@gate.member(kept=True)
def add(request: HttpRequest, unlocked: Unlocked, lang: str, case_id: UUID, kind: str) -> HttpResponse:
    """A new record of a kind."""
    if kind not in KINDS or kind in MADE | ARRIVING:
        raise Http404
    page = _page(request, unlocked, lang, case_id)
    sent = typed.one(request, SEED)
    seed = at_hand.seed() if request.method != "POST" else sent
    form = FactForm(KINDS[kind], None, page.around, at_hand.id_from(unlocked, case_id, seed, list(KINDS).index(kind)))
    action, hidden = page.address("cases-record-new", kind=kind), [(SEED, seed)]
    if request.method != "POST":
        return _form(page, form, action, hidden)
    if wanted := typed.one(request, "add"):
        form.more(page.post, wanted)
        return _form(page, form, action, hidden)
    fact, faults = form.read(page.post)
    if fact is None or faults:
        return _form(page, form, action, hidden, status=422)
    return _added(page, fact)


@require_http_methods(["GET", "HEAD", "POST"])
@gate.member(kept=True)
def record(request: HttpRequest, unlocked: Unlocked, lang: str, case_id: UUID, record_id: str) -> HttpResponse:
    """One record of a case, to be changed."""
    page = _page(request, unlocked, lang, case_id)
    stands = page.opened.facts.get(record_id)
    now = stands or (_removed(page, record_id) if request.method == "POST" else None)
    if now is None:
        raise Http404
    if now.KIND in MADE:
        return _unchanged(page, now)
    base = _base(typed.one(request, BASE), now) if request.method == "POST" else now
    form = FactForm(type(now), base or now, page.around)
    action, hidden = page.address("cases-record", record_id=record_id), [(BASE, packed(base or now))]
    gone = "evidence.remove.gone" if now.ENDS else "form.restored"
    notice = "" if stands else page.say(gone)
    if request.method != "POST":
        return _form(page, form, action, hidden)
    post = _chosen(page.post)
    if wanted := typed.one(request, "add"):
        form.more(post, wanted)
        return _form(page, form, action, hidden, notice)
    mine, faults = form.read(post)
    if base is None:
        return _form(page, form, action, hidden, page.say("form.not_whole"), 422)
    if mine is None or faults:
        return _form(page, form, action, hidden, notice, 422)
    if stands is None and now.ENDS:  # its file is gone for good: a description alone would claim that there is one
        return _form(page, form, action, hidden, notice, 409)
    return page.done() if mine == base and stands else _saved(page, Edit(base, mine))


@require_http_methods(["GET", "HEAD", "POST"])
@gate.member
def remove(request: HttpRequest, unlocked: Unlocked, lang: str, case_id: UUID, record_id: str) -> HttpResponse:
    """One record taken out of a case, after a look at what points to it."""
    page = _page(request, unlocked, lang, case_id)
    now = page.opened.facts.get(record_id)
    if now is None or now.KIND in ARRIVING:
        raise Http404
    if now.KIND in MADE | LASTING or request.method != "POST":
        refused = now.KIND in MADE | LASTING
        return _removing(page, now, status=409 if refused and request.method == "POST" else 200)
    seen = _base(typed.one(request, BASE), now)
    if seen is None or store.save(unlocked, case_id, [Edit(seen, None)], clock.now()).conflicts:
        return _removing(page, now, page.say("remove.changed"), 409)
    return page.done()


def _page(request: HttpRequest, unlocked: Unlocked, lang: str, case_id: UUID) -> Page:
    """The case opened for its member, or 404. Every opening is noted, a post's too: its answer may show names as a page does."""
    opened = at_hand.opened_or_404(unlocked, case_id, clock.now())
    names = accounts.names(unlocked)
    members = {one.pk.hex: names[one.pk] for one in store.members(case_id) if one.pk in names}
    return Page(request, unlocked, lang, opened, Around(opened.facts, lang, members))


def _base(word: str, now: Fact) -> Fact | None:
    """The record as her page was made from it; None where the page cannot have been made from this one.

    What claims to be the newest text must be it: made up, it would carry a change of a field that the form does not let anybody change.
    """
    base = unpacked(word, now.id, now.KIND)
    if base is None or base.revision > now.revision or (base.revision == now.revision and base != now):
        return None
    return base


def _removed(page: Page, record_id: str) -> Fact | None:
    """The record as it stood before somebody removed it from this very case: what was typed meanwhile must not be lost."""
    try:
        past = history.happenings(page.unlocked, page.opened.id)
    except Refused:  # a history that somebody tampered with vouches for nothing
        return None
    for happening in reversed(past):
        for change in happening.changes:
            if change.id == record_id and change.after is None and change.before is not None:
                return from_plain(change.before)
    return None


def _chosen(post: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """A post without the fields of which their text was chosen on the page of a conflict: they stay as they are."""
    left = {name.removeprefix(CHOOSE) for name, values in post.items() if name.startswith(CHOOSE) and list(values) == ["theirs"]}
    return {name: list(values) for name, values in post.items() if name.partition(".")[0] not in left}


def _form(page: Page, form: FactForm, action: str, hidden: Hidden, notice: str = "", status: int = 200) -> HttpResponse:
    kind = words.kind(form.kind.KIND, page.lang)
    exists = form.base is not None
    context = {
        "form": form,
        "title": page.say("form.edit" if exists else "form.add", kind=kind),
        "name": name_of(form.base, page.opened.facts, page.lang) if form.base else "",
        "lead": page.say(f"lead.{form.kind.KIND}"),
        "action": action,
        "hidden": hidden,
        "notice": notice,
        "remove": _remove_address(page, form.base),
    }
    return page.shown("form", context, status)


def _remove_address(page: Page, base: Fact | None) -> str:
    """Where a record is taken out; nowhere what is new, or lasts."""
    if base is None or base.KIND in LASTING:
        return ""
    if base.KIND in ARRIVING:
        return page.address("cases-evidence-remove", evidence_id=base.id)
    return page.address("cases-record-remove", record_id=base.id)


def _added(page: Page, fact: Fact) -> HttpResponse:
    """Store a new record. If this very form was sent before with another text, both are shown: neither sending is taken for a slip."""
    stands = page.opened.facts.get(fact.id)
    if stands is None or replace(fact, revision=stands.revision) == stands:
        return _saved(page, Edit(None, fact))
    if fact.KIND in LASTING:
        return _saved(page, Edit(None, replace(fact, id=uuid4().hex)))  # another answer is another record
    one, other = to_plain(fact), to_plain(stands)
    differ = [name for name in declared(type(fact)) if name != "revision" and one.get(name) != other.get(name)]
    return _both_texts(page, stands, [Conflict(name, None, one.get(name), other.get(name)) for name in differ])


def _saved(page: Page, edit: Edit) -> HttpResponse:
    """Store and go back to the case, or where both changed a field to the page that shows both texts."""
    conflicts = store.save(page.unlocked, page.opened.id, [edit], clock.now()).conflicts.get(edit.id, ())
    if not conflicts:
        return page.done()
    again = _page(page.request, page.unlocked, page.lang, page.opened.id)
    now = again.opened.facts.get(edit.id)
    if now is None and edit.base is not None and edit.base.ENDS:  # removed in the moment between
        form = FactForm(type(edit.base), edit.base, again.around)
        form.read(page.post)
        action = page.address("cases-record", record_id=edit.id)
        return _form(again, form, action, [(BASE, packed(edit.base))], page.say("evidence.remove.gone"), 409)
    return _both_texts(again, now, conflicts) if now else page.done()


def _both_texts(page: Page, now: Fact, conflicts: Iterable[Conflict]) -> HttpResponse:
    """What two people made of the same fields: theirs stands, hers is not stored yet."""
    context = {
        "clashes": clashes(FactForm(type(now), now, page.around), conflicts),
        "name": name_of(now, page.opened.facts, page.lang),
        "action": page.address("cases-record", record_id=now.id),
        "hidden": [(BASE, packed(now))],
    }
    return page.shown("conflict", context, 409)


def _unchanged(page: Page, now: Fact) -> HttpResponse:
    """A record that only the program writes."""
    return _removing(page, now, status=409 if page.request.method == "POST" else 200)


def _removing(page: Page, now: Fact, notice: str = "", status: int = 200) -> HttpResponse:
    refused = ""
    if now.KIND in MADE:
        refused = page.say("form.program")
    elif now.KIND in LASTING:
        refused = page.say("remove.refused_consent")
    context = {
        "title": page.say("remove.title", kind=words.kind(now.KIND, page.lang)),
        "name": name_of(now, page.opened.facts, page.lang),
        "mentioned": []
        if refused
        else list(dict.fromkeys(name_of(one, page.opened.facts, page.lang) for one in leaning(page.opened, now))),
        "refused": refused,
        "record": page.address("cases-case") if now.KIND in MADE else page.address("cases-record", record_id=now.id),
        "action": page.address("cases-record-remove", record_id=now.id),
        "hidden": [(BASE, packed(now))],
        "notice": notice,
    }
    return page.shown("remove", context, status)
