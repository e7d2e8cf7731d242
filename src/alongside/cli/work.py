"""`alongside work`: carries what people of the desk have sent, until Ctrl-C. `alongside serve` does so beside the pages; more may run."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from typing import Any

from alongside.cli import data, process

STARTED = "Carrying what waits to be sent. Ctrl-C ends it, after what is just being sent."
NOTHING = "Nothing was due."
TRIED = "{count} tried."


def add_to(commands: Any) -> None:
    """Declare the command."""
    parser = commands.add_parser("work", help="send what waits to be sent, such as mail", description=__doc__)
    data.add_to(parser)
    parser.add_argument("--once", action="store_true", help="send what is due now, and end")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """0 when it was ended or everything due was answered, 1 where something stood in the way of `--once`, 2 where there is no desk."""
    process.harden()
    process.few_arenas()
    os.environ["ALONGSIDE_FACE"] = "desk"
    if data.the_desk(options.data) is None:
        return 2
    from alongside.desk.outbox.worker import Worker

    said: list[str] = []

    def say(sentence: str) -> None:
        said.append(sentence)
        print(sentence, file=sys.stderr, flush=True)

    worker = Worker(say)
    if options.once:
        count = worker.carry_due()
        print(TRIED.format(count=count) if count else NOTHING)
        return 1 if said else 0
    _end_at_a_signal(worker)
    print(STARTED, flush=True)
    worker.run()
    return 0


def _end_at_a_signal(worker: Any) -> None:
    """The first Ctrl-C, or the system's wish to end, lets what is being sent come to its end; the second ends at once."""

    def end(number: int, frame: object) -> None:
        worker.end()
        signal.signal(number, signal.SIG_DFL)

    for name in ("SIGINT", "SIGTERM"):
        signal.signal(getattr(signal, name), end)
