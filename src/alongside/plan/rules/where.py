"""Where: is the State bound on the day that counts, and is she in a place that the route serves?"""

from __future__ import annotations

from operator import attrgetter

from alongside.directory.mechanism import Area
from alongside.directory.reader import Directory
from alongside.directory.standing import Answer
from alongside.plan.finding import Finding, Verdict, fails, holds, unknown, weak
from alongside.plan.situation import Situation

_VERDICT = attrgetter("verdict")
ONGOING_ACTS = frozenset(
    {"enforced-disappearance", "arrest-detention", "incommunicado-detention", "house-arrest", "solitary-confinement",
     "travel-ban", "passport-citizenship", "refused-return"}
)  # fmt: skip


def jurisdiction(situation: Situation, directory: Directory, area: Area) -> Finding | None:
    """Competence over the State or place: `facts_after_entry`, `residual_facts_before_exit`, `filing_before_exit`.

    ICCPR-OP1 arts. 9 and 12(2); ECHR art. 58; ACHR art. 78; Protocol on the African Court art. 34(6). Each area says in its `time`
    which of them applies; the sources are those of each State's row.
    """
    if area.rule == "member" and area.about == "responsible" and not area.outside:
        return _member(situation, directory, area, situation.state_responsible)
    places = _places(situation, area)
    if area.outside:
        return _excluded(situation, directory, area, places)
    if area.rule == "all":
        return None
    if not places:
        question = "nationality" if area.about == "nationality" else "present_country"
        return unknown("place-unknown", question)
    if area.rule == "states":
        inside = [place for place in places if place in area.states]
        if inside:
            return holds("place-served", opens=False, state=inside[0])
        return fails("place-not-served", "place", state=places[0], states=area.states)
    return min((_member(situation, directory, area, place) for place in places), key=_VERDICT)


NAMED_STATES = ("as_of", "place", "territory", "state_responsible", "foreign_state")
_READS = {
    "responsible": ("as_of", "state_responsible"),
    "nationality": ("as_of", "nationality"),
    "place": ("as_of", "place", "present_country", "in_exile"),
    "either": NAMED_STATES,
}


def reads(area: Area) -> tuple[str, ...]:
    """The facts that `jurisdiction` reads for this area; none where it reads the dates of what happened."""
    return _READS[area.about] if area.time == "filing" else ()


def _places(situation: Situation, area: Area) -> list[str]:
    if area.about == "responsible":
        return [situation.state_responsible]
    if area.about == "nationality":
        return list(situation.nationality or ())
    if area.about == "place":
        # Where it happened is only a guess at where she is: before it opens a route, somebody says so.
        here = situation.present_country is not None or situation.in_exile is False
        return [situation.place] if situation.place and here else []
    named = (situation.place, situation.territory, situation.state_responsible, situation.foreign_state)
    return list(dict.fromkeys(place for place in named if place))


def _excluded(situation: Situation, directory: Directory, area: Area, places: list[str]) -> Finding:
    """Routes of a union for third countries are no routes inside it (EU Guidelines on human rights defenders, scope)."""
    if not places:
        return unknown("place-unknown", "present_country")
    code = area.outside[0]
    answer = directory.standing(code, places[0], situation.today)
    if answer.holds:
        return fails(
            "inside-excluded-area", "excluded-area", source=answer.source, dated=_as_of(answer), state=places[0], treaty=code
        )
    if answer.holds is None:
        return unknown("membership-unclear", "standing", source=answer.source, dated=_as_of(answer), state=places[0], treaty=code)
    return holds("outside-area", opens=False, source=answer.source, dated=_as_of(answer), state=places[0], treaty=code)


def _member(situation: Situation, directory: Directory, area: Area, state: str) -> Finding:
    if len(area.codes) == 1:
        return _bound(situation, directory, area, area.codes[0], state)
    findings = [_bound(situation, directory, area, code, state) for code in area.codes]
    choose = max if area.every else min
    return choose(findings, key=_VERDICT)


def _bound(situation: Situation, directory: Directory, area: Area, code: str, state: str) -> Finding:
    filing = directory.standing(code, state, situation.today)
    if area.time == "filing":
        return _said(filing, state)
    if filing.why in ("not-party", "probably-not", "not-in-force", "list-unknown"):
        return _said(filing, state)  # never bound as far as anyone read, whatever the day
    if situation.happened is None:
        return unknown("date-unknown", "facts_date", state=state, treaty=code, source=filing.source, dated=_as_of(filing))
    facts = directory.standing(code, state, situation.happened)
    bound_now = filing.why != "before-entry"
    if facts.why == "before-entry" and facts.holds is False and bound_now and not area.must_begin_after and _goes_on(situation):
        return unknown("continuing-act", "continuing", state=state, treaty=code, since=_since(facts), source=facts.source,
                       instrument=facts.code.instrument, dated=_as_of(facts))  # fmt: skip
    finding = _said(facts, state)
    if area.time == "facts-and-filing" and filing.why == "after-exit" and finding.verdict is not Verdict.FAILS:
        return _said(filing, state, filed=True)
    return finding


def _goes_on(situation: Situation) -> bool:
    """Whether an act that began before the State was bound may have gone on after it (a continuing violation)."""
    if situation.detained_now or situation.missing_now:
        return True
    return any(act.continuing or (act.continuing is None and act.code in ONGOING_ACTS and act.until is None)
               for act in situation.acts)  # fmt: skip


def _since(answer: Answer) -> str:
    begins = answer.period.begins if answer.period else None
    return str(begins or answer.code.in_force_since or "")


def _as_of(answer: Answer) -> str | None:
    return answer.code.as_of.text if answer.code.as_of else None


def _said(answer: Answer, state: str, *, filed: bool = False) -> Finding:
    """The finding for an answer about standing, made once an answer: it says nothing of the person."""
    key = (state, filed)
    finding: Finding | None = answer.made.get(key)
    if finding is None:
        finding = answer.made[key] = _make(answer, state, filed)
    return finding


def _make(answer: Answer, state: str, filed: bool) -> Finding:
    """What an answer means; low-confidence law never closes by itself (it comes as `holds` None)."""
    code, source, dated = answer.code.code, answer.source, _as_of(answer)
    instrument = answer.code.instrument
    if answer.holds:
        return holds("in-force", source=source, dated=dated, confidence=answer.confidence, instrument=instrument,
                     opens=answer.code.kind in ("treaty", "declaration"), state=state, treaty=code)  # fmt: skip
    if answer.why == "after-exit" and answer.period and answer.period.ends:
        until = str(answer.period.ends)
        if answer.holds is None:
            return unknown("exit-date-unclear", "facts_date", source=source, dated=dated, instrument=instrument, state=state,
                           treaty=code, until=until)  # fmt: skip
        reason = "filed-after-exit" if filed else "facts-after-exit"
        return fails(reason, "exit", source=source, dated=dated, instrument=instrument, state=state, treaty=code, until=until)
    if answer.why == "probably-not":
        return weak("probably-not-party", "accept", source=source, dated=dated, instrument=instrument, state=state, treaty=code)
    if answer.holds is None:
        doubt = answer.period.doubt if answer.period and answer.period.doubt else ""
        reason = {"contested": "standing-contested", "before-entry": "entry-date-unclear"}.get(answer.why, answer.why)
        return unknown(reason, "standing" if answer.why != "before-entry" else "facts_date", source=source, dated=dated,
                       instrument=instrument, confidence="low", opens=answer.why == "entry-unknown", state=state, treaty=code,
                       doubt=doubt, since=_since(answer))  # fmt: skip
    if answer.why == "before-entry":
        return fails("facts-before-entry", "entry", source=source, dated=dated, instrument=instrument, state=state, treaty=code,
                     since=_since(answer))  # fmt: skip
    joined = answer.code.kind in ("membership", "group")
    reason = "procedure-not-in-force" if answer.why == "not-in-force" else ("not-member" if joined else "not-party")
    return fails(reason, "join" if joined else "accept", source=source, dated=dated, instrument=instrument,
                 confidence=answer.confidence, state=state, treaty=code)  # fmt: skip


def issuer(situation: Situation, directory: Directory, state: str, embassy: bool) -> Finding | None:
    """Never to a mission or programme of the State complained of, nor to a State's embassies inside that State itself.

    Guidelines for embassies do not apply at home (EU Guidelines on human rights defenders, operational part; State guidelines alike).
    """
    accused = [one for one in (situation.state_responsible, situation.foreign_state) if one]
    if state in accused:
        return fails("own-state", "never", state=state)
    if state == "EU":
        own = [one for one in accused if directory.standing("EU", one, situation.today).holds]
        return unknown("own-state-among-them", "other-mission", state=own[0]) if own else None
    if embassy and state == situation.place:
        return fails("at-home", "place-abroad", state=state)
    return None


def exile(situation: Situation, directory: Directory, mode: str) -> Finding | None:
    """Some routes serve only people already outside their country, some only those still inside (operators' own conditions)."""
    outside = _outside(situation)
    if outside is None:
        return unknown("exile-unknown", "in_exile")
    if mode == "only" and not outside:
        return fails("not-outside", "outside")
    if mode == "no" and outside:
        return fails("already-outside", "inside")
    return None


def outside_own_country(situation: Situation, directory: Directory) -> Finding:
    """International protection is for people outside the country of their nationality (Refugee Convention art. 1A(2))."""
    outside = _outside(situation)
    if outside is None:
        return unknown("exile-unknown", "present_country", instrument="Refugee Convention art. 1A(2)")
    if outside:
        code = "outside-and-removal" if situation.act_codes & REMOVAL or _stateless(situation) else "outside-own-country"
        return holds(code, instrument="Refugee Convention art. 1A(2)")
    return fails("inside-own-country", "outside", instrument="Refugee Convention art. 1A(2)")


REMOVAL = frozenset({"deportation-visa", "extradition-removal", "refused-return", "passport-citizenship", "abduction",
                     "enforced-disappearance", "interpol-notice"})  # fmt: skip


def _stateless(situation: Situation) -> bool:
    return situation.nationality_status in ("stateless", "stripped", "refugee", "asylum-seeker")


def foreign_national(situation: Situation, directory: Directory) -> Finding:
    """A consulate protects nationals of its State in another State (Vienna Convention on Consular Relations arts. 5 and 36)."""
    law = "Vienna Convention on Consular Relations arts. 5, 36"
    if situation.nationality_status in ("refugee", "asylum-seeker", "stateless"):
        return fails("refugee-no-consulate", "never", instrument=law)
    if situation.nationality is None or situation.place is None:
        return unknown("nationality-unknown", "nationality", instrument=law)
    abroad = [state for state in situation.nationality if state not in (situation.place, situation.state_responsible)]
    if abroad:
        return holds("foreign-national", instrument=law, state=abroad[0])
    return fails("no-other-nationality", "other-nationality", instrument=law)


def _outside(situation: Situation) -> bool | None:
    if situation.in_exile is not None:
        return situation.in_exile
    if situation.nationality_status in ("refugee", "asylum-seeker"):
        return True
    if situation.nationality and situation.place and (situation.present_country or situation.territory):
        return situation.place not in situation.nationality
    return None
