"""Nobody is sealed to whom no chain of vouches reaches from the founder's pinned card (security.md 3)."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.vault.errors import NotVouched, Refused, UnknownFormat
from alongside.vault.persons import Card
from alongside.vault.vouches import Circle, Vouch
from tests.vault.making import DESK, FEW, card, changed, circle, secret, vouch

NAMES = ["Alice", "Bob", "Charlie", "Dina", "Emma"]


def test_a_chain_of_vouches_reaches_from_the_founder() -> None:
    everybody = circle(vouch("Alice", "Bob"), vouch("Bob", "Charlie"), vouch("Charlie", "Dina"))
    assert everybody.members() == {card(name) for name in ["Alice", "Bob", "Charlie", "Dina"]}
    assert everybody.floors() == {b"Alice": 1, b"Bob": 1, b"Charlie": 1, b"Dina": 1}


def test_without_a_link_of_the_chain_nobody_behind_it_counts() -> None:
    some = circle(vouch("Alice", "Bob"), vouch("Charlie", "Dina"))
    assert some.members() == {card("Alice"), card("Bob")}
    with pytest.raises(NotVouched):
        some.must_admit(card("Dina"))
    some.must_admit(card("Bob"))


def test_members_who_vouch_for_each_other_in_a_circle_without_the_founder_do_not_count() -> None:
    ring = [vouch("Bob", "Charlie"), vouch("Charlie", "Dina"), vouch("Dina", "Bob")]
    assert circle(*ring).members() == {card("Alice")}
    assert len(circle(*ring, vouch("Alice", "Dina"), vouch("Bob", "Alice")).members()) == 4


@pytest.mark.parametrize("field", ["desk", "holder", "epoch", "box", "sign"])
def test_a_card_with_anything_swapped_in_the_database_is_not_admitted(field: str) -> None:
    mallory = Card(b"another-desk-id!", b"Mallory", 9, card("Mallory").box, card("Mallory").sign)
    forged = replace(card("Bob"), **{field: getattr(mallory, field)})
    honest = vouch("Alice", "Bob")
    assert not circle(honest).admits(forged)
    assert not circle(replace(honest, card=forged)).admits(forged)


def test_a_vouch_signed_by_somebody_else_in_her_name_is_worth_nothing() -> None:
    forged = Vouch(card("Mallory"), card("Alice"), vouch("Mallory", "Bob").signature)
    own = vouch("Mallory", "Dina")
    assert circle(forged, own, replace(own, by=card("Alice"))).members() == {card("Alice")}


def test_every_changed_byte_of_a_vouch_makes_it_worthless() -> None:
    honest = vouch("Alice", "Bob")
    assert Vouch.from_bytes(honest.to_bytes()) == honest
    for forged in changed(honest.to_bytes()):
        try:
            assert circle(Vouch.from_bytes(forged)).members() == {card("Alice")}
        except Refused:
            continue


def test_a_vouch_of_an_unknown_format_is_refused_by_name() -> None:
    with pytest.raises(UnknownFormat, match="No vouch of format 9"):
        Vouch.from_bytes(b"\x09" + vouch("Alice", "Bob").to_bytes()[1:])


def test_nobody_vouches_for_herself_for_another_desk_or_with_another_secret() -> None:
    for by, of in [
        (card("Alice"), card("Alice")),
        (card("Alice"), card("Bob", desk=b"elsewhere")),
        (card("Bob"), card("Charlie")),
    ]:
        with pytest.raises(NotVouched):
            Vouch.make(secret("Alice"), by, of)


def test_a_vouch_of_another_desk_does_not_count_here() -> None:
    there = b"another-desk-id!"
    abroad = Vouch.make(secret("Alice"), card("Alice", desk=there), card("Bob", desk=there))
    assert abroad.genuine()
    assert circle(abroad).members() == {card("Alice")}


def test_a_circle_needs_the_pinned_founder() -> None:
    for pin, founder in [(card("Mallory").digest(), card("Alice")), (card("Alice").digest(), card("Mallory"))]:
        with pytest.raises(NotVouched):
            Circle(DESK, pin, founder, [])
    with pytest.raises(NotVouched):
        Circle(b"another-desk-id!", card("Alice").digest(), card("Alice"), [])


def test_a_superseded_key_is_not_sealed_to_and_what_it_vouched_for_falls() -> None:
    before = [vouch("Alice", "Bob"), vouch("Bob", "Charlie")]
    after = circle(*before, vouch("Alice", "Bob", of_epoch=2))
    assert after.members() == {card("Alice"), card("Bob", 2)}
    again = circle(*before, vouch("Alice", "Bob", of_epoch=2), vouch("Bob", "Charlie", by_epoch=2))
    assert again.members() == {card("Alice"), card("Bob", 2), card("Charlie")}


def test_a_newer_vouch_deleted_in_the_database_does_not_bring_the_old_key_back() -> None:
    floors = circle(vouch("Alice", "Bob"), vouch("Alice", "Bob", of_epoch=2)).floors()
    assert floors[b"Bob"] == 2
    rolled_back = circle(vouch("Alice", "Bob"), vouch("Bob", "Charlie"), floors=floors)
    assert rolled_back.members() == {card("Alice")}
    assert rolled_back.floors() == floors


def test_a_new_key_that_rests_on_the_old_one_is_refused_with_it() -> None:
    behind = circle(vouch("Alice", "Bob"), vouch("Bob", "Charlie"), vouch("Charlie", "Bob", of_epoch=2))
    assert behind.members() == {card("Alice")}


def test_two_keys_of_one_person_and_epoch_are_both_refused() -> None:
    twin = Card(DESK, b"Bob", 1, card("Mallory").box, card("Mallory").sign)
    torn = circle(vouch("Alice", "Bob"), Vouch.make(secret("Alice"), card("Alice"), twin), vouch("Alice", "Charlie"))
    assert torn.members() == {card("Alice"), card("Charlie")}


def test_the_founders_new_key_is_sealed_to_and_her_old_one_is_not_while_her_pin_still_vouches() -> None:
    moved = circle(vouch("Alice", "Bob"), vouch("Bob", "Alice", of_epoch=2))
    assert moved.members() == {card("Bob"), card("Alice", 2)}


edges = st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)).filter(lambda pair: pair[0] != pair[1]), max_size=12)


@FEW
@given(edges, st.randoms())
def test_the_order_of_vouches_does_not_matter_and_one_less_never_admits_more(
    pairs: list[tuple[str, str]], chance: object
) -> None:
    vouches = [vouch(by, of) for by, of in pairs]
    members = circle(*vouches).members()
    shuffled = list(vouches)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert circle(*shuffled).members() == members
    assert circle(*vouches[1:]).members() <= members
