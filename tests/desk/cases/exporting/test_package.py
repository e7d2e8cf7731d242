"""The sealed package: what goes in comes out, and nothing that somebody changed, cut, moved or re-addressed does."""

import hashlib
import json
from base64 import b64decode
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from alongside.desk.cases.exporting import package
from alongside.desk.cases.exporting.package import Enclosed, NotAPackage, Package, Packed
from alongside.desk.cases.exporting.unpacking import Opening
from alongside.vault.errors import NotVouched
from alongside.vault.persons import Card, Secret
from alongside.vault.streams import Sealer
from alongside.vault.vouches import Circle

HERE, THERE = b"desk-here-------", b"desk-there------"
ALICE, BOB, EVE = (Secret(bytes([number]) * 32) for number in (1, 2, 3))
SENDER, RECEIVER, STRANGER = ALICE.card(HERE, b"alice", 1), BOB.card(THERE, b"bob", 1), EVE.card(THERE, b"eve", 1)
FACTS = [b'{"kind":"note","text":"\xd8\xa3"}', b"{}"]
CLIP = b"what the camera saw " * 9000
KNOWN = Path(__file__).with_name("known_package.json")


def alone(card: Card) -> Circle:
    return Circle(card.desk, card.digest(), card, ())


def enclosed(data: bytes, name: str = "a" * 32) -> Enclosed:
    return Enclosed(name, hashlib.sha256(data).hexdigest(), len(data), lambda: iter([data[:1000], data[1000:]]))


CASES = [Packed(FACTS, [enclosed(CLIP), enclosed(b"", "b" * 32)]), Packed([b"[]"])]


def made(cases=CASES, receivers=(RECEIVER,), secret=ALICE, sender=SENDER) -> bytes:
    one = Package(cases, [(card, alone(card)) for card in receivers], secret, sender, "2026-11-22T09:30:00Z", b"i" * 16)
    data = b"".join(one.pieces())
    assert len(data) == one.size
    return data


def opened(data: bytes, secret=BOB, card=RECEIVER, believes=lambda card: card == SENDER, step=5000) -> list:
    opening, found = Opening(secret, card, believes), []
    for start in range(0, len(data), step):
        found += opening.add(data[start : start + step])
    return found + list(opening.finish())


def refused(data: bytes, **how) -> str:
    with pytest.raises(NotAPackage) as caught:
        opened(data, **how)
    return caught.value.code


def content(events: list) -> list:
    """The cases as they were packed: facts, and files by name."""
    found = []
    for one in events:
        match one:
            case package.CaseBegins():
                found.append(([], {}))
            case package.Fact(data):
                found[-1][0].append(data)
            case package.FileBegins(name):
                last, found[-1][1][name] = name, b""
            case package.Piece(data):
                found[-1][1][last] += data
    return found


def test_what_goes_in_comes_out_for_each_receiver_and_in_pieces_of_any_size():
    data = made(receivers=(RECEIVER, STRANGER))
    expected = [(FACTS, {"a" * 32: CLIP, "b" * 32: b""}), ([b"[]"], {})]
    for step in (997, 65536, len(data)):
        events = opened(data, step=step)
        assert events[0] == package.Told("2026-11-22T09:30:00Z", 2, 2, SENDER)
        assert (content(events), events[-1]) == (expected, package.Ended())
    assert content(opened(data, EVE, STRANGER)) == expected


def test_nothing_of_it_can_be_read_outside_and_no_card_or_desk_stands_there():
    """Words long enough that no ciphertext holds them by chance: three letters stand in one of a hundred packages."""
    sender, receiver = ALICE.card(HERE, b"alice-of-this-desk", 1), BOB.card(THERE, b"bob-of-the-other", 1)
    data = made(receivers=(receiver,), sender=sender)
    keys = (sender.box, sender.sign, receiver.box, receiver.sign)
    for word in (b"what the camera saw", b'"kind":"note"', HERE, THERE, sender.holder, receiver.holder, *keys):
        assert word not in data


@settings(max_examples=30)
@given(place=some.floats(0, 1, exclude_max=True), bit=some.integers(0, 7))
def test_a_bit_that_was_turned_anywhere_is_noticed(place: float, bit: int):
    data = bytearray(made())
    data[int(place * len(data))] ^= 1 << bit
    assert refused(bytes(data)) in ("broken", "not-for-you", "not-a-package", "newer")


@settings(max_examples=20)
@given(place=some.floats(0, 1, exclude_max=True))
def test_a_package_that_was_cut_anywhere_is_noticed(place: float):
    data = made()
    assert refused(data[: int(place * len(data))]) in ("broken", "not-a-package")


def test_what_follows_a_package_is_noticed():
    assert refused(made() + b"x") == "broken"


def test_pieces_that_changed_places_are_noticed():
    data = made()
    head = len(data) - 3 * (65536 + 17)
    assert (
        refused(data[:head] + data[head + 65553 : head + 2 * 65553] + data[head : head + 65553] + data[head + 2 * 65553 :])
        == "broken"
    )


def test_a_box_or_a_body_of_another_package_does_not_fit():
    one, other = made(), made()
    at = len(Package(CASES, [(RECEIVER, alone(RECEIVER))], ALICE, SENDER, "", b"i" * 16).head)
    assert refused(one[:at] + other[at:]) == "broken"


def test_nobody_else_opens_it():
    assert refused(made(), secret=EVE, card=STRANGER) == "not-for-you"
    assert refused(made(), card=replace(RECEIVER, epoch=2)) == "not-for-you"


def test_an_unknown_sender_is_told_before_anything_of_it():
    opening = Opening(BOB, RECEIVER, lambda card: False)
    with pytest.raises(NotAPackage) as caught:
        next(opening.add(made()))  # the first event is what it says of itself
    assert caught.value.code == "unknown-sender"


def test_nothing_is_sealed_to_a_card_that_its_circle_does_not_admit():
    with pytest.raises(NotVouched):
        Package(CASES, [(RECEIVER, alone(STRANGER))], ALICE, SENDER, "", b"i" * 16)


def resealed(frames: bytes, to: Card = RECEIVER) -> bytes:
    """What somebody who received a package, and so knows what is in it, can make of its frames: all but the signature."""
    one = Package(CASES, [(to, alone(to))], ALICE, SENDER, "", b"i" * 16)
    sealer = Sealer(one._key, package.content_place(one.head))
    return one.head + sealer.add(frames) + b"".join(sealer.finish())


def frames_of(data: bytes) -> bytes:
    opening = Opening(BOB, RECEIVER, lambda card: True)
    opening._waiting += data
    rest = opening._begun()
    return opening._reader.add(rest) + opening._reader.finish()


def test_who_received_it_cannot_change_it_readdress_it_or_sign_in_another_name():
    frames = frames_of(made())
    assert content(opened(resealed(frames)))  # the same again is the same
    assert refused(resealed(frames.replace(b"what the camera saw", b"what the camera was"))) == "broken"
    assert refused(resealed(frames, STRANGER), secret=EVE, card=STRANGER) == "broken"
    assert refused(resealed(frames[:-73]), believes=lambda card: True) == "broken"
    begin = json.loads(frames[9 : 9 + int.from_bytes(frames[1:9], "big")])
    assert Card.from_bytes(b64decode(begin["sender"])) == SENDER
    with pytest.raises(NotVouched):
        made(secret=EVE)


def test_a_file_that_is_not_what_the_facts_say_breaks_the_package_off():
    wrong = replace(enclosed(b"one"), sha256=hashlib.sha256(b"two").hexdigest())
    one = Package([Packed([], [wrong])], [(RECEIVER, alone(RECEIVER))], ALICE, SENDER, "", b"i" * 16)
    with pytest.raises(package.Missing):
        list(one.pieces())


@settings(max_examples=60)
@given(some.binary(max_size=300), some.booleans())
def test_any_bytes_are_refused_in_one_word(data: bytes, like_ours: bool):
    assert refused(package.MAGIC + data if like_ours else data) in ("broken", "not-a-package", "newer", "not-for-you")


@settings(max_examples=60)
@given(
    some.lists(some.tuples(some.sampled_from([b"B", b"C", b"F", b"H", b"D", b"S", b"?"]), some.binary(max_size=40)), max_size=6)
)
def test_any_frames_are_refused_in_one_word(frames):
    data = b"".join(package.frame(kind, body) for kind, body in frames)
    assert refused(resealed(data), believes=lambda card: True) == "broken"


def test_a_package_of_the_first_format_is_opened_for_ever():
    known = json.loads(KNOWN.read_text())
    events = opened(b64decode(known["package"]), step=100)
    assert content(events) == [([b'{"kind":"note"}'], {"c" * 32: b"seen"})]
    assert hashlib.sha256(frames_of(b64decode(known["package"]))).hexdigest() == known["frames"]
