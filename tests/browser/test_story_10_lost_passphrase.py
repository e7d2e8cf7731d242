"""Story 10: the founder forgets her words, one of three custodians has moved abroad. Two custodians and an offline machine bring her back.

Alice founded the desk, Bob is an officer, Dora an administrator. The shares are typed into a terminal of its own, with nothing of the
desk but the file that Bob saved.
"""

import os
import stat

import pytest

from tests.browser.desk_walk import Member, running, seats
from tests.browser.raid import Terminal
from tests.serving import command


@pytest.fixture
def desk(browser, tmp_path):
    (tmp_path / "data").mkdir()
    with (
        running(tmp_path / "data", tmp_path / "server.log") as server,
        seats(browser, server.base, "heron", "magpie", "wren", "heron", scripts=True) as (alice, bob, dora, alice_again),
    ):
        alice.begin(server.code, "The desk at the harbour", "Alice")
        alice.log_in()
        alice.bring_in("Bob", bob)
        alice.bring_in("Dora", dora, ("administrator", "officer"))
        yield alice, bob, dora, alice_again


def test_two_of_three_custodians_bring_the_founder_back(desk, tmp_path):
    alice, bob, dora, again = desk
    cards, founder, recovery = ceremony(alice)
    shared = alice.emergency(who="Amal Fictional", what="Taken at the airport.")
    alice.let_in(shared, "Bob")
    alone = alice.emergency(who="Karim Fictional")
    alice.lock()
    for one in (bob, dora):  # the next morning
        one.lock()
        one.log_in()
        one.open()
        assert one.say("confirming.title") in one.text and one.six_words == recovery
        one.press(one.say("confirming.submit"))
        assert one.say("confirming.title") not in one.text

    # Her words are gone. An administrator makes a link; with it a new key; a colleague compares it by voice.
    dora.look_at("Alice")
    dora.follow(dora.say("person.renew"))
    dora.fill(dora.say("field.handle.label"), "heron")
    dora.press(dora.say("renew.submit"))
    link = dora.main.locator("p.secret").inner_text().strip()
    again.accept(link)
    again.log_in()
    again.open()
    assert again.heading == again.say("waiting.title")
    new_words = again.six_words
    bob.look_at("Alice")
    assert bob.say("people.group.changed") in bob.text
    bob.follow(bob.say("people.compare"))
    assert bob.six_words == new_words
    bob.press(bob.say("compare.same"))
    assert bob.say("people.state.member") in bob.text, bob.text
    again.open()
    assert again.heading == again.case_says("today.title")
    assert again.open(shared) == again.open(alone) == 404  # she is somebody new, until the custodians come

    # The offline machine: two cards, compared with its screen.
    bob.look_at("Alice")
    with bob.page.expect_download() as saved:
        bob.follow(bob.say("person.file"))
    out, back = tmp_path / "out.json", tmp_path / "back.json"
    saved.value.save_as(out)
    offline(out, back, cards[2], cards[0], founder, new_words)

    again.open("people/")
    again.follow(again.say("people.owed_link"))
    again.main.locator("#back").fill(back.read_text())
    again.press(again.say("recovery.submit"))
    assert again.status == 200, again.text
    assert again.say("ceremony.due_title") in again.text
    assert again.open(shared) == 200 and "Taken at the airport." in again.text
    assert again.open(alone) == 200 and "Karim Fictional" in again.text
    again.lock()
    again.log_in()
    assert again.search("Fictional") == 2
    again.add(shared, "note", text="I am back.")
    bob.open(shared)
    assert "I am back." in bob.text

    # Her old words open nothing, everybody is told, and new cards are asked for until they are made.
    alice.open("login/")
    alice.give_words()
    assert alice.status == 422
    for one in (bob, dora):
        one.open("notices/")
        assert one.say("notices.renewed", who="Alice", by="Dora") in one.text
        assert one.say("notices.recovered", who="Alice") in one.text
        one.open("people/")
        assert one.say("ceremony.due.spent") in one.text
    newer, _, _ = ceremony(dora)
    assert not set(newer) & set(cards)
    bob.open("people/")
    assert bob.say("ceremony.due.spent") not in bob.text


def ceremony(administrator: Member) -> tuple[list[str], str, str]:
    """Three custodians, two of whom are needed. Gives what they carry home: the shares, and on each card the words of the founder and
    those of the recovery key."""
    administrator.open("ceremony/")
    administrator.fill(administrator.say("ceremony.n"), "3")
    administrator.fill(administrator.say("ceremony.k"), "2")
    administrator.press(administrator.say("ceremony.start"))
    shares, founder = [], ""
    for number in (1, 2, 3):
        assert administrator.heading == administrator.say("ceremony.share_title", number=number, n=3)
        shares.append(" ".join(administrator.main.locator("ol.words li").all_inner_texts()))
        founder = administrator.main.locator("section strong[lang=en], section [lang=en] strong").first.inner_text()
        administrator.main.get_by_label(administrator.say("ceremony.written"), exact=True).check()
        administrator.press(administrator.say("ceremony.next"))
    recovery = administrator.six_words
    administrator.press(administrator.say("ceremony.finish"))
    assert administrator.say("ceremony.due_title") not in administrator.text
    assert [len(share.split()) for share in shares] == [33, 33, 33]
    return shares, founder, recovery


def offline(out, back, first: str, second: str, founder: str, new_words: str) -> None:
    """`alongside recover` on a machine that has nothing else."""
    home = out.parent / "offline"
    home.mkdir()
    environ = {"PATH": os.environ["PATH"], "HOME": str(home), "LANG": "C.UTF-8"}
    machine = Terminal([str(command()), "recover", str(out), str(back)], environ)
    shown = machine.answer(r"every one of them\? \(yes or no\) ", "yes")
    assert plain(founder) in plain(shown)
    shown = machine.answer(r"Are they the same\? \(yes or no\) ", "yes")
    assert plain(new_words) in plain(shown)
    for number, share in enumerate((first, second), 1):
        machine.answer(rf"Custodian {number}, [^:]*:[^:]*1: ", share)
    assert machine.end() == 0, machine.seen
    assert stat.S_IMODE(back.stat().st_mode) == 0o600
    assert list(home.iterdir()) == []


def plain(text: str) -> str:
    """Words without the numbers that stand before them on paper."""
    return " ".join(word for word in text.split() if not word.isdigit())
