"""Second factors: a code is taken once, a recovery code disappears, a passkey answers this login's question alone."""

import base64
import hashlib
import json
import struct
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from typing import Any

import cbor2
import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.db import connections

from alongside.desk.people import factors, passkeys
from alongside.desk.people.factors import LastFactor, TooSoon, WrongFactor
from alongside.desk.people.models import Factor, Person
from alongside.desk.people.unlocked import Unlocked
from alongside.vault import totp
from alongside.vault.persons import Secret
from tests.desk.database import Database
from tests.desk.making import NOW, found_desk, member

pytestmark = pytest.mark.usefixtures("database")
SECRET, COOKIE, HOST = bytes(range(20)), bytes(32), "localhost:8000"
LATER = NOW + timedelta(minutes=2)


def code(when: datetime) -> str:
    return totp.code(SECRET, int(when.timestamp()))


def with_app() -> Unlocked:
    alice = found_desk()
    factors.add_totp(alice, SECRET, code(NOW), NOW)
    return alice


# A code app


def test_an_app_counts_only_once_it_has_shown_a_right_code() -> None:
    alice = found_desk()
    with pytest.raises(WrongFactor):
        factors.add_totp(alice, SECRET, code(LATER), NOW)
    assert not factors.enrolled(alice)
    factors.add_totp(alice, SECRET, code(NOW), NOW)
    assert factors.enrolled(alice) == {"totp"}
    assert SECRET not in Factor.objects.get().blob


def test_a_code_is_taken_once_and_not_even_the_one_that_set_it_up() -> None:
    alice = with_app()
    with pytest.raises(WrongFactor):
        factors.check_totp(alice, code(NOW), NOW)
    factors.check_totp(alice, code(LATER), LATER)
    with pytest.raises(WrongFactor):
        factors.check_totp(alice, code(LATER), LATER)
    with pytest.raises(WrongFactor):  # an older one that is still within the leeway
        factors.check_totp(alice, code(LATER - timedelta(seconds=30)), LATER)


def test_of_two_processes_with_the_same_code_one_takes_it(database: Database) -> None:
    alice, together = with_app(), Barrier(4)

    def give(_: int) -> str:
        try:
            together.wait()
            factors.check_totp(Unlocked(alice.person, alice.secret), code(LATER), LATER)
            return "in"
        except (WrongFactor, TooSoon):
            return "out"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as threads:
        assert sorted(threads.map(give, range(4))) == ["in", "out", "out", "out"]


def test_after_several_wrong_codes_one_try_counts_each_half_minute_and_she_is_told() -> None:
    alice = with_app()
    for _ in range(factors.FREE_TRIES):
        with pytest.raises(WrongFactor):
            factors.check_totp(alice, "000000", LATER)
    with pytest.raises(TooSoon):
        factors.check_totp(alice, code(LATER), LATER)
    after = LATER + timedelta(seconds=30)
    assert factors.check_totp(alice, code(after), after) == factors.FREE_TRIES
    once_more = after + timedelta(seconds=30)
    assert factors.check_totp(alice, code(once_more), once_more) == 0


def test_a_new_app_takes_the_place_of_the_old_one() -> None:
    alice, other = with_app(), bytes(20)
    factors.add_totp(alice, other, totp.code(other, int(NOW.timestamp())), NOW)
    with pytest.raises(WrongFactor):
        factors.check_totp(alice, code(LATER), LATER)
    factors.check_totp(alice, totp.code(other, int(LATER.timestamp())), LATER)


def test_a_factor_written_in_sql_is_none() -> None:
    alice = with_app()
    bob = member(alice)
    Factor.objects.create(desk=alice.person.desk, person=bob.person, kind="totp", blob=Factor.objects.get().blob)
    assert not factors.enrolled(bob)
    with pytest.raises(WrongFactor):
        factors.check_totp(bob, code(LATER), LATER)


def test_an_older_row_of_a_factor_does_not_bring_a_code_back() -> None:
    alice = with_app()
    row = Factor.objects.values("blob", "revision", "counter").get()
    factors.check_totp(alice, code(LATER), LATER)
    Factor.objects.update(blob=row["blob"])
    assert not factors.enrolled(alice)


# Recovery codes


def test_ten_codes_each_work_once_however_they_are_typed() -> None:
    alice = with_app()
    codes = factors.new_codes(alice)
    assert len(set(codes)) == 10 and factors.codes_left(alice) == 10
    assert factors.use_code(alice, codes[3].lower().replace("-", " ")) == 9
    with pytest.raises(WrongFactor):
        factors.use_code(alice, codes[3])
    for wrong in ("", "AAAA-AAAA-AAAA-AAAA", "x" * 10_000, "\0", codes[4][:-1]):
        with pytest.raises(WrongFactor):
            factors.use_code(alice, wrong)
    assert factors.codes_left(alice) == 9
    assert not any(code.encode() in Factor.objects.get(kind="codes").blob for code in codes)


def test_new_codes_end_the_old_ones() -> None:
    alice = with_app()
    old, new = factors.new_codes(alice), factors.new_codes(alice)
    with pytest.raises(WrongFactor):
        factors.use_code(alice, old[0])
    assert factors.use_code(alice, new[0]) == 9 and Factor.objects.filter(kind="codes").count() == 1


def test_of_two_processes_with_one_recovery_code_one_takes_it(database: Database) -> None:
    alice, together = with_app(), Barrier(3)
    codes = factors.new_codes(alice)

    def give(_: int) -> str:
        try:
            together.wait()
            factors.use_code(Unlocked(alice.person, alice.secret), codes[0])
            return "in"
        except WrongFactor:
            return "out"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(3) as threads:
        assert sorted(threads.map(give, range(3))) == ["in", "out", "out"]


def test_without_codes_no_code_is_one() -> None:
    alice = with_app()
    assert factors.codes_left(alice) == 0
    with pytest.raises(WrongFactor):
        factors.use_code(alice, "AAAA-AAAA-AAAA-AAAA")


# Removing and re-sealing


def test_the_last_factor_stays_and_recovery_codes_are_none() -> None:
    alice = with_app()
    factors.new_codes(alice)
    app = Factor.objects.get(kind="totp")
    with pytest.raises(LastFactor):
        factors.remove(alice, app.id)
    Factor.objects.create(desk=alice.person.desk, person=alice.person, kind="passkey", blob=b"forged in SQL")
    with pytest.raises(LastFactor):
        factors.remove(alice, app.id)
    key = Device()
    key.added(alice)
    factors.remove(alice, app.id)
    assert factors.enrolled(alice) == {"passkey", "codes"}


def test_nobody_removes_a_factor_of_somebody_else() -> None:
    alice = with_app()
    bob = member(alice)
    Device().added(bob)
    Device().added(bob)
    factors.remove(bob, Factor.objects.get(kind="totp").id)
    assert factors.enrolled(alice) == {"totp"}


def test_factors_move_along_to_a_new_secret_and_forged_ones_do_not() -> None:
    alice = with_app()
    codes = factors.new_codes(alice)
    Factor.objects.create(desk=alice.person.desk, person=alice.person, kind="passkey", blob=b"forged")
    new = Secret.fresh()
    card = new.card(alice.desk.bytes, alice.person.id.bytes, 2)
    factors.reseal(alice.person, alice.secret, alice.card, new, card)
    Person.objects.update(card=card.to_bytes())
    moved = Unlocked(Person.objects.get(), new)
    assert factors.enrolled(moved) == {"totp", "codes"} and Factor.objects.count() == 2
    assert factors.use_code(moved, codes[0]) == 9
    assert not factors.enrolled(alice)


# Passkeys


class Device:
    """A security key made of nothing but its arithmetic."""

    def __init__(self, count: int = 0) -> None:
        self.key, self.id, self.count = ec.generate_private_key(ec.SECP256R1()), Secret.fresh().seed, count

    def added(self, holder: Unlocked, cookie: bytes = COOKIE, host: str = HOST) -> Factor:
        return passkeys.add(holder, cookie, host, self.make(passkeys.asked_to_add(holder, cookie, host, "Desk")))

    def make(self, options: str, origin: str = f"http://{HOST}", rp: str = "localhost") -> str:
        point = self.key.public_key().public_numbers()
        public = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32, "big"), -3: point.y.to_bytes(32, "big")})
        told = self._data(rp, 0x45) + bytes(16) + struct.pack(">H", len(self.id)) + self.id + public
        client = self._client("webauthn.create", options, origin)
        return self._json({
            "clientDataJSON": _text(client),
            "attestationObject": _text(cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": told})),
        })  # fmt: skip

    def answer(self, options: str, origin: str = f"http://{HOST}", rp: str = "localhost") -> str:
        self.count += 1 if self.count else 0
        told, client = self._data(rp, 0x05), self._client("webauthn.get", options, origin)
        signature = self.key.sign(told + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self._json({
            "clientDataJSON": _text(client), "authenticatorData": _text(told), "signature": _text(signature), "userHandle": None,
        })  # fmt: skip

    def _data(self, rp: str, flags: int) -> bytes:
        return hashlib.sha256(rp.encode()).digest() + bytes([flags]) + struct.pack(">I", self.count)

    def _client(self, kind: str, options: str, origin: str) -> bytes:
        return json.dumps({"type": kind, "challenge": json.loads(options)["challenge"], "origin": origin}).encode()

    def _json(self, response: dict[str, Any]) -> str:
        name = _text(self.id)
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": response, "clientExtensionResults": {}})


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def test_a_passkey_answers_the_question_of_this_login() -> None:
    alice, key = found_desk(), Device()
    row = key.added(alice)
    assert factors.enrolled(alice) == {"passkey"}
    assert key.id not in row.blob
    passkeys.check(alice, COOKIE, HOST, key.answer(passkeys.asked_to_enter(alice, COOKIE, HOST)))
    with pytest.raises(WrongFactor):  # another login's question
        passkeys.check(alice, bytes(31) + b"x", HOST, key.answer(passkeys.asked_to_enter(alice, COOKIE, HOST)))


def test_an_answer_from_before_the_last_proof_does_not_prove_again() -> None:
    alice, key = found_desk(), Device()
    key.added(alice)
    given = key.answer(passkeys.asked_to_enter(alice, COOKIE, HOST))
    passkeys.check(alice, COOKIE, HOST, given)
    alice.proven = LATER
    with pytest.raises(WrongFactor):
        passkeys.check(alice, COOKIE, HOST, given)


def test_a_passkey_of_another_site_or_of_nobody_is_refused() -> None:
    alice, key = found_desk(), Device()
    key.added(alice)
    asked = passkeys.asked_to_enter(alice, COOKIE, HOST)
    for given in (
        key.answer(asked, origin="https://evil.example"),
        key.answer(asked, rp="evil.example"),
        Device().answer(asked),
        key.make(asked),
        "", "null", "[]", "7", "{}", '{"id": 7}', '{"id": "AA", "rawId": {}, "response": []}', "x" * 20_000,
    ):  # fmt: skip
        with pytest.raises(WrongFactor):
            passkeys.check(alice, COOKIE, HOST, given)
        with pytest.raises(WrongFactor):
            passkeys.add(alice, COOKIE, HOST, given)


def test_a_counter_that_goes_back_is_a_copied_key() -> None:
    alice, key = found_desk(), Device(count=7)
    key.added(alice)
    passkeys.check(alice, COOKIE, HOST, key.answer(passkeys.asked_to_enter(alice, COOKIE, HOST)))
    assert Factor.objects.get().counter == 8
    key.count = 3
    with pytest.raises(WrongFactor):
        passkeys.check(alice, COOKIE, HOST, key.answer(passkeys.asked_to_enter(alice, COOKIE, HOST)))


def test_a_passkey_is_added_once_and_there_may_be_several() -> None:
    alice, key = found_desk(), Device()
    key.added(alice)
    with pytest.raises(WrongFactor):
        key.added(alice)
    others = [Device() for _ in range(passkeys.MOST - 1)]
    for other in others:
        other.added(alice)
    with pytest.raises(WrongFactor):
        Device().added(alice)
    asked = passkeys.asked_to_enter(alice, COOKIE, HOST)
    assert len(json.loads(asked)["allowCredentials"]) == passkeys.MOST
    passkeys.check(alice, COOKIE, HOST, others[4].answer(asked))


def test_a_passkey_copied_into_another_row_in_sql_is_none() -> None:
    alice, key = found_desk(), Device()
    row, bob = key.added(alice), member(alice)
    Factor.objects.create(desk=row.desk, person=bob.person, kind="passkey", blob=row.blob)
    with pytest.raises(WrongFactor):
        passkeys.check(bob, COOKIE, HOST, key.answer(passkeys.asked_to_enter(bob, COOKIE, HOST)))


@pytest.mark.parametrize(
    ("host", "name"), [("localhost:8000", "localhost"), ("desk.example", "desk.example"), ("desk.example:443", "desk.example")]
)
def test_a_passkey_belongs_to_the_name_of_the_host(host: str, name: str) -> None:
    assert passkeys.site(host) == name


def test_a_passkey_asks_for_a_secure_page_everywhere_but_on_this_computer() -> None:
    alice, key = found_desk(), Device()
    asked = passkeys.asked_to_add(alice, COOKIE, "desk.example", "Desk")
    with pytest.raises(WrongFactor):
        passkeys.add(alice, COOKIE, "desk.example", key.make(asked, "http://desk.example", "desk.example"))
    passkeys.add(alice, COOKIE, "desk.example", key.make(asked, "https://desk.example", "desk.example"))


def test_the_question_names_nobody() -> None:
    asked = json.loads(passkeys.asked_to_add(found_desk(), COOKIE, HOST, "Desk"))
    assert (asked["user"]["name"], asked["user"]["displayName"], asked["rp"]) == (
        "Desk",
        "Desk",
        {"name": "Desk", "id": "localhost"},
    )
    assert asked["authenticatorSelection"]["residentKey"] == "discouraged"
    assert asked["authenticatorSelection"]["userVerification"] == "preferred"
