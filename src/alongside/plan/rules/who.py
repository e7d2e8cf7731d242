"""Who: whom a route serves, dead or alive, held, missing, of which group."""

from __future__ import annotations

from functools import lru_cache

from alongside.directory import dates
from alongside.directory.reader import Directory
from alongside.plan.finding import Finding, fails, holds, unknown, weak
from alongside.plan.rules.un_link import committees
from alongside.plan.situation import Situation

# Told "not held", people may still sit under house arrest or in a closed ward.
CONFINED = frozenset({"house-arrest", "psychiatric-confinement"})
DETENTION = frozenset(
    {"arrest-detention", "incommunicado-detention", "house-arrest", "solitary-confinement", "psychiatric-confinement"}
)
VANISHED = frozenset({"enforced-disappearance", "incommunicado-detention", "abduction"})


def beneficiary(situation: Situation, directory: Directory, kinds: tuple[str, ...]) -> Finding | None:
    """Who may be victim is one field, who may file another. A group's members may be helped where the group itself cannot."""
    kind = situation.victim_kind
    if kind is None or kind in kinds:
        return None if kind or "individual" in kinds else unknown("organisation-applies", "organisation-found")
    if kind == "individual":
        return unknown("organisation-applies", "organisation-found", kinds=kinds)
    return unknown("for-each-person", "each-person", kind=kind, kinds=kinds)


def category(situation: Situation, directory: Directory, wanted: tuple[str, ...]) -> Finding:
    """Routes kept for a group: journalists' funds, the parliamentarians' committee, CRPD and CRC by status of the person."""
    if "child" in wanted and situation.victim_age is not None and situation.victim_age < 18:  # CRC art. 1
        return holds("group-served", categories=("child",))
    if situation.categories is None:
        return unknown("group-unknown", "victim.categories", categories=wanted)
    matching = tuple(code for code in wanted if code in situation.categories)
    if matching:
        return holds("group-served", categories=matching)
    return _not_served(wanted)


@lru_cache(maxsize=256)
def _not_served(wanted: tuple[str, ...]) -> Finding:
    """The same for everybody who is not of these groups, so made once."""
    return fails("group-not-served", "group", categories=wanted)


def living(situation: Situation, directory: Directory, families: bool = False) -> Finding | None:
    """Nothing interim for the dead, every urgent route for the living who are threatened: decided person by person.

    `families`: the route also helps those whom the dead leave behind; it stays open, behind what is for the living.
    """
    alive = [person for person in situation.persons or () if person.alive is not False]
    if situation.deceased is False:
        return None
    if situation.deceased is None:
        if situation.persons and not alive:
            return fails("nobody-alive", "living-relatives")
        return None if families else unknown("life-unknown", "deceased")
    if families:
        return holds("for-the-family", opens=False)
    others = any(person.role != "harmed" for person in alive) or bool(set(situation.targets or ()) - {"self"})
    if others:
        return unknown("for-the-living", "who-is-threatened")
    return fails("nobody-alive", "living-relatives")


def deprived_of_liberty(situation: Situation, directory: Directory) -> Finding:
    """WGAD takes people deprived of liberty; past detention only exceptionally (Methods of work, A/HRC/36/38)."""
    law = "WGAD methods of work (A/HRC/36/38)"
    if situation.deceased:
        return fails("nobody-alive", "never", instrument=law)
    if situation.detained_now:
        return holds("held-now", instrument=law)
    if situation.detained_now is None and situation.released_on is None:
        told = situation.act_codes & DETENTION
        return unknown("detention-unknown", "detained_now", instrument=law, opens=bool(told))
    if situation.released_on is None and any(act.code in CONFINED and act.until is None for act in situation.acts):
        return unknown("confined-elsewhere", "detained_now", instrument=law, opens=True)
    if situation.act_codes & DETENTION or situation.released_on:
        return weak("released", "held-again", instrument=law)
    return fails("not-held", "held", instrument=law)


def disappeared(situation: Situation, directory: Directory) -> Finding:
    """WGEID takes persons whose fate or place is unknown; the urgent procedure for three months, then the standard one.

    It also sends prompt-intervention letters for those who suffer for working on disappearances or with it (Methods of work,
    A/HRC/WGEID/102/2), whatever happened to them.
    """
    law = "WGEID methods of work (A/HRC/WGEID/102/2)"
    if situation.missing_now:
        if _months_since(situation, 3):
            return holds("missing-standard-procedure", instrument=law, missing_since=str(situation.missing_since))
        return holds("missing-now", instrument=law)
    if any("WGEID" in committees(contact) for contact in situation.un_cooperation or ()):
        return unknown("prompt-intervention", "works-on-disappearances", instrument=law, opens=True)
    if situation.missing_now is None and not situation.deceased:
        return unknown("missing-unknown", "missing_now", instrument=law, opens=bool(situation.act_codes & VANISHED))
    return fails("not-missing", "missing", instrument=law)


def disappearance_goes_on(situation: Situation, directory: Directory) -> Finding:
    """CED art. 30 requests are for persons still disappeared; art. 35 limits them to disappearances after entry into force."""
    law = "CED arts. 30, 35"
    if situation.missing_now:
        return holds("missing-now", instrument=law)
    if situation.missing_now is None and not situation.deceased:
        return unknown("missing-unknown", "missing_now", instrument=law, opens=bool(situation.act_codes & VANISHED))
    return fails("not-missing", "missing", instrument=law)


def _months_since(situation: Situation, months: int) -> bool:
    since = situation.missing_since
    return since is not None and dates.add_months(since.last, months) < situation.as_of
