"""The page of the desk's mail: for administrators alone, password never shown, a test message by the way that everything goes."""

import html
import re

import pytest
from django.http import HttpResponse

from alongside.desk.outbox import deliveries, receipts, rules
from alongside.desk.outbox.channels.mail import way as ways
from alongside.desk.outbox.models import Delivery, Route
from alongside.desk.people import keyfiles, notices
from alongside.desk.people.models import Person
from alongside.desk.people.unlocked import Unlocked
from alongside.desk.submissions import addresses, words
from tests.desk import making
from tests.desk.making import NOW
from tests.desk.outbox.making import Ticking, sent
from tests.desk.outbox.sink import Sink, closed_port, sink
from tests.desk.submissions.addresses.conftest import Office, send

PATH = "/desk/en/post/"
SERVER = {
    "do": "way", "host": "mail.example.org", "port": "587", "security": "starttls", "user": "desk@example.org",
    "password": "s3cret-Zwolfqe",
    "sender": "desk@example.org", "most_mb": "25",
}  # fmt: skip


def save(office: Office, **told: str) -> HttpResponse:
    return send(office.hers, PATH, SERVER | told)


def through(office: Office, server: Sink) -> None:
    assert save(office, host="127.0.0.1", port=str(server.port), security="plain", user="", password="").status_code == 303


def test_a_server_is_kept_and_its_password_never_shown(office: Office) -> None:
    assert not addresses.mail_ready(office.bob)
    assert save(office).status_code == 303 and addresses.mail_ready(office.bob)
    page = office.hers.get(PATH).content.decode()
    assert "mail.example.org" in page and "s3cret" not in page and "One is kept" in page
    assert save(office, password="", port="465", security="tls").status_code == 303
    way = ways.of(office.alice.desk)
    assert way is not None and (way.password, way.port, way.most_mb) == ("s3cret-Zwolfqe", 465, 25)
    assert "s3cret" not in repr(way)
    stored = b"".join(bytes(one.blob) for one in Route.objects.all())
    assert b"example" not in stored and b"s3cret" not in stored


def test_a_kept_password_goes_to_no_other_server_or_user(office: Office) -> None:
    save(office)
    for told in ({"host": "mail.example.com"}, {"user": "somebody@example.org"}):
        answer = save(office, password="", **told)
        assert answer.status_code == 422 and "Write the password" in answer.content.decode()


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"host": ""}, "This is no name of a server"),
        ({"host": "mail.example.org/x"}, "This is no name of a server"),
        ({"port": "0"}, "This is no port"),
        ({"port": "x"}, "This is no port"),
        ({"security": ""}, "Say how the line is secured."),
        ({"security": "plain"}, "Without encryption only this very computer"),
        ({"user": "ü"}, "The user cannot be sent"),
        ({"password": "ü"}, "The password cannot be sent"),
        ({"password": ""}, "Write the password"),
        ({"sender": "desk"}, "This is no mail address"),
        ({"most_mb": "101"}, "accepted: a number from 1 to 100"),
    ],
)
def test_what_is_wrong_gets_one_sentence_and_what_was_typed_stays(office: Office, told: dict[str, str], said: str) -> None:
    answer = save(office, **told)
    page = answer.content.decode()
    assert answer.status_code == 422 and page.count(said) == 2
    assert "desk@example.org" in page and "s3cret" not in page
    assert ("Type the password once more" in page) is ("password" not in told or bool(told["password"]))
    assert not addresses.mail_ready(office.bob)


def test_the_signature_is_kept_and_refused_without_a_name(office: Office) -> None:
    assert send(office.hers, PATH, {"do": "signature", "sign_name": "", "sign_contact": "+20 1"}).status_code == 422
    assert send(office.hers, PATH, {"do": "signature", "sign_name": "The desk", "sign_contact": "x" * 1001}).status_code == 422
    assert send(office.hers, PATH, {"do": "signature", "sign_name": "The desk", "sign_contact": "A\nB"}).status_code == 303
    signed = addresses.sender(office.bob)
    assert signed is not None and (signed.name, signed.contact.split()) == ("The desk", ["A", "B"])
    assert "The desk" in office.hers.get(PATH).content.decode()


def test_another_name_or_contact_is_told_to_all(office: Office) -> None:
    """The contact stands in every document: whoever changed it unseen got the answers."""
    told = {"do": "signature", "sign_name": "The desk", "sign_contact": "desk@harbour.example"}
    nothing: dict[str, str] = {}
    for change in (nothing, nothing, {"sign_contact": "insider@example.org"}, {"sign_name": "The harbour desk"}):
        told |= change
        assert send(office.hers, PATH, told).status_code == 303
    assert heard(office.bob, "notices.signature_changed") == heard(office.alice, "notices.signature_changed") == 3
    page = html.unescape(office.his.get("/desk/en/notices/").content.decode())
    assert "Alice changed how the desk signs" in page and "insider@example.org" not in page


def test_a_second_person_for_everything_is_asked_for_and_told_to_all(office: Office) -> None:
    told = {"do": "second", "second": "always"}
    assert not addresses.asks_second(office.bob)
    assert send(office.hers, PATH, {"do": "second"}).status_code == 422 and not addresses.asks_second(office.bob)
    assert [send(office.hers, PATH, told).status_code for _ in range(2)] == [303, 303]  # the second one changes and tells nothing
    assert addresses.asks_second(office.bob) and addresses.sender(office.bob) is None and addresses.entries(office.bob) == []
    page = office.hers.get(PATH).content.decode()
    assert re.search(r'<input[^>]*value="always"[^>]*checked', page)
    send(office.hers, PATH, told | {"second": "form"})
    assert not addresses.asks_second(office.bob)
    heard = [one.key for one in notices.mine(office.bob, NOW.date())]
    assert sorted(heard) == ["notices.second_always", "notices.second_by_form"]


def test_who_is_alone_cannot_ask_for_a_second_person(office: Office) -> None:
    Person.objects.filter(pk=office.bob.person.pk).update(active=False)
    answer = send(office.hers, PATH, {"do": "second", "second": "always"})
    assert answer.status_code == 422 and "let a second member in first" in answer.content.decode()
    assert not addresses.asks_second(office.alice)


def test_a_test_message_goes_the_way_of_everything_and_tells_what_the_server_said(office: Office) -> None:
    with sink() as server:
        through(office, server)
        where = send(office.hers, PATH, {"do": "test", "test_to": "alice@example.org"})["Location"]
        assert "alongside work" in office.hers.get(where).content.decode()
        Ticking().carry()
        page = office.hers.get(where).content.decode()
    assert "The mail server has taken it." in page and "queued for alice@example.org" in page
    assert [one.to for one in server.caught] == ["alice@example.org"] and b"This is a test" in server.caught[0].data


def test_a_test_message_is_tried_once_and_says_why_it_did_not_leave(office: Office) -> None:
    assert save(office, host="127.0.0.1", port=str(closed_port()), security="plain", user="", password="").status_code == 303
    where = send(office.hers, PATH, {"do": "test", "test_to": "alice@example.org"})["Location"]
    Ticking().carry()
    assert "The mail server was not reached" in office.hers.get(where).content.decode()
    assert not deliveries.waiting(office.alice.desk)
    for to in ("", "nobody"):
        answer = send(office.hers, PATH, {"do": "test", "test_to": to})
        assert answer.status_code == 422 and "This is no mail address" in answer.content.decode()


def test_what_came_back_from_a_backup_is_sent_or_stopped_by_hand(office: Office) -> None:
    rows = [sent(office.alice) for _ in range(2)]
    deliveries.hold_all(office.alice.desk)
    page = office.hers.get(PATH).content.decode()
    assert (
        "Not left yet: 2" in page
        and page.count("It waits until somebody decides") == 2
        and "does not ask again what she agreed to" in page
    )
    for do, row in (("release", rows[0]), ("stop", rows[1])):
        assert send(office.hers, PATH, {"do": do, "delivery": str(row)}).status_code == 303
    assert [Delivery.objects.get(pk=row).state for row in rows] == ["waiting", "stopped"]
    assert send(office.hers, PATH, {"do": "stop", "delivery": "x"}).status_code == 404


def heard(who: Unlocked, key: str) -> int:
    """How many notices of a kind somebody has."""
    return [one.key for one in notices.mine(who, NOW.date())].count(key)


def moved(office: Office) -> int:
    """How many notices of it Bob, who is no administrator, has."""
    return heard(office.bob, "notices.mail_moved")


def test_another_server_is_told_to_all_and_takes_nothing_that_waited_for_the_old_one(office: Office) -> None:
    save(office)
    row = sent(office.bob)
    assert moved(office) == 1
    for same in ({"password": ""}, {"most_mb": "30"}, {"password": "another"}):
        assert save(office, **same).status_code == 303
    assert moved(office) == 1 and deliveries.waiting(office.alice.desk) == [(row, "waiting")]
    with sink() as server:
        through(office, server)
        assert moved(office) == 2 and deliveries.waiting(office.alice.desk) == [(row, "held")]
        assert Ticking().carry() == 0 and server.caught == []
    other = making.login_client(making.member(office.alice, "Dora", roles="administrator"))
    page = other.get(PATH).content.decode()
    assert "does not ask again what she agreed to" in page and "It waits until somebody decides" in page
    assert "Alice pointed the desk" in html.unescape(office.his.get("/desk/en/notices/").content.decode())
    assert send(other, PATH, {"do": "release", "delivery": str(row)}).status_code == 303
    page = office.hers.get(PATH).content.decode()
    assert "Not left yet: 1" in page and "does not ask again" not in page
    assert heard(office.bob, "notices.held_released") == 1 and deliveries.waiting(office.alice.desk) == [(row, "waiting")]


def test_who_moved_the_server_lets_nothing_go_by_it_that_was_sent_by_the_old_one(office: Office) -> None:
    save(office)
    row = sent(office.bob)
    save(office, host="mail.example.com")
    save(office, host="mail.example.com", password="another")  # which moves nothing, and takes her name away from nothing
    page = html.unescape(office.hers.get(PATH).content.decode())
    assert "another administrator has to let it go" in page and 'value="release"' not in page and 'value="stop"' in page
    answer = send(office.hers, PATH, {"do": "release", "delivery": str(row)})
    assert answer.status_code == 422 and deliveries.waiting(office.alice.desk) == [(row, "held")]
    assert heard(office.bob, "notices.held_released") == 0
    send(office.hers, PATH, {"do": "forget"})  # nor by a way round
    save(office, host="mail.example.com")
    assert send(office.hers, PATH, {"do": "release", "delivery": str(row)}).status_code == 422
    assert send(office.hers, PATH, {"do": "stop", "delivery": str(row)}).status_code == 303
    assert heard(office.bob, "notices.held_stopped") == 1
    assert send(office.hers, PATH, {"do": "stop", "delivery": str(row)}).status_code == 303  # stops and tells nothing more
    assert heard(office.bob, "notices.held_stopped") == 1


def test_who_is_alone_lets_it_go_herself(office: Office) -> None:
    save(office)
    row = sent(office.bob)
    save(office, host="mail.example.com")
    Person.objects.filter(pk=office.bob.person.pk).update(active=False)
    assert send(office.hers, PATH, {"do": "release", "delivery": str(row)}).status_code == 303
    assert deliveries.waiting(office.alice.desk) == [(row, "waiting")]


def test_a_server_forgotten_and_set_again_is_another_one(office: Office) -> None:
    save(office)
    row = sent(office.bob)
    send(office.hers, PATH, {"do": "forget"})
    save(office, host="mail.example.com")
    assert moved(office) == 2 and deliveries.waiting(office.alice.desk) == [(row, "held")]


def test_a_way_that_is_refused_holds_nothing_and_tells_nobody(office: Office) -> None:
    row = sent(office.bob)
    assert save(office, host="").status_code == 422
    assert moved(office) == 0 and deliveries.waiting(office.alice.desk) == [(row, "waiting")]


def test_every_state_that_a_delivery_can_have_has_its_sentence() -> None:
    for state in (*rules.OPEN, *rules.DONE, receipts.GONE, receipts.UNPROVEN):
        assert words.say("en", f"addresses.state.{state}")


def test_another_service_key_is_said_and_a_new_server_can_be_set(office: Office) -> None:
    save(office)
    keyfiles.put_back({keyfiles.SERVICE: bytes(32)})
    assert "service.key" in office.hers.get(PATH).content.decode()
    assert save(office).status_code == 303
    assert "service.key" not in office.hers.get(PATH).content.decode()


def test_a_server_can_be_forgotten(office: Office) -> None:
    save(office)
    assert send(office.hers, PATH, {"do": "forget"}).status_code == 303
    assert not addresses.mail_ready(office.alice) and send(office.hers, PATH, {"do": "other"}).status_code == 404


def test_who_is_no_administrator_does_not_see_it(office: Office) -> None:
    assert office.his.get(PATH).status_code == send(office.his, PATH, SERVER).status_code == 403
    row = sent(office.bob, now=NOW)
    assert office.his.get(f"{PATH}{row}/").status_code == 403
    assert "queued" not in office.hers.get(f"{PATH}{row}/").content.decode()
