"""The yeses on which a draft rests beside those for its text: of who told it, of the family, of who is in a picture."""

from dataclasses import replace

from alongside.desk.submissions.drafting.gates import beside, recipient, taken_back
from alongside.facts.evidence import Evidence
from alongside.facts.persons import Relation
from alongside.facts.submissions import Submission
from tests.desk.submissions.drafting.gates.making import DIRECTORY, DRAFT, ME, TODAY, act, agreed, form, her, named, whole
from tests.facts.making import ALICE, BOB, CHARLIE, consent, person

SENT = Submission(
    id="5" * 32, revision=1, draft=DRAFT, form="letter", mechanism="un-sr-torture", lang="en", sent="2026-11-20T10:00:00Z",
    sent_by=ME, means="mail", levels=((ALICE, "named"),), sources=(BOB,), pictured=(ALICE,),
)  # fmt: skip
PHOTO = Evidence(
    id="b" * 32, revision=1, file="0f" * 16, sha256="0f" * 32, size=1, arrived="2026-11-21T10:00:00Z", arrived_by=ME,
    cleaning="nothing-to-clean", type="png", about=(ALICE,),
)  # fmt: skip


def test_who_told_it_is_kept_with_the_record_of_her_yes() -> None:
    told = [person(BOB), act(sources=(BOB,))]
    assert beside(whole(*told)).sources == ()
    one = beside(whole(*told, agreed(3, person=BOB, given_by=BOB)))
    assert one.sources == (BOB,) and one.consents == (agreed(3).id,) and one.pictured == ()


def test_the_family_is_kept_where_the_form_asks_for_it_and_a_source_that_is_no_longer_there_is_not() -> None:
    told = [
        person(BOB),
        Relation(id="6" * 32, revision=1, person=ALICE, other=BOB, type="spouse"),
        agreed(3, person=BOB, given_by=BOB),
    ]
    assert beside(whole(*told)).sources == ()
    assert beside(whole(*told, act(sources=(CHARLIE,)), form=form(family_consent=True))).sources == (BOB,)


def test_who_can_be_seen_in_an_annex_is_kept() -> None:
    one = whole(PHOTO)
    seen = replace(one, draft=replace(one.draft, annexes=(PHOTO.id,)))
    assert beside(seen).pictured == ()
    agrees = replace(seen, facts=(*seen.facts, agreed(4, purpose="photo")))
    assert beside(agrees).pictured == (ALICE,) and beside(agrees).consents == (agreed(4).id,)


def test_who_agreed_to_her_name_beside_the_sending_and_takes_it_back_is_warned_of() -> None:
    """Where the form names no State, only a child, a survivor or who would be outed is asked for her name: her no counted for nothing."""
    to, one = recipient(form(naming=()), DIRECTORY.mechanisms["un-sr-torture"]), agreed(5, purpose="name")
    back = agreed(6, purpose="name", answer="withdrawn", withdraws=(one.id,))
    sent = replace(SENT, pictured=(), sources=(), consents=(agreed().id, one.id))
    assert taken_back(sent, form(naming=()), to, {ALICE: her()}, [agreed(), one], TODAY) == ()
    found = taken_back(sent, form(naming=()), to, {ALICE: her()}, [agreed(), one, back], TODAY)
    assert [(gate.code, gate.about) for gate in found] == [("consent-name", (ALICE,))]


def test_what_was_sent_is_warned_of_when_a_source_or_somebody_in_a_picture_takes_back() -> None:
    to = recipient(form(), DIRECTORY.mechanisms["un-sr-torture"])
    persons = {ALICE: her(), BOB: person(BOB)}
    ledger = [agreed(), named(), agreed(3, person=BOB, given_by=BOB), agreed(4, purpose="photo")]
    assert taken_back(SENT, form(), to, persons, ledger, TODAY) == ()
    no = consent(9, person=BOB, given_by=BOB, purpose="send", recipient="everyone", answer="withdrawn", withdraws=(agreed(3).id,))
    found = taken_back(SENT, form(), to, persons, [*ledger, no], TODAY)
    assert [(gate.code, gate.about) for gate in found] == [("consent-send", (BOB,))]
    found = taken_back(SENT, form(), to, persons, ledger[:3], TODAY)
    assert [(gate.code, gate.about) for gate in found] == [("consent-photo", (ALICE,))]
    assert taken_back(SENT, form(), to, {ALICE: her()}, ledger, TODAY) == ()
