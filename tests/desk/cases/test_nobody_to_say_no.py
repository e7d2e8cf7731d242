"""In a damaged case somebody whose own record is damaged can say no all the same: what waits of the case is stopped."""

from uuid import UUID

import pytest

from alongside.desk.cases import history
from alongside.desk.people import clock, notices
from alongside.facts.consent import Consent
from tests.desk.cases import waiting
from tests.desk.cases.telling import fact
from tests.desk.cases.walking import text, walk
from tests.desk.making import login_client

BUTTON = "stop all mail of this case"
ASKED = {"recipient": "class:ngo", "purpose": "send", "date": "2026-11-22", "words": "She rang: no more."}


@pytest.fixture(autouse=True)
def _one_engine(sqlite, tmp_path):
    with sqlite.fresh(tmp_path):
        yield


DAMAGES = {"lost": waiting.lose, "changed": waiting.flip}


@pytest.mark.parametrize("how", DAMAGES)
def test_a_withdrawal_of_who_has_no_record_any_more_stops_what_waits_and_her_words_are_shown(how: str) -> None:
    """The form that was open already was answered as if there were no such case; her words were gone, and the mail left."""
    one = walk()
    letter = waiting.letter(one)
    DAMAGES[how](one.her)
    answer = waiting.take_back(one)
    assert answer.status_code == 409 and "She rang: no more." in text(answer)
    assert not waiting.waits(one, letter) and one.of(Consent) == []
    assert [found.key for found in notices.mine(one.bob, clock.today())] == ["notices.mail_stopped"]
    found = history.newest(one.opened().held)
    assert [link.about for link in found if link.what == "submission-stopped-untold"] == [UUID(letter.id)]


@pytest.mark.parametrize("answer", ["refused", "agreed"])
def test_so_does_a_refusal_of_hers_and_an_agreement_stops_nothing(answer: str) -> None:
    one = walk()
    letter = waiting.letter(one)
    waiting.lose(one.her)
    found = one.send(f"consent/{one.her.id}/ask/", {**ASKED, "answer": answer})
    assert found.status_code == 409 and "She rang: no more." in text(found)
    assert waiting.waits(one, letter) is (answer == "agreed")


@pytest.mark.parametrize("damage", ["record", "history"])
def test_one_press_on_the_page_of_consent_stops_all_mail_of_a_damaged_case(damage: str) -> None:
    """Who is not listed could say no nowhere."""
    one = walk()
    letter = waiting.letter(one)
    if damage == "record":
        waiting.lose(one.her)
    else:
        waiting.damage_history(one)
    assert BUTTON in one.page("consent/") and waiting.waits(one, letter)
    answer = one.send("consent/", {"do": "stop"})
    assert answer.status_code == 200 and "was stopped. Who took back what is not stored" in text(answer)
    assert not waiting.waits(one, letter)
    assert "submission-stopped-untold" in [link.what for link in history.newest(one.opened().held)]
    assert one.send("consent/", {"do": "stop"}).status_code == 200


def test_a_whole_case_has_no_such_button_and_no_other_press_stops_anything() -> None:
    one = walk()
    letter = waiting.letter(one)
    assert BUTTON not in one.page("consent/")
    for told in ({}, {"do": "go"}):
        assert one.send("consent/", told).status_code == 404
    assert waiting.waits(one, letter)


def test_nobody_from_outside_the_case_stops_anything() -> None:
    one = walk()
    letter = waiting.letter(one)
    waiting.lose(one.her)
    charlie = login_client(one.charlie)
    assert one.send("consent/", {"do": "stop"}, charlie).status_code == 404
    assert one.send(f"consent/{one.her.id}/withdraw/", {"withdraws": "everything"}, charlie).status_code == 404
    assert waiting.waits(one, letter)


@pytest.mark.parametrize("page", ["ask", "withdraw"])
def test_who_was_never_in_a_whole_case_has_no_form(page: str) -> None:
    one = walk()
    letter = waiting.letter(one)
    told = {**ASKED, "answer": "refused", "withdraws": "everything"}
    assert one.send(f"consent/{'e' * 32}/{page}/", told).status_code == 404
    act = fact("act", code="threats", victims=[one.her.id])
    one.add(act)
    waiting.lose(one.husband)
    assert one.send(f"consent/{act.id}/{page}/", told).status_code == 404  # no person at all
    assert waiting.waits(one, letter)
