"""The rules, one small function each, grouped by what they ask: where, what, who, which UN link, which procedure.

A rule takes the situation, the directory and its parameters and returns a Finding, or None where it has nothing to say. It knows no
mechanism by name. Rules that a mechanism's TOML names under `[[rules]]` are in NAMED; the others follow from its fields.
"""

from __future__ import annotations

from collections.abc import Callable

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
