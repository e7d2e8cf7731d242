"""Which UN link: was she, a relative or someone she helped in contact with the UN, and with which body, before it happened?"""

from __future__ import annotations

import re

from alongside.directory import dates
from alongside.directory.reader import Directory
from alongside.plan.finding import Finding, fails, holds, unknown
from alongside.plan.situation import Cooperation, Situation

RESOLUTION = "HRC resolution 12/2, para. 1"


def un_link(situation: Situation, directory: Directory, bodies: tuple[str, ...] = (), which: tuple[str, ...] = ()) -> Finding:
    """The reprisals mechanisms need cooperation with the UN, done, tried, planned or presumed, by her or by those around her.

    HRC resolution 12/2 para. 1 (a) to (d) protects helpers and relatives too. Contact only after every act is no cause of it.
    `bodies` narrows the link to those bodies, `which` to those committees or mandates.
    """
    contacts = situation.un_cooperation
    if contacts is None:
        return unknown("un-link-unknown", "un_cooperation", instrument=RESOLUTION)
    if not contacts:
        return fails("no-un-link", "un-link", instrument=RESOLUTION)
    earlier = [contact for contact in contacts if not _only_afterwards(situation, contact)]
    if not earlier:
        return fails("contact-after-act", "un-link-earlier", instrument=RESOLUTION)
    fitting = [contact for contact in earlier if not bodies or contact.body in bodies]
    if fitting and which:
        named = [contact for contact in fitting if not committees(contact).isdisjoint(which)]
        if not named and any(not committees(contact) for contact in fitting):
            return unknown("committee-not-understood", "committee", instrument=RESOLUTION)
        fitting = named
    if fitting:
        return holds("un-link", instrument=RESOLUTION, bodies=tuple(dict.fromkeys(contact.body for contact in fitting)))
    if any(contact.body in ("un-unspecified", "un-other") for contact in earlier):
        return unknown("un-body-unknown", "un-body", instrument=RESOLUTION, bodies=bodies)
    return fails("other-un-body", "un-link-with", instrument=RESOLUTION, bodies=bodies)


NAMES = {
    "CCPR": ("human rights committee", "hrctte", "hrcttee", "iccpr"),
    "CAT": ("committee against torture",),
    "CEDAW": ("committee on the elimination of discrimination against women", "discrimination against women"),
    "CERD": ("committee on the elimination of racial discrimination", "icerd"),
    "CESCR": ("committee on economic, social and cultural rights", "icescr"),
    "CRC": ("committee on the rights of the child",),
    "CRPD": ("committee on the rights of persons with disabilities",),
    "CED": ("committee on enforced disappearances",),
    "CMW": ("committee on migrant workers",),
    "SPT": ("subcommittee on prevention of torture", "subcommittee on torture", "opcat"),
    "WGEID": ("working group on enforced or involuntary disappearances", "enforced or involuntary disappearances", "gtdfi"),
    "WGAD": ("working group on arbitrary detention", "arbitrary detention", "gtda"),
}
_WORDS = re.compile(r"[^\W\d_]+")


def committees(contact: Cooperation) -> frozenset[str]:
    """The committees and working groups meant by what somebody wrote in `which`; empty where it is not understood.

    People write "CAT, CEDAW", "the SPT" or a full name. What is not understood must stay a question: taken as another body it
    would close the route.
    """
    text = (contact.which or "").casefold()
    if not text:
        return frozenset()
    words = set(_WORDS.findall(text))
    return frozenset(code for code, names in NAMES.items() if code.casefold() in words or any(name in text for name in names))


def _only_afterwards(situation: Situation, contact: Cooperation) -> bool:
    """Contact with a date after every act, and neither planned nor presumed before, cannot be what was punished."""
    if contact.form in ("planned", "presumed") or contact.date is None or _acts_go_on(situation):
        return False
    days = [act.until or act.date or situation.happened for act in situation.acts]
    return all(day is not None and dates.before(day, contact.date) is True for day in days)


def _acts_go_on(situation: Situation) -> bool:
    return bool(situation.detained_now or situation.missing_now) or any(act.continuing for act in situation.acts)


def other_link(situation: Situation, directory: Directory, body: str) -> Finding:
    """African and European reprisals files need contact with their own body (ACHPR resolution 196; CoE Secretary General's procedure)."""
    told = situation.other_cooperation
    if told is None:
        return unknown("other-link-unknown", "other_cooperation", body=body)
    if body in told:
        return holds("other-link", body=body)
    return fails("no-other-link", "other-link", body=body)
