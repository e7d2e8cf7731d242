"""Facts in plain text: JSON Lines, one line a fact, each with its case, HURIDOCS's numbers of its fields, and the fact as it is stored.

The first line says what the file is. Read back, a case has the same facts under other ids. Files do not go along: a piece of evidence is
named, with its digest, but what is read back leaves it out, and every link to it. Nobody signs such a file, so an agreement that is read
from it counts for nothing until an officer confirms that it is hers; refusals and withdrawals count at once. Pure: data in, data out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from uuid import uuid4

from alongside.facts.consent import Consent
from alongside.facts.evidence import Evidence
from alongside.facts.fact import Fact, huridocs
from alongside.facts.plain import from_plain, to_plain
from alongside.facts.problems import BadFact
from alongside.facts.retention import EndRequest

START = {"alongside": "facts/1"}
OPENING = b'{"alongside":"facts/'
MOST_BYTES = 32 << 20
MOST_CASES = 1000

Plain = dict[str, Any]


class NotFacts(ValueError):
    """A line is no fact; the number of the line, from 1."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


def lines(cases: Iterable[Sequence[Fact]]) -> Iterator[bytes]:
    """The lines of these cases."""
    yield _line(START)
    for number, facts in enumerate(cases, 1):
        for fact in facts:
            told = to_plain(fact)
            numbers = {name: one for name, one in huridocs(type(fact)).items() if name in told}
            yield _line({"case": number, **({"huridocs": numbers} if numbers else {}), "fact": told})


def read(data: bytes) -> list[list[Fact]]:
    """The cases of such a file, each fact under a new id. NotFacts."""
    found: dict[int, list[Plain]] = {}
    for number, line in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            plain = json.loads(line)
            if number == 1:
                if plain != START:
                    raise NotFacts(number)
                continue
            from_plain(plain["fact"])
            case = plain["case"]
            if type(case) is not int or not 0 <= case < 2**31:
                raise NotFacts(number)
            found.setdefault(case, []).append(plain["fact"])
        except (ValueError, KeyError, TypeError, RecursionError, BadFact):
            raise NotFacts(number) from None
    if not found or len(found) > MOST_CASES:
        raise NotFacts(1)
    return [_whole(facts) for facts in found.values()]


def renamed(value: Any, names: Mapping[str, str]) -> Any:
    """A plain value with every id in it that has a new name."""
    if isinstance(value, str):
        return names.get(value, value)
    if isinstance(value, list):
        return [renamed(one, names) for one in value]
    if isinstance(value, dict):
        return {key: renamed(one, names) for key, one in value.items()}
    return value


def _whole(facts: list[Plain]) -> list[Fact]:
    """The facts of one case under new ids, without evidence, whose files are not here, and without anybody's wish that it be destroyed."""
    gone = {plain["id"] for plain in facts if plain["kind"] in (Evidence.KIND, EndRequest.KIND)}
    names = {plain["id"]: uuid4().hex for plain in facts if plain["id"] not in gone}
    kept = [_unconfirmed(_without(plain, gone)) for plain in facts if plain["id"] not in gone]
    try:
        return [from_plain(renamed(plain, names)) for plain in kept]
    except BadFact:  # what it cannot be without is the evidence
        raise NotFacts(1) from None


def _without(plain: Plain, gone: set[str]) -> Plain:
    found = {}
    for name, value in plain.items():
        if isinstance(value, list):
            value = [one for one in value if not (isinstance(one, str) and one in gone)]
        if not (isinstance(value, str) and value in gone):
            found[name] = value
    return found


def _unconfirmed(plain: Plain) -> Plain:
    """An agreement that came in a file which anybody could have written."""
    if plain["kind"] != Consent.KIND or plain["answer"] != "agreed":
        return plain
    return {name: value for name, value in plain.items() if name != "verified_by"} | {"verified": False}


def _line(plain: Mapping[str, Any]) -> bytes:
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
