"""Where a command finds the desk: its data folder, its database, the desk in it. Each fault becomes one sentence."""

from __future__ import annotations

import argparse
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

HELP = "folder for the data (default: the user's data folder)"


def add_to(parser: argparse.ArgumentParser) -> None:
    """Declare `--data`."""
    parser.add_argument("--data", metavar="DIR", help=HELP)


def folder(named: str | None) -> Path:
    """The data folder: the one that was named, or the user's."""
    if named:
        return Path(named)
    from platformdirs import user_data_path

    return user_data_path("alongside", appauthor=False)


def connect(named: str | None, *, make: bool = False) -> bool:
    """Point Django at the database of a data folder, its tables up to date. False, with one sentence, where that cannot be done."""
    os.umask(0o077)  # whatever this process makes is for its owner alone
    data = folder(named)
    if make:
        try:
            data.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            print(f"--data: {data} cannot be made ({error.strerror}); accepted: a folder that you may write to", file=sys.stderr)
            return False
    if not data.is_dir():
        print(f"--data: {data} is no folder; accepted: the data folder of a desk", file=sys.stderr)
        return False
    os.environ["ALONGSIDE_DATA"] = str(data.resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alongside.desk.web.settings")
    import django

    from alongside.desk.web import database
    from alongside.desk.web.engines import NotAnAddress

    try:
        django.setup()
        close_to_others(data)
        database.prepare()
    except (NotAnAddress, database.Unusable) as error:
        print(error, file=sys.stderr)
        return False
    return True


def close_to_others(data: Path) -> None:
    """SQLite's file for its owner alone, where it was made or copied here under a wider umask; its journal takes over the same rights."""
    from alongside.desk.web.engines import FILE

    for path in data.glob(f"{FILE}*"):
        with suppress(OSError):  # somebody else's file: whether it can be used, the database says
            path.chmod(0o600)


def the_desk(named: str | None) -> Any:
    """The desk of a data folder; None, with one sentence, where there is none."""
    if not connect(named):
        return None
    from alongside.desk.people.models import Desk

    desk = Desk.objects.first()
    if desk is None:
        print(f"--data: there is no desk in {folder(named)} yet; accepted: the data folder of a desk", file=sys.stderr)
    return desk
