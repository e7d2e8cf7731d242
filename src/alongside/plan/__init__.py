"""Who can act for this person, now, and why the others cannot: rules over a situation.

Lives here: the typed situation and its reading, one small named rule a legal or practical test, the ranking, the sentences, and the
self-assessment of risk. Pure: the clock and the directory are arguments. No Django, no network, no file but its own catalogues.
"""
