"""Arabic text that can be searched, and a drawing that is not touched by it."""

from __future__ import annotations

import io
import subprocess

import pypdf
import pytest

from alongside.typeset import child
from alongside.typeset.readable import readable

# Words with dots above and below, hamza, madda, lam-alef and vowel signs.
WORDS = "من يستطيع أن يتحرك الآن منع من السفر وتهديدات في إكزامبليا المقررة الخاصة هيئة مسؤولية الاستلام شخص ثلج"


@pytest.fixture(scope="module")
def raw() -> bytes:
    typst = pytest.importorskip("typst")
    source = f"""#set document(date: none)
        #set text(lang: "ar", dir: rtl, font: "Noto Naskh Arabic")
        #text("{WORDS}") #pagebreak() #text(weight: 700, "{WORDS}")"""
    compiler = typst.Compiler(root=str(child.TEMPLATES), font_paths=[str(child.FONTS)], ignore_system_fonts=True)
    return bytes(compiler.compile(input=source.encode()))


def test_every_arabic_word_is_found_once_its_dots_are_silent(raw, words_of):
    found = words_of(readable(raw)).split()
    assert sorted(found) == sorted(WORDS.split() * 2)


def test_the_drawing_stays_the_same_to_the_last_point(raw, tmp_path):
    pictures = []
    for name, pdf in (("raw", raw), ("readable", readable(raw))):
        (tmp_path / name).write_bytes(pdf)
        done = subprocess.run(
            ["pdftoppm", "-r", "60", tmp_path / name, tmp_path / f"page-{name}"], capture_output=True, check=True
        )
        assert done.stderr == b""
        pictures.append([page.read_bytes() for page in sorted(tmp_path.glob(f"page-{name}-*.ppm"))])
    assert len(pictures[0]) == 2
    assert pictures[0] == pictures[1]


def test_the_new_file_is_whole_for_a_strict_reader(raw):
    pdf = pypdf.PdfReader(io.BytesIO(readable(raw)), strict=True)
    assert len(pdf.pages) == 2
    assert pdf.root_object["/Lang"] == "ar"


@pytest.mark.parametrize("other", [b"", b"%PDF-1.7 +NotoNaskhArabic", b"no document"])
def test_what_is_not_understood_comes_back_as_it_was(other):
    assert readable(other) == other
