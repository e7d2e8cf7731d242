"""Questions of the case's own pages (emergency, consent, risk, tasks), drawn like those of a record's form."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from alongside.desk.cases import words
from alongside.desk.cases.forms.question import Group, Question, group
from alongside.desk.cases.shown import Said

Pairs = Iterable[tuple[str, str]]
LONG_LIST = 8  # more answers than this stand in a select


class Asks:
    """Makes the questions of one page. Their words are those of a record's form where the field is one of `table`; else they stand
    under `<room>.ask` and `<room>.hint` of the catalogue."""

    def __init__(
        self,
        said: Said,
        room: str,
        given: dict[str, list[str]],
        faults: dict[str, str] | None = None,
        table: str = "",
        *,
        short: bool = False,
    ) -> None:
        """`short`: every list is a select, for a screen that is filled in while somebody talks."""
        self.said, self.room, self.given, self.faults, self.table = said, room, given, faults or {}, table
        self.long_list = 0 if short else LONG_LIST

    def line(self, name: str, default: str = "") -> Question:
        return self._made(name, "line", self._typed(name, default))

    def prose(self, name: str, default: str = "") -> Question:
        return self._made(name, "prose", self._typed(name, default))

    def day(self, name: str, default: str = "") -> Question:
        return self._made(name, "day", self._typed(name, default))

    def one(
        self, name: str, pairs: Pairs, default: str = "", *, unknown: bool = True, row: bool = False, label: str = ""
    ) -> Question:
        """One answer of a few; "I don't know" is as large as the others."""
        chosen, answers = self._typed(name, default), list(pairs)
        if unknown:
            answers.append(("", self.said.say("form.unknown")))
        if len(answers) > self.long_list and not (row and self.long_list == 0):
            blank = next((pair for pair in answers if not pair[0]), ("", self.said.say("form.choose")))
            answers = [blank, *(pair for pair in answers if pair[0])]
            return self._made(name, "select", chosen, [group(answers, [chosen])], label=label)
        return self._made(name, "radio", chosen, [group(answers, [chosen])], row=row, label=label)

    def coded(
        self, name: str, family: str, codes: Iterable[str], default: str = "", *, unknown: bool = True, row: bool = False
    ) -> Question:
        return self.one(name, [(code, self.said.heading(family, code)) for code in codes], default, unknown=unknown, row=row)

    def yes_no(self, name: str, *, row: bool = True) -> Question:
        return self.one(name, [(code, self.said.say(f"form.{code}")) for code in ("yes", "no")], row=row)

    def some(self, name: str, pairs: Pairs) -> Question:
        return self.groups(name, [("", list(pairs))], "checkbox")

    def groups(
        self,
        name: str,
        headed: Sequence[tuple[str, Sequence[tuple[str, str]]]],
        kind: str,
        default: str = "",
        *,
        row: bool = False,
    ) -> Question:
        """Answers under headings, as boxes or as a select."""
        chosen = self.given.get(name, [default] if default else [])
        made = [group(pairs, chosen, heading) for heading, pairs in headed]
        return self._made(name, kind, chosen[-1] if chosen else "", made, row=row)

    def _typed(self, name: str, default: str) -> str:
        values = self.given.get(name)
        return values[-1] if values else default

    def _made(
        self, name: str, kind: str, typed: str, groups: Sequence[Group] = (), *, row: bool = False, label: str = ""
    ) -> Question:
        ask, hint = self._words(name)
        return Question(
            name,
            label or ask,
            kind,
            (typed,),
            tuple(groups),
            hint="" if label else hint,
            fault=self.faults.get(name, ""),
            row=row,
            told=bool(typed),
        )

    def _words(self, name: str) -> tuple[str, str]:
        book = words.cases(self.said.lang)
        for ask, hint in (
            (f"field.{self.table}.{name}", f"hint.{self.table}.{name}"),
            (f"{self.room}.ask.{name}", f"{self.room}.hint.{name}"),
        ):
            if ask in book:
                return book.say(ask), book.say(hint) if hint in book else ""
        return name, ""
