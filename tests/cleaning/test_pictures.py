"""Pictures come out without a word of where, when, by whom and with what, and with each of their pixels."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from alongside.cleaning import KINDS
from tests.cleaning import photos
from tests.cleaning.photos import CANARY, pixels

SAME_PIXELS = {"jpeg": photos.jpeg, "png": photos.png, "webp": photos.webp, "gif": photos.gif}


@pytest.mark.parametrize("kind", SAME_PIXELS)
def test_a_picture_comes_out_with_the_same_pixels_and_without_a_word(kind, cleaner):
    original = SAME_PIXELS[kind]()
    assert CANARY.encode() in original
    done = cleaner.clean(original)
    assert (done.note, done.kind) == ("", kind)
    assert CANARY.encode() not in done.data
    assert pixels(done.data) == pixels(original)
    assert set(cleaner.metadata(done.data)) <= {"exif.Orientation"}
    assert KINDS[kind].inline


def test_what_was_found_is_named(cleaner):
    assert set(cleaner.clean(photos.jpeg()).found) == {"exif", "gps", "maker", "xmp", "icc", "comment", "iptc", "trailer"}
    assert set(cleaner.clean(photos.png()).found) >= {
        "exif",
        "gps",
        "maker",
        "xmp",
        "icc",
        "comment",
        "timestamps",
        "other",
        "trailer",
    }
    assert set(cleaner.clean(photos.webp()).found) == {"exif", "gps", "maker", "xmp", "icc", "trailer"}
    assert set(cleaner.clean(photos.gif()).found) == {"comment", "xmp", "trailer"}


@pytest.mark.parametrize("kind", ["jpeg", "png", "webp"])
@pytest.mark.parametrize("way_up", [1, 3, 6, 8])
def test_the_way_up_is_kept_and_nothing_with_it(kind, way_up, cleaner):
    done = cleaner.clean(SAME_PIXELS[kind](exif=photos.exif(way_up)))
    with Image.open(io.BytesIO(done.data)) as picture:
        block = picture.getexif()
        assert dict(block) == ({0x0112: way_up} if way_up != 1 else {})
        assert not block.get_ifd(0x8769) and not block.get_ifd(0x8825)


@pytest.mark.parametrize(("make", "kind"), [(photos.tiff, "png"), (photos.heic, "jpeg")])
def test_tiff_and_heic_come_back_upright_as_kinds_that_browsers_show(make, kind, cleaner):
    original = make()
    done = cleaner.clean(original)
    assert (done.note, done.kind) == ("", kind)
    assert CANARY.encode() not in done.data
    assert {"exif"} <= set(done.found)
    assert cleaner.metadata(done.data) == {}
    with Image.open(io.BytesIO(done.data)) as picture:
        assert picture.size in ((64, 96), (96, 64))


def test_a_tiff_of_several_pages_is_not_cleaned(cleaner):
    assert cleaner.clean(photos.tiff(save_all=True, append_images=[photos.noise()])).note == "many_pages"


def test_what_is_embedded_can_be_read_with_the_place_in_degrees(cleaner):
    said = cleaner.metadata(photos.jpeg())
    assert said["gps.place"] == "-1.500000, 36.750000"
    assert said["exif.Make"] == CANARY
    assert said["exif.DateTime"] == "2026:03:04 05:06:07"
    assert said["exif.BodySerialNumber"] == CANARY
    assert said["xmp.creator"] == CANARY
    assert said["jpeg.comment"] == CANARY


def test_what_is_embedded_is_cut_to_a_number_and_a_length(cleaner):
    from PIL import PngImagePlugin

    texts = PngImagePlugin.PngInfo()
    for number in range(400):
        texts.add_text(f"key-{number}", "x" * 2000)
    said = cleaner.metadata(photos.png(pnginfo=texts))
    assert len(said) == 200
    assert max(map(len, said.values())) <= 500


@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
@pytest.mark.parametrize("progressive", [False, True])
def test_every_make_of_jpeg_keeps_its_pixels(mode, progressive, cleaner):
    original = photos.jpeg(photos.noise(mode=mode), progressive=progressive, icc_profile=None)
    done = cleaner.clean(original)
    assert done.note == ""
    assert pixels(done.data) == pixels(original)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_make_of_png_keeps_its_pixels(mode, cleaner):
    picture = Image.frombytes("I;16", (32, 32), bytes(range(256)) * 8) if mode == "I;16" else photos.noise(mode=mode)
    original = photos.png(picture, icc_profile=None)
    done = cleaner.clean(original)
    assert done.note == ""
    assert pixels(done.data) == pixels(original)


def test_a_moving_png_and_webp_keep_their_frames(cleaner):
    frames = {"save_all": True, "append_images": [photos.noise().rotate(180)], "duration": 50}
    for make in (photos.png, photos.webp):
        original = make(**frames)
        done = cleaner.clean(original)
        assert done.note == ""
        assert len(pixels(done.data)) == 2
        assert pixels(done.data) == pixels(original)
        assert CANARY.encode() not in done.data


def test_a_stream_of_pixels_that_goes_on_behind_the_last_row_is_not_cleaned(cleaner):
    import zlib

    rows = zlib.compress(b"\0\x10\x20" * 2)
    more = zlib.compress(b"\0\x10\x20" * 2 + CANARY.encode())
    head = b"\x89PNG\r\n\x1a\n" + photos.png_chunk(b"IHDR", b"\0\0\0\x02\0\0\0\x02\x08\0\0\0\0")
    end = photos.png_chunk(b"IEND", b"")
    assert cleaner.clean(head + photos.png_chunk(b"IDAT", rows) + end).note == ""
    for body in (more, rows + CANARY.encode()):
        assert cleaner.clean(head + photos.png_chunk(b"IDAT", body) + end).note == "damaged"


def test_bytes_behind_the_last_pixel_of_a_gif_make_it_not_cleaned(cleaner):
    for colours in (2, 16, 256):
        out = io.BytesIO()
        photos.noise(200, 200).convert("P", palette=Image.Palette.ADAPTIVE, colors=colours).save(out, "GIF")
        whole = out.getvalue()
        assert cleaner.clean(whole).note == ""
        more = bytes((len(CANARY),)) + CANARY.encode()
        assert cleaner.clean(whole[:-2] + more + whole[-2:]).note == "damaged"


@pytest.mark.parametrize("kind", SAME_PIXELS)
def test_a_picture_that_is_cut_short_is_not_cleaned(kind, cleaner):
    whole = SAME_PIXELS[kind]()
    done = cleaner.clean(whole[: len(whole) // 2])
    assert (done.data, done.note) == (None, "damaged")


def test_a_picture_that_claims_to_be_huge_is_refused_by_its_claim(cleaner):
    head = photos.png_chunk(b"IHDR", (60000).to_bytes(4, "big") * 2 + b"\x08\x06\0\0\0")
    bomb = b"\x89PNG\r\n\x1a\n" + head + photos.png_chunk(b"IDAT", b"\x78\x9c\x03\0\0\0\0\x01") + photos.png_chunk(b"IEND", b"")
    assert cleaner.clean(bomb).note in ("too_large", "damaged")
    jpeg = bytearray(photos.jpeg(exif=b"", xmp=b"", icc_profile=None))
    at = jpeg.find(b"\xff\xc0") + 5
    jpeg[at : at + 4] = b"\xea\x60\xea\x60"
    assert cleaner.clean(bytes(jpeg)).note == "too_large"


def test_a_compressed_bomb_of_pixels_never_unfolds(cleaner):
    import zlib

    body = zlib.compress(b"\0" * 300_000_000, 9)
    head = photos.png_chunk(b"IHDR", b"\0\0\0\x02\0\0\0\x02\x08\0\0\0\0")
    bomb = b"\x89PNG\r\n\x1a\n" + head + photos.png_chunk(b"IDAT", body) + photos.png_chunk(b"IEND", b"")
    assert cleaner.clean(bomb).note == "damaged"
