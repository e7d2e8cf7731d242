"""A service key that cannot be read keeps no mail from being stopped, and no refusal from being stored."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from alongside.desk.outbox import deliveries
from alongside.desk.people import clock, keyfiles
from alongside.facts.consent import Consent
from alongside.facts.submissions import Submission
from tests.desk.cases import waiting
from tests.desk.cases.walking import Walk, walk


@pytest.fixture(autouse=True)
def _one_engine(sqlite, tmp_path):
    with sqlite.fresh(tmp_path):
        yield


@pytest.fixture(params=["short", "unreadable"])
def scene(request: pytest.FixtureRequest, _one_engine: None) -> Iterator[tuple[Walk, Submission]]:
    """A letter waits, and then the file of the service's key is damaged, or is none."""
    one = walk()
    made = waiting.letter(one)
    assert isinstance(made, Submission)
    path = Path(settings.KEY_FOLDER) / keyfiles.SERVICE
    whole = path.read_bytes()
    path.unlink()
    if request.param == "short":
        path.write_bytes(b"short")
    else:
        path.mkdir()
    keyfiles._read.cache_clear()
    yield one, made
    path.unlink() if path.is_file() else path.rmdir()
    path.write_bytes(whole)
    keyfiles._read.cache_clear()


def test_a_withdrawal_is_stored_and_stops_what_waits(scene: tuple[Walk, Submission]) -> None:
    """The page broke off before the withdrawal was stored."""
    one, letter = scene
    assert waiting.take_back(one).status_code == 303
    assert not waiting.waits(one, letter)
    assert [found.answer for found in one.of(Consent)] == ["withdrawn"]


def test_nobody_says_that_it_stayed_because_nothing_can_prove_it(scene: tuple[Walk, Submission]) -> None:
    one, letter = scene
    assert one.send(f"submissions/sent/{letter.id}/stop/", {}).status_code == 303
    assert not waiting.waits(one, letter) and one.of(Submission)[0].left
    page = one.page(f"submissions/sent/{letter.id}/")
    assert "did not leave" not in page and "nothing that only the worker can write proves it" in page


def test_with_its_key_what_was_stopped_is_proven_to_have_stayed() -> None:
    one = walk()
    letter = waiting.letter(one)
    assert isinstance(letter, Submission)
    assert waiting.take_back(one).status_code == 303
    row = waiting.row_of(letter)
    assert deliveries.standing(one.alice.desk, [row], clock.now())[row].stayed
