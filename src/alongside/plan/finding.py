"""What a rule says about one test: it holds, cannot be told, speaks against the route, or fails; with the reason and the change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from alongside.directory.dates import Span


class Verdict:
    """Ordered by weight: the heaviest finding of a mechanism is its status. Plain numbers, because they are compared by the thousand."""

    HOLDS = 0
    UNKNOWN = 1
    WEAK = 2
    FAILS = 3


STATUS = ("open", "conditional", "not-advised", "closed")  # by verdict


@dataclass(slots=True)  # not frozen: three hundred are made a plan, and freezing trebles their cost
class Finding:
    """One test's outcome.

    `code` and `params` name the sentence `reason.<code>`; `question` the fact to find out (`question.<question>`); `change` the
    sentence `change.<change>` that says what would open the route. `source` is a key of the States' sources, an instrument with
    article, or empty: then the directory entry itself is the source. `dated` is the day up to which the fact is known.
    """

    verdict: int
    code: str
    params: Mapping[str, object] = field(default_factory=dict)
    question: str | None = None
    change: str | None = None
    source: str = ""
    instrument: str = ""
    dated: str | None = None
    confidence: str | None = None
    opens: bool = False  # a fact of this situation speaks for the route: without one, nothing is open
    # What every mechanism that uses the finding would otherwise work out again; `advice.weigh` fills it in.
    weight: int = 0
    doubt: int = 0
    day: Span | None = None
    act_before: str | None = None
    qualifies: bool = False  # any of the three above is said: most findings say none
    weighed: bool = False
    # What `present` has told of this finding, remembered as long as the finding itself is.
    made: dict[object, Any] = field(default_factory=dict, compare=False, repr=False)


def holds(code: str, *, source: str = "", instrument: str = "", dated: str | None = None, confidence: str | None = None,
          opens: bool = True, **params: object) -> Finding:  # fmt: skip
    """The test is met. `opens` False: it stands in nobody's way, but no fact of hers speaks for the route either."""
    return Finding(Verdict.HOLDS, code, params, None, None, source, instrument, dated, confidence, opens)


def unknown(code: str, question: str, *, source: str = "", instrument: str = "", dated: str | None = None,
            confidence: str | None = None, opens: bool = False, **params: object) -> Finding:  # fmt: skip
    """The test needs a fact that nobody told, or that no source settles."""
    return Finding(Verdict.UNKNOWN, code, params, question, None, source, instrument, dated, confidence, opens)


def weak(
    code: str, change: str, *, source: str = "", instrument: str = "", dated: str | None = None, **params: object
) -> Finding:
    """The route exists for her, and is not to be advised."""
    return Finding(Verdict.WEAK, code, params, None, change, source, instrument, dated)


def fails(code: str, change: str, *, source: str = "", instrument: str = "", dated: str | None = None,
          confidence: str | None = None, **params: object) -> Finding:  # fmt: skip
    """The body is not competent. `change` says what would make it so."""
    return Finding(Verdict.FAILS, code, params, None, change, source, instrument, dated, confidence)
