"""Members of a case in the browser: let in with one press, taken out at once, never to a key that nobody compared."""

import pytest

from alongside.desk.cases import store
from alongside.desk.people import asking, clock
from alongside.desk.people.models import Person as Account
from alongside.desk.people.models import Rekey
from alongside.vault.persons import Secret
from tests.desk.cases.walking import Walk, text, walk
from tests.desk.making import login_client, newcomer

pytestmark = pytest.mark.usefixtures("database")


def inside(one: Walk) -> set[object]:
    return {member.pk for member in store.members(one.case)}


def press(one: Walk, action: str, who: str, browser=None):
    return one.send("members/", {"action": action, "who": who}, browser)


def test_a_colleague_let_in_opens_the_case_and_one_not_let_in_finds_no_trace():
    one = walk()
    charlie = login_client(one.charlie)
    assert one.get("", charlie).status_code == 404
    assert press(one, "add", one.charlie.person.pk.hex).status_code == 303
    assert "Amal Fictional" in text(one.get("", charlie))


def test_taking_out_asks_once_more_says_the_truth_and_works_at_once():
    one = walk()
    bob = login_client(one.bob)
    assert one.get("", bob).status_code == 200
    asked = press(one, "remove", one.bob.person.pk.hex)
    assert asked.status_code == 200
    assert "An older backup" in text(asked)
    assert one.bob.person.pk in inside(one)
    assert press(one, "removed", one.bob.person.pk.hex).status_code == 303
    assert one.get("", bob).status_code == 404
    assert "Amal Fictional" in one.page()


def test_a_request_is_granted_with_one_press():
    one = walk()
    asking.ask(one.charlie, asking.reference_of(one.case), clock.now().date())
    page = one.page("members/")
    assert "Charlie asked on" in page
    (request,) = asking.pending(one.alice, [one.case], clock.now().date())
    assert "asks to be let into" in text(one.browser.get("/desk/en/"))
    assert press(one, "grant", request.id.hex).status_code == 303
    assert one.charlie.person.pk in inside(one)
    assert asking.pending(one.alice, [one.case], clock.now().date()) == []


def test_a_request_can_be_refused_and_is_gone():
    one = walk()
    asking.ask(one.charlie, asking.reference_of(one.case), clock.now().date())
    (request,) = asking.pending(one.alice, [one.case], clock.now().date())
    press(one, "refuse", request.id.hex)
    assert one.charlie.person.pk not in inside(one)
    assert asking.pending(one.alice, [one.case], clock.now().date()) == []


def test_a_key_that_changed_is_red_and_gets_nothing():
    one = walk()
    account = Account.objects.get(pk=one.charlie.person.pk)
    account.card = Secret.fresh().card(one.alice.desk.bytes, account.pk.bytes, 7).to_bytes()
    account.save()
    page = one.page("members/")
    assert "not the one that was compared" in page
    answer = press(one, "add", account.pk.hex)
    assert answer.status_code == 422
    assert account.pk not in inside(one)


def test_somebody_whose_words_nobody_compared_cannot_be_let_in():
    one = walk()
    new = newcomer(one.alice, "Dora", now=clock.now())
    assert "Nobody has compared their six words" in one.page("members/")
    assert press(one, "add", new.person.pk.hex).status_code == 422
    assert new.person.pk not in inside(one)


def test_leaving_is_the_way_out_and_the_last_one_stays():
    one = walk()
    bob = login_client(one.bob)
    assert press(one, "leave", "", bob).status_code == 200
    assert press(one, "left", "", bob).status_code == 303
    assert one.bob.person.pk not in inside(one)
    assert one.get("", bob).status_code == 404
    assert press(one, "left", "").status_code == 422
    assert inside(one) == {one.alice.person.pk}


def test_the_case_of_one_who_left_gets_a_new_key_from_the_next_writer():
    one = walk()
    press(one, "left", "", login_client(one.bob))
    assert Rekey.objects.filter(case=one.case).exists()
    one.send("tasks/", {"what": "Go on"})
    assert not Rekey.objects.filter(case=one.case).exists()
    assert "Go on" in one.page("tasks/")


def test_the_reference_to_tell_by_voice_is_there():
    one = walk()
    assert asking.reference_of(one.case) in one.page("members/")


@pytest.mark.parametrize("who", ["", "0" * 32, "no id"])
def test_somebody_who_does_not_exist_changes_nothing(who: str):
    one = walk()
    assert press(one, "add", who).status_code == 422
    assert press(one, "removed", who).status_code in (303, 422)
    assert len(inside(one)) == 2


def test_an_outsider_can_press_nothing():
    one = walk()
    charlie = login_client(one.charlie)
    for action in ("add", "removed", "grant", "left"):
        assert press(one, action, one.charlie.person.pk.hex, charlie).status_code == 404
    assert len(inside(one)) == 2
