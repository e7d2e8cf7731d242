"""One route to protection, as coded facts: what it gives, to whom, where, on what terms, and how far each fact can be trusted.

Words about it (what it does, warnings, what to have ready) are in `data/text/<language>/`, so that each language is a file of
its own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from alongside.directory.dates import Span


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact was read. `dated` is the date of the source itself, as far as it gives one."""

    title: str
    url: str | None = None
    dated: str | None = None


@dataclass(frozen=True, slots=True)
class Channel:
    """One way to reach a mechanism. `value` None: no address was read, and none may be guessed. `legacy`: history, never an offer."""

    key: str
    type: str
    value: str | None
    confidence: str
    secure: str = "unknown"
    source: Source | None = None
    legacy: bool = False

    @property
    def confirmed(self) -> bool:
        """Whether the product may offer it without "check first"."""
        return self.value is not None and not self.legacy and self.confidence != "low"


@dataclass(frozen=True, slots=True)
class Area:
    """A set of States. `rule`: all, member (of `codes`, any or all of them), states (a list), unknown.

    `time` says which day counts: `facts` (residual facts before an exit stay examinable), `facts-and-filing` (filed before the
    exit as well), `filing` (the day of asking). `must_begin_after`: an act that began before the State was bound does not
    count however long it goes on (CED art. 35).
    """

    rule: str
    codes: tuple[str, ...] = ()
    every: bool = False
    states: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    time: str = "filing"
    about: str = "responsible"
    must_begin_after: bool = False


@dataclass(frozen=True, slots=True, eq=False)  # the reader gives equal scopes one object
class Scope:
    """What a mandate takes up: any act, or one of these acts, or anything done to one of these groups or on these grounds."""

    acts: tuple[str, ...] = ("any",)
    categories: tuple[str, ...] = ()
    grounds: tuple[str, ...] = ()
    act_codes: frozenset[str] = field(init=False)  # the same as a set: every plan asks which of her acts are among them
    any_act: bool = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "act_codes", frozenset(self.acts))
        object.__setattr__(self, "any_act", "any" in self.acts)


@dataclass(frozen=True, slots=True)
class RuleUse:
    """A rule of `plan` by name with its parameters, bound when the plan is made ready."""

    name: str
    params: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True, slots=True, eq=False)  # one object an entry: compared and hashed by identity, which is quick
class Mechanism:
    """One entry of the directory. Every code is of `vocabulary`; absent facts are None and mean unknown."""

    id: str
    kind: str
    provides: tuple[str, ...]
    scope: Scope
    at_risk_in: Area
    delivered_in: Area
    beneficiaries: tuple[str, ...]
    categories: tuple[str, ...]
    prefers: tuple[str, ...]
    who_files: tuple[str, ...]
    access: str
    languages: tuple[str, ...]
    horizon: str
    interim_horizon: str | None
    strength: int
    ease: int
    at_most: str
    discloses_to: tuple[str, ...]
    unnamed: str
    needs_consent: tuple[str, ...]
    asks_consent: tuple[str, ...]
    exile: str
    issuer: str | None
    status: str
    status_since: Span | None
    last_verified: Span | None
    since: Span | None
    until: Span | None
    confidence: str
    bars: tuple[str, ...]
    rules: tuple[RuleUse, ...]
    channels: tuple[Channel, ...]
    sources: tuple[Source, ...]
    info_url: str | None = None
    replies_within: tuple[tuple[str, int], ...] = field(default=())

    @property
    def best_channel(self) -> Channel | None:
        """The channel to offer: the first confirmed one, else the first with an address that is not history."""
        usable = [channel for channel in self.channels if channel.value and not channel.legacy]
        return next((channel for channel in usable if channel.confirmed), usable[0] if usable else None)
