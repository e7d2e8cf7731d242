"""`alongside plan --lines`: one plan a line, in order; a bad line keeps its place and stops nothing."""

import json
from typing import Any

import pytest

from alongside.directory.reader import load
from tests.cli.running import Command
from tests.plan.making import lines

DAY = "2026-11-22"


def jsonl(*situations: dict[str, Any]) -> bytes:
    return b"".join(json.dumps({"as_of": DAY} | one).encode() + b"\n" for one in situations)


def one(state: str, act: str = "threats") -> dict[str, Any]:
    return {"state_responsible": state, "acts": [act]}


def tables(out: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.splitlines()]


def test_plans_come_in_the_order_of_their_situations(alongside: Command) -> None:
    states = ["EGY", "BLR", "NER", "EGY", "CHN"]
    ran = alongside.plan("-", "--lines", stdin=jsonl(*map(one, states)))
    assert (ran.code, ran.err) == (0, "")
    assert [table["situation"]["state_responsible"] for table in tables(ran.out)] == states
    assert all(len(table["options"]) == len(load().mechanisms) for table in tables(ran.out))


def test_a_line_gives_the_same_plan_as_a_file_of_its_own(alongside: Command) -> None:
    data = jsonl(one("MMR", "killing"))
    assert (
        tables(alongside.plan("-", "--lines", stdin=data * 3).out)[2] == alongside.plan("-", "--format", "json", stdin=data).json
    )


def test_the_recorded_cases_make_a_plan_each(alongside: Command) -> None:
    cases = [case["situation"] for case in lines("cases.jsonl")][:8]
    ran = alongside.plan("-", "--lines", stdin=b"".join(json.dumps(case).encode() + b"\n" for case in cases))
    assert (ran.code, len(ran.out.splitlines()), ran.err) == (0, len(cases), "")


def test_a_bad_line_gives_its_problems_in_its_place_and_the_others_their_plans(alongside: Command) -> None:
    data = jsonl(one("EGY")) + b'{"state_responsible": "Atlantis", "acts": ["walking"]}\nnonsense\n' + jsonl(one("BLR"))
    ran = alongside.plan("-", "--lines", stdin=data)
    found = tables(ran.out)
    assert ran.code == 2
    assert ["problems" in table for table in found] == [False, True, True, False]
    assert len(found[1]["problems"]) == 2 and found[1]["problems"][0].startswith("state_responsible: ")
    assert found[2]["problems"][0].startswith("situation: cannot be read as JSON or TOML")
    assert [line.partition(": ")[0] for line in ran.complaints] == ["line 2", "line 2", "line 3"]


@pytest.mark.parametrize("bad", [b"[1]", b'"x"', b"\xff", b"{", b"[" * 6000, b"{}", b"\x00"])
def test_no_line_of_any_shape_stops_the_rest(alongside: Command, bad: bytes) -> None:
    ran = alongside.plan("-", "--lines", stdin=bad + b"\n" + jsonl(one("EGY")))
    assert ran.code == 2 and ran.complaints
    assert "problems" in tables(ran.out)[0] and "options" in tables(ran.out)[1]


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b""])
def test_lines_end_as_any_system_ends_them(alongside: Command, end: bytes) -> None:
    data = end.join(jsonl(one(state)).strip() for state in ("EGY", "BLR")) if end else jsonl(one("EGY")).strip()
    assert len(alongside.plan("-", "--lines", stdin=data).out.splitlines()) == (2 if end else 1)


def test_a_line_separator_inside_a_text_is_no_end_of_line(alongside: Command) -> None:
    data = json.dumps(one("EGY") | {"id": "a\u2028b\u0085c"}, ensure_ascii=False).encode() + b"\n"
    ran = alongside.plan("-", "--lines", stdin=data)
    assert ran.code == 0 and len(ran.out.split("\n")) == 2


def test_a_bad_line_is_named_by_its_number_in_the_file(alongside: Command) -> None:
    ran = alongside.plan("-", "--lines", stdin=b"\n  \n" + jsonl(one("EGY")) + b"\n{}\n")
    assert {line.partition(": ")[0] for line in ran.complaints} == {"line 5"}


def test_empty_lines_make_no_plan(alongside: Command) -> None:
    assert len(alongside.plan("-", "--lines", stdin=b"\n \n" + jsonl(one("EGY")) + b"\n").out.splitlines()) == 1


def test_no_lines_at_all_make_no_plan_and_no_fault(alongside: Command) -> None:
    ran = alongside.plan("-", "--lines", stdin=b"\n\n")
    assert (ran.code, ran.out, ran.err) == (0, "", "")


def test_lines_need_a_file(alongside: Command) -> None:
    assert alongside.refused("plan", "--lines", "--state", "EGY").startswith("--lines: ")
    assert alongside.refused("plan", "missing.jsonl", "--lines").startswith("FILE: ")


def test_problems_of_lines_are_said_in_the_language_asked_for(alongside: Command) -> None:
    ran = alongside.plan("-", "--lines", "--lang", "es", stdin=jsonl(one("EGY", "walking")))
    assert "one of the codes" not in ran.out and "walking" in tables(ran.out)[0]["problems"][0]
