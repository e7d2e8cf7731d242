"""What a browser writes to the disk and no header can stop: titles into its history, bodies of forms to send them again after a crash."""

import re
from pathlib import Path

import pytest

import alongside

DESK = Path(alongside.__file__).parent / "desk"
TEMPLATES = sorted(
    path for room in ("people", "cases", "submissions", "web") for path in (DESK / room / "templates").rglob("*.html")
)
TITLE = re.compile(r"\{% block title %\}(.*?)\{% endblock %\}", re.DOTALL)
# Words of a catalogue without anything put into them, chosen by whatever condition.
CONSTANT = re.compile(
    r'(\s|\{% (if|elif|else|endif)[^%]*%\}|\{% (people|cases|face|say|sub) "[a-z0-9_.]+"(\|add:(code|"\.[a-z]+"))* %\})*'
)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_the_title_of_a_page_of_the_desk_is_made_of_constant_words(path):
    for title in TITLE.findall(path.read_text(encoding="utf-8")):
        assert CONSTANT.fullmatch(title), title


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_each_form_of_the_desk_is_one_that_browsers_do_not_keep(path):
    text = path.read_text(encoding="utf-8")
    forms = [] if path.name == "base.html" else re.findall(r'<form\b[^>]*?method="post"', text)
    assert text.count("{% unkept %}") == len(forms)


def test_pages_were_looked_at():
    assert sum(bool(TITLE.search(path.read_text(encoding="utf-8"))) for path in TEMPLATES) > 40
