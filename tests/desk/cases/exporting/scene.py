"""Two desks in one database: Alice founded ours, Bob is her colleague; Noor founded the other. Alice and Noor compared words by voice.

Every fact of every kind that one case can hold, and a file with its cleaned copy.
"""

from __future__ import annotations

import dataclasses
import hashlib
from typing import Any
from unittest import mock
from uuid import UUID, uuid4

from alongside.desk.cases import store
from alongside.desk.cases.evidence import taking
from alongside.desk.cases.evidence.files import Arriving
from alongside.desk.cases.exporting import partners
from alongside.desk.cases.exporting.partners import Partner
from alongside.desk.people import founding
from alongside.desk.people.unlocked import Unlocked
from alongside.facts.fact import Fact
from alongside.vault.passphrases import CHEAPEST
from tests.desk.cases.telling import NOW, fact
from tests.desk.making import found_desk, member

CLIP = b"what the camera saw at the checkpoint " * 4000


@dataclasses.dataclass
class Scene:
    alice: Unlocked
    bob: Unlocked
    noor: Unlocked
    noor_here: Partner  # Noor as Alice's desk knows her
    alice_there: Partner


def scene() -> Scene:
    alice = found_desk()
    bob = member(alice, "Bob")
    with mock.patch.object(founding, "the_desk", return_value=None):  # one database holds one desk; here it plays two
        noor = founding.found("The desk on the hill", "Noor", "kestrel", "en", NOW, CHEAPEST)[0]
    return Scene(alice, bob, noor, compared(alice, noor, bob), compared(noor, alice))


def compared(here: Unlocked, there: Unlocked, *others: Unlocked) -> Partner:
    """`here` pasted the card of `there` and compared its words, and so did these colleagues of hers."""
    found = partners.take(here, partners.own_text(there))
    for her in (here, *others):
        found = partners.compare(her, found.id, found.card.digest(), NOW.date())
    return found


def consents(her: Fact, recipient: str, **more: Any) -> Fact:
    told = {"purpose": "send", "answer": "agreed", "date": "2026-11-20", "given_by": her.id, "risks_explained": True}
    return fact("consent", person=her.id, recipient=recipient, **told | more)


def agrees(her: Fact, recipient: str) -> list[Fact]:
    """All that a case takes along of her may go there: that it is sent, and her name."""
    return [consents(her, recipient), consents(her, recipient, purpose="name")]


def of_every_kind(recipient: str) -> list[Fact]:
    """One case with a fact of each kind but evidence, linked to each other."""
    her = fact(
        "person", names=[{"text": "أمل الخيالية", "transliterations": ["Amal Fictional"]}], roles=["harmed"], born="1990~",
        contact_ways=[{"kind": "phone", "value": "+00 1", "safe": False}], later_field={"kept": [1, None, "x"]},
    )  # fmt: skip
    he = fact("person", names=[{"text": "Officer Nobody"}], roles=["perpetrator"])
    act = fact("act", code="threats", victims=[her.id], perpetrators=[he.id], date="2026-11", description="=1+1\n'@x")
    step = fact("intervention", party="An embassy", persons=[her.id])
    return [
        her, he, act, step,
        fact("event", title="The harbour", state_responsible="EGY"),
        fact("involvement", person=he.id, act=act.id),
        fact("relation", person=her.id, other=he.id, type="neighbour"),
        fact("information", source=her.id, content="She said it."),
        fact("cooperation", body="un-upr", by=her.id, un_documents=["A/HRC/1"]),
        fact("detention", person=her.id, since="2026-11-02", court_dates=[{"date": "2026-12-01", "what": "hearing"}]),
        fact("domestic-step", step="complaint", persons=[her.id]),
        fact("state-response", position="denies", answers=step.id),
        fact("risk-assessment", person=her.id, date="2026-11-20", level="high"),
        fact("measure", what="Change the lock", persons=[her.id]),
        fact("task", what="Call her lawyer", due="2026-12-01"),
        fact("note", text="Called her sister."),
        *agrees(her, recipient),
    ]  # fmt: skip


def with_file(her: Unlocked, case: UUID, data: bytes = CLIP, cleaning: str | None = "nothing-to-clean", **more: Any) -> Fact:
    arriving = Arriving(her.desk)
    arriving.add(data)
    return taking.take(her, case, arriving.finish(), "VID-0003.mp4", {"cleaning": cleaning, **more}, NOW)


def facts_of(her: Unlocked, case: UUID) -> dict[str, Fact]:
    return dict(store.open_case(her, case, NOW, note=False).facts)


def told(facts: dict[str, Fact]) -> set[str]:
    """What facts say, whatever their ids: each id is replaced by what stands there, three links deep. Revisions are left out."""
    from alongside.facts.plain import to_plain

    plain = {name: {**to_plain(one), "id": "", "revision": 0} for name, one in facts.items()}
    words = {name: one.KIND for name, one in facts.items()}
    for _ in range(3):
        words = {name: hashlib.sha256(repr(_put(one, words)).encode()).hexdigest() for name, one in plain.items()}
    return set(words.values())


def _put(value: Any, words: dict[str, str]) -> Any:
    if isinstance(value, str):
        return words.get(value, value)
    if isinstance(value, list):
        return [_put(one, words) for one in value]
    if isinstance(value, dict):
        return {key: _put(one, words) for key, one in sorted(value.items()) if key not in ("file", "cleaned_file")}
    return value


def some_id() -> UUID:
    return uuid4()
