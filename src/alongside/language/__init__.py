"""Words in six languages: catalogues of sentences by key, names of States, directions of script.

Lives here: reading catalogues and saying a sentence. May not live here: any sentence itself (each room keeps its own catalogue in a
folder `texts/`), Django, a clock.
"""
