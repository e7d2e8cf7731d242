"""What client and child say to each other: a frame holds the length of a JSON head, the head, and bytes.

A question is the letter of what is asked, with the file; an answer is `A`, or `E` with {"reason"}.
"""

from __future__ import annotations

import json
import struct
from typing import Any

CLEAN, METADATA, PAGES, PREVIEW, REDACT_IMAGE, REDACT_PDF, CREDENTIALS = b"C", b"M", b"N", b"V", b"I", b"P", b"R"
ANSWER, REFUSAL = b"A", b"E"
# A file is in memory twice here and some times there. A photo has 3 to 20 MB, an hour of speech 60.
LARGEST_FILE = 64 * 1024 * 1024
LARGEST_FRAME = LARGEST_FILE + 64 * 1024
LARGEST_ANSWER = 2 * LARGEST_FILE
_LENGTH = struct.Struct(">I")


def pack(head: Any, data: bytes = b"") -> bytes:
    """Head and bytes as the body of a frame."""
    text = json.dumps(head).encode()
    return b"".join((_LENGTH.pack(len(text)), text, data))


def unpack(body: bytes) -> tuple[Any, bytes]:
    """The head and the bytes; ValueError where it is no such body."""
    if len(body) < _LENGTH.size:
        raise ValueError("no head")
    end = _LENGTH.size + _LENGTH.unpack_from(body)[0]
    return json.loads(body[_LENGTH.size : end]), body[end:]
