"""One example of every route, with the methods it answers. A route without an example fails test_headers."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Example:
    path: str
    methods: tuple[str, ...] = ("GET",)
    status: int = 200  # of GET; a form is answered with 200
    fields: dict[str, str] = field(default_factory=dict)


BOTH = ("GET", "POST")
SITUATION = {"state": "EGY", "acts": "travel-ban"}
EXAMPLES = {
    "root": Example("/", status=302),
    "leave": Example("/leave/", status=303),
    "healthz": Example("/healthz"),
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
}
