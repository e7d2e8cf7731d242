"""What happened, as forms ask it: in order, in prose, when, where, by whom, why, and after which contact with the UN."""

from __future__ import annotations

from alongside.desk.cases.words import capital
from alongside.desk.submissions.drafting.draft import Sentence
from alongside.desk.submissions.drafting.filling.telling import Telling, sentences
from alongside.facts.events import Act, Detention, Information, Involvement
from alongside.facts.following import Letter, StatusEvent, UnMention
from alongside.facts.steps import Cooperation, Intervention
from alongside.facts.when import When

OWN_WORDS = ("victim", "witness")
EARLIER = ("threats", "smear-campaign", "online-harassment", "doxxing", "surveillance", "hacking-digital", "judicial-harassment",
           "interrogation-summons", "house-raid", "restrictive-law", "self-censorship")  # fmt: skip


def summary(t: Telling) -> list[Sentence]:
    """Who is in what danger, where, how soon somebody must act: what is read if nothing else is."""
    acts, events = t.acts(), t.events()
    who = t.callings(t.main)
    done = t.labels("act", (act.code for act in acts))
    state = t.listed(dict.fromkeys(t.country(event.state_responsible) for event in events))
    told = (
        [(t.parts(t.under(who, done), state), [*t.main, *(fact.id for fact in (*acts, *events))])]
        if who and (done or state)
        else []
    )
    for event in events:
        urgency = t.line("urgency", t.label("urgency", event.urgency) if event.urgency else "")
        told.append((t.parts(urgency, t.line("next-event", t.prose(event.next_event or ""))), [event.id]))
    return sentences(*told)


def timeline(t: Telling) -> list[Sentence]:
    return sentences(*((act_line(t, act), _act_facts(t, act)) for act in t.acts()))


def act_line(t: Telling, act: Act) -> str:
    """One act in one line: when, where, what, to whom, by whom, and what was said."""
    until = t.line("until", t.when(act.until))
    head = t.head(t.when(act.date), t.place(act), t.country(act.country))
    done = t.under(capital(head), t.label("act", act.code)) if head else capital(t.label("act", act.code))
    aimed = t.labels("target", (one for one in act.aimed_at or () if one != "self"))
    return t.parts(
        done,
        until,
        t.say("say.goes-on") if act.continuing else "",
        t.line("to-whom", t.callings(act.victims or ())),
        t.line("aimed-at", aimed),
        t.line("by-whom", t.callings(t.naming.authors(act))),
        t.line("reason-given", t.prose(act.stated_reason or "")),
    )


def _act_facts(t: Telling, act: Act) -> list[str]:
    return [act.id, *(one for one in (*(act.victims or ()), *t.naming.authors(act)) if t.naming.told(one))]


def narrative(t: Telling) -> list[Sentence]:
    """The account: of the event, of each act, and of who saw it, whose own words are marked."""
    told: list[Sentence] = []
    for event in t.events():
        told += sentences((t.prose(event.description or ""), [event.id]))
    for act in t.acts():
        head = t.head(t.when(act.date), t.label("act", act.code))
        parts = t.parts(t.prose(act.description or ""), t.line("method", t.prose(act.method or "")))
        told += sentences((t.under(capital(head), parts) if parts else "", [act.id]))
    for said in t.all_of(Information, lambda one: bool(one.content)):
        told.append(_account(t, said))
    return told


def _account(t: Telling, said: Information) -> Sentence:
    words = t.prose(said.content or "")
    if said.source is not None and said.connection in OWN_WORDS:
        text = t.say("say.own-words", who=t.called(said.source), words=words)
        return Sentence(text, (said.id, said.source), said.source)
    known = t.label("connection", said.connection) if said.connection and said.connection != "unknown" else ""
    heads = (t.label("material", said.material) if said.material else "", known, t.when(said.date))
    return Sentence(t.under(capital(t.listed(heads)), words), (said.id,))


def date(t: Telling) -> list[Sentence]:
    """The first and the last act. It rests on all of them: the last is the last only because the others are there."""
    dated = [act for act in t.acts() if act.date is not None]
    if not dated:
        return sentences(*((_from_until(t, one.began, one.ended), [one.id]) for one in t.events()))
    first, last = dated[0], max(dated, key=_last)
    if t.when(first.date) == t.when(last.date):
        text = _from_until(t, first.date, first.until if first.id == last.id else None)
    else:
        text = t.say("say.between", first=t.when(first.date), last=t.when(last.date))
    return sentences((text, [act.id for act in dated]))


def _last(act: Act) -> tuple[bool, str]:
    span = act.date.span if act.date else None
    return span is not None, span.last.isoformat() if span else ""


def _from_until(t: Telling, first: When | None, last: When | None) -> str:
    return t.parts(t.when(first), t.line("until", t.when(last)))


def place(t: Telling) -> list[Sentence]:
    """The places in the order in which they were told, transfers in the order of time."""
    told: dict[str, list[str]] = {}
    for fact in (*t.events(), *t.acts(), *t.detentions()):
        country = fact.country if isinstance(fact, Act) else None
        exact = t.place(fact)
        if exact or country:
            told.setdefault(t.head(exact, t.country(country)), []).append(fact.id)
    return sentences(*told.items())


def state(t: Telling) -> list[Sentence]:
    told = []
    for event in t.events():
        parts = (
            ("state-responsible", event.state_responsible),
            ("territory", event.territory),
            ("foreign-state", event.foreign_state),
        )
        told.append((t.parts(*(t.line(label, t.country(code)) for label, code in parts)), [event.id]))
    return sentences(*told)


def act_types(t: Telling) -> list[Sentence]:
    found: dict[str, list[str]] = {}
    for act in t.acts():
        found.setdefault(act.code, []).append(act.id)
    return sentences(*((capital(t.label("act", code)), ids) for code, ids in found.items()))


def perpetrators(t: Telling) -> list[Sentence]:
    """Who did it and how that is known; where nobody is told of by name or kind, whether the State stands behind it."""
    involved = t.all_of(Involvement)
    authors = dict.fromkeys(one for act in t.acts() for one in t.naming.authors(act) if t.naming.told(one))
    told = [(_author(t, one, [fact for fact in involved if fact.person == one]), [one]) for one in authors]
    behind = ((event.id, event.perpetrator) for event in t.events() if event.perpetrator)
    told += [(t.line("behind", t.label("perpetrator", code)), [event]) for event, code in behind]
    told += [(t.line("points-to", t.prose(act.attribution)), [act.id]) for act in t.acts() if act.attribution]
    return sentences(*told)


def _author(t: Telling, person: str, involved: list[Involvement]) -> str:
    one = t.naming.persons[person]
    parts = [t.whole(person)]
    if t.naming.named(person):
        types = dict.fromkeys(code for code in (one.perpetrator_type, *(fact.type for fact in involved)) if code)
        parts += [t.labels("perpetrator_type", types), t.prose(one.occupation or ""), t.prose(one.organisation or "")]
    for fact in involved:
        parts += [t.label("involvement", fact.degree) if fact.degree else "", t.line("how-known", t.prose(fact.how_known or ""))]
        parts.append(t.line("since-then", t.prose(fact.status or "")))
    return t.parts(*dict.fromkeys(parts))


def stated_reasons(t: Telling) -> list[Sentence]:
    return sentences(
        *((t.under(t.when(act.date), t.prose(act.stated_reason)), [act.id]) for act in t.acts() if act.stated_reason)
    )


def link_to_work(t: Telling) -> list[Sentence]:
    told = []
    for event in t.events():
        told.append((t.prose(event.why or ""), [event.id]))
        told.append((t.line("grounds", t.labels("ground", event.discrimination_grounds or ())), [event.id]))
    told += [(t.line("how-learned", t.prose(one.how_perpetrator_knew or "")), [one.id]) for one in t.all_of(Cooperation)]
    return sentences(*told)


def un_cooperation(t: Telling) -> list[Sentence]:
    told = []
    for one in t.all_of(Cooperation):
        head = t.head(t.when(one.date), t.label("body", one.body), t.prose(one.which or ""))
        told.append((
            t.parts(
                capital(head),
                t.line("who-had-contact", t.called(one.by) if one.by else ""),
                t.line("form", t.label("form", one.form) if one.form else ""),
                t.line("about", t.prose(one.about or "")),
                t.line("how-learned", t.prose(one.how_perpetrator_knew or "")),
            ),
            [one.id, *([one.by] if one.by else [])],
        ))  # fmt: skip
    # "No contact" is said where somebody said so, never because a contact may not be told.
    if not any(isinstance(fact, Cooperation) for fact in t.naming.facts.values()):
        told = [(t.say("say.no-un-link"), [event.id]) for event in t.events() if event.un_link is False]
    return sentences(*told)


def un_references(t: Telling) -> list[Sentence]:
    """UN documents and letters that name the case: only where somebody in them is known to the sender at least."""
    naming = t.all_of(Cooperation, lambda one: bool(one.un_documents))
    told = [(t.prose(paper), [one.id]) for one in naming if t.exact(one, one.un_documents) for paper in one.un_documents]
    told += [(_mention(t, one), [one.id]) for one in t.all_of(UnMention) if t.exact(one, one.symbol)]
    of_the_un = t.all_of(Intervention, lambda one: bool(one.reference) and (one.party_kind == "un" or _of_the_un(one)))
    letters: tuple[Letter | Intervention, ...] = (*t.all_of(Letter, lambda one: bool(one.reference)), *of_the_un)
    told += [(t.head(t.prose(one.reference or ""), t.when(one.date)), [one.id]) for one in letters if t.exact(one, one.reference)]
    return sentences(*told)


def _mention(t: Telling, one: UnMention) -> str:
    annex = t.label("annex", one.annex) if one.annex else ""
    return t.head(t.prose(one.symbol), str(one.year or ""), annex, t.line("paragraph", t.prose(one.paragraph or "")))


def _of_the_un(one: Intervention) -> bool:
    return one.mechanism is not None and one.mechanism.startswith("un-")


def period(t: Telling) -> list[Sentence]:
    """When it was, and, where UN documents name the case already, that this follows them up."""
    papers = un_references(t)
    earlier = t.line("follows-up", t.listed(one.text for one in papers))
    return [*date(t), *sentences((earlier, [fact for one in papers for fact in one.facts]))]


def background(t: Telling) -> list[Sentence]:
    """What went before: threats, smears, surveillance and the like, in the order of time."""
    return sentences(*((act_line(t, act), _act_facts(t, act)) for act in t.acts(*EARLIER)))


def consequences(t: Telling) -> list[Sentence]:
    told = [(_harm(t, act), [act.id]) for act in t.acts()]
    told += [(t.line("impact", t.prose(event.impact or "")), [event.id]) for event in t.events()]
    return sentences(*told)


def _harm(t: Telling, act: Act) -> str:
    return t.parts(
        t.line("body", t.prose(act.physical_consequences or "")),
        t.line("mind", t.prose(act.psychological_consequences or "")),
        t.line("outcome", t.prose(act.status_at_end or "")),
    )


def status_line(t: Telling, one: StatusEvent) -> str:
    """What has become of somebody, in one line."""
    about = t.under(t.label("status_event", one.code), t.prose(one.description or ""))
    return t.under(t.when(one.date), t.parts(about, t.line("for-whom", t.callings(one.persons) if len(t.main) > 1 else "")))


def held(t: Telling, one: Detention) -> bool:
    """Whether somebody is held today: a release that has come ends it."""
    span = one.released.span if one.released else None
    return bool(one.held) and not (span is not None and span.last <= t.today)
