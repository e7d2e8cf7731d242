"""The gates of the text, each both ways; and the lists about all gates."""

from dataclasses import replace
from pathlib import Path

from alongside.desk.submissions.drafting import gates as room
from alongside.desk.submissions.drafting.draft import Drafted, Shown
from alongside.desk.submissions.drafting.form import Field
from alongside.desk.submissions.drafting.gates import ABOUT, CODES, HOLDS, NOTED, REQUIRED, Leaving, gates, may_go
from alongside.facts.evidence import Evidence
from alongside.facts.submissions import Approval
from tests.desk.submissions.drafting.gates.making import (
    COLLEAGUE,
    DOCUMENT,
    DRAFT,
    ME,
    NAME,
    OTHER_DOCUMENT,
    form,
    found,
    leaving,
    looked,
    shown,
    verdict,
    whole,
)  # fmt: skip
from tests.facts.making import ALICE, BOB, person

UNSURE = Field("request", "request", True, None, "check")
SHORT = Field("summary", "summary", None, 5, "seen")


def with_fields(*fields: Shown, **told: object) -> Leaving:
    return leaving(drafted=Drafted(form(), "en", fields, ((ALICE, "named"),), ()), **told)


def evidence(**told: object) -> Evidence:
    given = {"id": "b" * 32, "revision": 1, "file": "0f" * 16, "sha256": "0f" * 32, "size": 1, "arrived": "2026-11-21T10:00:00Z",
             "arrived_by": ME, "cleaning": "cleaned", "cleaned_file": "0f" * 16}  # fmt: skip
    return Evidence(**(given | told))  # type: ignore[arg-type]


def approval(**told: object) -> Approval:
    given = {"id": "2" * 32, "revision": 1, "draft": DRAFT, "document": DOCUMENT, "by": COLLEAGUE, "at": "2026-11-22T08:00:00Z"}
    return Approval(**(given | told))  # type: ignore[arg-type]


def test_what_the_form_requires_is_there() -> None:
    assert verdict(with_fields(shown()), "missing") == "open"
    (gate,) = found(with_fields(shown("")), "missing")
    assert (gate.verdict, gate.about, gate.required) == ("ask", ("victims",), True)
    assert verdict(with_fields(shown("  ")), "missing") == "ask"
    assert verdict(with_fields(shown(state="left-out")), "missing") == "ask"
    assert verdict(with_fields(shown("", replace(NAME, required=None))), "missing") == "open"


def test_a_required_field_that_nobody_has_seen_holds_nothing_up() -> None:
    one = with_fields(shown(), shown("", UNSURE))
    assert (verdict(one, "missing"), verdict(one, "missing-unsure")) == ("open", "ask")
    assert not found(one, "missing-unsure")[0].required
    assert verdict(looked(one, "missing-unsure"), "missing-unsure") == "open"


def test_a_typed_text_names_nobody_who_may_not_leave() -> None:
    assert verdict(with_fields(shown()), "forbidden") == "open"
    (gate,) = found(with_fields(shown("Basil", state="typed", forbidden=(BOB,))), "forbidden")
    assert (gate.verdict, gate.about) == ("shut", ("victims",))
    assert verdict(with_fields(shown("Basil", state="left-out", forbidden=(BOB,))), "forbidden") == "open"


def test_a_typed_text_whose_facts_have_changed_is_read_again() -> None:
    assert verdict(with_fields(shown(state="typed")), "changed") is None
    one = with_fields(shown(state="changed"))
    assert verdict(one, "changed") == "ask"
    assert verdict(looked(one, "changed"), "changed") == "ask"


def test_what_is_too_long_for_a_field_is_told_before_a_web_form_cuts_it() -> None:
    assert verdict(with_fields(shown("12345", SHORT)), "too-long") is None
    one = with_fields(shown("123456", SHORT))
    assert verdict(one, "too-long") == "ask"
    assert verdict(looked(one, "too-long"), "too-long") == "open"


def test_what_has_more_pages_than_the_body_reads_is_asked_about() -> None:
    two = form(pages=2)
    for pages, wanted in ((2, None), (3, "ask"), (None, None)):
        assert verdict(leaving(form=two, pages=pages), "too-many-pages") == wanted
    assert verdict(leaving(pages=300), "too-many-pages") is None
    assert verdict(looked(leaving(form=two, pages=3), "too-many-pages"), "too-many-pages") == "open"


def test_a_form_that_nobody_has_seen_whole_is_compared_with_the_live_one() -> None:
    assert verdict(leaving(), "unsure-form") is None
    one = leaving(form=form(confidence="medium"))
    assert verdict(one, "unsure-form") == "ask"
    assert verdict(looked(one, "unsure-form"), "unsure-form") == "open"


def test_a_look_at_a_text_says_nothing_about_the_text_that_replaced_it() -> None:
    one = leaving(form=form(confidence="medium"))
    assert verdict(looked(one, "unsure-form", document=OTHER_DOCUMENT), "unsure-form") == "ask"
    assert verdict(looked(one, "unsure-form", document=None), "unsure-form") == "ask"


def test_a_language_that_the_body_does_not_read_is_asked_about() -> None:
    assert verdict(leaving(draft_lang="fr"), "language") is None  # the directory knows more than the form
    assert verdict(leaving(draft_lang="ar"), "language") == "ask"
    assert verdict(looked(leaving(draft_lang="ar"), "language"), "language") == "open"
    assert verdict(leaving(draft_lang="fr", mechanism="adhrb"), "language") is None  # nobody knows
    assert verdict(leaving(draft_lang="zh", mechanism="adhrb", form=form(languages=("zh",))), "language") == "ask"
    assert verdict(leaving(draft_lang="fr", mechanism=None), "language") == "ask"
    assert verdict(leaving(draft_lang="en", mechanism=None), "language") is None


def test_a_form_for_one_person_takes_one() -> None:
    one = form(per_person=True)
    assert verdict(leaving(draft_persons=(ALICE, BOB)), "per-person") is None
    assert verdict(leaving(form=one), "per-person") == "open"
    assert verdict(leaving(form=one, draft_persons=(ALICE, BOB)), "per-person") == "shut"


def test_only_what_was_cleaned_or_had_nothing_to_clean_leaves() -> None:
    def annexed(**told: object) -> Leaving:
        return whole(evidence(**told), draft_annexes=("b" * 32,))

    for told in ({}, {"cleaning": "nothing-to-clean", "cleaned_file": None}):
        assert verdict(annexed(**told), "annex-uncleaned") is None
    for told in ({"cleaning": "not-cleaned"}, {"cleaning": None}, {"cleaned_file": None}):
        assert verdict(annexed(**told), "annex-uncleaned") == "shut"
    assert verdict(annexed(confidential=True), "annex-confidential") == "shut"
    assert verdict(annexed(), "annex-confidential") is None
    original = evidence(id="9" * 32, confidential=True)
    copied = whole(evidence(copy_of=original.id), original, draft_annexes=("b" * 32,))
    assert verdict(copied, "annex-confidential") == "shut"
    secret = whole(evidence(about=("c" * 32,)), person("c" * 32, confidential=True), draft_annexes=("b" * 32,))
    assert verdict(secret, "annex-confidential") == "shut"
    assert verdict(whole(evidence(cleaning=None)), "annex-uncleaned") is None  # it is no annex of this draft
    (gate,) = found(whole(draft_annexes=("b" * 32,)), "annex-gone")
    assert (gate.verdict, gate.about) == ("shut", ("b" * 32,))


def test_a_second_person_has_read_this_very_document() -> None:
    two = form(second_person=True)
    assert verdict(leaving(), "second-person") is None
    for one in (leaving(form=two), leaving(second_required=True)):
        assert found(one, "second-person")[0].who == "second"
        assert verdict(one, "second-person") == "ask"
    assert verdict(whole(approval(), form=two), "second-person") == "open"
    for told in ({"document": OTHER_DOCUMENT}, {"by": ME}, {"draft": "1" * 32}):
        assert verdict(whole(approval(**told), form=two), "second-person") == "ask"


def test_a_draft_goes_when_every_gate_is_open_and_not_before() -> None:
    assert may_go(gates(whole()))
    assert not may_go(gates(whole(second_required=True)))


def test_a_look_never_opens_what_cannot_be_clicked_away() -> None:
    """Every required gate, and a draft that meets as many of them as one draft can, with a check for each code."""
    paper = evidence(cleaning=None, confidential=True)
    fields = (shown(""), shown("Basil", NAME, state="changed", forbidden=(BOB,)))
    strict = form(second_person=True, per_person=True, unnamed="bars", family_consent=True, naming=(("public", "publish"),))
    drafted = Drafted(strict, "en", fields, ((ALICE, "left-out"),), ())
    one = leaving(form=strict, drafted=drafted, draft_persons=(ALICE, BOB), draft_annexes=(paper.id, "1" * 32), closed=True)
    one = replace(one, facts=(*(fact for fact in one.facts if fact.KIND != "consent"), paper))
    before, after = ([gate for gate in gates(each) if gate.code in REQUIRED] for each in (one, looked(one, *CODES)))
    assert before == after
    assert len({gate.code for gate in before if gate.verdict != "open"}) >= 11


def test_every_code_of_the_lists_is_a_gate_and_every_gate_stands_in_them() -> None:
    source = "".join(path.read_text() for path in Path(room.__file__).parent.glob("*.py") if path.name != "gate.py")
    composed = {f"consent-{purpose}" for purpose in ("send", "name", "publish")} | {
        one for one in CODES if one.startswith("publicity-")
    }
    assert {code for code in CODES if f'"{code}"' not in source} == composed
    assert set(CODES) >= REQUIRED | NOTED | set(HOLDS)
    assert REQUIRED & (NOTED | set(HOLDS)) == set()
    assert set(ABOUT.values()) == {"", "person", "fact", "field", "mechanism"}
