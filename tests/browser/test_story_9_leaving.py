"""Story 9: the administrator leaves in anger with her laptop. Before her coffee is cold her access ends in every process.

Two servers run on one data folder. Alice founded the desk and Bob works there; Dora is an administrator with cases of her own, logged in
at both servers.
"""

import pytest

from tests.browser import held
from tests.browser.desk_walk import Member, running, seats

HANDLES = ("heron", "magpie", "wren", "wren")
PAGES = ("", "cases/", "people/", "cases/search/", "invite/", "profile/", "logins/", "notices/")


@pytest.fixture
def desk(browser, tmp_path):
    """Alice, Bob and Dora; Dora's other browser, at the other server; the data folder."""
    data = tmp_path / "data"
    data.mkdir()
    with running(data, tmp_path / "one.log") as one, seats(browser, one.base, *HANDLES, scripts=True) as people:
        alice, bob, dora, elsewhere = people
        alice.begin(one.code, "The desk at the harbour", "Alice")
        alice.log_in()
        alice.bring_in("Bob", bob)
        alice.bring_in("Dora", dora, ("administrator", "officer"))
        with running(data, tmp_path / "two.log") as two:
            elsewhere.base, elsewhere.words, elsewhere.telephone = two.base, dora.words, dora.telephone
            elsewhere.log_in()
            yield alice, bob, dora, elsewhere, data


def test_on_the_very_next_request_she_is_nobody_in_both_processes_and_what_she_saw_gets_new_keys(desk):
    alice, bob, dora, elsewhere, data = desk
    shared = dora.emergency(who="Amal Fictional", what="Taken at the airport.")
    dora.let_in(shared, "Bob")
    alone = dora.emergency(who="Karim Fictional")
    for browser in (dora, elsewhere):
        assert browser.open(shared) == browser.open(alone) == 200
    elsewhere.open(f"{shared}new/note/")
    elsewhere.write(elsewhere.main.locator("[name=text]"), "typed in anger")
    taken = held.ask(data, shared, handle="wren", words=dora.words)
    before = held.ask(data, shared, keys=taken)
    assert before["epochs"] == [1] and before["opened"] == before["values"] > 2

    end(alice)

    for browser in (elsewhere, dora):
        if browser is elsewhere:
            browser.press(browser.case_says("form.save"))
            assert (browser.status, browser.heading) == (403, browser.say("login.title"))
        for path in (*PAGES, shared, alone, f"{shared}history/", f"{shared}members/"):
            assert browser.asked_to_log_in(path), path
            assert "Fictional" not in browser.page.content() and "Bob" not in browser.page.content()
        browser.give_words()
        assert (browser.status, browser.heading) == (422, browser.say("login.title"))

    # The keys on her laptop still fit what lies there, until the first who holds the case comes in.
    assert held.ask(data, shared, keys=taken)["epochs"] == [1]
    bob.lock()
    bob.log_in()
    left = held.ask(data, shared, keys=taken)
    assert left["epochs"] == [2]
    assert left["opened"] == 0
    assert bob.open(shared) == 200 and "Taken at the airport." in bob.text and "typed in anger" not in bob.text
    bob.add(shared, "note", text="She left, and the case goes on.")
    assert held.ask(data, shared, keys=taken)["opened"] == 0
    bob.open(f"{shared}members/")
    assert "Dora" not in bob.text.split(bob.case_says("members.add_title"))[0]


def end(alice: Member) -> None:
    """End Dora's account; before and after the button stands what she may still know."""
    alice.look_at("Dora")
    alice.follow(alice.say("person.end"))
    for sentence in (alice.say("leave.cases", count=1), alice.say("leave.orphaned_title", count=1)):
        assert sentence in alice.text, alice.text
    may_know(alice)
    alice.press(alice.say("leave.submit", name="Dora"))
    assert alice.say("people.state.ended") in alice.text
    may_know(alice)
    alice.open("notices/")
    assert alice.say("notices.ended", who="Dora") in alice.text


def may_know(alice: Member) -> None:
    from alongside.desk.people.words import people

    sentences = people("en").raw("leave.may_know")
    assert len(sentences) >= 3
    assert [sentence for sentence in sentences if sentence not in alice.text] == []
