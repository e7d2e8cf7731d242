"""The whole contribution to a year's report: what each case lacks, one file within one limit, and one case at a time while it is frozen."""

import gc
import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alongside.desk.cases import history, store
from alongside.desk.cases.evidence import taking
from alongside.desk.cases.evidence.files import Arriving
from alongside.desk.cases.shown import Said
from alongside.desk.people import clock
from alongside.desk.submissions import words
from alongside.desk.submissions.documents import annexes
from alongside.desk.submissions.documents.annexes import Enclosed
from alongside.desk.submissions.drafting import reading
from alongside.desk.submissions.sending import checking, contribution_views, draft_views
from alongside.desk.submissions.sending.work import Work
from alongside.facts.fact import Fact
from alongside.facts.submissions import Draft, Submission
from tests.desk.cases.telling import fact, person
from tests.desk.cases.walking import Walk, post, text, walk

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
PAGE = "/desk/en/reprisals/2027/contribution/"
REPORT = "un-sg-reprisals-report"


@pytest.fixture(autouse=True)
def _day(sqlite: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What these pages ask of the database is tested on both engines with the year's own."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    with sqlite.fresh(tmp_path):
        yield


def yes(her: Fact, recipient: str = REPORT, purpose: str = "send") -> Fact:
    told = {"answer": "agreed", "date": "2026-11-20", "given_by": her.id, "risks_explained": True}
    return fact("consent", person=her.id, recipient=recipient, purpose=purpose, **told)


def case_of(one: Walk, name: str, annex: bytes | None = None) -> tuple[UUID, str]:
    """A case of the year with its draft, and an annex; the id of the case and of the draft."""
    her = person(name, "harmed", "cooperated")
    told = [
        her,
        fact("event", state_responsible="EGY", un_link=True),
        fact("cooperation", body="un-ohchr", date="2026-10-01", by=her.id),
        fact("act", code="threats", victims=[her.id], date="2026-09-01"),
        yes(her),
        yes(her, "public", "publish"),
    ]
    case = store.create(one.alice, told, NOW)
    enclosed = []
    if annex is not None:
        arriving = Arriving(one.alice.desk)
        arriving.add(annex)
        kept = {"cleaning": "nothing-to-clean", "type": "text"}
        enclosed = [taking.take(one.alice, case, arriving.finish(), "letter.txt", kept, NOW).id]
    draft = fact(
        "draft", form="sg-reprisals-new", mechanism=REPORT, lang="en", persons=[her.id], annexes=enclosed,
    )  # fmt: skip
    store.save(one.alice, case, [store.Edit(None, draft)], NOW)
    return case, draft.id


@pytest.fixture
def ready(monkeypatch: pytest.MonkeyPatch) -> None:
    """What opens gates is tested with them; here all of them stand open."""
    monkeypatch.setattr(checking, "gates_of", lambda work: ())


def of(one: Walk, case: UUID, kind: type) -> list[Any]:
    return store.open_case(one.alice, case, NOW, note=False).of(kind)


def taken(one: Walk, case: UUID) -> bool:
    return "submission-taken" in [step.what for step in history.happenings(one.alice, case)]


def press(one: Walk, do: str, **fields: Any) -> Any:
    page = text(one.browser.get(PAGE))
    seen = [part.partition('"')[0] for part in page.split('name="seen" value="')[1:]]
    return post(one.browser, PAGE, {"seed": uuid4().hex, "seen": seen, "do": do, **fields})


def test_what_a_case_lacks_stands_in_the_words_of_its_own_draft_with_the_way_to_its_review() -> None:
    one = walk()
    case, draft = case_of(one, "Basma Invented")
    page = text(one.browser.get(PAGE))
    opened = store.open_case(one.alice, case, NOW, note=False)
    (own,) = opened.of(Draft)
    work = Work(opened, own, reading.forms()[own.form], None, NOW.date(), one.alice.person.pk.hex)
    lacks = draft_views.gates(Said("en", opened.facts), work)
    assert len(lacks) > 2 and f"Not ready: {len(lacks)}" in page
    for gate in lacks:
        assert gate["name"] in page and gate["sentence"] in page and gate["about"] in page
    assert f"/desk/en/cases/{case}/submissions/drafts/{draft}/review/" in page


def test_an_annex_that_cannot_leave_is_told_as_the_review_tells_it() -> None:
    one = walk()
    case, _ = case_of(one, "Basma Invented", b"a letter")
    (evidence,) = [
        found for found in store.open_case(one.alice, case, NOW, note=False).facts.values() if found.KIND == "evidence"
    ]
    (draft,) = of(one, case, Draft)
    store.save(one.alice, case, [store.Edit(evidence, None)], NOW)
    page = text(one.browser.get(PAGE))
    assert draft.annexes == (evidence.id,) and words.say("en", "documents.annex.gone", number=1) in page


@pytest.mark.usefixtures("ready")
def test_all_that_is_ready_comes_as_one_file_with_a_folder_a_case() -> None:
    one = walk()
    made = [case_of(one, f"Basma{number} Invented", f"letter {number}".encode())[0] for number in range(2)]
    answer = press(one, "take")
    assert answer.status_code == 200 and answer["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        names = archive.namelist()
        assert {archive.read(f"0{number}/annex-1.txt") for number in (1, 2)} == {b"letter 0", b"letter 1"}
    assert len(names) == 11 and all(taken(one, case) for case in made)


@pytest.mark.usefixtures("ready")
def test_annexes_of_more_than_one_limit_are_never_read_together_and_the_page_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one = walk()
    made = [case_of(one, f"Basma{number} Invented", b"x" * 600) for number in range(2)]

    def read(*_: object) -> None:
        raise AssertionError("bytes were read")

    monkeypatch.setattr(annexes, "MOST", 1199)
    monkeypatch.setattr(annexes, "read", read)
    page = text(one.browser.get(PAGE))
    assert "Take the cases one by one" in page and 'value="take"' not in page and 'value="hand"' in page
    for case, draft in made:
        assert f'href="/desk/en/cases/{case}/submissions/drafts/{draft}/review/"' in page
    answer = press(one, "take", whom="The address of the call")
    assert answer.status_code == 422 and "Take the cases one by one" in text(answer) and "The address of the call" in text(answer)
    assert not any(taken(one, case) for case, _ in made)
    monkeypatch.setattr(annexes, "MOST", 1200)
    assert 'value="take"' in text(one.browser.get(PAGE))


@pytest.mark.usefixtures("ready")
def test_said_to_be_sent_each_case_is_frozen_alone_and_with_one_of_the_places_for_large_ones(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one = walk()
    made = [case_of(one, f"Basma{number} Invented", b"x" * 600)[0] for number in range(3)]
    only, read, held = BoundedSemaphore(1), annexes.read, []

    def counted(*args: Any) -> tuple[Enclosed, ...]:
        held.append(sum(type(thing) is Enclosed for thing in gc.get_objects()))
        assert not only.acquire(blocking=False)
        return read(*args)

    monkeypatch.setattr(annexes, "read", counted)
    monkeypatch.setattr(
        annexes, "MOST", 1000
    )  # together they are too large for one file, not for being frozen one after the other
    monkeypatch.setattr(contribution_views, "LARGE", only)
    assert press(one, "hand", means="post").status_code == 303
    assert held == [0, 0, 0] and all(len(of(one, case, Submission)) == 1 for case in made)
    assert only.acquire(blocking=False)


@pytest.mark.usefixtures("ready")
def test_without_a_means_or_with_too_long_a_line_nothing_is_frozen_and_what_was_typed_stays() -> None:
    one = walk()
    case, _ = case_of(one, "Basma Invented")
    for fields, sentence in (
        ({"whom": "Palais"}, "Say how it was sent"),
        ({"whom": "x" * 301, "means": "post"}, "up to 300 characters"),
    ):
        answer = press(one, "hand", **fields)
        assert answer.status_code == 422 and sentence in text(answer) and fields["whom"] in text(answer)
    assert of(one, case, Submission) == []


@pytest.mark.usefixtures("ready")
def test_the_same_form_twice_sends_once() -> None:
    one = walk()
    case, _ = case_of(one, "Basma Invented")
    page = text(one.browser.get(PAGE))
    fields = {"seed": "a" * 32, "seen": page.partition('name="seen" value="')[2].partition('"')[0], "do": "hand", "means": "post"}
    for _ in range(2):
        assert post(one.browser, PAGE, fields).status_code == 303
    assert len(of(one, case, Submission)) == 1
    assert post(one.browser, PAGE, fields | {"seed": "b" * 32}).status_code == 422


@pytest.mark.usefixtures("ready")
def test_what_was_sent_knows_its_annexes_whatever_becomes_of_the_draft() -> None:
    """One that was taken out of the draft afterwards, then hidden, no longer stopped the letter that held it."""
    one = walk()
    case, _ = case_of(one, "Basma Invented", b"a letter")
    assert press(one, "hand", means="post").status_code == 303
    (draft,), (made,) = of(one, case, Draft), of(one, case, Submission)
    assert draft.annexes and made.rests_on[0] == draft.annexes[0] and len(set(made.rests_on)) == len(made.rests_on) > 1


@pytest.mark.usefixtures("ready")
def test_a_second_draft_of_a_case_that_was_sent_is_not_sent_after_it() -> None:
    """The report would have got the case twice, by one press that speaks of all."""
    one = walk()
    case, _ = case_of(one, "Basma Invented")
    assert press(one, "hand", means="post").status_code == 303
    (draft,) = of(one, case, Draft)
    store.save(one.alice, case, [store.Edit(None, replace(draft, id=uuid4().hex, revision=1))], NOW)
    page = text(one.browser.get(PAGE))
    assert 'name="seen"' not in page and "Ready: 0" in page and "Basma Invented" in page
    assert press(one, "hand", means="post").status_code == 422
    assert len(of(one, case, Submission)) == 1


@pytest.mark.usefixtures("ready")
def test_a_file_that_is_gone_stops_what_follows_and_the_page_tells_what_was_frozen_before_and_what_is_wrong() -> None:
    one = walk()
    made = [case_of(one, f"Basma{number} Invented", f"letter {number}".encode())[0] for number in range(2)]
    order = [work.opened.id for work in works(one)]
    (evidence,) = [
        found for found in store.open_case(one.alice, order[1], NOW, note=False).facts.values() if found.KIND == "evidence"
    ]
    file = UUID(evidence.file)
    (Path(settings.FILES) / file.hex[:2] / file.hex).unlink()
    answer = press(one, "take")
    assert answer.status_code == 422 and words.say("en", "documents.annex.missing", number=1) in text(answer)
    assert not any(taken(one, case) for case in made)
    answer = press(one, "hand", means="post", whom="The address of the call")
    page = text(answer)
    assert answer.status_code == 422 and "Frozen before that: 1" in page and "The address of the call" in page
    assert words.say("en", "documents.annex.missing", number=1) in page and "Ready: 0" in page and "Not ready: 1" in page
    assert [len(of(one, case, Submission)) for case in order] == [1, 0]


def works(one: Walk) -> list[Work]:
    found = contribution_views.gathering.of_year(one.alice, 2027, 1, 100, NOW, "en").found
    return contribution_views._drafts(one.alice, found, NOW)


@pytest.mark.usefixtures("ready")
def test_more_cases_than_a_page_opens_stand_on_the_next_and_leave_from_there(monkeypatch: pytest.MonkeyPatch) -> None:
    one = walk()
    for number in range(2):
        case_of(one, f"Basma{number} Invented")
    monkeypatch.setattr(contribution_views, "PAGE", 1)
    first, second = (text(one.browser.get(f"{PAGE}?page={number}")) for number in (1, 2))
    assert "Page 1 of 2" in first and ("Basma0" in first) != ("Basma1" in first) and ("Basma0" in second) == ("Basma1" in first)
    seen = second.partition('name="seen" value="')[2].partition('"')[0]
    for _ in range(2):
        answer = post(one.browser, PAGE, {"seed": "a" * 32, "seen": seen, "do": "hand", "means": "post", "page": "2"})
        assert answer.status_code == 303 and answer["Location"].endswith("?page=2")
    assert "Sent" in text(one.browser.get(answer["Location"])) and "Ready: 1" in text(one.browser.get(PAGE))


@pytest.mark.usefixtures("still")
def test_the_address_book_is_asked_once_for_all_cases() -> None:
    one = walk()
    counts = []
    for number in range(3):
        case_of(one, f"Basma{number} Invented")
        one.browser.get(PAGE)
        with CaptureQueriesContext(connection) as asked:
            one.browser.get(PAGE)
        counts.append((len(asked), sum('FROM "address"' in query["sql"] for query in asked.captured_queries)))
    (first, book), *more = counts
    assert {asked for _, asked in more} == {book} == {3}  # the book, how the desk signs, and whether it asks for a second person
    assert more[1][0] - more[0][0] == more[0][0] - first
