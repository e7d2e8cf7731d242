"""What stands beside competence: consent, how soon, dangers, how sure, and the order in which to try. Advice never changes a status."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import lru_cache
from typing import Any

from alongside.directory import dates, vocabulary
from alongside.directory.dates import Span
from alongside.directory.mechanism import Mechanism
from alongside.plan.finding import Finding, Verdict
from alongside.plan.situation import Situation

HORIZON = {code: number for number, code in enumerate(vocabulary.HORIZONS)}
IN_TIME = {"hours": 0, "days": 1, "weeks": 2, "preparing": 4}
CONFIDENCE = {"high": 0, "medium": 1, "low": 2}
STALE_DAYS, TREATY_DAYS = 365, 90
OWN_WORD_ACTS = frozenset({"sexual-violence"})
OWN_WORD_GROUPS = frozenset({"child", "lgbti"})


@dataclass(frozen=True, slots=True)
class Caution:
    """A danger or caution: the sentence `warning.<code>`."""

    code: str
    params: dict[str, object] = field(default_factory=dict)
    # What `present` has told of this caution, remembered as long as the caution itself is.
    made: dict[object, Any] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, slots=True, eq=False)
class Asks:
    """What she is asked about before a route is taken. One object for equal ones: hashing tuples two hundred times a plan adds up."""

    needs: tuple[str, ...]
    also: tuple[str, ...]
    visible: bool


_asks = lru_cache(maxsize=512)(Asks)


class Traits:
    """What advice needs of a mechanism and no situation changes, worked out once a directory."""

    __slots__ = ("asks", "cautions", "channel_confirmed", "confidence", "dated_law", "ease", "horizon",
                 "horizon_in_danger", "letter_to_state", "mechanism", "names_her", "petition", "slows", "strength", "verified",
                 "visible")  # fmt: skip

    def __init__(self, mechanism: Mechanism) -> None:
        self.mechanism = mechanism
        best = mechanism.best_channel
        self.channel_confirmed = best is not None and best.confirmed
        self.confidence = CONFIDENCE[mechanism.confidence]
        self.verified: Span | None = mechanism.last_verified
        self.visible = mechanism.kind == "state" or "publicity" in mechanism.provides
        self.names_her = mechanism.unnamed != "yes" and "nobody" not in mechanism.discloses_to
        self.letter_to_state = "state" in mechanism.discloses_to
        self.petition = "individual-complaint" in mechanism.provides and bool(mechanism.bars)
        self.slows = any(use.name == "disappeared" for use in mechanism.rules)
        self.strength, self.ease = mechanism.strength, mechanism.ease
        self.asks = _asks(mechanism.needs_consent, mechanism.asks_consent, self.visible)
        self.cautions: dict[tuple[bool, ...], tuple[Caution, ...]] = {}
        self.dated_law = mechanism.at_risk_in.time != "filing"
        self.horizon = mechanism.horizon
        self.horizon_in_danger = mechanism.interim_horizon or mechanism.horizon


def weigh(finding: Finding | None) -> Finding | None:
    """Fill in how much a finding says for a route, how sure and how old it is."""
    if finding is None or finding.weighed:
        return finding
    finding.weighed = True
    code = finding.code
    if finding.verdict == Verdict.HOLDS:
        finding.weight = FIT.get(code, 0)
        if "act_before" in finding.params:
            finding.act_before = str(finding.params["act_before"])
    elif finding.verdict == Verdict.UNKNOWN:
        finding.weight = FIT.get(code, 0) - (0 if finding.opens else DOUBT.get(code, 1))
    if finding.confidence is not None:
        finding.doubt = CONFIDENCE[finding.confidence]
    if finding.source and finding.dated:
        finding.day = dates.parse(finding.dated)
    finding.qualifies = bool(finding.doubt or finding.day or finding.act_before)
    return finding


class View:
    """What advice needs to know of a situation, worked out once a plan."""

    def __init__(self, situation: Situation) -> None:
        self.situation = situation
        self.consent = situation.consent
        groups = situation.categories or frozenset()
        minor = situation.victim_age is not None and situation.victim_age < 18  # told without a list of groups, too
        self.guarded = minor or bool(situation.act_codes & OWN_WORD_ACTS or groups & OWN_WORD_GROUPS)
        self.small_group = situation.victim_kind in ("family", "community", "organisation")
        self.in_time = IN_TIME[situation.urgency]
        self.needs = frozenset(situation.needs or ())
        self.groups = groups
        self.harm = bool(situation.irreparable_harm_imminent)
        self.unnamed = situation.consent.get("name_to_state") is False
        self.abroad = bool(situation.foreign_state or situation.present_country)
        self.stale_before = situation.as_of - timedelta(days=STALE_DAYS)
        self.treaty_before = situation.as_of - timedelta(days=TREATY_DAYS)
        self._consent_states: dict[Asks, str] = {}

    def consent_state(self, traits: Traits) -> str:
        """Whether she agreed to what this route needs: `barred` by a no, `ask` where nobody asked, `ready`.

        A letter can go out unnamed after a no to being named (`asks_consent`): then it is asked about, not barred. Children,
        survivors of sexual violence and people who could be outed: nothing public and no embassy without the guardian's or
        their own word.
        """
        return self._consent_states.get(traits.asks) or self._asked(traits.asks)

    def _asked(self, asks: Asks) -> str:
        answers = [self.consent.get(code) for code in asks.needs]
        if False in answers:
            state = "barred"
        elif None in answers or any(self.consent.get(code) is not True for code in asks.also):
            state = "ask"
        else:
            state = "ask" if self.guarded and asks.visible else "ready"
        self._consent_states[asks] = state
        return state


def horizon(view: View, traits: Traits, findings: Sequence[Finding]) -> str:
    """How soon it can act: bodies with interim measures sooner where harm is imminent, WGEID's standard procedure later."""
    if traits.slows and any(finding.code == "missing-standard-procedure" for finding in findings):
        return "months"
    return traits.horizon_in_danger if view.harm else traits.horizon


def warnings(view: View, traits: Traits, findings: Sequence[Finding]) -> tuple[Caution, ...]:
    """The dangers that follow from rules; the entry's own are words and come with its text."""
    unverified = linked = old = False
    for finding in findings:
        if finding.code == "unverified":
            unverified = True
        elif finding.code == "may-be-linked":
            linked = True
        if traits.dated_law and finding.day is not None and finding.day.last < view.treaty_before:
            old = True
    stale = traits.verified is None or traits.verified.last < view.stale_before
    key = (view.unnamed, view.small_group, view.guarded, view.abroad, linked, unverified, stale, old)
    found = traits.cautions.get(key)
    if found is None:  # yes and no to eight questions: every answer comes again
        found = traits.cautions[key] = _cautions(traits, *key)
    return found


def _cautions(
    traits: Traits,
    unnamed: bool,
    small_group: bool,
    guarded: bool,
    abroad: bool,
    linked: bool,
    unverified: bool,
    stale: bool,
    old: bool,
) -> tuple[Caution, ...]:
    embassy, verified = traits.mechanism.kind == "state", traits.verified
    return tuple(
        caution
        for applies, caution in (
            (traits.letter_to_state and unnamed, UNNAMED),
            (small_group and traits.names_her, SMALL_GROUP),
            (guarded and traits.visible, OWN_WORD),
            (embassy, SEEN),
            (embassy and abroad, HOST),
            (linked, ATTACKER),
            (traits.petition, LAWYER),
            (unverified, STILL_WORKS),
            (not traits.channel_confirmed, CHECK_CHANNEL),
            (stale, Caution("verified-long-ago", {"date": verified.text}) if verified else NEVER_VERIFIED),
            (old, OLD_LAW),
        )
        if applies
    )


UNNAMED, SMALL_GROUP, OWN_WORD = Caution("unnamed-not-unidentifiable"), Caution("small-group"), Caution("own-word-first")
SEEN, HOST, ATTACKER = Caution("seen-at-embassy"), Caution("host-may-cooperate"), Caution("may-be-attacker")
LAWYER, STILL_WORKS, CHECK_CHANNEL = Caution("lawyer-compares"), Caution("ask-still-works"), Caution("channel-check-first")
NEVER_VERIFIED, OLD_LAW = Caution("never-verified"), Caution("treaty-status-old")


def rank(view: View, traits: Traits, status: str, consent: str, soon: str, weight: int) -> tuple[int | str, ...]:
    """In time for this urgency first; then strength, with what fits her own case before what fits any; then ease.

    Strength counts twice; `weight` is what the findings say for the route, less what they leave unsettled. A route that she
    barred comes after all that she did not.
    """
    mechanism = traits.mechanism
    power = 2 * traits.strength + weight
    if view.needs and not view.needs.isdisjoint(mechanism.provides):
        power += 2
    if view.groups and not view.groups.isdisjoint(mechanism.prefers):
        power += 1
    return (
        status == "not-advised",
        consent == "barred",
        min(2, max(0, HORIZON[soon] - view.in_time)),
        -power,
        HORIZON[soon],
        -traits.ease,
        mechanism.id,
    )


# What a finding says for a route beside its strength. What fits her own case counts; what merely stands in nobody's way does not.
FIT = {
    "act-in-scope": 1, "group-in-scope": 1, "ground-in-scope": 1, "group-served": 1, "un-link": 1, "held-now": 2,
    "missing-now": 2, "torture-shown": 1, "imminent-harm": 4, "execution-or-removal": 4, "prompt-intervention": 2,
    "reprisal-for-committee": 3, "outside-and-removal": 3, "outside-own-country": 1, "already-before-it": 1, "in-force": 1,
    "place-served": 1, "for-the-family": -4, "detention-unknown": 1, "missing-unknown": 1,
}  # fmt: skip
# What an open question takes away, unless a fact of hers already speaks for the route; a question that every petition asks, nothing.
DOUBT = {
    "same-matter-unknown": 0, "remedies-unknown": 0, "limit-start-unknown": 0, "for-each-person": 0, "steps-none": 0, "unverified": 2,
    "may-be-linked": 2, "depends-on-detail": 3, "group-unknown": 2, "ground-unknown": 2, "harm-not-from-acts": 3, "detention-unknown": 5,
    "missing-unknown": 5, "un-link-unknown": 3,
}  # fmt: skip
