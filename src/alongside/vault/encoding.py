"""Fields as bytes and back, so that no two different lists of fields look alike: each field stands behind its length."""

from __future__ import annotations

from alongside.vault.errors import Tampered, UnknownFormat

_LENGTHS = tuple(
    length.to_bytes(4, "big") for length in range(256)
)  # nearly all fields are short, and a list has a million of them


def prefixed(*fields: bytes) -> bytes:
    """Each field behind its length in four bytes, big-endian. Without lengths, ("ab", "c") and ("a", "bc") would be the same."""
    try:
        return b"".join([_LENGTHS[len(field)] + field for field in fields])
    except IndexError:
        return b"".join([len(field).to_bytes(4, "big") + field for field in fields])


def unsigned(number: int, size: int) -> bytes:
    """A number from zero upwards in `size` bytes, big-endian; ValueError if it does not fit."""
    try:
        return number.to_bytes(size, "big")
    except OverflowError:
        raise ValueError(f"{number} does not fit {size} bytes") from None


def head(version: int, algorithm: int, epoch: int) -> bytes:
    """The six bytes in front of everything sealed: format version, algorithm, epoch of the key."""
    return unsigned(version, 1) + unsigned(algorithm, 1) + unsigned(epoch, 4)


class Cursor:
    """Reads fields in order; whatever is missing, too long or left over is Tampered."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0

    def take(self, size: int) -> bytes:
        """The next `size` bytes."""
        if size > len(self._data) - self._at:
            raise Tampered
        self._at += size
        return self._data[self._at - size : self._at]

    def number(self, size: int) -> int:
        """The next `size` bytes as a number."""
        return int.from_bytes(self.take(size), "big")

    def field(self) -> bytes:
        """The next field with its length in front."""
        return self.take(self.number(4))

    def rest(self) -> bytes:
        """All that is left."""
        return self.take(len(self._data) - self._at)

    def end(self) -> None:
        """Refuses whatever still follows: an extended value is a changed value."""
        if self._at != len(self._data):
            raise Tampered

    def head(self, what: str, known: dict[int, frozenset[int]]) -> tuple[bytes, int, int]:
        """The six bytes of `head` with their algorithm and epoch, if this version may carry this algorithm."""
        raw = self.take(6)
        version, algorithm = raw[0], raw[1]
        if algorithm not in known.get(version, frozenset()):
            raise UnknownFormat(what, version, algorithm)
        return raw, algorithm, int.from_bytes(raw[2:], "big")
