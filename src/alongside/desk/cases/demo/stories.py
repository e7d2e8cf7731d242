"""One invented case after the other, as facts: the same seed tells the same stories. No key is drawn here, only stories."""

# ruff: noqa: S311  a story need not be unpredictable
from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

from alongside.directory import reader, vocabulary
from alongside.facts import codes
from alongside.facts.consent import Consent
from alongside.facts.events import Act, Detention, Event, Involvement
from alongside.facts.fact import Fact
from alongside.facts.persons import ContactWay, Person, PersonName, Relation
from alongside.facts.protection import Measure, Note, RiskAssessment, Task
from alongside.facts.steps import Cooperation, DomesticStep, Intervention
from alongside.facts.when import When

NAMES = Path(__file__).with_name("names.toml")
SAID = "Invented by `alongside demo`. Nobody in this case exists."
# What happens more often is told more often.
ACTS = (
    ("travel-ban", 5), ("arrest-detention", 8), ("interrogation-summons", 6), ("threats", 9), ("smear-campaign", 6), ("surveillance", 6),
    ("judicial-harassment", 6), ("physical-attack", 4), ("house-raid", 3), ("device-seizure", 3), ("hacking-digital", 3), ("dismissal", 3),
    ("ngo-deregistration", 2), ("enforced-disappearance", 1), ("killing", 1), ("torture-ill-treatment", 1), ("online-harassment", 6),
    ("passport-citizenship", 2), ("restrictive-law", 2), ("asset-freeze-funding", 2), ("doxxing", 2), ("incommunicado-detention", 2),
)  # fmt: skip
HELD = frozenset({"arrest-detention", "incommunicado-detention"})
WORK = (
    "lawyer",
    "journalist",
    "teacher",
    "forest guide",
    "nurse",
    "trade unionist",
    "fisherwoman",
    "student",
    "archivist",
    "radio host",
)
GROUPS = (
    "Harbour Committee",
    "River Watch",
    "Lantern Legal Aid",
    "Mothers of the Square",
    "Open Ledger",
    "Mountain Voices",
    "Union of Weavers",
)
AUTHORITIES = (
    "police",
    "border guards",
    "state security",
    "prosecutor's office",
    "mayor's men",
    "security of the mine",
    "unknown men",
)
WHY = ("spoke to the Human Rights Council", "sent a report to a treaty body", "filmed an eviction", "defended a detained colleague",
       "published the list of permits", "organised a vigil", "met a Special Rapporteur")  # fmt: skip
TASKS = ("Call her lawyer", "Ask the family for papers", "Write to the embassy", "Check the address", "Follow up the urgent appeal",
         "Compare the dates with her", "Ask whether she is safe at home")  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Country:
    code: str
    given: Sequence[tuple[str, str]]
    family: Sequence[tuple[str, str]]
    places: Sequence[tuple[str, str]]
    family_first: bool = False


@lru_cache(maxsize=1)
def _countries() -> tuple[_Country, ...]:
    rows = tomllib.loads(NAMES.read_text("utf-8"))["country"]
    return tuple(_Country(**row) for row in rows)


def stories(seed: int, today: date) -> Iterator[list[Fact]]:
    """Cases without end."""
    number = 0
    while True:
        number += 1
        # Each from its own seed, so that a change in one leaves the others as they were.
        yield _Story(Random(f"{seed} {number}"), today).told()


class _Story:
    """One case in the making."""

    def __init__(self, random: Random, today: date) -> None:
        self.random, self.today = random, today
        self.country = random.choice(_countries())
        self.facts: list[Fact] = []

    def told(self) -> list[Fact]:
        her = self.person("harmed", *(["cooperated"] if self.random.random() < 0.6 else []))
        event, began = self.event()
        acts = [self.act(her, event, began) for _ in range(self.random.randint(1, 4))]
        others = [
            self.person(role)
            for role in self.random.sample(
                ("relative", "colleague", "source", "harmed", "perpetrator"), self.random.randint(2, 4)
            )
        ]
        for other in others:
            if "relative" in other.roles:
                self.add(
                    Relation, person=her.id, other=other.id, type=self.random.choice(("spouse", "sibling", "parent", "child"))
                )
        for one in others:
            if "perpetrator" in one.roles:
                self.add(
                    Involvement,
                    act=acts[0].id,
                    person=one.id,
                    degree="carried-out",
                    type=self.random.choice(list(codes.PERPETRATOR_TYPES)),
                )
        for act in acts:
            if act.code in HELD:
                self.detention(her, act)
        self.steps(her, began)
        self.protection(her)
        self.add(Note, text=SAID, date=self.today)
        return self.facts

    def add(self, kind: type[Any], **told: Any) -> Any:
        fact = kind(id=UUID(int=self.random.getrandbits(128)).hex, revision=1, **told)
        self.facts.append(fact)
        return fact

    def maybe(self, value: Any, chance: float = 0.5) -> Any:
        return value if self.random.random() < chance else None

    def day(self, back: int) -> date:
        return self.today - timedelta(days=self.random.randint(0, back))

    def name(self) -> PersonName:
        (given, given_latin), (family, family_latin) = (
            self.random.choice(self.country.given),
            self.random.choice(self.country.family),
        )
        latin = f"{given_latin or given} {family_latin or family}" if given_latin or family_latin else ""
        if self.country.family_first:
            gap = "" if self.country.code == "CHN" else " "
            return PersonName(text=f"{family}{gap}{given}", transliterations=(f"{family_latin} {given_latin}",), kind="known-as")
        return PersonName(text=f"{given} {family}", transliterations=(latin,) if latin else (), kind="known-as")

    def person(self, *roles: str) -> Any:
        central = "harmed" in roles
        return self.add(
            Person,
            names=(self.name(),),
            roles=tuple(roles),
            counting_unit="individual",
            categories=tuple(self.random.sample(vocabulary.CATEGORIES, self.random.randint(1, 2))) if central else None,
            sex=self.random.choice(("female", "male")),
            nationality=(self.country.code,) if central else None,
            present_country=self.country.code if central else None,
            occupation=self.random.choice(WORK) if central else None,
            organisation=f"{self.random.choice(GROUPS)} (invented)" if central else None,
            born=When(str(self.random.randint(1950, 2004))) if central else None,
            contact_ways=(ContactWay(kind="messenger", value="+000 0000 0000", safe=self.maybe(True)),) if central else (),
        )

    def place(self) -> str:
        own, latin = self.random.choice(self.country.places)
        return f"{own} ({latin})" if latin else own

    def event(self) -> tuple[Any, date]:
        began = self.day(2500)
        event = self.add(
            Event,
            title=f"{self.random.choice(GROUPS)}: {self.random.choice(WHY)}",
            state_responsible=self.country.code,
            place=self.place(),
            began=When(began.isoformat()[: self.random.choice((4, 7, 10))]),
            perpetrator=self.random.choice(vocabulary.PERPETRATORS),
            why=f"She {self.random.choice(WHY)}. {SAID}",
            urgency=self.random.choice(vocabulary.URGENCIES),
            monitoring=self.random.choice(("active", "active", "active", "closed")),
            needs=tuple(self.random.sample(vocabulary.NEEDS, self.random.randint(1, 3))),
            un_link=self.maybe(True),
        )
        return event, began

    def act(self, her: Any, event: Any, began: date) -> Any:
        on = min(self.today, began + timedelta(days=self.random.randint(0, 400)))
        code = self.random.choices([code for code, _ in ACTS], [weight for _, weight in ACTS])[0]
        return self.add(
            Act,
            code=code,
            event=event.id,
            date=When(on.isoformat()[: self.random.choice((7, 10, 10))]),
            place=self.place(),
            country=self.country.code,
            victims=(her.id,),
            reliability=self.random.choice(list(codes.RELIABILITY)),
            method=f"By {self.random.choice(AUTHORITIES)}. {SAID}",
        )

    def detention(self, her: Any, act: Any) -> None:
        released = self.maybe(When(self.today.isoformat()), 0.4)
        self.add(
            Detention,
            person=her.id,
            act=act.id,
            held=released is None,
            since=act.date,
            released=released,
            place=f"House of waiting, {self.place()}",
            authority=self.random.choice(AUTHORITIES),
            access_to_lawyer=self.maybe(False),
        )

    def steps(self, her: Any, began: date) -> None:
        if "cooperated" in her.roles:
            body = self.random.choice(vocabulary.UN_BODIES)
            self.add(Cooperation, body=body, form="done", date=When(began.isoformat()[:7]), by=her.id, which="Session (invented)")
        for _ in range(self.random.randint(0, 2)):
            self.add(DomesticStep, step=self.random.choice(codes.STEPS), date=When(self.day(900).isoformat()), persons=(her.id,),
                     remedy=self.random.choice(vocabulary.REMEDIES), result="No answer.")  # fmt: skip
        for mechanism in self.random.sample(_mechanisms(), self.random.randint(1, 3)):
            self.add(
                Intervention,
                type=self.random.choice(list(codes.INTERVENTIONS)),
                party_kind=self.random.choice(codes.PARTIES),
                mechanism=mechanism,
                persons=(her.id,),
                date=When(self.day(600).isoformat()),
                status=self.random.choice(list(codes.INTERVENTION_STATUS)),
                reference=f"{self.country.code} {self.random.randint(1, 40)}/{self.today.year} (invented)",
            )

    def protection(self, her: Any) -> None:
        assessed = self.day(200)
        self.add(
            RiskAssessment,
            person=her.id,
            date=assessed,
            threshold=self.random.choice(codes.THRESHOLDS),
            level=self.random.choice(codes.LEVELS),
            reassess_on=assessed + timedelta(days=self.random.randint(30, 400)),
            why=SAID,
        )
        self.add(
            Measure,
            what="Never travel alone.",
            layer="preventive",
            persons=(her.id,),
            due=self.maybe(self.today + timedelta(days=14)),
        )
        for _ in range(self.random.randint(0, 2)):
            due = self.today + timedelta(days=self.random.randint(-20, 90))
            self.add(Task, what=self.random.choice(TASKS), about=(her.id,), due=due, done=self.maybe(self.today, 0.3))
        for purpose, answer in zip(
            self.random.sample(codes.PURPOSES, 2), self.random.sample(("agreed", "refused", "agreed"), 2), strict=True
        ):
            self.add(
                Consent,
                person=her.id,
                recipient="class:un-special-procedure",
                purpose=purpose,
                answer=answer,
                date=assessed,
                given_by=her.id,
                means="call",
                risks_explained=True,
            )


@lru_cache(maxsize=1)
def _mechanisms() -> list[str]:
    return sorted(reader.load().mechanisms)
