"""The chain and the table as pure rules: what stands where, what answers what, and what a later version wrote."""

import json
from datetime import date
from uuid import uuid4

from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.desk.cases.summary import to_digest
from alongside.desk.submissions.following import chain, table
from alongside.directory import replies
from alongside.facts.fact import Fact
from tests.desk.cases.telling import NOW, fact, person
from tests.facts.making import facts as any_fact

TODAY = date(2026, 11, 22)


def whats(*case: Fact) -> list[str]:
    return [one.what for one in chain.chain(case, replies.days)]


def entry(*case: Fact) -> table.Entry:
    (one,) = table.entries([(uuid4(), to_digest(case, NOW).partition(b"\n")[0])])
    return one


def test_on_one_day_what_led_to_something_comes_before_it() -> None:
    day = "2026-05-01"
    told = {
        "draft": "a" * 32,
        "form": "wgad-questionnaire",
        "lang": "en",
        "sent": f"{day}T09:00:00Z",
        "sent_by": "b" * 32,
        "means": "post",
    }
    assert whats(
        fact("status-event", code="released", date=day),
        fact("state-response", date=day),
        fact("un-letter", code="AL", date=day),
        fact("intervention", date=day, acknowledged=day),
        fact("submission", **told),
        fact("act", code="threats", date=day),
        fact("cooperation", body="un-ohchr", date=day),
    ) == ["cooperation", "act", "sent", "intervention", "received", "letter", "response", "status"]


def test_what_the_desk_sent_and_the_intervention_by_which_the_plan_knows_it_are_one_point() -> None:
    asked = fact("intervention", mechanism="un-wgad", date="2026-05-01", acknowledged="2026-05-03", reply_due="2026-06-01")
    told = {"draft": "a" * 32, "form": "wgad-questionnaire", "lang": "en", "sent": "2026-05-01T09:00:00Z", "sent_by": "b" * 32}
    sent = fact("submission", **told, means="post", intervention=asked.id)
    other = fact("intervention", mechanism="un-cat", date="2026-05-01")
    letter = fact("un-letter", code="AL", date="2026-05-04", intervention=asked.id)
    found = chain.chain([asked, sent, other, letter], replies.days)
    assert [one.what for one in found] == ["sent", "intervention", "received", "letter"]
    first, second, receipt, last = found
    assert first.asked == asked and first.follows == () and first.clock is not None and first.clock.due == date(2026, 6, 1)
    assert second.asked == other and receipt.asked is None and receipt.clock is None and last.follows == (asked.id,)
    assert chain.chain([sent], replies.days)[0].asked is None
    stopped = fact("submission", **told, means="post", intervention=asked.id, stopped="2026-05-01T10:00:00Z")
    first, second, *_ = chain.chain([asked, stopped], replies.days)  # something hangs on the step, so it stayed
    assert (first.what, first.asked, second.what, second.asked) == ("sent", None, "intervention", asked)


def test_what_nobody_can_date_stands_last_and_other_records_not_at_all() -> None:
    found = chain.chain(
        [
            fact("un-mention", symbol="A/HRC/48/28"),
            fact("act", code="threats", date="2026"),
            person("Amal"),
            fact("note", text="x"),
        ],
        replies.days,
    )
    assert [(year, [one.what for one in some]) for year, some in chain.years(found)] == [(2026, ["act"]), (None, ["mention"])]


def test_a_record_that_is_gone_is_no_cause() -> None:
    (one,) = chain.chain([fact("un-letter", code="AL", intervention="f" * 32)], replies.days)
    assert one.follows == ()


def test_the_most_pressing_answer_comes_first() -> None:
    early = entry(fact("un-letter", code="UA", date="2026-01-01", mandates=["un-sr-torture"]))
    late = entry(fact("un-letter", code="UA", date="2026-11-01", mandates=["un-sr-torture"]))
    told = entry(fact("status-event", code="released"))
    assert table.chosen([told, late, early], table.ALL, TODAY) == [early, late, told]
    assert table.chosen([told, late, early], "overdue", TODAY) == [early]
    assert table.chosen([told, late, early], table.OPEN, TODAY) == [early, late]
    assert table.chosen([told, late, entry(fact("un-mention", symbol="A/HRC/48/28"))], "mentioned", TODAY)[0].symbols == (
        "A/HRC/48/28",
    )


def test_a_digest_of_a_later_version_loses_what_this_one_cannot_read_and_no_more() -> None:
    head = json.dumps({"format": 1, "name": "Amal", "steps": ["what is this", "letter - - - AL"], "status": "", "symbols": []})
    (one,) = table.entries([(uuid4(), head.replace('"steps": ', '"steps":').encode())])
    assert [step.label for step in one.steps] == ["AL"]
    assert table.entries([(uuid4(), b'{"steps":'), (uuid4(), b'{"steps":3}'), (uuid4(), b"")]) == []


@given(st.lists(any_fact, max_size=8))
@settings(max_examples=50)
def test_any_case_has_a_chain_and_an_entry(case: list[Fact]) -> None:
    found = chain.chain(case, replies.days)
    assert sum(len(some) for _, some in chain.years(found)) == len(found)
    for one in table.entries([(uuid4(), to_digest(case, NOW).partition(b"\n")[0])]):
        assert all(table.state(step, TODAY) in ("answered", "due", "overdue", "unknown") for step in one.letters)
