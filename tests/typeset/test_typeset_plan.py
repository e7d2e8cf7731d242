"""The plan as a document: what stands on its pages, in six languages."""

from __future__ import annotations

import io
import re
import subprocess
import unicodedata
from pathlib import Path

import pypdf
import pytest

from alongside import typeset

LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")
# A heading, a sentence, a closed route and a word of the footer.
WORDS = {
    "ar": ["من يستطيع أن يتحرك الآن", "هذا الأسبوع", "ترسل رسالة عاجلة إلى الحكومة", "المحكمة الإقليمية", "احفظيها"],
    "ru": ["Кто может помочь сейчас", "На этой неделе", "Отвечает днём и ночью", "Региональный суд", "никто не увидит"],
    "zh": ["现在谁能采取行动", "本周", "向政府发出紧急信函", "区域人权法院", "离线制作"],
    "fr": ["Qui peut agir maintenant", "Cette semaine", "Envoie une lettre urgente", "Cour régionale", "hors de vue"],
    "es": ["Quién puede actuar ahora", "Esta semana", "Envía una carta urgente", "Corte regional", "sin conexión"],
    "en": ["Who can act now", "This week", "Sends an urgent letter", "Dean's Fellowship", "where nobody looks"],
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_plan_holds_its_words_in_the_language_it_was_made_in(language, sample, words_of):
    found = words_of(typeset.pdf("plan", sample(language)))
    assert [words for words in WORDS[language] if words not in found] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_plan_is_set_in_the_committed_fonts_alone(language, sample):
    pdf = pypdf.PdfReader(io.BytesIO(typeset.pdf("plan", sample(language))))
    fonts = {str(font.get_object()["/BaseFont"]) for page in pdf.pages for font in page["/Resources"]["/Font"].values()}
    assert {re.sub(r"^/\w+\+|-.*", "", font) for font in fonts} <= {"NotoSans", "NotoNaskhArabic", "NotoSansSC"}


def test_the_language_of_the_page_is_named_for_screen_readers(sample):
    catalog = pypdf.PdfReader(io.BytesIO(typeset.pdf("plan", sample("ar")))).root_object
    assert catalog["/Lang"] == "ar"
    assert catalog["/MarkInfo"]["/Marked"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_plan_gives_the_same_bytes_even_from_another_child(language, sample):
    first, second = typeset.Typesetter(), typeset.Typesetter()
    try:
        assert first.pdf("plan", sample(language)) == second.pdf("plan", sample(language))
    finally:
        first.close()
        second.close()


def test_a_plan_says_nothing_of_when_where_and_by_whom_it_was_made(sample):
    pdf = typeset.pdf("plan", sample("en"))
    about = pypdf.PdfReader(io.BytesIO(pdf)).metadata or {}
    assert {key: value for key, value in about.items() if key != "/Creator"} == {}
    assert str(about.get("/Creator", "")).startswith("Typst")
    for trace in (str(Path.home()), str(Path(typeset.__file__).parent), "CreateDate", "ModifyDate", "Who can act now"):
        assert trace.encode() not in pdf


@pytest.mark.parametrize(
    "hostile", ["#panic()", "*x* _y_ `z` $1+1$", "@label <label>", '"); #read("words.typ")', "\\u{41} // #", "= not a heading"]
)
def test_a_value_is_printed_as_it_is_and_never_read_as_markup(hostile, sample, words_of):
    values = sample("en")
    entry = values["groups"][0]["entries"][0]
    entry["name"] = values["title"] = values["labels"]["speed"] = entry["warnings"][0] = hostile
    assert words_of(typeset.pdf("plan", values)).count(hostile) >= 4


def test_initials_and_numbers_keep_their_order_in_arabic(sample, tmp_path):
    """Trap: Typst shows "A. B." in text from right to left as ".A. B", and a number with its plus sign behind."""
    path = tmp_path / "arabic.pdf"
    path.write_bytes(typeset.pdf("plan", sample("ar")))
    boxes = subprocess.run(["pdftotext", "-bbox", path, "-"], capture_output=True, check=True).stdout.decode()
    placed = [
        (float(x), float(y), "".join(sign for sign in word if unicodedata.category(sign) != "Cf"))
        for x, y, word in re.findall(r'xMin="([\d.]+)" yMin="([\d.]+)"[^>]*>([^<]*)</word>', boxes)
    ]
    for before, after in (("A.", "B."), ("(A.", "B.)"), ("+353", "1"), ("210", "04")):
        places = [(x, y) for x, y, word in placed if word == before]
        assert places, f"{before} not found"
        for x, y in places:
            beside = [other for other, line, word in placed if word == after and abs(line - y) < 1]
            assert any(0 < other - x < 40 for other in beside), f"{after} does not stand to the right of {before}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_runs_over_the_edge_of_the_page(language, sample, tmp_path):
    values = sample(language)
    values["groups"][0]["entries"][0]["channel"] = "https://www.example.org/" + "a-long-path/" * 30 + "?x=" + "q" * 60
    path = tmp_path / "wide.pdf"
    path.write_bytes(typeset.pdf("plan", values))
    boxes = subprocess.run(["pdftotext", "-bbox", path, "-"], capture_output=True, check=True).stdout.decode()
    left = min(float(x) for x in re.findall(r'<word xMin="([-\d.]+)"', boxes))
    right = max(float(x) for x in re.findall(r'<word [^>]*xMax="([\d.]+)"', boxes))
    # A4 is 595 points wide, its margins 68. A hyphen may hang a little into the margin.
    assert left > 55
    assert right < 540


def test_a_telephone_number_stays_on_one_line(sample):
    values = sample("en")
    for words in range(1, 16):
        values["made_for"] = [*values["made_for"], "call " * words + "at any hour +353 1 210 04 89 and wait"]
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(typeset.pdf("plan", values))).pages)
    assert unicodedata.normalize("NFKC", text).count("at any hour") >= 10
    assert unicodedata.normalize("NFKC", text).count("+353 1 210 04 89") >= 15
    assert re.search(r"(353|353.1|210|04)\n", text) is None


def test_a_long_key_can_be_copied_whole(sample, words_of):
    values = sample("en")
    key = "mQINBF" + "0123456789abcdef" * 8
    values["groups"][0]["entries"][0]["channel"] = key
    assert key in words_of(typeset.pdf("plan", values)).replace(" ", "")


def test_a_very_long_entry_breaks_over_pages_and_loses_nothing(sample, words_of):
    values = sample("en")
    values["groups"][0]["entries"][0]["warnings"] = [
        f"Danger number {number} of many, told at some length." for number in range(200)
    ]
    found = words_of(typeset.pdf("plan", values))
    assert [number for number in range(200) if f"Danger number {number} of many" not in found] == []


def test_pages_are_numbered_with_their_total(sample, words_of):
    pdf = typeset.pdf("plan", sample("en"))
    pages = len(pypdf.PdfReader(io.BytesIO(pdf)).pages)
    found = words_of(pdf)
    assert all(f"{page}/{pages}" in found for page in range(1, pages + 1))


def test_a_plan_with_nothing_in_it_is_still_a_document(words_of):
    pdf = typeset.pdf("plan", {"lang": "en", "dir": "ltr", "title": "Nobody", "banner": "Call."})
    assert "Nobody" in words_of(pdf)
