"""From the words of a form to the loose table that the plan reads, and back from a problem to the question that caused it.

The names of the fields are the only thing that travels from page to page, in hidden fields of POST bodies. "I don't know" is an
empty answer and becomes an absent fact, never a guess.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from alongside.directory.vocabulary import CONSENTS

# How long ago, as a person says it on the telephone, in days before today: first and last day.
WHEN = {"today": (1, 0), "week": (7, 0), "month": (31, 0), "quarter": (92, 0)}
MANY = ("acts", "categories", "grounds", "un_bodies", "pending")
ONE = ("state", "present", "present_country", "can_return", "when", "when_date", "detained", "missing", "alive", "danger", "urgency",
       "kind", "age", "un", "un_which", "remedies", "pending_any", "perpetrator", "national", *CONSENTS)  # fmt: skip
FIELDS = (*ONE, *MANY)
NONE = "none"  # ticked: none of these, which is an answer; nothing ticked is not
YES_NO = {"yes": True, "no": False}
LONGEST = 200

Answers = dict[str, list[str]]


def read(post: Mapping[str, Sequence[str]]) -> Answers:
    """The answers in a form: known fields only, each value cut to what a field can hold, empty ones left out."""
    found: Answers = {}
    for name in FIELDS:
        values = [clean(value).strip()[:LONGEST] for value in post.get(name, ())]
        kept = list(dict.fromkeys(value for value in values if value))[:60]
        if kept:
            found[name] = kept if name in MANY else kept[-1:]
    return found


def clean(value: str) -> str:
    """A value without control characters: no keyboard makes them, a page may not hold them, and a terminal obeys them."""
    return "".join(character for character in value if unicodedata.category(character) not in ("Cc", "Cs"))


def one(answers: Answers, name: str) -> str:
    """The answer to a question with one; empty where nobody gave it."""
    return answers.get(name, [""])[0]


def situation(answers: Answers, today: date) -> dict[str, Any]:
    """The situation as the plan's reader takes it. Values are not judged here: the reader has the sentences for that."""
    told: dict[str, Any] = {"state_responsible": one(answers, "state"), "acts": answers.get("acts", [])}
    told |= _place(answers) | _time(answers, today) | _person(answers) | _contact(answers)
    for name, fact in (("detained", "detained_now"), ("missing", "missing_now"), ("danger", "irreparable_harm_imminent")):
        told[fact] = _yes_no(one(answers, name))
    alive = _yes_no(one(answers, "alive"))
    told["deceased"] = not alive if isinstance(alive, bool) else alive
    told["domestic_remedies"] = one(answers, "remedies") or None
    told["perpetrator"] = one(answers, "perpetrator") or None
    told["urgency"] = one(answers, "urgency") or None
    # "Yes" without naming the body tells the plan nothing: it could not say which way is barred. The hint sends to a lawyer.
    if one(answers, "pending_any") == "no":
        told["pending_procedures"] = told["past_procedures"] = []
    elif "pending" in answers:
        told["pending_procedures"] = answers["pending"]
    consent = {name: _yes_no(one(answers, name)) for name in CONSENTS if one(answers, name)}
    if consent:
        told["consent"] = consent
    return {name: value for name, value in told.items() if value is not None}


def _yes_no(answer: str) -> bool | str | None:
    return YES_NO.get(answer, answer or None)


def _place(answers: Answers) -> dict[str, Any]:
    """Where the person is, and whether in exile: who is abroad for a week is not, and loses help meant for those at home if
    taken for it. Nor is a foreigner who lives at home. So only one answer makes an exile: that going back is dangerous.
    """
    where = one(answers, "present")
    told: dict[str, Any] = {}
    if where == "same":
        told["present_country"] = one(answers, "state")
    elif where == "other":
        can_return, country = _yes_no(one(answers, "can_return")), one(answers, "present_country") or None
        in_exile = not can_return if isinstance(can_return, bool) else can_return
        # Abroad, no country told: "not in exile" would have the plan look for her at home, where she is not.
        told |= {"present_country": country, "in_exile": None if in_exile is False and country is None else in_exile}
    elif where:
        told["present_country"] = where
    if one(answers, "national") == "yes":
        told["nationality"] = [one(answers, "state")]
    return told


def _time(answers: Answers, today: date) -> dict[str, Any]:
    when = one(answers, "when")
    if one(answers, "when_date") and when in ("", "date"):
        return {"facts_date": one(answers, "when_date")}
    if when in WHEN:
        back, until = WHEN[when]
        return {"facts_date": f"{today - timedelta(days=back)}/{today - timedelta(days=until)}"}
    return {"facts_date": when} if when and when != "date" else {}


def _person(answers: Answers) -> dict[str, Any]:
    victim: dict[str, Any] = {}
    if one(answers, "kind"):
        victim["kind"] = one(answers, "kind")
    if "categories" in answers:
        victim["categories"] = [code for code in answers["categories"] if code != NONE]
    told: dict[str, Any] = {"victim": victim} if victim else {}
    if "grounds" in answers:
        told["discrimination_grounds"] = [code for code in answers["grounds"] if code != NONE]
    return told


def _contact(answers: Answers) -> dict[str, Any]:
    form = one(answers, "un")
    bodies = answers.get("un_bodies", [])
    if form == "no":
        return {"un_cooperation": []}
    if not form and not bodies:
        return {}
    which = one(answers, "un_which")
    extra = {"form": form} if form else {}
    return {
        "un_cooperation": [
            {"body": body, **extra, **({"which": which} if which and body in ("un-treaty-body", "un-special-procedures") else {})}
            for body in bodies or ["un-unspecified"]
        ]
    }


# Which question a fact of the plan's reader came from, so that its sentence stands beside it.
QUESTION_OF = {
    "state_responsible": "state", "acts": "acts", "present_country": "present_country", "nationality": "national",
    "in_exile": "can_return", "facts_date": "when_date", "detained_now": "detained", "missing_now": "missing", "deceased": "alive",
    "irreparable_harm_imminent": "danger", "urgency": "urgency", "victim.kind": "kind", "victim.categories": "categories",
    "discrimination_grounds": "grounds", "un_cooperation": "un_bodies", "domestic_remedies": "remedies",
    "perpetrator": "perpetrator", "pending_procedures": "pending", "other_cooperation": "un",
    **{f"consent.{name}": name for name in CONSENTS},
}  # fmt: skip


def question_of(field: str) -> str:
    """The question for a field of a problem, such as `acts[2]` or `un_cooperation[1].form`."""
    if field.startswith("un_cooperation") and field.endswith(".form"):
        return "un"
    bare = field.partition("[")[0]
    return QUESTION_OF.get(field, QUESTION_OF.get(bare, "state"))
