"""On which terms it is sent: consent as the ledger has it and never more, what stays confidential, who sends it, and the annexes."""

from __future__ import annotations

from alongside.desk.cases import words
from alongside.desk.submissions.drafting.draft import Sentence
from alongside.desk.submissions.drafting.filling.telling import Telling, sentences
from alongside.desk.submissions.drafting.withholding import clean
from alongside.facts.codes import KIN
from alongside.facts.consent import PUBLIC, RESPONSIBLE_STATE, Consent
from alongside.facts.evidence import Evidence
from alongside.facts.persons import Person

CLASS = "class:"


def consent(t: Telling) -> list[Sentence]:
    """Who agreed to what: only the records on which this document rests."""
    told = []
    for one in t.naming.ordered():
        if t.naming.told(one):
            told += [(_agreement(t, one, record), [record, one]) for record in t.naming.consents_of(one)]
    return sentences(*told)


def _agreement(t: Telling, person: str, record: str) -> str:
    given = t.naming.facts[record]
    assert isinstance(given, Consent)  # noqa: S101  consents are what the ledger is made of
    by = given.given_by
    other = by is not None and by != person
    return t.parts(
        t.under(t.called(person), t.say("say.agreed", purpose=t.label("purpose", given.purpose), recipient=_recipient(t, given))),
        t.line("given-by", (t.called(by or "") or t.say("say.decides-for-her")) if other else ""),
        t.day(given.date),
        t.label("means", given.means) if given.means else "",
        t.say("say.risks-explained") if given.risks_explained else "",
    )


def _recipient(t: Telling, given: Consent) -> str:
    if given.recipient.startswith(CLASS):
        return t.label("kind", given.recipient.removeprefix(CLASS))
    if given.recipient in (RESPONSIBLE_STATE, PUBLIC, "media"):
        return t.label("recipient", given.recipient)
    return words.mechanism(given.recipient, t.lang)


def family_consent(t: Telling) -> list[Sentence]:
    """The yes of relatives of those for whom it is: their own, and what they said for her."""
    kin = [one for one in t.naming.ordered() if one not in t.main and t.naming.told(one) and _is_kin(t, one)]
    told = [(_agreement(t, one, record), [record, one]) for one in kin for record in t.naming.consents_of(one)]
    for one in t.main:
        for record in t.naming.consents_of(one):
            given = t.naming.facts[record]
            if isinstance(given, Consent) and given.given_by in t.naming.related(one, KIN):
                told.append((_agreement(t, one, record), [record, one]))
    return sentences(*told)


def _is_kin(t: Telling, person: str) -> bool:
    return "relative" in t.naming.persons[person].roles or bool(set(t.naming.related(person, KIN)) & set(t.main))


def _named_too(t: Telling) -> list[str]:
    """For whom it is, and whoever else agreed to be named in it: a husband who may be named to the UN and not in public."""
    others = (one for one in t.naming.ordered() if one not in t.main and t.naming.named(one))
    return [*t.main, *(one for one in others if not t.naming.needs_no_consent(one))]


def name_publication(t: Telling) -> list[Sentence]:
    """Whether each person may be named to the Government, and in public: yes only where the ledger says so."""
    told = []
    for one in _named_too(t):
        state = t.line("name-to-state", t.flag(t.naming.may(one, RESPONSIBLE_STATE, "name")))
        public = t.line("name-in-public", t.flag(t.naming.may(one, PUBLIC, "publish")))
        told.append((t.under(t.called(one), t.parts(state, public)), [one]))
    return sentences(*told)


def confidential_parts(t: Telling) -> list[Sentence]:
    """What the recipient must not pass on."""
    told = []
    for one in _named_too(t):
        if not t.naming.may(one, RESPONSIBLE_STATE, "name"):
            told.append((t.say("say.not-to-state", who=t.called(one)), [one]))
        if not t.naming.may(one, PUBLIC, "publish"):
            told.append((t.say("say.not-in-public", who=t.called(one)), [one]))
    if t.main:
        told.append((t.say("say.details-confidential"), list(t.main)))
    return sentences(*told)


def submitter(t: Telling) -> list[Sentence]:
    """The desk as it wants to be known, and the persons who ask it to act."""
    lines = [Sentence(clean(text), ()) for text in (t.sender.name, t.sender.contact) if text.strip()]
    asking = t.all_of(Person, lambda one: "submits" in one.roles)
    return [*lines, *sentences(*((t.line("on-behalf", t.whole(one.id)), [one.id]) for one in asking))]


def follow_up(t: Telling) -> list[Sentence]:
    """That updates will come and questions are answered."""
    return [Sentence(t.say("say.follow-up"), ())]


def annexes(t: Telling) -> list[Sentence]:
    """The annexes by number, each with the digest of the file that leaves."""
    told = []
    found = {one.id: one for one in t.all_of(Evidence, lambda one: t.annexes is None or one.id in t.annexes)}
    order = [one for one in (found if t.annexes is None else t.annexes) if one in found]
    for number, one in enumerate(order, 1):
        fact = found[one]
        digest = fact.cleaned_sha256 if fact.cleaning == "cleaned" and fact.cleaned_sha256 else fact.sha256
        title = t.prose(fact.title or "")
        about = t.prose(fact.description or "")
        told.append((t.parts(t.under(t.say("say.annex", number=number), t.head(title, about)), t.line("digest", digest)), [one]))
    return sentences(*told)
