"""How known_answers.json came to be: every format of the vault with fixed secrets, and with fixed nonces where a format has one.

`python -m tests.vault.known > tests/vault/known_answers.json` writes it anew. Do that only together with a new format version: what
these tests cannot open any more, no desk can open any more. Files and boxes draw their own randomness inside libsodium, so their
answers are samples that must open.
"""

import json

from alongside.vault import blind, codes, logins, padding, passphrases
from alongside.vault.boxes import hand_to, seal_to
from alongside.vault.epochs import Entry, Purpose, Ring
from alongside.vault.manifest import Manifest
from alongside.vault.sealed import seal
from alongside.vault.streams import sealed_stream
from tests.vault.making import DESK, KEY, NONCE, card, circle, place, secret, vouch

Answers = dict[str, object]
PLAINTEXT = "Amal told the Committee on 3 May. أمل".encode()
PASSPHRASE = "abacus drop-down yo-yo zoom t-shirt stamina"
SALT = bytes(range(16))
CHEAP = passphrases.Cost(2, 32)
ROWS = {b"consent": 1, b"withdrawal": 2, b"note": 2**40}
BOB, ALICE = card("Bob"), card("Alice")


def fixed() -> Answers:
    """What always comes out the same."""
    code = codes.from_seed(KEY, DESK)
    places = iter([0, 7775, 1234, 2034, 2035, 42])
    ring = Ring.of(Purpose.CASE, [Entry(Purpose.CASE, 1, KEY), Entry(Purpose.CASE, 2, KEY[::-1])])
    return {
        "context": place().canonical().hex(),
        "associated": place().associated("value", b"header").hex(),
        "padded sizes": {str(size): padding.padded_size(size) for size in (0, 255, 256, 65535, 65536, 10**6, 10**9)},
        "value": seal(KEY, PLAINTEXT, place(), nonce=NONCE).hex(),
        "empty value": seal(KEY, b"", place(), nonce=NONCE).hex(),
        "wrapped secret": passphrases.wrap(PASSPHRASE, KEY, place(), CHEAP, salt=SALT, nonce=NONCE).hex(),
        "generated passphrase": passphrases.generate(lambda _: next(places)),
        "card": ALICE.to_bytes().hex(),
        "card digest": ALICE.digest().hex(),
        "fingerprint": " ".join(ALICE.fingerprint()),
        "keyring key": secret("Alice").keyring_key().hex(),
        "vouch": vouch("Alice", "Bob").to_bytes().hex(),
        "login": _handle(logins.login(KEY)),
        "feed": _handle(logins.feed(SALT)),
        "contact": _handle(logins.contact(SALT)),
        "invitation": _handle(logins.invitation(SALT)),
        "challenge": logins.challenge(KEY, b"enter").hex(),
        "totp offer": logins.totp_offer(KEY, SALT).hex(),
        "recovery codes": [logins.recovery_code(KEY, number) for number in (0, 9)],
        "token text": logins.to_text(SALT),
        "code": code.hex(),
        "code words": codes.to_words(code),
        "code digits": codes.to_digits(code),
        "code handle": _handle(codes.handle(code, DESK)),
        "blind login": blind.blind(KEY, DESK, blind.Domain.LOGIN, "heron").hex(),
        "blind phone": blind.blind(KEY, DESK, blind.Domain.PHONE, "49301234567").hex(),
        "ring entry": Entry(Purpose.CASE, 2, KEY).to_bytes().hex(),
        "ring value": ring.seal(PLAINTEXT, place(), nonce=NONCE).hex(),
        "manifest": Manifest(9, ROWS).to_bytes().hex(),
        "sealed manifest": Manifest(9, ROWS).sealed(ring, place(revision=9), nonce=NONCE).hex(),
    }


def samples() -> Answers:
    """What is different each time, and must open each time."""
    us = circle(vouch("Alice", "Bob"))
    return {
        "small file": b"".join(sealed_stream(KEY, [PLAINTEXT], place())).hex(),
        "box": seal_to(BOB, PLAINTEXT, place(), us).hex(),
        "handed box": hand_to(BOB, PLAINTEXT, place(), us, secret("Alice"), ALICE).hex(),
    }


def _handle(handle: logins.Handle) -> dict[str, str]:
    return {"id": handle.id.hex(), "key": handle.key.hex()}


if __name__ == "__main__":
    print(json.dumps({"fixed": fixed(), "samples": samples()}, indent=1, ensure_ascii=False))
