"""From the answers of a form to the facts of a plan: only what was said, and a sentence for whatever is no answer."""

from collections.abc import Callable
from datetime import date

import pytest
from django.http import HttpResponse

from alongside.desk.guide import answers, entries, steps, words
from alongside.directory.vocabulary import LANGUAGES

Post = Callable[..., HttpResponse]
TODAY = date(2026, 11, 22)
BASE = {"state": "EGY", "acts": "travel-ban"}


def facts(**given: str | list[str]) -> dict[str, object]:
    fields = {name: value if isinstance(value, list) else [value] for name, value in (BASE | given).items()}
    return answers.situation(answers.read(fields), TODAY)


# Abroad is not in exile


@pytest.mark.parametrize(("can_return", "in_exile"), [("no", True), ("yes", False), ("", None)])
def test_abroad_only_who_cannot_go_back_is_in_exile(can_return: str, in_exile: bool | None) -> None:
    told = facts(present="other", present_country="CHE", can_return=can_return)
    assert told["present_country"] == "CHE"
    assert told.get("in_exile") is in_exile


@pytest.mark.parametrize("present", ["same", ""])
@pytest.mark.parametrize("national", ["yes", "no", ""])
def test_nobody_is_in_exile_in_the_country_where_it_happened(present: str, national: str) -> None:
    assert "in_exile" not in facts(present=present, national=national, can_return="no")


def test_a_foreigner_who_went_home_is_not_in_exile() -> None:
    told = facts(state="ARE", present="other", present_country="EGY", national="no")
    assert "in_exile" not in told and "nationality" not in told


def test_a_traveller_is_not_sent_to_asylum_first(post: Post) -> None:
    fields = BASE | {"present": "other", "present_country": "CHE", "can_return": "yes", "national": "yes"}
    page = post("/en/plan/", fields).content.decode()
    assert 'href="#unhcr-asylum"' not in page


# Another case elsewhere


def test_a_case_before_another_body_is_told_by_its_name(post: Post) -> None:
    assert facts(pending_any="yes", pending=["un-ccpr"])["pending_procedures"] == ["un-ccpr"]
    page = post("/en/plan/", BASE | {"pending_any": "yes", "pending": "un-ccpr"})
    assert page.status_code == 200 and 'class="first"' in page.content.decode()


def test_a_case_before_a_body_that_is_not_named_tells_nothing() -> None:
    told = facts(pending_any="yes")
    assert "pending_procedures" not in told and "past_procedures" not in told


def test_no_case_elsewhere_is_an_answer() -> None:
    told = facts(pending_any="no", pending=["un-ccpr"])
    assert told["pending_procedures"] == told["past_procedures"] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_sends_to_a_lawyer_and_names_the_bodies(post: Post, lang: str) -> None:
    page = post(f"/{lang}/situation/", BASE | {"go": "steps"}).content.decode()
    assert words.guide(lang).say("situation.hint.pending_any") in page
    for found in entries.taking_complaints(lang):
        assert f'value="{found.id}"' in page
    assert {"un-ccpr", "ecthr-application", "iachr-petition"} <= {found.id for found in entries.taking_complaints(lang)}


# Whatever comes


@pytest.mark.parametrize("path", ["/en/plan/", "/en/plan/sheet/", "/en/plan/save/", "/en/situation/"])
@pytest.mark.parametrize("name", [*answers.FIELDS, "needs"])
def test_a_value_that_is_no_answer_is_never_a_failure(post: Post, name: str, path: str) -> None:
    for value in ("zz", "\x00", "\x1b[2J\u202e", "x" * 5000):
        response = post(path, BASE | {"present": "other", "step": "what", name: value})
        assert response.status_code == 200, (name, value)
        assert b"\x1b" not in response.content and b"\x00" not in response.content


def test_a_wrong_answer_stands_beside_its_question(post: Post) -> None:
    page = post("/en/plan/", BASE | {"present": "other", "can_return": "zz"}).content.decode()
    assert 'id="can_return-fault"' in page
    page = post("/en/plan/", BASE | {"pending": "zz"}).content.decode()
    assert 'id="pending-fault"' in page


def test_every_field_of_the_form_has_its_question() -> None:
    asked = {name for step in steps.ORDER for name in steps.STEPS[step]}
    assert asked == set(answers.FIELDS) - {"age"}
    for lang in LANGUAGES:
        for name in asked:
            assert f"situation.ask.{name}" in words.guide(lang)


def test_control_characters_are_taken_out() -> None:
    assert answers.read({"un_which": ["C\x00A\x1bT\r\n\u0085"]})["un_which"] == ["CAT"]
    assert answers.clean("می‌خواهم") == "می‌خواهم", "the joiner of Persian is no control character of a terminal"
