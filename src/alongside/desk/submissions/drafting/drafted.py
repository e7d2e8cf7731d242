"""A draft as of today: what the facts say in each field, what the officer wrote instead, and whether either may still leave."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterable

from alongside.desk.submissions.drafting.draft import Drafted, Filled, Sender, Shown
from alongside.desk.submissions.drafting.filling import fill
from alongside.desk.submissions.drafting.form import Form
from alongside.desk.submissions.drafting.naming import Naming, Terms
from alongside.desk.submissions.drafting.withholding import Net, clean
from alongside.facts.consent import Recipient
from alongside.facts.fact import Fact
from alongside.facts.submissions import Draft, Edited

FILLED, TYPED, CHANGED, MISSING, LEFT_OUT = "filled", "typed", "changed", "missing", "left-out"


def drafted(
    facts: Iterable[Fact], draft: Draft, form: Form, recipient: Recipient, today: datetime.date, closed: bool, sender: Sender
) -> Drafted:
    """The draft as it would leave today. `facts` are all those of the case, its ledger included; `closed`: nothing may leave."""
    naming = naming_of(facts, draft, form, recipient, today, closed)
    net = Net(naming)
    texts = {one.key: one for one in draft.texts}
    filled = fill(form, naming, draft.lang, sender, annexes=draft.annexes, net=net)
    return Drafted(
        form=form,
        lang=draft.lang,
        shown=tuple(_shown(one, texts.get(one.field.key), one.field.key in draft.left_out, naming, net) for one in filled),
        levels=tuple((one, naming.level(one)) for one in naming.ordered()),
        consents=naming.consents(),
        identifying=naming.identifying(),
    )


def naming_of(
    facts: Iterable[Fact], draft: Draft, form: Form, recipient: Recipient, today: datetime.date, closed: bool
) -> Naming:
    """How much of whom a draft may tell today, and which facts and files of the case may stand in it."""
    return Naming(facts, Terms(recipient, today, form.naming, draft.persons, draft.levels, closed))


def _shown(filled: Filled, edited: Edited | None, left_out: bool, naming: Naming, net: Net) -> Shown:
    today = basis(filled, naming)
    if left_out and filled.field.required is not True:
        return Shown(filled, "", LEFT_OUT, basis=today)
    if edited is None:
        facts = tuple(dict.fromkeys(fact for one in filled.sentences for fact in one.facts))
        return Shown(filled, filled.text, FILLED if filled.sentences else MISSING, facts, basis=today)
    state = CHANGED if edited.basis is not None and edited.basis != today else TYPED
    forbidden = {*net.found_in(edited.text), *_unasked(edited.facts, naming)}
    return Shown(filled, clean(edited.text, isolates=True), state, edited.facts, tuple(sorted(forbidden)), today)


def _unasked(facts: Iterable[str], naming: Naming) -> set[str]:
    """The persons behind facts on which a typed text rests and which may not be used: it may tell of them without a name."""
    known = [naming.facts[one] for one in facts if one in naming.facts]
    blocked = [fact for fact in known if not naming.usable(fact)]
    return {one for fact in blocked for one in naming.concerned(fact) or naming.main or (fact.id,)}


def basis(filled: Filled, naming: Naming) -> str:
    """The digest of what a field says today and of the facts, with their revisions, on which it rests."""
    facts = sorted({fact for one in filled.sentences for fact in one.facts})
    revisions = [(one, naming.facts[one].revision) for one in facts if one in naming.facts]
    stands = json.dumps([filled.field.key, filled.text, revisions], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(stands.encode()).hexdigest()
