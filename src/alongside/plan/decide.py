"""The plan: every mechanism of the directory once, with its status, why, what is missing, and in which order to try.

Distinct tests are made once a situation and shared by all mechanisms that need them; that is what keeps two hundred entries under
three milliseconds.
"""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from operator import attrgetter, itemgetter

from alongside.directory import vocabulary
from alongside.directory.fields import BadFile
from alongside.directory.mechanism import Mechanism
from alongside.directory.reader import Directory
from alongside.plan import advice
from alongside.plan.finding import STATUS, Finding, Verdict
from alongside.plan.rules import NAMED, Rule, procedure, what, where, who
from alongside.plan.situation import Situation

Check = tuple[Rule, tuple[tuple[str, object], ...]]


@dataclass(slots=True)
class Option:
    """One mechanism's entry in a plan."""

    mechanism: Mechanism
    status: str
    findings: list[Finding]
    consent_state: str
    horizon: str
    act_before: str | None
    warnings: tuple[advice.Caution, ...]
    confidence: str
    as_of: str | None


@dataclass(frozen=True, slots=True)
class Plan:
    """All options, best first, for one situation."""

    situation: Situation
    options: tuple[Option, ...]


class Planner:
    """The rules bound to the mechanisms of one directory. Raises BadFile for a rule that does not exist or does not fit."""

    def __init__(self, directory: Directory) -> None:
        self.directory = directory
        asked = {mechanism: checks(mechanism) for mechanism in directory.mechanisms.values()}
        distinct = list(dict.fromkeys(check for found in asked.values() for check in found))
        distinct.sort(key=_not_of_the_day)
        numbers = {check: number for number, check in enumerate(distinct)}
        self._uses = [(advice.Traits(one), tuple(numbers[check] for check in found)) for one, found in asked.items()]
        self._checks = [(rule, dict(params)) for rule, params in distinct]
        self._of_the_day = sum(rule in OF_THE_DAY for rule, _ in distinct)
        self._days: dict[date, list[Finding | None]] = {}

    def plan(self, situation: Situation) -> Plan:
        """Every mechanism exactly once, best first; the same situation always gives the same plan."""
        directory = self.directory
        found = self._on_day(situation)
        found += [advice.weigh(rule(situation, directory, **params)) for rule, params in self._checks[len(found) :]]
        view = advice.View(situation)
        ranked: list[tuple[tuple[int | str, ...], Option]] = []
        closed: list[Option] = []
        for traits, uses in self._uses:
            findings = [finding for number in uses if (finding := found[number]) is not None]
            option, weight = _option(view, traits, findings)
            if option.status == "closed":
                closed.append(option)
            else:
                order = advice.rank(view, traits, option.status, option.consent_state, option.horizon, weight)
                ranked.append((order, option))
        ranked.sort(key=_FIRST)
        return Plan(situation, (*(option for _, option in ranked), *closed))

    def _on_day(self, situation: Situation) -> list[Finding | None]:
        """What the tests of the day find, remembered by day: a fresh list, the findings shared."""
        found = self._days.get(situation.as_of)
        if found is None:
            if len(self._days) >= MOST_DAYS:
                self._days.clear()
            todays = self._checks[: self._of_the_day]
            found = [advice.weigh(rule(situation, self.directory, **params)) for rule, params in todays]
            self._days[situation.as_of] = found
        return found[:]


# What these find depends on the day of asking alone: which routes exist and run. They are a fifth of all tests.
OF_THE_DAY = (procedure.existence, procedure.route_status)
MOST_DAYS = 64
NO_CAUTIONS: tuple[advice.Caution, ...] = ()  # nobody is sent there
_FIRST = itemgetter(0)
_VERDICT = attrgetter("verdict")


def _not_of_the_day(check: Check) -> bool:
    return check[0] not in OF_THE_DAY


def _option(view: advice.View, traits: advice.Traits, findings: list[Finding]) -> tuple[Option, int]:
    """The entry, and how much speaks for it. One pass over the findings: this runs two hundred times a plan."""
    if len(findings) > 1:
        findings.sort(key=_VERDICT, reverse=True)
    heaviest, opens, weight, doubt = findings[0].verdict, False, 0, traits.confidence
    oldest, act_before = traits.verified, None
    for finding in findings:
        if finding.opens:
            opens = True
        weight += finding.weight
        if finding.doubt > doubt:
            doubt = finding.doubt
        if finding.day is not None and oldest is not None and finding.day.last < oldest.last:
            oldest = finding.day
        if finding.act_before and (act_before is None or finding.act_before < act_before):
            act_before = finding.act_before
    if heaviest == Verdict.HOLDS and not opens:
        heaviest = Verdict.UNKNOWN  # nothing about her speaks for the route: open is not a default
    status = STATUS[heaviest]
    option = Option(
        traits.mechanism,
        status,
        findings,
        view.consent_state(traits),
        advice.horizon(view, traits, findings) if traits.slows or view.harm else traits.horizon,
        act_before,
        NO_CAUTIONS if status == "closed" else advice.warnings(view, traits, findings),
        vocabulary.CONFIDENCES[doubt],
        oldest.text if oldest else None,
    )
    return option, weight


def checks(mechanism: Mechanism) -> list[Check]:
    """Every test that a mechanism's fields and named rules ask for, in the order in which a lawyer would ask."""
    found: list[Check] = []

    def add(rule: Rule, **params: object) -> None:
        found.append((rule, tuple(sorted(params.items()))))

    if mechanism.since or mechanism.until:
        add(procedure.existence, since=mechanism.since, until=mechanism.until)
    if mechanism.status not in ("active", "cyclical"):
        add(procedure.route_status, status=mechanism.status, since=mechanism.status_since)
    if mechanism.at_risk_in.rule != "all" or mechanism.at_risk_in.outside:
        add(where.jurisdiction, area=mechanism.at_risk_in)
    if mechanism.issuer:
        add(where.issuer, state=mechanism.issuer, embassy=mechanism.kind == "state")
    if mechanism.exile != "any":
        add(where.exile, mode=mechanism.exile)
    add(what.scope, what=mechanism.scope)
    if mechanism.categories:
        add(who.category, wanted=mechanism.categories)
    add(who.beneficiary, kinds=mechanism.beneficiaries)
    for use in mechanism.rules:
        add(_named(mechanism, use.name, dict(use.params)), **dict(use.params))
    if mechanism.at_most != "open":
        add(procedure.at_most, level=mechanism.at_most)
    return found


def _named(mechanism: Mechanism, name: str, params: dict[str, object]) -> Rule:
    file = f"mechanisms/{mechanism.id}.toml"
    if name not in NAMED:
        raise BadFile(file, "rules", f"unknown rule {name!r}", ", ".join(sorted(NAMED)))
    try:
        inspect.signature(NAMED[name]).bind(None, None, **params)
    except TypeError as error:
        raise BadFile(file, f"rules.{name}", str(error), str(inspect.signature(NAMED[name]))) from None
    return NAMED[name]


@lru_cache(maxsize=2)
def planner(directory: Directory) -> Planner:
    """The planner of a directory, made once."""
    return Planner(directory)
