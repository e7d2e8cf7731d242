"""One widget a kind of value: what a browser would send for a value that nobody touched, the question on the page, and the way back.

All three speak of the same texts. What comes back equal to what was sent out is left alone by the form, so a widget need not be able to
spell everything that a record may hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from alongside.desk.cases.forms import dates
from alongside.desk.cases.forms.answers import NOBODY, Headed
from alongside.desk.cases.forms.question import FEW, Group, Question, group
from alongside.desk.people.typed import Twice
from alongside.facts.fields import writable

Typed = dict[str, list[str]]
FLAGS = {"yes": True, "no": False}


class Unread(ValueError):
    """What was typed is no value of the field: the fault as a code, and what its sentence needs."""

    def __init__(self, fault: str, **params: object) -> None:
        super().__init__(fault)
        self.fault, self.params = fault, params


@dataclass(slots=True)
class Words:
    """What a question says."""

    label: str
    hint: str = ""
    needed: bool = False
    blank: str = ""  # the answer "not said"
    none: str = ""  # the answer "none of these"; empty where the field cannot hold it


@dataclass(slots=True)
class Widget:
    """A field with one text. `name` is that of its boxes."""

    name: str
    words: Words
    lined: bool = True

    def sent(self, value: Any) -> Typed:
        """What a browser sends for a value (plain; None: untold) that nobody touched."""
        return {self.name: ["" if value is None else str(value)]}

    def shows(self, typed: Typed) -> bool:
        """Whether a post has this field at all. One that it lacks was not on the page and stays as it is."""
        return self.name in typed

    def same(self, one: Typed, other: Typed) -> bool:
        """Whether two posts say the same in this field; browsers rewrite the ends of lines."""
        return clean(first(one, self.name)) == clean(first(other, self.name))

    def read(self, typed: Typed) -> Any:
        """The plain value; None where nothing is told. Raises Unread."""
        text = clean(first(typed, self.name)).strip()
        return text or None

    def question(self, typed: Typed) -> Question:
        text = first(typed, self.name)
        return self._drawn("prose" if not self.lined or "\n" in clean(text) else "line", (text,))

    def _drawn(self, kind: str, texts: Iterable[str], **more: Any) -> Question:
        texts = tuple(texts)
        said = self.words
        more.setdefault("told", any(text.strip() for text in texts))
        return Question(self.name, said.label, kind, texts, hint=said.hint, needed=said.needed, **more)


@dataclass(slots=True)
class DateWidget(Widget):
    """A date of any precision, or with `exact` one day."""

    exact: bool = False

    def read(self, typed: Typed) -> Any:
        text = clean(first(typed, self.name)).strip()
        if not text:
            return None
        try:
            return dates.read_day(text) if self.exact else dates.read(text)
        except dates.Ambiguous as error:
            one, _, other = str(error).partition(" ")
            raise Unread("ambiguous-date", one=one, other=other) from None
        except (ValueError, OverflowError):
            raise Unread("not-a-day" if self.exact else "not-a-date") from None

    def question(self, typed: Typed) -> Question:
        text = first(typed, self.name)
        # A browser's calendar field would drop what it cannot read, as a day written out that was refused.
        iso = not text or (len(text) == 10 and text[4] == text[7] == "-")
        return self._drawn("day" if self.exact and iso else "line", (text,), row=True)


@dataclass(slots=True)
class NumberWidget(Widget):
    def read(self, typed: Typed) -> Any:
        text = clean(first(typed, self.name)).strip()
        if not text:
            return None
        if not text.isdecimal() or len(text) > 10:
            raise Unread("not-a-number")
        return int(text)


@dataclass(slots=True)
class FlagWidget(Widget):
    """Yes, no, I don't know: three answers of one size; the third is untold."""

    answers: tuple[tuple[str, str], ...] = ()

    def sent(self, value: Any) -> Typed:
        return {self.name: ["" if value is None else ("yes" if value else "no")]}

    def read(self, typed: Typed) -> Any:
        text = first(typed, self.name)
        if text and text not in FLAGS:
            raise Unread("unknown-code")
        return FLAGS.get(text)

    def question(self, typed: Typed) -> Question:
        text = first(typed, self.name)
        return self._drawn("radio", (text,), groups=(group(self.answers, [text]),), row=True)


@dataclass(slots=True)
class OneOf(Widget):
    """One of some answers: radios where they are few, else a select."""

    answers: Headed = ()
    fault: str = "unknown-code"
    dense: bool = False  # in a row of a table, where a select takes less room

    def read(self, typed: Typed) -> Any:
        text = first(typed, self.name)
        if text and text not in _values(self.answers):
            raise Unread(self.fault)
        return text or None

    def question(self, typed: Typed) -> Question:
        text = first(typed, self.name)
        if len(_values(self.answers)) <= FEW and self.fault == "unknown-code" and not self.dense:
            pairs = [pair for _, pairs in self.answers for pair in pairs]
            if not self.words.needed:
                pairs.append(("", self.words.blank))
            return self._drawn("radio", (text,), groups=(group(pairs, [text]),), row=True)
        return self._drawn("select", (text,), groups=_selectable(self.words.blank, self.answers))


@dataclass(slots=True)
class SomeOf(Widget):
    """Any of some answers: boxes. An empty hidden box goes with them, so that "nothing ticked" differs from "not on the page"."""

    answers: Headed = ()
    fault: str = "unknown-code"

    def sent(self, value: Any) -> Typed:
        if value is None:
            return {self.name: [""]}
        return {self.name: ["", *(value or ([NOBODY] if self.words.none else []))]}

    def same(self, one: Typed, other: Typed) -> bool:
        return self._chosen(one) == self._chosen(other)  # in whichever order a page shows them

    def _chosen(self, typed: Typed) -> set[str]:
        return {value for value in typed.get(self.name, ()) if value}

    def read(self, typed: Typed) -> Any:
        chosen = self._chosen(typed)
        if NOBODY in chosen and self.words.none:
            if len(chosen) > 1:
                raise Unread("none-and-some", none=self.words.none)
            return []
        values = _values(self.answers)
        if not chosen.issubset(values):
            raise Unread(self.fault)
        return [value for value in values if value in chosen] or None

    def question(self, typed: Typed) -> Question:
        chosen = self._chosen(typed)
        groups = [group(pairs, chosen, heading) for heading, pairs in self.answers]
        if self.words.none:
            groups.append(group([(NOBODY, self.words.none)], chosen))
        return self._drawn("checkbox", sorted(chosen), groups=tuple(groups), row=True)


@dataclass(slots=True)
class Lines(Widget):
    """Several texts, a box each, and an empty one."""

    def sent(self, value: Any) -> Typed:
        return {self.name: [*(value or ()), ""]}

    def same(self, one: Typed, other: Typed) -> bool:
        return self._told(one, str) == self._told(other, str)

    def _told(self, typed: Typed, ready: Callable[[str], str]) -> list[str]:
        return [text for given in typed.get(self.name, ()) if (text := ready(clean(given))).strip()]

    def read(self, typed: Typed) -> Any:
        return list(dict.fromkeys(self._told(typed, str.strip))) or None

    def question(self, typed: Typed) -> Question:
        return self._drawn("lines", typed.get(self.name, [""]))


@dataclass(slots=True)
class Selects(Lines):
    """Several States, a select each, and an empty one."""

    answers: Headed = ()

    def sent(self, value: Any) -> Typed:
        return {self.name: [NOBODY] if value == [] and self.words.none else [*(value or ()), ""]}

    def read(self, typed: Typed) -> Any:
        chosen = list(dict.fromkeys(self._told(typed, str.strip)))
        if NOBODY in chosen and self.words.none:
            if len(chosen) > 1:
                raise Unread("none-and-some", none=self.words.none)
            return []
        if not set(chosen).issubset(_values(self.answers)):
            raise Unread("unknown-state")
        return chosen or None

    def question(self, typed: Typed) -> Question:
        texts = typed.get(self.name, [""])
        groups = _selectable(self.words.blank, self.answers)
        if self.words.none:
            groups = (groups[0], group([(NOBODY, self.words.none)]), *groups[1:])
        return self._drawn("selects", texts, groups=groups)


@dataclass(slots=True)
class Ticked(Widget):
    """A tick list: a row of answers for each of its questions. Nothing ticked: not asked yet."""

    items: Headed = ()
    answers: tuple[tuple[str, str], ...] = ()
    held: Mapping[str, str] = field(default_factory=dict)  # what the record says, later versions' questions included

    def sent(self, value: Any) -> Typed:
        return {f"{self.name}.{code}": [answer] for code, answer in (value or {}).items() if code in _values(self.items)}

    def shows(self, typed: Typed) -> bool:
        return self.name in typed

    def same(self, one: Typed, other: Typed) -> bool:
        return self._told(one) == self._told(other)

    def _told(self, typed: Typed) -> dict[str, str]:
        return {code: text for code in _values(self.items) if (text := first(typed, f"{self.name}.{code}"))}

    def read(self, typed: Typed) -> Any:
        told = self._told(typed)
        if not set(told.values()).issubset(value for value, _ in self.answers):
            raise Unread("unknown-code")
        # A radio cannot be taken back, so an answer that did not come was not on the page.
        return {**self.held, **told} or None

    def question(self, typed: Typed) -> Question:
        told = self._told(typed)
        lines = []
        for heading, pairs in self.items:
            for number, (code, label) in enumerate(pairs):
                name = f"{self.name}.{code}"
                answers = group(self.answers, [told.get(code, "")], heading if number == 0 else "")
                lines.append(Question(name, label, "radio", (told.get(code, ""),), (answers,), row=True))
        return self._drawn("ticks", (), lines=tuple(lines), told=bool(told))


def first(typed: Typed, name: str) -> str:
    """The one text of a field; empty where there is none. Twice where it came with several."""
    values = typed.get(name) or [""]
    if len(values) > 1:
        raise Twice
    return values[0]


def clean(text: str) -> str:
    """A text with the ends of lines as they are stored, without control characters and half characters: no keyboard makes them."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text if writable(text) else "".join(sign for sign in text if writable(sign))


def _values(answers: Headed) -> list[str]:
    return [value for _, pairs in answers for value, _ in pairs]


def _selectable(blank: str, answers: Headed) -> tuple[Group, ...]:
    """The answers of a select after its empty one."""
    return (group([("", blank)]), *(group(pairs, (), heading) for heading, pairs in answers))


def number_of(text: str) -> int | None:
    """The number of a row in a box's name."""
    with suppress(ValueError):
        if text.isascii() and text.isdecimal() and len(text) < 5:
            return int(text)
    return None
