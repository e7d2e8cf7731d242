"""What leaves by a login leaves while it stands, and no more than three at once for one person."""

from contextlib import ExitStack
from datetime import timedelta
from urllib.parse import urlencode

import pytest

from alongside.desk.cases import history, store
from alongside.desk.cases.evidence.leaving import MOST, Leaving
from alongside.desk.cases.exporting import approvals, arriving, leaving
from alongside.desk.cases.exporting.approvals import AGREED
from alongside.desk.people import clock, logins
from alongside.desk.people.models import Login
from tests.desk.cases.exporting.scene import Scene, scene, with_file
from tests.desk.cases.telling import NOW, few
from tests.desk.making import login_client

ROOT = "/desk/en/cases"


@pytest.fixture
def world(database, monkeypatch) -> Scene:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return scene()


def sent(client, path: str, **fields: str):
    return client.post(f"{ROOT}/{path}", urlencode(fields), content_type="application/x-www-form-urlencoded")


def taken(client, world: Scene, case):
    return sent(client, "export/", case=case.hex, to=f"member-{world.bob.person.pk.hex}", do="take")


def three_under_way(person) -> ExitStack:
    stack = ExitStack()
    for _ in range(MOST):
        stack.callback(Leaving(person.pk, lambda: iter([b""])).close)
    return stack


def test_a_login_is_asked_for_after_each_mebibyte_and_before_the_last_piece():
    asked, pieces = [], [bytes(300_000)] * 10
    assert list(leaving.while_in(iter(pieces), lambda: asked.append(1) or True)) == pieces
    assert len(asked) == 3
    assert list(leaving.while_in(iter([b"all"]), lambda: True)) == [b"all"]
    came, answers = [], iter([True, False])
    with pytest.raises(leaving.LoginEnded):
        came.extend(leaving.while_in(iter(pieces), lambda: next(answers)))
    assert came == pieces[:8]
    with pytest.raises(leaving.LoginEnded):
        list(leaving.while_in(iter([b"all"]), lambda: False))


@pytest.mark.parametrize("size", [2000, 3 << 20])
def test_a_package_breaks_off_when_its_login_ends(world: Scene, size):
    case = store.create(world.alice, few(), NOW, [world.bob.person])
    with_file(world.alice, case, b"x" * size)
    answer = taken(login_client(world.alice), world, case)
    assert answer.status_code == 200
    pieces = iter(answer.streaming_content)
    came = [next(pieces)]
    Login.objects.all().delete()
    with pytest.raises(leaving.LoginEnded):
        came.extend(pieces)
    answer.close()
    assert sum(map(len, came)) < min(size + 2000, 2 << 20)
    incoming = arriving.Incoming(world.bob)
    with pytest.raises(arriving.Unfit):
        incoming.add(b"".join(came)), incoming.finish()
    incoming.discard()


def test_a_login_is_used_while_something_leaves_by_it_and_no_longer_stands_once_she_is_locked_out(world: Scene):
    login_client(world.alice)
    row = Login.objects.get(person=world.alice.person)
    hers = type(world.alice)(world.alice.person, world.alice.secret, row.pk)
    later = NOW + logins.IDLE - timedelta(minutes=1)
    assert logins.goes_on(hers, later) and logins.goes_on(hers, later + timedelta(minutes=10))
    assert not logins.goes_on(hers, later + timedelta(minutes=10) + logins.IDLE)
    assert not logins.goes_on(world.bob, later)
    type(world.alice.person).objects.filter(pk=world.alice.person.pk).update(active=False)
    assert not logins.goes_on(hers, later)


def test_packages_and_plain_files_count_among_her_downloads_and_nothing_is_noted_or_used_up(world: Scene):
    case = store.create(world.alice, few(), NOW, [world.bob.person])
    asked = approvals.ask(world.alice, [case], "jsonl", "en", world.bob.person.pk, "For her lawyer", NOW)
    approvals.answer(world.bob, asked.id, True, "", NOW)
    alice, before = login_client(world.alice), len(history.happenings(world.alice, case))
    with three_under_way(world.alice.person):
        for answer in (taken(alice, world, case), sent(alice, f"export/requests/{asked.id}/", do="take")):
            assert answer.status_code in (409, 422)
            assert "are leaving to you already" in answer.content.decode()
        assert approvals.get(world.alice, asked.id).state(NOW) == AGREED
        noted = [one.what for one in history.happenings(world.alice, case)[before:]]
        assert not any("export" in one for one in noted)
    package = taken(alice, world, case)
    assert package.status_code == 200
    with ExitStack() as two:
        for _ in range(MOST - 1):
            two.callback(Leaving(world.alice.person.pk, lambda: iter([b""])).close)
        assert taken(alice, world, case).status_code == 422  # the package is under way
        package.close()
        plain = sent(alice, f"export/requests/{asked.id}/", do="take")
        assert plain.status_code == 200 and b"facts/1" in plain.content
    with three_under_way(world.alice.person):  # all of it has left, and was given back
        pass
