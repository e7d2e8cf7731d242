"""What waits to be sent: sealed, claimed by one worker at a time, marked, stopped and held."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event
from uuid import UUID, uuid4

import pytest
from django.db import connection, connections, transaction

from alongside.desk.outbox import deliveries, receipts, rules
from alongside.desk.outbox.deliveries import Claimed, Message
from alongside.desk.outbox.models import Delivery
from alongside.desk.outbox.rules import Outcome, Step
from alongside.desk.people import changing, keyfiles
from alongside.desk.people.models import Desk
from alongside.desk.people.unlocked import Unlocked
from alongside.vault.errors import Tampered, WrongKey
from tests.desk import making
from tests.desk.database import Database
from tests.desk.making import NOW

LATER = NOW + timedelta(minutes=11)  # the lease has run out
SENT = Outcome("sent", "250 queued for mission@example.org")


@pytest.fixture
def alice(database: Database) -> Unlocked:
    return making.found_desk()


def put(alice: Unlocked, body: bytes = b"a letter") -> UUID:
    return deliveries.put(alice.desk, "mail", Message(alice.card, NOW, body), NOW)


def claimed(now=NOW) -> Claimed:
    found = deliveries.claim(now)
    assert found is not None
    return found


def done(one: Claimed, outcome: Outcome = SENT) -> None:
    deliveries.mark(one, one.message(), outcome, rules.after(outcome, one.tries, NOW, rules.PATIENCE, NOW), NOW)


def state(alice: Unlocked, row: UUID, now=NOW) -> deliveries.Standing:
    return deliveries.standing(alice.desk, [row], now)[row]


def holds_the_proof_alone(alice: Unlocked, row: UUID) -> bool:
    """Whether what was carried is wiped, and the row says nothing but that it stayed."""
    return state(alice, row).stayed and receipts.is_stay(alice.desk, row, Delivery.objects.get(pk=row).blob)


def test_what_is_put_in_comes_out_once(alice: Unlocked) -> None:
    row = put(alice)
    one = claimed()
    assert (one.id, one.lane, one.tries, one.twice, one.message().body) == (row, "mail", 1, False, b"a letter")
    assert deliveries.claim(NOW) is None and not deliveries.is_due(NOW)
    assert state(alice, row).busy


def test_nothing_is_put_in_where_the_transaction_fails(alice: Unlocked) -> None:
    with transaction.atomic():
        put(alice)
        transaction.set_rollback(True)
    assert not Delivery.objects.exists()


def test_nothing_leaves_before_it_is_due_and_the_oldest_leaves_first(alice: Unlocked) -> None:
    first = put(alice)
    deliveries.put(alice.desk, "mail", Message(alice.card, NOW, b"later"), LATER)
    assert claimed().id == first
    assert deliveries.claim(NOW) is None
    assert claimed(LATER).id == first  # whose worker has not come back


def test_a_lease_that_ran_out_is_claimed_again_and_marked_as_a_possible_copy(alice: Unlocked) -> None:
    row = put(alice)
    claimed()
    again = claimed(LATER)
    assert (again.tries, again.twice) == (2, True)
    done(again)
    told = receipts.receipt(alice, row)
    assert told is not None and told.twice and state(alice, row).twice


def test_what_was_accepted_is_wiped_and_the_answer_kept_for_who_sent_it(alice: Unlocked) -> None:
    bob = making.member(alice)
    row = put(alice)
    one = claimed()
    done(one)
    assert state(alice, row).done and not deliveries.is_due(LATER)
    told = receipts.receipt(alice, row)
    assert told is not None and told.answer == SENT.answer and told.at == NOW
    assert receipts.receipt(bob, row) is None
    stored = bytes(Delivery.objects.get(pk=row).blob)
    with pytest.raises((Tampered, WrongKey)):
        Claimed(row, alice.desk, "mail", NOW, 1, False, stored).message()


def test_the_answer_of_a_worker_that_came_too_late_still_counts_if_it_says_accepted(alice: Unlocked) -> None:
    row = put(alice)
    slow = claimed()
    quick = claimed(LATER)
    done(slow)
    assert state(alice, row, LATER).state == "sent" and state(alice, row, LATER).twice
    done(quick, Outcome("later"))  # hers is over, and is not opened again
    assert state(alice, row, LATER).state == "sent"


def test_a_worker_that_lost_its_lease_puts_nothing_off(alice: Unlocked) -> None:
    row = put(alice)
    slow = claimed()
    claimed(LATER)
    done(slow, Outcome("unreachable"))
    assert state(alice, row, LATER).busy


def test_a_person_stops_what_has_not_left(alice: Unlocked) -> None:
    row, other = put(alice), put(alice)
    assert deliveries.stop(alice.desk, row)
    assert state(alice, row).state == "stopped" and holds_the_proof_alone(alice, row)
    one = claimed()
    assert one.id == other
    done(one)
    assert not deliveries.stop(alice.desk, other) and not deliveries.stop(alice.desk, row)
    assert not deliveries.stop(uuid4(), row)


def test_a_worker_lets_go_of_what_it_has_and_of_nothing_that_another_has(alice: Unlocked) -> None:
    row = put(alice)
    late = claimed()
    again = claimed(LATER)
    assert not deliveries.let_go(late) and not state(alice, row).done
    assert deliveries.let_go(again) and state(alice, row).state == "stopped"
    assert state(alice, row).twice and not state(alice, row).stayed  # the first worker may have handed it over
    assert deliveries.claim(LATER + timedelta(hours=1)) is None


def test_what_a_person_stopped_just_before_its_worker_lets_go_of_it_is_proven_to_have_stayed(alice: Unlocked) -> None:
    row = put(alice)
    one = claimed()
    assert deliveries.stop(alice.desk, row) and not state(alice, row).stayed
    assert not deliveries.let_go(one) and holds_the_proof_alone(alice, row)


def test_what_is_carried_knows_its_last_day_to_the_end_of_that_day(alice: Unlocked) -> None:
    message = Message.from_bytes(Message(alice.card, NOW, b"a letter", None, NOW.date()).to_bytes())
    evening = NOW.replace(hour=23, minute=59)
    assert not message.too_late(evening) and message.too_late(evening + timedelta(minutes=1))
    assert not Message.from_bytes(Message(alice.card, NOW, b"a letter").to_bytes()).too_late(NOW + timedelta(days=9999))


@pytest.mark.parametrize("met", ["unreachable", "later", "refused", "unset"])
def test_what_is_stopped_while_a_worker_has_it_is_never_tried_again(alice: Unlocked, met: str) -> None:
    row = put(alice)
    one = claimed()
    message = one.message()
    assert deliveries.wanted(one)
    assert deliveries.stop(alice.desk, row) and not deliveries.wanted(one)
    assert receipts.standing_of(alice, row) == ("stopped", True, None)  # nobody knows yet whether it is just leaving
    deliveries.mark(one, message, Outcome(met), rules.after(Outcome(met), 1, NOW, rules.PATIENCE, NOW), NOW)
    assert receipts.standing_of(alice, row) == ("stopped", False, None)  # now it is known: it did not
    assert deliveries.claim(LATER) is None and not deliveries.is_due(LATER) and not deliveries.stop(alice.desk, row)
    assert holds_the_proof_alone(alice, row)


def test_what_a_worker_handed_over_before_it_saw_the_stop_is_said_to_have_left(alice: Unlocked) -> None:
    row = put(alice)
    one = claimed()
    message = one.message()
    assert deliveries.stop(alice.desk, row)
    deliveries.mark(one, message, SENT, rules.after(SENT, 1, NOW, rules.PATIENCE, NOW), NOW)
    told, _, receipt = receipts.standing_of(alice, row)
    assert told == "sent" and receipt is not None and receipt.answer == SENT.answer


@pytest.mark.parametrize("unsure", [True, False])
def test_a_stopped_one_whose_line_broke_stays_in_doubt(alice: Unlocked, unsure: bool) -> None:
    row = put(alice)
    done(claimed(), Outcome("unreachable", unsure=not unsure))
    one = claimed(LATER)
    message = one.message()
    deliveries.stop(alice.desk, row)
    met = Outcome("unreachable", unsure=unsure)
    deliveries.mark(one, message, met, rules.after(met, 2, NOW, rules.PATIENCE, LATER), LATER)
    assert receipts.standing_of(alice, row) == ("stopped", True, None)


def test_a_worker_does_not_hand_over_what_was_held_taken_away_or_given_to_another_meanwhile(alice: Unlocked) -> None:
    put(alice), put(alice), put(alice)
    held, gone, slow = claimed(), claimed(), claimed()
    assert all(deliveries.wanted(one) for one in (held, gone, slow))
    Delivery.objects.filter(pk=held.id).update(state="held")
    deliveries.forget(alice.desk, [gone.id])
    assert not deliveries.wanted(held) and not deliveries.wanted(gone)
    assert claimed(LATER).id == slow.id and not deliveries.wanted(slow)
    restored = claimed_again(alice)
    Desk.objects.update(restored=NOW.date())
    assert not deliveries.wanted(restored)


def claimed_again(alice: Unlocked) -> Claimed:
    put(alice)
    return claimed()


def test_what_is_stopped_while_its_worker_is_gone_may_have_left(alice: Unlocked) -> None:
    row = put(alice)
    claimed()
    assert deliveries.stop(alice.desk, row) and state(alice, row).twice


def test_a_restored_desk_carries_nothing_until_a_person_has_looked_and_then_only_what_she_releases(alice: Unlocked) -> None:
    row, other = put(alice), put(alice)
    Desk.objects.update(restored=NOW.date())
    assert deliveries.claim(LATER) is None and not deliveries.is_due(LATER)
    assert deliveries.hold_all(alice.desk) == 2
    Desk.objects.update(restored=None)
    assert deliveries.claim(LATER) is None and not deliveries.is_due(LATER)
    assert deliveries.release(alice.desk, row, LATER) and not deliveries.release(alice.desk, row, LATER)
    assert (one := claimed(LATER)).id == row and one.twice
    assert deliveries.stop(alice.desk, other)


def test_what_waits_when_the_way_changes_is_held_and_what_a_worker_has_may_have_left(alice: Unlocked) -> None:
    row, other = put(alice), put(alice)
    one = claimed()
    free = other if one.id == row else row
    assert deliveries.hold_moved(alice.desk) == 2
    assert {each: state(alice, each).twice for each in (row, other)} == {one.id: True, free: False}
    done(one, Outcome("unreachable"))  # too late to put it back among those that leave by themselves
    assert state(alice, one.id).state == "held" and deliveries.claim(LATER) is None
    done(one)  # but accepted is accepted
    assert state(alice, one.id).state == "sent"
    assert deliveries.hold_moved(alice.desk) == 1 and state(alice, one.id).state == "sent"


def test_which_have_not_left_is_answered_for_those_that_are_asked_about(alice: Unlocked) -> None:
    rows = [put(alice) for _ in range(4)]
    done(one := claimed())
    left = [row for row in rows if row != one.id]
    deliveries.stop(alice.desk, left[0])
    Delivery.objects.filter(pk=left[1]).update(state="held")
    assert deliveries.open_ids(alice.desk, rows) == {left[1], left[2]}
    assert deliveries.open_ids(alice.desk, [left[2], uuid4()]) == {left[2]} and deliveries.open_ids(uuid4(), rows) == set()


def test_a_page_tells_what_is_proven_and_not_what_somebody_wrote_in_the_table(alice: Unlocked) -> None:
    bob, row = making.member(alice), put(alice)
    assert receipts.standing_of(alice, row) == ("waiting", False, None)
    Delivery.objects.update(state="sent", due=None)
    assert receipts.standing_of(alice, row) == ("unproven", False, None)
    assert receipts.standing_of(bob, row, hers=False) == ("sent", False, None)
    Delivery.objects.update(state="waiting", due=NOW)
    done(claimed())
    Delivery.objects.update(state="refused", twice=True)
    told, twice, receipt = receipts.standing_of(alice, row)
    assert (told, twice) == ("sent", True) and receipt == receipts.receipt(alice, row) is not None
    deliveries.forget(alice.desk, [row])
    assert receipts.standing_of(alice, row) == ("gone", False, None)
    stopped = put(alice)
    deliveries.stop(alice.desk, stopped)
    assert receipts.standing_of(alice, stopped) == ("stopped", False, None)


def test_nobody_who_writes_to_the_table_makes_something_that_left_one_that_stayed(alice: Unlocked) -> None:
    """`stopped` in a row was believed: the page said that it did not leave, and the next no took its step out of the case."""
    bob, row, other = making.member(alice), put(alice), put(alice)
    deliveries.stop(alice.desk, other)
    proof = Delivery.objects.get(pk=other).blob
    done(claimed())
    receipt = Delivery.objects.get(pk=row).blob
    for said in (receipt, b"", proof):
        Delivery.objects.filter(pk=row).update(state="stopped", twice=False, blob=said)
        assert not state(alice, row).stayed
        assert receipts.standing_of(bob, row, hers=False) == ("unproven", False, None)
    assert receipts.standing_of(alice, row) == ("unproven", False, None)
    assert state(alice, other).stayed and receipts.standing_of(bob, other, hers=False) == ("stopped", False, None)


def test_rows_go_with_their_case(alice: Unlocked) -> None:
    row, other = put(alice), put(alice)
    assert deliveries.forget(uuid4(), [row]) == 0 and deliveries.forget(alice.desk, [row]) == 1
    assert [one.pk for one in Delivery.objects.all()] == [other]


def test_a_row_that_somebody_wrote_or_moved_does_not_open(alice: Unlocked) -> None:
    row, other = put(alice), put(alice, b"another")
    Delivery.objects.filter(pk=row).update(blob=Delivery.objects.get(pk=other).blob)
    with pytest.raises(Tampered):
        next(one for one in (claimed(), claimed()) if one.id == row).message()


def test_without_the_file_beside_the_database_nothing_that_waits_opens(alice: Unlocked, tmp_path) -> None:
    put(alice)
    keyfiles.put_back({keyfiles.SERVICE: bytes(32)})
    with pytest.raises((Tampered, WrongKey)):
        claimed().message()


def test_her_receipts_stay_hers_when_she_gets_a_new_key(alice: Unlocked) -> None:
    row = put(alice)
    done(claimed())
    assert receipts.receipt(alice, row) is not None
    from alongside.vault.persons import Secret

    new = Secret.fresh()
    card = new.card(alice.desk.bytes, alice.person.pk.bytes, alice.card.epoch + 1)
    assert receipts.reseal in changing._resealed
    receipts.reseal(alice.person, alice.secret, alice.card, new, card)
    assert receipts.receipt(alice, row) is None
    alice.person.card = card.to_bytes()
    hers = Unlocked(alice.person, new)
    assert receipts.receipt(hers, row) is not None


def test_workers_that_claim_at_once_never_get_the_same(alice: Unlocked) -> None:
    rows = {put(alice) for _ in range(24)}

    def work(_: int) -> list[UUID]:
        found = []
        try:
            while (one := deliveries.claim(NOW)) is not None:
                found.append(one.id)
                if len(found) % 2:
                    deliveries.mark(one, one.message(), SENT, Step("sent", None), NOW)
        finally:
            connections.close_all()
        return found

    connection.close()
    with ThreadPoolExecutor(4) as pool:
        took = [row for each in pool.map(work, range(4)) for row in each]
    assert len(took) == 24 and set(took) == rows


def test_what_is_stopped_while_workers_claim_and_put_back_stays_stopped(alice: Unlocked) -> None:
    rows, over = [put(alice) for _ in range(16)], Event()

    def work() -> None:
        try:
            while not over.is_set():
                if (one := deliveries.claim(NOW)) is not None:
                    deliveries.mark(one, one.message(), Outcome("unreachable"), Step("unreachable", NOW), NOW)
        finally:
            connections.close_all()

    def stop() -> list[bool]:
        try:
            return [deliveries.stop(alice.desk, row) for row in rows]
        finally:
            over.set()
            connections.close_all()

    connection.close()
    with ThreadPoolExecutor(3) as pool:
        workers = [pool.submit(work) for _ in range(2)]
        assert all(pool.submit(stop).result())
        for one in workers:
            one.result()
    assert {(one.state, one.due) for one in Delivery.objects.all()} == {("stopped", None)}
    assert all(holds_the_proof_alone(alice, row) for row in rows)
    assert {state(alice, row).twice for row in rows} == {False}  # every worker has said that it handed nothing over
