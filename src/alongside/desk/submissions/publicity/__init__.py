"""How loud a case may be: the decision, what speaks for and against, its review after 48 hours, its stop, and who is informed by hand.

`rules` is pure: facts, ledger answers and moments in, reasons and verdicts out; no score, no level chosen by a program. `deciding` reads
a form into a decision, `views` are the page. Nothing here sends anything: drafts ask `rules.allows` before they leave.
"""
