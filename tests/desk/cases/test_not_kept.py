"""A form sent to a case that was changed from outside is answered with a sentence and with what was typed, whichever page it came from."""

import re

import pytest

from alongside.desk.cases.models import History
from tests.desk.cases.telling import fact
from tests.desk.cases.walking import Walk, text, walk

WORDS = "She was followed home again."


@pytest.fixture(autouse=True)
def _one_engine(sqlite, tmp_path):
    with sqlite.fresh(tmp_path):
        yield


def damaged() -> Walk:
    one = walk()
    last = History.objects.filter(case=one.case).order_by("-sequence").first()
    assert last is not None
    last.delete()
    return one


@pytest.mark.parametrize(
    ("page", "told"),
    [
        ("tasks/", {"what": WORDS}),
        ("risk/{her}/", {"why": WORDS, "threats": ["threat"]}),
        ("plan/{her}/measure/", {"what": WORDS}),
        ("plan/{her}/", {"note": WORDS}),
        ("new/act/", {"code": "threats", "remarks": WORDS}),
    ],
)
def test_words_for_a_damaged_case_come_back_with_a_sentence(page: str, told: dict[str, object]) -> None:
    """Each of these pages broke off with an error, and what was typed was lost."""
    one = damaged()
    answer = one.send(page.format(her=one.her.id), told)
    assert answer.status_code == 409
    assert "Somebody changed this case from outside" in text(answer) and WORDS in text(answer)


def test_a_question_left_open_is_nothing_to_copy() -> None:
    one = damaged()
    page = one.get("new/note/").content.decode()
    (left_open,) = set(re.findall(r'name="([a-z_]+)"\s+value="-"', page))
    answer = one.send("new/note/", {"text": WORDS, left_open: "-"})
    assert answer.status_code == 409 and answer.content.decode().count("<blockquote") == 1


def test_a_record_of_a_damaged_case_is_not_removed_and_the_page_says_so() -> None:
    one = walk()
    act = fact("act", code="threats", victims=[one.her.id], remarks=WORDS)
    one.add(act)
    page = one.page(f"records/{act.id}/remove/")
    History.objects.filter(case=one.case).order_by("-sequence").first().delete()  # type: ignore[union-attr]
    base = page.split('name="base" value="')[1].split('"')[0]
    answer = one.send(f"records/{act.id}/remove/", {"base": base})
    assert answer.status_code == 409 and base not in text(answer)
    assert act.id in one.opened().facts
