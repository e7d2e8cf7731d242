"""One form of one or several mechanisms, as its file in `forms/` tells it: what is asked, of whom, on which terms, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass

SEEN, CHECK = "seen", "check"  # read on a page of the mechanism or a copy of it; or to be compared with the live form
# Whether it goes without her name: yes; it may, but does less, and some bodies refuse; or the procedure takes no unnamed case.
UNNAMED = ("yes", "weaker", "bars")


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that a form asks. `item` names what of a case answers it (`items.ITEMS`); `typed` is answered by the officer alone.

    `required` None: nobody has read whether it is. `limit` in characters; None: none known.
    """

    key: str
    item: str
    required: bool | None
    limit: int | None
    basis: str


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a form under its heading."""

    key: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """Where the form was read. `read`: the day on which its archived copy was read (ISO 8601)."""

    title: str
    url: str | None
    read: str


@dataclass(frozen=True, slots=True)
class Form:
    """One form.

    `mechanisms`: ids of the directory that take it; empty where `recipient` says who else reads it (`public`, `media`).
    `naming`: what a person must have agreed to, beside that it is sent to this recipient, before she is named in it, as pairs of
    recipient and purpose of the ledger. `unnamed`: one of UNNAMED.
    `family_consent`: the form asks for the family's own yes. `procedure`: it seizes a body that may bar others (same matter).
    `second_person`: a second person reads it before it leaves. `interim`: it asks for interim or precautionary measures.
    `pages`: the most that it may have, without annexes. `per_person`: one document for each person.
    `urgent_months`: its urgent procedure is open for so long after the act; its ordinary one stays.
    """

    id: str
    mechanisms: tuple[str, ...]
    recipient: str
    languages: tuple[str, ...]
    sections: tuple[Section, ...]
    naming: tuple[tuple[str, str], ...]
    unnamed: str
    family_consent: bool
    procedure: bool
    interim: bool
    second_person: bool
    per_person: bool
    receipt: bool
    pages: int | None
    confidence: str
    sources: tuple[Source, ...]
    urgent_months: int | None = None

    @property
    def fields(self) -> tuple[Field, ...]:
        return tuple(field for section in self.sections for field in section.fields)

    @property
    def unsure(self) -> bool:
        """Whether something of it has to be compared with the live form before it is relied on."""
        return self.confidence != "high" or any(field.basis == CHECK for field in self.fields)
