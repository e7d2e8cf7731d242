"""Who is harmed, as forms ask it: names, details, papers, ways of contact, work, relatives."""

from __future__ import annotations

from alongside.desk.submissions.drafting.draft import Sentence
from alongside.desk.submissions.drafting.filling.telling import Telling, sentences
from alongside.desk.submissions.drafting.naming import NAMED, SENDER_ONLY
from alongside.facts.events import Detention
from alongside.facts.persons import Person, Relation

OUTING = "lgbti"


def victims(t: Telling) -> list[Sentence]:
    for one in t.naming.main:
        if not t.naming.told(one):
            t.keep_back(one, "consent")
    return sentences(*((t.whole(one), [one]) for one in t.main))


def victim_details(t: Telling) -> list[Sentence]:
    return sentences(*((t.of(one, _details(t, t.naming.persons[one])), [one]) for one in t.main))


def _details(t: Telling, one: Person) -> str:
    """What is said of a person: less the less she is told of. Her groups are told without the one that would out her."""
    told = [t.line("kind", t.label("victim_kind", one.counting_unit) if one.counting_unit else "")]
    told.append(t.line("sex", t.label("sex", one.sex) if one.sex else ""))
    named, known = t.naming.named(one.id), t.at_least(SENDER_ONLY, one.id)
    if named:
        told += [t.line("born", t.when(one.born)), t.line("died", t.when(one.died))]
    elif known and (age := _age(t, one)) is not None:
        told.append(t.line("age", str(age)))
    told.append(t.line("nationality", t.listed(t.country(state) for state in one.nationality or ())))
    told.append(
        t.line("nationality-status", t.label("nationality_status", one.nationality_status) if one.nationality_status else "")
    )
    if known:
        told.append(t.line("occupation", t.prose(one.occupation) if one.occupation else ""))
        groups = [code for code in one.categories or () if named or code != OUTING]
        told.append(t.line("groups", t.labels("category", groups)))
    if named:
        told.append(t.line("languages", t.listed(t.prose(text) for text in one.languages or ())))
    return t.parts(*told)


def _age(t: Telling, one: Person) -> int | None:
    """Her age in years where the precision of her birth leaves one only."""
    span = one.born.span if one.born else None
    if span is None or one.is_dead():
        return None
    ages = {t.today.year - day.year - ((t.today.month, t.today.day) < (day.month, day.day)) for day in (span.first, span.last)}
    age = ages.pop()
    return age if not ages and age >= 0 else None


def victim_identity(t: Telling) -> list[Sentence]:
    told = []
    for one in t.main:
        papers = t.naming.persons[one].identity_papers
        if papers and t.at_least(NAMED, one):
            told.append((t.of(one, t.prose(papers)), [one]))
    return sentences(*told)


def victim_residence(t: Telling) -> list[Sentence]:
    told = []
    for one in t.main:
        person = t.naming.persons[one]
        parts: list[str] = []
        if (person.address or person.birthplace) and t.at_least(NAMED, one):
            parts += [t.line("address", t.prose(person.address or "")), t.line("birthplace", t.prose(person.birthplace or ""))]
        if (person.present_country or person.legal_status_there) and t.at_least(SENDER_ONLY, one):
            parts += [t.line("present-country", t.country(person.present_country))]
            parts += [t.line("legal-status", t.prose(person.legal_status_there or ""))]
        if person.in_exile is not None:
            parts.append(t.line("in-exile", t.flag(person.in_exile)))
        told.append((t.of(one, t.parts(*parts)), [one]))
    return sentences(*told)


def victim_contact(t: Telling) -> list[Sentence]:
    """Only ways that she called safe: another one may ring in the pocket of who holds her."""
    told = []
    for one in t.main:
        ways = [way for way in t.naming.persons[one].contact_ways if way.safe]
        if ways and t.at_least(NAMED, one):
            for way in ways:
                value = t.under(t.label("contact_kind", way.kind), t.prose(way.value))
                told.append((t.of(one, t.parts(value, t.line("when-safe", t.prose(way.when or "")))), [one]))
    return sentences(*told)


def human_rights_work(t: Telling) -> list[Sentence]:
    told = []
    for one in t.main:
        person = t.naming.persons[one]
        if person.human_rights_work and t.at_least(SENDER_ONLY, one):
            told.append((t.of(one, t.prose(person.human_rights_work)), [one]))
    return sentences(*told)


def organisation(t: Telling) -> list[Sentence]:
    told = []
    for one in t.main:
        person = t.naming.persons[one]
        if person.organisation and t.at_least(NAMED, one):
            told.append((t.of(one, t.prose(person.organisation)), [one]))
    others = t.all_of(Person, lambda one: one.counting_unit == "organisation" and not t.naming.needs_no_consent(one.id))
    told += [(t.whole(one.id), [one.id]) for one in others if one.id not in t.main]
    return sentences(*told)


def health(t: Telling) -> list[Sentence]:
    told = [(t.of(one, t.prose(t.naming.persons[one].health or "")), [one]) for one in t.main]
    told += [
        (t.of(one.person, t.prose(one.health or "")), [one.id]) for one in t.all_of(Detention, lambda other: bool(other.health))
    ]
    return sentences(*told)


def relatives(t: Telling) -> list[Sentence]:
    """Relatives and others who are drawn in, with what they are to whom."""
    told = []
    for one in _others(t):
        ties = [
            t.under(t.label("relation", tie.type), t.called(tie.person))
            for tie in t.all_of(Relation, lambda tie: tie.other == one.id and tie.person in t.main)  # noqa: B023  used at once
        ]
        told.append((t.parts(t.whole(one.id), *ties), [one.id]))
    return sentences(*told)


def _others(t: Telling) -> list[Person]:
    """Persons besides those for whom the document is: relatives, colleagues, and whoever a relation ties to them."""
    wanted = {"relative", "colleague", "community"}
    return t.all_of(
        Person,
        lambda one: (
            one.id not in t.naming.main
            and not t.naming.needs_no_consent(one.id)
            and bool(wanted & set(one.roles) or set(t.naming.related(one.id)) & set(t.main))
        ),
    )


def beneficiaries(t: Telling) -> list[Sentence]:
    served = [*t.main, *(one.id for one in _others(t))]
    told = [(t.line("number", str(len(served))), served)] if served else []
    return sentences(*told, *((t.whole(one), [one]) for one in served))
