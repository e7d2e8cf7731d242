"""A member's way through the desk: what she reads, types and presses, by the words that stand on the page.

Persons are Alice, Bob and Charlie; each sits before a browser of her own and has a telephone that shows codes. The server is the
real one, started as `alongside serve`.
"""

from __future__ import annotations

import base64
import os
import re
import signal
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from alongside.desk.cases import words as case_words
from alongside.desk.people.words import people
from alongside.vault import totp
from bench import memory
from tests.serving import serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Locator, Page

PHONE = {"width": 320, "height": 640}
NOWHERE = {"server": "http://127.0.0.1:9", "bypass": "127.0.0.1,localhost"}
SECONDS_TO_TYPE = 12  # a code of which less is left is not typed any more: it could be old when it arrives


@dataclass(frozen=True)
class Running:
    """A server: where it is, and what its terminal said."""

    base: str  # by name: the desk is at home under localhost
    log: Path

    @property
    def code(self) -> str:
        """The code of the first start, as it stands in the terminal."""
        told = re.search(r"with the code (\S+)", self.log.read_text())
        assert told, self.log.read_text()
        return told[1]

    @property
    def processes(self) -> list[int]:
        """The command and its workers."""
        port = f"\0{urlsplit(self.base).port}\0"
        parents = [one.number for one in memory.below(os.getpid()) if port in _command_line(one.number)]
        return list(dict.fromkeys([*parents, *(one.number for parent in parents for one in memory.below(parent))]))

    def cut_the_power(self) -> None:
        """End it in the middle of whatever it does: nothing is tidied up, nothing is flushed."""
        for number in self.processes:
            os.kill(number, signal.SIGKILL)


@contextmanager
def running(data: Path, log: Path, env: Mapping[str, str] | None = None) -> Iterator[Running]:
    """`alongside serve` on a data folder."""
    with serving(data, log, env=env) as base:
        yield Running(base.replace("127.0.0.1", "localhost"), log)


def _command_line(process: int) -> str:
    try:
        return Path(f"/proc/{process}/cmdline").read_text()
    except OSError:
        return ""


@dataclass
class Telephone:
    """An app that shows codes, and the ten recovery codes on paper beside it."""

    secret: bytes = b""
    codes: list[str] = field(default_factory=list)
    last: int = -1  # the step of the code that was typed last: the desk takes each once

    def code(self) -> str:
        """The next code that the desk will take; empty where it has to be waited for."""
        now = int(time.time())
        soon = (now + SECONDS_TO_TYPE) // totp.SECONDS
        step = max(self.last + 1, soon - 1)
        if step > now // totp.SECONDS + 1:
            return ""
        self.last = step
        return totp.code(self.secret, step * totp.SECONDS)


class Member:
    """One person before one browser."""

    def __init__(self, context: BrowserContext, base: str, handle: str, lang: str = "en") -> None:
        self.context, self.base, self.handle, self.lang = context, base, handle, lang
        self.words = ""
        self.telephone = Telephone()
        self.page: Page = context.new_page()
        self.statuses: list[int] = []
        self.page.on("response", lambda one: self.statuses.append(one.status) if one.request.is_navigation_request() else None)

    # What she reads

    def say(self, key: str, **params: object) -> str:
        """A sentence of the pages of people."""
        return people(self.lang).say(key, params)

    def case_says(self, key: str, **params: object) -> str:
        """A sentence of the pages of cases."""
        return case_words.cases(self.lang).say(key, params)

    @property
    def main(self) -> Locator:
        return self.page.locator("main")

    @property
    def text(self) -> str:
        return self.main.inner_text()

    @property
    def heading(self) -> str:
        return self.main.locator("h1").first.inner_text()

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    @property
    def status(self) -> int:
        """Of the newest page."""
        return self.statuses[-1]

    @property
    def six_words(self) -> str:
        """The first list of six words of the page."""
        listed = self.main.locator("ol.words").first.locator("li").all_inner_texts()
        assert len(listed) == 6, self.text
        return " ".join(listed)

    # What she does

    def open(self, path: str = "") -> int:
        """Type an address below the desk's language; the status of what came."""
        answer = self.page.goto(f"{self.base}/desk/{self.lang}/{path}")
        assert answer is not None
        return answer.status

    def fill(self, label: str, text: str) -> None:
        self.write(self.main.get_by_label(label, exact=True).first, text)

    def write(self, box: Locator, text: str) -> None:
        """Type into a box, after unfolding the part of the form that it stands in."""
        fold = box.locator("xpath=ancestor::details[not(@open)]")
        if fold.count():
            fold.first.locator("summary").first.click()
        box.fill(text)

    def press(self, text: str, within: Locator | None = None) -> None:
        """The button with these words. The one that only catches Enter has no name for her."""
        (within or self.main).get_by_role("button", name=text, exact=True).first.click()

    def follow(self, text: str) -> None:
        self.main.get_by_role("link", name=text, exact=True).first.click()

    # Coming in

    def begin(self, code: str, desk: str, name: str) -> None:
        """Make the desk with the code from the terminal, and keep the six words."""
        self.open("begin/")
        self.fill(self.say("begin.code"), code)
        self.fill(self.say("begin.desk"), desk)
        self.fill(self.say("field.name.label"), name)
        self.fill(self.say("field.handle.label"), self.handle)
        self.press(self.say("begin.submit"))
        self.words = self.six_words

    def accept(self, link: str) -> None:
        """Use the link of an invitation."""
        self.page.goto(link)
        self.press(self.say("invitation.submit"))
        self.words = self.six_words
        self.telephone = Telephone()

    def log_in(self, path: str = "login/") -> None:
        """Handle, six words, a code; at the first login, the app is set up before that."""
        self.open(path)
        self.give_words()
        if self.main.get_by_label(self.say("factor.totp_code"), exact=True).count():
            self._set_up()
        else:
            self._second()

    def give_words(self) -> None:
        self.fill(self.say("login.handle"), self.handle)
        self.fill(self.say("login.passphrase"), self.words)
        self.press(self.say("login.submit"))

    def _set_up(self) -> None:
        text = self.main.locator("p.secret").inner_text()
        self.telephone = Telephone(base64.b32decode(text.replace(" ", "")))
        self.fill(self.say("factor.totp_code"), self.telephone.code())
        self.press(self.say("factor.totp_submit"))
        self.telephone.codes = self.main.locator("ol.codes li").all_inner_texts()
        assert len(self.telephone.codes) == 10
        self.main.locator(".actions .button").click()

    def _second(self) -> None:
        code = self.telephone.code()
        if code:
            self.fill(self.say("second.totp"), code)
            self.press(self.say("second.totp_submit"))
            return
        self.main.get_by_text(self.say("second.recovery"), exact=True).click()
        self.fill(self.say("second.recovery_code"), self.telephone.codes.pop())
        self.press(self.say("second.recovery_submit"))
        self.main.locator(".actions .button").click()

    def lock(self) -> None:
        """The button that stands on every page."""
        self.page.locator("header.top button").click()
        assert self.heading == self.say("login.title")

    def asked_to_log_in(self, path: str = "") -> bool:
        """Whether a page shows the way in and nothing else."""
        status = self.open(path)
        return status == 403 and self.heading == self.say("login.title")

    # People

    def invite(self, name: str, handle: str, roles: tuple[str, ...] = ("officer",)) -> str:
        """A link for somebody new."""
        self.open("invite/")
        self.fill(self.say("field.name.label"), name)
        self.fill(self.say("field.handle.label"), handle)
        for box in self.main.locator("input[name=roles]").all():
            box.set_checked(box.get_attribute("value") in roles)
        self.press(self.say("invite.submit"))
        return self.main.locator("p.secret").inner_text().strip()

    def look_at(self, name: str) -> None:
        """The page of a colleague."""
        self.open("people/")
        self.follow(name)

    def vouch(self, name: str, read_out: str) -> None:
        """Compare the six words that a colleague reads out."""
        self.look_at(name)
        self.follow(self.say("people.compare"))
        assert self.six_words == read_out
        self.press(self.say("compare.same"))
        assert self.say("people.state.member") in self.text

    def bring_in(self, name: str, other: Member, roles: tuple[str, ...] = ("officer",)) -> None:
        """From the link to the vouch: `other` is a member when it returns."""
        other.accept(self.invite(name, other.handle, roles))
        other.log_in()
        other.open()
        self.vouch(name, other.six_words)
        other.open()
        assert other.heading == other.case_says("today.title")

    # Cases

    def emergency(self, **told: str) -> str:
        """A case from one screen: the text fields by their names in the catalogue. Its path below the desk's language."""
        self.open("cases/emergency/")
        for name, text in told.items():
            self.fill(self.case_says(f"emergency.ask.{name}"), text)
        return self.keep_case()

    def keep_case(self) -> str:
        """Press the button of the screen; where the case is."""
        self.press(self.case_says("emergency.save"))
        assert self.status == 200
        return self.path.removeprefix(f"/desk/{self.lang}/")

    def add(self, case: str, kind: str, **told: str) -> None:
        """A record from its own form; fields by their names."""
        self.open(f"{case}new/{kind}/")
        for name, text in told.items():
            self.write(self.main.locator(f"[name='{name}']").first, text)
        self.press(self.case_says("form.save"))
        assert self.path.endswith(case), self.text

    def ask_consent(self, case: str, name: str, recipient: str, purpose: str, answer: str) -> None:
        """Ask one person one thing and write the answer down, in her own name, with the risks explained."""
        self.open(f"{case}consent/")
        self.press_of(name)
        self.main.locator("select[name=recipient]").select_option(recipient)
        for which, value in (("purpose", purpose), ("answer", answer), ("risks_explained", "yes"), ("means", "in-person")):
            self._answer(which, value)
        self.press(self.case_says("consent.save"))
        assert self.heading == self.case_says("consent.title"), self.text

    def give_file(self, case: str, name: str, content: bytes) -> None:
        """Evidence of a case, from memory: no file of hers lies on the laptop."""
        self.open(f"{case}evidence/")
        self.main.locator("#file").set_input_files({"name": name, "mimeType": "application/octet-stream", "buffer": content})
        self.press(self.case_says("evidence.send"))
        assert name in self.text

    def press_of(self, name: str) -> None:
        """The link with which one asks this person something."""
        self.follow(f"{self.case_says('consent.ask_new')} {name}")

    def _answer(self, name: str, value: str) -> None:
        listed = self.main.locator(f"select[name={name}]")
        if listed.count():
            listed.select_option(value)
        else:
            self.main.locator(f"input[name={name}][value='{value}']").check()

    def let_in(self, case: str, name: str) -> None:
        """Give a colleague the key of a case."""
        self.open(f"{case}members/")
        self.press(f"{self.case_says('members.add')} {name}")
        assert self.main.get_by_role("button", name=f"{self.case_says('members.remove')} {name}", exact=True).count()

    def search(self, text: str) -> int:
        """How many cases a search finds."""
        self.open("cases/search/")
        self.fill(self.case_says("search.text"), text)
        self.press(self.case_says("search.go"))
        return self.main.locator("table.rows tbody tr").count()


@contextmanager
def seats(browser: Browser, base: str, *handles: str, scripts: bool = False) -> Iterator[list[Member]]:
    """Members who do not know each other's browsers, each before a small screen."""
    contexts = [browser.new_context(java_script_enabled=scripts, viewport=PHONE, proxy=NOWHERE) for _ in handles]
    try:
        yield [Member(context, base, handle) for context, handle in zip(contexts, handles, strict=True)]
    finally:
        for context in contexts:
            context.close()
