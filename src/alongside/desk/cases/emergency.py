"""The seven facts of a first call (who, what and when, where, by whom, what next, may it be sent, who tells us) as facts of a case.

Pure: a table of answers in, facts out. Nothing that somebody typed is refused or lost: what does not fit its field goes into a note in
her own words, because the call is short and the officer can put it right later. "I don't know" is an empty answer and stays untold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from alongside.desk.cases.forms import dates
from alongside.directory import vocabulary
from alongside.facts import codes, plain
from alongside.facts.fact import Fact
from alongside.facts.fields import LINE, PROSE, writable
from alongside.facts.problems import BadFact

Answers = dict[str, list[str]]

ACTS_AT_HAND = (
    "arrest-detention", "enforced-disappearance", "threats", "physical-attack", "travel-ban", "house-raid", "interrogation-summons",
    "torture-ill-treatment",
)  # fmt: skip
MORE_ACTS = tuple(code for code in vocabulary.ACTS if code not in ACTS_AT_HAND)
# How long ago, as a person says it on the telephone, in days before today: first and last day. The guide asks in the same words.
WHEN = {"today": (1, 0), "week": (7, 0), "month": (31, 0)}
HOLDING = frozenset(
    {"arrest-detention", "incommunicado-detention", "house-arrest", "solitary-confinement", "psychiatric-confinement"}
)
# One row of the question about consent: the recipient and the purpose that its answer is stored for, never more.
CONSENTS = {
    "un": ("class:un-special-procedure", "send"),
    "ngos": ("class:ngo", "send"),
    "funds": ("class:fund", "send"),
    "embassies": ("class:state", "send"),
    "name_to_state": ("responsible-state", "name"),
    "name_public": ("public", "publish"),
    "media": ("media", "publish"),
}
CONSENT_FIELDS = {name: f"consent_{name}" for name in CONSENTS}
CONSENT_AT_HAND = ("un", "ngos", "funds", "embassies")
HERSELF = "herself"
SOURCE_IS = (HERSELF, *codes.RELATIONS)
GIVEN_BY = ("herself", "source")

LINES = ("who", "spelling", "when_date", "place", "by", "un_which", "source", "reach", "reach_when")
PROSES = ("others", "what", "next", "why", "more")
CHOICES: dict[str, Sequence[str]] = {
    "unit": vocabulary.VICTIM_KINDS,
    "when": (*WHEN, "date"),
    "perpetrator": tuple(code for code in vocabulary.PERPETRATORS if code != "unknown"),
    "held": ("yes", "no"),
    "alive": ("yes", "no"),
    "danger": ("yes", "no"),
    "urgency": vocabulary.URGENCIES,
    "un": (*vocabulary.COOPERATION_FORMS, "no"),
    **dict.fromkeys(CONSENT_FIELDS.values(), ("agreed", "refused")),
    "given_by": GIVEN_BY,
    "means": tuple(code for code in codes.MEANS if code != "by-code"),
    "risks_explained": ("yes", "no"),
    "source_is": SOURCE_IS,
    "reach_kind": codes.CONTACT_KINDS,
    "reach_safe": ("yes", "no"),
}
STATES = ("state", "country")
MANY = {"acts": vocabulary.ACTS, "more_acts": vocabulary.ACTS, "un_bodies": vocabulary.UN_BODIES}
FIELDS = (*LINES, *PROSES, *CHOICES, *STATES, *MANY)
ENOUGH = ("who", "others", "what", "acts", "by", "next", "more")  # one word of any of these makes a case
YES_NO = {"yes": True, "no": False}


def read(post: Mapping[str, Sequence[str]]) -> Answers:
    """The answers of the screen: known fields, empty ones left out, signs that no keyboard makes taken away."""
    found: Answers = {}
    for name in FIELDS:
        values = [clean(value) for value in post.get(name, ())]
        kept = list(dict.fromkeys(value for value in values if value))[:60]
        if kept:
            found[name] = kept
    if more := found.pop("more_acts", None):  # the long list stands folded under the short one
        found["acts"] = list(dict.fromkeys([*found.get("acts", []), *more]))
    return found


def clean(text: str) -> str:
    return "".join(sign for sign in text if writable(sign)).strip()


def one(answers: Answers, name: str) -> str:
    """The answer to a question with one; empty where nobody gave it."""
    return answers.get(name, [""])[0]


def enough(answers: Answers) -> bool:
    """Whether there is one word about who or what: a case of nothing would only be a row in the way."""
    return any(answers.get(name) for name in ENOUGH)


@dataclass
class _Making:
    """The facts as they come, and the words that fitted nowhere."""

    answers: Answers
    states: Mapping[str, Any]
    today: date
    new_id: Callable[[], str]
    facts: list[Fact] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    def say(self, name: str) -> str:
        return one(self.answers, name)

    def code(self, name: str) -> str | None:
        """A ticked code; one that the list does not have is kept as words."""
        value = self.say(name)
        if value and value not in CHOICES[name]:
            self.left.append(value)
            return None
        return value or None

    def flag(self, name: str) -> bool | None:
        return YES_NO.get(self.code(name) or "")

    def state(self, name: str) -> str | None:
        value = self.say(name)
        if value and value not in self.states:
            self.left.append(value)
            return None
        return value or None

    def line(self, name: str) -> str | None:
        """A short text; one that is too long for its field is kept whole in the note and cut here."""
        value = self.say(name)
        if len(value) > LINE:
            self.left.append(value)
        return value[:LINE].strip() or None

    def prose(self, name: str) -> str | None:
        value = self.say(name)
        if len(value) > PROSE:
            self.left.append(value[PROSE:])
        return value[:PROSE].strip() or None

    def codes(self, name: str) -> list[str]:
        values = self.answers.get(name, [])
        self.left += [value for value in values if value not in MANY[name]]
        return [value for value in values if value in MANY[name]]

    def add(self, kind: str, id_: str = "", **told: Any) -> str:
        """Make a fact; answers that were not given are left out. What makes no fact becomes words of the note."""
        id_ = id_ or self.new_id()
        raw = {name: value for name, value in told.items() if value is not None and value != []}
        try:
            self.facts.append(plain.from_plain({"format": 1, "kind": kind, "id": id_, "revision": 1, **raw}))
        except BadFact:
            self.left.append(" · ".join(str(value) for value in raw.values()))
        return id_

    def also(self, id_: str, roles: list[str], ways: list[dict[str, Any]] | None) -> None:
        """More of a person who is there already."""
        at = next(at for at, fact in enumerate(self.facts) if fact.id == id_)
        told = plain.to_plain(self.facts[at]) | {"roles": roles} | ({"contact_ways": ways} if ways else {})
        self.facts[at] = plain.from_plain(told)


def facts(answers: Answers, states: Mapping[str, Any], today: date, new_id: Callable[[], str]) -> list[Fact]:
    """The facts of a new case from the answers. The first person is always there: acts and consents need somebody to be about."""
    making = _Making(answers, states, today, new_id)
    when = _when(making)
    event = _event(making)
    victim, others = _people(making)
    source = _source(making, victim, {name.casefold(): id_ for id_, name in others})
    who_did_it = _perpetrator(making)
    _acts(making, event, [victim, *(id_ for id_, _ in others)], when, who_did_it, source)
    _contact_with_the_un(making)
    _consents(making, victim, source)
    words = [making.say("more"), *making.left]
    for text in _pieces("\n\n".join(word for word in words if word)):
        making.add("note", text=text, date=today.isoformat())
    return making.facts


def _pieces(text: str) -> list[str]:
    return [piece for start in range(0, len(text), PROSE) if (piece := text[start : start + PROSE]).strip()]


def _when(making: _Making) -> str | None:
    """The date as exactly as it was said. Words that are no date ("before Ramadan") stay words."""
    typed, about = making.say("when_date"), making.code("when")
    if typed:
        with suppress(ValueError, OverflowError):
            return dates.read(typed)
        making.left.append(typed)
    if about in WHEN:
        back, until = WHEN[about]
        return f"{making.today - timedelta(days=back)}/{making.today - timedelta(days=until)}"
    return None


def _event(making: _Making) -> str:
    un = making.say("un")
    return making.add(
        "event",
        state_responsible=making.state("state"),
        place=making.line("place"),
        description=making.prose("what"),
        perpetrator=making.code("perpetrator"),
        why=making.prose("why"),
        next_event=making.prose("next"),
        irreparable_harm_imminent=making.flag("danger"),
        urgency=making.code("urgency"),
        un_link=False if un == "no" else None,
    )


def _people(making: _Making) -> tuple[str, list[tuple[str, str]]]:
    """The person in danger, and others in danger with her, id and name, each a person of their own."""
    name, spelling = making.line("who"), making.line("spelling")
    names = [{"text": name, **({"transliterations": [spelling]} if spelling else {})}] if name else None
    if spelling and not name:
        names = [{"text": spelling}]
    # Who cooperated with the UN may be another than who is harmed for it; the case page asks, nothing here guesses.
    roles = ["harmed", "submits", "source"] if making.say("source_is") == HERSELF else ["harmed"]
    lines = [line.strip()[:LINE] for line in making.say("others").splitlines() if line.strip()]
    if len(lines) > MOST_OTHERS:
        making.left.append("\n".join(lines[MOST_OTHERS:]))
    # In ascending order: where nothing else tells, a case is called after the first, and that is who was typed as the one in danger.
    first_id, *ids = sorted(making.new_id() for _ in ["", *lines[:MOST_OTHERS]])
    first = making.add(
        "person",
        first_id,
        names=names,
        roles=roles,
        counting_unit=making.code("unit"),
        present_country=making.state("country"),
        alive=making.flag("alive"),
        contact_ways=_reach(making) if making.say("source_is") == HERSELF else None,
    )
    told = list(zip(ids, lines, strict=False))
    for id_, line in told:
        making.add("person", id_, names=[{"text": line}], roles=["harmed"])
    return first, told


MOST_OTHERS = 40


def _reach(making: _Making) -> list[dict[str, Any]] | None:
    """How to reach who tells us. Only a yes makes a way safe; nobody asked is not a yes."""
    value = making.line("reach")
    if value is None:
        return None
    way = {
        "kind": making.code("reach_kind") or "other",
        "value": value,
        "safe": making.flag("reach_safe"),
        "when": making.line("reach_when"),
    }
    return [{name: told for name, told in way.items() if told is not None}]


def _source(making: _Making, victim: str, others: Mapping[str, str]) -> str | None:
    """Who tells us: she herself, or a person of the case with what he is to her. Who is in danger too stands there once, in both roles."""
    tie = making.code("source_is")
    if tie == HERSELF:
        if (name := making.line("source")) and name != making.line("who"):
            making.left.append(name)
        return victim
    name = making.line("source")
    if not (name or tie or making.say("reach")):
        return None
    roles = ["source", "submits"]
    if tie in codes.KIN:
        roles.append("relative")
    if tie in ("colleague", "co-worker"):
        roles.append("colleague")
    source = others.get((name or "").casefold())
    if source is None:
        source = making.add("person", names=[{"text": name}] if name else None, roles=roles, contact_ways=_reach(making))
    else:
        making.also(source, ["harmed", *roles], _reach(making))
    if tie and tie != "unknown":
        making.add("relation", person=victim, other=source, type=tie)
    return source


def _perpetrator(making: _Making) -> str | None:
    name = making.line("by")
    return making.add("person", names=[{"text": name}], roles=["perpetrator"]) if name else None


def _acts(making: _Making, event: str, victims: list[str], when: str | None, by: str | None, source: str | None) -> None:
    """Each ticked act, at whom, by whom and who says so; and the detention, where one of them is one."""
    act_of: dict[str, str] = {}
    for code in making.codes("acts"):
        act_of[code] = making.add(
            "act",
            code=code,
            event=event,
            date=when,
            place=making.line("place"),
            victims=victims,
            perpetrators=[by] if by else None,
            sources=[source] if source else None,
        )
    held = making.flag("held")
    taken = next((id_ for code, id_ in act_of.items() if code in HOLDING), None)
    if taken is not None or held is not None:
        # An arrest that nobody has seen end goes on; the page asks at once whether she is still held.
        making.add(
            "detention",
            person=victims[0],
            act=taken,
            held=True if held is None else held,
            since=when if taken else None,
            place=making.line("place") if held is not False else None,
        )


def _contact_with_the_un(making: _Making) -> None:
    form, which = making.say("un"), making.line("un_which")
    bodies = making.codes("un_bodies")
    if not bodies and (form in vocabulary.COOPERATION_FORMS or which):
        bodies = ["un-unspecified"]
    for body in bodies:
        making.add(
            "cooperation",
            body=body,
            form=form if form in vocabulary.COOPERATION_FORMS else None,
            which=which,
        )


def _consents(making: _Making, victim: str, source: str | None) -> None:
    """One record for each row that was answered. Who said it is written down as it was: another's yes does not become hers."""
    by = {"herself": victim, "source": source}.get(making.code("given_by") or "")
    for name, (recipient, purpose) in CONSENTS.items():
        answer = making.code(CONSENT_FIELDS[name])
        if answer is None:
            continue
        making.add(
            "consent",
            person=victim,
            recipient=recipient,
            purpose=purpose,
            answer=answer,
            date=making.today.isoformat(),
            given_by=by,
            means=making.code("means"),
            risks_explained=making.flag("risks_explained"),
        )


def first_person(made: Iterable[Fact]) -> str:
    """The id of the person whom the case is about."""
    return next(fact.id for fact in made if fact.KIND == "person")
