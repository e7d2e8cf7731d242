"""The coded values of situations, plans and directory entries. Codes are stable: files and other programs rely on them.

Labels are words and live in `language`; a code is never translated and never renamed.
"""

from __future__ import annotations

ACTS = (
    "travel-ban", "arrest-detention", "incommunicado-detention", "house-arrest", "solitary-confinement",
    "interrogation-summons", "house-raid", "device-seizure", "enforced-disappearance", "abduction",
    "torture-ill-treatment", "sexual-violence", "denial-of-medical-care", "psychiatric-confinement", "killing",
    "death-in-custody", "death-penalty", "physical-attack", "threats", "smear-campaign", "online-harassment", "doxxing",
    "surveillance", "hacking-digital", "judicial-harassment", "trial-in-absentia", "terrorist-designation",
    "asset-freeze-funding", "ngo-deregistration", "restrictive-law", "accreditation-denial", "access-denied-un",
    "dismissal", "disbarment", "passport-citizenship", "refused-return", "deportation-visa", "extradition-removal",
    "interpol-notice", "forced-eviction", "self-censorship",
)  # fmt: skip
PERPETRATORS = ("state", "state-tolerated", "company", "armed-group", "private", "unknown")
VICTIM_KINDS = ("individual", "family", "community", "organisation")
CATEGORIES = (
    "woman", "lgbti", "indigenous", "minority", "journalist", "lawyer", "trade-unionist", "child",
    "person-with-disability", "environmental", "student-academic", "migrant", "religious", "member-of-parliament",
)  # fmt: skip
PERSON_ROLES = ("cooperated", "harmed", "relative", "helper")
NATIONALITY_STATUS = ("stateless", "stripped", "dual", "refugee", "asylum-seeker")
TARGETS = ("self", "family", "friends", "colleagues", "community", "organisation")
UN_BODIES = (
    "un-human-rights-council", "un-upr", "un-special-procedures", "un-treaty-body", "un-ohchr",
    "un-ohchr-field-presence", "un-investigation", "un-country-team", "un-peace-operation", "un-security-council",
    "un-general-assembly", "un-ecosoc-ngo-committee", "un-other", "un-unspecified",
)  # fmt: skip
COOPERATION_FORMS = ("done", "tried", "planned", "presumed")
COOPERATION_BY = ("self", "relative", "helped-person")
OTHER_BODIES = ("achpr", "iachr", "coe", "osce", "eu", "aichr")
GROUNDS = ("sex", "race", "disability", "sexual-orientation", "religion", "other")
REMEDIES = ("exhausted", "pending", "unavailable", "none-tried", "unknown")
URGENCIES = ("hours", "days", "weeks", "preparing")
NEEDS = (
    "legal-aid", "medical-support", "psychosocial-support", "emergency-grant", "relocation-temporary", "visa",
    "digital-security", "physical-security", "publicity", "diplomatic-contact", "trial-observation", "prison-visit",
    "family-support", "advice",
)  # fmt: skip
CONSENTS = ("name_to_state", "name_public", "share_ngos", "share_embassies", "media")

STATUSES = ("open", "conditional", "not-advised", "closed")
CONSENT_STATES = ("ready", "ask", "barred")
HORIZONS = ("now", "days", "weeks", "months", "prepare")
CONFIDENCES = ("high", "medium", "low")

KINDS = (
    "un-special-procedure", "un-treaty-body", "un-charter-body", "un-secretariat", "un-expert-body", "un-investigation",
    "un-fund", "regional", "specialised", "intergovernmental", "state", "ngo", "helpline", "fund", "court-fund",
    "relocation", "fellowship", "national-mechanism", "national-remedy", "national-institution", "asylum",
    "bank-accountability", "humanitarian",
)  # fmt: skip
PROVISIONS = (
    "hotline", "urgent-appeal", "allegation-letter", "interim-measures", "provisional-measures",
    "precautionary-measures", "individual-complaint", "urgent-procedure", "inquiry", "reprisals-focal-point",
    "diplomatic-intervention", "good-offices", "monitoring", "public-record", "publicity", "reparation",
    "emergency-grant", "legal-aid", "medical-support", "psychosocial-support", "family-support", "digital-security",
    "physical-security", "secure-communication", "equipment", "protective-accompaniment", "relocation-temporary",
    "visa", "diplomatic-contact", "trial-observation", "prison-visit", "legal-status", "domestic-remedy", "training",
    "fellowship", "advice",
)  # fmt: skip
ROUTE_STATUSES = ("active", "cyclical", "closed", "suspended", "halted", "unverified")
ACCESS_ROUTES = ("direct", "invitation", "nomination", "host", "endorsement", "referral", "organisation-applies")
FILERS = (
    "person", "representative", "relative", "any-reliable-source", "organisation", "trade-union", "host", "nominator",
    "state", "chamber",
)  # fmt: skip
DISCLOSURES = (
    "state", "public", "host-state", "donor", "partners", "court", "perpetrator-company", "nobody",
)  # fmt: skip
UNNAMED = ("yes", "partly", "no")
CHANNEL_TYPES = ("email", "phone", "fax", "post", "web-form", "web-page", "in-person", "pgp", "via-partner")
LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")
