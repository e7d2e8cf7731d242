"""The pages of keeping and ending, as a browser sends their forms."""

from datetime import timedelta
from uuid import uuid4

import pytest

from alongside.desk.cases import ledger, store
from alongside.desk.cases.models import Case
from alongside.desk.cases.retention import behind, receipt
from alongside.desk.people import clock
from alongside.facts.retention import EndRequest, KeepingReview, LegalHold
from tests.desk.cases.telling import agreement
from tests.desk.cases.walking import text, walk
from tests.desk.making import login_client


@pytest.fixture(autouse=True)
def _one_engine(sqlite, tmp_path):
    """What these pages ask of the database is tested on both engines in test_ending."""
    with sqlite.fresh(tmp_path):
        yield


HOLD = {"why": "The court asked for the file", "asked_by": "Court of the Harbour", "since": "2026-11-01"}


def test_a_decision_is_kept_shown_and_stands_in_the_calendar():
    one = walk()
    day = clock.today() + timedelta(days=3)
    assert "No day is set yet" in one.page("keeping/")
    assert one.send("keeping/", {"decision": "keep", "on": day.isoformat(), "why": "The appeal"}).status_code == 303
    (made,) = one.of(KeepingReview)
    assert (made.decision, made.on, made.decided_by) == ("keep", day, one.alice.person.pk.hex)
    page = one.page("keeping/")
    assert "keep it" in page and "The appeal" in page
    assert "Look whether to keep the case" in text(one.browser.get("/desk/en/calendar/")) or day.month != clock.today().month
    assert f"/desk/en/cases/{one.case}/keeping/" in text(one.browser.get("/desk/en/"))


def test_a_wrong_day_keeps_what_was_typed():
    one = walk()
    answer = one.send("keeping/", {"decision": "destroy", "on": "31.31.2027", "why": "Words that must not be lost"})
    assert answer.status_code == 422
    assert "Words that must not be lost" in text(answer) and "this is not a day" in text(answer)
    answer = one.send("keeping/", {"why": "x"})
    assert answer.status_code == 422 and text(answer).count("this is needed") >= 2


def test_a_hold_is_put_and_lifted_with_a_reason_and_blocks_meanwhile():
    one = walk()
    assert one.send("keeping/hold/", {"why": ""}).status_code == 422
    assert one.send("keeping/hold/", HOLD).status_code == 303
    (hold,) = one.of(LegalHold)
    assert "A hold stands" in one.page("keeping/") and "Court of the Harbour" in one.page("keeping/hold/")
    assert "can be neither shrunk nor destroyed" in one.page("keeping/destroy/")
    assert one.send("keeping/destroy/", {"do": "ask", "word": "destroy", "why": "x"}).status_code == 422
    assert not one.of(EndRequest)
    # It is no record that anybody takes out or writes over.
    assert one.send(f"records/{hold.id}/remove/", {"base": "x"}).status_code == 409
    assert one.send(f"records/{hold.id}/", {"base": "x", "lifted": "2026-11-22"}).status_code in (404, 409)
    assert one.get("new/legal-hold/").status_code == 404
    assert "Why is it lifted?" in text(one.send("keeping/hold/", {"start": hold.id}))
    assert one.send("keeping/hold/", {"lift": hold.id}).status_code == 422
    assert one.send("keeping/hold/", {"lift": hold.id, "lifted_why": "The court is done"}).status_code == 303
    (hold,) = one.of(LegalHold)
    assert hold.lifted == clock.today() and hold.lifted_by == one.alice.person.pk.hex
    assert one.send("keeping/hold/", {"lift": hold.id, "lifted_why": "again"}).status_code == 404
    assert "The court is done" in one.page("keeping/hold/")
    # The others hear of it, and have a day in which nothing goes.
    bob = login_client(one.bob)
    assert "Alice lifted a hold on a case which you share" in text(bob.get("/desk/en/"))
    for page in ("keeping/", "keeping/destroy/", "keeping/shrink/"):
        assert "A hold was lifted less than 24 hours ago" in text(one.get(page, bob))
    assert one.send("keeping/destroy/", {"do": "ask", "word": "destroy", "why": "x"}, bob).status_code == 422


def test_alone_after_taking_somebody_out_the_page_says_why_nobody_ends_it():
    one = walk()
    store.remove_member(one.alice, one.case, one.bob.person, clock.now())
    assert "Somebody was taken out of this case in the last 30 days" in one.page("keeping/destroy/")
    assert one.send("keeping/destroy/", {"do": "ask", "word": "destroy", "why": "x"}).status_code == 303
    assert "let a colleague in who looks and says yes" in one.page("keeping/destroy/")
    assert one.send("keeping/destroy/", {"do": "go", "word": "destroy"}).status_code == 422
    assert Case.objects.filter(pk=one.case).exists()


def test_from_asking_to_the_receipt():
    one = walk()
    bob = login_client(one.bob)
    wrong = one.send("keeping/destroy/", {"do": "ask", "word": "distroy", "why": "Her own wish"})
    assert wrong.status_code == 422 and "Her own wish" in text(wrong) and "distroy" in text(wrong)
    assert one.send("keeping/destroy/", {"do": "ask", "word": "destroy", "why": ""}).status_code == 422
    for _ in range(2):
        assert one.send("keeping/destroy/", {"do": "ask", "word": " Destroy", "why": "Her own wish"}).status_code == 303
    assert len(one.of(EndRequest)) == 1
    assert "another member of the case has to say yes" in one.page("keeping/destroy/")
    again = one.send("keeping/destroy/", {"do": "go", "word": "destroy"})
    assert again.status_code == 422 and "That is no longer so" in text(again)
    assert "Alice asks to destroy this case" in text(one.get("", bob))
    today = text(bob.get("/desk/en/"))
    assert "Alice asks that a case which you share goes" in today and "Amal Fictional" in today
    assert one.send("keeping/destroy/", {"do": "go", "word": "no"}, bob).status_code == 422
    gone = one.send("keeping/destroy/", {"do": "go", "word": "destroy"}, bob)
    assert gone.status_code == 200 and "The case is destroyed" in text(gone) and one.case.hex in text(gone)
    assert not Case.objects.filter(pk=one.case).exists()
    assert one.get("keeping/destroy/").status_code == 404
    for browser in (one.browser, bob):
        assert "Bob destroyed a case that you held" in text(browser.get("/desk/en/"))
        page = browser.get("/desk/en/receipts/").content.decode()
        taken = browser.get(page.split('href="/desk/en/receipts/')[1].split('"')[0].join(["/desk/en/receipts/", ""]))
        assert taken["Content-Disposition"] == 'attachment; filename="receipt.txt"'
        assert receipt.check(taken.content).faults == ()
    charlie = login_client(one.charlie)
    assert "No receipt" in text(charlie.get("/desk/en/receipts/"))


def test_in_a_case_that_was_tampered_with_nothing_is_stored_and_nothing_typed_is_lost():
    one = walk()
    Case.objects.filter(pk=one.case).update(manifest=b"harmed")
    for rest, fields in (
        ("keeping/", {"decision": "keep", "on": "2027-01-01", "why": "Typed words"}),
        ("keeping/hold/", {"why": "Typed words"}),
        ("keeping/destroy/", {"do": "ask", "word": "destroy", "why": "Typed words"}),
    ):
        answer = one.send(rest, fields)
        assert answer.status_code == 422, rest
        assert "Typed words" in text(answer) and "changed this case from outside" in text(answer)


def test_any_member_can_say_no():
    one = walk()
    one.send("keeping/shrink/", {"do": "ask", "word": "shrink", "why": "Old"})
    assert one.send("keeping/shrink/", {"do": "stop"}, login_client(one.bob)).status_code == 303
    assert not one.of(EndRequest)


def test_the_row_of_statistics_is_shown_before_the_press():
    one = walk()
    page = one.page("keeping/shrink/")
    assert "Egypt" in page and "2026" in page and "travel" in page and "not told" in page


def test_the_word_is_that_of_the_page_s_language():
    one = walk()
    path = f"/desk/ar/cases/{one.case}/keeping/destroy/"
    page = text(one.browser.get(path))
    assert "إتلاف" in page
    from tests.desk.cases.walking import post

    fields = {"do": "ask", "word": "إتلاف", "why": "x", "seed": uuid4().hex}
    assert post(one.browser, path, fields).status_code == 303


def test_a_case_older_than_it_was_says_yes_to_nothing_until_a_member_has_asked_again():
    one = walk()
    one.add(agreement(one.her))

    def answer() -> str:
        rows = ledger.rows(one.opened(), one.her, clock.today())
        return next(row.answer.code for row in rows if row.key == "send|class:un-special-procedure")

    assert answer() == "agreed"
    behind.mark([one.case])
    assert answer() == "restored"
    assert "came back from an older backup, or came in from outside" in one.page("keeping/")
    assert "Somebody may have taken consent back" in one.page("consent/")
    assert one.send("keeping/", {"do": "asked"}).status_code == 303
    assert answer() == "agreed"
    assert "asked everybody again" in one.page("history/")
    assert not store.open_case(one.bob, one.case, clock.now()).damaged
