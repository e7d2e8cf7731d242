"""The shapes of the API, for its OpenAPI description. Situations are judged by `plan.reading` alone: its sentences are the errors."""

from __future__ import annotations

from typing import Any

from ninja import Schema

from alongside.directory import vocabulary as codes

JsonSchema = dict[str, Any]
PARTIAL_DATE: JsonSchema = {
    "type": "string",
    "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$",
    "description": "YYYY, YYYY-MM or YYYY-MM-DD",
}
STATE: JsonSchema = {"type": "string", "description": "ISO 3166-1 alpha-3 or alpha-2, or a name in one of the six languages"}
TEXT: JsonSchema = {"type": "string", "maxLength": 200}
FLAG: JsonSchema = {"type": "boolean", "description": "absent means not known"}


def _one(values: tuple[str, ...]) -> JsonSchema:
    return {"type": "string", "enum": list(values)}


def _some(schema: JsonSchema) -> JsonSchema:
    return {"type": "array", "items": schema, "maxItems": 60}


def _table(fields: dict[str, JsonSchema], *required: str) -> JsonSchema:
    return {"type": "object", "properties": fields, "required": list(required), "additionalProperties": False}


SITUATION = _table(
    {
        "id": TEXT,
        "facts_date": PARTIAL_DATE,
        "as_of": PARTIAL_DATE,
        "state_responsible": STATE,
        "territory": STATE,
        "nationality": _some(STATE),
        "nationality_status": _one(codes.NATIONALITY_STATUS),
        "present_country": STATE,
        "in_exile": FLAG,
        "legal_status_there": TEXT,
        "perpetrator": _one(codes.PERPETRATORS),
        "foreign_state": STATE,
        "victim": _table(
            {
                "kind": _one(codes.VICTIM_KINDS),
                "categories": _some(_one(codes.CATEGORIES)),
                "age": {"type": "integer", "minimum": 0, "maximum": 120},
            }
        ),
        "persons": _some(
            _table(
                {
                    "role": _one(codes.PERSON_ROLES),
                    "alive": FLAG,
                    "where": STATE,
                    "kind": _one(codes.VICTIM_KINDS),
                    "categories": _some(_one(codes.CATEGORIES)),
                }
            )
        ),
        "acts": {
            "type": "array",
            "minItems": 1,
            "maxItems": 60,
            "items": {
                "oneOf": [
                    _one(codes.ACTS),
                    _table({"code": _one(codes.ACTS), "date": PARTIAL_DATE, "until": PARTIAL_DATE, "continuing": FLAG}, "code"),
                ]
            },
        },
        "targets": _some(_one(codes.TARGETS)),
        "un_cooperation": _some(
            _table(
                {
                    "body": _one(codes.UN_BODIES),
                    "which": TEXT,
                    "date": PARTIAL_DATE,
                    "form": _one(codes.COOPERATION_FORMS),
                    "by": _one(codes.COOPERATION_BY),
                },
                "body",
            )
        ),
        "other_cooperation": _some({"oneOf": [_one(codes.OTHER_BODIES), _table({"body": _one(codes.OTHER_BODIES)}, "body")]}),
        "discrimination_grounds": _some(_one(codes.GROUNDS)),
        **dict.fromkeys(("detained_now", "missing_now", "deceased", "irreparable_harm_imminent"), FLAG),
        **dict.fromkeys(
            (
                "detained_since",
                "released_on",
                "missing_since",
                "execution_or_removal_date",
                "final_domestic_decision_date",
            ),
            PARTIAL_DATE,
        ),
        "domestic_remedies": _one(codes.REMEDIES),
        "pending_procedures": _some(TEXT),
        "past_procedures": _some(TEXT),
        "urgency": _one(codes.URGENCIES),
        "needs": _some(_one(codes.NEEDS)),
        "consent": _table(dict.fromkeys(codes.CONSENTS, FLAG)),
    },
    "state_responsible",
    "acts",
)


class Reason(Schema):
    """Why a test came out as it did, with source and date."""

    code: str
    verdict: str
    params: dict[str, Any]
    source: str | None
    instrument: str | None
    dated: str | None
    text: str | None = None


class Channel(Schema):
    """How to reach a mechanism. `check_first`: not confirmed by a recent official page."""

    type: str
    value: str | None
    confidence: str
    secure: str
    check_first: bool


class Option(Schema):
    """One mechanism of the plan."""

    mechanism: str
    name: str | None = None
    kind: str
    status: str
    consent_state: str
    horizon: str
    reasons: list[Reason]
    conditions: list[str] | None = None
    missing: list[Any]
    would_change: list[str]
    who_files: list[str]
    beneficiary: list[str]
    discloses_to: list[str]
    can_stay_unnamed: str
    act_before: str | None
    warnings: list[dict[str, Any]]
    conflicts_with: list[str]
    next_step: str | None = None
    channel: Channel | None
    as_of: str | None
    confidence: str


class Plan(Schema):
    """Every mechanism once, best first; the three to try first; what to find out next."""

    situation: dict[str, Any]
    as_of: str
    options: list[Option]
    first: list[str]
    ask_next: list[dict[str, Any]]


class Fault(Schema):
    """One thing that could not be understood."""

    field: str
    detail: str


class Problem(Schema):
    """RFC 9457 problem details."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str | None = None
    errors: list[Fault] | None = None


class Listed(Schema):
    """A mechanism in the list."""

    id: str
    kind: str
    status: str
    name: str
    does: str


class Entry(Schema):
    """A mechanism whole: coded facts as in its data file, words in one language."""

    facts: dict[str, Any]
    words: dict[str, Any]
    words_language: str


class Standing(Schema):
    """What a State is to one treaty, body or group today. `holds` null: not settled, `why` says why."""

    code: str
    name: str
    kind: str
    holds: bool | None
    why: str
    confidence: str
    source: str
    as_of: str | None
    periods: list[dict[str, Any]]


class Country(Schema):
    """A State treaty by treaty."""

    iso3: str
    name: str
    standing: list[Standing]
