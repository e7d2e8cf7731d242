"""Every form, section, field and item has its words, and no word stands there for something that no form has."""

import pytest

from alongside.desk.submissions import words
from alongside.desk.submissions.drafting import reading
from alongside.desk.submissions.drafting.items import ITEMS, TYPED
from alongside.directory.vocabulary import LANGUAGES

FORMS = reading.forms().values()
WANTED = {
    "form": {form.id for form in FORMS},
    "section": {section.key for form in FORMS for section in form.sections},
    "field": {field.key for form in FORMS for field in form.fields},
    "question": {*ITEMS, TYPED},
}


@pytest.mark.parametrize("table", WANTED)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_forms_and_their_parts_have_words_and_words_have_their_part(lang: str, table: str) -> None:
    begin = f"drafting.{table}."
    found = {key.removeprefix(begin) for key in words.of("drafting", lang).keys() if key.startswith(begin)}
    assert found == WANTED[table]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_two_forms_and_no_two_fields_of_a_form_look_the_same(lang: str) -> None:
    titles = [words.say(lang, f"drafting.form.{form.id}") for form in FORMS]
    assert sorted({title for title in titles if titles.count(title) > 1}) == []
    for form in FORMS:
        labels = [words.say(lang, f"drafting.field.{field.key}") for field in form.fields]
        assert sorted({label for label in labels if labels.count(label) > 1}) == [], form.id
