"""What was tried: steps at home, remedies, other procedures, the State's answers, and what is new since the last letter."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from alongside.desk.cases import words
from alongside.desk.submissions.drafting.draft import Sentence
from alongside.desk.submissions.drafting.filling.held import step_line
from alongside.desk.submissions.drafting.filling.telling import Telling, sentences
from alongside.desk.submissions.drafting.filling.what import act_line, status_line
from alongside.facts.following import Letter, StatusEvent, UnMention
from alongside.facts.steps import DomesticStep, Intervention, StateResponse
from alongside.facts.submissions import Submission
from alongside.facts.when import When


def domestic_steps(t: Telling) -> list[Sentence]:
    return sentences(*((step_line(t, one), [one.id]) for one in t.all_of(DomesticStep)))


def remedies(t: Telling) -> list[Sentence]:
    told = []
    for one in t.all_of(DomesticStep):
        stand = t.line("remedy", t.label("remedies", one.remedy) if one.remedy else "")
        told.append((t.parts(stand, t.line("final-decision", t.when(one.final_decision))), [one.id]))
        told.append((step_line(t, one), [one.id]))
    return sentences(*told)


def other_procedures(t: Telling) -> list[Sentence]:
    """The procedures that have, or had, the matter. Whom else somebody asked, for money, shelter or a word, stays between them and her."""
    for one in t.naming.facts.values():
        if isinstance(one, Intervention) and not _is_procedure(one):
            t.keep_back(one.id, "not-needed")
    return sentences(*((_procedure(t, one), [one.id]) for one in t.all_of(Intervention, _is_procedure)))


def _is_procedure(one: Intervention) -> bool:
    return one.procedure in ("pending", "ended")


def _procedure(t: Telling, one: Intervention) -> str:
    party = t.prose(one.party or "") or (words.mechanism(one.mechanism, t.lang) if one.mechanism else "")
    kind = t.label("party", one.party_kind) if one.party_kind else ""
    standing = t.label("procedure", one.procedure) if one.procedure else ""
    return t.parts(
        t.head(t.when(one.date), party or kind, t.label("intervention", one.type) if one.type else ""),
        t.line("reference", t.exactly(one, one.reference)),
        t.line("as-procedure", standing),
        t.line("status", t.label("intervention_status", one.status) if one.status else ""),
        t.line("asked", t.prose(one.asked or "")),
        t.line("answer", t.prose(one.response or "")),
        t.line("effect", t.prose(one.impact or "")),
    )


def state_response(t: Telling) -> list[Sentence]:
    return sentences(*((_answer(t, one), [one.id]) for one in t.all_of(StateResponse)))


def _answer(t: Telling, one: StateResponse) -> str:
    head = t.head(t.when(one.date), t.prose(one.authority or ""), t.prose(one.channel or ""))
    return t.parts(
        t.under(head, t.label("position", one.position) if one.position else ""),
        t.line("says", t.prose(one.summary or "")),
    )


def changes_since(t: Telling) -> list[Sentence]:
    """What came after the last letter to this recipient. Without a letter there is nothing to be new."""
    since = _last_sent(t)
    if since is None:
        return []
    told = [(act_line(t, one), [one.id]) for one in t.acts() if _after(one.date, since)]
    for one in t.detentions():
        if _after(one.released, since):
            told.append((t.of(one.person, t.line("released", t.when(one.released))), [one.id]))
        for day in one.court_dates:
            if _after(day.date, since):
                about = t.listed(
                    text for text in (t.exactly(one, day.court), t.prose(day.what or ""), t.prose(day.result or "")) if text
                )
                told.append((t.of(one.person, t.under(t.when(day.date), about)), [one.id]))
    told += [(_answer(t, one), [one.id]) for one in t.all_of(StateResponse) if _after(one.date, since)]
    told += [(step_line(t, one), [one.id]) for one in t.all_of(DomesticStep) if _after(one.date, since)]
    told += [(status_line(t, one), [one.id]) for one in t.all_of(StatusEvent) if _after(one.date, since)]
    return sentences(*told)


def _last_sent(t: Telling) -> date | None:
    """The day of the last letter to this recipient, sent from here or told as an intervention; without one, of the last letter or report
    of the UN that tells of the case. A report is written in spring."""
    whom = t.naming.terms.recipient.id
    facts = t.naming.facts.values()
    days = [
        date.fromisoformat(one.sent[:10]) for one in facts if isinstance(one, Submission) and one.left and one.mechanism == whom
    ]
    asked = [one.date for one in facts if isinstance(one, Intervention) and one.mechanism == whom]
    if last := max([*days, *_ends(asked)], default=None):
        return last
    reports = [date(one.year, 4, 30) for one in facts if isinstance(one, UnMention) and one.year]
    return max([*reports, *_ends(one.date for one in facts if isinstance(one, Letter))], default=None)


def _ends(dates: Iterable[When | None]) -> list[date]:
    return [one.span.last for one in dates if one is not None and one.span is not None]


def _after(when: When | None, since: date) -> bool:
    span = when.span if when else None
    return span is not None and span.first > since
