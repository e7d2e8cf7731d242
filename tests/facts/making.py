"""Facts for tests: drawn by Hypothesis from their own declarations, so that a new field is tested the day it is declared."""

import datetime
from dataclasses import MISSING
from functools import cache
from typing import Any

from hypothesis import strategies as st

from alongside.directory.reader import load
from alongside.facts import fields
from alongside.facts.consent import CLASSES, RECIPIENT, Consent
from alongside.facts.evidence import FILE, INSTANT, SHA256
from alongside.facts.fact import Fact
from alongside.facts.persons import Person, PersonName
from alongside.facts.plain import KINDS
from alongside.facts.when import NOBODY_KNOWS, When

TODAY = datetime.date(2026, 11, 22)
IDS = [f"{number:032x}" for number in range(1, 9)]
ALICE, BOB, CHARLIE = IDS[:3]
STATES = sorted(iso3 for iso3, row in load().states.items() if row["un"] != "territory")
MECHANISMS = sorted(load().mechanisms)

letters = st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n\t")
texts = st.text(letters, min_size=1, max_size=30).filter(lambda text: bool(text.strip()))
days = st.dates(datetime.date(1990, 1, 1), datetime.date(2030, 12, 31))
_cut = st.sampled_from((10, 7, 4))
_single = st.builds(lambda day, length: day.isoformat()[:length], days, _cut)
_ranges = st.builds(lambda one, other: "/".join(sorted((one.isoformat(), other.isoformat()))), days, days)
whens = st.one_of(_single, _single.map(lambda text: f"{text}~"), _ranges, st.just(NOBODY_KNOWS)).map(When)
json_values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.floats(allow_nan=False, allow_infinity=False) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=5,
)
later_fields = st.dictionaries(texts.map(lambda text: f"later {text}"), json_values, max_size=2)


def values(kind: Any) -> st.SearchStrategy[Any]:
    """Good values of one kind of field."""
    match kind:
        case fields.Formed():
            return st.sampled_from(["AL BHR 2/2021", "EGY 13/2020"])
        case fields.Text():
            return texts
        case fields.Code():
            return st.sampled_from(list(kind.accepted))
        case fields.Shape():
            chosen: dict[fields.Shape, list[str]] = {
                fields.ID: IDS, fields.STATE: STATES, fields.SLUG: MECHANISMS, RECIPIENT: [*MECHANISMS[:3], *CLASSES[:3], "everyone"],
                FILE: ["0f" * 16], SHA256: ["0f" * 32, "a1" * 32], INSTANT: ["2026-03-02T09:30:00Z", "2026-11-22T23:59:59Z"],
            }  # fmt: skip
            return st.sampled_from(chosen[kind])
        case fields.Flag():
            return st.booleans()
        case fields.Number():
            return st.integers(kind.low, kind.high)
        case fields.Day():
            return days
        case fields.Dated():
            return whens
        case fields.Many():
            return st.lists(values(kind.kind), max_size=3, unique=kind.once).map(tuple)
        case fields.Ticks():
            answers = st.sampled_from(list(kind.answers))
            return st.dictionaries(st.sampled_from(["alone", "smear", "way-out"]), answers).map(
                lambda ticks: tuple(ticks.items())
            )
        case fields.Row():
            return tables(kind.of)
    raise AssertionError(kind)


@cache
def tables(table: type[fields.Table]) -> st.SearchStrategy[Any]:
    """Tables of a type, any of the optional fields told or not, with fields of a later version."""
    required, optional = {}, {}
    for name, one in fields.declared(table).items():
        wanted = required if one.default is MISSING else optional
        wanted[name] = values(one.metadata["kind"])
    told = st.fixed_dictionaries(required, optional=optional)
    return st.builds(lambda told, extra: table(**told, extra=extra), told, later_fields).filter(
        lambda made: not [*made.problems()]
    )


facts: st.SearchStrategy[Fact] = st.sampled_from(list(KINDS.values())).flatmap(tables)


def person(who: str = ALICE, **told: Any) -> Person:
    name = told.pop("name", None)
    return Person(id=who, revision=told.pop("revision", 1), names=(PersonName(text=name),) if name else (), **told)


def consent(number: int = 100, **told: Any) -> Consent:
    """Alice's own, informed consent that WGAD gets her name."""
    given: dict[str, Any] = {
        "id": f"{number:032x}", "revision": 1, "person": ALICE, "recipient": "un-wgad", "purpose": "name", "answer": "agreed",
        "date": datetime.date(2026, 11, 1), "given_by": ALICE, "means": "in-person", "language": "ar", "risks_explained": True,
    }  # fmt: skip
    return Consent(**(given | told))
