"""The command `alongside`: reads its words, calls the rooms, prints. Each command imports what it needs when it runs.

`alongside plan` must start in a moment on an old laptop: it may not import Django, pydantic or Typst (a test holds that).
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from alongside import __version__


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. Exit codes: 0 done, 1 something is wrong with the data, 2 the input cannot be understood."""
    from alongside.cli import backup, demo, directory, evidence, importing, init, plan, receipt, recover, serve, verify, work

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a Windows console of 1252 would end in a traceback at the first Arabic name
            stream.reconfigure(encoding="utf-8", errors="replace")
    what = "Stands alongside human rights defenders: who can act for her now, and why."
    parser = argparse.ArgumentParser(prog="alongside", description=what)
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for module in (plan, directory, serve, work, demo, importing, verify, evidence, receipt, backup, init, recover):
        module.add_to(commands)
    options = parser.parse_args(argv)
    try:
        code: int = options.run(options)
    except BrokenPipeError:  # `alongside plan ... | head` is no error
        sys.stderr.close()
        code = 0
    except KeyboardInterrupt:
        code = 130
    return code
