"""Which forms a case opens: those of the routes that its plan calls open or conditional, in the plan's order, then those that go to nobody
of the directory. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from alongside.desk.submissions.drafting.form import Form
from alongside.facts.protection import PlanEntry

USABLE = ("open", "conditional")


@dataclass(frozen=True, slots=True)
class Offered:
    """A form for one recipient. `mechanism` empty: the form goes to nobody of the directory. `entry`: what the plan says of it."""

    form: Form
    mechanism: str
    entry: PlanEntry | None

    @property
    def key(self) -> str:
        """How a form's button names it."""
        return f"{self.form.id}|{self.mechanism}"


def offered(entries: Iterable[PlanEntry], forms: Mapping[str, Form]) -> tuple[list[Offered], list[Offered]]:
    """What the plan opens, and what it does not: shut and discouraged routes can be drafted too, behind a gate that says so."""
    by_mechanism: dict[str, list[Form]] = {}
    for form in forms.values():
        for mechanism in form.mechanisms:
            by_mechanism.setdefault(mechanism, []).append(form)
    found = [
        Offered(form, entry.mechanism, entry) for entry in entries for form in by_mechanism.get(entry.mechanism, ())
    ]  # fmt: skip
    open_ = [one for one in found if one.entry and one.entry.status in USABLE]
    to_nobody = [Offered(form, "", None) for form in forms.values() if not form.mechanisms]
    shut = [one for one in found if one not in open_]
    return [*open_, *to_nobody], shut


def chosen(text: str, forms: Mapping[str, Form]) -> tuple[Form, str] | None:
    """The form and mechanism that a button named; None for what no form offers."""
    form_id, _, mechanism = text.partition("|")
    form = forms.get(form_id)
    if form is None or (mechanism not in form.mechanisms if mechanism else bool(form.mechanisms)):
        return None
    return form, mechanism


def languages(form: Form, spoken: Sequence[str]) -> tuple[str, ...]:
    """The languages of a form, that of who asks first."""
    return tuple(sorted(form.languages, key=lambda lang: lang not in spoken))
