"""One line of a list in words: who, where, what happened last, how things stand, what is due."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape  # Django's does the same, and first asks whether its text is lazy: a third of the time of a page
from uuid import UUID

from django.utils.safestring import SafeString

from alongside.desk.cases import words
from alongside.desk.cases.finding.index import Row
from alongside.desk.cases.summary import Summary
from alongside.facts.when import When

_PRESSING = frozenset({"hours", "days"})
_GRAVE = frozenset({"high", "acute"})
SOON = timedelta(days=3)
MOST_MADE = 2000  # rows; some two megabytes


@dataclass(frozen=True, slots=True)
class Line:
    """What the template shows. `tags` are words with whether they are pressing."""

    case: UUID
    name: str
    more: str = ""  # further central persons; apart from the name, which may run in the other direction
    spelling: str = ""
    title: str = ""
    where: str = ""
    act: str = ""
    when: str = ""
    tags: tuple[tuple[str, bool], ...] = ()
    due: str = ""
    pressing: bool = False
    by_sound: bool = False


def line(row: Row, today: date, lang: str) -> Line:
    say, one = words.cases(lang).say, row.summary
    if one is None:
        return Line(row.case, say("list.damaged"), tags=((say("list.damaged_tag"), True),))
    name = one.name or one.title or one.draft or say("case.untitled")
    return Line(
        row.case,
        name,
        say("list.and_others", {"count": one.others}) if one.name and one.others else "",
        one.spelling,
        one.title if one.name else "",
        " · ".join(words.country(state, lang) for state in one.states),
        words.heading("act", one.act, lang) if one.act else "",
        _when(one.act_on, lang),
        tuple(_tags(one, lang)),
        words.day(one.due.isoformat(), lang) if one.due else "",
        one.due is not None and one.due <= today + SOON,
        row.by_sound,
    )


def _tags(one: Summary, lang: str) -> list[tuple[str, bool]]:
    say = words.cases(lang).say
    tags = []
    if one.closed:
        tags.append((say("list.closed"), False))
    if one.held:
        tags.append((say("list.held"), True))
    if one.urgency:
        tags.append((words.heading("urgency", one.urgency, lang), one.urgency in _PRESSING))
    if one.risk:
        tags.append((say("list.risk", {"level": words.label("level", one.risk, lang)}), one.risk in _GRAVE))
    return tags


def _when(text: str, lang: str) -> str:
    try:
        return words.when(When(text), lang) if text else ""
    except ValueError:
        return ""


def table(rows: Iterable[Row], today: date, lang: str, root: str, made: dict[Hashable, str]) -> SafeString:
    """The rows of the table as HTML. In Python, because a template takes three times as long for them as all else together.

    `made` is where the index of this login keeps what was made: the same thirty rows are looked at again and again.
    """
    say = words.cases(lang).say
    labels = {name: escape(say(f"list.{name}")) for name in ("where", "act", "due", "soon", "by_sound")}
    labels["tick"] = escape(say("export.tick"))
    if len(made) > MOST_MADE:
        made.clear()
    shown = []
    for row in rows:
        key = (row.slot, row.by_sound, lang, today)
        if key not in made:
            made[key] = _row(line(row, today, lang), labels, root)
        shown.append(made[key])
    return SafeString("\n".join(shown))


def _row(line: Line, labels: dict[str, str], root: str) -> str:
    # Belongs to the form below the table (`list_export.html`).
    tick = f'<input type="checkbox" name="case" form="export" value="{line.case.hex}" aria-label="{labels["tick"]} {escape(line.name)}">'
    head = [f'{tick} <a href="{root}cases/{line.case}/"><bdi>{escape(line.name)}</bdi></a> {escape(line.more)}'.rstrip()]
    head += [f'<bdi class="small">{escape(text)}</bdi>' for text in (line.spelling, line.title) if text]
    head += [f'<span class="tag">{labels["by_sound"]}</span>'] if line.by_sound else []
    act = escape(line.act) + (f'<br><span class="small">{escape(line.when)}</span>' if line.when else "")
    tags = " ".join(f'<span class="{"horizon now" if pressing else "tag"}">{escape(text)}</span>' for text, pressing in line.tags)
    due = (
        f'<strong>{escape(line.due)}</strong><span class="hidden"> {labels["soon"]}</span>' if line.pressing else escape(line.due)
    )
    cells = [_cell(escape(line.where), labels["where"]), _cell(act, labels["act"]), f"<td>{tags}</td>", _cell(due, labels["due"])]
    return f"<tr><td>{'<br>'.join(head)}</td>{''.join(cells)}</tr>"


def _cell(content: str, label: str) -> str:
    """A cell; on a phone its heading stands before it, where it holds anything."""
    return f'<td data-label="{label}">{content}</td>' if content else "<td></td>"
