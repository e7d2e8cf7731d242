"""One example of every route under /desk/, and who gets what there. A route without an example fails test_outsiders.

`PRIVATE` is by the name of the route. The statuses are those that a member gets who may; what everybody else gets follows from
`view.access` and from whether the route is that of a case.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from alongside.desk.people.unlocked import Unlocked

LANG = "en"
OF_A_CASE = "case_id"  # a route with this argument is one of a case


@dataclass
class World:
    """The desk of the tests: Alice founded it and is its administrator, Bob keeps a case that he shares with nobody, Charlie is a
    colleague. `case` is its id; `ids` holds whatever else an address needs."""

    alice: Unlocked
    bob: Unlocked
    charlie: Unlocked
    case: Any = None
    ids: dict[str, Any] = field(default_factory=dict)


Told = Mapping[str, Any] | Callable[[World], Mapping[str, Any]]


@dataclass(frozen=True)
class Private:
    """`get` and `post`: what a member (of the case, where there is one) gets; None where the route does not take the method.

    `out`: what somebody without a login gets from a GET, where `anyone` may ask. `random`: the answer shows something drawn for it,
    so that two answers cannot be compared byte by byte."""

    get: int | None = 200
    post: int | None = None
    kwargs: Told = field(default_factory=dict)
    fields: Told = field(default_factory=dict)
    out: int = 200
    random: bool = False


@dataclass(frozen=True)
class Route:
    """A route as the resolver knows it."""

    name: str
    access: str
    arguments: frozenset[str]

    @property
    def of_a_case(self) -> bool:
        return OF_A_CASE in self.arguments


def routes() -> dict[str, Route]:
    """Every route below /desk/<language>/, from the URL table itself."""
    return {route.name: route for route in _found(get_resolver().url_patterns, "") if route}


def _found(patterns: list[URLPattern | URLResolver], before: str) -> list[Route]:
    found: list[Route] = []
    for pattern in patterns:
        whole = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            found += _found(pattern.url_patterns, whole)
        elif whole.startswith("desk/<language:lang>/"):
            arguments = frozenset(re.findall(r"<(?:\w+:)?(\w+)>", whole)) - {"lang"}
            found.append(Route(pattern.name or whole, getattr(pattern.callback, "access", ""), arguments))
    return found


def told(what: Told, world: World) -> Mapping[str, Any]:
    return what(world) if callable(what) else what


def address(name: str, example: Private, world: World) -> str:
    return reverse(name, kwargs={"lang": LANG, **told(example.kwargs, world)})


def ask(client: Client, name: str, example: Private, world: World, method: str) -> HttpResponse:
    """Ask for an example as a browser would; what the answer does to the cookie is forgotten."""
    kept = copy(client.cookies)
    try:
        return _asked(client, address(name, example, world), told(example.fields, world) if method == "POST" else None)
    finally:
        client.cookies = kept


def _asked(client: Client, path: str, fields: Mapping[str, Any] | None) -> HttpResponse:
    headers = {"accept-encoding": "gzip"}
    if fields is None:
        return client.get(path, headers=headers)
    headers["sec-fetch-site"] = "same-origin"
    return client.post(path, urlencode(fields, doseq=True), content_type="application/x-www-form-urlencoded", headers=headers)


def somebody(world: World) -> dict[str, Any]:
    return {"person": world.charlie.person.id}


def newcomer(world: World) -> dict[str, Any]:
    """Erin has accepted her invitation, and nobody has compared her words yet."""
    return {"person": world.ids["erin"]}


def the_case(world: World) -> dict[str, Any]:
    return {"case_id": world.case}


def one_of(**kinds: str) -> Callable[[World], dict[str, Any]]:
    """The arguments of a route about one fact of the case: `one_of(person="person")`."""
    return lambda world: the_case(world) | {argument: world.ids.get(kind, "no-such-id") for argument, kind in kinds.items()}


def fixed(**more: Any) -> Callable[[World], dict[str, Any]]:
    return lambda world: the_case(world) | more


NO_ID = "00000000-0000-4000-8000-000000000000"
PRIVATE: dict[str, Private] = {
    # what came of it
    "following-table": Private(),
    "following-chain": Private(kwargs=the_case),
    "following-new": Private(post=422, kwargs=fixed(kind="un-letter"), fields={"code": ""}, random=True),
    "following-received": Private(get=404, post=404, kwargs=fixed(record_id="no-such-id")),
    "year-now": Private(random=True),
    "year-page": Private(post=200, kwargs={"year": 2026}, random=True),
    "year-setting": Private(post=422, kwargs={"year": 2026}),
    "insight": Private(post=200, fields={"state": "EGY"}),
    "insight-export": Private(get=None, post=200),
    # people
    "people-begin": Private(post=409),
    "people-invitation": Private(get=404, post=404, kwargs={"token": "no-such-link"}, out=404),
    "people-login": Private(get=303, post=303, out=200),
    "people-lock": Private(get=None, post=303),
    "people-logins": Private(post=303, fields={"do": "end-others"}),
    "people-factors": Private(post=422, fields={"do": "remove", "factor": "no-id"}, random=True),
    "people-profile": Private(post=303, fields={"name": "Somebody", "lang": "en"}),
    "people-invite": Private(post=200, fields={"name": "Dana", "handle": "dana", "lang": "en", "roles": "officer"}, random=True),
    "people-roles": Private(post=303, kwargs=somebody, fields={"roles": "duty"}),
    "people-list": Private(),
    "people-person": Private(kwargs=somebody),
    "people-compare": Private(post=200, kwargs=newcomer, fields={"do": "differ"}, random=True),
    "people-end": Private(post=303, kwargs=somebody),
    "people-renew": Private(get=403, post=403, kwargs=somebody, fields={"handle": "nobody"}),
    "people-recovery-file": Private(get=404, kwargs=somebody),
    "people-changing": Private(post=200, fields={"kind": "words"}, random=True),
    "people-changed": Private(),
    "people-recovery": Private(post=422, fields={"back": "no file"}),
    "people-recovery-confirm": Private(get=None, post=303, fields={"seen": "no-digest"}),
    "people-asking": Private(post=422, fields={"reference": "no such words"}),
    "people-asked": Private(),
    "people-notices": Private(post=400, fields={"note": "no-id"}),
    "people-ceremony": Private(post=422, fields={"do": "finish"}),
    # cases: finding and making one
    "cases-today": Private(),
    "cases-notice-done": Private(get=None, post=404, kwargs={"notice": NO_ID}),
    "cases-restored": Private(get=None, post=303),
    "cases-list": Private(),
    "cases-search": Private(post=303, fields={"text": "Amal"}, random=True),
    "cases-saved": Private(post=422, fields={"name": "mine", "q": "x"}),
    "cases-saved-forget": Private(get=None, post=303, kwargs={"saved_id": NO_ID}),
    "cases-emergency": Private(post=303, fields={"who": "Noor Fictional", "state": "EGY"}, random=True),
    "cases-from-plan": Private(get=302, post=422, fields={"situation": "{}"}),
    "cases-similar": Private(post=200, fields={"name": "Amal Fictional"}),
    "cases-calendar": Private(),
    "cases-calendar-link": Private(get=None, post=200, fields={"do": "make"}, random=True),
    # cases: bringing a table
    "cases-import": Private(post=303, fields={"table": "Name\tCountry\nNoor Fictional\tEgypt"}, random=True),
    "cases-import-one": Private(get=404, post=404, kwargs={"import_id": NO_ID}),
    "cases-import-columns": Private(get=404, post=404, kwargs={"import_id": NO_ID}),
    "cases-import-preview": Private(get=404, post=404, kwargs={"import_id": NO_ID}),
    "cases-import-rows": Private(get=404, kwargs={"import_id": NO_ID}),
    "cases-import-undo": Private(get=404, post=404, kwargs={"import_id": NO_ID}),
    # cases: taking them out, and packages
    "cases-export": Private(post=200, fields=lambda world: {"case": world.case.hex}),
    "cases-export-plain": Private(get=303, post=200, fields=lambda world: {"case": world.case.hex}),
    "cases-export-request": Private(get=404, post=404, kwargs={"request_id": NO_ID}),
    "cases-packages": Private(post=422, fields={"do": "look"}),
    "cases-partners": Private(post=422, fields={"card": "no card"}),
    "cases-partner": Private(get=404, post=404, kwargs={"partner": NO_ID}),
    "cases-receipts": Private(),
    "cases-receipt": Private(get=404, kwargs={"notice": NO_ID}),
    # the address book and the desk's mail
    "addresses-book": Private(),
    "addresses-new": Private(post=303, fields={"kind": "ngo", "name": "An organisation", "seed": "0" * 32}),
    "addresses-one": Private(get=404, post=404, kwargs={"address": NO_ID}),
    "addresses-post": Private(post=422, fields={"do": "way"}),
    "addresses-tested": Private(get=404, kwargs={"delivery": NO_ID}),
    # one case
    "cases-case": Private(kwargs=the_case),
    "cases-record-new": Private(post=303, kwargs=fixed(kind="note"), fields={"text": "Called her sister."}),
    "cases-record": Private(post=422, kwargs=one_of(record_id="person"), fields={"base": "x"}),
    "cases-record-remove": Private(post=409, kwargs=one_of(record_id="act")),
    "cases-consent": Private(post=200, kwargs=the_case, fields={"do": "stop"}),
    "cases-consent-ask": Private(post=422, kwargs=one_of(person="person"), fields={"answer": "maybe"}),
    "cases-consent-withdraw": Private(post=422, kwargs=one_of(person="person")),
    "cases-consent-confirm": Private(get=None, post=404, kwargs=one_of(consent="consent")),
    "cases-risk": Private(post=303, kwargs=one_of(person="person"), fields={"direct-threat": "yes"}),
    "cases-plans": Private(kwargs=the_case),
    "cases-plan": Private(post=200, kwargs=one_of(person="person")),
    "cases-measure": Private(get=None, post=422, kwargs=one_of(person="person"), fields={"mechanism": "un-ccpr"}),
    "cases-snapshot": Private(get=404, kwargs=one_of(snapshot="plansnapshot")),
    "cases-tasks": Private(post=303, kwargs=the_case, fields={"what": "Call her lawyer"}),
    "cases-evidence": Private(post=422, kwargs=the_case, fields={"title": "Video from the checkpoint"}),
    "cases-evidence-item": Private(kwargs=one_of(evidence_id="evidence")),
    "cases-evidence-original": Private(get=None, post=404, kwargs=fixed(evidence_id="0" * 32)),
    "cases-evidence-clean": Private(get=None, post=404, kwargs=fixed(evidence_id="0" * 32)),
    "cases-evidence-copy": Private(get=None, post=404, kwargs=fixed(evidence_id="0" * 32)),
    "cases-evidence-picture": Private(get=404, kwargs=fixed(evidence_id="0" * 32)),
    "cases-evidence-redact": Private(get=404, post=404, kwargs=fixed(evidence_id="0" * 32)),
    "cases-evidence-preview": Private(get=404, kwargs=fixed(evidence_id="0" * 32, page=0, width=600)),
    "cases-evidence-begin": Private(
        get=None, post=200, kwargs=the_case, fields={"name": "x.mp4", "size": "9000000"}, random=True
    ),
    "cases-evidence-part": Private(get=None, post=404, kwargs=fixed(upload=NO_ID)),
    "cases-evidence-whole": Private(get=None, post=404, kwargs=fixed(upload=NO_ID)),
    "cases-evidence-remove": Private(post=422, kwargs=one_of(evidence_id="evidence")),
    "cases-evidence-report": Private(get=None, post=404, kwargs=fixed(evidence_id="0" * 32)),
    "cases-history": Private(kwargs=the_case),
    "cases-history-before": Private(kwargs=fixed(before=2)),
    "cases-as-of": Private(kwargs=fixed(sequence=1)),
    "cases-export-case": Private(kwargs=the_case),
    "cases-timeline": Private(kwargs=the_case),
    "cases-relations": Private(kwargs=the_case),
    "cases-similar-case": Private(kwargs=the_case),
    "cases-keeping": Private(post=303, kwargs=the_case, fields={"decision": "keep", "on": "2027-01-01"}),
    "cases-hold": Private(post=303, kwargs=the_case, fields={"why": "The court asked"}),
    "cases-destroy": Private(post=422, kwargs=the_case, fields={"do": "ask", "word": "other"}),
    "cases-shrink": Private(post=303, kwargs=the_case, fields={"do": "ask", "word": "shrink", "why": "Done with"}),
    "publicity-case": Private(post=422, kwargs=the_case, fields={"do": "decide"}),
    "referral-arriving": Private(post=422, fields={"do": "look"}),
    "referral-case": Private(post=422, kwargs=the_case, fields={"do": "take"}),
    "referral-new": Private(post=422, kwargs=the_case, fields={"do": "look"}),
    "referral-one": Private(get=404, post=404, kwargs=fixed(referral="0" * 32)),
    "cases-members": Private(
        post=303, kwargs=the_case, fields=lambda world: {"action": "add", "who": world.charlie.person.id.hex}
    ),
    # submissions: drafts and what was sent
    "sending-contribution": Private(post=422, kwargs={"year": 2026}, random=True),
    "sending-case": Private(kwargs=the_case),
    "sending-new": Private(get=303, post=404, kwargs=the_case, fields={"form": "none|none"}),
    "sending-draft": Private(post=404, kwargs=one_of(draft="draft"), fields={"do": "nothing"}),
    "sending-choices": Private(post=422, kwargs=one_of(draft="draft"), fields={"language": "xx"}),
    "sending-field": Private(
        post=422, kwargs=lambda world: one_of(draft="draft")(world) | {"key": "victims"}, fields={"text": ""}
    ),
    "sending-review": Private(post=409, kwargs=one_of(draft="draft"), fields={"do": "approve", "digest": "another"}),
    "sending-document": Private(get=None, post=409, kwargs=one_of(draft="draft"), fields={"as": "pdf"}),
    "sending-sent": Private(kwargs=one_of(submission="submission")),
    "sending-stop": Private(get=None, post=409, kwargs=one_of(submission="submission")),
    "sending-copy": Private(get=None, post=404, kwargs=one_of(submission="submission"), fields={"copy": "0"}),
}
