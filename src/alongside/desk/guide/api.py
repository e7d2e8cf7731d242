"""The public API: plans, mechanisms, States. No login, nothing kept; errors are RFC 9457 problem details, one sentence a fault."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from difflib import get_close_matches
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from alongside import __version__
from alongside.desk.guide import api_schema as schema
from alongside.directory import dates, reader
from alongside.directory.vocabulary import LANGUAGES
from alongside.language import countries
from alongside.plan import present, reading
from alongside.plan.decide import planner
from alongside.plan.reading import NotUnderstood, Problem

api = NinjaAPI(
    title="Alongside",
    version=__version__,
    description="Who can act for a human rights defender in danger, now, and why. This interface alerts nobody.",
    docs_url=None,  # the usual page of documentation loads scripts from a third party
    urls_namespace="api",
)
MOST_BRACKETS = 5_000  # a body of sixty thousand brackets is no situation; json would end in a RecursionError
BODY = {"requestBody": {"required": True, "content": {"application/json": {"schema": schema.SITUATION}}}}


@api.post(
    "/plan", response={200: schema.Plan, 400: schema.Problem, 422: schema.Problem}, openapi_extra=BODY, summary="Make a plan"
)
def make_plan(request: HttpRequest, lang: str = "en") -> HttpResponse:
    """A plan for the situation in the body. `lang`: ar, en, es, fr, ru, zh, or `none` for codes without sentences."""
    language = None if lang == "none" else _language(lang)
    directory = reader.load()
    try:
        told = _body(request.body)
        made = planner(directory).plan(reading.read(told, directory, datetime.now(UTC).date()))
    except NotUnderstood as error:
        return _not_understood(error, language or "en")
    return _json(present.plan_dict(made, directory, language, told=told))


@api.get("/mechanisms", response=list[schema.Listed], summary="List the directory")
def mechanisms(request: HttpRequest, lang: str = "en") -> HttpResponse:
    """Every mechanism with its name and what it can do."""
    words, english = reader.load_text(_language(lang)), reader.load_text("en")
    listed = [
        {
            "id": one.id,
            "kind": one.kind,
            "status": one.status,
            **{name: (words.get(one.id) or english[one.id])[name] for name in ("name", "does")},
        }
        for one in reader.load().mechanisms.values()
    ]
    return _json(listed)


@api.get("/mechanisms/{id_}", response={200: schema.Entry, 404: schema.Problem}, summary="One mechanism")
def mechanism(request: HttpRequest, id_: str, lang: str = "en") -> HttpResponse:
    """All facts and words about one mechanism."""
    language, directory = _language(lang), reader.load()
    if id_ not in directory.mechanisms:
        return _unknown("id", id_, list(directory.mechanisms), "an id of /api/v1/mechanisms")
    own = reader.load_text(language).get(id_)
    words = own or reader.load_text("en")[id_]
    return _json({"facts": directory.table(id_), "words": words, "words_language": language if own else "en"})


@api.get("/countries/{iso3}", response={200: schema.Country, 404: schema.Problem}, summary="One State")
def country(request: HttpRequest, iso3: str, lang: str = "en") -> HttpResponse:
    """Treaty by treaty and membership by membership, with dates, sources and confidence."""
    language, directory = _language(lang), reader.load()
    row = directory.states.get(iso3)
    if row is None:
        return _unknown("iso3", iso3, list(directory.states), "ISO 3166-1 alpha-3, upper case")
    today = dates.on(datetime.now(UTC).date())
    standing = []
    for code, known in directory.codes.items():
        answer = directory.standing(code, iso3, today)
        standing.append(
            {
                "code": code,
                "name": known.name,
                "kind": known.kind,
                "holds": answer.holds,
                "why": answer.why,
                "confidence": answer.confidence,
                "source": directory.sources[answer.source].title,
                "as_of": str(known.as_of) if known.as_of else None,
                "periods": directory.rows(code, iso3),
            }
        )
    return _json({"iso3": iso3, "name": countries.name(iso3, row["alpha2"], language), "standing": standing})


def _body(body: bytes) -> Any:
    """The JSON of a body. Raises NotUnderstood."""
    try:
        text = body.decode("utf-8")
        if max(text.count("["), text.count("{")) > MOST_BRACKETS:
            raise ValueError("too many lists or tables")
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NotUnderstood([Problem("body", "not-json", str(error)[:80])]) from None


def _language(lang: str) -> str:
    if lang not in LANGUAGES:
        accepted = ", ".join((*LANGUAGES, "none"))
        raise HttpError(422, f"lang: “{lang[:20]}” is not one of the languages; accepted: {accepted}.")
    return lang


def _json(value: Any, status: int = 200, content_type: str = "application/json") -> HttpResponse:
    # Made from our own tables: checking 200 entries against the schema again would cost more than the plan.
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)
    return HttpResponse(body, status=status, content_type=content_type)


def problem(title: str, status: int, detail: str | None = None, errors: list[dict[str, str]] | None = None) -> HttpResponse:
    """An answer in RFC 9457's form."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail, "errors": errors or []}
    return _json({name: value for name, value in body.items() if value not in (None, [])}, status, "application/problem+json")


def _not_understood(error: NotUnderstood, language: str) -> HttpResponse:
    directory = reader.load()
    errors = [{"field": one.field, "detail": present.problem_sentence(one, language, directory)} for one in error.problems]
    status = 400 if any(one.fault == "not-json" for one in error.problems) else 422
    return problem("The situation cannot be understood", status, errors[0]["detail"], errors)


def _unknown(field: str, value: str, known: list[str], accepted: str) -> HttpResponse:
    near = get_close_matches(value[:60], known, 1)
    hint = f" (did you mean {near[0]}?)" if near else ""
    return problem("Not found", 404, f"{field}: “{value[:60]}” is not known{hint}; accepted: {accepted}.")


@api.exception_handler(HttpError)
def refused(request: HttpRequest, error: HttpError) -> HttpResponse:
    """A refusal of our own, in one sentence."""
    return problem("The request cannot be understood", error.status_code, error.message)


@api.exception_handler(ValidationError)
def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """A parameter that ninja refused; its own texts would repeat what was sent."""
    fields = [".".join(str(part) for part in one["loc"]) for one in error.errors]
    return problem("The request cannot be understood", 422, f"{', '.join(fields)}: cannot be read; accepted: see openapi.json.")
