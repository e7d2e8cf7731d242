"""Cases: the sealed record store, consent ledger, search, history, and their pages.

Here: everything that needs a case's key. Not here: how facts look (alongside.facts), who holds keys (desk.people), what leaves the desk.
"""
