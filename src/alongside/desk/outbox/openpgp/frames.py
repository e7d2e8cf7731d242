"""What the server and its OpenPGP child say to each other (`alongside.confined`)."""

from __future__ import annotations

LOOK, ENCRYPT = b"L", b"E"  # questions: what is this key? encrypt to it
GOOD, BAD_KEY, FAILED = b"G", b"B", b"F"  # answers
LARGEST_QUESTION = 300 * 1024 * 1024
_LENGTH = 4


def joined(key: bytes, content: bytes) -> bytes:
    """A key, behind its length, and what is to be encrypted."""
    return len(key).to_bytes(_LENGTH, "big") + key + content


def parted(question: bytes) -> tuple[bytes, bytes]:
    """Both again."""
    end = _LENGTH + int.from_bytes(question[:_LENGTH], "big")
    return question[_LENGTH:end], question[end:]
