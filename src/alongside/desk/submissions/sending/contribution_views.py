"""The whole contribution to a year's report: every draft of it that can leave, taken in one file and said to be sent in one press.

Each case keeps its own frozen copy and its own record: a case that is shown to somebody later shows nothing of another.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Any

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
from alongside.desk.submissions.sending import draft_views, freezing
from alongside.desk.submissions.sending.freezing import Changed, Part, SentBefore, Way
from alongside.desk.submissions.sending.review_views import ALONE, BY_HAND, LARGE
from alongside.desk.submissions.sending.work import Shared, Work, sender_of
from alongside.desk.submissions.year import gathering, links
from alongside.desk.submissions.year.gathering import PAGE, Gathered, Judged
from alongside.desk.submissions.year.window import FIRST_REPORT, LAST_YEAR
from alongside.facts.fields import LINE
from alongside.typeset import TypesetError


class Refused(Exception):
    """Nothing was taken or sent; `code` is the key of the sentence."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Broken(Exception):
    """An annex of one case cannot be read: nothing more leaves, and the page says of which case and what is wrong."""

    def __init__(self, draft: str, wrong: Unfit) -> None:
        super().__init__(wrong.code)
        self.draft, self.wrong = draft, wrong


@require_http_methods(["GET", "HEAD", "POST"])
@gate.member
def contribution(request: HttpRequest, unlocked: Unlocked, lang: str, year: int) -> HttpResponse:
    """What is ready and what is not. A POST takes all that is ready as one file, or says how it was sent and freezes it."""
    if not FIRST_REPORT <= year <= LAST_YEAR:
        raise Http404
    now = clock.now()
    typed = posts.typed(request, ("seen",)) if request.method == "POST" else {}
    gather = partial(gathering.of_year, unlocked, year, gathering.page_of(request), PAGE, now, lang)
    found = gather()
    seen = _Seen(found, _drafts(unlocked, found.found, now))
    show = partial(_page, request, unlocked, lang, year)
    if request.method != "POST":
        return show(seen)
    try:
        return _left(unlocked, lang, year, seen, typed, request.POST.getlist("seen"), now)
    except NoCase:
        raise Http404 from None
    except Refused as wrong:
        return show(seen, wrong.code, typed.get("whom", ""))
    except (Changed, SentBefore, store.Damaged, TypesetError, Broken, NoRoom, TooLarge) as error:
        again = gather()  # something has changed, or some of it was frozen before it went wrong
        broken = {error.draft: error.wrong} if isinstance(error, Broken) else {}
        rest = _Seen(again, _drafts(unlocked, again.found, now), broken, _frozen_by(unlocked, again.found, typed))
        return show(rest, _why(error), typed.get("whom", ""))


def _left(
    unlocked: Unlocked, lang: str, year: int, seen: _Seen, typed: Mapping[str, str], shown: Collection[str], now: datetime
) -> HttpResponse:
    """What a press asks for. `shown`: what her page showed, draft by draft with its digest; what became ready or changed since is not sent
    by it. Refused, and whatever stops a case on its way."""
    do, found = typed.get("do"), seen.gathered.found
    ready = [one for one in seen.works if one.ready and _digest(one) in shown]
    if not ready and not (do == "hand" and _frozen_by(unlocked, found, typed)):  # else it is the same form again
        raise Refused("nothing")
    if do == "take":
        if _too_large(ready):
            raise Refused("")  # its sentence stands where the button would
        return _taken(unlocked, ready, now)
    if do != "hand":
        raise Http404
    means = at_hand.one_of(typed.get("means", ""), BY_HAND)
    if means is None:
        raise Refused("means")
    if len(typed.get("whom", "")) > LINE:
        raise Refused("line")
    _freeze(unlocked, ready, Way(means, typed.get("whom", "")), now, typed)
    response = at_hand.see_other("sending-contribution", lang=lang, year=year)
    if seen.gathered.page > 1:
        response["Location"] += f"?page={seen.gathered.page}"
    return response


@dataclass(frozen=True, slots=True)
class _Seen:
    """The cases of the year and their drafts as one page shows them. `broken`: what became of an annex, by draft; `frozen`: how many
    cases a press froze before something stopped it."""

    gathered: Gathered
    works: Sequence[Work]
    broken: Mapping[str, Unfit] = field(default_factory=dict)
    frozen: int = 0


def _drafts(unlocked: Unlocked, found: Iterable[Judged], now: datetime) -> list[Work]:
    """The draft of every case that belongs in the year, has one that was not sent yet, and of which nothing was sent for this year: of two
    drafts of a case one press would send the second after the first. What is added to a contribution is sent from its own review."""
    forms, sender, shared = reading.forms(), sender_of(unlocked), Shared()
    return [
        Work(one.opened, draft, forms[draft.form], sender, now.date(), unlocked.person.pk.hex, shared)
        for one in found
        if one.sent is None and (draft := one.draft) is not None and draft.form in forms
    ]


def _digest(work: Work) -> str:
    return f"{work.draft.id}.{work.digest}"


def _new_id(unlocked: Unlocked, one: Judged | Work, typed: Mapping[str, str]) -> str:
    """The id of what this form freezes of a case."""
    return at_hand.id_from(unlocked, one.opened.id, typed.get("seed", ""), 1)


def _frozen_by(unlocked: Unlocked, found: Iterable[Judged], typed: Mapping[str, str]) -> int:
    """Of how many cases this very form has frozen something already."""
    return sum(1 for one in found if _new_id(unlocked, one, typed) in one.opened.facts)


def _why(error: Exception) -> str:
    """The key of the sentence about an error."""
    found = {TypesetError: "document", Broken: "no-file", NoRoom: "no-room", TooLarge: "too-large"}
    return next((code for kind, code in found.items() if isinstance(error, kind)), "changed")


def _too_large(ready: Iterable[Work]) -> bool:
    """Whether the annexes of all come to more than one document may carry: all of the file lies in memory while it leaves. By the sizes
    that the facts tell, before a byte is read."""
    return sum(chosen.annex.size for one in ready for chosen in one.enclosed) > annexes.MOST


def _parts(work: Work, before: str = "") -> list[Part]:
    made = [Part(f"{before}{writing.name(form)}", writing.written(work.document, form)) for form in writing.ENDINGS]
    try:
        enclosed = annexes.read(work.opened.held, work.enclosed)
    except Unfit as wrong:
        raise Broken(work.draft.id, wrong) from None
    return [*made, *(Part(f"{before}{one.annex.name}", one.data) for one in enclosed)]


def _taken(unlocked: Unlocked, ready: Sequence[Work], now: datetime) -> HttpResponse:
    """All of it in one file, a folder a case; the history of each case notes who took it."""
    with LARGE:
        files = {part.name: part.data for number, one in enumerate(ready, 1) for part in _parts(one, f"{number:02}/")}
        data = annexes.zipped(files)
    for one in ready:
        freezing.note_taken(unlocked, one, "zip", now)
    response = HttpResponse(data, content_type="application/zip")
    response["Content-Disposition"] = 'attachment; filename="contribution.zip"'
    response["Content-Security-Policy"] = ALONE
    return response


def _freeze(unlocked: Unlocked, ready: Iterable[Work], way: Way, now: datetime, typed: Mapping[str, str]) -> None:
    """Case by case, and no more than one of them in memory: what was frozen before something goes wrong stays so, and the page shows
    what is left."""
    for one in ready:
        with LARGE:
            freezing.freeze(unlocked, one, _parts(one), way, now, _new_id(unlocked, one, typed))


def _page(
    request: HttpRequest, unlocked: Unlocked, lang: str, year: int, seen: _Seen, fault: str = "", whom: str = ""
) -> HttpResponse:
    names, said = accounts.names(unlocked), Said(lang)
    say = partial(words.say, lang)
    rows = [_row(lang, one, names, seen.broken.get(one.draft.id)) for one in seen.works]
    too_large = _too_large(one for one in seen.works if one.ready)
    context = {
        "year": year,
        "ready": [row for row in rows if row["ready"]],
        "waiting": [row for row in rows if not row["ready"]],
        "too_large": say("sending.contribution_large", limit=annexes.megabytes(annexes.MOST)) if too_large else "",
        "sent": [
            (links.sent(lang, one.opened.id, left.id), one.part.name, said.day(date.fromisoformat(left.sent[:10])))
            for one in seen.gathered.found
            if (left := one.sent) is not None
        ],
        "means": [(code, said.heading("sent_by", code), request.POST.get("means") == code) for code in BY_HAND],
        "hand_hint": say("sending.contribution_hint"),
        "whom": whom,
        "seed": at_hand.seed(),
        "fault": say(f"sending.fault.{fault}", most=LINE) if fault else "",
        "page": seen.gathered.page,
        "pages": seen.gathered.pages,
        "before_page": seen.gathered.page - 1,
        "after_page": seen.gathered.page + 1 if seen.gathered.page < seen.gathered.pages else 0,
        "frozen": say("sending.contribution_partly", count=seen.frozen) if seen.frozen else "",
    }
    failed = fault or (too_large and request.method == "POST")
    return render(request, "submissions/sending/contribution.html", context, status=422 if failed else 200)


def _row(lang: str, one: Work, names: Mapping[Any, str], broken: Unfit | None) -> dict[str, Any]:
    """One case of the page: whether it can leave, and in the words of its own draft what stands in the way."""
    said = Said(lang, one.opened.facts, names)
    unfit = one.unfit or broken
    lacks = draft_views.gates(said, one)
    return {
        "case": one.opened.id,
        "draft": one.draft.id,
        "name": title(said, one.opened.facts),
        "ready": not lacks and unfit is None,
        "lacks": lacks,
        "unfit": unfit.sentence(partial(words.say, lang)) if unfit else "",
        "count": len(lacks) + (unfit is not None),
        "seen": _digest(one),
    }
