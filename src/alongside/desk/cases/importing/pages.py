"""What the pages of an import show: columns with what each may become, the cases as they would be, what is wrong, how far it is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from html import escape
from typing import Any
from uuid import UUID

from django.utils.safestring import SafeString

from alongside.desk.cases import words
from alongside.desk.cases.forms import layout
from alongside.desk.cases.importing import running, saying, suggesting, targets
from alongside.desk.cases.importing.building import Choice, Outcome
from alongside.desk.cases.importing.keeping import DONE, DRAFT, RUNNING, UNDOING, Import
from alongside.desk.cases.importing.tables import Row, Table, letters
from alongside.desk.cases.shown import Line, Said
from alongside.desk.people import accounts, vouching
from alongside.desk.people.models import Person as Account
from alongside.desk.people.unlocked import Unlocked
from alongside.desk.people.vouching import Standing
from alongside.facts import fields
from alongside.vault.errors import NotVouched

SAMPLES, LONGEST_SAMPLE = 3, 60
FIRST_CASES, FIRST_FAULTS, FIRST_WORDS = 5, 50, 30
MOST_NUMBERED = 3  # of a kind are offered in the list of fields; more can be written as a heading
DRAFTABLE = ("person", "act")  # kinds of which a row often tells several


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the table with its choice."""

    at: int
    letter: str
    heading: str
    samples: Sequence[str]
    options: SafeString
    fault: str = ""

    @property
    def name(self) -> str:
        return f"column-{self.at}"


@dataclass(frozen=True, slots=True)
class Would:
    """One case as it would be."""

    rows: str
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the table that no list knows, and what it may stand for."""

    key: str
    word: str
    question: str
    options: SafeString = field(repr=False)


@dataclass(frozen=True, slots=True)
class Listed:
    """One import in the list."""

    id: UUID
    day: str
    words: str
    state: str


def columns(table: Table, chosen: Sequence[str], lang: str, faults: Mapping[int, str] | None = None) -> list[Column]:
    """The columns with their choices, as chosen so far."""
    found = []
    for at in range(len(table.headings)):
        name = chosen[at] if at < len(chosen) else ""
        found.append(
            Column(at, letters(at), table.column(at), _samples(table.rows, at), _options(name, lang), (faults or {}).get(at, ""))
        )
    return found


def _samples(rows: Iterable[Row], at: int) -> list[str]:
    found: list[str] = []
    for row in rows:
        text = row.cells[at] if at < len(row.cells) else ""
        if text and text not in found:
            found.append(text if len(text) <= LONGEST_SAMPLE else f"{text[: LONGEST_SAMPLE - 1]}…")
        if len(found) >= SAMPLES:
            break
    return found


def _options(chosen: str, lang: str) -> SafeString:
    """The fields that a column can become. In Python, once a language: thirty columns have the same hundred and fifty."""
    head, tail = "", _listed(lang)
    mark = f'<option value="{escape(chosen)}"'
    if chosen and mark not in tail:  # a third act, written as a heading
        head = f'<option value="{escape(chosen)}" selected>{escape(suggesting.label(chosen, lang))}</option>'
    return SafeString(head + tail.replace(f"{mark}>", f"{mark} selected>", 1))


@lru_cache(maxsize=8)
def _listed(lang: str) -> str:
    say = words.cases(lang).say
    parts = [f'<option value="">{escape(say("import.nowhere"))}</option>']
    parts += [_option(name, suggesting.label(name, lang)) for name in (targets.NOTE, targets.CASE)]
    for slot in targets.SLOTS:
        for number in range(1, MOST_NUMBERED + 1 if slot in DRAFTABLE else 2):
            inside = "".join(
                # With its record: a closed list shows the field alone, and "When?" says nothing.
                _option(one := targets.Target(slot, name, number).name, suggesting.label(one, lang))
                for name in targets.fields_of(slot)
            )
            parts.append(f'<optgroup label="{escape(suggesting.slot_label(slot, number, lang))}">{inside}</optgroup>')
    return "".join(parts)


def _option(value: str, label: str) -> str:
    return f'<option value="{escape(value)}">{escape(label)}</option>'


def twice(chosen: Sequence[str], lang: str) -> dict[int, str]:
    """Columns that were given a field which another one has already, each with its sentence."""
    seen: set[str] = set()
    found = {}
    for at, name in enumerate(chosen):
        if name and name != targets.NOTE and name in seen:
            found[at] = words.cases(lang).say("import.column_twice", {"field": suggesting.label(name, lang)})
        seen.add(name)
    return found


def would_be(outcome: Outcome, lang: str, names: Mapping[UUID, str]) -> list[Would]:
    """The first cases as they would be."""
    say = words.cases(lang).say
    found = []
    for case in outcome.cases[:FIRST_CASES]:
        said = Said(lang, {fact.id: fact for fact in case.facts}, names)
        numbers = ", ".join(str(row.number) for row in case.rows)
        found.append(Would(say("import.from_rows", {"rows": numbers}), [said.line(fact) for fact in case.facts]))
    return found


def unknown(outcome: Outcome, lang: str) -> list[Word]:
    """Words that no list knows, to say once what they stand for."""
    found = []
    for key, (word, name) in list(saying.unknown_words(outcome).items())[:FIRST_WORDS]:
        target = targets.of(name)
        assert target is not None  # noqa: S101  words belong to fields
        kind = target.kind.kind if isinstance(target.kind, fields.Many) else target.kind
        family = layout.family(kind)
        options = _option("", words.cases(lang).say("import.word_open")) + "".join(
            _option(code, words.heading(family, code, lang)) for code in kind.accepted
        )
        found.append(Word(key, word, suggesting.label(name, lang), SafeString(options)))
    return found


def left_out(table: Table, choice: Choice) -> list[str]:
    """Columns that go nowhere, and hold something."""
    held = {at for row in table.rows for at, cell in enumerate(row.cells) if cell}
    return [table.column(at) for at in choice.left_out if at in held]


def sentences(table: Table, outcome: Outcome, lang: str) -> list[str]:
    """What is wrong, row by row: the first of it."""
    return [saying.sentence(fault, table, lang) for fault in outcome.faults[:FIRST_FAULTS]]


def colleagues(unlocked: Unlocked) -> list[tuple[str, str]]:
    """Whom she may let into the new cases: members whose key counts, by name."""
    names = accounts.names(unlocked)
    people = Account.objects.filter(desk=unlocked.desk, active=True).exclude(pk=unlocked.person.pk).order_by("pk")
    counted = [one for one in people if vouching.standing(unlocked, one) == Standing.MEMBER]
    return sorted(((one.pk.hex, names.get(one.pk, "?")) for one in counted), key=lambda pair: pair[1])


def ticked(unlocked: Unlocked, members: Collection[str]) -> list[Account]:
    """The colleagues whom she ticked. NotVouched where one of them no longer counts since her page was made: without a word, the case
    would have fewer members than she meant."""
    if not {member for member, _ in colleagues(unlocked)}.issuperset(members):
        raise NotVouched
    return list(Account.objects.filter(pk__in=[UUID(member) for member in members]))


def listed(imports: Iterable[Import], now: datetime, lang: str) -> list[Listed]:
    """Her imports, each in one line."""
    return [Listed(one.id, words.day(one.since.date().isoformat(), lang), told(one, now, lang), one.state) for one in imports]


def told(one: Import, now: datetime, lang: str) -> str:
    """Where an import stands, in words."""
    say = words.cases(lang).say
    if one.state == DRAFT:
        return say("import.state.draft", {"rows": one.rows})
    if one.under_way and not running.is_going(one, now):
        return say("import.state.stopped" if one.state == RUNNING else "import.state.undo_stopped", progress(one))
    return say(f"import.state.{one.state}", {"gone": one.gone, "kept": len(one.kept), **progress(one)})


def progress(one: Import) -> dict[str, Any]:
    """How far it is."""
    return {"done": one.looked, "total": one.done} if one.state == UNDOING else {"done": one.done, "total": one.total}


def answers(one: Import) -> list[str]:
    """Which steps are open to her: `undo` where there is anything to undo, `rows` where bad ones are kept."""
    found = ["rows"] if one.state == DONE and one.table else []
    return [*found, *(["undo"] if one.state in (DONE, RUNNING) and one.done else [])]
