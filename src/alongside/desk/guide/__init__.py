"""The public pages: who can act, the directory, countries, practice. No login, no cookie, nothing stored, nothing in a URL.

Lives here: views, their templates, the words of the pages (`texts/`), the practice texts (`pages/`). May not live here: a rule
about a person (that is `plan`), a fact about a mechanism (that is `directory`), a sentence in code.
"""
