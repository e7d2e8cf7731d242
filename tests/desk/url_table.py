"""One example of every public route, with the methods it answers. A route without an example fails test_headers.

What needs a login stands in private_table, with who gets what.
"""

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.test import Client

BOTH = ("GET", "POST")
SITUATION = {"state": "EGY", "acts": "travel-ban"}


@dataclass(frozen=True)
class Example:
    """A path with an answer. `status` is that of GET; a POST of `fields` (or of `data`, as JSON) is answered with 200."""

    path: str
    methods: tuple[str, ...] = ("GET",)
    status: int = 200
    fields: dict[str, str] = field(default_factory=dict)
    data: dict[str, Any] | None = None


EXAMPLES = {
    "root": Example("/", status=302),
    "leave": Example("/leave/", status=303),
    "desk": Example("/desk/", status=302),
    "desk-add-slash": Example("/desk", status=302),
    "desk-lang-add-slash": Example("/desk/en", status=302),
    "healthz": Example("/healthz"),
    "calendar-feed": Example("/feed/no-such-link.ics", status=404),
    "static": Example("/static/{stylesheet}"),
    "add-slash": Example("/en", status=302),
    "home": Example("/en/"),
    "about": Example("/en/about/"),
    "situation": Example("/en/situation/", BOTH, fields=SITUATION | {"step": "what", "go": "next"}),
    "plan": Example("/en/plan/", BOTH, 302, SITUATION),
    "plan-sheet": Example("/en/plan/sheet/", BOTH, 302, SITUATION),
    "plan-save": Example("/en/plan/save/", BOTH, 302, SITUATION),
    "directory": Example("/en/directory/", BOTH, fields={"text": "visa", "state": "EGY"}),
    "mechanism": Example("/en/directory/un-ccpr/"),
    "countries": Example("/en/countries/"),
    "country": Example("/en/countries/EGY/"),
    "practice": Example("/en/practice/"),
    "practice-page": Example("/en/practice/reports/"),
    "risk": Example("/en/practice/risk/", BOTH, fields={"direct-threat": "yes", "alone": "no"}),
    "api-root": Example("/api/v1/", status=404),
    "api-openapi": Example("/api/v1/openapi.json"),
    "api-plan": Example("/api/v1/plan", ("POST",), data={"state_responsible": "EGY", "acts": ["travel-ban"]}),
    "api-mechanisms": Example("/api/v1/mechanisms"),
    "api-mechanism": Example("/api/v1/mechanisms/un-ccpr"),
    "api-country": Example("/api/v1/countries/EGY"),
}


def ask(client: Client, example: Example, method: str, stylesheet: str = "") -> HttpResponse:
    """Ask for an example by one of its methods."""
    path = example.path.format(stylesheet=stylesheet)
    if method != "POST":
        return client.generic(method, path)
    if example.data is not None:
        return client.post(path, json.dumps(example.data), content_type="application/json")
    ours = {"Sec-Fetch-Site": "same-origin"} if path.startswith("/desk/") else {}
    return client.post(path, urlencode(example.fields), content_type="application/x-www-form-urlencoded", headers=ours)
