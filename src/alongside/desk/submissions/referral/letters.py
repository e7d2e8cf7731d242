"""What one package of a referral says: a letter (a `Referral` with one step) before the facts that travel with it. Data in, data out."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import uuid4

from alongside.desk.cases.exporting.arriving import Came, Whole
from alongside.desk.cases.exporting.partners import recipient_of
from alongside.facts.consent import Consent
from alongside.facts.fact import Fact
from alongside.facts.plain import from_plain
from alongside.facts.problems import BadFact
from alongside.facts.publicity import Referral, ReferralStep
from alongside.vault.persons import Card

REFERS, ANSWERS, UPDATES, WITHDRAWS, REPORTS = "referral", "answer", "update", "withdrawal", "report"
TO_WHOM = {ANSWERS: "out", REPORTS: "out", UPDATES: "in", WITHDRAWS: "in"}  # in which referrals of ours a message can come


class NotALetter(ValueError):
    """It is no message of a referral that can be taken here. `code`: one sentence each in the catalogue."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Letter:
    """One message as it came: the letter, its one step, who sent it, the digest of its package, and the facts beside it."""

    said: Referral
    step: ReferralStep
    sender: Card
    digest: str
    came: Came = field(repr=False)

    @property
    def desk(self) -> str:
        """The desk that it comes from, as a consent names it."""
        return recipient_of(self.sender)

    def facts(self) -> list[Fact]:
        """What came with it, as it was sent."""
        return [one for one in map(_fact, self.came.facts) if not isinstance(one, Referral)]

    def says_no(self) -> bool:
        """Whether it brings a no of any kind: somebody's own, or that something no longer goes."""
        no = any(isinstance(one, Consent) and one.answer != "agreed" for one in self.facts())
        return no or self.step.what == WITHDRAWS or bool(self.step.gone)


def written(
    reference: str,
    to: str,
    step: ReferralStep,
    *,
    persons: Iterable[str] = (),
    answer: str | None = None,
    withdrawn: str | None = None,
) -> Referral:
    """The letter for a desk (`to`, as a consent names it): nothing of our own record of the referral goes but this."""
    return Referral(
        id=uuid4().hex, revision=1, reference=reference, desk=to, way="out", since=step.at, persons=tuple(persons), answer=answer,
        withdrawn=withdrawn, steps=(step,),
    )  # fmt: skip


def read(whole: Whole, own: str) -> Letter:
    """The message in a package that was found whole and signed. `own`: this desk, as a consent names it. NotALetter."""
    if whole.told is None or len(whole.cases) != 1:
        raise NotALetter("not-a-letter")
    came = whole.cases[0]
    said = [one for one in map(_fact, came.facts) if isinstance(one, Referral)]
    if len(said) != 1 or len(said[0].steps) != 1:
        raise NotALetter("not-a-letter")
    if recipient_of(whole.told.sender) == own:
        raise NotALetter("own-desk")
    if said[0].desk != own:
        raise NotALetter("other-desk")
    return Letter(said[0], said[0].steps[0], whole.told.sender, whole.digest, came)


def must_fit(letter: Letter, ours: Referral | None) -> Referral:
    """Our record of the referral that a message is about. NotALetter where it is about none, comes from another desk than that one, goes
    the wrong way, was taken before, or is older than what was taken since and no withdrawal."""
    if letter.step.what == REFERS:
        raise NotALetter("new-case")
    if ours is None:
        raise NotALetter("another-case")
    if letter.desk != ours.desk or TO_WHOM[letter.step.what] != ours.way:
        raise NotALetter("wrong-desk")
    came = [one for one in ours.steps if one.way == "in"]
    if any(one.digest == letter.digest for one in ours.steps):
        raise NotALetter("before")
    # A withdrawal only takes away: it counts however late it was brought, and whatever clock it left under.
    if letter.step.what != WITHDRAWS and any(one.at > letter.step.at for one in came):
        raise NotALetter("older")
    if ours.withdrawn is not None and letter.step.what == UPDATES:
        raise NotALetter("withdrawn")
    return ours


def _fact(data: bytes) -> Fact:
    try:
        return from_plain(json.loads(data))
    except (ValueError, RecursionError, BadFact):
        raise NotALetter("not-a-letter") from None
