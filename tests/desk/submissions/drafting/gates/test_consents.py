"""The gates of people, each both ways."""

import datetime
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alongside.desk.submissions.drafting.draft import Drafted
from alongside.desk.submissions.drafting.gates import Gate, digest_of, gates, may_go, recipient, taken_back
from alongside.facts.asking import answers_to_nobody
from alongside.facts.consent import Consent
from alongside.facts.events import Detention, Information
from alongside.facts.fact import Fact
from alongside.facts.persons import Relation
from alongside.facts.steps import Cooperation
from alongside.facts.submissions import Submission
from alongside.facts.when import When
from tests.desk.submissions.drafting.gates.making import (
    ACT,
    DIRECTORY,
    DRAFT,
    ME,
    TODAY,
    act,
    agreed,
    evidence,
    form,
    found,
    her,
    leaving,
    looked,
    named,
    shown,
    verdict,
    whole,
)  # fmt: skip
from tests.facts.making import ALICE, BOB, CHARLIE, consent, person

DEAD_KIN = {"alive": False, "decided_by": (BOB,)}


def test_what_she_agreed_to_may_go() -> None:
    assert may_go(gates(leaving()))


def test_a_damaged_or_restored_case_sends_nothing_whatever_its_ledger_says() -> None:
    assert verdict(leaving(), "closed-case") == "open"
    one = leaving(closed=True)
    assert verdict(one, "closed-case") == "shut"
    assert [(gate.verdict, gate.who, dict(gate.params)["why"]) for gate in found(one, "consent-send")] == [
        ("ask", "desk", "damaged")
    ]


def test_a_person_whose_record_is_gone_is_told() -> None:
    assert verdict(leaving(), "person-gone") is None
    (gate,) = found(leaving(draft_persons=(ALICE, BOB)), "person-gone")
    assert (gate.verdict, gate.about) == ("shut", (BOB,))


def test_a_confidential_person_stands_in_nothing_that_leaves() -> None:
    assert verdict(leaving(), "person-confidential") is None
    assert verdict(leaving(her(confidential=True), act(), agreed(), named()), "person-confidential") == "shut"


def test_where_nobody_chose_she_is_meant_to_be_named_and_a_child_is_not() -> None:
    nobody_chose = {"draft_levels": ()}
    assert verdict(leaving(her(), act(), agreed(), **nobody_chose), "consent-name") == "ask"
    assert verdict(leaving(her(categories=("child",)), act(), agreed(), **nobody_chose), "consent-name") is None
    assert verdict(leaving(her(), act(code="sexual-violence", victims=None), agreed(), **nobody_chose), "consent-name") is None


def test_a_child_is_named_to_nobody_without_a_yes_to_that() -> None:
    anybody = form(naming=())
    child, yes = her(categories=("child",), decided_by=(BOB,)), agreed(given_by=BOB)
    assert verdict(leaving(child, act(), yes, form=anybody), "consent-name") == "ask"
    also = agreed(7, purpose="name", given_by=BOB)
    assert verdict(leaving(child, act(), yes, also, form=anybody), "consent-name") == "open"
    assert verdict(leaving(her(), act(), agreed(), form=anybody), "consent-name") is None


def test_a_yes_to_being_published_covers_that_it_goes_to_the_press_and_a_no_to_the_sending_holds() -> None:
    press = form(mechanisms=(), recipient="media", naming=(("media", "publish"),))
    yes = agreed(3, recipient="media", purpose="publish")
    one = leaving(her(), act(), yes, form=press, mechanism=None)
    assert (verdict(one, "consent-send"), verdict(one, "consent-publish")) == ("open", "open")
    no = agreed(4, recipient="media", answer="refused")
    assert verdict(leaving(her(), act(), yes, no, form=press, mechanism=None), "consent-send") == "shut"
    assert verdict(leaving(her(), act(), form=press, mechanism=None), "consent-send") == "ask"


def test_a_body_of_the_state_is_not_asked() -> None:
    levels = ((ALICE, "named"), (BOB, "named"))
    police = person(BOB, name="Fictional police", counting_unit="organisation", perpetrator_type="police")
    assert len(found(whole(police, draft_levels=levels), "consent-send")) == 1
    club = person(BOB, name="Fictional club", counting_unit="organisation")
    assert len(found(whole(club, draft_levels=levels), "consent-send")) == 2


def test_sending_and_naming_are_asked_apart() -> None:
    assert verdict(leaving(her(), act(), agreed()), "consent-send") == "open"
    assert verdict(leaving(her(), act(), agreed()), "consent-name") == "ask"
    assert verdict(leaving(her(), act(), named()), "consent-send") == "ask"
    assert verdict(leaving(her(), act(), agreed(), named(answer="refused")), "consent-name") == "shut"


def test_who_is_not_named_is_not_asked_for_her_name() -> None:
    one = leaving(her(), act(), agreed(), draft_levels=((ALICE, "unnamed"),))
    assert verdict(one, "consent-name") is None
    assert may_go(gates(one))


def test_publishing_is_asked_for_where_the_form_publishes() -> None:
    public = form(naming=(("public", "publish"),))
    assert verdict(leaving(form=public), "consent-publish") == "ask"
    agreement = agreed(3, recipient="public", purpose="publish")
    assert verdict(whole(agreement, form=public), "consent-publish") == "open"


def test_who_was_left_out_on_purpose_is_not_asked_and_who_slipped_in_is() -> None:
    others = (her(), act(), agreed(), named(), person(BOB, name="Basil", roles=("relative",)))
    out = leaving(*others, draft_levels=((ALICE, "named"), (BOB, "left-out")))
    assert verdict(out, "consent-send") == "open"
    slipped = leaving(*others, drafted=Drafted(form(), "en", (shown(),), ((ALICE, "named"), (BOB, "unnamed")), ()))
    assert [(gate.about, gate.verdict) for gate in found(slipped, "consent-send")] == [((ALICE,), "open"), ((BOB,), "ask")]


def test_whom_the_ledger_has_cut_out_is_still_asked_about() -> None:
    one = leaving(her(), act(), drafted=Drafted(form(), "en", (shown(),), ((ALICE, "left-out"),), ()))
    assert verdict(one, "consent-send") == "ask"


def test_a_perpetrator_is_not_asked_unless_she_is_something_else_as_well() -> None:
    officer = person(BOB, name="Basil", roles=("perpetrator",))
    levels = ((ALICE, "named"), (BOB, "named"))
    assert len(found(whole(officer, draft_levels=levels), "consent-send")) == 1
    both = person(BOB, name="Basil", roles=("perpetrator", "harmed"))
    assert len(found(whole(both, draft_levels=levels), "consent-send")) == 2


@pytest.mark.parametrize(
    "told",
    [
        agreed(8, person=BOB, given_by=BOB, answer="refused", recipient="everyone", purpose="everything"), act(victims=(BOB,)),
        act(sources=(BOB,)), Information(id="7" * 32, revision=1, source=BOB), evidence(source=BOB),
        Detention(id="7" * 32, revision=1, person=BOB), Cooperation(id="7" * 32, revision=1, body="treaty-body", by=BOB),
    ],
)  # fmt: skip
def test_calling_somebody_a_perpetrator_gets_nobody_past_the_ledger(told: Fact) -> None:
    other = person(BOB, name="Basil", roles=("perpetrator",))
    facts = (her(), agreed(), named(), other, told)
    one = leaving(*facts, draft_levels=((ALICE, "named"), (BOB, "named")))
    assert [gate.verdict for gate in found(one, "consent-send") if gate.about == (BOB,)] != []
    assert one.naming.level(BOB) == "left-out"
    assert not answers_to_nobody(other, facts)


def test_for_whom_a_draft_is_is_asked_whatever_they_are_called() -> None:
    other = person(BOB, name="Basil", roles=("perpetrator",))
    one = leaving(other, act(), draft_persons=(BOB,), draft_levels=())
    assert [gate.verdict for gate in found(one, "consent-send")] == ["ask"]
    assert answers_to_nobody(other, one.facts) and not answers_to_nobody(other, one.facts, (BOB,))


def test_who_can_give_a_missing_consent_is_said() -> None:
    assert found(leaving(her(), act()), "consent-send")[0].who == "person"
    child = her(categories=("child",), decided_by=(BOB,))
    assert found(leaving(child, act()), "consent-send")[0].who == "guardian"
    assert found(leaving(her(can_decide=False), act()), "consent-send")[0].who == "guardian"
    withdrawal = consent(9, recipient="un-wgad", answer="withdrawn", withdraws=("7" * 32,))
    torn = found(leaving(her(), act(), agreed(), named(), withdrawal), "consent-send")[0]
    assert (torn.verdict, torn.who) == ("ask", "desk")


def test_a_procedure_that_takes_no_unnamed_case_is_told_before_it_refuses() -> None:
    bars = form(unnamed="bars")
    assert verdict(leaving(), "unnamed-barred") is None
    assert verdict(leaving(form=bars), "unnamed-barred") == "open"
    hidden = Drafted(bars, "en", (shown(),), ((ALICE, "sender-only"),), ())
    (gate,) = found(leaving(form=bars, drafted=hidden), "unnamed-barred")
    assert (gate.verdict, gate.about, gate.required) == ("shut", (ALICE,), True)
    assert verdict(leaving(drafted=hidden), "unnamed-barred") is None
    assert verdict(leaving(drafted=hidden, mechanism="un-wgeid"), "unnamed-barred") == "shut"  # the body itself takes none


def test_the_family_agrees_by_one_of_them_and_nobody_refused() -> None:
    asks = form(family_consent=True)
    kin = Relation(id="8" * 32, revision=1, person=BOB, other=ALICE, type="sibling")
    brother = person(BOB, name="Basil", roles=("relative",))
    aunt = person(CHARLIE, name="Cilia", roles=("relative",))
    second = Relation(id="9" * 32, revision=1, person=ALICE, other=CHARLIE, type="other-relative")
    assert verdict(leaving(), "family-consent") is None
    assert verdict(leaving(form=asks), "family-consent") == "ask"
    (gate,) = found(whole(kin, brother, form=asks), "family-consent")
    assert (gate.verdict, gate.who, gate.about) == ("ask", "family", (ALICE, BOB))
    his = agreed(5, person=BOB, given_by=BOB)
    assert verdict(whole(kin, brother, his, form=asks), "family-consent") == "open"
    hers = agreed(6, person=CHARLIE, given_by=CHARLIE, answer="refused")
    assert verdict(whole(kin, brother, his, second, aunt, hers, form=asks), "family-consent") == "shut"
    friend = replace(kin, type="friend")
    assert verdict(whole(friend, brother, his, form=asks), "family-consent") == "ask"


def test_a_lawyer_who_decides_for_the_missing_is_no_family() -> None:
    missing, asks = her(**DEAD_KIN), form(family_consent=True)
    facts = (missing, act(), agreed(given_by=BOB), named(given_by=BOB))
    relation = Relation(id="6" * 32, revision=1, person=ALICE, other=BOB, type="lawyer")
    for tie in (relation, Detention(id="6" * 32, revision=1, person=ALICE, lawyer=BOB)):
        assert verdict(leaving(*facts, tie, form=asks), "family-consent") == "ask"


def test_the_yes_of_a_guardian_who_is_said_to_have_done_it_is_looked_at_once_more() -> None:
    child = her(categories=("child",), decided_by=(BOB,))
    given = (person(BOB, roles=("perpetrator",)), agreed(given_by=BOB), named(given_by=BOB))
    alone = {"draft_levels": ((ALICE, "unnamed"),)}
    for victims in ((ALICE,), None):
        one = leaving(child, *given, act(victims=victims, perpetrators=(BOB,)), **alone)
        (gate,) = found(one, "guardian-suspected")
        assert (gate.verdict, gate.about, gate.noted) == ("ask", (ALICE, BOB), True)
        assert verdict(looked(one, "guardian-suspected"), "guardian-suspected") == "open"
    assert not found(leaving(child, *given, act(), **alone), "guardian-suspected")
    assert not found(leaving(her(), *given, act(perpetrators=(BOB,)), agreed(), named()), "guardian-suspected")


def test_a_family_that_decided_for_the_missing_has_agreed() -> None:
    asks = form(family_consent=True)
    missing = her(**DEAD_KIN)
    facts = (missing, act(), agreed(given_by=BOB), named(given_by=BOB))
    assert verdict(leaving(*facts, form=asks), "family-consent") == "open"


def test_somebody_is_named_who_decides_for_who_cannot() -> None:
    assert verdict(leaving(), "guardian") is None
    alone = leaving(her(alive=False), act())
    assert verdict(alone, "guardian") == "ask"
    earlier = her(alive=False, died=When("2026-11-10"))
    assert verdict(leaving(earlier, act(), agreed()), "guardian") == "open"
    assert verdict(leaving(her(**DEAD_KIN), act()), "guardian") is None


@pytest.mark.parametrize(
    ("told", "code", "who"),
    [
        ({"categories": ("child",)}, "travel-ban", "guardian"),
        ({"categories": ("lgbti",)}, "travel-ban", "person"),
        ({}, "sexual-violence", "person"),
    ],
)
def test_children_survivors_and_who_would_be_outed_are_named_only_after_a_second_thought(
    told: dict[str, object], code: str, who: str
) -> None:
    one = leaving(her(**told), act(code=code), agreed(), named())
    (gate,) = found(one, "vulnerable")
    assert (gate.verdict, gate.who, gate.about) == ("ask", who, (ALICE,))
    assert verdict(looked(one, "vulnerable"), "vulnerable") == "open"
    assert verdict(looked(one, "vulnerable", note=" "), "vulnerable") == "ask"
    assert verdict(leaving(her(**told), act(code=code), draft_levels=((ALICE, "unnamed"),)), "vulnerable") is None


def test_unnamed_is_not_unidentifiable() -> None:
    small = Drafted(form(), "en", (shown(),), ((ALICE, "unnamed"),), (), (ALICE,))
    one = leaving(draft_levels=((ALICE, "unnamed"),), drafted=small)
    assert verdict(leaving(), "small-group") is None
    assert verdict(one, "small-group") == "ask"
    assert verdict(looked(one, "small-group"), "small-group") == "open"


def test_a_look_counts_for_those_whom_somebody_looked_at_and_for_nobody_who_came_after() -> None:
    small = Drafted(form(), "en", (shown(),), ((ALICE, "unnamed"),), (), (ALICE,))
    one = looked(leaving(draft_levels=((ALICE, "unnamed"),), drafted=small), "small-group")
    assert verdict(one, "small-group") == "open"
    assert verdict(replace(one, drafted=replace(small, identifying=(ALICE, BOB))), "small-group") == "ask"
    before = replace(one, draft=replace(one.draft, checks=tuple(replace(check, about=None) for check in one.draft.checks)))
    assert verdict(before, "small-group") == "ask"


def test_what_a_gate_is_about_is_the_same_whatever_its_verdict_and_order() -> None:
    gate = Gate("small-group", "ask", "person", (ALICE, BOB), (("a", "1"), ("b", "2")))
    assert digest_of(gate) == digest_of(replace(gate, verdict="open", who="desk", about=(BOB, ALICE)))
    others = (replace(gate, code="vulnerable"), replace(gate, about=(ALICE,)), replace(gate, params=(("a", "2"),)))
    assert digest_of(gate) not in {digest_of(one) for one in others}


def test_what_was_sent_is_warned_of_when_somebody_takes_back() -> None:
    sent = Submission(
        id="5" * 32, revision=1, draft=DRAFT, form="letter", mechanism="un-sr-torture", lang="en", sent="2026-11-20T10:00:00Z", sent_by=ME,
        means="mail", levels=((ALICE, "named"), (BOB, "left-out"), (CHARLIE, "named")),
    )  # fmt: skip
    to = recipient(form(), DIRECTORY.mechanisms["un-sr-torture"])
    persons = {ALICE: her(), BOB: person(BOB), CHARLIE: person(CHARLIE, roles=("perpetrator",))}
    ledger = [agreed(), named()]
    assert taken_back(sent, form(), to, persons, ledger, TODAY) == ()
    withdrawal = consent(9, recipient="responsible-state", purpose="name", answer="withdrawn", withdraws=(named().id,))
    (gate,) = taken_back(sent, form(), to, persons, [*ledger, withdrawal], TODAY)
    assert (gate.code, gate.verdict, gate.about) == ("consent-name", "shut", (ALICE,))
    assert taken_back(sent, None, to, persons, [*ledger, withdrawal], TODAY) == ()
    assert [gate.code for gate in taken_back(sent, None, to, persons, [], TODAY)] == ["consent-send"]
    warned = taken_back(sent, form(), to, persons, ledger, TODAY, closed=True)
    assert [(gate.code, gate.about, gate.who) for gate in warned] == [
        (f"consent-{one}", (ALICE,), "desk") for one in ("send", "name")
    ]
    harmed = taken_back(sent, form(), to, persons, ledger, TODAY, [act(victims=(CHARLIE,))])
    assert {gate.about for gate in harmed} == {(CHARLIE,)}
    unnamed = replace(sent, levels=((ALICE, "unnamed"),))
    assert taken_back(unnamed, form(), to, persons, [*ledger, withdrawal], TODAY) == ()
    assert recipient(form(mechanisms=(), recipient="media"), None).id == "media"


CONSENTS = ("consent-send", "consent-name", "consent-publish", "family-consent", "guardian", "source", "unnamed-barred")
days = st.dates(datetime.date(2026, 11, 1), datetime.date(2026, 11, 28))
records = st.builds(
    consent,
    st.integers(101, 109),
    person=st.sampled_from([ALICE, BOB]),
    given_by=st.sampled_from([ALICE, BOB]),
    recipient=st.sampled_from(["un-sr-torture", "class:un-special-procedure", "responsible-state"]),
    purpose=st.sampled_from(["send", "name"]),
    answer=st.sampled_from(["agreed", "agreed", "refused"]),
    date=days,
    risks_explained=st.sampled_from([True, None]),
)
ledgers = st.lists(records, max_size=6, unique_by=lambda one: one.id)
FAMILY = Relation(id="8" * 32, revision=1, person=BOB, other=ALICE, type="sibling")


def asked(ledger: list[Consent]) -> list[Gate]:
    people = (her(decided_by=(BOB,)), person(BOB, name="Basil", roles=("relative", "source")))
    strict = form(family_consent=True)
    one = leaving(*people, act(sources=(BOB,)), FAMILY, *ledger, form=strict, draft_levels=((ALICE, "named"), (BOB, "left-out")))
    return [gate for gate in gates(one) if gate.code in CONSENTS]


CALM = settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow])


@CALM
@given(ledgers, st.data())
def test_withdrawing_a_consent_opens_no_gate(ledger: list[Consent], data: st.DataObject) -> None:
    before = {(gate.code, gate.about, gate.params[:2]): gate.verdict for gate in asked(ledger)}
    withdrawn = data.draw(st.sampled_from(ledger)) if ledger else consent(1)
    withdrawal = replace(withdrawn, id="a" * 32, answer="withdrawn", withdraws=(withdrawn.id,), date=data.draw(days))
    for gate in asked([*ledger, withdrawal]):
        if gate.verdict == "open":
            assert before[gate.code, gate.about, gate.params[:2]] == "open"


@CALM
@given(ledgers, st.randoms(use_true_random=False))
def test_the_order_of_the_ledger_does_not_matter(ledger: list[Consent], random: object) -> None:
    mixed = list(ledger)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert asked(mixed) == asked(ledger)


def test_her_act_is_the_one_of_the_draft() -> None:
    """The fixture says what these tests rest on."""
    assert act().id == ACT
