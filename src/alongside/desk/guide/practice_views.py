"""The practice pages, and the risk self-assessment: a form whose answers are read once and kept nowhere."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from alongside.desk.guide import entries, practice, words
from alongside.desk.guide.form import Question, choices
from alongside.desk.guide.practice import Page
from alongside.directory import reader
from alongside.plan import risk

# The level's own words say it; the colour only repeats them.
TONES = {"low": "prepare", "moderate": "weeks", "high": "days", "acute": "now"}
PARTS = {"threats": risk.THREATS, "vulnerabilities": risk.VULNERABILITIES, "capacities": risk.CAPACITIES}


@require_safe
def index(request: HttpRequest, lang: str) -> HttpResponse:
    """All practice pages with their first lines."""
    pages = [practice.read(slug, lang) for slug in practice.SLUGS]
    return render(request, "guide/practice.html", {"pages": pages, "risk": practice.read(practice.RISK, lang)})


@require_safe
def page(request: HttpRequest, lang: str, slug: str) -> HttpResponse:
    """One practice page; `reports` carries the library of the Secretary-General's reports."""
    if slug not in practice.SLUGS:
        raise Http404
    text = practice.read(slug, lang)
    sections = [{**section, "entries": entries.named(section["mechanisms"], lang)} for section in text.words["sections"]]
    context = {
        "page": text,
        "text": text.words,
        "sections": sections,
        "reports": reader.load().reports() if slug == "reports" else None,
    }
    return render(request, "guide/practice_page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def self_assessment(request: HttpRequest, lang: str) -> HttpResponse:
    """The form; after a POST the result, or the form again with everything that was ticked."""
    text = practice.read(practice.RISK, lang)
    answers = request.POST.dict() if request.method == "POST" else {}
    parts = [(name, [_question(code, text, name, answers, lang) for code in codes]) for name, codes in PARTS.items()]
    threshold = _threshold(text, answers, lang)
    problems = [question for _, part in parts for question in part if question.fault] + ([threshold] if threshold.fault else [])
    context = {"page": text, "text": text.words, "parts": parts, "threshold": threshold, "problems": problems}
    if request.method != "POST" or problems or "again" in answers:
        return render(request, "guide/risk.html", context)
    result = risk.assess(answers)
    context |= {
        "tone": TONES[result.level],
        "level_words": text.words["levels"][result.level],
        "reasons": [text.words["reasons"][code] for code in result.reasons],
        "advice": [(code, text.words["advice"][code]) for code in result.advice],
        "weak_points": [text.words["vulnerabilities"][code] for code in result.weak_points],
        "to_ask": [_asked(text, code) for code in result.to_ask],
        "kept": [(code, value) for code, value in answers.items() if code in ALL_CODES],
    }
    return render(request, "guide/risk_result.html", context)


ALL_CODES = frozenset((*risk.THREATS, *risk.VULNERABILITIES, *risk.CAPACITIES, "threshold"))


def _question(code: str, text: Page, part: str, answers: Mapping[str, str], lang: str) -> Question:
    say = words.guide(lang).say
    given = answers.get(code, "")
    fault = say("risk.fault", {"question": text.words[part][code]}) if given and given not in risk.ANSWERS else ""
    pairs = [(answer, say(f"risk.answer.{answer}")) for answer in risk.ANSWERS]
    return Question(code, text.words[part][code], "radio", choices(pairs, [given]), fault=fault, row=True, lang=text.lang)


def _threshold(text: Page, answers: Mapping[str, str], lang: str) -> Question:
    given = answers.get("threshold", "")
    label = text.words["threshold_question"]
    fault = words.guide(lang).say("risk.fault", {"question": label}) if given and given not in risk.THRESHOLDS else ""
    pairs = [(code, text.words["threshold"][code]) for code in risk.THRESHOLDS]
    return Question("threshold", label, "radio", choices(pairs, [given]), fault=fault, lang=text.lang, choices_lang=text.lang)


def _asked(text: Page, code: str) -> str:
    if code == "threshold":
        return str(text.words["threshold_question"])
    return next(str(text.words[part][code]) for part, codes in PARTS.items() if code in codes)
