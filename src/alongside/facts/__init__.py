"""The typed facts of a case: event, act, person, involvement, relation, information, intervention, consent, after HURIDOCS.

Lives here: plain frozen types and their lossless tables, the one question "may this leave?", the way from facts to a situation, the
digest that search reads, and the merging of two edits. Pure: no Django, no clock, no files, no cipher; ids and days are arguments.
It knows the coded vocabulary and the dates of `directory`, nothing else. Sentences are not here: a problem is a code.
"""
