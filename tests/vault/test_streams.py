"""A sealed file comes back whole or says that it is not, and no byte comes before it is authenticated (security.md 9, 18)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl import bindings as sodium

from alongside.vault.context import Context
from alongside.vault.errors import Refused, Tampered, Unfinished, UnknownFormat, WrongKey
from alongside.vault.padding import padded_size
from alongside.vault.sealed import seal, unseal
from alongside.vault.streams import CHUNK, Reader, Sealer, opened_stream, sealed_stream
from tests.vault.making import ELSEWHERE, FEW, KEY, changed, place

HEADER, SEALED = 30, CHUNK + 17
MESSAGE, PUSH, REKEY, FINAL = 0, 1, 2, 3


def a_file(content: bytes, where: Context | None = None) -> bytes:
    return b"".join(sealed_stream(KEY, [content], where or place()))


def read(blob: bytes, where: Context | None = None, piece: int = 50_000) -> bytes:
    pieces = [blob[at : at + piece] for at in range(0, len(blob), piece)]
    return b"".join(opened_stream(KEY, pieces, where or place()))


def crafted(*chunks: tuple[bytes, int]) -> bytes:
    """What somebody with the key, but not with Sealer, could make."""
    header = b"\x01\x01" + (2).to_bytes(4, "big")
    state = sodium.crypto_secretstream_xchacha20poly1305_state()
    header += sodium.crypto_secretstream_xchacha20poly1305_init_push(state, KEY)
    beside = place().associated("file", header)
    return header + b"".join(
        sodium.crypto_secretstream_xchacha20poly1305_push(state, chunk, beside, tag) for chunk, tag in chunks
    )


sizes = st.integers(0, 600) | st.sampled_from([k * CHUNK + d for k in (1, 2, 4) for d in (-1, 0, 1)]) | st.integers(0, 5 * CHUNK)


@FEW
@given(sizes, st.integers(1, 3 * CHUNK), st.integers(1, 3 * CHUNK), st.sampled_from([0, 7, 0x80]))
def test_a_file_comes_back_however_it_is_cut_into_pieces(size: int, piece: int, later: int, byte: int) -> None:
    content = bytes([byte]) * size
    blob = b"".join(sealed_stream(KEY, [content[at : at + piece] for at in range(0, size, piece)], place()))
    assert read(blob, piece=later) == content
    padded = padded_size(size)
    assert len(blob) == HEADER + padded + 17 * -(-padded // CHUNK)


def test_every_changed_byte_every_cut_and_every_extension_of_a_small_file_is_refused() -> None:
    for forged in changed(a_file(b"a photograph")):
        with pytest.raises(Refused):
            read(forged)


@pytest.mark.parametrize(
    "kept", [0, 5, HEADER - 1, HEADER, HEADER + 16, HEADER + 17, HEADER + SEALED, HEADER + 2 * SEALED, -1, -17, -3000]
)
def test_a_file_cut_off_is_unfinished(kept: int) -> None:
    blob = a_file(b"v" * (2 * CHUNK + 3000))
    with pytest.raises(Unfinished):
        read(blob[:kept])


def test_a_cut_that_leaves_a_possible_size_is_refused_all_the_same() -> None:
    with pytest.raises(Tampered):
        read(a_file(b"v" * 3000)[: HEADER + 1024 + 17])


def test_what_comes_before_a_cut_is_genuine_and_in_order() -> None:
    content = bytes(range(256)) * 768  # three chunks
    reader = Reader(KEY, place())
    got = reader.add(a_file(content)[: HEADER + 2 * SEALED + 100])
    assert got == content[: 2 * CHUNK]
    with pytest.raises(Unfinished):
        reader.finish()


def test_no_byte_of_a_chunk_is_given_before_the_chunk_is_whole_and_right() -> None:
    blob = a_file(b"v" * (2 * CHUNK))
    reader = Reader(KEY, place())
    assert reader.add(blob[: HEADER + SEALED - 1]) == b""
    forged = bytes([blob[HEADER + SEALED - 1] ^ 1])
    with pytest.raises(Tampered):
        reader.add(forged)
    with pytest.raises(Tampered):  # and nothing more from this reader, whatever comes
        reader.add(blob)
    with pytest.raises(Tampered):
        reader.finish()


def chunks_of(blob: bytes) -> tuple[bytes, list[bytes]]:
    return blob[:HEADER], [blob[at : at + SEALED] for at in range(HEADER, len(blob), SEALED)]


def test_chunks_re_ordered_repeated_left_out_or_swapped_between_files_are_refused() -> None:
    header, (one, two, three, *rest) = chunks_of(a_file(b"v" * (3 * CHUNK)))
    other_header, (foreign, *_) = chunks_of(a_file(b"w" * (3 * CHUNK)))
    for order in ([two, one, three], [one, one, two, three], [one, three], [foreign, two, three], [one, foreign, three]):
        with pytest.raises(Tampered):
            read(b"".join([header, *order, *rest]))
    with pytest.raises(Tampered):
        read(b"".join([other_header, one, two, three, *rest]))


def test_a_file_with_anything_behind_its_end_is_refused() -> None:
    blob = a_file(b"x")
    reader = Reader(KEY, place())
    for extended in (blob + b"\0", blob + blob, a_file(b"v" * 65535) + b"\0", a_file(b"v" * 65535) + blob):
        with pytest.raises(Refused):
            read(extended)
    reader.add(blob)
    assert reader.finish() == b"x"
    with pytest.raises(Tampered):
        reader.add(b"\0")


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_a_file_moved_to_another_place_is_refused(elsewhere: Context) -> None:
    with pytest.raises(Tampered):
        read(a_file(b"x"), elsewhere)


def test_a_file_is_no_value_and_a_value_is_no_file() -> None:
    with pytest.raises(Refused):
        unseal(KEY, a_file(b"x"), place())
    with pytest.raises(Refused):
        read(seal(KEY, b"x", place()))


@pytest.mark.parametrize("at", [0, 1])
def test_an_unknown_format_is_refused_by_name(at: int) -> None:
    blob = bytearray(a_file(b"x"))
    blob[at] = 7
    with pytest.raises(UnknownFormat, match="No sealed file of format"):
        read(bytes(blob))


@pytest.mark.parametrize(
    "forged",
    [
        crafted((b"x\x80" + bytes(253), MESSAGE), (b"", FINAL)),
        crafted((b"x\x80" + bytes(254), REKEY)),
        crafted((b"x" * 256, FINAL)),
        crafted((b"x\x80" + bytes(510), FINAL)),
        crafted((b"v" * (CHUNK - 1) + b"\x80", PUSH), (bytes(2048), FINAL)),
    ],
    ids=["short chunk", "odd tag", "no mark", "size not ours", "more padding than needed"],
)
def test_a_shape_that_the_sealer_never_makes_is_refused_even_under_the_right_key(forged: bytes) -> None:
    with pytest.raises(Refused):
        read(forged)


NOTHING = bytes(CHUNK)
ENDS = b"\x80" + bytes(CHUNK - 1)


@pytest.mark.parametrize(
    ("ending", "refused"),
    [
        ([(ENDS, PUSH), (NOTHING, MESSAGE), (NOTHING, MESSAGE), (NOTHING, FINAL)], False),
        ([(ENDS, PUSH), (NOTHING, MESSAGE), (b"x" + NOTHING[1:], MESSAGE), (NOTHING, FINAL)], True),
        ([(ENDS, PUSH), (NOTHING, MESSAGE), (NOTHING, MESSAGE), (NOTHING[1:] + b"x", FINAL)], True),
        ([(ENDS, PUSH), (NOTHING, PUSH), (NOTHING, MESSAGE), (NOTHING, FINAL)], True),
        ([(ENDS, PUSH), (NOTHING, REKEY), (NOTHING, MESSAGE), (NOTHING, FINAL)], True),
        ([(ENDS, REKEY), (NOTHING, MESSAGE), (NOTHING, MESSAGE), (NOTHING, FINAL)], True),
        ([(ENDS, PUSH), (NOTHING, MESSAGE), (NOTHING, FINAL), (NOTHING, FINAL)], True),
    ],
    ids=["as it should be", "text in the padding", "text at the end", "two ends", "odd tag", "odd end", "ends early"],
)
def test_behind_the_content_come_zeros_and_one_final_chunk(ending: list[tuple[bytes, int]], refused: bool) -> None:
    forged = crafted(*[(NOTHING, MESSAGE)] * 128, *ending)
    if refused:
        with pytest.raises(Tampered):
            read(forged)
    else:
        assert read(forged) == bytes(128 * CHUNK)


def test_a_content_that_ends_with_its_chunk_is_padded_by_a_chunk_of_its_own() -> None:
    content = b"v" * (3 * CHUNK - 1)
    assert read(a_file(content)) == content


def test_long_padding_comes_in_chunks() -> None:
    content = bytes(128 * CHUNK)
    assert padded_size(len(content)) - len(content) == 4 * CHUNK
    assert read(a_file(content)) == content


def test_what_cannot_be_a_key_is_refused() -> None:
    for make in (Sealer, Reader):
        with pytest.raises(WrongKey):
            make(b"short", place())


def test_a_finished_sealer_takes_no_more() -> None:
    sealer = Sealer(KEY, place())
    list(sealer.finish())
    with pytest.raises(ValueError):
        sealer.add(b"x")
    with pytest.raises(ValueError):
        list(sealer.finish())
