"""`alongside import`: a table as cases of the desk. It reads, shows what would become of it, asks, and imports step by step.

The file is read where it lies and copied nowhere in clear; in the database everything of it is sealed to the person who imports.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alongside.cli import data, packages
from alongside.cli.asking import GoneAway, yes

if TYPE_CHECKING:
    from alongside.desk.cases.importing.building import Choice, Outcome
    from alongside.desk.cases.importing.keeping import Import
    from alongside.desk.cases.importing.tables import Table
    from alongside.desk.people.models import Person
    from alongside.desk.people.unlocked import Unlocked

SHOWN = 20  # sentences about bad rows; the file of them has all
BROKEN_OFF = "\nThe input ended. What was counted as imported is there; nothing else is."


def add_to(commands: Any) -> None:
    """Declare the command."""
    parser = commands.add_parser("import", help="bring a table (CSV, XLSX), or a package, as cases", description=__doc__)
    parser.add_argument(
        "file",
        metavar="FILE",
        nargs="?",
        help="the table, with a row of headings; or a package (.alongside), or plain facts (.jsonl)",
    )
    data.add_to(parser)
    parser.add_argument("--mapping", metavar="TOML", help="what each column becomes; without it, what its headings suggest")
    parser.add_argument("--write-mapping", metavar="TOML", help="write what was used into a new file, to change it")
    parser.add_argument("--dry-run", action="store_true", help="only say what would become of it; needs no login")
    parser.add_argument("--bad", metavar="CSV", help="write the bad rows into a new file, to mend them (it lies there in clear)")
    parser.add_argument(
        "--with", dest="members", metavar="ALIAS", action="append", default=[], help="let a colleague in; repeat it"
    )
    parser.add_argument("--all-or-none", action="store_true", help="import nothing while a row is at fault")
    parser.add_argument("--encoding", metavar="E", default="", help="utf-8, utf-16, windows-1252, windows-1251 or windows-1256")
    parser.add_argument("--delimiter", metavar="D", default="", help="comma, semicolon or tab")
    parser.add_argument("--sheet", metavar="NAME", default="", help="which sheet of a workbook (default: the first)")
    parser.add_argument("--dates", metavar="ORDER", default="", help="how 3/5/2024 is meant: day-first or month-first")
    parser.add_argument("--go-on", action="store_true", help="go on with an import that was stopped; takes no FILE")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """0 with everything imported; 1 where rows are at fault or somebody stopped it; 2 where a file or a word cannot be used."""
    from alongside.cli.process import harden

    harden()
    fault = _wrong_words(options)
    if fault:
        print(fault, file=sys.stderr)
        return 2
    try:
        if options.go_on:
            return _logged_in(options, None)
        if packages.is_one(options.file):
            return packages.run(options)
        table = _table(options)
        if table is None:
            return 2
        return _tried(options, table) if options.dry_run else _logged_in(options, table)
    except GoneAway:
        print(BROKEN_OFF, file=sys.stderr)
        return 1


def _wrong_words(options: argparse.Namespace) -> str:
    from alongside.desk.cases.importing.delimited import DELIMITERS, ENCODINGS
    from alongside.desk.cases.importing.values import ORDERS

    if bool(options.file) == options.go_on:
        return "FILE: name one table; or none, with --go-on"
    for name, given, accepted in (
        ("--encoding", options.encoding, ENCODINGS),
        ("--delimiter", options.delimiter, tuple(DELIMITERS)),
        ("--dates", options.dates, ORDERS[1:]),
    ):
        if given and given not in accepted:
            return f"{name}: {given!r} is not known; accepted: {', '.join(accepted)}"
    for name, path in (("--bad", options.bad), ("--write-mapping", options.write_mapping)):
        if path and Path(path).exists():
            return f"{name}: {path} exists already; accepted: the name of a new file"
    return ""


def _table(options: argparse.Namespace) -> Table | None:
    from alongside.desk.cases import words
    from alongside.desk.cases.importing import saying
    from alongside.desk.cases.importing.reading import How, read
    from alongside.desk.cases.importing.tables import MOST_BYTES, NotATable

    try:
        with Path(options.file).open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        print(f"FILE: {options.file} cannot be read ({error.strerror})", file=sys.stderr)
        return None
    try:
        return saying.without_what_was_wrong(read(content, How(options.encoding, options.delimiter, options.sheet)))
    except NotATable as error:
        print(f"FILE: {words.cases('en').say(f'import.fault.{error.code}', error.told)}", file=sys.stderr)
        return None


def _choice(options: argparse.Namespace, table: Table, remembered: dict[str, str], known: dict[str, str]) -> Choice | None:
    """What each column becomes: as the file of the mapping says, or as the headings suggest. None, with one sentence, for a bad file."""
    from alongside.desk.cases.importing import suggesting, targets
    from alongside.desk.cases.importing.building import Choice
    from alongside.desk.cases.importing.values import Manner
    from alongside.language.countries import fold

    told: dict[str, Any] = {}
    if options.mapping:
        try:
            told = tomllib.loads(Path(options.mapping).read_text("utf-8"))
        except (OSError, ValueError) as error:
            why = error.strerror if isinstance(error, OSError) else "no TOML in UTF-8"
            print(f"--mapping: {options.mapping} cannot be read ({why})", file=sys.stderr)
            return None
        chosen = {fold(str(heading)): str(target) for heading, target in dict(told.get("columns", {})).items()}
        for target in chosen.values():
            if target and not targets.read(target):
                print(
                    f"--mapping: {target!r} is no field; accepted: such as person.name, act.code, case, case.note",
                    file=sys.stderr,
                )
                return None
        columns = tuple(targets.read(chosen.get(fold(table.column(at)), "")) for at in range(len(table.headings)))
    else:
        columns = suggesting.suggested(table.headings, remembered)
    families = dict(told.get("words", {}))
    words = {f"{name}:{fold(word)}": str(code) for name, inside in families.items() for word, code in dict(inside).items()}
    return Choice(columns, Manner(options.dates or str(told.get("dates", "")), known | words))


def _shown(options: argparse.Namespace, table: Table, choice: Choice) -> Outcome | None:
    """Say what would become of the table, and write the files that were asked for. None where one cannot be written."""
    from alongside.desk.cases.importing import saying
    from alongside.desk.cases.importing.building import build

    outcome = build(table, choice)
    for at, name in enumerate(choice.columns):
        print(f"  {table.column(at)}  ->  {name or 'nowhere'}")
    print(f"{len(table.rows)} rows: {len(outcome.cases)} cases, {len(outcome.bad_rows)} rows at fault.")
    for fault in outcome.faults[:SHOWN]:
        print(saying.sentence(fault, table, "en"))
    if len(outcome.faults) > SHOWN:
        print(f"... {len(outcome.faults)} sentences in all; --bad writes every one into a file")
    files = [(options.write_mapping, _written(table, choice))]
    files += [(options.bad, saying.bad_rows(table, outcome, "en"))] if outcome.faults else []
    for path, content in files:
        if path and not _write(Path(path), content):
            return None
    return outcome


def _tried(options: argparse.Namespace, table: Table) -> int:
    choice = _choice(options, table, {}, {})
    outcome = _shown(options, table, choice) if choice else None
    if outcome is None:
        return 2
    print("Nothing was imported.")
    return 1 if outcome.faults else 0


def _logged_in(options: argparse.Namespace, table: Table | None) -> int:
    from alongside.cli.entering import entered

    if data.the_desk(options.data) is None:
        return 2
    with entered() as unlocked:
        if unlocked is None:
            return 1
        return _gone_on(unlocked) if table is None else _imported(options, unlocked, table)


def _imported(options: argparse.Namespace, unlocked: Unlocked, table: Table) -> int:
    from alongside.desk.cases.importing import keeping, working
    from alongside.desk.people import clock

    choice = _choice(options, table, keeping.remembered(unlocked, table.headings), keeping.known_words(unlocked))
    outcome = _shown(options, table, choice) if choice else None
    members = members_named(unlocked, options.members)
    if choice is None or outcome is None or members is None:
        return 2
    if not outcome.cases or (options.all_or_none and outcome.faults):
        print("Nothing was imported.", file=sys.stderr)
        return 1
    if not members:
        print("Nobody else will be able to open these cases: --with lets a colleague in.")
    if not yes(f"Import {len(outcome.cases)} cases?"):
        print("Nothing was imported.", file=sys.stderr)
        return 1
    try:
        one = keeping.begin(unlocked, table, clock.now(), choice.columns)
    except keeping.TooMany:
        print(f"You keep {keeping.MOST} imports already; forget one on your pages first", file=sys.stderr)
        return 2
    keeping.change(unlocked, one.id, keeping.DRAFT, order=choice.manner.order, words=dict(choice.manner.words))
    working.start(unlocked, one.id, members, clock.now())
    return _finished(unlocked, one)


def _gone_on(unlocked: Unlocked) -> int:
    from alongside.desk.cases.importing import keeping

    stopped = [one for one in keeping.mine(unlocked) if one.under_way]
    if not stopped:
        print("No import of yours was stopped.", file=sys.stderr)
        return 1
    return max(_finished(unlocked, one) for one in stopped)


def _finished(unlocked: Unlocked, one: Import) -> int:
    """Work on it to its end, and say how far it is on the way."""
    from alongside.desk.cases.importing import working

    try:
        done = working.run(unlocked, one.id, told=_progress)
    except working.Changed:
        print("This import was begun by another version of the program; undo it on your pages, and import anew", file=sys.stderr)
        return 1
    if done.state == "undone":
        print(f"Undone: {done.gone} cases destroyed, {len(done.kept)} stay.")
        return 0
    print(f"Imported: {done.done} of {done.total} cases. Your pages can undo it.")
    return 1 if done.bad else 0


def _progress(one: Import) -> None:
    if sys.stderr.isatty():
        done, total = (one.looked, one.done) if one.state in ("undoing", "undone") else (one.done, one.total)
        bar = "#" * (30 * done // max(1, total))
        print(f"\r[{bar:<30}] {done} of {total} cases", end="" if done < total else "\n", file=sys.stderr, flush=True)


def members_named(unlocked: Unlocked, aliases: Sequence[str]) -> list[Person] | None:
    """Colleagues by their aliases; None, with one sentence, where one is nobody whose key counts."""
    from alongside.desk.people import accounts, vouching
    from alongside.desk.people.vouching import Standing

    found = []
    for alias in aliases:
        person = accounts.find_by_handle(unlocked.desk, alias)
        if person is None or vouching.standing(unlocked, person) != Standing.MEMBER:
            print(
                f"--with: {alias!r} is nobody whose key counts at this desk; accepted: the alias of a colleague", file=sys.stderr
            )
            return None
        found.append(person)
    return found


def _written(table: Table, choice: Choice) -> bytes:
    """The mapping as a file."""
    families: dict[str, dict[str, str]] = {}
    for key, code in choice.manner.words.items():
        family, _, word = key.partition(":")
        families.setdefault(family, {})[word] = code
    lines = [f'dates = "{choice.manner.order}"  # how 3/5/2024 is meant: day-first, month-first, or nothing', "", "[columns]"]
    lines += [f"{_quoted(table.column(at))} = {_quoted(name)}" for at, name in enumerate(choice.columns)]
    for family, known in families.items():
        lines += ["", f"[words.{family}]", *(f"{_quoted(word)} = {_quoted(code)}" for word, code in known.items())]
    return ("\n".join(lines) + "\n").encode()


def _quoted(text: str) -> str:
    """A text as TOML spells it: as JSON does, but for one sign."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _write(path: Path, content: bytes) -> bool:
    """A new file for its owner alone."""
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
    except OSError as error:
        print(f"{path} cannot be written ({error.strerror})", file=sys.stderr)
        return False
    return True
