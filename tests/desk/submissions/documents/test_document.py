"""A draft becomes a document: what stands where, which marks it bears, and what does not come along."""

import json
from collections.abc import Sequence
from dataclasses import fields, replace
from functools import partial

import pytest

from alongside.desk.submissions import words
from alongside.desk.submissions.documents import data
from alongside.desk.submissions.documents.document import LIST, OWN_WORDS, TABLE, TEXT, Document, Labels, Passage, from_drafted
from alongside.desk.submissions.documents.writing import ENDINGS, written
from alongside.desk.submissions.drafting.draft import Drafted, Filled, Sender, Sentence, Shown
from alongside.desk.submissions.drafting.form import Field, Form, Section
from tests.desk.submissions.documents.inside import found_in
from tests.desk.submissions.documents.inventing import LANGUAGES, annexes

FORM = Form(
    id="a-form", mechanisms=("un-somebody",), recipient="", languages=("en",), sections=(), naming=(), unnamed="", family_consent=False,
    procedure=False, interim=False, second_person=False, per_person=False, receipt=True, pages=None, confidence="high", sources=(),
)  # fmt: skip
SENDER = Sender("Watch on the Heron Coast", "desk@heron.example")
FACT, WITNESS = "f" * 32, "e" * 32


def say(key: str, lang: str = "en") -> str:
    """The real words of the documents; those of the forms are made up from their keys."""
    return words.say(lang, key) if key.startswith("documents.") else key.rpartition(".")[2].replace("-", " ")


def shown(item: str, *told: str | Sentence, state: str = "filled", text: str | None = None, limit: int | None = None) -> Shown:
    sentences = tuple(one if isinstance(one, Sentence) else Sentence(one, (FACT,)) for one in told)
    filled = Filled(Field(f"the-{item}", item, None, limit, "check"), sentences)
    return Shown(filled, filled.text if text is None else text, state, (FACT,), basis="b" * 64)


def drafted(*answers: Shown, form: Form = FORM, levels: Sequence[tuple[str, str]] = (), lang: str = "en") -> Drafted:
    sections = (
        Section("first", tuple(one.field for one in answers[:1])),
        Section("second", tuple(one.field for one in answers[1:])),
    )
    return Drafted(replace(form, sections=sections), lang, answers, tuple(levels), consents=("c" * 32,))


def document(*answers: Shown, form: Form = FORM, levels: Sequence[tuple[str, str]] = (), **more: object) -> Document:
    return from_drafted(drafted(*answers, form=form, levels=levels), say, "Special Rapporteur\nGeneva", SENDER, **more)  # type: ignore[arg-type]


def test_the_words_of_a_document_stand_in_each_catalogue() -> None:
    for lang in LANGUAGES:
        made = from_drafted(drafted(shown("summary", "A.")), partial(say, lang=lang), "", SENDER)
        assert made.labels == Labels(**{one.name: words.say(lang, f"documents.label.{one.name}") for one in fields(Labels)})
        assert made.closing == (words.say(lang, "documents.receipt"),)


def test_a_document_follows_the_sections_of_the_form_and_leaves_out_what_says_nothing() -> None:
    made = document(
        shown("summary", "She is in danger."),
        shown("health"),
        shown("request", "Act.", state="left-out"),
        shown("needs", " "),
        shown("place", "Here."),
    )
    assert made.title == "a form" and made.addressee == ("Special Rapporteur", "Geneva") and made.sender == SENDER
    assert [(part.title, [one.label for one in part.blocks]) for part in made.parts] == [
        ("first", ["the summary"]),
        ("second", ["the place"]),
    ]
    assert document(shown("health")).parts == ()


def test_answers_of_several_lines_are_a_list_where_each_line_stands_for_itself() -> None:
    made = document(shown("timeline", "One.", "Two."), shown("narrative", "One.", "Two."), shown("charges", "One."))
    assert [one.passages for one in made.blocks] == [
        (Passage(LIST, ("One.", "Two.")),),
        (Passage(TEXT, ("One.", "Two.")),),
        (Passage(TEXT, ("One.",)),),
    ]


def test_the_persons_own_words_stay_apart_also_where_the_officer_wrote_around_them() -> None:
    hers = Sentence("They came at night.\nI ran.", (FACT,), own_words=WITNESS)
    generated = document(shown("narrative", "She was at home.", hers, "She left."))
    assert generated.blocks[0].passages == (
        Passage(TEXT, ("She was at home.",)),
        Passage(OWN_WORDS, ("They came at night.", "I ran.")),
        Passage(TEXT, ("She left.",)),
    )
    typed = document(shown("timeline", hers, state="typed", text="We heard this:\n\nThey came at night.\nShe fled."))
    assert typed.blocks[0].passages == (
        Passage(TEXT, ("We heard this:",)),
        Passage(OWN_WORDS, ("They came at night.",)),
        Passage(TEXT, ("She fled.",)),
    )
    assert typed.blocks[0].text == "We heard this:\n\nThey came at night.\nShe fled."


def test_the_field_for_evidence_shows_the_table_of_annexes_unless_the_officer_wrote_it() -> None:
    generated = document(shown("annexes", "1. Photograph"), annexes=annexes(1))
    (table,) = generated.blocks[0].passages
    assert generated.annexes_shown and table.kind == TABLE
    assert table.rows[1] == ("1", "Photograph of the gate", "annex-1.pdf", "81231", f"{1:064x}")
    typed = document(shown("annexes", "1. Photograph", state="typed", text="See below."), annexes=annexes(1))
    assert not typed.annexes_shown and typed.annexes == annexes(1)
    assert not document(shown("annexes", "None can be sent.")).annexes_shown


NAMED, HIDDEN = (FACT, "named"), (WITNESS, "sender-only")


@pytest.mark.parametrize(
    ("naming", "levels", "marks"),
    [
        ((), (), ["confidential"]),
        ((), (NAMED,), ["confidential", "addressee_only"]),
        ((("responsible-state", "name"),), (NAMED,), ["confidential", "not_published"]),
        ((("responsible-state", "name"),), (NAMED, HIDDEN), ["confidential", "not_published", "unnamed"]),
        ((("public", "publish"),), (NAMED,), ["confidential"]),
        ((("public", "publish"),), ((FACT, "unnamed"),), ["confidential", "unnamed"]),
        ((), ((FACT, "left-out"),), ["confidential"]),
    ],
)
def test_the_marks_say_what_the_persons_in_it_were_asked(naming, levels, marks) -> None:
    made = document(shown("summary", "A."), form=replace(FORM, naming=naming), levels=levels)
    assert made.marks == tuple(say(f"documents.mark.{one}") for one in marks)


def test_a_text_for_the_public_bears_no_mark_of_confidence_but_what_the_caller_adds() -> None:
    public = replace(FORM, mechanisms=(), recipient="public", receipt=False)
    assert document(shown("summary", "A."), form=public, levels=(NAMED,)).marks == ()
    made = document(shown("summary", "A."), form=public, marks=("Not before 1 May", " "))
    assert made.marks == ("Not before 1 May",) and made.closing == ()


def test_no_id_of_ours_stands_in_any_writing() -> None:
    hers = Sentence("They came at night.", (FACT,), own_words=WITNESS)
    made = document(shown("summary", "A."), shown("narrative", hers), levels=(NAMED, HIDDEN), annexes=annexes(1))
    for ending in ENDINGS:
        assert found_in(written(made, ending), FACT, WITNESS, "c" * 32, "b" * 64) == []


def test_the_keys_of_the_json_are_these() -> None:
    made = json.loads(data.written(document(shown("summary", "A.", limit=10), annexes=annexes(1))))
    assert list(made) == [
        "format", "version", "language", "title", "addressee", "marks", "sender", "parts", "annexes", "closing",
    ]  # fmt: skip
    assert (made["format"], made["version"]) == ("alongside.submission", 1)
    assert made["parts"][0]["fields"][0] == {
        "field": "the-summary",
        "label": "the summary",
        "limit": 10,
        "text": "A.",
        "passages": [{"kind": "text", "paragraphs": ["A."]}],
    }
    assert list(made["annexes"][0]) == ["number", "title", "file", "media_type", "size", "sha256"]
