"""`alongside plan FILE|-` or by flags: who can act for this person now, as text, JSON or Markdown."""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from alongside.cli import flags
from alongside.directory.reader import Directory, load
from alongside.directory.vocabulary import LANGUAGES
from alongside.plan import present
from alongside.plan.decide import Plan, planner
from alongside.plan.reading import NotUnderstood, Problem, read
from alongside.plan.ready import ready

MOST_BRACKETS = 5_000  # a file of a hundred thousand brackets is no situation; json would end in a RecursionError


def add_to(commands: Any) -> None:
    """Declare the command."""
    parser = commands.add_parser("plan", help="who can act for this person, now, and why", description=__doc__)
    parser.add_argument("file", nargs="?", metavar="FILE", help="situation in JSON or TOML; - for standard input")
    parser.add_argument("--format", choices=("text", "json", "markdown"), default="text")
    parser.add_argument("--lang", choices=LANGUAGES, default="en")
    parser.add_argument("--lines", action="store_true", help="FILE is JSON Lines of situations; one plan a line, in order")
    flags.add_to(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Make the plan or plans. 0 with a plan; 2 with one sentence a problem on stderr."""
    directory = load()
    today = datetime.now(UTC).date()
    by_flags = flags.situation(options)
    if options.file is None and not by_flags:
        example = "name a FILE (or - for standard input), or tell the situation by flags: --state EGY --act travel-ban"
        print(f"alongside plan: {example}", file=sys.stderr)
        return 2
    if options.file is not None and by_flags:
        print("alongside plan: FILE and flags tell two situations; leave out the one or the other", file=sys.stderr)
        return 2
    try:
        raw = by_flags if options.file is None else _bytes(options.file)
        if options.lines:
            return _lines(raw, directory, today, options)
        told = raw if isinstance(raw, dict) else parse(raw, options.file)
        plan = planner(directory).plan(read(told, directory, today))
    except NotUnderstood as error:
        complain(error, directory, options.lang)
        return 2
    _print(plan, directory, told, options)
    return 0


def complain(error: NotUnderstood, directory: Directory, language: str, before: str = "") -> None:
    """One sentence a problem on stderr."""
    for problem in error.problems:
        print(before + shown(present.problem_sentence(problem, language, directory)), file=sys.stderr)


def shown(sentence: str) -> str:
    """A sentence as a terminal may have it: a control character in a file or its name could clear, colour or reorder the screen."""
    return "".join(letter if unicodedata.category(letter)[0] != "C" else "\N{REPLACEMENT CHARACTER}" for letter in sentence)


def parse(data: bytes, name: str) -> Any:
    """The value of a JSON or TOML file. Raises NotUnderstood."""
    try:
        text = data.decode("utf-8-sig")
        if text.lstrip()[:1] in ("{", "["):
            return _json(text)
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        detail = str(error).splitlines()[0][:80] if str(error) else "too deep"
        raise NotUnderstood([Problem(Path(name).name, "not-json", detail)]) from None


def _json(text: str) -> Any:
    if max(text.count("["), text.count("{")) > MOST_BRACKETS:
        raise ValueError("too many lists or tables")
    return json.loads(text)


def _bytes(name: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except (OSError, ValueError):
        raise NotUnderstood([Problem("FILE", "unreadable", name)]) from None


def _lines(raw: Any, directory: Directory, today: Any, options: argparse.Namespace) -> int:
    """One plan a line, in order. A line that cannot be understood gives its problems in its place, and exit code 2."""
    code = 0
    plans = ready()
    for number, line in enumerate(_split(raw), 1):
        if not line.strip():
            continue
        try:
            told = parse(line, "situation")
            table = present.plan_dict(plans.plan(read(told, directory, today)), directory, options.lang, told=told)
        except NotUnderstood as error:
            complain(error, directory, options.lang, f"line {number}: ")
            table = {"problems": [present.problem_sentence(one, options.lang, directory) for one in error.problems]}
            code = 2
        sys.stdout.write(json.dumps(table, ensure_ascii=False, separators=(",", ":"), default=str) + "\n")
    return code


def _split(raw: Any) -> Iterator[bytes]:
    if not isinstance(raw, bytes):
        raise NotUnderstood([Problem("--lines", "missing", accepted="FILE")])
    return iter(raw.splitlines())


def _print(plan: Plan, directory: Directory, told: Any, options: argparse.Namespace) -> None:
    table = present.plan_dict(plan, directory, options.lang, told=told)
    if options.format == "json":
        print(json.dumps(table, ensure_ascii=False, indent=1, default=str))
    elif options.format == "markdown":
        from alongside.plan.markdown import markdown

        print(markdown(table, plan, directory, options.lang), end="")
    else:
        from alongside.cli.terminal import show

        show(table, plan, directory, options.lang)
