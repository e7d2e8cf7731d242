"""The classes of bug that the audit of a peer found (7ASecurity, BAY-01), as exploits against our own pages.

Others of its list stand where their page is tested: 001 and 012 in test_outsiders, 005 in test_first_start, 007 in test_logins.
"""

from __future__ import annotations

from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection, models
from django.http import HttpResponse

from alongside.desk.cases import store
from alongside.desk.cases.finding import saved
from alongside.desk.cases.finding.wish import Wish
from alongside.desk.cases.models import Feed, Head, History, Record
from alongside.desk.people import accounts, asking, ceremony, clock, founding, notices
from alongside.desk.people.accounts import Profile
from alongside.desk.people.models import Invitation, Keyring, Login, Person
from alongside.facts.fact import Fact
from alongside.facts.protection import Measure, PlanSnapshot, RiskAssessment, Task
from alongside.vault.passphrases import CHEAPEST
from tests.desk import making
from tests.desk.cases.telling import fact, person
from tests.desk.cases.walking import FORM, Walk, post, walk
from tests.desk.people.coming_in import Time, with_app

pytestmark = pytest.mark.usefixtures("database")


# BAY-01-002: writing to a record by its id, with the right to another one


@pytest.fixture
def one() -> Walk:
    return walk()


@pytest.fixture
def other(one: Walk) -> dict[str, Fact]:
    """The facts of a second case. Alice is a member of both: only the address may decide which of the two is written to."""
    her = person("Noor Fictional")
    told = {"recipient": "media", "purpose": "publish", "answer": "agreed", "date": "2026-11-20", "means": "by-code"}
    facts = {
        "person": her,
        "consent": fact("consent", person=her.id, given_by=her.id, risks_explained=True, **told),
        "task": fact("task", what="Hers alone"),
        "measure": fact("measure", what="Hers alone"),
        "snapshot": fact("plan-snapshot", person=her.id, date="2026-11-20"),
        "note": fact("note", text="Hers alone"),
    }
    event = fact("event", state_responsible="EGY")
    store.create(one.alice, [*facts.values(), event, fact("act", code="travel-ban", victims=[her.id])], clock.now())
    return facts


def standing() -> list[tuple[Any, ...]]:
    """Everything that is stored of cases, but for who looked."""
    return [
        *Record.objects.order_by("pk").values_list("pk", "case", "revision", "blob"),
        *Keyring.objects.order_by("pk").values_list("pk", "mark", "epoch"),
    ]


def links() -> tuple[int, int]:
    return History.objects.count(), Head.objects.count()


ACROSS: dict[str, tuple[str, Mapping[str, str]]] = {
    "confirm": ("consent/{consent}/confirm/", {}),
    "task done": ("tasks/", {"done": "{task}"}),
    "task undone": ("tasks/", {"undone": "{task}"}),
    "measure done": ("tasks/", {"done": "{measure}"}),
    "measure": ("plan/{person}/measure/", {"what": "Call", "mechanism": "front-line-defenders"}),
    "plan kept": ("plan/{person}/", {}),
    "risk": ("risk/{person}/", {"direct-threat": "yes"}),
    "consent": ("consent/{person}/ask/", {"recipient": "media", "purpose": "publish", "answer": "agreed", "date": "2026-11-21"}),
    "withdrawal": ("consent/{person}/withdraw/", {"withdraws": "everything"}),
    "record": ("records/{note}/", {"text": "Changed"}),
    "removal": ("records/{note}/remove/", {}),
}


@pytest.mark.parametrize("what", ACROSS)
def test_bay_01_002_no_form_of_a_case_reaches_a_record_of_another(one: Walk, other: dict[str, Fact], what: str) -> None:
    path, fields = ACROSS[what]
    ids = {name: found.id for name, found in other.items()}
    before = standing()
    answer = one.send(path.format(**ids), {name: value.format(**ids) for name, value in fields.items()})
    assert answer.status_code == 404
    assert standing() == before


def test_bay_01_002_no_page_of_a_case_shows_a_record_of_another(one: Walk, other: dict[str, Fact]) -> None:
    for path in ("plans/{snapshot}/", "plan/{person}/", "risk/{person}/", "records/{note}/", "consent/{person}/ask/"):
        assert one.get(path.format(**{name: found.id for name, found in other.items()})).status_code == 404, path


@pytest.mark.parametrize("kind", ["note", "task"])
def test_bay_01_002_a_form_of_one_case_sent_to_another_writes_over_nothing(one: Walk, kind: str) -> None:
    """The seed decides the id of a new record. Taken alone it would meet the record of the first case."""
    second = store.create(one.alice, [person("Noor Fictional")], clock.now())
    fields = {"seed": "7" * 32, **({"text": "Mine"} if kind == "note" else {"what": "Mine"})}
    rest = "new/note/" if kind == "note" else "tasks/"
    assert one.send(rest, fields).status_code == 303
    assert post(one.browser, f"/desk/en/cases/{second}/{rest}", fields).status_code == 303
    cases = [one.opened(), store.open_case(one.alice, second, clock.now(), note=False)]
    ids = [{found.id for found in opened.facts.values() if kind == found.KIND} for opened in cases]
    assert [len(found) for found in ids] == [1, 1]
    assert ids[0] != ids[1]


def test_bay_01_002_work_goes_to_members_of_the_case_alone(one: Walk) -> None:
    """Charlie is a colleague who is not in it: a reminder would tell her of a case that she must not know of."""
    day, stranger = clock.now().date().isoformat(), one.charlie.person.pk.hex
    one.send("tasks/", {"what": "Call", "owner": stranger, "due": day})
    one.send(f"plan/{one.her.id}/measure/", {"what": "Call", "owner": stranger, "due": day})
    assert [found.owner for found in (*one.of(Task), *one.of(Measure))] == [None, None]
    assert notices.mine(one.charlie, clock.now().date()) == []


# BAY-01-008 and 039: text of one person that runs in the browser of another

EVIL = """<script>alert(1)</script>"'><img src=x onerror=alert(1)>{{ 7 }}{% now %}&lt;b&gt;"""


class Running(HTMLParser):
    """What of a page would run: elements and attributes that none of our templates has."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag in ("img", "svg", "iframe", "object", "style", "base") or (tag == "script" and not told.get("src")):
            self.found.append(tag)
        self.found += [name for name in told if name.startswith("on")]
        self.found += [str(told[name]) for name in ("href", "src", "action") if str(told.get(name)).startswith("javascript")]


def harmless(answer: HttpResponse) -> str:
    page = answer.content.decode()
    assert answer.status_code in (200, 422), (answer.status_code, answer.request["PATH_INFO"])
    assert Running(page).found == []
    return page


@pytest.fixture
def evil() -> Walk:
    """A desk in which everybody and everything is called something that would like to run."""
    alice = founding.found(EVIL, EVIL, "heron", "en", making.NOW, CHEAPEST)[0]
    bob, charlie = making.member(alice, "Bob"), making.member(alice, "Charlie")
    erin = making.newcomer(alice, "Erin")
    for somebody in (bob, charlie, erin):
        account = Person.objects.get(pk=somebody.person.pk)
        accounts.set_profile(alice, account, Profile(EVIL, "en"))
    her = fact("person", names=[{"text": EVIL}], roles=["harmed"], contact_ways=[{"kind": "other", "value": EVIL, "when": EVIL}])
    told = {"recipient": "media", "purpose": "publish", "answer": "agreed", "date": "2026-11-20", "means": "by-code"}
    facts = [
        her,
        fact("event", state_responsible="EGY", urgency="hours", title=EVIL),
        fact("act", code="travel-ban", victims=[her.id], date="2026-11-20"),
        fact("consent", person=her.id, given_by=her.id, words=EVIL, witness=EVIL, language=EVIL, **told),
        fact("task", what=EVIL, owner=bob.person.pk.hex, due="2026-11-20"),
        fact("note", text=EVIL),
    ]
    case = store.create(alice, facts, clock.now(), [bob.person])
    return Walk(alice, bob, charlie, making.login_client(alice), case, her, her)


def test_bay_01_008_nothing_that_a_colleague_calls_herself_runs(evil: Walk) -> None:
    bob, erin = (
        evil.bob.person.pk,
        Person.objects.exclude(pk__in=[one.person.pk for one in (evil.alice, evil.bob, evil.charlie)]).get().pk,
    )
    pages = [
        "people/",
        f"people/{bob}/",
        f"people/{erin}/compare/",
        f"people/{bob}/end/",
        f"people/{bob}/renew/",
        f"roles/{bob}/",
    ]
    pages += ["profile/", "ceremony/", "logins/", "", "cases/"]
    shown = [harmless(evil.browser.get(f"/desk/en/{page}")) for page in pages]
    assert sum("&lt;script&gt;" in page for page in shown) >= 8


def test_bay_01_008_the_name_of_the_desk_runs_nowhere(evil: Walk) -> None:
    ceremony.start(evil.alice, 2, 3, clock.now())
    assert "&lt;script&gt;" in harmless(evil.browser.get("/desk/en/ceremony/"))


def test_bay_01_008_a_notice_does_not_run(evil: Walk) -> None:
    notices.tell(evil.alice.person, EVIL, evil.alice.circle)
    for page in ("", "notices/"):
        assert "&lt;script&gt;" in harmless(evil.browser.get(f"/desk/en/{page}")), page


def test_bay_01_008_nor_does_the_name_of_a_search_that_is_kept(evil: Walk) -> None:
    saved.keep(evil.alice, EVIL[:40], Wish.of({"text": EVIL}))
    assert "&lt;script&gt;" in harmless(evil.browser.get("/desk/en/cases/saved/"))
    found = evil.browser.get(post(evil.browser, "/desk/en/cases/search/", {"text": EVIL})["Location"])
    assert "&lt;script&gt;" in harmless(found)
    harmless(post(evil.browser, "/desk/en/cases/saved/", {"name": EVIL, "q": EVIL}))


def test_bay_01_039_no_page_of_a_case_runs_what_was_written_into_it(evil: Walk) -> None:
    asking.ask(evil.charlie, asking.reference_of(evil.case), clock.now().date())
    assert post(evil.browser, evil.path("tasks/"), {"what": EVIL}).status_code == 303
    id_ = evil.her.id
    pages = ["", "members/", "history/", "history/1/", "tasks/", "consent/", f"consent/{id_}/ask/", f"consent/{id_}/withdraw/"]
    pages += [f"risk/{id_}/", f"plan/{id_}/", f"records/{id_}/", f"records/{id_}/remove/", "new/act/"]
    for page in pages:
        assert "&lt;script&gt;" in harmless(evil.get(page)), page
    confirm = evil.send("members/", {"action": "remove", "who": evil.bob.person.pk.hex})
    assert "&lt;script&gt;" in harmless(confirm)
    measure = evil.send(f"plan/{id_}/measure/", {"what": EVIL, "due": EVIL, "layer": EVIL, "owner": EVIL, "mechanism": EVIL})
    assert "&lt;script&gt;" in harmless(measure)
    for page, fields in (
        ("tasks/", {"what": EVIL, "due": EVIL, "owner": EVIL}),
        (f"risk/{id_}/", {"why": EVIL, "reassess_on": EVIL, "level": EVIL}),
        (f"consent/{id_}/ask/", {"words": EVIL, "date": EVIL, "recipient": EVIL}),
        (f"consent/{id_}/withdraw/", {"words": EVIL, "date": EVIL}),
        ("members/", {"action": EVIL, "who": EVIL}),
    ):
        harmless(evil.send(page, fields))


# BAY-01-016: an administrator's login of this morning, left open


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Time:
    time = Time(making.NOW)
    monkeypatch.setattr(clock, "now", lambda: time.now)
    return time


SERIOUS: dict[str, tuple[str, Mapping[str, str]]] = {
    "end": ("people/{bob}/end/", {}),
    "renew": ("people/{bob}/renew/", {"handle": "bob"}),
    "invite": ("invite/", {"name": "Dana", "handle": "dana", "lang": "en", "roles": "officer"}),
    "invite again": ("invite/", {"do": "again", "handle": "erin", "lang": "en"}),
    "roles": ("roles/{bob}/", {"roles": "administrator"}),
    "ceremony": ("ceremony/", {"do": "start", "k": "2", "n": "3"}),
    "after a restore": ("restored/looked/", {}),
}


@pytest.mark.parametrize("what", SERIOUS)
def test_bay_01_016_what_is_done_to_others_asks_for_an_old_factor_again(time: Time, what: str) -> None:
    alice = with_app(making.found_desk())
    bob = making.member(alice)
    making.newcomer(alice, "Erin")
    browser = making.login_client(alice, making.NOW)
    path, fields = SERIOUS[what]
    for _ in range(4):
        time.passes(minutes=10)
        assert browser.get("/desk/en/").status_code == 200
    before = people()
    answer = post(browser, "/desk/en/" + path.format(bob=bob.person.pk), fields)
    assert answer.status_code == 403
    assert "once more" in answer.content.decode()
    assert people() == before
    assert ceremony.going_on(alice, time.now) is None


def people() -> list[Any]:
    """Accounts, invitations and keys as they stand."""
    tables = (Person, Invitation, Keyring)
    return [row for model in tables for row in model.objects.order_by("pk").values_list()]


# BAY-01-018: a refused request that leaves its trace in somebody's history


def test_bay_01_018_a_refused_form_writes_no_history(one: Walk) -> None:
    """Charlie is not in the case; another site, and something that is no form, do not get as far as Alice's name."""
    charlie = making.login_client(one.charlie)
    person_, note = one.her.id, uuid4().hex
    before, count = standing(), links()
    forms = [
        ("members/", {"action": "add", "who": one.charlie.person.pk.hex}),
        ("members/", {"action": "remove", "who": one.bob.person.pk.hex}),
        ("tasks/", {"what": "Mine"}),
        (f"risk/{person_}/", {"direct-threat": "yes"}),
        (f"plan/{person_}/", {}),
        (f"consent/{person_}/withdraw/", {"withdraws": "everything"}),
        (f"records/{person_}/", {"base": note}),
        (f"records/{person_}/remove/", {}),
        ("new/note/", {"text": "Mine"}),
    ]
    for path, fields in forms:
        assert one.send(path, fields, charlie).status_code == 404, path
        elsewhere = {"sec-fetch-site": "cross-site"}
        assert one.browser.post(one.path(path), urlencode(fields), content_type=FORM, headers=elsewhere).status_code == 403, path
        assert one.browser.post(one.path(path), fields, content_type="application/json").status_code == 415, path
        assert (standing(), links()) == (before, count), path


def test_bay_01_018_a_form_that_is_shown_again_is_one_opening_and_no_change(one: Walk) -> None:
    """What was refused shows the case all the same: unseen, it would be a way to read without a trace."""
    wrong = [
        ("tasks/", {"what": "", "due": "no day"}),
        (f"risk/{one.her.id}/", {"reassess_on": "no day"}),
        (f"plan/{one.her.id}/measure/", {"start": "1", "mechanism": "front-line-defenders"}),
        (f"plan/{one.her.id}/measure/", {"what": ""}),
        ("members/", {"action": "nothing"}),
        ("members/", {"action": "remove", "who": one.bob.person.pk.hex}),
        ("new/note/", {"text": ""}),
    ]
    for path, fields in wrong:
        before, (history, heads) = standing(), links()
        assert one.send(path, fields).status_code in (200, 422), path
        assert (standing(), links()) == (before, (history + 1, heads + 1)), path


# BAY-01-020: names that can be guessed


def tables() -> list[type[models.Model]]:
    return [model for room in ("people", "cases", "submissions") for model in apps.get_app_config(room).get_models()]


def test_bay_01_020_every_row_has_a_random_or_a_derived_name(one: Walk) -> None:
    """A number that counts up would tell how many cases there are, and lead from one to the next."""
    for path, fields in (
        ("tasks/", {"what": "Call"}),
        (f"risk/{one.her.id}/", {"direct-threat": "yes"}),
        (f"plan/{one.her.id}/", {}),
    ):
        one.send(path, fields)
    assert post(one.browser, "/desk/en/calendar/link/", {"do": "make"}).status_code == 200
    saved.keep(one.alice, "mine", Wish.of({"text": "Amal"}))
    notices.tell(one.bob.person, "Call", one.alice.circle)
    asking.ask(one.charlie, asking.reference_of(one.case), clock.now().date())
    derived = {found.id for kind in (Task, RiskAssessment, PlanSnapshot) for found in one.of(kind)}
    assert len(derived) == 3
    seen = set()
    for model in tables():
        key = model._meta.pk
        if isinstance(key, models.CharField):  # what a cookie's or a link's secret derives to
            assert model in (Login, Invitation, Feed)
            assert all(len(bytes.fromhex(name)) == 32 for name in model.objects.values_list("pk", flat=True))
            continue
        assert isinstance(key, models.UUIDField) and key.default is uuid4, model
        names = [name for name in model.objects.values_list("pk", flat=True) if name.hex not in derived]
        assert all(name.version == 4 for name in names), model
        seen |= set(names)
    assert len({name.bytes[:4] for name in seen}) == len(seen)


def test_bay_01_020_no_table_of_ours_counts_its_rows() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE sql LIKE '%AUTOINCREMENT%'")
        assert all(str(name).startswith("django_migrations") for (name,) in cursor.fetchall())


def test_bay_01_020_the_name_of_a_record_is_told_by_no_seed(one: Walk) -> None:
    """The same form of two members makes two records: a seed that somebody saw does not lead to the record that it made."""
    bob = making.login_client(one.bob)
    for browser in (one.browser, bob):
        assert one.send("tasks/", {"what": "Call", "seed": "3" * 32}, browser).status_code == 303
    assert len(one.of(Task)) == 2
