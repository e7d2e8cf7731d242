"""A letter as the MIME bytes that are encrypted, frozen and compared: nothing in them but its text and its attachments.

Pure, and the same bytes for the same letter: no clock, no random boundary, no name of a program.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from email.message import EmailMessage, MIMEPart
from email.policy import SMTP

_TYPE = re.compile(r"[a-z]+/[a-z0-9.+-]+")
_ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
)
LONGEST_ADDRESS = 254


@dataclass(frozen=True, slots=True)
class Attachment:
    """One file. Its name goes along: a neutral one, given by who attaches it."""

    name: str
    type: str
    data: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if (
            not self.name
            or not self.name.isprintable()
            or "/" in self.name
            or "\\" in self.name
            or not _TYPE.fullmatch(self.type)
        ):
            raise ValueError("an attachment needs a printable name and a type such as application/pdf")


@dataclass(frozen=True, slots=True)
class Letter:
    """To one address."""

    to: str
    text: str = field(repr=False)
    attachments: tuple[Attachment, ...] = ()

    def __post_init__(self) -> None:
        if not is_address(self.to):
            raise ValueError("not a mail address")


def is_address(text: str) -> bool:
    """Whether it is one mail address as every server takes it: no name around it, no list, no line break that would add a header."""
    return len(text) <= LONGEST_ADDRESS and _ADDRESS.fullmatch(text) is not None and len(text.partition("@")[0]) <= 64


def inner(letter: Letter) -> bytes:
    """The letter as one MIME part, lines ended as mail ends them. To whom it goes does not stand in it."""
    if not letter.attachments:
        return _written(letter, EmailMessage(policy=SMTP))
    boundary = _boundary(letter)
    top = EmailMessage(policy=SMTP)
    top["MIME-Version"] = "1.0"
    top["Content-Type"] = f'multipart/mixed; boundary="{boundary}"'
    parts = [_written(letter, MIMEPart(policy=SMTP)), *map(_attached, letter.attachments)]
    return multipart(top, boundary, parts)


def multipart(top: EmailMessage, boundary: str, parts: Iterable[bytes]) -> bytes:
    """A message of parts. Put together from bytes: the library would look at each line of an annex, a second for every five megabytes."""
    line = f"--{boundary}".encode()
    pieces = [head(top)]
    for part in parts:
        pieces += [line, b"\r\n", part, b"" if part.endswith(b"\r\n") else b"\r\n"]
    return b"".join([*pieces, line, b"--\r\n"])


def head(message: MIMEPart) -> bytes:
    """The headers of a message without content, and the empty line after them."""
    return b"".join(SMTP.fold_binary(name, value) for name, value in message.items()) + b"\r\n"


def _written(letter: Letter, part: MIMEPart) -> bytes:
    """The text. Letters outside of ASCII as base64: quoted-printable would make Arabic three times as long."""
    part.set_content(letter.text, charset="utf-8", cte="quoted-printable" if letter.text.isascii() else "base64")
    return part.as_bytes()


def _attached(one: Attachment) -> bytes:
    part = MIMEPart(policy=SMTP)
    part["Content-Type"] = one.type
    part.add_header("Content-Disposition", "attachment", filename=one.name)
    part["Content-Transfer-Encoding"] = "base64"
    return head(part) + base64.encodebytes(one.data).replace(b"\n", b"\r\n")


def _boundary(letter: Letter) -> str:
    """Drawn from the content: no part can hold it, since it would have to hold its own digest."""
    digest = hashlib.sha256(letter.text.encode())
    for one in letter.attachments:
        digest.update(hashlib.sha256(one.name.encode()).digest() + hashlib.sha256(one.data).digest())
    return digest.hexdigest()[:40]
