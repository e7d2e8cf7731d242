"""Every form that the plan of one case opens, from its facts to a draft and a PDF: what an officer waits for who writes to all of them."""

from __future__ import annotations

import datetime
from functools import partial
from time import perf_counter

from bench.figures import Figure

SEED = 7
TODAY = datetime.date(2026, 11, 22)


def measure() -> list[Figure]:
    """Seconds for all forms once, the child that sets PDFs already started, and how many forms that is."""
    from alongside.desk.cases.demo.stories import stories
    from alongside.desk.cases.words import mechanism
    from alongside.desk.submissions import words
    from alongside.desk.submissions.documents import document, pdf
    from alongside.desk.submissions.drafting import reading
    from alongside.desk.submissions.drafting.draft import Sender
    from alongside.desk.submissions.drafting.drafted import drafted
    from alongside.desk.submissions.drafting.form import Form
    from alongside.facts.consent import Consent, Recipient
    from alongside.facts.persons import Person
    from alongside.facts.submissions import Draft

    facts = next(iter(stories(SEED, TODAY)))
    her = next(one for one in facts if isinstance(one, Person) and "harmed" in one.roles)
    wanted = [(form, form.mechanisms[0] if form.mechanisms else "") for form in reading.forms().values()]
    # She agrees to all of it: a document in which nobody may stand is quickly set.
    asked = {(taker or form.recipient, "send") for form, taker in wanted} | {pair for form, _ in wanted for pair in form.naming}
    facts += [
        Consent(
            id=f"{number:032x}", revision=1, person=her.id, recipient=recipient, purpose=purpose, answer="agreed",
            date=datetime.date(2026, 11, 1), given_by=her.id, risks_explained=True,
        )
        for number, (recipient, purpose) in enumerate(sorted(asked), 1)
    ]  # fmt: skip
    sender = Sender("Watch on the Heron Coast", "desk@heron.example")

    def made(form: Form, taker: str) -> bytes:
        draft = Draft(id="d" * 32, revision=1, form=form.id, mechanism=taker or None, lang="en", persons=(her.id,))
        found = drafted(facts, draft, form, Recipient(taker or form.recipient), TODAY, False, sender)
        name = mechanism(taker, "en") if taker else ""
        return pdf.written(document.from_drafted(found, partial(words.say, "en"), name, sender))

    made(*wanted[0])
    began = perf_counter()
    for form, taker in wanted:
        made(form, taker)
    seconds = perf_counter() - began
    return [Figure("all_forms_of_one_case_s", seconds, at_most=5), Figure("all_forms_of_one_case_count", len(wanted))]
