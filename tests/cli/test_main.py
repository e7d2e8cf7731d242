"""The command as a whole: help, version, words that it does not know, pipes that close early."""

import os
import subprocess
import sys

import pytest

from alongside import __version__
from tests.cli.running import ENOUGH, Command, alone


def test_the_version_is_said(alongside: Command) -> None:
    ran = alongside("--version")
    assert (ran.code, ran.out.strip()) == (0, __version__)


@pytest.mark.parametrize("argv", [["--help"], ["plan", "--help"], ["directory", "--help"], ["serve", "--help"]])
def test_help_is_help_and_no_error(alongside: Command, argv: list[str]) -> None:
    ran = alongside(*argv)
    assert ran.code == 0 and "usage: alongside" in ran.out and not ran.err


@pytest.mark.parametrize(
    ("argv", "named"),
    [
        ([], "COMMAND"),
        (["plna"], "'plna'"),
        (["directory"], "ACTION"),
        (["directory", "burn"], "'burn'"),
        (["directory", "show"], "ID"),
        (["directory", "country"], "ISO"),
        (["plan", "--lang", "tlh"], "--lang"),
        (["plan", "--format", "pdf"], "--format"),
        (["plan", "--stat-e", "EGY"], "--stat-e"),
        (["plan", "--state"], "--state"),
        (["serve", "--port"], "--port"),
    ],
)
def test_words_that_the_command_does_not_know_are_named(alongside: Command, argv: list[str], named: str) -> None:
    ran = alongside(*argv)
    assert (ran.code, ran.out) == (2, "")
    assert named in ran.complaints[-1]


def test_ctrl_c_is_no_traceback(alongside: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def pressed() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("alongside.cli.plan.load", pressed)
    ran = alongside.plan(*ENOUGH)
    assert (ran.code, ran.complaints) == (130, [])


def test_python_dash_m_is_the_same_command() -> None:
    ran = alone("--version")
    assert (ran.returncode, ran.stdout.decode().strip(), ran.stderr) == (0, __version__, b"")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no closed pipes of this kind")
@pytest.mark.parametrize("shape", ["text", "json"])
def test_a_pipe_that_closes_early_is_no_error(shape: str) -> None:
    command = [sys.executable, "-m", "alongside", "plan", *ENOUGH, "--format", shape]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout and process.stderr
        process.stdout.read(10)
        process.stdout.close()
        said = process.stderr.read()
    assert (process.returncode, said) == (0, b"")


def test_a_console_of_another_encoding_shows_names_instead_of_a_traceback() -> None:
    """What a Windows console of code page 1252, or LANG=C, would do to the first Arabic name."""
    command = [sys.executable, "-m", "alongside", "plan", *ENOUGH, "--lang", "ar", "--format", "markdown"]
    env = {**os.environ, "PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"}
    ran = subprocess.run(command, capture_output=True, timeout=30, check=False, env=env)
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert "مصر" in ran.stdout.decode("utf-8")
