"""Numbers that lead to somebody, as they are recorded and as they stand in a text: grouped by whatever sign, with the code of a country or
without, beside dates and other numbers."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence

from alongside.desk.submissions.drafting.spelling import digits_of

Group = tuple[str, int, int]  # digits, begin, end
LEAST_DIGITS = 6
MOST_DIGITS = 20  # no number of a telephone, a card or a paper has more; a longer row is looked for in pieces
MOST_SHARING = 20  # numbers of a case that share six digits and are still looked for one by one
_TAIL = 8  # the last digits of a telephone number, which stay whatever stands before them
# Digits of a text that may be one number: with up to four signs between them that are no letters, as in ") - ".
_CHAIN = re.compile(r"\d(?:[\W_]{0,4}\d){5,}")
_GROUP = re.compile(r"\d+")
_LETTERS = re.compile(r"[^\W\d_]+")
_APART = re.compile(r"[,;/|\n،؛]")
_YEAR_DIGITS = 4
_MONTH, _DAY, _YEAR = "(?:0?[1-9]|1[0-2])", "(?:0?[1-9]|[12]\\d|3[01])", "(?:19|20)\\d\\d"
_DATE = re.compile(rf"{_DAY}[./-]{_MONTH}[./-]{_YEAR}|{_YEAR}[./-]{_MONTH}[./-]{_DAY}")
_DATE_ALONE = re.compile(rf"(?<!\d)(?:{_DATE.pattern})(?!\d)")
_LONGEST_DATE = 10


def recorded(folded: str) -> tuple[str, ...]:
    """The numbers in a folded text that was recorded: of "0100 123 4567, Signal 0100 765 4321" both."""
    found: list[str] = []
    for between in _LETTERS.split(folded):
        parts = [part for part in _APART.split(between) if digits_of(part)]
        # "030/1234567" is one number, as it is written in some countries.
        whole = any(len(digits_of(part)) < LEAST_DIGITS for part in parts)
        found += [between] if whole else parts
    rows = (_bare(part) for part in found if len(digits_of(part)) >= LEAST_DIGITS)
    return tuple(dict.fromkeys(piece for row in rows for piece in _pieces(row)))


def _pieces(row: str) -> tuple[str, ...]:
    """A row of digits, or what is looked for of one that is too long: pieces that share six digits with the next, and its end. The work
    grows with the square of what is looked for, and three hundred equal digits in a page of them never came to an end."""
    ends = range(MOST_DIGITS, len(row), MOST_DIGITS - LEAST_DIGITS)
    return (*(row[end - MOST_DIGITS : end] for end in ends), row[-MOST_DIGITS:])


def undated(folded: str) -> str:
    """A folded text without its dates: the day on which a passport was issued is nobody's number."""
    return _DATE.sub(" x ", folded)


def stretches(folded: str, numbers: Iterable[str]) -> Iterator[tuple[int, int, Sequence[str]]]:
    """(begin, end, numbers) wherever one of these numbers, or enough of it, stands in a folded text; or six digits of so many of them that
    comparing each at every place of a page of digits would never end: those six are looked for once, for all."""
    having: dict[str, list[str]] = {}
    for chain in _CHAIN.finditer(folded):
        having = having or _by_six(numbers)
        groups = [(group[0], group.start() + chain.start(), group.end() + chain.start()) for group in _GROUP.finditer(chain[0])]
        written = digits_of(chain[0])
        at = [place for place, (digits, _, _) in enumerate(groups) for _ in digits]
        ends: dict[str, set[int]] = {}
        for six in _sixes(written, having):
            sharing = having[written[six : six + LEAST_DIGITS]]
            if len(sharing) > MOST_SHARING:
                first, last = at[six], at[six + LEAST_DIGITS - 1]
                if not _within_a_date(folded, groups[first][1], groups[last][2]):
                    yield _with_code(folded, groups, first), groups[last][2], sharing
                continue
            # Looked for only around six of its digits: a case with hundreds of numbers and a page of digits stay quick.
            for number in sharing:
                ends.setdefault(number, set()).update(at[six + LEAST_DIGITS - 1 : six + len(number)])
        for number, lasts in ends.items():
            for last in sorted(lasts):
                for first in _begins(groups, last, number):
                    # "2010-01-23" begins as Egypt's mobile numbers do.
                    if not _DATE.fullmatch(folded, groups[first][1], groups[last][2]):
                        yield _with_code(folded, groups, first), groups[last][2], (number,)


def _by_six(numbers: Iterable[str]) -> dict[str, list[str]]:
    """The numbers that have six neighbouring digits, by these, each number once."""
    having: dict[str, list[str]] = {}
    for number in numbers:
        for six in {number[begin : begin + LEAST_DIGITS] for begin in range(len(number) - LEAST_DIGITS + 1)}:
            having.setdefault(six, []).append(number)
    return having


def _sixes(written: str, having: Container[str]) -> Iterator[int]:
    """Where six neighbouring digits of any number stand in the digits of a text."""
    for place in range(len(written) - LEAST_DIGITS + 1):
        if written[place : place + LEAST_DIGITS] in having:
            yield place


def _within_a_date(folded: str, begin: int, end: int) -> bool:
    """Whether a stretch is a day or a part of one: "2010-01-23" begins as Egypt's mobile numbers do."""
    if end - begin > _LONGEST_DATE:
        return False
    dates = _DATE_ALONE.finditer(folded, max(0, begin - _LONGEST_DATE), end + _LONGEST_DATE)
    return any(date.start() <= begin and end <= date.end() for date in dates)


def _begins(groups: list[Group], last: int, number: str) -> Iterator[int]:
    """The first of the groups that are this number up to the last one: as a whole, without its beginning, or with another one.

    Group by group from the end, and no further than the number goes: a year that stands before it is none of it.
    """
    digits, part = "", False
    for first in range(last, -1, -1):
        digits = groups[first][0] + digits
        bare = _bare(digits)
        # Where a part was found, four digits before it are a year, even if one more of them would fit.
        longer = not part or len(groups[first][0]) > _YEAR_DIGITS
        if len(bare) >= LEAST_DIGITS and (number.endswith(bare) or (len(bare) > LEAST_DIGITS and bare in number)):
            part = True
            yield first
        elif (longer and _whole(digits, number, len(groups[last][0]))) or (not part and _alike(digits, number)):
            yield first
        if len(digits) >= len(number):
            break


def _whole(digits: str, number: str, end: int) -> bool:
    """Whether these digits hold the number, and it reaches into their end: of "0100 123 4567, 20.11." that is 4567."""
    return number in digits[max(0, len(digits) - end - len(number) + 1) :]


def _alike(digits: str, number: str) -> bool:
    """Whether they end alike, whatever code of a country or a town each begins with."""
    return len(digits) >= _TAIL and digits[-_TAIL:] == number[-_TAIL:]


def _with_code(folded: str, groups: list[Group], first: int) -> int:
    """Where a number begins, with the code of the country that stands before it: "+20 100 123 4567"."""
    if first:
        digits, begin, _ = groups[first - 1]
        if len(digits) <= _YEAR_DIGITS and (digits.startswith("00") or folded[begin - 1 : begin] == "+"):
            return begin
    return groups[first][1]


def _bare(text: str) -> str:
    """The digits of a text without the zeros that are dialled first, where enough stay."""
    digits = digits_of(text)
    bare = digits.lstrip("0")
    return bare if len(bare) >= LEAST_DIGITS else digits
