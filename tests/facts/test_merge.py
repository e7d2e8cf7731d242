"""Two edits of one record: what each changed alone is kept, what both changed is shown with both texts."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alongside.facts.fact import Fact
from alongside.facts.fields import declared
from alongside.facts.merge import Conflict, merge
from alongside.facts.protection import Note, Task
from tests.facts.making import ALICE, BOB, consent, facts, tables

CALM = settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
BASE = Task(id=ALICE, revision=4, what="Call the lawyer", owner=BOB)


def test_what_each_changed_alone_is_kept() -> None:
    mine = replace(BASE, due=date(2026, 12, 1))
    theirs = replace(BASE, what="Call both lawyers", owner=None, revision=5)
    merged = merge(BASE, mine, theirs)
    assert merged.conflicts == ()
    assert merged.fact == Task(id=ALICE, revision=6, what="Call both lawyers", due=date(2026, 12, 1))


def test_where_both_changed_the_same_field_both_texts_come_back() -> None:
    mine, theirs = replace(BASE, what="Mine"), replace(BASE, what="Theirs", revision=5)
    merged = merge(BASE, mine, theirs)
    assert merged.conflicts == (Conflict("what", "Call the lawyer", "Mine", "Theirs"),)
    assert isinstance(merged.fact, Task) and merged.fact.what == "Theirs"


def test_one_change_made_by_both_is_no_conflict() -> None:
    both = replace(BASE, what="Done")
    assert merge(BASE, both, both).conflicts == ()


def test_fields_of_a_later_version_are_merged_like_the_others() -> None:
    base = replace(BASE, extra={"a": 1, "b": 1, "c": None})
    mine = replace(base, extra={"a": 2, "b": 2})
    theirs = replace(base, extra={"a": 1, "b": 3, "c": None, "d": 4})
    merged = merge(base, mine, theirs)
    assert merged.fact.extra == {"a": 2, "b": 3, "d": 4}
    assert merged.conflicts == (Conflict("b", 1, 2, 3),)


def test_a_consent_is_never_put_together_from_two_halves() -> None:
    base = consent()
    mine, theirs = replace(base, recipient="wgeid"), replace(base, purpose="publish", revision=2)
    merged = merge(base, mine, theirs)
    assert merged.fact == replace(theirs, revision=3)
    assert merged.conflicts == (Conflict("recipient", "un-wgad", "wgeid", "un-wgad"),)
    later = merge(base, replace(base, extra={"later": 1}), theirs)
    assert later.fact.extra == {} and later.conflicts == (Conflict("later", None, 1, None),)
    assert merge(base, mine, base).fact == replace(mine, revision=2)


def test_different_records_are_not_merged() -> None:
    for other in (replace(BASE, id=BOB), Note(id=ALICE, revision=1, text="x")):
        with pytest.raises(ValueError, match="not the same record"):
            merge(BASE, BASE, other)


@given(facts, st.data())
@CALM
def test_nothing_is_lost_and_nothing_invented(base: Fact, data: st.DataObject) -> None:
    mine, theirs = (replace(data.draw(tables(type(base))), id=base.id) for _ in range(2))
    merged = merge(base, mine, theirs)
    clashing = {conflict.field for conflict in merged.conflicts}
    for name in declared(type(base)):
        if name in ("id", "revision"):
            continue
        was, left, right, now = (getattr(one, name) for one in (base, mine, theirs, merged.fact))
        assert now in (left, right)
        assert left in (was, now) or name in clashing
        assert right in (was, now)
    for name in {*mine.extra, *theirs.extra} - clashing:
        for one in (mine, theirs):
            assert base.extra.get(name, "-") == one.extra.get(name, "-") or merged.fact.extra.get(name, "-") == one.extra.get(
                name, "-"
            )


@given(facts, st.data())
@CALM
def test_one_edit_alone_is_taken_as_it_is(base: Fact, data: st.DataObject) -> None:
    edit = replace(data.draw(tables(type(base))), id=base.id)
    for mine, theirs in ((edit, base), (base, edit)):
        merged = merge(base, mine, theirs)
        assert merged.conflicts == () and replace(merged.fact, revision=edit.revision) == edit
