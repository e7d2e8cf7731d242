"""The scaffold of a child's `main`: its rights given up, its pipes kept for frames, its folder removed when its server is gone."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from alongside.confined import limits


def run(serve: Callable[[BinaryIO, BinaryIO], None]) -> None:
    """`serve(questions, answers)` until the input ends, in a confined process. The last argument names its empty home.

    The answer pipe is kept for frames alone: whatever a library prints goes nowhere.
    """
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.dup2(nowhere, sys.stderr.fileno())
    limits.confine()
    try:
        serve(sys.stdin.buffer, answers)
    finally:
        with contextlib.suppress(OSError):
            os.chdir(os.sep)
            Path(sys.argv[-1]).rmdir()
