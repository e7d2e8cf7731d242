"""The plain forms: JSON Lines give every fact back, a table gives back what it can hold, and a formula never reaches a spreadsheet."""

import csv
import io
import json
from dataclasses import replace
from datetime import date
from typing import Any

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from alongside.desk.cases.exporting import document, plain, table
from alongside.desk.cases.importing.building import Choice, build
from alongside.desk.cases.importing.reading import read
from alongside.desk.cases.importing.suggesting import suggested
from alongside.desk.cases.importing.tables import FORMULA
from alongside.facts.consent import Consent, may_leave
from alongside.facts.fact import Fact
from alongside.facts.plain import to_plain
from alongside.typeset import pdf
from tests.desk.cases.exporting.scene import consents, of_every_kind, told
from tests.desk.cases.telling import fact, few, person
from tests.facts.making import facts as any_fact

DESK = "desk-" + "a" * 32


def by_id(facts: Any) -> dict[str, Fact]:
    return {one.id: one for one in facts}


def confirmed(facts: Any) -> list[Fact]:
    """The same facts with every agreement as a file that nobody signed gives it back."""
    agreed = {"verified": False, "verified_by": None}
    return [replace(one, **agreed) if isinstance(one, Consent) and one.answer == "agreed" else one for one in facts]


def again(cases: list[list[Fact]]) -> list[list[Fact]]:
    return plain.read(b"".join(plain.lines(cases)))


def test_json_lines_give_every_fact_of_every_kind_back_under_other_ids():
    cases = [of_every_kind(DESK), few()]
    back = again(cases)
    assert [told(by_id(case)) for case in back] == [told(by_id(confirmed(case))) for case in cases]
    assert not {one.id for case in back for one in case} & {one.id for case in cases for one in case}


@settings(max_examples=60)
@given(any_fact)
def test_any_fact_survives_json_lines_but_evidence_and_wishes_that_a_case_goes(one: Fact):
    (back,) = again([[one, fact("note", text="beside it")]])
    (one,) = confirmed([one])
    kept = {one.id: one} if one.KIND not in ("evidence", "end-request") else {}
    assert len(back) == len(kept) + 1
    if kept:
        assert told(by_id([next(other for other in back if other.KIND == one.KIND)])) == told(kept)


def test_an_agreement_from_a_file_that_nobody_signed_lets_nothing_leave_until_it_is_confirmed():
    her = person("Amal")
    agreed, refused = consents(her, DESK), consents(her, "media", answer="refused", risks_explained=None)
    ((back, *ledger),) = again([[her, agreed, refused]])
    answers = [may_leave(ledger, back, to, "send", date(2026, 11, 22)).value for to in (DESK, "media")]
    assert may_leave([agreed, refused], her, DESK, "send", date(2026, 11, 22)).value == "yes"
    assert answers == ["ask", "no"]


def test_each_line_names_the_numbers_of_huridocs():
    lines = [json.loads(line) for line in plain.lines([few()])]
    assert lines[0] == {"alongside": "facts/1"}
    act = next(line for line in lines[1:] if line["fact"]["kind"] == "act")
    assert act["huridocs"] | {"code": "2109", "victims": "2102", "date": "2111"} == act["huridocs"]


def test_evidence_is_named_in_the_file_and_left_out_of_what_is_read_back():
    her, *_ = few()
    clip = fact("evidence", file="f" * 32, sha256="0" * 64, size=3, arrived="2026-11-22T09:30:00Z", arrived_by="e" * 32)
    note = fact("note", text="Look at it", documents=[clip.id])
    data = b"".join(plain.lines([[her, clip, note]]))
    assert b'"sha256":"' + b"0" * 64 in data
    (back,) = plain.read(data)
    assert [one.KIND for one in back] == ["person", "note"] and all(not one.documents for one in back)


@settings(max_examples=80)
@given(some.binary(max_size=200), some.booleans())
def test_any_bytes_are_facts_or_refused_by_line(data: bytes, ours: bool):
    start = json.dumps(plain.START, separators=(",", ":")).encode() + b"\n"
    with pytest.raises(plain.NotFacts):
        plain.read(start + data if ours else data)


def brought(data: bytes) -> list[tuple[Fact, ...]]:
    read_ = read(data)
    outcome = build(read_, Choice(suggested(read_.headings)))
    assert outcome.faults == ()
    return [case.facts for case in outcome.cases]


def holdable() -> list[Fact]:
    """A case as a table can hold it."""
    her = fact("person", names=[{"text": "أمل الخيالية", "transliterations": ["Amal Fictional"]}, {"text": "Umm Ali", "kind": "known-as"}],
               roles=["cooperated", "harmed"], born="1990~", nationality=["EGY", "SDN"], languages=["ar", "en"],
               contact_ways=[{"kind": "phone", "value": "+20 100 000"}], in_exile=False)  # fmt: skip
    sister = fact("person", names=[{"text": "Salma"}], roles=["relative"])
    he = fact("person", names=[{"text": "@officer"}], roles=["perpetrator"])
    she = fact("person", names=[{"text": "Witness"}], roles=["source"])
    return [
        her, sister, he, she,
        fact("event", title="=1+1", state_responsible="EGY", began="2026-11", description="two\nlines, \"quoted\"; and 'more"),
        fact("act", code="threats", victims=[her.id, sister.id], perpetrators=[he.id], sources=[she.id], date="2026-11-20"),
        fact("act", code="travel-ban", victims=[her.id], date="2026-11-01/2026-11-05", description="-2+3"),
        fact("act", code="threats", victims=[sister.id], continuing=True),
        fact("detention", person=sister.id, held=True, since="2026-11-02", charges="+none"),
        fact("cooperation", body="un-upr", by=her.id, which="'=x"),
        fact("intervention", party="An embassy", persons=[her.id]),
        fact("domestic-step", step="complaint", persons=[sister.id], date="XXXX"),
        fact("state-response", position="denies"),
        fact("task", what="Call her lawyer", due="2026-12-01"),
        fact("note", text="Called her sister."),
    ]  # fmt: skip


def test_a_table_gives_back_what_it_can_hold_and_the_import_needs_no_help():
    cases = [holdable(), few()]
    back = brought(table.written(cases))
    assert [told(by_id(case)) for case in back] == [told(by_id(case)) for case in cases]


def test_no_cell_of_a_table_begins_a_formula():
    rows = list(csv.reader(io.StringIO(table.written([holdable()]).decode("utf-8-sig"), newline="")))
    assert not [cell for row in rows for cell in row if cell.startswith(FORMULA)]
    assert [cell for row in rows for cell in row if cell.startswith("'")]
    assert {"person.name (0903)", "act.code (2109)", "case"} <= set(rows[0])


@settings(max_examples=60)
@given(some.text(min_size=1, max_size=60).map(str.strip).filter(lambda text: text and text.isprintable()))
def test_any_words_survive_a_table(words: str):
    ((note,),) = brought(table.written([[fact("note", text=words)]]))
    assert note.text == words


@pytest.mark.parametrize("lang", ["ar", "en", "es", "fr", "ru", "zh"])
def test_a_document_says_every_fact_and_nothing_of_where_it_was_made(lang: str):
    facts = of_every_kind(DESK)
    values = document.values([("Amal Fictional", facts)], lang, {}, {})
    assert sum(len(group["entries"]) for group in values["cases"][0]["groups"]) == len(facts)
    data = pdf("case", values)
    assert data == pdf("case", values)
    found = pypdf.PdfReader(io.BytesIO(data))
    text = "".join(page.extract_text() for page in found.pages)
    assert "Officer Nobody" in text and "=1+1" in text
    assert set(found.metadata or {}) <= {"/Creator", "/Producer"} and b"/tmp" not in data


def test_the_plain_form_of_a_fact_is_the_one_that_is_stored():
    (her, _) = few()
    line = json.loads(list(plain.lines([[her]]))[1])
    assert line["fact"] == to_plain(her)
