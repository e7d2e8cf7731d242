"""How often a referral looks through a case: counted, because what is slow on a laptop is looked at by nobody."""

from datetime import date
from random import Random
from uuid import UUID

import pytest

from alongside.desk.cases import store
from alongside.desk.cases.store import Edit
from alongside.desk.people import clock
from alongside.desk.submissions.referral import handing, travelling
from alongside.desk.submissions.referral.travelling import Terms
from alongside.facts.steps import Intervention
from tests.desk.cases.telling import NOW, fact, person
from tests.desk.making import login_client
from tests.desk.submissions.referral.two_desks import Story, later, sent

HER, MONA = person("Amal Fictional"), person("Mona Hidden")


@pytest.fixture
def cuts(monkeypatch) -> list[object]:
    """Every look through a case."""
    made: list[object] = []

    class Counted(travelling._Cut):
        def __init__(self, *given):
            made.append(self)
            super().__init__(*given)

    monkeypatch.setattr(travelling, "_Cut", Counted)
    return made


@pytest.fixture
def hangs(monkeypatch) -> list[str]:
    """Every question whether a fact hangs on what stays."""
    asked: list[str] = []
    as_before = travelling._Cut._hangs

    def counted(self, one):
        asked.append(one.id)
        return as_before(self, one)

    monkeypatch.setattr(travelling._Cut, "_hangs", counted)
    return asked


def taken(story: Story) -> UUID:
    """The case over there, with twenty steps; one of them tells of somebody whom who referred it does not know."""
    there = story.accepted()
    hers = story.referral(story.noor, there).persons
    told = {"type": "request-to-others", "mechanism": "un-sr-defenders", "persons": list(hers)}
    steps = [fact("intervention", **told, reference=f"AL XXX {number}/2026") for number in range(1, 20)]
    steps.append(fact("intervention", **told, reference="for Zubaida Hidden"))
    store.save(story.noor, there, [Edit(None, one) for one in (*steps, person("Zubaida Hidden", "relative"))], NOW)
    return there


def test_a_report_looks_through_the_case_once_for_all_steps(story: Story, cuts: list[object]):
    there = taken(story)
    opened, ours = story.opened(story.noor, there), story.referral(story.noor, there)
    cuts.clear()
    made = handing.reported(opened, ours, NOW.date())
    assert len(cuts) == 1
    references = sorted(one.reference or "" for one in made if isinstance(one, Intervention))
    assert len(references) == 20 and references[0] == "" and "Zubaida" not in "".join(references)
    shown = handing.seen(opened, ours, NOW)
    assert handing.seen_of(made) == shown
    sent(handing.report(story.noor, there, ours.id, "Done", shown, later(1)))


def test_the_page_of_a_referral_looks_through_the_case_once(story: Story, cuts: list[object], monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    there = taken(story)
    for who, case in ((story.noor, there), (story.alice, story.case)):
        client, id_ = login_client(who), story.referral(who, case).id
        cuts.clear()
        assert client.get(f"/desk/en/cases/{case}/referrals/{id_}/").status_code == 200
        assert len(cuts) == 1


@pytest.mark.parametrize("order", ["as told", "backwards", "mixed"])
def test_what_hangs_on_one_another_falls_without_a_look_at_everything_for_each(hangs: list[str], order: str):
    chain = [fact("information", source=MONA.id, about=[HER.id])]
    for _ in range(60):
        chain.append(fact("information", about=[chain[-1].id]))
    mixed = Random(7).sample(chain, len(chain))
    facts = [HER, MONA, *{"as told": chain, "backwards": chain[::-1], "mixed": mixed}[order]]
    terms = Terms(
        frozenset({HER.id}), frozenset({HER.id}), {MONA.id: "refused"}, frozenset(travelling.CHOSEN), date(2026, 11, 22)
    )
    lines = {one.fact.id: one for one in travelling.part({one.id: one for one in facts}, terms)}
    assert [lines[one.id].goes for one in chain] == [None] * 61 and lines[HER.id].goes == HER
    assert len(hangs) <= 2 * len(facts)
