"""Names of files that did not come whole lie in memory for an hour at most, and never longer than the login or the case."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from alongside.desk.cases import destroying, store
from alongside.desk.cases.evidence import broken
from alongside.desk.people.models import Login
from tests.desk.cases.telling import NOW, few
from tests.desk.making import found_desk, login_client


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    broken._told.clear()
    yield
    broken._told.clear()


def names() -> list[str]:
    return [one.name for one in broken._told.values()]


def test_a_name_goes_with_its_login_its_case_and_its_hour(sqlite, tmp_path) -> None:
    with sqlite.fresh(tmp_path):
        alice = found_desk()
        cases = [store.create(alice, few(), NOW) for _ in range(2)]
        browsers = [login_client(alice) for _ in range(2)]
        here, there = (str(one) for one in Login.objects.values_list("id", flat=True))

        def noted(case: UUID, login: str) -> None:
            broken.note(alice.person.pk, case, f"{case} {login}", 5, NOW, login)

        for case in cases:
            noted(case, here)
            noted(case, there)
        broken.sweep(NOW)
        assert len(names()) == 4 and len(broken.listed(alice.person.pk, cases[0], NOW)) == 2
        Login.objects.get(id=here).delete()  # locked in this process
        assert names() == [f"{case} {there}" for case in cases]
        destroying.destroy(alice, cases[0], NOW)
        broken.sweep(NOW)
        assert names() == [f"{cases[1]} {there}"]
        broken.sweep(NOW + broken.LASTS)
        assert names() == []
        noted(cases[1], there)
        Login.objects.filter(id=there)._raw_delete("default")  # locked in another process: nobody here is told
        broken.sweep(NOW)
        assert names() == [] and browsers


def test_what_nobody_asks_for_is_looked_through_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(broken, "SWEEP", 0.0)
    broken.note(uuid4(), uuid4(), "gate.mp4", 5, NOW, "none")  # no database answers here: so it goes
    for thread in list(broken._sweepers):
        thread.join(5)
    assert names() == []


def test_of_one_member_twenty_are_kept_and_they_push_out_nobody_else_s(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(broken, "SWEEP", 60.0)
    monkeypatch.setattr(broken, "_run", lambda: None)
    bob, case = uuid4(), uuid4()
    broken.note(bob, case, "his.mp4", 5, NOW)
    her = uuid4()
    for number in range(broken.MOST + 5):
        broken.note(her, case, f"{number}.mp4", 5, NOW + timedelta(seconds=1))
    assert len(names()) == broken.HERS + 1 and names()[0] == "his.mp4"
    assert broken.listed(bob, case, NOW + broken.LASTS) == [] and "his.mp4" not in names()
