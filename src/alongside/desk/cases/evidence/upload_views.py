"""What the script of the evidence page asks for, so that a large file comes in parts and goes on where the line broke. Each answer is a
few numbers, or one sentence; without the script the form of the page takes the same file in one piece."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, JsonResponse
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from alongside.desk.cases import at_hand, posts, store, words
from alongside.desk.cases.evidence import files, sealing, taking, uploads
from alongside.desk.cases.evidence.pieces import clean_all
from alongside.desk.cases.evidence.sealing import Received
from alongside.desk.cases.holding import NoCase, hold
from alongside.desk.cases.opening import Opened
from alongside.desk.people import asked, clock, gate
from alongside.desk.people.unlocked import Unlocked
from alongside.facts.fields import LINE
from alongside.facts.persons import Person


@require_POST
@gate.member
def begin(request: HttpRequest, unlocked: Unlocked, lang: str, case_id: UUID) -> JsonResponse:
    """Announce a file; told is where to send its parts, and how much of it is here already."""
    typed = posts.typed(request)
    opened = at_hand.opened_or_404(unlocked, case_id, clock.now(), note=False)
    size = typed.get("size", "")
    if not (size.isascii() and size.isdecimal() and len(size) < 16):
        return _fault(lang, "none")
    name, mark = taking.name_of_file(typed.get("name", "")), typed.get("mark", "")[:40]
    try:
        one = uploads.begin(unlocked, case_id, name or "", int(size), mark, told(typed, opened), clock.now())
    except files.TooLarge:
        return _fault(lang, "too_large")
    except files.NoRoom:
        return _fault(lang, "no_room")
    except uploads.TooMany:
        return _fault(lang, "many")
    where = {"lang": lang, "case_id": case_id, "upload": one.id}
    to, done = (reverse(f"cases-evidence-{step}", kwargs=where) for step in ("part", "whole"))
    return JsonResponse({"part": to, "whole": done, "received": one.received, "size": uploads.PART})


@require_POST
@gate.member(files=sealing.takes_from)
def part(request: HttpRequest, unlocked: Unlocked, lang: str, case_id: UUID, upload: UUID) -> JsonResponse:
    """The next part. Told is how much is here now; 409 with the same where it does not begin there."""
    posts.once(request)
    offset, came = request.POST.get("offset", ""), list[Received](request.FILES.getlist("file"))
    if request.content_type == asked.WITH_FILES and not sealing.stands(request):
        raise Http404  # she locked, or somebody ended it, while the part arrived
    one = _of_hers(unlocked, case_id, upload)
    if faults := sealing.faults(request):
        return _fault(lang, faults[0][1])
    if len(came) != 1 or not (offset.isascii() and offset.isdecimal() and len(offset) < 16):
        return JsonResponse({"received": one.received}, status=409)
    try:
        one = uploads.add(unlocked, case_id, upload, int(offset), came[0].arrived)
    except uploads.TooSmall:
        return _fault(lang, "small_part")
    except (uploads.OutOfStep, files.TooLarge):
        return JsonResponse({"received": _of_hers(unlocked, case_id, upload).received}, status=409)
    except uploads.NoUpload:
        raise Http404 from None
    sealing.keeps(request, came[0].arrived)
    return JsonResponse({"received": one.received})


@require_POST
@gate.member
def whole(request: HttpRequest, unlocked: Unlocked, lang: str, case_id: UUID, upload: UUID) -> JsonResponse:
    """All parts are here: it becomes evidence."""
    posts.once(request)
    one, now = _of_hers(unlocked, case_id, upload), clock.now()
    try:
        made = uploads.finish(unlocked, case_id, upload, now)
    except uploads.OutOfStep:
        return JsonResponse({"received": one.received}, status=409)
    except (uploads.NoUpload, NoCase):
        raise Http404 from None
    except files.NoFile:
        return _fault(lang, "begin_again")
    except files.NoRoom:
        return _fault(lang, "no_room")
    except store.Damaged:
        return _fault(lang, "damaged")
    clean_all(unlocked, case_id, [made] if made.cleaning is None else [], now)
    return JsonResponse({"received": one.size})


def told(typed: dict[str, str], opened: Opened) -> dict[str, str]:
    """What the form says of the files that come with it."""
    found = {"title": typed["title"][:LINE]} if typed.get("title") else {}
    source = at_hand.one_of(typed.get("source", ""), tuple(one.id for one in opened.of(Person)))
    return found | ({"source": source} if source else {})


def _of_hers(unlocked: Unlocked, case_id: UUID, upload: UUID) -> uploads.OnItsWay:
    try:
        hold(unlocked, case_id)
        return uploads.get(unlocked, case_id, upload)
    except (NoCase, uploads.NoUpload):
        raise Http404 from None


def _fault(lang: str, fault: str) -> JsonResponse:
    sentence: Any = words.cases(lang).say(f"evidence.fault.{fault}")
    return JsonResponse({"sentence": str(sentence)}, status=422)


urlpatterns = [
    path("arriving/", begin, name="cases-evidence-begin"),
    path("arriving/<uuid:upload>/", part, name="cases-evidence-part"),
    path("arriving/<uuid:upload>/whole/", whole, name="cases-evidence-whole"),
]
