"""The gates of whom files show and of who told something, each both ways."""

from dataclasses import replace

import pytest

from alongside.desk.submissions.drafting.draft import Drafted
from alongside.facts.events import Information
from tests.desk.submissions.drafting.gates.making import (
    ACT,
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
from tests.facts.making import ALICE, BOB, CHARLIE, person


def test_a_picture_of_her_wants_her_word_and_no_look_does_instead() -> None:
    photo = evidence(about=(ALICE, ALICE, CHARLIE))
    one = whole(photo, draft_annexes=(photo.id,))
    assert (verdict(one, "consent-photo"), verdict(one, "photo-refused")) == ("ask", None)
    assert verdict(looked(one, "consent-photo"), "consent-photo") == "ask"
    assert found(one, "consent-photo")[0].required and found(one, "consent-photo")[0].about == (
        ALICE,
        CHARLIE,
    )  # who is gone, too
    photo = replace(photo, about=(ALICE,))
    yes = agreed(3, purpose="photo")
    assert verdict(whole(photo, yes, draft_annexes=(photo.id,)), "consent-photo") is None
    no = agreed(3, purpose="photo", answer="refused")
    refused = looked(whole(photo, no, draft_annexes=(photo.id,)), "photo-refused", "consent-photo")
    assert (verdict(refused, "photo-refused"), verdict(refused, "consent-photo")) == ("shut", None)
    paper = replace(photo, type=None)
    assert verdict(whole(paper, draft_annexes=(photo.id,)), "consent-photo") is None
    redacted = replace(photo, copy_of="9" * 32)
    assert verdict(whole(redacted, draft_annexes=(photo.id,)), "consent-photo") is None


@pytest.mark.parametrize(
    ("told", "asks"),
    [
        ({"type": "jpeg"}, True), ({"type": "heic", "cleaned_type": "jpeg"}, True), ({"type": "mp4"}, True), ({"type": "ogg"}, True),
        ({"type": "zip", "cleaned_type": "webm"}, True), ({"type": "Image/JPEG"}, True), ({"type": "pdf"}, False),
        ({"type": "text"}, False),
    ],
)  # fmt: skip
def test_pictures_films_and_sounds_are_known_by_the_kinds_that_files_are_kept_under(told: dict[str, str], asks: bool) -> None:
    file = evidence(about=(ALICE,), **told)
    assert verdict(whole(file, draft_annexes=(file.id,)), "consent-photo") == ("ask" if asks else None)


@pytest.mark.parametrize("about", [(), (ACT,), ("9" * 32,)])
def test_a_picture_of_an_act_or_of_nobody_shows_whom_the_act_or_the_draft_is_about(about: tuple[str, ...]) -> None:
    file = evidence(about=about)
    others = (
        Information(id="9" * 32, revision=1, about=(ACT,)),
        act(victims=(BOB,)),
        person(BOB, name="Basil", roles=("harmed",)),
    )
    (gate,) = found(leaving(her(), *others, agreed(), named(), file, draft_annexes=(file.id,)), "consent-photo")
    assert gate.about == ((BOB,) if about else (ALICE,))


def test_a_source_agreed_or_her_facts_stay_out() -> None:
    witness = person(BOB, name="Basil", roles=("source",))
    told = (her(), act(sources=(BOB, ALICE)), agreed(), named(), witness)
    assert verdict(leaving(), "source") is None
    (gate,) = found(leaving(*told), "source")
    assert (gate.verdict, gate.about, gate.required) == ("ask", (BOB,), True)
    assert verdict(leaving(*told, agreed(5, person=BOB, given_by=BOB)), "source") == "open"
    assert verdict(leaving(*told, agreed(5, person=BOB, given_by=BOB, answer="refused")), "source") == "shut"
    other = Drafted(form(), "en", (shown(facts=()),), ((ALICE, "named"),), ())
    assert verdict(leaving(*told, drafted=other), "source") is None


def test_the_source_of_a_statement_and_of_an_annex_is_a_source() -> None:
    witness = person(BOB, name="Basil", roles=("source",))
    statement = Information(id="7" * 32, revision=1, source=BOB)
    typed = Drafted(form(), "en", (shown(state="typed", facts=(statement.id,)),), ((ALICE, "named"),), ())
    typed = replace(typed, shown=(replace(typed.shown[0], facts=(statement.id,)),))
    assert verdict(whole(witness, statement, drafted=typed), "source") == "ask"
    paper = evidence(source=BOB, type="application/pdf")
    assert verdict(whole(witness, paper, draft_annexes=(paper.id,)), "source") == "ask"
    assert verdict(whole(paper, draft_annexes=(paper.id,)), "source") == "ask"  # whose record is gone can say yes to nothing


def test_the_source_of_an_original_is_a_source_of_its_redacted_copy() -> None:
    witness = person(BOB, name="Basil", roles=("source",))
    original = evidence(id="8" * 32, source=BOB)
    copy = evidence(id="9" * 32, copy_of=original.id)
    one = whole(witness, original, copy, draft_annexes=(copy.id,))
    assert [gate.about for gate in found(one, "source")] == [(BOB,)]


def test_a_field_that_stays_out_brings_no_source_along() -> None:
    witness = person(BOB, name="Basil", roles=("source",))
    facts = (her(), act(sources=(BOB,)), agreed(), named(), witness)
    out = Drafted(form(), "en", (shown(state="left-out"),), ((ALICE, "named"),), ())
    assert verdict(leaving(*facts, drafted=out), "source") is None


def test_a_newspaper_is_asked_for_by_a_look_and_may_refuse_like_anybody() -> None:
    paper = person(BOB, name="The Fictional Herald", roles=("source",), counting_unit="organisation")
    facts = (her(), act(sources=(BOB,)), agreed(), named(), paper)
    one = leaving(*facts)
    assert (verdict(one, "source"), verdict(one, "source-body")) == (None, "ask")
    assert verdict(looked(one, "source-body"), "source-body") == "open"
    assert verdict(leaving(*facts, agreed(5, person=BOB, given_by=BOB, answer="refused")), "source") == "shut"
