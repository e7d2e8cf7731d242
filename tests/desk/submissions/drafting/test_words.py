"""Every form, section, field and item has its words, and no word stands there for something that no form has."""

from string import Formatter

import pytest

from alongside.desk.submissions import words
from alongside.desk.submissions.drafting import reading
from alongside.desk.submissions.drafting.gates import CODES
from alongside.desk.submissions.drafting.items import ITEMS, TYPED
from alongside.directory.vocabulary import LANGUAGES

FORMS = reading.forms().values()
WANTED = {
    "form": {form.id for form in FORMS},
    "section": {section.key for form in FORMS for section in form.sections},
    "field": {field.key for form in FORMS for field in form.fields},
    "question": {*ITEMS, TYPED},
    "gate": set(CODES),
    "gate-name": set(CODES),
    "gate-who": {"person", "guardian", "family", "lawyer", "second", "officer", "desk"},
    "verdict": {"open", "ask", "shut"},
    "check": {"live", "unknown", "required", "optional"},
}


@pytest.mark.parametrize("table", WANTED)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_forms_and_their_parts_have_words_and_words_have_their_part(lang: str, table: str) -> None:
    begin = f"drafting.{table}."
    keys = words.of("drafting", lang).keys()
    found = {key.removeprefix(begin) for key in keys if key.startswith(begin)}
    assert found == WANTED[table]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_sentence_of_a_gate_takes_what_the_gate_gives(lang: str) -> None:
    given = {code: {"day"} for code in ("time-limit-passed", "urgent-procedure", "standard-procedure")}
    given["too-many-pages"] = {"pages", "most"}
    for code in CODES:
        taken = {name for _, name, _, _ in Formatter().parse(words.of("drafting", lang).raw(f"drafting.gate.{code}")) if name}
        assert taken == given.get(code, set()), code


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_two_forms_and_no_two_fields_of_a_form_look_the_same(lang: str) -> None:
    titles = [words.say(lang, f"drafting.form.{form.id}") for form in FORMS]
    assert sorted({title for title in titles if titles.count(title) > 1}) == []
    for form in FORMS:
        labels = [words.say(lang, f"drafting.field.{field.key}") for field in form.fields]
        assert sorted({label for label in labels if labels.count(label) > 1}) == [], form.id
