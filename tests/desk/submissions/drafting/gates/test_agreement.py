"""Gates and naming ask the same ledger: what a draft silently would not tell, a gate says aloud, and an open gate promises what is told."""

import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alongside.desk.submissions.drafting import reading
from alongside.desk.submissions.drafting.draft import Sender
from alongside.desk.submissions.drafting.drafted import drafted
from alongside.desk.submissions.drafting.gates import Leaving, gates, recipient
from alongside.facts.codes import NAMING
from alongside.facts.consent import Consent
from alongside.facts.fact import Fact
from alongside.facts.persons import Relation
from alongside.facts.submissions import Draft
from tests.desk.submissions.drafting.gates.making import DIRECTORY, DOCUMENT, DRAFT, ME, TODAY, act
from tests.facts.making import ALICE, BOB, CHARLIE, consent, person

FORMS = [(id_, form.mechanisms[0] if form.mechanisms else None) for id_, form in sorted(reading.forms().items())]
SOME = [
    ("sp-urgent-appeal", "un-sr-torture"),
    ("wgad-questionnaire", "un-wgad"),
    ("press-text", None),
    ("public-appeal", None),
    ("embassy-letter", "norway-hrd"),
]
LEVELS = {level: number for number, level in enumerate(reversed(NAMING))}
records = st.builds(
    consent,
    st.integers(101, 109),
    person=st.sampled_from([ALICE, BOB]),
    given_by=st.sampled_from([ALICE, BOB, CHARLIE]),
    recipient=st.sampled_from(["un-sr-torture", "un-wgad", "class:un-special-procedure", "responsible-state", "public", "media"]),
    purpose=st.sampled_from(["send", "name", "publish"]),
    answer=st.sampled_from(["agreed", "agreed", "agreed", "refused"]),
    date=st.dates(datetime.date(2026, 11, 1), datetime.date(2026, 11, 24)),
)
ledgers = st.lists(records, max_size=8, unique_by=lambda one: one.id)
choices = st.lists(st.sampled_from(NAMING), max_size=2)
people = st.fixed_dictionaries(
    {}, optional={"categories": st.sampled_from([("child",), ("lgbti",), ("lawyer",)]), "decided_by": st.just((CHARLIE,))}
)


def draft_of(form: str, mechanism: str | None, facts: list[Fact], levels: tuple[tuple[str, str], ...]) -> Leaving:
    draft = Draft(id=DRAFT, revision=1, form=form, mechanism=mechanism, lang="en", persons=(ALICE, BOB), levels=levels)
    entry = DIRECTORY.mechanisms[mechanism] if mechanism else None
    read = reading.forms()[form]
    made = drafted(facts, draft, read, recipient(read, entry), TODAY, False, Sender("A desk"))
    return Leaving(
        form=read, mechanism=entry, facts=tuple(facts), draft=draft, drafted=made, document=DOCUMENT, today=TODAY, by=ME
    )


@settings(max_examples=120, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(SOME), people, st.sampled_from(["travel-ban", "sexual-violence"]), ledgers, choices)
def test_a_gate_is_open_when_everything_that_was_chosen_is_told_and_only_then(
    of: tuple[str, str | None], told: dict[str, object], code: str, ledger: list[Consent], chosen: list[str]
) -> None:
    alice = person(ALICE, name="Amal", roles=("harmed",), **told)
    facts = [alice, person(BOB, name="Basil", roles=("harmed",)), act(code=code, victims=(ALICE, BOB)), *ledger]
    one = draft_of(*of, facts, tuple(zip((ALICE, BOB), chosen, strict=False)))
    consents = [gate for gate in gates(one) if gate.code.startswith("consent-")]
    for id_ in (ALICE, BOB):
        wanted = one.chosen(id_)
        if one.delicate(id_) and wanted in ("", "sender-only"):
            wanted = "unnamed"  # as little as can be, whatever was chosen but her name: nothing that a gate could ask for
        kept = all(gate.verdict == "open" for gate in consents if id_ in gate.about)
        assert kept is (LEVELS[one.level(id_)] >= LEVELS[wanted]), (wanted, one.level(id_))


@pytest.mark.parametrize(("form", "mechanism"), FORMS)
def test_every_form_of_a_case_without_a_ledger_is_red(form: str, mechanism: str | None) -> None:
    facts: list[Fact] = [
        person(ALICE, name="Amal", roles=("harmed",)), person(BOB, name="Basil", roles=("relative",)), act(),
        Relation(id="8" * 32, revision=1, person=ALICE, other=BOB, type="sibling"),
    ]  # fmt: skip
    one = draft_of(form, mechanism, facts, ((ALICE, "named"), (BOB, "left-out")))
    shut = {gate.code for gate in gates(one) if gate.verdict != "open"}
    assert "consent-send" in shut
    assert not any(text and "Amal" in text for text in (shown.text for shown in one.drafted.shown))
