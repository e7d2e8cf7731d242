"""What is enclosed: pieces of evidence under numbers and neutral names, as the files that may leave, with their digests.

Only a cleaned copy leaves, or an original in which nothing was to be cleaned. Everything else is refused with a sentence, before a byte
of it is read; a digest is always that of the file that leaves, and is compared with the bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from alongside.desk.cases.evidence import copies, files
from alongside.desk.cases.holding import Held
from alongside.desk.submissions.documents.annex import Annex, media_of, name_of
from alongside.desk.submissions.documents.document import Document
from alongside.desk.submissions.documents.writing import ENDINGS, name, written
from alongside.desk.submissions.documents.zipped import packed
from alongside.facts.evidence import Evidence
from alongside.facts.fact import Fact

MOST = 200 * 1024 * 1024  # bytes of all annexes where the way out says no less: they lie in memory while they leave
DIGESTS = "sha256.txt"


class Unfit(Exception):
    """An annex may not or cannot leave. `code` and `params` are those of the sentence `documents.annex.<code>`."""

    def __init__(self, code: str, number: int, limit: str = "") -> None:
        super().__init__(code)
        self.code, self.params = code, {"number": number, "limit": limit}

    def sentence(self, say: Callable[..., str]) -> str:
        """`say` takes a key and the values for its placeholders: `functools.partial(words.say, lang)`."""
        return say(f"documents.annex.{self.code}", **self.params)


@dataclass(frozen=True, slots=True)
class Chosen:
    """One annex with the place of its file in the store."""

    annex: Annex
    file: UUID


@dataclass(frozen=True, slots=True)
class Enclosed:
    """One annex with its bytes."""

    annex: Annex
    data: bytes


def chosen(
    ids: Iterable[str], facts: Mapping[str, Fact], most: int = MOST, title: Callable[[Evidence], str] = lambda _: ""
) -> tuple[Chosen, ...]:
    """The annexes of a draft (`Draft.annexes`), numbered in its order. Pure; Unfit.

    `title` gives what a piece shows in words that may leave: titles and file names as they were typed name people, so none is the default.
    """
    found, total = [], 0
    for number, one in enumerate(ids, start=1):
        evidence = facts.get(one)
        if not isinstance(evidence, Evidence):
            raise Unfit("gone", number)
        file, kind, size, digest = _leaving(evidence, number)
        total += size
        if total > most:
            raise Unfit("too-large", number, megabytes(most))
        found.append(Chosen(Annex(number, title(evidence), name_of(number, kind), media_of(kind), size, digest), UUID(file)))
    return tuple(found)


def _leaving(evidence: Evidence, number: int) -> tuple[str, str, int, str]:
    """File, kind, size and digest of what leaves for a piece of evidence."""
    if evidence.confidential:
        raise Unfit("confidential", number)
    if evidence.cleaning == copies.NOTHING:
        return evidence.file, evidence.type or "", evidence.size, evidence.sha256
    told = (evidence.cleaned_file, evidence.cleaned_size, evidence.cleaned_sha256)
    if evidence.cleaning != copies.CLEANED:
        raise Unfit("not-cleaned", number)
    file, size, digest = told
    if file is None or size is None or digest is None:
        raise Unfit("missing", number)
    return file, evidence.cleaned_type or evidence.type or "", size, digest


def read(held: Held, annexes: Sequence[Chosen]) -> tuple[Enclosed, ...]:
    """The bytes of each. Unfit where a file is missing, cut off, or not the one that its fact names."""
    return tuple(Enclosed(one.annex, _content(held, one)) for one in annexes)


def _content(held: Held, one: Chosen) -> bytes:
    try:
        data = b"".join(files.content(held, one.file, one.annex.size))
    except files.NoFile:
        raise Unfit("missing", one.annex.number) from None
    if len(data) != one.annex.size or hashlib.sha256(data).hexdigest() != one.annex.sha256:
        raise Unfit("missing", one.annex.number)
    return data


def megabytes(size: int) -> str:
    """A limit as it stands in a sentence."""
    return f"{size / (1024 * 1024):.3g} MiB"


def bundle(document: Document, enclosed: Iterable[Enclosed], endings: Iterable[str] = ENDINGS) -> bytes:
    """All of it in one file, for who sends it by hand: the document in these writings, the annexes, and a list of digests that
    `sha256sum -c` reads. TypesetError where no PDF could be made."""
    return zipped(
        {name(ending): written(document, ending) for ending in endings} | {one.annex.name: one.data for one in enclosed}
    )


def zipped(contents: Mapping[str, bytes]) -> bytes:
    """Files that are there already (a frozen copy), with their list of digests."""
    lines = (f"{hashlib.sha256(data).hexdigest()}  {one}\n" for one, data in contents.items())
    return packed({**contents, DIGESTS: "".join(lines).encode()}, stored=True)
