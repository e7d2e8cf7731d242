"""The whole contribution to a year's report: every draft of it that can leave, taken in one file and said to be sent in one press.

Each case keeps its own frozen copy and its own record: a case that is shown to somebody later shows nothing of another.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from alongside.desk.cases import at_hand, posts, store
from alongside.desk.cases.case_views import title
from alongside.desk.cases.evidence.files import NoRoom, TooLarge
from alongside.desk.cases.holding import NoCase
from alongside.desk.cases.shown import Said
from alongside.desk.people import accounts, clock, gate
from alongside.desk.people.unlocked import Unlocked
from alongside.desk.submissions import words
from alongside.desk.submissions.documents import annexes, writing
from alongside.desk.submissions.documents.annexes import Unfit
from alongside.desk.submissions.drafting import reading
from alongside.desk.submissions.sending import freezing
from alongside.desk.submissions.sending.freezing import Changed, Part, SentBefore, Way
from alongside.desk.submissions.sending.review_views import ALONE, BY_HAND
from alongside.desk.submissions.sending.work import Work, sender_of
from alongside.desk.submissions.year import gathering, links
from alongside.desk.submissions.year.gathering import Judged
from alongside.desk.submissions.year.window import FIRST_REPORT, LAST_YEAR
from alongside.facts.fields import LINE
from alongside.typeset import TypesetError


@require_http_methods(["GET", "HEAD", "POST"])
@gate.member
def contribution(request: HttpRequest, unlocked: Unlocked, lang: str, year: int) -> HttpResponse:
    """What is ready and what is not. A POST takes all that is ready as one file, or says how it was sent and freezes it."""
    if not FIRST_REPORT <= year <= LAST_YEAR:
        raise Http404
    now = clock.now()
    found = gathering.of_year(unlocked, year, now, lang)
    works = _drafts(unlocked, found, now)
    if request.method != "POST":
        return _page(request, unlocked, lang, year, works, sent=found)
    typed = posts.typed(request, ("seen",))
    # What the page showed, draft by draft with its digest: what became ready or changed since is not sent by this press.
    seen = set(request.POST.getlist("seen"))
    ready = [one for one in works if one.ready and _seen(one) in seen]
    if not ready:
        return _page(request, unlocked, lang, year, works, "nothing")
    try:
        if typed.get("do") == "take":
            return _taken(unlocked, ready, now)
        if typed.get("do") != "hand":
            raise Http404
        means = at_hand.one_of(typed.get("means", ""), BY_HAND)
        if means is None:
            return _page(request, unlocked, lang, year, works, "means", typed.get("whom", ""))
        _frozen(unlocked, ready, Way(means, typed.get("whom", "")[:LINE]), now, typed.get("seed", ""))
    except (Changed, SentBefore, store.Damaged):
        return _page(request, unlocked, lang, year, _again(unlocked, year, now, lang), "changed", typed.get("whom", ""))
    except (TypesetError, Unfit):
        return _page(request, unlocked, lang, year, works, "document", typed.get("whom", ""))
    except NoCase:
        raise Http404 from None
    except (NoRoom, TooLarge):
        return _page(request, unlocked, lang, year, works, "no-room", typed.get("whom", ""))
    return at_hand.see_other("sending-contribution", lang=lang, year=year)


def _again(unlocked: Unlocked, year: int, now: datetime, lang: str) -> list[Work]:
    """The same, read anew: something has changed meanwhile."""
    return _drafts(unlocked, gathering.of_year(unlocked, year, now, lang), now)


def _drafts(unlocked: Unlocked, found: Iterable[Judged], now: datetime) -> list[Work]:
    """The draft of every case that belongs in the year and has one that was not sent yet."""
    forms, sender = reading.forms(), sender_of(unlocked)
    return [
        Work(one.opened, draft, forms[draft.form], sender, now.date(), unlocked.person.pk.hex)
        for one in found
        if (draft := one.draft) is not None and draft.form in forms
    ]


def _seen(work: Work) -> str:
    return f"{work.draft.id}.{work.digest}"


def _parts(work: Work, before: str = "") -> list[Part]:
    made = [Part(f"{before}{writing.name(form)}", writing.written(work.document, form)) for form in writing.ENDINGS]
    enclosed = annexes.read(work.opened.held, work.enclosed)
    return [*made, *(Part(f"{before}{one.annex.name}", one.data) for one in enclosed)]


def _taken(unlocked: Unlocked, ready: Sequence[Work], now: datetime) -> HttpResponse:
    """All of it in one file, a folder a case; the history of each case notes who took it."""
    files = {part.name: part.data for number, one in enumerate(ready, 1) for part in _parts(one, f"{number:02}/")}
    data = annexes.zipped(files)
    for one in ready:
        freezing.note_taken(unlocked, one, "zip", now)
    response = HttpResponse(data, content_type="application/zip")
    response["Content-Disposition"] = 'attachment; filename="contribution.zip"'
    response["Content-Security-Policy"] = ALONE
    return response


def _frozen(unlocked: Unlocked, ready: Iterable[Work], way: Way, now: datetime, seed: str) -> None:
    """Case by case: what was frozen before something goes wrong stays so, and the page shows what is left."""
    for one in ready:
        new_id = at_hand.id_from(unlocked, one.opened.id, seed, 1)
        freezing.freeze(unlocked, one, _parts(one), way, now, new_id)


def _page(
    request: HttpRequest,
    unlocked: Unlocked,
    lang: str,
    year: int,
    works: Sequence[Work],
    fault: str = "",
    whom: str = "",
    sent: Sequence[Judged] = (),
) -> HttpResponse:
    names = accounts.names(unlocked)
    rows: list[tuple[UUID, str, str, int, str]] = []
    for one in works:
        said = Said(lang, one.opened.facts, names)
        lacks = sum(1 for gate_ in one.gates if gate_.verdict != "open") + bool(one.unfit)
        rows.append((one.opened.id, one.draft.id, title(said, one.opened.facts), lacks, _seen(one)))
    said = Said(lang)
    context = {
        "year": year,
        "ready": [row for row in rows if not row[3]],
        "waiting": [row for row in rows if row[3]],
        "sent": [
            (links.sent(lang, one.opened.id, left.id), one.part.name, said.day(date.fromisoformat(left.sent[:10])))
            for one in sent
            if (left := one.sent) is not None
        ],
        "means": [(code, said.heading("sent_by", code), request.POST.get("means") == code) for code in BY_HAND],
        "hand_hint": words.say(lang, "sending.contribution_hint"),
        "whom": whom,
        "seed": at_hand.seed(),
        "fault": words.say(lang, f"sending.fault.{fault}") if fault else "",
    }
    return render(request, "submissions/sending/contribution.html", context, status=422 if fault else 200)
