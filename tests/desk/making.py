"""Alice founded the desk; members come in as in life: invited, accepted, logged in, vouched for by voice. All at the cheapest cost."""

from datetime import UTC, datetime
from functools import partial

from django.test import Client

from alongside.desk.people import clock, founding, invitations, logins, unlocking, vouching
from alongside.desk.people.models import Login
from alongside.desk.people.unlocked import Unlocked
from alongside.vault import logins as secrets
from alongside.vault.passphrases import CHEAPEST
from alongside.vault.persons import Secret

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}
Browser = partial(Client, SERVER_NAME="localhost", headers=SAME_ORIGIN, raise_request_exception=False)


def found_desk(now: datetime = NOW) -> Unlocked:
    """Alice, with the desk that she founded."""
    return founding.found("The desk at the harbour", "Alice", "heron", "en", now, CHEAPEST)[0]


def member(by: Unlocked, name: str = "Bob", roles: str = "officer", now: datetime = NOW) -> Unlocked:
    """Somebody whose six words `by` compared, and who has taken over the keys of the desk. Her handle is her name in small letters."""
    somebody = newcomer(by, name, roles, now)
    vouching.vouch(by, somebody.person, now)
    unlocking.run(somebody, now)
    return Unlocked(type(somebody.person).objects.get(pk=somebody.person.pk), somebody.secret, proven=now)


def newcomer(by: Unlocked, name: str = "Bob", roles: str = "officer", now: datetime = NOW) -> Unlocked:
    """Somebody who has accepted her invitation, and whom nobody has vouched for."""
    token = invitations.invite(by, name, name.lower(), roles, now.date())
    person, passphrase = invitations.accept(token, now.date(), CHEAPEST)
    return Unlocked(person, opened(person, passphrase), proven=now)


def opened(person: object, passphrase: str) -> Secret:
    """The secret under a passphrase."""
    from alongside.desk.people import accounts

    return accounts.secret_of(person, passphrase)  # type: ignore[arg-type]


def login_client(unlocked: Unlocked, now: datetime | None = None) -> Client:
    """Her browser, logged in: passphrase and second factor given a moment ago (on the desk's own clock, unless a test sets it)."""
    now = now or clock.now()
    cookie = secrets.new_cookie()
    place = secrets.login(cookie)
    row = Login(id=place.id.hex(), desk_id=unlocked.desk, person=unlocked.person, pending=False, seen=logins._minute(now))
    row.blob = logins._sealed(place, row, logins._Opened(unlocked.secret, now, now))
    row.save(force_insert=True)
    unlocked.login, unlocked.proven = row.id, now
    browser = Browser()
    browser.cookies["alongside"] = secrets.to_text(cookie)
    return browser
