"""`alongside import` of a package, or of a file of plain facts: who sent it and what is in it, then the question whether to take it in.

The file is opened piece by piece where it lies; the evidence in it is sealed anew in the store of the desk while it is read, and taken away
again unless somebody says yes.
"""

from __future__ import annotations

import argparse
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from alongside.cli import data
from alongside.cli.asking import yes

if TYPE_CHECKING:
    from alongside.desk.cases.exporting.arriving import Incoming, Whole
    from alongside.desk.people.models import Person
    from alongside.desk.people.unlocked import Unlocked

PIECE = 1 << 20
_NOTHING = "Nothing was taken in."


def is_one(path: str) -> bool:
    """Whether a file begins as a package or as plain facts do; a file that cannot be read is none."""
    from alongside.desk.cases.exporting import package, plain

    with suppress(OSError), Path(path).open("rb") as file:
        start = file.read(len(plain.OPENING))
        return start.startswith((package.MAGIC[: len(plain.OPENING)], plain.OPENING))
    return False


def run(options: argparse.Namespace) -> int:
    """0 with the cases taken in; 1 where it is no whole package for her, or she says no; 2 where it cannot be used."""
    from alongside.cli.entering import entered
    from alongside.cli.importing import members_named

    if data.the_desk(options.data) is None:
        return 2
    with entered() as unlocked:
        if unlocked is None:
            return 1
        members = members_named(unlocked, options.members)
        if members is None:
            return 2
        return _opened(options, unlocked, members)


def _opened(options: argparse.Namespace, unlocked: Unlocked, members: list[Person]) -> int:
    from alongside.desk.cases import words
    from alongside.desk.cases.evidence.files import NoRoom, TooLarge
    from alongside.desk.cases.evidence.sealing import Unfit
    from alongside.desk.cases.exporting.arriving import Incoming

    incoming = Incoming(unlocked)
    try:
        return _asked(options, unlocked, members, _read(options.file, incoming))
    except (Unfit, NoRoom, TooLarge) as error:
        fault = error.fault if isinstance(error, Unfit) else "no_room" if isinstance(error, NoRoom) else "too_large"
        print(f"FILE: {words.cases('en').say(f'export.fault.{fault}', {'most': '1 GiB'})}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"FILE: {options.file} cannot be read ({error.strerror})", file=sys.stderr)
        return 2
    finally:
        incoming.discard()


def _read(path: str, incoming: Incoming) -> Whole:
    with Path(path).open("rb", buffering=0) as file:
        while piece := file.read(PIECE):
            incoming.add(piece)
    return incoming.finish()


def _asked(options: argparse.Namespace, unlocked: Unlocked, members: list[Person], whole: Whole) -> int:
    from alongside.desk.cases import words
    from alongside.desk.cases.exporting import arriving
    from alongside.desk.people import accounts, clock

    say, names = words.cases("en").say, accounts.names(unlocked)
    sender = arriving.who_sent(unlocked, whole.told.sender, names) if whole.told else ""
    print(say("export.from", {"name": sender, "day": whole.told.made[:10]}) if whole.told else say("export.from_nobody"))
    print(say("export.inside", {"cases": len(whole.cases), "files": sum(len(one.files) for one in whole.cases)}))
    before = arriving.taken_before(unlocked, whole.digest)
    if before:
        print(say("export.before", {"day": before[0], "name": names.get(before[1], say("case.colleague_gone"))}))
    if not members:
        print("Nobody else will be able to open these cases: --with lets a colleague in.")
    if options.dry_run or not yes("Take them in again?" if before else "Take them in?"):
        print(_NOTHING, file=sys.stderr)
        return 0 if options.dry_run else 1
    made = arriving.take_in(unlocked, whole, sender, members, clock.now(), again=bool(before))
    print(f"Taken in: {len(made)} cases. No yes in them counts until a member has asked everybody again.")
    return 0
