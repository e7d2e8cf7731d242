"""Which files go to another desk: pictures with a yes to pictures, and a redacted copy only as its original might."""

from dataclasses import replace
from datetime import date

import pytest

from alongside.desk.submissions.referral import travelling
from alongside.desk.submissions.referral.travelling import Terms
from tests.desk.cases.telling import fact, person

HER, MONA = person("Amal Fictional"), person("Mona Hidden")
ALL, TODAY = frozenset(travelling.CHOSEN), date(2026, 11, 22)


def file(**told):
    given = {"file": "1" * 32, "sha256": "2" * 64, "size": 9, "arrived": "2026-11-20T00:00:00Z", "arrived_by": "a" * 32}
    return fact("evidence", **given | {"about": [HER.id], "cleaning": "nothing-to-clean"} | told)


def why(one, *facts, goes=(HER,), pictured=()):
    """Why a file stays; None where it goes."""
    ids = frozenset(her.id for her in goes)
    case = {one.id: one for one in (HER, MONA, one, *facts)}
    terms = Terms(ids, ids, {MONA.id: "refused"}, ALL, TODAY, frozenset(her.id for her in pictured))
    found = next(line for line in travelling.part(case, terms) if line.fact.id == one.id)
    return None if found.goes else found.why


@pytest.mark.parametrize("kind", ["jpeg", "mp4", "mp3", "image/x-raw"])
def test_a_picture_a_film_and_a_sound_of_her_need_her_yes_to_that(kind):
    assert why(file(type=kind)) == "photo"
    assert why(file(type=kind), pictured=[HER]) is None
    assert why(file(type=kind, copy_of="9" * 32)) is None


def test_a_paper_needs_no_yes_to_pictures():
    assert why(file(type="pdf")) is None


def test_a_film_of_two_needs_both():
    both = file(type="mp4", about=[HER.id, MONA.id])
    assert why(both, goes=[HER, MONA], pictured=[HER]) == "photo"
    assert why(both, goes=[HER, MONA], pictured=[HER, MONA]) is None


def test_a_redacted_copy_stays_with_the_source_and_the_secrecy_of_its_original():
    original = file(type="jpeg", source=MONA.id)
    copy = file(type="jpeg", copy_of=original.id)
    assert why(copy, original) == "source"
    assert why(file(copy_of=copy.id), copy, original) == "source"
    assert why(copy, replace(original, source=None, confidential=True)) == "confidential"
    secret = fact("act", code="threats", victims=[HER.id], confidential=True)
    assert why(copy, replace(original, source=None, about=(secret.id,)), secret) == "confidential"
    assert why(file(about=[HER.id, secret.id]), secret) == "confidential"
    assert why(copy, replace(original, source=None)) is None


def test_a_redacted_copy_is_about_whom_it_says_and_else_about_whom_its_original_is():
    original = file(type="jpeg", about=[HER.id, MONA.id])
    assert why(file(copy_of=original.id), original) is None
    assert why(file(copy_of=original.id, about=[]), original) == "refused"


def test_a_file_about_an_event_is_about_those_to_whom_something_was_done_in_it():
    event = fact("event", title="The march")
    hers, monas = (fact("act", code="threats", event=event.id, victims=[one.id]) for one in (HER, MONA))
    one = file(about=[HER.id, event.id])
    assert why(one, event, hers) is None
    assert why(one, event, hers, monas) == "refused"
