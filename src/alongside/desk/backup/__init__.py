"""Backups: all that the desk has stored, sealed to a key whose secret lies on the custodians' paper; and the way back from one.

Here: the month keys, the file's format, writing and restoring. Not here: exports of chosen cases, and any key that opens a case: a backup
holds the sealed values as they lie in the database, under one more seal that hides how many there are and whose.
"""
