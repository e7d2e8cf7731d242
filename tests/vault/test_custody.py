"""Shares for custodians are SLIP-39 as published, and one wrong word is caught while its custodian still sits there (security.md 7)."""

import json
from itertools import combinations
from pathlib import Path

import pytest
import shamir_mnemonic as slip39
from hypothesis import given
from hypothesis import strategies as st

from alongside.vault import custody
from alongside.vault.custody import Gathering, combine, split
from alongside.vault.errors import NotAShare
from tests.vault.making import FEW

Vector = tuple[str, list[str], str, str]
VECTORS: list[Vector] = json.loads((Path(__file__).parent / "slip39_vectors.json").read_text(encoding="utf-8"))
SECRET = bytes(range(32))
SHARES = split(SECRET, 2, 3)


def grouped(vector: Vector) -> bool:
    return "group" in vector[0].lower() and bool(vector[2])


@pytest.mark.parametrize(
    "vector", [vector for vector in VECTORS if vector[2] and not grouped(vector)], ids=lambda vector: vector[0]
)
def test_the_official_vectors_give_their_secrets(vector: Vector) -> None:
    assert combine(vector[1], b"TREZOR").hex() == vector[2]


@pytest.mark.parametrize("vector", [vector for vector in VECTORS if grouped(vector)], ids=lambda vector: vector[0])
def test_official_shares_in_groups_are_sound_but_not_of_this_desks_kind(vector: Vector) -> None:
    assert slip39.combine_mnemonics(vector[1], b"TREZOR").hex() == vector[2]
    with pytest.raises(NotAShare) as refusal:
        combine(vector[1], b"TREZOR")
    assert refusal.value.reason == "foreign"


@pytest.mark.parametrize("vector", [vector for vector in VECTORS if not vector[2]], ids=lambda vector: vector[0])
def test_the_official_false_vectors_are_refused(vector: Vector) -> None:
    with pytest.raises(NotAShare):
        combine(vector[1], b"TREZOR")


def test_all_45_official_vectors_are_there() -> None:
    assert len(VECTORS) == 45


@FEW
@given(st.binary(min_size=32, max_size=32), st.integers(2, 5).flatmap(lambda n: st.tuples(st.integers(2, n), st.just(n))))
def test_any_k_of_n_give_the_secret_back_in_any_order(secret: bytes, numbers: tuple[int, int]) -> None:
    k, n = numbers
    shares = split(secret, k, n)
    assert len(set(shares)) == n and {len(share.split()) for share in shares} == {33}
    assert combine(list(reversed(shares[-k:]))) == secret


def test_every_pair_of_three_serves_and_no_single_one() -> None:
    for pair in combinations(SHARES, 2):
        assert combine(list(pair)) == SECRET
    with pytest.raises(NotAShare) as refusal:
        combine([SHARES[0]])
    assert refusal.value.reason == "few"


def test_shares_come_in_one_at_a_time_and_say_how_many_are_missing() -> None:
    gathering = Gathering()
    assert gathering.missing == 1
    assert gathering.add(SHARES[2].upper().replace(" ", "\n ")) == 1
    assert gathering.add(SHARES[0]) == 0
    assert gathering.secret() == SECRET
    assert repr(gathering) == "<Gathering of 2>"


def reason(gathering: Gathering, share: str) -> tuple[str, tuple[int, ...]]:
    with pytest.raises(NotAShare) as refusal:
        gathering.add(share)
    assert str(refusal.value) in custody._SENTENCES.values()  # constant: nothing of a share is ever repeated
    return refusal.value.reason, refusal.value.places


def test_what_cannot_be_taken_says_why_and_the_right_share_can_follow() -> None:
    gathering = Gathering()
    gathering.add(SHARES[0])
    words = SHARES[1].split()
    other = "academic" if words[9] != "academic" else "acid"
    assert reason(gathering, " ".join([*words[:9], "hunter", *words[10:]])) == ("word", (10,))
    assert reason(gathering, " ".join([*words[:9], other, *words[10:]])) == ("typo", ())
    assert reason(gathering, " ".join(words[:-1])) == ("typo", ())
    assert reason(gathering, "") == ("typo", ())
    assert reason(gathering, SHARES[0]) == ("twice", ())
    assert reason(gathering, split(SECRET, 2, 3)[1]) == ("mixed", ())
    assert gathering.add(SHARES[1]) == 0
    assert reason(gathering, SHARES[2]) == ("many", ())
    assert gathering.secret() == SECRET


def test_a_false_share_with_a_right_check_is_refused_when_it_meets_the_others() -> None:
    true, liar = slip39.Share.from_mnemonic(SHARES[1]), slip39.Share.from_mnemonic(SHARES[2])
    false = slip39.Share(**{**true.__dict__, "value": bytes(32)}).mnemonic()
    for pair in ([SHARES[0], false], [SHARES[1], false]):
        with pytest.raises(NotAShare) as refusal:
            combine(pair)
        assert refusal.value.reason == "unsound"
    assert liar.index == 2


@pytest.mark.parametrize(("k", "n"), [(1, 1), (1, 3), (3, 2), (2, 17), (0, 0)])
def test_one_custodian_alone_never_reads_a_desk(k: int, n: int) -> None:
    with pytest.raises(ValueError):
        split(SECRET, k, n)


def test_only_a_whole_secret_is_shared() -> None:
    with pytest.raises(ValueError):
        split(SECRET[:16], 2, 3)
