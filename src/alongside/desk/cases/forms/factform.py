"""The form of one record: its questions in groups, and the record that a post makes of it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from alongside.desk.cases import words
from alongside.desk.cases.forms import building, layout, showing
from alongside.desk.cases.forms.answers import Around
from alongside.desk.cases.forms.question import Question, Repeat
from alongside.desk.cases.forms.rows import Rows
from alongside.desk.cases.forms.widgets import Typed, Unread, Widget
from alongside.facts.fact import FORMAT, Fact
from alongside.facts.plain import from_plain, to_plain
from alongside.facts.problems import BadFact

Faults = dict[str, str]  # one sentence a field, by the name of its box
ELSEWHERE = ""  # the name under which a fault stands that no box of the page can mend
_PLACE = re.compile(r"(\w+)\[(\d+)\]\.(.+)")


@dataclass(frozen=True, slots=True)
class Group:
    """Questions under one heading; the first group has none and is open."""

    name: str
    heading: str
    questions: tuple[Question, ...]

    @property
    def first(self) -> bool:
        return self.name == layout.FIRST

    @property
    def told(self) -> int:
        """How many of its fields say something, so that nobody opens a folded group to find it empty."""
        return sum(question.told for question in self.questions)

    @property
    def open(self) -> bool:
        return any(_faulty(question) for question in self.questions)


class FactForm:
    """The form of a record that exists (`base`), or of a new one of a kind with the id it is to have.

    `around`: the case's facts and the desk's members. `read` keeps what was typed and what is wrong with it for the page.
    """

    def __init__(self, kind: type[Fact], base: Fact | None, around: Around, new_id: str = "", only: Collection[str] = ()) -> None:
        """`only`: a short form, which asks for these fields alone and leaves the others as they are."""
        self.kind, self.base, self.around = kind, base, around
        self.plain: dict[str, Any] = (
            to_plain(base) if base else {"format": FORMAT, "kind": kind.KIND, "id": new_id, "revision": 1}
        )
        self.only = only
        self.fixed = layout.fixed(kind) if base else frozenset()
        self.typed: Typed = {}
        self.faults: Faults = {}
        for widget in self.widgets.values():
            self.typed |= widget.sent(self.plain.get(widget.name))

    @cached_property
    def widgets(self) -> dict[str, Widget]:
        """The widgets of what can be changed, in the order of asking."""
        found = building.widgets(self.kind, self.around, self.plain, self.base.id if self.base else "")
        return {name: widget for name, widget in found.items() if name not in self.fixed and (not self.only or name in self.only)}

    @property
    def groups(self) -> list[Group]:
        """The questions by group, with what was typed and what is wrong with it."""
        say = words.cases(self.around.lang).say
        groups = []
        for name, members in layout.groups(self.kind).items():
            asked = tuple(self.question(member) for member in members if member in self.widgets)
            if asked:
                groups.append(Group(name, "" if name == layout.FIRST else say(f"group.{name}"), asked))
        return groups

    @property
    def questions(self) -> list[Question]:
        return [question for group in self.groups for question in group.questions]

    @property
    def told_once(self) -> list[tuple[str, list[str]]]:
        """What a record of this kind says for good: label and words."""
        order = [name for members in layout.groups(self.kind).values() for name in members if name in self.fixed]
        table = words.table_name(self.kind)
        return [
            (words.field(table, name, self.around.lang), said)
            for name in order
            if (said := showing.lines(self.kind, name, self.plain.get(name), self.around))
        ]

    @property
    def problems(self) -> list[tuple[str, str]]:
        """Where to mend and what, in the order of the page; a fault that has no place on it comes first."""
        found = [(ELSEWHERE, self.faults[ELSEWHERE])] if ELSEWHERE in self.faults else []
        for question in self.questions:
            inner = [one for repeat in question.repeats for one in repeat.questions]
            found += [(one.target, one.fault) for one in (question, *inner) if one.fault]
        return found

    def question(self, name: str) -> Question:
        """One question of the page."""
        drawn = self.widgets[name].question(self.typed)
        if drawn.repeats:
            drawn = replace(drawn, repeats=tuple(self._faulted_row(repeat) for repeat in drawn.repeats))
        return drawn.with_fault(self.faults.get(name, ""))

    def _faulted_row(self, repeat: Repeat) -> Repeat:
        return replace(repeat, questions=tuple(one.with_fault(self.faults.get(one.name, "")) for one in repeat.questions))

    def more(self, post: Mapping[str, Sequence[str]], name: str) -> None:
        """What was typed, with one more empty row or line in a field."""
        self.typed = _kept(post)
        widget = self.widgets.get(name)
        if isinstance(widget, Rows):
            self.typed = widget.more(self.typed)
        elif name in self.typed:
            self.typed = self.typed | {name: [*self.typed[name], ""]}

    def read(self, post: Mapping[str, Sequence[str]]) -> tuple[Fact | None, Faults]:
        """The record that a post makes of the base, and one sentence for each field that is wrong; then there is no record.

        A field whose text came back as it was sent, or did not come back at all, keeps what it held, spelling included.
        """
        self.typed = typed = _kept(post)
        plain, unread, places = dict(self.plain), dict[str, Unread](), dict[str, list[int]]()
        for name, widget in self.widgets.items():
            if not widget.shows(typed) or widget.same(widget.sent(self.plain.get(name)), typed):
                continue
            try:
                if isinstance(widget, Rows):
                    value, places[name] = widget.read_rows(typed, unread)
                else:
                    value = widget.read(typed)
            except Unread as error:
                unread[name] = error
                continue
            plain.pop(name, None)
            if value is not None:
                plain[name] = value
        self.faults = {name: self._sentence(name, error.fault, error.params) for name, error in unread.items()}
        try:
            fact = from_plain(plain)
        except BadFact as error:
            for problem in error.problems:
                at = self._box(problem.field, places)
                self.faults.setdefault(at, self._sentence(at, problem.fault, {"accepted": problem.accepted}))
            return None, self.faults
        return (None if self.faults else fact), self.faults

    def _box(self, field: str, places: Mapping[str, list[int]]) -> str:
        """The name of the box that a problem of the facts belongs to: `names[2].text` came from the row with the second number."""
        inner = _PLACE.fullmatch(field)
        if inner and inner[1] in self.widgets:
            numbers = places.get(inner[1], [])
            position = int(inner[2]) - 1
            number = numbers[position] if position < len(numbers) else position + 1
            return f"{inner[1]}.{number}.{inner[3].partition('[')[0]}"
        bare = re.split(r"[\[.]", field, maxsplit=1)[0]
        return bare if bare in self.widgets else ELSEWHERE

    def _sentence(self, box: str, fault: str, params: Mapping[str, object]) -> str:
        """One sentence on what is wrong with a field, which says what would be right."""
        catalogue = words.cases(self.around.lang)
        key = f"fault.{fault}" if f"fault.{fault}" in catalogue else "fault.other"
        given = {
            name: words.day(str(value), self.around.lang) if name in ("one", "other") else value for name, value in params.items()
        }
        return catalogue.say(key, {"accepted": "", **given, "field": self._label(box)})

    def _label(self, box: str) -> str:
        if not box:
            return words.capital(words.kind(self.kind.KIND, self.around.lang))
        outer, _, rest = box.partition(".")
        widget = self.widgets[outer]
        number, _, inner = rest.partition(".")
        if isinstance(widget, Rows) and inner:
            found = widget.of(int(number), {}).get(inner)
            return found.words.label if found else widget.words.label
        return widget.words.label


def _kept(post: Mapping[str, Sequence[str]]) -> Typed:
    return {name: list(values) for name, values in post.items()}


def _faulty(question: Question) -> bool:
    return bool(question.fault) or any(repeat.faulty for repeat in question.repeats)


@dataclass(frozen=True, slots=True)
class Clash:
    """One field that two people changed: as it was, hers and theirs in words, and the question with her text in it."""

    question: Question
    was: list[str]
    mine: list[str]
    theirs: list[str]


def clashes(form: FactForm, conflicts: Iterable[Any]) -> list[Clash]:
    """What the page of a conflict shows; `form` is that of the record as it stands now, theirs where both changed a field."""
    found = []
    for one in conflicts:
        widget = form.widgets.get(one.field)
        if widget is None:
            continue
        was, mine, theirs = (showing.lines(form.kind, one.field, value, form.around) for value in (one.was, one.mine, one.theirs))
        found.append(Clash(widget.question(widget.sent(one.mine)), was, mine, theirs))
    return found
