"""Members of a case that was changed from outside: what hinders is named, and whoever shall not read on is taken out at once."""

import pytest
from django.http import HttpResponse

from alongside.desk.cases import store
from alongside.desk.cases.models import Case
from alongside.desk.people import asking, clock
from alongside.desk.people.models import Rekey
from tests.desk.cases import waiting
from tests.desk.cases.walking import Walk, text, walk
from tests.desk.making import login_client, newcomer

KEY, DAMAGED = "Compare the six words first", "the list of who was let in cannot be read"


@pytest.fixture(autouse=True)
def _one_engine(sqlite, tmp_path):
    with sqlite.fresh(tmp_path):
        yield


def without_list() -> Walk:
    """A case whose list of members does not open."""
    one = walk()
    Case.objects.filter(pk=one.case).update(past=b"x")
    return one


def press(one: Walk, action: str, who: str) -> HttpResponse:
    return one.send("members/", {"action": action, "who": who})


def inside(one: Walk) -> set[object]:
    return {member.pk for member in store.members(one.case)}


@pytest.mark.parametrize("owed", [False, True])
def test_who_cannot_be_let_in_because_the_case_is_damaged_is_not_told_that_her_key_is_wrong(owed: bool) -> None:
    """Two people compared six words for nothing; and without a list of members, the page itself broke off."""
    one = without_list()
    if owed:
        Rekey.objects.create(desk_id=one.alice.desk, case=one.case)
    answer = press(one, "add", one.charlie.person.pk.hex)
    assert answer.status_code == 422 and DAMAGED in text(answer) and KEY not in text(answer)
    assert one.charlie.person.pk not in inside(one)


def test_nor_is_who_asked() -> None:
    one = without_list()
    asking.ask(one.charlie, asking.reference_of(one.case), clock.today())
    (request,) = asking.pending(one.alice, [one.case], clock.today())
    answer = press(one, "grant", request.id.hex)
    assert answer.status_code == 422 and DAMAGED in text(answer) and KEY not in text(answer)
    assert asking.pending(one.alice, [one.case], clock.today())  # it waits until the case is whole


def test_a_key_that_nobody_compared_is_named_in_a_damaged_case_as_well() -> None:
    one = walk()
    waiting.lose(one.husband)
    new = newcomer(one.alice, "Dora", now=clock.now())
    answer = press(one, "add", new.person.pk.hex)
    assert answer.status_code == 422 and KEY in text(answer) and DAMAGED not in text(answer)


def test_where_only_a_record_is_damaged_a_colleague_is_let_in() -> None:
    one = walk()
    waiting.lose(one.husband)
    assert press(one, "add", one.charlie.person.pk.hex).status_code == 303
    assert one.charlie.person.pk in inside(one)


def test_the_page_lists_who_has_a_key_and_takes_her_out_without_the_list() -> None:
    """Whoever was to be taken out went on reading, because the list of members did not open."""
    one = without_list()
    bob = login_client(one.bob)
    assert "Bob" in one.page("members/") and one.get("", bob).status_code == 200
    assert press(one, "remove", one.bob.person.pk.hex).status_code == 200
    assert press(one, "removed", one.bob.person.pk.hex).status_code == 303
    assert one.get("", bob).status_code == 404 and inside(one) == {one.alice.person.pk}
    assert Rekey.objects.filter(case=one.case).exists()  # for the day when the list is mended


def test_who_was_taken_out_is_handed_no_new_key_when_the_old_list_comes_back() -> None:
    one = walk()
    past = Case.objects.get(pk=one.case).past
    Case.objects.filter(pk=one.case).update(past=b"x")
    assert press(one, "removed", one.bob.person.pk.hex).status_code == 303
    Case.objects.filter(pk=one.case).update(past=past)
    store.rekeying.work(one.alice, clock.now())
    assert Case.objects.get(pk=one.case).epoch == 2 and inside(one) == {one.alice.person.pk}
    assert one.get("", login_client(one.bob)).status_code == 404
