"""Documents come out with their words, and without who wrote them, where, when, and what they first wrote."""

from __future__ import annotations

import io
import zipfile

import pikepdf
import pypdf
import pytest

from tests.cleaning import papers, photos
from tests.cleaning.papers import CANARY, WORDS, holds, unzipped

ZIPPED = {"docx": papers.docx, "xlsx": papers.xlsx, "pptx": papers.pptx, "odt": papers.odt}


@pytest.mark.parametrize("kind", ZIPPED)
def test_an_office_file_keeps_its_words_and_nothing_else(kind, cleaner):
    original = ZIPPED[kind]()
    done = cleaner.clean(original)
    assert (done.note, done.kind) == ("", kind)
    assert holds(original, CANARY)
    assert not holds(done.data, CANARY)
    assert holds(done.data, WORDS)
    assert cleaner.metadata(done.data) == {}
    with zipfile.ZipFile(io.BytesIO(done.data)) as package:
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert cleaner.clean(done.data).data == done.data


def test_what_was_found_is_named(cleaner):
    found = set(cleaner.clean(papers.docx()).found)
    assert found >= {"authors", "changes", "identifiers", "properties", "thumbnail", "timestamps", "exif", "gps"}
    assert {"application", "authors", "identifiers", "other", "properties"} <= set(cleaner.clean(papers.xlsx()).found)
    assert {"authors", "changes", "identifiers", "properties", "thumbnail"} <= set(cleaner.clean(papers.odt()).found)


def test_tracked_changes_come_out_as_accepted(cleaner):
    words = unzipped(cleaner.clean(papers.docx()).data)["word/document.xml"].decode()
    assert "and what was added" in words
    assert "behind" in words
    assert "w:ins" not in words and "w:del" not in words
    assert "behind" in unzipped(cleaner.clean(papers.odt()).data)["content.xml"].decode()


def test_a_remark_stays_and_names_nobody(cleaner):
    comments = unzipped(cleaner.clean(papers.docx()).data)["word/comments.xml"].decode()
    assert "A remark" in comments
    assert 'w:author=""' in comments


def test_nothing_points_to_what_is_gone(cleaner):
    parts = unzipped(cleaner.clean(papers.docx()).data)
    assert not [name for name in parts if name.startswith(("docProps", "customXml")) or "people" in name]
    assert b"attachedTemplate" not in b"".join(parts.values())
    assert b"people" not in parts["[Content_Types].xml"]
    sheet = unzipped(cleaner.clean(papers.xlsx()).data)["xl/worksheets/sheet1.xml"]
    assert b"pageSetup" in sheet and b"r:id" not in sheet


def test_the_picture_inside_keeps_its_pixels(cleaner):
    parts = unzipped(cleaner.clean(papers.docx()).data)
    assert photos.pixels(parts["word/media/image1.jpeg"]) == photos.pixels(photos.jpeg())


@pytest.mark.parametrize(
    ("made", "note"),
    [
        (lambda: papers.docx({"word/vbaProject.bin": b"x"}), "program"),
        (lambda: papers.docx({"word/something.xml": "<x/>"}), "unknown_part"),
        (lambda: papers.docx({"word/media/image2.emf": b"\1\0\0\0"}), "embedded"),
        (lambda: papers.docx({"word/comments.xml": "<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"}), "unknown_part"),
        (lambda: papers.docx({"word/comments.xml": "<x"}), "damaged"),
        (
            lambda: papers.docx(
                {"word/embeddings/oleObject1.bin": b"x"}, links=papers.relations(("o", "oleObject", "embeddings/oleObject1.bin"))
            ),
            "embedded",
        ),
        (lambda: papers.docx(links=papers.relations(("o", "image", "file:///C:/x.jpg"), outside=frozenset({"o"}))), "linked"),
        (lambda: papers.xlsx({"xl/externalLinks/externalLink1.xml": "<x/>"}), "linked"),
        (lambda: papers.odt({"Basic/Standard/script-lb.xml": "<x/>"}), "program"),
        (lambda: papers.odt(body='<draw:image xlink:href="file:///x.jpg"/>'), "linked"),
        (lambda: papers.odt({"Pictures/2000.svg": "<svg/>"}), "embedded"),
        (lambda: papers.zipped({"a.txt": "a"}), "unknown_kind"),
    ],
)
def test_what_nobody_can_vouch_for_is_not_cleaned(made, note, cleaner):
    done = cleaner.clean(made())
    assert (done.data, done.note) == (None, note)


def test_links_to_files_of_the_writer_lead_nowhere_and_links_to_the_world_stay(cleaner):
    links = papers.relations(
        ("h1", "hyperlink", f"file:///C:/{CANARY}"), ("h2", "hyperlink", "https://example.org/"), outside=frozenset({"h1", "h2"})
    )
    done = cleaner.clean(papers.docx(links=links, body='<w:hyperlink r:id="h1"/><w:hyperlink r:id="h2"/>'))
    assert done.note == "" and "links" in done.found
    relations = unzipped(done.data)["word/_rels/document.xml.rels"]
    assert b"about:blank" in relations and b"https://example.org/" in relations


def test_a_zip_that_would_unfold_without_end_is_refused(cleaner):
    assert cleaner.clean(papers.docx({"word/styles.xml": b"\0" * 220_000_000})).data is None


def test_a_pdf_keeps_its_words_and_nothing_else(cleaner):
    original = papers.pdf()
    assert holds(original, CANARY)
    done = cleaner.clean(original)
    assert (done.note, done.kind) == ("", "pdf")
    assert not holds(done.data, CANARY)
    assert cleaner.metadata(done.data) == {}
    reader = pypdf.PdfReader(io.BytesIO(done.data))
    assert len(reader.pages) == 2
    assert f"{WORDS} 1" in reader.pages[1].extract_text()
    assert "in a form" in reader.pages[1].extract_text()
    assert not reader.attachments
    assert set(done.found) >= {"annotations", "attachments", "exif", "icc", "links", "properties", "script", "structure", "xmp"}


def test_a_pdf_looks_the_same_after_cleaning(cleaner):
    original = papers.pdf()
    done = cleaner.clean(original)
    before, after = cleaner.preview(original, 1, 300), cleaner.preview(done.data, 1, 300)
    from PIL import Image, ImageChops, ImageStat

    with Image.open(io.BytesIO(before)) as one, Image.open(io.BytesIO(after)) as two:
        assert one.size == two.size
        assert max(ImageStat.Stat(ImageChops.difference(one, two)).mean) < 2


def test_an_earlier_version_inside_a_pdf_is_gone(cleaner):
    first = papers.pdf(words=f"{CANARY} first")
    with pikepdf.open(io.BytesIO(first)) as document:
        for page in document.pages:
            page.obj.Contents = document.make_stream(f"BT /A 18 Tf 20 150 Td ({WORDS}) Tj ET".encode())
        out = io.BytesIO()
        document.save(out)
    done = cleaner.clean(first + out.getvalue())
    assert done.data is None or not holds(done.data, CANARY)


@pytest.mark.parametrize("instruction", [b"(%b) Xy", b"/P <</E (%b)>> BDc", b"(%b) g"])
def test_an_instruction_that_nobody_draws_by_makes_the_pdf_not_cleaned(instruction, cleaner):
    with pikepdf.open(io.BytesIO(papers.pdf())) as document:
        document.pages[0].obj.Contents = document.make_stream(instruction.replace(b"%b", CANARY.encode()))
        out = io.BytesIO()
        document.save(out)
    assert cleaner.clean(out.getvalue()).note == "damaged"


def test_a_stream_that_nobody_knows_is_left_out_or_makes_the_pdf_not_cleaned(cleaner):
    """A photograph under a misspelt name, and a word under a key of its own."""
    with pikepdf.open(io.BytesIO(papers.pdf())) as document:
        resources = document.pages[0].obj.Resources
        resources.XObject.Photo.Subtype = pikepdf.Name.Imagine
        out = io.BytesIO()
        document.save(out)
    assert cleaner.clean(out.getvalue()).note == "unknown_part"
    with pikepdf.open(io.BytesIO(papers.pdf())) as document:
        document.pages[0].obj.Resources.Font.A.Remark = pikepdf.String(CANARY)
        document.pages[0].obj.Resources.Font.A.Private = document.make_stream(CANARY.encode())
        out = io.BytesIO()
        document.save(out)
    done = cleaner.clean(out.getvalue())
    assert done.data is None or not holds(done.data, CANARY)


@pytest.mark.parametrize(
    ("change", "note"),
    [
        (lambda root: root.__setitem__("/OCProperties", pikepdf.Dictionary()), "layers"),
        (lambda root: root.__setitem__("/AcroForm", pikepdf.Dictionary(XFA=pikepdf.String("x"))), "form"),
    ],
)
def test_a_pdf_whose_pages_depend_on_more_than_themselves_is_not_cleaned(change, note, cleaner):
    with pikepdf.open(io.BytesIO(papers.pdf())) as document:
        change(document.Root)
        out = io.BytesIO()
        document.save(out)
    assert cleaner.clean(out.getvalue()).note == note


def test_a_locked_pdf_is_not_cleaned(cleaner):
    locked = papers.pdf(encryption=pikepdf.Encryption(user="user", owner="owner"))
    assert cleaner.clean(locked).note == "locked"


def test_plain_words_have_nothing_to_clean_and_what_only_looks_like_words_is_not_cleaned(cleaner):
    table = b"name;day\r\nAmina;2026-03-04\r\n"
    done = cleaner.clean(table)
    assert (done.data, done.kind, done.note) == (table, "text", "nothing_to_clean")
    for other in (
        b"<html><meta name=author></html>",
        b"{\\rtf1 {\\info}}",
        b"%!PS",
        b"Received: from x\r\nSubject: y\r\n\r\n",
        b"\xff\xfea",
    ):
        assert cleaner.clean(other).data is None
