"""The pure rules of submissions: a form, the facts of a case and its consent ledger make a draft, sentence by sentence, and its gates.

No Django, no clock, no input or output but the forms beside it. Nothing else decides what of a person stands in a document: documents,
pages and mails show what `draft.drafted` gives them.
"""
