"""Which cases belong in a year's report, what is new in them, and what each lacks."""

import json
from datetime import date
from typing import Any
from uuid import uuid4

from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.desk.cases import summary
from alongside.desk.submissions.year import gathering
from alongside.desk.submissions.year import window as windows
from alongside.desk.submissions.year.belongs import Belonging, belongs
from alongside.desk.submissions.year.contribution import Part, contribution
from alongside.directory import reader
from alongside.facts.consent import Answer
from alongside.facts.fact import Fact
from alongside.facts.persons import Person
from tests.desk.cases.telling import fact, person
from tests.facts.making import facts as any_fact

REPORTS = reader.load().reports()
WINDOW = windows.window(2027, REPORTS)
EARLIER = windows.earlier(2027, REPORTS)
HER = person("Amal Fictional")
CONTACT = fact("cooperation", body="un-ohchr", date="2026-04", by=HER.id)
ACT = fact("act", code="travel-ban", victims=[HER.id], date="2026-06-01")
MENTION = fact("un-mention", symbol="A/HRC/48/28", year=2021)


def yes(person: Person, recipient: str, purpose: str) -> Answer:
    return Answer("yes", "agreed")


def told(*case: Fact, ask: Any = yes) -> Belonging | None:
    return belongs(case, WINDOW, EARLIER, summary.central(case), ask)


def codes(one: Belonging | None) -> list[str]:
    assert one is not None
    return [lack.code for lack in one.lacks]


def test_a_case_with_a_contact_and_an_act_in_the_window_is_new() -> None:
    one = told(HER, CONTACT, ACT)
    assert one is not None and (one.kind, one.acts, one.ready) == ("new", (ACT,), True)
    assert codes(one) == ["reference"]


def test_who_was_only_thought_to_cooperate_belongs_too() -> None:
    assert told(HER, fact("cooperation", body="un-unspecified", form="presumed"), ACT)
    assert told(HER, fact("event", un_link=True), ACT)


def test_without_a_contact_or_an_act_in_the_window_a_case_does_not_belong() -> None:
    assert told(HER, ACT) is None
    assert told(HER, fact("event", un_link=False), ACT) is None
    assert told(HER, CONTACT, fact("act", code="threats", date="2025-01-01")) is None
    assert told(HER, CONTACT, fact("act", code="threats", date="2027-05-01")) is None
    assert told(HER, CONTACT) is None


def test_a_case_of_which_nobody_knows_when_is_better_looked_at_than_missed() -> None:
    assert told(HER, CONTACT, fact("act", code="threats"))


def test_what_goes_on_is_in_every_window() -> None:
    assert told(HER, CONTACT, fact("act", code="travel-ban", date="2020-01-01", continuing=True))
    assert told(HER, CONTACT, fact("act", code="travel-ban", date="2020-01-01", until="2021-01-01")) is None


def test_a_case_of_an_earlier_report_is_followed_up_with_what_is_new_since() -> None:
    old = fact("act", code="threats", date="2020-06-01")
    freed = fact("status-event", code="released", date="2024-02-01")
    answer = fact("state-response", position="denies", date="2026-07-01")
    one = told(HER, old, MENTION, freed, answer)
    assert one is not None and one.kind == "follow-up"
    assert [report.symbol for report in one.reports] == ["A/HRC/48/28"] and one.changes == (freed, answer)


def test_of_several_reports_the_newest_says_what_is_new() -> None:
    freed = fact("status-event", code="released", date="2021-02-01")
    one = told(HER, MENTION, fact("un-mention", symbol="A/HRC/42/30"), freed)
    assert one is not None and [report.year for report in one.reports] == [2021, 2019] and one.changes == ()
    assert "change" in codes(one)


def test_a_mention_elsewhere_is_no_follow_up() -> None:
    assert told(HER, fact("un-mention", symbol="A/HRC/WGAD/2020/1")) is None


def test_without_consent_of_each_person_a_case_waits() -> None:
    other = person("Husband Fictional", "relative")

    def ask(one: Person, recipient: str, purpose: str) -> Answer:
        return Answer("yes", "agreed") if one.id == HER.id else Answer("ask", "not-asked")

    one = told(HER, other, CONTACT, ACT, ask=ask)
    assert one is not None and not one.ready
    assert [(lack.code, lack.person, lack.why) for lack in one.lacks if lack.bars] == [("consent", other.id, "not-asked")]


def test_without_consent_to_publish_she_goes_without_her_name() -> None:
    def ask(one: Person, recipient: str, purpose: str) -> Answer:
        return Answer("yes", "agreed") if purpose == "send" else Answer("no", "refused")

    one = told(HER, CONTACT, ACT, ask=ask)
    assert one is not None and one.ready and "name" in codes(one)


def test_what_is_not_told_is_named() -> None:
    one = told(HER, fact("cooperation", body="un-unspecified"), ACT, fact("act", code="threats"))
    assert codes(one) == ["body", "dates", "reference"]
    assert codes(told(CONTACT, ACT))[0] == "nobody"
    assert "contact-date" in codes(told(HER, fact("cooperation", body="un-ohchr"), ACT))
    assert "reference" not in codes(told(HER, CONTACT, ACT, fact("un-letter", code="AL")))


@given(st.lists(any_fact, max_size=8))
@settings(max_examples=100)
def test_no_case_that_belongs_is_missed_by_its_digest(case: list[Fact]) -> None:
    if told(*case) is not None:
        head = json.loads(summary.to_digest(case).partition(b"\n")[0])
        assert gathering.may_belong(head, WINDOW, EARLIER)


def test_a_contribution_has_new_cases_first_by_state_and_leaves_out_what_must_wait() -> None:
    def no(person: Person, recipient: str, purpose: str) -> Answer:
        return Answer("ask", "not-asked")

    new, again, waits = told(HER, CONTACT, ACT), told(HER, MENTION), told(HER, CONTACT, ACT, ask=no)
    assert new and again and waits
    parts = [
        Part(uuid4(), "EGY", "b", again), Part(uuid4(), "EGY", "c", new), Part(uuid4(), "BHR", "a", new), Part(uuid4(), "", "d", new),
        Part(uuid4(), "BHR", "e", waits),
    ]  # fmt: skip
    whole = contribution(parts, {"EGY": "Egypt", "BHR": "Bahrain"}.__getitem__)
    assert [one.name for one in whole.parts] == ["a", "c", "d", "b"] and [one.name for one in whole.waiting] == ["e"]
    assert [one.form for one in whole.parts] == ["sg-reprisals-new"] * 3 + ["sg-reprisals-follow-up"]
    assert date.max > WINDOW.last
