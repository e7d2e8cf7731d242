"""The page of publicity: decided with her word, reviewed after 48 hours, stopped with one press; nothing typed is lost."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from alongside.desk.cases import at_hand, store
from alongside.desk.cases.models import Record
from alongside.desk.cases.store import Edit
from alongside.desk.people import clock
from alongside.desk.submissions.addresses import book
from alongside.desk.submissions.addresses.entry import Entry
from alongside.desk.submissions.publicity import views
from alongside.facts.publicity import PublicityDecision, newest
from alongside.facts.steps import Intervention
from tests.desk.cases.telling import fact
from tests.desk.cases.walking import text, walk
from tests.desk.making import login_client

pytestmark = pytest.mark.usefixtures("database")
WORDS = {"why": "She hopes that eyes protect her", "stop_sign": "Talks about her release"}


def yes(her, **told):
    given = {"purpose": "publish", "answer": "agreed", "date": "2026-01-01", "given_by": her.id, "risks_explained": True}
    return fact("consent", person=her.id, recipient="public", **given | told)


def decide(one, level="public-appeal", **told):
    return one.send(
        "publicity/", {"do": "decide", "level": level, "persons": [one.her.id], "person_asked": "yes", **WORDS, **told}
    )


def test_an_appeal_needs_her_yes_in_the_ledger_and_what_was_typed_stays():
    one = walk()
    answer = decide(one)
    assert answer.status_code == 422
    assert "Amal Fictional has not agreed to be published: Nobody asked yet." in text(answer)
    assert WORDS["why"] in text(answer) and WORDS["stop_sign"] in text(answer)

    one.add(yes(one.her))
    assert decide(one).status_code == 303
    (made,) = one.of(PublicityDecision)
    assert (made.level, made.persons, made.person_asked) == ("public-appeal", (one.her.id,), True)
    assert views.allowed(one.opened(), "public", clock.now(), persons=(one.her.id,)).stands


def test_a_child_needs_who_decides_for_her():
    one = walk()
    child, mother = fact("person", names=[{"text": "Child Fictional"}], born="2015-01-01"), fact("person", roles=["relative"])
    one.add(child, mother, yes(child))
    told = {"level": "named-list", "persons": [child.id], "person_asked": "yes", "person_word": "She wants it", **WORDS}
    answer = one.send("publicity/", {"do": "decide", **told})
    assert answer.status_code == 422
    assert "For Child Fictional only their own word" in text(answer)
    assert one.of(PublicityDecision) == []


def test_a_quiet_level_needs_no_ledger_and_nothing_public_leaves_on_it():
    one = walk()
    assert "Until somebody does, nothing public leaves." in one.page("publicity/")
    assert decide(one, "silent-log").status_code == 303
    verdict = views.allowed(one.opened(), "public", clock.now())
    assert (verdict.stands, verdict.code) == (False, "asks-less")


def test_one_press_stops_it_and_a_second_decision_leaves_the_first_as_it_was():
    one = walk()
    one.add(yes(one.her))
    decide(one)
    (first,) = one.of(PublicityDecision)
    assert one.send("publicity/", {"do": "stop", "decision": first.id}).status_code == 303
    (stopped,) = one.of(PublicityDecision)
    assert stopped.stopped and stopped.stopped_by == one.alice.person.pk.hex
    assert views.allowed(one.opened(), "public", clock.now()).code == "stopped"
    decide(one, "closed-letter")
    assert one.opened().facts[first.id] == stopped
    assert newest(one.opened().facts.values()).level in ("closed-letter", "public-appeal")
    assert "Earlier decisions: 1" in one.page("publicity/")


def test_who_reads_an_old_page_stops_nothing_else():
    one = walk()
    decide(one, "silent-log")
    assert one.send("publicity/", {"do": "stop", "decision": "0" * 32}).status_code == 404


def test_a_stop_that_meets_a_newer_decision_says_so_and_keeps_the_words():
    one = walk()
    decide(one, "silent-log")
    (first,) = one.of(PublicityDecision)
    newer = replace(first, id="f" * 32, decided="2099-01-01T00:00:00Z")
    one.add(newer)
    answer = one.send("publicity/", {"do": "stop", "decision": first.id, "stopped_why": "She was seen outside"})
    assert answer.status_code == 422 and "decided anew meanwhile" in text(answer) and "She was seen outside" in text(answer)
    assert not any(found.stopped for found in one.of(PublicityDecision))


def test_a_decision_sent_twice_is_one():
    one = walk()
    for _ in range(2):
        assert decide(one, "closed-letter", seed="3" * 32).status_code == 303
    assert len(one.of(PublicityDecision)) == 1


def test_the_review_is_due_in_the_calendar_and_closes_appeals_until_somebody_looked(monkeypatch):
    one = walk()
    one.add(yes(one.her))
    decide(one)
    start = clock.now()
    day = start + timedelta(hours=48)
    assert "Review what publicity did" in text(one.browser.get(f"/desk/en/calendar/?month={day:%Y-%m}"))
    later = start + timedelta(hours=49)
    monkeypatch.setattr(clock, "now", lambda: later)
    browser = login_client(one.alice, later)
    assert views.allowed(one.opened(), "public", later).code == "review-overdue"
    assert "/publicity/" in text(browser.get("/desk/en/"))
    (made,) = one.of(PublicityDecision)
    empty = one.send("publicity/", {"do": "review", "decision": made.id, "outcome": ""}, browser)
    assert empty.status_code == 422 and "this is needed" in text(empty)
    told = {"do": "review", "decision": made.id, "outcome": "Two ministers asked about her", "goes_on": "yes"}
    assert one.send("publicity/", told, browser).status_code == 303
    assert views.allowed(one.opened(), "public", later).stands
    (made,) = one.of(PublicityDecision)
    assert made.outcome == "Two ministers asked about her" and not made.stopped


def test_a_review_that_found_harm_stops_it():
    one = walk()
    decide(one, "closed-letter")
    (made,) = one.of(PublicityDecision)
    one.send("publicity/", {"do": "review", "decision": made.id, "outcome": "They came back", "goes_on": "no"})
    (made,) = one.of(PublicityDecision)
    assert made.stopped and made.reviewed


def test_who_is_told_by_hand_is_noted_as_an_intervention():
    one = walk()
    book.keep(one.alice, Entry(id=uuid4(), kind="ngo", name="Watch of Nowhere"))
    decide(one, "closed-letter")
    (made,) = one.of(PublicityDecision)
    assert "Watch of Nowhere" in one.page("publicity/")
    one.send("publicity/", {"do": "inform", "decision": made.id, "who": ["Watch of Nowhere", "Not in the book"], "name": ""})
    one.send("publicity/", {"do": "inform", "decision": made.id, "name": "The Daily Nobody", "kind": "media"})
    assert [row.name for row in one.of(PublicityDecision)[0].inform] == ["Watch of Nowhere", "The Daily Nobody"]
    bad = one.send("publicity/", {"do": "told", "decision": made.id, "told": "The Daily Nobody", "said": ""})
    assert bad.status_code == 422 and "Write what they were told." in text(bad)
    told = {"do": "told", "decision": made.id, "told": "The Daily Nobody", "said": "By telephone: she is held.", "seed": "4" * 32}
    for _ in range(2):
        assert one.send("publicity/", told).status_code == 303
    (note,) = one.of(Intervention)
    assert (note.party, note.type, note.party_kind) == ("The Daily Nobody", "publicity", "media")
    assert one.send("publicity/", {**told, "told": "Somebody else", "seed": "5" * 32}).status_code == 422
    assert one.send("publicity/", {"do": "inform", "decision": made.id, "name": "x" * 301}).status_code == 422


def test_a_tampered_case_decides_nothing_and_lets_nothing_public_leave():
    one = walk()
    one.add(yes(one.her))
    decide(one)
    Record.objects.filter(case=one.case).first().delete()
    assert views.allowed(one.opened(), "public", clock.now()).code == "damaged"
    answer = decide(one)
    assert answer.status_code == 422 and "changed from outside" in text(answer)


def test_the_page_speaks_six_languages():
    one = walk()
    decide(one, "closed-letter")
    for lang in ("ar", "en", "es", "fr", "ru", "zh"):
        answer = one.browser.get(f"/desk/{lang}/cases/{one.case}/publicity/")
        assert answer.status_code == 200
        assert "publicity." not in text(answer).replace("publicity.css", "")


def meanwhile(one, monkeypatch, **changes):
    """A colleague saves the decision, or with another `id` a newer one, between the moment in which the page was opened and the one in
    which hers is stored."""
    opened_or_404, done = at_hand.opened_or_404, []

    def opened(*args, **told):
        found = opened_or_404(*args, **told)
        if not done:
            done.append(True)
            base = found.of(PublicityDecision)[0]
            made = replace(base, **changes)
            store.save(one.bob, one.case, [Edit(base if made.id == base.id else None, made)], clock.now())
        return found

    monkeypatch.setattr(at_hand, "opened_or_404", opened)


def test_a_stop_stands_also_where_a_colleague_saved_in_the_same_moment(monkeypatch):
    one = walk()
    decide(one, "closed-letter")
    (made,) = one.of(PublicityDecision)
    meanwhile(one, monkeypatch, outcome="Bob's word")
    assert one.send("publicity/", {"do": "stop", "decision": made.id}).status_code == 303
    (made,) = one.of(PublicityDecision)
    assert made.stopped and made.outcome == "Bob's word"


def test_where_a_colleague_saved_first_the_page_says_so_and_keeps_what_was_typed(monkeypatch):
    one = walk()
    decide(one, "closed-letter", seed="6" * 32)
    (made,) = one.of(PublicityDecision)
    one.send("publicity/", {"do": "inform", "decision": made.id, "name": "The Daily Nobody", "kind": "media"})
    meanwhile(one, monkeypatch, outcome="Bob's word")
    told = {"do": "told", "decision": made.id, "told": "The Daily Nobody", "said": "By telephone", "seed": "4" * 32}
    answer = one.send("publicity/", told)
    assert answer.status_code == 422 and "By telephone" in text(answer) and "Somebody has changed this meanwhile" in text(answer)
    assert one.of(Intervention) == []
    assert one.send("publicity/", told).status_code == 303 and len(one.of(Intervention)) == 1


@pytest.mark.parametrize(
    "told",
    [
        {"do": "stop", "stopped_why": "They came at night"},
        {"do": "review", "outcome": "They came at night", "goes_on": "no"},
        {"do": "decide", "level": "silent-log", "person_asked": "yes", **WORDS, "why": "They came at night"},
    ],
)
def test_a_decision_that_comes_in_the_same_moment_is_not_left_standing_unread(monkeypatch, told):
    """She stopped the older one, was told that it was done, and the newer appeal stood."""
    one = walk()
    decide(one, "closed-letter")
    (made,) = one.of(PublicityDecision)
    meanwhile(one, monkeypatch, id="f" * 32, level="public-appeal", decided="2099-01-01T00:00:00Z")
    answer = one.send("publicity/", {"decision": made.id, "persons": [one.her.id], **told})
    page = text(answer)
    assert answer.status_code == 422 and "They came at night" in page and "meanwhile" in page
    assert len(one.of(PublicityDecision)) == 2 and not any(found.stopped or found.reviewed for found in one.of(PublicityDecision))
    # What she decides after having read it counts, whatever clock the other one was written by.
    decide(one, "silent-log")
    assert newest(one.opened().facts.values()).level == "silent-log"


def test_the_same_form_twice_in_one_moment_is_one_decision(monkeypatch):
    one = walk()
    decide(one, "closed-letter", seed="7" * 32)
    (made,) = one.of(PublicityDecision)
    store.save(one.alice, one.case, [Edit(made, None)], clock.now())
    opened_or_404 = at_hand.opened_or_404

    def opened(*args, **named):
        found = opened_or_404(*args, **named)
        store.save(one.bob, one.case, [Edit(None, made)], clock.now())
        return found

    monkeypatch.setattr(at_hand, "opened_or_404", opened)
    assert decide(one, "closed-letter", seed="7" * 32).status_code == 303
    assert one.of(PublicityDecision) == [made]
