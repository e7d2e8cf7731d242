"""Whatever the ledger holds and whatever is chosen: nothing of a person stands in a draft that her own row does not allow."""

import datetime
from dataclasses import replace
from functools import cache
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.desk.submissions.drafting.draft import Drafted
from alongside.desk.submissions.drafting.naming import NAMED, RANK, SENDER_ONLY
from alongside.facts import codes, normal
from alongside.facts.consent import Consent, may_leave
from alongside.facts.events import Act, Detention, Event
from alongside.facts.fact import Fact
from alongside.facts.following import UnMention
from alongside.facts.persons import Person
from tests.desk.submissions.drafting.whole import (
    AMAL,
    BORIS,
    CHEN,
    DINA,
    EMIR,
    FARAH,
    PERSONS,
    RAPPORTEUR,
    TODAY,
    agreed,
    done,
    form,
    happened,
    made,
    people,
    text,
    yes,
)
from tests.facts.making import facts as any_facts

WORDS = {AMAL: "amal", BORIS: "boris", CHEN: "chen", DINA: "dina", EMIR: "emir", FARAH: "farah"}
# What of a person only her name's own yes lets out, by the endings of her words; and what needs that she is known to the sender.
NAMES = ("given", "family", "translit", "birthplace", "organisation", "paper7788", "street", "town", "phone", "tongue")
NEVER = ("unsafe",)  # a way of contact that nobody called safe
KNOWN = ("permit", "occupation", "work")
# Everybody is named in every account, as nobody should write it.
GOSSIP = " ".join(
    f"{word}given {word.upper()}FAMILY ({word}translit) of {word}organisation, {word}street 12, {word}town, {word}phone,"
    f" {word}unsafe@example.org, paper {word}paper7788, born in {word}birthplace;"
    for word in WORDS.values()
)
HOMES = " ".join(f"{word}given {word}family, {word}street 12," for word in WORDS.values())
PLACES = {
    "arrestplace": (AMAL, BORIS),
    "vanishedplace": (AMAL,),
    "heldplace": (AMAL,),
    "threatplace": (CHEN,),
    "raidplace": (BORIS,),
}
PAPERS = ("A/HRC/1/2", "UA EGY 1/2026", "UA EGY 2/2026")
PROSE = ("description", "impact", "why", "next_event", "wanted", "stated_reason", "method", "attribution", "physical_consequences",
         "psychological_consequences", "status_at_end", "content", "conditions", "health", "charges", "legal_basis", "what",
         "result", "why_none", "about", "how_perpetrator_knew", "asked", "response", "impact", "summary", "how_known",
         "human_rights_work",
         "party", "where", "authority", "channel", "court_case", "which")  # fmt: skip


def gossiping(fact: Fact) -> Fact:
    """The fact, all of whose accounts name everybody and every place."""
    if isinstance(fact, Person | UnMention):
        return fact
    if isinstance(fact, Event | Act | Detention) and fact.place:  # also a place may be told by somebody who names others in it
        fact = replace(fact, place=f"{fact.place}, {HOMES}")
    told = {
        name: f"{getattr(fact, name)} {GOSSIP} {' '.join(PLACES)}" for name in PROSE if isinstance(getattr(fact, name, None), str)
    }
    return replace(fact, **told)


@cache
def told() -> tuple[Fact, ...]:
    return tuple(gossiping(fact) for fact in (*people(), *happened(), *done()))


answers = st.sampled_from(codes.CONSENT_ANSWERS)
whom = st.sampled_from((RAPPORTEUR.id, "class:un-special-procedure", "responsible-state", "public", "everyone"))


@st.composite
def records(draw: Any) -> Consent:
    number = draw(st.integers(5000, 5999))
    answer = draw(answers)
    recipient = draw(whom)
    if answer == "agreed" and recipient == "everyone":
        recipient = RAPPORTEUR.id
    person = draw(st.sampled_from(PERSONS))
    day = datetime.date(2026, 11, draw(st.integers(1, 20)))
    more = {"answer": answer, "date": day, "risks_explained": draw(st.sampled_from((True, True, True, None)))}
    return yes(person, number, recipient=recipient, purpose=draw(st.sampled_from(("send", "name", "publish"))), **more)


ledgers = st.lists(records(), max_size=8, unique_by=lambda one: one.id)
bases = st.lists(st.sampled_from(PERSONS), unique=True).flatmap(
    lambda sent: st.lists(st.sampled_from(sent), unique=True).map(lambda named: (sent, named)) if sent else st.just(([], []))
)
levels = st.dictionaries(st.sampled_from(PERSONS), st.sampled_from(codes.NAMING)).map(lambda chosen: tuple(chosen.items()))
forms = st.sampled_from((form(), form(naming=()), form(naming=(("public", "publish"),))))


def ledger(base: tuple[list[str], list[str]], more: list[Consent]) -> list[Fact]:
    return [*agreed(*base[0], named=False), *(one for one in agreed(*base[1]) if one.purpose == "name"), *more]


def leaks(drafted: Drafted) -> list[str]:
    """Words that stand in the draft and that no row allows."""
    said = normal.fold(text(drafted))
    level = dict(drafted.levels)
    found = []
    for person, word in WORDS.items():
        rank = RANK[level[person]]
        forbidden = [*NEVER, *(NAMES if rank < RANK[NAMED] else ()), *(KNOWN if rank < RANK[SENDER_ONLY] else ())]
        found += [word + ending for ending in forbidden if word + ending in said]
    for place, persons in PLACES.items():
        if all(RANK[level[one]] < RANK[SENDER_ONLY] for one in persons) and place in said:
            found.append(place)
    return found + [
        word for word in ("secretdescription", "eventtitle", "measureplanned", "othernext", "otherspoke") if word in said
    ]


@settings(max_examples=30)
@given(bases, ledgers, levels, forms, st.sampled_from(("ar", "en", "es", "fr", "ru", "zh")))
def test_no_word_of_a_person_stands_in_a_draft_that_her_row_does_not_allow(
    base: Any, more: Any, chosen: Any, asks: Any, lang: str
) -> None:
    drafted = made([*told(), *ledger(base, more)], form_=asks, levels=chosen, lang=lang)
    assert leaks(drafted) == []
    assert made([*told(), *ledger(base, more)], form_=asks, levels=chosen, lang=lang) == drafted


@settings(max_examples=40)
@given(bases, ledgers, levels, forms)
def test_no_person_is_told_of_more_than_the_ledger_and_the_officer_allow(base: Any, more: Any, chosen: Any, asks: Any) -> None:
    facts = [*told(), *ledger(base, more)]
    records = [one for one in facts if isinstance(one, Consent)]
    level = dict(made(facts, form_=asks, levels=chosen).levels)
    for one in people():
        if isinstance(one, Person) and one.id in PERSONS:
            rank = RANK[level[one.id]]
            assert rank <= RANK[dict(chosen).get(one.id, NAMED)]
            if may_leave(records, one, RAPPORTEUR, "send", TODAY).value != "yes":
                assert rank == 0
            elif any(may_leave(records, one, whom, what, TODAY).value != "yes" for whom, what in asks.naming):
                assert rank < RANK[NAMED]


@settings(max_examples=40)
@given(bases, ledgers, levels, st.sampled_from(PERSONS), st.sampled_from(("send", "name", "everything")), forms)
def test_withdrawing_a_consent_never_adds_anything(base: Any, more: Any, chosen: Any, who: str, what: str, asks: Any) -> None:
    facts = [*told(), *ledger(base, more)]
    withdrawal = yes(who, 9999, recipient="everyone", purpose=what, answer="withdrawn", date=TODAY)
    before, after = made(facts, form_=asks, levels=chosen), made([*facts, withdrawal], form_=asks, levels=chosen)
    ranks = dict(before.levels)
    assert all(RANK[level] <= RANK[ranks[one]] for one, level in after.levels)
    assert set(after.consents) <= set(before.consents)
    for earlier, later in zip(before.shown, after.shown, strict=True):
        assert set(later.facts) <= set(earlier.facts), later.field.key
        words = [word + ending for word in WORDS.values() for ending in (*NAMES, *NEVER, *KNOWN)] + [*PLACES]
        now, then = normal.fold(later.text), normal.fold(earlier.text)
        new = [word for word in words if word in now and word not in then]
        assert new == [], later.field.key


@settings(max_examples=40)
@given(bases, ledgers)
def test_a_closed_case_tells_nothing(base: Any, more: Any) -> None:
    drafted = made([*told(), *ledger(base, more)], closed=True)
    assert {level for _, level in drafted.levels} == {"left-out"}
    assert drafted.consents == ()
    assert {one.field.key for one in drafted.shown if one.facts} == set()
    assert {one.field.key for one in drafted.shown if one.text} == {"submitter", "follow-up"}


@settings(max_examples=40)
@given(st.lists(any_facts, max_size=12), st.sampled_from(("ar", "en", "zh")))
def test_any_facts_at_all_make_a_draft_in_which_nobody_unasked_stands(facts: list[Fact], lang: str) -> None:
    once = list({one.id: one for one in facts}.values())
    drafted = made(once, lang=lang)
    assert [one.field.key for one in drafted.shown] == [one.key for one in form().fields]
    asked = [one for one in once if isinstance(one, Consent)]
    for one in once:
        if isinstance(one, Person) and "harmed" in one.roles and dict(drafted.levels)[one.id] != "left-out":
            assert may_leave(asked, one, RAPPORTEUR, "send", TODAY).value == "yes"
