"""The tools of the machine that tests need: Chromium, pdftotext, GnuPG, PostgreSQL and strace.

`python -m tests.tools` looks for them, installs them where that is possible without asking (root on Debian or Ubuntu), and
otherwise says in one sentence what to install. Called by `make test`; the fixtures ask `chromium()` for the same browser.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "msedge")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)
SERVERS = "usr/lib/postgresql/*/bin/initdb"
# What Debian calls the package that brings each tool.
PACKAGES = {"chromium": "chromium", "pdftotext": "poppler-utils", "postgresql": "postgresql", "strace": "strace", "gpg": "gnupg"}
# A run without it is told loudly (tests/conftest.py), but it is a run.
DISPENSABLE = frozenset({"postgresql", "strace"})
NO_POSTGRESQL = "PostgreSQL was not tested: initdb and postgres are not installed"
ABSENT = pytest.StashKey[bool]()  # set in a run that found it so


def chromium() -> str | None:
    """The browser of the tests: the one CHROMIUM names, else an installed Chromium, Chrome or Edge.

    A CHROMIUM that does not exist is not silently replaced: who set it wants that browser tested.
    """
    named = os.environ.get("CHROMIUM")
    if named:
        return shutil.which(named)
    found = next(filter(None, map(shutil.which, NAMES)), None)
    return found or next((place for place in PLACES if Path(place).is_file()), None)


def postgresql() -> Path | None:
    """The folder with `initdb` and `postgres`, the newest where there are several: Debian keeps them off the PATH."""
    named = shutil.which("initdb")
    if named and (Path(named).resolve().parent / "postgres").exists():
        return Path(named).resolve().parent
    found = [path.parent for path in Path("/").glob(SERVERS) if (path.parent / "postgres").exists()]
    return max(found, key=lambda path: [int(part) for part in path.parts if part.isdigit()], default=None)


def strace() -> str | None:
    """What lists the files that a program opens, on Linux."""
    return shutil.which("strace")


def missing() -> list[str]:
    """The tools that are not there, by the names of PACKAGES."""
    there = {"chromium": chromium(), "postgresql": postgresql(), "strace": strace()}
    there |= {name: shutil.which(name) for name in ("pdftotext", "gpg")}
    return [name for name, path in there.items() if not path]


def may_install() -> bool:
    """Whether apt-get would work without a question: root, on a machine that has it."""
    return hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get") is not None


def install(tools: list[str]) -> None:
    """Install the Debian packages of `tools`; what fails shows in a second look by `missing`."""
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    packages = [PACKAGES[tool] for tool in tools]
    print(f"Installing {' and '.join(packages)} for the tests ...", flush=True)
    subprocess.run(["apt-get", "update", "-qq"], env=quiet, stdin=subprocess.DEVNULL, check=False)
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    subprocess.run(command, env=quiet, stdin=subprocess.DEVNULL, check=False)


def advice(tools: list[str]) -> str:
    """One sentence: what to install."""
    named = os.environ.get("CHROMIUM")
    if named and "chromium" in tools:
        return f"CHROMIUM names {named}, which is not there: name a Chromium, Chrome or Edge, or unset it."
    wanted = {
        "chromium": "Chromium or Google Chrome (or set CHROMIUM to one)",
        "pdftotext": "poppler-utils (for pdftotext)",
        "gpg": "GnuPG (gpg)",
    }
    return f"The tests need {' and '.join(wanted[tool] for tool in tools)}: please install and run make test again."


def main() -> int:
    tools = missing()
    if tools and may_install() and not os.environ.get("CHROMIUM"):
        install(tools)
        tools = missing()
    needed = [name for name in tools if name not in DISPENSABLE]
    if needed:
        print(advice(needed), file=sys.stderr)
    return 1 if needed else 0


if __name__ == "__main__":
    sys.exit(main())
