"""The plan in a terminal: the first three at the top, then by when a route can act, the closed ones in a line each."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from alongside.directory.reader import Directory
from alongside.plan import present, summary
from alongside.plan.decide import Plan
from alongside.plan.markdown import channel
from alongside.plan.words import Words, words

Table = dict[str, Any]
WIDEST = 96
COLOURS = {
    "now": "bold red",
    "days": "bold yellow",
    "weeks": "bold cyan",
    "prepare": "bold green",
    "not-advised": "bold",
    "closed": "bold",
}


class _Console(Console):
    """Rich ends the program with 1 when a reader such as `head` has seen enough; for us that is no fault."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


def show(table: Table, plan: Plan, directory: Directory, language: str) -> None:
    """Print the plan on standard output, with colours only where that is a terminal."""
    console = _Console(highlight=False)
    if console.width > WIDEST or not console.is_terminal:
        console = _Console(highlight=False, width=WIDEST)
    said = words(language, directory)
    say = said.catalogue.say
    state = said.state(plan.situation.state_responsible)
    _line(console, say("plan.for", {"state": state, "date": table["as_of"]}), "bold")
    for label, text in summary.lines(plan.situation, said)[1:]:
        _line(console, f"{label}: {text}", "dim")
    console.print()
    _line(console, say("plan.open-means"))
    _heading(console, say("plan.first"), "bold")
    by_id = {option["mechanism"]: option for option in table["options"]}
    for number, id_ in enumerate(table["first"], 1):
        option = by_id[id_]
        _line(console, f"{number}. {option['name']}", "bold")
        _line(console, f"{option['next_step']} {channel(option, said)}", indent=3)
    if not table["first"]:
        _line(console, say("plan.none-open"))
    if table["ask_next"]:
        _heading(console, say("plan.ask-next"), "bold")
        for asked in table["ask_next"]:
            _line(console, f"- {asked['question']}")
    for group, options in present.grouped(table).items():
        if options:
            _heading(console, f"{say(f'plan.{group}')} ({len(options)})", COLOURS[group])
            for option in options:
                (_closed if group == "closed" else _entry)(console, option, said)


def _entry(console: Console, option: Table, said: Words) -> None:
    say = said.catalogue.say
    status = f"{said.label('status', option['status'])}, {said.label('consent_state', option['consent_state'])}"
    _line(console, f"{option['name']}  [{option['mechanism']}]", "bold")
    _line(console, f"{status}. {option['does']}", indent=2)
    _line(console, f"{say('plan.speed')}: {option['speed']}", indent=2)
    _line(console, f"{say('plan.discloses')}: {option['discloses']}", indent=2)
    for reason in option["reasons"]:
        _line(console, f"· {reason['text']} ({_source(reason, say('plan.no-date'))})", "dim", indent=2)
    for asked in option["missing"]:
        _line(console, f"? {asked['question']}", indent=2)
    for warning in option["warnings"]:
        _line(console, f"! {warning['text']}", indent=2)
    if option["act_before"]:
        _line(console, f"! {say('plan.act-before', {'date': option['act_before']})}", indent=2)
    _line(console, f"{say('plan.next-step')}: {option['next_step']} {channel(option, said)}", indent=2)
    console.print()


def _closed(console: Console, option: Table, said: Words) -> None:
    why = " ".join(reason["text"] for reason in option["reasons"] if reason["verdict"] == "fails")
    _line(console, f"{option['name']}: {why} {' '.join(option['would_change'])}", indent=2)


def _source(reason: Table, undated: str) -> str:
    return f"{reason['source']}, {reason['dated'] or undated}" if reason["source"] else reason["dated"] or undated


def _heading(console: Console, text: str, style: str) -> None:
    console.print()
    _line(console, text, style)


def _line(console: Console, text: str, style: str = "", indent: int = 0) -> None:
    # Text, never markup: a name with [brackets] is a name.
    console.print(Padding(Text(text, style=style), (0, 0, 0, indent)))
