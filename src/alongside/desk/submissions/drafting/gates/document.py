"""The gates of the text itself: what the form asks for is there, nothing stands in it that may not, and a second person has read it."""

from __future__ import annotations

from collections.abc import Iterator

from alongside.desk.submissions.drafting.draft import Shown
from alongside.desk.submissions.drafting.form import SEEN
from alongside.desk.submissions.drafting.gates.gate import Gate
from alongside.desk.submissions.drafting.gates.leaving import LEFT_OUT, Leaving
from alongside.desk.submissions.drafting.lineage import is_secret
from alongside.facts import codes
from alongside.facts.evidence import Evidence
from alongside.facts.submissions import Approval

CLEAN = codes.CLEANING[:2]
USUAL = ("en", "es", "fr")  # where nobody knows what a body reads


def missing(leaving: Leaving) -> Iterator[Gate]:
    """What the form requires. Where nobody has read that it does, an empty field is asked about and holds nothing up."""
    empty = [one.field for one in leaving.drafted.shown if one.field.required and (one.state == LEFT_OUT or not one.text.strip())]
    sure = tuple(one.key for one in empty if one.basis == SEEN)
    unsure = tuple(one.key for one in empty if one.basis != SEEN)
    yield Gate("missing", "ask" if sure else "open", "officer", sure)
    if unsure:
        yield leaving.asks("missing-unsure", "ask", "officer", unsure)


def forbidden(leaving: Leaving) -> Iterator[Gate]:
    """A typed text in which somebody stands who may not leave."""
    found = _keys([one for one in leaving.shown() if one.forbidden])
    yield Gate("forbidden", "shut" if found else "open", "officer", found)


def changed(leaving: Leaving) -> Iterator[Gate]:
    """A typed text whose facts have changed since: whoever wrote it reads it again and keeps it anew."""
    found = _keys([one for one in leaving.shown() if one.state == "changed"])
    if found:
        yield Gate("changed", "ask", "officer", found)


def too_long(leaving: Leaving) -> Iterator[Gate]:
    """A web form cuts off what is too long, in the middle of a sentence."""
    found = _keys([one for one in leaving.shown() if one.field.limit is not None and len(one.text) > one.field.limit])
    if found:
        yield leaving.asks("too-long", "ask", "officer", found)


def too_many_pages(leaving: Leaving) -> Iterator[Gate]:
    """More pages than the body reads."""
    most = leaving.form.pages
    if most is not None and leaving.pages is not None and leaving.pages > most:
        yield leaving.asks("too-many-pages", "ask", "officer", params=(("pages", str(leaving.pages)), ("most", str(most))))


def unsure_form(leaving: Leaving) -> Iterator[Gate]:
    """A form, or a field of it, that nobody has seen: to be compared with the live one."""
    if leaving.form.unsure:
        yield leaving.asks("unsure-form", "ask", "officer")


def language(leaving: Leaving) -> Iterator[Gate]:
    """A language that the body is not known to read. Where nobody knows, three are taken for read."""
    taken = (leaving.mechanism.languages or USUAL) if leaving.mechanism else leaving.form.languages
    if leaving.draft.lang not in taken:
        yield leaving.asks("language", "ask", "officer")


def per_person(leaving: Leaving) -> Iterator[Gate]:
    """One form for each person."""
    if leaving.form.per_person:
        many = len(leaving.draft.persons) > 1
        yield Gate("per-person", "shut" if many else "open", "officer", leaving.draft.persons if many else ())


def annexes(leaving: Leaving) -> Iterator[Gate]:
    """Only what was cleaned, or had nothing to clean, leaves; nothing that is confidential, or whose original or matter is; and nothing
    that is no longer there."""
    held = {one.id: one for one in leaving.all_of(Evidence)}
    here = [held[id_] for id_ in leaving.draft.annexes if id_ in held]
    found = {
        "annex-gone": tuple(id_ for id_ in leaving.draft.annexes if id_ not in held),
        "annex-confidential": tuple(one.id for one in here if is_secret(one, leaving.naming.facts)),
        "annex-uncleaned": tuple(one.id for one in here if not _clean(one)),
    }
    for code, ids in found.items():
        if ids:
            yield Gate(code, "shut", "officer", ids)


def second_person(leaving: Leaving) -> Iterator[Gate]:
    """Somebody other than who sends it has read this very document and agrees, where the form or the desk asks so."""
    if leaving.form.second_person or leaving.second_required:
        yes = any(
            one.draft == leaving.draft.id and one.document == leaving.document and one.by != leaving.by
            for one in leaving.all_of(Approval)
        )
        yield Gate("second-person", "open" if yes else "ask", "second")


def _keys(shown: list[Shown]) -> tuple[str, ...]:
    return tuple(one.field.key for one in shown)


def _clean(one: Evidence) -> bool:
    return one.cleaning in CLEAN and (one.cleaning != "cleaned" or one.cleaned_file is not None)


RULES = (missing, forbidden, changed, too_long, too_many_pages, unsure_form, language, per_person, annexes, second_person)
