"""Every published case, with invented persons: each form that its plan opens is written, loses no field, and tells of nobody who did
not agree. All as PDF and DOCX in the soak; in each run every form at least once."""

import uuid
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest

from alongside.desk.cases import emergency, from_plan
from alongside.desk.cases.words import mechanism as mechanism_name
from alongside.desk.submissions import words
from alongside.desk.submissions.documents import document, writing
from alongside.desk.submissions.documents.document import Document
from alongside.desk.submissions.documents.safe_text import unmarked
from alongside.desk.submissions.drafting import reading
from alongside.desk.submissions.drafting.draft import Drafted, Sender
from alongside.desk.submissions.drafting.drafted import drafted
from alongside.desk.submissions.drafting.form import Form
from alongside.directory.reader import load
from alongside.directory.vocabulary import LANGUAGES
from alongside.facts.consent import Recipient
from alongside.facts.fact import Fact
from alongside.facts.persons import Person
from alongside.facts.plain import from_plain, to_plain
from alongside.facts.submissions import Draft
from alongside.plan.decide import planner
from alongside.plan.reading import read
from tests.desk.cases.telling import fact
from tests.desk.submissions.documents.inside import found_in
from tests.plan import making

CASES = making.lines("cases.jsonl")
IN_SIX = ("sg-reprisals-new", "sg-reprisals-follow-up", "sp-urgent-appeal", "ngo-appeal")
HER, UNASKED = "Amal Zdrelvak", "Qworvim Unasked"
SENDER = Sender("Harbour Desk", "desk@harbour.example")


def facts_of(raw: dict[str, Any]) -> tuple[list[Fact], str]:
    """The situation as facts, its person named and agreeing to everything, and a relative whom nobody asked in every account."""
    told = read(raw, load(), making.TODAY)
    new_id = partial(next, iter(lambda: uuid.uuid4().hex, ""))
    made = emergency.facts(from_plan.answers(told), load().states, making.TODAY, new_id)
    made = from_plan.complete(made, told, new_id)
    her = next(one for one in made if isinstance(one, Person) and "harmed" in one.roles)
    named = from_plain(to_plain(her) | {"names": [{"text": HER}], "alive": True, "died": None, "born": "1980"})
    facts = [named if one is her else spoken(one) for one in made]
    facts += [fact("person", names=[{"text": UNASKED}], roles=["relative", "source"])]
    return facts + list(agreed(her.id)), her.id


def spoken(one: Fact) -> Fact:
    """The same with somebody's name in its account."""
    if one.KIND not in ("event", "act"):
        return one
    return from_plain(to_plain(one) | {"description": f"{UNASKED} saw it, and QWORVIM told the neighbours."})


def agreed(her: str) -> Iterator[Fact]:
    kinds = {one.kind for one in load().mechanisms.values()}
    asked = [
        *((f"class:{kind}", "send") for kind in kinds),
        ("responsible-state", "name"),
        ("public", "publish"),
        ("media", "publish"),
    ]
    for recipient, purpose in asked:
        given = {"person": her, "recipient": recipient, "purpose": purpose, "answer": "agreed", "date": "2026-01-02"}
        yield fact("consent", **given, given_by=her, risks_explained=True)


def opened(raw: dict[str, Any]) -> dict[str, tuple[Form, str]]:
    """Each form that the plan opens, with the first mechanism that takes it; and those that go to nobody of the directory."""
    found = {form.id: (form, "") for form in reading.unaddressed()}
    for option in planner(load()).plan(read(raw, load(), making.TODAY)).options:
        if option.status in ("open", "conditional"):
            for form in reading.for_mechanism(option.mechanism.id):
                found.setdefault(form.id, (form, option.mechanism.id))
    return found


def written(facts: list[Fact], her: str, form: Form, mechanism: str, lang: str) -> tuple[Drafted, Document]:
    draft = Draft(
        id="d" * 32, revision=1, form=form.id, mechanism=mechanism or None, lang=lang, persons=(her,), levels=((her, "named"),)
    )
    kind = load().mechanisms[mechanism].kind if mechanism else ""
    recipient = Recipient(mechanism or form.recipient, frozenset({kind} if kind else ()))
    made = drafted(facts, draft, form, recipient, making.TODAY, False, SENDER)
    name = mechanism_name(mechanism, lang) if mechanism else ""
    return made, document.from_drafted(made, partial(words.say, lang), name, SENDER)


def complete(made: Drafted, whole: Document) -> None:
    """No field that says something is lost on the way into the document, and nobody stands in it who did not agree."""
    told = {one.field.key for one in made.shown if one.text}
    assert told == {block.key for block in whole.blocks}, made.form.id
    plain = writing.written(whole, "txt").decode()
    assert UNASKED.split()[0].casefold() not in plain.casefold(), made.form.id
    for block in whole.blocks:
        assert unmarked(block.text.split("\n")[0])[:40] in plain, (made.form.id, block.key)


@pytest.mark.parametrize("number", range(len(CASES)), ids=lambda number: str(CASES[number]["situation"]["id"]))
def test_every_form_that_a_plan_opens_is_written_whole_and_tells_of_nobody_who_was_not_asked(number: int) -> None:
    facts, her = facts_of(CASES[number]["situation"])
    found = opened(CASES[number]["situation"])
    for form, mechanism in found.values():
        for lang in LANGUAGES if form.id in IN_SIX and number % 6 == 0 else ("en",):
            if lang in form.languages or lang == "en":
                complete(*written(facts, her, form, mechanism, lang))
    form, mechanism = list(found.values())[number % len(found)]
    in_files(*written(facts, her, form, mechanism, "en"))


def in_files(made: Drafted, whole: Document) -> None:
    for ending in ("pdf", "docx", "json"):
        data = writing.written(whole, ending)
        assert not found_in(data, *UNASKED.split()), (made.form.id, ending)
        if dict(made.levels).get(next(iter(dict(made.levels))), "") == "named" and HER in writing.written(whole, "txt").decode():
            assert found_in(data, "Zdrelvak"), (made.form.id, ending)


@pytest.mark.soak
@pytest.mark.parametrize("number", range(len(CASES)), ids=lambda number: str(CASES[number]["situation"]["id"]))
def test_every_form_of_every_case_as_pdf_and_docx_in_every_language(number: int) -> None:
    facts, her = facts_of(CASES[number]["situation"])
    for form, mechanism in opened(CASES[number]["situation"]).values():
        for lang in LANGUAGES if form.id in IN_SIX else ("en",):
            if lang in form.languages or lang == "en":
                made, whole = written(facts, her, form, mechanism, lang)
                complete(made, whole)
                in_files(made, whole)
