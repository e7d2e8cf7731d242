"""The child process: `python -m alongside.typeset.child FOLDER` reads questions from its input and answers with PDFs.

FOLDER is its empty home. It gives up its rights (`alongside.confined`), loads Typst and the committed fonts, and then does nothing but set
documents. It ends when its input ends, so no child outlives its server, and then removes its folder: a killed server leaves nothing
behind. The only module that imports Typst.

A value reaches a template as data (`sys.inputs`, read there by `json`), so `#panic()` in a name is printed and never run. Typst reads
only files below `templates/`, and writes none: the PDF goes back by the pipe.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, BinaryIO

from alongside.confined import child, frames, limits
from alongside.typeset import messages
from alongside.typeset.readable import readable

HERE = Path(__file__).parent
TEMPLATES, FONTS = HERE / "templates", HERE / "fonts"


class Press:
    """One compiler with the committed fonts, kept between documents: loading the fonts is the slow part."""

    def __init__(self) -> None:
        import typst  # Late: only after the rights are given up.

        self._refused = typst.TypstError
        self._compiler: Any = typst.Compiler(root=str(TEMPLATES), font_paths=[str(FONTS)], ignore_system_fonts=True)
        # Setting one empty page starts Typst's threads; stop_growing() forbids them later.
        self._compiler.compile(input=b"#set document(date: none)")

    def answer(self, question: bytes) -> tuple[bytes, bytes]:
        """The frame that answers one question."""
        name = "?"
        try:
            asked = json.loads(question)
            name = asked["template"]
            return messages.DOCUMENT, self._set(name, asked["values"])
        except self._refused as error:
            return _refusal(f'The document "{name}" could not be set{_where(error)}.')
        except MemoryError:
            return _refusal(f'The document "{name}" needs more memory than a document may use.')

    def _set(self, name: str, values: object) -> bytes:
        path = TEMPLATES / f"{name}.typ"
        document: bytes = self._compiler.compile(
            input=str(path),
            format="pdf",
            sys_inputs={"values": json.dumps(values, ensure_ascii=False)},
            # Tags keep the document readable for a screen reader.
            pdf_tags=True,
        )
        return readable(document)


def _refusal(sentence: str) -> tuple[bytes, bytes]:
    return messages.REFUSAL, json.dumps({"sentence": sentence}).encode()


def _where(error: Exception) -> str:
    """The place in the template, never Typst's own message: that may quote a value, and this sentence may reach a log."""
    for line in str(getattr(error, "diagnostic", "")).splitlines():
        _, arrow, place = line.partition("┌─ ")
        if arrow and place.partition(".typ:")[1]:
            return f" (its template stopped at {place.rpartition('/')[2].strip()})"
    return ""


def serve(questions: BinaryIO, answers: BinaryIO) -> None:
    """Answer until the input ends."""
    press = Press()
    limits.stop_growing()
    while (frame := frames.read(questions, messages.LARGEST_QUESTION)) is not None:
        frames.write(answers, *press.answer(frame[1]))


if __name__ == "__main__":
    child.run(serve)
