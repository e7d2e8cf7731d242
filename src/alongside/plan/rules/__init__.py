"""The rules, one small function each, grouped by what they ask: where, what, who, which UN link, which procedure.

A rule takes the situation, the directory and its parameters and returns a Finding, or None where it has nothing to say. It knows no
mechanism by name. Rules that a mechanism's TOML names under `[[rules]]` are in NAMED; the others follow from its fields. What a rule
finds may be remembered by the facts that it reads, where READS lists them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from alongside.directory.mechanism import Area
from alongside.plan.finding import Finding
from alongside.plan.rules import procedure, un_link, what, where, who

Rule = Callable[..., Finding | None]

NAMED: dict[str, Rule] = {
    rule.__name__: rule
    for rule in (
        what.company,
        what.detail_decides,
        what.ground,
        what.imminent_harm,
        what.state_involved,
        what.torture_shown,
        where.foreign_national,
        where.outside_own_country,
        who.deprived_of_liberty,
        who.disappearance_goes_on,
        who.disappeared,
        who.living,
        un_link.other_link,
        un_link.un_link,
        procedure.captured,
        procedure.exhaustion,
        procedure.same_matter,
        procedure.steps_taken,
        procedure.time_limit,
    )
}

# The facts that these rules read, and no others: the same values come again in the next plan, and with them the same findings.
# Only codes, States and the day of asking stand here; a rule that reads a date, a name or words of hers is asked every time.
READS: dict[Rule, tuple[str, ...]] = {
    procedure.at_most: ("as_of",),
    procedure.captured: ("as_of",),
    procedure.existence: ("as_of",),
    procedure.exhaustion: ("domestic_remedies", "harm_near"),
    procedure.route_status: ("as_of",),
    procedure.same_matter: ("pending_procedures", "past_procedures"),
    procedure.steps_taken: ("domestic_remedies", "harm_near"),
    what.company: ("perpetrator",),
    what.state_involved: ("perpetrator",),
    where.issuer: where.NAMED_STATES,
    who.beneficiary: ("victim_kind",),
}


def reads(rule: Rule, params: Mapping[str, object]) -> tuple[str, ...]:
    """The facts by which this rule's findings may be remembered; none where they may not."""
    area = params.get("area")
    return where.reads(area) if isinstance(area, Area) else READS.get(rule, ())
