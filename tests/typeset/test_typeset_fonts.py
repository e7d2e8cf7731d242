"""The committed fonts are the files their README names, and their licence stands beside them."""

from __future__ import annotations

import hashlib
import re

from alongside.typeset.child import FONTS


def test_each_font_is_the_file_that_the_readme_names():
    rows = re.findall(
        r"^\| (\S+\.ttf) \|.*\| ([0-9a-f]{64}) \|$", (FONTS / "README.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    here = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in FONTS.glob("*.ttf")}
    assert dict(rows) == here
    assert len(here) == 5


def test_the_licence_stands_beside_the_fonts():
    licence = (FONTS / "OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    assert licence.count("Copyright 20") == 3
