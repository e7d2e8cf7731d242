"""Which browser the tests take, and what is said when there is none."""

from pathlib import Path

import pytest

from tests import tools


def test_the_browser_that_CHROMIUM_names_wins(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    mine = tmp_path / "my-chrome"
    mine.write_text("#!/bin/sh\n")
    mine.chmod(0o755)
    monkeypatch.setenv("CHROMIUM", str(mine))
    assert tools.chromium() == str(mine)


def test_a_CHROMIUM_that_is_not_there_is_not_replaced_by_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMIUM", "/nowhere/chrome")
    assert tools.chromium() is None
    assert tools.advice(["chromium"]).startswith("CHROMIUM names /nowhere/chrome, which is not there")


def test_without_root_and_browser_one_sentence_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(tools, "missing", lambda: ["chromium", "pdftotext"])
    monkeypatch.setattr(tools, "may_install", lambda: False)
    monkeypatch.delenv("CHROMIUM", raising=False)
    assert tools.main() == 1
    said = capsys.readouterr().err.strip()
    assert said.count("\n") == 0
    assert "Chromium or Google Chrome" in said
    assert "poppler-utils" in said


def test_a_run_without_postgresql_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tools, "missing", lambda: ["postgresql"])
    monkeypatch.setattr(tools, "may_install", lambda: False)
    assert tools.main() == 0
