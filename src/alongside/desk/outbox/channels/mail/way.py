"""The desk's mail server: where it is, how it is trusted, who we are to it. Kept sealed to the service key (`outbox.routes`)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from uuid import UUID

from alongside.desk.outbox import routes
from alongside.desk.outbox.channels.mail.letter import is_address

LANE = "mail"
SECURITIES = ("starttls", "tls", "plain")
PORTS = {"starttls": 587, "tls": 465, "plain": 25}
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
MOST_MB = 100
USUAL_MB = 20
LONGEST = 320
MB = 1024 * 1024
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|[0-9A-Fa-f:.]{2,45}")


@dataclass(frozen=True, slots=True)
class Way:
    """How the desk's mail leaves. `security`: `starttls`, `tls` from the first byte, or `plain`, to this very computer alone.
    `most_mb`: the largest mail that the server takes. `moved_by`: who pointed it here while mail waited that somebody had sent by another
    way (a person's id); empty for nobody."""

    host: str
    port: int
    security: str
    user: str
    password: str = field(repr=False)
    sender: str
    most_mb: int = USUAL_MB
    moved_by: str = ""

    def to_bytes(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False).encode()

    @property
    def leads(self) -> tuple[str, int, str, str, str]:
        """Where letters go and as whom: all of it but the password and the size."""
        return self.host, self.port, self.security, self.user, self.sender

    def put_by(self, person: UUID, before: Way | None, held: int) -> Way:
        """The same with who moved it: whoever changed where letters go, as long as any of those wait that were `held` for it."""
        if before is not None and before.leads == self.leads:
            return replace(self, moved_by=before.moved_by)
        return replace(self, moved_by=person.hex if held else "")

    @property
    def most(self) -> int:
        """In bytes."""
        return self.most_mb * MB


def of(desk: UUID) -> Way | None:
    """The desk's way; None where none is set. A Refused where the service key is another one."""
    data = routes.read(desk, LANE)
    return None if data is None else Way(**json.loads(data))


def keep(desk: UUID, way: Way) -> None:
    """Mail leaves this way from now on, what waits included."""
    routes.keep(desk, LANE, way.to_bytes())


def typed(told: Mapping[str, str], known: Way | None) -> tuple[Way | None, dict[str, str]]:
    """A way from the fields of a form, or what is wrong with each as a code. An empty password leaves the one that is known, as long as
    it goes to the same server: typed for one, it is given to no other."""
    faults = {}
    host, security = told.get("host", ""), told.get("security", "")
    port = _number(told.get("port", ""), 65535)
    most = _number(told.get("most_mb", "") or str(USUAL_MB), MOST_MB)
    user, sender = told.get("user", ""), told.get("sender", "")
    if not _HOST.fullmatch(host) or ".." in host:
        faults["host"] = "host"
    if port is None:
        faults["port"] = "port"
    if security not in SECURITIES:
        faults["security"] = "security"
    elif security == "plain" and host not in LOOPBACK:
        faults["security"] = "plain"
    if len(user) > LONGEST or not user.isascii():
        faults["user"] = "user"
    password = told.get("password", "")
    if not password and known is not None and user and (host, user) == (known.host, known.user):
        password = known.password
    if len(password) > LONGEST or not password.isascii():
        faults["password"] = "password"  # noqa: S105 - the code of a fault
    elif user and not password:
        faults["password"] = "password_missing"  # noqa: S105
    if not is_address(sender):
        faults["sender"] = "sender"
    if most is None:
        faults["most_mb"] = "most"
    if faults or port is None or most is None:
        return None, faults
    return Way(host, port, security, user, password, sender, most), {}


def _number(text: str, most: int) -> int | None:
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0
    return number if 0 < number <= most else None
