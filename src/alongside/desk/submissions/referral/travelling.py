"""What of a case goes to another desk, and what stays: fact by fact and field by field, each with why. Pure.

A person goes with her own yes; without her yes to be named, nothing that leads to her goes: neither the name of who may be near to her
nor her home, papers or place in a text. A fact goes if somebody who goes is whom it
is about; links to who and what stays are cut, and texts that name somebody who stays are held back. A fact of which nobody said whom it
is about stays. What is confidential stays, and so does what is internal.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import MISSING, dataclass, replace
from datetime import date
from typing import Any

from alongside.cleaning.kinds import shows_somebody
from alongside.desk.cases.evidence import copies
from alongside.desk.cases.exporting.gathering import INTERNAL
from alongside.desk.submissions.drafting.lineage import about_of, is_secret, sources_of
from alongside.desk.submissions.referral import near, pieces
from alongside.desk.submissions.referral.naming import Names, Traces
from alongside.facts.consent import RECIPIENT, Consent
from alongside.facts.events import Act, Event
from alongside.facts.evidence import FILE, Evidence
from alongside.facts.fact import Fact
from alongside.facts.fields import ID, Many, Row, Text, declared
from alongside.facts.persons import Person
from alongside.facts.plain import to_plain
from alongside.facts.retention import LegalHold

# Whom or what a fact is about, by kind; of these somebody has to go.
SUBJECTS: Mapping[str, tuple[str, ...]] = {
    "act": ("victims",), "involvement": ("act",), "relation": ("person", "other"), "information": ("source", "about"),
    "intervention": ("persons",), "cooperation": ("by",), "detention": ("person",), "domestic-step": ("persons",),
    "state-response": ("answers",), "risk-assessment": ("person",), "measure": ("persons",), "note": ("about",),
    "plan-snapshot": ("person",), "evidence": ("about",), "consent": ("person",), "un-letter": ("intervention",),
    "un-mention": ("persons", "intervention"), "status-event": ("persons",),
}  # fmt: skip
# By what somebody could be looked up, by kind; and where others are named whom nobody asked.
LOOKED_UP: Mapping[str, tuple[str, ...]] = {"detention": ("court_case", "court_dates"), "domestic-step": ("where",)}
OTHERS: Mapping[str, str] = {"consent": "witness", "intervention": "spoke_with"}
NEVER = frozenset((*INTERNAL, LegalHold.KIND))
ALWAYS = frozenset((Person.KIND, Consent.KIND))  # of who goes: who she is, and what she agreed to
CHOSEN = (
    "event", "act", "involvement", "relation", "information", "detention", "cooperation", "domestic-step", "state-response",
    "intervention", "risk-assessment", "measure", "note", "plan-snapshot", "evidence",
)  # fmt: skip
# What of a person goes who is not named: nothing that leads to her.
UNNAMED = frozenset({
    "roles", "counting_unit", "categories", "sex", "alive", "nationality", "present_country", "in_exile", "reliability",
    "perpetrator_type", "can_decide",
})  # fmt: skip
OWN = frozenset({"address", "birthplace", "identity_papers", "organisation"})
KEPT = frozenset({"id", "revision"})
CLEAN = (copies.CLEANED, copies.NOTHING)
_SAID = frozenset(
    {"words", "witness", "remarks", "language", "confidential"}
)  # of a consent: what somebody said beside the answer


@dataclass(frozen=True, slots=True)
class Terms:
    """Who goes. `why`: by person who stays, why (the ledger's code, or not-chosen). `named`: of those who go, whose name may be told;
    `today`: who is a child; `pictured`: who agreed to pictures, films and sounds of them; `suspected`: whose name is not told although
    somebody said yes, because he is recorded as having done something to them."""

    going: frozenset[str]
    named: frozenset[str]
    why: Mapping[str, str]
    kinds: frozenset[str]
    today: date
    pictured: frozenset[str] = frozenset()
    suspected: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Held:
    """One field that stays, and why: names, link, unnamed, unknown, own."""

    field: str
    why: str


@dataclass(frozen=True, slots=True)
class Line:
    """One fact: as it goes (None: it stays, and `why` says so), and which of its fields stay."""

    fact: Fact
    goes: Fact | None
    why: str = ""
    held: tuple[Held, ...] = ()


def part(facts: Mapping[str, Fact], terms: Terms) -> list[Line]:
    """Every fact of a case in the order of kinds and ids, with what of it goes."""
    return _Cut(facts, terms).lines()


def digest(fact: Fact) -> str:
    """Of a fact as it goes, whatever its revision: another one means that something has changed."""
    plain = json.dumps(to_plain(replace(fact, revision=1)), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(b"alongside fact of a referral/1" + plain.encode()).hexdigest()


def digest_of(lines: Iterable[Line]) -> str:
    """Of all that goes: what somebody saw on a page is what leaves, or nothing does."""
    return hashlib.sha256("".join(digest(one.goes) for one in lines if one.goes is not None).encode()).hexdigest()


def gives_away(facts: Mapping[str, Fact], terms: Terms, text: str) -> bool:
    """Whether words beside the facts name somebody who may not be named, or lead to her."""
    return text in giving_away(facts, terms, [text])


def giving_away(facts: Mapping[str, Fact], terms: Terms, texts: Iterable[str]) -> frozenset[str]:
    """Of words beside the facts, those that name somebody who may not be named, or lead to her: the case is looked through once."""
    typed = frozenset(texts) - {""}
    cut = _Cut(facts, terms) if typed else None
    return frozenset(one for one in typed if cut and cut.stands_in(one, typed=True))


class _Cut:
    """One pass over a case. Facts fall out until nothing that goes hangs on what stays."""

    def __init__(self, facts: Mapping[str, Fact], terms: Terms) -> None:
        self.facts, self.terms = facts, terms
        persons = [one for one in facts.values() if isinstance(one, Person)]
        self.asked = near.protected(facts)
        # Who is confidential stays, whatever she or the ledger says: her name in the fact of another stays as well.
        secret = frozenset(one.id for one in persons if one.confidential)
        hidden = (self.asked - terms.named) | secret
        self.unnamed = hidden | near.near(facts, hidden, self.asked, terms.today)
        named = [one for one in persons if one.id in terms.named - secret]
        stay = [one for one in persons if one.id in self.unnamed]
        self.names = Names(stay, named)
        self.traces = Traces(facts.values(), stay, named)
        self.untied = near.untied(facts.values())
        self.order = _linked_first(facts)
        self.out: dict[str, str] = {}

    def stands_in(self, text: str, *, typed: bool = False) -> bool:
        """Whether a text names somebody who is not named, or leads to her."""
        return self.names.stand_in(text, typed=typed) or self.traces.stand_in(text, typed=typed)

    def lines(self) -> list[Line]:
        self.out = {id_: why for id_, fact in self.facts.items() if (why := self._first(fact))}
        self._drop_stopped()
        while self._drop_hanging() or self._drop_unlinked():
            pass
        return [self._line(fact) for _, fact in sorted(self.facts.items(), key=lambda pair: (pair[1].KIND, pair[0]))]

    def _line(self, fact: Fact) -> Line:
        if fact.id in self.out:
            return Line(fact, None, self.out[fact.id])
        goes, held = self._cut(fact)
        return Line(fact, goes, "", held)

    def _first(self, fact: Fact) -> str:
        """Why a fact stays that is looked at alone; empty where nothing in it says so."""
        if fact.KIND in NEVER:
            return "internal"
        if isinstance(fact, Person) and fact.id in self.asked and fact.id not in self.terms.going:
            return self.terms.why.get(fact.id, "not-chosen")
        if fact.confidential and not (isinstance(fact, Consent) and fact.answer != "agreed"):
            return "confidential"
        if isinstance(fact, Evidence) and is_secret(fact, self.facts):
            return "confidential"
        if fact.KIND not in self.terms.kinds | ALWAYS:
            return "not-chosen"
        if near.ties(fact, self.unnamed):
            return "unnamed"
        if isinstance(fact, Evidence) and fact.cleaning not in CLEAN:
            return "file"
        return ""

    def _drop_stopped(self) -> None:
        """An agreement stays where another to the same is confidential: that one may be what ended it."""
        secret = {_matter(one) for one in self._consents() if one.confidential and one.answer == "agreed"}
        for one in self._consents():
            if one.answer == "agreed" and _matter(one) in secret:
                self.out.setdefault(one.id, "confidential")

    def _consents(self) -> list[Consent]:
        return [one for one in self.facts.values() if isinstance(one, Consent)]

    def _drop_hanging(self) -> bool:
        """Whether anything fell. What fell counts at once: else a chain would fall link by link, each time with a look at everything."""
        before = len(self.out)
        for fact in self.order:
            if fact.id not in self.out and (why := self._hangs(fact)):
                self.out[fact.id] = why
        return len(self.out) > before

    def _drop_unlinked(self) -> bool:
        """Whether anybody fell whom nobody asks, because nothing that goes names them any more."""
        before = len(self.out)
        linked = {id_ for one in self.facts.values() if one.id not in self.out for id_ in _links(one)}
        persons = [one.id for one in self.facts.values() if isinstance(one, Person)]
        self.out |= {id_: "nobody" for id_ in persons if id_ not in self.out and id_ not in self.asked | linked}
        return len(self.out) > before

    def _hangs(self, fact: Fact) -> str:
        """Why a fact stays because of whom it is about, or of what it cannot be without."""
        if isinstance(fact, Person):
            return ""
        if isinstance(fact, Event):
            # What was done in it says whom it is about. Where all of them stay, its account stays with them.
            persons = set(self._persons_of(fact)) or (self.untied if near.tells(fact) else set())
            persons &= self.asked
            if persons and persons <= self.out.keys():
                return self.out[min(persons)]
        if isinstance(fact, Consent) and fact.recipient in self.out:
            return self.out[fact.recipient]
        for name, one in declared(type(fact)).items():
            value = getattr(fact, name)
            if one.metadata["kind"] is ID and name not in KEPT and _needed(one) and value in self.out:
                return self._of(value)
        subjects = self._subjects(fact)
        staying = [id_ for id_ in subjects if id_ in self.out]
        if fact.KIND in SUBJECTS and not subjects and not (isinstance(fact, Act) and fact.aimed_at):
            return "nobody"
        about = [id_ for id_ in subjects if id_ in self.facts and not self._did_it(id_)]
        if staying and not [id_ for id_ in about if id_ not in self.out]:
            return self._of(staying[0])
        if why := self._source_stays(fact) or self._shows(fact):
            return why
        return "" if self._cut(fact)[0] is not None else "names"

    def _did_it(self, id_: str) -> bool:
        return isinstance(self.facts.get(id_), Person) and id_ not in self.asked

    def _of(self, id_: str) -> str:
        """Why something stays that hangs on this: the person's own reason, or that what it hangs on stays."""
        return self.out[id_] if isinstance(self.facts.get(id_), Person) else "hangs"

    def _source_stays(self, fact: Fact) -> str:
        """What a source told or gave who stays, stays, and so do copies of it: it may lead to her even without her name."""
        sources = sources_of(fact, self.facts) if isinstance(fact, Evidence) else (getattr(fact, "source", None),)
        return "source" if any(one in self.out or one in self.unnamed for one in sources) else ""

    def _shows(self, fact: Fact) -> str:
        """A file shows whom it shows: everybody it is about goes, and by name, or it stays; and where it is a picture, a film or a sound,
        everybody agreed to that. A redacted copy was made so that nobody is seen."""
        if not isinstance(fact, Evidence):
            return ""
        persons = set(self._persons_of(fact))
        if not persons:
            return "nobody"
        if any(isinstance(self.facts.get(one), Event) for one in self._subjects(fact)):
            persons |= self.untied
        staying = sorted(one for one in persons & self.asked if one in self.out)
        if staying:
            return self._of(staying[0])
        if persons & self.unnamed:
            return "unnamed"
        shown = not fact.copy_of and shows_somebody(fact.type, fact.cleaned_type)
        return "photo" if shown and persons & self.asked - self.terms.pictured else ""

    def _subjects(self, fact: Fact) -> list[str]:
        """Whom or what a fact is about, by id."""
        if isinstance(fact, Evidence):
            return [*about_of(fact, self.facts)]
        return [id_ for name in SUBJECTS.get(fact.KIND, ()) for id_ in _ids(getattr(fact, name))]

    def _persons_of(self, fact: Fact) -> Iterator[str]:
        """Persons that a fact is about, also by way of the facts that it is about."""
        waiting, seen = [fact], {fact.id}
        while waiting:
            one = waiting.pop()
            if isinstance(one, Person):
                yield one.id
                continue
            subjects = set(self._subjects(one))
            if isinstance(one, Event):
                subjects |= {act.id for act in self.facts.values() if isinstance(act, Act) and act.event == one.id}
            waiting += [self.facts[id_] for id_ in sorted(subjects - seen) if id_ in self.facts]
            seen |= subjects

    def _cut(self, fact: Fact) -> tuple[Fact | None, tuple[Held, ...]]:
        """The fact without what stays of it; None where it cannot be without that."""
        changes: dict[str, Any] = {}
        held: list[Held] = []
        unnamed = isinstance(fact, Person) and fact.id in self.unnamed
        for name, one in declared(type(fact)).items():
            value = getattr(fact, name)
            if name in KEPT or value == one.default:
                continue
            kept, why = self._field(fact, name, one.metadata["kind"], value)
            if unnamed and name not in UNNAMED:
                kept, why = one.default, "guardian-suspected" if fact.id in self.terms.suspected else "unnamed"
            elif name in LOOKED_UP.get(fact.KIND, ()) and set(self._persons_of(fact)) & self.unnamed:
                kept, why = pieces.without_court(value), "unnamed"
            elif OTHERS.get(fact.KIND) == name:
                kept, why = None, "names"
            if why == "member" and _needed(one):
                continue  # who took a file in here: an id that names nobody elsewhere
            if why:
                if _needed(one):
                    return None, ()
                changes[name] = kept if kept is not None else one.default
                if why != "member":
                    held.append(Held(name, why))
        if fact.extra:
            held.append(Held("", "unknown"))
        made = replace(fact, **changes, extra={})
        return (pieces.clean_copy(made) if isinstance(made, Evidence) else made), tuple(held)

    def _field(self, fact: Fact, name: str, kind: Any, value: Any) -> tuple[Any, str]:
        """What of a field goes, and why not all of it; "" where all does."""
        if isinstance(fact, Consent) and fact.confidential and name in _SAID:
            return None, "confidential"
        if kind is FILE or (kind is RECIPIENT and value not in self.out):
            return value, ""
        if kind is ID:
            return self._link(value)
        # Her own home is hers to tell, also where somebody who is not named lives there too: their relation stays.
        stands = self.names.stand_in if fact.id in self.terms.named and name in OWN else self.stands_in
        if isinstance(kind, Text):
            return (None, "names") if stands(value) else (value, "")
        if isinstance(kind, Many):
            return self._many(kind, value)
        return value, ""

    def _link(self, id_: str) -> tuple[str | None, str]:
        if id_ not in self.facts:
            return None, "member"  # of this desk: at another it names nobody
        return (None, "link") if id_ in self.out else (id_, "")

    def _many(self, kind: Many, value: tuple[Any, ...]) -> tuple[tuple[Any, ...], str]:
        if kind.kind is ID:
            kept = tuple(one for one in value if one in self.facts and one not in self.out)
        elif isinstance(kind.kind, Text):
            kept = tuple(one for one in value if not self.stands_in(one))
        elif isinstance(kind.kind, Row):
            kept = tuple(replace(one, extra={}) for one in value if not any(self.stands_in(text) for text in pieces.texts(one)))
        else:
            return value, ""
        why = "link" if kind.kind is ID else "names"
        return kept, why if len(kept) < len(value) else ""


def _matter(one: Consent) -> tuple[str, str, str]:
    return one.person, one.recipient, one.purpose


def _needed(one: Any) -> bool:
    """Whether a fact cannot be without this field."""
    return one.default is MISSING and one.default_factory is MISSING


def _ids(value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)


def _links(fact: Fact) -> Iterator[str]:
    """Every id that a fact names, but its own."""
    for name, one in declared(type(fact)).items():
        kind = one.metadata["kind"]
        if name not in KEPT and (kind is ID or (isinstance(kind, Many) and kind.kind is ID)):
            yield from _ids(getattr(fact, name))


def _linked_first(facts: Mapping[str, Fact]) -> list[Fact]:
    """All facts, each after those that it links to, as far as they do not link to one another in a ring."""
    order, seen = [], set[str]()
    waiting = [(id_, False) for id_ in reversed(facts)]
    while waiting:
        id_, done = waiting.pop()
        if done:
            order.append(facts[id_])
        elif id_ in facts and id_ not in seen:
            seen.add(id_)
            waiting += [(id_, True), *((link, False) for link in _links(facts[id_]))]
    return order
