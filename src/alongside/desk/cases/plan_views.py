"""The plan of the case's own facts, in one click, for one person: shown, kept as of a day, compared with what was kept before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from alongside.desk.cases import at_hand, posts, store
from alongside.desk.cases.asking import Asks
from alongside.desk.cases.case_views import frame
from alongside.desk.cases.forms.question import Question
from alongside.desk.cases.opening import Opened
from alongside.desk.cases.planned import Made, made_plan
from alongside.desk.cases.shown import Said
from alongside.desk.cases.store import Edit
from alongside.desk.cases.task_views import owners, remind_owner
from alongside.desk.people import accounts, clock, gate
from alongside.desk.people.unlocked import Unlocked
from alongside.directory import reader
from alongside.directory.mechanism import Mechanism
from alongside.facts import codes, protection
from alongside.facts.events import Event
from alongside.facts.fields import PROSE
from alongside.facts.persons import Person
from alongside.facts.protection import Change, Measure, PlanEntry, PlanSnapshot
from alongside.plan import present, summary
from alongside.plan.reading import NotUnderstood
from alongside.plan.words import words as plan_words

Table = dict[str, Any]
MOST_SHOWN = 8  # entries of one horizon that stand open, as in the guide
LINKS = {"phone": "tel:", "email": "mailto:"}


@require_safe
@gate.member
def plans(request: HttpRequest, unlocked: Unlocked, lang: str, case_id: UUID) -> HttpResponse:
    """Whose plan: where the case protects one person, hers at once."""
    now = clock.now()
    opened = at_hand.opened_or_404(unlocked, case_id, now)
    said = Said(lang, opened.facts, accounts.names(unlocked))
    people = at_hand.with_own_plan(opened.facts.values())
    if len(people) == 1:
        return _shown(request, said, opened, people[0], now.date())
    context = {**frame(said, opened, now.date()), "people": [(one.id, said.line(one)) for one in people]}
    return render(request, "cases/plans.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@gate.member
def plan(request: HttpRequest, unlocked: Unlocked, lang: str, case_id: UUID, person: str) -> HttpResponse:
    """The plan of a person. A POST keeps it as of today."""
    now = clock.now()
    opened = at_hand.opened_or_404(unlocked, case_id, now, note=request.method != "POST")
    her, said = at_hand.fact_or_404(opened, person, Person), Said(lang, opened.facts, accounts.names(unlocked))
    if request.method != "POST":
        return _shown(request, said, opened, her, now.date())
    seed = posts.typed(request).get("seed", "")
    try:
        made = made_plan(opened, her, now.date(), lang)
    except NotUnderstood:
        return _shown(request, said, opened, her, now.date())
    snapshot = PlanSnapshot(
        id=at_hand.id_from(unlocked, case_id, seed),
        revision=1,
        date=now.date(),
        person=her.id,
        entries=made.entries,
        first=tuple(made.codes["first"]),
        ask_next=tuple(asked["fact"] for asked in made.codes["ask_next"]),
    )
    if snapshot.id not in opened.facts:
        store.save(unlocked, case_id, [Edit(None, snapshot)], now)
    return at_hand.see_other("cases-snapshot", lang=lang, case_id=case_id, snapshot=snapshot.id)


def _shown(request: HttpRequest, said: Said, opened: Opened, her: Person, today: date) -> HttpResponse:
    posts.note(request, opened)
    kept = _kept(opened, her)
    context = {
        **frame(said, opened, today),
        "person": her,
        "name": said.name(her),
        "kept": [(one.id, said.day(one.date)) for one in kept],
        "measures": [said.line(one) for one in opened.of(Measure) if her.id in one.persons or not one.persons],
        "seed": at_hand.seed(),
    }
    try:
        made = made_plan(opened, her, today, said.lang)
    except NotUnderstood as error:
        missing = [problem.field.partition("[")[0] for problem in error.problems]
        context["missing"] = [name for name in ("state_responsible", "acts") if name in missing]
        events = opened.of(Event)
        context["event_link"] = (
            reverse("cases-record", kwargs={"lang": said.lang, "case_id": opened.id, "record_id": events[0].id})
            if events
            else reverse("cases-record-new", kwargs={"lang": said.lang, "case_id": opened.id, "kind": Event.KIND})
        )
        context["strange"] = sorted(set(missing) - {"state_responsible", "acts"})
        return render(request, "cases/plan.html", context)
    context |= _table(made, said)
    if kept:
        context["since"] = said.day(kept[0].date)
        context["changes"] = _changes(said, protection.changed_since(kept[0].entries, made.entries))
    return render(request, "cases/plan.html", context)


def _kept(opened: Opened, her: Person) -> list[PlanSnapshot]:
    """The plans of a person that were kept, the newest first."""
    own = [one for one in opened.of(PlanSnapshot) if one.person == her.id]
    return sorted(own, key=lambda one: (one.date, one.id), reverse=True)


def _table(made: Made, said: Said) -> Table:
    """What the templates of the guide need; `option.html` is the guide's own, by its name."""
    directory = reader.load()
    by_id = {option["mechanism"]: option for option in made.table["options"]}
    for option in made.table["options"]:
        option["link"] = _link(directory.mechanisms[option["mechanism"]])
    return {
        "table": made.table,
        "summary": summary.lines(made.plan.situation, plan_words(said.lang, directory)),
        "first": [by_id[id_] for id_ in made.table["first"]],
        "groups": [(group, options) for group, options in present.grouped(made.table).items() if options],
        "most_shown": MOST_SHOWN,
        "shown": f":{MOST_SHOWN}",
        "hidden": f"{MOST_SHOWN}:",
        "ask_next": made.table["ask_next"],
    }


def _link(facts: Mechanism) -> str | None:
    """Where the best channel leads, if it is confirmed: an unconfirmed address is read and checked, never clicked."""
    best = facts.best_channel
    if best is None or not best.confirmed or best.value is None:
        return None
    if best.type in ("web-form", "web-page"):
        return best.value if best.value.startswith(("https://", "http://")) else None
    scheme = LINKS.get(best.type)
    if scheme == "tel:":
        return scheme + "".join(mark for mark in best.value.replace("(0)", "") if mark in "+0123456789")
    return f"{scheme}{best.value}" if scheme and "@" in best.value and " " not in best.value else None


@dataclass(frozen=True, slots=True)
class Changed:
    """One route that is not what it was, in words."""

    name: str
    before: str
    after: str
    tone: str


def _changes(said: Said, changes: tuple[Change, ...]) -> list[Changed]:
    """What has changed since: routes that opened or closed, that act sooner or later, or where her consent changed."""
    found = [(change, _entry(said, change.before), _entry(said, change.after)) for change in changes]
    return [
        Changed(said.mechanism(change.mechanism), before, after, _tone(change.after))
        for change, before, after in found
        if before != after  # what only changed its reasons while it stays closed is no news
    ]


def _entry(said: Said, entry: PlanEntry | None) -> str:
    if entry is None:
        return said.say("plan.not_there")
    parts = [said.label("status", entry.status)]
    if entry.status in ("open", "conditional"):
        parts += [said.label(family, getattr(entry, family)) for family in ("horizon", "consent_state") if getattr(entry, family)]
        parts += [said.say("plan.before", day=entry.act_before)] if entry.act_before else []
    return " · ".join(parts)


def _tone(entry: PlanEntry | None) -> str:
    return entry.horizon or "" if entry is not None and entry.status in ("open", "conditional") else ""


@require_safe
@gate.member
def snapshot(request: HttpRequest, unlocked: Unlocked, lang: str, case_id: UUID, snapshot: str) -> HttpResponse:
    """A plan that was kept, what has changed since, and what had changed when it was made."""
    now = clock.now()
    opened = at_hand.opened_or_404(unlocked, case_id, now)
    one, said = at_hand.fact_or_404(opened, snapshot, PlanSnapshot), Said(lang, opened.facts, accounts.names(unlocked))
    her = opened.facts.get(one.person or "")
    context = {
        **frame(said, opened, now.date()),
        "person": her,
        "name": said.name(one.person),
        "date": said.day(one.date),
        "first": [(entry, said.mechanism(entry)) for entry in one.first],
        "asked": [said.plan.say(f"question.{fact}") for fact in one.ask_next if f"question.{fact}" in said.plan],
        "rows": [(said.mechanism(entry.mechanism), _entry(said, entry), _tone(entry)) for entry in one.entries if _tone(entry)],
        "closed": sum(1 for entry in one.entries if not _tone(entry)),
    }
    if isinstance(her, Person):
        try:
            made = made_plan(opened, her, now.date(), lang)
            context["changes"] = _changes(said, protection.changed_since(one.entries, made.entries))
        except NotUnderstood:
            context["changes"] = None
        earlier = [other for other in _kept(opened, her) if (other.date, other.id) < (one.date, one.id)]
        if earlier:
            context["earlier"] = said.day(earlier[0].date)
            context["earlier_changes"] = _changes(said, protection.changed_since(earlier[0].entries, one.entries))
    return render(request, "cases/snapshot.html", context)


@require_http_methods(["POST"])
@gate.member
def measure(request: HttpRequest, unlocked: Unlocked, lang: str, case_id: UUID, person: str) -> HttpResponse:
    """A route of the plan becomes a measure: first the form with what the plan advises, then the record with owner and day."""
    now = clock.now()
    opened = at_hand.opened_or_404(unlocked, case_id, now, note=False)
    her, said = at_hand.fact_or_404(opened, person, Person), Said(lang, opened.facts, accounts.names(unlocked))
    typed = posts.typed(request)
    mechanism = at_hand.one_of(typed.get("mechanism", ""), reader.load().mechanisms)
    if "start" in typed:
        text = reader.load_text(lang).get(mechanism or "") or reader.load_text("en").get(mechanism or "")
        advice = said.say("plan.measure_what", name=text["name"], step=text["next_step"]) if text else ""
        start = {"what": [advice], "owner": [unlocked.person.pk.hex]}
        return _measure_form(request, said, opened, her, mechanism, start, {}, now.date(), at_hand.seed())
    faults, due = {}, None
    try:
        due = at_hand.typed_day(typed.get("due", ""))
    except ValueError:
        faults["due"] = said.fault("measure", "due", "not-a-day")
    what = typed.get("what", "")
    if not what or len(what) > PROSE:
        faults["what"] = said.fault("measure", "what", "too-long" if what else "missing", accepted=PROSE)
    seed = typed.get("seed", "")
    if faults:
        given = {name: [value] for name, value in typed.items()}
        return _measure_form(request, said, opened, her, mechanism, given, faults, now.date(), seed)
    made = Measure(
        id=at_hand.id_from(unlocked, case_id, seed),
        revision=1,
        what=what,
        layer=at_hand.one_of(typed.get("layer", ""), codes.LAYERS),
        persons=(her.id,),
        mechanism=mechanism,
        owner=at_hand.one_of(typed.get("owner", ""), tuple(id_ for id_, _ in owners(case_id, said))),
        due=due,
    )
    fresh = made.id not in opened.facts
    store.save(unlocked, case_id, [Edit(None, made)], now)
    if fresh:
        remind_owner(unlocked, made.owner, what, due)
    return at_hand.see_other("cases-plan", lang=lang, case_id=case_id, person=person)


def _measure_form(
    request: HttpRequest,
    said: Said,
    opened: Opened,
    her: Person,
    mechanism: str | None,
    given: dict[str, list[str]],
    faults: dict[str, str],
    today: date,
    seed: str,
) -> HttpResponse:
    posts.note(request, opened)
    ask = Asks(said, "tasks", given, faults, "measure")
    questions: list[Question] = [
        ask.prose("what"),
        ask.one("owner", [*owners(opened.id, said), ("", said.say("case.nobody_yet"))], unknown=False),
        ask.day("due"),
        ask.coded("layer", "layer", codes.LAYERS, "emergency"),
    ]
    context = {
        **frame(said, opened, today),
        "person": her,
        "name": said.name(her),
        "mechanism": mechanism or "",
        "questions": questions,
        "problems": [question for question in questions if question.fault],
        "seed": seed,
    }
    return render(request, "cases/measure.html", context, status=422 if faults else 200)
