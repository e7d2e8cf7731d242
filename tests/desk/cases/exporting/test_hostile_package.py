"""What somebody sends who has two public cards and no secret, or who means harm and signs it: it costs little and is refused in a word."""

import json
from base64 import b64encode

import pytest

from alongside.desk.cases.exporting import package
from alongside.desk.cases.exporting.package import LARGEST_HEAD, MAGIC, NotAPackage, Packed, frame
from alongside.desk.cases.exporting.unpacking import Opening
from alongside.vault.encoding import unsigned
from tests.desk.cases.exporting.test_package import BOB, RECEIVER, SENDER, enclosed, made, opened, refused, resealed

EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def begin(**told) -> bytes:
    plain = {
        "made": "2026-11-22T09:30:00Z",
        "cases": 1,
        "files": 0,
        "sender": b64encode(SENDER.to_bytes()).decode(),
        "receivers": [RECEIVER.digest().hex()],
    }
    return frame(b"B", json.dumps(plain | told).encode())


def a_file(name: str = "a" * 32, **told) -> bytes:
    return frame(b"H", json.dumps({"name": name, "sha256": EMPTY, "size": 0} | told).encode()) + b"D" + unsigned(0, 8)


def events_before_refusal(frames: bytes) -> list:
    """What came out before it was refused as broken."""
    found, opening = [], Opening(BOB, RECEIVER, lambda card: card == SENDER)
    with pytest.raises(NotAPackage) as caught:
        found.extend(one for part in (opening.add(resealed(frames)), opening.finish()) for one in part)
    assert caught.value.code == "broken"
    return found


def test_a_box_of_no_length_is_no_head_that_waits_for_more():
    opening = Opening(BOB, RECEIVER, lambda card: False)
    with pytest.raises(NotAPackage) as caught:
        list(opening.add(MAGIC + b"\x01" + b"i" * 16 + unsigned(1, 2) + unsigned(0, 4)))
    assert caught.value.code == "broken"


def test_what_waits_for_a_head_is_never_more_than_a_head():
    start = MAGIC + b"\x01" + b"i" * 16 + unsigned(100, 2) + (unsigned(4096, 4) + b"x" * 4096) * 100
    assert len(start) == LARGEST_HEAD
    opening = Opening(BOB, RECEIVER, lambda card: False)
    for at in range(0, LARGEST_HEAD - 1, 100_000):
        assert list(opening.add(start[at : min(at + 100_000, LARGEST_HEAD - 1)])) == []
        assert len(opening._waiting) < LARGEST_HEAD
    with pytest.raises(NotAPackage) as caught:
        list(opening.add(b"x" * (1 << 20)))
    assert caught.value.code == "not-for-you" and len(opening._waiting) == LARGEST_HEAD


def test_no_more_cases_and_files_come_out_than_it_told_of():
    cases = events_before_refusal(begin(cases=2) + frame(b"C", b"") * 1000)
    assert sum(isinstance(one, package.CaseBegins) for one in cases) == 2
    files = events_before_refusal(begin(files=3) + frame(b"C", b"") + a_file() * 1000)
    assert sum(isinstance(one, package.FileBegins) for one in files) == 3


@pytest.mark.parametrize("told", ['{"cases":1e999}', '{"files":1e999}', '{"cases":true}', '{"cases":0}', '{"cases":1001}',
                                  '{"files":10001}', '{"files":-1}', '{"files":"0"}', '{"cases":1.0}', '{"files":null}'])  # fmt: skip
def test_what_is_no_number_of_cases_or_files_is_refused(told):
    (name, value), wanted = next(iter(json.loads(told).items())), told[1:-1]
    frames = begin(**{name: "here"}).replace(json.dumps({name: "here"})[1:-1].encode(), wanted.replace(":", ": ").encode())
    body = frames[9:]
    assert value in json.loads(body).values()
    assert events_before_refusal(frame(b"B", body)) == []


@pytest.mark.parametrize(
    "made", ["", "2026", "\x1b[2J\x1b[31mX", "2026-13-40T09:30:00Z", "٢٠٢٦-11-22T09:30:00Z", 2026, None, ["x"]]
)
def test_a_moment_that_is_none_is_refused(made):
    assert events_before_refusal(begin(made=made)) == []


@pytest.mark.parametrize("told", [{"size": 1e999}, {"size": True}, {"size": -1}, {"size": 2**40 + 1}, {"name": "../x"}, {"name": "a" * 33},
                                  {"name": None}, {"sha256": "0"}])  # fmt: skip
def test_a_file_under_another_kind_of_name_or_number_is_refused(told):
    found = events_before_refusal(begin(files=1) + frame(b"C", b"") + a_file(**told))
    assert not any(isinstance(one, package.FileBegins) for one in found)


def test_who_is_not_believed_yet_cannot_make_it_hold_more_than_a_beginning():
    for kind in b"BCFHS":
        opening = Opening(BOB, RECEIVER, lambda card: False)
        with pytest.raises(NotAPackage):
            list(opening.add(resealed(bytes([kind]) + unsigned(1 << 20, 8) + b"\0" * 200_000)))
        assert len(opening._frames) <= 200_009
    assert refused(resealed(b"B" + unsigned(1 << 20, 8) + b"\0" * 200_000)) == "broken"


def test_a_beginning_for_as_many_receivers_as_there_may_be_fits():
    receivers = sorted([RECEIVER.digest().hex(), *(f"{number:064x}" for number in range(99))])
    assert len(begin(receivers=receivers)) < package.LARGEST_OTHER
    with pytest.raises(NotAPackage):  # and is not signed here
        opened(resealed(begin(receivers=receivers) + frame(b"C", b"")))


def test_no_package_is_made_that_no_receiver_would_take():
    many = [Packed([], [enclosed(b"")] * 6000)] * 2
    with pytest.raises(package.TooManyFiles):
        made(many)
