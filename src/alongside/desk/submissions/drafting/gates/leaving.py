"""What the gates look at: one draft as of a day, with its case, form and mechanism, and what the desk knows of the way there."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TypeVar

from alongside.desk.submissions.drafting.draft import Drafted, Shown
from alongside.desk.submissions.drafting.form import Form
from alongside.desk.submissions.drafting.gates.gate import HOLDS, NOTED, Gate, Verdict, digest_of
from alongside.desk.submissions.drafting.naming import Naming, Terms
from alongside.directory.mechanism import Mechanism
from alongside.directory.standing import Code
from alongside.facts import codes
from alongside.facts.consent import Consent, Recipient
from alongside.facts.events import Act
from alongside.facts.fact import Fact
from alongside.facts.persons import Person
from alongside.facts.submissions import Checked, Draft

NAMED, _, _, LEFT_OUT = codes.NAMING
F = TypeVar("F", bound=Fact)


def recipient(form: Form, mechanism: Mechanism | None) -> Recipient:
    """To whom the ledger is asked whether it may go: a mechanism of the directory, or the public or the press."""
    return Recipient(mechanism.id, frozenset({mechanism.kind})) if mechanism else Recipient(form.recipient)


@dataclass(frozen=True, kw_only=True)
class Leaving:
    """A draft that wants to leave.

    `facts`: all of the case, consents and earlier submissions included. `document`: digest of the document as it would leave today; `by`:
    who would send it. `closed`: the case is damaged or came back from a backup. `codes`: the directory's treaties and memberships; `forms`:
    all forms by id. `act_before`: the last day for filing, from the plan for this mechanism, also a day that has passed; `competence`: the
    plan's status for it. `channel_confirmed`: the channel is confirmed in the directory; `channel_checked`: when somebody last checked the
    entry of the address book. `second_required`: the desk wants a second person for everything. `pages`: of the document, where known.
    """

    form: Form
    mechanism: Mechanism | None
    facts: tuple[Fact, ...]
    draft: Draft
    drafted: Drafted
    document: str
    today: datetime.date
    by: str
    closed: bool = False
    second_required: bool = False
    codes: Mapping[str, Code] = field(default_factory=dict)
    forms: Mapping[str, Form] = field(default_factory=dict)
    act_before: datetime.date | None = None
    competence: str = ""
    channel_confirmed: bool = False
    channel_checked: datetime.date | None = None
    pages: int | None = None

    def all_of(self, kind: type[F]) -> list[F]:
        """The facts of a kind, in the order of their ids: the order of a ledger must not matter."""
        return sorted((fact for fact in self.facts if isinstance(fact, kind)), key=lambda fact: fact.id)

    @cached_property
    def to(self) -> Recipient:
        return recipient(self.form, self.mechanism)

    @cached_property
    def ledger(self) -> list[Consent]:
        return self.all_of(Consent)

    @cached_property
    def naming(self) -> Naming:
        """Whom the facts of the case concern, and for whom the draft is."""
        return Naming(self.facts, Terms(self.to, self.today, persons=self.draft.persons, closed=self.closed))

    @cached_property
    def persons(self) -> dict[str, Person]:
        """The persons of the case by id."""
        return {one.id: one for one in self.all_of(Person)}

    def chosen(self, person: str) -> str:
        """How much of a person is meant to be told. Where nobody chose, whoever the draft is for is meant to be named.

        So a draft from which a withdrawal took a name is told of, and does not quietly go out without it.
        """
        return dict(self.draft.levels).get(person, NAMED if person in self.draft.persons and not self.delicate(person) else "")

    def delicate(self, person: str) -> bool:
        """A child, somebody who suffered sexual violence, or whom a document would out (plan-rules 15)."""
        one = self.persons.get(person)
        return one is not None and (one.may_be_child(self.today) or "lgbti" in (one.categories or ()) or self.violated(person))

    def violated(self, person: str) -> bool:
        """Whether she suffered sexual violence; an act without a victim may be hers."""
        acts = (act for act in self.all_of(Act) if act.code == "sexual-violence")
        return any(person in (act.victims if act.victims is not None else self.draft.persons) for act in acts)

    def level(self, person: str) -> str:
        """How much of a person is told today, after consent has cut what was chosen."""
        return dict(self.drafted.levels).get(person, LEFT_OUT)

    def inside(self) -> list[Person]:
        """Whoever is to stand in the draft, in any way, and has a say in it: all but those that were left out on purpose.

        A person whom the ledger has cut out stays in this list: that she is missing from the text is what the gate has to say.
        """
        ids = {
            *self.draft.persons,
            *(id_ for id_, _ in self.draft.levels),
            *(id_ for id_, level in self.drafted.levels if level != LEFT_OUT),
        }
        persons = self.persons
        return [
            persons[id_]
            for id_ in sorted(ids & persons.keys())
            if self.chosen(id_) != LEFT_OUT and not self.naming.needs_no_consent(id_)
        ]

    def shown(self) -> list[Shown]:
        """The fields that would leave."""
        return [one for one in self.drafted.shown if one.state != LEFT_OUT]

    def rests_on(self) -> frozenset[str]:
        """The facts on which the text that would leave rests."""
        told = {id_ for one in self.shown() for id_ in one.facts}
        made = {
            id_ for one in self.shown() if one.state == "filled" for sentence in one.filled.sentences for id_ in sentence.facts
        }
        return frozenset(told | made)

    def asks(
        self,
        code: str,
        verdict: Verdict,
        who: str,
        about: tuple[str, ...] = (),
        params: tuple[tuple[str, str], ...] = (),
        but: Collection[str] = (),
    ) -> Gate:
        """A gate that a check opens. `but`: the members whose check of it does not count."""
        gate = Gate(code, verdict, who, about, params)
        return replace(gate, verdict="open") if self.looked(gate, but) else gate

    def looked(self, gate: Gate, but: Collection[str] = ()) -> bool:
        """Whether somebody has looked, at the same persons, facts and days, and it still counts."""
        about = digest_of(gate)
        seen = (one for one in self.draft.checks if one.gate == gate.code and one.about == about and one.by not in but)
        return any(self._counts(one) for one in seen)

    def _counts(self, one: Checked) -> bool:
        if one.gate in NOTED and not (one.note or "").strip():
            return False
        if one.gate in HOLDS:
            first = self.today - datetime.timedelta(days=HOLDS[one.gate])
            # By the letters of the day, which nobody has checked; a day more, because the clock of a check is that of Greenwich.
            return first.isoformat() <= one.at[:10] <= (self.today + datetime.timedelta(days=1)).isoformat()
        return one.document == self.document

    def fresh(self, day: datetime.date, days: int) -> bool:
        """Whether a day lies no further back than so many days. One that is still to come proves a wrong clock, not a look."""
        return 0 <= (self.today - day).days <= days
