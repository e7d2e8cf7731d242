"""The risk self-assessment: a person's own ticks in, a level with its reasons and advice out.

Pure rules: no clock, no input or output, nothing kept. There is no score. The known formula (risk is threats times
vulnerabilities, divided by capacities) only orders the thinking; the manuals name a level and talk about it.

Sources, by the mark used below; wording marked "check" was not read on the page itself:
[FLD]  Front Line Defenders, protection manual, http://www.frontlinedefenders.org/node/547
[PL]   Protection International, http://www.protectionline.org/Capacities.html
[ODP]  Open Briefing, defenders' protocol, https://openbriefing.gitbook.io/defenders-protocol/security
[ISM]  Integrated Security manual, https://integratedsecuritymanual.org (exercise on threats and risk)
[NPM]  New Protection Manual, 2009: five steps of threat analysis and its table of indicators (check)
[OWN]  our own suggestion, not a published norm
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

Level = Literal["low", "moderate", "high", "acute"]

LEVELS: Final[tuple[Level, ...]] = ("low", "moderate", "high", "acute")
ANSWERS: Final = ("yes", "no", "unknown")

#: Danger that comes from others. The order is the order of asking: the most urgent first.
THREATS: Final = (
    "happening-now",
    "direct-threat",
    "family-threatened",
    "actor-able",
    "threat-growing",
    "incidents",
    "legal-step",
    "smear",
    "others-attacked",
    "dangerous-place",
)
#: Each vulnerability (exposure, not weakness [ODP]) beside the capacity that answers it: one item seen from two sides
#: [PL]. Which answers which is [OWN].
PAIRS: Final = {
    "within-reach": "way-out",
    "publicly-linked": "community-support",
    "papers-weak": "lawyer-ready",
    "sensitive-data": "data-protected",
    "alone": "check-ins",
    "exhausted": "rest-and-support",
    "dependants": "family-prepared",
    "targeted-identity": "fast-contacts",
    "hard-to-leave": "means",
}
VULNERABILITIES: Final = tuple(PAIRS)
CAPACITIES: Final = tuple(PAIRS.values())
#: "What I am ready to bear", asked before the result is shown [ISM].
THRESHOLDS: Final = ("low", "some", "high", "unknown")

REASONS: Final = (
    "attack-now",
    "clear-threat",
    "worse-reading",
    "danger-growing",
    "signs",
    "exposed",
    "open-weak-point",
    "capacity-too-slow",
    "unknown-threat",
    "not-exposed",
    "no-threat-seen",
    "above-threshold",
    "threshold-unknown",
)
ADVICE: Final = (
    "get-help-now",
    "stand-back",
    "tell-someone",
    "reduce-exposure",
    "do-not-go-alone",
    "ask-first",
    "build-capacity",
    "reassess-on",
)

#: Threats aimed at her or hers by name.
_CLEAR: Final = ("direct-threat", "family-threatened")
#: Things that show interest in her before, or without, a threat [NPM].
_SIGNS: Final = ("incidents", "legal-step", "smear")
#: Danger around her, and the exposure without which it is not hers.
_AROUND: Final = {"others-attacked": "publicly-linked", "dangerous-place": "within-reach"}
#: The highest level each threshold still bears. Nobody is told to bear an acute danger.
_BEARS: Final[dict[str, Level]] = {"low": "low", "some": "moderate", "high": "high", "unknown": "low"}


@dataclass(frozen=True)
class Assessment:
    """The result: a level, why, and what to think about next.

    `reasons` and `advice` are codes in the order of REASONS and ADVICE. `weak_points` are the vulnerabilities that no
    capacity answers yet; `to_ask` are the questions still unknown, in the order of asking. It is never a promise.
    """

    level: Level
    reasons: tuple[str, ...]
    advice: tuple[str, ...]
    weak_points: tuple[str, ...]
    to_ask: tuple[str, ...]


def answer(answers: Mapping[str, str], code: str) -> str:
    """The answer to one question; absent or unreadable is "unknown", so that a lost field never calms anyone [OWN]."""
    given = answers.get(code, "unknown")
    return given if given in ANSWERS else "unknown"


def threshold(answers: Mapping[str, str]) -> str:
    """What the person is ready to bear; absent or unreadable is "unknown". Only she can set it [ISM]."""
    given = answers.get("threshold", "unknown")
    return given if given in THRESHOLDS else "unknown"


def weak_points(answers: Mapping[str, str]) -> tuple[str, ...]:
    """Vulnerabilities she named and no capacity answers. An unknown capacity is not relied on [PL, OWN]."""
    return tuple(
        code for code, capacity in PAIRS.items() if answer(answers, code) == "yes" and answer(answers, capacity) != "yes"
    )


def attack_now(answers: Mapping[str, str]) -> bool:
    """Somebody is being attacked, taken or hunted now: acute, whatever else was answered [OWN]."""
    return answer(answers, "happening-now") == "yes"


def clear_threat(answers: Mapping[str, str]) -> bool:
    """A threat aimed at her or her family needs a response now: networks, a political answer, out of reach.

    Building capacity is too slow for it, so no capacity lowers it: new door locks do not answer a death threat [FLD].
    The private side counts like the public one [ISM].
    """
    return any(answer(answers, code) == "yes" for code in _CLEAR)


def worse_reading(answers: Mapping[str, str]) -> bool:
    """A clear threat is acute unless those behind it are known to be unable: in doubt, plan for the worse [NPM]."""
    return clear_threat(answers) and answer(answers, "actor-able") != "no"


def signs(answers: Mapping[str, str]) -> bool:
    """Incidents, legal steps and smears show interest, often before any threat is spoken [NPM]."""
    return any(answer(answers, code) == "yes" for code in _SIGNS)


def growing(answers: Mapping[str, str]) -> bool:
    """The pattern: more often, more exact, nearer, new means. It lifts a present danger by one level [NPM, OWN]."""
    return answer(answers, "threat-growing") == "yes" and (clear_threat(answers) or signs(answers))


def exposed(answers: Mapping[str, str]) -> bool:
    """Danger around her that can reach her. If she does not know, it counts as if it could [ODP, OWN]."""
    return any(answer(answers, t) == "yes" and answer(answers, v) != "no" for t, v in _AROUND.items())


def not_exposed(answers: Mapping[str, str]) -> bool:
    """A threat she is not exposed to is not her risk [ODP]. Only a plain "no" to the exposure sets it aside."""
    return any(answer(answers, t) == "yes" and answer(answers, v) == "no" for t, v in _AROUND.items())


def unknown_threat(answers: Mapping[str, str]) -> bool:
    """Unknown counts towards caution, never towards calm: it alone already rules out "low" [OWN]."""
    plain = ("happening-now", *_CLEAR, *_SIGNS)
    return any(answer(answers, code) == "unknown" for code in plain) or any(
        answer(answers, t) == "unknown" and answer(answers, v) != "no" for t, v in _AROUND.items()
    )


def level_of(answers: Mapping[str, str]) -> Level:
    """The level, by the first rule that speaks. A danger that meets an open weak point is high [FLD, OWN].

    Capacities speak only there: they close weak points; they never cancel a threat, because what lowers exposure alone
    leaves the will to attack where it was [FLD].
    """
    if attack_now(answers) or worse_reading(answers) or (clear_threat(answers) and growing(answers)):
        return "acute"
    present = signs(answers) or exposed(answers)
    if clear_threat(answers) or growing(answers) or (present and weak_points(answers)):
        return "high"
    return "moderate" if present or unknown_threat(answers) else "low"


def above_threshold(answers: Mapping[str, str]) -> bool:
    """The level is more than she is ready to bear: standing back is then a full and valid result [ISM, OWN].

    A threshold she does not know yet is read as low, so that nobody is pushed forward by an empty field.
    """
    return LEVELS.index(level_of(answers)) > LEVELS.index(_BEARS[threshold(answers)])


def _reasons(answers: Mapping[str, str]) -> tuple[str, ...]:
    urgent = attack_now(answers) or clear_threat(answers)
    seen = urgent or signs(answers) or exposed(answers)
    holds = {
        "attack-now": attack_now(answers),
        "clear-threat": clear_threat(answers),
        "worse-reading": worse_reading(answers) and answer(answers, "actor-able") == "unknown",
        "danger-growing": growing(answers),
        "signs": signs(answers),
        "exposed": exposed(answers),
        "open-weak-point": seen and bool(weak_points(answers)),
        "capacity-too-slow": urgent,
        "unknown-threat": unknown_threat(answers),
        "not-exposed": not_exposed(answers),
        "no-threat-seen": not seen,
        "above-threshold": above_threshold(answers),
        "threshold-unknown": threshold(answers) == "unknown",
    }
    return tuple(code for code in REASONS if holds[code])


def assess(answers: Mapping[str, str]) -> Assessment:
    """Answers by code ("yes", "no", "unknown"; and "threshold") to an assessment. Codes of other forms are ignored.

    Advice is offered, never ordered. Risk moves with time, place and people, so "reassess-on" always stands last [FLD].
    """
    level = level_of(answers)
    weak = weak_points(answers)
    urgent = attack_now(answers) or clear_threat(answers)
    to_ask = tuple(c for c in (*THREATS, *VULNERABILITIES, *CAPACITIES) if answer(answers, c) == "unknown")
    if threshold(answers) == "unknown":
        to_ask = (*to_ask, "threshold")
    fits = {
        "get-help-now": urgent or growing(answers),
        "stand-back": above_threshold(answers),
        "tell-someone": level != "low" or answer(answers, "check-ins") != "yes",
        "reduce-exposure": level in ("high", "acute"),
        "do-not-go-alone": level != "low" and answer(answers, "alone") != "no",
        "ask-first": bool(to_ask),
        "build-capacity": bool(weak) and not urgent,
        "reassess-on": True,
    }
    return Assessment(level, _reasons(answers), tuple(c for c in ADVICE if fits[c]), weak, to_ask)
