"""The child process: `python -m alongside.cleaning.inside FOLDER` answers frames until its input ends."""

from __future__ import annotations

from typing import BinaryIO

from alongside.cleaning import messages
from alongside.cleaning.inside.answers import answer, threaded
from alongside.confined import child, frames, limits


def serve(questions: BinaryIO, answers: BinaryIO) -> None:
    """Answer until the input ends.

    The decoder of HEIC decodes in a thread of its own and fails without; every other file is read by a process that can start neither
    thread nor process.
    """
    while (frame := frames.read(questions, messages.LARGEST_FRAME)) is not None:
        if not threaded(frame[1]):
            limits.stop_growing()
        frames.write(answers, *answer(*frame))


if __name__ == "__main__":
    child.run(serve)
