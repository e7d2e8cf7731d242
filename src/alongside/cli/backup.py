"""`alongside backup`, `backup-keys` and `restore`: a sealed copy of everything, and the way back from it.

No passphrase and no share is an argument: arguments stand in the list of processes and in the shell's memory. They are asked for.
"""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from alongside.cli import data
from alongside.cli.asking import GoneAway, ask, clear, hidden, must, yes

BEFORE = """
It was made on {day}, with {active} accounts that could log in then. What happened since is not in it:
{since}
So the desk comes back with its consent gates closed: nothing counts as agreed until an administrator has looked at who is active and
pressed the button for it under "Today". All keys are replaced as members log in.
"""
UNTOLD = """  - whoever has left the desk since is active again and can log in with what she knew;
  - every case and file that was destroyed since is back, and whoever was taken out of a case is in it again;
  - consent that was withdrawn since looks given again.
If there is a list of a later day (the .gone beside a newer backup, or from alongside gone), stop and name it with --gone: then all but the
last goes again."""
TOLD = """  - by the list of {made}, {cases} destroyed cases and {files} files go again,
    {members} memberships and {people} accounts end again;
  - {behind} cases were worked on after the backup: no consent counts in any of them until one of its members has asked everybody again;
  - nobody has signed that list. Whoever could read the database since can have written one in which more has gone than has, held cases too,
    or less: trust it as far as the place where it was kept."""
KEPT_PEOPLE = """
  - {count} administrators who have left stay active, because no other is in this backup: invite a new one, then end them."""
KEPT_MEMBERS = """
  - {count} memberships that had ended stay, because nobody else in this backup could open those cases: let somebody in, then end them."""
AFTER = """{rows:,} rows are back. Nobody is logged in, no invitation is open, and nothing goes out by itself.
First of all: log in, look under "People" who is active, and end who has left.
Serve it with: alongside serve --data {data}"""


def add_to(commands: Any) -> None:
    """Declare the three commands."""
    what = "Write a backup, sealed to this month's backup key."
    backup = commands.add_parser("backup", help="write a sealed backup", description=what)
    backup.add_argument("file", metavar="FILE", help="where to, such as a stick; an older one is replaced when this one is whole")
    data.add_to(backup)
    backup.set_defaults(run=run_backup)

    what = "Make a backup key for each coming month and show each custodian her sheet. Nothing of it is written down here."
    keys = commands.add_parser("backup-keys", help="make the backup keys of the coming months", description=what)
    keys.add_argument("--months", metavar="N", default="12", help="how many months, this one included (default: 12)")
    keys.add_argument("--custodians", metavar="N", default="3", help="how many sheets (default: 3)")
    keys.add_argument("--needed", metavar="K", default="2", help="how many of them open a backup (default: 2)")
    data.add_to(keys)
    keys.set_defaults(run=run_keys)

    what = "Bring a desk back into an empty folder or database."
    restore = commands.add_parser("restore", help="bring a desk back from a backup", description=what)
    restore.add_argument("file", metavar="FILE", help="the backup")
    restore.add_argument(
        "--gone",
        metavar="LIST",
        action="append",
        default=[],
        help="a list of what stood on a later day: what had gone by then goes again; may be repeated, the newest counts",
    )
    data.add_to(restore)
    restore.set_defaults(run=run_restore)

    what = "Write the list of what stands at the desk, without any name and any key: by it an older backup learns what has gone since."
    gone = commands.add_parser("gone", help="write the list by which a restored backup learns what has gone", description=what)
    gone.add_argument("--out", metavar="LIST", required=True, help="where to; keep it apart from the server")
    data.add_to(gone)
    gone.set_defaults(run=run_gone)


def run_backup(options: argparse.Namespace) -> int:
    """0 when the backup is whole and on the disk."""
    desk = data.the_desk(options.data)
    if desk is None:
        return 2
    from alongside.desk.backup import writing
    from alongside.vault.errors import Refused

    path = Path(options.file)
    try:
        size = writing.write(path, desk.pk, datetime.now(UTC))
    except writing.NoMonthKey as missing:
        return _fail(f"There is no backup key for {missing.args[0]}: make one with alongside backup-keys; nothing was written")
    except Refused:
        return _fail("The backup key in the database is not vouched for: somebody may have changed it; nothing was written")
    except writing.NoFile:
        return _fail("A file of evidence is not in its folder: see that the folder of sealed files is there; nothing was written")
    except OSError as error:
        return _fail(
            f"FILE: {path} cannot be written ({error.strerror}); accepted: a file in a folder with room that you may write to"
        )
    print(f"{path}: {size:,} bytes, sealed.")
    return _list(path.with_name(path.name + ".gone"), desk, "the backup itself is whole")


def run_gone(options: argparse.Namespace) -> int:
    """0 when the list is on the disk."""
    desk = data.the_desk(options.data)
    return 2 if desk is None else _list(Path(options.out), desk, "nothing was written")


def _list(path: Path, desk: Any, otherwise: str) -> int:
    from alongside.desk.backup import standing

    try:
        standing.write(path, desk.pk, datetime.now(UTC))
    except OSError as error:
        return _fail(f"{path} cannot be written ({error.strerror}); {otherwise}")
    print(f"{path}: the list of what stands, for --gone when an older backup is restored.")
    return 0


def run_keys(options: argparse.Namespace) -> int:
    """Asks who is there, makes the keys, shows the sheets. The keys count once every sheet is on paper."""
    from alongside.cli.process import harden

    given = (options.months, options.needed, options.custodians)
    months, needed, custodians = (int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0 for text in given)
    if not (1 <= months <= 24 and 2 <= needed <= custodians <= 16):
        return _fail("--months: 1 to 24; --custodians: 2 to 16; --needed: at least 2, and no more than there are custodians")
    harden()
    desk = data.the_desk(options.data)
    if desk is None:
        return 2
    from alongside.desk.backup import months as keys
    from alongside.vault.errors import Refused

    try:
        return _sheets(_unlocked(desk), keys.following(datetime.now(UTC).date(), months), needed, custodians)
    except Refused:
        return _fail(
            "These words do not open that account, or nobody whom the founder trusts has vouched for it; nothing was made", 1
        )
    except keys.TakenMeanwhile:
        return _fail("Somebody else made backup keys at the same time; nothing was made. Burn the sheets that were written", 1)
    except GoneAway:
        return _fail("\nBroken off; nothing was made. Burn the sheets that were written", 1)


def _sheets(unlocked: Any, wanted: list[str], needed: int, custodians: int) -> int:
    from alongside.desk.backup import months as keys

    unlocked.circle.must_admit(unlocked.card)  # said now, and not when all sheets are written
    cards, lines = keys.draw(unlocked, wanted, needed, custodians)
    if not lines:
        print("Each of these months has its key already; nothing was made.")
    for number, sheet in keys.sheets(lines):
        ask(f"Custodian {number} of {custodians} alone looks at the screen now, with pen and paper. Enter shows her sheet.")
        _show(number, custodians, needed, sheet)
        ask("Written down? Enter clears the screen.")
        clear()
    keys.keep(unlocked, cards)
    if lines:
        print(f"From now on, backups of {wanted[0]} to {wanted[-1]} can be made, and any {needed} of the sheets open them.")
    return 0


def run_restore(options: argparse.Namespace) -> int:
    """Asks for the shares of the backup's month, one at a time, and whether it shall be this backup."""
    from alongside.cli.process import harden
    from alongside.desk.backup import heading

    harden()
    path = Path(options.file)
    try:
        told = heading.head(path)
    except (heading.NotABackup, OSError):
        return _fail(f"FILE: {path} is no backup of Alongside; accepted: a file that alongside backup wrote")
    if not data.connect(options.data, make=True):
        return 2
    # Only now: models can be imported once Django knows its database.
    from alongside.desk.backup import restoring
    from alongside.desk.people import founding
    from alongside.vault.errors import Refused
    from alongside.vault.persons import Secret

    where = data.folder(options.data)
    taken = f"--data: there is a desk in {where} already; accepted: an empty folder"
    if founding.the_desk():
        return _fail(taken)
    try:
        stood = _newest(options.gone, told.desk)
    except ValueError as refused:
        return _fail(str(refused))
    print(f"This backup was sealed in {told.month}. Each custodian reads the words of that month from her sheet.")
    try:
        found = restoring.restore(path, Secret(_gathered()), _agreed, stood)
    except restoring.NotEmpty:
        return _fail(taken)
    except restoring.WrongList:
        return _fail(
            "--gone: the list does not go on from where this backup ends, or was changed; nothing of it is believed, "
            "and nothing was restored",
            1,
        )
    except restoring.OlderList:
        return _fail("--gone: the list is older than the backup, so it knows of nothing that has gone since; leave it out", 1)
    except restoring.NotABackup:
        return _fail("This backup was written by a newer version, or is damaged; nothing was changed", 1)
    except (restoring.Declined, GoneAway):
        return _fail("Stopped; nothing was changed", 1)
    except Refused as refused:
        return _fail(f"{refused} Nothing was changed", 1)
    print(AFTER.format(rows=found.rows, data=where))
    return 0


def _newest(names: list[str], desk: bytes) -> Any:
    """The list that knows most of those that were named, or None. ValueError, with the sentence, for a file that is none of this desk."""
    from alongside.desk.backup import standing

    found = []
    for name in names:
        try:
            found.append(standing.read(Path(name)))
        except (standing.NotAList, OSError):
            raise ValueError(f"--gone: {name} is no whole list; accepted: a file that alongside gone or backup wrote") from None
        if found[-1].desk.bytes != desk:
            raise ValueError(f"--gone: {name} is the list of another desk; nothing was changed")
    try:
        return standing.newest(found) if found else None
    except standing.Disagree:
        raise ValueError(
            "--gone: these lists contradict each other, so one of them was changed or is of another past; nothing was restored. "
            "Accepted: lists of which each goes on from the one before"
        ) from None


def _agreed(found: Any) -> bool:
    print(BEFORE.format(day=found.made.isoformat(), active=found.active, since=_since(found.replayed)))
    return yes("Bring this desk back?")


def _since(replayed: Any) -> str:
    """What is not known of the time since the backup, or what a list told of it."""
    if replayed is None:
        return UNTOLD
    text = TOLD.format(**{name: getattr(replayed, name) for name in ("made", "cases", "files", "members", "people", "behind")})
    text += KEPT_PEOPLE.format(count=replayed.kept_people) if replayed.kept_people else ""
    return text + (KEPT_MEMBERS.format(count=replayed.kept_members) if replayed.kept_members else "")


def _unlocked(desk: Any) -> Any:
    """Who sits at this terminal, by alias and passphrase. Refused for anybody else."""
    from alongside.desk.people import accounts
    from alongside.desk.people.unlocked import Unlocked
    from alongside.vault.errors import WrongKey

    person = accounts.find_by_handle(desk, must("Your alias:"))
    typed = hidden("Your six words (they are not shown):")
    if person is None or not person.active or not person.wrapped:
        raise WrongKey
    return Unlocked(person, accounts.secret_of(person, typed))


def _gathered() -> bytes:
    """The secret of a month from its shares; a typing error is named and asked for again."""
    from alongside.vault.custody import Gathering
    from alongside.vault.errors import NotAShare

    gathering, count = Gathering(), 0
    while gathering.missing:
        try:
            gathering.add(hidden(f"Share {count + 1} (it is not shown):"))
            count += 1
        except NotAShare as fault:
            places = f" Look at word {', '.join(map(str, fault.places))}." if fault.places else ""
            print(f"{fault}{places}")
    return gathering.secret()


def _show(number: int, custodians: int, needed: int, sheet: Any) -> None:
    print(f"\nAlongside: backup sheet {number} of {custodians}. Any {needed} sheets together open a backup of that month.")
    print("Keep it apart from the backups. Cut off and destroy each month's words 60 days after its end.\n")
    for line in sheet:
        print(line.month)
        words = line.share.split()
        for start in range(0, len(words), 11):
            print("   " + " ".join(f"{start + place:2} {word}" for place, word in enumerate(words[start : start + 11], 1)))
        print()


def _fail(sentence: str, code: int = 2) -> int:
    print(sentence, file=sys.stderr)
    return code
