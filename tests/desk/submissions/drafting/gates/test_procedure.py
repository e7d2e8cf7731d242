"""The gates of the body and its procedure, each both ways."""

import datetime
from dataclasses import replace
from types import SimpleNamespace

import pytest

from alongside.desk.submissions.drafting import reading
from alongside.desk.submissions.drafting.gates import Addressed, Leaving, address, digest_of
from alongside.directory.dates import parse
from alongside.facts.events import Event
from alongside.facts.fact import Fact
from alongside.facts.steps import DomesticStep, Intervention
from alongside.facts.submissions import Submission
from alongside.facts.when import When
from tests.desk.submissions.drafting.gates.making import (
    COLLEAGUE,
    DRAFT,
    ME,
    TODAY,
    act,
    checked,
    form,
    found,
    leaving,
    looked,
    verdict,
    whole,
)
from tests.facts.making import ALICE, BOB

PETITION = form(procedure=True, second_person=True)
DISAPPEARANCE = form(procedure=True, urgent_months=3)


def seized(mechanism: str, procedure: str = "pending", **told: object) -> Intervention:
    return Intervention(id="6" * 32, revision=1, mechanism=mechanism, procedure=procedure, **told)  # type: ignore[arg-type]


def sent(mechanism: str | None, **told: object) -> Submission:
    given = {"id": "5" * 32, "revision": 1, "draft": DRAFT, "form": "tb-complaint", "mechanism": mechanism, "lang": "en",
             "sent": "2026-11-20T10:00:00Z", "sent_by": ME, "means": "mail", "levels": ((ALICE, "named"),)}  # fmt: skip
    return Submission(**(given | told))  # type: ignore[arg-type]


def step(**told: object) -> DomesticStep:
    return DomesticStep(id="4" * 32, revision=1, **told)  # type: ignore[arg-type]


def petition(*facts: Fact, mechanism: str = "un-cat", **told: object) -> Leaving:
    return whole(*facts, mechanism=mechanism, **({"form": PETITION, "forms": reading.forms()} | told))


def test_a_mission_of_the_state_complained_of_gets_nothing() -> None:
    blamed = Event(id="3" * 32, revision=1, state_responsible="CHE")
    assert verdict(whole(blamed), "own-state") is None
    assert verdict(whole(blamed, mechanism="switzerland-hrd"), "own-state") == "shut"
    assert verdict(whole(blamed, mechanism="norway-hrd"), "own-state") == "open"
    assert verdict(whole(mechanism=None), "own-state") is None


def test_a_letter_bars_nothing_and_asks_no_lawyer() -> None:
    assert verdict(whole(seized("un-ccpr")), "same-matter") is None


def test_a_petition_waits_for_a_lawyer_even_when_nothing_else_is_known() -> None:
    one = petition()
    (gate,) = found(one, "same-matter")
    assert (gate.verdict, gate.who, gate.required, gate.noted) == ("ask", "lawyer", False, True)
    assert verdict(looked(one, "same-matter"), "same-matter") == "open"
    assert verdict(looked(one, "same-matter", note=None), "same-matter") == "ask"
    assert verdict(petition(form=form(procedure=True)), "same-matter") == "open"


def test_what_another_body_examines_shuts_the_gate_and_only_a_lawyers_word_opens_it() -> None:
    one = petition(seized("un-ccpr"))
    (gate,) = found(one, "same-matter-known")
    assert (gate.verdict, gate.about) == ("shut", ("un-ccpr",))
    assert verdict(looked(one, "same-matter"), "same-matter-known") == "shut"
    assert verdict(looked(one, "same-matter-known"), "same-matter-known") == "open"


def test_a_procedure_that_has_ended_bars_only_where_the_instrument_says_ever() -> None:
    assert verdict(petition(seized("un-ccpr", "ended")), "same-matter-known") == "shut"  # CAT art. 22(5)(a)
    ended = petition(seized("un-cat", "ended"), mechanism="un-ccpr")  # ICCPR-OP1 art. 5(2)(a): while it is examined
    assert (verdict(ended, "same-matter-known"), verdict(ended, "same-matter")) == (None, "ask")
    assert found(ended, "same-matter")[0].about == ("un-cat",)


def test_the_working_group_on_detention_is_for_counsel_to_judge() -> None:
    one = petition(seized("un-wgad"))
    assert (verdict(one, "same-matter-known"), found(one, "same-matter")[0].about) == (None, ("un-wgad",))


def test_what_this_body_has_already_is_asked_about() -> None:
    (gate,) = found(petition(seized("un-cat"), form=form(procedure=True)), "same-matter")
    assert (gate.verdict, gate.about) == ("ask", ("un-cat",))


def test_another_persons_procedure_and_one_that_is_none_bar_nothing() -> None:
    assert verdict(petition(seized("un-ccpr", persons=(BOB,))), "same-matter-known") is None
    assert verdict(petition(seized("un-ccpr", "none")), "same-matter-known") is None
    assert verdict(petition(Intervention(id="6" * 32, revision=1, party="Embassy")), "same-matter-known") is None


def test_what_was_sent_from_here_counts_as_seized_until_somebody_says_that_it_ended() -> None:
    assert verdict(petition(sent("un-ccpr")), "same-matter-known") == "shut"
    assert verdict(petition(sent("un-ccpr", form="a-form-of-another-version")), "same-matter-known") == "shut"
    assert verdict(petition(sent("un-ccpr", form="tb-reprisals")), "same-matter-known") is None
    assert verdict(petition(sent("un-ccpr", levels=((BOB, "named"),))), "same-matter-known") is None
    assert verdict(petition(sent(None)), "same-matter-known") is None
    followed = sent("un-ccpr", intervention="6" * 32)
    assert verdict(petition(followed, seized("un-ccpr", "none")), "same-matter-known") is None
    ended = petition(sent("un-cat", intervention="6" * 32), seized("un-cat", "ended"), mechanism="un-ccpr")
    assert verdict(ended, "same-matter-known") is None


def test_a_limit_that_has_passed_is_for_a_lawyer() -> None:
    assert verdict(whole(act_before=TODAY), "time-limit") == "open"
    late = whole(act_before=TODAY - datetime.timedelta(days=1))
    (gate,) = found(late, "time-limit-passed")
    assert (gate.verdict, gate.params) == ("shut", (("day", "2026-11-21"),))
    assert verdict(looked(late, "time-limit-passed"), "time-limit-passed") == "open"


def test_a_limit_whose_beginning_is_unknown_is_asked_about() -> None:
    one = petition(mechanism="iachr-petition")
    assert verdict(one, "time-limit") == "ask"
    assert verdict(looked(one, "time-limit"), "time-limit") == "open"
    assert verdict(petition(mechanism="un-cat"), "time-limit") is None
    assert verdict(whole(mechanism="iachr-petition"), "time-limit") is None


@pytest.mark.parametrize(
    ("date", "code", "day"),
    [
        ("2026-10-01", "urgent-procedure", "2027-01-01"),
        ("2026-08-22", "urgent-procedure", "2026-11-22"),
        ("2026-08-21", "standard-procedure", "2026-11-21"),
        ("2026-08", "standard-procedure", "2026-11-01"),
    ],
)
def test_after_three_months_the_ordinary_procedure_stays(date: str, code: str, day: str) -> None:
    vanished = replace(act(code="enforced-disappearance"), id="2" * 32, date=When(date))
    (gate,) = found(whole(vanished, form=DISAPPEARANCE), code)
    assert (gate.verdict, gate.params) == ("open", (("day", day),))


def test_a_disappearance_without_a_day_or_of_another_person_starts_no_clock() -> None:
    def vanished(**told: object) -> Leaving:
        return whole(replace(act(code="enforced-disappearance"), id="2" * 32, **told), form=DISAPPEARANCE)  # type: ignore[arg-type]

    for one in (vanished(date=None), vanished(date=When("XXXX")), vanished(victims=(BOB,)), whole(form=DISAPPEARANCE)):
        assert verdict(one, "urgent-procedure") is verdict(one, "standard-procedure") is None
    assert verdict(vanished(victims=None), "urgent-procedure") == "open"


def test_petitions_come_after_the_remedies_at_home() -> None:
    assert verdict(petition(step(remedy="exhausted")), "exhaustion") == "open"
    assert verdict(petition(step(remedy="unavailable", persons=(ALICE,))), "exhaustion") == "open"
    for steps in ((), (step(remedy="pending"),), (step(remedy="exhausted", persons=(BOB,)),)):
        assert verdict(petition(*steps), "exhaustion") == "ask"
    assert verdict(looked(petition(), "exhaustion"), "exhaustion") == "open"
    assert verdict(petition(step(remedy="exhausted"), draft_persons=()), "exhaustion") == "open"
    assert verdict(whole(), "exhaustion") is None


@pytest.mark.parametrize("told", [{"step": "complaint"}, {"what": "asked"}, {"why_none": "too dangerous"}, {"remedy": "pending"}])
def test_interim_measures_need_steps_or_why_there_are_none(told: dict[str, str]) -> None:
    interim = form(interim=True)
    assert verdict(whole(form=interim), "steps") == "ask"
    assert verdict(whole(step(remedy="none-tried"), form=interim), "steps") == "ask"
    assert verdict(whole(step(**told), form=interim), "steps") == "open"
    assert verdict(looked(whole(form=interim), "steps"), "steps") == "open"


def test_a_treatys_status_is_looked_up_when_it_is_old() -> None:
    def known(as_of: str | None, kind: str = "treaty") -> Leaving:
        code = SimpleNamespace(kind=kind, as_of=parse(as_of) if as_of else None)
        return petition(codes={"CAT-22": code})

    assert verdict(known("2026-08-24"), "treaty-status") == "open"
    for as_of in ("2026-08-23", None):
        assert verdict(known(as_of), "treaty-status") == "ask"
    assert verdict(looked(known("2024-06"), "treaty-status"), "treaty-status") == "open"
    assert verdict(looked(known("2024-06"), "treaty-status", at="2026-10-22T10:00:00Z"), "treaty-status") == "ask"
    assert verdict(known("2024-06", "membership"), "treaty-status") is None
    assert verdict(whole(), "treaty-status") is None
    assert verdict(whole(form=PETITION, mechanism=None), "treaty-status") is None


def test_a_body_that_the_plan_finds_not_competent_is_tried_knowingly() -> None:
    assert verdict(whole(competence="open"), "not-competent") is None
    assert verdict(whole(competence="closed"), "not-competent") == "shut"
    assert verdict(looked(whole(competence="closed"), "not-competent"), "not-competent") == "open"


def test_a_route_that_may_no_longer_work_is_asked_about() -> None:
    assert verdict(whole(), "inactive") is None
    assert verdict(whole(mechanism=None), "inactive") is None
    for mechanism, wanted in (("adhrb", "ask"), ("rory-peck-crisis-fund", "shut"), ("un-sg-reprisals-report", None)):
        assert verdict(whole(mechanism=mechanism), "inactive") == wanted
    one = whole(mechanism="adhrb")
    assert one.mechanism
    assert verdict(looked(one, "inactive"), "inactive") == "open"
    later = replace(one, mechanism=replace(one.mechanism, status_since=parse("2027-01")))
    assert verdict(later, "inactive") is None
    earlier = replace(one, mechanism=replace(one.mechanism, status_since=parse("2025-01")))
    assert verdict(earlier, "inactive") == "ask"


def test_an_address_that_nobody_confirmed_is_checked_every_thirty_days() -> None:
    assert verdict(whole(), "channel") == "open"
    assert verdict(whole(channel_confirmed=False), "channel") == "ask"
    for back, wanted in ((0, "open"), (30, "open"), (31, "ask"), (-1, "ask")):
        day = TODAY - datetime.timedelta(days=back)
        assert verdict(whole(channel_confirmed=False, channel_checked=day), "channel") == wanted
    assert verdict(leaving(mechanism=None, channel_confirmed=False), "channel") is None


@pytest.mark.parametrize(
    ("at", "wanted"),
    [("2026-10-23", "open"), ("2026-10-22", "ask"), ("2026-11-23", "open"), ("2026-11-24", "ask"), ("2026-10-99", "open")],
)
def test_a_look_at_an_address_holds_for_thirty_days_whatever_becomes_of_the_text(at: str, wanted: str) -> None:
    one = looked(whole(channel_confirmed=False), "channel", at=f"{at}T10:00:00Z", document=None)
    assert verdict(one, "channel") == wanted


def test_an_entry_of_the_book_is_written_to_when_somebody_else_compared_it_within_thirty_days() -> None:
    def asked(one: Leaving, **told: object) -> str:
        return address(one, Addressed("a1", **told)).verdict  # type: ignore[arg-type]

    one = whole()
    assert asked(one) == "ask" and asked(one, confirmed=True) == "open"  # whatever channel the directory confirms
    for back, wanted in ((0, "open"), (30, "open"), (31, "ask"), (-1, "ask")):
        assert asked(one, checked=TODAY - datetime.timedelta(days=back)) == wanted


def test_a_look_at_an_entry_counts_for_that_way_alone_and_not_from_who_changed_it() -> None:
    one, gate = whole(), address(whole(), Addressed("a1"))
    seen = checked("address", about=digest_of(gate), document=None)
    one = replace(one, draft=replace(one.draft, checks=(seen,)))
    assert address(one, Addressed("a1")).verdict == "open"
    assert address(one, Addressed("a2")).verdict == "ask"
    assert address(one, Addressed("a1", changed_by=frozenset({ME}))).verdict == "ask"
    assert address(one, Addressed("a1", changed_by=frozenset({COLLEAGUE}))).verdict == "open"
    old = replace(one, draft=replace(one.draft, checks=(replace(seen, at="2026-10-22T10:00:00Z"),)))
    assert address(old, Addressed("a1")).verdict == "ask"
