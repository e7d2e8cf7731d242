"""The situation, page by page. Every page but the first is the answer to a POST; nothing of it stands in an address or is kept."""

from __future__ import annotations

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from alongside.desk.guide import answers as told
from alongside.desk.guide import steps, words
from alongside.desk.guide.answers import Answers
from alongside.directory import reader
from alongside.plan import present, reading
from alongside.plan.reading import NotUnderstood

Faults = dict[str, str]


@require_http_methods(["GET", "HEAD", "POST"])
def situation(request: HttpRequest, lang: str) -> HttpResponse:
    """One page of questions. `step` is the page that was sent, `go` where to: `next`, `back`, or the name of a page."""
    if request.method != "POST":
        return page(request, lang, steps.ORDER[0], {}, {})
    given = told.read(dict(request.POST.lists()))
    sent, go = request.POST.get("step", ""), request.POST.get("go", "")
    if go in steps.STEPS:
        return page(request, lang, go, given, {})
    if sent not in steps.STEPS:
        return page(request, lang, steps.ORDER[0], given, {})
    number = steps.ORDER.index(sent)
    if go == "back":
        return page(request, lang, steps.ORDER[max(0, number - 1)], given, {})
    faults = {name: fault for name, fault in faults_of(given, lang).items() if name in steps.STEPS[sent]}
    if faults or number + 1 == len(steps.ORDER):
        return page(request, lang, sent, given, faults)
    return page(request, lang, steps.ORDER[number + 1], given, {})


def faults_of(given: Answers, lang: str) -> Faults:
    """What is wrong with the answers, as one sentence a question."""
    directory = reader.load()
    today = datetime.now(UTC).date()
    try:
        reading.read(told.situation(given, today), directory, today)
    except NotUnderstood as error:
        return sentences(error, lang)
    return {}


def sentences(error: NotUnderstood, lang: str) -> Faults:
    """The reader's problems beside the questions they belong to, with the question's own words for its field."""
    say = words.guide(lang).say
    found: Faults = {}
    for problem in error.problems:
        name = told.question_of(problem.field)
        if problem.fault == "missing" and f"situation.missing.{name}" in words.guide(lang):
            found.setdefault(name, say(f"situation.missing.{name}"))
        else:
            shown = reading.Problem(say(f"situation.ask.{name}"), problem.fault, problem.value, "", problem.nearest)
            key = "situation.not_a_date" if problem.fault == "not-a-date" else "situation.not_an_answer"
            if problem.fault in ("not-a-date", "unknown-code", "unknown-state", "not-true-or-false"):
                found.setdefault(name, say(key, {"question": shown.field, "value": shown.value}))
            else:
                found.setdefault(name, present.problem_sentence(shown, lang, reader.load()))
    return found


def page(request: HttpRequest, lang: str, step: str, given: Answers, faults: Faults) -> HttpResponse:
    """Render one page with everything that was answered on it and on the others."""
    asked = steps.questions(step, given, faults, lang)
    here = set(steps.STEPS[step])
    number = steps.ORDER.index(step)
    context = {
        "step": step,
        "number": number + 1,
        "count": len(steps.ORDER),
        "last": number + 1 == len(steps.ORDER),
        "questions": asked,
        "problems": [question for question in asked if question.fault],
        "act_groups": steps.acts_by_group(asked[0], lang) if step == "what" else None,
        "carried": [(name, value) for name, values in given.items() if name not in here for value in values],
        "can_plan": bool(told.one(given, "state") and given.get("acts")) or step in ("what",),
    }
    return render(request, "guide/situation.html", context)
