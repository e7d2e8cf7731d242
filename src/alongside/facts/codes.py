"""The coded values that only a case needs; those shared with situations and plans are in `directory.vocabulary`.

Where HURIDOCS's micro-thesauri have a term, its code stands beside ours, so that an export can name it. Codes are never renamed.
"""

from __future__ import annotations

ANSWERS = ("yes", "no", "unknown")

# Who a person is in the case. Several at once, and kept apart: who cooperated is not always who is punished for it.
ROLES = ("cooperated", "harmed", "submits", "relative", "colleague", "community", "perpetrator", "source")
NAME_KINDS = ("legal", "known-as", "alias", "former", "pseudonym")
CONTACT_KINDS = ("phone", "messenger", "email", "post", "in-person", "via-person", "other")
SEXES = ("female", "male", "other")

# Micro-thesaurus 7, counting units
COUNTING_UNITS = {
    "individual": "010000000000",
    "family": "020000000000",
    "organisation": "030000000000",
    "community": "040000000000",
}
# Micro-thesaurus 42
RELIABILITY = {
    "highly-reliable": "010000000000",
    "likely-reliable": "020000000000",
    "unsure": "030000000000",
    "likely-unreliable": "040000000000",
    "highly-unreliable": "050000000000",
    "unknown": "990000000000",
}
# Micro-thesaurus 18, degrees of involvement
INVOLVEMENT = {
    "carried-out": "010100000000",
    "gave-orders": "010200000000",
    "accomplice": "010300000000",
    "present": "010400000000",
    "planned": "010500000000",
    "suspected": "010600000000",
    "law-or-policy": "030000000000",
    "implemented-law": "040000000000",
    "failed-to-protect": "050000000000",
    "political-responsibility": "060000000000",
    "other": "900000000000",
    "unknown": "990000000000",
}
# Micro-thesaurus 24, types of perpetrators
PERPETRATOR_TYPES = {
    "officials": "010100000000",
    "armed-forces": "010103000000",
    "police": "010104000000",
    "prison-officials": "010105000000",
    "intelligence": "010106000000",
    "judiciary": "010300000000",
    "paramilitary": "020101000000",
    "opposition-forces": "020200000000",
    "private-guards": "020400000000",
    "mob": "020500000000",
    "family": "110100000000",
    "company": "210000000000",
    "other": "900000000000",
    "unknown": "990000000000",
}
# Micro-thesaurus 21, types of relationships: what the second person is to the first
RELATIONS = {
    "spouse": "010101000000",
    "sibling": "010102000000",
    "parent": "010103000000",
    "child": "010104000000",
    "other-relative": "010105000000",
    "partner": "010106000000",
    "friend": "010201000000",
    "neighbour": "010302000000",
    "co-worker": "010401000000",
    "colleague": "010501000000",
    "client": "010601000000",
    "lawyer": "010602000000",
    "member": "110100000000",
    "other": "900000000000",
    "unknown": "990000000000",
}
KIN = frozenset({"spouse", "sibling", "parent", "child", "other-relative", "partner"})
# Micro-thesaurus 19, the source's connection to the information
CONNECTIONS = {
    "victim": "010100000000",
    "witness": "010200000000",
    "perpetrator": "010300000000",
    "relative": "020101000000",
    "colleague": "020102000000",
    "same-organisation": "020103000000",
    "relayed": "030000000000",
    "reporter": "030100000000",
    "lawyer": "040100000000",
    "medical": "040200000000",
    "ngo": "040400000000",
    "unknown": "990000000000",
}
MATERIALS = (
    "statement",
    "letter",
    "court-paper",
    "medical-paper",
    "news",
    "photo",
    "video",
    "audio",
    "message",
    "un-document",
    "other",
)
# Micro-thesaurus 20, types of intervention
INTERVENTIONS = {
    "contact": "010500000000",
    "financial-assistance": "010100000000",
    "legal-aid": "010200000000",
    "medical-aid": "010300000000",
    "publicity": "010400000000",
    "request-to-others": "010600000000",
    "demand-for-investigation": "020100000000",
    "petition": "020200000000",
    "other": "900000000000",
}
PARTIES = ("embassy", "un", "regional-body", "ngo", "fund", "national-institution", "court", "media", "other")
# Micro-thesaurus 45, status of an intervention
INTERVENTION_STATUS = {
    "acted-goes-on": "010000000000",
    "some-action": "020000000000",
    "token-action": "030000000000",
    "acted-ended": "040000000000",
    "pending": "050000000000",
    "no-action": "060000000000",
    "closed": "070000000000",
}
# Whether a mechanism is, or was, seized of the matter: what bars another one
PROCEDURES = ("none", "pending", "ended")
POSITIONS = ("denies", "explains", "acts", "none")
STEPS = ("complaint", "lawsuit", "habeas-corpus", "appeal", "inquiry", "national-institution", "search", "other")
# Micro-thesaurus 43
MONITORING = {"active": "010000000000", "pending": "020000000000", "closed": "030000000000"}

LEVELS = ("low", "moderate", "high", "acute")
THRESHOLDS = ("low", "some", "high", "unknown")
LAYERS = ("everyday", "preventive", "emergency")

PURPOSES = ("send", "name", "publish", "photo", "contact-family")
CONSENT_ANSWERS = ("agreed", "refused", "withdrawn")
MEANS = ("in-person", "call", "message", "letter", "recording", "by-code")
EVERYONE, EVERYTHING = "everyone", "everything"

# What became of the attempt to take out what a file says about itself. Only the first two may leave.
CLEANING = ("cleaned", "nothing-to-clean", "not-cleaned")
# How the content credentials (C2PA) of a file stand: none; hashes and signature hold; they do not; something that cannot be read.
CREDENTIALS = ("absent", "intact", "broken", "unreadable")

# What was decided about keeping a case, and the ways in which it can end.
KEEPING = ("keep", "shrink", "destroy")
ENDINGS = ("destroy", "shrink")

# Letters of UN experts: of allegation, urgent appeal, other letter; with J as older ones of several mandates are cited. And a complaint
# that a committee or a working group has taken up and sent to the State for its answer.
LETTERS = ("AL", "UA", "OL", "JAL", "JUA", "JOL", "complaint", "other")
ANNEXES = ("main", "annex-1", "annex-2")
STATUS_EVENTS = (
    "released", "charged", "sentenced", "acquitted", "charges-dropped", "travel-ban-lifted", "transferred", "returned", "died",
    "remedied", "violation-found", "reprisal-again", "other",
)  # fmt: skip

# How much of a person a document tells: all that the form asks; that the sender knows who she is; nothing that leads to her; nothing.
NAMING = ("named", "sender-only", "unnamed", "left-out")
# How something was sent. Only "mail" goes through the outbox; the rest was done by hand and is told afterwards.
SENT_BY = ("mail", "web-form", "own-mail", "post", "in-person", "messenger", "diplomatic", "other")

# How loud a case may be, from nothing to the public.
PUBLICITY = ("silent-log", "private-demarche", "closed-letter", "named-list", "public-appeal")
# A case handed to another desk: in which direction, what the messages are, and the answer.
REFERRAL_WAYS = ("out", "in")
REFERRAL_STEPS = ("referral", "answer", "update", "withdrawal", "report")
REFERRAL_ANSWERS = ("accepted", "declined")
