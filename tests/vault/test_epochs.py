"""Keys by epoch: the newest writes, the right one reads, a dropped one refuses (security.md 5)."""

import pytest

from alongside.vault.epochs import Entry, Purpose, Ring
from alongside.vault.errors import Refused, Tampered, WrongKey
from alongside.vault.sealed import epoch_of, seal, unseal
from tests.vault.making import KEY, changed, place

FIRST = Ring.of(Purpose.CASE, [Entry(Purpose.CASE, 1, KEY)])
SECOND = FIRST.advanced(KEY[::-1])


def test_the_newest_key_writes_and_each_reads_its_own() -> None:
    old, new = FIRST.seal(b"old", place()), SECOND.seal(b"new", place())
    assert (epoch_of(old), epoch_of(new)) == (1, 2)
    assert (SECOND.unseal(old, place()), SECOND.unseal(new, place())) == (b"old", b"new")
    assert (SECOND.is_current(old), SECOND.is_current(new)) == (False, True)


def test_a_removed_member_cannot_read_what_is_written_after() -> None:
    with pytest.raises(WrongKey):
        FIRST.unseal(SECOND.seal(b"new", place()), place())


def test_resealing_moves_a_value_to_the_newest_key_at_its_place_and_can_be_repeated() -> None:
    old = FIRST.seal(b"old", place())
    moved = SECOND.resealed(old, place())
    assert SECOND.is_current(moved)
    assert SECOND.without(1).unseal(SECOND.resealed(moved, place()), place()) == b"old"
    with pytest.raises(Tampered):
        SECOND.resealed(old, place(row=b"row-2"))


def test_a_dropped_epoch_refuses_also_when_an_older_backup_brings_its_key_back() -> None:
    old = FIRST.seal(b"old", place())
    after = SECOND.without(1)
    again = Ring.of(Purpose.CASE, [*SECOND.entries()], after.dropped)
    for ring in (after, again):
        assert (ring.dropped, ring.newest, len(ring.entries())) == (frozenset({1}), 2, 1)
        with pytest.raises(WrongKey):
            ring.unseal(old, place())
        with pytest.raises(WrongKey):
            ring.resealed(old, place())


def test_the_newest_epoch_cannot_be_dropped() -> None:
    for epoch in (2, 3):
        with pytest.raises(ValueError):
            SECOND.without(epoch)


def test_a_ring_whose_newest_known_epoch_is_dropped_writes_nothing() -> None:
    for ring in (
        Ring.of(Purpose.CASE, FIRST.entries(), [1]),
        Ring.of(Purpose.CASE, FIRST.entries(), [2]),
        Ring.of(Purpose.CASE, []),
    ):
        with pytest.raises(WrongKey):
            ring.seal(b"x", place())


def test_entries_of_another_purpose_or_two_keys_of_one_epoch_are_refused() -> None:
    for entries in (
        [Entry(Purpose.DESK, 1, KEY)],
        [Entry(Purpose.CASE, 1, KEY), Entry(Purpose.CASE, 1, KEY[::-1])],
    ):
        with pytest.raises(Tampered):
            Ring.of(Purpose.CASE, entries)
    assert len(Ring.of(Purpose.CASE, [Entry(Purpose.CASE, 1, KEY)] * 2).entries()) == 1


def test_an_entry_comes_back_from_a_keyring() -> None:
    under, row = bytes(32), place(table="keyring", epoch=1)
    for entry in SECOND.entries():
        assert Entry.unwrapped(under, entry.wrapped(under, row), row, Purpose.CASE, entry.epoch) == entry


def test_an_entry_claimed_for_another_purpose_or_epoch_is_refused() -> None:
    raw = Entry(Purpose.CASE, 1, KEY).to_bytes()
    for purpose, epoch in [(Purpose.DESK, 1), (Purpose.CASE, 2)]:
        with pytest.raises(Tampered):
            Entry.from_bytes(raw, purpose, epoch)


def test_every_changed_byte_of_a_wrapped_entry_is_refused() -> None:
    under = bytes(32)
    for forged in changed(Entry(Purpose.CASE, 1, KEY).wrapped(under, place())):
        with pytest.raises(Refused):
            Entry.unwrapped(under, forged, place(), Purpose.CASE, 1)


def test_an_entry_is_no_longer_or_shorter_than_it_should_be() -> None:
    raw = Entry(Purpose.CASE, 1, KEY).to_bytes()
    for wrong in (raw + b"x", raw[:-1]):
        with pytest.raises(Tampered):
            Entry.from_bytes(wrong, Purpose.CASE, 1)


def test_keys_show_in_no_repr() -> None:
    assert repr(KEY)[2:20] not in repr(SECOND) + repr(SECOND.entries())


def test_a_fresh_ring_begins_with_a_random_key_of_epoch_one() -> None:
    one, other = Ring.fresh(Purpose.DESK), Ring.fresh(Purpose.DESK)
    assert one.newest == 1 and one.key(1) != other.key(1)
    assert one.advanced().key(2) != one.key(1)


def test_a_value_under_another_rings_key_of_the_same_epoch_is_refused() -> None:
    with pytest.raises(Tampered):
        FIRST.unseal(seal(KEY[::-1], b"x", place(epoch=1)), place())
    assert unseal(KEY, FIRST.seal(b"x", place()), place(epoch=1)) == b"x"
