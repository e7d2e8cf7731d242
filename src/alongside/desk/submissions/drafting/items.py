"""What forms ask, asked once: the items that a case answers (after the common fields of all forms). Codes are never renamed."""

from __future__ import annotations

TYPED = "typed"  # no fact of a case answers it: the officer writes it

ITEMS = (
    # who
    "victims",              # who is harmed: names with their spellings, or how the document calls her
    "victim-details",       # sex, birth or age, nationality, occupation
    "victim-identity",      # identity papers
    "victim-residence",     # where she lives or comes from; address
    "victim-contact",       # safe ways to reach her
    "human-rights-work",    # what she does, where
    "organisation",         # hers: name, links
    "health",
    "relatives",            # who else is affected or needs support
    "beneficiaries",        # whom measures or help would serve, with numbers
    # what happened
    "summary",              # who is in what danger now, in two sentences
    "timeline",             # the acts in order: date, place, act, by whom, to whom
    "narrative",            # the account in prose, people's own words marked
    "date",                 # when (first and last act)
    "place",                # where, with transfers
    "state",                # which State answers for it; where it happened
    "act-types",            # kinds of violation
    "perpetrators",         # who did it, State or not, how that is known
    "stated-reasons",       # what the authorities said
    "link-to-work",         # why it is connected with her human rights work
    "un-cooperation",       # with which UN body, when, in which form; how the author knew (HRC res. 12/2)
    "un-references",        # UN documents and letters that name the case
    "period",               # whether it falls into the reporting period, or follows up an earlier report
    "background",           # context, earlier threats, pattern
    "consequences",         # for body, mind, family, work
    # held or missing
    "arrest-date", "arrest-place", "arresting-forces", "warrant", "ordering-authority", "legal-basis", "charges",
    "detention-since", "detention-length", "detention-places", "holding-forces", "detention-conditions", "detention-access",
    "lawyer", "court-dates",
    "disappearance-date", "last-seen-place", "search-steps",
    # now
    "current-situation",    # where and how she is now
    "next-event",           # hearing, deadline, threat
    "risk-gravity", "risk-urgency", "irreparable-harm", "existing-protection", "risk-assessment",
    # steps
    "domestic-steps",       # bodies, dates, results, or why none
    "remedies",             # exhausted, pending, unavailable, and the final decision
    "other-procedures",     # international bodies seized, references
    "state-response",
    "changes-since",        # what is new since the last report or letter
    # asked for
    "request",              # what is wanted, of whom, by when
    "measures-requested",   # interim or precautionary measures
    "needs",                # kinds of help
    # terms
    "consent",              # who agreed to what, when, risks explained (never more than the ledger says)
    "family-consent",
    "name-publication",     # whether she may be named to the State, and in public
    "confidential-parts",
    "submitter",            # who sends it, how to reach them
    "follow-up",            # that updates will be sent and questions answered
    "annexes",              # numbered evidence with digests
)  # fmt: skip
