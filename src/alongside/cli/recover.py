"""`alongside recover`: custodians bring one person's key back, offline. Nothing but the file at the end is written."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import Any

from alongside.cli.asking import GoneAway, ask, clear, numbered, yes
from alongside.vault.errors import NotAShare, Refused

WORDS_OF_A_SHARE = 33
BEFORE = """This brings one person's key back. It must run on a machine that is offline, now and afterwards.
Present should be: the person, and as many custodians as their cards say."""
AFTER = """Written: {path}
It opens for nobody but her. Bring it to the desk: she pastes what stands in it under "Bring back what you held".
Switch this machine off, or wipe it. Tell all members, and hold a new ceremony: who was here may know more than one share."""
STOP = "Stopped. Nothing was written. Somebody may have exchanged the file: make it anew, and ask who had it in between."


def add_to(commands: Any) -> None:
    """Declare the command."""
    parser = commands.add_parser("recover", help="custodians bring a person's key back, offline", description=__doc__)
    parser.add_argument("file", metavar="FILE", help="what a member saved from the person's page")
    parser.add_argument("back", metavar="BACK", help="the file to write, which goes back to the desk; it must not exist yet")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """0 with the file written; 1 where somebody stopped or the shares do not serve; 2 where a file cannot be used."""
    from alongside.cli.process import harden
    from alongside.desk.people.bringing_back import Recovery

    harden()
    back = Path(options.back)
    if back.exists():
        print(f"BACK: {back} exists already; accepted: the name of a new file", file=sys.stderr)
        return 2
    try:
        recovery = Recovery(Path(options.file).read_bytes())
    except OSError as error:
        print(f"FILE: {options.file} cannot be read ({error.strerror})", file=sys.stderr)
        return 2
    except Refused as refusal:
        print(f"FILE: {refusal} Accepted: the file that a member saved from the person's page, unchanged.", file=sys.stderr)
        return 2
    try:
        return _gathered(recovery, back)
    except GoneAway:
        print(f"\n{STOP}", file=sys.stderr)
        return 1


def _gathered(recovery: Any, back: Path) -> int:
    print(BEFORE)
    if not _agreed(recovery):
        print(STOP, file=sys.stderr)
        return 1
    _take_shares(recovery)
    try:
        content = recovery.back().to_bytes()
    except NotAShare as refusal:
        print(f"{refusal} Nothing was written.", file=sys.stderr)
        return 1
    except Refused as refusal:
        print(f"The shares are right, but the sealed copy is not: {refusal} Nothing was written.", file=sys.stderr)
        return 1
    try:
        _write(back, content)
    except OSError as error:
        print(f"BACK: {back} cannot be written ({error.strerror}); begin again with another name", file=sys.stderr)
        return 2
    print(AFTER.format(path=back))
    return 0


def _agreed(recovery: Any) -> bool:
    """The two comparisons without which a forged file would carry her secret to somebody else."""
    print("\nThe founder's six words:\n")
    print(numbered(recovery.founder_words(), 6))
    if not yes("\nEach custodian looks at her own printed card. Do these words stand on every one of them?"):
        return False
    print("\nThe six words of the new key of the person who is brought back:\n")
    print(numbered(recovery.person_words(), 6))
    if not yes("\nShe reads hers from her own screen, or over the telephone in a voice you know. Are they the same?"):
        return False
    print("\nNeeded are cards on which this recovery key is named:\n")
    print(numbered(recovery.recovery_words(), 6))
    return True


def _take_shares(recovery: Any) -> None:
    number = 1
    while recovery.missing:
        print(f"\nCustodian {number}, alone at the screen: type the {WORDS_OF_A_SHARE} words of your share; lines as you like.")
        try:
            missing = recovery.add(_share())
        except NotAShare as refusal:
            where = f" Look at {_places(refusal.places)}." if refusal.places else ""
            print(f"{refusal}{where} Nothing else was lost; type this share again, or another one.")
            continue
        clear()
        number += 1
        print(f"Taken. Still needed: {missing}." if missing else "Taken. That is enough.")


def _share() -> str:
    """Lines until there are enough words, or an empty line."""
    words: list[str] = []
    while len(words) < WORDS_OF_A_SHARE:
        line = ask(f"{len(words) + 1:>2}:").split()
        if not line and words:
            break
        words += line
    return " ".join(words)


def _places(places: tuple[int, ...]) -> str:
    return ("word " if len(places) == 1 else "words ") + ", ".join(map(str, places))


def _write(path: Path, content: bytes) -> None:
    """A new file for its owner alone."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
