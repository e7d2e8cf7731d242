"""Files and the originals of which they are redacted copies: what they are about, on whose word they rest, how secret they are.

A copy shows less than its original. But who gave the original is found through the copy as well, and a confidential file does not
become public by a black box.
"""

from __future__ import annotations

from collections.abc import Mapping

from alongside.facts.evidence import Evidence
from alongside.facts.fact import Fact
from alongside.facts.persons import Person


def lineage(one: Evidence, facts: Mapping[str, Fact]) -> tuple[Evidence, ...]:
    """A file, the one of which it is a redacted copy, and so on to the original, as far as the case still has them."""
    found = {one.id: one}
    while isinstance(before := facts.get(one.copy_of or ""), Evidence) and before.id not in found:
        found[before.id] = one = before
    return tuple(found.values())


def about_of(one: Evidence, facts: Mapping[str, Fact]) -> tuple[str, ...]:
    """What a file is about; a redacted copy of which nobody said it, what its original is about."""
    return next((each.about for each in lineage(one, facts) if each.about), ())


def sources_of(one: Evidence, facts: Mapping[str, Fact]) -> tuple[str, ...]:
    """Who gave a file, or the original of which it is a copy."""
    return tuple(dict.fromkeys(each.source for each in lineage(one, facts) if each.source is not None))


def is_secret(one: Evidence, facts: Mapping[str, Fact]) -> bool:
    """Whether a file, its original or what either is about is confidential. A copy that says whom it still shows does not show the others,
    but what happened stays what it was."""
    files = lineage(one, facts)
    behind = {id_ for each in files for id_ in each.about if not isinstance(facts.get(id_), Person)}
    about = {*about_of(one, facts), *behind}
    return any(each.confidential for each in files) or any(facts[id_].confidential for id_ in about if id_ in facts)
