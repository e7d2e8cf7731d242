"""A consent names a recipient and a speaker that its form offers, and nobody else."""

from urllib.parse import urlencode

import pytest

from alongside.desk.cases import store
from alongside.desk.people import clock
from alongside.facts.consent import Consent
from tests.desk.cases.telling import fact, person
from tests.desk.cases.walking import FORM
from tests.desk.making import NOW, found_desk, login_client

pytestmark = pytest.mark.usefixtures("database")


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"given_by": "0" * 32}, "What was sent is not in this case"),
        ({"given_by": "the act"}, "What was sent is not in this case"),
        ({"recipient": "un-of-a-later-day"}, "choose a recipient from the list"),
        ({"recipient": "person:" + "0" * 32}, "choose a recipient from the list"),
        ({}, ""),
    ],
)
def test_nobody_speaks_and_nobody_receives_who_is_not_offered(
    monkeypatch: pytest.MonkeyPatch, changed: dict[str, str], sentence: str
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    alice = found_desk()
    her = person("Amal Fictional")
    act = fact("act", code="travel-ban", victims=[her.id])
    case = store.create(alice, [her, act], NOW)
    browser = login_client(alice)
    path = f"/desk/en/cases/{case}/consent/{her.id}/ask/"
    told = {
        "seed": "a" * 32,
        "recipient": "un-ccpr",
        "purpose": "send",
        "answer": "agreed",
        "given_by": her.id,
        "date": "2026-11-22",
    }
    told |= {name: act.id if value == "the act" else value for name, value in changed.items()}
    answer = browser.post(path, urlencode(told), content_type=FORM)
    kept = [one.recipient for one in store.open_case(alice, case, NOW).of(Consent)]
    if sentence:
        assert answer.status_code == 422 and sentence in answer.content.decode() and kept == []
    else:
        assert answer.status_code == 303 and kept == ["un-ccpr"]
