"""`alongside directory check | list | show ID | country ISO | stale | compile`: what the directory holds and how well it is known."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import UTC, date, datetime
from difflib import get_close_matches
from typing import Any

from alongside.directory import dates, reader
from alongside.directory.fields import BadFile
from alongside.directory.mechanism import Mechanism
from alongside.directory.standing import Period
from alongside.directory.vocabulary import LANGUAGES
from alongside.language import countries

STALE_DAYS = 365


def add_to(commands: Any) -> None:
    """Declare the command and what it can do."""
    parser = commands.add_parser("directory", help="mechanisms, States and treaties", description=__doc__)
    parser.add_argument("--lang", choices=LANGUAGES, default="en")
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    for name, run, words in (
        ("check", check, "read every file and refuse what cannot be trusted"),
        ("list", list_all, "every mechanism in a line"),
        ("show", show, "one mechanism"),
        ("country", country, "what a State is bound by, with dates and sources"),
        ("stale", stale, "what was last verified more than 12 months ago, or has only weak channels"),
        ("compile", compile_all, "write the machine's copy after a file was changed"),
    ):
        action = actions.add_parser(name, help=words)
        action.set_defaults(run=run)
        if name == "show":
            action.add_argument("id", metavar="ID")
        if name == "country":
            action.add_argument("country", metavar="ISO", help="code or name")


def check(options: argparse.Namespace) -> int:
    """Read the files that people write and compare the compiled copy with them."""
    try:
        files = list(reader.compiled_files())
        from alongside.desk.submissions.drafting import reading
        from alongside.plan.decide import Planner

        directory = reader.Directory(reader.toml_tables())
        Planner(directory)  # a rule that does not exist is a fault of the file that names it
        forms = reading.forms()
        reading.check(directory.mechanisms)
    except BadFile as error:
        print(error, file=sys.stderr)
        return 1
    for path, wanted in files:
        if not path.exists() or path.read_bytes() != wanted:
            fault = "is older than the files it is made from; accepted: run `alongside directory compile`"
            print(f"compiled/{path.name}: file: {fault}", file=sys.stderr)
            return 1
    counts = f"{len(directory.mechanisms)} mechanisms, {len(directory.states)} States and territories"
    print(f"{counts}, {len(directory.codes)} treaties, memberships and groups, {len(forms)} forms: all read.")
    return 0


def compile_all(options: argparse.Namespace) -> int:
    """Write the compiled copies."""
    try:
        files = list(reader.compiled_files())
    except BadFile as error:
        print(error, file=sys.stderr)
        return 1
    for path, wanted in files:
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(wanted)
        print(f"compiled/{path.name}")
    return 0


def list_all(options: argparse.Namespace) -> int:
    """One line a mechanism: id, kind, status, name."""
    texts = reader.load_text("en")
    for mechanism in reader.load().mechanisms.values():
        print(f"{mechanism.id:45} {mechanism.kind:22} {mechanism.status:11} {texts[mechanism.id]['name']}")
    return 0


def show(options: argparse.Namespace) -> int:
    """One entry with all that stands in it."""
    directory = reader.load()
    mechanism = directory.mechanisms.get(options.id)
    if mechanism is None:
        return _unknown("ID", options.id, list(directory.mechanisms), "an id of `alongside directory list`")
    text = reader.load_text(options.lang).get(mechanism.id) or reader.load_text("en")[mechanism.id]
    print(f"{text['name']}  [{mechanism.id}]\n{text['operator']}\n\n{text['does']}\n")
    for name in ("speed", "for_whom", "who_may_ask", "discloses", "status_note", "next_step"):
        if text[name]:
            print(f"{text[name]}")
    for name in ("conditions", "have_ready", "outcome", "follow_up", "warnings", "check"):
        if text[name]:
            print(f"\n{name.replace('_', ' ')}:")
            print("\n".join(f"  - {line}" for line in text[name]))
    print("\nchannels:")
    for channel in mechanism.channels:
        state = "history, no longer offered" if channel.legacy else ("confirmed" if channel.confirmed else "check first")
        source = f"; {channel.source.title} ({channel.source.dated or 'no date'})" if channel.source else ""
        print(f"  - {channel.type}: {channel.value or 'not known'} ({channel.confidence}, {state}{source})")
    print("\nsources:")
    for source in mechanism.sources:
        print(f"  - {source.title}{f', {source.url}' if source.url else ''} ({source.dated or 'no date'})")
    verified = mechanism.last_verified or "no dated source"
    print(f"\nstatus: {mechanism.status}; last verified: {verified}; confidence: {mechanism.confidence}")
    return 0


def country(options: argparse.Namespace) -> int:
    """Treaty by treaty and membership by membership, today."""
    directory = reader.load()
    iso3 = countries.find(options.country, directory.states)
    if iso3 is None:
        return _unknown("ISO", options.country, list(directory.states), "a code of two or three letters, or a name")
    today = dates.on(datetime.now(UTC).date())
    print(countries.name(iso3, directory.states[iso3]["alpha2"], options.lang))
    for code, known in directory.codes.items():
        periods = directory.periods(code, directory.states[iso3].get("of", iso3))
        answer = directory.standing(code, iso3, today)
        words = {True: "yes", False: "no", None: "not settled"}[answer.holds]
        source = f"{answer.confidence}, checked to {known.as_of or 'no date'}, {directory.sources[answer.source].title}"
        print(f"  {code:28} {words:12} {_history(periods):60} {source}")
    return 0


def _history(periods: tuple[Period, ...]) -> str:
    said = []
    for period in periods:
        since = f"since {period.begins or 'unknown'}" if period.status == "party" else period.status
        said.append(" ".join(filter(None, [period.name or "", since, f"until {period.ends}" if period.ends else ""])))
    return "; ".join(said)


def stale(options: argparse.Namespace) -> int:
    """What a person should look at again, oldest first."""
    today = datetime.now(UTC).date()
    found = [(why, mechanism) for mechanism in reader.load().mechanisms.values() if (why := why_stale(mechanism, today))]
    for why, mechanism in sorted(found, key=_oldest_first):
        print(f"{mechanism.id:45} {'; '.join(why)}")
    print(f"{len(found)} of {len(reader.load().mechanisms)} entries want a second look.")
    return 0


def _oldest_first(found: tuple[list[str], Mechanism]) -> tuple[date, str]:
    verified = found[1].last_verified
    return (verified.last if verified else date.min), found[1].id


def why_stale(mechanism: Mechanism, today: date) -> list[str]:
    """Why an entry wants a second look: verified more than 12 months ago, or no channel that may be offered without a check."""
    why = []
    if mechanism.last_verified is None:
        why.append("no dated source")
    elif (today - mechanism.last_verified.last).days > STALE_DAYS:
        why.append(f"last verified {mechanism.last_verified}")
    best = mechanism.best_channel
    if best is None:
        why.append("no channel known")
    elif not best.confirmed:
        why.append("only low-confidence channels")
    return why


def _unknown(field: str, value: str, known: list[str], accepted: str) -> int:
    near = get_close_matches(value, known, 1)
    hint = f" (did you mean {near[0]}?)" if near else ""
    print(f"{field}: {json.dumps(value, ensure_ascii=False)} is not known{hint}; accepted: {accepted}", file=sys.stderr)
    return 2
