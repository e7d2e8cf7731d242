"""The plan: every mechanism of the directory once, with its status, why, what is missing, and in which order to try.

Distinct tests are made once a situation and shared by all mechanisms that need them, and those that read but a few codes are
remembered for the next; that is what keeps two hundred entries under three milliseconds.
"""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter, itemgetter

from alongside.directory import vocabulary
from alongside.directory.fields import BadFile
from alongside.directory.mechanism import Mechanism
from alongside.directory.reader import Directory
from alongside.plan import advice
from alongside.plan.finding import STATUS, Finding, Verdict
from alongside.plan.rules import NAMED, Rule, procedure, reads, what, where, who
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
        by_facts: dict[tuple[str, ...], dict[Check, None]] = {}
        for check in (check for found in asked.values() for check in found):
            by_facts.setdefault(reads(check[0], dict(check[1])), {})[check] = None
        self._groups = [_Group(facts, list(group)) for facts, group in by_facts.items()]
        numbers = {check: number for number, check in enumerate(check for group in by_facts.values() for check in group)}
        self._uses = [(advice.Traits(one), itemgetter(*(numbers[check] for check in found))) for one, found in asked.items()]

    def plan(self, situation: Situation) -> Plan:
        """Every mechanism exactly once, best first; the same situation always gives the same plan."""
        found: list[Finding | None] = []
        for group in self._groups:
            found += group.find(situation, self.directory)
        view = advice.View(situation)
        ranked: list[tuple[tuple[int | str, ...], Option]] = []
        closed: list[Option] = []
        for traits, used in self._uses:
            findings = list(filter(None, used(found)))
            findings.sort(key=_VERDICT, reverse=True)
            if findings[0].verdict == Verdict.FAILS:
                closed.append(_option(view, traits, "closed", findings))
            else:
                status, weight = _standing(findings)
                option = _option(view, traits, status, findings)
                ranked.append((advice.rank(view, traits, status, option.consent_state, option.horizon, weight), option))
        ranked.sort(key=_FIRST)
        return Plan(situation, (*(option for _, option in ranked), *closed))


class _Group:
    """The tests that read the same few facts, and what they found for every value of these that came of late.

    Tests whose findings may not be remembered are a group without facts.
    """

    def __init__(self, facts: tuple[str, ...], checks: list[Check]) -> None:
        self._checks = [(rule, dict(params)) for rule, params in checks]
        self._facts = attrgetter(*facts) if facts else None
        self._found: dict[object, list[Finding | None]] = {}

    def find(self, situation: Situation, directory: Directory) -> list[Finding | None]:
        """What the tests find, in their order."""
        if self._facts is None:
            return self._ask(situation, directory)
        values = self._facts(situation)
        found = self._found.get(values)
        if found is None:
            if len(self._found) >= MOST_REMEMBERED:
                self._found.clear()
            found = self._found[values] = self._ask(situation, directory)
        return found

    def _ask(self, situation: Situation, directory: Directory) -> list[Finding | None]:
        return [advice.weigh(rule(situation, directory, **params)) for rule, params in self._checks]


MOST_REMEMBERED = 64  # days, States or answers for which a group remembers its findings
NO_CAUTIONS: tuple[advice.Caution, ...] = ()  # nobody is sent there
_FIRST = itemgetter(0)
_VERDICT = attrgetter("verdict")


def _standing(findings: list[Finding]) -> tuple[str, int]:
    """The status that findings without a failed one give, and how much they say for the route."""
    opens, weight = False, 0
    for finding in findings:
        weight += finding.weight
        if finding.opens:
            opens = True
    heaviest = findings[0].verdict
    if heaviest == Verdict.HOLDS and not opens:
        heaviest = Verdict.UNKNOWN  # nothing about her speaks for the route: open is not a default
    return STATUS[heaviest], weight


def _option(view: advice.View, traits: advice.Traits, status: str, findings: list[Finding]) -> Option:
    """The entry. One pass over the findings: this runs two hundred times a plan."""
    doubt, oldest, act_before = traits.confidence, traits.verified, None
    for finding in findings:
        if finding.qualifies:
            if finding.doubt > doubt:
                doubt = finding.doubt
            if finding.day is not None and oldest is not None and finding.day.last < oldest.last:
                oldest = finding.day
            if finding.act_before and (act_before is None or finding.act_before < act_before):
                act_before = finding.act_before
    return Option(
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
