"""The gates of the body and its procedure: does it take the matter, in time, by a way that works, and what would filing close elsewhere?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from alongside.desk.submissions.drafting.gates.gate import HOLDS, Addressed, Gate
from alongside.desk.submissions.drafting.gates.leaving import LEFT_OUT, Leaving
from alongside.directory import dates
from alongside.facts.events import Act, Event
from alongside.facts.steps import DomesticStep, Intervention
from alongside.facts.submissions import Submission

STATUS_DAYS = 90  # plan-rules 16: what is known of a treaty is checked at filing when it is older
TREATIES = ("treaty", "declaration")


def own_state(leaving: Leaving) -> Iterator[Gate]:
    """Never to a mission of the State complained of (plan-rules 13)."""
    issuer = leaving.mechanism.issuer if leaving.mechanism else None
    if issuer is not None:
        blamed = {event.state_responsible for event in leaving.all_of(Event)}
        yield Gate("own-state", "shut" if issuer in blamed else "open", "officer")


def same_matter(leaving: Leaving) -> Iterator[Gate]:
    """The same facts of the same person before another body (plan-rules 4): a lawyer compares before it is filed.

    Known to be seized by a body that bars this one: shut. Otherwise asked where counsel should look, where this body has it already, and
    always before a petition that may close others for ever. Urgent appeals and the reprisals report bar nothing and ask nothing.
    """
    if leaving.mechanism is None or not leaving.form.procedure:
        return
    seized = _seized(leaving)
    barred: set[str] = set()
    counsel = {id_ for id_, pending in seized if pending and id_ == leaving.mechanism.id}
    for rule in _rules(leaving, "same_matter"):
        for id_, pending in seized:
            if id_ in rule["bars"]:
                bars = rule["mode"] != "counsel" and (pending or rule["mode"] == "ever")
                (barred if bars else counsel).add(id_)
    if barred:
        yield leaving.asks("same-matter-known", "shut", "lawyer", tuple(sorted(barred | counsel)))
    elif counsel or leaving.form.second_person:
        yield leaving.asks("same-matter", "ask", "lawyer", tuple(sorted(counsel)))
    else:
        yield Gate("same-matter", "open", "lawyer")


def time_limit(leaving: Leaving) -> Iterator[Gate]:
    """Inside the limit, past it, or with a limit whose beginning nobody has told."""
    if leaving.act_before is not None:
        day = (("day", leaving.act_before.isoformat()),)
        if leaving.act_before < leaving.today:
            yield leaving.asks("time-limit-passed", "shut", "lawyer", params=day)
        else:
            yield Gate("time-limit", "open", "officer", params=day)
    elif leaving.form.procedure and _rules(leaving, "time_limit"):
        yield leaving.asks("time-limit", "ask", "lawyer")


def urgent_procedure(leaving: Leaving) -> Iterator[Gate]:
    """An urgent procedure that ends some months after the act; the ordinary one stays, so this shuts nothing (plan-rules 9)."""
    months = leaving.form.urgent_months
    spans = [act.date.span for act in _vanished(leaving) if act.date and act.date.span]
    if months is None or not spans:
        return
    last = max(dates.add_months(span.first, months) for span in spans)
    code = "urgent-procedure" if last >= leaving.today else "standard-procedure"
    yield Gate(code, "open", "officer", params=(("day", last.isoformat()),))


def exhaustion(leaving: Leaving) -> Iterator[Gate]:
    """Petitions come after the remedies at home; interim measures need steps taken, or why none could be (plan-rules 11)."""
    steps = [one for one in leaving.all_of(DomesticStep) if _hers(one.persons, leaving)]
    about = tuple(one.id for one in steps)
    if leaving.form.procedure and _rules(leaving, "exhaustion"):
        done = any(one.remedy in ("exhausted", "unavailable") for one in steps)
        yield Gate("exhaustion", "open", "lawyer", about) if done else leaving.asks("exhaustion", "ask", "lawyer", about)
    elif leaving.form.interim:
        done = any(one.step or one.what or one.why_none or one.remedy in ("exhausted", "unavailable", "pending") for one in steps)
        yield Gate("steps", "open", "officer", about) if done else leaving.asks("steps", "ask", "officer", about)


def treaty_status(leaving: Leaving) -> Iterator[Gate]:
    """Whether the State is still bound is looked up on the day of filing when what is known is older than 90 days."""
    if leaving.mechanism is None or not (leaving.form.procedure or leaving.form.interim):
        return
    codes = [leaving.codes[code] for code in leaving.mechanism.at_risk_in.codes if code in leaving.codes]
    known = [code.as_of for code in codes if code.kind in TREATIES]
    if not known:
        return
    days = [span.last for span in known if span]
    oldest = min(days) if len(days) == len(known) else None
    if oldest is not None and leaving.fresh(oldest, STATUS_DAYS):
        yield Gate("treaty-status", "open", "officer", params=(("day", oldest.isoformat()),))
    else:
        yield leaving.asks("treaty-status", "ask", "officer", params=(("day", oldest.isoformat() if oldest else ""),))


def competence(leaving: Leaving) -> Iterator[Gate]:
    """The plan says that this body is not competent: it may still be tried, knowingly."""
    if leaving.competence == "closed":
        yield leaving.asks("not-competent", "shut", "lawyer")


def inactive(leaving: Leaving) -> Iterator[Gate]:
    """A route that is suspended, halted, closed or that nobody could verify is asked today whether it still works (plan-rules 12)."""
    one = leaving.mechanism
    if one is None or one.status in ("active", "cyclical"):
        return
    later = one.status_since is not None and one.status_since.first > leaving.today
    if not later:
        yield leaving.asks("inactive", "shut" if one.status == "closed" else "ask", "officer")


def channel(leaving: Leaving) -> Iterator[Gate]:
    """An address is used when the directory confirms it, or when somebody of the desk checked it in the last 30 days."""
    if leaving.mechanism is None:
        return
    checked = leaving.channel_checked is not None and leaving.fresh(leaving.channel_checked, HOLDS["channel"])
    if leaving.channel_confirmed or checked:
        yield Gate("channel", "open", "officer")
    else:
        yield leaving.asks("channel", "ask", "officer")


def address(leaving: Leaving, to: Addressed) -> Gate:
    """A mail goes to the address book's entry, whatever channel the directory confirms: to be compared with a second source in the last
    30 days, by somebody who did not change it. A check holds for exactly this address and this key.

    Not among the gates of every draft: who sends by hand uses the directory's channel, and the press has many addresses.
    """
    way = (("way", to.way),)
    if to.confirmed or (to.checked is not None and leaving.fresh(to.checked, HOLDS["address"])):
        return Gate("address", "open", "officer", params=way)
    return leaving.asks("address", "ask", "officer", params=way, but=to.changed_by)


def _rules(leaving: Leaving, name: str) -> list[dict[str, Any]]:
    """The plan's rules of that name, with their parameters."""
    return [dict(rule.params) for rule in leaving.mechanism.rules if rule.name == name] if leaving.mechanism else []


def _hers(persons: tuple[str, ...], leaving: Leaving) -> bool:
    """Whether a fact that names these persons, or nobody, is about somebody of the draft."""
    return not persons or not set(leaving.draft.persons) or bool(set(persons) & set(leaving.draft.persons))


def _seized(leaving: Leaving) -> set[tuple[str, bool]]:
    """The bodies that have, or had, the matter of these persons, and whether they still have it."""
    seized = set()
    procedures = {one.id: one.procedure for one in leaving.all_of(Intervention)}
    for one in leaving.all_of(Intervention):
        if one.mechanism and one.procedure in ("pending", "ended") and _hers(one.persons, leaving):
            seized.add((one.mechanism, one.procedure == "pending"))
    for sent in leaving.all_of(Submission):
        told = tuple(id_ for id_, level in sent.levels if level != LEFT_OUT)
        form = leaving.forms.get(sent.form)
        if sent.left and sent.mechanism and (form is None or form.procedure) and _hers(told, leaving):
            state = procedures.get(sent.intervention or "")
            if state != "none":  # whoever follows it up said that it is no procedure
                seized.add((sent.mechanism, state != "ended"))
    return seized


def _vanished(leaving: Leaving) -> list[Act]:
    return [act for act in leaving.all_of(Act) if act.code == "enforced-disappearance" and _hers(act.victims or (), leaving)]


RULES = (own_state, same_matter, time_limit, urgent_procedure, exhaustion, treaty_status, competence, inactive, channel)
