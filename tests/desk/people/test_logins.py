"""A login is a row that opens with the cookie alone, and dies with the lock."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from alongside.desk.people import accounts, factors, founding, logins, throttle, unlocking
from alongside.desk.people.logins import FRESH, IDLE, LONGEST, PENDING, Busy, CardChanged, NotIn, Pending
from alongside.desk.people.models import Factor, Login, Person
from alongside.desk.people.unlocked import Unlocked
from alongside.vault import logins as secrets
from alongside.vault import passphrases
from alongside.vault.passphrases import CHEAPEST
from tests.desk.database import Database
from tests.desk.making import NOW, found_desk, member, newcomer

pytestmark = pytest.mark.usefixtures("database")
MINUTE = timedelta(minutes=1)


def founded() -> tuple[Unlocked, str]:
    return founding.found("The desk", "Alice", "heron", "en", NOW, CHEAPEST)


def opened(cookie: str) -> Unlocked:
    pending = logins.read(cookie, NOW)
    assert isinstance(pending, Pending)
    return logins.finish(pending, NOW)


def test_words_and_second_factor_open_the_same_secret() -> None:
    alice, words = founded()
    cookie = logins.begin(" HERON ", words.upper().replace(" ", "  "), NOW, CHEAPEST)
    assert isinstance(logins.read(cookie, NOW), Pending)
    opened(cookie)
    again = logins.read(cookie, NOW + MINUTE)
    assert isinstance(again, Unlocked)
    assert (again.secret.seed, again.proven) == (alice.secret.seed, NOW) and again.desk_ring.newest == 1


def test_the_row_holds_neither_the_cookie_nor_the_secret() -> None:
    alice, words = founded()
    cookie = logins.begin("heron", words, NOW, CHEAPEST)
    opened(cookie)
    row = Login.objects.values().get()
    secret = secrets.from_text(cookie)
    assert row["id"] == secrets.login(secret).id.hex() and secret.hex() not in repr(row) and cookie not in repr(row)
    for held in (secret, alice.secret.seed, secrets.login(secret).key):
        assert held not in bytes(row["blob"])


def test_every_way_of_being_wrong_costs_one_derivation_and_the_same_queries(monkeypatch: pytest.MonkeyPatch) -> None:
    alice, words = founded()
    bob = member(alice)
    Person.objects.filter(id=bob.person.id).update(active=False)
    Person.objects.filter(id=newcomer(alice, "Charlie").person.id).update(card=b"no card")
    Person.objects.filter(id=newcomer(alice, "Dora").person.id).update(wrapped=b"", card=b"")
    costs: list[tuple[int, int]] = []
    derive = passphrases._key

    def counted(words: bytes, cost: passphrases.Cost, salt: bytes) -> bytes:
        costs.append((cost.passes, cost.memory))
        return derive(words, cost, salt)

    monkeypatch.setattr(passphrases, "_key", counted)
    wrong, seen = passphrases.generate(), []
    for handle, typed in [
        ("heron", wrong), ("nobody", wrong), ("nobody", words), ("heron", "abacus"), ("nobody", "abacus"), ("heron", ""), ("", ""),
        ("bob", wrong), ("charlie", wrong), ("dora", wrong), ("x" * 100_000, wrong), ("heron", "x " * 50_000), ("\0", "\0"),
    ]:  # fmt: skip
        costs.clear()
        with CaptureQueriesContext(connection) as queries, pytest.raises(NotIn):
            logins.begin(handle, typed, NOW, CHEAPEST)
        seen.append((tuple(costs), [query["sql"].partition("WHERE")[0] for query in queries]))
    assert all(one == seen[0] for one in seen) and len(seen[0][0]) == 1


def test_what_is_tried_for_an_unknown_handle_costs_what_real_people_cost() -> None:
    assert logins.begin.__defaults__ == (passphrases.PRODUCTION,)
    assert passphrases.cost_of(logins._nobody(passphrases.PRODUCTION)) == passphrases.PRODUCTION


def test_a_pending_login_opens_nothing_and_ends_after_five_minutes() -> None:
    _, words = founded()
    cookie = logins.begin("heron", words, NOW, CHEAPEST)
    pending = logins.read(cookie, NOW + PENDING - MINUTE)
    assert isinstance(pending, Pending)
    assert logins.read(cookie, NOW + PENDING) is None and not Login.objects.exists()
    with pytest.raises(NotIn):
        logins.finish(pending, NOW + PENDING)


def test_a_pending_row_that_is_made_open_in_sql_does_not_open() -> None:
    _, words = founded()
    cookie = logins.begin("heron", words, NOW, CHEAPEST)
    Login.objects.update(pending=False)
    assert logins.read(cookie, NOW) is None


def test_a_login_finishes_once() -> None:
    _, words = founded()
    cookie = logins.begin("heron", words, NOW, CHEAPEST)
    pending = logins.read(cookie, NOW)
    assert isinstance(pending, Pending)
    logins.finish(pending, NOW)
    with pytest.raises(NotIn):
        logins.finish(pending, NOW)


def test_an_idle_login_locks_and_use_keeps_it_open() -> None:
    _, words = founded()
    cookie = logins.begin("heron", words, NOW, CHEAPEST)
    opened(cookie)
    later = NOW + IDLE - MINUTE
    assert logins.read(cookie, later)
    assert logins.read(cookie, later + IDLE - MINUTE)
    assert logins.read(cookie, later + 2 * IDLE) is None and not Login.objects.exists()


def test_a_login_ends_after_twelve_hours_however_busy_it_is() -> None:
    _, words = founded()
    cookie = logins.begin("heron", words, NOW, CHEAPEST)
    opened(cookie)
    step, at = IDLE - MINUTE, NOW
    while at + step < NOW + LONGEST:
        at += step
        found = logins.read(cookie, at)
        assert isinstance(found, Unlocked)
        logins.prove(found, secrets.from_text(cookie), at)  # proving herself anew prolongs nothing
    assert logins.read(cookie, NOW + LONGEST) is None and not Login.objects.exists()


def test_a_request_within_the_same_minute_writes_nothing() -> None:
    _, words = founded()
    cookie = logins.begin("heron", words, NOW, CHEAPEST)
    opened(cookie)
    with CaptureQueriesContext(connection) as queries:
        logins.read(cookie, NOW + timedelta(seconds=20))
    assert [query["sql"].split()[0] for query in queries] == ["SELECT"]


@pytest.mark.parametrize("cookie", ["", "x", "A" * 43, "A" * 5000, "ä" * 43, "A" * 43 + "=", "\0"])
def test_a_made_up_cookie_is_nobody(cookie: str) -> None:
    found_desk()
    assert logins.read(cookie, NOW) is None


def test_lock_ends_this_login_and_end_all_the_others() -> None:
    alice, words = founded()
    cookies = [logins.begin("heron", words, NOW, CHEAPEST) for _ in range(3)]
    people = [opened(cookie) for cookie in cookies]
    assert len(logins.open_logins(alice.person, NOW)) == 3
    logins.lock(people[0].login)
    assert [bool(logins.read(cookie, NOW)) for cookie in cookies] == [False, True, True]
    assert logins.end_all(alice.person, but=people[1].login) == 1
    assert [bool(logins.read(cookie, NOW)) for cookie in cookies] == [False, True, False]
    assert logins.end_all(alice.person) == 1 and not Login.objects.exists()


def test_rows_of_people_who_never_come_back_are_swept_at_the_next_login() -> None:
    _, words = founded()
    opened(logins.begin("heron", words, NOW, CHEAPEST))
    logins.begin("heron", words, NOW, CHEAPEST)
    logins.begin("heron", words, NOW + IDLE + MINUTE, CHEAPEST)
    assert Login.objects.count() == 1


def test_somebody_whose_account_ended_is_out_at_once() -> None:
    alice, words = founded()
    cookie = logins.begin("heron", words, NOW, CHEAPEST)
    opened(cookie)
    Person.objects.filter(id=alice.person.id).update(active=False)
    assert logins.read(cookie, NOW) is None
    with pytest.raises(NotIn):
        logins.begin("heron", words, NOW, CHEAPEST)


def test_a_swapped_card_lets_her_in_nowhere() -> None:
    alice, words = founded()
    bob = member(alice)
    cookie = logins.begin("heron", words, NOW, CHEAPEST)
    opened(cookie)
    Person.objects.filter(id=alice.person.id).update(card=bob.person.card)
    assert logins.read(cookie, NOW) is None
    with pytest.raises(CardChanged):
        logins.begin("heron", words, NOW, CHEAPEST)


def test_a_row_of_another_login_does_not_open() -> None:
    alice, words = founded()
    bob = member(alice)
    cookie = logins.begin("heron", words, NOW, CHEAPEST)
    opened(cookie)
    Login.objects.update(person=bob.person)
    assert logins.read(cookie, NOW) is None


def test_the_second_factor_is_fresh_for_half_an_hour() -> None:
    _, words = founded()
    cookie = logins.begin("heron", words, NOW, CHEAPEST)
    alice = opened(cookie)
    assert logins.is_fresh(alice, NOW + FRESH) and not logins.is_fresh(alice, NOW + FRESH + MINUTE)
    logins.prove(alice, secrets.from_text(cookie), NOW + MINUTE)
    again = logins.read(cookie, NOW + MINUTE)
    assert isinstance(again, Unlocked) and again.proven == NOW + MINUTE
    logins.lock(alice.login)
    with pytest.raises(NotIn):
        logins.prove(alice, secrets.from_text(cookie), NOW)
    assert not logins.is_fresh(Unlocked(alice.person, alice.secret), NOW)


def test_a_step_that_fails_at_login_keeps_nobody_out(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []

    def broken(unlocked: Unlocked, now: object) -> None:
        raise RuntimeError("a name")

    monkeypatch.setattr(unlocking, "STEPS", [broken, unlocking.take_over])
    unlocking.at_unlock(lambda unlocked, now: done.append("later"))
    _, words = founded()
    opened(logins.begin("heron", words, NOW, CHEAPEST))
    assert done == ["later"]


def test_at_most_two_derivations_run_at_once_and_the_line_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    alice, words = founded()
    running, most, inside, go_on = [0], [0], Barrier(3), Barrier(3)

    def slow(*_: object) -> bytes:
        running[0] += 1
        most[0] = max(most[0], running[0])
        inside.wait(10)
        go_on.wait(10)
        running[0] -= 1
        return alice.secret.seed

    monkeypatch.setattr(passphrases, "unwrap", slow)
    threads = [Thread(target=accounts.secret_of, args=(alice.person, words)) for _ in range(2)]
    for thread in threads:
        thread.start()
    inside.wait(10)
    monkeypatch.setattr(throttle, "SECONDS", 0.01)
    with pytest.raises(Busy):  # both places are taken, and its patience is short
        accounts.secret_of(alice.person, words)
    go_on.wait(10)
    for thread in threads:
        thread.join()
    assert most == [2]
    monkeypatch.setattr(throttle, "_line", throttle.BoundedSemaphore(1))
    with throttle.slow(), pytest.raises(Busy):
        logins.begin("heron", words, NOW, CHEAPEST)


def test_no_derivation_runs_inside_a_transaction(monkeypatch: pytest.MonkeyPatch) -> None:
    inside: list[bool] = []
    derive = passphrases._key
    monkeypatch.setattr(passphrases, "_key", lambda *parts: inside.append(connection.in_atomic_block) or derive(*parts))
    alice, words = founded()
    newcomer(alice)
    logins.begin("heron", words, NOW, CHEAPEST)
    assert len(inside) >= 3 and not any(inside)


def test_no_column_beside_the_wrapped_secret_depends_on_the_words() -> None:
    """security.md 1: whoever holds the database can test words against `wrapped` alone, which is behind Argon2id."""
    alice, words = founded()
    opened(logins.begin("heron", words, NOW, CHEAPEST))
    factors.new_codes(alice)
    kept = Person.objects.values("handle", "card", "escrow", "profile", "pins", "roles").get()
    others = [Login.objects.values("id", "blob").get(), Factor.objects.values("blob").get(), kept]
    # Six other words for the same secret: nothing of the rest had to change for it to open.
    fresh = passphrases.generate()
    Person.objects.update(wrapped=accounts.wrapped(alice.person, alice.secret, fresh, CHEAPEST))
    assert others == [Login.objects.values("id", "blob").get(), Factor.objects.values("blob").get(), kept]
    assert opened(logins.begin("heron", fresh, NOW, CHEAPEST)).secret.seed == alice.secret.seed


def test_a_login_revoked_in_another_process_is_out_in_this_one(database: Database) -> None:
    alice, words = founded()
    cookie = logins.begin("heron", words, NOW, CHEAPEST)
    opened(cookie)
    assert logins.read(cookie, NOW)

    def elsewhere() -> None:
        logins.end_all(alice.person)
        connections.close_all()

    other = Thread(target=elsewhere)
    other.start()
    other.join()
    assert logins.read(cookie, NOW) is None
