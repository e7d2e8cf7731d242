"""The types of a draft: sentences with the facts they rest on, fields, and the whole as pages, documents and gates read it."""

from __future__ import annotations

from dataclasses import dataclass

from alongside.desk.submissions.drafting.form import Field, Form


@dataclass(frozen=True, slots=True)
class Sender:
    """Who signs: the desk as it wants to be known outside. Texts as they shall stand in the document."""

    name: str
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, or one line of a list, and the facts it rests on, by id. `own_words`: the person whose own words these are."""

    text: str
    facts: tuple[str, ...]
    own_words: str = ""


@dataclass(frozen=True, slots=True)
class Withheld:
    """Something that the case knows and this recipient does not get: the fact, and why as a code (`consent`, `confidential`, `unnamed`,
    `not-needed`)."""

    fact: str
    why: str


@dataclass(frozen=True, slots=True)
class Filled:
    """One field as the facts fill it. Without sentences `question` is the key of what to ask for it."""

    field: Field
    sentences: tuple[Sentence, ...] = ()
    withheld: tuple[Withheld, ...] = ()
    question: str = ""

    @property
    def text(self) -> str:
        return "\n".join(one.text for one in self.sentences)


@dataclass(frozen=True, slots=True)
class Shown:
    """One field as it would leave today: generated, or as the officer wrote it.

    `state`: filled, typed (the officer's text, nothing has changed since), changed (the officer's text, and what it rested on has changed
    since), missing, left-out. `forbidden`: persons of whom something stands in a typed text that may not leave.
    """

    filled: Filled
    text: str
    state: str
    facts: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    basis: str = ""  # digest of what the facts say today

    @property
    def field(self) -> Field:
        return self.filled.field


@dataclass(frozen=True, slots=True)
class Drafted:
    """A draft as of today. `levels`: how much of each person is told, after consent has cut what was chosen; `consents`: the records that
    allow it. `identifying`: persons who are not named and whom a small group or their details may still give away."""

    form: Form
    lang: str
    shown: tuple[Shown, ...]
    levels: tuple[tuple[str, str], ...]
    consents: tuple[str, ...]
    identifying: tuple[str, ...] = ()
