"""Members of a case that was changed from outside: what hinders is named, and whoever shall not read on is taken out at once."""

import pytest
from django.http import HttpResponse

from alongside.desk.cases import store
from alongside.desk.cases.models import Case
from alongside.desk.people import clock
from alongside.desk.people.models import Rekey
from tests.desk.cases.walking import Walk, walk
from tests.desk.making import login_client


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
