"""The facts of a case as the fields of a form: for each item that forms ask, the sentences that answer it and the facts they rest on.

`who`, `what`, `held`, `now`, `steps` and `terms` hold the items; `telling` chooses the facts and the words, `calling` the names. Sentences
are labels and values more than grammar, so that they read right in six languages whatever stands in them. Nothing is ever concluded from
what nobody told: where no fact answers, there is no sentence, and the page asks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from alongside.desk.submissions.drafting import items
from alongside.desk.submissions.drafting.draft import Filled, Sender, Sentence
from alongside.desk.submissions.drafting.filling import held, now, steps, terms, what, who
from alongside.desk.submissions.drafting.filling.telling import Telling
from alongside.desk.submissions.drafting.form import Field, Form
from alongside.desk.submissions.drafting.naming import Naming
from alongside.desk.submissions.drafting.withholding import Net

Item = Callable[[Telling], list[Sentence]]
ITEMS: Mapping[str, Item] = {
    "victims": who.victims,
    "victim-details": who.victim_details,
    "victim-identity": who.victim_identity,
    "victim-residence": who.victim_residence,
    "victim-contact": who.victim_contact,
    "human-rights-work": who.human_rights_work,
    "organisation": who.organisation,
    "health": who.health,
    "relatives": who.relatives,
    "beneficiaries": who.beneficiaries,
    "summary": what.summary,
    "timeline": what.timeline,
    "narrative": what.narrative,
    "date": what.date,
    "place": what.place,
    "state": what.state,
    "act-types": what.act_types,
    "perpetrators": what.perpetrators,
    "stated-reasons": what.stated_reasons,
    "link-to-work": what.link_to_work,
    "un-cooperation": what.un_cooperation,
    "un-references": what.un_references,
    "period": what.period,
    "background": what.background,
    "consequences": what.consequences,
    "arrest-date": held.arrest_date,
    "arrest-place": held.arrest_place,
    "arresting-forces": held.arresting_forces,
    "warrant": held.warrant,
    "ordering-authority": held.ordering_authority,
    "legal-basis": held.legal_basis,
    "charges": held.charges,
    "detention-since": held.detention_since,
    "detention-length": held.detention_length,
    "detention-places": held.detention_places,
    "holding-forces": held.holding_forces,
    "detention-conditions": held.detention_conditions,
    "detention-access": held.detention_access,
    "lawyer": held.lawyer,
    "court-dates": held.court_dates,
    "disappearance-date": held.disappearance_date,
    "last-seen-place": held.last_seen_place,
    "search-steps": held.search_steps,
    "current-situation": now.current_situation,
    "next-event": now.next_event,
    "risk-gravity": now.risk_gravity,
    "risk-urgency": now.risk_urgency,
    "irreparable-harm": now.irreparable_harm,
    "existing-protection": now.existing_protection,
    "risk-assessment": now.risk_assessment,
    "domestic-steps": steps.domestic_steps,
    "remedies": steps.remedies,
    "other-procedures": steps.other_procedures,
    "state-response": steps.state_response,
    "changes-since": steps.changes_since,
    "request": now.request,
    "measures-requested": now.request,
    "needs": now.needs,
    "consent": terms.consent,
    "family-consent": terms.family_consent,
    "name-publication": terms.name_publication,
    "confidential-parts": terms.confidential_parts,
    "submitter": terms.submitter,
    "follow-up": terms.follow_up,
    "annexes": terms.annexes,
}


def fill(
    form: Form, naming: Naming, lang: str, sender: Sender, *, annexes: tuple[str, ...] | None = None, net: Net | None = None
) -> tuple[Filled, ...]:
    """Every field of a form as the facts fill it today. `annexes`: those chosen, in their order; None: all that may leave."""
    telling = Telling(form, naming, net or Net(naming), lang, sender, annexes)
    return tuple(_filled(telling, field) for field in form.fields)


def _filled(telling: Telling, field: Field) -> Filled:
    telling.withheld = {}
    told = tuple(ITEMS[field.item](telling)) if field.item != items.TYPED else ()
    return Filled(field, told, tuple(telling.withheld), "" if told else f"question.{field.item}")
