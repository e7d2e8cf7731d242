"""Held or missing, as forms ask it: arrest, ground, place, conditions, access, courts; and how somebody vanished."""

from __future__ import annotations

from collections.abc import Callable

from alongside.desk.submissions.drafting.draft import Sentence
from alongside.desk.submissions.drafting.filling.telling import Telling, sentences
from alongside.facts.events import Detention
from alongside.facts.persons import Relation
from alongside.facts.steps import DomesticStep

ARRESTS = ("arrest-detention", "incommunicado-detention", "house-arrest", "abduction")
VANISHED = ("enforced-disappearance", "abduction")
SEARCHES = ("search", "habeas-corpus", "complaint", "inquiry")


def _each(t: Telling, text: Callable[[Detention], str]) -> list[Sentence]:
    """One sentence for each detention of which there is something to say."""
    return sentences(*((t.of(one.person, text(one)), [one.id]) for one in t.detentions()))


def arrest_date(t: Telling) -> list[Sentence]:
    told = sentences(*((t.when(act.date), [act.id]) for act in t.acts(*ARRESTS)))
    return told or _each(t, lambda one: t.when(one.since))


def arrest_place(t: Telling) -> list[Sentence]:
    return sentences(*((t.head(t.place(act), t.country(act.country)), [act.id]) for act in t.acts(*ARRESTS)))


def arresting_forces(t: Telling) -> list[Sentence]:
    told = []
    for act in t.acts(*ARRESTS):
        authors = [one for one in t.naming.authors(act) if t.naming.told(one)]
        told.append((t.callings(authors), [act.id, *authors]))
        told.append((t.line("points-to", t.prose(act.attribution or "")), [act.id]))
    return sentences(*told)


def warrant(t: Telling) -> list[Sentence]:
    return _each(t, lambda one: "" if one.warrant_shown is None else t.line("warrant-shown", t.flag(one.warrant_shown)))


def holding_forces(t: Telling) -> list[Sentence]:
    def text(one: Detention) -> str:
        admitted = "" if one.acknowledged is None else t.line("acknowledged", t.flag(one.acknowledged))
        return t.parts(t.prose(one.authority or ""), admitted)

    return _each(t, text)


def ordering_authority(t: Telling) -> list[Sentence]:
    return _each(t, lambda one: t.prose(one.authority or ""))


def legal_basis(t: Telling) -> list[Sentence]:
    return _each(t, lambda one: t.prose(one.legal_basis or ""))


def charges(t: Telling) -> list[Sentence]:
    return _each(t, lambda one: t.prose(one.charges or ""))


def detention_since(t: Telling) -> list[Sentence]:
    return _each(t, lambda one: t.parts(t.when(one.since), t.line("released", t.when(one.released))))


def detention_length(t: Telling) -> list[Sentence]:
    """In days, where both ends are known to the day."""

    def text(one: Detention) -> str:
        since, released = (when.span if when else None for when in (one.since, one.released))
        last = released.last if released else t.today if one.held else None
        if since is None or last is None or since.first != since.last or last < since.last:
            return ""
        if released is not None and released.first != released.last:
            return ""
        return t.say("say.days", days=(last - since.last).days, day=t.day(last))

    return _each(t, text)


def detention_places(t: Telling) -> list[Sentence]:
    return _each(t, lambda one: t.head(t.place(one), t.when(one.since)) if t.place(one) else "")


def detention_conditions(t: Telling) -> list[Sentence]:
    return _each(t, lambda one: t.parts(t.prose(one.conditions or ""), t.line("health", t.prose(one.health or ""))))


def detention_access(t: Telling) -> list[Sentence]:
    def text(one: Detention) -> str:
        asked = (
            ("access-lawyer", one.access_to_lawyer),
            ("access-family", one.access_to_family),
            ("access-doctor", one.access_to_doctor),
        )
        return t.parts(*(t.line(label, t.flag(given)) for label, given in asked if given is not None))

    return _each(t, text)


def lawyer(t: Telling) -> list[Sentence]:
    ties = t.all_of(Relation, lambda one: one.type == "lawyer" and one.person in t.main)
    pairs = {one.other: one.id for one in ties} | {one.lawyer: one.id for one in t.detentions() if one.lawyer}
    for one in pairs:
        if not t.naming.told(one):
            t.keep_back(one, "consent")
    return sentences(*((t.whole(one), [one, fact]) for one, fact in pairs.items() if t.naming.told(one)))


def court_dates(t: Telling) -> list[Sentence]:
    told = []
    for one in t.detentions():
        told.append((t.of(one.person, t.line("court-case", t.exactly(one, one.court_case))), [one.id]))
        for day in one.court_dates:
            about = t.listed(text for text in (t.exactly(one, day.court), t.prose(day.what or "")) if text)
            told.append(
                (
                    t.of(one.person, t.parts(t.under(t.when(day.date), about), t.line("result", t.prose(day.result or "")))),
                    [one.id],
                )
            )
    return sentences(*told)


def disappearance_date(t: Telling) -> list[Sentence]:
    return sentences(*((t.when(act.date), [act.id]) for act in t.acts(*VANISHED)))


def last_seen_place(t: Telling) -> list[Sentence]:
    return sentences(*((t.head(t.place(act), t.country(act.country)), [act.id]) for act in t.acts(*VANISHED)))


def search_steps(t: Telling) -> list[Sentence]:
    steps = t.all_of(DomesticStep, lambda one: one.step in SEARCHES or one.why_none is not None)
    return sentences(*((step_line(t, one), [one.id]) for one in steps))


def step_line(t: Telling, one: DomesticStep) -> str:
    """One step at home in one line: when, what, before whom, with what result, or why there was none."""
    head = t.head(t.when(one.date), t.label("step", one.step) if one.step else "", t.exactly(one, one.where))
    return t.parts(
        t.under(head, t.prose(one.what or "")),
        t.line("for-whom", t.callings(one.persons) if len(t.main) > 1 else ""),
        t.line("result", t.prose(one.result or "")),
        t.line("why-none", t.prose(one.why_none or "")),
    )
