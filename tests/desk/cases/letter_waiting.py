"""A letter of Bob's about Amal waits in the outbox; what is written, lost or damaged in the case meanwhile."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from alongside.desk.cases import store
from alongside.desk.cases.store import Edit
from alongside.desk.outbox import deliveries
from alongside.desk.people import clock
from alongside.facts.fact import Fact
from alongside.facts.submissions import Submission
from tests.desk.cases.telling import fact, person
from tests.desk.cases.walking import Walk, walk
from tests.desk.outbox.making import sent


@dataclass
class Scene:
    """Bob's letter about Amal waits; a source told it, a friend is in the picture, her husband is left out."""

    one: Walk
    source: Fact
    friend: Fact
    yes: Fact
    row: UUID

    @property
    def waits(self) -> bool:
        return not deliveries.standing(self.one.alice.desk, [self.row], clock.now())[self.row].done

    @property
    def letter(self) -> Submission:
        return self.one.of(Submission)[0]

    def write(self, *facts: Fact) -> None:
        store.save(self.one.alice, self.one.case, [Edit(None, one) for one in facts], clock.now())

    def change(self, kind: type, id_: str, **told: Any) -> None:
        before = self.one.opened().facts[id_]
        assert isinstance(before, kind)
        store.save(self.one.alice, self.one.case, [Edit(before, replace(before, **told))], clock.now())


def no(who: Fact, purpose: str = "send", answer: str = "refused", **told: Any) -> Fact:
    about = {"person": who.id, "recipient": "class:ngo", "purpose": purpose, "answer": answer, "date": "2026-11-22"}
    return fact("consent", given_by=who.id, **about, **told)


def laid() -> Scene:
    """The scene on an empty desk."""
    one = walk()
    source, friend = person("Source Fictional", "source"), person("Friend Fictional", "relative")
    yes = no(source, answer="agreed", risks_explained=True)
    step = fact("intervention", type="publicity", procedure="none", persons=[one.her.id])
    row = sent(one.bob)
    told = {"form": "press-text", "lang": "en", "sent": "2026-11-22T10:00:00Z", "means": "mail", "draft": "d" * 32}
    letter = fact(
        "submission", **told, sent_by=one.bob.person.pk.hex, delivery=row.hex, levels={one.her.id: "named"}, sources=[source.id],
        pictured=[friend.id], consents=[yes.id], intervention=step.id,
    )  # fmt: skip
    one.add(source, friend, yes, step, letter)
    return Scene(one, source, friend, yes, row)


def ended(scene: Scene, **told: Any) -> Fact:
    """Amal's own yes, on which a second letter of Bob's rests, beside what else it is told."""
    yes = no(scene.one.her, answer="agreed", risks_explained=True, **told)
    scene.write(yes)
    return yes
