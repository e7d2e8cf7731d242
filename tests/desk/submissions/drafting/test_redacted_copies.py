"""A redacted copy shows less than its original, but it rests on the same word and is as secret."""

from dataclasses import replace
from typing import Any

import pytest

from alongside.desk.submissions.drafting.lineage import lineage
from alongside.desk.submissions.drafting.naming import Naming, Terms
from alongside.facts.evidence import Evidence
from alongside.facts.fact import Fact
from tests.desk.submissions.drafting.whole import (
    AMAL,
    BORIS,
    EMIR,
    RAPPORTEUR,
    SECRET,
    TO_STATE,
    TODAY,
    agreed,
    happened,
    people,
    person,
)


def file(number: int, **told: Any) -> Evidence:
    given: dict[str, Any] = {"id": f"{number:032x}", "revision": 1, "file": "0" * 32, "sha256": "0" * 64, "size": 1,
                             "cleaning": "cleaned", "arrived": "2026-11-01T00:00:00Z", "arrived_by": "9" * 32}  # fmt: skip
    return Evidence(**(given | told))


ORIGINAL = file(901, about=(AMAL,))
COPY = file(902, about=(AMAL,), copy_of=ORIGINAL.id)
COPY_OF_COPY = file(903, about=(AMAL,), copy_of=COPY.id)


def why_not(one: Evidence, *facts: Fact) -> str | None:
    case = [*people(), *happened(), *agreed(AMAL), *facts, one]
    return Naming(case, Terms(RAPPORTEUR, TODAY, TO_STATE)).why_not(one)


@pytest.mark.parametrize("copy", [COPY, COPY_OF_COPY])
def test_a_copy_stays_where_the_source_of_its_original_did_not_agree(copy: Evidence) -> None:
    told = replace(ORIGINAL, source=EMIR)
    assert why_not(copy, told, COPY) == "consent"
    assert why_not(copy, told, COPY, *agreed(EMIR)) is None
    assert why_not(copy, ORIGINAL, replace(COPY, source=EMIR) if copy is COPY_OF_COPY else COPY) == (
        "consent" if copy is COPY_OF_COPY else None
    )


@pytest.mark.parametrize("copy", [COPY, COPY_OF_COPY])
def test_a_copy_stays_where_its_original_or_what_that_is_about_is_confidential(copy: Evidence) -> None:
    assert why_not(copy, replace(ORIGINAL, confidential=True), COPY) == "confidential"
    assert why_not(copy, replace(ORIGINAL, about=(SECRET,)), COPY) == "confidential"
    assert why_not(replace(copy, about=(SECRET,)), ORIGINAL, COPY) == "confidential"


def test_a_copy_may_show_fewer_persons_than_its_original_where_it_says_so() -> None:
    both = replace(ORIGINAL, about=(AMAL, BORIS))
    assert why_not(COPY, both) is None
    assert why_not(replace(COPY, about=()), both) == "consent"
    hidden = person("7" * 32, "hidden", "relative", confidential=True)
    assert why_not(COPY, replace(ORIGINAL, about=(AMAL, hidden.id)), hidden) is None
    assert why_not(replace(COPY, about=()), replace(ORIGINAL, about=(AMAL, hidden.id)), hidden) == "confidential"


def test_copies_that_an_import_tied_in_a_ring_are_looked_at_once_each() -> None:
    one, other = file(901, copy_of=f"{902:032x}"), file(902, copy_of=f"{901:032x}")
    assert lineage(one, {one.id: one, other.id: other}) == (one, other)
