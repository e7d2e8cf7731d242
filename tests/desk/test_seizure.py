"""The seizure test (security.md 10-17, 24): a whole day's work in a browser, a crash in the middle, everybody locks, everything is taken.

What was typed, and what was shown to one person alone, is in no file: not in database or journal, backup, log, home, temporary
folder or browser profile; in no writing (tests/browser/traces.py proves the search by planting).
"""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.request import urlopen

import psycopg
import pytest
from django.db import connection

from tests.browser.desk_walk import Member, Running, seats
from tests.browser.raid import Raid, Typist
from tests.browser.test_story_3_the_case import add_relative
from tests.browser.traces import Searcher
from tests.cleaning import photos
from tests.desk.database import Database, aside

SAVES = 6  # confirmed before the power goes


@pytest.fixture
def raid(database: Database) -> Iterator[Raid]:
    # Not the test's own folder: a browser's temporary files need a path of fewer than 108 letters for their socket.
    with TemporaryDirectory(prefix="raid-") as folder:
        yield Raid(Path(folder), database.data, database.environ, database.folders)


def test_nothing_that_was_typed_is_in_what_a_raid_takes(raid: Raid, browser, chromium_path, database: Database):
    with (
        raid.serving() as server,
        raid.laptop_of(browser, chromium_path, server.base, f"heron {raid.marker}") as alice,
        seats(browser, server.base, f"magpie {raid.marker}") as (bob,),
    ):
        come_in(raid, server, alice, bob)
        case = at_work(raid, alice, bob)
        mistakes(raid, alice)
        raid.back_up(alice)
        typist = Typist(alice, case, f"{raid.marker} in the middle", SAVES)
        typist.start()
        assert typist.in_the_middle.wait(60)
        server.cut_the_power()
        typist.join(60)
        assert len(typist.kept) >= SAVES
        with raid.serving() as again:
            after_the_crash(raid, again, alice, bob, case, typist)
            alice.lock()
            bob.lock()
            written_out(database)
            again.cut_the_power()
    server_side, laptop = raid.traces()
    assert not server_side, "\n".join(server_side)
    planted(raid, database)
    assert not laptop, "\n".join(laptop)


def come_in(raid: Raid, server: Running, alice: Member, bob: Member) -> None:
    mark = raid.marker
    alice.begin(server.code, f"Desk {mark}", f"Alice {mark}")
    alice.log_in()
    alice.bring_in(f"Bob {mark}", bob)
    raid.keep(alice, "Alice")
    raid.keep(bob, "Bob")
    raid.secrets |= {f"a cookie of {name}": one.context.cookies()[0]["value"] for name, one in (("Alice", alice), ("Bob", bob))}


def at_work(raid: Raid, alice: Member, bob: Member) -> str:
    """A case with everything that people type into one. Gives where it is."""
    mark = raid.marker
    names = ("who", "others", "what", "when_date", "place", "by", "next", "source", "reach", "reach_when")
    case = alice.emergency(**{name: f"{name} {mark}" for name in names})
    alice.add(case, "note", text=f"A note {mark}", remarks=f"A remark {mark}")
    alice.add(case, "task", what=f"A task {mark}", due="2031-05-04")
    alice.ask_consent(case, f"who {mark}", "class:un-special-procedure", "send", "agreed")
    give_evidence(alice, case, mark)
    alice.let_in(case, f"Bob {mark}")
    bob.open(case)
    assert mark in bob.text
    bob.add(case, "note", text=f"Another note {mark}")
    for word in (mark, f"who {mark}", mark.casefold(), "Zwolfqe"):
        alice.search(word)
    alice.search(mark)
    alice.main.get_by_text(alice.case_says("search.keep"), exact=True).click()
    alice.fill(alice.case_says("saved.name"), f"A search {mark}")
    alice.press(alice.case_says("saved.keep"))
    assert mark in alice.text
    for page in ("", "cases/", f"{case}history/", f"{case}consent/", f"{case}tasks/", f"{case}plan/", "people/", "notices/"):
        assert alice.open(page) == 200
    around(raid, alice, case)
    copied_and_brought(alice, case, mark)
    out_and_kept(alice, bob, case, mark)
    written_for_others(alice, case, mark)
    return case


def give_evidence(alice: Member, case: str, mark: str) -> None:
    """A file whose name and whose every line would say too much."""
    alice.give_file(case, f"photo of {mark}.txt", f"{mark} stands in this file ".encode() * 20_000)
    alice.follow(f"photo of {mark}.txt")
    assert f"photo of {mark}.txt" in alice.text


def copied_and_brought(alice: Member, case: str, mark: str) -> None:
    """A picture with parts blacked out, a table as a file, and text that is no card of another desk."""
    alice.give_file(case, f"gate {mark}.jpg", photos.jpeg())
    alice.follow(f"gate {mark}.jpg")
    alice.open(f"{alice.path.removeprefix('/desk/en/')}redact/")
    for place in ({"x": 20.0, "y": 20.0}, {"x": 90.0, "y": 60.0}):
        alice.main.locator("input[name=at]").click(position=place)
    alice.write(alice.main.locator("[name=title]"), f"blacked out {mark}")
    alice.press(alice.case_says("evidence.redact.make"))
    assert f"blacked out {mark}" in alice.text
    alice.open("cases/import/")
    table = f"Name,Odd {mark}\r\nNoor {mark},{mark}\r\n".encode()
    alice.main.locator("#file").set_input_files({"name": f"{mark}.csv", "mimeType": "text/csv", "buffer": table})
    alice.press(alice.case_says("import.file.read"))
    assert f"Noor {mark}" in alice.text
    alice.open("cases/partners/")
    alice.main.locator("[name=card]").fill(f"no card {mark}")
    alice.press(alice.case_says("export.keep_card"))
    assert alice.status == 422


def out_and_kept(alice: Member, bob: Member, case: str, mark: str) -> None:
    """Plain text is asked for and agreed to (taken, it would lie on the laptop); a day to look again, and a hold that blocks the end."""
    alice.open(f"{case}export/")
    alice.press(alice.case_says("export.plain_how"))
    alice.main.locator("input[name=form][value=jsonl]").check()
    alice.main.locator("[name=why]").fill(f"for the lawyer of {mark}")
    alice.main.locator("input[name=approver]").first.check()
    alice.press(alice.case_says("export.ask"))
    assert mark in alice.text
    bob.open(alice.path.removeprefix("/desk/en/"))
    bob.main.locator("[name=word]").fill(f"yes, {mark}")
    bob.press(bob.case_says("export.agree"))
    assert mark in bob.text
    alice.open(f"{case}keeping/")
    alice.main.locator("input[name=decision][value=keep]").check()
    alice.write(alice.main.locator("[name=on]"), "2031-05-04")
    alice.write(alice.main.locator("[name=why]"), f"the appeal of {mark}")
    alice.press(alice.case_says("keeping.review_save"))
    assert f"the appeal of {mark}" in alice.text
    alice.open(f"{case}keeping/hold/")
    alice.write(alice.main.locator("[name=why]"), f"the court wants {mark}")
    alice.write(alice.main.locator("[name=asked_by]"), f"the court of {mark}")
    alice.press(alice.case_says("keeping.hold_save"))
    alice.open(f"{case}keeping/destroy/")
    assert alice.status == 200 and not alice.main.locator("button[value=go]").count()


def written_for_others(alice: Member, case: str, mark: str) -> None:
    """How the desk signs, whom it writes to, a draft with words of her own, how loud the case may be, and what came of it."""
    alice.open("post/")
    alice.write(alice.main.locator("[name=sign_name]"), f"Desk of {mark}")
    alice.write(alice.main.locator("[name=sign_contact]"), f"Street of {mark}")
    alice.main.locator("button[value=signature]").click()
    assert f"Desk of {mark}" in alice.main.locator("[name=sign_name]").input_value()
    alice.open("addresses/new/")
    alice.main.locator("input[name=kind][value=ngo]").check()
    alice.write(alice.main.locator("[name=name]"), f"Watch {mark}")
    alice.write(alice.main.locator("[name=mail]"), f"{mark.casefold()}@example.org")
    alice.write(alice.main.locator("[name=key]"), f"no key {mark}")
    alice.main.locator("form button.button").first.click()
    assert alice.main.locator("[name=name]").input_value() == f"Watch {mark}"
    alice.open(f"{case}submissions/")
    alice.main.locator("button[name=form][value^='press-text']").click()
    alice.main.locator("input[name^='level.'][value=named]").first.check()
    alice.main.locator("form button.button").first.click()
    draft = alice.path.removeprefix("/desk/en/")
    alice.main.locator("a[href*='/fields/']").first.click()
    alice.write(alice.main.locator("[name=text]"), f"Words for the press about {mark}")
    alice.main.locator("form button.button").first.click()
    assert f"Words for the press about {mark}" in alice.text
    assert alice.open(f"{draft}review/") == 200 and f"about {mark}" in alice.text
    alice.open(f"{case}publicity/")
    alice.write(alice.main.locator("[name=why]"), f"because {mark} is too loud")
    alice.main.locator("button[value=decide]").click()
    for page in (
        f"{case}publicity/",
        f"{case}follow-up/",
        f"{case}referrals/",
        "follow-up/",
        "insight/",
        "reprisals/",
        "addresses/",
    ):
        assert alice.open(page) == 200


def around(raid: Raid, alice: Member, case: str) -> None:
    """What stands around the case, a name that is only asked for, and a link that is shown once."""
    for page in ("timeline/", "relations/", "similar/"):
        assert alice.open(f"{case}{page}") == 200 and raid.marker in alice.text
    alice.open("cases/similar/")
    alice.main.locator("#name").fill(f"asked for {raid.marker}")
    alice.press(alice.case_says("around.similar.go"))
    assert alice.status == 200
    alice.open("calendar/")
    alice.press(alice.case_says("around.calendar.make"))
    link = alice.main.locator(".secret").inner_text().strip()
    raid.secrets["the link of a calendar"] = link.rpartition("/")[2].removesuffix(".ics")
    with urlopen(link) as calendar:
        assert raid.marker not in calendar.read().decode()


def mistakes(raid: Raid, alice: Member) -> None:
    """What is refused, mistyped or sent to a page that is not there is kept nowhere, either."""
    mark = raid.marker
    alice.open("asking/")
    alice.main.locator("[name=reference]").fill(f"four {mark} words")
    alice.press(alice.say("asking.submit"))
    assert alice.status == 422
    alice.open("profile/")
    alice.main.locator("#name").fill(mark * 20)
    alice.press(alice.say("profile.submit"))
    assert alice.status == 422
    alice.lock()
    right, alice.words = alice.words, f"six wrong {mark}"
    alice.open("login/")
    alice.give_words()
    assert alice.status == 422
    alice.words = right
    alice.log_in()


def after_the_crash(raid: Raid, server: Running, alice: Member, bob: Member, case: str, typist: Typist) -> None:
    """Everything that was confirmed is there, and the history is whole."""
    alice.base = bob.base = server.base
    assert alice.open(case) == 200
    text = alice.text
    assert [kept for kept in typist.kept if kept not in text] == []
    add_relative(alice, case, f"Daughter {raid.marker}", None)
    assert bob.open(case) == 200 and f"Daughter {raid.marker}" in bob.text
    assert alice.search(raid.marker) == 1
    whole = raid.alongside("verify")
    assert whole.end() == 0, whole.seen


def written_out(database: Database) -> None:
    """On PostgreSQL, have what is in its memory written into its files, too."""
    if database.engine == "postgresql":
        keeper = database.environ["ALONGSIDE_DATABASE"].replace("//desk@", "//keeper@")
        with psycopg.connect(keeper, autocommit=True) as own:
            own.execute("CHECKPOINT")


def planted(raid: Raid, database: Database) -> None:
    """The counter-proof: a word that is written into the database in clear is found where the engine keeps it."""

    def plant() -> None:
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE planted (word text)")
            cursor.execute("INSERT INTO planted VALUES ('" + raid.marker + "')")  # noqa: S608  (a marker of ours)

    aside(plant)
    written_out(database)
    places = raid.below(database.folders[-1], Searcher(raid.marker))
    aside(lambda: connection.cursor().execute("DROP TABLE planted"))
    assert places
