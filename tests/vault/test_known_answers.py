"""Every format gives the committed bytes, opens the committed bytes, and is what docs/vault-format.md says.

The second half is written from that page alone, with `struct`, `hmac` and the ciphers: a second implementation that must agree.
"""

import base64
import hashlib
import hmac
import json
import struct
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from nacl import bindings as sodium

from alongside.vault.boxes import open_sealed, receive
from alongside.vault.codes import read_code
from alongside.vault.manifest import Manifest
from alongside.vault.passphrases import unwrap
from alongside.vault.persons import Card
from alongside.vault.sealed import unseal
from alongside.vault.streams import opened_stream
from alongside.vault.vouches import Vouch
from alongside.vault.wordlists import EFF_LARGE, words
from tests.vault.known import PASSPHRASE, PLAINTEXT, SALT, fixed
from tests.vault.making import DESK, KEY, NONCE, card, circle, place, secret, vouch

KNOWN = json.loads((Path(__file__).parent / "known_answers.json").read_text(encoding="utf-8"))
FIXED = fixed()


def known(name: str) -> bytes:
    return bytes.fromhex({**KNOWN["fixed"], **KNOWN["samples"]}[name])


@pytest.mark.parametrize("name", sorted({*KNOWN["fixed"], *FIXED}))
def test_every_format_gives_the_committed_bytes(name: str) -> None:
    assert FIXED.get(name) == KNOWN["fixed"].get(name)


def test_what_was_written_once_still_opens() -> None:
    us = circle(vouch("Alice", "Bob"))
    bob = (secret("Bob"), card("Bob"))
    assert unseal(KEY, known("value"), place()) == PLAINTEXT
    assert unseal(KEY, known("empty value"), place()) == b""
    assert unwrap(PASSPHRASE, known("wrapped secret"), place()) == KEY
    assert b"".join(opened_stream(KEY, [known("small file")], place())) == PLAINTEXT
    assert open_sealed(*bob, known("box"), place()) == PLAINTEXT
    assert receive(*bob, known("handed box"), place(), us) == (PLAINTEXT, card("Alice"))
    assert Card.from_bytes(known("card")) == card("Alice")
    assert Vouch.from_bytes(known("vouch")).genuine()
    assert Manifest.from_bytes(known("manifest")).rows[b"note"] == 2**40
    assert read_code(KNOWN["fixed"]["code words"]) == read_code(KNOWN["fixed"]["code digits"]) == known("code")


# From here on nothing of alongside.vault but its word list.


def lp(*fields: bytes) -> bytes:
    return b"".join(struct.pack(">I", len(field)) + field for field in fields)


def hkdf(secret: bytes, info: bytes, salt: bytes = b"", size: int = 32) -> bytes:
    """RFC 5869 in five lines."""
    pseudo_random = hmac.digest(salt or bytes(32), secret, "sha256")
    out = block = b""
    for number in range(1, -(-size // 32) + 1):
        block = hmac.digest(pseudo_random, block + info + bytes([number]), "sha256")
        out += block
    return out[:size]


CONTEXT = b"\x01" + lp(DESK, b"record", b"row-1", b"person") + struct.pack(">QI", 3, 2)


def padded(content: bytes, size: int) -> bytes:
    return content + b"\x80" + bytes(size - len(content) - 1)


def value(key: bytes, content: bytes, size: int = 256, context: bytes = CONTEXT, epoch: int = 2) -> bytes:
    header = struct.pack(">BBI", 1, 1, epoch) + NONCE
    beside = lp(b"value", header, context)
    return header + sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(padded(content, size), beside, NONCE, key)


def test_a_value_is_what_the_page_says() -> None:
    assert known("context") == CONTEXT
    assert known("value") == value(KEY, PLAINTEXT)


def test_a_wrapped_secret_is_what_the_page_says() -> None:
    spelling = b"abacus dropdown yoyo zoom tshirt stamina"
    slow = sodium.crypto_pwhash_alg(32, spelling, SALT, 2, 32 * 1024, sodium.crypto_pwhash_ALG_ARGON2ID13)
    assert known("wrapped secret") == struct.pack(">BBII", 1, 1, 2, 32) + SALT + value(hkdf(slow, b"passphrase/1"), KEY)


def a_card(name: bytes) -> bytes:
    seed = name.ljust(32, b".")
    box, _ = sodium.crypto_box_seed_keypair(hkdf(seed, b"person/box/1"))
    sign, _ = sodium.crypto_sign_seed_keypair(hkdf(seed, b"person/sign/1"))
    return b"\x01" + lp(DESK, name) + struct.pack(">I", 1) + box + sign


def test_a_card_its_digest_and_its_six_words_are_what_the_page_says() -> None:
    alice = a_card(b"Alice")
    digest = hashlib.sha256(lp(b"alongside card/1", alice)).digest()
    assert (known("card"), known("card digest")) == (alice, digest)
    number, spoken = int.from_bytes(hashlib.pbkdf2_hmac("sha256", digest, b"alongside fingerprint/1", 32768), "big"), []
    for _ in range(6):
        spoken.append(words(EFF_LARGE)[number % 7776])
        number //= 7776
    assert KNOWN["fixed"]["fingerprint"] == " ".join(spoken)


def test_a_vouch_is_what_the_page_says() -> None:
    bob, alice = a_card(b"Bob"), a_card(b"Alice")
    _, signing = sodium.crypto_sign_seed_keypair(hkdf(b"Alice".ljust(32, b"."), b"person/sign/1"))
    signature = sodium.crypto_sign(lp(b"alongside vouch/1", bob, alice), signing)[:64]
    assert known("vouch") == b"\x01" + lp(bob, alice) + signature


def test_boxes_are_what_the_page_says() -> None:
    bob, alice = a_card(b"Bob"), a_card(b"Alice")
    pair = sodium.crypto_box_seed_keypair(hkdf(b"Bob".ljust(32, b"."), b"person/box/1"))
    bindings = []
    for name, header in [("box", b"\x01\x01\0\0\0\x01"), ("handed box", b"\x01\x02\0\0\0\x01")]:
        digest = hashlib.sha256(lp(b"alongside card/1", bob)).digest()
        bindings.append(hashlib.sha256(lp(b"box", header, digest, CONTEXT)).digest())
        assert known(name)[:6] == header
    anonymous = sodium.crypto_box_seal_open(known("box")[6:], *pair)
    assert anonymous == padded(bindings[0] + PLAINTEXT, 256)
    signed = sodium.crypto_box_seal_open(known("handed box")[6:], *pair)
    _, signing = sodium.crypto_sign_seed_keypair(hkdf(b"Alice".ljust(32, b"."), b"person/sign/1"))
    signature = sodium.crypto_sign(lp(b"alongside hand-over/1", bindings[1], PLAINTEXT), signing)[:64]
    assert signed == padded(bindings[1] + lp(alice) + signature + PLAINTEXT, 256)


def test_a_small_file_is_what_the_page_says() -> None:
    blob = known("small file")
    state = sodium.crypto_secretstream_xchacha20poly1305_state()
    sodium.crypto_secretstream_xchacha20poly1305_init_pull(state, blob[6:30], KEY)
    chunk, tag = sodium.crypto_secretstream_xchacha20poly1305_pull(state, blob[30:], lp(b"file", blob[:30], CONTEXT))
    assert (blob[:6], chunk, tag) == (b"\x01\x01\0\0\0\x02", padded(PLAINTEXT, 256), 3)


def test_what_is_derived_is_what_the_page_says() -> None:
    code = int.from_bytes(hkdf(KEY, b"code/1", DESK, 14), "big") >> 2
    assert known("code") == code.to_bytes(14, "big")
    for name, key, salt, labels in [
        ("login", KEY, b"", (b"id", b"wrap")),
        ("feed", SALT, b"", (b"feed/id/1", b"feed/wrap/1")),
        ("contact", SALT, b"", (b"contact/id/1", b"contact/wrap/1")),
        ("invitation", SALT, b"", (b"invitation/id/1", b"invitation/wrap/1")),
        ("code handle", known("code"), DESK, (b"lookup/1", b"wrap/1")),
    ]:
        assert KNOWN["fixed"][name] == {"id": hkdf(key, labels[0], salt).hex(), "key": hkdf(key, labels[1], salt).hex()}
    assert known("keyring key") == hkdf(b"Alice".ljust(32, b"."), b"person/keyring/1")


def test_what_a_login_derives_is_what_the_page_says() -> None:
    assert hkdf(KEY, b"login/challenge/1", b"enter") == known("challenge")
    assert hkdf(KEY, b"login/totp/1", SALT, 20) == known("totp offer")
    for number, shown in zip((0, 9), KNOWN["fixed"]["recovery codes"], strict=True):
        text = base64.b32encode(hkdf(KEY, b"recovery code/1", bytes([number]), 10)).decode()
        assert "-".join(text[at : at + 4] for at in (0, 4, 8, 12)) == shown


def test_look_ups_entries_and_manifests_are_what_the_page_says() -> None:
    assert known("blind login") == hmac.digest(KEY, lp(b"alongside blind/1", DESK, b"login handle/1", b"heron"), "sha256")
    assert known("ring entry") == lp(b"case") + struct.pack(">I", 2) + KEY
    rows = [(b"consent", 1), (b"note", 2**40), (b"withdrawal", 2)]
    manifest = struct.pack(">BQI", 1, 9, 3) + b"".join(lp(row) + struct.pack(">Q", revision) for row, revision in rows)
    assert known("manifest") == manifest
    context = b"\x01" + lp(DESK, b"record", b"row-1", b"person") + struct.pack(">QI", 9, 2)
    assert known("sealed manifest") == value(KEY[::-1], manifest, context=context)


# Published vectors: the libraries are what they say they are.


def test_xchacha20_poly1305_is_the_published_one() -> None:
    """draft-irtf-cfrg-xchacha-03, appendix A.3.1."""
    text = b"Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it."
    beside, nonce, key = bytes.fromhex("50515253c0c1c2c3c4c5c6c7"), bytes(range(0x40, 0x58)), bytes(range(0x80, 0xA0))
    out = sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(text, beside, nonce, key)
    assert (out[:8].hex(), out[-16:].hex()) == ("bd6d179d3e83d43b", "c0875924c1c7987947deafd8780acf49")


def test_hkdf_is_the_published_one() -> None:
    """RFC 5869, appendix A.1; and the five lines above agree with it."""
    secret, salt, info = b"\x0b" * 22, bytes(range(13)), bytes(range(0xF0, 0xFA))
    expected = "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"
    assert HKDF(algorithm=SHA256(), length=42, salt=salt, info=info).derive(secret).hex() == expected
    assert hkdf(secret, info, salt, 42).hex() == expected


def test_ed25519_is_the_published_one() -> None:
    """RFC 8032, section 7.1, test 1."""
    seed = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
    public, signing = sodium.crypto_sign_seed_keypair(seed)
    assert public.hex() == "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    assert sodium.crypto_sign(b"", signing).hex().startswith("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155")
