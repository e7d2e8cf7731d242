"""`alongside plan` by flags: every flag reaches its field, and a bad value is refused with the same sentence as in a file."""

import argparse
from typing import Any

import pytest

from alongside.cli import flags
from alongside.directory import vocabulary
from alongside.directory.reader import load
from alongside.plan.reading import read
from tests.cli.running import ENOUGH, Command
from tests.plan.making import TODAY
from tests.plan.test_reading import FIELDS

# Fields that only a file can tell: they need more than one value each.
FILE_ONLY = {"id", "legal_status_there", "persons"}


def told(*argv: str) -> dict[str, Any]:
    parser = argparse.ArgumentParser()
    flags.add_to(parser)
    return flags.situation(parser.parse_args(argv))


GOOD: list[tuple[list[str], dict[str, Any]]] = [
    (["--state", "Egypt"], {"state_responsible": "Egypt"}),
    (["--date", "2026-03"], {"facts_date": "2026-03"}),
    (["--as-of", "2026-11-22"], {"as_of": "2026-11-22"}),
    (["--territory", "ESH"], {"territory": "ESH"}),
    (["--present-country", "FRA"], {"present_country": "FRA"}),
    (["--nationality-status", "refugee"], {"nationality_status": "refugee"}),
    (["--perpetrator", "company"], {"perpetrator": "company"}),
    (["--foreign-state", "RUS"], {"foreign_state": "RUS"}),
    (["--remedies", "pending"], {"domestic_remedies": "pending"}),
    (["--urgency", "hours"], {"urgency": "hours"}),
    (["--detained-since", "2025"], {"detained_since": "2025"}),
    (["--released-on", "2026-01-05"], {"released_on": "2026-01-05"}),
    (["--missing-since", "2026-01-05"], {"missing_since": "2026-01-05"}),
    (["--execution-or-removal-date", "2026-12-01"], {"execution_or_removal_date": "2026-12-01"}),
    (["--final-decision-date", "2026-10"], {"final_domestic_decision_date": "2026-10"}),
    (["--act", "killing", "--act", "threats"], {"acts": ["killing", "threats"]}),
    (["--nationality", "EGY", "--nationality", "France"], {"nationality": ["EGY", "France"]}),
    (["--target", "family"], {"targets": ["family"]}),
    (["--ground", "sex"], {"discrimination_grounds": ["sex"]}),
    (["--contact-with", "achpr"], {"other_cooperation": ["achpr"]}),
    (["--pending", "un-cat"], {"pending_procedures": ["un-cat"]}),
    (["--past", "un-ccpr"], {"past_procedures": ["un-ccpr"]}),
    (["--need", "visa"], {"needs": ["visa"]}),
    (["--kind", "organisation"], {"victim": {"kind": "organisation"}}),
    (["--category", "woman", "--category", "lawyer", "--age", "17"], {"victim": {"categories": ["woman", "lawyer"], "age": 17}}),
    (["--un", "un-upr"], {"un_cooperation": [{"body": "un-upr"}]}),
    (["--un", "un-treaty-body:CAT", "--un", "un-upr:"],
     {"un_cooperation": [{"body": "un-treaty-body", "which": "CAT"}, {"body": "un-upr"}]}),
    (["--no-un"], {"un_cooperation": []}),
    (["--detained"], {"detained_now": True}),
    (["--no-detained"], {"detained_now": False}),
    (["--no-missing", "--no-deceased", "--in-danger", "--in-exile"],
     {"missing_now": False, "deceased": False, "irreparable_harm_imminent": True, "in_exile": True}),
    (["--consent", "media=no", "--consent", "name_to_state=yes"], {"consent": {"media": False, "name_to_state": True}}),
    (["--consent", "media=true", "--consent", "share_ngos=false"], {"consent": {"media": True, "share_ngos": False}}),
]  # fmt: skip


@pytest.mark.parametrize(("argv", "table"), GOOD)
def test_a_flag_tells_its_field_and_no_other(argv: list[str], table: dict[str, Any]) -> None:
    assert told(*argv) == table
    read({"state_responsible": "EGY", "acts": ["threats"]} | table, load(), TODAY)  # and the reader takes it


def test_no_flag_tells_nothing() -> None:
    assert told() == {}


def test_every_field_has_its_flag_except_what_needs_a_file() -> None:
    assert {field for _, table in GOOD for field in table} == FIELDS - FILE_ONLY


BAD = [
    (["--state", "Atlantis"], "state_responsible"),
    (["--date", "2026-13"], "facts_date"),
    (["--as-of", "yesterday"], "as_of"),
    (["--territory", "XXX"], "territory"),
    (["--present-country", "??"], "present_country"),
    (["--nationality-status", "tourist"], "nationality_status"),
    (["--perpetrator", "ghost"], "perpetrator"),
    (["--foreign-state", "Q"], "foreign_state"),
    (["--remedies", "some"], "domestic_remedies"),
    (["--urgency", "now"], "urgency"),
    (["--detained-since", "31/12/2025"], "detained_since"),
    (["--released-on", "2026-02-30"], "released_on"),
    (["--missing-since", "26"], "missing_since"),
    (["--execution-or-removal-date", "soon"], "execution_or_removal_date"),
    (["--final-decision-date", ""], "final_domestic_decision_date"),
    (["--act", "walking"], "acts[2]"),
    (["--nationality", "EGY", "--nationality", "Atlantis"], "nationality[2]"),
    (["--target", "dog"], "targets[1]"),
    (["--ground", "height"], "discrimination_grounds[1]"),
    (["--contact-with", "fifa"], "other_cooperation[1]"),
    (["--pending", "un-none"], "pending_procedures[1]"),
    (["--past", "un-none"], "past_procedures[1]"),
    (["--need", "a car"], "needs[1]"),
    (["--kind", "robot"], "victim.kind"),
    (["--category", "rich"], "victim.categories[1]"),
    (["--age", "-1"], "victim.age"),
    (["--age", "121"], "victim.age"),
    (["--age", "seventeen"], "victim.age"),
    (["--age", "99999999999999999999"], "victim.age"),
    (["--age", "١٧"], "victim.age"),
    (["--un", "un-circus:CAT"], "un_cooperation[1].body"),
    (["--un", f"un-treaty-body:{'x' * 300}"], "un_cooperation[1].which"),
    (["--consent", "media=maybe"], "consent.media"),
    (["--consent", "media"], "consent.media"),
]


@pytest.mark.parametrize(("argv", "field"), BAD)
def test_a_bad_value_of_any_flag_gets_one_sentence(alongside: Command, argv: list[str], field: str) -> None:
    enough = ["--act", "travel-ban"] if "--state" in argv else ENOUGH
    sentence = alongside.refused("plan", *enough, *argv)
    assert sentence.startswith(f"{field}: ") and "accepted: " in sentence and sentence.endswith(".")


def test_every_field_has_its_bad_value() -> None:
    fields = {field.partition("[")[0].partition(".")[0] for _, field in BAD}
    assert fields == FIELDS - FILE_ONLY - set(flags.TRISTATE.values())  # a flag of yes and no takes no value at all


@pytest.mark.parametrize(
    ("argv", "hint"),
    [
        (["--act", "travelban"], "travel-ban"),
        (["--urgency", "hour"], "hours"),
        (["--un", "un-treaty-bodies"], "un-treaty-body"),
        (["--pending", "un-catt"], "un-cat"),
        (["--category", "journalists"], "journalist"),
        (["--present-country", "Germny"], "germany"),
        (["--consent", "name_to_sate=yes"], "name_to_state"),
    ],
)
def test_a_mistyped_code_gets_the_nearest_as_a_hint(alongside: Command, argv: list[str], hint: str) -> None:
    assert f"(did you mean {hint}?)" in alongside.refused("plan", *ENOUGH, *argv)


def test_what_a_sentence_says_of_a_consent_is_taken(alongside: Command) -> None:
    """It names true and false, which are the words of a file; who types them here must not be refused with the same sentence."""
    assert "true or false" in alongside.refused("plan", *ENOUGH, "--consent", "media=maybe")
    assert alongside.plan(*ENOUGH, "--consent", "media=true").code == 0


def test_an_act_alone_is_not_enough(alongside: Command) -> None:
    assert alongside.refused("plan", "--act", "killing").startswith("state_responsible: is missing; accepted: ISO 3166-1")


def test_a_territory_as_responsible_state_needs_the_state_behind_it(alongside: Command) -> None:
    assert "is a territory" in alongside.refused("plan", "--state", "ESH", "--act", "killing")


def test_a_value_with_control_characters_is_shown_without_them(alongside: Command) -> None:
    sentence = alongside.refused("plan", *ENOUGH, "--urgency", "\x1b[2Jhours\u202e")
    assert "\x1b" not in sentence and "\u202e" not in sentence


def test_the_help_names_every_code(alongside: Command) -> None:
    said = " ".join(alongside("plan", "--help").out.split())
    for codes in (vocabulary.PERPETRATORS, vocabulary.URGENCIES, vocabulary.REMEDIES, vocabulary.NEEDS, vocabulary.CONSENTS):
        assert all(code.split("-")[0] in said for code in codes)
