"""Mail to a server of the test's own: what arrives, in which clothes, and what becomes of each answer and each fault."""

from datetime import timedelta
from email import message_from_bytes
from email.policy import SMTP
from pathlib import Path
from time import monotonic

import pytest

from alongside.desk.outbox import deliveries, receipts
from alongside.desk.outbox.channels.mail import carrying
from alongside.desk.outbox.channels.mail.letter import Attachment, Letter, inner
from alongside.desk.outbox.channels.mail.posting import TooLarge, pack, post
from alongside.desk.outbox.channels.mail.way import Way
from alongside.desk.outbox.rules import Outcome
from alongside.desk.people import keyfiles, notices
from alongside.desk.people.unlocked import Unlocked
from alongside.vault.persons import Secret
from tests.desk import making
from tests.desk.database import Database, aside
from tests.desk.making import NOW
from tests.desk.outbox.conftest import Recipient
from tests.desk.outbox.making import LETTER, MARK, MINUTE, Ticking, sent, use
from tests.desk.outbox.sink import certificate, closed_port, sink

DAY = timedelta(days=1)


@pytest.fixture
def alice(database: Database) -> Unlocked:
    return making.found_desk()


def state(alice: Unlocked, row, ticking: Ticking) -> str:
    return deliveries.standing(alice.desk, [row], ticking.now)[row].state


def test_gnupg_decrypts_the_caught_mail_and_finds_the_frozen_bytes(alice: Unlocked, recipient: Recipient) -> None:
    with sink() as server:
        use(alice, server)
        row, ticking = sent(alice, recipient.key), Ticking()
        assert ticking.carry() == 1 and ticking.carry(DAY) == 0
    (mail,) = server.caught
    assert (mail.sender, mail.to) == ("desk@example.net", "mission@example.org")
    assert MARK.encode() not in mail.data
    content = list(message_from_bytes(mail.data, policy=SMTP).iter_parts())[1].get_payload(decode=True)
    assert recipient.ring.open(content) == inner(LETTER)
    told = receipts.receipt(alice, row)
    assert told is not None and (told.state, told.tries, told.twice) == ("sent", 1, False) and "queued" in told.answer
    assert ticking.said == []


def test_a_letter_without_a_key_arrives_as_its_inner_bytes(alice: Unlocked) -> None:
    with sink() as server:
        use(alice, server)
        sent(alice)
        Ticking().carry()
    assert server.caught[0].data.endswith(inner(LETTER))


def test_the_mail_tells_the_server_nothing_of_this_computer(alice: Unlocked) -> None:
    import getpass
    import socket

    with sink() as server:
        use(alice, server)
        sent(alice)
        Ticking().carry()
    (mail,) = server.caught
    head = mail.data.partition(b"\r\n\r\n")[0]
    assert mail.greeting == "[127.0.0.1]" and b"User-Agent" not in head and b"X-" not in head
    for word in (socket.gethostname(), getpass.getuser(), "alongside", "python"):
        assert word.lower().encode() not in head.lower().replace(b"example.net", b"") or len(word) < 3


def test_what_waits_holds_no_word_of_an_encrypted_letter_even_for_the_worker(alice: Unlocked, recipient: Recipient) -> None:
    sent(alice, recipient.key)
    one = deliveries.claim(NOW)
    assert one is not None and MARK.encode() not in one.message().body
    assert inner(LETTER) not in one.message().body


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_server_that_proves_its_name_gets_password_and_mail(
    alice: Unlocked, security: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context, file = certificate(tmp_path)
    with sink(security=security, context=context, users={"desk": "s3cret"}) as server:
        use(alice, server, user="desk", password="s3cret")
        row, ticking = sent(alice), Ticking()
        ticking.carry()
        assert state(alice, row, ticking) == "insecure" and not server.caught  # nobody whom we trust has signed it
        monkeypatch.setenv("SSL_CERT_FILE", str(file))
        ticking.carry(MINUTE)
        assert [(one.encrypted, one.logged_in) for one in server.caught] == [(True, "desk")]
        use(alice, server, user="desk", password="wrong")
        row = sent(alice, now=ticking.now)
        ticking.carry()
        assert state(alice, row, ticking) == "login"
    assert len(ticking.said) == 2 and "s3cret" not in "".join(ticking.said)


def test_a_certificate_of_another_name_is_not_believed(alice: Unlocked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    context, file = certificate(tmp_path, "mail.example.com")
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    with sink(security="starttls", context=context, users={"desk": "s3cret"}) as server:
        use(alice, server, user="desk", password="s3cret")
        row, ticking = sent(alice), Ticking()
        ticking.carry()
    assert state(alice, row, ticking) == "insecure" and not server.caught


def test_without_encryption_nothing_leaves_this_computer(alice: Unlocked) -> None:
    with sink() as server:
        use(alice, server, security="starttls")  # which it does not offer
        row, ticking = sent(alice), Ticking()
        ticking.carry()
        assert state(alice, row, ticking) == "insecure"
        use(alice, server, host="mail.example.com")  # plain, and not this computer: not even asked for
        ticking.carry(MINUTE)
        assert state(alice, row, ticking) == "insecure" and not server.caught


@pytest.mark.parametrize(
    ("verb", "reply", "expected"),
    [
        ("CONNECT", "554 no service", "unreachable"),
        ("MAIL", "450 busy", "later"),
        ("MAIL", "550 not you", "sender"),
        ("MAIL", "552 too large", "refused"),
        ("RCPT", "450 greylisted", "later"),
        ("RCPT", "550 no such user", "refused"),
        ("RCPT", "530 log in first", "login"),
        ("DATA", "451 try again", "later"),
        ("DATA", "554 spam", "refused"),
        ("END", "451 try again", "later"),
        ("END", "554 spam", "refused"),
        ("EHLO", "break", "unreachable"),
        ("RCPT", "break", "unreachable"),
    ],
)
def test_each_answer_has_its_state(alice: Unlocked, verb: str, reply: str, expected: str) -> None:
    with sink(replies={verb: reply}) as server:
        use(alice, server)
        row, ticking = sent(alice), Ticking()
        ticking.carry()
        stands = deliveries.standing(alice.desk, [row], ticking.now)[row]
        assert (stands.state, stands.twice) == (expected, False)
        if expected == "refused":
            told = receipts.receipt(alice, row)
            assert told is not None and told.answer.startswith(reply[:3])
        else:
            server.replies.clear()
            ticking.carry(MINUTE)
            assert state(alice, row, ticking) == "sent" and [one.to for one in server.caught][-1:] == ["mission@example.org"]


def test_a_line_that_breaks_after_the_last_byte_marks_a_possible_copy(alice: Unlocked) -> None:
    with sink(replies={"END": "break"}) as server:
        use(alice, server)
        row, ticking = sent(alice), Ticking()
        ticking.carry()
        assert state(alice, row, ticking) == "unreachable"
        server.replies.clear()
        ticking.carry(MINUTE)
    told = receipts.receipt(alice, row)
    assert told is not None and told.twice
    first, second = (message_from_bytes(one.data, policy=SMTP) for one in server.caught)
    assert first["Message-ID"] == second["Message-ID"] and server.caught[0].data == server.caught[1].data


def test_a_server_that_is_away_gets_everything_when_it_is_back(alice: Unlocked) -> None:
    with sink() as server:
        way = use(alice, server)
        use(alice, server, port=closed_port())
        rows, ticking = [sent(alice) for _ in range(3)], Ticking()
        assert ticking.carry() == 3 and ticking.carry() == 0
        assert {state(alice, row, ticking) for row in rows} == {"unreachable"}
        assert ticking.said == ["The mail server cannot be reached; what waits is tried again."]
        use(alice, server, port=way.port)
        assert ticking.carry(MINUTE) == 3
    assert len(server.caught) == 3 and {state(alice, row, ticking) for row in rows} == {"sent"}


def test_after_days_it_is_given_up_and_who_sent_it_is_told(alice: Unlocked) -> None:
    with sink() as server:
        use(alice, server, port=closed_port())
        row, ticking = sent(alice), Ticking()
        for _ in range(5):
            ticking.carry(DAY)
    assert state(alice, row, ticking) == "given-up"
    assert [note.key for note in notices.mine(alice, ticking.now.date())] == ["notices.outbox_given_up"]
    told = receipts.receipt(alice, row)
    assert told is not None and told.state == "given-up"


def test_what_is_refused_for_good_is_told_to_who_sent_it_once(alice: Unlocked) -> None:
    with sink(replies={"RCPT": "550 mission@example.org unknown"}) as server:
        use(alice, server)
        sent(alice)
        ticking = Ticking()
        ticking.carry()
        ticking.carry(DAY)
    (note,) = notices.mine(alice, ticking.now.date())
    assert (note.key, note.params) == ("notices.outbox_refused", {})


def test_midnight_on_the_way_to_the_server_keeps_it_here_and_who_sent_it_is_told(alice: Unlocked) -> None:
    """The last day of a yes ended between the first word to the server and the mail itself."""
    ticking = Ticking(NOW.replace(hour=23, minute=59))

    def strikes(verb: str) -> None:
        if verb == "RCPT":
            ticking.now += MINUTE

    with sink(at=strikes) as server:
        use(alice, server)
        row = post(alice.desk, alice.card, pack(LETTER, None), ticking.now, last_day=NOW.date())
        ticking.carry()
        ticking.carry(DAY)
    found = deliveries.standing(alice.desk, [row], ticking.now)[row]
    assert found.state == "stopped" and found.stayed and not server.caught and server.talks == 1
    (note,) = notices.mine(alice, ticking.now.date())
    assert note.key == "notices.outbox_too_late"


def test_without_a_server_it_waits_and_one_sentence_says_so(alice: Unlocked) -> None:
    row, ticking = sent(alice), Ticking()
    ticking.carry()
    assert state(alice, row, ticking) == "unset" and len(ticking.said) == 1
    with sink() as server:
        use(alice, server)
        ticking.carry(MINUTE)
        assert len(server.caught) == 1


def test_another_service_key_loses_nothing(alice: Unlocked) -> None:
    with sink() as server:
        use(alice, server)
        row, ticking = sent(alice), Ticking()
        right = keyfiles.service_key()
        keyfiles.put_back({keyfiles.SERVICE: bytes(32)})
        for _ in range(6):
            ticking.carry(DAY)
        assert state(alice, row, ticking) == "unreadable" and not server.caught
        keyfiles.put_back({keyfiles.SERVICE: right})
        ticking.carry(DAY)
        assert len(server.caught) == 1


def test_a_channel_that_breaks_is_tried_again_and_ends_no_worker(alice: Unlocked, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    with sink() as server:
        use(alice, server)
        row, ticking = sent(alice), Ticking()
        with monkeypatch.context() as patch:
            patch.setattr(carrying, "send", broken)
            ticking.carry()
        assert state(alice, row, ticking) == "failed"
        ticking.carry(MINUTE)
        assert state(alice, row, ticking) == "sent"


def test_a_server_that_never_answers_is_cut_off_at_the_deadline(alice: Unlocked) -> None:
    import threading

    hold = threading.Event()
    with sink(at=lambda verb: hold.wait(20) if verb == "RCPT" else None) as server:
        way = use(alice, server)
        outcome = carrying.send(way, "a@example.org", b"x", 0.2)
        hold.set()
    assert outcome.state == "unreachable" and not outcome.unsure


def test_what_she_forbids_while_the_server_keeps_a_worker_waiting_never_leaves(alice: Unlocked) -> None:
    """Nor at the next try: a minute later it went all the same."""
    with sink(at=lambda verb: stop() if verb == "RCPT" else None) as server:

        def stop() -> None:
            assert aside(deliveries.stop, alice.desk, row)

        use(alice, server)
        row, ticking = sent(alice), Ticking()
        ticking.carry()
        ticking.carry(DAY)
        assert not server.caught and ticking.said == []
    assert receipts.standing_of(alice, row) == ("stopped", False, None)


@pytest.mark.parametrize("reply", ["break", "550 no such user"])
def test_a_no_during_a_try_that_fails_holds_and_nobody_is_told_of_another_end(alice: Unlocked, reply: str) -> None:
    with sink(replies={"RCPT": reply}, at=lambda verb: stop() if verb == "RCPT" else None) as server:

        def stop() -> None:
            assert aside(deliveries.stop, alice.desk, row)

        use(alice, server)
        row, ticking = sent(alice), Ticking()
        ticking.carry()
        server.replies.clear()
        ticking.carry(MINUTE)
        assert not server.caught and notices.mine(alice, NOW.date()) == []
    assert receipts.standing_of(alice, row) == ("stopped", False, None)


@pytest.mark.parametrize(
    ("security", "verb"),
    [("plain", "CONNECT"), ("plain", "RCPT"), ("starttls", "TLS"), ("starttls", "RCPT"), ("tls", "TLS"), ("tls", "CONNECT")],
)
def test_a_server_that_drips_letter_by_letter_is_cut_off_at_the_deadline(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, security: str, verb: str
) -> None:
    context, file = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    with sink(security=security, context=context, drips=verb) as server:
        way = Way("localhost", server.port, security, "", "", "desk@example.net")
        began = monotonic()
        assert carrying.send(way, "a@example.org", b"x", 0.3) == Outcome("unreachable")
    assert monotonic() - began < 10 and not server.caught


def test_an_answer_that_drips_after_the_last_byte_leaves_a_doubt() -> None:
    with sink(drips="END") as server:
        way = Way("127.0.0.1", server.port, "plain", "", "", "desk@example.net")
        assert carrying.send(way, "a@example.org", b"x", 0.3) == Outcome("unreachable", unsure=True)
    assert len(server.caught) == 1


def test_a_server_that_drips_its_goodbye_keeps_nobody_from_noting_that_it_has_the_mail(
    alice: Unlocked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(carrying, "GOODBYE", 0.1)
    with sink(drips="QUIT") as server:
        use(alice, server)
        row, ticking = sent(alice), Ticking()
        began = monotonic()
        ticking.carry()
        server.replies["RCPT"] = "550 no such user"
        refused = sent(alice)
        ticking.carry()
        assert monotonic() - began < 10
    assert state(alice, row, ticking) == "sent" and len(server.caught) == 1
    assert state(alice, refused, ticking) == "refused"


def test_a_letter_that_is_too_large_is_refused_before_it_is_sent(alice: Unlocked, recipient: Recipient) -> None:
    import secrets

    with sink(most=1000) as server:
        way = use(alice, server, most_mb=1)
        large = Letter(
            "mission@example.org", "x", (Attachment("a.bin", "application/octet-stream", secrets.token_bytes(900_000)),)
        )
        for key in (None, recipient.key):
            with pytest.raises(TooLarge) as refused:
                pack(large, key, way)
            assert refused.value.size > refused.value.most == 1024 * 1024
        row, ticking = sent(alice), Ticking()  # small enough for the desk, too large for what this server says of itself
        ticking.carry()
        assert state(alice, row, ticking) == "refused" and not server.caught


def test_who_has_another_key_by_then_finds_the_state_and_no_answer(alice: Unlocked) -> None:
    with sink(replies={"RCPT": "550 no"}) as server:
        use(alice, server)
        row = sent(alice)
        card = Secret.fresh().card(alice.desk.bytes, alice.person.pk.bytes, alice.card.epoch + 1)
        type(alice.person).objects.filter(pk=alice.person.pk).update(card=card.to_bytes())
        ticking = Ticking()
        ticking.carry()
    assert state(alice, row, ticking) == "refused"
