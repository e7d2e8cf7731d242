"""Stories 5 and 6, walked in a real browser on a small phone with scripts off.

Ten recipients from one case, each with what everybody in it agreed to and nothing else; and the year of the reprisals report, from what
belongs in it to the mention that comes of it. Story 11 stands in referral/.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest

from alongside.desk.cases import store
from alongside.desk.people import clock
from alongside.desk.people.unlocked import Unlocked
from alongside.desk.submissions.addresses import book
from alongside.desk.submissions.drafting.draft import Sender
from alongside.desk.submissions.year import window as windows
from alongside.facts.fact import Fact
from alongside.facts.submissions import Submission
from tests.browser.conftest import NOWHERE, PHONE
from tests.desk.cases.telling import fact
from tests.desk.database import Sqlite, aside
from tests.desk.making import found_desk, login_client, member
from tests.desk.submissions.documents.inside import found_in
from tests.serving import serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

HER, HUSBAND, NEIGHBOUR = "Amal Vorzhaleth", "Qaderwyn Ilmaresh", "Tamsin Unheard"
EXPERTS, REPORT = "class:un-special-procedure", "un-sg-reprisals-report"
TODAY = clock.today()
SINCE = 2021  # the first report in which the followed cases stand
REPORTS = [(2021, "A/HRC/48/28"), (2022, "A/HRC/51/47"), (2023, "A/HRC/54/61"), (2024, "A/HRC/57/60"), (2025, "A/HRC/60/62")]
# Acts are of today: on the first days of May those of last week belong to the year before.
DAYS_AGO = [(TODAY - timedelta(days=number)).isoformat() for number in range(10)]


@dataclass
class Desk:
    """Two members before their browsers, and the cases between them."""

    alice: Unlocked
    bob: Unlocked
    case: UUID
    persons: dict[str, str]  # id by name
    year: dict[str, list[UUID]]  # the cases of the year by how they belong in it


@dataclass
class Seat:
    """A member before her telephone."""

    page: Page

    @property
    def text(self) -> str:
        return self.page.locator("main").inner_text()

    def go(self, path: str) -> str:
        answer = self.page.goto(f"/desk/en/{path}")
        assert answer is not None and answer.status == 200, path
        return self.text

    def press(self, css: str) -> None:
        """A button, wherever it is folded away."""
        button = self.page.locator(css).first
        folded = self.page.locator("details:not([open])").filter(has=self.page.locator(css))
        if folded.count():
            folded.first.locator("summary").first.click()
        button.click()

    def choose(self, name: str, value: str) -> None:
        self.page.locator(f'input[name="{name}"][value="{value}"]').check(force=True)

    def begin(self, case: UUID, form: str, lang: str, levels: dict[str, str]) -> str:
        """A draft, from the button of the case to its first page; where it stands."""
        self.go(f"cases/{case}/submissions/")
        self.press(f'button[name=form][value="{form}"]')
        self.choose("language", lang)
        for person, level in levels.items():
            self.choose(f"level.{person}", level)
        self.press("main .actions .button")
        assert "/submissions/drafts/" in self.page.url, self.text
        return self.page.url.partition("/desk/en/")[2].partition("#")[0]

    def complete(self, draft: str) -> None:
        """Write what the form needs and no fact tells."""
        self.go(draft)
        empty = self.page.locator("article.now a[href*='/fields/']").evaluate_all("found => found.map(one => one.pathname)")
        for path in empty:
            self.page.goto(path)
            self.page.locator("#text").fill("Told by the desk.")
            self.press("main .actions .button")
            assert self.page.url.endswith(draft), self.text

    def look_up(self, draft: str, note: str = "Looked up today; it is as it says here.") -> list[str]:
        """Answer every gate that a look answers; their codes."""
        codes = []
        self.go(f"{draft}review/")
        while (found := self.page.locator('button[value^="tick."]')).count():
            code = (found.first.get_attribute("value") or "").partition(".")[2]
            assert code not in codes, f"{code} is asked again:\n{self.text}"
            codes.append(code)
            self.page.locator(f'[name="note.{code}"]').fill(note)
            found.first.click()
        return codes

    def agree(self, draft: str) -> None:
        """As the second person."""
        self.go(f"{draft}review/")
        self.press("button[value=approve]")

    def file(self, css: str) -> bytes:
        """What a press of a button brings as a file."""
        with self.page.expect_download() as coming:
            self.press(css)
        return coming.value.path().read_bytes()

    def taken(self, draft: str) -> bytes:
        """All documents of a draft that can leave."""
        if not self.page.locator("button[value=hand]").count():  # a second person has agreed since
            self.go(f"{draft}review/")
        return self.file('button[name=as][value="zip"]')

    def said_sent(self, means: str) -> None:
        self.choose("means", means)
        self.press("button[value=hand]")


def yes(her: Fact, recipient: str, purpose: str = "send", answer: str = "agreed") -> Fact:
    told = {"person": her.id, "recipient": recipient, "purpose": purpose, "answer": answer, "date": DAYS_AGO[1]}
    return fact("consent", **told, given_by=her.id, risks_explained=True)


def person(name: str, *roles: str, **told: Any) -> Fact:
    return fact("person", names=[{"text": name}], roles=list(roles), born="1980", alive=True, **told)


def taken_at_the_airport() -> tuple[list[Fact], dict[str, str]]:
    """She agreed to all of it, her husband to the UN alone and to nothing public; the neighbour was not asked."""
    her = person(
        HER,
        "harmed",
        "cooperated",
        sex="female",
        occupation="lawyer",
        nationality=["DZA"],
        human_rights_work="She defends families of the missing.",
    )
    him = person(HUSBAND, "relative")
    neighbour = person(NEIGHBOUR, "relative", contact_ways=[{"kind": "phone", "value": "+213 555 0177"}])
    arrest = fact(
        "act", code="arrest-detention", victims=[her.id], date=DAYS_AGO[0], place="Algiers airport", country="DZA",
        description=f"She was led away at the gate. {HUSBAND} stood beside her.\n{NEIGHBOUR} saw the car from across the road.",
    )  # fmt: skip
    facts = [
        her,
        him,
        neighbour,
        fact("event", state_responsible="DZA", territory="DZA", urgency="hours", un_link=True, why="She spoke in Geneva.",
             wanted="Her release.", needs=["legal-aid"], perpetrator="state"),
        arrest,
        fact("detention", person=her.id, act=arrest.id, held=True, since=DAYS_AGO[0], place="A police station", acknowledged=True),
        fact("cooperation", body="un-human-rights-council", date=DAYS_AGO[9], by=her.id, form="done"),
        fact("domestic-step", step="complaint", date=DAYS_AGO[0], persons=[her.id], remedy="unavailable", why_none="Nobody took it."),
        *(yes(her, f"class:{kind}") for kind in ("un-special-procedure", "un-treaty-body", "state", "regional", "ngo", "fund")),
        yes(her, "responsible-state", "name"),
        yes(her, "public", "publish"),
        yes(him, EXPERTS),
        yes(him, "responsible-state", "name"),
        yes(him, "public", "publish", "refused"),
    ]  # fmt: skip
    return facts, {HER: her.id, HUSBAND: him.id, NEIGHBOUR: neighbour.id}


def year_of_reports() -> Iterator[tuple[str, list[Fact]]]:
    """Eleven cases that belong in the year: five new ones, four that nobody may send yet, two that stood in earlier reports."""
    for number in range(9):
        her = person(f"Nour{number} Ofyear", "harmed", "cooperated")
        told = [
            her,
            fact("event", state_responsible="BHR", un_link=True),
            fact("cooperation", body="un-human-rights-council", date=DAYS_AGO[9], by=her.id, un_documents=["A/HRC/60/62"]),
            fact("act", code="threats", victims=[her.id], date=DAYS_AGO[0]),
        ]
        yield "new" if number < 5 else "waits", told + ([yes(her, REPORT)] if number < 5 else [])
    for name, changed in (("Salma Fenwreth", "released"), ("Idris Olbrandt", "charged")):
        her = person(name, "harmed", "cooperated")
        yield (
            "followed",
            [
                her,
                fact("event", state_responsible="EGY", un_link=True),
                fact("cooperation", body="un-human-rights-council", date=str(SINCE), by=her.id),
                fact("act", code="travel-ban", victims=[her.id], date=str(SINCE)),
                *(fact("un-mention", symbol=symbol, year=year, annex="annex-2", persons=[her.id]) for year, symbol in REPORTS),
                fact("status-event", code=changed, date=DAYS_AGO[0], persons=[her.id]),
                yes(her, REPORT),
                yes(her, "public", "publish"),
            ],
        )
    yield "apart", [person("Basma Apart", "harmed"), fact("act", code="threats", date=DAYS_AGO[1])]


def world() -> tuple[Desk, dict[str, str]]:
    alice = found_desk()
    bob = member(alice, "Bob")
    book.sign_as(alice, Sender("Harbour Desk", "desk@harbour.example"))
    now = clock.now()
    facts, persons = taken_at_the_airport()
    case = store.create(alice, facts, now, [bob.person])
    made: dict[str, list[UUID]] = {}
    for kind, told in year_of_reports():
        made.setdefault(kind, []).append(store.create(alice, told, now, [bob.person]))
    cookies = {name: login_client(who).cookies["alongside"].value for name, who in (("alice", alice), ("bob", bob))}
    return Desk(alice, bob, case, persons, made), cookies


@pytest.fixture(scope="module")
def desk(sqlite: Sqlite, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, Seat, Seat]]:
    data, log = tmp_path_factory.mktemp("desk"), tmp_path_factory.mktemp("log") / "server.log"
    with sqlite.fresh(data) as database, serving(data, log, env=database.environ) as base:
        made, cookies = aside(world)
        base = base.replace("127.0.0.1", "localhost")
        seats, contexts = [], []
        for cookie in cookies.values():
            context = browser.new_context(
                java_script_enabled=False, viewport=PHONE, base_url=base, proxy={**NOWHERE, "bypass": "localhost"}
            )
            context.add_cookies([{"name": "alongside", "value": cookie, "domain": "localhost", "path": "/desk/"}])
            contexts.append(context)
            seats.append(Seat(context.new_page()))
        yield made, seats[0], seats[1]
        for context in contexts:
            context.close()


def of(desk: Desk, case: UUID, kind: type) -> list[Any]:
    return aside(lambda: store.open_case(desk.alice, case, clock.now(), note=False).of(kind))


def stands(data: bytes, *names: str) -> set[str]:
    """Which of these persons stand in a file, by either of their names."""
    return {name for name in names if found_in(data, *name.split())}


def test_ten_recipients_each_get_what_everybody_in_it_agreed_to(desk: tuple[Desk, Seat, Seat]) -> None:
    made, alice, bob = desk
    her, him = made.persons[HER], made.persons[HUSBAND]
    everybody = (HER, HUSBAND, NEIGHBOUR)
    both, alone = {her: "named", him: "named"}, {her: "named", him: "left-out"}

    # To the UN both go by name; the neighbour, whom nobody asked, goes nowhere although the account tells of her.
    appeal = alice.begin(made.case, "sp-urgent-appeal|un-sr-human-rights-defenders", "en", both)
    alice.complete(appeal)
    alice.look_up(appeal)
    assert stands(alice.taken(appeal), *everybody) == {HER, HUSBAND}
    assert f"{HER}: arrest or detention" in alice.text and f"{HUSBAND}: arrest" not in alice.text
    assert f"{HUSBAND}: please do not give the name in public" in alice.text
    alice.said_sent("web-form")
    assert "Frozen copies" in alice.text and "no longer allows" not in alice.text

    # The questionnaire is a procedure: a lawyer compares, a second person reads it, and she who sends it is not that person.
    group = alice.begin(made.case, "wgad-questionnaire|un-wgad", "en", both)
    alice.complete(group)
    assert "same-matter" in alice.look_up(group, "A lawyer has compared: nothing is pending elsewhere.")
    assert "A second member of the case" in alice.text and not alice.page.locator("button[value=hand]").count()
    bob.agree(group)
    assert stands(alice.taken(group), *everybody) == {HER, HUSBAND}
    alice.said_sent("own-mail")

    # In French to the delegation: he did not agree to that, so it is red until he is left out.
    letter = alice.begin(made.case, "embassy-letter|eu-guidelines-hrd", "fr", both)
    assert f"Consent to sending · {HUSBAND}" in alice.text
    alice.go(f"{letter}choices/")
    alice.choose(f"level.{him}", "left-out")
    alice.press("main .actions .button")
    assert "Consent to sending" not in alice.text
    alice.look_up(letter)
    data = alice.taken(letter)
    assert stands(data, *everybody) == {HER} and found_in(data, "arrestation ou détention")

    # In Spanish to an NGO: his name, typed in, is red as well.
    call = alice.begin(made.case, "ngo-appeal|front-line-defenders", "es", alone)
    alice.go(f"{call}fields/actions-requested/")
    alice.page.locator("#text").fill(f"Llamen a {HUSBAND}")
    alice.press("main .actions .button")
    assert "that may not leave" in alice.text
    alice.press('button[value="facts.actions-requested"]')
    assert "that may not leave" not in alice.text
    alice.look_up(call)
    bob.agree(call)
    data = alice.taken(call)
    assert stands(data, *everybody) == {HER} and found_in(data, "arresto o detención")

    grant = alice.begin(made.case, "front-line-grant|front-line-protection-grants", "en", alone)
    alice.complete(grant)
    alice.look_up(grant)
    assert stands(alice.taken(grant), *everybody) == {HER}

    # She is held and nobody hides it: the form of the missing says what it lacks, and cannot leave.
    alice.begin(made.case, "wgeid-report|un-wgeid", "en", alone)
    assert "Date of disappearance" in alice.text and "Consent of the family" in alice.text

    # The complaint says what filing it would close, and which body has the matter already.
    complaint = alice.begin(made.case, "tb-complaint|un-ccpr", "en", alone)
    assert "What filing this may close" in alice.text and "Working Group on Arbitrary Detention" in alice.text
    assert "Do not file before a lawyer has compared" in alice.text
    alice.go(f"{complaint}review/")
    assert "It cannot leave yet" in alice.text and "What filing this may close" in alice.text

    sent = of(made, made.case, Submission)
    assert sorted(one.form for one in sent) == ["sp-urgent-appeal", "wgad-questionnaire"]
    assert all(dict(one.levels)[him] == "named" and len(one.consents) == 4 for one in sent)


def test_the_year_of_the_reprisals_report(desk: tuple[Desk, Seat, Seat]) -> None:
    made, alice, _ = desk
    year = windows.year_of(TODAY)
    page = f"reprisals/{year}/"

    # Eleven belong in it: seven can go, two of them as follow-up with what is new, four wait for somebody's yes. (And the case above.)
    seen = alice.go(page)
    names = alice.page.locator("section.entry h3").all_inner_texts()
    assert all("Ofyear" in one for one in names[:5]) and len(names) == 12 and HER in " ".join(names[7:])
    assert sorted(one.strip("\u2068\u2069") for one in names[5:7]) == ["Idris Olbrandt", "Salma Fenwreth"]
    followed, _, waiting = seen.partition("Follow-up of earlier reports")[2].partition("Cannot go yet")
    assert "A/HRC/60/62" in followed and "Released" in followed and "Charged" in followed and "Basma" not in seen
    assert waiting.count("stops it") == 5 and "stops it" not in followed

    # One press prepares the drafts; each is completed in its own case.
    alice.press("main .actions .button")
    assert "Drafts made: 7" in alice.text and "Begin the draft" not in alice.text
    assert "Not ready: 7" in alice.go(f"{page}contribution/")
    alice.page.locator("main ul.index a").filter(has_text="Salma").click()
    draft = alice.page.url.partition("/desk/en/")[2]
    told = [alice.text.index(f"{symbol}, {year}, annex II") for year, symbol in REPORTS]
    assert told == sorted(told)
    alice.complete(draft)
    alice.look_up(draft)
    assert "Salma" in alice.text

    # What is ready leaves by hand, in one file; each case keeps its own frozen copy.
    assert "Ready: 1" in alice.go(f"{page}contribution/")
    data = alice.file("button[value=take]")
    assert stands(data, "Salma Fenwreth", "Idris Olbrandt", "Nour0 Ofyear", HER) == {"Salma Fenwreth"}
    alice.choose("means", "own-mail")
    alice.page.locator("#whom").fill("The address in this year's call")
    alice.press("button[value=hand]")
    assert "Ready: 0" in alice.text and "Not ready: 6" in alice.text
    assert "Salma Fenwreth" in alice.text.partition("Sent")[2].partition("Not ready")[0]
    (case,) = [one for one in made.year["followed"] if of(made, one, Submission)]
    (frozen,) = of(made, case, Submission)
    assert frozen.form == "sg-reprisals-follow-up" and frozen.to == "The address in this year's call" and frozen.copies

    # What was sent is not prepared a second time.
    assert "Sent on" in alice.go(page) and "Begin the draft" not in alice.text and not alice.page.locator("main .actions").count()

    # In September the mention is noted; the chain shows all the years.
    alice.go(f"cases/{case}/follow-up/new/un-mention/")
    alice.page.locator("[name=symbol]").fill("A/HRC/66/99")
    alice.page.locator("[name=year]").fill(str(year))
    alice.press("main .actions .button")
    chain = alice.go(f"cases/{case}/follow-up/")
    assert "A/HRC/66/99" in chain and len(REPORTS) == 5
    assert all(f"{one}" in chain and symbol in chain for one, symbol in REPORTS) and str(year) in chain
