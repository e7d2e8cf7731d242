"""Who finds what: only her own cases, as of this request; an index ends with its login, in every process (security.md 4, 15)."""

import gc
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alongside.desk.cases import store
from alongside.desk.cases.finding import asking, membership, registry
from alongside.desk.cases.finding.registry import IDLE, Registry
from alongside.desk.cases.holding import NoCase
from alongside.desk.cases.models import Case
from alongside.desk.cases.store import Edit
from alongside.desk.people import keyring, logins
from alongside.desk.people.columns import spelled
from alongside.desk.people.models import Keyring, Login
from alongside.desk.people.unlocked import Unlocked
from alongside.vault.epochs import Purpose
from alongside.vault.errors import Refused
from tests.desk.cases.telling import NOW, fact, few, person
from tests.desk.database import Database
from tests.desk.making import found_desk, login_client, member

pytestmark = pytest.mark.usefixtures("database")


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def indexes() -> Registry:
    """A registry whose thread does not run: tests sweep by hand."""
    return Registry(Clock(), sweep=3600)


def logged_in(unlocked: Unlocked) -> Unlocked:
    login_client(unlocked)
    return unlocked


def names(indexes: Registry, unlocked: Unlocked, typed: str = "") -> list[str]:
    with indexes.index(unlocked) as index:
        found = index.find(asking.read(typed))
        return sorted(row.summary.name if row.summary else "?" for row in found.rows)


def test_each_login_finds_its_own_cases_and_counts_no_others(indexes: Registry) -> None:
    alice = logged_in(found_desk())
    bob = logged_in(member(alice, "Bob"))
    store.create(alice, [person("Amal"), fact("event", state_responsible="EGY")], NOW)
    store.create(alice, [person("Bahia")], NOW, [bob.person])
    assert names(indexes, alice) == ["Amal", "Bahia"] and names(indexes, bob) == ["Bahia"]
    assert names(indexes, bob, "Amal") == [] and names(indexes, alice, "amal") == ["Amal"]
    with indexes.index(bob) as index:
        assert "state" not in index.find().counts


def test_what_is_added_changed_or_removed_shows_in_the_next_request(indexes: Registry) -> None:
    alice = logged_in(found_desk())
    bob = logged_in(member(alice, "Bob"))
    first = person("Amal")
    case = store.create(alice, [first], NOW, [bob.person])
    assert names(indexes, bob) == ["Amal"]
    store.create(alice, [person("Bahia")], NOW, [bob.person])
    assert names(indexes, bob) == ["Amal", "Bahia"]
    opened = store.open_case(alice, case, NOW)
    mine = type(first)(id=first.id, revision=1, names=(type(first.names[0])(text="Camila"),), roles=first.roles)
    store.save(alice, case, [Edit(opened.facts[first.id], mine)], NOW)
    assert names(indexes, bob) == ["Bahia", "Camila"]
    store.remove_member(alice, case, bob.person, NOW)
    assert names(indexes, bob) == ["Bahia"] and names(indexes, alice) == ["Bahia", "Camila"]


def test_words_of_a_case_that_is_taken_away_do_not_stay_in_memory(indexes: Registry) -> None:
    alice = logged_in(found_desk())
    bob = logged_in(member(alice, "Bob"))
    case = store.create(alice, [person("Amalunique")], NOW, [bob.person])
    store.create(alice, [person("Bahia")], NOW, [bob.person])
    with indexes.index(bob) as index:
        assert b"amalunique" in index._words.serialize()
    Keyring.objects.filter(person=bob.person, case=case).delete()
    with indexes.index(bob) as index:
        assert b"amalunique" not in index._words.serialize() and b"bahia" in index._words.serialize()


def test_a_keyring_row_deleted_in_sql_ends_access_at_once(indexes: Registry) -> None:
    alice = logged_in(found_desk())
    case = store.create(alice, [person("Amal")], NOW)
    store.create(alice, [person("Bahia")], NOW)
    assert names(indexes, alice) == ["Amal", "Bahia"]
    with connection.cursor() as cursor:
        cursor.execute('DELETE FROM keyring WHERE "case" = %s', [spelled(case)])
    assert names(indexes, alice) == ["Bahia"]


def test_rows_exchanged_in_sql_are_seen_though_their_number_stays(indexes: Registry) -> None:
    alice = logged_in(found_desk())
    bob = logged_in(member(alice, "Bob"))
    hers = store.create(alice, [person("Amal")], NOW)
    other = store.create(bob, [person("Bahia")], NOW)
    assert names(indexes, alice) == ["Amal"]
    key = keyring.ring(bob, other).entries()[0]
    Keyring.objects.filter(person=alice.person, case=hers).delete()
    keyring.keep(alice, Purpose.CASE, other, key)
    assert names(indexes, alice) == ["Bahia"]


def test_a_row_turned_to_another_case_in_sql_opens_nothing(indexes: Registry) -> None:
    alice = logged_in(found_desk())
    bob = logged_in(member(alice, "Bob"))
    hers = store.create(alice, [person("Amal")], NOW)
    other = store.create(bob, [person("Bahia")], NOW)
    assert names(indexes, alice) == ["Amal"]
    Keyring.objects.filter(person=alice.person, case=hers).update(case=other)
    assert names(indexes, alice) == ["?"]
    assert names(indexes, alice, "Amal") == names(indexes, alice, "Bahia") == []
    for case in (hers, other):
        with pytest.raises(NoCase):
            store.open_case(alice, case, NOW)


def test_epochs_exchanged_in_sql_are_seen_though_their_sum_stays(indexes: Registry) -> None:
    alice = logged_in(found_desk())
    first = store.create(alice, [person("Amal")], NOW)
    second = store.create(alice, [person("Bahia")], NOW)
    Keyring.objects.filter(person=alice.person, case=first).update(epoch=2)
    assert names(indexes, alice) == ["Bahia"]
    Keyring.objects.filter(person=alice.person, case=first).update(epoch=1)
    Keyring.objects.filter(person=alice.person, case=second).update(epoch=2)
    assert names(indexes, alice) == ["Amal"]


@pytest.mark.parametrize("epoch", [-1, 0, 2**20 - 1, 2**62])
def test_an_epoch_written_in_sql_stops_no_list_whatever_it_is(indexes: Registry, epoch: int) -> None:
    alice = logged_in(found_desk())
    case = store.create(alice, [person("Amal")], NOW)
    store.create(alice, [person("Bahia")], NOW)
    assert names(indexes, alice) == ["Amal", "Bahia"]
    Keyring.objects.filter(person=alice.person, case=case).update(epoch=epoch)
    assert names(indexes, alice) == ["Bahia"]


def test_a_case_whose_newest_key_she_lacks_is_not_listed(indexes: Registry) -> None:
    alice = logged_in(found_desk())
    case = store.create(alice, [person("Amal")], NOW)
    assert names(indexes, alice) == ["Amal"]
    Case.objects.filter(pk=case).update(epoch=2)
    store.create(alice, [person("Bahia")], NOW)
    assert names(indexes, alice) == ["Bahia"]


def test_a_damaged_digest_is_listed_as_damaged(indexes: Registry) -> None:
    alice = logged_in(found_desk())
    case = store.create(alice, [person("Amal")], NOW)
    row = Case.objects.get(pk=case)
    row.digest = row.digest[:-1] + bytes([row.digest[-1] ^ 1])
    row.save()
    assert names(indexes, alice) == ["?"]
    with indexes.index(alice) as index:
        assert index.unreadable() == [case]


def test_nothing_changed_costs_one_query_however_many_cases_there_are(indexes: Registry) -> None:
    alice = logged_in(found_desk())
    counts = []
    for _ in range(2):
        for _ in range(3):
            store.create(alice, few(), NOW)
        names(indexes, alice)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            names(indexes, alice)
        counts.append(len(asked))
    assert counts == [1, 1]


def test_building_costs_as_many_queries_for_many_cases_as_for_few() -> None:
    alice = logged_in(found_desk())
    counts = []
    for _ in range(2):
        for _ in range(4):
            store.create(alice, few(), NOW)
        with CaptureQueriesContext(connection) as asked:
            names(Registry(sweep=3600), alice)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 4


def test_an_index_is_dropped_after_ten_idle_minutes(indexes: Registry) -> None:
    alice = logged_in(found_desk())
    names(indexes, alice)
    indexes._clock.now += IDLE
    indexes.sweep()
    assert len(indexes) == 1
    indexes._clock.now += 1
    indexes.sweep()
    assert len(indexes) == 0


def test_a_pending_login_and_a_login_that_is_gone_keep_none(indexes: Registry) -> None:
    alice = logged_in(found_desk())
    names(indexes, alice)
    Login.objects.update(pending=True)
    indexes.sweep()
    assert len(indexes) == 0


def test_where_the_database_does_not_answer_all_indexes_go(indexes: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    alice = logged_in(found_desk())
    names(indexes, alice)
    monkeypatch.setattr(registry.Login.objects, "filter", lambda **_: 1 / 0)
    indexes.sweep()
    assert len(indexes) == 0


def test_an_error_on_the_way_leaves_no_index(indexes: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    alice = logged_in(found_desk())
    store.create(alice, few(), NOW)
    names(indexes, alice)
    store.create(alice, few(), NOW)
    with monkeypatch.context() as patch:
        patch.setattr(membership, "digests", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            names(indexes, alice)
    entry = indexes._entries[alice.login]
    assert entry.index is None and entry.stamp is None
    assert len(names(indexes, alice)) == 2


def test_locking_ends_the_index_of_this_process_at_once() -> None:
    alice = logged_in(found_desk())
    bob = logged_in(member(alice, "Bob"))
    registry.registry.drop_all()
    for one in (alice, bob):
        with registry.registry.index(one):
            pass
    logins.lock(alice.login)
    assert list(registry.registry._entries) == [bob.login]
    logins.end_all(bob.person)
    assert len(registry.registry) == 0


def test_a_login_that_is_locked_while_it_reads_leaves_nothing(indexes: Registry) -> None:
    alice = logged_in(found_desk())
    with indexes.index(alice) as index:
        indexes.drop(alice.login)
        assert index.find().total == 0
    with pytest.raises(Exception, match="closed"):
        index.find(asking.read("alice"))
    assert len(indexes) == 0


def test_a_command_without_a_login_keeps_none(indexes: Registry) -> None:
    alice = found_desk()
    store.create(alice, [person("Amal")], NOW)
    assert names(indexes, alice) == ["Amal"] and len(indexes) == 0


def test_a_lock_here_empties_another_process_within_ten_seconds(database: Database) -> None:
    alice = found_desk()
    store.create(alice, few(), NOW)
    cookie = login_client(alice).cookies["alongside"].value
    environ = {**database.environ, "ALONGSIDE_DATA": str(database.data), "DJANGO_SETTINGS_MODULE": "alongside.desk.web.settings"}
    started = [sys.executable, "-m", "tests.desk.cases.holding_an_index", cookie]
    with subprocess.Popen(started, env=environ, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        try:
            assert other.stdout.readline() == "holds 1\n"
            locked = time.monotonic()
            logins.lock(alice.login)
            assert other.stdout.readline() == "left 0\n"
            assert time.monotonic() - locked < 10
        finally:
            other.kill()


def test_another_person_under_the_same_login_id_gets_no_index_of_the_first(indexes: Registry) -> None:
    alice = logged_in(found_desk())
    bob = member(alice, "Bob")
    store.create(alice, [person("Amal")], NOW)
    assert names(indexes, alice) == ["Amal"]
    bob.login = alice.login
    assert names(indexes, bob) == []


def test_two_logins_of_one_person_share_nothing(indexes: Registry) -> None:
    alice = logged_in(found_desk())
    again = logged_in(Unlocked(alice.person, alice.secret))
    store.create(alice, [person("Amal")], NOW)
    with indexes.index(alice) as one, indexes.index(again) as other:
        assert one is not other and len(one) == len(other) == 1
    indexes.drop(alice.login)
    assert list(indexes._entries) == [again.login] and names(indexes, again) == ["Amal"]


def test_requests_of_one_login_at_the_same_time_get_the_same_answer(indexes: Registry) -> None:
    alice = logged_in(found_desk())
    for _ in range(3):
        store.create(alice, [person("Amal")], NOW)

    def ask(number: int) -> list[str]:
        try:
            return names(indexes, alice, "amal")
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(ask, range(12))) == [["Amal"] * 3] * 12


def test_a_sweeper_that_died_is_followed_by_another(indexes: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    alice = logged_in(found_desk())

    class Unstartable(threading.Thread):
        def start(self) -> None:
            raise RuntimeError("can't start new thread")

    with monkeypatch.context() as patch:
        patch.setattr(registry.threading, "Thread", Unstartable)
        with pytest.raises(RuntimeError):
            names(indexes, alice)
    names(indexes, alice)
    assert indexes._sweeper is not None and indexes._sweeper.is_alive()


def test_a_sweep_that_fails_is_not_the_last(monkeypatch: pytest.MonkeyPatch) -> None:
    alice = logged_in(found_desk())
    sweeping = Registry(sweep=0.001)
    calls, usual = [], sweeping.sweep

    def failing_once() -> None:
        calls.append(1)
        if len(calls) == 1:
            raise RuntimeError("once")
        usual()

    monkeypatch.setattr(sweeping, "sweep", failing_once)
    names(sweeping, alice)
    Login.objects.all().delete()
    deadline = time.monotonic() + 20
    while len(sweeping) and time.monotonic() < deadline:
        threading.Event().wait(0.01)
    assert len(sweeping) == 0 and len(calls) > 1


def test_of_several_builders_the_last_one_switches_the_collector_on_again() -> None:
    assert gc.isenabled()
    with registry.uncollected(), registry.uncollected():
        assert not gc.isenabled()
    first, second = registry.uncollected(), registry.uncollected()
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    assert not gc.isenabled()
    second.__exit__(None, None, None)
    assert gc.isenabled()


@pytest.mark.parametrize("number", [-1, 2**62])
def test_a_number_written_in_sql_that_no_place_has_shows_a_damaged_case_and_stops_no_list(indexes: Registry, number: int) -> None:
    alice = logged_in(found_desk())
    case = store.create(alice, [person("Amal")], NOW)
    store.create(alice, [person("Bahia")], NOW)
    Case.objects.filter(pk=case).update(digest_version=number)
    assert names(indexes, alice) == ["?", "Bahia"]


def test_marks_that_are_too_large_to_be_summed_up_stop_nothing(indexes: Registry) -> None:
    alice = logged_in(found_desk())
    store.create(alice, [person("Amal")], NOW)
    store.create(alice, [person("Bahia")], NOW)
    Keyring.objects.filter(person=alice.person).update(mark=2**62)
    assert names(indexes, alice) == ["Amal", "Bahia"]


def test_a_key_of_no_purpose_written_in_sql_hides_no_other(indexes: Registry) -> None:
    alice = logged_in(found_desk())
    case = store.create(alice, [person("Amal")], NOW)
    kept = Keyring.objects.get(person=alice.person, case=case)
    Keyring.objects.create(desk_id=alice.desk, person=alice.person, purpose="xyz", case=None, epoch=7, blob=kept.blob)
    Keyring.objects.create(desk_id=alice.desk, person=alice.person, purpose="xyz", case=case, epoch=8, blob=kept.blob)
    assert store.open_case(alice, case, NOW).facts
    with pytest.raises(Refused):
        keyring.opened(alice, Keyring.objects.filter(purpose="xyz")[0])
