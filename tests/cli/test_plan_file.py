"""`alongside plan FILE|-`: JSON and TOML from a file and from standard input, three formats, and files that are no situation."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from alongside.directory.reader import load
from tests.cli.running import ENOUGH, Command
from tests.plan.test_reading import FIELDS

EGYPT: dict[str, Any] = {"state_responsible": "EGY", "acts": ["travel-ban"], "as_of": "2026-11-22", "un_cooperation": []}
TOML = 'state_responsible = "EGY"\nacts = ["travel-ban"]\nas_of = 2026-11-22\nun_cooperation = []\n'
ENTRY = {  # the fields of an entry, as the vocabulary has them
    "mechanism", "name", "kind", "does", "status", "consent_state", "horizon", "reasons", "missing", "would_change", "who_files",
    "beneficiary", "discloses_to", "can_stay_unnamed", "act_before", "warnings", "conflicts_with", "next_step", "as_of", "confidence",
}  # fmt: skip


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "situation.json"
    path.write_text(json.dumps(EGYPT), encoding="utf-8")
    return path


# --- the same situation by each way


def test_a_file_standard_input_toml_and_flags_give_the_same_plan(alongside: Command, file: Path, tmp_path: Path) -> None:
    toml = tmp_path / "situation.toml"
    toml.write_text(TOML, encoding="utf-8")
    json_ = ["--format", "json"]
    plans = [
        alongside.plan(str(file), *json_).json,
        alongside.plan(str(toml), *json_).json,
        alongside.plan("-", *json_, stdin=json.dumps(EGYPT).encode()).json,
        alongside.plan("-", *json_, stdin=TOML.encode()).json,
        alongside.plan(*ENOUGH, "--no-un", "--as-of", "2026-11-22", *json_).json,
    ]
    assert all(plan == plans[0] for plan in plans)
    assert (plans[0]["situation"], plans[0]["as_of"]) == (EGYPT, "2026-11-22")


def test_a_byte_order_mark_is_no_fault(alongside: Command) -> None:
    assert alongside.plan("-", "--format", "json", stdin=b"\xef\xbb\xbf" + TOML.encode()).code == 0


def test_json_holds_what_the_vocabulary_promises(alongside: Command, file: Path) -> None:
    plan = alongside.plan(str(file), "--format", "json").json
    assert set(plan) == {"situation", "as_of", "options", "first", "ask_next"}
    assert {option["mechanism"] for option in plan["options"]} == set(load().mechanisms)
    assert all(set(option) >= ENTRY for option in plan["options"])
    assert set(plan["first"]) <= set(load().mechanisms) and 0 < len(plan["first"]) <= 3


def test_the_situation_is_given_back_with_the_dates_of_toml_as_text(alongside: Command) -> None:
    plan = alongside.plan("-", "--format", "json", stdin=TOML.encode() + b"facts_date = 2026-03-01\n").json
    assert plan["situation"]["facts_date"] == "2026-03-01"


def test_without_a_day_the_plan_is_made_for_today(alongside: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    class Clock(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:
            return datetime(2031, 5, 6, tzinfo=tz)

    monkeypatch.setattr("alongside.cli.plan.datetime", Clock)
    assert alongside.plan(*ENOUGH, "--format", "json").json["as_of"] == date(2031, 5, 6).isoformat()


# --- formats and languages


@pytest.mark.parametrize(
    ("language", "shape", "state"),
    [
        ("ar", "text", "مصر"),
        ("es", "markdown", "Egipto"),
        ("fr", "json", "Égypte"),
        ("ru", "text", "Египет"),
        ("zh", "markdown", "埃及"),
    ],
)
def test_the_state_is_named_in_the_language_asked_for(
    alongside: Command, file: Path, language: str, shape: str, state: str
) -> None:
    ran = alongside.plan(str(file), "--format", shape, "--lang", language)
    assert (ran.code, ran.err) == (0, "") and state in ran.out


def test_text_puts_the_first_three_before_all_and_the_closed_last(alongside: Command, file: Path) -> None:
    text = alongside.plan(str(file)).out
    places = [
        text.index(words)
        for words in ("Plan for Egypt", "“Open” means", "Do these three first", "In the next hours", "Not open to")
    ]
    assert places == sorted(places)
    assert max(len(line.rstrip()) for line in text.splitlines()) <= 96
    assert "\x1b[" not in text  # no colours into a file


def test_markdown_is_markdown(alongside: Command, file: Path) -> None:
    text = alongside.plan(str(file), "--format", "markdown").out
    assert text.startswith("# ") and text.count("\n## ") >= 4 and text.endswith("\n") and not text.endswith("\n\n")


def test_half_a_character_in_a_text_is_refused(alongside: Command) -> None:
    data = b'{"state_responsible": "EGY", "acts": ["killing"], "id": "\\ud800"}'
    assert alongside.refused("plan", "-", stdin=data).startswith("id: ")


# --- files that are no situation


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xfe", b"{", b'{"acts": [1,}', b"= 3", b"hello", b'"EGY"', b"42", b"[" * 9000, b'{"id":' * 3000, b"{" * 5001,
        b'{"a": ' + b"9" * 5000 + b"}",
    ],
)  # fmt: skip
def test_what_is_neither_json_nor_toml_gets_one_sentence(alongside: Command, data: bytes) -> None:
    sentence = alongside.refused("plan", "-", stdin=data)
    assert sentence.startswith("-: cannot be read as JSON or TOML (") and sentence.endswith("accepted: JSON or TOML in UTF-8.")


def test_the_sentence_names_the_file_but_not_its_folder(alongside: Command, tmp_path: Path) -> None:
    path = tmp_path / "marker.json"
    path.write_bytes(b"{")
    assert alongside.refused("plan", str(path)).startswith("marker.json: ")


@pytest.mark.parametrize("name", ["missing.json", ".", "a\x00b", "\x1b[2J"])
def test_a_file_that_cannot_be_opened_is_named(
    alongside: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    sentence = alongside.refused("plan", name)
    assert sentence.startswith("FILE: ") and "accepted: a file that can be read, or - for standard input." in sentence
    assert "\x00" not in sentence and "\x1b" not in sentence


def test_a_file_and_flags_together_are_refused(alongside: Command, file: Path) -> None:
    sentence = alongside.refused("plan", str(file), "--state", "EGY")
    assert "FILE and flags" in sentence and "leave out" in sentence


def test_neither_a_file_nor_flags_gets_an_example(alongside: Command) -> None:
    sentence = alongside.refused("plan")
    assert "FILE" in sentence and "--state EGY --act travel-ban" in sentence


@pytest.mark.parametrize("data", [b"", b" \n", b"{}", b"# nothing\n"])
def test_an_empty_situation_says_what_it_needs(alongside: Command, data: bytes) -> None:
    ran = alongside.plan("-", stdin=data)
    assert ran.code == 2
    assert [line.partition(":")[0] for line in ran.complaints] == ["state_responsible", "acts"]
    assert all("accepted:" in line for line in ran.complaints)


@pytest.mark.parametrize("data", [b"[]", b'["EGY"]', b'[{"state_responsible": "EGY"}]'])
def test_a_list_is_no_situation(alongside: Command, data: bytes) -> None:
    assert alongside.refused("plan", "-", stdin=data).startswith("situation: ")


# --- bad values of every field

BAD: dict[str, tuple[object, str]] = {field: (3.5, field) for field in FIELDS} | {
    # a wrong value inside, where a list or table is right
    "persons": ([{"role": "saint"}], "persons[1].role"),
    "victim": ({"age": 121}, "victim.age"),
    "consent": ({"media": "maybe"}, "consent.media"),
    "un_cooperation": ([{"body": "un-circus"}], "un_cooperation[1].body"),
    "nationality": (["EGY", "Atlantis"], "nationality[2]"),
    "targets": (["self", "dog"], "targets[2]"),
    "facts_date": ("2026-02-30", "facts_date"),
}


@pytest.mark.parametrize("field", sorted(BAD))
def test_a_bad_value_of_any_field_of_a_file_gets_one_sentence(alongside: Command, field: str) -> None:
    value, where = BAD[field]
    sentence = alongside.refused("plan", "-", stdin=json.dumps(EGYPT | {field: value}).encode())
    assert sentence.startswith(f"{where}: ") and "accepted: " in sentence and sentence.endswith(".")


def test_an_unknown_field_names_the_nearest(alongside: Command) -> None:
    sentence = alongside.refused("plan", "-", stdin=json.dumps(EGYPT | {"urgancy": "hours"}).encode())
    assert sentence.startswith("urgancy: there is no such field (did you mean urgency?); accepted: id, facts_date, ")


def test_all_problems_are_told_at_once_in_the_language_asked_for(alongside: Command) -> None:
    ran = alongside.plan(
        "-", "--lang", "fr", stdin=json.dumps(EGYPT | {"urgency": "soon", "territory": "Egipt", "acts": []}).encode()
    )
    assert ran.code == 2 and len(ran.complaints) == 3
    assert [line.partition(":")[0].strip() for line in ran.complaints] == ["urgency", "territory", "acts"]
    assert "did you mean" not in ran.err


@pytest.mark.parametrize(
    "value",
    [
        b"0x" + b"F" * 6000,
        b"{ " + b"a." * 400 + b"a = 1 }",
        b"[" * 200 + b"]" * 200,
    ],
)
def test_a_value_too_large_or_too_deep_to_be_shown_ends_in_a_sentence(alongside: Command, value: bytes) -> None:
    data = b'state_responsible = "EGY"\nacts = ["killing"]\nid = ' + value
    assert alongside.refused("plan", "-", stdin=data).startswith("id: ")
