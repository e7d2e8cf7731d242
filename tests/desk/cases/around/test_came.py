"""What a digest tells of what came of a case: short, in codes and days, read back as it was written."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.desk.cases.around import came
from alongside.desk.cases.summary import Summary, to_digest
from alongside.facts.fact import Fact
from tests.desk.cases.telling import NOW, fact, person
from tests.facts.making import facts as any_fact


def test_what_waits_comes_before_what_is_answered() -> None:
    sent = fact("intervention", mechanism="un-sr-torture", date="2026-01-01", acknowledged="2026-01-04")
    late = fact("un-letter", code="AL", reference="AL BHR 2/2021", date="2026-02-01", mandates=["un-sr-torture"])
    done = fact("un-letter", code="UA", date="2026-05-01", mandates=["un-sr-torture"])
    answer = fact("state-response", answers=done.id, date="2026-05-31")
    assert came.steps([sent, late, done, answer]) == (
        "letter 2026-02-01 2026-04-02 - AL BHR 2/2021",
        "letter 2026-05-01 2026-05-31 2026-05-31 UA",
        "sent 2026-01-01 - 2026-01-04 un-sr-torture",
    )
    assert came.next_reply([late, done, answer]) == date(2026, 4, 2)


def test_a_submission_stands_for_itself_until_its_intervention_does() -> None:
    sent = fact("intervention", mechanism="un-wgad", date="2026-01-01")
    told = {
        "draft": "a" * 32,
        "form": "wgad",
        "mechanism": "un-wgad",
        "lang": "en",
        "sent": "2026-01-01T09:00:00Z",
        "sent_by": "b" * 32,
    }
    alone = fact("submission", means="post", **told)
    assert came.steps([alone]) == ("sent 2026-01-01 - - un-wgad",)
    assert came.steps([sent, fact("submission", means="post", intervention=sent.id, **told)]) == ("sent 2026-01-01 - - un-wgad",)


def test_figures_come_back_and_hold_what_a_shrunk_case_would() -> None:
    her = person("Amal Fictional")
    case = [
        her,
        fact("event", state_responsible="EGY", began="2021", monitoring="closed"),
        fact("act", code="travel-ban", victims=[her.id], aimed_at=["family"], date="2021-05-03"),
        fact("cooperation", body="un-ohchr"),
        fact("intervention", mechanism="un-wgad", date="2021-06-01", acknowledged="2021-06-08"),
        fact("status-event", code="released"),
    ]
    found = came.counted(came.figures(case))
    assert found is not None and found.row == came.statistic(case) and found.receipts == (7,)
    assert came.counted("") is None


def test_no_name_stands_in_what_the_digest_tells_of_what_came() -> None:
    her = person("Amal Fictional")
    case = [her, fact("status-event", code="released", persons=[her.id], description="Amal Fictional")]
    one = Summary.from_bytes(to_digest(case, NOW))
    assert "Amal" not in f"{one.steps} {one.symbols} {one.status} {one.figures} {one.acted}"
    assert one.status == "released"


def test_acts_reach_over_a_window() -> None:
    between = came.acts_between([fact("act", code="threats", date="2024-04"), fact("act", code="threats", date="2024-06-01")])
    assert between == "2024-04-01/2024-06-01"
    assert came.overlaps(between, date(2024, 4, 30), date(2024, 5, 1)) and not came.overlaps(
        between, date(2024, 6, 2), date(2025, 1, 1)
    )
    on = came.acts_between([fact("act", code="travel-ban", date="2020-01-01", continuing=True)])
    assert came.overlaps(on, date(2026, 1, 1), date(2026, 1, 2)) and not came.overlaps("", date(2026, 1, 1), date(2026, 1, 2))


def test_an_end_that_nobody_knows_ends_nothing() -> None:
    on = fact("act", code="travel-ban", date="2020-01-01", until="XXXX", continuing=True)
    assert came.acts_between([on]) == "2020-01-01/.."


@given(st.lists(any_fact, max_size=8))
@settings(max_examples=80)
def test_any_case_comes_back(case: list[Fact]) -> None:
    one = Summary.from_bytes(to_digest(case, NOW))
    assert [str(came.Step.read(text)) for text in one.steps] == list(one.steps)
    found = came.counted(one.figures)
    assert found is not None and found.row == came.statistic(sorted(case, key=lambda fact: fact.id))
