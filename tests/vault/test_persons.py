"""A card says whose keys these are; six words say all of it; a secret shows itself to nobody."""

import pytest

from alongside.vault.errors import Refused, Tampered, UnknownFormat, WrongKey
from alongside.vault.persons import Card, Secret, signed_by
from alongside.vault.wordlists import EFF_LARGE, words
from tests.vault.making import DESK, card, changed, secret


def test_a_card_comes_back_and_no_other_spelling_of_it_does() -> None:
    alice = card("Alice")
    assert Card.from_bytes(alice.to_bytes()) == alice
    for forged in changed(alice.to_bytes()):
        try:
            assert Card.from_bytes(forged) != alice
        except Refused:
            continue


def test_a_card_of_an_unknown_format_is_refused_by_name() -> None:
    with pytest.raises(UnknownFormat, match="No card of format 2"):
        Card.from_bytes(b"\x02" + card("Alice").to_bytes()[1:])


def test_the_fingerprint_changes_with_anything_on_the_card() -> None:
    alice = card("Alice")
    others = [
        Card(b"another-desk-id!", alice.holder, 1, alice.box, alice.sign),
        Card(DESK, b"Bob", 1, alice.box, alice.sign),
        Card(DESK, alice.holder, 2, alice.box, alice.sign),
        Card(DESK, alice.holder, 1, card("Bob").box, alice.sign),
        Card(DESK, alice.holder, 1, alice.box, card("Bob").sign),
        Card(DESK, alice.holder, 1, alice.sign, alice.box),
    ]
    assert len({one.fingerprint() for one in [alice, *others]}) == len({one.digest() for one in [alice, *others]}) == 7
    assert len(alice.fingerprint()) == 6 and set(alice.fingerprint()) <= set(words(EFF_LARGE))


def test_a_secret_is_32_bytes_and_its_repr_shows_nothing() -> None:
    alice = secret("Alice")
    assert repr(alice) == str(alice) == "<Secret>"
    with pytest.raises(WrongKey):
        Secret(b"short")
    assert Secret.fresh().seed != Secret.fresh().seed
    assert Secret(alice.seed).card(DESK, b"Alice", 1) == card("Alice")


def test_the_keys_of_one_secret_are_four_different_ones() -> None:
    alice = secret("Alice")
    assert len({alice.seed, alice.keyring_key(), card("Alice").box, card("Alice").sign}) == 4


def test_a_secret_owns_its_cards_alone() -> None:
    assert secret("Alice").owns(card("Alice"))
    assert not secret("Alice").owns(card("Bob"))
    assert not secret("Alice").owns(Card(DESK, b"Alice", 1, card("Alice").box, card("Bob").sign))


def test_a_signature_holds_for_its_message_and_signer_alone() -> None:
    signature = secret("Alice").sign(b"hers")
    assert signed_by(card("Alice"), b"hers", signature)
    assert not signed_by(card("Bob"), b"hers", signature)
    assert not signed_by(card("Alice"), b"his", signature)
    for forged in changed(signature):
        assert not signed_by(card("Alice"), b"hers", forged)
    assert not signed_by(Card(DESK, b"Alice", 1, b"", b"short"), b"hers", signature)


@pytest.mark.parametrize("box", [b"", bytes(47), bytes(48), bytes(300)])
def test_what_was_not_sealed_to_her_is_refused(box: bytes) -> None:
    with pytest.raises(Tampered):
        secret("Alice").open_box(box)
