"""A submission of three pages as PDF, DOCX and plain text, as a page of the desk makes it: another text each time, since Typst remembers
what it has set before."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from alongside.desk.submissions import words
from alongside.desk.submissions.documents import pdf, plain, word
from alongside.desk.submissions.documents.annex import Annex
from alongside.desk.submissions.documents.document import LIST, OWN_WORDS, TEXT, Block, Document, Labels, Part, Passage
from alongside.desk.submissions.drafting.draft import Sender
from bench.figures import Figure, p50, timed

RUNS = 15
PAGES = 3
ACT = {
    "en": "On {day} May 2026, at Port Exemplar, officers of the criminal police threatened Amal Fictional because of her statement.",
    "ar": "في {day} أيار/مايو 2026 في ميناء المثال هدد ضابطان من الشرطة الجنائية أمل الخيالية (Amal Fictional) بسبب بيانها.",
    "zh": "2026年5月{day}日，在示例港，两名刑事警察因其发言威胁阿迈勒（Amal Fictional），并要求她交出手机和名单。",
}


def measure() -> list[Figure]:
    """Milliseconds from the document to its bytes, the child that sets PDFs already started."""
    figures = []
    for lang in ACT:
        _pages(pdf.written(letter(lang, 0)))
        figures.append(Figure(f"submission_pdf_{lang}_3_pages_ms_p50", p50(_times(pdf.written, lang)), at_most=200))
    word.written(letter("en", 0))
    for name, write in (("docx", word.written), ("text", plain.written)):
        figures.append(Figure(f"submission_{name}_3_pages_ms_p50", p50(_times(write, "en"))))
    return figures


def _times(write: Callable[[Document], bytes], lang: str) -> list[float]:
    letters = [letter(lang, number) for number in range(1, RUNS + 1)]
    return [timed(partial(write, one)) for one in letters]


def _pages(made: bytes) -> None:
    """A bench of two pages would flatter."""
    pages = made.count(b"/Type/Page/")
    assert pages == PAGES, f"the document of the bench has {pages} pages"


def letter(lang: str, number: int) -> Document:
    """Three pages in sections of a list, an account and the person's own words."""
    sections = {"en": 3, "ar": 2, "zh": 3}[lang]
    lines = tuple(ACT[lang].format(day=day + 1) for day in range(number, number + 6))
    parts = tuple(
        Part(
            f"{at + 1}",
            tuple(
                Block(f"field-{at}-{kind}", f"{at + 1}.{kind}", (Passage(kind, lines[:count]),), "\n".join(lines[:count]), 4000)
                for kind, count in ((LIST, 5), (TEXT, 3), (OWN_WORDS, 2))
            ),
        )
        for at in range(sections)
    )
    return Document(
        lang=lang,
        title=lines[0][:60],
        labels=Labels(**{name: words.say(lang, f"documents.label.{name}") for name in Labels.__dataclass_fields__}),
        sender=Sender("Watch on the Heron Coast", "desk@heron.example"),
        addressee=("Special Rapporteur",),
        marks=(words.say(lang, "documents.mark.confidential"),),
        parts=parts,
        annexes=tuple(Annex(at, "", f"annex-{at}.jpg", "image/jpeg", 90_000 + at, f"{number + at:064x}") for at in range(1, 4)),
        closing=(words.say(lang, "documents.receipt"),),
    )
