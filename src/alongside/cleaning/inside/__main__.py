"""The child process: `python -m alongside.cleaning.inside FOLDER` answers frames until its input ends."""

from __future__ import annotations

from typing import BinaryIO

from alongside.cleaning import messages
from alongside.cleaning.inside.answers import answer
from alongside.confined import child, frames, limits


def serve(questions: BinaryIO, answers: BinaryIO) -> None:
    """Answer until the input ends."""
    limits.stop_growing()
    while (frame := frames.read(questions, messages.LARGEST_FRAME)) is not None:
        frames.write(answers, *answer(*frame))


if __name__ == "__main__":
    child.run(serve)
