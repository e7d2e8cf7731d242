"""A demonstration desk: its members with everything that they need to log in, and its cases.

The folder is marked, so that no page of it can be taken for real and `alongside demo` never writes into a desk that is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

from alongside.desk.cases.demo import bulk
from alongside.desk.cases.demo.bulk import New
from alongside.desk.cases.demo.stories import stories
from alongside.desk.people import factors, founding, invitations, unlocking, vouching
from alongside.desk.people.models import Person
from alongside.desk.people.unlocked import Unlocked
from alongside.facts.fact import Fact
from alongside.vault import totp
from alongside.vault.passphrases import PRODUCTION, Cost
from alongside.vault.persons import Secret

NAME = "Demonstration"
MARK = "demonstration"
MARKED = "This folder holds a demonstration: invented cases, made by `alongside demo`. Nothing in it is real.\n"
FOUNDER = ("Alice Example", "alice")
# Name, handle, roles; each handle is a word that says who it is, because nothing here is secret.
MEMBERS = (
    ("Bob Example", "bob", "officer duty"),
    ("Charlie Example", "charlie", "officer approver"),
)
_AT_ONCE = 250  # cases a transaction: each costs a wait for the disk


@dataclass(frozen=True, slots=True)
class Login:
    """What one member logs in with."""

    name: str
    handle: str
    roles: str
    passphrase: str
    totp: str
    codes: tuple[str, ...]
    unlocked: Unlocked


def is_demonstration(data: Path) -> bool:
    """Whether a data folder holds a demonstration."""
    return (data / MARK).is_file()


def mark(data: Path) -> None:
    """Say so in the folder, before anything else is written."""
    (data / MARK).write_text(MARKED, "utf-8")


def members(now: datetime, cost: Cost = PRODUCTION) -> list[Login]:
    """Found the desk and let the members in, as in life: invited, accepted, with a second factor, vouched for."""
    alice, passphrase = founding.found(NAME, *FOUNDER, "en", now, cost)
    logins = [_login(alice, *FOUNDER, passphrase, now)]
    for name, handle, roles in MEMBERS:
        token = invitations.invite(alice, name, handle, roles, now.date())
        person, passphrase = invitations.accept(token, now.date(), cost)
        somebody = Unlocked(person, _secret(person, passphrase), proven=now)
        login = _login(somebody, name, handle, passphrase, now)
        vouching.vouch(alice, person, now)
        unlocking.run(somebody, now)
        fresh = Unlocked(Person.objects.get(pk=person.pk), somebody.secret, proven=now)
        logins.append(replace(login, unlocked=fresh))
    alice.__dict__.pop("circle", None)  # read before the vouches stood
    return logins


def fill(
    people: Sequence[Unlocked],
    count: int,
    seed: int,
    now: datetime,
    *,
    everybody: bool = False,
    told: Callable[[int], object] = int,
) -> None:
    """Write cases: each is made by one member and shared with a second, or with all. `told` hears how many there are."""
    made = 0
    tales = enumerate(islice(stories(seed, now.date()), count))
    while batch := list(islice(tales, _AT_ONCE)):
        when = [now - timedelta(minutes=count - number) for number, _ in batch]
        new = [_new(people, number, facts, at, everybody) for (number, facts), at in zip(batch, when, strict=True)]
        bulk.create(people[0].desk, new)
        made += len(batch)
        told(made)


def _new(people: Sequence[Unlocked], number: int, facts: list[Fact], when: datetime, everybody: bool) -> New:
    """One case: made by one member in turn, shared with another, so that no case is lonely."""
    maker = people[number % len(people)]
    second = people[(number + 1 + number // len(people) % max(1, len(people) - 1)) % len(people)]
    return New(facts, maker, when, people if everybody else list(dict.fromkeys((maker, second))))


def _login(unlocked: Unlocked, name: str, handle: str, passphrase: str, now: datetime) -> Login:
    """Both kinds of second factor that need no key of hardware: the secret for an app, and recovery codes."""
    earlier = now - timedelta(minutes=5)  # the code that an app shows now must still be good
    secret = totp.new_secret()
    factors.add_totp(unlocked, secret, totp.code(secret, int(earlier.timestamp())), earlier)
    codes = tuple(factors.new_codes(unlocked))
    return Login(name, handle, unlocked.person.roles, passphrase, totp.to_text(secret), codes, unlocked)


def _secret(person: Person, passphrase: str) -> Secret:
    from alongside.desk.people import accounts

    return accounts.secret_of(person, passphrase)


def lines(logins: Sequence[Login], codes: int = 3) -> Iterator[str]:
    """What the command prints."""
    for login in logins:
        yield f"{login.name} ({login.roles})"
        yield f"  name to log in   {login.handle}"
        yield f"  six words        {login.passphrase}"
        yield f"  code app         {login.totp}"
        yield f"  or a code, once  {'   '.join(login.codes[:codes])}"
