"""The four writings of a document: the same bytes each time, nothing about who made them, every word readable, nothing hostile alive."""

import hashlib
import io
import json
import os
import re
import subprocess
import sys
import time
import unicodedata
import xml.etree.ElementTree as ElementTree
import zipfile
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.desk.submissions.documents import data, pdf, plain, word
from alongside.desk.submissions.documents.document import OWN_WORDS, TABLE, TEXT, Document, Part, Passage, table_of
from alongside.desk.submissions.documents.safe_text import unmarked
from alongside.desk.submissions.documents.tidying import tidy
from alongside.desk.submissions.documents.writing import ENDINGS, MEDIA_TYPES, name, written
from alongside.desk.submissions.drafting.draft import Sender
from tests.desk.submissions.documents.inside import found_in, texts_inside
from tests.desk.submissions.documents.inventing import LANGUAGES, TOLD, annexes, block, labels, letter, saying

HOSTILE = (
    "#panic()", '#import "words.typ": *', '"); #read("words.typ")', "{{ secret }} {% debug %}", "$x$ @label <label>", "*x* _y_ `z`",
    "= no heading", "<w:p>&amp;</w:p>]]>", "\\u{41} // # \\n", "%s %(x)s {0} {count}", "$(id) `id`",
)  # fmt: skip
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@lru_cache(maxsize=64)
def made(lang: str, ending: str) -> bytes:
    return written(letter(lang), ending)


def plainly(text: str) -> str:
    """One space between words, no marks of direction, letters in their plain form."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKC", text) if unicodedata.category(sign) != "Cf")
    return " ".join(plain.split())


def letters(text: str) -> str:
    """Letters and digits in their order: poppler sets punctuation and vowel signs of Arabic beside their places, and a space into a Chinese
    line that ends."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", text) if unicodedata.category(sign)[0] in "LN")


def of_pdf(made: bytes) -> str:
    done = subprocess.run(["pdftotext", "-", "-"], input=made, capture_output=True, check=True)
    return plainly(done.stdout.decode())


def of_word(made: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        root = ElementTree.fromstring(archive.read("word/document.xml"))  # noqa: S314  (our own)
    return plainly("\n".join("".join(one.itertext()) for one in root.iter(f"{W}p")))


# --- what stands in them


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_word_of_a_letter_can_be_read_in_each_writing(lang: str, ending: str) -> None:
    document = letter(lang)
    words = {*TOLD[lang].values(), *document.marks, *document.closing, *(one.sha256 for one in document.annexes)}
    if ending == "pdf":
        read = letters(of_pdf(made(lang, "pdf")))
        assert [one for one in words if letters(one) not in read] == []
    elif ending == "docx":
        read = of_word(made(lang, "docx"))
        assert [one for one in words if plainly(one) not in read] == []
    else:
        assert [one for one in words if one not in made(lang, ending).decode()] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_persons_own_words_are_marked_as_such(lang: str) -> None:
    own = TOLD[lang]["own"]
    label = labels(lang).own_words
    assert of_pdf(made(lang, "pdf")).count(plainly(label)) == 3
    assert of_word(made(lang, "docx")).count(f"{plainly(label)} {plainly(own)}") == 3
    assert len(re.findall(rf"{re.escape(label)}: [«“]\u00a0?{re.escape(own)}\u00a0?[»”]", made(lang, "txt").decode())) == 3
    fields = [field for part in json.loads(made(lang, "json"))["parts"] for field in part["fields"]]
    assert [one["paragraphs"] for field in fields for one in field["passages"] if one["kind"] == OWN_WORDS] == [[own]] * 3


def test_a_pdf_is_set_in_the_committed_fonts_with_its_language_and_headings() -> None:
    for lang in LANGUAGES:
        reader = pypdf.PdfReader(io.BytesIO(made(lang, "pdf")), strict=True)
        fonts = {str(font.get_object()["/BaseFont"]) for page in reader.pages for font in page["/Resources"]["/Font"].values()}
        assert {re.sub(r"^/\w+\+|-.*", "", font) for font in fonts} <= {"NotoSans", "NotoNaskhArabic", "NotoSansSC"}
        assert reader.root_object["/Lang"] == lang and reader.root_object["/MarkInfo"]["/Marked"]
        assert reader.outline[0].title == TOLD[lang]["title"]


def test_an_arabic_letter_runs_from_right_to_left_in_pdf_and_word() -> None:
    boxes = subprocess.run(
        ["pdftotext", "-bbox", "-", "-"], input=made("ar", "pdf"), capture_output=True, check=True
    ).stdout.decode()
    placed = {text: float(x) for x, text in re.findall(r'xMax="([\d.]+)"[^>]*>([^<]*)</word>', boxes)}
    assert placed["+00"] < placed["5550"] < placed["0100"]  # a number keeps its order, at the right margin
    assert placed["0100"] > 400
    with zipfile.ZipFile(io.BytesIO(made("ar", "docx"))) as archive:
        styles, body = archive.read("word/styles.xml").decode(), archive.read("word/document.xml").decode()
    assert "<w:bidi/>" in styles.split("</w:docDefaults>")[0] and 'w:bidi="ar-SA"' in styles
    assert "<w:bidi/>" in body and "<w:bidiVisual/>" in body and "<w:rtl/>" in body
    runs = re.findall(r"<w:r>(?:<w:rPr>(.*?)</w:rPr>)?<w:t[^>]*>([^<]*)</w:t>", body)
    assert [text for style, text in runs if "w:rtl" not in style and re.search("[\u0600-\u06ff]", text)] == []
    assert [text for style, text in runs if "w:rtl" in style and re.search("[A-Za-z0-9]", text)] == []


def test_a_value_that_begins_with_a_latin_word_turns_no_arabic_sentence_round() -> None:
    """A catalogue sets `Exemplar؛ الطريقة: Cudgel` apart by its first letter: shown so, the words of one language changed places."""
    told = "المكان: \u2068Exemplar؛ الطريقة: Cudgel\u2069"
    made = pdf.written(replace(letter("ar", enclosed=0), parts=(Part("P", (block("a", "A", Passage(TEXT, (told,))),)),)))
    boxes = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=made, capture_output=True, check=True).stdout.decode()
    placed = {plainly(text): float(x) for x, text in re.findall(r'xMin="([\d.]+)"[^>]*>([^<]*)</word>', boxes)}
    assert placed["Exemplar"] > placed["Cudgel"]


def test_a_name_in_arabic_script_is_a_run_of_its_own_in_other_languages() -> None:
    body = (
        zipfile.ZipFile(io.BytesIO(word.written(saying("Amal (أمل الخيالية), of Port Exemplar"))))
        .read("word/document.xml")
        .decode()
    )
    assert "<w:rtl/></w:rPr><w:t>أمل الخيالية</w:t>" in body


def test_the_table_of_annexes_stands_where_the_form_asks_for_it_and_else_at_the_end() -> None:
    document = letter("en", sections=1)
    asked = block("annexes", "Copies of evidence", table_of(document.annexes, document.labels))
    with_field = replace(document, parts=(*document.parts, Part("Evidence", (asked,))))
    for read, write in ((of_pdf, pdf.written), (of_word, word.written)):
        for one, heading in ((document, 1), (with_field, 0)):
            text = read(write(one))
            assert text.count("annex-1.pdf") == 1 and text.count(document.annexes[0].sha256) == 1
            assert len(re.findall(r"\bAnnexes\b", text)) == heading
        none = read(write(letter("en", sections=1, enclosed=0)))
        assert "SHA-256" not in none
    assert json.loads(data.written(with_field))["parts"][-1]["fields"][0]["passages"] == [{"kind": TABLE}]


def test_empty_places_leave_no_trace() -> None:
    empty = Document(
        "en",
        "Only a title",
        labels("en"),
        Sender("", ""),
        parts=(Part("Heading", (block("a", "A label", Passage(TEXT, ("", " "))),)),),
    )
    assert of_pdf(pdf.written(empty)) == "Only a title Heading A label 1/1"
    assert "To" not in of_word(word.written(empty)).split()
    assert plain.written(empty).decode().splitlines()[:2] == ["Only a title", ""]
    assert json.loads(data.written(empty))["parts"][0]["fields"][0]["passages"] == []


def parts_of(made: bytes) -> list[str]:
    """A file as text; a DOCX part by part."""
    if not made.startswith(b"PK"):
        return [made.decode()]
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        return [archive.read(one).decode() for one in archive.namelist()]


@pytest.mark.parametrize(("sections", "pages"), [(3, range(3, 4)), (50, range(27, 36))])
def test_a_letter_of_three_pages_and_one_of_thirty_are_whole(sections: int, pages: range) -> None:
    document = letter("en", sections=sections, enclosed=sections)
    made = {ending: written(document, ending) for ending in ENDINGS}
    assert len(pypdf.PdfReader(io.BytesIO(made["pdf"])).pages) in pages
    assert pdf.pages(made["pdf"]) in pages and pdf.pages(b"%PDF") == 0
    for text in (of_pdf(made["pdf"]), of_word(made["docx"]), made["txt"].decode(), texts_inside(made["json"])):
        assert text.count(TOLD["en"]["own"]) >= sections
        assert [one.name for one in document.annexes if one.name not in text or one.sha256 not in text] == []


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_a_field_of_nothing_but_brackets_takes_no_time(lang: str) -> None:
    one = letter(lang, sections=1, enclosed=0)
    hostile = Passage(TEXT, ("(" * 20_000 + "\u0646\u0635" + "[" * 20_000 + "x",))
    part = replace(one.parts[0], blocks=(replace(one.parts[0].blocks[0], passages=(hostile,)),))
    began = time.process_time()
    made = word.written(replace(one, parts=(part,)))
    assert time.process_time() - began < 2
    assert of_word(made).count("(" * 20_000) == 1


# --- the same bytes, and nothing else in them

PROGRAM = """
import hashlib, sys
from alongside.desk.submissions.documents.safe_text import unmarked
from alongside.desk.submissions.documents.tidying import tidy
from alongside.desk.submissions.documents.writing import ENDINGS, written
from tests.desk.submissions.documents.inventing import letter
print(" ".join(hashlib.sha256(written(letter(lang), ending)).hexdigest() for lang in ("en", "ar") for ending in ENDINGS))
"""


def test_the_same_document_gives_the_same_bytes_in_another_process_zone_and_order(tmp_path: Path) -> None:
    here = [hashlib.sha256(written(letter(lang), ending)).hexdigest() for lang in ("en", "ar") for ending in ENDINGS]
    environment = {
        **os.environ,
        "TZ": "Asia/Kathmandu",
        "PYTHONHASHSEED": "7",
        "LC_ALL": "C",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    there = subprocess.run(
        [sys.executable, "-c", PROGRAM], env=environment, cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert there.stdout.split() == here


def test_no_author_clock_path_or_program_stands_in_any_of_them() -> None:
    for ending in ENDINGS:
        inner = texts_inside(made("en", ending))
        for trace in (
            str(Path.home()),
            str(Path(pdf.__file__).parent),
            "python-docx",
            "Typst",
            "LibreOffice",
            "Macintosh",
            "CreateDate",
            "ModDate",
        ):
            assert trace not in inner, f"{trace} in {ending}"
        assert re.findall(r"\b20[34]\d-\d\d|T\d\d:\d\d:\d\d", inner) == []
    about = pypdf.PdfReader(io.BytesIO(made("en", "pdf"))).metadata or {}
    assert [value for value in about.values() if str(value).strip()] == []


def test_a_docx_has_no_properties_no_pictures_no_program_and_no_time() -> None:
    with zipfile.ZipFile(io.BytesIO(made("en", "docx"))) as archive:
        assert archive.namelist() == [
            "[Content_Types].xml", "_rels/.rels", "word/_rels/document.xml.rels", "word/document.xml", "word/footer1.xml",
            "word/numbering.xml", "word/settings.xml", "word/styles.xml",
        ]  # fmt: skip
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)} and not archive.comment
        assert {one.extra for one in archive.infolist()} == {b""}
        for member in archive.namelist():
            inner = archive.read(member).decode()
            ElementTree.fromstring(inner)  # noqa: S314  (our own)
            assert "rsid" not in inner and "TargetMode" not in inner and "macro" not in inner.lower()
        assert "removePersonalInformation" in archive.read("word/settings.xml").decode()
        assert re.findall(r'w:instr="(\w+)"', archive.read("word/footer1.xml").decode()) == ["PAGE", "NUMPAGES"]


def test_a_docx_is_read_back_by_a_library_with_its_headings() -> None:
    docx = pytest.importorskip("docx")
    file = docx.Document(io.BytesIO(made("fr", "docx")))
    headings = [one.text for one in file.paragraphs if one.style.name.startswith("Heading")]
    assert headings == [TOLD["fr"]["title"], *(part.title for part in letter("fr").parts), labels("fr").annexes]
    assert [one.text for one in file.tables[0].columns[2].cells][1] == "annex-1.pdf"


# --- hostile values


@pytest.mark.parametrize("ending", ENDINGS)
def test_what_looks_like_a_template_is_printed_as_it_is(ending: str) -> None:
    made = written(saying(*HOSTILE), ending)
    read = {"pdf": of_pdf, "docx": of_word}.get(ending, lambda data: texts_inside(data))(made)
    assert [one for one in HOSTILE if read.count(one) < 4] == []


@pytest.mark.parametrize("ending", ENDINGS)
def test_signs_that_turn_text_round_or_break_a_format_do_not_come_through(ending: str) -> None:
    nasty = "Am\u202eal\u202c Fi\x00ct\x0bi\ufffeo\ud800nal\u200b \x1b[31m \u2066open \u061cx \U000e0041tag\u2069\u2069 \ufdd0"
    made = written(saying(nasty), ending)
    # What pdftotext prints has marks of direction of its own: there the values that are set are looked at.
    read = str(pdf.values(tidy(saying(nasty)))) if ending == "pdf" else "".join(parts_of(made))
    assert re.findall("[\u202a-\u202e\u200b\x00\x0b\x1b\ufffe\ud800\ufdd0\U000e0041]", read) == []
    if ending == "txt":
        assert re.findall("[\u2066-\u2069\u061c]", read) == []
    assert found_in(made, "Amal Fictional") == ["Amal Fictional"]


@pytest.mark.parametrize("lang", ["en", "ar", "zh"])
@pytest.mark.parametrize(
    "long", ["W" * 3000, "ب" * 3000, "金" * 3000, "https://" + "a/b?c=" * 500], ids=["latin", "arabic", "chinese", "address"]
)
def test_a_very_long_word_stays_on_the_page(lang: str, long: str) -> None:
    made = pdf.written(saying(long, lang=lang, title="T", marks=(), addressee=(), closing=(), sender=Sender("S")))
    boxes = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=made, capture_output=True, check=True).stdout.decode()
    assert all(
        float(left) >= 0 and float(right) <= 596
        for left, right in re.findall(r'<word xMin="(-?[\d.]+)".*? xMax="([\d.]+)"', boxes)
    )
    assert word.written(saying(long, lang=lang)) and long in plain.written(saying(long, lang=lang)).decode()


@settings(max_examples=40)
@given(st.lists(st.text(alphabet=st.characters(), max_size=40), min_size=1, max_size=3))
def test_no_text_at_all_stops_word_plain_text_or_json(texts: list[str]) -> None:
    document = saying(*texts, lang="ar" if len(texts) > 1 else "en")
    of_word(word.written(document))
    assert json.loads(data.written(document))["parts"] is not None
    text = plain.written(document).decode()
    assert unicodedata.is_normalized("NFC", text) and "\r" not in text


@settings(max_examples=12)
@given(st.lists(st.text(alphabet=st.characters(), max_size=60), min_size=3, max_size=6))
def test_no_text_at_all_stops_a_pdf(texts: list[str]) -> None:
    assert pdf.written(saying(*texts, lang="ar")).startswith(b"%PDF")


# --- pasting


def test_a_field_says_how_long_it_is_against_its_limit() -> None:
    blocks = (
        block("a", "No limit", Passage(TEXT, ("12345",))),
        block("b", "Fits", Passage(TEXT, ("12345",)), limit=5),
        block("c", "Too long", Passage(TEXT, ("123", "456\u2068\u2069")), limit=5),
    )
    document = Document("en", "T", labels("en"), Sender("S"), parts=(Part("P", blocks),))
    lines = plain.written(document).decode().splitlines()
    assert [line for line in lines if "[" in line] == [
        "No limit [5 characters]",
        "Fits [5 of 5 characters]",
        "Too long [7 of 5 characters: too long by 2]",
    ]
    assert plain.answer(blocks[2], document) == "123\n456"
    assert "\n\nToo long\n123\n456\n" in plain.letter(document) and "[" not in plain.letter(document)


@pytest.mark.parametrize(
    ("lang", "quoted"),
    [
        ("en", "Amal, in their own words: “They came.”"),
        ("en", "“They came.”"),
        ("fr", "Amal, en ses propres mots\u00a0: «\u00a0Ils sont venus.\u00a0»"),
        ("ar", "\u2068أمل\u2069، بكلماته هو: «\u2068جاؤوا.\u2069»"),
        ("zh", "阿迈勒的原话：“他们来了。”"),
    ],
)
def test_own_words_that_say_so_themselves_get_no_second_word_but_keep_their_rule(lang: str, quoted: str) -> None:
    one = block("a", "A", Passage(TEXT, ("Before.",)), Passage(OWN_WORDS, (quoted, "And on.")))
    document = replace(letter(lang, enclosed=0), parts=(Part("P", (one,)),))
    assert plain.answer(one, document) == unmarked(f"Before.\n{quoted}\nAnd on.")
    for text in (of_pdf(pdf.written(document)), of_word(word.written(document))):
        assert plainly(labels(lang).own_words) not in text
    assert 'w:pStyle w:val="OwnWords"' in "".join(parts_of(word.written(document)))


def test_names_and_types_of_the_files_say_nothing() -> None:
    assert [name(ending) for ending in ENDINGS] == ["submission.pdf", "submission.docx", "submission.txt", "submission.json"]
    assert set(MEDIA_TYPES) == set(ENDINGS)
    assert [one.name for one in annexes(3)] == ["annex-1.pdf", "annex-2.mp4", "annex-3.jpg"]
