"""The timeline: the order of dates with their precision, what lasts, what fell into it, and what nobody can date at the end."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.desk.cases.around.timeline import Moment, moments, years
from alongside.facts.fact import Fact
from tests.desk.cases.telling import fact, person
from tests.desk.cases.walking import walk
from tests.facts.making import facts as any_fact

TODAY = date(2026, 11, 22)
HER = person("Amal Fictional")


def act(code: str, **told: object) -> Fact:
    return fact("act", code=code, **told)


def shown(*facts: Fact) -> list[str]:
    return [one.what if one.what != "act" else one.fact.code for one in moments(facts, TODAY)]


def of(found: list[Moment], code: str) -> Moment:
    return next(one for one in found if getattr(one.fact, "code", "") == code)


def test_everything_stands_in_the_order_of_its_dates_and_what_has_none_at_the_end() -> None:
    assert shown(
        act("killing"),
        act("threats", date="XXXX"),
        act("travel-ban", date="2025-05"),
        fact("cooperation", body="un-ohchr", date="2025-03-11"),
        fact("intervention", party="An embassy", date="2026"),
        fact("domestic-step", step="complaint", date="2025-06-01", final_decision="2026-07-01"),
        fact("state-response", position="denies", date="2025-12"),
        fact("detention", person=HER.id, since="2025-07-01", released="2025-08-01", court_dates=[{"date": "2025-07-03"}]),
    )[:9] == [
        "cooperation",
        "travel-ban",
        "step",
        "detention",
        "hearing",
        "release",
        "response",
        "intervention",
        "decision",
    ]


def test_undated_acts_are_kept_and_known_to_be_so() -> None:
    found = moments([act("killing"), act("threats", date="XXXX"), act("travel-ban", date="2025")], TODAY)
    assert [one.known for one in found] == [True, False, False]
    assert [(year, len(some)) for year, some in years(found)] == [(2025, 1), (None, 2)]


def test_about_may_counts_as_early_as_it_may_have_been() -> None:
    assert shown(act("threats", date="2025-05-03"), act("killing", date="2025-05~")) == ["killing", "threats"]


def test_what_goes_on_covers_what_surely_happened_since() -> None:
    ban = act("travel-ban", date="2025-05", continuing=True)
    found = moments(
        [ban, act("threats", date="2025-05-10"), act("killing", date="2025-06"), act("dismissal", date="2027")], TODAY
    )
    assert of(found, "travel-ban").goes_on
    assert of(found, "threats").during == ()  # perhaps before: the ban may have begun on the 31st
    assert of(found, "killing").during == (ban.id,)
    assert of(found, "dismissal").during == ()  # nobody knows today whether it will still last


def test_what_has_ended_covers_only_what_surely_came_before_its_end() -> None:
    smear = act("smear-campaign", date="2025-01", until="2025-03")
    found = moments([smear, act("threats", date="2025-02-10"), act("killing", date="2025-03-15")], TODAY)
    assert of(found, "threats").during == (smear.id,)
    assert of(found, "killing").during == ()


def test_two_that_overlap_name_each_other() -> None:
    one, two = act("surveillance", date="2025-01-01", until="2025-06-01"), act("travel-ban", date="2025-02-01", continuing=True)
    found = moments([one, two, act("threats", date="2025-03-01")], TODAY)
    assert of(found, "travel-ban").during == (one.id,)
    assert of(found, "threats").during == (one.id, two.id)


def test_an_arrest_did_not_happen_during_the_detention_that_it_began() -> None:
    arrest = act("arrest-detention", date="2026-02-03", until="2026-02-20")
    held = fact("detention", person=HER.id, act=arrest.id, held=True, since="2026-02-03")
    assert [one.during for one in moments([arrest, held], TODAY)] == [(), ()]


def test_an_end_that_nobody_knows_covers_nothing() -> None:
    found = moments([act("surveillance", date="2025", until="XXXX"), act("threats", date="2026")], TODAY)
    assert of(found, "threats").during == ()


@given(st.lists(any_fact, max_size=8))
@settings(max_examples=50)
def test_any_case_has_a_timeline_in_order(facts: list[Fact]) -> None:
    found = moments(facts, TODAY)
    known = [one.when.span.first for one in found if one.when and one.when.span]
    assert known == sorted(known)
    assert [one.known for one in found] == sorted((one.known for one in found), reverse=True)
    assert found == moments(reversed(facts), TODAY) or len({fact.id for fact in facts}) < len(facts)


@pytest.mark.usefixtures("database")
def test_the_page_says_when_how_long_and_during_what() -> None:
    one = walk()
    one.add(
        act("surveillance", date="2025-05~", continuing=True, victims=[one.her.id]),
        act("threats"),
        fact(
            "detention", person=one.her.id, since="2026-11-01", held=True, place="Port prison", court_dates=[{"date": "2026-12"}]
        ),
    )
    page = one.page("timeline/")
    for words in ("about May 2025", "goes on", "During:", "Surveillance", "Date not known", "Port prison", "Day in court"):
        assert words in page, words
    assert page.index("about May 2025") < page.index("20 November 2026") < page.index("Date not known")


@pytest.mark.usefixtures("database")
def test_an_empty_timeline_says_what_belongs_there() -> None:
    from alongside.desk.cases import store
    from alongside.desk.people import clock

    one = walk()
    one.case = store.create(one.alice, [person("Nobody Yet")], clock.now())
    assert "Nothing with a place in time yet" in one.page("timeline/")
