"""What stands around a case: its timeline, who is what to whom, what is due and when across cases, and who else is much like somebody.

Pure rules, data in and data out: `timeline`, `dues`, `ties`, `drawing`, `likeness`, `ics`. What asks the database: `alike` and `feeds`.
Views fetch, call a rule and show. Nothing here says anything about a case that the asker cannot open.
"""
