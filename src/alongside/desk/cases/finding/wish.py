"""What somebody looks for, and how it travels: sealed, so that no word of it stands in an address, a browser's history or a log.

A search is sent by POST and answered with a redirection to an address that carries it sealed under her own key and bound to her login.
So the way back from a case, a reload and the next page work as everywhere; and what a browser keeps opens nothing after the lock.
"""

from __future__ import annotations

import base64
import json
from binascii import Error as NotBase64
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from alongside.desk.cases.finding.asking import LONGEST
from alongside.desk.cases.finding.index import CHANGED, ORDERS
from alongside.desk.cases.summary import FACET_NAMES
from alongside.desk.people.unlocked import Unlocked
from alongside.facts.fields import writable
from alongside.vault.context import Context
from alongside.vault.errors import Refused
from alongside.vault.sealed import seal, unseal

NARROWED = FACET_NAMES
_LONGEST_CODE = 80
_LONGEST_TOKEN = 4096


@dataclass(frozen=True, slots=True)
class Wish:
    """Text, at most one code a facet, and an order. What cannot be one is left out: any form is a wish."""

    text: str = ""
    narrowed: Mapping[str, str] = field(default_factory=dict)
    order: str = CHANGED

    @property
    def empty(self) -> bool:
        return not (self.text or self.narrowed)

    @classmethod
    def of(cls, sent: Mapping[str, Any]) -> Wish:
        """From the fields of a form, or from a stored one."""
        text = str(sent.get("text", "")).strip()[:LONGEST]
        picked = {name: str(sent.get(name) or "")[:_LONGEST_CODE] for name in NARROWED}
        order = str(sent.get("order", ""))
        return cls(
            text if writable(text) else "",
            {name: code for name, code in picked.items() if _is_code(code)},
            order if order in ORDERS else CHANGED,
        )

    def plain(self) -> dict[str, str]:
        """As JSON can hold it; `of` gives the same wish back."""
        return {"text": self.text, "order": self.order, **self.narrowed}

    def sealed(self, unlocked: Unlocked) -> str:
        """For an address of this login."""
        blob = seal(unlocked.keyring_key, json.dumps(self.plain(), ensure_ascii=False).encode(), _place(unlocked))
        return base64.urlsafe_b64encode(blob).decode().rstrip("=")

    @classmethod
    def opened(cls, token: str, unlocked: Unlocked) -> Wish | None:
        """The wish in an address; None where it is none of this login's."""
        try:
            if not token or len(token) > _LONGEST_TOKEN:
                return None
            blob = base64.b64decode(token.encode() + b"=" * (-len(token) % 4), altchars=b"-_", validate=True)
            return cls.of(json.loads(unseal(unlocked.keyring_key, blob, _place(unlocked))))
        except (NotBase64, Refused, ValueError):
            return None


def _place(unlocked: Unlocked) -> Context:
    return Context(unlocked.desk.bytes, "search", unlocked.login.encode(), "wish", 1, unlocked.card.epoch)


def _is_code(code: str) -> bool:
    return code.isascii() and code.replace("_", "").isalnum()
