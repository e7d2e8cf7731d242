"""What everybody can read needs a decision about everybody whom it tells of, also who is told of without having been chosen."""

from dataclasses import replace
from typing import Any

import pytest

from alongside.desk.people import clock
from alongside.desk.submissions.drafting import reading
from alongside.desk.submissions.sending import checking
from alongside.desk.submissions.sending.work import Work
from alongside.facts.fact import Fact
from alongside.facts.publicity import PublicityDecision
from alongside.facts.submissions import Draft
from tests.desk.cases.telling import fact
from tests.desk.cases.walking import Walk, walk


@pytest.fixture(autouse=True)
def _one_engine(sqlite, tmp_path):
    """Rules over an open case: nothing here asks the database."""
    with sqlite.fresh(tmp_path):
        yield


def published(her: Fact) -> Fact:
    told: dict[str, Any] = {"purpose": "publish", "answer": "agreed", "date": "2026-01-01", "given_by": her.id}
    return fact("consent", person=her.id, recipient="public", risks_explained=True, **told)


def codes(one: Walk, draft: Draft) -> list[tuple[str, str]]:
    work = Work(one.opened(), draft, reading.forms()["public-appeal"], None, clock.today())
    return [(gate.code, gate.verdict) for gate in checking._publicity(work)]


def test_who_is_told_of_by_default_needs_to_stand_in_the_decision_too() -> None:
    one = walk()
    decision = fact(
        "publicity-decision", level="public-appeal", decided="2026-11-20T09:00:00Z", decided_by="a" * 32, why="Eyes protect her",
        review_at="2199-01-01T00:00:00Z", persons=[one.her.id],
    )  # fmt: skip
    officer = fact("person", names=[{"text": "Officer Nobody"}], roles=["perpetrator"], perpetrator_type="police")
    act = fact("act", code="threats", victims=[one.her.id], perpetrators=[officer.id], date="2026-11-21")
    one.add(published(one.her), decision, officer, act)
    draft = Draft(
        id="d" * 32, revision=1, form="public-appeal", lang="en", persons=(one.her.id,), levels=((one.her.id, "named"),)
    )
    assert codes(one, draft) == [("publicity-decided", "open")]

    speaker = fact("person", names=[{"text": "Circle of Nowhere"}], roles=["submits"], counting_unit="organisation")
    one.add(speaker, published(speaker))
    assert codes(one, draft) == [("publicity-other-persons", "shut")]
    assert codes(one, replace(draft, levels=(*draft.levels, (speaker.id, "left-out")))) == [("publicity-decided", "open")]
    decided = one.of(PublicityDecision)[0]
    one.add(replace(decided, id="e" * 32, revision=1, decided="2026-11-21T09:00:00Z", persons=(one.her.id, speaker.id)))
    assert codes(one, draft) == [("publicity-decided", "open")]
