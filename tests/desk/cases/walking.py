"""Alice and Bob with a case between them, and Charlie of the same desk who is not in it; forms sent as a browser sends them."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.http import HttpResponse
from django.test import Client

from alongside.desk.cases import store
from alongside.desk.cases.opening import Opened
from alongside.desk.cases.store import Edit
from alongside.desk.people import clock
from alongside.desk.people.unlocked import Unlocked
from alongside.facts.fact import Fact
from tests.desk.cases.telling import fact, person
from tests.desk.making import found_desk, login_client, member

FORM = "application/x-www-form-urlencoded"


def post(browser: Client, path: str, fields: Mapping[str, Any]) -> HttpResponse:
    return browser.post(path, urlencode(fields, doseq=True), content_type=FORM)


def text(answer: HttpResponse) -> str:
    """The words of a page."""
    return unescape(answer.content.decode())


@dataclass
class Walk:
    """One case. `her` is its person, `husband` her relative with a record of his own."""

    alice: Unlocked
    bob: Unlocked
    charlie: Unlocked
    browser: Client
    case: UUID
    her: Fact
    husband: Fact

    def path(self, rest: str = "") -> str:
        return f"/desk/en/cases/{self.case}/{rest}"

    def get(self, rest: str = "", browser: Client | None = None) -> HttpResponse:
        return (browser or self.browser).get(self.path(rest))

    def page(self, rest: str = "") -> str:
        answer = self.get(rest)
        assert answer.status_code == 200, answer.status_code
        return text(answer)

    def send(self, rest: str, fields: Mapping[str, Any], browser: Client | None = None) -> HttpResponse:
        return post(browser or self.browser, self.path(rest), {"seed": uuid4().hex, **fields})

    def opened(self) -> Opened:
        return store.open_case(self.alice, self.case, clock.now(), note=False)

    def of(self, kind: type) -> list[Any]:
        return self.opened().of(kind)

    def add(self, *facts: Fact) -> None:
        store.save(self.alice, self.case, [Edit(None, one) for one in facts], clock.now())


def walk() -> Walk:
    alice = found_desk()
    bob, charlie = member(alice, "Bob"), member(alice, "Charlie")
    her, husband = person("Amal Fictional"), person("Husband Fictional", "relative")
    told = [
        her,
        husband,
        fact("event", state_responsible="EGY", urgency="hours"),
        fact("act", code="travel-ban", victims=[her.id], date="2026-11-20"),
    ]
    case = store.create(alice, told, clock.now(), [bob.person])
    return Walk(alice, bob, charlie, login_client(alice), case, her, husband)
