"""From a case to what each mechanism asks: forms, drafts, gates, documents, what was sent and what came of it.

Stands above `desk.cases`, whose facts and consents it reads, and `desk.outbox`, the only way out. Rooms, each readable alone:
`forms/` (one TOML file a form), `drafting/` (pure: form + facts + consents -> draft and gates), `documents/` (a finished draft as PDF,
DOCX, text, JSON), `sending/`, `following/` (what came of it), `year/` (the reprisals report), `publicity/`, `referral/`, `addresses/`
(who is written to, and with which key), `insight/` (figures). No mechanism's rule is written in code that its form could carry as data.
"""
