"""The record as its page was made from, packed into the page: what two edits are merged against when somebody else saved meanwhile.

The store keeps only the newest text of a record. The packed one is what she reads on the very same page, and it is believed for nothing
but the merge: its id and kind must be those of the record in the store.
"""

from __future__ import annotations

import base64
import binascii
import json
import zlib

from alongside.facts.fact import Fact
from alongside.facts.plain import from_plain, to_plain
from alongside.facts.problems import BadFact

LARGEST = 4 * 2**20  # unpacked; a few bytes could else unpack to gigabytes


def packed(fact: Fact) -> str:
    """The record as one word of letters."""
    text = json.dumps(to_plain(fact), ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(zlib.compress(text.encode(), 9)).decode()


def unpacked(word: str, id_: str, kind: str) -> Fact | None:
    """The record in a word; None where it is none, or not this one."""
    try:
        opener = zlib.decompressobj()
        text = opener.decompress(base64.urlsafe_b64decode(word.encode()), LARGEST)
        if opener.unconsumed_tail or not opener.eof:
            return None
        fact = from_plain(json.loads(text))
    except (binascii.Error, zlib.error, ValueError, RecursionError, BadFact):
        return None
    return fact if fact.id == id_ and kind == fact.KIND else None
