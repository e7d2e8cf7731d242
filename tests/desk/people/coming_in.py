"""A browser without scripts on the pages of the way in: what it sends, what it finds, and the clock that the test moves."""

import re
from datetime import datetime, timedelta
from html import unescape
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.test import Client

from alongside.desk.people import factors, founding
from alongside.desk.people.models import Factor
from alongside.desk.people.unlocked import Unlocked
from alongside.vault import totp
from alongside.vault.passphrases import CHEAPEST
from tests.desk.making import NOW

LOGIN, PROFILE, INVITE = "/desk/en/login/", "/desk/en/profile/", "/desk/en/invite/"
SECRET = bytes(range(20))


class Time:
    def __init__(self, now: datetime) -> None:
        self.now = now

    def passes(self, **much: int) -> None:
        self.now += timedelta(**much)


def send(browser: Client, path: str, fields: dict[str, Any] | list[tuple[str, str]]) -> HttpResponse:
    return browser.post(path, urlencode(fields, doseq=True), content_type="application/x-www-form-urlencoded")


def hidden(response: HttpResponse) -> dict[str, str]:
    """The hidden fields of a page's first form."""
    form = re.search(r"<main.*?<form.*?</form>", response.content.decode(), re.DOTALL)
    assert form
    return {name: unescape(value) for name, value in re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form[0])}


def founded(lang: str = "en") -> tuple[Unlocked, str]:
    return founding.found("The desk at the harbour", "Alice", "heron", lang, NOW, CHEAPEST)


def with_app(unlocked: Unlocked) -> Unlocked:
    """With a code app whose secret the test knows."""
    factors.add_totp(unlocked, SECRET, totp.code(SECRET, int(NOW.timestamp()) - 60 + 60), NOW)
    Factor.objects.update(counter=0)
    return unlocked


def code(time: Time) -> str:
    return totp.code(SECRET, int(time.now.timestamp()))


def give_words(browser: Client, words: str, path: str = LOGIN, handle: str = "heron", **more: str) -> HttpResponse:
    return send(browser, path, {"enter-step": "passphrase", "enter-handle": handle, "enter-passphrase": words, **more})
