"""The pages of packages: choose cases and who receives them, look at what may go, take it out; open what came; people at other desks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_http_methods, require_safe

from alongside.desk.cases import at_hand, posts, words
from alongside.desk.cases.case_views import title
from alongside.desk.cases.evidence import sealing
from alongside.desk.cases.evidence.files import NoFile
from alongside.desk.cases.evidence.leaving import TooManyLeaving
from alongside.desk.cases.exporting import arriving, leaving, partners, plain_views
from alongside.desk.cases.exporting.arriving import Incoming, Whole
from alongside.desk.cases.exporting.gathering import MOST, NAME, PHOTO, Lack
from alongside.desk.cases.exporting.leaving import Looked, MayNotLeave
from alongside.desk.cases.exporting.partners import COMPARED, BadCard, Comparison, NoPartner, Partner
from alongside.desk.cases.importing import pages
from alongside.desk.cases.shown import Said
from alongside.desk.people import accounts, asked, cards, clock, gate
from alongside.desk.people.models import Person as Account
from alongside.desk.people.unlocked import Unlocked
from alongside.desk.people.whose import unlocked_of
from alongside.vault.errors import NotVouched

FILE = "file"
ALONE = "sandbox; default-src 'none'; frame-ancestors 'none'"


@require_http_methods(["GET", "HEAD", "POST"])
@gate.member
def export(request: HttpRequest, unlocked: Unlocked, lang: str) -> HttpResponseBase:
    """Choose who receives the ticked cases, look at which of them may go, take the package out (`do`)."""
    if request.method != "POST":
        return render(request, "cases/export.html", {"most": MOST, "requests": plain_views.listed(unlocked, lang)})
    posts.once(request, ("case",))
    cases, do, to = plain_views.chosen(request), request.POST.get("do", ""), request.POST.get("to", "")
    receiver = _receiver(unlocked, to)
    if do == "take" and receiver is not None:
        try:
            return _file(unlocked, cases, receiver)
        except TooManyLeaving:
            return _page(request, unlocked, lang, cases, to, receiver, fault="export.downloads")
        except (MayNotLeave, NotVouched):
            return _page(request, unlocked, lang, cases, to, receiver, fault="export.changed")
    return _page(request, unlocked, lang, cases, to, receiver, fault="" if receiver or not do else "export.choose_receiver")


@require_safe
@gate.member
def export_case(request: HttpRequest, unlocked: Unlocked, lang: str, case_id: UUID) -> HttpResponse:
    """The same for one case, from its page."""
    at_hand.opened_or_404(unlocked, case_id, clock.now(), note=False)
    return _page(request, unlocked, lang, [case_id], "", None)


def _page(
    request: HttpRequest,
    unlocked: Unlocked,
    lang: str,
    cases: Sequence[UUID],
    to: str,
    receiver: Account | Partner | None,
    *,
    fault: str = "",
) -> HttpResponse:
    looked = leaving.look(unlocked, cases, receiver, clock.now())
    names = accounts.names(unlocked)
    context = {
        "go": [_named(one, lang, names) for one in looked if not one.lacks],
        "stay": [(*_named(one, lang, names), _why(one.lacks, one, lang)) for one in looked if one.lacks],
        "many": len(cases) > MOST,
        "most": MOST,
        "fault": fault,
        "to": to if receiver else "",
        "called": _called(receiver, names),
        "another_desk": isinstance(receiver, Partner),
        **(_compared(unlocked, receiver, lang, names) if isinstance(receiver, Partner) else {}),
        "receivers": _receivers(unlocked, lang, to),
    }
    return render(request, "cases/export_cases.html", context, status=422 if fault else 200)


def _named(one: Looked, lang: str, names: dict[UUID, str]) -> tuple[UUID, str]:
    said = Said(lang, one.case.facts, names)
    return one.case.id, title(said, one.case.facts) or said.say("case.untitled")


def _why(lacks: Iterable[Lack], one: Looked, lang: str) -> list[str]:
    """One sentence for each thing that stands in the way."""
    said = Said(lang, one.case.facts)
    found = []
    for lack in lacks:
        if lack.evidence is not None:
            found.append(said.say("export.lack.file", title=said.line(lack.evidence).head))
        elif lack.person is None:
            found.append(said.say(f"export.lack.{lack.code}"))
        else:
            line = lack.purpose if lack.purpose in (NAME, PHOTO) else "person"
            found.append(said.say(f"export.lack.{line}", name=said.name(lack.person), why=said.say(f"consent.why.{lack.code}")))
    return found


def _receivers(unlocked: Unlocked, lang: str, to: str) -> list[tuple[str, list[tuple[str, str, bool]]]]:
    """Whom a package can be sealed to, under headings: colleagues, then people at other desks whose words were compared."""
    say = words.cases(lang).say
    members = [(f"member-{member}", name) for member, name in pages.colleagues(unlocked)]
    others = [(f"partner-{one.id.hex}", one.called) for one in partners.trusted(unlocked)]
    groups = ((say("export.colleagues"), members), (say("export.other_desks"), others))
    return [(heading, [(code, name, code == to) for code, name in pairs]) for heading, pairs in groups if pairs]


def _receiver(unlocked: Unlocked, text: str) -> Account | Partner | None:
    """Whom a form names; None for nobody to whom anything can be sealed."""
    kind, _, name = text.partition("-")
    try:
        id_ = UUID(name)
        if kind == "member":
            found = Account.objects.filter(pk=id_, desk=unlocked.desk, active=True).exclude(pk=unlocked.person.pk).first()
            if found is not None:
                leaving.admitted(unlocked, found)
            return found
        if kind == "partner":
            partner = partners.get(unlocked, id_)
            leaving.admitted(unlocked, partner)
            return partner
    except (ValueError, NoPartner, NotVouched):
        pass
    return None


def _called(receiver: Account | Partner | None, names: dict[UUID, str]) -> str:
    if receiver is None:
        return ""
    return receiver.called if isinstance(receiver, Partner) else names.get(receiver.pk, "")


def _file(unlocked: Unlocked, cases: Sequence[UUID], receiver: Account | Partner) -> HttpResponseBase:
    made, going = leaving.leave(unlocked, cases, receiver, clock.now())
    return StreamingHttpResponse(
        going,
        content_type="application/octet-stream",
        headers={
            "Content-Length": str(made.size),
            "Content-Disposition": f'attachment; filename="package-{made.digest.hex()[:8]}.alongside"',
            "Content-Security-Policy": ALONE,
        },
    )


def takes_from(request: HttpRequest, **_: object) -> sealing.Taker | None:
    """What opens a package while it arrives, for whoever may bring one."""
    unlocked = unlocked_of(request)
    return None if unlocked is None or not unlocked.desk_ring.keys else lambda: Incoming(unlocked)


@require_http_methods(["GET", "HEAD", "POST"])
@gate.member(files=takes_from)
def packages(request: HttpRequest, unlocked: Unlocked, lang: str) -> HttpResponse:
    """Bring a package: it is opened while it arrives; look at what is in it, or take it in."""
    if request.method != "POST":
        return _packages(request, unlocked, lang, {})
    posts.once(request, ("member",))
    if request.content_type == asked.WITH_FILES and not sealing.stands(request):
        raise Http404  # she locked while the file arrived: nothing of hers is written any more
    came = request.FILES.getlist(FILE)
    faults = sealing.faults(request)
    if faults or len(came) != 1:
        fault = faults[0][1] if faults else "none"
        return _packages(request, unlocked, lang, {"fault": words.cases(lang).say(f"export.fault.{fault}", {"most": "1 GiB"})})
    whole: Whole = came[0].arrived
    names = accounts.names(unlocked)
    sender = arriving.who_sent(unlocked, whole.told.sender, names) if whole.told else ""
    context: dict[str, Any] = {
        "came": True,
        "sender": sender,
        "day": words.day(whole.told.made[:10], lang) if whole.told else "",
        "cases_": len(whole.cases),
        "files_": sum(len(one.files) for one in whole.cases),
    }
    before = arriving.taken_before(unlocked, whole.digest)
    if before:
        context["before"] = {
            "day": words.day(before[0], lang),
            "who": names.get(before[1], words.cases(lang).say("case.colleague_gone")),
        }
    if request.POST.get("do") != "take":
        return _packages(request, unlocked, lang, context | {"looked": True})
    try:
        again, members = request.POST.get("again") == "yes", pages.ticked(unlocked, request.POST.getlist("member"))
        made = arriving.take_in(unlocked, whole, sender, members, clock.now(), again=again)
    except arriving.TakenBefore:
        return _packages(request, unlocked, lang, context | {"fault": words.cases(lang).say("export.fault.before")})
    except NotVouched:  # a card was exchanged or an account ended since she ticked it
        return _packages(request, unlocked, lang, context | {"fault": words.cases(lang).say("export.fault.member")})
    except NoFile:
        return _packages(request, unlocked, lang, context | {"fault": words.cases(lang).say("export.fault.late")})
    return render(request, "cases/package_taken.html", context | {"made": made})


def _packages(request: HttpRequest, unlocked: Unlocked, lang: str, context: dict[str, Any]) -> HttpResponse:
    ticked = request.POST.getlist("member") if request.method == "POST" else []
    colleagues = [(member, name, member in ticked) for member, name in pages.colleagues(unlocked)]
    return render(
        request, "cases/packages.html", context | {"colleagues": colleagues}, status=422 if context.get("fault") else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
@gate.member
def known(request: HttpRequest, unlocked: Unlocked, lang: str) -> HttpResponse:
    """People at other desks, my own card for them, and the place to paste theirs."""
    text, fault = "", ""
    if request.method == "POST":
        posts.once(request)
        text = request.POST.get("card", "")
        try:
            made = partners.take(unlocked, text)
            return at_hand.see_other("cases-partner", lang=lang, partner=made.id)
        except BadCard as error:
            fault = words.cases(lang).say(f"export.card.{error.code}", {"most": partners.MOST})
    context = {
        "known": _known(unlocked, partners.mine(unlocked), lang),
        "own": partners.own_text(unlocked),
        "words": cards.six_words(unlocked.card),
        "text": text[:5000],
        "fault": fault,
    }
    return render(request, "cases/partners.html", context, status=422 if fault else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@gate.member
def partner(request: HttpRequest, unlocked: Unlocked, lang: str, partner: UUID) -> HttpResponse:
    """One person at another desk: compare six words by voice, or forget her."""
    try:
        one, fault = partners.get(unlocked, partner), ""
        if request.method == "POST":
            posts.once(request)
            do = request.POST.get("do", "")
            if do in ("forget", "differ"):
                partners.forget(unlocked, partner)
                return at_hand.see_other("cases-partners", lang=lang)
            if do == "same":
                seen = request.POST.get("seen", "")
                partners.compare(unlocked, partner, bytes.fromhex(seen), clock.today())
                return at_hand.see_other("cases-partners", lang=lang)
    except NoPartner:
        raise Http404 from None
    except BadCard as error:
        fault = words.cases(lang).say(f"export.card.{error.code}")
        one = partners.get(unlocked, partner)
    except (NotVouched, ValueError):
        fault = words.cases(lang).say("export.card.another")
        one = partners.get(unlocked, partner)
    (shown,) = _known(unlocked, [one], lang)
    group = words.listed(other.name for other in partners.beside(unlocked, one))
    context = {**shown, "words": one.words, "seen": one.card.digest().hex(), "fault": fault, "group": group}
    return render(request, "cases/partner.html", context, status=409 if fault else 200)


def _known(unlocked: Unlocked, several: Iterable[Partner], lang: str) -> list[dict[str, Any]]:
    """Each with who compared her words. `more`: somebody did, and another member has to."""
    members, names = partners.counting(unlocked), accounts.names(unlocked)
    found = []
    for one in several:
        by, how = partners.compared_by(one, members), partners.standing(unlocked, one, members)
        found.append({
            "id": one.id,
            "name": one.name,
            "desk": one.desk_name,
            "standing": how,
            "by": [_who(each, names, lang) for each in by],
            "more": bool(by) and how != COMPARED,
            "mine": any(each.member == unlocked.person.pk for each in by),
        })  # fmt: skip
    return found


def _who(one: Comparison, names: dict[UUID, str], lang: str) -> str:
    told = {"name": names.get(one.member, "?"), "day": words.day(one.since, lang)}
    return words.cases(lang).say("export.compared_by", told)


def _compared(unlocked: Unlocked, receiver: Partner, lang: str, names: dict[UUID, str]) -> dict[str, Any]:
    """Whose word it is that the package goes to her, beside the button that takes it out."""
    by = partners.compared_by(receiver, partners.counting(unlocked))
    return {"by": [_who(one, names, lang) for one in by], "words": receiver.words}


OF_A_CASE = [path("export/", export_case, name="cases-export-case")]
urlpatterns = [
    path("cases/export/", export, name="cases-export"),
    *plain_views.urlpatterns,
    path("cases/packages/", packages, name="cases-packages"),
    path("cases/partners/", known, name="cases-partners"),
    path("cases/partners/<uuid:partner>/", partner, name="cases-partner"),
]
