"""A draft that may go, for tests of gates: each test takes away one thing, or adds one."""

import datetime
from dataclasses import replace
from typing import Any

from alongside.desk.submissions.drafting.draft import Drafted, Filled, Sentence, Shown
from alongside.desk.submissions.drafting.form import Field, Form, Section, Source
from alongside.desk.submissions.drafting.gates import Gate, Leaving, digest_of, gates
from alongside.directory.reader import load
from alongside.facts.events import Act
from alongside.facts.evidence import Evidence
from alongside.facts.fact import Fact
from alongside.facts.persons import Person
from alongside.facts.submissions import Checked, Draft
from alongside.facts.when import When
from tests.facts.making import ALICE, consent, person

TODAY = datetime.date(2026, 11, 22)
DOCUMENT, OTHER_DOCUMENT = "a1" * 32, "0f" * 32
ME, COLLEAGUE = "e" * 32, "f" * 32
DRAFT, ACT = "d" * 32, "c" * 32
STATE = ("responsible-state", "name")
DIRECTORY = load()
NAME = Field("victims", "victims", True, None, "seen")


def form(**told: Any) -> Form:
    given: dict[str, Any] = {
        "id": "letter", "mechanisms": ("un-sr-torture",), "recipient": "", "languages": ("en",), "sections": (Section("person", (NAME,)),),
        "naming": (STATE,), "unnamed": "weaker", "family_consent": False, "procedure": False, "interim": False, "second_person": False,
        "per_person": False, "receipt": True, "pages": None, "confidence": "high", "sources": (Source("A page", None, "2026-11-22"),),
    }  # fmt: skip
    return Form(**(given | told))


def shown(text: str = "Amal", field: Field = NAME, facts: tuple[str, ...] = (ACT,), **told: Any) -> Shown:
    sentences = (Sentence(text, facts),) if text else ()
    return Shown(Filled(field, sentences), **({"text": text, "state": "filled" if text else "missing"} | told))


def act(**told: Any) -> Act:
    return Act(**({"id": ACT, "revision": 1, "code": "travel-ban", "victims": (ALICE,), "date": When("2026-11-20")} | told))


def agreed(number: int = 1, **told: Any) -> Fact:
    return consent(200 + number, **({"recipient": "un-sr-torture", "purpose": "send"} | told))


def named(number: int = 2, **told: Any) -> Fact:
    return agreed(number, **({"recipient": "responsible-state", "purpose": "name"} | told))


def her(**told: Any) -> Person:
    return person(ALICE, **({"name": "Amal", "roles": ("harmed",)} | told))


def checked(gate: str, **told: Any) -> Checked:
    return Checked(**({"gate": gate, "by": ME, "at": "2026-11-20T10:00:00Z", "note": "done", "document": DOCUMENT} | told))


def leaving(*facts: Fact, mechanism: str | None = "un-sr-torture", **told: Any) -> Leaving:
    """Alice, named in a letter to the mandate on torture, with both her consents; `draft_...` goes to the draft."""
    of_draft = {name.removeprefix("draft_"): told.pop(name) for name in list(told) if name.startswith("draft_")}
    given = {"persons": (ALICE,), "levels": ((ALICE, "named"),), "form": "letter", "mechanism": mechanism, "lang": "en"}
    draft = Draft(**({"id": DRAFT, "revision": 1} | given | of_draft))
    of_form = told.pop("form", form())
    drafted = told.pop("drafted", Drafted(of_form, "en", (shown(),), draft.levels, ()))
    entry = DIRECTORY.mechanisms[mechanism] if mechanism else None
    facts = facts or (her(), act(), agreed(), named())
    defaults: dict[str, Any] = {
        "document": DOCUMENT,
        "today": TODAY,
        "by": ME,
        "channel_confirmed": True,
        "codes": DIRECTORY.codes,
    }
    return Leaving(form=of_form, mechanism=entry, facts=facts, draft=draft, drafted=drafted, **(defaults | told))


def whole(*more: Fact, **told: Any) -> Leaving:
    """The same with more facts."""
    return leaving(her(), act(), agreed(), named(), *more, **told)


def evidence(**told: object) -> Evidence:
    given = {"id": "b" * 32, "revision": 1, "file": "0f" * 16, "sha256": "0f" * 32, "size": 1, "arrived": "2026-11-21T10:00:00Z",
             "arrived_by": ME, "cleaning": "nothing-to-clean", "type": "png"}  # fmt: skip
    return Evidence(**(given | told))  # type: ignore[arg-type]


def looked(one: Leaving, *codes: str, **told: Any) -> Leaving:
    """The same after somebody looked."""
    seen = [checked(gate.code, **({"about": digest_of(gate)} | told)) for gate in gates(one) if gate.code in codes]
    return replace(one, draft=replace(one.draft, checks=tuple(seen)))


def found(one: Leaving, code: str) -> list[Gate]:
    return [gate for gate in gates(one) if gate.code == code]


def verdict(one: Leaving, code: str) -> str | None:
    """The verdict of a gate; None where the draft does not meet it."""
    verdicts = {gate.verdict for gate in found(one, code)}
    assert len(verdicts) <= 1
    return verdicts.pop() if verdicts else None
