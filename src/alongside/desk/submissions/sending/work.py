"""A draft as it stands this moment: its form and recipient, the text of each field, its gates, and the document that it would be."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, partial
from uuid import UUID

from django.http import Http404

from alongside.desk.cases import at_hand, ledger
from alongside.desk.cases.opening import Opened
from alongside.desk.cases.planned import made_plan
from alongside.desk.cases.words import mechanism as mechanism_name
from alongside.desk.people.unlocked import Unlocked
from alongside.desk.submissions import addresses, words
from alongside.desk.submissions.addresses.entry import Entry
from alongside.desk.submissions.documents import annexes, document, writing
from alongside.desk.submissions.documents.annexes import Chosen, Unfit
from alongside.desk.submissions.documents.document import Document
from alongside.desk.submissions.drafting import drafted, reading
from alongside.desk.submissions.drafting.draft import Drafted, Sender
from alongside.desk.submissions.drafting.form import Form
from alongside.desk.submissions.drafting.gates import Gate, Leaving
from alongside.desk.submissions.drafting.naming import Naming
from alongside.desk.submissions.drafting.withholding import Net
from alongside.desk.submissions.sending import checking
from alongside.directory import reader
from alongside.directory.mechanism import Mechanism
from alongside.facts.consent import Recipient
from alongside.facts.evidence import Evidence
from alongside.facts.persons import Person
from alongside.facts.protection import PlanEntry
from alongside.facts.submissions import Approval, Draft
from alongside.plan.reading import NotUnderstood

# Why a file may not stand in a document, and what is wrong with the annex then.
UNFIT = {"consent": "not-allowed", "unnamed": "not-allowed", "confidential": "confidential"}


@dataclass
class Shared:
    """What the drafts of one page look up once: what the plan says, by person, the address book, whether the
    desk wants a second person for everything, whether it has one member alone, and, by case, whose yes counts."""

    plans: dict[str, tuple[PlanEntry, ...]] = field(default_factory=dict)
    book: list[Entry] | None = None
    second: bool | None = None
    alone: bool | None = None
    seconds: dict[UUID, frozenset[str]] = field(default_factory=dict)


@dataclass
class Work:
    """One draft at one moment."""

    opened: Opened
    draft: Draft
    form: Form
    sender: Sender | None
    today: date
    viewer: str = ""  # the member who looks: her own yes is no second person's
    shared: Shared = field(default_factory=Shared)

    @property
    def mechanism(self) -> Mechanism | None:
        return reader.load().mechanisms.get(self.draft.mechanism or "")

    @property
    def recipient(self) -> Recipient:
        """Whom the ledger is asked about: the mechanism with its class; for a public text the public or the press."""
        return ledger.recipient(self.draft.mechanism or self.form.recipient)

    @property
    def book(self) -> list[Entry]:
        """The address book, opened once for all drafts of a page."""
        if self.shared.book is None:
            self.shared.book = addresses.entries(self.opened.unlocked)
        return self.shared.book

    @property
    def second(self) -> bool:
        """Whether the desk wants a second person whatever the form says."""
        if self.shared.second is None:
            self.shared.second = addresses.asks_second(self.opened.unlocked)
        return self.shared.second

    @property
    def alone(self) -> bool:
        """Whether nobody else of the desk could compare an address that she changed."""
        if self.shared.alone is None:
            self.shared.alone = addresses.is_alone(self.opened.unlocked)
        return self.shared.alone

    @property
    def seconds(self) -> frozenset[str]:
        """The members whose yes counts as a second person's today; the whole history is read for it, so only where somebody gave one."""
        if not self.opened.of(Approval):
            return frozenset()
        found = self.shared.seconds.get(self.opened.id)
        if found is None:
            found = self.shared.seconds[self.opened.id] = checking.seconds(self)
        return found

    @property
    def people(self) -> list[Person]:
        """Everybody whom the case protects."""
        return people(self.opened)

    @property
    def closed(self) -> bool:
        """Whether the ledger vouches for nothing today: somebody tampered with the case, or it came back from a backup."""
        return bool(self.opened.damaged) or ledger.is_restored(self.opened)

    @cached_property
    def planned(self) -> tuple[PlanEntry, ...]:
        """What the plan of the first person of the draft says of every route; nothing where no plan can be made yet."""
        return self.plans[0] if self.plans else ()

    @cached_property
    def plans(self) -> list[tuple[PlanEntry, ...]]:
        """The same for each person of the draft."""
        return [self._plan(one) for one in self.people if one.id in self.draft.persons] if self.draft.mechanism else []

    def _plan(self, her: Person) -> tuple[PlanEntry, ...]:
        if her.id not in self.shared.plans:
            try:
                self.shared.plans[her.id] = made_plan(self.opened, her, self.today, self.draft.lang).entries
            except NotUnderstood:
                self.shared.plans[her.id] = ()
        return self.shared.plans[her.id]

    @cached_property
    def drafted(self) -> Drafted:
        sender = self.sender or Sender("")
        facts = self.opened.facts.values()
        return drafted.drafted(facts, self.draft, self.form, self.recipient, self.today, self.closed, sender)

    @cached_property
    def naming(self) -> Naming:
        """How much of whom may be told, for what is no text: the annexes."""
        return drafted.naming_of(
            self.opened.facts.values(), self.draft, self.form, self.recipient, self.today, self.closed
        )  # fmt: skip

    @cached_property
    def leaving(self) -> Leaving:
        """What the gates look at."""
        return checking.leaving_of(self)

    @cached_property
    def gates(self) -> tuple[Gate, ...]:
        return checking.gates_of(self)

    @property
    def ready(self) -> bool:
        """Whether every gate is open: then, and only then, it may leave."""
        return self.unfit is None and all(gate.verdict == "open" for gate in self.gates)

    @property
    def annexes(self) -> list[Evidence]:
        """The evidence that goes along, in the order of its numbers; what is no longer there is passed over, and a gate says so."""
        found = (self.opened.facts.get(id_) for id_ in self.draft.annexes)
        return [one for one in found if isinstance(one, Evidence)]

    @cached_property
    def enclosed(self) -> tuple[Chosen, ...]:
        """The same as files that may leave; none of them where one cannot, and then nothing leaves (`unfit`)."""
        return () if self.unfit else self._chosen()

    @cached_property
    def unfit(self) -> Unfit | None:
        """What is wrong with the annexes: gone, not cleaned, too large, confidential, or about somebody who is not to be seen in them."""
        for number, one in enumerate(self.draft.annexes, start=1):
            fact = self.opened.facts.get(one)
            why = self.naming.why_not(fact) if isinstance(fact, Evidence) else None
            if why in UNFIT:
                return Unfit(UNFIT[why], number)
        try:
            self._chosen()
        except Unfit as wrong:
            return wrong
        return None

    def _chosen(self) -> tuple[Chosen, ...]:
        net, say = Net(self.naming), partial(words.say, self.draft.lang)
        return annexes.chosen(
            self.draft.annexes,
            self.opened.facts,
            title=lambda one: net.withheld(one.title or "", say("documents.withheld")),
        )

    @cached_property
    def document(self) -> Document:
        lang = self.draft.lang
        name = mechanism_name(self.draft.mechanism, lang) if self.draft.mechanism else ""
        numbered = [one.annex for one in self.enclosed]
        return document.from_drafted(self.drafted, partial(words.say, lang), name, self.sender or Sender(""), numbered)

    @property
    def agreed(self) -> list[Approval]:
        """Other members' yes to the draft as it stands, whether it counts or not."""
        found = (one for one in self.opened.of(Approval) if one.draft == self.draft.id and one.document == self.digest)
        return sorted((one for one in found if one.by != self.viewer), key=lambda one: (one.at, one.id))

    @property
    def approvals(self) -> list[Approval]:
        """Those of them that count."""
        return [one for one in self.agreed if one.by in self.seconds]

    @cached_property
    def digest(self) -> str:
        """What a second person agrees to: of every word, annex and name that would leave, not of the program that sets them."""
        return hashlib.sha256(writing.written(self.document, "json")).hexdigest()


def work_or_404(opened: Opened, draft_id: str, sender: Sender | None, today: date, viewer: str = "") -> Work:
    """A draft of a case. One whose form this version does not know is nobody's."""
    draft = at_hand.fact_or_404(opened, draft_id, Draft)
    form = reading.forms().get(draft.form)
    if form is None:
        raise Http404
    return Work(opened, draft, form, sender, today, viewer)


def people(opened: Opened) -> list[Person]:
    """Whom a draft can be about: everybody whom the case protects."""
    return at_hand.with_own_plan(opened.facts.values())


def sender_of(unlocked: Unlocked) -> Sender | None:
    """How the desk signs; None until somebody has written it down."""
    return addresses.sender(unlocked)
