"""Shares for custodians: SLIP-39, k of n, behind our own few words (security.md 7).

The implementation, `shamir-mnemonic`, is Trezor's reference; it calls itself unhardened (not constant in time), so it runs where nobody
measures: at init, and in `alongside recover` on an offline machine. Nothing here writes or remembers a share.
"""

from __future__ import annotations

import shamir_mnemonic as slip39  # type: ignore[import-untyped]
from shamir_mnemonic import wordlist

from alongside.vault.errors import NotAShare
from alongside.vault.wordlists import clean

MOST_SHARES = 16
_ITERATIONS = 1  # exponent: 20,000 rounds of PBKDF2, pointless beside a random secret and no passphrase, but SLIP-39's default
_SENTENCES = {
    "word": "A word of this share is not in the list of SLIP-39.",
    "typo": "The words are all known, but their check does not come out right: one is wrong, missing or in another place.",
    "foreign": "This share is sound, but it is not of a kind that this desk hands out.",
    "mixed": "This share belongs to another set than the first one.",
    "twice": "This share was given already.",
    "few": "These are not enough shares.",
    "many": "These are more shares than are needed: give exactly as many as the card says.",
    "unsound": "These shares do not fit together: at least one of them is false.",
}


def split(secret: bytes, k: int, n: int) -> tuple[str, ...]:
    """n shares of which any k give the secret back. Two at least: one custodian alone must never read a desk."""
    if not 2 <= k <= n <= MOST_SHARES:
        raise ValueError("custodians: at least 2, at most 16, and no more needed than there are")
    if len(secret) != 32:
        raise ValueError("what is shared is a secret of 32 bytes")
    groups: list[list[str]] = slip39.generate_mnemonics(1, [(k, n)], secret, extendable=True, iteration_exponent=_ITERATIONS)
    return tuple(groups[0])


class Gathering:
    """Shares coming in one at a time, each checked at once, so that a custodian can mend a typo while she still sits there."""

    def __init__(self) -> None:
        self._shares: dict[int, slip39.Share] = {}

    def __repr__(self) -> str:
        return f"<Gathering of {len(self._shares)}>"

    def add(self, typed: str) -> int:
        """One more share; gives how many are still missing. NotAShare with a reason if it cannot be taken."""
        share = _share(typed)
        first = next(iter(self._shares.values()), share)
        if share.group_parameters() != first.group_parameters() or len(share.value) != len(first.value):
            raise _refusal("mixed")
        if self._shares.get(share.index) == share:
            raise _refusal("twice")
        if share.index in self._shares:
            raise _refusal("unsound")
        if not self.missing and self._shares:
            raise _refusal("many")
        self._shares[share.index] = share
        return self.missing

    @property
    def missing(self) -> int:
        """How many shares are still needed; 1 before the first has said how many there must be."""
        first = next(iter(self._shares.values()), None)
        return 1 if first is None else first.member_threshold - len(self._shares)

    def secret(self, passphrase: bytes = b"") -> bytes:
        """The secret. `passphrase` is SLIP-39's own, which its official vectors use and this desk does not."""
        if self.missing:
            raise _refusal("few")
        try:
            secret: bytes = slip39.combine_mnemonics([share.mnemonic() for share in self._shares.values()], passphrase)
        except (slip39.MnemonicError, ValueError):
            raise _refusal("unsound") from None
        return secret


def combine(shares: list[str], passphrase: bytes = b"") -> bytes:
    """The secret of exactly as many shares as are needed."""
    gathering = Gathering()
    for share in shares:
        gathering.add(share)
    return gathering.secret(passphrase)


def _share(typed: str) -> slip39.Share:
    """A share as typed. Capitals, line breaks and numbering blanks do not matter; a wrong word is named by its place."""
    tokens = clean(typed).split()
    wrong = tuple(place for place, word in enumerate(tokens, 1) if word not in wordlist.WORD_INDEX_MAP)
    if wrong:
        raise NotAShare("word", _SENTENCES["word"], wrong)
    try:
        share = slip39.Share.from_mnemonic(" ".join(tokens))
    except slip39.MnemonicError:
        raise _refusal("typo") from None
    if share.group_count != 1:
        raise _refusal("foreign")
    return share


def _refusal(reason: str) -> NotAShare:
    return NotAShare(reason, _SENTENCES[reason])
