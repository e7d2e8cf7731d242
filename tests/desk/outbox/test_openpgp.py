"""Certificates of recipients: what is taken, what is refused and why, and that GnuPG reads what was encrypted to them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.desk.outbox import openpgp
from tests.desk.outbox.conftest import Recipient
from tests.desk.outbox.keyring import keyring

WORDS = "She was taken at the gate. اعتقلت عند البوابة\r\n".encode()


def test_gnupg_reads_what_was_encrypted_to_its_key(recipient: Recipient) -> None:
    key = openpgp.look(recipient.key)
    sealed = openpgp.encrypted(WORDS, key.data)
    assert sealed.startswith(b"-----BEGIN PGP MESSAGE-----") and b"taken at the gate" not in sealed
    assert recipient.ring.open(sealed) == WORDS


def test_a_certificate_says_who_it_claims_to_be_and_until_when(recipient: Recipient) -> None:
    key = openpgp.look(recipient.key)
    listed = recipient.ring.gpg("--with-colons", "--list-keys").decode()
    fingerprint = next(line for line in listed.splitlines() if line.startswith("fpr")).split(":")[9]
    assert (key.fingerprint, key.names) == (fingerprint, ("The mission <mission@example.org>",))
    assert key.spelled.replace(" ", "") == fingerprint and len(key.spelled.split()) == 10
    assert openpgp.look(key.data) == key  # as it is kept, without armour


def refusal(pasted: bytes) -> str:
    with pytest.raises(openpgp.BadKey) as refused:
        openpgp.look(pasted)
    return refused.value.code


def test_what_is_no_certificate_is_refused(recipient: Recipient) -> None:
    half = recipient.key[: len(recipient.key) // 2]
    flipped = bytearray(openpgp.look(recipient.key).data)
    flipped[30] ^= 1
    assert refusal(b"") == refusal(b"hello") == "not-a-key"
    assert refusal(half) in ("not-a-key", "cannot-encrypt")
    assert refusal(bytes(flipped)) in ("not-a-key", "cannot-encrypt")
    assert refusal(recipient.key + b"x" * openpgp.LONGEST_KEY) == "too-long"


def test_a_secret_key_is_refused_as_one(recipient: Recipient) -> None:
    assert refusal(recipient.ring.gpg("--armor", "--export-secret-keys")) == "secret"


def test_keys_that_ended_or_cannot_encrypt_are_refused() -> None:
    with keyring() as ring:
        one = ring.make("One <one@example.org>", "ed25519")  # signs, and does nothing else
        assert refusal(one) == "cannot-encrypt"
        past = "--faked-system-time", "20200101T000000"
        ring.gpg(*past, "--quick-generate-key", "Old <old@example.org>", "future-default", "default", "1y")
        assert refusal(ring.public("old@example.org")) == "expired"
        assert refusal(one + ring.public("old@example.org")) in ("several", "not-a-key")
    with keyring() as ring:
        ring.make("Gone <gone@example.org>")
        assert refusal(ring.revoked("gone@example.org")) == "revoked"


def test_an_rsa_key_is_taken_too() -> None:
    with keyring() as ring:
        key = openpgp.look(ring.make("Old school <rsa@example.org>", "rsa2048", "sign,encrypt"))
        assert ring.open(openpgp.encrypted(WORDS, key.data)) == WORDS


@settings(max_examples=30)
@given(st.binary(max_size=400))
def test_whatever_is_pasted_gets_a_code(pasted: bytes) -> None:
    assert refusal(pasted) in ("not-a-key", "cannot-encrypt", "several", "secret", "expired", "revoked")
