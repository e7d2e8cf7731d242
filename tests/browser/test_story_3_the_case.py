"""Story 3: the call of story 1 becomes a case in one screen; the family, their consent, a colleague; and a third who finds no trace.

Alice has the call, Bob comes in, Charlie is of the same desk and not on the case. His pages are compared byte for byte with what
they were before the case existed.
"""

import re
from uuid import uuid4

import pytest

from tests.browser.desk_walk import Member, running, seats
from tests.browser.walk import Walk

HER, HUSBAND, DAUGHTER = "Amal Fictional", "Karim Fictional", "Dalia Fictional"
# Wherever a colleague might meet it.
PAGES = ("", "cases/", "cases/search/", "cases/saved/", "people/", "notices/", "asking/", "profile/")
OF_A_CASE = ("", "history/", "history/1/", "consent/", "members/", "plan/", "tasks/", "new/note/")
EXPERTS = "class:un-special-procedure"


@pytest.fixture
def desk(browser, tmp_path):
    (tmp_path / "data").mkdir()
    with (
        running(tmp_path / "data", tmp_path / "server.log") as server,
        seats(browser, server.base, "heron", "magpie", "wren") as (alice, bob, charlie),
    ):
        alice.begin(server.code, "The desk at the harbour", "Alice")
        alice.log_in()
        alice.bring_in("Bob", bob)
        alice.bring_in("Charlie", charlie)
        yield alice, bob, charlie


def test_a_call_becomes_a_case_that_a_colleague_opens_and_another_finds_no_trace_of(desk):
    alice, bob, charlie = desk
    before = {path: source(charlie, path) for path in PAGES}

    # One screen: what the husband said at night stands in it already.
    the_call(alice)
    assert alice.heading == alice.case_says("emergency.title")
    assert alice.case_says("emergency.from_plan") in alice.text
    assert ticked(alice, "acts") == {"arrest-detention", "travel-ban"}
    assert alice.main.locator("select[name=state]").input_value() == "EGY"
    alice.fill(alice.case_says("emergency.ask.who"), HER)
    case = alice.keep_case()
    assert "Egypt" in alice.text and HER in alice.text and alice.case_says("case.draft") in alice.text

    # The family: persons of their own, each with an own consent.
    for name in (HUSBAND, DAUGHTER):
        add_relative(alice, case, name)
    alice.ask_consent(case, HER, EXPERTS, "send", "agreed")
    alice.ask_consent(case, HUSBAND, EXPERTS, "send", "agreed")
    alice.ask_consent(case, HUSBAND, "public", "publish", "refused")
    assert answers(alice, HER) == ["Yes"]
    assert sorted(answers(alice, HUSBAND)) == ["No", "Yes"]
    assert answers(alice, DAUGHTER) == []

    # A colleague, at another machine.
    assert bob.open(case) == 404
    alice.let_in(case, "Bob")
    assert bob.open(case) == 200
    for name in (HER, HUSBAND, DAUGHTER):
        assert name in bob.text
    assert bob.case_says("case.draft") not in bob.text
    assert bob.search("karim") == 1
    bob.add(case, "note", text="The embassy was rung.")
    assert alice.open(case) == 200 and "The embassy was rung." in alice.text
    alice.open(f"{case}history/")
    assert "Bob" in alice.text

    no_trace(charlie, case, before)


def no_trace(charlie: Member, case: str, before: dict[str, str]) -> None:
    """Every page of hers is what it was before there was a case; its address is any other address; its names are any other word."""
    for path in PAGES:
        assert source(charlie, path) == before[path], path
    for rest in OF_A_CASE:
        assert source(charlie, case + rest) == source(charlie, f"cases/{uuid4()}/{rest}"), rest
        assert charlie.status == 404
    nothing = found(charlie, "Zzyzx")
    for word in ("Amal", "Karim", "Fictional", "embassy", "Egypt", "EGY"):
        assert found(charlie, word).replace(word, "Zzyzx") == nothing, word


def the_call(alice: Member) -> None:
    """Walk 1 in the public guide, and from its plan into the desk, where she is logged in."""
    guide = Walk(alice.context, alice.base, "en")
    guide.open()
    guide.follow(guide.say("home.start"))
    guide.choose("state", "EGY")
    guide.press(guide.say("situation.next"))
    guide.tick("acts", "arrest-detention")
    guide.tick("acts", "travel-ban")
    guide.tick("when", "today")
    guide.press(guide.say("situation.show"))
    guide.press(guide.say("plan.to_case"))
    alice.page.close()
    alice.page = guide.page


def add_relative(alice: Member, case: str, name: str, title: str | None = HER) -> None:
    """A person of her own, with the role of a relative. `title`: what the case is called, if that is sure."""
    alice.open(f"{case}new/person/")
    alice.main.locator("[name='names.1.text']").fill(name)
    alice.main.locator("input[name=roles][value=relative]").check()
    alice.press(alice.case_says("form.save"))
    assert title is None or alice.heading == title
    assert alice.main.get_by_role("heading", name=name, exact=True).count() == 1


def answers(alice: Member, name: str) -> list[str]:
    """What stands in one person's part of the ledger."""
    part = alice.main.locator("section").filter(has=alice.page.get_by_role("heading", name=name, exact=True))
    return part.locator("tbody .horizon").all_inner_texts()


def ticked(alice: Member, name: str) -> set[str]:
    return {str(box.get_attribute("value")) for box in alice.main.locator(f"input[name={name}]:checked").all()}


def source(charlie: Member, path: str) -> str:
    """A page as it came over the wire, without the address that was typed: the links to other languages repeat it."""
    answer = charlie.page.goto(f"{charlie.base}/desk/en/{path}")
    assert answer is not None
    return answer.text().replace(path, "") if path.count("/") > 1 else answer.text()


def found(charlie: Member, word: str) -> str:
    """The page of a search, without the sealed search itself."""
    assert charlie.search(word) == 0
    return re.sub(r'name="q" value="[^"]*"', "", charlie.page.content())
