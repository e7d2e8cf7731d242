"""Drafts and what was sent, as a browser walks them: chosen, filled, written, reviewed, agreed to, sent by hand, frozen."""

import re
from dataclasses import replace
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest

from alongside.desk.cases import history, store
from alongside.desk.cases.holding import NoCase
from alongside.desk.cases.models import Record
from alongside.desk.cases.store import Edit
from alongside.desk.people import clock
from alongside.desk.submissions.addresses import book
from alongside.desk.submissions.sending import choosing
from alongside.desk.submissions.sending import work as working
from alongside.facts.consent import Consent
from alongside.facts.fact import Fact
from alongside.facts.protection import PlanEntry
from alongside.facts.steps import Intervention
from alongside.facts.submissions import Approval, Draft, Submission
from tests.desk.cases.telling import fact, person
from tests.desk.cases.walking import Walk, text, walk
from tests.desk.making import login_client

LETTER = "sp-urgent-appeal|un-sr-human-rights-defenders"
UN = "class:un-special-procedure"


@pytest.fixture(autouse=True)
def _one_engine(sqlite, tmp_path):
    """What these pages ask of the database is tested on both engines in test_mail."""
    with sqlite.fresh(tmp_path):
        yield


def yes(her: Fact, recipient: str = UN, purpose: str = "send", by: str = "", **more: Any) -> Fact:
    told = {"person": her.id, "recipient": recipient, "purpose": purpose, "answer": "agreed", "date": "2026-11-20"}
    return fact("consent", **told, given_by=by or her.id, risks_explained=True, **more)


def told() -> Walk:
    """A case that knows enough for a letter; she agreed to be named to the State, her husband was not asked."""
    one = walk()
    act = fact(
        "act", code="travel-ban", victims=[one.her.id], date="2026-11-20", place="Cairo airport", description="Taken aside."
    )
    one.add(act, yes(one.her), yes(one.her, "responsible-state", "name"))
    return one


def begun(one: Walk, form: str = LETTER, **levels: str) -> Draft:
    """A draft of hers alone."""
    fields = {"form": form, "language": "en", f"level.{one.her.id}": "named", f"level.{one.husband.id}": "left-out", **levels}
    answer = one.send("submissions/new/", fields)
    assert answer.status_code == 303, text(answer)
    return one.of(Draft)[-1]


def page_of(one: Walk, draft: Draft, rest: str = "") -> str:
    return one.page(f"submissions/drafts/{draft.id}/{rest}")


def test_the_case_offers_what_its_plan_opens_and_a_button_begins_a_draft():
    one = told()
    page = one.page("submissions/")
    assert LETTER in page and "Nobody has written down yet how the desk signs" in page
    form = text(one.send("submissions/new/", {"start": "1", "form": LETTER}))
    assert "May be named to this recipient" in form and "Has not agreed" in form and not one.of(Draft)
    draft = begun(one)
    assert draft.persons == (one.her.id,) and draft.mechanism == "un-sr-human-rights-defenders"
    shown = page_of(one, draft)
    assert "Amal Fictional" in shown and "Husband" not in shown.partition('id="f-')[2]
    assert "Cairo airport" in shown


def test_a_child_who_agreed_to_everything_is_unnamed_until_somebody_chooses_it():
    one = told()
    child = replace(one.her, categories=("child",), decided_by=(one.husband.id,))
    store.save(one.alice, one.case, [Edit(one.her, child)], clock.now())
    one.add(yes(one.her, by=one.husband.id), yes(one.her, "responsible-state", "name", by=one.husband.id))
    form = " ".join(one.send("submissions/new/", {"start": "1", "form": LETTER}).content.decode().split())
    assert re.findall(rf'name="level.{one.her.id}" value="([a-z-]+)" checked', form) == ["unnamed"]


def test_the_first_limit_of_all_persons_of_a_draft_counts(monkeypatch):
    """The plan of the first person alone was asked: what was late for the second was said to be in time."""
    one = told()
    other = person("Salma Fictional")
    one.add(other, yes(other))
    draft = begun(one, **{f"level.{other.id}": "unnamed"})
    opened = store.open_case(one.alice, one.case, clock.now(), note=False)
    rapporteur = "un-sr-human-rights-defenders"
    days = {one.her.id: ("open", "2027-05-01"), other.id: ("conditional", "2026-01-01")}

    def plan(_opened: Any, her: Any, *_: Any) -> Any:
        status, day = days[her.id]
        return SimpleNamespace(entries=(PlanEntry(mechanism=rapporteur, status=status, act_before=day),))

    monkeypatch.setattr(working, "made_plan", plan)
    leaving = working.work_or_404(opened, draft.id, None, clock.now().date()).leaving
    assert (leaving.competence, str(leaving.act_before)) == ("conditional", "2026-01-01")


def test_a_form_that_nobody_offers_is_not_there():
    one = told()
    for form in ("none|un-wgad", "sp-urgent-appeal|un-cat", "sp-urgent-appeal|"):
        assert one.send("submissions/new/", {"form": form, "language": "en"}).status_code == 404


def test_the_same_form_twice_begins_one_draft_and_nobody_told_of_is_a_fault():
    one = told()
    fields = {"form": LETTER, "language": "en", "seed": "a" * 32}
    assert one.send("submissions/new/", fields).status_code == 422 and not one.of(Draft)
    fields[f"level.{one.her.id}"] = "named"
    for _ in range(2):
        assert one.send("submissions/new/", fields).status_code == 303
    assert len(one.of(Draft)) == 1


def test_own_words_keep_their_sources_and_say_when_a_fact_behind_them_changes():
    one = told()
    draft = begun(one)
    shown = working.Work(one.opened(), draft, working.reading.forms()[draft.form], None, clock.today()).drafted.shown
    key = next(found.field.key for found in shown if found.state == "filled" and found.facts)
    address = f"submissions/drafts/{draft.id}/fields/{key}/"
    assert one.send(address, {"text": ""}).status_code == 422
    assert one.send(address, {"text": "Written by us", "revision": draft.revision}).status_code == 303
    page = page_of(one, draft)
    assert "Written by us" in page and "our own words" in page and "has changed since" not in page
    late = text(one.send(address, {"text": "Written by another", "revision": draft.revision, "was": ""}))
    assert "Somebody else has written this field" in late and "Written by another" in late and "Written by us" in late
    one.add(fact("act", code="threats", victims=[one.her.id], date="2026-11-21"))
    if key in ("facts", "circumstances", "timeline"):
        assert "has changed since" in page_of(one, draft)
    assert one.send(f"submissions/drafts/{draft.id}/", {"do": f"facts.{key}"}).status_code == 303
    assert "Written by us" not in page_of(one, draft)


def test_a_relative_named_beside_her_is_not_said_to_have_suffered_what_she_did():
    one = told()
    one.add(yes(one.husband), yes(one.husband, "responsible-state", "name"))
    draft = begun(one, **{f"level.{one.husband.id}": "named"})
    assert draft.persons == (one.her.id,) and dict(draft.levels)[one.husband.id] == "named"
    page = page_of(one, draft)
    assert "Amal Fictional: travel ban" in page and "Husband Fictional: please do not give the name in public" in page


def test_a_text_that_names_who_did_not_agree_is_red_and_cannot_leave():
    one = told()
    draft = begun(one)
    key = working.reading.forms()[draft.form].fields[0].key
    one.send(f"submissions/drafts/{draft.id}/fields/{key}/", {"text": "HUSBAND FICTIONAL saw it", "revision": draft.revision})
    assert "that may not leave" in page_of(one, draft)
    answer = one.send(f"submissions/drafts/{draft.id}/document/", {"as": "txt"})
    assert answer.status_code == 409


def ticked(one: Walk, draft: Draft, *, agreed: bool = True) -> None:
    """Look everything up that can be looked up, and let Bob agree."""
    for _ in range(12):
        page = page_of(one, draft, "review/")
        codes = [part.partition('"')[0] for part in page.split('value="tick.')[1:]]
        if not codes:
            break
        code = codes[0]
        fields = {"do": f"tick.{code}", f"note.{code}": "Looked up today", "digest": digest(one, draft)}
        answer = one.send(f"submissions/drafts/{draft.id}/review/", fields)
        assert answer.status_code == 303, text(answer)
    if agreed:
        agree(one, draft)


def agree(one: Walk, draft: Draft) -> None:
    """Bob's yes to the draft as it stands."""
    yes = {"do": "approve", "digest": digest(one, draft), "word": "Read"}
    assert one.send(f"submissions/drafts/{draft.id}/review/", yes, login_client(one.bob)).status_code == 303


def digest(one: Walk, draft: Draft) -> str:
    return page_of(one, draft, "review/").partition('name="digest" value="')[2].partition('"')[0]


def completed(one: Walk, draft: Draft) -> None:
    """Write what the form needs and no fact tells."""
    for shown in working.Work(one.opened(), draft, working.reading.forms()[draft.form], None, clock.today()).drafted.shown:
        if shown.state == "missing" and shown.field.required:
            fields = {"text": "Told by us.", "revision": one.of(Draft)[0].revision}
            assert one.send(f"submissions/drafts/{draft.id}/fields/{shown.field.key}/", fields).status_code == 303


def test_sent_by_hand_it_is_frozen_and_the_plan_knows_it():
    one = told()
    draft = begun(one)
    completed(one, draft)
    ticked(one, draft)
    page = page_of(one, draft, "review/")
    assert "I sent it by hand" in page, page
    stale = one.send(f"submissions/drafts/{draft.id}/document/", {"as": "txt", "digest": "0" * 64})
    assert stale.status_code == 409
    taken = one.send(f"submissions/drafts/{draft.id}/document/", {"as": "txt", "digest": digest(one, draft)})
    assert taken.status_code == 200 and "Amal Fictional" in taken.content.decode()
    assert "says something else than this one" not in page_of(one, draft, "review/")
    sent = {"do": "hand", "digest": digest(one, draft), "seed": "b" * 32}
    assert "Say how it was sent" in text(one.send(f"submissions/drafts/{draft.id}/review/", sent))
    for _ in range(2):
        assert one.send(f"submissions/drafts/{draft.id}/review/", sent | {"means": "web-form"}).status_code == 303
    (made,) = one.of(Submission)
    assert made.means == "web-form" and made.sent_by == one.alice.person.pk.hex and made.consents
    assert made.approved_by == (one.bob.person.pk.hex,)
    fresh = sent | {"means": "post", "seed": "e" * 32, "digest": digest(one, draft)}
    assert "was sent before" in text(one.send(f"submissions/drafts/{draft.id}/review/", fresh)) and len(one.of(Submission)) == 1
    (seized,) = [found for found in one.of(Intervention) if found.id == made.intervention]
    assert seized.mechanism == draft.mechanism and seized.persons == (one.her.id,)
    whats = [step.what for step in history.happenings(one.alice, one.case)]
    assert "submission-taken" in whats
    assert "Sent on" in one.page("submissions/") and "Ready to leave" not in one.page("submissions/")
    page = one.page(f"submissions/sent/{made.id}/")
    assert made.copies[0].sha256 in page and "no longer allows" not in page
    number = next(at for at, copy in enumerate(made.copies) if copy.name.endswith(".txt"))
    copy = one.send(f"submissions/sent/{made.id}/copy/", {"copy": number})
    assert b"".join(copy.streaming_content) == taken.content
    # She takes it back: what was sent says so, and what is not sent yet is red.
    (given,) = [found for found in one.of(Consent) if found.purpose == "send"]
    back = {"recipient": UN, "purpose": "send", "answer": "withdrawn", "date": "2026-11-22", "withdraws": [given.id]}
    one.add(fact("consent", person=one.her.id, given_by=one.her.id, **back))
    assert "no longer allows" in one.page(f"submissions/sent/{made.id}/")
    assert "A consent that it rests on no longer holds" in one.page("submissions/")
    assert one.send(f"submissions/drafts/{draft.id}/document/", {"as": "pdf"}).status_code == 409
    assert "Amal Fictional" not in page_of(one, draft, "review/").partition("<table")[2].partition("</table>")[0]


def test_a_withdrawal_that_somebody_deleted_from_the_database_turns_every_draft_red():
    one = told()
    draft = begun(one)
    completed(one, draft)
    ticked(one, draft)
    assert "I sent it by hand" in page_of(one, draft, "review/")
    (given,) = [found for found in one.of(Consent) if found.purpose == "send"]
    back = {"recipient": UN, "purpose": "send", "answer": "withdrawn", "date": "2026-11-22", "withdraws": [given.id]}
    withdrawn = fact("consent", person=one.her.id, given_by=one.her.id, **back)
    one.add(withdrawn)
    Record.objects.filter(pk=UUID(withdrawn.id)).delete()
    assert one.opened().damaged
    page = page_of(one, draft, "review/")
    assert "State of the case" in page and "I sent it by hand" not in page
    assert "Amal Fictional" not in page.partition("<table")[2].partition("</table>")[0]
    for form in ("pdf", "txt", "zip"):
        assert one.send(f"submissions/drafts/{draft.id}/document/", {"as": form}).status_code == 409
    sent = {"do": "hand", "means": "post", "digest": digest(one, draft)}
    assert one.send(f"submissions/drafts/{draft.id}/review/", sent).status_code == 409 and not one.of(Submission)


def test_what_changed_since_the_page_was_made_is_not_sent():
    one = told()
    draft = begun(one)
    completed(one, draft)
    ticked(one, draft)
    old = digest(one, draft)
    one.add(fact("act", code="threats", victims=[one.her.id], date="2026-11-21"))
    answer = one.send(f"submissions/drafts/{draft.id}/review/", {"do": "hand", "digest": old, "means": "post", "whom": "Palais"})
    assert answer.status_code == 409 and "Something has changed" in text(answer) and "Palais" in text(answer)
    assert not one.of(Submission)


def test_nobody_is_her_own_second_person():
    one = told()
    draft = begun(one)
    alone = {"do": "approve", "digest": digest(one, draft), "word": "Mine"}
    assert one.send(f"submissions/drafts/{draft.id}/review/", alone).status_code == 303
    assert len(one.of(Approval)) == 1
    page = page_of(one, draft, "review/")
    assert "Somebody else sends it" in page and "Nobody else has read it" in page


def test_a_desk_that_wants_a_second_person_for_everything_sends_nothing_without():
    one = told()
    draft = begun(one)
    completed(one, draft)
    ticked(one, draft, agreed=False)
    sent = {"do": "hand", "means": "web-form", "digest": digest(one, draft)}
    assert "I sent it by hand" in page_of(one, draft, "review/")  # the form itself asks for nobody
    book.ask_second(one.alice, always=True)
    assert "I sent it by hand" not in page_of(one, draft, "review/")
    assert one.send(f"submissions/drafts/{draft.id}/review/", sent).status_code == 409 and not one.of(Submission)
    agree(one, draft)
    assert one.send(f"submissions/drafts/{draft.id}/review/", sent).status_code == 303
    assert one.of(Submission)[0].approved_by == (one.bob.person.pk.hex,)


def test_what_was_taken_out_and_is_not_what_stands_here_is_said_before_it_is_kept_as_sent():
    one = told()
    draft = begun(one)
    completed(one, draft)
    ticked(one, draft)
    one.send(f"submissions/drafts/{draft.id}/document/", {"as": "txt", "digest": digest(one, draft)})
    one.send(f"submissions/drafts/{draft.id}/fields/summary/", {"text": "Other words.", "revision": one.of(Draft)[0].revision})
    ticked(one, draft)
    page = page_of(one, draft, "review/")
    assert "Other words." in page and "says something else than this one" in page and "Alice" in page


def test_a_draft_in_another_language_says_that_nobody_translated_what_was_typed():
    one = told()
    draft = begun(one, language="fr")
    assert draft.lang == "fr"
    for rest in ("", "review/"):
        assert "stays in the language in which they typed it; the rest is in French" in page_of(one, draft, rest)
    begun(one)
    english = next(found for found in one.of(Draft) if found.lang == "en")
    assert "in which they typed it" not in page_of(one, english)


def test_a_yes_that_counts_no_more_is_said_and_opens_nothing():
    one = told()
    book.ask_second(one.alice, always=True)
    draft = begun(one)
    completed(one, draft)
    ticked(one, draft)
    assert "I sent it by hand" in page_of(one, draft, "review/")
    store.remove_member(one.alice, one.case, one.bob.person, clock.now())
    page = page_of(one, draft, "review/")
    assert "Bob agreed, but that does not count today" in page and "I sent it by hand" not in page


def test_a_line_that_is_too_long_is_refused_and_kept():
    one = told()
    draft = begun(one)
    long, review = "word " * 61, f"submissions/drafts/{draft.id}/review/"
    tick = page_of(one, draft, "review/").partition('value="tick.')[2].partition('"')[0]
    for fields in ({"do": f"tick.{tick}", f"note.{tick}": long}, {"do": "approve", "word": long}):
        answer = one.send(review, {**fields, "digest": digest(one, draft)})
        assert answer.status_code == 422 and "up to 300 characters are kept" in text(answer) and long.strip() in text(answer)
    assert not one.of(Approval) and not one.of(Draft)[0].checks


def test_more_people_than_a_draft_can_hold_is_a_sentence(monkeypatch):
    monkeypatch.setattr(choosing, "MOST_ITEMS", 1)
    one = told()
    fields = {"form": LETTER, "language": "en", f"level.{one.her.id}": "named", f"level.{one.husband.id}": "left-out"}
    answer = one.send("submissions/new/", fields)
    assert answer.status_code == 422 and "at most 1." in text(answer) and not one.of(Draft)


def test_who_is_taken_out_of_the_case_in_that_moment_finds_no_case(monkeypatch):
    one = told()
    draft = begun(one)
    agrees = {"do": "approve", "digest": digest(one, draft)}
    chosen = {"form": LETTER, "language": "en", f"level.{one.her.id}": "named"}

    def gone(*_: Any, **__: Any) -> None:
        raise NoCase

    monkeypatch.setattr(store, "save", gone)
    for path, fields in (("review/", agrees), ("choices/", chosen)):
        assert one.send(f"submissions/drafts/{draft.id}/{path}", fields).status_code == 404
    assert one.send("submissions/new/", chosen).status_code == 404


def test_what_was_written_into_a_draft_that_is_gone_is_shown():
    one = told()
    draft = begun(one)
    one.send(f"submissions/drafts/{draft.id}/", {"do": "remove"})
    answer = one.send(f"submissions/drafts/{draft.id}/fields/victims/", {"text": "Words that must not be lost"})
    assert answer.status_code == 409 and "Words that must not be lost" in text(answer)


def test_a_draft_is_thrown_away():
    one = told()
    draft = begun(one)
    assert one.send(f"submissions/drafts/{draft.id}/", {"do": "remove"}).status_code == 303
    assert not one.of(Draft) and one.get(f"submissions/drafts/{draft.id}/").status_code == 404
