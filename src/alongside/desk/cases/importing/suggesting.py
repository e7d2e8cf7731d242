"""What each column will probably become, by its heading alone. A suggestion: a person looks at it before anything is read by it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from alongside.desk.cases import words
from alongside.desk.cases.importing import targets
from alongside.desk.cases.importing.targets import NAMES, SLOTS, Target
from alongside.directory.vocabulary import LANGUAGES
from alongside.language.countries import fold

HEADINGS = Path(__file__).with_name("headings.toml")
_NUMBER = re.compile(r"(?:^|\D)(\d{4})(?!\d|_)")
_FIRST = ("person", "event", "act", "detention", "cooperation", "intervention")  # whose questions are known by their words


def suggested(headings: Sequence[str], remembered: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """A target for each column, or nothing. What she chose for a heading before comes first. No field is given to two columns, but
    notes are: of two that fit, the first has it."""
    found: list[str] = []
    for heading in headings:
        name = (remembered or {}).get(fold(heading))
        name = _known(heading) if name is None else name
        found.append("" if name in found and name != targets.NOTE else name)
    return tuple(found)


def _known(heading: str) -> str:
    """The target of one heading: spelled out, told by the number of HURIDOCS, or known by its words."""
    spelled = targets.read(heading)
    if spelled:
        return spelled
    number = _NUMBER.search(heading)
    if number and number[1] in targets.by_number():
        return targets.by_number()[number[1]].name
    return _by_words().get(fold(heading), "")


@cache
def _by_words() -> Mapping[str, str]:
    """Targets by folded heading. The file is stronger than the questions of our forms, of which several kinds share some."""
    found: dict[str, str] = {}
    for slot in _FIRST:
        for field in targets.fields_of(slot):
            for lang in LANGUAGES:
                found.setdefault(fold(question(slot, field, lang)), Target(slot, field).name)
    for known in reversed(tomllib.loads(HEADINGS.read_text("utf-8")).values()):
        found |= known
    return found


def question(slot: str, field: str, lang: str) -> str:
    """What a field is called in a list of fields."""
    if slot in SLOTS and (field in NAMES or field in targets.CONTACTS) and SLOTS[slot][0].KIND == "person":
        return words.cases(lang).say(f"import.field.{field}")
    return words.field(SLOTS[slot][0].KIND, field, lang)


def label(name: str, lang: str) -> str:
    """A target in words: "person: name", "act 2: when?"."""
    say = words.cases(lang).say
    target = targets.of(name)
    if target is None:
        return say("import.as_case" if name == targets.CASE else "import.as_note")
    return say(
        "import.target",
        {"slot": slot_label(target.slot, target.number, lang), "field": question(target.slot, target.field, lang)},
    )


def slot_label(slot: str, number: int, lang: str) -> str:
    """The heading over the fields of a slot."""
    say = words.cases(lang).say
    own = slot in ("person", "relative", "perpetrator", "source")
    said = say(f"import.slot.{slot}") if own else words.capital(words.kind(SLOTS[slot][0].KIND, lang))
    return f"{said} {number}" if number > 1 else said
