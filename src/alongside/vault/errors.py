"""One family of refusals. Their sentences are constant, so that a log or a page can carry no secret and no hint for a forger."""

from __future__ import annotations

from typing import ClassVar


class Refused(Exception):
    """Nothing was opened, nothing was sealed. Catch this one; the subclasses say what a person can do about it."""

    sentence: ClassVar[str] = "This cannot be opened."

    def __init__(self, sentence: str = "") -> None:
        super().__init__(sentence or self.sentence)


class Tampered(Refused):
    """The bytes are not the ones that were sealed here, or not for this place: changed, moved, swapped or of another revision."""

    sentence = "This was changed, or it belongs to another place."


class WrongKey(Refused):
    """The key, the passphrase or the epoch does not fit. Also a dropped epoch: its key is gone on purpose."""

    sentence = "This key does not open it."


class RolledBack(Refused):
    """Something older than what is known to have existed stands here, or a row is missing (security.md 9)."""

    sentence = "Something older stands where something newer was."


class NotVouched(Refused):
    """No chain of vouches leads from this key to the founder's pinned key (security.md 3). Compare the six words by voice."""

    sentence = "Nobody whom the founder trusts has vouched for this key."


class Unfinished(Refused):
    """A sealed file without its end: the upload broke off, or somebody cut it (security.md 9)."""

    sentence = "This file has no end: it broke off or was cut."


class UnknownFormat(Refused):
    """Written by a newer version, or damaged in its first two bytes. Carries what it found, since both bytes are public."""

    def __init__(self, what: str, version: int, algorithm: int) -> None:
        self.what, self.version, self.algorithm = what, version, algorithm
        super().__init__(f"No {what} of format {version} with algorithm {algorithm} is known here.")


class Misspelt(Refused):
    """A passphrase or code as typed is not one we made. `places` count from 1; what was typed is never carried along."""

    sentence = "These are not the words or digits that were given out."

    def __init__(self, places: tuple[int, ...] = (), found: int = 0, expected: int = 0) -> None:
        self.places, self.found, self.expected = places, found, expected
        super().__init__()


class NotAShare(Refused):
    """A custodian's share cannot be taken. `reason` is a code, for a sentence in her own language."""

    def __init__(self, reason: str, sentence: str, places: tuple[int, ...] = ()) -> None:
        self.reason, self.places = reason, places
        super().__init__(sentence)
