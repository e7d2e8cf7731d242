"""Figures over the cases that somebody may open: by year, State, act, target, body and outcome, and how long answers took.

`figures`, `hiding`, `plots` and `table` are pure. What is counted comes from the digests that a login's index holds, and from the rows
that shrunk cases left; no case is opened. `world.json` holds outlines of States (docs/submissions-following.md says whence).
"""
