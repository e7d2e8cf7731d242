"""What is under a box is nowhere in the copy: not as pixels, not as text, in no encoding and in no packed stream."""

from __future__ import annotations

import io

import pikepdf
import pypdf
import pytest
from PIL import Image, ImageDraw

from alongside.cleaning import Box, CleaningError
from tests.cleaning import papers, photos
from tests.cleaning.papers import CANARY, WORDS, holds

MIDDLE = Box(0.25, 0.25, 0.75, 0.75)


def written(colour: tuple[int, int, int], box: Box, size: tuple[int, int] = (256, 192)) -> Image.Image:
    """A grey picture with the box filled in a colour that stands nowhere else."""
    picture = Image.new("RGB", size, (128, 128, 128))
    edges = (box.left * size[0], box.top * size[1], box.right * size[0] - 1, box.bottom * size[1] - 1)
    ImageDraw.Draw(picture).rectangle(edges, fill=colour)
    return picture


def saved(picture: Image.Image, kind: str, **more: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **more)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_a_redacted_picture_is_the_same_whatever_was_under_the_box(kind, cleaner):
    """If the copy does not depend on what was there, it cannot tell it."""
    copies = set()
    for colour in ((255, 0, 0), (0, 255, 0), (10, 20, 250)):
        more = {"lossless": True} if kind == "WEBP" else {"quality": 95, "subsampling": 0} if kind == "JPEG" else {}
        data = saved(written(colour, MIDDLE), kind, **more)
        copies.add(cleaner.redact_image(data, [MIDDLE]).data)
    assert len(copies) == 1
    with Image.open(io.BytesIO(copies.pop())) as picture:
        assert picture.convert("RGB").getpixel((128, 96)) == (0, 0, 0)
        assert max(abs(part - 128) for part in picture.convert("RGB").getpixel((10, 10))) < 6


@pytest.mark.parametrize("make", [photos.jpeg, photos.png, photos.webp, photos.tiff, photos.heic])
def test_a_redacted_picture_is_upright_and_clean(make, cleaner):
    done = cleaner.redact_image(make(), [MIDDLE])
    assert CANARY.encode() not in done.data
    assert cleaner.metadata(done.data) == {}
    with Image.open(io.BytesIO(done.data)) as picture:
        assert picture.size in ((64, 96), (96, 64))
        assert picture.convert("RGB").getpixel((picture.width // 2, picture.height // 2)) == (0, 0, 0)


def test_a_box_is_meant_as_the_picture_is_shown(cleaner):
    """A photo on its side: the box at the upper left of what is seen is at the lower left of what is stored."""
    data = saved(Image.new("RGB", (128, 64), "white"), "JPEG", exif=photos.exif(6))
    done = cleaner.redact_image(data, [Box(0, 0, 0.5, 0.25)])
    with Image.open(io.BytesIO(done.data)) as picture:
        assert picture.size == (64, 128)
        assert picture.getpixel((5, 5)) == (0, 0, 0)
        assert picture.getpixel((60, 5))[0] > 240
        assert picture.getpixel((5, 120))[0] > 240


def test_what_is_under_a_see_through_layer_or_in_a_palette_goes_too(cleaner):
    hidden = photos.noise(mode="RGBA")
    hidden.putalpha(0)
    done = cleaner.redact_image(saved(hidden, "PNG"), [Box(0, 0, 0.1, 0.1)])
    with Image.open(io.BytesIO(done.data)) as picture:
        assert picture.mode == "RGB"
        assert picture.getpixel((90, 60)) == (255, 255, 255)
    palette = written((1, 2, 3), MIDDLE).convert("P", palette=Image.Palette.ADAPTIVE)
    done = cleaner.redact_image(saved(palette, "PNG"), [MIDDLE])
    with Image.open(io.BytesIO(done.data)) as picture:
        assert (1, 2, 3) not in {colour for _, colour in picture.getcolors(10000)}


@pytest.mark.parametrize(
    "boxes",
    [
        [],
        [Box(0.5, 0.5, 0.5, 0.9)],
        [Box(-0.1, 0, 0.5, 0.5)],
        [Box(0, 0, 1.1, 0.5)],
        [Box(float("nan"), 0, 1, 1)],
        [Box(0.9, 0, 0.1, 1)],
        [MIDDLE, Box(0, 0, float("inf"), 1)],
    ],
)
def test_a_box_that_covers_nothing_or_lies_outside_is_refused(boxes, cleaner):
    for refused in (lambda: cleaner.redact_image(photos.jpeg(), boxes), lambda: cleaner.redact_pdf(papers.pdf(), {0: boxes})):
        with pytest.raises(CleaningError) as caught:
            refused()
        assert caught.value.reason == "box"


def pdf_with_secrets() -> bytes:
    """The canary as text, in a form that both pages share, in a note, in the properties, in a photo's EXIF, and spelled by glyphs."""
    return papers.pdf(words=f"{CANARY} {WORDS}")


def test_what_was_under_a_box_of_a_pdf_is_in_no_byte_of_the_copy(cleaner):
    original = pdf_with_secrets()
    assert holds(original, CANARY)
    copy = cleaner.redact_pdf(original, {0: [Box(0, 0, 1, 0.5)], 1: [Box(0, 0, 1, 0.5)]})
    for words in (CANARY, WORDS, CANARY.upper(), "in a form", "file:///"):
        assert not holds(copy, words)
    reader = pypdf.PdfReader(io.BytesIO(copy))
    assert [page.extract_text() for page in reader.pages] == ["", ""]
    assert cleaner.metadata(copy) == {}


def test_nothing_of_the_original_document_is_in_the_copy_but_drawings(cleaner):
    copy = cleaner.redact_pdf(pdf_with_secrets(), {0: [MIDDLE]})
    with pikepdf.open(io.BytesIO(copy)) as document:
        assert len(document.pages) == 2
        assert set(document.Root.keys()) == {"/Type", "/Pages"}
        assert set(document.trailer.keys()) == {"/Size", "/Root"}
        for page in document.pages:
            assert set(page.obj.keys()) == {"/Type", "/Parent", "/MediaBox", "/Resources", "/Contents"}
            assert [str(key) for key in page.obj.Resources.keys()] == ["/XObject"]  # noqa: SIM118
            assert tuple(map(float, page.obj.MediaBox)) == (0, 0, 300, 200)
        assert len(document.objects) == 2 + 3 * 2


def test_a_redacted_pdf_is_the_same_whatever_stood_under_the_box(cleaner):
    upper = {number: [Box(0, 0, 1, 0.5)] for number in range(2)}
    copies = {cleaner.redact_pdf(papers.pdf(words=words), upper) for words in ("Amina", "Bashir", "")}
    assert len(copies) == 1


def test_the_rest_of_a_page_can_still_be_read_by_eye(cleaner):
    copy = cleaner.redact_pdf(papers.pdf(), {0: [Box(0, 0, 1, 0.5)]})
    with (
        Image.open(io.BytesIO(cleaner.preview(copy, 0, 300))) as page,
        Image.open(io.BytesIO(cleaner.preview(papers.pdf(), 0, 300))) as was,
    ):
        assert page.size == was.size == (300, 200)
        assert page.convert("RGB").getpixel((150, 20)) == (0, 0, 0)
        for at in ((210, 130), (280, 190), (100, 120)):
            assert (
                max(abs(a - b) for a, b in zip(page.convert("RGB").getpixel(at), was.convert("RGB").getpixel(at), strict=True))
                < 40
            )


def test_the_pages_and_their_sizes_are_told(cleaner):
    assert [(page.width, page.height) for page in cleaner.pages(papers.pdf(pages=3))] == [(300, 200)] * 3
    assert [(page.width, page.height) for page in cleaner.pages(photos.jpeg())] == [(64, 96)]


def test_a_page_that_does_not_exist_is_refused(cleaner):
    for refused in (
        lambda: cleaner.preview(papers.pdf(), 2, 300),
        lambda: cleaner.preview(photos.jpeg(), 1, 300),
        lambda: cleaner.redact_pdf(papers.pdf(), {2: [MIDDLE]}),
    ):
        with pytest.raises(CleaningError) as caught:
            refused()
        assert caught.value.reason == "no_page"


def test_a_preview_of_a_picture_is_upright_and_clean(cleaner):
    shown = cleaner.preview(photos.jpeg(), 0, 32)
    with Image.open(io.BytesIO(shown)) as picture:
        assert picture.size == (32, 48)
    assert cleaner.metadata(shown) == {}


def test_what_is_no_picture_and_no_pdf_cannot_be_redacted(cleaner):
    for refused in (
        lambda: cleaner.redact_image(papers.pdf(), [MIDDLE]),
        lambda: cleaner.redact_pdf(photos.jpeg(), {0: [MIDDLE]}),
        lambda: cleaner.pages(b"words"),
    ):
        with pytest.raises(CleaningError) as caught:
            refused()
        assert caught.value.reason == "unknown_kind"
