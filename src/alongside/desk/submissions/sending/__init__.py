"""From a draft to what was sent: the pages on which a draft is chosen, written, reviewed, approved, sent, and the frozen copy.

Pure are `offering` (which forms a case opens) and `editing` (a draft with one choice more). `work` puts a draft, its form, gates and
document together as of now; `freezing` stores what leaves, in one transaction with the row of the outbox.
"""
