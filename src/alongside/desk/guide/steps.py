"""The questions about a situation, a few short pages of them, in the order in which they open or close most."""

from __future__ import annotations

from collections.abc import Mapping

from alongside.desk.guide import entries, words
from alongside.desk.guide.answers import MANY, NONE, Answers, one
from alongside.desk.guide.form import Choice, Question, choices
from alongside.directory import vocabulary as codes

# Page by page: the fields that stand on it.
STEPS = {
    "where": ("state", "present", "present_country", "can_return"),
    "what": ("acts", "when", "when_date"),
    "now": ("detained", "missing", "alive", "danger", "urgency"),
    "who": ("kind", "categories", "grounds", "perpetrator"),
    "un": ("un", "un_bodies", "un_which"),
    "steps": ("remedies", "pending_any", "pending", "national"),
    "agreed": codes.CONSENTS,
}
ORDER = tuple(STEPS)
ACT_GROUPS = {
    "freedom": ("arrest-detention", "incommunicado-detention", "enforced-disappearance", "abduction", "house-arrest",
                "interrogation-summons", "travel-ban", "solitary-confinement", "psychiatric-confinement"),
    "body": ("threats", "physical-attack", "torture-ill-treatment", "sexual-violence", "denial-of-medical-care", "killing",
             "death-in-custody", "death-penalty"),
    "home": ("house-raid", "device-seizure", "surveillance", "hacking-digital", "doxxing", "forced-eviction"),
    "name": ("smear-campaign", "online-harassment", "self-censorship"),
    "law": ("judicial-harassment", "trial-in-absentia", "terrorist-designation", "restrictive-law", "ngo-deregistration",
            "asset-freeze-funding", "dismissal", "disbarment"),
    "border": ("passport-citizenship", "refused-return", "deportation-visa", "extradition-removal", "interpol-notice",
               "accreditation-denial", "access-denied-un"),
}  # fmt: skip
FACT_STEP = {
    "irreparable_harm_imminent": "now", "detained_now": "now", "missing_now": "now", "deceased": "now", "facts_date": "what",
    "un_cooperation": "un", "present_country": "where", "victim.categories": "who", "domestic_remedies": "steps",
    "discrimination_grounds": "who", "perpetrator": "who", "in_exile": "where", "nationality": "steps",
    "pending_procedures": "steps",
}  # fmt: skip


def step_of(field: str) -> str:
    """The page on which a field stands."""
    return next((step for step, fields in STEPS.items() if field in fields), ORDER[0])


def questions(step: str, answers: Answers, faults: Mapping[str, str], lang: str) -> list[Question]:
    """The questions of one page, with what was answered and what is wrong with it."""
    return [_question(name, answers, faults.get(name, ""), lang) for name in STEPS[step]]


def _question(name: str, answers: Answers, fault: str, lang: str) -> Question:
    say = words.guide(lang).say
    given = answers.get(name, [])
    hint_key = f"situation.hint.{name}"
    hint = say(hint_key) if hint_key in words.guide(lang) else ""
    label = say(f"situation.ask.{name}")
    if name in ("state", "present_country"):
        blank = ("", say(f"situation.blank.{name}"))
        return Question(
            name, label, "select", choices((blank, *entries.country_choices(lang)), given or [""]), hint=hint, fault=fault
        )
    if name in ("when_date", "un_which"):
        return Question(name, label, "text", value=one(answers, name), hint=hint, fault=fault)
    kind = "checkbox" if name in MANY else "radio"
    return Question(name, label, kind, _answers(name, given, lang), hint=hint, fault=fault, row=name in ROWS)


ROWS = ("can_return", "detained", "missing", "alive", "danger", "pending_any", "national", *codes.CONSENTS)
CODED = {"kind": ("victim_kind", codes.VICTIM_KINDS), "categories": ("category", codes.CATEGORIES), "grounds": ("ground", codes.GROUNDS),
         "perpetrator": ("perpetrator", codes.PERPETRATORS[:-1]), "un_bodies": ("body", codes.UN_BODIES),
         "remedies": ("remedies", codes.REMEDIES[:-1]), "urgency": ("urgency", codes.URGENCIES), "un": ("form", codes.COOPERATION_FORMS),
         "acts": ("act", codes.ACTS)}  # fmt: skip
OWN = {"present": ("same", "other"), "when": ("today", "week", "month", "quarter", "date")}


def _answers(name: str, given: list[str], lang: str) -> tuple[Choice, ...]:
    say = words.guide(lang).say
    if name in CODED:
        family, values = CODED[name]
        pairs = [(code, _capital(words.label(family, code, lang))) for code in values]
    elif name == "pending":
        pairs = [(found.id, str(found.text["name"])) for found in entries.taking_complaints(lang)]
    elif name in OWN:
        pairs = [(code, say(f"situation.answer.{name}.{code}")) for code in OWN[name]]
    else:
        pairs = [(code, say(f"situation.answer.{code}")) for code in ("yes", "no")]
    if name in ("categories", "grounds"):
        pairs.append((NONE, say("situation.answer.none")))
    if name == "un":
        pairs.append(("no", say("situation.answer.un.no")))
    if name not in MANY:
        pairs.append(("", say("situation.answer.unknown")))
        given = given or [""]
    return choices(pairs, given)


def _capital(text: str) -> str:
    """An answer stands alone, so it begins like one."""
    return text[:1].upper() + text[1:]


def acts_by_group(question: Question, lang: str) -> list[tuple[str, list[Choice]]]:
    """The acts under their headings: forty boxes in one row would stop anybody."""
    by_code = {choice.value: choice for choice in question.choices}
    say = words.guide(lang).say
    return [(say(f"situation.acts.{group}"), [by_code[code] for code in members]) for group, members in ACT_GROUPS.items()]
