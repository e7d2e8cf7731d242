"""A partner's news do not change whom this desk asks, who decides for her, or whom a fact is about."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.desk.submissions.referral.ours import with_ours
from tests.desk.cases.telling import fact
from tests.facts.making import whens

TODAY = date(2026, 11, 22)
HER, OTHER = "a" * 32, "b" * 32


def merged(kind, ours, theirs):
    here = fact(kind, **ours)
    said = replace(fact(kind, **ours | theirs), id=here.id)
    return with_ours(here, said, TODAY)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ({"born": "2011"}, {"born": "2001"}),
        ({"born": "2011"}, {"born": None}),
        ({"born": "2011"}, {"born": "XXXX"}),
        ({"alive": True}, {"alive": False}),
        ({}, {"alive": False, "died": "2026-01-01"}),
        ({"can_decide": False, "cannot_decide_since": "2026-01-01"}, {"cannot_decide_since": "2026-09-01"}),
        ({"can_decide": False}, {"cannot_decide_since": "2026-09-01"}),
        ({"categories": ["child", "lgbti"]}, {"categories": ["woman"]}),
        ({"categories": ["lgbti"]}, {"categories": []}),
        ({"roles": ["harmed"]}, {"roles": ["perpetrator"]}),
        ({"decided_by": [OTHER]}, {"born": "2011"}),
        ({"decided_by": [OTHER]}, {"categories": ["child"]}),
    ],
)
def test_what_decides_whom_we_ask_stays_as_we_have_it(ours, theirs):
    told = {name: value for name, value in theirs.items() if value is not None}
    here = fact("person", **ours)
    said = (
        replace(here, born=None)
        if "born" in theirs and theirs["born"] is None
        else replace(fact("person", **ours | told), id=here.id)
    )
    made, kept = with_ours(here, said, TODAY)
    assert set(kept) == set(theirs)
    for name in kept:
        was, now = getattr(here, name), getattr(made, name)
        assert set(was or ()) <= set(now or ()) if name == "categories" else now == was
    assert made.may_be_child(TODAY) == here.may_be_child(TODAY)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ({}, {"born": "1990"}),
        ({}, {"born": "2012"}),
        ({"born": "1990"}, {"born": "1991-02"}),
        ({}, {"categories": ["child"]}),
        ({"categories": ["lgbti"]}, {"categories": ["child", "lgbti"]}),
        ({}, {"occupation": "Teacher", "sex": "female"}),
    ],
)
def test_what_protects_her_more_or_asks_nobody_less_is_taken(ours, theirs):
    made, kept = merged("person", ours, theirs)
    assert kept == ()
    assert all(getattr(made, name) == getattr(fact("person", **theirs), name) for name in theirs)


def test_a_category_that_they_add_is_taken_where_they_drop_another():
    made, kept = merged("person", {"categories": ["child"]}, {"categories": ["lgbti"]})
    assert set(made.categories) == {"child", "lgbti"} and kept == ("categories",)


def test_what_finds_her_in_our_own_texts_grows_and_goes_only_with_her_name():
    """A spelling that they dropped opened our net for what we write ourselves."""
    ours = {
        "names": [{"text": "Amal", "transliterations": ["أمل"]}],
        "contact_ways": [{"kind": "phone", "value": "+00 1"}],
        "address": "Harbour",
    }
    made, kept = merged("person", ours, {"names": [{"text": "Amal Fictional"}], "contact_ways": [], "address": "Hill"})
    assert {one.text for one in made.names} == {"Amal", "Amal Fictional"} and made.address == "Harbour" and made.contact_ways
    assert kept == ("names", "contact_ways", "address")
    assert merged("person", {}, {"address": "Hill", "names": [{"text": "Amal"}]})[0].address == "Hill"
    made, kept = merged("person", ours, {"names": [], "contact_ways": []})
    assert made.names == () and made.contact_ways == ()


@pytest.mark.parametrize(
    ("kind", "ours", "theirs"),
    [
        ("act", {"code": "sexual-violence", "victims": [HER]}, {"code": "threats"}),
        ("act", {"code": "threats", "victims": [HER]}, {"victims": [HER, OTHER]}),
        ("act", {"code": "threats", "victims": [HER], "sources": [OTHER]}, {"sources": []}),
        ("act", {"code": "threats", "perpetrators": [OTHER]}, {"perpetrators": []}),
        ("detention", {"person": HER}, {"person": OTHER}),
        ("cooperation", {"body": "un-upr", "by": HER}, {"by": OTHER}),
        ("intervention", {"persons": [HER]}, {"persons": [OTHER]}),
        ("information", {"source": HER, "about": [OTHER]}, {"source": OTHER}),
        ("event", {"perpetrator": "private"}, {"perpetrator": "state"}),
        ("involvement", {"act": HER, "person": OTHER, "type": "family"}, {"type": "police"}),
        ("relation", {"person": HER, "other": OTHER, "type": "colleague"}, {"type": "spouse"}),
    ],
)
def test_whom_a_fact_is_about_and_what_was_done_stay_as_we_have_them(kind, ours, theirs):
    made, kept = merged(kind, ours, theirs)
    here = fact(kind, **ours)
    assert kept == tuple(theirs) and all(getattr(made, name) == getattr(here, name) for name in theirs)


def test_the_rest_of_a_fact_is_theirs_and_its_secrecy_ours():
    here = fact("act", code="threats", victims=[HER], perpetrators=[HER], confidential=True)
    said = replace(here, description="At night", perpetrators=(HER, OTHER), confidential=None, revision=9)
    made, kept = with_ours(here, said, TODAY)
    assert kept == () and made == replace(said, revision=1, confidential=True)


days = st.none() | whens
categories = st.none() | st.lists(st.sampled_from(["child", "lgbti", "woman"]), unique=True).map(tuple)


@given(days, days, categories, categories, st.booleans(), st.dates(date(2000, 1, 1), TODAY))
def test_whatever_they_say_nobody_is_less_a_child_on_any_day_and_nobody_new_speaks_for_her(mine, said, own, theirs, guarded, day):
    here = replace(fact("person", decided_by=[OTHER] if guarded else []), born=mine, categories=own)
    made, _ = with_ours(here, replace(here, born=said, categories=theirs), TODAY)
    assert made.may_be_child(day) or not here.may_be_child(day)
    assert set(own or ()) <= set(made.categories or ())
    if guarded:
        assert made.may_be_child(TODAY) == here.may_be_child(TODAY)
