"""The plan as a file, saved through the page: after a warning, under a name that says nothing, readable, and by nobody."""

from __future__ import annotations

import io
import json
import re
import subprocess
import unicodedata

import pypdf
import pytest

from tests.browser.shown import SITUATION

SCRIPTS = {"ar": "[\u0621-\u064a]", "ru": "[\u0400-\u04ff]", "zh": "[\u4e00-\u9fff]"}


@pytest.fixture(scope="module", params=list(SCRIPTS))
def lang(request):
    return request.param


@pytest.fixture
def saved(walk):
    """Goes from the plan to the page that warns, presses a button there, and returns the file's name and bytes."""

    def save(language: str, button: str) -> tuple[str, bytes]:
        person = walk(language)
        person.open("situation/")
        person.choose("state", "EGY")
        person.press(person.say("situation.next"))
        for name, value in SITUATION[1:4]:
            person.tick(name, value)
        person.press(person.say("situation.show"))
        person.press(person.say("plan.save"))
        assert person.say("plan.save_before") in person.main.inner_text()
        with person.page.expect_download() as waiting:
            person.press(person.say(button))
        download = waiting.value
        with open(download.path(), "rb") as file:  # noqa: PTH123  (Playwright gives a path of its own kind)
            return download.suggested_filename, file.read()

    return save


def plain(text: str) -> str:
    """Letters in their plain form, without vowel signs, marks of direction and points; one space between words."""
    plain_form = unicodedata.normalize("NFKD", text)
    letters = "".join(sign for sign in plain_form if unicodedata.category(sign) not in ("Cf", "Mn", "Po"))
    return " ".join(letters.split())


def text_of(pdf: bytes) -> str:
    return plain(subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode())


def test_the_pdf_holds_the_words_of_its_language_and_says_nothing_about_its_making(saved, walk, lang):
    name, pdf = saved(lang, "plan.save_pdf")
    person, text = walk(lang), text_of(pdf)
    for sentence in (person.plan_says("plan.first"), person.say("frame.nobody"), person.plan_says("plan.open-means")):
        wanted = set(plain(sentence).split()) if lang != "zh" else set(re.findall(f"{SCRIPTS['zh']}{{2}}", sentence))
        # Words at the end of a line may be cut; four in five are enough to know the sentence.
        assert sum(word in text for word in wanted) >= 0.8 * len(wanted)
    assert len(re.findall(SCRIPTS[lang], text)) > 500
    assert name == "notes.pdf"
    read = pypdf.PdfReader(io.BytesIO(pdf))
    assert set(read.metadata or {}) <= {"/Creator", "/Producer"}
    assert not re.search(rb"/(Author|CreationDate|ModDate)\b|<dc:creator>|<xmp:CreateDate>|/home/|/tmp/|/Users/", pdf)
    assert read.xmp_metadata is None or read.xmp_metadata.xmp_create_date is None
    assert read.root_object["/Lang"] == lang


def test_the_markdown_is_text_of_the_language(saved, lang):
    name, body = saved(lang, "plan.save_md")
    text = body.decode("utf-8")
    assert name == "notes.md"
    assert text.startswith("# ")
    assert len(re.findall(SCRIPTS[lang], text)) > 500


def test_the_json_is_the_plan_with_every_mechanism_once(saved, lang):
    name, body = saved(lang, "plan.save_json")
    table = json.loads(body)
    named = [option["mechanism"] for option in table["options"]]
    assert name == "notes.json"
    assert len(named) == len(set(named)) > 200
    assert len(table["first"]) == 3
    assert table["situation"]["state_responsible"] == "EGY"
