"""`alongside plan` starts in a moment on an old laptop: no framework, no second server, no typesetter is imported for it."""

import subprocess
import sys

from alongside.cli import main
from tests.cli.running import ENOUGH, alone

HEAVY = {"django", "ninja", "pydantic", "typst", "granian", "asyncio", "http.server", "sqlite3"}
PROBE = """
import sys
from alongside.cli import main
code = main(sys.argv[1:])
print(*sorted(sys.modules), sep="\\n", file=sys.stderr)
sys.exit(code)
"""


def imported(*argv: str) -> set[str]:
    """Every module that a cold run of the command has loaded when it is done."""
    ran = subprocess.run([sys.executable, "-c", PROBE, *argv], capture_output=True, text=True, timeout=30, check=False)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout
    return set(ran.stderr.split())


def test_a_plan_imports_no_framework() -> None:
    modules = imported("plan", *ENOUGH)
    assert "alongside.plan.decide" in modules
    assert modules & HEAVY == set()
    assert [name for name in modules if name.startswith(("alongside.desk", "alongside.typeset"))] == []


def test_a_plan_as_json_does_not_even_import_the_terminal() -> None:
    modules = imported("plan", *ENOUGH, "--format", "json")
    assert modules & (HEAVY | {"rich"}) == set()


def test_the_directory_imports_no_framework() -> None:
    assert imported("directory", "list") & HEAVY == set()


def test_importing_the_command_imports_none_of_its_rooms_for_the_web() -> None:
    ran = alone("--version", python=["-X", "importtime"])
    loaded = {line.rpartition("|")[2].strip() for line in ran.stderr.decode().splitlines()}
    assert loaded & (HEAVY | {"rich", "platformdirs", "babel"}) == set()
    assert main.__module__ in loaded
