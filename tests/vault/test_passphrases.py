"""A passphrase is right when it opens the wrapped secret, and nothing else says so (security.md 1)."""

import inspect
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.vault import passphrases
from alongside.vault.context import Context
from alongside.vault.errors import Misspelt, Refused, Tampered, UnknownFormat, WrongKey
from alongside.vault.passphrases import CHEAPEST, PRODUCTION, Cost, canonical, cost_of, generate, unopenable, unwrap, wrap
from alongside.vault.wordlists import EFF_LARGE, words
from tests.vault.making import ELSEWHERE, FEW, changed, place

HERS = "abacus drop-down yo-yo zoom t-shirt stamina"
SECRET = bytes(range(32))


def wrapped() -> bytes:
    return wrap(HERS, SECRET, place(), CHEAPEST)


def test_production_costs_three_passes_over_64_mebibytes_and_that_is_the_default() -> None:
    assert Cost(3, 65536) == PRODUCTION
    assert inspect.signature(wrap).parameters["cost"].default is PRODUCTION


@FEW
@given(st.binary(max_size=100), st.integers(1, 3), st.integers(8, 64))
def test_the_right_words_open_it_in_any_spelling(secret: bytes, passes: int, memory: int) -> None:
    passphrase = generate()
    blob = wrap(passphrase, secret, place(), Cost(passes, memory))
    assert unwrap(passphrase.upper().replace(" ", "  "), blob, place()) == secret
    assert cost_of(blob) == Cost(passes, memory)


def test_one_other_word_or_another_order_is_the_wrong_key() -> None:
    for typed in (HERS.replace("zoom", "zone"), " ".join(reversed(HERS.split()))):
        with pytest.raises(WrongKey):
            unwrap(typed, wrapped(), place())


def test_every_changed_byte_every_cut_and_every_extension_is_refused() -> None:
    for forged in changed(wrapped()):
        with pytest.raises(Refused):
            unwrap(HERS, forged, place())


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_a_wrapped_secret_moved_to_another_row_does_not_open(elsewhere: Context) -> None:
    with pytest.raises(WrongKey):
        unwrap(HERS, wrapped(), elsewhere)


@pytest.mark.parametrize("cost", [Cost(0, 8), Cost(1, 7), Cost(17, 8), Cost(1, 2**20 + 1), Cost(2**32 - 1, 2**32 - 1)])
def test_a_forged_row_cannot_ask_for_more_than_the_machine_has(cost: Cost) -> None:
    forged = wrapped()[:2] + cost.passes.to_bytes(4, "big") + cost.memory.to_bytes(4, "big") + wrapped()[10:]
    with pytest.raises(Tampered):
        unwrap(HERS, forged, place())


@pytest.mark.parametrize("start", [b"\x02\x01", b"\x01\x02"])
def test_an_unknown_format_is_refused_by_name(start: bytes) -> None:
    with pytest.raises(UnknownFormat, match="No wrapped secret of format"):
        unwrap(HERS, start + wrapped()[2:], place())


def test_a_misspelt_word_costs_nothing_and_is_named_by_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passphrases, "_key", None)  # Argon2id would fail loudly
    with pytest.raises(Misspelt) as refusal:
        unwrap(HERS.replace("zoom", "zooom"), wrapped_once, place())
    assert refusal.value.places == (4,)


wrapped_once = wrapped()


def test_one_passphrase_has_one_spelling() -> None:
    assert (
        canonical(HERS) == canonical("ABACUS dropdown yoyo\nzoom T SHIRT stamina ") == b"abacus dropdown yoyo zoom tshirt stamina"
    )


def test_generated_passphrases_are_six_words_of_the_whole_list() -> None:
    drawn = Counter(word for _ in range(300) for word in generate().split(" "))
    assert sum(drawn.values()) == 1800
    assert set(drawn) <= set(words(EFF_LARGE))
    assert len(drawn) > 1400  # about 1,610 different ones are expected; chance alone will not reach below 1,400


def test_words_are_drawn_from_all_7776_places() -> None:
    asked: list[int] = []

    def draw(below: int) -> int:
        asked.append(below)
        return below - 1

    assert generate(draw) == " ".join(["zoom"] * 6)
    assert asked == [7776] * 6


def test_each_wrapping_has_its_own_salt() -> None:
    assert wrapped()[10:26] != wrapped()[10:26]


def test_nothing_in_the_blob_depends_on_the_passphrase_but_the_sealed_part() -> None:
    """No hash beside the secret: with salt and nonce fixed, two passphrases differ only in the ciphertext."""
    fixed = {"salt": bytes(16), "nonce": bytes(24)}
    one = wrap(HERS, SECRET, place(), CHEAPEST, **fixed)  # type: ignore[arg-type]
    other = wrap(generate(), SECRET, place(), CHEAPEST, **fixed)  # type: ignore[arg-type]
    assert one[: 26 + 30] == other[: 26 + 30]
    assert len(one) == len(other) == 26 + 30 + 256 + 16


def test_a_blob_of_nobody_has_the_shape_of_everybodys_and_no_words_open_it() -> None:
    nobody = unopenable(CHEAPEST)
    assert len(nobody) == len(wrapped()) and nobody != unopenable(CHEAPEST)
    assert (cost_of(nobody), cost_of(unopenable())) == (CHEAPEST, PRODUCTION)
    with pytest.raises(WrongKey):
        unwrap(HERS, nobody, place())
