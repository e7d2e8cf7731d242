"""What: is the act, the group or the ground one that this body takes up, and is the harm grave enough for its urgent measures?"""

from __future__ import annotations

from functools import lru_cache

from alongside.directory import vocabulary
from alongside.directory.mechanism import Scope
from alongside.directory.reader import Directory
from alongside.plan.finding import Finding, fails, holds, unknown
from alongside.plan.rules.un_link import committees
from alongside.plan.situation import Situation

TORTURE = frozenset({"torture-ill-treatment", "sexual-violence", "death-in-custody", "solitary-confinement", "denial-of-medical-care",
                     "psychiatric-confinement", "incommunicado-detention", "extradition-removal", "deportation-visa"})  # fmt: skip
NO_IRREPARABLE_HARM = frozenset({"judicial-harassment", "travel-ban", "interrogation-summons", "smear-campaign", "asset-freeze-funding",
                                 "dismissal", "disbarment", "accreditation-denial", "access-denied-un", "restrictive-law",
                                 "ngo-deregistration", "self-censorship"})  # fmt: skip
ORDER = {code: number for number, code in enumerate(vocabulary.ACTS)}


def scope(situation: Situation, directory: Directory, what: Scope) -> Finding:
    """Whether a mandate takes up what was done: any act, one of its acts, or anything done to its group or on its ground.

    Each mandate's own resolution; the entry's sources name it.
    """
    if what.any_act:
        return _any_act(situation.act_codes)
    if not situation.act_codes.isdisjoint(what.act_codes):
        return _in_scope(situation.act_codes & what.act_codes)
    if what.categories and situation.categories and not situation.categories.isdisjoint(what.categories):
        return holds("group-in-scope", categories=tuple(sorted(situation.categories.intersection(what.categories))))
    if what.grounds and (grounds := set(situation.discrimination_grounds or ()).intersection(what.grounds)):
        return holds("ground-in-scope", grounds=tuple(sorted(grounds)))
    if what.categories and situation.categories is None:
        return unknown("group-unknown", "victim.categories", categories=what.categories)
    if what.grounds and situation.discrimination_grounds is None:
        return unknown("ground-unknown", "discrimination_grounds", grounds=what.grounds)
    return _outside(what)


def _any_act(acts: frozenset[str]) -> Finding:
    return holds("any-act", acts=_sorted(acts))


def _in_scope(acts: frozenset[str]) -> Finding:
    return holds("act-in-scope", acts=_sorted(acts))


# What a mandate takes is the same for everybody, so it is said once.
@lru_cache(maxsize=512)
def _outside(what: Scope) -> Finding:
    return fails("act-outside-scope", "scope", acts=what.acts, categories=what.categories, grounds=what.grounds)


def _sorted(acts: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted(acts, key=ORDER.__getitem__))


def ground(situation: Situation, directory: Directory, grounds: tuple[str, ...], instrument: str) -> Finding:
    """CEDAW and CERD need the ground itself: sex (CEDAW art. 1), race (ICERD art. 1). A woman victim alone is not enough."""
    told = situation.discrimination_grounds
    if told is None:
        return unknown("ground-unknown", "discrimination_grounds", instrument=instrument, grounds=grounds)
    matching = tuple(code for code in told if code in grounds)
    if matching:
        return holds("ground-in-scope", instrument=instrument, grounds=matching)
    return fails("ground-not-shown", "ground", instrument=instrument, grounds=grounds)


def torture_shown(situation: Situation, directory: Directory) -> Finding:
    """CAT art. 22 where torture or ill-treatment is shown or removal to it threatens (arts. 1, 3, 16).

    Also where the act answers cooperation with the Committee itself (art. 13; Views of November 2025 on four disbarred lawyers):
    conditional, a lawyer compares.
    """
    law = "CAT arts. 1, 3, 16, 22"
    matching = situation.act_codes & TORTURE
    if matching & {"torture-ill-treatment", "sexual-violence", "death-in-custody"}:
        return holds("torture-shown", instrument=law, acts=_sorted(matching))
    if any("CAT" in committees(contact) for contact in situation.un_cooperation or ()):
        return unknown("reprisal-for-committee", "lawyer", instrument="CAT art. 13", opens=True, committee="CAT")
    if matching:
        return unknown("torture-possible", "torture", instrument=law, acts=_sorted(matching))
    return fails("no-torture", "torture", instrument=law)


def imminent_harm(situation: Situation, directory: Directory, instrument: str) -> Finding:
    """Interim and precautionary measures need imminent irreparable harm to a living person.

    A charge, a fine or a missed flight alone is not enough, even where harm was ticked: then it stays a question.
    """
    date = situation.execution_or_removal_date
    if date is not None and date.last >= situation.as_of:
        return holds("execution-or-removal", instrument=instrument, date=str(date))
    if situation.irreparable_harm_imminent is not False and situation.act_codes <= NO_IRREPARABLE_HARM:
        return unknown("harm-not-from-acts", "harm-grave", instrument=instrument, acts=_sorted(situation.act_codes))
    if situation.irreparable_harm_imminent is None:
        return unknown("harm-unknown", "irreparable_harm_imminent", instrument=instrument)
    if not situation.irreparable_harm_imminent:
        return fails("no-imminent-harm", "imminent-harm", instrument=instrument)
    return holds("imminent-harm", instrument=instrument)


def company(situation: Situation, directory: Directory) -> Finding | None:
    """Contact points and the Working Group on business look at companies, not at States acting alone (OECD Guidelines).

    Where nobody is named, the State is meant (the vocabulary's default); only "not known" asks.
    """
    if situation.perpetrator == "company":
        return holds("company-involved")
    if situation.perpetrator == "unknown":
        return unknown("company-unknown", "perpetrator")
    return fails("no-company", "company")


def state_involved(situation: Situation, directory: Directory, instrument: str) -> Finding | None:
    """Torture and disappearance in law need a State that acts, supports or acquiesces (CAT art. 1, CED art. 2)."""
    if situation.perpetrator in ("company", "armed-group", "private"):
        return unknown("state-not-involved", "officials-involved", instrument=instrument)
    return None


def detail_decides(situation: Situation, directory: Directory, clear: tuple[str, ...], question: str) -> Finding | None:
    """A mandate that takes up an act only in some cases: threats if to kill, charges if under security law.

    `clear`: acts that need no further question.
    """
    if situation.act_codes.isdisjoint(clear):
        return unknown("depends-on-detail", question)
    return None
