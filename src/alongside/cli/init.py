"""`alongside init`: make the desk in this terminal: its founder, and if the custodians are here, their ceremony."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from alongside.cli import data
from alongside.cli.asking import GoneAway, ask, clear, must, numbered, yes

LANGUAGES = "ar en es fr ru zh"
BEFORE = """This makes a desk, with you as its founder. Six words will be shown: they are your key, and nobody can replace them.
Do this where nobody can read your screen, and have paper and a pen ready."""
CUSTODIANS = """Custodians can bring somebody back who has lost her words. Some of them together can open everything in the desk.
If they are here, each sits down alone in a moment; if not, do it later: People, "The custodians' ceremony"."""
CARD = """Recovery key of {desk}: share {number} of {n}
Any {k} of these together open everything in this desk. Never type it into a machine that is or will be on a network.

{words}

The founder's six words:      {founder}
Words of this recovery key:   {recovery}
"""
BROKEN_OFF = "Broken off: there are no custodians yet. Burn the papers of this ceremony. The desk itself is made."
NEXT = (
    'Next: run "alongside serve", open the address it prints, log in with your alias and your six words, and set up a second key.'
)


def add_to(commands: Any) -> None:
    """Declare the command."""
    parser = commands.add_parser("init", help="make the desk and its founder in this terminal", description=__doc__)
    data.add_to(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """0 with a desk; 1 where the input ended in the middle; 2 where there is a desk already or the folder cannot be used."""
    from alongside.cli.process import harden

    harden()
    if not data.connect(options.data, make=True):
        return 2
    from alongside.desk.people import founding

    if founding.the_desk():
        print(f"--data: there is a desk in {data.folder(options.data)} already; nothing was changed", file=sys.stderr)
        return 2
    try:
        return _founded()
    except GoneAway:
        print("\nThe input ended. What was said to be made above is made; nothing else is.", file=sys.stderr)
        return 1


def _founded() -> int:
    from alongside.desk.people import clock, founding

    print(BEFORE)
    name = must("\nName of the desk:")[:200]
    own = must("Your name, as colleagues will see it:")[:200]
    handle = must("A neutral alias to log in with, such as a bird or a river:")[:40]
    lang = ask(f"Language of your pages ({LANGUAGES}; Enter for en):") or "en"
    while lang not in LANGUAGES.split():
        lang = ask(f"One of {LANGUAGES}:") or "en"
    unlocked, words = founding.found(name, own, handle, lang, clock.now())
    print("\nThe desk is made. Your six words:\n")
    print(numbered(words.split(), 6))
    while " ".join(ask("\nWrite them on paper, then type them here from the paper:").casefold().split()) != words:
        print("These are not the words above.")
    clear()
    _custodians(unlocked, name)
    print(NEXT)
    return 0


def _custodians(unlocked: Any, desk: str) -> None:
    print(CUSTODIANS)
    if not yes("\nAre they here?"):
        return
    from alongside.desk.people import ceremony, clock

    while True:
        try:
            n, k = int(ask("How many custodians (3 to 5 are usual):")), int(ask("How many of them are needed:"))
            made = ceremony.start(unlocked, k, n, clock.now())
            break
        except ValueError:
            print("At least two needed, at most sixteen in all, and no more needed than there are.")
    try:
        for number in range(1, n + 1):
            _show(unlocked, made, number, desk)
        ceremony.take_effect(unlocked, made.card)
    except GoneAway:
        print(f"\n{BROKEN_OFF}")
        raise
    finally:
        ceremony.give_up(unlocked)
    print(f"The recovery key counts from now on: {n} shares, any {k} of which are needed.\n")


def _show(unlocked: Any, made: Any, number: int, desk: str) -> None:
    """One share, to one custodian."""
    clear()
    ask(f"\nShare {number} of {made.n}: only its custodian should see the screen now. Enter shows it.")
    fields = {"desk": desk, "number": number, "n": made.n, "k": made.k, "words": numbered(made.shares[number - 1].split())}
    founder, recovery = " ".join(unlocked.card.fingerprint()), " ".join(made.card.fingerprint())
    print(CARD.format(**fields, founder=founder, recovery=recovery))
    while not yes("Is all of it on paper, and read through once?"):
        pass
    clear()
