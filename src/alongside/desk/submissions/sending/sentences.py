"""Words and small questions that several pages of sending share."""

from __future__ import annotations

from datetime import date

from alongside.desk.cases import ledger
from alongside.desk.cases.forms.naming import name_of
from alongside.desk.cases.opening import Opened
from alongside.desk.cases.shown import Said
from alongside.desk.submissions import words
from alongside.desk.submissions.drafting.draft import Shown
from alongside.desk.submissions.drafting.form import Form
from alongside.desk.submissions.drafting.gates import ABOUT, Gate, taken_back
from alongside.desk.submissions.sending.offering import USABLE
from alongside.desk.submissions.sending.work import Work
from alongside.directory import reader
from alongside.facts.consent import Consent
from alongside.facts.persons import Person
from alongside.facts.submissions import Approval, Submission


def form_title(form: Form, lang: str) -> str:
    """What a form is called."""
    return words.say(lang, f"drafting.form.{form.id}")


def section_title(form: Form, section: str, lang: str) -> str:
    return words.say(lang, f"drafting.section.{section}")


def field_label(form: Form, key: str, lang: str) -> str:
    """The question of a form: its own where it asks otherwise than others do."""
    catalogue = words.of("drafting", lang)
    own = f"drafting.field.{form.id}.{key}"
    return catalogue.say(own if own in catalogue else f"drafting.field.{key}")


def question(item: str, lang: str) -> str:
    """What to ask for something that a case does not know yet."""
    catalogue, key = words.of("drafting", lang), f"drafting.question.{item}"
    return catalogue.say(key) if key in catalogue else ""


def recipient(said: Said, form: Form | None, mechanism: str | None) -> str:
    """Whom something goes to."""
    if mechanism:
        return said.mechanism(mechanism)
    return said.recipient(form.recipient) if form and form.recipient else ""


def gate_words(said: Said, form: Form, gate: Gate) -> dict[str, str]:
    """What a gate is called, about whom it is, what is missing, and who can give it."""
    params = {name: str(value) for name, value in gate.params}
    if params.get("day"):
        params["day"] = said.day(date.fromisoformat(params["day"]))
    return {
        "name": words.say(said.lang, f"drafting.gate-name.{gate.code}"),
        "about": said.listed(about(said, form, gate)),
        "sentence": words.say(said.lang, f"drafting.gate.{gate.code}", **params),
        # That whoever writes the draft can mend it goes without saying.
        "who": "" if gate.who == "officer" else words.say(said.lang, f"drafting.gate-who.{gate.who}"),
    }


def about(said: Said, form: Form, gate: Gate) -> list[str]:
    """Whom or what a gate is about, in words: persons and facts of the case, fields of the form, mechanisms."""
    kind, found = ABOUT.get(gate.code, ""), []
    for id_ in gate.about:
        fact = said.facts.get(id_)
        if kind == "field":
            found.append(field_label(form, id_, said.lang))
        elif kind == "mechanism":
            found.append(said.mechanism(id_))
        elif isinstance(fact, Person):
            found.append(said.name(fact))
        elif fact is not None:
            found.append(said.line(fact).head)
    return list(dict.fromkeys(found))


def closes(said: Said, work: Work) -> str:
    """Which routes that stand open may no longer take the matter once this is filed: they, too, have rules about the same matter.

    Where no plan can be made, every body with such a rule is named: nobody knows then which of them stand open.
    """
    if work.mechanism is None or not work.form.procedure:
        return ""
    usable = {one.mechanism for one in work.planned if one.status in USABLE}
    found = (one.id for one in reader.load().mechanisms.values() if work.mechanism.id in one.bars)
    return said.listed(said.mechanism(id_) for id_ in sorted(found) if id_ in usable or not work.planned)


def approvals_of(work: Work) -> list[Approval]:
    """Every yes of a second person to this draft, whatever it was to."""
    return [one for one in work.opened.of(Approval) if one.draft == work.draft.id]


def sources(said: Said, shown: Shown) -> list[tuple[str, str]]:
    """The facts that a field rests on: id and name, each once."""
    found = [(id_, said.facts[id_]) for id_ in dict.fromkeys(shown.facts) if id_ in said.facts]
    return [(id_, name_of(fact, said.facts, said.lang)) for id_, fact in found]


def withdrawn_since(opened: Opened, sent: Submission, form: Form | None, today: date) -> list[str]:
    """Persons of something that left whose consent no longer allows it today: what they must be told, and whom we must write to."""
    whom = ledger.recipient(sent.mechanism or (form.recipient if form else ""))
    persons = {one.id: one for one in opened.of(Person)}
    closed = bool(opened.damaged) or ledger.is_restored(opened)
    facts = tuple(opened.facts.values())
    back = taken_back(sent, form, whom, persons, opened.of(Consent), today, facts, closed=closed)
    return list(dict.fromkeys(person for gate in back for person in gate.about))
