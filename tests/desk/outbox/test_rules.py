"""What follows from an answer: tried again with longer pauses, ended for good, given up after days."""

from datetime import UTC, datetime, timedelta

from alongside.desk.outbox import rules
from alongside.desk.outbox.rules import Outcome, after

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def test_an_answer_for_good_ends_it() -> None:
    assert [after(Outcome(state), 1, NOW, rules.PATIENCE, NOW) for state in ("sent", "refused")] == [
        rules.Step("sent", None),
        rules.Step("refused", None),
    ]


def test_pauses_grow_from_a_minute_to_hours() -> None:
    pauses = [after(Outcome("later"), tries, NOW, rules.PATIENCE, NOW).due - NOW for tries in range(1, 9)]
    assert pauses == sorted(pauses) and pauses[0] == timedelta(minutes=1) and pauses[-1] == timedelta(hours=6)


def test_after_four_days_it_is_given_up() -> None:
    tries, now = 0, NOW
    while True:
        tries += 1
        step = after(Outcome("unreachable"), tries, NOW, rules.PATIENCE, now)
        if step.due is None:
            break
        now = step.due
    assert step.state == "given-up" and timedelta(days=3) < now - NOW <= timedelta(days=4) and tries < 30


def test_what_our_own_key_does_not_open_is_never_given_up() -> None:
    assert after(Outcome("unreadable"), 99, NOW, timedelta(0), NOW + timedelta(days=99)).due is not None


def test_every_state_is_either_open_or_done_and_fits_the_column() -> None:
    assert not set(rules.OPEN) & set(rules.DONE) and max(map(len, (*rules.OPEN, *rules.DONE))) <= 12
    assert rules.DEADLINE < rules.LEASE
