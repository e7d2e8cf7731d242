"""Invented plans in the six languages, and what a reader of a PDF finds in it."""

from __future__ import annotations

import json
import subprocess
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

SAMPLES = Path(__file__).parent / "samples"
Values = dict[str, Any]


@pytest.fixture
def sample() -> Callable[[str], Values]:
    """The invented plan in one language."""
    return lambda language: json.loads((SAMPLES / f"{language}.json").read_text(encoding="utf-8"))


@pytest.fixture
def words_of(tmp_path: Path) -> Callable[[bytes], str]:
    """The text of a PDF as poppler reads it: one space between words, no marks of direction, letters in their plain form."""

    def read(pdf: bytes) -> str:
        path = tmp_path / "read.pdf"
        path.write_bytes(pdf)
        text = subprocess.run(["pdftotext", path, "-"], capture_output=True, check=True).stdout.decode()
        plain = "".join(sign for sign in unicodedata.normalize("NFKC", text) if unicodedata.category(sign) != "Cf")
        return " ".join(plain.split())

    return read
