"""What a partner's news change of a fact that came from there, and what stays as this desk has it. Pure.

Whether somebody is asked at all, who decides for her, whether she is a child or in need of special care, whom a fact is about, on whose
word it rests and what was done: these decide what may leave from here, and no other desk decides that. Nor does it take out
the names, numbers and homes by which this desk finds her in its own texts. What they say of it stands in a note beside the fact, for a
person to judge. What only protects her more is taken at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from alongside.desk.submissions.referral.travelling import SUBJECTS
from alongside.facts.fact import Fact
from alongside.facts.persons import Person
from alongside.facts.when import When

# By kind, beside whom or what a fact is about: how close somebody stands, and who is behind it, decides whether he is named for her.
OURS: Mapping[str, tuple[str, ...]] = {
    "person": (
        "roles", "counting_unit", "perpetrator_type", "decided_by", "can_decide", "cannot_decide_since", "alive", "died", "born",
        "categories", "names", "contact_ways", "address", "identity_papers",
    ),
    "act": ("code", "sources", "perpetrators"), "event": ("perpetrator",), "involvement": ("person", "type"), "relation": ("type",),
}  # fmt: skip
GROWING = ("categories", "perpetrators", "names", "contact_ways")  # lists in which more is never less care
KNOWN = ("address", "identity_papers")
# What our own texts are searched for: where she still goes by name, no other desk takes any of it out.
FOUND_BY = ("names", "contact_ways", *KNOWN)
CHILD = "child"


def with_ours(here: Fact, theirs: Fact, today: date) -> tuple[Fact, tuple[str, ...]]:
    """Their newer text with what stays ours, and the names of the fields of which they say something else."""
    own = {name: _kept(here, theirs, name, today) for name in _names(here)}
    made = replace(theirs, revision=here.revision, confidential=here.confidential, **own)
    return made, tuple(name for name, value in own.items() if value != getattr(theirs, name))


def _names(fact: Fact) -> tuple[str, ...]:
    names = (*OURS.get(fact.KIND, ()), *SUBJECTS.get(fact.KIND, ()), *(("source",) if hasattr(fact, "source") else ()))
    return tuple(dict.fromkeys(names))


def _kept(here: Fact, theirs: Fact, name: str, today: date) -> Any:
    """What a field says from now on."""
    mine, said = getattr(here, name), getattr(theirs, name)
    if isinstance(here, Person) and isinstance(theirs, Person) and name in ("born", "categories"):
        # With a child, who decides for her is heard: nobody whom we recorded for another day gets a say by another desk's word.
        newly = not here.may_be_child(today) and replace(here, **{name: said}).may_be_child(today)
        if newly and here.decided_by:
            return mine if name == "born" else _grown(mine, tuple(one for one in said if one != CHILD))
    if name in FOUND_BY and not getattr(theirs, "names", ()):
        return said  # she took her name back there: what leads to her goes with it
    if name in GROWING:
        return _grown(mine, said)
    if name == "born":
        return said if _as_young(mine, said) else mine
    if name in KNOWN:
        return mine or said
    return mine


def _grown(mine: tuple[str, ...] | None, said: tuple[str, ...] | None) -> tuple[str, ...] | None:
    """All that either desk says."""
    return said if set(mine or ()) <= set(said or ()) else tuple(dict.fromkeys((*(mine or ()), *(said or ()))))


def _as_young(mine: When | None, said: When | None) -> bool:
    """Whether nobody is taken for older than we took her."""
    ours, theirs = (one.span if one else None for one in (mine, said))
    return ours is None or (theirs is not None and theirs.last >= ours.last)
