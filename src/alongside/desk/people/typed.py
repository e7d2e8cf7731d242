"""Fields of a form as a person types them: one value a name, cleaned, with one sentence for what is wrong."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.http import HttpRequest

from alongside.desk.people.models import ROLES
from alongside.directory.vocabulary import LANGUAGES

LONGEST_NAME = 200
LONGEST_HANDLE = 40


class Twice(Exception):
    """A field that can have one value came with several: no form of ours, and no view has to choose among them."""


class NotKept(Exception):
    """What was typed cannot be stored, and no page of its own says why: it is shown once more (`gate`), so that it can be copied."""


class Unseen(Exception):
    """Whoever asks may not see this, or no longer: there is no such page for her (`gate`), wherever in a view it shows."""


@dataclass(slots=True)
class Answers:
    """What was typed, and which key of the catalogue says what is wrong with a field."""

    values: dict[str, str] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)
    roles: list[str] = field(default_factory=list)


def one(request: HttpRequest, name: str) -> str:
    """The value of a field; empty where it is missing. Twice if there are several."""
    values = request.POST.getlist(name)
    if len(values) > 1:
        raise Twice
    return _clean(values[0]) if values else ""


def read(request: HttpRequest, names: Iterable[str]) -> Answers:
    """Fields of a form with what is wrong with each. The names are those of this room's forms."""
    answers = Answers()
    for name in names:
        if name == "roles":
            answers.roles = [role for role in ROLES if role in request.POST.getlist("roles")]
            wrong = "field.roles.none" if not answers.roles else ""
        else:
            answers.values[name] = one(request, name)
            wrong = _fault(name, answers.values[name])
        if wrong:
            answers.faults[name] = wrong
    return answers


def _fault(name: str, value: str) -> str:
    if name == "lang":
        return "" if value in LANGUAGES else "field.lang.unknown"
    if not value:
        return f"field.{name}.missing"
    if len(value) > (LONGEST_HANDLE if name == "handle" else LONGEST_NAME):
        return f"field.{name}.long"
    if name == "handle" and ("@" in value or sum(letter.isdecimal() for letter in value) > 6):
        return "field.handle.address"  # an address or a telephone number says who she is
    return ""


def _clean(value: str) -> str:
    """Without what cannot be seen: control characters, and blanks around it."""
    return "".join(letter for letter in value if unicodedata.category(letter) not in ("Cc", "Cs")).strip()
