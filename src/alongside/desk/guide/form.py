"""A question on a page: its words, its answers, what was typed and what is wrong with it. Templates in `templates/form/`.

Every form of the guide is made of these, so that each one keeps what was typed and names its fault in the same place.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that can be ticked."""

    value: str
    label: str
    chosen: bool = False
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One field of a form. `kind`: radio, checkbox, select, text or search. `row`: short answers side by side.

    `page`: this question is the page's heading. `lang`, `choices_lang`: the language of label and answers where it is not the
    page's. `fault`: one sentence, shown above the answers and in the list at the top.
    """

    name: str
    label: str
    kind: str = "radio"
    choices: tuple[Choice, ...] = ()
    value: str = ""
    hint: str = ""
    fault: str = ""
    row: bool = False
    page: bool = False
    lang: str = ""
    choices_lang: str = ""
    described: str = field(init=False, default="")

    def __post_init__(self) -> None:
        parts = [f"{self.name}-{part}" for part in ("hint", "fault") if getattr(self, part)]
        object.__setattr__(self, "described", " ".join(parts))

    @property
    def target(self) -> str:
        """Where the list of problems leads: the first answer or the text field."""
        return f"{self.name}-1" if self.kind in ("radio", "checkbox") else self.name


def choices(values: Iterable[tuple[str, str]], chosen: Iterable[str]) -> tuple[Choice, ...]:
    """Answers from (value, words) pairs, those in `chosen` ticked."""
    ticked = set(chosen)
    return tuple(Choice(value, words, value in ticked) for value, words in values)
