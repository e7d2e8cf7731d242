"""What every fact of a case has: an id, a revision, whether it is confidential, remarks and the evidence that supports it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from alongside.facts.fields import ID, PROSE, Flag, Number, Table, Text, declared, maybe, some, told

FORMAT = 1
# Numbers that the formats of HURIDOCS share: record number, confidentiality, remarks, supporting documents.
SHARED = {"id": "01", "confidential": "08", "remarks": "50", "documents": "66"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact(Table):
    """One record of a case. `id` is random and given from outside; `revision` counts the texts of this record from 1."""

    id: str = field(metadata=told(ID))
    revision: int = field(metadata=told(Number(1, 2**31 - 1)))
    confidential: bool | None = maybe(Flag())
    remarks: str | None = maybe(Text(PROSE))
    documents: tuple[str, ...] = some(ID, once=True)

    KIND: ClassVar[str] = ""
    ESF: ClassVar[str] = ""  # the first two digits of the format's field numbers
    WITHOUT: ClassVar[frozenset[str]] = frozenset()  # shared fields that the format does not have
    # Two edits of one record are put together field by field; a consent made of two halves is one that nobody gave.
    WHOLE: ClassVar[bool] = False
    # Removed, it does not come back with a text that somebody wrote meanwhile: what it describes is gone.
    ENDS: ClassVar[bool] = False
    RESERVED: ClassVar[frozenset[str]] = frozenset({"format", "kind"})


def huridocs(kind: type[Fact]) -> dict[str, str]:
    """The number of each field that HURIDOCS's Events Standard Formats have, for an export."""
    own = {name: one.metadata["huridocs"] for name, one in declared(kind).items() if one.metadata["huridocs"]}
    shared = {name: kind.ESF + digits for name, digits in SHARED.items() if kind.ESF and name not in kind.WITHOUT}
    return shared | own
