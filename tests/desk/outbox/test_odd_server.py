"""A mail server that says what no server says: it fills no memory, and what goes wrong before the mail has begun leaves no doubt."""

import pytest

from alongside.desk.outbox import deliveries
from alongside.desk.outbox.channels.mail import carrying
from alongside.desk.outbox.channels.mail.way import Way
from alongside.desk.outbox.rules import Outcome
from alongside.desk.people.unlocked import Unlocked
from tests.desk import making
from tests.desk.database import Database
from tests.desk.outbox.making import Ticking, sent, use
from tests.desk.outbox.sink import sink


@pytest.fixture
def alice(database: Database) -> Unlocked:
    return making.found_desk()


def long_answer(code: int, words: str = "", lines: int = 200) -> str:
    return "\r\n".join([f"{code}-{words}"] * lines + [f"{code} at last"])


@pytest.mark.parametrize(
    ("verb", "answer", "unsure"),
    [
        ("CONNECT", long_answer(220), False),
        ("RCPT", long_answer(250, "x" * 8000, 20), False),
        ("DATA", long_answer(354), False),
        ("END", long_answer(250), True),
    ],
)
def test_an_answer_that_does_not_end_is_not_read_to_its_end(verb: str, answer: str, unsure: bool) -> None:
    """Every line of it was kept: 1.2 GiB of a hostile server in four seconds, and the machine with the desk on it went down."""
    with sink(replies={verb: answer}) as server:
        way = Way("127.0.0.1", server.port, "plain", "", "", "desk@example.net")
        assert carrying.send(way, "a@example.org", b"x\r\n", 60.0) == Outcome("unreachable", unsure=unsure)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"most": "\u00b2"}, "sent"),
        ({"most": "9" * 5000}, "sent"),
        ({"users": {"desk": "s3cret"}, "replies": {"AUTH": "334 a"}}, "login"),
        ({"replies": {"DATA": "break"}}, "unreachable"),
    ],
)
def test_what_goes_wrong_before_the_mail_has_begun_leaves_no_doubt(
    alice: Unlocked, told: dict[str, object], expected: str
) -> None:
    """A size or a question that are no number and no letters broke the channel, and the mail counted as one that may have left."""
    with sink(**told) as server:
        use(alice, server, **({"user": "desk", "password": "s3cret"} if "users" in told else {}))
        row, ticking = sent(alice), Ticking()
        ticking.carry()
    stands = deliveries.standing(alice.desk, [row], ticking.now)[row]
    assert (stands.state, stands.twice) == (expected, False)


def test_whatever_smtplib_stumbles_over_before_the_mail_leaves_no_doubt(monkeypatch: pytest.MonkeyPatch) -> None:
    def stumbles(*_: object) -> None:
        raise ValueError

    monkeypatch.setattr(carrying, "_envelope", stumbles)
    with sink() as server:
        way = Way("127.0.0.1", server.port, "plain", "", "", "desk@example.net")
        assert carrying.send(way, "a@example.org", b"x\r\n", 60.0) == Outcome("unreachable")
