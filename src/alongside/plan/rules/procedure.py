"""Which procedure: does the route exist and run on that day, are remedies and limits met, is the matter elsewhere already?"""

from __future__ import annotations

from datetime import date

from alongside.directory import dates
from alongside.directory.dates import Span
from alongside.directory.reader import Directory
from alongside.plan.finding import Finding, fails, holds, unknown, weak
from alongside.plan.situation import Situation


def existence(situation: Situation, directory: Directory, since: Span | None, until: Span | None) -> Finding | None:
    """A route exists from its founding resolution or instrument until it was ended; a plan for 2014 offers no office of 2016."""
    if since is not None:
        early = dates.before(situation.today, since)
        if early:
            return fails("not-yet-existing", "never", since=str(since))
        if early is None:
            return unknown("founded-about-then", "exists", since=str(since))
    if until is not None and dates.before(situation.today, until) is not True:
        return fails("no-longer-existing", "renewed", until=str(until))
    return None


def route_status(situation: Situation, directory: Directory, status: str, since: Span | None) -> Finding | None:
    """Inactive and unverified routes never count as open; unverified ones are asked today whether they still work."""
    if since is not None and dates.before(situation.today, since) is True:
        return None
    if status == "unverified":
        return unknown("unverified", "still-works")
    if status == "closed":
        return fails("route-closed", "reopened", since=str(since or ""))
    return weak("route-inactive", "reopened", status=status, since=str(since or ""))


def at_most(situation: Situation, directory: Directory, level: str) -> Finding:
    """What the operator decides on facts that no situation holds stays a question; a body without remedies is not advised."""
    if level == "conditional":
        return unknown("operator-decides", "own")
    return weak("weak-route", "own")


def exhaustion(situation: Situation, directory: Directory, instrument: str, interim: bool = False) -> Finding | None:
    """Petitions come after remedies at home, unless these are unavailable, ineffective or unduly prolonged.

    `interim`: the body can order interim measures, and then "nothing tried" is no reason to wait while harm is near.
    ICCPR-OP1 art. 5(2)(b), CAT art. 22(5)(b), CEDAW-OP art. 4(1), ECHR art. 35(1), ACHR art. 46, ACHPR art. 56(5).
    """
    remedies = situation.domestic_remedies
    if remedies in ("exhausted", "unavailable"):
        return holds(f"remedies-{remedies}", opens=False, instrument=instrument)
    if remedies == "none-tried" and interim and situation.harm_near:
        return unknown("steps-none", "futility", instrument=instrument)
    if remedies == "none-tried":
        return weak("remedies-none-tried", "remedies", instrument=instrument)
    if remedies == "pending":
        return unknown("remedies-pending", "remedies-prolonged", instrument=instrument)
    return unknown("remedies-unknown", "domestic_remedies", instrument=instrument)


def steps_taken(situation: Situation, directory: Directory, instrument: str) -> Finding | None:
    """Interim measures need no completed exhaustion, but steps taken at home or their futility shown."""
    if situation.domestic_remedies in ("exhausted", "unavailable", "pending"):
        return None
    if situation.domestic_remedies == "none-tried":
        return unknown("steps-none", "futility", instrument=instrument)
    return unknown("remedies-unknown", "domestic_remedies", instrument=instrument)


def time_limit(situation: Situation, directory: Directory, instrument: str, months: int, start: str, before: str = "",
               months_before: int = 0, strict: bool = False) -> Finding | None:  # fmt: skip
    """The limit for filing, counted from the final decision at home or from the act. Past it the route is shut.

    Where no remedy existed, the limit for decisions runs from the act. `strict`: an act that goes on does not stop the clock
    (EACJ, EAC Treaty art. 30(2); to be confirmed by a lawyer). `before` and `months_before`: the older limit for decisions
    earlier than that day (ECHR art. 35(1): six months until 31 January 2022, four from 1 February 2022, Protocol No. 15
    arts. 4 and 8(3)).
    """
    from_act = start == "act" or situation.domestic_remedies == "unavailable"
    day = situation.happened if from_act else situation.final_domestic_decision_date
    question = "facts_date" if from_act else "final_domestic_decision_date"
    if day is None:
        if not from_act and situation.domestic_remedies in ("none-tried", "pending"):
            return None  # the clock has not started
        return unknown("limit-start-unknown", question, instrument=instrument, months=months)
    if before and day.last < date.fromisoformat(before):
        months = months_before
    end = dates.add_months(day.last, months)
    if end < situation.as_of:
        if from_act and not strict and (situation.detained_now or any(act.continuing for act in situation.acts)):
            return unknown("limit-continuing", "continuing", instrument=instrument, months=months)
        return fails("time-limit-passed", "limit", instrument=instrument, months=months, day=str(end))
    if dates.add_months(day.first, months) < situation.as_of:
        return unknown("limit-unclear", question, instrument=instrument, months=months)
    return holds("within-limit", opens=False, instrument=instrument, months=months,
                 act_before=dates.add_months(day.first, months).isoformat())  # fmt: skip


def same_matter(
    situation: Situation, directory: Directory, own: str, bars: tuple[str, ...], mode: str, instrument: str
) -> Finding | None:
    """The same person's same facts before another international body.

    `pending`: barred only while it is examined (ICCPR-OP1 art. 5(2)(a)). `ever`: also once it has been (CAT 22(5)(a), CEDAW-OP
    4(2)(a), CRPD-OP 2(c), ICESCR-OP 3(2)(c), CRC-OPIC 7(d), ECHR 35(2)(b)). `counsel`: ask a lawyer first (WGAD's regular
    procedure). Urgent appeals, UPR, the reprisals report and precautionary measures never bar: they are in nobody's `bars`.
    """
    pending, past = situation.pending_procedures, situation.past_procedures
    if own in (pending or ()):
        return holds("already-before-it", opens=False)
    now = [id_ for id_ in pending or () if id_ in bars]
    ever = [id_ for id_ in past or () if id_ in bars] if mode == "ever" else []
    if (now or ever) and mode == "counsel":
        return unknown("same-matter-counsel", "lawyer", instrument=instrument, mechanisms=tuple(now))
    if now:
        return fails("same-matter-pending", "other-ends", instrument=instrument, mechanisms=tuple(now))
    if ever:
        return fails("same-matter-examined", "never", instrument=instrument, mechanisms=tuple(ever))
    if pending is None or (mode == "ever" and past is None):
        return unknown("same-matter-unknown", "pending_procedures", instrument=instrument)
    return None


def captured(situation: Situation, directory: Directory) -> Finding:
    """National mechanisms, national institutions and police may be the attacker: never open before she has said otherwise."""
    return unknown("may-be-linked", "linked-to-attacker")
